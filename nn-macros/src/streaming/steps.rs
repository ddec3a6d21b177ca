//! The graph of one step: that of the network with a single step on every axis of time.

use super::place::{Place, dims};
use super::refusal::HELP_PADDED;
use super::roles::{Kind, Role, Roles};
use crate::catalogue::{Layer, Op, Repeats};
use crate::diagnostics::{Errors, messages};
use crate::graph::{At, Graph, Node, NodeLayer, Proof, Steps, Storage, Value, ValueId};
use crate::shape::{Axes, Dim, Opaque, Shape, Source, Verdict};
use crate::syntax::{Network, Time};
use quote::format_ident;
use std::collections::HashSet;

/// Returns whether an input has an axis of time.
pub(crate) fn has_time(network: &Network) -> bool {
    network.forward.inputs.iter().any(|input| input.ty.time.is_some())
}

/// Returns the graph of a step of a network with an axis of time; errors are added.
pub(crate) fn steps(network: &Network, graph: &Graph, errors: &mut Errors) -> Option<Graph> {
    let size = size(network, graph, errors)?;
    let inputs = network.forward.inputs.iter().map(|input| input.ty.time.map(|time| time.axis)).collect();
    let before = errors.count();
    let outputs = network.forward.outputs.iter().zip(&graph.outputs).filter(|(ty, _)| ty.time.is_some());
    let declared = graph.times.iter().map(|&(id, _)| id).chain(outputs.map(|(_, &id)| id));
    let roles = Roles::new(graph, size, inputs, declared, errors);
    if errors.count() == before {
        check_declared(network, &roles, errors);
    }
    (errors.count() == before)
        .then(|| Builder { graph, roles: &roles, network, layers: layers(network, graph, &roles) }.graph())
}

/// The number of steps; `None` if no input has an axis of time, or after an error.
fn size(network: &Network, graph: &Graph, errors: &mut Errors) -> Option<Dim> {
    let inputs = network.forward.inputs.iter().zip(&graph.input_shapes);
    let mut times = inputs.filter_map(|(input, shape)| {
        let time = input.ty.time?;
        Some((&input.name, dims(shape)?.get(time.axis)?.clone(), time))
    });
    let Some((first, size, _)) = times.next() else {
        let outputs = network.forward.outputs.iter().filter_map(|ty| ty.time);
        let budgets = network.budget.iter().filter(|limit| limit.of == "stream");
        let first = outputs.chain(graph.times.iter().map(|(_, time)| *time)).next();
        if let Some(Time { span, .. }) = first {
            errors.at(span, messages::time_without_input());
        }
        budgets.for_each(|limit| errors.at(limit.of.span(), messages::budget_without_time()));
        return None;
    };
    for (input, other, Time { span, .. }) in times {
        if other.compare(&size) != Verdict::Equal {
            errors.at(span, messages::unequal_times(input, other, first, &size));
            return None;
        }
    }
    Some(size)
}

/// Checks the axes of time that outputs, `let` statements and functions declare.
fn check_declared(network: &Network, roles: &Roles<'_>, errors: &mut Errors) {
    let outputs = network.forward.outputs.iter().zip(&roles.graph.outputs);
    for (_, &id) in outputs.clone() {
        if let Some(Role::Padded(..)) = roles.values[id] {
            let value = &roles.graph.values[id];
            errors
                .at(value.span, messages::needs_all_steps(&value.name, "has zeros before its first step", HELP_PADDED));
        }
    }
    let outputs = outputs.zip(&roles.graph.output_shapes);
    let outputs = outputs.filter_map(|((ty, &id), declared)| Some((roles.of_output(id, declared), ty.time?)));
    let values = roles.graph.times.iter().map(|&(id, time)| (roles.values[id], time));
    for (role, Time { axis, span }) in values.chain(outputs) {
        let found = match role {
            // An expression computes it without storing it.
            None => continue,
            Some(Role::Along(place) | Role::Padded(place, _)) if place.is_alone() && place.axis == axis => continue,
            Some(Role::Along(place) | Role::Padded(place, _)) => {
                messages::not_the_time(axis, messages::axis_number(place.axis))
            }
            Some(_) => messages::no_axis_of_time(),
        };
        errors.at(span, found);
    }
}

/// The layers, where a nested network is called by another alias, which stands for it only if it streams. A generic network has no
/// such aliases, since no constant can refer to its parameters.
fn layers(network: &Network, graph: &Graph, roles: &Roles<'_>) -> Vec<Option<Layer>> {
    let mut layers = graph.layers.clone();
    let called = graph.nodes.iter().zip(&roles.kinds).filter(|(_, kind)| **kind == Kind::State);
    let fields: HashSet<_> = called.filter_map(|(node, _)| node.place()).map(|place| place.field).collect();
    for field in fields.into_iter().filter(|_| network.generics.params.is_empty()) {
        if let Some(Layer::Custom(custom)) = &mut layers[field] {
            custom.alias.name = format_ident!("{}_steps", custom.alias.name);
        }
    }
    layers
}

struct Builder<'a> {
    graph: &'a Graph,
    roles: &'a Roles<'a>,
    network: &'a Network,
    /// The layers of the step.
    layers: Vec<Option<Layer>>,
}

impl Builder<'_> {
    fn graph(self) -> Graph {
        let graph = self.graph;
        let mut step = Graph {
            outputs: graph.outputs.clone(),
            counts: graph.counts.clone(),
            bounds: graph.bounds.clone(),
            sizes: graph.sizes.clone(),
            ..Graph::default()
        };
        step.values = (0..graph.values.len()).map(|id| self.value(id)).collect();
        for (index, node) in graph.nodes.iter().enumerate() {
            self.node(&mut step, node, self.roles.kinds[index]);
        }
        step.input_shapes = self.inputs();
        let outputs = graph.outputs.iter().zip(&graph.output_shapes);
        step.output_shapes = outputs.map(|(&id, shape)| self.of_role(shape, self.roles.of_output(id, shape))).collect();
        step.layers = self.layers;
        step
    }

    fn inputs(&self) -> Vec<Shape> {
        let inputs = self.network.forward.inputs.iter().zip(&self.graph.input_shapes);
        let role = |time: Time| Role::Along(Place::of(time.axis));
        inputs.map(|(input, shape)| self.of_role(shape, input.ty.time.map(role))).collect()
    }

    /// A shape in the step, by the role of its value.
    fn of_role(&self, shape: &Shape, role: Option<Role>) -> Shape {
        match (role, dims(shape)) {
            (Some(Role::Along(place) | Role::Padded(place, _)), Some(dims)) => {
                Shape { axes: Axes::Known(place.of_step(dims)), element: shape.element.clone() }
            }
            _ => shape.clone(),
        }
    }

    /// The shape of a value in the step.
    fn shape(&self, id: ValueId) -> Shape {
        let value = &self.graph.values[id];
        match (self.roles.values[id], &value.storage) {
            (Some(Role::Nested(_)), Storage::View(of, _)) => self.shape(*of),
            (Some(Role::Nested(_)), _) => self.nested(id).unwrap_or_else(|| value.shape.clone()),
            (role, _) => self.of_role(&value.shape, role),
        }
    }

    /// The shape that a nested network gives in the step.
    fn nested(&self, id: ValueId) -> Option<Shape> {
        let node = self.graph.nodes.iter().find(|node| node.outputs.contains(&id))?;
        let NodeLayer::Field(field) = node.layer else { return Some(self.shape(*node.inputs.first()?)) };
        let layer = match self.layers[field].as_ref()? {
            Layer::Custom(custom) => custom.alias.clone(),
            _ => return None,
        };
        let (given, span) = (self.graph.signal(&node.inputs), node.span);
        let generic = matches!(&self.graph.values[id].shape.axes, Axes::Opaque(of) if of.generic);
        let out = Opaque { from: Source::StepOutput { layer, element: self.network.element, given, span }, generic };
        let index = node.outputs.iter().position(|&output| output == id)?;
        Some(Shape::opaque(match node.outputs.len() {
            1 => out,
            _ => Opaque { from: Source::Part { of: out.into(), index, span }, generic },
        }))
    }

    fn value(&self, id: ValueId) -> Value {
        let value = &self.graph.values[id];
        let storage = match &value.storage {
            Storage::View(of, proof) => {
                // The items of the whole network prove it.
                let proof = if *proof == Proof::Count && !self.is_same(*of, id) { Proof::Item } else { *proof };
                Storage::View(*of, proof)
            }
            Storage::Output(index, Some(declared)) => {
                Storage::Output(*index, Some(self.of_role(declared, self.roles.of_output(id, declared))))
            }
            other => other.clone(),
        };
        let mut value = value.clone();
        (value.shape, value.storage) = (self.shape(id), storage);
        value
    }

    /// Returns whether a view has in the step the shapes that it has in the whole network.
    fn is_same(&self, of: ValueId, id: ValueId) -> bool {
        [of, id]
            .iter()
            .all(|&id| !matches!(self.roles.values[id], Some(Role::Along(_) | Role::Padded(..) | Role::Nested(_))))
    }

    fn node(&self, step: &mut Graph, node: &Node, kind: Kind) {
        let mut node = node.clone();
        let whole = self.graph.signal(&node.inputs);
        match &mut node.layer {
            NodeLayer::Operation(Op::Fused(fused)) => {
                let operands = node.inputs.iter().map(|&id| step.values[id].shape.clone()).collect::<Vec<_>>();
                if let Some(Role::Along(place)) = self.roles.values[node.outputs[0]] {
                    let of_step = |shape: &Shape| Shape::real(place.of_step(shape.known().unwrap_or_default()));
                    fused.whole = of_step(&fused.whole);
                    if let Some(reduction) = &mut fused.reduction {
                        reduction.gives = of_step(&reduction.gives);
                    }
                    fused.fits = operands.iter().map(|shape| Repeats::of(shape, &fused.whole)).collect();
                }
            }
            NodeLayer::Operation(Op::Slice { start, .. }) if kind == Kind::LastStep => *start = Dim::Literal(0),
            _ => {}
        }
        if let Some(At::Coerced(_)) = &node.at {
            node.at = Some(At::Coerced(step.values[node.outputs[0]].shape.clone()));
        }
        match kind {
            Kind::Plain | Kind::LastStep => step.nodes.push(node),
            Kind::Padding => self.skip(step, &node),
            Kind::Element(axis) => step.nodes.push(Node { steps: Some(Steps::Element { axis }), ..node }),
            Kind::State => {
                node.steps = Some(Steps::State(whole));
                // A nested network is called as it is: the items of the whole network prove that it fits.
                if matches!(node.at, Some(At::Gives(_) | At::Coerced(_))) {
                    node.at = None;
                }
                match (node.place(), self.graph.count(&node)) {
                    (Some(_), Some(count)) => self.each(step, &node, count),
                    _ => step.nodes.push(node),
                }
            }
        }
    }

    /// Makes the output of a node a view of its input.
    fn skip(&self, step: &mut Graph, node: &Node) {
        let [input, output] = [node.inputs[0], node.outputs[0]];
        step.values[output].storage = Storage::View(input, Proof::Item);
        // The node itself has read it.
        let mut of = input;
        loop {
            step.values[of].uses = (step.values[of].uses + step.values[output].uses).saturating_sub(1);
            match step.values[of].storage {
                Storage::View(next, _) => of = next,
                _ => break,
            }
        }
    }

    /// Adds a node for each layer of an array, which has a state of its own.
    fn each(&self, step: &mut Graph, node: &Node, count: usize) {
        let mut input = node.inputs[0];
        for element in 0..count {
            let output = match element + 1 == count {
                true => node.outputs[0],
                false => {
                    let mut between = step.values[node.outputs[0]].clone();
                    (between.storage, between.uses) = (Storage::Workspace, 1);
                    step.values.push(between);
                    step.values.len() - 1
                }
            };
            let name = format!("{}[{element}]", node.name);
            let (inputs, outputs) = (vec![input], vec![output]);
            step.nodes.push(Node { name, inputs, outputs, element: Some(element), ..node.clone() });
            input = output;
        }
    }
}
