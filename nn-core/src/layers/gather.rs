//! The elements of an axis at indices of an input, one for each element of the other axes: `gather(x, indices)`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::{take_along, take_along_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{ReplaceAxis, Sample};
use crate::signal::{Batch, Class, Indices, Tuple};
use crate::tensor::{Tensor, around};

/// y_(i j k) = x_(i index_(i j k) k) along `AXIS`, counted without the batch, which is j: an element for each index (PyTorch's
/// `gather`, NumPy's `take_along_axis`). [`IndexSelect`](crate::IndexSelect) uses one index for all elements of the other axes.
///
/// In `network!`: `gather(x, indices)` along the first axis, `gather::<1>(x, indices)` along the second, for an input `indices` whose
/// indices are below the size of that axis, and whose other axes are those of x. `[16, 3]` and `Tensor<4, 3, Class<16>>` in,
/// `[4, 3]` out. The gradient of an element is the sum over the indices that name it; indices have no gradient.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Gather, Layer};
/// use nn::signal::Tuple;
/// use nn::{Class, Indices, Tensor};
/// type Matrix = (N<3>, N<2>);
/// let x = Tensor::<(N<1>, N<3>, N<2>)>::new([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]);
/// let indices = Tensor::<(N<1>, N<1>, N<2>), Class<N<3>>>::new([[[2, 0].map(|index| Class::new(index).unwrap())]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>)>::zeros();
/// Layer::<Tuple<(Matrix, Indices<N<3>, (N<1>, N<2>)>)>>::forward(&Gather::<0>, (&x, &indices), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [5.0, 2.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Gather<const AXIS: usize = 0>;
stateless!(Gather<const AXIS: usize>);

/// The size of the axis in x and in y, and the number of elements of the axes after it.
const fn sizes<S: Sample, I: Sample>(axis: usize) -> [usize; 3] {
    let ([_, size, after], [_, count, _]) = (around(S::DIMS, axis), around(I::DIMS, axis));
    [size, count, after]
}

impl<S: Sample, V: Dim, I, const AXIS: usize, T: Float> Layer<Tuple<(S, Indices<V, I>)>, T> for Gather<AXIS>
where
    I: Sample + ReplaceAxis<AXIS, V, Output = S>,
{
    type Out = I;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Gather { axis: AXIS };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        (x, indices): (&Batch<S, B, T>, &Tensor<I::Batch<B>, Class<V>>),
        y: &mut Batch<I, B, T>,
        _: &mut (),
    ) {
        let sources = indices.as_slice().iter().map(|index| index.index());
        take_along(const { sizes::<S, I>(AXIS) }, sources, Tensor::as_slice(x), Tensor::as_mut_slice(y));
    }

    same_in_training!(Tuple<(S, Indices<V, I>)>, T);

    fn backward<B: Dim>(
        &self,
        Pass { x: (_, indices), dy, .. }: Pass<'_, Self, Tuple<(S, Indices<V, I>)>, B, T>,
        (dx, ()): (Option<Gradient<'_, Batch<S, B, T>>>, ()),
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            let sources = indices.as_slice().iter().map(|index| index.index());
            take_along_backward(const { sizes::<S, I>(AXIS) }, sources, Tensor::as_slice(dy), dx.target());
        }
    }
}
