//! Construction of tensors in place on the heap.

use super::{LengthError, Tensor};
use crate::parameters::{Plain, boxed_clone, zeroed};
use crate::shape::Shape;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Tensors on the heap.
impl<S: Shape, T: Plain> Tensor<S, T> {
    /// Creates a tensor of zeros, in place on the heap.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::<(N<32>, N<784>)>::zeros();
    /// assert_eq!(x.dims(), [32, 784]);
    /// ```
    pub fn zeros() -> Box<Self> {
        zeroed()
    }
}

/// Tensors on the heap.
impl<S: Shape, T: Plain + Copy> Tensor<S, T> {
    /// Creates a tensor whose elements are all `value`, in place on the heap.
    pub fn full(value: T) -> Box<Self> {
        let mut tensor = Self::zeros();
        tensor.as_mut_slice().fill(value);
        tensor
    }

    /// Creates a tensor whose elements are `value(index)`, in place on the heap.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let identity = Tensor::<(N<3>, N<3>)>::from_fn(|[i, j]| if i == j { 1.0 } else { 0.0 });
    /// assert_eq!(identity.sum(), 3.0);
    /// ```
    pub fn from_fn(value: impl FnMut(S::Index) -> T) -> Box<Self> {
        let mut tensor = Self::zeros();
        tensor.fill_with(value);
        tensor
    }

    /// Copies a slice of the same length to a tensor, in place on the heap.
    ///
    /// # Errors
    /// Returns [`LengthError`] if the slice has more or fewer elements.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::<(N<2>, N<2>)>::from_slice(&[1.0, 2.0, 3.0, 4.0]).unwrap();
    /// assert_eq!(x[[1, 0]], 3.0);
    /// let error = Tensor::<(N<2>, N<2>)>::from_slice(&[1.0]).unwrap_err();
    /// assert_eq!(error.to_string(), "a tensor of shape [2, 2] expects 4 elements, found 1");
    /// ```
    pub fn from_slice(elements: &[T]) -> Result<Box<Self>, LengthError> {
        let mut tensor = Self::zeros();
        tensor.copy_from(elements)?;
        Ok(tensor)
    }

    /// Copies the tensor, in place on the heap.
    pub fn to_boxed(&self) -> Box<Self> {
        boxed_clone(self)
    }

    /// Copies the elements to a vector, in the order of [`as_slice`](Self::as_slice): the last axis varies fastest.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::<(N<2>, N<2>)>::new([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.to_vec(), [1.0, 2.0, 3.0, 4.0]);
    /// ```
    pub fn to_vec(&self) -> Vec<T> {
        self.as_slice().to_vec()
    }

    /// Copies the tensor, in place on the heap. `boxed.clone()` resolves to this method instead of the trait [`Clone`], which would
    /// return a tensor by value before boxing it. See [`boxed_clone`](crate::boxed_clone).
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let x = Tensor::<(N<32>, N<784>)>::full(0.5);
    /// let mut y = x.clone();
    /// y[[31, 783]] = 1.0;
    /// assert_ne!(x, y);
    /// ```
    #[allow(clippy::should_implement_trait, clippy::borrowed_box)]
    pub fn clone(self: &Box<Self>) -> Box<Self> {
        boxed_clone(&**self)
    }
}
