//! Quantised convolutions.

use super::{Affine, Fault, Folded, Quantization, Quantize};
use crate::dim::{Dim, Slide};
use crate::kernels::Convolution;
use crate::kernels::small_batch::{each_tap, end_of_row};
use crate::layers::axes::{line, plane};
use crate::layers::{BiasOption, Conv1d, Conv2d, Grouping};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// Computes y = zero + round((b + the sum of w (x - given)) multiplier / 2^shift) for each output channel and position, one output
/// row at a time, with its sums in the scratch. Padding is x = given. The sizes should be constants at the call site.
#[inline(always)]
fn correlate<W: Shape, Out: Dim>(sizes: &Convolution, int8: &Affine<W, Out>, x: &[i8], sums: &mut [i32], y: &mut [i8]) {
    let Convolution { groups, inputs, outputs, window, .. } = sizes;
    let [image, places] = [window.input, window.output()].map(|[height, width]| height * width);
    let kernel = window.kernel[0] * window.kernel[1];
    let row_of_places = window.output()[1];
    let images = x.chunks_exact(groups * inputs * image).zip(y.chunks_exact_mut(groups * outputs * places));
    for (x, y) in images {
        let mut numbers = int8.bias.iter().zip(int8.multiplier.iter());
        let parts = x.chunks_exact(inputs * image).zip(y.chunks_exact_mut(outputs * places));
        for ((x, y), w) in parts.zip(int8.weight.as_slice().chunks_exact(outputs * inputs * kernel)) {
            for (y, w) in y.chunks_exact_mut(places).zip(w.chunks_exact(inputs * kernel)) {
                let Some((bias, &multiplier)) = numbers.next() else { return };
                for (p, y) in y.chunks_exact_mut(row_of_places).enumerate() {
                    sums.iter_mut().for_each(|sum| *sum = bias.get());
                    for (x, w) in x.chunks_exact(image).zip(w.chunks_exact(kernel)) {
                        each_tap(window, p, |tap, first, at| {
                            let w = w.get(tap).map_or(0, |&w| i32::from(w));
                            let x = end_of_row(x, window.input[1], at).iter().step_by(window.stride[1]);
                            sums.iter_mut().skip(first).zip(x).for_each(|(sum, &x)| {
                                // The check of the weights excludes overflow; `wrapping` only avoids overflow checks.
                                *sum = sum.wrapping_add(w * (i32::from(x) - i32::from(int8.given)));
                            });
                        });
                    }
                    y.iter_mut().zip(&*sums).for_each(|(y, &sum)| *y = int8.rescale(sum, multiplier));
                }
            }
        }
    }
}

macro_rules! convolution {
    (
        $conv:ident over $axes:ident [$($axis:ident: $kernel:ident $stride:ident $padding:ident $dilation:ident),+]
        with rows of $row:ident
    ) => {
        impl<In, Out, Win, G, Bias, $($axis),+> Quantize<(In, $($axis),+)> for $conv<In, Out, Win, G, Bias, f32>
        where
            In: Dim,
            Out: Dim,
            Win: $axes::Window,
            G: Grouping<In, Out>,
            Bias: BiasOption,
            $($axis: Slide<$axes::$kernel<Win>, $axes::$stride<Win>, $axes::$padding<Win>, $axes::$dilation<Win>>,)+
        {
            type Int8 = Affine<$axes::Weights<Out, G::Inputs, Win>, Out>;
            type Workspace = Tensor<($row::Output,), i32>;

            fn quantize(
                &self,
                folded: impl Fn(usize) -> Folded,
                given: &[Quantization],
                gives: Quantization,
                int8: &mut Self::Int8,
            ) -> Result<(), Fault> {
                let (weights, biases) = (self.weight.as_slice(), self.bias.as_slice());
                let weight = |out, index| weights[out * Self::Int8::TAKEN + index];
                let bias = |out| biases.get(out).copied().unwrap_or(0.0);
                int8.set((weight, bias), folded, (given[0], gives), false)
            }

            #[inline]
            fn predict<B: Dim>(
                int8: &Self::Int8,
                x: &Tensor<(B, In, $($axis),+), i8>,
                y: &mut Tensor<(B, Out, $($axis::Output),+), i8>,
                scratch: &mut Self::Workspace,
            ) {
                let sizes = const { Self::sizes::<B, $($axis),+>() };
                correlate(&sizes, int8, x.as_slice(), scratch.as_mut_slice(), y.as_mut_slice());
            }
        }
    };
}
convolution!(Conv1d over line [L: Kernel Stride Padding Dilation] with rows of L);
convolution!(Conv2d over plane [
    H: KernelHeight StrideHeight PaddingHeight DilationHeight,
    W: KernelWidth StrideWidth PaddingWidth DilationWidth
] with rows of W);
