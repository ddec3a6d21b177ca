//! Quantised multiplication, `a * b`.

use crate::dim::{Dim, N};
use crate::int8::fixed::{check_multipliers, check_shift, fixed, rescale, shift};
use crate::int8::tensors::{Int8Layer, Int8Tensor, tensors};
use crate::int8::{Fault, Folded, Quantization, Quantize, Word};
use crate::layers::Product;
use crate::parameters::plain;
use crate::shape::Sample;
use crate::signal::{Batch, Tuple};
use crate::tensor::Tensor;

/// The quantised product y = zero_y + round((a - zero_a) (b - zero_b) multiplier / 2^shift).
#[repr(C)]
pub struct Int8Product {
    multiplier: Word,
    input_zero_point: Tensor<(N<2>,), i8>,
    shift: i8,
    output_zero_point: i8,
}

plain! { impl[] for Int8Product { multiplier, input_zero_point, shift, output_zero_point } }

impl Int8Layer for Int8Product {
    const TENSORS: &'static [Int8Tensor] =
        tensors!(Self { multiplier: I32 & [], input_zero_point: I8 & [2], shift: I8 & [], output_zero_point: I8 & [] });

    fn check(&self) -> Result<(), Fault> {
        check_multipliers(&[self.multiplier], i32::MAX)?;
        check_shift(self.shift)
    }
}

impl<S: Sample> Quantize<Tuple<(S, S)>> for Product {
    type Int8 = Int8Product;
    type Workspace = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Int8Product,
    ) -> Result<(), Fault> {
        let factor = f64::from(inputs[0].scale) * f64::from(inputs[1].scale) / f64::from(output.scale);
        int8.shift = shift(factor, 31);
        int8.multiplier = fixed(factor, int8.shift);
        int8.input_zero_point.iter_mut().zip(inputs).for_each(|(zero_point, input)| *zero_point = input.zero_point);
        int8.output_zero_point = output.zero_point;
        int8.check()
    }

    #[inline]
    fn predict<B: Dim>(
        int8: &Int8Product,
        (a, b): (&Batch<S, B, i8>, &Batch<S, B, i8>),
        y: &mut Batch<S, B, i8>,
        _: &mut (),
    ) {
        let &[zero_a, zero_b] = int8.input_zero_point.as_slice() else { return };
        for ((&a, &b), y) in a.iter().zip(b.iter()).zip(y.iter_mut()) {
            let product = (i32::from(a) - i32::from(zero_a)) * (i32::from(b) - i32::from(zero_b));
            *y = rescale(product, int8.multiplier.get(), int8.shift, int8.output_zero_point);
        }
    }
}
