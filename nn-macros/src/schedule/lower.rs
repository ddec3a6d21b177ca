//! A graph lowered for a target: the steps that it runs, and where it stores values.

use super::frame::Frame;
use super::in_place::{self, is_in_place, is_stored};
use super::reuse::{Reuse, live_ranges};
use super::{epilogues, gradients};
use crate::catalogue::Signature;
use crate::graph::{Graph, Node, NodeLayer, Storage, ValueId};
use std::collections::HashSet;

/// An index into `Graph::nodes`.
type NodeId = usize;

/// What a graph is lowered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Inference,
    Training,
    /// Inference in integers, of the graph that [`integers`](super::integers()) makes.
    Int8,
}

pub(crate) struct Schedule {
    pub(crate) target: Target,
    /// The value in whose slot each value is stored, by value.
    pub(crate) owners: Vec<ValueId>,
    pub(crate) slots: Slots,
    pub(crate) steps: Vec<Step>,
    /// Of training alone.
    pub(crate) backward: Vec<BackwardStep>,
    /// The value in whose slot the gradient of each value is stored, by value. Of training alone, as the slots are.
    pub(crate) gradient_owners: Vec<ValueId>,
    pub(crate) gradient_slots: Reuse,
}

/// How the values between input and output are stored.
pub(crate) enum Slots {
    /// Each in its own slot.
    Own,
    /// At the ends of one buffer.
    Frame(Frame),
    /// In slots that several share.
    Shared(Reuse),
}

/// A step of a forward pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A layer, and ReLU in place of its output where that is a part of its call.
    Call { node: NodeId, relu: bool },
    /// A function in place.
    InPlace { node: NodeId },
    /// The input as it is.
    Copy { node: NodeId },
}

/// A step of a backward pass.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BackwardStep {
    /// The gradient of an output that is also read by nodes.
    FromCaller { value: ValueId, output: usize },
    /// The gradient of a value that no node reads.
    Zero { value: ValueId },
    /// A function in place.
    InPlace { node: NodeId },
    /// The gradient of a sum, passed on to a term through the function in place that gave it.
    Through { sum: NodeId, term: ValueId, function: NodeId, to: Destination },
    /// A layer, which passes its input's gradient on through the ReLU in place that computed the input, where that is a part of its
    /// call.
    Call { node: NodeId, through_relu: bool, inputs: Vec<Option<Destination>>, parameters: Parameters },
}

/// The gradient of a value as a destination: the first that writes it sets it, the others add to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) value: ValueId,
    pub(crate) adds: bool,
}

/// The gradient of a node's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    /// It has none.
    None,
    /// Of the field with this number, which an earlier step may have written. `is_whole` of the last that does.
    Of { field: usize, adds: bool, is_whole: bool },
}

pub(crate) fn lower(graph: &Graph, target: Target) -> Schedule {
    let owners = match target {
        // In integers no value is stored in the slot of another one: a function of it is kept otherwise.
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
        // Layers in integers keep a few sums, counted as 0.
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
    /// Whether a value has a slot of its own in the workspace.
    pub(crate) fn is_stored(&self, graph: &Graph, id: ValueId) -> bool {
        is_stored(graph, &self.owners, id)
    }

    /// Whether the gradient of a value has a slot of its own in the workspace.
    pub(crate) fn has_gradient(&self, graph: &Graph, id: ValueId) -> bool {
        gradients::has_slot(graph, &self.owners, &self.gradient_owners, id)
    }
}

/// Whether a node needs scratch: most layers that the macro knows do not.
pub(crate) fn needs_scratch(graph: &Graph, node: &Node) -> bool {
    match &node.layer {
        NodeLayer::Operation(_) => false,
        NodeLayer::Field(index) => {
            graph.counts[*index].is_some() || graph.known_layer(*index).is_none_or(Signature::needs_scratch)
        }
    }
}

/// An estimate of the elements of a sample that a node needs as scratch. A convolution lays out its input, and a layer of the
/// user's own is taken to do the same; normalisations keep a few sums, counted as 0.
fn scratch(graph: &Graph, node: &Node) -> u64 {
    let NodeLayer::Field(index) = node.layer else { return 0 };
    let given = graph.values[node.inputs[0]].shape.literal().unwrap_or(0);
    match graph.known_layer(index) {
        // A row of layers has two values between them.
        _ if graph.counts[index].is_some() => given.saturating_mul(2),
        Some(layer) if layer.keeps_shape() => 0,
        _ => given,
    }
}

fn forward(graph: &Graph, owners: &[ValueId], target: Target) -> Vec<Step> {
    let epilogues = epilogues::of_makers(graph, owners);
    let step = |(node, of): (NodeId, &Node)| match target {
        Target::Int8 if of.is_dropout() => Some(Step::Copy { node }),
        Target::Int8 => Some(Step::Call { node, relu: false }),
        _ if !is_in_place(graph, owners, of.outputs[0]) => Some(Step::Call { node, relu: epilogues[node].is_some() }),
        _ if epilogues.contains(&Some(node)) => None,
        Target::Inference if of.is_dropout() => None,
        Target::Inference | Target::Training => Some(Step::InPlace { node }),
    };
    graph.nodes.iter().enumerate().filter_map(step).collect()
}

/// The steps of the backward pass, the owners of gradients, and the slots that these share.
fn backward(graph: &Graph, owners: &[ValueId]) -> (Vec<BackwardStep>, Vec<ValueId>, Reuse) {
    let gradient_owners = gradients::places(graph, owners);
    let has_slot = |id| gradients::has_slot(graph, owners, &gradient_owners, id);
    let ranges = live_ranges(&gradient_owners, gradients::given(graph), graph.nodes.iter().rev());
    let slots = Reuse::new(&gradient_owners, ranges, has_slot);
    let epilogues = epilogues::of_readers(graph, owners, &gradient_owners);
    let (written, written_fields, steps) = (HashSet::new(), HashSet::new(), Vec::new());
    let places = &gradient_owners;
    let backward = Backward { graph, owners, places, epilogues, written, written_fields, steps };
    (backward.steps(), gradient_owners, slots)
}

/// The backward pass as it is written: the nodes in reverse.
struct Backward<'a> {
    graph: &'a Graph,
    owners: &'a [ValueId],
    /// The owners of gradients.
    places: &'a [ValueId],
    /// By value: the function in place that gave it, through which its gradient is passed on.
    epilogues: Vec<Option<NodeId>>,
    /// The values whose gradients are there already, so that the next one adds to them.
    written: HashSet<ValueId>,
    /// The same of fields.
    written_fields: HashSet<usize>,
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
                Storage::Workspace if value.uses == 0 => self.steps.push(BackwardStep::Zero { value: id }),
                Storage::Input(_) if value.uses == 0 && value.shape.indices().is_none() => {
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

    /// A sum sets no gradient of a term that is stored where its own is, nor of one that a function in place gave, through which
    /// the gradient is passed on in a step of its own; and is no step, if nothing is left.
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
                // The pass goes from the last use to the first.
                let is_use = |node: &Node| matches!(node.layer, NodeLayer::Field(other) if other == field);
                let is_whole = !self.graph.nodes[..index].iter().any(is_use);
                Parameters::Of { field, adds: !self.written_fields.insert(field), is_whole }
            }
        };
        let through_relu = !gradients::is_sum(node) && self.through(node.inputs[0]).is_some();
        self.steps.push(BackwardStep::Call { node: index, through_relu, inputs, parameters });
    }

    /// The function in place through which a node passes the gradient of its input on.
    fn through(&self, input: ValueId) -> Option<NodeId> {
        self.epilogues[self.graph.root(input)]
    }

    fn destination(&mut self, value: ValueId) -> Destination {
        // There is no gradient by an index.
        let is_first =
            self.graph.values[value].shape.indices().is_some() || self.written.insert(self.graph.root(value));
        Destination { value, adds: !is_first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Function, Op};
    use crate::schedule::{Extent, Side, Slot};

    fn wider() -> Op {
        Op::Upsample { scale: Vec::new() }
    }

    fn call(node: NodeId) -> Step {
        Step::Call { node, relu: false }
    }

    fn backward(node: NodeId, through_relu: bool, inputs: &[Option<(ValueId, bool)>]) -> BackwardStep {
        let inputs = inputs.iter().map(|input| input.map(|(value, adds)| Destination { value, adds })).collect();
        BackwardStep::Call { node, through_relu, inputs, parameters: Parameters::None }
    }

    /// An operation, another one in its output's place, and a third.
    fn with_middle(middle: Op) -> Graph {
        let mut graph = Graph::of_input(8);
        let first = graph.add(wider(), &[0], 16);
        let middle = graph.add(middle, &[first], 16);
        let last = graph.add(wider(), &[middle], 32);
        graph.add_output(last);
        graph
    }

    #[test]
    fn relu_in_place_is_a_part_of_the_calls_around_it() {
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
    fn other_functions_in_place_are_steps_of_their_own() {
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
    fn functions_that_read_their_input_have_slots_of_their_own() {
        let graph = with_middle(Op::Map(Function::Gelu, None));
        let training = lower(&graph, Target::Training);
        assert_eq!(training.owners, [0, 1, 2, 3]);
        assert_eq!(training.steps, [call(0), call(1), call(2)]);
    }

    #[test]
    fn dropout_is_a_step_of_training_alone() {
        let graph = with_middle(Op::Dropout { of_channels: false, millionths: None });
        let steps = |target| lower(&graph, target).steps;
        assert_eq!(steps(Target::Inference), [call(0), call(2)]);
        assert_eq!(steps(Target::Training), [call(0), Step::InPlace { node: 1 }, call(2)]);
        assert_eq!(steps(Target::Int8), [call(0), Step::Copy { node: 1 }, call(2)]);
        assert_eq!(lower(&graph, Target::Int8).owners, [0, 1, 2, 3]);
    }

    #[test]
    fn the_gradient_of_a_term_is_stored_where_that_of_the_sum_is() {
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
    fn an_output_that_is_read_again_begins_with_the_gradient_of_the_caller() {
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
    fn a_function_after_dropout_overwrites_nothing_that_an_earlier_one_reads() {
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
    fn a_function_whose_output_is_read_twice_has_a_backward_step_of_its_own() {
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
    fn no_term_adds_to_the_gradient_of_the_caller() {
        let mut graph = Graph::of_input(16);
        let first = graph.add(wider(), &[0], 16);
        let second = graph.add(wider(), &[first], 16);
        let sum = graph.add(Op::Add, &[first, second], 16);
        graph.add_output(sum);
        let owners = lower(&graph, Target::Training).gradient_owners;
        assert_eq!(owners, [0, first, sum, sum]);
    }

    #[test]
    fn the_gradient_of_a_value_that_nothing_reads_keeps_its_slot_from_the_beginning() {
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
    fn the_gradient_of_a_layer_that_is_used_twice_is_whole_after_its_first_use() {
        let mut graph = Graph::of_input(16);
        let first = graph.add(wider(), &[0], 16);
        let last = graph.add(wider(), &[first], 16);
        graph.add_output(last);
        graph.nodes.iter_mut().for_each(|node| node.layer = NodeLayer::Field(0));
        (graph.layers, graph.counts) = (vec![None], vec![None]);
        let steps = lower(&graph, Target::Training).backward.into_iter();
        let parameters = steps.map(|step| match step {
            BackwardStep::Call { parameters, .. } => parameters,
            other => panic!("{other:?} is no call"),
        });
        let expected = [
            Parameters::Of { field: 0, adds: false, is_whole: false },
            Parameters::Of { field: 0, adds: true, is_whole: true },
        ];
        assert!(parameters.eq(expected));
    }
}
