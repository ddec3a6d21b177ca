//! The inputs of a layer that has several: each is compared with what the layer expects of it.

use crate::catalogue::Fit;
use crate::diagnostics::{A, B, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::ValueId;
use crate::graph::obligations::ItemId;
use crate::graph::walk::{Reported, Use, Walk, Walked};
use crate::shape::Shape;

impl Walk<'_> {
    /// Connects an input with the layer, which may read it as a view. Returns the shape that the layer gives for it, if the layer
    /// says, and adds the proofs that it depends on. `misfit` is the error for what the layer expects, what it receives, and a help.
    pub(super) fn connect_input(
        &mut self,
        Use { name, span, .. }: Use<'_>,
        input: &mut ValueId,
        fit: Fit,
        doubts: &mut Vec<ItemId>,
        misfit: impl Fn(&Self, &str, &str, &str) -> String,
    ) -> Walked<Option<Shape>> {
        let value = &self.graph.values[*input];
        let (given, origin, before) = (value.shape.clone(), value.origin.clone(), value.doubts.clone());
        let (takes, gives, texts) = match fit {
            Fit::Gives(shape) => {
                doubts.extend(before);
                return Ok(Some(shape));
            }
            Fit::Expects { takes, gives, help, help_rank } => {
                (takes, Some(gives), [misfit(self, A, B, &help), misfit(self, A, B, &help_rank)])
            }
            Fit::Misfit { takes: Some(takes), help, gives, .. } if self.is_doubtful(*input, &takes) => {
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
                let unknown = messages::input_not_inferred(name, &origin, help);
                let text = messages::input_not_inferred(name, &origin, messages::help_declare_axes());
                return self.report_unknown(*input, unknown, text, span);
            }
        };
        if let Some(Comparison { claim, .. }) = Comparison::of(&takes, &given) {
            doubts.push(self.doubt(&claim, &before, span));
            doubts.extend(self.assume_rank(*input, &takes, span));
        }
        let [text, other_rank] = &texts;
        *input = self.connect_as(*input, takes, [text, other_rank], &format!("`{name}`"), &before, span);
        Ok(gives)
    }
}
