//! Concatenation of two tensors along an axis, and its inverse.

use super::{Tensor, around};
use crate::dim::Dim;
#[cfg(feature = "alloc")]
use crate::parameters::Plain;
use crate::shape::{ConcatAxis, Shape, SplitAxis};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// Concatenation and splitting along an axis, counted from 0. Concatenated tensors must have equal sizes in all other axes:
///
/// ```compile_fail,E0308
/// use nn::Tensor;
/// use nn::dim::N;
/// let x = Tensor::<(N<2>, N<3>)>::zeros();
/// let y = Tensor::<(N<4>, N<3>)>::zeros();
/// let _ = x.concat::<1, _>(&*y); // expected `2`, found `4`
/// ```
impl<S: Shape, T: Copy> Tensor<S, T> {
    /// Concatenates `self` and `other` along axis `AXIS` and writes the result to `joined`: `[2, 3]` and `[2, 4]` give `[2, 7]`
    /// along axis 1.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut joined = Tensor::from([0.0; 3]);
    /// Tensor::from([1.0, 2.0]).concat_into::<0, _>(&Tensor::from([3.0]), &mut joined);
    /// assert_eq!(joined.as_slice(), [1.0, 2.0, 3.0]);
    /// ```
    pub fn concat_into<const AXIS: usize, Other: Shape>(
        &self,
        other: &Tensor<Other, T>,
        joined: &mut Tensor<S::Output, T>,
    ) where
        S: ConcatAxis<AXIS, Other>,
    {
        let [_, here, inner] = around(S::DIMS, AXIS);
        let (left, right) = (here * inner, Other::DIMS[AXIS] * inner);
        let parts = self.as_slice().chunks_exact(left).zip(other.as_slice().chunks_exact(right));
        for (joined, (first, second)) in joined.as_mut_slice().chunks_exact_mut(left + right).zip(parts) {
            joined[..left].copy_from_slice(first);
            joined[left..].copy_from_slice(second);
        }
    }

    /// Splits the tensor along axis `AXIS` and writes the first `Left` indices to `first` and the rest to `second`: `[2, 7]` split
    /// at 3 along axis 1 gives `[2, 3]` and `[2, 4]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let (mut first, mut second) = (Tensor::from([0.0]), Tensor::from([0.0, 0.0]));
    /// Tensor::from([1.0, 2.0, 3.0]).split_into::<0, N<1>>(&mut first, &mut second);
    /// assert_eq!((first.as_slice(), second.as_slice()), (&[1.0][..], &[2.0, 3.0][..]));
    /// ```
    pub fn split_into<const AXIS: usize, Left: Dim>(
        &self,
        first: &mut Tensor<S::First, T>,
        second: &mut Tensor<S::Second, T>,
    ) where
        S: SplitAxis<AXIS, Left>,
    {
        let [_, here, inner] = around(S::DIMS, AXIS);
        let (left, right) = (Left::SIZE * inner, (here - Left::SIZE) * inner);
        let parts = first.as_mut_slice().chunks_exact_mut(left).zip(second.as_mut_slice().chunks_exact_mut(right));
        for (joined, (first, second)) in self.as_slice().chunks_exact(left + right).zip(parts) {
            first.copy_from_slice(&joined[..left]);
            second.copy_from_slice(&joined[left..]);
        }
    }
}

/// Concatenation and splitting; results are allocated on the heap.
#[cfg(feature = "alloc")]
impl<S: Shape, T: Plain + Copy> Tensor<S, T> {
    /// Concatenates `self` and `other` along axis `AXIS`: `[2, 3]` and `[2, 4]` give `[2, 7]` along axis 1.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let y = x.concat::<1, _>(&Tensor::from([[10.0], [20.0]]));
    /// let joined: &Tensor<(N<2>, N<3>)> = &y;
    /// assert_eq!(joined.as_slice(), [1.0, 2.0, 10.0, 3.0, 4.0, 20.0]);
    /// ```
    pub fn concat<const AXIS: usize, Other: Shape>(&self, other: &Tensor<Other, T>) -> Box<Tensor<S::Output, T>>
    where
        S: ConcatAxis<AXIS, Other>,
    {
        let mut joined = Tensor::zeros();
        self.concat_into::<AXIS, Other>(other, &mut joined);
        joined
    }

    /// Splits the tensor along axis `AXIS` into the first `Left` indices and the rest: `[2, 7]` split at 3 along axis 1 gives
    /// `[2, 3]` and `[2, 4]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::from([[1.0, 2.0, 10.0], [3.0, 4.0, 20.0]]);
    /// let (first, second) = x.split::<1, N<2>>();
    /// assert_eq!(first.as_slice(), [1.0, 2.0, 3.0, 4.0]);
    /// assert_eq!(second.as_slice(), [10.0, 20.0]);
    /// ```
    #[allow(clippy::type_complexity)]
    pub fn split<const AXIS: usize, Left: Dim>(&self) -> (Box<Tensor<S::First, T>>, Box<Tensor<S::Second, T>>)
    where
        S: SplitAxis<AXIS, Left>,
    {
        let (mut first, mut second) = (Tensor::zeros(), Tensor::zeros());
        self.split_into::<AXIS, Left>(&mut first, &mut second);
        (first, second)
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::{Dim, N};
    use crate::float::Float;
    use crate::shape::{ConcatAxis, Shape, SplitAxis};
    use crate::tensor::{Tensor, example::example};

    /// Concatenates, compares every index, and splits again.
    fn check<const AXIS: usize, S, Other, Left, T>()
    where
        S: ConcatAxis<AXIS, Other>,
        Other: Shape<Index = S::Index>,
        S::Output: SplitAxis<AXIS, Left, First = S, Second = Other> + Shape<Index = S::Index>,
        Left: Dim,
        T: Float,
    {
        let (x, y) = (example::<S, T>(14), example::<Other, T>(15));
        let joined = x.concat::<AXIS, Other>(&y);
        let expected = Tensor::<S::Output, T>::from_fn(|mut index| {
            let i = &mut index.as_mut()[AXIS];
            if *i < Left::SIZE {
                x[index]
            } else {
                *i -= Left::SIZE;
                y[index]
            }
        });
        assert_eq!(joined.as_slice(), expected.as_slice());
        let (first, second) = joined.split::<AXIS, Left>();
        assert_eq!(first.as_slice(), x.as_slice());
        assert_eq!(second.as_slice(), y.as_slice());
    }

    #[test]
    fn joins_along_every_axis() {
        check::<0, (N<2>,), (N<3>,), N<2>, f32>();
        check::<0, (N<2>, N<3>), (N<5>, N<3>), N<2>, f64>();
        check::<1, (N<3>, N<1>), (N<3>, N<4>), N<1>, f32>();
        check::<1, (N<2>, N<3>, N<5>), (N<2>, N<1>, N<5>), N<3>, f32>();
        check::<2, (N<2>, N<3>, N<5>), (N<2>, N<3>, N<2>), N<5>, f64>();
        check::<4, (N<2>, N<1>, N<2>, N<3>, N<2>, N<3>), (N<2>, N<1>, N<2>, N<3>, N<7>, N<3>), N<2>, f32>();
    }
}
