//! Conversion from nested arrays, which determine the shape.

use super::Tensor;
use crate::dim::{Dim, N};
use crate::float::Float;

/// Creates a tensor with one axis of at most 999 elements. The array is on the stack, so this is for small tensors.
///
/// Unless something else determines the type, rustc infers `f64` for `1.0`.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// let x: Tensor<(N<3>,)> = [1.0, 2.0, 3.0].into();
/// assert_eq!(x[[2]], 3.0);
/// ```
impl<T: Float, const A: usize> From<[T; A]> for Tensor<(N<A>,), T>
where
    N<A>: Dim<Array<T> = [T; A]>,
{
    fn from(elements: [T; A]) -> Self {
        Self::new(elements)
    }
}

/// Creates a tensor with two axes of at most 999 elements each. The array is on the stack, so this is for small tensors.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// let x: Tensor<(N<2>, N<3>)> = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].into();
/// assert_eq!(x[[1, 0]], 4.0);
/// ```
impl<T: Float, const A: usize, const B: usize> From<[[T; B]; A]> for Tensor<(N<A>, N<B>), T>
where
    N<A>: Dim<Array<[T; B]> = [[T; B]; A]>,
    N<B>: Dim<Array<T> = [T; B]>,
{
    fn from(elements: [[T; B]; A]) -> Self {
        Self::new(elements)
    }
}

/// Creates a tensor with three axes of at most 999 elements each. The array is on the stack, so this is for small tensors.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// let x: Tensor<(N<1>, N<2>, N<2>)> = [[[1.0, 2.0], [3.0, 4.0]]].into();
/// assert_eq!(x[[0, 1, 0]], 3.0);
/// ```
impl<T: Float, const A: usize, const B: usize, const C: usize> From<[[[T; C]; B]; A]> for Tensor<(N<A>, N<B>, N<C>), T>
where
    N<A>: Dim<Array<[[T; C]; B]> = [[[T; C]; B]; A]>,
    N<B>: Dim<Array<[T; C]> = [[T; C]; B]>,
    N<C>: Dim<Array<T> = [T; C]>,
{
    fn from(elements: [[[T; C]; B]; A]) -> Self {
        Self::new(elements)
    }
}

#[cfg(test)]
mod tests {
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn shape_matches_the_array() {
        let x: Tensor<(N<1>,), f64> = Tensor::from([1.0]);
        assert_eq!(x.as_slice(), [1.0]);
        let x = Tensor::from([[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        assert_eq!(x.dims(), [2, 3]);
        assert_eq!(x.as_slice(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let x = Tensor::from([[[1.0_f64], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]);
        assert_eq!(x.dims(), [2, 3, 1]);
        assert_eq!(x[[1, 0, 0]], 4.0);
    }
}
