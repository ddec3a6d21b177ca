//! Comparison of tensors: equality, closeness, and checks for infinities and NaN.

use super::{Tensor, reduce::larger};
use crate::float::Float;
use crate::shape::Shape;

/// Tensors are equal if all elements are equal under the elements' `==`: a tensor with a NaN is not equal to itself.
impl<S: Shape, T: PartialEq> PartialEq for Tensor<S, T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<S: Shape, T: Eq> Eq for Tensor<S, T> {}

impl<S: Shape, T: Float> Tensor<S, T> {
    /// Returns max_i |x_i - y_i|, or NaN if one of the differences is NaN.
    ///
    /// The difference of two equal infinities is NaN.
    ///
    /// ```
    /// use nn::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).max_abs_difference(&Tensor::from([1.5, 0.0])), 2.0);
    /// ```
    pub fn max_abs_difference(&self, other: &Self) -> T {
        let (x_chunks, x_rest) = self.as_slice().as_chunks::<16>();
        let (y_chunks, y_rest) = other.as_slice().as_chunks::<16>();
        let mut lanes = [T::ZERO; 16];
        let mut compare = |x: &[T], y: &[T]| {
            for ((lane, &x), &y) in lanes.iter_mut().zip(x).zip(y) {
                *lane = larger(*lane, (x - y).abs());
            }
        };
        for (x, y) in x_chunks.iter().zip(y_chunks) {
            compare(x, y);
        }
        compare(x_rest, y_rest);
        lanes.into_iter().fold(T::ZERO, larger)
    }

    /// Returns whether |x_i - y_i| <= absolute + relative * |y_i| for every element, where y is `other`.
    ///
    /// NaN is close to no value, and an infinity only to itself.
    ///
    /// ```
    /// use nn::Tensor;
    /// let x = Tensor::from([100.0, 0.0]);
    /// assert!(x.is_close(&Tensor::from([101.0, 0.001]), 0.01, 0.001));
    /// assert!(!x.is_close(&Tensor::from([101.0, 0.001]), 0.01, 0.0));
    /// ```
    pub fn is_close(&self, other: &Self, relative: T, absolute: T) -> bool {
        self.iter().zip(other).all(|(&x, &y)| {
            let difference = (x - y).abs();
            x == y || (difference.is_finite() && difference <= absolute + relative * y.abs())
        })
    }

    /// Returns whether no element is infinite or NaN.
    ///
    /// ```
    /// use nn::Tensor;
    /// assert!(Tensor::from([1.0, f32::MAX]).all_finite());
    /// assert!(!Tensor::from([1.0, f32::NAN]).all_finite());
    /// ```
    pub fn all_finite(&self) -> bool {
        self.iter().all(|x| x.is_finite())
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::N;
    use crate::float::Float;
    use crate::shape::Shape;
    use crate::tensor::{Tensor, example::example};

    fn check<S: Shape, T: Float>() {
        let x = example::<S, T>(16);
        let step = T::from_f64(0.25);
        for place in 0..S::SIZE {
            let mut y = x.to_boxed();
            assert!(x == y && x.max_abs_difference(&y) == T::ZERO && x.is_close(&y, T::ZERO, T::ZERO));
            y.as_mut_slice()[place] += step;
            assert!(x != y);
            assert!((x.max_abs_difference(&y) - step).abs() < T::from_f64(1e-6));
            assert!(x.is_close(&y, T::ZERO, T::from_f64(0.26)));
            assert!(!x.is_close(&y, T::ZERO, T::from_f64(0.24)));
            assert!(y.all_finite());
            y.as_mut_slice()[place] = T::NEG_INFINITY;
            assert!(!y.all_finite());
            assert!(!x.is_close(&y, T::ONE, T::ONE));
            assert!(!y.is_close(&x, T::ONE, T::ONE));
            assert!(y.is_close(&y, T::ZERO, T::ZERO));
        }
    }

    #[test]
    fn difference_at_any_index_is_found() {
        check::<(), f32>();
        check::<(N<7>,), f64>();
        check::<(N<3>, N<17>), f32>();
        check::<(N<2>, N<3>, N<1>, N<5>), f64>();
    }

    #[test]
    fn nan_is_not_close_to_anything() {
        let x = Tensor::from([1.0, f64::NAN, 1.0]);
        assert!(x != *x.to_boxed());
        assert!(!x.is_close(&x, 1.0, 1.0));
        assert!(x.max_abs_difference(&x).is_nan());
        assert!(!x.all_finite());
    }

    #[test]
    fn integer_tensors_are_comparable() {
        let x = Tensor::<(N<2>,), u8>::new([1, 2]);
        assert_eq!(x, Tensor::new([1, 2]));
        assert_ne!(x, Tensor::new([1, 3]));
    }
}
