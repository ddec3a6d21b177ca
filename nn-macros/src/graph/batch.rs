//! Recognises the batch in the shape of an input, which is that of one sample.

use super::nodes::{Storage, ValueId};
use super::walk::Walk;
use crate::diagnostics::messages;
use crate::shape::Shape;

impl Walk<'_> {
    /// If an input has the axes that a layer expects, after one that every output begins with, too, reports that axis
    /// as the batch.
    pub(super) fn is_batch(&mut self, value: ValueId, expects: &str) -> bool {
        let Storage::Input(index) = self.graph.values[value].storage else { return false };
        let (declared, shape) = (&self.network.forward.inputs[index], &self.graph.input_shapes[index]);
        let Some([batch, rest @ ..]) = shape.known() else { return false };
        let rest = rest.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let begins = |output: &Shape| {
            output.known().and_then(|dims| dims.first()).is_some_and(|first| first.key() == batch.key())
        };
        if expects != format!("[{rest}]") || !self.graph.output_shapes.iter().all(begins) {
            return false;
        }
        let message = messages::batch_declared(batch, &declared.name, rest);
        self.errors.at(declared.ty.sizes[0].span(), message);
        self.graph.is_misdeclared = true;
        true
    }
}
