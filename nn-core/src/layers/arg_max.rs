//! The index of the largest or smallest element along an axis: `x.argmax::<0>()` and `x.argmin::<0>()`.

use super::no_gradient::no_gradient;
use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::axis::extremum_index;
use crate::layers::Layer;
use crate::shape::{AxisAt, Sample, WithoutAxis};
use crate::signal::{Batch, Class, Indices};
use crate::tensor::{Tensor, around, beats};

/// The index of the largest element along `AXIS`, counted without the batch, which is removed (PyTorch's `argmax(dim)`).
///
/// In `network!`: `.argmax::<0>()`, or `.argmax::<0, keep = true>()`, which keeps the axis with a size of 1. `[10, 28]` in, indices
/// below 10 of shape `[28]` out, [`Indices`]`<N<10>, (N<28>,)>`: the input of `one_hot`, `index_select`, `gather`, an
/// [`Embedding`](crate::Embedding), or a network of indices. The index of the first of several equal elements; NaN counts as
/// largest, and the first NaN is the result, as for [`Tensor::argmax`]. The derivative is 0: no gradient passes.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{ArgMax, Layer};
/// use nn::{Class, Tensor};
/// let x = Tensor::<(N<1>, N<4>)>::new([[1.0, 3.0, 2.0, 3.0]]);
/// let mut y = Tensor::<(N<1>,), Class<N<4>>>::new([Class::new(0).unwrap()]);
/// Layer::<(N<4>,)>::forward(&ArgMax::<0>, &x, &mut y, &mut ());
/// assert_eq!(y[[0]].index(), 1);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ArgMax<const AXIS: usize>;
stateless!(ArgMax<const AXIS: usize>);

/// The index of the smallest element along `AXIS`, counted without the batch, which is removed (PyTorch's `argmin(dim)`).
///
/// In `network!`: `.argmin::<0>()`, or `.argmin::<0, keep = true>()`, which keeps the axis with a size of 1. `[10, 28]` in, indices
/// below 10 of shape `[28]` out. The index of the first of several equal elements; NaN counts as smallest, and the first NaN is the
/// result. The derivative is 0: no gradient passes. See [`ArgMax`].
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{ArgMin, Layer};
/// use nn::{Class, Tensor};
/// let x = Tensor::<(N<1>, N<4>)>::new([[2.0, 1.0, 3.0, 1.0]]);
/// let mut y = Tensor::<(N<1>,), Class<N<4>>>::new([Class::new(0).unwrap()]);
/// Layer::<(N<4>,)>::forward(&ArgMin::<0>, &x, &mut y, &mut ());
/// assert_eq!(y[[0]].index(), 1);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ArgMin<const AXIS: usize>;
stateless!(ArgMin<const AXIS: usize>);

/// Returns whether a number replaces the smallest so far: it is smaller, or the first NaN.
fn is_first_smallest<T: Float>(x: T, smallest: T) -> bool {
    beats(-x, -smallest)
}

macro_rules! index_of {
    ($layer:ident: $wins:ident) => {
        impl<S, const AXIS: usize, T: Float> Layer<S, T> for $layer<AXIS>
        where
            S: AxisAt<AXIS> + WithoutAxis<AXIS, Output: Sample>,
        {
            type Out = Indices<<S as AxisAt<AXIS>>::Size, <S as WithoutAxis<AXIS>>::Output>;
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            const OP: Op = Op::$layer { axis: AXIS };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Batch<S, B, T>,
                y: &mut Tensor<
                    <<S as WithoutAxis<AXIS>>::Output as Sample>::Batch<B>,
                    Class<<S as AxisAt<AXIS>>::Size>,
                >,
                _: &mut (),
            ) {
                let [_, size, after] = const { around(S::DIMS, AXIS) };
                let class = |index| Class::new(index).unwrap_or_default();
                extremum_index([size, after], $wins, Tensor::as_slice(x), class, y.as_mut_slice());
            }

            same_in_training!(S, T);

            no_gradient!(S, T);
        }
    };
}
index_of!(ArgMax: beats);
index_of!(ArgMin: is_first_smallest);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::layers::{Pass, StepContext};
    use crate::parameters::Gradient;

    const NAN: f64 = f64::NAN;

    /// Returns the indices for two columns of four elements.
    fn of_columns<L>(layer: L, x: [[f64; 2]; 4]) -> [usize; 2]
    where
        L: Layer<(N<4>, N<2>), f64, Out = Indices<N<4>, (N<2>,)>, Scratch<N<1>> = ()>,
    {
        let (x, mut y) =
            (Tensor::<(N<1>, N<4>, N<2>), f64>::new([x]), Tensor::<(N<1>, N<2>), _>::new([[Class::default(); 2]]));
        layer.forward::<N<1>>(&x, &mut y, &mut ());
        [0, 1].map(|column| y[[0, column]].index())
    }

    #[test]
    fn first_of_equal_elements_and_first_nan() {
        let x = [[1.0, 5.0], [7.0, -2.0], [7.0, -2.0], [1.0, 5.0]];
        assert_eq!((of_columns(ArgMax::<0>, x), of_columns(ArgMin::<0>, x)), ([1, 0], [0, 1]));
        let x = [[1.0, NAN], [NAN, f64::INFINITY], [NAN, -f64::INFINITY], [f64::INFINITY, NAN]];
        assert_eq!((of_columns(ArgMax::<0>, x), of_columns(ArgMin::<0>, x)), ([1, 0], [1, 0]));
        let x = [[0.0, -f64::INFINITY], [-0.0, -f64::INFINITY], [-1.0, -f64::INFINITY], [0.0, -f64::INFINITY]];
        assert_eq!((of_columns(ArgMax::<0>, x), of_columns(ArgMin::<0>, x)), ([0, 0], [2, 0]));
    }

    #[test]
    fn no_gradient_passes() {
        let (x, y) = (Tensor::<(N<1>, N<3>)>::new([[1.0, 3.0, 2.0]]), Tensor::<(N<1>,), _>::new([Class::default()]));
        let mut dx = Tensor::<(N<1>, N<3>)>::new([[5.0; 3]]);
        for (adds, expected) in [(true, [5.0; 3]), (false, [0.0; 3])] {
            let (pass, gradient) = (Pass { x: &x, y: &y, saved: &mut (), dy: &y }, Gradient::new(&mut dx, adds));
            let mut own = ArgMax::<0>;
            Layer::<(N<3>,)>::backward::<N<1>>(
                &ArgMax::<0>,
                pass,
                Some(gradient),
                Gradient::set(&mut own),
                StepContext::default(),
            );
            assert_eq!(dx.as_slice(), expected);
        }
    }
}
