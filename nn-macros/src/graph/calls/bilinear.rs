//! Calls of layers with two inputs.

use crate::catalogue::Layer;
use crate::diagnostics::messages;
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
            let (id, value) = (*input, &self.graph.values[*input]);
            let (given, origin) = (value.shape.clone(), value.origin.clone());
            let Some(Layer::Bilinear(layer)) = &mut self.graph.layers[field] else { return Err(Reported) };
            let fit = layer.take_one(index, &leading, &given, name, &origin);
            self.connect_input(of, input, fit, &mut doubts, |walk, expects, found, help| {
                let text = messages::misfit(format!("layer `{name}`"), expects, found, &origin, help);
                walk.located(text, &[id], span)
            })?;
        }
        let Some(Layer::Bilinear(layer)) = &self.graph.layers[field] else { return Err(Reported) };
        let shape: Shape = layer.gives(&leading);
        let values = self.apply(NodeLayer::Field(field), name, span, inputs, vec![shape], true);
        self.graph.values[values[0]].depend_on(doubts);
        Ok(values)
    }
}
