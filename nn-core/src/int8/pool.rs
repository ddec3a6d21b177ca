//! Quantised pooling.

use super::{Fault, Folded, Int8Mean, Quantization, Quantize};
use crate::dim::{AtMostHalf, Dim, Natural, Slide};
use crate::kernels::{Sliding, small_batch};
use crate::layers::axes::{line, plane};
use crate::layers::{AvgPool1d, AvgPool2d, GlobalAvgPool, MaxPool1d, MaxPool2d, Padding2d, Size2d, Window};
use crate::tensor::Tensor;

/// The largest number of elements whose sum cannot overflow 32 bits.
const MOST_OF_A_SUM: usize = (i32::MAX / 255) as usize;

/// Quantises the mean of this many elements.
fn mean(elements: usize, inputs: &[Quantization], output: Quantization, int8: &mut Int8Mean) -> Result<(), Fault> {
    int8.set(elements, inputs[0], output)
}

/// Computes the mean of each window; padding counts as 0.
#[inline(always)]
fn means(window: &Sliding, int8: &Int8Mean, x: &[i8], y: &mut [i8]) {
    let ([height, width], [_, row_of_places]) = (window.input, window.output());
    let [image, places] = [window.input, window.output()].map(|[height, width]| height * width);
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact_mut(places)) {
        for (p, y) in y.chunks_exact_mut(row_of_places).enumerate() {
            for (q, y) in y.iter_mut().enumerate() {
                let mut sum = 0_i32;
                for k in 0..window.kernel[0] {
                    let row = (p * window.stride[0] + k).wrapping_sub(window.padding[0]);
                    if row >= height {
                        continue;
                    }
                    let x = x.chunks_exact(width).nth(row).unwrap_or_default();
                    for l in 0..window.kernel[1] {
                        let place = (q * window.stride[1] + l).wrapping_sub(window.padding[1]);
                        let x = x.get(place).map_or(0, |&x| i32::from(x) - i32::from(int8.input_zero_point));
                        // `quantize` asserts that a window has few enough elements that this does not overflow.
                        sum = sum.wrapping_add(x);
                    }
                }
                *y = int8.rescale(sum);
            }
        }
    }
}

/// Implements a pooling layer over one or two axes. `int8` is its quantised state, which `quantize` sets for windows of a number of
/// elements.
macro_rules! pool {
    (
        $pool:ident<$($parameter:ident: $bound:path),+> over $axes:ident [$($axis:ident: $slide:path),+] by $window:ty
        where $padding:ident: $fits:path, keeps $int8:ty, at_most $most:expr, quantize $quantize:expr, predict $predict:expr
    ) => {
        impl<Channels, $($axis,)+ $($parameter),+> Quantize<(Channels, $($axis),+)> for $pool<$($parameter),+>
        where
            Channels: Dim,
            $($axis: $slide,)+
            $($parameter: $bound,)+
            $padding: $fits,
        {
            type Int8 = $int8;
            type Workspace = ();

            fn quantize(
                &self,
                _: impl Fn(usize) -> Folded,
                inputs: &[Quantization],
                output: Quantization,
                int8: &mut $int8,
            ) -> Result<(), Fault> {
                const { assert!($axes::kernel::<$window>() <= $most) };
                $quantize($axes::kernel::<$window>(), inputs, output, int8)
            }

            #[inline]
            fn predict<B: Dim>(
                int8: &$int8,
                x: &Tensor<(B, Channels, $($axis),+), i8>,
                y: &mut Tensor<(B, Channels, $($axis::Output),+), i8>,
                _: &mut (),
            ) {
                let window = const { $axes::sliding::<$window, $($axis),+>() };
                $predict(&window, int8, x.as_slice(), y.as_mut_slice());
            }
        }
    };
}

/// Computes the maximum of each window on quantised values, since quantisation is monotonic.
#[inline(always)]
fn largest(window: &Sliding, (): &(), x: &[i8], y: &mut [i8]) {
    small_batch::fold_windows(window, x, y, i8::MIN, i8::max);
}
pool!(
    MaxPool1d<K: Dim, S: Dim, P: Natural, D: Dim> over line [L: Slide<K, S, P, D>] by Window<K, S, P, D>
    where P: AtMostHalf<K, D>, keeps (), at_most usize::MAX, quantize |_, _, _, _: &mut ()| Ok(()), predict largest
);
pool!(
    MaxPool2d<K: Size2d, S: Size2d, P: Padding2d, D: Size2d> over plane [
        H: Slide<K::Height, S::Height, P::Height, D::Height>,
        W: Slide<K::Width, S::Width, P::Width, D::Width>
    ] by Window<K, S, P, D>
    where P: Padding2d<Height: AtMostHalf<K::Height, D::Height>, Width: AtMostHalf<K::Width, D::Width>>,
    keeps (), at_most usize::MAX, quantize |_, _, _, _: &mut ()| Ok(()), predict largest
);
pool!(
    AvgPool1d<K: Dim, S: Dim, P: Natural> over line [L: Slide<K, S, P>] by Window<K, S, P>
    where P: AtMostHalf<K>, keeps Int8Mean, at_most MOST_OF_A_SUM, quantize mean, predict means
);
pool!(
    AvgPool2d<K: Size2d, S: Size2d, P: Padding2d> over plane [
        H: Slide<K::Height, S::Height, P::Height>,
        W: Slide<K::Width, S::Width, P::Width>
    ] by Window<K, S, P>
    where P: Padding2d<Height: AtMostHalf<K::Height>, Width: AtMostHalf<K::Width>>,
    keeps Int8Mean, at_most MOST_OF_A_SUM, quantize mean, predict means
);

macro_rules! global {
    ($($axis:ident)+) => {
        impl<C: Dim, $($axis: Dim,)+> Quantize<(C, $($axis),+)> for GlobalAvgPool {
            type Int8 = Int8Mean;
            type Workspace = ();

            fn quantize(
                &self,
                _: impl Fn(usize) -> Folded,
                inputs: &[Quantization],
                output: Quantization,
                int8: &mut Int8Mean,
            ) -> Result<(), Fault> {
                const { assert!(1 $(* $axis::SIZE)+ <= MOST_OF_A_SUM) };
                mean(1 $(* $axis::SIZE)+, inputs, output, int8)
            }

            #[inline]
            fn predict<B: Dim>(
                int8: &Int8Mean,
                x: &Tensor<(B, C, $($axis),+), i8>,
                y: &mut Tensor<(B, C), i8>,
                _: &mut (),
            ) {
                for (x, y) in x.as_slice().chunks_exact(1 $(* $axis::SIZE)+).zip(y.iter_mut()) {
                    let numbers = x.iter().map(|&x| i32::from(x) - i32::from(int8.input_zero_point));
                    *y = int8.rescale(numbers.fold(0, i32::wrapping_add));
                }
            }
        }
    };
}
global!(L);
global!(H W);
