//! Checks after the walk: outputs, and unused values and layers.

use super::comparison::Comparison;
use super::nodes::{At, Node, NodeLayer, Storage, Value, ValueId};
use super::walk::{Walk, Walked};
use crate::catalogue::{Bound, Layer, Op, Signature};
use crate::diagnostics::{A, B, messages};
use crate::shape::{Dim, Shape, Verdict};
use std::collections::HashSet;

impl Walk<'_> {
    /// Assigns every output its own location.
    pub(super) fn outputs(&mut self, result: Walked<Vec<ValueId>>) {
        let Ok(result) = result else { return };
        let declared = self.graph.output_shapes.clone();
        if result.len() != declared.len() {
            let message = messages::wrong_outputs(declared.len(), result.len());
            return self.errors.at(self.network.forward.output_span, message);
        }
        if self.in_other_order(&result, &declared) {
            return;
        }
        for (index, (mut id, declared)) in result.into_iter().zip(declared).enumerate() {
            let span = self.network.forward.outputs[index].span;
            if !self.network.forward.outputs[index].is_known {
                continue;
            }
            if let Some(indices) = self.graph.values[id].shape.indices() {
                let Value { shape, origin, .. } = &self.graph.values[id];
                let help = match origin.is_input {
                    true => self.help_embed(indices.below, origin),
                    false => messages::help_indices_outside(&origin.name),
                };
                let text = messages::output(declared, shape, origin, help);
                self.blame(id, messages::FLOATING_POINT, text, span);
                continue;
            }
            let Value { shape, origin, doubts, .. } = &self.graph.values[id];
            if declared.compare(shape) == Verdict::Different && self.is_assumed(&[id]) {
                let text = messages::output(&declared, shape, origin, self.help_output(id, &declared));
                let text = self.located(text, &[id], span);
                // The item reports it after the assumptions.
                let _: Walked<()> = self.report_if_assumed(&[id], text, span);
                continue;
            }
            let mut place = None;
            match self.verdict(id, &declared) {
                Verdict::Equal => {}
                Verdict::Different => {
                    let help = self.help_output(id, &declared);
                    let text = self.located(messages::output(&declared, shape, origin, help), &[id], span);
                    self.blame(id, &declared.to_string(), text, span);
                    continue;
                }
                Verdict::Unknown => {
                    if let Some(comparison) = Comparison::of(&declared, shape) {
                        let help = messages::help_declare(shape.declaration(), true);
                        let text = self.located(messages::output(A, B, origin, help), &[id], span);
                        let (report, doubts) = (comparison.report(&text, &text), doubts.clone());
                        self.prove(comparison.claim, &self.roots(&[id]), &doubts, report, span);
                        place = Some(declared);
                    }
                }
            }
            // An input, a view, or a value that is already an output is copied.
            if !matches!(self.graph.values[id].storage, Storage::Workspace) {
                id = self.copy(id);
            }
            self.graph.values[id].storage = Storage::Output(index, place);
            self.graph.outputs.push(id);
        }
    }

    /// Reports outputs whose shapes are those that are declared, in another order.
    fn in_other_order(&mut self, result: &[ValueId], declared: &[Shape]) -> bool {
        let found: Vec<_> = result.iter().map(|&id| &self.graph.values[id]).collect();
        let differs = |(value, declared): &(&&Value, &Shape)| value.shape.compare(declared) == Verdict::Different;
        let is_known = self.network.forward.outputs.iter().all(|ty| ty.is_known);
        let mut rest: Vec<_> = declared.iter().collect();
        let is_order = found.iter().all(|value| {
            let place = rest.iter().position(|declared| value.shape.compare(declared) == Verdict::Equal);
            place.map(|place| rest.remove(place)).is_some()
        });
        let wrong = found.iter().zip(declared).filter(differs).count();
        if !is_known
            || !is_order
            || wrong < 2
            || self.is_assumed(result)
            || found.iter().any(|value| value.shape.indices().is_some())
        {
            return false;
        }
        let types: Option<Vec<_>> =
            found.iter().map(|value| Some(format!("Tensor<{}>", value.shape.declaration()?))).collect();
        let Some(types) = types else { return false };
        let declared: Vec<_> = declared.iter().map(ToString::to_string).collect();
        let found: Vec<_> = found.iter().map(|value| format!("{} from `{}`", value.shape, value.origin)).collect();
        let text = messages::outputs_in_other_order(declared.join(", "), found.join(", "), types.join(", "));
        let text = self.located(text, result, self.network.forward.output_span);
        self.errors.at(self.network.forward.output_span, text);
        true
    }

    /// The fix for an output of another shape: the declaration of the output, or of the layer that produces it.
    fn help_output(&self, id: ValueId, declared: &Shape) -> String {
        let shape = &self.graph.values[id].shape;
        let help = help_declare(shape);
        let producer = self.producer(id).filter(|&field| self.graph.counts[field].is_none());
        let layer = producer.and_then(|field| {
            let name = self.network.fields[field].name.to_string();
            self.graph.known_layer(field)?.giving(&name, shape)
        });
        match (layer, declared.declaration()) {
            (Some(layer), Some(sizes)) if declared.known().map(<[_]>::len) == shape.known().map(<[_]>::len) => {
                format!("{help}, or `{}`", layer.replace("{a,}", &sizes))
            }
            _ => match self.help_all_elements(declared, shape) {
                Some(other) => format!("{help}, {other}"),
                None => help,
            },
        }
    }

    /// The fix for an output with more axes than declared, because a layer mapped only the last axis of its input.
    fn help_all_elements(&self, declared: &Shape, found: &Shape) -> Option<String> {
        if declared.known()?.len() >= found.known()?.len() {
            return None;
        }
        self.graph.nodes.iter().find_map(|node| {
            let (NodeLayer::Field(field), [input]) = (&node.layer, &node.inputs[..]) else { return None };
            let Some(Layer::Linear(linear)) = &self.graph.layers[*field] else { return None };
            linear.help_all_elements(&self.graph.values[*input].shape, &node.name)
        })
    }

    /// The layer whose only call determines the shape of a value, if nothing else reads the values between the two.
    fn producer(&self, id: ValueId) -> Option<usize> {
        let Value { storage, uses, .. } = &self.graph.values[id];
        if let Storage::View(of, _) = storage {
            return self.producer(*of).filter(|_| self.is_producer(id));
        }
        let node = self.graph.nodes.iter().find(|node| node.outputs.contains(&id))?;
        match (&node.layer, &node.inputs[..]) {
            _ if matches!(node.at, Some(At::Transposed(_))) => None,
            (NodeLayer::Field(field), _) => {
                let is_call = |node: &&Node| matches!(node.layer, NodeLayer::Field(other) if other == *field);
                (self.graph.nodes.iter().filter(is_call).count() == 1).then_some(*field)
            }
            (NodeLayer::Operation(_), &[input]) => {
                let [before, after] = [input, id].map(|id| &self.graph.values[id]);
                let keeps = before.shape.compare(&after.shape) == Verdict::Equal && before.uses == 1;
                if keeps { self.producer(input) } else { None }
            }
            _ => None,
        }
        .filter(|_| *uses <= 1)
    }

    /// Reports values that are never read, and layers that are never used.
    pub(super) fn nothing_unused(&mut self) {
        if !self.errors.is_empty() {
            // Code that depends on an error is not walked, so its uses would be missing.
            return;
        }
        for (index, field) in self.network.fields.iter().enumerate() {
            if !self.used_fields.contains(&index) {
                let message = match self.stored(&field.name.to_string()) {
                    Some(_) => messages::unused_stored(&field.name),
                    None => messages::unused_layer(&field.name),
                };
                self.errors.at(field.name.span(), message);
            }
        }
        self.no_function_unused();
        if !self.errors.is_empty() {
            // Otherwise, a value that only an unused layer would read would be reported, too.
            return;
        }
        self.ignore_last_values();
        // A value of a loop is reported once, and not for each iteration.
        let mut of_loops = HashSet::new();
        for (id, value) in self.graph.values.iter().enumerate() {
            let is_output = matches!(value.storage, Storage::Output(..));
            if value.uses == 0 && !is_output && !value.ignored {
                let message = match value.storage {
                    Storage::Input(_) => messages::unused_input(&value.name),
                    _ => match self.shadows.get(&id) {
                        Some(before) => messages::unused_in_loop(&value.name, before),
                        None => messages::unused_value(&value.name),
                    },
                };
                let of = self.looped.iter().position(|values| values.contains(&id));
                if of.is_none() || of_loops.insert((of, &value.name)) {
                    self.errors.at(value.span, message);
                }
            }
        }
        if self.errors.is_empty() {
            std::mem::take(&mut self.needless).into_iter().for_each(|(span, text)| self.errors.at(span, text));
        }
    }

    pub(super) fn bounds(&mut self) {
        let mut bounds = std::mem::take(&mut self.graph.bounds);
        for layer in self.graph.layers.iter().flatten().filter_map(Layer::known) {
            layer.bounds(&mut bounds);
        }
        for node in &self.graph.nodes {
            let window = match &node.layer {
                NodeLayer::Operation(Op::Pool { window, .. } | Op::ArgMaxPool { window } | Op::Unfold2d { window }) => {
                    Some(window)
                }
                NodeLayer::Operation(_) => None,
                NodeLayer::Field(field) => self.graph.known_layer(*field).and_then(Signature::window),
            };
            if let NodeLayer::Operation(Op::Fold2d { size, window }) = &node.layer {
                window.kept(size, &mut bounds);
            }
            let given = node.inputs.first().and_then(|&id| self.graph.values[id].shape.known());
            if let (Some(window), Some([_, sizes @ ..])) = (window, given)
                && sizes.len() == window.kernel.len()
            {
                window.kept(sizes, &mut bounds);
            }
        }
        let shapes = self.graph.values.iter().map(|value| &value.shape).chain(&self.graph.output_shapes);
        for shape in shapes {
            let below = shape.indices().map(|indices| indices.below);
            shape.known().into_iter().flatten().chain(below).for_each(|dim| Bound::of(dim, &mut bounds));
        }
        self.graph.bounds = bounds;
    }
}

/// The fix for a declaration of another shape.
pub(super) fn help_declare(shape: &Shape) -> String {
    if shape.known().is_some_and(<[_]>::is_empty) {
        return messages::help_declare_number();
    }
    let is_moved = |dim: &Dim| matches!(dim, Dim::Places(_)) && dim.is_generic();
    match shape.known().is_some_and(|dims| dims.iter().any(is_moved)) {
        true => messages::help_generic_window(),
        false => messages::help_declare(shape.declaration(), false),
    }
}
