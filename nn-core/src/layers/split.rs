//! Splitting along an axis: `split(x)`.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Strided, Target, gather, scatter};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{Sample, Shape, SplitAxis};
use crate::signal::{Batch, Tuple};
use crate::tensor::{Tensor, around};
use core::marker::PhantomData;

/// (a, b) = x, split along `AXIS`, counted without the batch: a is the first `Left` indices of the axis, b the others. The inverse
/// of [`Concat`](crate::Concat).
///
/// In `network!`: `let (a, b) = split::<64>(x)` along the first axis (features, or channels). For more parts, split repeatedly.
/// The gradients of a and b are concatenated.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Split};
/// let x = Tensor::<(N<2>, N<3>)>::new([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// let (mut a, mut b) = (Tensor::<(N<2>, N<1>)>::zeros(), Tensor::<(N<2>, N<2>)>::zeros());
/// Layer::<(N<3>,)>::forward(&<Split<N<1>>>::new(), &x, (&mut *a, &mut *b), &mut ());
/// assert_eq!((a.as_slice(), b.as_slice()), (&[1.0, 4.0][..], &[2.0, 3.0, 5.0, 6.0][..]));
/// ```
///
/// A part that is as large as the whole does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, Split};
/// type Out = <Split<N<3>> as Layer<(N<3>,)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[derive(Debug)]
pub struct Split<Left, const AXIS: usize = 0>(PhantomData<Left>);
stateless_by_type!(Split<Left: Dim; const AXIS: usize>);

type First<S, Left, const AXIS: usize> = <S as SplitAxis<AXIS, Left>>::First;
type Second<S, Left, const AXIS: usize> = <S as SplitAxis<AXIS, Left>>::Second;

/// Returns the locations of the two parts in a sample.
const fn parts<S: Shape, Left: Dim>(axis: usize) -> [Strided; 2] {
    let [_, whole, after] = around(S::DIMS, axis);
    Strided::cut(whole * after, Left::SIZE * after)
}

impl<S, Left: Dim, const AXIS: usize, T: Float> Layer<S, T> for Split<Left, AXIS>
where
    S: Sample + SplitAxis<AXIS, Left>,
    S::First: Sample,
    S::Second: Sample,
{
    type Out = Tuple<(First<S, Left, AXIS>, Second<S, Left, AXIS>)>;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::SplitAt { axis: AXIS, at: Left::SIZE };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Batch<S, B, T>,
        (a, b): (&mut Batch<S::First, B, T>, &mut Batch<S::Second, B, T>),
        _: &mut (),
    ) {
        let [left, right] = const { parts::<S, Left>(AXIS) };
        gather(left, Tensor::as_slice(x), Target::set(Tensor::as_mut_slice(a)));
        gather(right, Tensor::as_slice(x), Target::set(Tensor::as_mut_slice(b)));
    }

    same_in_training!(S, T);

    fn backward<B: Dim>(
        &self,
        Pass { dy: (da, db), .. }: Pass<'_, Self, S, B, T>,
        dx: Option<Gradient<'_, Batch<S, B, T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            let ([left, right], mut dx) = (const { parts::<S, Left>(AXIS) }, dx.target());
            scatter(left, Tensor::as_slice(da), dx.reborrow());
            scatter(right, Tensor::as_slice(db), dx);
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn inverts_concat() {
        type Whole = Tensor<(N<2>, N<2>, N<5>, N<3>)>;
        let x = Whole::from_fn(|[b, i, j, k]| (b * 1000 + i * 100 + j * 10 + k) as f32);
        let (mut a, mut b) = (Tensor::zeros(), Tensor::zeros());
        Layer::<(N<2>, N<5>, N<3>)>::forward(&Split::<N<2>, 1>::new(), &x, (&mut *a, &mut *b), &mut ());
        assert_eq!((a[[1, 1, 1, 2]], b[[1, 0, 2, 1]]), (1112.0, 1041.0));
        let mut y = Whole::zeros();
        type Parts = Tuple<((N<2>, N<2>, N<3>), (N<2>, N<3>, N<3>))>;
        Layer::<Parts>::forward(&crate::layers::Concat::<1>, (&a, &b), &mut y, &mut ());
        assert_eq!(y, x);
    }
}
