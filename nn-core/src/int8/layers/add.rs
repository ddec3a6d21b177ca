//! Quantised addition, `a + b`.

use super::terms::Int8Terms;
use crate::dim::Dim;
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::layers::Add;
use crate::shape::Sample;
use crate::signal::{Batch, Tuple};

impl<S: Sample> Quantize<Tuple<(S, S)>> for Add {
    type Int8 = Int8Terms;
    type Workspace = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Int8Terms,
    ) -> Result<(), Fault> {
        int8.set(inputs, output)
    }

    #[inline]
    fn predict<B: Dim>(
        int8: &Int8Terms,
        (a, b): (&Batch<S, B, i8>, &Batch<S, B, i8>),
        y: &mut Batch<S, B, i8>,
        _: &mut (),
    ) {
        int8.combine(a.as_slice(), b.as_slice(), y.as_mut_slice(), i32::wrapping_add);
    }
}
