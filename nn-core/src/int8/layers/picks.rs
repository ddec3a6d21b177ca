//! Quantised operations whose output elements are some of the input elements: the output has the quantisation of the input.

use crate::dim::{Dim, DividedBy, MulDim, Natural, Product};
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::kernels::axis::extremum;
use crate::layers::{
    AxisOrder, ChannelShuffle, Flip, Layer, MaxOver, MinOver, Permute, PixelShuffle, PixelUnshuffle, Repeat, Roll,
    Slice, Unfold,
};
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::{Tensor, around};

/// Implements a layer by a function from elements to elements.
macro_rules! picks {
    ([$($generics:tt)*] $layer:ty, of $sample:ty, where [$($bounds:tt)*], $pick:expr) => {
        impl<$($generics)*> Quantize<$sample> for $layer
        where
            Self: Layer<$sample, f32, Out: Sample>,
            $($bounds)*
        {
            type Int8 = ();
            type Workspace = ();

            fn quantize(
                &self,
                _: impl Fn(usize) -> Folded,
                _: &[Quantization],
                _: Quantization,
                (): &mut (),
            ) -> Result<(), Fault> {
                Ok(())
            }

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn predict<Rows: Dim>(
                (): &(),
                x: &Batch<$sample, Rows, i8>,
                y: &mut Batch<<Self as Layer<$sample, f32>>::Out, Rows, i8>,
                (): &mut (),
            ) {
                $pick(Tensor::as_slice(x), Tensor::as_mut_slice(y));
            }
        }
    };
}
picks!(
    [S: Sample, Start: Natural, Count: Dim, Step: Dim, const AXIS: usize] Slice<Start, Count, Step, AXIS>,
    of S, where [], Self::pick::<S, i8>
);
picks!([S: Sample, const AXIS: usize] Flip<AXIS>, of S, where [], Self::pick::<S, i8>);
picks!([S: Sample, const AXIS: usize, const SHIFT: isize] Roll<AXIS, SHIFT>, of S, where [], Self::pick::<S, i8>);
picks!([S: Sample, Times: Dim, const AXIS: usize] Repeat<Times, AXIS>, of S, where [], Self::pick::<S, i8>);
picks!([S: Sample, Size: Dim, Step: Dim, const AXIS: usize] Unfold<Size, Step, AXIS>, of S, where [], Self::pick::<S, i8>);
picks!([S: Sample, Axes: AxisOrder] Permute<Axes>, of S, where [], Self::pick::<S, i8>);
picks!(
    [C: Dim, H: Dim, W: Dim, R: Dim + MulDim<R>] PixelShuffle<R>,
    of (C, H, W), where [C: DividedBy<Product<R, R>>, H: MulDim<R>, W: MulDim<R>], Self::pick::<C, H, W, i8>
);
picks!(
    [C: Dim, H: Dim, W: Dim, R: Dim + MulDim<R>] PixelUnshuffle<R>,
    of (C, H, W), where [C: MulDim<Product<R, R>>, H: DividedBy<R>, W: DividedBy<R>], Self::pick::<C, H, W, i8>
);
picks!([S: Sample, G: Dim] ChannelShuffle<G>, of S, where [], Self::pick::<S, i8>);

/// Computes the extremum along an axis on quantised values, since quantisation is monotonic.
#[inline(always)]
fn best<S: Sample, const AXIS: usize>(wins: impl Fn(i8, i8) -> bool, x: &[i8], y: &mut [i8]) {
    let [_, size, after] = const { around(S::DIMS, AXIS) };
    extremum([size, after], wins, x, y);
}
picks!([S: Sample, const AXIS: usize] MaxOver<AXIS>, of S, where [], |x, y| best::<S, AXIS>(|x, y| x > y, x, y));
picks!([S: Sample, const AXIS: usize] MinOver<AXIS>, of S, where [], |x, y| best::<S, AXIS>(|x, y| x < y, x, y));
