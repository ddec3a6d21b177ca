//! A layer that has a form in integers.

use super::{Fault, Folded, Int8Layer, Integers, Quantization};
use crate::dim::Dim;
use crate::layers::Layer;
use crate::parameters::Plain;
use crate::shape::Sample;
use crate::signal::Batch;

/// A network that has a form in integers: what that is made of.
#[doc(hidden)]
pub trait WithInt8 {
    /// The layers, in sequence.
    type Layers: Plain;
}

/// A layer that has a form in integers: `network!` uses it where a network has `#[int8(Name)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form in integers",
    label = "`#[int8(..)]` needs one",
    note = "these have one: `Linear`, `Conv1d`, `Conv2d`, functions of each number, pools, `+`, `*`; batch normalisation directly behind a layer"
)]
pub trait Quantize<In: Integers>: Layer<In, f32, Out: Sample> {
    /// The layer's numbers.
    type Int8: Int8Layer;
    /// The scratch of [`predict`](Quantize::predict).
    type Workspace: Plain;

    /// Sets the numbers. What the layer takes has the quantizations `given`, what it gives has `gives`, after what is `folded` into
    /// each of its outputs.
    ///
    /// # Errors
    /// Numbers that are not finite, or a sum that can overflow.
    fn quantize(
        &self,
        folded: impl Fn(usize) -> Folded,
        given: &[Quantization],
        gives: Quantization,
        int8: &mut Self::Int8,
    ) -> Result<(), Fault>;

    /// Computes `y` from `x`. It does not panic, whatever the numbers are.
    fn predict<B: Dim>(
        int8: &Self::Int8,
        x: In::Read<'_, B>,
        y: &mut Batch<<Self as Layer<In, f32>>::Out, B, i8>,
        workspace: &mut Self::Workspace,
    );
}
