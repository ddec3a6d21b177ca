//! Quantisation of layers whose shapes the macro cannot determine itself.

use crate::dim::Dim;
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::layers::{Coerced, Connect, Layer};
use crate::shape::Sample;
use crate::signal::{Batch, same_shape, same_shape_mut};

/// The input shape of the layer for a value of shape `Given`.
type Taken<L, Given> = <L as Connect>::Input<Given>;
/// The output shape of the layer for a value of shape `Given`.
type Gives<L, Given> = <L as Layer<Taken<L, Given>, f32>>::Out;

impl<L, Given, Out> Quantize<Given> for Coerced<L, Out>
where
    L: Connect + Quantize<Taken<L, Given>>,
    Taken<L, Given>: Sample,
    Gives<L, Given>: Sample,
    Given: Sample,
    Out: Sample,
{
    type Int8 = L::Int8;
    type Workspace = L::Workspace;

    fn quantize(
        &self,
        folded: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Self::Int8,
    ) -> Result<(), Fault> {
        self.layer().quantize(folded, inputs, output, int8)
    }

    #[inline]
    fn predict<B: Dim>(
        int8: &Self::Int8,
        x: &Batch<Given, B, i8>,
        y: &mut Batch<Out, B, i8>,
        workspace: &mut Self::Workspace,
    ) {
        let x = same_shape::<Given, Taken<L, Given>, B, i8>(x);
        L::predict::<B>(int8, x, same_shape_mut::<Out, Gives<L, Given>, B, i8>(y), workspace);
    }
}
