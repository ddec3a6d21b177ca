//! The role of each value in time: the same in each step, one step of it, or the end of the sequence.

use super::place::{Place, dims, may_be};
use super::refusal::{DECLARE, HELP_PADDED, PADDED, Refusal, UNKNOWN, refuse};
use crate::catalogue::{Layer, Op};
use crate::diagnostics::{Errors, messages};
use crate::graph::{Graph, Node, NodeLayer, Proof, Storage, ValueId};
use crate::shape::{Dim, Shape};
use proc_macro2::Span;
use std::collections::{HashMap, HashSet};

/// The role of a value in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It depends on no step.
    Constant,
    /// It has an axis of time.
    Along(Place),
    /// It has an axis of time behind this number of zeros, for a causal convolution.
    Padded(Place, u64),
    /// The output of a nested network that reads time on this axis: only the compiler knows its axes.
    Nested(usize),
    /// It has no axis of time, and depends on the last step.
    Last,
}

/// How a node is computed in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By its layer, of a sequence of one step.
    Plain,
    /// By a layer that keeps a state.
    State,
    /// It takes the element of the step from a stored tensor, along this axis.
    Element(usize),
    /// It pads time for a causal convolution, which in a step is nothing: the layer keeps the steps before.
    Padding,
    /// It takes the last step of a sequence, which is the step itself.
    LastStep,
}

/// How a node is computed in a step, and the roles of its outputs.
type Computed = (Kind, Vec<Role>);
/// An error with its span.
type Located<V> = Result<V, (Span, String)>;
pub(super) type Ruled = Result<Computed, Refusal>;

pub(super) struct Roles<'a> {
    pub(super) graph: &'a Graph,
    /// The number of steps.
    pub(super) size: Dim,
    /// By input of the network: its axis of time.
    inputs: Vec<Option<usize>>,
    /// By value; `None` after an error, and for a value that is never stored.
    pub(super) values: Vec<Option<Role>>,
    /// By node.
    pub(super) kinds: Vec<Kind>,
    /// The axis of time of the stored tensors that have one, by the value of the tensor.
    stored: HashMap<ValueId, usize>,
    /// The values that a `let` or an output declares with an axis of time.
    declared: HashSet<ValueId>,
    /// The views that have been refused: each is reported once.
    refused: HashSet<ValueId>,
}

impl<'a> Roles<'a> {
    /// Determines the roles of all values, of which these are declared with an axis of time; errors are added.
    pub(super) fn new(
        graph: &'a Graph,
        size: Dim,
        inputs: Vec<Option<usize>>,
        declared: impl Iterator<Item = ValueId>,
        errors: &mut Errors,
    ) -> Roles<'a> {
        let mut roles = Roles {
            graph,
            size,
            inputs,
            values: Vec::new(),
            kinds: Vec::new(),
            stored: HashMap::new(),
            declared: declared.map(|id| graph.root(id)).collect(),
            refused: HashSet::new(),
        };
        loop {
            let known = roles.stored.len();
            let wrong = roles.walk();
            // Each stored tensor that turns out to have an axis of time may change the roles of values before.
            if roles.stored.len() == known {
                wrong.into_iter().for_each(|(span, text)| errors.at(span, text));
                return roles;
            }
        }
    }

    fn walk(&mut self) -> Vec<(Span, String)> {
        self.values = vec![None; self.graph.values.len()];
        self.kinds = vec![Kind::Plain; self.graph.nodes.len()];
        self.refused.clear();
        for (id, value) in self.graph.values.iter().enumerate() {
            if let Storage::Input(index) = value.storage {
                self.values[id] = Some(self.inputs[index].map_or(Role::Constant, |axis| Role::Along(Place::of(axis))));
            }
        }
        let mut wrong = Vec::new();
        for (index, node) in self.graph.nodes.iter().enumerate() {
            match self.node(node) {
                Ok(None) => {}
                Ok(Some((kind, roles))) => {
                    self.kinds[index] = kind;
                    for (&output, role) in node.outputs.iter().zip(roles) {
                        self.values[output] = Some(role);
                    }
                }
                Err(error) => wrong.push(error),
            }
        }
        wrong
    }

    /// The role of a value, unless an error has been found before.
    fn role(&mut self, id: ValueId) -> Located<Option<Role>> {
        let value = &self.graph.values[id];
        let Storage::View(of, proof) = value.storage else { return Ok(self.values[id]) };
        if self.values[id].is_none() && self.refused.insert(id) {
            let Some(role) = self.role(of)? else { return Ok(None) };
            let viewed = self.viewed(role, of, &value.shape, proof);
            let does = "merges the axis of time with others in an order in which a step is not contiguous";
            let viewed = viewed.ok_or_else(|| {
                let name = value.name.trim_start_matches("r#");
                (value.span, messages::needs_all_steps(name, does, "keep the axis of time as it is"))
            })?;
            self.refused.remove(&id);
            self.values[id] = Some(viewed);
        }
        Ok(self.values[id])
    }

    /// The role of a view of a value.
    fn viewed(&self, role: Role, of: ValueId, to: &Shape, proof: Proof) -> Option<Role> {
        let from = &self.graph.values[of].shape;
        match (role, dims(from), dims(to)) {
            (Role::Constant | Role::Last, ..) => Some(role),
            // Whatever its sizes are called.
            (Role::Padded(..), Some(from), Some(to)) if from.len() == to.len() && proof != Proof::Count => Some(role),
            (Role::Padded(..), ..) => None,
            (Role::Along(place), Some(from), Some(to)) => match proof {
                // The sizes of one of them may be names of those of the other one.
                Proof::Item | Proof::Types if from.len() == to.len() && may_be(&to[place.axis], &self.size) => {
                    Some(Role::Along(place))
                }
                _ => place.in_view(from, to, &self.size).map(Role::Along),
            },
            (Role::Along(place), ..) => Some(Role::Nested(place.axis)),
            (Role::Nested(axis), _, Some(to)) => Some(self.of_nested(axis, of, to)),
            (Role::Nested(_), _, None) => Some(role),
        }
    }

    /// The role of the output of a nested network that reads time on this axis, once its sizes are declared. Beside an output that
    /// is declared with `time = `, one without it has no axis of time, even if a size is that of time.
    fn of_nested(&self, axis: usize, id: ValueId, sizes: &[Dim]) -> Role {
        let id = self.graph.root(id);
        let node = self.graph.nodes.iter().find(|node| node.outputs.contains(&id));
        if !self.declared.contains(&id)
            && node.is_some_and(|node| node.outputs.iter().any(|output| self.declared.contains(output)))
        {
            return Role::Last;
        }
        let is_time = |&at: &usize| sizes.get(at).is_some_and(|dim| may_be(dim, &self.size));
        let mut axes = std::iter::once(axis).chain(0..sizes.len());
        axes.find(is_time).map_or(Role::Last, |axis| Role::Along(Place::of(axis)))
    }

    /// The role of an output of the network, which has this declared shape.
    pub(super) fn of_output(&self, id: ValueId, declared: &Shape) -> Option<Role> {
        match (self.values[id], dims(declared)) {
            (Some(Role::Nested(axis)), Some(sizes)) => Some(self.of_nested(axis, id, sizes)),
            (role, _) => role,
        }
    }

    /// The rule for a node, unless an error has been found before.
    fn node(&mut self, node: &Node) -> Located<Option<Computed>> {
        if let Some(&axis) = node.outputs.first().and_then(|output| self.stored.get(output)) {
            return Ok(Some((Kind::Element(axis), vec![Role::Along(Place::of(axis))])));
        }
        let mut roles = Vec::new();
        for &input in &node.inputs {
            let Some(role) = self.role(input)? else { return Ok(None) };
            roles.push(role);
        }
        let all = |role| Ok(Some((Kind::Plain, vec![role; node.outputs.len()])));
        let has_time = roles.iter().any(|role| matches!(role, Role::Along(_) | Role::Padded(..) | Role::Nested(_)));
        let has_last = roles.contains(&Role::Last);
        let ruled = match (has_time, has_last) {
            (false, false) => return all(Role::Constant),
            (false, true) => return all(Role::Last),
            (true, true) => refuse(
                "combines the end of the sequence with every step",
                "combine it with values that have no axis of time",
            ),
            (true, false) => match &node.layer {
                NodeLayer::Operation(op) => self.operation(node, op, &roles),
                NodeLayer::Field(field) => self.layer(node, *field, &roles),
            },
        };
        match ruled {
            Ok(ruled) => Ok(Some(ruled)),
            Err(Refusal { does, help }) => {
                let name = node.name.split('[').next().unwrap_or_default().trim_start_matches("r#");
                Err((node.span, messages::needs_all_steps(name, does, help)))
            }
        }
    }

    /// The places of all operands of a node that has these axes, aligned from the right, with that of the result. A constant
    /// operand with this axis must come from stored tensors.
    pub(super) fn aligned(&mut self, node: &Node, roles: &[Role], whole: &[Dim]) -> Result<Place, Refusal> {
        let mut found: Option<Place> = None;
        if roles.iter().any(|role| matches!(role, Role::Padded(..))) {
            return refuse(PADDED, HELP_PADDED);
        }
        for (&id, role) in node.inputs.iter().zip(roles) {
            let Role::Along(place) = role else { continue };
            let Some(rank) = dims(&self.graph.values[id].shape).map(<[Dim]>::len) else { continue };
            let at = place.at(place.axis + whole.len().saturating_sub(rank));
            if *found.get_or_insert(at) != at {
                return refuse("combines steps along different axes", "make time the same axis of both");
            }
        }
        let Some(place) = found else {
            return refuse(UNKNOWN, DECLARE);
        };
        for (&id, role) in node.inputs.iter().zip(roles) {
            let Some(dims) = dims(&self.graph.values[id].shape) else { continue };
            let axis = (place.axis + dims.len()).checked_sub(whole.len());
            if let (Role::Constant, Some(axis)) = (role, axis)
                && !dims[axis].is_one()
            {
                self.demand(id, axis, place)?;
            }
        }
        Ok(place)
    }

    /// Returns whether a value is computed from the mask of a length.
    fn is_of_length(&self, id: ValueId) -> bool {
        let root = self.graph.root(id);
        let node = self.graph.nodes.iter().find(|node| node.outputs.contains(&root));
        node.is_some_and(|node| {
            matches!(node.op(), Some(Op::SequenceMask { .. }))
                || node.inputs.iter().any(|&input| self.is_of_length(input))
        })
    }

    /// Requires that a constant has an axis of time.
    pub(super) fn demand(&mut self, id: ValueId, axis: usize, place: Place) -> Result<(), Refusal> {
        let known = self.stored.len();
        if place.is_alone() && self.trace(id, axis).is_some() && self.stored.len() > known {
            return Ok(());
        }
        let root = self.graph.root(id);
        let origin = self.graph.values[root].name.clone();
        if self.is_of_length(root) {
            return refuse("receives the mask of a length, and a stream ends with its last step", "leave out the mask");
        }
        let is_stored = self.graph.nodes.iter().any(|node| node.inputs.is_empty() && node.outputs.contains(&root));
        match self.graph.values[root].storage {
            _ if is_stored => refuse(
                format!("takes the axis of time from `{origin}`, which has time on no axis, or on another one"),
                format!("declare `{origin}` with an axis of time, and use it along this axis alone"),
            ),
            Storage::Input(_) => refuse(
                format!("takes the axis of time from input `{origin}`, which is declared without it"),
                format!("write `time = ` before the size of axis {axis} of `{origin}`"),
            ),
            _ => refuse(
                format!("takes the axis of time from `{origin}`, which is the same in each step"),
                "store it as a `Parameter` or a `Buffer`",
            ),
        }
    }

    /// Finds the stored tensors from which a constant has an axis, and records it as their axis of time.
    fn trace(&mut self, id: ValueId, axis: usize) -> Option<()> {
        let graph = self.graph;
        let shape = &graph.values[id].shape;
        if let Storage::View(of, _) = graph.values[id].storage {
            let place = Place::of(axis).in_view(dims(shape)?, dims(&graph.values[of].shape)?, &self.size)?;
            return if place.is_alone() { self.trace(of, place.axis) } else { None };
        }
        let node = graph.nodes.iter().find(|node| node.outputs.contains(&id))?;
        match (&node.layer, &node.inputs[..]) {
            (NodeLayer::Field(field), []) if matches!(graph.layers[*field], Some(Layer::Stored(_))) => {
                (*self.stored.entry(id).or_insert(axis) == axis).then_some(())
            }
            (NodeLayer::Operation(Op::Permute { order }), &[input]) => self.trace(input, *order.get(axis)?),
            (NodeLayer::Operation(op), inputs) => {
                let whole = match op {
                    Op::Fused(fused) => dims(&fused.whole)?,
                    _ => dims(shape)?,
                };
                let mut any = None;
                for &input in inputs {
                    let of_input = dims(&graph.values[input].shape)?;
                    let Some(axis) = (axis + of_input.len()).checked_sub(whole.len()) else { continue };
                    if !of_input[axis].is_one() {
                        any = Some(self.trace(input, axis)?);
                    }
                }
                any
            }
            (NodeLayer::Field(_), &[input]) if dims(&graph.values[input].shape)?.len() == dims(shape)?.len() => {
                self.trace(input, axis)
            }
            _ => None,
        }
    }
}
