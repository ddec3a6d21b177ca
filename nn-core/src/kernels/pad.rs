//! Zero padding of images.

use crate::accumulate::Target;
use crate::float::Float;

/// The sizes of an image and of its zero padding.
///
/// ```
/// use nn::__private::kernels::ZeroBorder;
/// let border = ZeroBorder { input: [28, 28], before: [1, 0], after: [2, 0] };
/// assert_eq!(border.output(), [31, 28]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZeroBorder {
    /// The image's height and width, at least 1.
    pub input: [usize; 2],
    /// The number of rows above, and of columns to the left.
    pub before: [usize; 2],
    /// The number of rows below, and of columns to the right.
    pub after: [usize; 2],
}

impl ZeroBorder {
    /// Returns the height and width including the border.
    pub const fn output(&self) -> [usize; 2] {
        [self.before[0] + self.input[0] + self.after[0], self.before[1] + self.input[1] + self.after[1]]
    }

    /// Checks the lengths, and returns those of an image without and with its border.
    #[track_caller]
    fn check(&self, x: usize, y: usize) -> [usize; 2] {
        let [image, bordered] = [self.input, self.output()].map(|[h, w]| h * w);
        let fits = x.is_multiple_of(image) && y.is_multiple_of(bordered) && x / image == y / bordered;
        assert!(fits, "slices of {x} and {y} do not match {self:?}");
        [image, bordered]
    }
}

/// Copies each image of x to y with a border of zeros.
///
/// # Panics
/// Panics if the slices do not hold the same number of images with the sizes of the border.
///
/// ```
/// use nn::__private::kernels::{ZeroBorder, zero_pad};
/// let mut y = [9.0; 4];
/// zero_pad(&ZeroBorder { input: [1, 2], before: [0, 1], after: [0, 1] }, &[1.0, 2.0], &mut y);
/// assert_eq!(y, [0.0, 1.0, 2.0, 0.0]);
/// ```
#[inline(always)]
pub fn zero_pad<T: Float>(border: &ZeroBorder, x: &[T], y: &mut [T]) {
    let [image, bordered] = border.check(x.len(), y.len());
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact_mut(bordered)) {
        y.fill(T::ZERO);
        let rows = y.chunks_exact_mut(border.output()[1]).skip(border.before[0]);
        for (x, y) in x.chunks_exact(border.input[1]).zip(rows) {
            y[border.before[1]..][..border.input[1]].copy_from_slice(x);
        }
    }
}

/// Computes dx, the gradient of [`zero_pad`] with respect to x, which is dy without its border.
///
/// # Panics
/// Panics if the slices do not hold the same number of images with the sizes of the border.
///
/// ```
/// use nn::__private::kernels::{Target, ZeroBorder, zero_pad_backward};
/// let mut dx = [0.0; 2];
/// let border = ZeroBorder { input: [1, 2], before: [0, 1], after: [0, 1] };
/// zero_pad_backward(&border, &[1.0, 2.0, 3.0, 4.0], Target::set(&mut dx));
/// assert_eq!(dx, [2.0, 3.0]);
/// ```
pub fn zero_pad_backward<T: Float>(border: &ZeroBorder, dy: &[T], dx: Target<'_, T>) {
    let [image, bordered] = border.check(dx.len(), dy.len());
    for (dx, dy) in dx.chunks_exact(image).zip(dy.chunks_exact(bordered)) {
        let rows = dy.chunks_exact(border.output()[1]).skip(border.before[0]);
        for (dx, dy) in dx.chunks_exact(border.input[1]).zip(rows) {
            dx.write(dy[border.before[1]..].iter().copied());
        }
    }
}
