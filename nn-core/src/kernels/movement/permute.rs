//! Permutations of axes.

use crate::accumulate::Target;
use crate::float::Float;

/// The maximum number of axes, without the batch axis.
const RANK: usize = 5;

/// A permutation of the axes of a sample: axis i of y is axis `axes[i]` of x.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// The number of elements of a sample.
    size: usize,
    /// The number of elements of a row of y, that is, along its last axis, and their distance in x.
    length: usize,
    stride: usize,
    /// The sizes of the other axes of y, and their strides in x.
    outer: [[usize; 2]; RANK - 1],
    /// The number of those axes.
    rank: usize,
}

impl Order {
    /// Creates the permutation for samples of these dimensions.
    ///
    /// # Panics
    /// Panics if there are no axes or more than five, if one is empty, or if `axes` is not a permutation.
    pub(crate) const fn new(dims: &[usize], axes: &[usize]) -> Self {
        let rank = dims.len();
        assert!(rank > 0 && rank <= RANK && axes.len() == rank, "a permutation has one to five axes");
        // For each axis of x, whether it has been named, and its stride.
        let (mut named, mut strides) = ([false; RANK], [1; RANK]);
        let (mut size, mut axis) = (1, rank);
        while axis > 0 {
            axis -= 1;
            strides[axis] = size;
            size *= dims[axis];
        }
        assert!(size > 0, "an empty axis cannot be permuted");
        let mut outer = [[1, 0]; RANK - 1];
        let mut i = 0;
        while i < rank {
            let axis = axes[i];
            assert!(axis < rank && !named[axis], "a permutation contains each axis once");
            named[axis] = true;
            if i + 1 < rank {
                outer[i] = [dims[axis], strides[axis]];
            }
            i += 1;
        }
        let last = axes[rank - 1];
        Self { size, length: dims[last], stride: strides[last], outer, rank: rank - 1 }
    }

    /// Runs [`permute`] with this permutation.
    ///
    /// # Panics
    /// Panics if the slices do not hold the same number of samples.
    #[inline(always)]
    pub(crate) fn permute<T: Copy>(&self, x: &[T], y: &mut [T]) {
        self.check(x.len(), y.len());
        let mut rows = y.chunks_exact_mut(self.length);
        self.for_each_row(x.len(), |start| {
            let row = x.get(start..).unwrap_or_default().iter().step_by(self.stride);
            rows.next().unwrap_or_default().iter_mut().zip(row).for_each(|(y, x)| *y = *x);
        });
    }

    #[track_caller]
    #[inline(always)]
    fn check(&self, x: usize, y: usize) {
        assert!(x == y && x.is_multiple_of(self.size), "slices of {x} and {y} elements do not match {self:?}");
    }

    /// Runs [`permute_backward`] with this permutation.
    ///
    /// # Panics
    /// Panics if the slices do not hold the same number of samples.
    #[inline(always)]
    pub(crate) fn permute_backward<T: Float>(&self, dy: &[T], dx: Target<'_, T>) {
        self.check(dx.len(), dy.len());
        let mut rows = dy.chunks_exact(self.length);
        let Target { slice: dx, accumulate } = dx;
        self.for_each_row(dy.len(), |start| {
            for (dy, dx) in rows.next().unwrap_or_default().iter().zip(dx[start..].iter_mut().step_by(self.stride)) {
                *dx = if accumulate.adds() { *dx + *dy } else { *dy };
            }
        });
    }

    /// Calls `f` for each row of y with the index in x of its first element; `numbers` is the number of elements of all samples.
    #[inline(always)]
    fn for_each_row(&self, numbers: usize, mut f: impl FnMut(usize)) {
        for sample in 0..numbers / self.size {
            let mut index = [0; RANK - 1];
            for _ in 0..self.size / self.length {
                let indices = index.iter().zip(&self.outer).take(self.rank);
                f(sample * self.size + indices.map(|(index, [_, stride])| index * stride).sum::<usize>());
                for (index, [size, _]) in index.iter_mut().zip(&self.outer).take(self.rank).rev() {
                    *index += 1;
                    if *index < *size {
                        break;
                    }
                    *index = 0;
                }
            }
        }
    }
}

/// Permutes the axes of each sample: axis i of y is axis `axes[i]` of x. `dims` are the dimensions of a sample of x.
///
/// # Panics
/// Panics if there are no axes or more than five, if one is empty, if `axes` is not a permutation, or if the slices do not hold the
/// same number of samples.
///
/// ```
/// let mut y = [0.0; 6];
/// nn::__private::kernels::permute(&[2, 3], &[1, 0], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &mut y);
/// assert_eq!(y, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
/// ```
#[inline]
pub fn permute<T: Float>(dims: &[usize], axes: &[usize], x: &[T], y: &mut [T]) {
    Order::new(dims, axes).permute(x, y);
}

/// Computes the backward pass of [`permute`]: copies each element of dy back to its position in x, overwriting `dx` or adding to
/// it.
///
/// # Panics
/// Panics under the same conditions as [`permute`].
///
/// ```
/// use nn::__private::kernels::{Target, permute_backward};
/// let mut dx = [1.0; 6];
/// permute_backward(&[2, 3], &[1, 0], &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0], Target::add(&mut dx));
/// assert_eq!(dx, [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
/// ```
#[inline]
pub fn permute_backward<T: Float>(dims: &[usize], axes: &[usize], dy: &[T], dx: Target<'_, T>) {
    Order::new(dims, axes).permute_backward(dy, dx);
}
