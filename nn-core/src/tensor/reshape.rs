//! Reshaping of tensors without a copy, and transposition of matrices.

use super::Tensor;
use crate::dim::{Dim, N};
#[cfg(feature = "alloc")]
use crate::parameters::Plain;
use crate::shape::{Counted, Sample, Shape};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// Shapes with as many elements as `To`, as a reshape requires.
#[diagnostic::on_unimplemented(
    message = "a tensor of shape `{Self}` cannot be reshaped to `{To}`",
    label = "the two shapes do not have the same number of elements"
)]
pub trait SameCount<To: Shape>: Shape {}

#[diagnostic::do_not_recommend]
impl<From: Counted, To: Counted<Count = From::Count>> SameCount<To> for From {}

/// Views of the same elements under another shape, without a copy. The number of elements must stay the same:
///
/// ```compile_fail,E0277
/// use nn::Tensor;
/// use nn::dim::N;
/// let x = Tensor::<(N<2>, N<3>)>::zeros();
/// let _ = x.reshape::<(N<7>,)>();
/// ```
impl<S: Shape, T> Tensor<S, T> {
    /// Returns a view of the same elements in the shape `To`, which has the same number of elements.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let y = x.reshape::<(N<3>, N<2>)>();
    /// assert_eq!(y[[1, 0]], 3.0);
    /// ```
    pub const fn reshape<To: Shape>(&self) -> &Tensor<To, T>
    where
        S: SameCount<To>,
    {
        const { assert!(S::SIZE == To::SIZE && size_of::<Self>() == size_of::<Tensor<To, T>>()) };
        // SAFETY: both are S::SIZE contiguous elements of T, and aligned as T is.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }

    /// Returns a mutable view of the same elements in the shape `To`.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let mut x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// x.reshape_mut::<(N<4>,)>()[[2]] = 0.0;
    /// assert_eq!(x[[1, 0]], 0.0);
    /// ```
    pub const fn reshape_mut<To: Shape>(&mut self) -> &mut Tensor<To, T>
    where
        S: SameCount<To>,
    {
        const { assert!(S::SIZE == To::SIZE && size_of::<Self>() == size_of::<Tensor<To, T>>()) };
        // SAFETY: both are S::SIZE contiguous elements of T, and aligned as T is.
        unsafe { &mut *core::ptr::from_mut(self).cast() }
    }

    /// Converts the box to the shape `To`, without a copy.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x: Box<Tensor<(N<2>, N<8>)>> = Tensor::zeros();
    /// let y: Box<Tensor<(N<4>, N<4>)>> = x.into_shape();
    /// assert_eq!(y.dims(), [4, 4]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn into_shape<To: Shape>(self: Box<Self>) -> Box<Tensor<To, T>>
    where
        S: SameCount<To>,
    {
        const { assert!(S::SIZE == To::SIZE && size_of::<Self>() == size_of::<Tensor<To, T>>()) };
        // SAFETY: both are S::SIZE contiguous elements of T, and aligned as T is, so the allocation fits either.
        unsafe { Box::from_raw(Box::into_raw(self).cast()) }
    }

    /// Returns a view of the same elements along a single axis.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let y: &Tensor<(N<6>,)> = x.flatten();
    /// assert_eq!(y[[3]], 4.0);
    /// ```
    pub const fn flatten(&self) -> &Tensor<(S::Count,), T>
    where
        S: Counted,
    {
        self.reshape()
    }

    /// Returns a view of this sample as a batch of one: `[..]` gives `[1, ..]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::from([1.0, 2.0, 3.0]);
    /// let batch: &Tensor<(N<1>, N<3>)> = x.as_batch();
    /// assert_eq!(batch[[0, 2]], 3.0);
    /// ```
    pub const fn as_batch(&self) -> &Tensor<S::Batch<N<1>>, T>
    where
        S: Sample,
    {
        const { assert!(S::SIZE == <S::Batch<N<1>> as Shape>::SIZE) };
        // SAFETY: an axis of size 1 changes neither the number of elements nor their order.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }
}

/// The side of the square tiles that are transposed at a time, so that reads and writes stay in the cache.
const TILE: usize = 8;

impl<R: Dim, C: Dim, T: Copy> Tensor<(R, C), T> {
    /// Computes the transpose, y_ji = x_ij, and writes it to `y`: `[R, C]` gives `[C, R]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut y = Tensor::from([[0.0], [0.0]]);
    /// Tensor::from([[1.0, 2.0]]).transpose_into(&mut y);
    /// assert_eq!(y.as_slice(), [1.0, 2.0]);
    /// ```
    pub fn transpose_into(&self, y: &mut Tensor<(C, R), T>) {
        let (x, y) = (self.as_slice(), y.as_mut_slice());
        for top in (0..R::SIZE).step_by(TILE) {
            let bottom = R::SIZE.min(top + TILE);
            for left in (0..C::SIZE).step_by(TILE) {
                for column in left..C::SIZE.min(left + TILE) {
                    let target = &mut y[column * R::SIZE..][top..bottom];
                    for (y, row) in target.iter_mut().zip(x[top * C::SIZE..].chunks(C::SIZE)) {
                        *y = row[column];
                    }
                }
            }
        }
    }

    /// Computes the transpose, y_ji = x_ij: `[R, C]` gives `[C, R]`.
    ///
    /// ```
    /// let x = nn::Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x.transpose().as_slice(), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn transpose(&self) -> Box<Tensor<(C, R), T>>
    where
        T: Plain,
    {
        let mut y = Tensor::zeros();
        self.transpose_into(&mut y);
        y
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::SameCount;
    use crate::dim::{Dim, N, Natural, Thousands};
    use crate::float::Float;
    use crate::shape::{Counted, Sample, Shape};
    use crate::tensor::{Tensor, example::example};

    fn check<From: SameCount<To> + Counted + Sample, To: Shape, T: Float>() {
        let mut x = example::<From, T>(12);
        let elements = x.as_slice().to_vec();
        assert_eq!(x.reshape::<To>().as_slice(), elements);
        assert_eq!(x.flatten().as_slice(), elements);
        assert_eq!(x.as_batch().as_slice(), elements);
        assert_eq!(x.as_batch().dims(), [&[1], From::DIMS].concat());
        x.reshape_mut::<To>().as_mut_slice()[0] = T::ONE;
        assert_eq!(x.as_slice()[0], T::ONE);
        let place = x.as_slice().as_ptr();
        let y: Box<Tensor<To, T>> = x.into_shape();
        assert_eq!(y.as_slice().as_ptr(), place);
        assert_eq!(y.as_slice()[1..], elements[1..]);
    }

    #[test]
    fn reshape_preserves_elements_and_order() {
        check::<(), (), f32>();
        check::<(), (N<1>, N<1>), f32>();
        check::<(N<6>,), (N<2>, N<3>), f64>();
        check::<(N<3>, N<5>, N<7>), (N<21>, N<5>), f32>();
        check::<(N<28>, N<28>, N<16>), (Thousands<12, 544>,), f32>();
        check::<(N<2>, N<2>, N<2>, N<2>, N<2>), (N<4>, N<8>), f64>();
    }

    fn check_transpose<R: Dim, C: Dim, T: Float>() {
        let x = example::<(R, C), T>(13);
        let y = x.transpose();
        for i in 0..R::SIZE {
            for j in 0..C::SIZE {
                assert_eq!(x[[i, j]], y[[j, i]]);
            }
        }
        assert_eq!(y.transpose().as_slice(), x.as_slice());
    }

    #[test]
    fn transpose_swaps_indices() {
        check_transpose::<N<1>, N<1>, f32>();
        check_transpose::<N<1>, N<33>, f64>();
        check_transpose::<N<33>, N<1>, f32>();
        check_transpose::<N<32>, N<64>, f32>();
        check_transpose::<N<37>, N<71>, f64>();
        assert_eq!(Thousands::<12, 544>::SIZE, 28 * 28 * 16);
    }
}
