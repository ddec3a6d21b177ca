//! Padding and cropping of volumes.

use super::sliding::volume;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;

/// The sizes of a volume and of its padding: depth, height, width. A negative padding removes elements.
///
/// ```
/// use nn::__private::kernels::Border;
/// let border = Border { input: [1, 28, 28], before: [0, 1, 0], after: [0, 2, -1] };
/// assert_eq!(border.output(), [1, 31, 27]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// The sizes of the volume, at least 1.
    pub input: [usize; 3],
    /// The padding before the first element of each axis.
    pub before: [isize; 3],
    /// The padding after the last element of each axis.
    pub after: [isize; 3],
}

/// The values of a padding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PadValues {
    /// This number.
    Constant(f64),
    /// The elements in reverse order, from the second one on. The padding is smaller than the axis.
    Reflect,
    /// The nearest element.
    Replicate,
    /// The elements from the other end of what remains of the axis. The padding is at most as large.
    Circular,
}

impl Border {
    /// Returns the sizes including the padding.
    pub const fn output(&self) -> [usize; 3] {
        [self.padded(0), self.padded(1), self.padded(2)]
    }

    const fn padded(&self, axis: usize) -> usize {
        (self.input[axis] as isize + self.before[axis] + self.after[axis]) as usize
    }

    /// Returns the first and the number of the elements along an axis that remain.
    #[inline(always)]
    fn kept(&self, axis: usize) -> [usize; 2] {
        let [first, last] = [self.before[axis], self.after[axis]].map(|side| side.min(0).unsigned_abs());
        [first, self.input[axis].saturating_sub(first).saturating_sub(last)]
    }

    /// Returns the index of the element of the input that is element `o` of the output along an axis; `None` for a constant.
    #[inline(always)]
    fn source(&self, values: PadValues, axis: usize, o: usize) -> Option<usize> {
        let (last, s) = (self.input[axis] as isize - 1, o as isize - self.before[axis]);
        let s = match values {
            PadValues::Constant(_) => s,
            PadValues::Reflect => last - (last - s.max(-s)).max(s.max(-s) - last),
            PadValues::Replicate => s.min(last).max(0),
            PadValues::Circular => {
                let [first, length] = self.kept(axis).map(|size| size as isize);
                if s < first {
                    s + length
                } else if s >= first + length {
                    s - length
                } else {
                    s
                }
            }
        };
        (0 <= s && s <= last).then_some(s as usize)
    }

    /// Checks the lengths, and returns those of a volume without and with its padding.
    #[track_caller]
    #[inline(always)]
    fn check(&self, values: PadValues, x: usize, y: usize) -> [usize; 2] {
        for axis in 0..3 {
            let ([_, kept], size) = (self.kept(axis), self.input[axis]);
            let most = self.before[axis].max(self.after[axis]).max(0) as usize;
            let fits = match values {
                PadValues::Reflect => most < size,
                PadValues::Circular => most <= kept && kept > 0,
                PadValues::Constant(_) | PadValues::Replicate => size > 0,
            };
            assert!(fits && size as isize + self.before[axis] + self.after[axis] > 0, "invalid padding: {self:?}");
        }
        let [volume, padded] = [self.input, self.output()].map(volume);
        let fits = x.is_multiple_of(volume) && y.is_multiple_of(padded) && x / volume == y / padded;
        assert!(fits, "slices of {x} and {y} do not match {self:?}");
        [volume, padded]
    }

    /// Calls `row` for each row of the output of a volume, with its index, and the index of the input row that it is copied from.
    #[inline(always)]
    fn each_row(&self, values: PadValues, mut row: impl FnMut(usize, Option<usize>)) {
        let ([depth, height, _], rows) = (self.output(), self.input[1]);
        for slice in 0..depth {
            let from = self.source(values, 0, slice);
            for line in 0..height {
                let from = from.and_then(|from| Some(from * rows + self.source(values, 1, line)?));
                row(slice * height + line, from);
            }
        }
    }
}

/// Copies each volume of x to y with its padding, which is `fill` if the values are constant.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes with the sizes of the border, or if the padding is larger than its
/// values allow.
///
/// ```
/// use nn::__private::kernels::{Border, PadValues, pad};
/// let border = Border { input: [1, 1, 3], before: [0, 0, 2], after: [0, 0, -1] };
/// let mut padded = |values| {
///     let mut y = [9.0; 4];
///     pad(&border, values, 0.5, &[1.0, 2.0, 3.0], &mut y);
///     y
/// };
/// assert_eq!(padded(PadValues::Constant(0.5)), [0.5, 0.5, 1.0, 2.0]);
/// assert_eq!(padded(PadValues::Reflect), [3.0, 2.0, 1.0, 2.0]);
/// assert_eq!(padded(PadValues::Replicate), [1.0, 1.0, 1.0, 2.0]);
/// assert_eq!(padded(PadValues::Circular), [1.0, 2.0, 1.0, 2.0]);
/// ```
#[inline(always)]
pub fn pad<T: Copy>(border: &Border, values: PadValues, fill: T, x: &[T], y: &mut [T]) {
    // Without a reachable panic.
    let [volume, padded] = border.check(values, x.len(), y.len()).map(at_least_one);
    let (width, out_width) = (border.input[2], border.output()[2]);
    let ([from, length], to) = (border.kept(2), border.before[2].max(0) as usize);
    for (x, y) in x.chunks_exact(volume).zip(y.chunks_exact_mut(padded)) {
        let mut rows = y.chunks_exact_mut(at_least_one(out_width));
        border.each_row(values, |_, row| {
            let y = rows.next().unwrap_or_default();
            let x = row.map(|row| x.chunks_exact(at_least_one(width)).nth(row).unwrap_or_default());
            let Some(x) = x else { return y.fill(fill) };
            if let (Some(y), Some(x)) = (y.get_mut(to..to + length), x.get(from..from + length)) {
                y.iter_mut().zip(x).for_each(|(y, x)| *y = *x);
            }
            let source = |o| border.source(values, 2, o).and_then(|at| x.get(at)).copied().unwrap_or(fill);
            y.iter_mut().enumerate().take(to).for_each(|(o, y)| *y = source(o));
            y.iter_mut().enumerate().skip(to + length).for_each(|(o, y)| *y = source(o));
        });
    }
}

/// Computes dx, the gradient of [`pad`] with respect to x: the sum of dy over all copies of an element.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes with the sizes of the border, or if the padding is larger than its
/// values allow.
///
/// ```
/// use nn::__private::kernels::{Border, PadValues, Target, pad_backward};
/// let mut dx = [0.0; 2];
/// let border = Border { input: [1, 1, 2], before: [0, 0, 1], after: [0, 0, 1] };
/// pad_backward(&border, PadValues::Replicate, &[1.0, 2.0, 3.0, 4.0], Target::set(&mut dx));
/// assert_eq!(dx, [3.0, 7.0]);
/// ```
pub fn pad_backward<T: Float>(border: &Border, values: PadValues, dy: &[T], dx: Target<'_, T>) {
    let [volume, padded] = border.check(values, dx.len(), dy.len());
    let ([_, _, width], [_, _, out_width]) = (border.input, border.output());
    let ([from, length], to) = (border.kept(2), border.before[2].max(0) as usize);
    for (dx, dy) in dx.zeroed().chunks_exact_mut(volume).zip(dy.chunks_exact(padded)) {
        border.each_row(values, |row, source| {
            let Some(source) = source else { return };
            let (dx, dy) = (&mut dx[source * width..][..width], &dy[row * out_width..][..out_width]);
            let (before, rest) = dy.split_at(to);
            let (kept, after) = rest.split_at(length);
            dx[from.min(width)..].iter_mut().zip(kept).for_each(|(dx, &dy)| *dx += dy);
            let sides = before.iter().enumerate().chain((to + length..).zip(after));
            for (o, &dy) in sides {
                if let Some(at) = border.source(values, 2, o) {
                    dx[at] += dy;
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "invalid padding")]
    fn rejects_a_reflection_of_the_whole_axis() {
        let border = Border { input: [1, 1, 2], before: [0, 0, 2], after: [0; 3] };
        pad(&border, PadValues::Reflect, 0.0, &[0.0; 2], &mut [0.0; 4]);
    }

    #[test]
    #[should_panic(expected = "slices of 2 and 5 do not match")]
    fn rejects_wrong_lengths() {
        let border = Border { input: [1, 1, 2], before: [0, 0, 2], after: [0; 3] };
        pad(&border, PadValues::Replicate, 0.0, &[0.0; 2], &mut [0.0; 5]);
    }
}
