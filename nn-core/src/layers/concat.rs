//! `concat(a, b)`.

use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::gradient::Gradient;
use crate::layer::{Context, Layer};
use crate::shape::{ConcatAxis, Sample, Shape};
use crate::signal::{Batch, Several, Signal};

/// y = a and b, one behind the other along `AXIS`, counted without the batch. All other axes are equal.
///
/// In `network!`: `concat(a, b)` along the first axis (features, or channels), `concat::<1>(a, b)` along the second. The
/// gradient is cut where the values were joined.
///
/// ```
/// use nn_core::{Concat, Layer, N, Several, Tensor};
/// let (a, b) = (Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]), Tensor::<(N<1>, N<1>)>::new([[3.0]]));
/// let mut y = Tensor::<(N<1>, N<3>)>::new([[0.0; 3]]);
/// Layer::<Several<((N<2>,), (N<1>,))>>::forward(&Concat::<0>, (&a, &b), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 3.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Concat<const AXIS: usize = 0>;
stateless!(Concat<const AXIS: usize>);

type Pair<'a, A, B, Rows, T> = (&'a Batch<A, Rows, T>, &'a Batch<B, Rows, T>);
type Joined<const AXIS: usize, A, B> = <A as ConcatAxis<AXIS, B>>::Output;

/// How many elements of a sample lie behind one another before the other part follows.
fn run<S: Shape>(axis: usize) -> usize {
    S::DIMS[axis..].iter().product()
}

impl<const AXIS: usize, A, B, T> Layer<Several<(A, B)>, T> for Concat<AXIS>
where
    A: Sample + ConcatAxis<AXIS, B>,
    B: Sample,
    A::Output: Sample,
    T: Float,
{
    type Out = Joined<AXIS, A, B>;
    type Saved<Rows: Dim> = ();
    type Scratch<Rows: Dim> = ();

    #[inline]
    fn forward<Rows: Dim>(&self, (a, b): Pair<'_, A, B, Rows, T>, y: &mut Batch<A::Output, Rows, T>, _: &mut ()) {
        let (of_a, of_b) = (run::<A>(AXIS), run::<B>(AXIS));
        let parts = a.as_slice().chunks_exact(of_a).zip(b.as_slice().chunks_exact(of_b));
        for (y, (a, b)) in y.as_mut_slice().chunks_exact_mut(of_a + of_b).zip(parts) {
            let (to_a, to_b) = y.split_at_mut(of_a);
            to_a.copy_from_slice(a);
            to_b.copy_from_slice(b);
        }
    }

    #[inline]
    fn forward_train<Rows: Dim>(
        &self,
        x: Pair<'_, A, B, Rows, T>,
        y: &mut Batch<A::Output, Rows, T>,
        _: &mut (),
        _: Context,
    ) {
        Layer::<Several<(A, B)>, T>::forward(self, x, y, &mut ());
    }

    #[inline]
    fn backward<Rows: Dim>(
        &self,
        _: Pair<'_, A, B, Rows, T>,
        _: &Batch<A::Output, Rows, T>,
        _: &mut (),
        dy: &Batch<A::Output, Rows, T>,
        (da, db): <Several<(A, B)> as Signal>::Grad<'_, Rows, T>,
        _: Gradient<'_, Self>,
        _: Context,
    ) {
        let (of_a, of_b) = (run::<A>(AXIS), run::<B>(AXIS));
        let dy = dy.as_slice();
        if let Some(da) = da {
            cut(dy, of_a + of_b, 0, of_a, da.adds(), da.into_inner().as_mut_slice());
        }
        if let Some(db) = db {
            cut(dy, of_a + of_b, of_a, of_b, db.adds(), db.into_inner().as_mut_slice());
        }
    }
}

/// Takes `length` elements from `start` of each `stride` elements of `dy`.
fn cut<T: Float>(dy: &[T], stride: usize, start: usize, length: usize, adds: bool, dx: &mut [T]) {
    for (dx, dy) in dx.chunks_exact_mut(length).zip(dy.chunks_exact(stride)) {
        let dy = &dy[start..start + length];
        if adds {
            dx.iter_mut().zip(dy).for_each(|(dx, &dy)| *dx += dy);
        } else {
            dx.copy_from_slice(dy);
        }
    }
}
