//! A tensor: a value whose shape is in its type.

use super::length::LengthError;
use crate::parameters::{Layout, Parameters, Plain, duplicate};
use crate::shape::Shape;
use core::ops::{Index, IndexMut};

/// A tensor of shape `S`: nothing but its numbers, contiguous, the last axis innermost.
///
/// It is a value, not a pointer. Small ones live anywhere ([`new`](Tensor::new)); big ones live in a `Box` and are made
/// there in place ([`zeros`](Tensor::zeros), [`from_fn`](Tensor::from_fn)), so that no large value crosses the stack.
///
/// ```
/// use nn_core::{N, Tensor};
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
    /// A tensor of these nested arrays, where it stands: for small ones.
    ///
    /// ```
    /// use nn_core::{N, Tensor};
    /// let x = Tensor::<(N<2>, N<2>)>::new([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum(), 10.0);
    /// ```
    #[inline]
    pub const fn new(elements: S::Array<T>) -> Self {
        Self(elements)
    }

    /// The elements, the last axis innermost.
    #[inline]
    pub const fn as_slice(&self) -> &[T] {
        const { assert!(size_of::<S::Array<T>>() == S::SIZE * size_of::<T>()) };
        // SAFETY: `S::Array<T>` is nested arrays of exactly `S::SIZE` elements of T, contiguous.
        unsafe { core::slice::from_raw_parts(core::ptr::from_ref(self).cast(), S::SIZE) }
    }

    /// The elements, to change.
    #[inline]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        const { assert!(size_of::<S::Array<T>>() == S::SIZE * size_of::<T>()) };
        // SAFETY: as above.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), S::SIZE) }
    }

    /// The sizes, outermost first.
    pub const fn dims(&self) -> &'static [usize] {
        S::DIMS
    }

    /// The elements in order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// The elements in order, to change.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, T> {
        self.as_mut_slice().iter_mut()
    }

    /// Where the element at `index` lies in the slice; `None` if there is none.
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

    /// The element at `index`; `None` if there is none.
    ///
    /// ```
    /// use nn_core::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.get([1, 0]), Some(&3.0));
    /// assert_eq!(x.get([2, 0]), None);
    /// ```
    pub fn get(&self, index: S::Index) -> Option<&T> {
        Self::position(index).map(|position| &self.as_slice()[position])
    }

    /// The element at `index`, to change; `None` if there is none.
    pub fn get_mut(&mut self, index: S::Index) -> Option<&mut T> {
        Self::position(index).map(|position| &mut self.as_mut_slice()[position])
    }
}

#[cold]
#[track_caller]
fn out_of_bounds(index: &[usize], dims: &[usize]) -> ! {
    panic!("the index {index:?} is out of bounds for a tensor of shape {dims:?}")
}

/// `x[[i, j]]`. Panics where there is no such element, as a slice does; [`Tensor::get`] does not.
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
    /// Takes its elements from a slice of the same length.
    ///
    /// # Errors
    /// [`LengthError`] if the slice has more or fewer elements; nothing is changed then.
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
    /// use nn_core::{N, Tensor};
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

/// A copy by value, for small tensors. `boxed.clone()` of a `Box` is [in place](Tensor::clone); so is
/// [`boxed_clone`](crate::boxed_clone), also where the compiler takes this trait.
///
/// ```
/// use nn_core::Tensor;
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
