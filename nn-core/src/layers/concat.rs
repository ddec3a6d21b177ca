//! Concatenation along an axis: `concat(a, b)`.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Strided, Target, gather, scatter};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::{ConcatAxis, Sample, Shape};
use crate::signal::{Batch, Signal, Tuple};
use crate::tensor::around;

/// y = a and b, concatenated along `AXIS`, counted without the batch. All other axes are equal.
///
/// In `network!`: `concat(a, b)` along the first axis (features, or channels), `concat::<1>(a, b)` along the second. The
/// gradient is split at the same index.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Concat, Layer};
/// use nn::signal::Tuple;
/// let (a, b) = (Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]), Tensor::<(N<1>, N<1>)>::new([[3.0]]));
/// let mut y = Tensor::<(N<1>, N<3>)>::new([[0.0; 3]]);
/// Layer::<Tuple<((N<2>,), (N<1>,))>>::forward(&Concat::<0>, (&a, &b), &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 3.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Concat<const AXIS: usize = 0>;
stateless!(Concat<const AXIS: usize>);

type Pair<'a, A, B, Rows, T> = (&'a Batch<A, Rows, T>, &'a Batch<B, Rows, T>);
type Joined<const AXIS: usize, A, B> = <A as ConcatAxis<AXIS, B>>::Output;

impl<const AXIS: usize> Concat<AXIS> {
    /// Returns the locations of the two parts in a concatenated sample.
    pub(crate) const fn parts<A: Shape, B: Shape>() -> [Strided; 2] {
        let ([_, a, after], [_, b, _]) = (around(A::DIMS, AXIS), around(B::DIMS, AXIS));
        Strided::cut((a + b) * after, a * after)
    }
}

impl<const AXIS: usize, A, B, T> Layer<Tuple<(A, B)>, T> for Concat<AXIS>
where
    A: Sample + ConcatAxis<AXIS, B>,
    B: Sample,
    A::Output: Sample,
    T: Float,
{
    type Out = Joined<AXIS, A, B>;
    type Saved<Rows: Dim> = ();
    type Scratch<Rows: Dim> = ();
    const OP: Op = Op::Concatenation { axis: AXIS };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<Rows: Dim>(&self, (a, b): Pair<'_, A, B, Rows, T>, y: &mut Batch<A::Output, Rows, T>, _: &mut ()) {
        let ([left, right], y) = (const { Self::parts::<A, B>() }, y.as_mut_slice());
        scatter(left, a.as_slice(), Target::set(y));
        scatter(right, b.as_slice(), Target::set(y));
    }

    same_in_training!(Tuple<(A, B)>, T);

    #[inline]
    fn backward<Rows: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, Tuple<(A, B)>, Rows, T>,
        (da, db): <Tuple<(A, B)> as Signal>::Grad<'_, Rows, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let ([left, right], dy) = (const { Self::parts::<A, B>() }, dy.as_slice());
        if let Some(da) = da {
            gather(left, dy, da.target());
        }
        if let Some(db) = db {
            gather(right, dy, db.target());
        }
    }
}
