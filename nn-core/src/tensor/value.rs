//! The tensor type: a value whose shape is part of its type.

use super::length::LengthError;
use crate::parameters::{Layout, Parameters, Plain, duplicate};
use crate::shape::{Shape, ShapeOf};
use core::ops::{Index, IndexMut};

/// A tensor of shape `S`: its elements and nothing else, contiguous, in row-major order (the last axis varies fastest).
///
/// It is a value, not a pointer. Small tensors can be stored anywhere ([`new`](Tensor::new)); large ones are constructed in place
/// in a `Box` ([`zeros`](Tensor::zeros), [`from_fn`](Tensor::from_fn)), so that no large value crosses the stack.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// let x = Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// let y: &Tensor<(N<2>, N<3>)> = &x;
/// assert_eq!(y[[1, 2]], 6.0);
/// ```
#[repr(transparent)]
pub struct Tensor<S: Shape, T: 'static = f32>(S::Array<T>);

// SAFETY: a tensor is an array of its elements.
unsafe impl<S: Shape, T: Send> Send for Tensor<S, T> {}
// SAFETY: a tensor is an array of its elements.
unsafe impl<S: Shape, T: Plain> Plain for Tensor<S, T> {}

// SAFETY: a tensor is an array of its elements.
unsafe impl<S: Shape, T: Plain> Parameters<T> for Tensor<S, T> {
    const LAYOUT: Layout = Layout::weight(S::DIMS);
}

impl<S: Shape, T> Tensor<S, T> {
    /// Creates a tensor from nested arrays, by value. This is for small tensors.
    ///
    /// The arrays determine sizes that nothing else does, such as the batch that a network receives.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! { struct Net { fc: Linear<2, 3> } fn forward(x: Tensor<2>) -> Tensor<3> { x.fc() } }
    /// let x = Tensor::<(N<2>, N<2>)>::new([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum(), 10.0);
    /// let y = Net::new(1).forward(&Tensor::new([[1.0, 2.0]]));
    /// assert_eq!(y.dims(), [1, 3]);
    /// ```
    #[inline]
    pub const fn new<A>(elements: A) -> Self
    where
        S: ShapeOf<A, T>,
    {
        Self(elements)
    }

    /// Returns the elements in row-major order: the last axis varies fastest.
    #[inline]
    pub const fn as_slice(&self) -> &[T] {
        const { assert!(size_of::<S::Array<T>>() == S::SIZE * size_of::<T>()) };
        // SAFETY: `S::Array<T>` is nested arrays of exactly `S::SIZE` contiguous elements of T.
        unsafe { core::slice::from_raw_parts(core::ptr::from_ref(self).cast(), S::SIZE) }
    }

    /// Returns the elements as a mutable slice, in row-major order.
    #[inline]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        const { assert!(size_of::<S::Array<T>>() == S::SIZE * size_of::<T>()) };
        // SAFETY: as above.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), S::SIZE) }
    }

    /// Returns the dimensions, outermost first.
    pub const fn dims(&self) -> &'static [usize] {
        S::DIMS
    }

    /// Returns an iterator over the elements, in row-major order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// Returns a mutable iterator over the elements, in row-major order.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, T> {
        self.as_mut_slice().iter_mut()
    }

    /// Returns the position in the slice of the element at `index`, or `None` if the index is out of bounds.
    fn position(index: S::Index) -> Option<usize> {
        let mut position = 0;
        for (&i, &size) in index.as_ref().iter().zip(S::DIMS) {
            if i >= size {
                return None;
            }
            position = position * size + i;
        }
        Some(position)
    }

    /// Returns the element at `index`, or `None` if the index is out of bounds.
    ///
    /// ```
    /// use nn::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.get([1, 0]), Some(&3.0));
    /// assert_eq!(x.get([2, 0]), None);
    /// ```
    pub fn get(&self, index: S::Index) -> Option<&T> {
        Self::position(index).map(|position| &self.as_slice()[position])
    }

    /// Returns a mutable reference to the element at `index`, or `None` if the index is out of bounds.
    pub fn get_mut(&mut self, index: S::Index) -> Option<&mut T> {
        Self::position(index).map(|position| &mut self.as_mut_slice()[position])
    }
}

#[cold]
#[track_caller]
fn out_of_bounds(index: &[usize], dims: &[usize]) -> ! {
    panic!("the index {index:?} is out of bounds for a tensor of shape {dims:?}")
}

/// Indexing, as in `x[[i, j]]`. Panics if the index is out of bounds, as for a slice; [`Tensor::get`] returns `None` instead.
impl<S: Shape, T> Index<S::Index> for Tensor<S, T> {
    type Output = T;
    #[inline]
    fn index(&self, index: S::Index) -> &T {
        match Self::position(index) {
            Some(position) => &self.as_slice()[position],
            None => out_of_bounds(index.as_ref(), S::DIMS),
        }
    }
}

impl<S: Shape, T> IndexMut<S::Index> for Tensor<S, T> {
    #[inline]
    fn index_mut(&mut self, index: S::Index) -> &mut T {
        match Self::position(index) {
            Some(position) => &mut self.as_mut_slice()[position],
            None => out_of_bounds(index.as_ref(), S::DIMS),
        }
    }
}

impl<S: Shape, T: Copy> Tensor<S, T> {
    /// Copies the elements from a slice of the same length.
    ///
    /// # Errors
    /// Returns [`LengthError`] if the slice has more or fewer elements; the tensor is unchanged then.
    pub fn copy_from(&mut self, elements: &[T]) -> Result<(), LengthError> {
        if elements.len() != S::SIZE {
            return Err(LengthError { shape: S::DIMS, found: elements.len() });
        }
        self.as_mut_slice().copy_from_slice(elements);
        Ok(())
    }

    /// Sets every element to `value(index)`.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let mut x = Tensor::<(N<2>, N<3>)>::new([[0.0; 3]; 2]);
    /// x.fill_with(|[row, column]| (10 * row + column) as f32);
    /// assert_eq!(x.as_slice(), [0.0, 1.0, 2.0, 10.0, 11.0, 12.0]);
    /// ```
    pub fn fill_with(&mut self, mut value: impl FnMut(S::Index) -> T) {
        let mut index = S::Index::default();
        for element in self.as_mut_slice() {
            *element = value(index);
            for (i, &size) in index.as_mut().iter_mut().zip(S::DIMS).rev() {
                *i += 1;
                if *i < size {
                    break;
                }
                *i = 0;
            }
        }
    }
}

/// Copies a tensor by value, which is for small tensors. `boxed.clone()` of a `Box` copies [in place](Tensor::clone); so does
/// [`boxed_clone`](crate::boxed_clone), also where the compiler resolves `clone` to this trait.
///
/// ```
/// use nn::Tensor;
/// let x = Tensor::from([1.0, 2.0]);
/// let mut y = x.clone();
/// y[[0]] = 3.0;
/// assert_eq!(x, Tensor::from([1.0, 2.0]));
/// ```
impl<S: Shape, T: Plain + Copy> Clone for Tensor<S, T> {
    #[inline]
    fn clone(&self) -> Self {
        duplicate(self)
    }
}

impl<'a, S: Shape, T> IntoIterator for &'a Tensor<S, T> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, S: Shape, T> IntoIterator for &'a mut Tensor<S, T> {
    type Item = &'a mut T;
    type IntoIter = core::slice::IterMut<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}
