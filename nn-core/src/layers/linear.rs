//! The fully connected layer.

use super::layer_data::layer_data;
use super::same_in_training::same_in_training;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::init::{Initializer, Uniform};
use crate::kernels::{Matrix, Target, affine, gemm, small_batch, sum_rows, unrolled};
use crate::layers::{Init, Layer, Pass, StepContext};
use crate::parameters::{Gradient, Parameters};
use crate::shape::Shape;
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// Y = X W + b (theory.md, 2.1): X has rows of `In` elements, W is `In` x `Out`, b has `Out` elements, Y has rows of `Out` elements.
///
/// In `network!`: `fc: Linear<784, 128>`, or `fc: Linear<784, 128, bias = false>`. `[.., In]` in, `[.., Out]` out, with one to five
/// axes: the layer maps the last axis, with the same weights for each position of the others, so 16 words of 64 features become
/// `[16, Out]`. All rows of a batch, batch size times positions, are one matrix product. The gradients are
/// dW = X^T dY, db = the sum of dY's rows, dX = dY W^T (theory.md, 4.2).
///
/// Initialised as in PyTorch: weights and bias uniform in +-1/sqrt(In). [`init_with`](Linear::init_with) uses another
/// initialiser. Note that W is `[In, Out]`, as in theory.md; PyTorch stores it as `[Out, In]`.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::Linear;
/// use nn::parameters::zeroed;
/// let mut fc = zeroed::<Linear<N<2>, N<3>>>();
/// fc.weight.as_mut_slice().fill(1.0);
/// fc.bias[[2]] = 0.5;
/// assert_eq!(fc.as_slice(), [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.5]);
/// ```
///
/// Over two positions:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Scores {
///         fc: Linear<3, 1>,
///     }
///     fn forward(words: Tensor<2, 3>) -> Tensor<2, 1> {
///         words.fc()
///     }
/// }
///
/// let mut scores = Scores::new(1);
/// scores.fc.weight.fill(1.0);
/// scores.fc.bias.fill(0.5);
/// let y = scores.forward(&Tensor::new([[[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]]]));
/// assert_eq!(*y, Tensor::new([[[6.5], [1.5]]]));
/// ```
#[repr(C)]
pub struct Linear<In: Dim, Out: Dim, Bias: BiasOption = WithBias, T: Float = f32> {
    /// W, `[In, Out]`.
    pub weight: Tensor<(In, Out), T>,
    /// b, `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

/// Whether a layer adds a bias: [`WithBias`] or [`NoBias`]. Sealed.
#[diagnostic::on_unimplemented(message = "`{Self}` is neither `WithBias` nor `NoBias`")]
pub trait BiasOption: sealed::Sealed + 'static {
    /// The storage of the bias: a tensor of `Out` elements, or `()`.
    type Storage<Out: Dim, T: Float>: Parameters<T>;
    /// The storage of a bias of shape `S`, or `()`.
    type Shaped<S: Shape, T: Float>: Parameters<T>;
    /// Whether the layer adds a bias.
    #[doc(hidden)]
    const HAS_BIAS: bool;
}

/// The layer adds a trainable bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithBias;

/// The layer adds no bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoBias;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::WithBias {}
    impl Sealed for super::NoBias {}
}

impl BiasOption for WithBias {
    type Storage<Out: Dim, T: Float> = Tensor<(Out,), T>;
    type Shaped<S: Shape, T: Float> = Tensor<S, T>;
    const HAS_BIAS: bool = true;
}

impl BiasOption for NoBias {
    type Storage<Out: Dim, T: Float> = ();
    type Shaped<S: Shape, T: Float> = ();
    const HAS_BIAS: bool = false;
}

layer_data! {
    #[input(In)]
    impl[In: Dim, Out: Dim, Bias: BiasOption, T: Float] for Linear<In, Out, Bias, T> { weight: Weight InOut, bias: Bias }
}

/// Returns the elements of the bias, if there is one.
#[inline(always)]
pub(super) fn bias_of<T: Float, B: Parameters<T>>(bias: &B) -> Option<&[T]> {
    if B::LEN == 0 { None } else { Some(bias.as_slice()) }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Linear<In, Out, Bias, T> {
    /// Initialises the weight with `initializer` and sets the bias to zero.
    ///
    /// In `network!`: `fc: Linear<784, 128, init = XavierNormal>`.
    pub fn init_with<R: Rng + ?Sized>(&mut self, initializer: &impl Initializer, rng: &mut R) {
        initializer.fill(self.weight.as_mut_slice(), In::SIZE, Out::SIZE, rng);
        self.bias.as_mut_slice().fill(T::ZERO);
    }
}

/// Returns the number of rows of a batch of shape `X` with `In` elements each.
pub(super) const fn rows<X: Shape, In: Dim>() -> usize {
    X::SIZE / In::SIZE
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Linear<In, Out, Bias, T> {
    fn weight_matrix(&self) -> Matrix<'_, T> {
        Matrix::new(self.weight.as_slice(), In::SIZE, Out::SIZE)
    }

    /// Computes one row of a small batch of shape `X`. Inlined into a loop over rows, it would make the compiler keep the weights on
    /// the stack from one row to the next.
    #[inline(never)]
    fn row<X: Shape>(&self, x: &[T], y: &mut [T]) {
        let (weight, bias) = (self.weight.as_slice(), bias_of(&self.bias));
        // The kernel is that of the whole batch.
        if const { unrolled::is_tiny(rows::<X, In>(), In::SIZE, Out::SIZE) } {
            unrolled::affine([1, In::SIZE, Out::SIZE], x, weight, bias, y);
        } else {
            small_batch::affine([In::SIZE, Out::SIZE], x, weight, bias, y);
        }
    }

    /// Computes all rows of a batch of shape `X`.
    #[inline(always)]
    fn apply<X: Shape>(&self, x: &[T], y: &mut [T]) {
        let count = const { rows::<X, In>() };
        if count > 1 && small_batch::is_small(count) {
            let rows = x.chunks_exact(In::SIZE).zip(y.chunks_exact_mut(Out::SIZE));
            return rows.for_each(|(x, y)| self.row::<X>(x, y));
        }
        affine(Matrix::new(x, count, In::SIZE), self.weight_matrix(), bias_of(&self.bias), y);
    }

    /// Computes the gradients for all rows of a batch of shape `X`.
    #[inline(always)]
    fn apply_backward<X: Shape>(&self, x: &[T], dy: &[T], dx: Option<Target<'_, T>>, grad: Gradient<'_, Self>) {
        let count = const { rows::<X, In>() };
        let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
        let (x, dy) = (Matrix::new(x, count, In::SIZE), Matrix::new(dy, count, Out::SIZE));
        gemm(x.transposed(), dy, weight.target());
        let bias = bias.target();
        if !bias.is_empty() {
            sum_rows(dy.data, bias);
        }
        if let Some(dx) = dx {
            gemm(dy, self.weight_matrix().transposed(), dx);
        }
    }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> Init for Linear<In, Out, Bias, T> {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        let uniform = Uniform { limit: 1.0 / libm::sqrt(In::SIZE as f64) };
        uniform.fill(self.as_mut_slice(), In::SIZE, Out::SIZE, rng);
    }
}

macro_rules! of_rows {
    ($($axis:ident)*) => {
        impl<$($axis: Dim,)* In: Dim, Out: Dim, Bias: BiasOption, T: Float> Layer<($($axis,)* In,), T>
            for Linear<In, Out, Bias, T>
        {
            type Out = ($($axis,)* Out,);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const MACS: usize = In::SIZE * Out::SIZE $(* $axis::SIZE)*;
            const OP: Op = Op::FullyConnected { inputs: In::SIZE, outputs: Out::SIZE, bias: Bias::HAS_BIAS };

            #[inline]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, $($axis,)* In), T>,
                y: &mut Tensor<(B, $($axis,)* Out), T>,
                _: &mut (),
            ) {
                self.apply::<(B, $($axis,)* In)>(x.as_slice(), y.as_mut_slice());
            }

            same_in_training!(($($axis,)* In,), T);

            #[inline]
            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, ($($axis,)* In,), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, $($axis,)* In), T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let dx = dx.map(Gradient::target);
                self.apply_backward::<(B, $($axis,)* In)>(x.as_slice(), dy.as_slice(), dx, grad);
            }
        }
    };
}
of_rows!();
of_rows!(L);
of_rows!(K L);
of_rows!(J K L);
of_rows!(I J K L);

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> fmt::Debug for Linear<In, Out, Bias, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bias = if self.bias.as_slice().is_empty() { ", bias = false" } else { "" };
        write!(f, "Linear<{}, {}{bias}>", In::SIZE, Out::SIZE)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::{Constant, rng};
    use crate::parameters::zeroed;
    use crate::session::gradient_check::fill;

    /// Compares with the definition, y_bj = b_j + sum_i x_bi w_ij.
    fn forward<B: Dim, In: Dim, Out: Dim, Bias: BiasOption>(seed: u64) {
        let mut rng = rng(seed);
        let mut layer = zeroed::<Linear<In, Out, Bias, f64>>();
        let (mut x, mut y) = (Tensor::<(B, In), f64>::zeros(), Tensor::<(B, Out), f64>::full(f64::NAN));
        fill(layer.as_mut_slice(), &mut rng);
        fill(x.as_mut_slice(), &mut rng);
        Layer::<(In,), f64>::forward(&*layer, &x, &mut y, &mut ());
        for b in 0..B::SIZE {
            for j in 0..Out::SIZE {
                let bias = layer.bias.as_slice().get(j).copied().unwrap_or(0.0);
                let product: f64 = (0..In::SIZE).map(|i| x[[b, i]] * layer.weight[[i, j]]).sum();
                assert!((y[[b, j]] - (product + bias)).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn forward_matches_definition() {
        forward::<N<1>, N<7>, N<5>, WithBias>(1);
        forward::<N<6>, N<7>, N<5>, WithBias>(2);
        forward::<N<1>, N<7>, N<5>, NoBias>(3);
        forward::<N<6>, N<33>, N<17>, NoBias>(4);
        forward::<N<3>, N<1>, N<1>, WithBias>(5);
    }

    /// The rows of a sample are mapped as those of a larger batch, by every kernel.
    fn rows_of_samples<B: Dim, L: Dim, All: Dim, In: Dim, Out: Dim>(seed: u64) {
        let mut rng = rng(seed);
        let mut layer = zeroed::<Linear<In, Out, WithBias, f32>>();
        layer.init(&mut rng);
        let (mut x, mut rows) = (Tensor::<(B, L, In)>::zeros(), Tensor::<(All, In)>::zeros());
        Uniform { limit: 1.0 }.fill(rows.as_mut_slice(), 1, 1, &mut rng);
        x.as_mut_slice().copy_from_slice(rows.as_slice());
        let (mut y, mut expected) = (Tensor::<(B, L, Out)>::full(f32::NAN), Tensor::<(All, Out)>::zeros());
        Layer::<(L, In)>::forward(&*layer, &x, &mut y, &mut ());
        Layer::<(In,)>::forward(&*layer, &rows, &mut expected, &mut ());
        assert_eq!(y.as_slice(), expected.as_slice());
    }

    #[test]
    fn rows_of_samples_are_those_of_a_batch() {
        rows_of_samples::<N<1>, N<1>, N<1>, N<7>, N<5>>(1);
        rows_of_samples::<N<2>, N<3>, N<6>, N<7>, N<5>>(2);
        rows_of_samples::<N<1>, N<3>, N<3>, N<2>, N<2>>(3);
        rows_of_samples::<N<5>, N<16>, N<80>, N<33>, N<17>>(4);
        assert_eq!(<Linear<N<3>, N<5>> as Layer<(N<2>, N<4>, N<3>)>>::MACS, 2 * 4 * 15);
    }

    #[test]
    fn special_values() {
        let mut layer = zeroed::<Linear<N<2>, N<1>>>();
        layer.weight.as_mut_slice().copy_from_slice(&[1.0, 0.0]);
        let x = Tensor::<(N<1>, N<4>, N<2>)>::new([[[0.0, 0.0], [3e38, 1.0], [f32::NAN, 0.0], [0.0, f32::INFINITY]]]);
        let mut y = Tensor::<(N<1>, N<4>, N<1>)>::zeros();
        Layer::<(N<4>, N<2>)>::forward(&*layer, &x, &mut y, &mut ());
        assert_eq!([y[[0, 0, 0]], y[[0, 1, 0]]], [0.0, 3e38]);
        assert!(y[[0, 2, 0]].is_nan() && y[[0, 3, 0]].is_nan());
    }

    #[test]
    fn init_with_sets_weight_and_zeroes_bias() {
        let mut layer = zeroed::<Linear<N<100>, N<20>>>();
        layer.init_with(&Constant { value: 2.0 }, &mut rng(1));
        assert!(layer.weight.iter().all(|&w| w == 2.0) && layer.bias.iter().all(|&b| b == 0.0));
    }
}
