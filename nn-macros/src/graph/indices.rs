//! Type checks of indices: which layers and operations accept indices, and which accept floating-point values.

use super::nodes::{Value, ValueId};
use super::walk::{Reported, Use, Walk, Walked};
use crate::catalogue::{Layer, Signature};
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Indices, Verdict};
use crate::syntax::declared;
use proc_macro2::Span;

/// The maximum rank of indices that an embedding accepts; its output has one axis more.
const MOST_AXES: usize = 4;

impl Walk<'_> {
    /// Reports a value of indices where `taker`, named as in messages, expects floating-point elements. Each such value
    /// is reported once.
    pub(super) fn require_floats(&mut self, taker: &str, inputs: &[ValueId], span: Span) -> Walked<()> {
        let indices = |id: &ValueId| Some((*id, self.graph.values[*id].shape.indices()?));
        let Some((id, Indices { below, .. })) = inputs.iter().find_map(indices) else { return Ok(()) };
        let Value { shape, origin, .. } = &self.graph.values[id];
        let help = self.help_embed(below, origin);
        let text = messages::misfit(taker, messages::FLOATING_POINT, shape, origin, help);
        self.blame(id, messages::FLOATING_POINT, text, span);
        Err(Reported)
    }

    /// The fix for indices where floating-point elements are expected: the embedding that converts them.
    pub(super) fn help_embed(&self, below: &Dim, origin: &Origin) -> String {
        if !origin.is_input {
            return messages::help_convert_indices(below);
        }
        let input = &origin.name;
        let looks_up = |layer: &Option<Layer>| {
            let table = layer.as_ref().and_then(Layer::known).and_then(Signature::table);
            table.is_some_and(|own| own.is_none_or(|own| own.compare(below) == Verdict::Equal))
        };
        if let Some(index) = self.graph.layers.iter().position(looks_up) {
            return messages::help_embed(&self.network.fields[index].name, input);
        }
        let mut names = std::iter::once("embed".into()).chain((2..).map(|number| format!("embed{number}")));
        let name: String = names.find(|name| self.field(name).is_none()).unwrap_or_default();
        messages::help_declare_embedding(name, below, input)
    }

    /// Reports inputs whose kind the layer of a field does not accept: indices for floating-point layers or arrays of
    /// layers, floating-point elements for an embedding.
    pub(super) fn kinds(&mut self, of: Use<'_>, inputs: &[ValueId]) -> Walked<()> {
        let Use { field, name, span, .. } = of;
        let Value { shape, origin, .. } = &self.graph.values[inputs[0]];
        if let (Some(count), Some(_)) = (self.count(of), shape.indices()) {
            let text = messages::array_of_indices(name, count, shape, origin);
            return self.report(span, text);
        }
        let Some(layer) = self.graph.known_layer(field) else { return Ok(()) };
        let Some(table) = layer.table() else {
            return self.require_floats(&format!("layer `{name}`"), inputs, span);
        };
        let (expects, found, help) = match shape.indices() {
            Some(Indices { dims, .. }) if dims.len() > MOST_AXES => {
                (messages::indices_of_axes(MOST_AXES), shape.to_string(), messages::help_fewer_axes(origin))
            }
            Some(_) => return Ok(()),
            None => {
                let expects = table.map_or(messages::INDICES.into(), messages::indices_below);
                let below = table.map_or("1000".into(), Dim::to_string);
                let help = match shape.known() {
                    Some(dims)
                        if origin.is_input && self.stored(&origin.name).is_none() && self.is_producer(inputs[0]) =>
                    {
                        messages::help_declare_indices(origin, declared(dims, &below))
                    }
                    _ => messages::help_give_indices(name, declared(["16"], &below)),
                };
                (expects, shape.known().map_or(messages::FLOATING_POINT.into(), |_| shape.to_string()), help)
            }
        };
        let text = messages::misfit(format!("layer `{name}`"), &expects, found, origin, help);
        let text = self.located(text, &inputs[..1], span);
        self.blame(inputs[0], &expects, text, span);
        Err(Reported)
    }
}
