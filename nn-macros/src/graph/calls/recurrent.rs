//! Calls of recurrent layers with their initial states, which return the final ones.

use super::layers::array_of;
use crate::catalogue::{Fit, Layer, Recurrent, RecurrentCell, Signature};
use crate::diagnostics::{A, B, Origin, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::{Value, ValueId};
use crate::graph::walk::{Reported, Use, Walk, Walked, Wanted};
use crate::shape::{Shape, Verdict};

impl Walk<'_> {
    /// The recurrent layer of a field, if a call of it has states, or must return some.
    pub(in crate::graph) fn has_states(&self, field: usize, inputs: &[ValueId], wanted: Wanted) -> Option<Recurrent> {
        match &self.graph.layers[field] {
            Some(Layer::Recurrent(layer)) if inputs.len() > 1 || wanted.count() > 1 => Some(layer.clone()),
            _ => None,
        }
    }

    /// Applies a recurrent layer to a sequence and its initial states.
    pub(in crate::graph) fn use_with_states(
        &mut self,
        of: Use<'_>,
        layer: &Recurrent,
        mut inputs: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let Use { field, name, span, .. } = of;
        if self.count(of).is_some() {
            return self.report(span, messages::states_of_array(name));
        }
        let (states, fix) = (layer.number_of_states(), layer.call_with_states(name));
        if inputs.len() != 1 + states {
            return self.report(span, messages::initial_states(name, states, inputs.len(), fix));
        }
        if wanted.count() != 1 + states {
            return self.report(span, messages::final_states(name, states, fix));
        }
        self.require_floats(&format!("layer `{name}`"), &inputs, span)?;
        let mut doubts = Vec::new();
        let array = array_of(self.network, of);
        let mut gives = Vec::new();
        for (index, input) in inputs.iter_mut().enumerate() {
            let given_id = *input;
            let Value { shape: given, origin, doubts: before, .. } = &self.graph.values[given_id];
            let (given, origin, before) = (given.clone(), origin.clone(), before.clone());
            let Some(Layer::Recurrent(layer)) = &mut self.graph.layers[field] else { return Err(Reported) };
            let fit = match index {
                0 => layer.take(&given, name, array, &origin),
                _ => layer.take_state(&given, &origin),
            };
            let misfit = |walk: &Self, expects: &str, found: &str, help: &str| {
                let (expects, help) = match index {
                    0 => (expects.to_string(), walk.help_shared(of).unwrap_or_else(|| help.into())),
                    _ => (messages::initial_state(expects), help.into()),
                };
                walk.located(
                    messages::misfit(format!("layer `{name}`"), expects, found, &origin, help),
                    &[given_id],
                    span,
                )
            };
            let (takes, returned, texts) = match fit {
                Fit::Gives(returned) => {
                    doubts.extend(before);
                    gives.push(returned);
                    continue;
                }
                Fit::Expects { takes, gives, help, help_rank } => {
                    (takes, gives, [misfit(self, A, B, &help), misfit(self, A, B, &help_rank)])
                }
                Fit::Misfit { takes: Some(takes), help, gives: Some(gives), .. }
                    if self.is_doubtful(*input, &takes) =>
                {
                    let text = misfit(self, A, B, &help);
                    (takes, gives, [text.clone(), text])
                }
                Fit::Misfit { expects, help, .. } => {
                    let text = misfit(self, &expects, &given.to_string(), &help);
                    if self.is_assumed(&[*input]) {
                        return self.report_if_assumed(&[*input], text, span);
                    }
                    self.blame(*input, &expects, text, span);
                    return Err(Reported);
                }
                Fit::NotInferred { help } => {
                    return self.report_of(&[*input], messages::input_not_inferred(name, &origin, help), span);
                }
            };
            if let Some(Comparison { claim, .. }) = Comparison::of(&takes, &given) {
                doubts.push(self.doubt(&claim, &before, span));
            }
            let [text, other_rank] = &texts;
            *input = self.connect_as(*input, takes, [text, other_rank], &format!("`{name}`"), &before, span);
            gives.push(returned);
        }
        let values = self.apply_layer(of, inputs, gives, None);
        for &value in &values {
            self.graph.values[value].doubts.clone_from(&doubts);
        }
        Ok(values)
    }
}

impl Recurrent {
    /// The number of states of a direction of a layer: the hidden state and, of an LSTM, the cell state.
    pub(in crate::graph) fn number_of_states(&self) -> usize {
        if self.cell == RecurrentCell::Lstm { 2 } else { 1 }
    }

    /// A call with states, as an example.
    pub(in crate::graph) fn call_with_states(&self, name: &str) -> String {
        match self.number_of_states() {
            2 => format!("let (y, h, c) = {name}(x, h, c);"),
            _ => format!("let (y, h) = {name}(x, h);"),
        }
    }

    /// Compares an initial state with what the layer expects.
    fn take_state(&self, given: &Shape, origin: &Origin) -> Fit {
        let takes = self.states();
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
