//! The quantised dense layer.

use crate::dim::Dim;
use crate::int8::fixed::rescale;
use crate::int8::{Affine, Fault, Folded, Quantization, Quantize, Word};
use crate::layers::{BiasOption, Linear};
use crate::parameters::Parameters;
use crate::tensor::Tensor;

impl<In: Dim, Out: Dim, Bias: BiasOption> Linear<In, Out, Bias, f32> {
    fn quantize_weights(
        &self,
        folded: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Affine<(Out, In), Out>,
    ) -> Result<(), Fault> {
        let (weights, biases) = (self.weight.as_slice(), self.bias.as_slice());
        let weight = |out, index| weights[index * Out::SIZE + out];
        let bias = |out| biases.get(out).copied().unwrap_or(0.0);
        int8.set((weight, bias), folded, (inputs[0], output), true)
    }
}

macro_rules! of_rows {
    ($($axis:ident)*) => {
        /// Computes y_j = zero_y + round((b_j + sum_i w_ji x_i) multiplier_j / 2^shift) for each row, with the zero point of x folded
        /// into b.
        impl<$($axis: Dim,)* In: Dim, Out: Dim, Bias: BiasOption> Quantize<($($axis,)* In,)> for Linear<In, Out, Bias, f32> {
            type Int8 = Affine<(Out, In), Out>;
            type Workspace = ();

            fn quantize(
                &self,
                folded: impl Fn(usize) -> Folded,
                inputs: &[Quantization],
                output: Quantization,
                int8: &mut Self::Int8,
            ) -> Result<(), Fault> {
                self.quantize_weights(folded, inputs, output, int8)
            }

            #[inline]
            fn predict<B: Dim>(
                int8: &Self::Int8,
                x: &Tensor<(B, $($axis,)* In), i8>,
                y: &mut Tensor<(B, $($axis,)* Out), i8>,
                _: &mut (),
            ) {
                let numbers = Numbers {
                    weights: int8.weight.as_slice(),
                    biases: int8.bias.as_slice(),
                    multipliers: int8.multiplier.as_slice(),
                    shift: int8.shift,
                    zero_point: int8.output_zero_point,
                };
                let rows = x.as_slice().chunks_exact(In::SIZE).zip(y.as_mut_slice().chunks_exact_mut(Out::SIZE));
                for (x, y) in rows {
                    dense(&numbers, x, y);
                }
            }
        }
    };
}
of_rows!();
of_rows!(L);
of_rows!(K L);
of_rows!(J K L);
of_rows!(I J K L);

/// The parameters of a layer of any size, so that all layers share the same code.
struct Numbers<'a> {
    weights: &'a [i8],
    biases: &'a [Word],
    multipliers: &'a [Word],
    shift: i8,
    zero_point: i8,
}

/// Computes the outputs of one row.
#[inline(never)]
fn dense(numbers: &Numbers<'_>, x: &[i8], y: &mut [i8]) {
    let &Numbers { weights, biases, multipliers, shift, zero_point } = numbers;
    let rows = weights.chunks_exact(x.len().max(1)).zip(biases.iter().zip(multipliers));
    for (y, (row, (bias, multiplier))) in y.iter_mut().zip(rows) {
        // The check of the weights excludes overflow; `wrapping` only avoids overflow checks.
        let products = x.iter().zip(row).map(|(&x, &w)| i32::from(x).wrapping_mul(i32::from(w)));
        let sum = products.fold(bias.get(), i32::wrapping_add);
        *y = rescale(sum, multiplier.get(), shift, zero_point);
    }
}
