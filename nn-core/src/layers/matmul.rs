//! The product of two matrices: `matmul(a, b)`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{products, products_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::{Batch, Signal, Tuple};
use crate::tensor::Tensor;

/// y_ij = sum_p a_ip b_pj: the product of two matrices of each sample (PyTorch's `matmul` and `bmm`).
///
/// In `network!`: `matmul(a, b)`. `[M, K]` and `[K, N]` in, `[M, N]` out; up to three equal axes before them, such as the heads of an
/// attention, hold one product each. A vector is a row on the left and a column on the right: `[K]` and `[K, N]` give `[N]`, `[M, K]`
/// and `[K]` give `[M]`. `dot(a, b)` is the product of two vectors, of shape `[]`, and `outer(a, b)` turns `[M]` and `[N]` into
/// `[M, N]`. The gradients are da = dy b^T and db = a^T dy.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, MatMul};
/// use nn::signal::Tuple;
/// let a = Tensor::<(N<1>, N<2>, N<2>)>::new([[[1.0, 2.0], [3.0, 4.0]]]);
/// let b = Tensor::<(N<1>, N<2>, N<1>)>::new([[[10.0], [1.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<1>)>::zeros();
/// Layer::<Tuple<((N<2>, N<2>), (N<2>, N<1>))>>::forward(&MatMul, (&a, &b), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [12.0, 34.0]);
/// ```
///
/// Matrices that do not fit do not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, MatMul};
/// use nn::signal::Tuple;
/// type Out = <MatMul as Layer<Tuple<((N<2>, N<3>), (N<2>, N<1>))>>>::Out;
/// let out: Option<Out> = None;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct MatMul;
stateless!(MatMul);

/// Matrices that can be multiplied by those of `Rhs`.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::MatrixTimes;
/// use nn::shape::Shape;
/// type Heads = (N<4>, N<16>, N<8>);
/// assert_eq!(<<Heads as MatrixTimes<(N<4>, N<8>, N<2>)>>::Output as Shape>::DIMS, [4, 16, 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be multiplied by `{Rhs}`",
    note = "the last axis of the first must be the last but one of the second, and the axes before them must be equal"
)]
pub trait MatrixTimes<Rhs: Sample>: Sample {
    /// The shape of the products.
    type Output: Sample;
    /// The sizes M, K and N of a product of an M-by-K and a K-by-N matrix.
    const SIZES: [usize; 3];
}

macro_rules! matrices {
    ($([$($axis:ident)*])*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($axis: Dim,)* M: Dim, K: Dim, N: Dim> MatrixTimes<($($axis,)* K, N)> for ($($axis,)* M, K) {
                type Output = ($($axis,)* M, N);
                const SIZES: [usize; 3] = [M::SIZE, K::SIZE, N::SIZE];
            }
        )*
    };
}
matrices!([] [A] [A B] [A B C]);

type Pair<'a, A, B, Rows, T> = (&'a Batch<A, Rows, T>, &'a Batch<B, Rows, T>);

impl<A: MatrixTimes<B>, B: Sample, T: Float> Layer<Tuple<(A, B)>, T> for MatMul {
    type Out = A::Output;
    type Saved<Rows: Dim> = ();
    type Scratch<Rows: Dim> = ();
    const MACS: usize = A::SIZE * A::SIZES[2];
    const OP: Op = Op::MatrixProduct;

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<Rows: Dim>(&self, (a, b): Pair<'_, A, B, Rows, T>, y: &mut Batch<A::Output, Rows, T>, _: &mut ()) {
        products(A::SIZES, Tensor::as_slice(a), Tensor::as_slice(b), Tensor::as_mut_slice(y));
    }

    same_in_training!(Tuple<(A, B)>, T);

    fn backward<Rows: Dim>(
        &self,
        Pass { x: (a, b), dy, .. }: Pass<'_, Self, Tuple<(A, B)>, Rows, T>,
        (da, db): <Tuple<(A, B)> as Signal>::Grad<'_, Rows, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let numbers = [Tensor::as_slice(a), Tensor::as_slice(b), Tensor::as_slice(dy)];
        products_backward(A::SIZES, numbers, da.map(Gradient::target), db.map(Gradient::target));
    }
}
