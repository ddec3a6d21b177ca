//! Inputs of indices: what takes them, and what takes numbers.

use super::*;

impl Walk<'_> {
    /// Reports a value of indices where numbers are taken, by `taker` as messages call it. One such value is one mistake.
    pub(super) fn numbers(&mut self, taker: &str, inputs: &[ValueId], span: Span) -> Walked<()> {
        let Some((id, indices)) = inputs.iter().find_map(|&id| Some((id, self.graph.values[id].shape.indices()?)))
        else {
            return Ok(());
        };
        let Value { shape, origin, .. } = &self.graph.values[id];
        let help = self.help_embed(&indices.below, &origin.name);
        let text = messages::refusal(taker, messages::NUMBERS, &shape.to_string(), origin, &help);
        if self.blames(id, messages::NUMBERS) {
            self.errors.at(span, text);
        }
        Err(Reported)
    }

    /// The fix for indices where numbers are taken: the layer that makes numbers of them.
    pub(super) fn help_embed(&self, below: &Dim, input: &str) -> String {
        let looks_up =
            |layer: &Option<Layer>| layer.as_ref().and_then(Layer::known).is_some_and(|layer| layer.looks_up(below));
        if let Some(index) = self.graph.layers.iter().position(looks_up) {
            return messages::help_embed(&self.network.fields[index].name.to_string(), input);
        }
        let names = (1..).map(|number| if number == 1 { "embed".into() } else { format!("embed{number}") });
        let name = names.into_iter().find(|name| self.field(name).is_none()).unwrap_or_default();
        messages::help_declare_embedding(&name, &below.to_string(), input)
    }

    /// Reports what a field of the network cannot take: indices for a layer of numbers, numbers for one of indices, indices
    /// for a row of layers.
    pub(super) fn kinds(&mut self, field: usize, name: &str, inputs: &[ValueId], span: Span) -> Walked<()> {
        let Field { kind, .. } = &self.network.fields[field];
        let Value { shape, origin, .. } = &self.graph.values[inputs[0]];
        if let (FieldKind::Array(_, count), Some(_)) = (kind, shape.indices()) {
            let text = messages::array_of_indices(name, *count, &shape.to_string(), origin);
            return self.report(span, text);
        }
        match self.graph.layers[field].as_ref().and_then(Layer::known) {
            Some(layer) if !layer.takes_indices() => self.numbers(&format!("layer `{name}`"), inputs, span),
            _ => Ok(()),
        }
    }
}
