//! The permutation of axes.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::{Dim, N, Natural};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::Order;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Sample, Shape};
use crate::signal::Batch;
use crate::tensor::Tensor;
use core::marker::PhantomData;

/// y = x with permuted axes: axis i of y is axis `Axes`_i of x, counted without the batch (PyTorch's `permute`).
///
/// In `network!`: `.permute::<1, 0>()`, which is `Permute<(N<1>, N<0>)>` and turns `[3, 28]` into `[28, 3]`. Two to five axes,
/// each of them once. The gradient is permuted back.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Permute};
/// let x = Tensor::<(N<1>, N<2>, N<3>)>::new([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]);
/// let mut y = Tensor::<(N<1>, N<3>, N<2>)>::zeros();
/// Layer::<(N<2>, N<3>)>::forward(&Permute::<(N<1>, N<0>)>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
/// ```
///
/// An order that does not name every axis does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, Permute};
/// type Out = <Permute<(N<1>, N<1>)> as Layer<(N<2>, N<3>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[derive(Debug)]
pub struct Permute<Axes>(PhantomData<Axes>);
stateless_by_type!(Permute<Axes: AxisOrder>);

/// An order of axes: a tuple of two to five different numbers from 0 up, such as `(N<2>, N<0>, N<1>)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permutation of axes",
    note = "write a tuple of two to five numbers, such as `(N<2>, N<0>, N<1>)`"
)]
pub trait AxisOrder: 'static {
    /// The axes, in this order.
    const AXES: &'static [usize];
}

/// A shape whose axes can be permuted to the order `Axes`.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::Permuted;
/// use nn::shape::Shape;
/// type Image = (N<3>, N<28>, N<20>);
/// assert_eq!(<<Image as Permuted<(N<1>, N<2>, N<0>)>>::Output as Shape>::DIMS, [28, 20, 3]);
/// ```
#[diagnostic::on_unimplemented(
    message = "the axes of `{Self}` cannot be permuted by `{Axes}`",
    note = "each axis must occur once; axes are counted from 0, without the batch"
)]
pub trait Permuted<Axes: AxisOrder>: Sample {
    /// The shape with its axes in that order.
    type Output: Sample;
}

macro_rules! orders {
    ($([$($axis:ident)+])+) => {
        $(
            impl<$($axis: Natural),+> AxisOrder for ($($axis,)+) {
                const AXES: &'static [usize] = &[$($axis::SIZE),+];
            }
        )+
    };
}
orders!([A B] [A B C] [A B C D] [A B C D E]);

/// Generates one implementation for each permutation of the axes: each remaining axis in turn is taken for the next position.
macro_rules! permutations {
    ($([$($axis:ident $index:literal)+])+) => {
        $(permutations!(@next [$($axis)+] [] [] [$($axis $index)+]);)+
    };
    // Arguments: all axes, those taken so far, those passed over for the next position, and those left to try for it.
    (@next $all:tt $taken:tt [] []) => {
        permutations!(@rule $all $taken);
    };
    (@next $all:tt $taken:tt [$($passed:tt)+] []) => {};
    (@next $all:tt [$($taken:tt)*] [$($passed:tt)*] [$axis:ident $index:literal $($left:tt)*]) => {
        permutations!(@next $all [$($taken)* $axis $index] [] [$($passed)* $($left)*]);
        permutations!(@next $all [$($taken)*] [$($passed)* $axis $index] [$($left)*]);
    };
    (@rule [$($axis:ident)+] [$($taken:ident $index:literal)+]) => {
        #[diagnostic::do_not_recommend]
        impl<$($axis: Dim),+> Permuted<($(N<$index>,)+)> for ($($axis,)+) {
            type Output = ($($taken,)+);
        }
    };
}
permutations! {
    [A 0 B 1]
    [A 0 B 1 C 2]
    [A 0 B 1 C 2 D 3]
    [A 0 B 1 C 2 D 3 E 4]
}

impl<Axes: AxisOrder> Permute<Axes> {
    /// Computes `y` from `x`, batches of any elements.
    #[inline(always)]
    pub(crate) fn pick<S: Shape, T: Copy>(x: &[T], y: &mut [T]) {
        const { Order::new(S::DIMS, Axes::AXES) }.permute(x, y);
    }
}

impl<S: Permuted<Axes>, Axes: AxisOrder, T: Float> Layer<S, T> for Permute<Axes> {
    type Out = S::Output;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::PermuteAxes { axes: Axes::AXES };

    fn forward<B: Dim>(&self, x: &Batch<S, B, T>, y: &mut Batch<S::Output, B, T>, _: &mut ()) {
        Self::pick::<S, T>(Tensor::as_slice(x), Tensor::as_mut_slice(y));
    }

    same_in_training!(S, T);

    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, S, B, T>,
        dx: Option<Gradient<'_, Batch<S, B, T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            const { Order::new(S::DIMS, Axes::AXES) }.permute_backward(Tensor::as_slice(dy), dx.target());
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::shape::Shape;

    #[test]
    fn moves_every_element_to_its_permuted_index() {
        type X = Tensor<(N<2>, N<3>, N<4>, N<5>, N<6>), f64>;
        type Y = Tensor<(N<2>, N<5>, N<3>, N<6>, N<4>), f64>;
        let x = X::from_fn(|[b, i, j, k, l]| (b * 10_000 + i * 1000 + j * 100 + k * 10 + l) as f64);
        let mut y = Y::zeros();
        let layer = Permute::<(N<2>, N<0>, N<3>, N<1>)>::new();
        Layer::<(N<3>, N<4>, N<5>, N<6>), f64>::forward(&layer, &x, &mut y, &mut ());
        let expected = Y::from_fn(|[b, k, i, l, j]| (b * 10_000 + i * 1000 + j * 100 + k * 10 + l) as f64);
        assert_eq!(y, expected);
    }

    #[test]
    fn permutes_shapes() {
        type Five = (N<1>, N<2>, N<3>, N<4>, N<5>);
        assert_eq!(<Five as Permuted<(N<4>, N<2>, N<0>, N<1>, N<3>)>>::Output::DIMS, [5, 3, 1, 2, 4]);
        assert_eq!(<Five as Permuted<(N<0>, N<1>, N<2>, N<3>, N<4>)>>::Output::DIMS, Five::DIMS);
        assert_eq!(<(N<7>, N<9>) as Permuted<(N<1>, N<0>)>>::Output::DIMS, [9, 7]);
    }
}
