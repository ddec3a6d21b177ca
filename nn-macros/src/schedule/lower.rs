//! Lowering of a graph for a target: its steps, and the storage of its values.

use super::frame::Frame;
use super::in_place::{self, is_in_place, is_stored};
use super::reuse::{Reuse, live_ranges};
use super::{epilogues, gradients};
use crate::catalogue::{Layer, Op, Signature};
use crate::graph::{Graph, Node, NodeLayer, Place, Steps, Storage, ValueId};
use std::collections::HashSet;

/// An index into `Graph::nodes`.
type NodeId = usize;

/// The target that a graph is lowered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Inference,
    Training,
    /// Integer inference, for the graph that [`integers`](super::integers()) returns.
    Int8,
}

pub(crate) struct Schedule {
    pub(crate) target: Target,
    /// By value: the value whose slot holds it.
    pub(crate) owners: Vec<ValueId>,
    pub(crate) slots: Slots,
    pub(crate) steps: Vec<Step>,
    /// The backward pass; for training only.
    pub(crate) backward: Vec<BackwardStep>,
    /// By value: the value whose slot holds its gradient; for training only, as are the slots.
    pub(crate) gradient_owners: Vec<ValueId>,
    pub(crate) gradient_slots: Reuse,
}

/// The storage of the values between input and output.
pub(crate) enum Slots {
    /// Each value has its own slot.
    Own,
    /// Values are stored at the ends of one buffer.
    Frame(Frame),
    /// Values share slots.
    Shared(Reuse),
}

/// A step of a forward pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Calls a layer, with the in-place ReLU of its output fused if there is one.
    Call { node: NodeId, relu: bool },
    /// Applies a function in place.
    InPlace { node: NodeId },
    /// Copies the input.
    Copy { node: NodeId },
}

/// A step of a backward pass.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BackwardStep {
    /// Copies the gradient of an output that nodes also read from the caller.
    FromCaller { value: ValueId, output: usize },
    /// Zeroes the gradient of a value that no node reads.
    Zero { value: ValueId },
    /// Applies the backward pass of a function in place.
    InPlace { node: NodeId },
    /// Passes the gradient of a sum on to a term, through the in-place function that produced the term.
    Through { sum: NodeId, term: ValueId, function: NodeId, to: Destination },
    /// Calls the backward pass of a layer, fused with that of the in-place ReLU that computed its input if there is
    /// one.
    Call { node: NodeId, through_relu: bool, inputs: Vec<Option<Destination>>, parameters: Parameters },
}

/// The gradient of a value as a destination: the first write sets it, later ones accumulate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) value: ValueId,
    pub(crate) adds: bool,
}

/// The gradient of a node's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    /// The node has no parameters.
    None,
    /// The gradient of the field with this index; `adds` unless this is the first write, `is_whole` for the last one.
    Of { field: usize, adds: bool, is_whole: bool },
}

pub(crate) fn lower(graph: &Graph, target: Target) -> Schedule {
    let owners = match target {
        // In integers no node works in place: the output of a function has another quantisation range.
        Target::Int8 => (0..graph.values.len()).map(|id| graph.root(id)).collect(),
        Target::Inference | Target::Training => in_place::owners(graph),
    };
    let slots = match target {
        Target::Training => Slots::Own,
        Target::Inference | Target::Int8 => slots(graph, &owners, target),
    };
    let (backward, gradient_owners, gradient_slots) = match target {
        Target::Training => backward(graph, &owners),
        Target::Inference | Target::Int8 => Default::default(),
    };
    let steps = forward(graph, &owners, target);
    Schedule { target, owners, slots, steps, backward, gradient_owners, gradient_slots }
}

/// The slots of inference.
fn slots(graph: &Graph, owners: &[ValueId], target: Target) -> Slots {
    let estimate = |node: &Node| {
        // Integer layers need only a few sums, counted as 0.
        let elements = if target == Target::Int8 { 0 } else { scratch(graph, node) };
        needs_scratch(graph, node).then_some(elements)
    };
    let scratch: Vec<_> = graph.nodes.iter().map(estimate).collect();
    match Frame::new(owners, graph, &scratch) {
        Some(frame) => Slots::Frame(frame),
        None => {
            let ranges = live_ranges(owners, std::iter::empty(), graph.nodes.iter());
            Slots::Shared(Reuse::new(owners, ranges, |id| is_stored(graph, owners, id)))
        }
    }
}

impl Schedule {
    /// Returns whether a value has its own slot in the workspace.
    pub(crate) fn is_stored(&self, graph: &Graph, id: ValueId) -> bool {
        is_stored(graph, &self.owners, id)
    }

    /// Returns whether the gradient of a value has its own slot in the workspace.
    pub(crate) fn has_gradient(&self, graph: &Graph, id: ValueId) -> bool {
        gradients::has_slot(graph, &self.owners, &self.gradient_owners, id)
    }
}

/// Returns whether a node needs scratch; most layers of `nn` do not.
pub(crate) fn needs_scratch(graph: &Graph, node: &Node) -> bool {
    match &node.layer {
        _ if node.steps.is_some() => matches!(node.steps, Some(Steps::State(_))),
        NodeLayer::Operation(op) => op.needs_scratch(),
        NodeLayer::Field(index) => {
            graph.count(node).is_some() || graph.known_layer(*index).is_none_or(Signature::needs_scratch)
        }
    }
}

/// Estimates the scratch of a node, in elements per sample. A convolution unfolds its input, and a custom layer is
/// assumed to need as much; normalisations need only a few sums, counted as 0.
fn scratch(graph: &Graph, node: &Node) -> u64 {
    let NodeLayer::Field(index) = node.layer else { return 0 };
    let Some(input) = graph.main_input(node) else { return 0 };
    let given = graph.values[input].shape.literal().unwrap_or(0);
    match graph.known_layer(index) {
        // A bilinear layer keeps the products of its inputs.
        _ if matches!(graph.layers[index], Some(Layer::Bilinear(_))) && node.inputs.len() == 2 => {
            let second = graph.values[node.inputs[1]].shape.literal().unwrap_or(0);
            given.saturating_mul(second)
        }
        // An array of layers alternates between two intermediate values.
        _ if graph.count(node).is_some() => given.saturating_mul(2),
        Some(layer) if layer.keeps_shape() => 0,
        _ => given,
    }
}

fn forward(graph: &Graph, owners: &[ValueId], target: Target) -> Vec<Step> {
    let epilogues = epilogues::of_makers(graph, owners);
    let step = |(node, of): (NodeId, &Node)| match target {
        Target::Int8 if of.is_dropout() || matches!(of.op(), Some(Op::Copy)) => Some(Step::Copy { node }),
        Target::Int8 => Some(Step::Call { node, relu: false }),
        _ if !is_in_place(graph, owners, of.outputs[0]) => Some(Step::Call { node, relu: epilogues[node].is_some() }),
        _ if epilogues.contains(&Some(node)) => None,
        Target::Inference if of.is_dropout() => None,
        Target::Inference | Target::Training => Some(Step::InPlace { node }),
    };
    graph.nodes.iter().enumerate().filter_map(step).collect()
}

/// Returns the steps of the backward pass, the owners of the gradients, and the slots that gradients share.
fn backward(graph: &Graph, owners: &[ValueId]) -> (Vec<BackwardStep>, Vec<ValueId>, Reuse) {
    let gradient_owners = gradients::places(graph, owners);
    let has_slot = |id| gradients::has_slot(graph, owners, &gradient_owners, id);
    let ranges = live_ranges(&gradient_owners, gradients::given(graph), graph.nodes.iter().rev());
    let slots = Reuse::new(&gradient_owners, ranges, has_slot);
    let epilogues = epilogues::of_readers(graph, owners, &gradient_owners);
    let (written, written_places, steps) = (HashSet::new(), HashSet::new(), Vec::new());
    let places = &gradient_owners;
    let backward = Backward { graph, owners, places, epilogues, written, written_places, steps };
    (backward.steps(), gradient_owners, slots)
}

/// The generation of the backward pass, from the last node to the first.
struct Backward<'a> {
    graph: &'a Graph,
    owners: &'a [ValueId],
    /// The owners of gradients.
    places: &'a [ValueId],
    /// By value: the in-place function that produced it, whose backward pass is fused into that of its reader.
    epilogues: Vec<Option<NodeId>>,
    /// The values whose gradients have been written, so that the next write accumulates.
    written: HashSet<ValueId>,
    /// The fields whose gradients have been written.
    written_places: HashSet<Place>,
    steps: Vec<BackwardStep>,
}

impl Backward<'_> {
    fn steps(mut self) -> Vec<BackwardStep> {
        for (id, value) in self.graph.values.iter().enumerate() {
            match value.storage {
                Storage::Output(output, _) if value.uses > 0 => {
                    self.written.insert(id);
                    self.steps.push(BackwardStep::FromCaller { value: id, output });
                }
                Storage::Workspace | Storage::Input(_) if value.uses == 0 && value.shape.indices().is_none() => {
                    self.steps.push(BackwardStep::Zero { value: id });
                }
                _ => {}
            }
        }
        for (index, node) in self.graph.nodes.iter().enumerate().rev() {
            if !is_in_place(self.graph, self.owners, node.outputs[0]) {
                self.call(index, node);
                continue;
            }
            self.written.insert(node.inputs[0]);
            if !self.epilogues.contains(&Some(index)) {
                self.steps.push(BackwardStep::InPlace { node: index });
            }
        }
        self.steps
    }

    /// Adds the step of a node. A sum does not write the gradient of a term that shares its slot, and passes the
    /// gradient of a term produced by an in-place function on in a separate step; if no term remains, it has no step of
    /// its own.
    fn call(&mut self, index: NodeId, node: &Node) {
        let mut inputs: Vec<_> = node.inputs.iter().map(|&id| Some(self.destination(id))).collect();
        if gradients::is_sum(node) {
            let of_sum = self.places[node.outputs[0]];
            for (&term, input) in node.inputs.iter().zip(&mut inputs) {
                if self.places[term] == of_sum {
                    *input = None;
                } else if let (Some(function), Some(to)) = (self.through(term), *input) {
                    *input = None;
                    self.steps.push(BackwardStep::Through { sum: index, term, function, to });
                }
            }
            if inputs.iter().all(Option::is_none) {
                return;
            }
        }
        let parameters = match node.layer {
            NodeLayer::Operation(_) => Parameters::None,
            NodeLayer::Field(field) => {
                // The backward pass visits the first use last.
                let is_whole = self.graph.is_first_use(index);
                let place = Place { field, element: node.element };
                // If an element of an array is written first, no call of the array lies between those of its elements.
                let adds = self.written_places.iter().any(|&other| other.overlaps(place));
                self.written_places.insert(place);
                Parameters::Of { field, adds, is_whole }
            }
        };
        let is_through = |&input: &ValueId| self.through(input).is_some();
        let through_relu = !gradients::is_sum(node) && node.inputs.first().is_some_and(is_through);
        self.steps.push(BackwardStep::Call { node: index, through_relu, inputs, parameters });
    }

    /// The in-place function whose backward pass is fused into that of the reader of this input.
    fn through(&self, input: ValueId) -> Option<NodeId> {
        self.epilogues[self.graph.root(input)]
    }

    fn destination(&mut self, value: ValueId) -> Destination {
        // Indices have no gradient.
        let is_first =
            self.graph.values[value].shape.indices().is_some() || self.written.insert(self.graph.root(value));
        Destination { value, adds: !is_first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Function, UpsampleMode};
    use crate::schedule::{Extent, Side, Slot};

    fn wider() -> Op {
        Op::Upsample { scale: Vec::new(), mode: UpsampleMode::Nearest }
    }

    fn call(node: NodeId) -> Step {
        Step::Call { node, relu: false }
    }

    fn backward(node: NodeId, through_relu: bool, inputs: &[Option<(ValueId, bool)>]) -> BackwardStep {
        let inputs = inputs.iter().map(|input| input.map(|(value, adds)| Destination { value, adds })).collect();
        BackwardStep::Call { node, through_relu, inputs, parameters: Parameters::None }
    }

    /// A graph of an operation, `middle` on its output, and another operation.
    fn with_middle(middle: Op) -> Graph {
        let mut graph = Graph::of_input(8);
        let first = graph.add(wider(), &[0], 16);
        let middle = graph.add(middle, &[first], 16);
        let last = graph.add(wider(), &[middle], 32);
        graph.add_output(last);
        graph
    }

    #[test]
    fn relu_in_place_is_fused_into_adjacent_calls() {
        let graph = with_middle(Op::Map(Function::Relu, None));
        let [inference, training] = [Target::Inference, Target::Training].map(|target| lower(&graph, target));
        assert_eq!(inference.owners, [0, 1, 1, 3]);
        for schedule in [&inference, &training] {
            assert_eq!(schedule.steps, [Step::Call { node: 0, relu: true }, call(2)]);
        }
        let [last, first] = [backward(2, true, &[Some((2, false))]), backward(0, false, &[Some((0, false))])];
        assert_eq!(training.backward, [last, first]);
        assert!(matches!(training.slots, Slots::Own) && inference.backward.is_empty());
        let Slots::Frame(frame) = inference.slots else { panic!("one value is live at a time") };
        assert_eq!(frame.extents, [[Extent::Value(1), Extent::Nothing]; 3]);
        assert!(matches!(frame.slots[..], [None, Some(Slot { side: Side::Front, offset: 0 }), Some(_), None]));
    }

    #[test]
    fn other_functions_in_place_are_separate_steps() {
        let graph = with_middle(Op::Map(Function::Tanh, None));
        let [inference, training] = [Target::Inference, Target::Training].map(|target| lower(&graph, target));
        for schedule in [&inference, &training] {
            assert_eq!(schedule.owners, [0, 1, 1, 3]);
            assert_eq!(schedule.steps, [call(0), Step::InPlace { node: 1 }, call(2)]);
        }
        let [last, first] = [backward(2, false, &[Some((2, false))]), backward(0, false, &[Some((0, false))])];
        assert_eq!(training.backward, [last, BackwardStep::InPlace { node: 1 }, first]);
    }

    #[test]
    fn functions_that_read_their_input_have_own_slots() {
        let graph = with_middle(Op::Map(Function::Gelu, None));
        let training = lower(&graph, Target::Training);
        assert_eq!(training.owners, [0, 1, 2, 3]);
        assert_eq!(training.steps, [call(0), call(1), call(2)]);
    }

    #[test]
    fn dropout_is_a_step_only_in_training() {
        let graph = with_middle(Op::Dropout { of_channels: false, millionths: None });
        let steps = |target| lower(&graph, target).steps;
        assert_eq!(steps(Target::Inference), [call(0), call(2)]);
        assert_eq!(steps(Target::Training), [call(0), Step::InPlace { node: 1 }, call(2)]);
        assert_eq!(steps(Target::Int8), [call(0), Step::Copy { node: 1 }, call(2)]);
        assert_eq!(lower(&graph, Target::Int8).owners, [0, 1, 2, 3]);
    }

    #[test]
    fn gradient_of_term_shares_slot_with_gradient_of_sum() {
        let mut graph = Graph::of_input(16);
        let first = graph.add(wider(), &[0], 16);
        let second = graph.add(wider(), &[first], 16);
        let sum = graph.add(Op::Add, &[first, second], 16);
        let last = graph.add(wider(), &[sum], 32);
        graph.add_output(last);
        let training = lower(&graph, Target::Training);
        assert_eq!(training.gradient_owners[first], sum);
        let expected = [
            backward(3, false, &[Some((sum, false))]),
            backward(2, false, &[None, Some((second, false))]),
            backward(1, false, &[Some((first, true))]),
            backward(0, false, &[Some((0, false))]),
        ];
        assert_eq!(training.backward, expected);
    }

    #[test]
    fn output_read_again_starts_from_gradient_of_caller() {
        let mut graph = Graph::of_input(8);
        let first = graph.add(wider(), &[0], 16);
        let last = graph.add(wider(), &[first], 32);
        graph.add_output(first);
        graph.add_output(last);
        let training = lower(&graph, Target::Training);
        assert_eq!(training.backward[0], BackwardStep::FromCaller { value: first, output: 0 });
        assert_eq!(training.backward[1], backward(1, false, &[Some((first, true))]));
    }

    #[test]
    fn function_after_dropout_does_not_overwrite_live_values() {
        let mut graph = Graph::of_input(8);
        let wide = graph.add(wider(), &[0], 16);
        let relu = graph.add(Op::Map(Function::Relu, None), &[wide], 16);
        let dropped = graph.add(Op::Dropout { of_channels: false, millionths: None }, &[relu], 16);
        let sigmoid = graph.add(Op::Map(Function::Sigmoid, None), &[dropped], 16);
        let last = graph.add(wider(), &[sigmoid], 32);
        graph.add_output(last);
        assert_eq!(lower(&graph, Target::Training).owners, [0, wide, wide, wide, sigmoid, last]);
    }

    #[test]
    fn function_read_twice_has_own_backward_step() {
        let mut graph = Graph::of_input(8);
        let wide = graph.add(wider(), &[0], 16);
        let relu = graph.add(Op::Map(Function::Relu, None), &[wide], 16);
        for _ in 0..2 {
            let output = graph.add(wider(), &[relu], 32);
            graph.add_output(output);
        }
        let expected = [
            backward(3, false, &[Some((relu, false))]),
            backward(2, false, &[Some((relu, true))]),
            BackwardStep::InPlace { node: 1 },
            backward(0, false, &[Some((0, false))]),
        ];
        assert_eq!(lower(&graph, Target::Training).backward, expected);
    }

    #[test]
    fn terms_do_not_accumulate_into_gradient_of_caller() {
        let mut graph = Graph::of_input(16);
        let first = graph.add(wider(), &[0], 16);
        let second = graph.add(wider(), &[first], 16);
        let sum = graph.add(Op::Add, &[first, second], 16);
        graph.add_output(sum);
        let owners = lower(&graph, Target::Training).gradient_owners;
        assert_eq!(owners, [0, first, sum, sum]);
    }

    #[test]
    fn gradient_of_unread_value_keeps_its_slot_from_the_start() {
        let mut graph = Graph::of_input(16);
        let first = graph.add(wider(), &[0], 16);
        let unread = graph.add(wider(), &[first], 16);
        let mut last = first;
        for _ in 0..4 {
            last = graph.add(wider(), &[last], 16);
        }
        graph.add_output(last);
        let training = lower(&graph, Target::Training);
        assert_eq!(training.backward[0], BackwardStep::Zero { value: unread });
        assert!(training.gradient_slots.slot(first).is_some());
        assert_eq!(training.gradient_slots.slot(unread), None);
    }

    #[test]
    fn gradient_of_reused_layer_completes_after_its_first_use() {
        let mut graph = Graph::of_input(16);
        let first = graph.add(wider(), &[0], 16);
        let last = graph.add(wider(), &[first], 16);
        graph.add_output(last);
        graph.nodes.iter_mut().for_each(|node| node.layer = NodeLayer::Field(0));
        (graph.layers, graph.counts) = (vec![None], vec![None]);
        let expected = [
            Parameters::Of { field: 0, adds: false, is_whole: false },
            Parameters::Of { field: 0, adds: true, is_whole: true },
        ];
        assert_eq!(parameters(&graph), expected);
    }

    /// The gradients of parameters in the steps of the backward pass, all of which are calls.
    fn parameters(graph: &Graph) -> Vec<Parameters> {
        let steps = lower(graph, Target::Training).backward.into_iter();
        let parameters = steps.map(|step| match step {
            BackwardStep::Call { parameters, .. } => parameters,
            other => panic!("{other:?} is no call"),
        });
        parameters.collect()
    }

    #[test]
    fn elements_and_their_array_share_gradients() {
        // The elements that are called, or `None` for the whole array; what the backward pass does, from the last call on.
        let check = |calls: &[Option<usize>], expected: &[(bool, bool)]| {
            let mut graph = Graph::of_input(16);
            let last = calls.iter().fold(0, |last, _| graph.add(wider(), &[last], 16));
            graph.add_output(last);
            for (node, &element) in graph.nodes.iter_mut().zip(calls) {
                (node.layer, node.element) = (NodeLayer::Field(0), element);
            }
            (graph.layers, graph.counts) = (vec![None], vec![Some(2)]);
            let expected = expected.iter().map(|&(adds, is_whole)| Parameters::Of { field: 0, adds, is_whole });
            assert_eq!(parameters(&graph), expected.collect::<Vec<_>>(), "{calls:?}");
        };
        let [set, add, set_last, add_last] = [(false, false), (true, false), (false, true), (true, true)];
        check(&[Some(0), Some(1)], &[set_last, set_last]);
        check(&[None, Some(0), Some(1)], &[set, set, add_last]);
        check(&[Some(0), Some(1), None], &[set, add_last, add_last]);
        check(&[Some(0), Some(1), Some(0), Some(1)], &[set, set, add_last, add_last]);
        check(&[Some(0), Some(0), Some(0), Some(1)], &[set_last, set, add, add_last]);
    }
}
