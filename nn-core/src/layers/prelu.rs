//! ReLU with trainable slopes.

use super::layer_data::layer_data;
use super::same_in_training::same_in_training;
use crate::dim::{Dim, N, Natural};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Channels, Target, prelu, prelu_backward_input, prelu_backward_slopes};
use crate::layers::{Init, Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;
use rand::Rng;

/// PReLU(x) = x for x > 0, else slope x, with one trainable slope for all elements or one per channel (He, Zhang, Ren, Sun 2015).
///
/// In `network!`: `act: PRelu`, with one slope, for any shape; or `act: PRelu<16>`, with one for each of 16 channels, for
/// `[16]`, `[16, L]`, `[16, H, W]` and so on. The output has the shape of the input. Slopes are initialised to 0.25, as in PyTorch.
///
/// dx = dy for x > 0, else slope dy; dslope is the sum of x dy over the elements x <= 0. The derivative at 0 is therefore the
/// slope. NaN propagates. As in the paper, weight decay does not apply to slopes, unless it is set to apply everywhere.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::init::Init;
/// use nn::layers::{ChannelSlopes, Layer, PRelu};
/// use nn::parameters::zeroed;
/// let mut act = zeroed::<PRelu<ChannelSlopes<N<2>>>>();
/// act.init(&mut nn::init::rng(1));
/// act.weight[[1]] = 0.5;
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[-1.0, 1.0], [-1.0, 1.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&*act, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [-0.25, 1.0, -0.5, 1.0]);
/// ```
#[repr(transparent)]
pub struct PRelu<S: Slopes = OneSlope, T: Float = f32> {
    /// The slopes, `[1]` or `[C]`.
    pub weight: Tensor<(S::Count,), T>,
}

/// The number of slopes of a [`PRelu`]: [`OneSlope`] or [`ChannelSlopes`]. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither `OneSlope` nor `ChannelSlopes<C>`",
    note = "write `PRelu`, or `PRelu<ChannelSlopes<N<16>>>` for one slope per channel"
)]
pub trait Slopes: sealed::Sealed + 'static {
    /// The number of slopes.
    type Count: Dim;
    /// Whether there is one slope per channel.
    #[doc(hidden)]
    const PER_CHANNEL: bool;
}

/// One slope for all elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneSlope;

/// One slope for each of `C` channels, which are the first axis of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelSlopes<C>(PhantomData<C>);

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::OneSlope {}
    impl<C> Sealed for super::ChannelSlopes<C> {}
}

impl Slopes for OneSlope {
    type Count = N<1>;
    const PER_CHANNEL: bool = false;
}

impl<C: Dim> Slopes for ChannelSlopes<C> {
    type Count = C;
    const PER_CHANNEL: bool = true;
}

// `Norm`, as for a scale: weight decay does not apply.
layer_data! { impl[S: Slopes, T: Float] for PRelu<S, T> { weight: Norm } }

impl<S: Slopes, T: Float> Init for PRelu<S, T> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        self.weight.as_mut_slice().fill(T::from_f64(0.25));
    }
}

impl<S: Slopes, T: Float> PRelu<S, T> {
    const OPERATION: Op = Op::ParametricRelu { slopes: S::Count::SIZE, by_channel: S::PER_CHANNEL };

    fn backward_slices(
        &self,
        sizes: Channels,
        [x, dy]: [&[T]; 2],
        dx: Option<Target<'_, T>>,
        grad: Gradient<'_, Self>,
    ) {
        prelu_backward_slopes(sizes, x, dy, grad.part(|grad| &mut grad.weight).target());
        if let Some(dx) = dx {
            prelu_backward_input(sizes, x, self.weight.as_slice(), dy, dx);
        }
    }
}

macro_rules! layer {
    ([$($parameter:ident: $bound:path),*] $slopes:ty, $sample:ty, $sizes:expr) => {
        impl<$($parameter: $bound,)* T: Float> Layer<$sample, T> for PRelu<$slopes, T> {
            type Out = $sample;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Self::OPERATION;

            fn forward<B: Dim>(&self, x: &Batch<$sample, B, T>, y: &mut Batch<$sample, B, T>, _: &mut ()) {
                let x = Tensor::as_slice(x);
                prelu($sizes, x, self.weight.as_slice(), Tensor::as_mut_slice(y));
            }

            same_in_training!($sample, T);

            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, $sample, B, T>,
                dx: Option<Gradient<'_, Batch<$sample, B, T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let dx = dx.map(Gradient::target);
                self.backward_slices($sizes, [Tensor::as_slice(x), Tensor::as_slice(dy)], dx, grad);
            }
        }
    };
}
layer!([S: Sample] OneSlope, S, Channels { channels: 1, positions: B::SIZE * S::SIZE });
macro_rules! over {
    ($($axis:ident)*) => {
        layer!([C: Dim $(, $axis: Dim)*] ChannelSlopes<C>, (C, $($axis,)*), Channels {
            channels: C::SIZE,
            positions: 1 $(* $axis::SIZE)*,
        });
    };
}
over!();
over!(L);
over!(H W);
over!(D H W);
over!(E D H W);

impl<S: Slopes, T: Float> fmt::Debug for PRelu<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if S::PER_CHANNEL { write!(f, "PRelu<{}>", self.weight.as_slice().len()) } else { f.write_str("PRelu") }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::parameters::zeroed;

    #[test]
    fn special_values() {
        let act = PRelu::<OneSlope> { weight: Tensor::new([0.5]) };
        let x = Tensor::<(N<1>, N<7>)>::new([[-1e30, -1e-40, -0.0, 0.0, 1e-40, f32::INFINITY, f32::NAN]]);
        let mut y = Tensor::<(N<1>, N<7>)>::zeros();
        Layer::<(N<7>,)>::forward(&act, &x, &mut y, &mut ());
        assert_eq!(y.as_slice()[..6], [-5e29, -5e-41, 0.0, 0.0, 1e-40, f32::INFINITY]);
        assert!(y[[0, 6]].is_nan());
        // The derivative at 0 is the slope.
        let (zero, one) = (Tensor::<(N<1>, N<1>)>::zeros(), Tensor::<(N<1>, N<1>)>::full(1.0));
        let (mut dx, mut grad) = (Tensor::<(N<1>, N<1>)>::zeros(), zeroed::<PRelu>());
        let place = Some(Gradient::set(&mut *dx));
        let pass = Pass { x: &*zero, y: &*zero, saved: &mut (), dy: &*one };
        Layer::<(N<1>,)>::backward(&act, pass, place, Gradient::set(&mut grad), StepContext::default());
        assert_eq!((dx[[0, 0]], grad.weight[[0]]), (0.5, 0.0));
    }
}
