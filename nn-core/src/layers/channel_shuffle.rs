//! Channels in another order, so that groups of channels exchange information.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, DividedBy};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Order;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Shape;
use crate::tensor::{Tensor, around};
use core::fmt;
use core::marker::PhantomData;

/// y\[j G + g\] = x\[g (C / G) + j\] for each position: the channels of G groups in turn (Zhang et al. 2017; PyTorch's
/// `ChannelShuffle`).
///
/// In `network!`: `.channel_shuffle::<2>()`. `[C]`, `[C, L]`, `[C, H, W]` or `[C, D, H, W]` in, the same shape out; G must divide C.
/// The gradient: dx is dy with the channels in their former order.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{ChannelShuffle, Layer};
/// let x = Tensor::<(N<1>, N<6>, N<1>)>::new([[[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]]]);
/// let mut y = Tensor::<(N<1>, N<6>, N<1>)>::zeros();
/// Layer::<(N<6>, N<1>)>::forward(&ChannelShuffle::<N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
/// ```
pub struct ChannelShuffle<Groups: Dim>(PhantomData<Groups>);
stateless_by_type!(ChannelShuffle<Groups: Dim>);

impl<G: Dim> ChannelShuffle<G> {
    /// The order of the channels of a sample, whose first axis they are.
    const fn order<S: Shape>() -> Order {
        let [_, channels, after] = around(S::DIMS, 0);
        Order::new(&[G::SIZE, channels / G::SIZE, after], &[1, 0, 2])
    }

    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Shape, T: Copy>(x: &[T], y: &mut [T]) {
        const { Self::order::<S>() }.permute(x, y);
    }
}

macro_rules! shuffle {
    ($($axis:ident)*) => {
        impl<C: DividedBy<G>, $($axis: Dim,)* G: Dim, T: Float> Layer<(C, $($axis),*), T> for ChannelShuffle<G> {
            type Out = (C, $($axis),*);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::ShuffleChannels { groups: G::SIZE };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),*), T>,
                y: &mut Tensor<(B, C, $($axis),*), T>,
                _: &mut (),
            ) {
                Self::pick::<(C, $($axis),*), T>(x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((C, $($axis),*), T);

            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, (C, $($axis),*), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis),*), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    let order = const { Self::order::<(C, $($axis),*)>() };
                    order.permute_backward(dy.as_slice(), dx.target());
                }
            }
        }
    };
}
shuffle!();
shuffle!(L);
shuffle!(H W);
shuffle!(D H W);

impl<G: Dim> fmt::Debug for ChannelShuffle<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChannelShuffle<{}>", G::SIZE)
    }
}
