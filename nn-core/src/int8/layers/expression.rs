//! Quantised arithmetic: expressions of one value, such as `x * 0.5`, and differences, `a - b`.

use super::table::Int8Table;
use super::terms::Int8Terms;
use crate::dim::Dim;
use crate::expression::{BLOCK, Combine, Minus, Program, Steps};
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::layers::Fused;
use crate::shape::Sample;
use crate::signal::{AllAxes, Batch, Tuple};

/// An expression of values of the same shape.
type Of<P, S, Fits> = Fused<P, S, S, (Fits, AllAxes)>;

impl<P: Program, S: Sample> Quantize<S> for Of<P, S, (AllAxes,)> {
    type Int8 = Int8Table;
    type Workspace = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Int8Table,
    ) -> Result<(), Fault> {
        let value = |x: f32| {
            let mut y = [0.0; BLOCK];
            P::forward([&[x; BLOCK]; 6], 1, &mut y);
            y[0]
        };
        int8.set(value, inputs[0], output);
        Ok(())
    }

    #[inline]
    fn predict<B: Dim>(int8: &Int8Table, x: &Batch<S, B, i8>, y: &mut Batch<S, B, i8>, _: &mut ()) {
        int8.look_up(x.as_slice(), y.as_mut_slice());
    }
}

/// a - b.
type Difference = Steps<Combine<Minus, 2, 0, 1>, 2, 3>;

impl<S: Sample> Quantize<Tuple<(S, S)>> for Of<Difference, S, (AllAxes, AllAxes)> {
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
        int8.combine(a.as_slice(), b.as_slice(), y.as_mut_slice(), i32::wrapping_sub);
    }
}
