//! The bilinear layer.

use super::linear::bias_of;
use super::same_in_training::same_in_training;
use super::weight_and_bias::weight_and_bias;
use super::{BiasOption, WithBias};
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Matrix, Target, affine, fold_pairs, gemm, pair_products, sum_rows};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::signal::{Signal, Tuple};
use crate::tensor::Tensor;
use core::fmt;

/// y_o = the sum over i and j of a_i W_oij b_j, plus c_o (PyTorch's `Bilinear`).
///
/// In `network!`: `mix: Bilinear<20, 30, 40>`, called with two values, `mix(a, b)` or `a.mix(b)`; `bias = false` omits c. `[.., A]` and
/// `[.., B]` in, with the same other axes, `[.., Out]` out, with up to three other axes: each position is mapped on its own. The weight
/// is `[Out, A, B]`, in PyTorch's order; weight and bias are initialised as in PyTorch, uniform in +-1/sqrt(A).
///
/// With z_ij = a_i b_j, the layer is a dense layer of z: dW = dy z^T, dz = W^T dy, da_i = the sum over j of dz_ij b_j,
/// db_j = the sum over i of dz_ij a_i, dc = the sum of dy. It keeps z, A times B elements for each position, in its scratch.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Match {
///         mix: Bilinear<2, 3, 1, bias = false>,
///     }
///     fn forward(a: Tensor<2>, b: Tensor<3>) -> Tensor<1> {
///         mix(a, b)
///     }
/// }
///
/// let mut network = Match::new(1);
/// network.mix.weight = Tensor::new([[[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]]]);
/// let y = network.forward(&Tensor::new([[3.0, 5.0]]), &Tensor::new([[7.0, 11.0, 13.0]]));
/// assert_eq!(*y, Tensor::new([[3.0 * 7.0 + 2.0 * 5.0 * 13.0]]));
/// ```
#[repr(C)]
pub struct Bilinear<A: Dim, B: Dim, Out: Dim, Bias: BiasOption = WithBias, T: Float = f32> {
    /// W, `[Out, A, B]`.
    pub weight: Tensor<(Out, A, B), T>,
    /// c, `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

weight_and_bias! {
    [A: Dim, B: Dim, Out: Dim, Bias: BiasOption, T: Float]
    Bilinear<A, B, Out, Bias, T>, OutIn, fans [A::SIZE, Out::SIZE]
}

impl<A: Dim, B: Dim, Out: Dim, Bias: BiasOption, T: Float> Bilinear<A, B, Out, Bias, T> {
    /// The weight as a matrix with one row per output.
    fn weight_matrix(&self) -> Matrix<'_, T> {
        Matrix::new(self.weight.as_slice(), Out::SIZE, A::SIZE * B::SIZE)
    }

    /// Computes `y`; `z` receives the products of the elements of `a` and `b`.
    fn apply(&self, [a, b]: [&[T]; 2], y: &mut [T], z: &mut [T]) {
        pair_products([A::SIZE, B::SIZE], a, b, z);
        let z = Matrix::new(z, z.len() / (A::SIZE * B::SIZE), A::SIZE * B::SIZE);
        affine(z, self.weight_matrix().transposed(), bias_of(&self.bias), y);
    }

    /// Computes the gradients; `z` is scratch.
    fn apply_backward(
        &self,
        [a, b]: [&[T]; 2],
        dy: &[T],
        z: &mut [T],
        [da, db]: [Option<Target<'_, T>>; 2],
        grad: Gradient<'_, Self>,
    ) {
        let (sizes, pairs) = ([A::SIZE, B::SIZE], A::SIZE * B::SIZE);
        pair_products(sizes, a, b, z);
        let rows = z.len() / pairs;
        let dy = Matrix::new(dy, rows, Out::SIZE);
        let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
        gemm(dy.transposed(), Matrix::new(z, rows, pairs), weight.target());
        let bias = bias.target();
        if !bias.is_empty() {
            sum_rows(dy.data, bias);
        }
        if da.is_some() || db.is_some() {
            gemm(dy, self.weight_matrix(), Target::set(z));
        }
        if let Some(da) = da {
            fold_pairs(sizes, z, b, false, da);
        }
        if let Some(db) = db {
            fold_pairs(sizes, z, a, true, db);
        }
    }
}

macro_rules! of_rows {
    ($($axis:ident)*) => {
        impl<$($axis: Dim,)* A: Dim, B: Dim, Out: Dim, Bias: BiasOption, T: Float>
            Layer<Tuple<(($($axis,)* A,), ($($axis,)* B,))>, T> for Bilinear<A, B, Out, Bias, T>
        {
            type Out = ($($axis,)* Out,);
            /// Scratch for the products of the elements of both inputs.
            type Saved<Batch: Dim> = Tensor<(Batch, $($axis,)* A, B), T>;
            type Scratch<Batch: Dim> = Tensor<(Batch, $($axis,)* A, B), T>;
            const MACS: usize = (1 + Out::SIZE) * A::SIZE * B::SIZE $(* $axis::SIZE)*;
            const OP: Op = Op::BilinearForm {
                first: A::SIZE,
                second: B::SIZE,
                outputs: Out::SIZE,
                bias: Bias::HAS_BIAS,
            };

            fn forward<Batch: Dim>(
                &self,
                (a, b): (&Tensor<(Batch, $($axis,)* A), T>, &Tensor<(Batch, $($axis,)* B), T>),
                y: &mut Tensor<(Batch, $($axis,)* Out), T>,
                z: &mut Tensor<(Batch, $($axis,)* A, B), T>,
            ) {
                self.apply([a.as_slice(), b.as_slice()], y.as_mut_slice(), z.as_mut_slice());
            }

            same_in_training!(Tuple<(($($axis,)* A,), ($($axis,)* B,))>, T);

            fn backward<Batch: Dim>(
                &self,
                Pass { x: (a, b), saved: z, dy, .. }: Pass<'_, Self, Tuple<(($($axis,)* A,), ($($axis,)* B,))>, Batch, T>,
                (da, db): <Tuple<(($($axis,)* A,), ($($axis,)* B,))> as Signal>::Grad<'_, Batch, T>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let dx = [da.map(Gradient::target), db.map(Gradient::target)];
                self.apply_backward([a.as_slice(), b.as_slice()], dy.as_slice(), z.as_mut_slice(), dx, grad);
            }
        }
    };
}
of_rows!();
of_rows!(L);
of_rows!(K L);
of_rows!(J K L);

impl<A: Dim, B: Dim, Out: Dim, Bias: BiasOption, T: Float> fmt::Debug for Bilinear<A, B, Out, Bias, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bias = if Bias::HAS_BIAS { "" } else { ", bias = false" };
        write!(f, "Bilinear<{}, {}, {}{bias}>", A::SIZE, B::SIZE, Out::SIZE)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::layers::{Init, NoBias};
    use crate::parameters::{Parameters, zeroed};

    #[test]
    fn special_values() {
        let mut layer = zeroed::<Bilinear<N<2>, N<2>, N<1>, NoBias>>();
        layer.weight.as_mut_slice().copy_from_slice(&[1.0, 0.0, 0.0, 1.0]);
        let y = |a: [f32; 2], b: [f32; 2]| {
            let (a, b, mut y) =
                (Tensor::<(N<1>, N<2>)>::new([a]), Tensor::<(N<1>, N<2>)>::new([b]), Tensor::new([[0.0]]));
            Layer::<Tuple<((N<2>,), (N<2>,))>>::forward(&*layer, (&a, &b), &mut y, &mut *zeroed());
            y[[0, 0]]
        };
        assert_eq!([y([0.0; 2], [3.0; 2]), y([1e30, 0.0], [1e8, 5.0]), y([2.0, 3.0], [5.0, 7.0])], [0.0, 1e38, 31.0]);
        assert!(y([f32::NAN, 0.0], [1.0; 2]).is_nan() && y([1e30, 1.0], [1e30, 1.0]).is_infinite());
    }

    #[test]
    fn initialises_uniformly_within_bound() {
        let mut layer = zeroed::<Bilinear<N<16>, N<3>, N<40>>>();
        layer.init(&mut rng(1));
        let elements = Parameters::<f32>::as_slice(&*layer);
        assert!(elements.iter().all(|w| w.abs() <= 0.25) && elements.iter().any(|w| w.abs() > 0.24));
        assert_eq!(alloc::format!("{layer:?}"), "Bilinear<16, 3, 40>");
    }
}
