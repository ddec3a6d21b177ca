//! The embedding: a lookup table of trainable vectors.

use super::layer_data::layer_data;
use super::same_in_training::same_in_training;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::init::{Initializer, Normal};
use crate::kernels::{gather_rows, scatter_rows};
use crate::layers::{Init, Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::signal::{Class, Indices};
use crate::tensor::Tensor;
use core::fmt;
use rand::Rng;

/// y = weight\[x\]: a trainable vector of `D` elements for each of `V` words (Bengio et al. 2003; PyTorch's
/// `Embedding`).
///
/// In `network!`: `embed: Embedding<1000, 32>`, or `embed: Embedding<_, 32>`, for an input such as
/// `words: Tensor<16, Class<1000>>`. [`Indices`]`<V, S>` in, the shape `S` followed by an axis of `D` out: 16 words become
/// `[16, 32]`. `S` has up to four axes. The type of an index guarantees that it is below V, so no step checks it.
///
/// dweight is, for each row, the sum of dy over all positions of the batch with the index of that row, and 0 for rows without any.
/// The indices have no gradient. The weight is initialised as in PyTorch: normal with mean 0 and standard deviation 1.
///
/// The row `PADDING_IDX`, if it is set (`embed: Embedding<1000, 32, padding_idx = 0>`), is initialised to 0, and its gradient is 0:
/// it stands for positions without a word, and training leaves it as it is. As in PyTorch, weight decay shrinks a row that the
/// program sets to other values, and such an index may be looked up like any other one.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Embedding, Layer};
/// use nn::parameters::zeroed;
/// use nn::{Class, Indices, Tensor};
/// let mut words = zeroed::<Embedding<N<3>, N<2>>>();
/// words.weight.as_mut_slice().copy_from_slice(&[0.0, 0.5, 1.0, 1.5, 2.0, 2.5]);
/// let x = Tensor::<(N<1>, N<2>), Class<N<3>>>::new([[Class::new(2).unwrap(), Class::new(0).unwrap()]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<Indices<N<3>, (N<2>,)>>::forward(&*words, &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [2.0, 2.5, 0.0, 0.5]);
/// ```
///
/// A network that learns which of two words has the smaller index:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Order {
///         embed: Embedding<10, 4>,
///         out: Linear<_, 1>,
///     }
///     fn forward(words: Tensor<2, Class<10>>) -> Tensor<1> {
///         words.embed().flatten().out()
///     }
/// }
///
/// let words = Tensor::<shape![50, 2], Class<dim![10]>>::from_fn(|[i, j]| Class::new((7 * i + 3 * i * j) % 10).unwrap());
/// let is_first = |i: usize| words[[i, 0]].index() < words[[i, 1]].index();
/// let first = Tensor::<shape![50, 1]>::from_fn(|[i, _]| if is_first(i) { 1.0 } else { -1.0 });
/// let mut session = Session::<Order, Adam, dim![50]>::new(Adam::new(0.05), 1);
/// for _ in 0..200 {
///     session.step(&words, &Mse, &first);
/// }
/// let y = session.network.forward(&words);
/// assert!(y.iter().zip(&*first).all(|(y, first)| y * first > 0.0));
/// ```
///
/// Indices into a larger table do not compile:
///
/// ```compile_fail,E0277
/// use nn::Indices;
/// use nn::dim::N;
/// use nn::layers::{Embedding, Layer};
/// type Out = <Embedding<N<3>, N<2>> as Layer<Indices<N<4>>>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(transparent)]
pub struct Embedding<V: Dim, D: Dim, T: Float = f32, const PADDING_IDX: usize = { usize::MAX }> {
    /// One row per word, `[V, D]`.
    pub weight: Tensor<(V, D), T>,
}

layer_data! {
    impl[V: Dim, D: Dim, T: Float, const PADDING_IDX: usize] for Embedding<V, D, T, PADDING_IDX> { weight: Weight OutIn }
}

impl<V: Dim, D: Dim, T: Float, const PADDING_IDX: usize> Embedding<V, D, T, PADDING_IDX> {
    /// The row without a gradient, if there is one.
    pub const PADDING_IDX: Option<usize> = {
        assert!(
            PADDING_IDX < V::SIZE || PADDING_IDX == usize::MAX,
            "the `padding_idx` of an embedding must be less than its number of rows"
        );
        if PADDING_IDX == usize::MAX { None } else { Some(PADDING_IDX) }
    };

    /// Initialises the weight with `initializer`, with V as `fan_in` and D as `fan_out`, and sets the row of the `padding_idx`, if
    /// there is one, to 0.
    pub fn init_with<R: Rng + ?Sized>(&mut self, initializer: &impl Initializer, rng: &mut R) {
        initializer.fill(self.weight.as_mut_slice(), V::SIZE, D::SIZE, rng);
        if let Some(row) = const { Self::PADDING_IDX } {
            self.weight.as_mut_slice()[row * D::SIZE..][..D::SIZE].fill(T::ZERO);
        }
    }
}

impl<V: Dim, D: Dim, T: Float, const PADDING_IDX: usize> Init for Embedding<V, D, T, PADDING_IDX> {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.init_with(&Normal { std: 1.0 }, rng);
    }
}

macro_rules! of_indices {
    ($($axis:ident)*) => {
        impl<V: Dim, D: Dim, $($axis: Dim,)* T: Float, const PADDING_IDX: usize> Layer<Indices<V, ($($axis,)*)>, T>
            for Embedding<V, D, T, PADDING_IDX>
        {
            type Out = ($($axis,)* D,);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = {
                // An index that is out of range is a compile error here.
                let _ = Self::PADDING_IDX;
                Op::Lookup { rows: V::SIZE, width: D::SIZE }
            };

            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, $($axis,)*), Class<V>>,
                y: &mut Tensor<(B, $($axis,)* D), T>,
                _: &mut (),
            ) {
                let rows = x.iter().map(|class| class.index());
                gather_rows(D::SIZE, self.weight.as_slice(), rows, y.as_mut_slice());
            }

            same_in_training!(Indices<V, ($($axis,)*)>, T);

            fn backward<B: Dim>(
                &self,
                Pass { x, dy, .. }: Pass<'_, Self, Indices<V, ($($axis,)*)>, B, T>,
                _: (),
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let rows = x.iter().map(|class| class.index());
                let padding = const { Self::PADDING_IDX };
                scatter_rows(D::SIZE, dy.as_slice(), rows, padding, grad.part(|grad| &mut grad.weight).target());
            }
        }
    };
}
of_indices!();
of_indices!(L);
of_indices!(K L);
of_indices!(J K L);
of_indices!(I J K L);

impl<V: Dim, D: Dim, T: Float, const PADDING_IDX: usize> fmt::Debug for Embedding<V, D, T, PADDING_IDX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Embedding<{}, {}", V::SIZE, D::SIZE)?;
        match Self::PADDING_IDX {
            Some(row) => write!(f, ", padding_idx = {row}>"),
            None => f.write_str(">"),
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::parameters::zeroed;
    use crate::signal::{Signal, Tuple};

    #[test]
    fn repeated_index_accumulates_gradient() {
        let words = zeroed::<Embedding<N<4>, N<1>>>();
        let x = Tensor::<(N<3>,), Class<N<4>>>::new([1, 3, 1].map(|index| Class::new(index).unwrap()));
        let (y, dy) = (Tensor::<(N<3>, N<1>)>::zeros(), Tensor::<(N<3>, N<1>)>::new([[1.0], [2.0], [4.0]]));
        let mut grad = zeroed::<Embedding<N<4>, N<1>>>();
        grad.weight.as_mut_slice().fill(f32::NAN);
        let place = Gradient::set(&mut *grad);
        let pass = Pass { x: &x, y: &*y, saved: &mut (), dy: &dy };
        Layer::<Indices<N<4>>>::backward(&*words, pass, (), place, StepContext::default());
        assert_eq!(grad.weight.as_slice(), [0.0, 5.0, 0.0, 2.0]);
        let place = Gradient::add(&mut *grad);
        let pass = Pass { x: &x, y: &*y, saved: &mut (), dy: &dy };
        Layer::<Indices<N<4>>>::backward(&*words, pass, (), place, StepContext::default());
        assert_eq!(grad.weight.as_slice(), [0.0, 10.0, 0.0, 4.0]);
    }

    #[test]
    fn padding_row_is_zero_and_has_no_gradient() {
        type Padded = Embedding<N<3>, N<2>, f32, 1>;
        let (mut words, mut grad) = (zeroed::<Padded>(), zeroed::<Padded>());
        words.init(&mut crate::init::rng(1));
        assert!(words.weight.iter().enumerate().all(|(i, &w)| (w == 0.0) == (i / 2 == 1)));
        grad.weight.as_mut_slice().fill(1.0);
        let x = Tensor::<(N<3>,), Class<N<3>>>::new([0, 1, 1].map(|index| Class::new(index).unwrap()));
        let dy = Tensor::<(N<3>, N<2>)>::full(5.0);
        for (adds, expected) in [(true, [6.0, 6.0, 1.0, 1.0, 1.0, 1.0]), (false, [5.0, 5.0, 0.0, 0.0, 0.0, 0.0])] {
            let pass = Pass { x: &x, y: &*dy, saved: &mut (), dy: &*dy };
            Layer::<Indices<N<3>>>::backward(
                &*words,
                pass,
                (),
                Gradient::new(&mut *grad, adds),
                StepContext::default(),
            );
            assert_eq!(grad.weight.as_slice(), expected);
        }
        assert_eq!(alloc::format!("{words:?}"), "Embedding<3, 2, padding_idx = 1>");
    }

    /// A signal of indices and floating-point elements.
    #[test]
    fn signals_combine_indices_and_floats() {
        type Both = Tuple<(Indices<N<5>, (N<2>,)>, (N<3>,))>;
        assert_eq!((Both::DIMS, Both::INDICES), (&[&[2][..], &[3]][..], &[Some(5), None][..]));
        let mut owned = zeroed::<<Both as Signal>::Owned<N<2>, f64>>();
        owned.0[[1, 0]] = Class::new(4).unwrap();
        owned.1[[1, 2]] = 7.0;
        let parts = Both::to_parts::<N<2>, f64>(Both::by_ref(&owned));
        let (indices, numbers) = Both::from_parts::<N<2>, f64>(parts);
        assert_eq!((indices[[1, 0]].index(), numbers[[1, 2]]), (4, 7.0));
        let mut copy = zeroed::<<Both as Signal>::Owned<N<2>, f64>>();
        Both::copy::<N<2>, f64>(Both::by_ref(&owned), Both::by_mut(&mut copy));
        assert_eq!((copy.0[[1, 0]].index(), copy.1[[1, 2]]), (4, 7.0));
    }
}
