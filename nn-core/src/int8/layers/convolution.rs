//! Quantised convolutions.

use crate::dim::{Dim, Slide};
use crate::int8::{Affine, Fault, Folded, Quantization, Quantize};
use crate::kernels::{self, Convolution, Sliding};
use crate::layers::axes::{line, plane, volume};
use crate::layers::{BiasOption, Conv1d, Conv2d, Conv3d, Grouping};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// Computes y = zero_y + round((b + the sum of w (x - zero_x)) multiplier / 2^shift) for each output channel and position, one
/// output row at a time, with its sums in the scratch. Padding is x = zero_x. The sizes should be constants at the call site.
#[inline(always)]
fn correlate<W: Shape, Out: Dim>(sizes: &Convolution, int8: &Affine<W, Out>, x: &[i8], sums: &mut [i32], y: &mut [i8]) {
    let Convolution { groups, inputs, outputs, window, .. } = sizes;
    let [image, places, kernel] = [window.input, window.output(), window.kernel].map(kernels::volume);
    let [_, rows_of_places, row_of_places] = window.output();
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
                        add_row(window, [p / rows_of_places, p % rows_of_places], int8.input_zero_point, x, w, sums);
                    }
                    y.iter_mut().zip(&*sums).for_each(|(y, &sum)| *y = int8.rescale(sum, multiplier));
                }
            }
        }
    }
}

/// Adds the contribution of one input channel to the sums of a row of the output, which has these indices.
#[inline(always)]
fn add_row(window: &Sliding, place: [usize; 2], input_zero_point: i8, x: &[i8], w: &[i8], sums: &mut [i32]) {
    let ([depth, height, width], stride) = (window.input, window.stride[2]);
    for (tap, w) in w.chunks_exact(window.kernel[2]).enumerate() {
        let taps = [tap / window.kernel[1], tap % window.kernel[1]];
        let inside = |axis: usize| {
            let index = place[axis] * window.stride[axis] + taps[axis] * window.dilation[axis];
            index.wrapping_sub(window.padding[axis])
        };
        let (slice, row) = (inside(0), inside(1));
        if slice >= depth || row >= height {
            continue;
        }
        let x = x.chunks_exact(width).nth(slice * height + row).unwrap_or_default();
        for (l, &w) in w.iter().enumerate() {
            let across = l * window.dilation[2];
            // The first position that does not fall on padding, and its element.
            let first = window.padding[2].saturating_sub(across).div_ceil(stride);
            let from = (first * stride + across).saturating_sub(window.padding[2]);
            let (Some(sums), Some(x)) = (sums.get_mut(first..), x.get(from..)) else { continue };
            for (sum, &x) in sums.iter_mut().zip(x.iter().step_by(stride)) {
                // The check of the weights excludes overflow; `wrapping` only avoids overflow checks.
                *sum = sum.wrapping_add(i32::from(w) * (i32::from(x) - i32::from(input_zero_point)));
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
                inputs: &[Quantization],
                output: Quantization,
                int8: &mut Self::Int8,
            ) -> Result<(), Fault> {
                let (weights, biases) = (self.weight.as_slice(), self.bias.as_slice());
                let weight = |out, index| weights[out * Self::Int8::TAKEN + index];
                let bias = |out| biases.get(out).copied().unwrap_or(0.0);
                int8.set((weight, bias), folded, (inputs[0], output), false)
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
convolution!(Conv3d over volume [
    D: KernelDepth StrideDepth PaddingDepth DilationDepth,
    H: KernelHeight StrideHeight PaddingHeight DilationHeight,
    W: KernelWidth StrideWidth PaddingWidth DilationWidth
] with rows of W);
