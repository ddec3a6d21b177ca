//! The trait of layers that can be quantised.

use super::{Fault, Folded, Int8Layer, Integers, Quantization};
use crate::dim::Dim;
use crate::layers::Layer;
use crate::parameters::Plain;
use crate::shape::Sample;
use crate::signal::Batch;

/// A network that can be quantised, with the types of its quantised layers.
#[doc(hidden)]
pub trait WithInt8 {
    /// The quantised layers, in sequence.
    type Layers: Plain;
}

/// A layer that can be quantised, as `network!` requires of every layer of a network with `#[int8(Name)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be quantised",
    label = "required by `#[int8(..)]`",
    note = "supported are `Linear`, `Conv1d`, `Conv2d`, `Conv3d`, batch normalisation directly after one of these, element-wise functions, arithmetic of one value and numbers, `max_pool`, `avg_pool`, `global_avg_pool`, `max` and `min` over an axis, `+`, `-`, `*`, `concat`, `zero_pad`, `reflect_pad`, `replicate_pad`, `circular_pad`, and operations that select or move elements"
)]
pub trait Quantize<In: Integers>: Layer<In, f32, Out: Sample> {
    /// The quantised layer.
    type Int8: Int8Layer;
    /// The scratch memory of [`predict`](Quantize::predict).
    type Workspace: Plain;

    /// Quantises the layer into `int8`. `inputs` are the quantisations of the inputs, `output` is that of the output; `folded`
    /// returns the factor and the shift to fold into each output.
    ///
    /// # Errors
    /// Returns an error if a parameter is not finite, or if a sum can overflow.
    fn quantize(
        &self,
        folded: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Self::Int8,
    ) -> Result<(), Fault>;

    /// Computes `y` from `x`. It does not panic, whatever the contents of `int8` and `x`.
    fn predict<B: Dim>(
        int8: &Self::Int8,
        x: In::Read<'_, B>,
        y: &mut Batch<<Self as Layer<In, f32>>::Out, B, i8>,
        workspace: &mut Self::Workspace,
    );
}
