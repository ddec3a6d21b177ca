//! Calls of layers with two inputs.

use crate::catalogue::{Fit, Layer};
use crate::diagnostics::{A, B, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::{NodeLayer, ValueId};
use crate::graph::walk::{Reported, Use, Walk, Walked, Wanted};
use crate::shape::{Dim, Shape};

impl Walk<'_> {
    /// Applies a `Bilinear` to two values with the same axes before the last one.
    pub(in crate::graph) fn use_bilinear(
        &mut self,
        of: Use<'_>,
        mut inputs: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let Use { field, name, span, .. } = of;
        if inputs.len() != 2 {
            return self.report(span, messages::two_values(name, inputs.len()));
        }
        if wanted.count() != 1 {
            return self.report(span, messages::wrong_pattern(wanted.count(), 1));
        }
        self.require_floats(&format!("layer `{name}`"), &inputs, span)?;
        let first = inputs.iter().find_map(|&id| self.graph.values[id].shape.known());
        let leading: Vec<Dim> = first.and_then(<[Dim]>::split_last).map_or(Vec::new(), |(_, leading)| leading.to_vec());
        let mut doubts = Vec::new();
        for (index, input) in inputs.iter_mut().enumerate() {
            let value = &self.graph.values[*input];
            let (given, origin, before) = (value.shape.clone(), value.origin.clone(), value.doubts.clone());
            let Some(Layer::Bilinear(layer)) = &mut self.graph.layers[field] else { return Err(Reported) };
            let fit = layer.take_one(index, &leading, &given, name, &origin);
            let misfit = |walk: &Self, expects: &str, found: &str, help: &str| {
                let text = messages::misfit(format!("layer `{name}`"), expects, found, &origin, help);
                walk.located(text, &[*input], span)
            };
            let (takes, texts) = match fit {
                Fit::Gives(_) => {
                    doubts.extend(before);
                    continue;
                }
                Fit::Expects { takes, help, help_rank, .. } => {
                    (takes, [misfit(self, A, B, &help), misfit(self, A, B, &help_rank)])
                }
                Fit::Misfit { takes: Some(takes), help, .. } if self.is_doubtful(*input, &takes) => {
                    let text = misfit(self, A, B, &help);
                    (takes, [text.clone(), text])
                }
                Fit::Misfit { expects, help, .. } => {
                    let text = misfit(self, &expects, &given.to_string(), &help);
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
        }
        let Some(Layer::Bilinear(layer)) = &self.graph.layers[field] else { return Err(Reported) };
        let shape: Shape = layer.gives(&leading);
        let values = self.apply(NodeLayer::Field(field), name, span, inputs, vec![shape], true);
        self.graph.values[values[0]].doubts = doubts;
        Ok(values)
    }
}
