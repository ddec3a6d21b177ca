//! Zero padding.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, Natural, PadDim};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{ZeroBorder, zero_pad, zero_pad_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y = x with zeros before and after each row (PyTorch's `ZeroPad1d`).
///
/// In `network!`: `.zero_pad::<1>()`, or `.zero_pad::<1, 2>()`. `[C, L]` in, `[C, Left + L + Right]` out. The gradient: dx is
/// dy without the border.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, ZeroPad1d};
/// let x = Tensor::<(N<1>, N<1>, N<2>)>::new([[[1.0, 2.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<5>)>::zeros();
/// Layer::<(N<1>, N<2>)>::forward(&ZeroPad1d::<N<1>, N<2>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.0, 1.0, 2.0, 0.0, 0.0]);
/// ```
pub struct ZeroPad1d<Left: Natural, Right: Natural = Left>(PhantomData<(Left, Right)>);
stateless_by_type!(ZeroPad1d<Left: Natural, Right: Natural>);

/// y = x with zeros on each of its four sides (PyTorch's `ZeroPad2d`).
///
/// In `network!`: `.zero_pad::<1>()` on all sides, or `.zero_pad::<1, 2, 0, 1>()`, in PyTorch's order: left, right, top,
/// bottom. `[C, H, W]` in, `[C, Top + H + Bottom, Left + W + Right]` out. The gradient: dx is dy without the border.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, ZeroPad2d};
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[1.0, 2.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<3>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&ZeroPad2d::<N<1>, N<0>, N<0>, N<1>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.0, 1.0, 2.0, 0.0, 0.0, 0.0]);
/// ```
pub struct ZeroPad2d<Left: Natural, Right: Natural = Left, Top: Natural = Left, Bottom: Natural = Top>(
    PhantomData<(Left, Right, Top, Bottom)>,
);
stateless_by_type!(ZeroPad2d<Left: Natural, Right: Natural, Top: Natural, Bottom: Natural>);

macro_rules! zero_pad {
    ($layer:ident<$($side:ident),+>: [$($axis:ident $before:ident $after:ident),+] $border:expr) => {
        impl<C: Dim, $($axis: PadDim<$before, $after>,)+ $($side: Natural,)+ T: Float> Layer<(C, $($axis),+), T>
            for $layer<$($side),+>
        {
            type Out = (C, $($axis::Output),+);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::ZeroPad { borders: &[$([$before::SIZE, $after::SIZE]),+] };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis),+), T>,
                y: &mut Tensor<(B, C, $($axis::Output),+), T>,
                _: &mut (),
            ) {
                zero_pad(&$border, x.as_slice(), y.as_mut_slice());
            }

            same_in_training!((C, $($axis),+), T);

            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, (C, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis),+), T>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    zero_pad_backward(&$border, dy.as_slice(), dx.target());
                }
            }
        }

        impl<$($side: Natural),+> fmt::Debug for $layer<$($side),+> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($layer), "<"))?;
                for (i, side) in [$($side::SIZE),+].into_iter().enumerate() {
                    write!(f, "{}{side}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(">")
            }
        }
    };
}
zero_pad!(ZeroPad1d<Left, Right>: [L Left Right] ZeroBorder {
    input: [1, L::SIZE],
    before: [0, Left::SIZE],
    after: [0, Right::SIZE],
});
zero_pad!(ZeroPad2d<Left, Right, Top, Bottom>: [H Top Bottom, W Left Right] ZeroBorder {
    input: [H::SIZE, W::SIZE],
    before: [Top::SIZE, Left::SIZE],
    after: [Bottom::SIZE, Right::SIZE],
});

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn pads_each_side_separately() {
        let x = Tensor::<(N<2>, N<2>, N<3>, N<2>), f64>::from_fn(|[b, c, h, w]| {
            1.0 + (100 * b + 50 * c + 10 * h + w) as f64
        });
        let mut y = Tensor::<(N<2>, N<2>, N<10>, N<5>), f64>::full(f64::NAN);
        type Sides = ZeroPad2d<N<1>, N<2>, N<3>, N<4>>;
        Layer::<(N<2>, N<3>, N<2>), f64>::forward(&Sides::new(), &x, &mut y, &mut ());
        let inside = |h: usize, w: usize| (3..6).contains(&h) && (1..3).contains(&w);
        let expected =
            Tensor::<(N<2>, N<2>, N<10>, N<5>), f64>::from_fn(
                |[b, c, h, w]| {
                    if inside(h, w) { x[[b, c, h - 3, w - 1]] } else { 0.0 }
                },
            );
        assert_eq!(y.as_slice(), expected.as_slice());
    }
}
