//! Transformation of a graph for integer inference: removes or folds nodes that need no integer code.

use crate::catalogue::{Divisor, Function, Layer, NormStatistics as Statistics, Op, PadMode, PoolKind};
use crate::diagnostics::{Errors, messages};
use crate::graph::{At, Graph, Node, NodeLayer, Proof, Storage, ValueId};
use crate::shape::Dim;
use crate::syntax::{Element, Network};
use proc_macro2::Span;
use std::collections::{HashMap, HashSet};

/// The graph of an integer network, and the quantisation ranges that its values share.
pub(crate) struct Integers {
    /// The graph without folded nodes; a dropout remains only where it copies a value that others read.
    pub(crate) graph: Graph,
    /// The value whose quantisation range a value uses, if not its own.
    range_of: HashMap<ValueId, ValueId>,
    /// By node: the field of the batch normalisation that is folded into it.
    pub(crate) folded: Vec<Option<usize>>,
}

/// Why a network has no integer form.
pub(crate) struct NoIntegers {
    pub(crate) errors: Errors,
    /// Whether each layer without an integer form is among the errors.
    pub(crate) are_layers_reported: bool,
}

/// Transforms the graph of an integer network that is declared at `span`, or returns the errors.
pub(crate) fn integers(network: &Network, graph: Graph, span: Span) -> Result<Integers, NoIntegers> {
    let mut errors = Errors::default();
    check(network, &graph, span, &mut errors);
    if !errors.is_empty() {
        return Err(NoIntegers { errors, are_layers_reported: false });
    }
    check_nodes(&graph, &mut errors);
    if !errors.is_empty() {
        return Err(NoIntegers { errors, are_layers_reported: true });
    }
    let integers = Integers::new(graph, &mut errors);
    if errors.is_empty() { Ok(integers) } else { Err(NoIntegers { errors, are_layers_reported: false }) }
}

/// Reports what has no integer form in the network as a whole.
fn check(network: &Network, graph: &Graph, span: Span, errors: &mut Errors) {
    if network.element != Element::F32 {
        errors.at(span, messages::int8_dtype());
    }
    if !network.generics.params.is_empty() {
        errors.at(span, messages::int8_of_generic(&network.name));
    }
    for (input, shape) in network.forward.inputs.iter().zip(&graph.input_shapes) {
        if shape.indices().is_some() {
            errors.at(span, messages::int8_indices(&input.name));
        }
    }
    for (what, shapes) in [("inputs", &graph.input_shapes), ("outputs", &graph.output_shapes)] {
        if shapes.len() > 4 {
            errors.at(span, messages::int8_too_many(what, shapes.len()));
        }
    }
}

/// Reports the nodes that have no integer form.
fn check_nodes(graph: &Graph, errors: &mut Errors) {
    let mut used = HashSet::new();
    for node in &graph.nodes {
        let message = match &node.layer {
            NodeLayer::Operation(op) if has_form(op) => continue,
            NodeLayer::Operation(Op::ArgMaxPool { .. }) => messages::int8_none("return_indices"),
            _ if matches!(node.at, Some(At::Transposed(_))) => messages::int8_none(&node.name),
            NodeLayer::Field(index) if graph.counts[*index].is_some() => {
                if node.element.is_some() && !used.insert(index) {
                    continue;
                }
                let name = node.name.split('[').next().unwrap_or_default();
                messages::int8_array(name)
            }
            NodeLayer::Field(index) if has_weights(graph, *index) || is_folded(graph, *index) => {
                if used.insert(index) {
                    continue;
                }
                messages::int8_used_twice(&node.name)
            }
            NodeLayer::Field(index) if is_untracked(graph, *index) => messages::int8_untracked(&node.name),
            _ => messages::int8_none(&node.name),
        };
        errors.at(node.span, message);
    }
}

/// The role of a node in integer inference.
enum Kind {
    /// ReLU: if the quantisation range of its output starts at 0, saturation computes it.
    Relu,
    /// The identity in inference.
    Nothing,
    /// A batch normalisation that is folded into the preceding layer.
    Norm(usize),
    /// Its output elements are some of its input elements.
    Picks,
    /// A layer with integer parameters of its own.
    Layer,
}

fn kind(graph: &Graph, node: &Node) -> Kind {
    match &node.layer {
        NodeLayer::Operation(Op::Dropout { .. } | Op::Copy) => Kind::Nothing,
        NodeLayer::Operation(Op::Map(Function::Relu, _)) => Kind::Relu,
        NodeLayer::Operation(op) if is_pick(op) => Kind::Picks,
        NodeLayer::Field(index) if is_folded(graph, *index) => Kind::Norm(*index),
        _ => Kind::Layer,
    }
}

/// Returns whether a layer of the struct has integer weights.
fn has_weights(graph: &Graph, field: usize) -> bool {
    match &graph.layers[field] {
        Some(Layer::Convolution(convolution)) => !convolution.kind.is_transposed(),
        layer => matches!(layer, Some(Layer::Linear(_))),
    }
}

/// Returns whether the outputs of a node with integer weights are the channels that a batch normalisation scales: not those
/// of a `Linear` with several axes, whose outputs are along the last one.
fn of_channels(graph: &Graph, node: usize) -> bool {
    let Node { layer, outputs, .. } = &graph.nodes[node];
    let is_linear = matches!(layer, NodeLayer::Field(field) if matches!(graph.layers[*field], Some(Layer::Linear(_))));
    !is_linear || graph.values[outputs[0]].shape.known().is_some_and(|dims| dims.len() == 1)
}

/// Returns whether a layer is folded into the preceding one.
fn is_folded(graph: &Graph, field: usize) -> bool {
    matches!(&graph.layers[field], Some(Layer::Norm(norm)) if norm.kind.is_batch() && norm.statistics != Statistics::Untracked)
}

/// Returns whether a layer is a batch normalisation without running statistics.
fn is_untracked(graph: &Graph, field: usize) -> bool {
    matches!(&graph.layers[field], Some(Layer::Norm(norm)) if norm.kind.is_batch() && norm.statistics == Statistics::Untracked)
}

/// Returns whether the output elements of an operation are some of its input elements.
fn is_pick(op: &Op) -> bool {
    matches!(
        op,
        Op::Pool { kind: PoolKind::Max, .. }
            | Op::Slice { .. }
            | Op::Split { .. }
            | Op::Flip { .. }
            | Op::Roll { .. }
            | Op::Repeat { .. }
            | Op::Unfold { .. }
            | Op::Permute { .. }
            | Op::PixelShuffle { .. }
            | Op::PixelUnshuffle { .. }
            | Op::ChannelShuffle { .. }
            | Op::Extremum { .. }
    ) || pads(op)
}

/// Returns whether an operation pads by zeros or by elements of its input, both of which the quantisation of the input represents.
fn pads(op: &Op) -> bool {
    matches!(op, Op::Pad { mode, .. } if !matches!(mode, PadMode::Constant(bits) if *bits != 0))
}

/// Divides a split of two parts into a slice for each.
fn parts(graph: &Graph, node: Node) -> Vec<Node> {
    let NodeLayer::Operation(Op::Split { axis, .. }) = node.layer else { return vec![node] };
    let mut start = Dim::Literal(0);
    let part = |&output: &ValueId| {
        let count = graph.values[output].shape.known()?.get(axis)?.clone();
        let next = std::mem::replace(&mut start, count.clone());
        let op = Op::Slice { axis, start: next, count, step: Dim::Literal(1), keep: true };
        let (inputs, outputs) = (node.inputs.clone(), vec![output]);
        Some(Node {
            layer: NodeLayer::Operation(op),
            inputs,
            outputs,
            name: node.name.clone(),
            span: node.span,
            element: None,
            at: None,
            steps: None,
        })
    };
    node.outputs.iter().filter_map(part).collect()
}

fn has_form(op: &Op) -> bool {
    match op {
        // The means of all windows have one factor.
        Op::Pool { kind: PoolKind::Average(divisor), window } => {
            !window.ceil_mode && !matches!(divisor, Divisor::Inside)
        }
        Op::Fused(fused) => fused.is_of_one_value() || fused.is_difference(),
        Op::Add
        | Op::Multiply
        | Op::Concat { .. }
        | Op::Map(..)
        | Op::Dropout { .. }
        | Op::Copy
        | Op::GlobalAvgPool => true,
        op => is_pick(op),
    }
}

impl Integers {
    fn new(mut graph: Graph, errors: &mut Errors) -> Integers {
        let nodes = std::mem::take(&mut graph.nodes);
        let nodes: Vec<_> = nodes.into_iter().flat_map(|node| parts(&graph, node)).collect();
        let mut plan = Integers { graph, range_of: HashMap::new(), folded: Vec::new() };
        for (id, value) in plan.graph.values.iter().enumerate() {
            if let Storage::View(of, _) = value.storage {
                plan.range_of.insert(id, of);
            }
        }
        // Values that other nodes than the next one read in this range, too.
        let mut wide = HashSet::new();
        for node in nodes {
            let (given, gives) = (node.inputs[0], node.outputs[0]);
            let root = plan.graph.root(given);
            let value = &plan.graph.values[root];
            let is_between = matches!(value.storage, Storage::Workspace | Storage::Input(_));
            let is_its_own = value.uses == 1 && is_between && !wide.contains(&root);
            let what = kind(&plan.graph, &node);
            match what {
                Kind::Relu | Kind::Nothing if is_its_own && plan.take_place(given, gives) => continue,
                Kind::Nothing => {
                    // Another node reads the input, so the dropout copies it.
                    plan.range_of.insert(gives, plan.range(given));
                    wide.insert(gives);
                }
                Kind::Norm(norm) => {
                    let can_fold = |&maker: &usize| match plan.graph.nodes[maker].layer {
                        NodeLayer::Field(field) => {
                            has_weights(&plan.graph, field)
                                && plan.folded[maker].is_none()
                                && of_channels(&plan.graph, maker)
                        }
                        NodeLayer::Operation(_) => false,
                    };
                    let maker = plan.graph.nodes.iter().position(|node| node.outputs.contains(&given));
                    match maker.filter(can_fold) {
                        Some(maker) if is_its_own && plan.take_place(given, gives) => plan.folded[maker] = Some(norm),
                        _ => errors.at(node.span, messages::int8_norm(&node.name)),
                    }
                    continue;
                }
                Kind::Picks if is_its_own => {
                    plan.range_of.insert(plan.range(given), gives);
                }
                Kind::Picks => {
                    plan.range_of.insert(gives, plan.range(given));
                    wide.insert(gives);
                }
                Kind::Relu | Kind::Layer => {}
            }
            plan.graph.nodes.push(node);
            plan.folded.push(None);
        }
        plan
    }

    /// The value whose quantisation range this one uses.
    pub(crate) fn range(&self, mut id: ValueId) -> ValueId {
        while let Some(&of) = self.range_of.get(&id) {
            id = of;
        }
        id
    }

    /// Removes the node from `given` to `gives`: the producer of `given` writes the value of `gives`, in its range and
    /// location. Returns `false` if it cannot.
    fn take_place(&mut self, given: ValueId, gives: ValueId) -> bool {
        let root = self.graph.root(given);
        let place = self.graph.values[gives].storage.clone();
        if let Storage::Output(..) = place {
            if root != given || !matches!(self.graph.values[root].storage, Storage::Workspace) {
                return false;
            }
            self.graph.values[root].storage = place;
        }
        self.range_of.insert(self.range(given), gives);
        self.graph.values[root].uses = self.graph.values[gives].uses;
        self.graph.values[gives].storage = Storage::View(given, Proof::Item);
        true
    }

    /// Returns whether a node has integer parameters of its own.
    pub(crate) fn has_numbers(&self, node: &Node) -> bool {
        // A padding has the integer that stands for 0.
        !matches!(kind(&self.graph, node), Kind::Nothing | Kind::Picks) || node.op().is_some_and(pads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DROPOUT: Op = Op::Dropout { of_channels: false, millionths: None };
    const RELU: Op = Op::Map(Function::Relu, None);

    fn plan(graph: Graph) -> Integers {
        let mut errors = Errors::default();
        let plan = Integers::new(graph, &mut errors);
        assert!(errors.is_empty());
        plan
    }

    /// Returns the number of operations of a kind that remain in the graph.
    fn count(plan: &Integers, is_one: impl Fn(&Op) -> bool) -> usize {
        plan.graph.nodes.iter().filter(|node| node.op().is_some_and(&is_one)).count()
    }

    fn is_relu(op: &Op) -> bool {
        matches!(op, Op::Map(Function::Relu, _))
    }

    #[test]
    fn relu_is_folded_if_its_input_has_no_other_reader() {
        let mut graph = Graph::of_input(16);
        let wide = graph.add(Op::Multiply, &[0, 0], 16);
        let dropped = graph.add(DROPOUT, &[wide], 16);
        let relu = graph.add(RELU, &[dropped], 16);
        let last = graph.add(Op::Multiply, &[relu, relu], 16);
        graph.add_output(last);
        let plan = plan(graph);
        assert_eq!(plan.graph.nodes.len(), 2);
        assert_eq!(plan.range(wide), relu);
    }

    #[test]
    fn relu_after_dropout_is_kept_if_dropout_has_other_readers() {
        let mut graph = Graph::of_input(16);
        let wide = graph.add(Op::Multiply, &[0, 0], 16);
        let dropped = graph.add(DROPOUT, &[wide], 16);
        let relu = graph.add(RELU, &[dropped], 16);
        let last = graph.add(Op::Add, &[dropped, relu], 16);
        graph.add_output(last);
        let plan = plan(graph);
        assert_eq!((count(&plan, |op| matches!(op, Op::Dropout { .. })), count(&plan, is_relu)), (0, 1));
        assert_eq!([wide, relu].map(|id| plan.range(id)), [dropped, relu]);
    }

    #[test]
    fn relu_after_copy_preserves_range_of_original() {
        let mut graph = Graph::of_input(16);
        let wide = graph.add(Op::Multiply, &[0, 0], 16);
        let dropped = graph.add(DROPOUT, &[wide], 16);
        let relu = graph.add(RELU, &[dropped], 16);
        let last = graph.add(Op::Add, &[wide, relu], 16);
        graph.add_output(last);
        let plan = plan(graph);
        assert_eq!((count(&plan, |op| matches!(op, Op::Dropout { .. })), count(&plan, is_relu)), (1, 1));
        assert_eq!([wide, dropped, relu].map(|id| plan.range(id)), [wide, wide, relu]);
    }
}
