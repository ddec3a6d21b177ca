//! Max and average pooling over windows of a volume.

use super::parallel::{Units, in_parts, parts, steps};
use super::pool_pairs;
use super::sliding::{Sliding, volume};
use super::strided::{with_each, with_each_mut};
use super::work::compiled_here;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::simd::{Level, Simd, Vector, Vectorized, is_larger, level};

/// Checks that both slices hold the same number of volumes, and returns the sizes of one input and one output volume.
#[track_caller]
pub(super) fn sizes(window: &Sliding, x: usize, y: usize) -> [usize; 2] {
    assert!(window.fits(), "the window does not fit: {window:?}");
    let sizes = [window.input, window.output()].map(volume);
    let fits = x.is_multiple_of(sizes[0]) && y.is_multiple_of(sizes[1]) && x / sizes[0] == y / sizes[1];
    assert!(fits, "slices of {x} and {y} do not match {window:?}");
    sizes
}

/// Computes y\[n, p, q\] = the maximum over j, k and l of x\[n S - P + j D, p S - P + k D, q S - P + l D\] inside the volume, for
/// each volume, or minus infinity for a window outside of it. NaN counts as larger than every other value.
///
/// # Panics
/// Panics if the window does not fit into the padded volume, or if the slices do not hold the same number of volumes of its sizes.
///
/// ```
/// use nn::__private::kernels::{Sliding, max_pool};
/// let window = Sliding { input: [1, 2, 4], kernel: [1, 2, 2], stride: [1, 2, 2], ..Sliding::ELEMENT };
/// let mut y = [0.0; 2];
/// max_pool(&window, &[1.0, 2.0, 3.0, 4.0, 8.0, 7.0, 6.0, 5.0], &mut y);
/// assert_eq!(y, [8.0, 6.0]);
/// ```
pub fn max_pool<T: Float>(window: &Sliding, x: &[T], y: &mut [T]) {
    let [image, out_image] = sizes(window, x.len(), y.len());
    MaxPool { window, image, out_image, x, y }.run(level());
}

/// The arguments of a call of [`max_pool`].
struct MaxPool<'a, T> {
    window: &'a Sliding,
    image: usize,
    out_image: usize,
    x: &'a [T],
    y: &'a mut [T],
}

compiled_here!(MaxPool);

impl<T: Float> MaxPool<'_, T> {
    fn run_at(self, level: Level) {
        let Self { window, image, out_image, x, y } = self;
        in_parts(parts(steps(x.len())), x.len() / image, (Units(x, image), Units(y, out_image)), |(x, y)| {
            T::vectorize(level, MaxPool { window, image, out_image, x: x.0, y: y.0 });
        });
    }
}

impl<T: Float> Vectorized<T> for MaxPool<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        let pairs = pool_pairs::are_pairs(self.window);
        for (x, y) in self.x.chunks_exact(self.image).zip(self.y.chunks_exact_mut(self.out_image)) {
            if pairs {
                pool_pairs::max(simd, self.window.input[2], x, y);
                continue;
            }
            y.fill(T::NEG_INFINITY);
            each_row(self.window, |stride, from, to, length| {
                with_each(&mut y[to..][..length], &x[from..], stride, |y, &x| {
                    *y = if is_larger(x, *y) { x } else { *y };
                });
            });
        }
    }
}

/// Calls `row` for each window position and each output row, with the distance between columns in the volume, the index of the first
/// element in the volume, the index of the first output, and the number of outputs. All indices are in bounds. For each output, the
/// elements of its window are visited in order.
#[inline(always)]
pub(super) fn each_row(window: &Sliding, mut row: impl FnMut(usize, usize, usize, usize)) {
    let ([_, height, width], [_, out_height, out_width]) = (window.input, window.output());
    for j in 0..window.kernel[0] {
        let (slices, first_slice) = window.inside(0, j);
        for k in 0..window.kernel[1] {
            let (rows, first_row) = window.inside(1, k);
            for l in 0..window.kernel[2] {
                let (columns, first_column) = window.inside(2, l);
                for (h, n) in slices.clone().enumerate() {
                    let first_row = (first_slice + h * window.stride[0]) * height + first_row;
                    for (i, p) in rows.clone().enumerate() {
                        let from = (first_row + i * window.stride[1]) * width + first_column;
                        let to = (n * out_height + p) * out_width + columns.start;
                        row(window.stride[2], from, to, columns.len());
                    }
                }
            }
        }
    }
}

/// Computes dx, the gradient of [`max_pool`] with respect to x: each dy is assigned to the maximum of its window, which is the
/// first of equal elements and the last NaN, as in PyTorch.
///
/// With `through_relu`, x is the output of a ReLU, and dx is the gradient with respect to the input of that ReLU.
///
/// # Panics
/// Panics if the window does not fit into the padded volume, or if the slices do not hold the same number of volumes of its sizes.
///
/// ```
/// use nn::__private::kernels::{Sliding, Target, max_pool_backward};
/// let window = Sliding { input: [1, 2, 2], kernel: [1, 2, 2], stride: [1, 2, 2], ..Sliding::ELEMENT };
/// let mut dx = [0.0; 4];
/// max_pool_backward(&window, &[1.0, 2.0, 2.0, 0.0], &[5.0], false, Target::set(&mut dx));
/// assert_eq!(dx, [0.0, 5.0, 0.0, 0.0]);
/// ```
pub fn max_pool_backward<T: Float>(window: &Sliding, x: &[T], dy: &[T], through_relu: bool, dx: Target<'_, T>) {
    let [image, out_image] = sizes(window, x.len(), dy.len());
    assert_eq!(x.len(), dx.len(), "x and its gradient differ in length");
    MaxPoolBackward { window, image, out_image, x, dy, through_relu, dx }.run(level());
}

/// The arguments of a call of [`max_pool_backward`].
struct MaxPoolBackward<'a, T> {
    window: &'a Sliding,
    image: usize,
    out_image: usize,
    x: &'a [T],
    dy: &'a [T],
    through_relu: bool,
    dx: Target<'a, T>,
}

compiled_here!(MaxPoolBackward);

impl<T: Float> MaxPoolBackward<'_, T> {
    fn run_at(self, level: Level) {
        let Self { window, image, out_image, x, dy, through_relu, dx } = self;
        let work = (Units(x, image), Units(dy, out_image), Units(dx, image));
        in_parts(parts(steps(x.len())), x.len() / image, work, |(x, dy, dx)| {
            T::vectorize(level, MaxPoolBackward { window, image, out_image, x: x.0, dy: dy.0, through_relu, dx: dx.0 });
        });
    }
}

impl<T: Float> Vectorized<T> for MaxPoolBackward<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        let pairs = pool_pairs::are_pairs(self.window);
        let images = self.x.chunks_exact(self.image).zip(self.dx.chunks_exact(self.image));
        for ((x, dx), dy) in images.zip(self.dy.chunks_exact(self.out_image)) {
            if pairs {
                pool_pairs::max_backward(simd, self.window.input[2], x, dy, self.through_relu, dx);
                continue;
            }
            let dx = dx.zeroed();
            let columns = self.window.output()[2];
            for (row, dy) in dy.chunks_exact(columns).enumerate() {
                for (i, dy) in dy.chunks(SOME).enumerate() {
                    let at = largest_of_some(self.window, x, row, i * SOME, dy.len());
                    for (&at, &dy) in at.iter().zip(dy) {
                        if at != NOWHERE {
                            dx[at] += if self.through_relu && x[at] <= T::ZERO { T::ZERO } else { dy };
                        }
                    }
                }
            }
        }
    }
}

/// The number of windows that are processed together.
const SOME: usize = 32;
/// The index of the maximum of an empty window.
const NOWHERE: usize = usize::MAX;

/// Returns the indices in the volume of the maxima of `count` windows in an output row, from window `first` on.
#[inline(always)]
fn largest_of_some<T: Float>(window: &Sliding, x: &[T], row: usize, first: usize, count: usize) -> [usize; SOME] {
    let (mut largest, mut at) = ([T::NEG_INFINITY; SOME], [NOWHERE; SOME]);
    let ([depth, height, width], [_, out_height, _]) = (window.input, window.output());
    let (slice, row) = (row / out_height, row % out_height);
    for j in 0..window.kernel[0] {
        let plane = (slice * window.stride[0] + j * window.dilation[0]).wrapping_sub(window.padding[0]);
        if plane >= depth {
            continue;
        }
        for k in 0..window.kernel[1] {
            let line = (row * window.stride[1] + k * window.dilation[1]).wrapping_sub(window.padding[1]);
            if line >= height {
                continue;
            }
            for l in 0..window.kernel[2] {
                let (columns, column) = window.inside(2, l);
                let (from, to) = (columns.start.max(first), columns.end.min(first + count));
                if from >= to {
                    continue;
                }
                let stride = window.stride[2];
                let mut index = (plane * height + line) * width + column + (from - columns.start) * stride;
                let some = from - first..to - first;
                let windows = largest[some.clone()].iter_mut().zip(&mut at[some]);
                with_each(windows, &x[index..], stride, |(largest, at), &x| {
                    let wins = is_larger(x, *largest) | (*at == NOWHERE);
                    *largest = if wins { x } else { *largest };
                    *at = if wins { index } else { *at };
                    index += stride;
                });
            }
        }
    }
    at
}

/// The divisor of an average pool.
///
/// ```
/// use nn::__private::kernels::{PoolDivisor, Sliding, avg_pool};
/// let window = Sliding { input: [1, 1, 2], kernel: [1, 1, 2], padding: [0, 0, 1], ..Sliding::ELEMENT };
/// let mut means = |divisor| {
///     let mut y = [0.0; 3];
///     avg_pool(&window, divisor, &[2.0, 4.0], &mut y);
///     y
/// };
/// assert_eq!(means(PoolDivisor::Window), [1.0, 3.0, 2.0]);
/// assert_eq!(means(PoolDivisor::Inside), [2.0, 3.0, 4.0]);
/// assert_eq!(means(PoolDivisor::Number(1)), [2.0, 6.0, 4.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolDivisor {
    /// The number of elements of the window, including padding, but without those after the padded volume.
    Window,
    /// The number of elements of the window inside the volume.
    Inside,
    /// This number.
    Number(usize),
}

impl PoolDivisor {
    /// Returns the divisor of all windows; `None` if it depends on their position.
    #[inline(always)]
    pub(super) fn of_all(self, window: &Sliding) -> Option<usize> {
        match self {
            PoolDivisor::Number(number) => Some(number),
            PoolDivisor::Inside if window.ceil_mode || window.padding != [0; 3] => None,
            PoolDivisor::Window if window.ceil_mode => None,
            PoolDivisor::Window | PoolDivisor::Inside => Some(volume(window.kernel)),
        }
    }

    /// Returns the divisor of the window at this position.
    #[inline(always)]
    pub(super) fn at(self, window: &Sliding, place: [usize; 3]) -> usize {
        let covered = |axis: usize| window.covered(axis, place[axis], self == PoolDivisor::Window);
        match self {
            PoolDivisor::Number(number) => number,
            PoolDivisor::Window | PoolDivisor::Inside => covered(0) * covered(1) * covered(2),
        }
    }
}

/// Computes y\[n, p, q\] = the sum over j, k and l of x\[n S - P + j D, p S - P + k D, q S - P + l D\], for each volume, divided by
/// the divisor; x is 0 outside of the volume. Unless the divisor is a number, the dilation must be 1.
///
/// # Panics
/// Panics if the window does not fit into the padded volume, or if the slices do not hold the same number of volumes of its sizes.
///
/// ```
/// use nn::__private::kernels::{PoolDivisor, Sliding, avg_pool};
/// let window = Sliding { input: [1, 1, 4], kernel: [1, 1, 2], stride: [1, 1, 2], ..Sliding::ELEMENT };
/// let mut y = [0.0; 2];
/// avg_pool(&window, PoolDivisor::Window, &[1.0, 2.0, 3.0, 5.0], &mut y);
/// assert_eq!(y, [1.5, 4.0]);
/// ```
pub fn avg_pool<T: Float>(window: &Sliding, divisor: PoolDivisor, x: &[T], y: &mut [T]) {
    let [image, out_image] = sizes(window, x.len(), y.len());
    AvgPool { window, divisor, image, out_image, x, y }.run(level());
}

/// The arguments of a call of [`avg_pool`].
struct AvgPool<'a, T> {
    window: &'a Sliding,
    divisor: PoolDivisor,
    image: usize,
    out_image: usize,
    x: &'a [T],
    y: &'a mut [T],
}

compiled_here!(AvgPool);

impl<T: Float> AvgPool<'_, T> {
    fn run_at(self, level: Level) {
        let Self { window, divisor, image, out_image, x, y } = self;
        in_parts(parts(steps(x.len())), x.len() / image, (Units(x, image), Units(y, out_image)), |(x, y)| {
            T::vectorize(level, AvgPool { window, divisor, image, out_image, x: x.0, y: y.0 });
        });
    }
}

impl<T: Float> Vectorized<T> for AvgPool<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        for (x, y) in self.x.chunks_exact(self.image).zip(self.y.chunks_exact_mut(self.out_image)) {
            y.fill(T::ZERO);
            each_row(self.window, |stride, from, to, length| {
                with_each(&mut y[to..][..length], &x[from..], stride, |y, &x| *y += x);
            });
            divide(self.window, self.divisor, y);
        }
    }
}

/// Divides the sums of the windows of one volume by their divisors.
#[inline(always)]
pub(super) fn divide<T: Float>(window: &Sliding, divisor: PoolDivisor, y: &mut [T]) {
    if let Some(all) = divisor.of_all(window) {
        let all = T::from_f64(all as f64);
        return y.iter_mut().for_each(|y| *y /= all);
    }
    let [_, height, width] = window.output().map(at_least_one);
    for (row, y) in y.chunks_exact_mut(width).enumerate() {
        for (column, y) in y.iter_mut().enumerate() {
            *y /= T::from_f64(divisor.at(window, [row / height, row % height, column]) as f64);
        }
    }
}

/// Computes dx, the gradient of [`avg_pool`] with respect to x: each dy, divided by the divisor of its window, is added to all
/// elements of the window.
///
/// # Panics
/// Panics if the window does not fit into the padded volume, or if the slices do not hold the same number of volumes of its sizes.
///
/// ```
/// use nn::__private::kernels::{PoolDivisor, Sliding, Target, avg_pool_backward};
/// let window = Sliding { input: [1, 1, 4], kernel: [1, 1, 2], stride: [1, 1, 2], ..Sliding::ELEMENT };
/// let mut dx = [0.0; 4];
/// avg_pool_backward(&window, PoolDivisor::Window, &[2.0, 8.0], Target::set(&mut dx));
/// assert_eq!(dx, [1.0, 1.0, 4.0, 4.0]);
/// ```
pub fn avg_pool_backward<T: Float>(window: &Sliding, divisor: PoolDivisor, dy: &[T], dx: Target<'_, T>) {
    let [image, out_image] = sizes(window, dx.len(), dy.len());
    let dx = dx.zeroed();
    AvgPoolBackward { window, divisor, image, out_image, dy, dx }.run(level());
}

/// The arguments of a call of [`avg_pool_backward`].
struct AvgPoolBackward<'a, T> {
    window: &'a Sliding,
    divisor: PoolDivisor,
    image: usize,
    out_image: usize,
    dy: &'a [T],
    dx: &'a mut [T],
}

compiled_here!(AvgPoolBackward);

impl<T: Float> AvgPoolBackward<'_, T> {
    fn run_at(self, level: Level) {
        let Self { window, divisor, image, out_image, dy, dx } = self;
        in_parts(parts(steps(dx.len())), dx.len() / image, (Units(dy, out_image), Units(dx, image)), |(dy, dx)| {
            T::vectorize(level, AvgPoolBackward { window, divisor, image, out_image, dy: dy.0, dx: dx.0 });
        });
    }
}

impl<T: Float> Vectorized<T> for AvgPoolBackward<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let all = self.divisor.of_all(self.window).map(|all| T::from_f64(all as f64));
        let [_, height, width] = self.window.output();
        for (dx, dy) in self.dx.chunks_exact_mut(self.image).zip(self.dy.chunks_exact(self.out_image)) {
            each_row(self.window, |stride, from, to, length| {
                let (dy, dx) = (&dy[to..][..length], &mut dx[from..]);
                match all {
                    Some(all) => with_each_mut(dy, dx, stride, |&dy, dx| *dx += dy / all),
                    None => {
                        let (row, mut column) = (to / width, to % width);
                        with_each_mut(dy, dx, stride, |&dy, dx| {
                            let divisor = self.divisor.at(self.window, [row / height, row % height, column]);
                            *dx += dy / T::from_f64(divisor as f64);
                            column += 1;
                        });
                    }
                }
            });
        }
    }
}

/// Computes y_i, the mean of the i-th image of `image` elements.
///
/// # Panics
/// Panics if `image` is 0, or if the slices do not hold the same number of images.
///
/// ```
/// let mut y = [0.0; 2];
/// nn::__private::kernels::mean_pool(3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &mut y);
/// assert_eq!(y, [2.0, 5.0]);
/// ```
pub fn mean_pool<T: Float>(image: usize, x: &[T], y: &mut [T]) {
    assert_eq!(x.len(), image * y.len(), "slices of {} and {} do not match images of {image}", x.len(), y.len());
    super::sum_planes(x, image, Target::set(y));
    let count = T::from_f64(image as f64);
    y.iter_mut().for_each(|y| *y /= count);
}

/// Computes dx, the gradient of [`mean_pool`] with respect to x.
///
/// # Panics
/// Panics if `image` is 0, or if the slices do not hold the same number of images.
///
/// ```
/// let mut dx = [0.0; 4];
/// nn::__private::kernels::mean_pool_backward(2, &[2.0, 8.0], nn::__private::kernels::Target::set(&mut dx));
/// assert_eq!(dx, [1.0, 1.0, 4.0, 4.0]);
/// ```
pub fn mean_pool_backward<T: Float>(image: usize, dy: &[T], dx: Target<'_, T>) {
    assert_eq!(dx.len(), image * dy.len(), "slices of {} and {} do not match images of {image}", dx.len(), dy.len());
    let count = T::from_f64(image as f64);
    for (dx, &dy) in dx.chunks_exact(image).zip(dy) {
        dx.write(core::iter::repeat(dy / count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: Sliding = Sliding { input: [1, 1, 4], kernel: [1, 1, 2], stride: [1, 1, 2], ..Sliding::ELEMENT };

    #[test]
    #[should_panic(expected = "slices of 8 and 3 do not match")]
    fn max_pool_rejects_wrong_lengths() {
        max_pool(&PAIRS, &[0.0; 8], &mut [0.0; 3]);
    }

    #[test]
    #[should_panic(expected = "slices of 6 and 2 do not match")]
    fn avg_pool_rejects_wrong_lengths() {
        avg_pool(&PAIRS, PoolDivisor::Window, &[0.0; 6], &mut [0.0; 2]);
    }

    #[test]
    #[should_panic(expected = "x and its gradient differ in length")]
    fn backward_pass_rejects_wrong_gradient_length() {
        max_pool_backward(&PAIRS, &[0.0; 4], &[0.0; 2], false, Target::set(&mut [0.0; 8]));
    }
}
