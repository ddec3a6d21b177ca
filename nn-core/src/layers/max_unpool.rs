//! The inverse of a max pool: elements at the positions of its maxima, `max_unpool::<2>(h, places)`.

use super::axes::write_sizes;
use super::stateless::stateless_by_type;
use super::window::{Size2d, Size3d, Sizes};
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{max_unpool, max_unpool_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Counted, Sample};
use crate::signal::{Class, Indices, Tuple};
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// y\[c, s(c, p)\] = x\[c, p\], and 0 elsewhere, where s is the index of each element among the positions of its channel of y
/// (PyTorch's `MaxUnpool1d`, `MaxUnpool2d` and `MaxUnpool3d`): the inverse of a max pool, but for the elements that are no maxima.
///
/// In `network!`: `max_unpool::<2>(h, places)`, or `max_unpool::<3, stride = 2, padding = 1, output_size = (7, 9)>(h, places)`,
/// with `places` from `let (h, places) = x.max_pool::<2, return_indices = true>();`. `[C, L']` and indices below L of the same
/// shape in, `[C, L]` out; likewise `[C, H', W']` and indices below H W in, `[C, H, W]` out, and `[C, D', H', W']` and indices
/// below D H W in, `[C, D, H, W]` out. `Size` is the size of the output: one for all axes, `N<4>`, or one for each, `(N<4>, N<6>)`.
/// In `network!` it is `output_size`, or else, along each axis, (L' - 1) S - 2 P + K: kernel K, stride S (defaults to the kernel),
/// padding P. The indices must be below the number of positions of a channel of the output.
///
/// Of several elements with the same index, which windows that overlap can return, the last one in the order of x remains, where
/// PyTorch leaves it open which one. The gradient is that of this function: dx\[c, p\] = dy\[c, s(c, p)\] for the element that
/// remains, and 0 for the others; indices have no gradient. (PyTorch's gradient of the others is not 0.)
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Layer, MaxUnpool};
/// use nn::signal::Tuple;
/// use nn::{Class, Indices, Tensor};
/// let x = Tensor::<(N<1>, N<1>, N<2>)>::new([[[2.0, 4.0]]]);
/// let places = Tensor::<(N<1>, N<1>, N<2>), Class<N<5>>>::new([[[1, 2].map(|index| Class::new(index).unwrap())]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<5>)>::zeros();
/// type Pooled = (N<1>, N<2>);
/// let unpool = MaxUnpool::<N<5>>::new();
/// Layer::<Tuple<(Pooled, Indices<N<5>, Pooled>)>>::forward(&unpool, (&x, &places), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [0.0, 2.0, 4.0, 0.0, 0.0]);
/// ```
pub struct MaxUnpool<Size: Sizes>(PhantomData<Size>);
stateless_by_type!(MaxUnpool<Size: Sizes>);

macro_rules! unpool {
    ($($axis:ident $out:ty),+; $($bound:tt)+) => {
        impl<C: Dim, $($axis: Dim,)+ Size: $($bound)+, V: Dim, T: Float>
            Layer<Tuple<((C, $($axis),+), Indices<V, (C, $($axis),+)>)>, T> for MaxUnpool<Size>
        where
            ($($out,)+): Counted<Count = V>,
        {
            type Out = (C, $($out),+);
            /// By position of a channel: the last element that was written to it.
            type Saved<B: Dim> = Tensor<($($out,)+), Class<V>>;
            type Scratch<B: Dim> = ();
            const OP: Op = Op::MaxUnpool;

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                (x, places): (
                    &Tensor<(B, C, $($axis),+), T>,
                    &Tensor<<(C, $($axis),+) as Sample>::Batch<B>, Class<V>>,
                ),
                y: &mut Tensor<(B, C, $($out),+), T>,
                _: &mut (),
            ) {
                let sizes = const { [1 $(* $axis::SIZE)+, V::SIZE] };
                max_unpool(sizes, (places.as_slice(), |place| place.index()), x.as_slice(), y.as_mut_slice());
            }

            #[inline]
            fn forward_train<B: Dim>(
                &self,
                x: (
                    &Tensor<(B, C, $($axis),+), T>,
                    &Tensor<<(C, $($axis),+) as Sample>::Batch<B>, Class<V>>,
                ),
                y: &mut Tensor<(B, C, $($out),+), T>,
                _: &mut Self::Saved<B>,
                _: StepContext,
            ) {
                Layer::<Tuple<((C, $($axis),+), Indices<V, (C, $($axis),+)>)>, T>::forward::<B>(self, x, y, &mut ());
            }

            fn backward<B: Dim>(
                &self,
                Pass { x: (_, places), saved, dy, .. }: Pass<
                    '_,
                    Self,
                    Tuple<((C, $($axis),+), Indices<V, (C, $($axis),+)>)>,
                    B,
                    T,
                >,
                (dx, ()): (Option<Gradient<'_, Tensor<(B, C, $($axis),+), T>>>, ()),
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let Some(dx) = dx else { return };
                let sizes = const { [1 $(* $axis::SIZE)+, V::SIZE] };
                let last = Class::to_numbers_mut(saved.as_mut_slice());
                let places = (places.as_slice(), |place: &Class<V>| place.index());
                max_unpool_backward(sizes, places, dy.as_slice(), last, dx.target());
            }
        }
    };
}
unpool!(L Size; Dim + Sizes);
unpool!(H Size::Height, W Size::Width; Size2d + Sizes);
unpool!(D Size::Depth, H Size::Height, W Size::Width; Size3d + Sizes);

impl<Size: Sizes> fmt::Debug for MaxUnpool<Size> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaxUnpool<")?;
        write_sizes(f, Size::SIZES)?;
        f.write_str(">")
    }
}
