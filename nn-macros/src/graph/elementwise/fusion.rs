//! Fusion: element-wise operations that only each other read become one expression, which is one loop over memory.

use crate::catalogue::{Binary, Function, Fused, Op, Repeats, Step};
use crate::graph::nodes::{Graph, Node, NodeLayer, Storage, ValueId};
use crate::shape::{Shape, Verdict};
use std::collections::HashMap;

/// The largest number of operands of an expression: a signal has at most six tensors.
const MOST_OPERANDS: usize = 6;

/// An index into `Graph::nodes`.
type NodeId = usize;

/// Replaces each group of element-wise operations by one node.
pub(in crate::graph) fn fuse(graph: &mut Graph) {
    let makers = makers(graph);
    let mut group_of: Vec<Option<NodeId>> = vec![None; graph.nodes.len()];
    let mut groups = Vec::new();
    for root in (0..graph.nodes.len()).rev() {
        if group_of[root].is_some() {
            continue;
        }
        let Some(whole) = whole(graph, root) else { continue };
        let group = Group::grown(graph, &makers, &group_of, root, whole);
        if group.is_worth_it(graph) {
            group.nodes.iter().for_each(|&node| group_of[node] = Some(root));
            groups.push(group);
        }
    }
    if groups.is_empty() {
        return;
    }
    for group in groups {
        group.replace(graph);
    }
    let mut index = 0;
    graph.nodes.retain(|_| {
        index += 1;
        group_of[index - 1].is_none_or(|root| root == index - 1)
    });
}

/// By value: the node that produced it as its only output.
fn makers(graph: &Graph) -> HashMap<ValueId, NodeId> {
    let nodes = graph.nodes.iter().enumerate().filter(|(_, node)| node.outputs.len() == 1);
    nodes.map(|(index, node)| (node.outputs[0], index)).collect()
}

/// The shape of the loop of an element-wise node; `None` for any other node, or if only the compiler knows it.
fn whole(graph: &Graph, node: NodeId) -> Option<Shape> {
    let node = &graph.nodes[node];
    let shape = match node.op()? {
        Op::Fused(fused) => fused.whole.clone(),
        Op::Add | Op::Multiply | Op::Map(..) | Op::Copy => graph.values[node.outputs[0]].shape.clone(),
        _ => return None,
    };
    shape.known().is_some().then_some(shape)
}

/// Nodes that become one expression.
struct Group {
    /// Sorted; the last one is the root, whose output is that of the expression.
    nodes: Vec<NodeId>,
    /// The shape of the loop.
    whole: Shape,
}

impl Group {
    /// Adds every producer of an operand that nothing outside of the group reads.
    fn grown(
        graph: &Graph,
        makers: &HashMap<ValueId, NodeId>,
        taken: &[Option<NodeId>],
        root: NodeId,
        whole: Shape,
    ) -> Group {
        let mut group = Group { nodes: vec![root], whole };
        loop {
            let next = group.operands(graph).into_iter().find_map(|operand| {
                let maker = *makers.get(&operand)?;
                let can_join = taken[maker].is_none() && group.may_absorb(graph, makers, operand, maker);
                can_join.then_some(maker)
            });
            let Some(next) = next else { return group };
            group.nodes.push(next);
            group.nodes.sort_unstable();
        }
    }

    /// The values that the group reads from outside, without repetition.
    fn operands(&self, graph: &Graph) -> Vec<ValueId> {
        let mut operands = Vec::new();
        let inside: Vec<_> = self.nodes.iter().map(|&node| graph.nodes[node].outputs[0]).collect();
        for &id in self.nodes.iter().flat_map(|&node| &graph.nodes[node].inputs) {
            if !inside.contains(&id) && !operands.contains(&id) {
                operands.push(id);
            }
        }
        operands
    }

    /// Returns whether the producer of an operand can be computed in the loop.
    fn may_absorb(&self, graph: &Graph, makers: &HashMap<ValueId, NodeId>, operand: ValueId, maker: NodeId) -> bool {
        let value = &graph.values[operand];
        let node = &graph.nodes[maker];
        let reads = self.nodes.iter().flat_map(|&node| &graph.nodes[node].inputs).filter(|&&id| id == operand).count();
        let is_whole = value.shape.compare(&self.whole) == Verdict::Equal;
        if !matches!(value.storage, Storage::Workspace) || value.uses != reads || !is_whole {
            return false;
        }
        let is_possible = match node.op() {
            Some(Op::Fused(fused)) => fused.reduction.is_none(),
            // ReLU is part of the call of the layer before it.
            Some(Op::Map(Function::Relu, _)) => {
                let of = makers.get(&graph.root(node.inputs[0]));
                !of.is_some_and(|&of| matches!(graph.nodes[of].layer, NodeLayer::Field(_)))
            }
            Some(Op::Add | Op::Multiply | Op::Map(..) | Op::Copy) => true,
            _ => false,
        };
        if !is_possible {
            return false;
        }
        let mut with = Group { nodes: self.nodes.clone(), whole: self.whole.clone() };
        with.nodes.push(maker);
        let operands = with.operands(graph);
        // Each operand has a gradient of its own, so two of them are not views of the same value, unless they are equal.
        let is_other_view = |a: ValueId, b: ValueId| {
            a != b
                && graph.root(a) == graph.root(b)
                && graph.values[a].shape.compare(&graph.values[b].shape) != Verdict::Equal
        };
        let are_apart = operands.iter().all(|&a| operands.iter().all(|&b| !is_other_view(a, b)));
        are_apart && Self::distinct(graph, &operands).len() <= MOST_OPERANDS
    }

    /// Operands without those that are the same value as another one.
    fn distinct(graph: &Graph, operands: &[ValueId]) -> Vec<ValueId> {
        let mut distinct: Vec<ValueId> = Vec::new();
        for &operand in operands {
            if distinct.iter().all(|&other| graph.root(other) != graph.root(operand)) {
                distinct.push(operand);
            }
        }
        distinct
    }

    /// Returns whether one loop is better than the nodes: sums alone, and activations alone, have better ways.
    fn is_worth_it(&self, graph: &Graph) -> bool {
        let is_arithmetic = |&node: &NodeId| {
            matches!(graph.nodes[node].op(), Some(Op::Fused(_) | Op::Multiply))
                || matches!(graph.nodes[node].op(), Some(Op::Map(function, _)) if !function.is_activation())
        };
        self.nodes.len() > 1 && self.nodes.iter().any(is_arithmetic)
    }

    /// Makes the root the expression. The other nodes are removed later.
    fn replace(self, graph: &mut Graph) {
        let all = self.operands(graph);
        let operands = Self::distinct(graph, &all);
        // By value: the number of the step that computes it.
        let mut step_of = HashMap::new();
        for &id in &all {
            let same = operands.iter().position(|&other| graph.root(other) == graph.root(id));
            step_of.insert(id, same.unwrap_or(0));
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut reduction = None;
        for &index in &self.nodes {
            let Node { inputs, outputs, .. } = &graph.nodes[index];
            let inputs: Vec<usize> = inputs.iter().map(|id| step_of[id]).collect();
            let last = match graph.nodes[index].op() {
                Some(Op::Copy) => inputs[0],
                Some(Op::Fused(fused)) => {
                    reduction = fused.reduction.clone();
                    let first = operands.len() + steps.len();
                    let number = |step: usize| inputs.get(step).copied().unwrap_or_else(|| first + step - inputs.len());
                    steps.extend(fused.steps.iter().map(|step| step.renumbered(number)));
                    number(inputs.len() + fused.steps.len() - 1)
                }
                op => {
                    steps.push(match op {
                        Some(Op::Multiply) => Step::Combine(Binary::Multiply, inputs[0], inputs[1]),
                        Some(Op::Map(function, parameters)) => Step::Apply(*function, parameters.clone(), inputs[0]),
                        _ => Step::Combine(Binary::Add, inputs[0], inputs[1]),
                    });
                    operands.len() + steps.len() - 1
                }
            };
            step_of.insert(outputs[0], last);
        }
        let root = self.nodes.last().copied().unwrap_or_default();
        let result = step_of[&graph.nodes[root].outputs[0]];
        if result + 1 != operands.len() + steps.len() {
            // The result of a program is that of its last step: a copy of an earlier one.
            let zero = operands.len() + steps.len();
            steps.push(Step::Number(0.0));
            steps.push(Step::Combine(Binary::Add, result, zero));
        }
        for &node in &self.nodes {
            for id in graph.nodes[node].inputs.clone() {
                count_read(graph, id, -1);
            }
            if node != root {
                let output = graph.nodes[node].outputs[0];
                graph.values[output].storage = Storage::Inside;
            }
        }
        operands.iter().for_each(|&id| count_read(graph, id, 1));
        let fits = operands.iter().map(|&id| Repeats::of(&graph.values[id].shape, &self.whole)).collect();
        let fused = Fused { steps, fits, whole: self.whole, reduction };
        graph.nodes[root].layer = NodeLayer::Operation(Op::Fused(fused.into()));
        graph.nodes[root].inputs = operands;
    }
}

/// Adds to the number of reads of a value, and of what it is a view of.
fn count_read(graph: &mut Graph, id: ValueId, change: isize) {
    graph.values[id].uses = graph.values[id].uses.saturating_add_signed(change);
    if let Storage::View(of, _) = graph.values[id].storage {
        count_read(graph, of, change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::UpsampleMode;
    use crate::shape::Dim;

    fn scaled(graph: &mut Graph, of: ValueId) -> ValueId {
        let whole = Shape::real(vec![Dim::Literal(16)]);
        let steps = vec![Step::Number(0.5), Step::Combine(Binary::Multiply, 0, 1)];
        graph.add(Op::Fused(Fused { steps, fits: vec![Repeats::All], whole, reduction: None }.into()), &[of], 16)
    }

    fn fused(graph: &Graph) -> Vec<&Fused> {
        let of = |node: &'_ Node| matches!(node.op(), Some(Op::Fused(_)));
        let nodes = graph.nodes.iter().filter(|node| of(node));
        nodes.filter_map(|node| if let Some(Op::Fused(fused)) = node.op() { Some(&**fused) } else { None }).collect()
    }

    #[test]
    fn chain_is_one_node() {
        let mut graph = Graph::of_input(16);
        let half = scaled(&mut graph, 0);
        let sigmoid = graph.add(Op::Map(Function::Sigmoid, None), &[half], 16);
        let gated = graph.add(Op::Multiply, &[sigmoid, 0], 16);
        let last = graph.add(Op::Map(Function::Relu, None), &[gated], 16);
        graph.add_output(last);
        fuse(&mut graph);
        assert_eq!(graph.nodes.len(), 1);
        assert_eq!((graph.nodes[0].inputs.as_slice(), graph.nodes[0].outputs.as_slice()), (&[0][..], &[last][..]));
        assert_eq!(fused(&graph)[0].steps.len(), 5);
        assert_eq!(graph.values[0].uses, 1);
        assert!([half, sigmoid, gated].iter().all(|&id| matches!(graph.values[id].storage, Storage::Inside)));
    }

    #[test]
    fn value_with_other_readers_is_stored() {
        let mut graph = Graph::of_input(16);
        let half = scaled(&mut graph, 0);
        let other = scaled(&mut graph, half);
        graph.add_output(half);
        graph.add_output(other);
        fuse(&mut graph);
        assert_eq!(graph.nodes.len(), 2);
    }

    #[test]
    fn sums_and_activations_alone_are_not_fused() {
        let mut graph = Graph::of_input(16);
        let tanh = graph.add(Op::Map(Function::Tanh, None), &[0], 16);
        let last = graph.add(Op::Add, &[tanh, 0], 16);
        graph.add_output(last);
        fuse(&mut graph);
        assert_eq!(graph.nodes.len(), 2);
    }

    #[test]
    fn value_read_twice_is_one_operand() {
        let mut graph = Graph::of_input(16);
        let copy = graph.add(Op::Copy, &[0], 16);
        let square = graph.add(Op::Multiply, &[0, copy], 16);
        graph.add_output(square);
        fuse(&mut graph);
        assert_eq!(graph.nodes.len(), 1);
        assert_eq!((graph.nodes[0].inputs.as_slice(), graph.values[0].uses), (&[0][..], 1));
    }

    #[test]
    fn operands_are_at_most_six() {
        let mut graph = Graph::of_input(16);
        let inputs: Vec<_> = (0..8)
            .map(|_| graph.add(Op::Upsample { scale: Vec::new(), mode: UpsampleMode::Nearest }, &[0], 16))
            .collect();
        let mut sum = inputs[0];
        for &next in &inputs[1..] {
            sum = graph.add(Op::Multiply, &[sum, next], 16);
        }
        graph.add_output(sum);
        fuse(&mut graph);
        assert!(fused(&graph).iter().all(|fused| fused.fits.len() <= 6));
        assert_eq!(fused(&graph).len(), 2);
    }
}
