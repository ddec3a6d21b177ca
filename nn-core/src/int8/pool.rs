//! Pools in integers.

use super::{Fault, Folded, Int8Mean, Quantization, Quantize};
use crate::dim::{AtMostHalf, Dim, Natural, Slide};
use crate::kernels::{Sliding, thin};
use crate::layers::window::*;
use crate::layers::{AvgPool1d, AvgPool2d, GlobalAvgPool, MaxPool1d, MaxPool2d};
use crate::tensor::Tensor;

/// Numbers of a sum that has 32 bits: more cannot overflow it.
const MOST_OF_A_SUM: usize = (i32::MAX / 255) as usize;

/// The largest number of each window, as it is kept: the larger number is kept as the larger one.
impl<C, H, W, K, S, P, D> Quantize<(C, H, W)> for MaxPool2d<K, S, P, D>
where
    C: Dim,
    H: Slide<K::Height, S::Height, P::Height, D::Height>,
    W: Slide<K::Width, S::Width, P::Width, D::Width>,
    K: Size2d,
    S: Size2d,
    P: Padding2d<Height: AtMostHalf<K::Height, D::Height>, Width: AtMostHalf<K::Width, D::Width>>,
    D: Size2d,
{
    type Int8 = ();
    type Room = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        _: &[Quantization],
        _: Quantization,
        _: &mut (),
    ) -> Result<(), Fault> {
        Ok(())
    }

    #[inline]
    fn predict<B: Dim>(
        _: &(),
        x: &Tensor<(B, C, H, W), i8>,
        y: &mut Tensor<(B, C, H::Output, W::Output), i8>,
        _: &mut (),
    ) {
        let window = const { sliding::<Window<K, S, P, D>, H, W>() };
        thin::fold_windows(&window, x.as_slice(), y.as_mut_slice(), i8::MIN, i8::max);
    }
}

/// As over two axes.
impl<C, L, K, S, P, D> Quantize<(C, L)> for MaxPool1d<K, S, P, D>
where
    C: Dim,
    L: Slide<K, S, P, D>,
    K: Dim,
    S: Dim,
    P: Natural + AtMostHalf<K, D>,
    D: Dim,
{
    type Int8 = ();
    type Room = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        _: &[Quantization],
        _: Quantization,
        _: &mut (),
    ) -> Result<(), Fault> {
        Ok(())
    }

    #[inline]
    fn predict<B: Dim>(_: &(), x: &Tensor<(B, C, L), i8>, y: &mut Tensor<(B, C, L::Output), i8>, _: &mut ()) {
        let window = const { sliding_1d::<Window<K, S, P, D>, L>() };
        thin::fold_windows(&window, x.as_slice(), y.as_mut_slice(), i8::MIN, i8::max);
    }
}

/// The mean of each window; padding is 0 and counts.
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
                        let x = x.get(place).map_or(0, |&x| i32::from(x) - i32::from(int8.given));
                        // No window has so many numbers that this overflows: `quantize`.
                        sum = sum.wrapping_add(x);
                    }
                }
                *y = int8.rescale(sum);
            }
        }
    }
}

impl<C, H, W, K, S, P> Quantize<(C, H, W)> for AvgPool2d<K, S, P>
where
    C: Dim,
    H: Slide<K::Height, S::Height, P::Height>,
    W: Slide<K::Width, S::Width, P::Width>,
    K: Size2d,
    S: Size2d,
    P: Padding2d<Height: AtMostHalf<K::Height>, Width: AtMostHalf<K::Width>>,
{
    type Int8 = Int8Mean;
    type Room = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        given: &[Quantization],
        gives: Quantization,
        int8: &mut Int8Mean,
    ) -> Result<(), Fault> {
        const { assert!(K::Height::SIZE * K::Width::SIZE <= MOST_OF_A_SUM) };
        int8.set(K::Height::SIZE * K::Width::SIZE, given[0], gives)
    }

    #[inline]
    fn predict<B: Dim>(
        int8: &Int8Mean,
        x: &Tensor<(B, C, H, W), i8>,
        y: &mut Tensor<(B, C, H::Output, W::Output), i8>,
        _: &mut (),
    ) {
        let window = const { sliding::<Window<K, S, P>, H, W>() };
        means(&window, int8, x.as_slice(), y.as_mut_slice());
    }
}

impl<C, L, K, S, P> Quantize<(C, L)> for AvgPool1d<K, S, P>
where
    C: Dim,
    L: Slide<K, S, P>,
    K: Dim,
    S: Dim,
    P: Natural + AtMostHalf<K>,
{
    type Int8 = Int8Mean;
    type Room = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        given: &[Quantization],
        gives: Quantization,
        int8: &mut Int8Mean,
    ) -> Result<(), Fault> {
        const { assert!(K::SIZE <= MOST_OF_A_SUM) };
        int8.set(K::SIZE, given[0], gives)
    }

    #[inline]
    fn predict<B: Dim>(int8: &Int8Mean, x: &Tensor<(B, C, L), i8>, y: &mut Tensor<(B, C, L::Output), i8>, _: &mut ()) {
        let window = const { sliding_1d::<Window<K, S, P>, L>() };
        means(&window, int8, x.as_slice(), y.as_mut_slice());
    }
}

macro_rules! global {
    ($($axis:ident)+) => {
        impl<C: Dim, $($axis: Dim,)+> Quantize<(C, $($axis),+)> for GlobalAvgPool {
            type Int8 = Int8Mean;
            type Room = ();

            fn quantize(
                &self,
                _: impl Fn(usize) -> Folded,
                given: &[Quantization],
                gives: Quantization,
                int8: &mut Int8Mean,
            ) -> Result<(), Fault> {
                const { assert!(1 $(* $axis::SIZE)+ <= MOST_OF_A_SUM) };
                int8.set(1 $(* $axis::SIZE)+, given[0], gives)
            }

            #[inline]
            fn predict<B: Dim>(
                int8: &Int8Mean,
                x: &Tensor<(B, C, $($axis),+), i8>,
                y: &mut Tensor<(B, C), i8>,
                _: &mut (),
            ) {
                for (x, y) in x.as_slice().chunks_exact(1 $(* $axis::SIZE)+).zip(y.iter_mut()) {
                    let numbers = x.iter().map(|&x| i32::from(x) - i32::from(int8.given));
                    *y = int8.rescale(numbers.fold(0, i32::wrapping_add));
                }
            }
        }
    };
}
global!(L);
global!(H W);
