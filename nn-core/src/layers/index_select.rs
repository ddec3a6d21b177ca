//! The elements of an axis at the indices of an input: `index_select(x, indices)`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::{Dim, N};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Target;
use crate::kernels::axis::{take, take_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{AxisAt, ReplaceAxis, Sample, WithoutAxis};
use crate::signal::{Batch, Class, Indices, Tuple};
use crate::tensor::{Tensor, around};

/// y_k = x_(index_k) along `AXIS`, counted without the batch: the elements at the indices of each sample (PyTorch's `index_select`,
/// with indices of its own for each sample; `gather` of TensorFlow with `batch_dims = 1`).
///
/// In `network!`: `index_select(x, indices)` along the first axis, `index_select::<1>(x, indices)` along the second, for an input
/// `indices: Tensor<4, Class<16>>` whose indices are below the size of the axis. `[16, 3]` and 4 indices in, `[4, 3]` out; a single
/// index, `Tensor<Class<16>>`, removes the axis. The gradient of an element is the sum over the indices that name it; indices have
/// no gradient.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{IndexSelect, Layer};
/// use nn::signal::Tuple;
/// use nn::{Class, Indices, Tensor};
/// let x = Tensor::<(N<1>, N<3>)>::new([[5.0, 6.0, 7.0]]);
/// let indices = Tensor::<(N<1>, N<2>), Class<N<3>>>::new([[2, 0].map(|index| Class::new(index).unwrap())]);
/// let mut y = Tensor::<(N<1>, N<2>)>::zeros();
/// Layer::<Tuple<((N<3>,), Indices<N<3>, (N<2>,)>)>>::forward(&IndexSelect::<0>, (&x, &indices), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [7.0, 5.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct IndexSelect<const AXIS: usize = 0>;
stateless!(IndexSelect<const AXIS: usize>);

/// Copies the selected elements of each sample.
#[inline(always)]
fn select<S: Sample, V: Dim, const AXIS: usize, K: Dim, T: Float>(x: &[T], indices: &[Class<V>], y: &mut [T]) {
    let [before, size, after] = const { around(S::DIMS, AXIS) };
    let samples = x.chunks_exact(S::SIZE).zip(y.chunks_exact_mut(before * K::SIZE * after));
    for ((x, y), indices) in samples.zip(indices.chunks_exact(K::SIZE)) {
        take([size, K::SIZE, after], |k| indices.get(k).map_or(0, |index| index.index()), x, Target::set(y));
    }
}

/// Computes the gradient of [`select`].
fn select_backward<S: Sample, V: Dim, const AXIS: usize, K: Dim, T: Float>(
    indices: &[Class<V>],
    dy: &[T],
    dx: Target<'_, T>,
) {
    let [before, size, after] = const { around(S::DIMS, AXIS) };
    let samples = dy.chunks_exact(before * K::SIZE * after).zip(dx.chunks_exact(S::SIZE));
    for ((dy, dx), indices) in samples.zip(indices.chunks_exact(K::SIZE)) {
        take_backward([size, K::SIZE, after], |k| indices.get(k).map_or(0, |index| index.index()), dy, dx);
    }
}

macro_rules! of_indices {
    ([$($axis:ident)?] $count:ty, $output:ident $(, $new:ident)?) => {
        impl<S, V: Dim, $($axis: Dim,)? const AXIS: usize, T: Float> Layer<Tuple<(S, Indices<V, ($($axis,)?)>)>, T>
            for IndexSelect<AXIS>
        where
            S: AxisAt<AXIS, Size = V> + $output<AXIS $(, $new)?, Output: Sample>,
        {
            type Out = S::Output;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::IndexSelect { axis: AXIS };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                (x, indices): (&Batch<S, B, T>, &Tensor<(B, $($axis)?), Class<V>>),
                y: &mut Batch<S::Output, B, T>,
                _: &mut (),
            ) {
                select::<S, V, AXIS, $count, T>(Tensor::as_slice(x), indices.as_slice(), Tensor::as_mut_slice(y));
            }

            same_in_training!(Tuple<(S, Indices<V, ($($axis,)?)>)>, T);

            fn backward<B: Dim>(
                &self,
                Pass { x: (_, indices), dy, .. }: Pass<'_, Self, Tuple<(S, Indices<V, ($($axis,)?)>)>, B, T>,
                (dx, ()): (Option<Gradient<'_, Batch<S, B, T>>>, ()),
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
                if let Some(dx) = dx {
                    select_backward::<S, V, AXIS, $count, T>(indices.as_slice(), Tensor::as_slice(dy), dx.target());
                }
            }
        }
    };
}
of_indices!([] N<1>, WithoutAxis);
of_indices!([K] K, ReplaceAxis, K);
