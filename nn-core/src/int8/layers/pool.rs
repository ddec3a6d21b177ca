//! Quantised pooling.

use crate::dim::{AtMostHalf, Dim, Natural, RoundDown, Rounding, Slide};
use crate::int8::{Fault, Folded, Int8Mean, Quantization, Quantize};
use crate::kernels::{self, PoolDivisor, Sliding, small_batch};
use crate::layers::axes::{line, plane, volume};
use crate::layers::{
    AvgPool1d, AvgPool2d, AvgPool3d, CountPadding, DivideBy, GlobalAvgPool, MaxPool1d, MaxPool2d, MaxPool3d,
    MeanDivisor, Padding2d, Padding3d, Size2d, Size3d, Window,
};
use crate::tensor::Tensor;

/// The largest number of elements whose sum cannot overflow 32 bits.
const MOST_OF_A_SUM: usize = (i32::MAX / 255) as usize;

/// The divisor of an average pool that is the same for all windows.
pub trait FixedDivisor: MeanDivisor {}

impl FixedDivisor for CountPadding {}
impl<Number: Dim> FixedDivisor for DivideBy<Number> {}

/// Quantises the sum of a window of this many elements, divided by the divisor.
fn mean<C: FixedDivisor>(
    elements: usize,
    inputs: &[Quantization],
    output: Quantization,
    int8: &mut Int8Mean,
) -> Result<(), Fault> {
    let divisor = if let PoolDivisor::Number(number) = C::DIVISOR { number } else { elements };
    int8.set(divisor, inputs[0], output)
}

/// Computes the mean of each window; padding counts as 0.
#[inline(always)]
fn means(window: &Sliding, int8: &Int8Mean, x: &[i8], y: &mut [i8]) {
    let ([depth, height, width], [_, rows_of_places, row_of_places]) = (window.input, window.output());
    let [image, places] = [window.input, window.output()].map(kernels::volume);
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact_mut(places)) {
        for (p, y) in y.chunks_exact_mut(row_of_places).enumerate() {
            let [m, n] = [p / rows_of_places, p % rows_of_places];
            for (q, y) in y.iter_mut().enumerate() {
                let place = [m, n, q];
                let at =
                    |axis: usize, k: usize| (place[axis] * window.stride[axis] + k).wrapping_sub(window.padding[axis]);
                let mut sum = 0_i32;
                for (j, k) in (0..window.kernel[0]).flat_map(|j| (0..window.kernel[1]).map(move |k| (j, k))) {
                    let (slice, row) = (at(0, j), at(1, k));
                    if slice >= depth || row >= height {
                        continue;
                    }
                    let x = x.chunks_exact(width).nth(slice * height + row).unwrap_or_default();
                    for l in 0..window.kernel[2] {
                        let x = x.get(at(2, l)).map_or(0, |&x| i32::from(x) - i32::from(int8.input_zero_point));
                        // `quantize` asserts that a window has few enough elements that this does not overflow.
                        sum = sum.wrapping_add(x);
                    }
                }
                *y = int8.rescale(sum);
            }
        }
    }
}

/// Implements a pooling layer. `int8` is its quantised state, which `quantize` sets for windows of a number of
/// elements.
macro_rules! pool {
    (
        [$($parameter:ident: $bound:path),+] $pool:ty, over $axes:ident [$($axis:ident: $slide:path),+] by $window:ty,
        ceil_mode $ceil_mode:expr,
        where $padding:ident: $fits:path, keeps $int8:ty, at_most $most:expr, quantize $quantize:expr, predict $predict:expr
    ) => {
        impl<Channels, $($axis,)+ $($parameter),+> Quantize<(Channels, $($axis),+)> for $pool
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
                let window = const { Sliding { ceil_mode: $ceil_mode, ..$axes::sliding::<$window, $($axis),+>() } };
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
    [K: Dim, S: Dim, P: Natural, D: Dim, R: Rounding] MaxPool1d<K, S, P, D, R>,
    over line [L: Slide<K, S, P, D, R>] by Window<K, S, P, D>, ceil_mode R::CEIL_MODE,
    where P: AtMostHalf<K, D>, keeps (), at_most usize::MAX, quantize |_, _, _, _: &mut ()| Ok(()), predict largest
);
pool!(
    [K: Size2d, S: Size2d, P: Padding2d, D: Size2d, R: Rounding] MaxPool2d<K, S, P, D, R>,
    over plane [
        H: Slide<K::Height, S::Height, P::Height, D::Height, R>,
        W: Slide<K::Width, S::Width, P::Width, D::Width, R>
    ] by Window<K, S, P, D>, ceil_mode R::CEIL_MODE,
    where P: Padding2d<Height: AtMostHalf<K::Height, D::Height>, Width: AtMostHalf<K::Width, D::Width>>,
    keeps (), at_most usize::MAX, quantize |_, _, _, _: &mut ()| Ok(()), predict largest
);
pool!(
    [K: Size3d, S: Size3d, P: Padding3d, E: Size3d, R: Rounding] MaxPool3d<K, S, P, E, R>,
    over volume [
        D: Slide<K::Depth, S::Depth, P::Depth, E::Depth, R>,
        H: Slide<K::Height, S::Height, P::Height, E::Height, R>,
        W: Slide<K::Width, S::Width, P::Width, E::Width, R>
    ] by Window<K, S, P, E>, ceil_mode R::CEIL_MODE,
    where P: Padding3d<
        Depth: AtMostHalf<K::Depth, E::Depth>,
        Height: AtMostHalf<K::Height, E::Height>,
        Width: AtMostHalf<K::Width, E::Width>,
    >,
    keeps (), at_most usize::MAX, quantize |_, _, _, _: &mut ()| Ok(()), predict largest
);
pool!(
    [K: Dim, S: Dim, P: Natural, C: FixedDivisor] AvgPool1d<K, S, P, RoundDown, C>,
    over line [L: Slide<K, S, P>] by Window<K, S, P>, ceil_mode false,
    where P: AtMostHalf<K>, keeps Int8Mean, at_most MOST_OF_A_SUM, quantize mean::<C>, predict means
);
pool!(
    [K: Size2d, S: Size2d, P: Padding2d, C: FixedDivisor] AvgPool2d<K, S, P, RoundDown, C>,
    over plane [
        H: Slide<K::Height, S::Height, P::Height>,
        W: Slide<K::Width, S::Width, P::Width>
    ] by Window<K, S, P>, ceil_mode false,
    where P: Padding2d<Height: AtMostHalf<K::Height>, Width: AtMostHalf<K::Width>>,
    keeps Int8Mean, at_most MOST_OF_A_SUM, quantize mean::<C>, predict means
);
pool!(
    [K: Size3d, S: Size3d, P: Padding3d, C: FixedDivisor] AvgPool3d<K, S, P, RoundDown, C>,
    over volume [
        D: Slide<K::Depth, S::Depth, P::Depth>,
        H: Slide<K::Height, S::Height, P::Height>,
        W: Slide<K::Width, S::Width, P::Width>
    ] by Window<K, S, P>, ceil_mode false,
    where P: Padding3d<
        Depth: AtMostHalf<K::Depth>,
        Height: AtMostHalf<K::Height>,
        Width: AtMostHalf<K::Width>,
    >,
    keeps Int8Mean, at_most MOST_OF_A_SUM, quantize mean::<C>, predict means
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
                mean::<CountPadding>(1 $(* $axis::SIZE)+, inputs, output, int8)
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
global!(D H W);
