//! Calls of recurrent layers with the length of the sequence, or with their initial states, which return the final ones.

use super::layers::array_of;
use super::lengths::counted;
use crate::catalogue::{Fit, Layer, Recurrent, RecurrentCell, Signature};
use crate::diagnostics::{Origin, messages};
use crate::graph::nodes::ValueId;
use crate::graph::walk::{Reported, Use, Walk, Walked, Wanted};
use crate::shape::{Dim, Shape, Verdict};

impl Walk<'_> {
    /// The recurrent layer of a field, if a call of it has a length or states, or must return some.
    pub(in crate::graph) fn with_operands(
        &self,
        field: usize,
        inputs: &[ValueId],
        wanted: Wanted,
    ) -> Option<Recurrent> {
        match &self.graph.layers[field] {
            Some(Layer::Recurrent(layer)) if inputs.len() > 1 || wanted.count() > 1 => Some(layer.clone()),
            _ => None,
        }
    }

    /// Applies a recurrent layer to a sequence, its initial states if there are any, and its length if there is one.
    pub(in crate::graph) fn use_with_operands(
        &mut self,
        of: Use<'_>,
        layer: &Recurrent,
        mut inputs: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let Use { field, name, span, .. } = of;
        let length = self.take_length(&mut inputs);
        if self.count(of).is_some() {
            let text = match (length, &inputs[..]) {
                (Some(_), [_]) => messages::length_of_array(name),
                _ => messages::states_of_array(name),
            };
            return self.report(span, text);
        }
        // The number of axes of an index; a length has none.
        let axes = |walk: &Walk<'_>, id: ValueId| walk.graph.values[id].shape.indices().map(|of| of.dims.len());
        let is_state = |id: ValueId| inputs.len() == 1 && wanted.count() > 1 && axes(self, id) != Some(0);
        if let Some(id) = length.filter(|&id| is_state(id)) {
            self.require_floats(&format!("layer `{name}`"), &[id], span)?;
        }
        let (states, fix) = (layer.number_of_states(), layer.call_with_states(name, length.is_some()));
        let is_first = inputs.len() > 1 && axes(self, inputs[0]) == Some(0);
        if is_first || inputs[1..].iter().any(|&id| axes(self, id).is_some()) {
            let has_states = inputs.iter().filter(|&&id| axes(self, id).is_none()).count() > 1;
            let fix = if has_states { layer.call_with_states(name, true) } else { format!("{name}(x, length)") };
            return self.report(span, messages::length_last(name, fix));
        }
        let is_whole = length.is_some() && inputs.len() == 1 && wanted.count() == 1;
        let states = if is_whole { 0 } else { states };
        if inputs.len() != 1 + states {
            let found = inputs.len() + usize::from(length.is_some());
            let short = if length.is_some() { format!("{name}(x, length)") } else { format!("{name}(x)") };
            return self.report(span, messages::initial_states(name, states, found, [fix, short]));
        }
        if wanted.count() != 1 + states {
            return self.report(span, messages::final_states(name, states, fix));
        }
        self.require_floats(&format!("layer `{name}`"), &inputs, span)?;
        let mut doubts = Vec::new();
        let array = array_of(self.network, of);
        let mut gives = Vec::new();
        for (index, input) in inputs.iter_mut().enumerate() {
            let (id, value) = (*input, &self.graph.values[*input]);
            let (given, origin) = (value.shape.clone(), value.origin.clone());
            let Some(Layer::Recurrent(layer)) = &mut self.graph.layers[field] else { return Err(Reported) };
            let fit = match index {
                0 => layer.take(&given, name, array, &origin),
                _ => layer.take_state(&given, index == 1, &origin),
            };
            let returned = self.connect_input(of, input, fit, &mut doubts, |walk, expects, found, help| {
                let (expects, help) = match index {
                    0 => (expects.to_string(), walk.help_shared(of).unwrap_or_else(|| help.into())),
                    _ => (messages::initial_state(expects), help.into()),
                };
                let text = messages::misfit(format!("layer `{name}`"), expects, found, &origin, help);
                walk.located(text, &[id], span)
            })?;
            gives.push(returned.ok_or(Reported)?);
        }
        if let Some(length) = length {
            let steps = gives[0].known().and_then(<[Dim]>::first).cloned().ok_or(Reported)?;
            let (taker, text) = (format!("layer `{name}`"), counted(&steps, "step"));
            let length = self.length(&taker, [inputs[0], length], (&steps, &text), span)?;
            inputs.insert(0, length);
        }
        let values = self.apply_layer(of, inputs, gives, None);
        for &value in &values {
            self.graph.values[value].depend_on(doubts.iter().copied());
        }
        Ok(values)
    }
}

impl Recurrent {
    /// The number of states of a direction of a layer: the hidden state and, of an LSTM, the cell state.
    pub(in crate::graph) fn number_of_states(&self) -> usize {
        if self.cell == RecurrentCell::Lstm { 2 } else { 1 }
    }

    /// A call with states and, if it has one, with a length, as an example.
    pub(in crate::graph) fn call_with_states(&self, name: &str, has_length: bool) -> String {
        let length = if has_length { ", length" } else { "" };
        match self.number_of_states() {
            2 => format!("let (y, h, c) = {name}(x, h, c{length});"),
            _ => format!("let (y, h) = {name}(x, h{length});"),
        }
    }

    /// Compares an initial state with what the layer expects.
    fn take_state(&self, given: &Shape, is_hidden: bool, origin: &Origin) -> Fit {
        let takes = self.states(is_hidden);
        let is_stacked = takes.known().is_some_and(|dims| dims.len() > 1);
        let help = messages::help_state(origin, &takes, is_stacked);
        match takes.compare(given) {
            Verdict::Equal if given.known().is_some() => Fit::Gives(takes),
            Verdict::Different => {
                Fit::Misfit { expects: takes.to_string(), gives: Some(takes.clone()), takes: Some(takes), help }
            }
            _ => Fit::Expects { gives: takes.clone(), takes, help_rank: help.clone(), help },
        }
    }
}
