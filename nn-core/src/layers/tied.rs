//! Tied weights: the weight of a layer, transposed, as that of another one.

use super::layer_data::layer_data;
use super::linear::rows;
use super::same_in_training::same_in_training;
use crate::dim::{Dim, Natural};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Matrix, affine, gemm};
use crate::layers::{
    BiasOption, Embedding, Init, Layer, Linear, Parameter, ParameterRole, Pass, ReinterpretAs, StepContext,
};
use crate::parameters::{Gradient, Layout, Parameters, Plain, plain};
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// Declares a layer that has no weight of its own: it multiplies by the transposed weight of another layer, as the output projection
/// of a language model does by the table of its embedding (Press, Wolf 2017).
///
/// In `network!`: `head: Tied<embed>`, where `embed` is an [`Embedding`], a [`Linear`] or a [`Parameter`] of the same network. For a
/// table `embed: Embedding<V, D>`, `[.., D]` in, `[.., V]` out: y = x W^T, with one score per row of the table. For
/// `enc: Linear<In, Out>`, `[.., Out]` in, `[.., In]` out, as in an autoencoder with tied weights; the bias of `enc` is not used. For
/// `w: Parameter<Out, In>`, `[.., In]` in, `[.., Out]` out, as PyTorch's `F.linear(x, w)`. The gradients of all uses of the weight
/// add up: dx = dy W, dW = dy^T x. The weight is counted, saved and loaded once, under the name of the other layer; freezing that
/// layer freezes both. The field itself stores nothing.
///
/// A row that is the `padding_idx` of the table is a row like the others here, and receives a gradient, as in PyTorch.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Language {
///         embed: Embedding<5, 2>,
///         head: Tied<embed>,
///     }
///     fn forward(words: Tensor<3, Class<5>>) -> Tensor<3, 5> {
///         words.embed().tanh().head()
///     }
/// }
///
/// assert_eq!(Language::PARAMETERS, 10);
/// let language = Language::new(1);
/// let words = Tensor::<shape![1, 3], Class<dim![5]>>::from_fn(|[_, i]| Class::new(i).unwrap());
/// let (w, y) = (&language.embed.weight, language.forward(&words));
/// let expected: f32 = (0..2).map(|i| w[[1, i]].tanh() * w[[4, i]]).sum();
/// assert!((y[[0, 1, 4]] - expected).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Default)]
pub struct Tied;

layer_data! { impl[] for Tied {} }

impl Init for Tied {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {}
}

impl fmt::Debug for Tied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tied")
    }
}

/// A layer with a weight that another one can use transposed.
#[doc(hidden)]
pub trait HasMatrix<T: Float>: Parameters<T> {
    /// The number of rows of the weight.
    type Rows: Dim;
    /// The number of columns of the weight.
    type Columns: Dim;

    /// Returns the weight.
    fn matrix(&self) -> &Tensor<(Self::Rows, Self::Columns), T>;
    /// Returns the gradient of the weight; all other gradients are 0.
    #[allow(clippy::type_complexity)]
    fn matrix_gradient(grad: Gradient<'_, Self>) -> Gradient<'_, Tensor<(Self::Rows, Self::Columns), T>>;
}

impl<V: Dim, D: Dim, T: Float, const PADDING_IDX: usize> HasMatrix<T> for Embedding<V, D, T, PADDING_IDX> {
    type Rows = V;
    type Columns = D;

    fn matrix(&self) -> &Tensor<(V, D), T> {
        &self.weight
    }
    fn matrix_gradient(grad: Gradient<'_, Self>) -> Gradient<'_, Tensor<(V, D), T>> {
        grad.part(|grad| &mut grad.weight)
    }
}

impl<Out: Dim, In: Dim, R: ParameterRole, T: Float> HasMatrix<T> for Parameter<(Out, In), R, T> {
    type Rows = Out;
    type Columns = In;

    fn matrix(&self) -> &Tensor<(Out, In), T> {
        &self.value
    }
    fn matrix_gradient(grad: Gradient<'_, Self>) -> Gradient<'_, Tensor<(Out, In), T>> {
        grad.part(|grad| &mut grad.value)
    }
}

impl<In: Dim, Out: Dim, Bias: BiasOption, T: Float> HasMatrix<T> for Linear<In, Out, Bias, T> {
    type Rows = In;
    type Columns = Out;

    fn matrix(&self) -> &Tensor<(In, Out), T> {
        &self.weight
    }
    fn matrix_gradient(grad: Gradient<'_, Self>) -> Gradient<'_, Tensor<(In, Out), T>> {
        let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
        bias.write_zeros();
        weight
    }
}

/// The layer `L` as one that multiplies by its transposed weight.
#[doc(hidden)]
#[repr(transparent)]
pub struct Transposed<L>(L);

plain! { impl[L: Plain] for Transposed<L> { 0 } }
// SAFETY: the layer implements it, and is the only field.
unsafe impl<T, L: Parameters<T>> Parameters<T> for Transposed<L> {
    const LAYOUT: Layout = L::LAYOUT;
}

impl<L> ReinterpretAs<Transposed<L>> for L {
    #[inline]
    fn reinterpret(&self) -> &Transposed<L> {
        // SAFETY: `Transposed` is transparent over the layer.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }
    #[inline]
    fn reinterpret_mut(&mut self) -> &mut Transposed<L> {
        // SAFETY: as above.
        unsafe { &mut *core::ptr::from_mut(self).cast() }
    }
    #[inline]
    fn reinterpret_gradient(gradient: Gradient<'_, L>) -> Gradient<'_, Transposed<L>> {
        // SAFETY: as above; the result has the lifetime of the gradient.
        gradient.part(|layer| unsafe { &mut *core::ptr::from_mut(layer).cast() })
    }
}

macro_rules! of_rows {
    ($($axis:ident)*) => {
        impl<$($axis: Dim,)* L: HasMatrix<T>, T: Float> Layer<($($axis,)* L::Columns,), T> for Transposed<L> {
            type Out = ($($axis,)* L::Rows,);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const MACS: usize = L::Rows::SIZE * L::Columns::SIZE $(* $axis::SIZE)*;
            const OP: Op = Op::FullyConnectedTransposed { inputs: L::Columns::SIZE, outputs: L::Rows::SIZE };

            #[inline]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, $($axis,)* L::Columns), T>,
                y: &mut Tensor<(B, $($axis,)* L::Rows), T>,
                _: &mut (),
            ) {
                let count = rows::<(B, $($axis,)* L::Columns), L::Columns>();
                let x = Matrix::new(x.as_slice(), count, L::Columns::SIZE);
                affine(x, weight(&self.0).transposed(), None, y.as_mut_slice());
            }

            same_in_training!(($($axis,)* L::Columns,), T);

            #[inline]
            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, ($($axis,)* L::Columns,), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, $($axis,)* L::Columns), T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let count = rows::<(B, $($axis,)* L::Columns), L::Columns>();
                let x = Matrix::new(x.as_slice(), count, L::Columns::SIZE);
                let dy = Matrix::new(dy.as_slice(), count, L::Rows::SIZE);
                gemm(dy.transposed(), x, L::matrix_gradient(grad.part(|grad| &mut grad.0)).target());
                if let Some(dx) = dx {
                    gemm(dy, weight(&self.0), dx.target());
                }
            }
        }
    };
}
of_rows!();
of_rows!(I);
of_rows!(H I);
of_rows!(G H I);
of_rows!(F G H I);

fn weight<L: HasMatrix<T>, T: Float>(layer: &L) -> Matrix<'_, T> {
    Matrix::new(layer.matrix().as_slice(), L::Rows::SIZE, L::Columns::SIZE)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::layers::{WeightRole, WithBias};
    use crate::parameters::zeroed;
    use crate::session::gradient_check::{check_layer, fill};

    type Table = Embedding<N<5>, N<3>, f64>;
    type Encoder = Linear<N<4>, N<3>, WithBias, f64>;
    type Matrix = Parameter<(N<5>, N<3>), WeightRole, f64>;

    #[test]
    fn gradients() {
        for seed in 0..5 {
            check_layer::<(N<3>,), N<4>, _>(&mut *zeroed::<Transposed<Table>>(), seed);
            check_layer::<(N<2>, N<3>), N<1>, _>(&mut *zeroed::<Transposed<Table>>(), seed);
            check_layer::<(N<3>,), N<4>, _>(&mut *zeroed::<Transposed<Matrix>>(), seed);
            check_layer::<(N<2>, N<3>), N<3>, _>(&mut *zeroed::<Transposed<Matrix>>(), seed);
            check_layer::<(N<2>, N<1>, N<3>), N<2>, _>(&mut *zeroed::<Transposed<Encoder>>(), seed);
        }
    }

    #[test]
    fn reinterpreted_layer_multiplies_by_its_transposed_weight() {
        let mut table = zeroed::<Table>();
        fill(table.as_mut_slice(), &mut rng(1));
        let x = Tensor::<(N<1>, N<3>), f64>::new([[1.0, -2.0, 0.5]]);
        let mut y = Tensor::<(N<1>, N<5>), f64>::zeros();
        let tied: &Transposed<Table> = (*table).reinterpret();
        Layer::<(N<3>,), f64>::forward(tied, &x, &mut y, &mut ());
        for row in 0..5 {
            let expected: f64 = (0..3).map(|i| x[[0, i]] * table.weight[[row, i]]).sum();
            assert!((y[[0, row]] - expected).abs() < 1e-14);
        }
        let tied: &mut Transposed<Table> = (*table).reinterpret_mut();
        Parameters::<f64>::as_mut_slice(tied)[0] = f64::NAN;
        let tied: &Transposed<Table> = (*table).reinterpret();
        Layer::<(N<3>,), f64>::forward(tied, &x, &mut y, &mut ());
        assert!(y[[0, 0]].is_nan() && !y[[0, 1]].is_nan());
    }

    #[test]
    fn gradient_of_an_unused_bias_is_zero() {
        let (encoder, mut grad) = (zeroed::<Encoder>(), zeroed::<Encoder>());
        grad.bias.as_mut_slice().fill(7.0);
        let (x, y) = (Tensor::<(N<1>, N<3>), f64>::zeros(), Tensor::<(N<1>, N<4>), f64>::full(1.0));
        for (adds, expected) in [(true, 7.0), (false, 0.0)] {
            let gradient = Gradient::new(&mut *grad, adds);
            let gradient = ReinterpretAs::<Transposed<Encoder>>::reinterpret_gradient(gradient);
            let tied: &Transposed<Encoder> = (*encoder).reinterpret();
            let pass = Pass { x: &*x, y: &*y, saved: &mut (), dy: &*y };
            Layer::<(N<3>,), f64>::backward(tied, pass, None, gradient, StepContext::default());
            assert_eq!(grad.bias.as_slice(), [expected; 3]);
        }
    }
}
