//! Quantised concatenation, `concat(a, b)`.

use super::terms::Int8Terms;
use crate::dim::Dim;
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::layers::{Concat, Layer};
use crate::shape::{ConcatAxis, Sample};
use crate::signal::{Batch, Tuple};

impl<A: Sample + ConcatAxis<AXIS, B, Output: Sample>, B: Sample, const AXIS: usize> Quantize<Tuple<(A, B)>>
    for Concat<AXIS>
where
    Self: Layer<Tuple<(A, B)>, f32, Out = A::Output>,
{
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

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn predict<Rows: Dim>(
        int8: &Int8Terms,
        (a, b): (&Batch<A, Rows, i8>, &Batch<B, Rows, i8>),
        y: &mut Batch<A::Output, Rows, i8>,
        _: &mut (),
    ) {
        let ([of_a, of_b], rounded) = (int8.terms(), int8.rounded());
        let [left, right] = const { Self::parts::<A, B>() };
        let parts = a.as_slice().chunks_exact(left.length).zip(b.as_slice().chunks_exact(right.length));
        for (y, (a, b)) in y.as_mut_slice().chunks_exact_mut(left.stride).zip(parts) {
            let terms = a.iter().map(|&a| of_a(a)).chain(b.iter().map(|&b| of_b(b)));
            y.iter_mut().zip(terms).for_each(|(y, term)| *y = rounded(term));
        }
    }
}
