//! The windows of images as columns of matrices, and their sums.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::matrices::check;
use crate::kernels::sliding::{Sliding, volume};
use core::iter::{repeat, repeat_n};
use core::ops::Range;

/// Computes the columns of each image: y\[(i, j), (p, q)\] = x\[p S + i D - P, q S + j D - P\] for element (i, j) of the window at
/// position (p, q), and 0 in the padding. The sizes should be constants at the call site.
///
/// # Panics
/// Panics if the window does not fit into the padded image, or if the slices do not hold the same number of images of its sizes.
#[inline(always)]
pub(crate) fn im2col<T: Float>(window: &Sliding, x: &[T], y: Target<'_, T>) {
    let [image, columns, places] = sizes(window);
    check([(x.len(), image), (y.len(), columns)]);
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact(columns)) {
        for (tap, y) in y.chunks_exact(places).enumerate() {
            let inside = Inside::of(window, tap);
            for (p, y) in y.chunks_exact(at_least_one(window.output()[2])).enumerate() {
                let elements = x.get(inside.elements(window, p)).unwrap_or_default().iter();
                let elements = elements.step_by(at_least_one(window.stride[2]));
                y.write(repeat_n(T::ZERO, inside.first).chain(elements.copied()).chain(repeat(T::ZERO)));
            }
        }
    }
}

/// Computes the sums of the columns of each image: an element of y is the sum of the elements of x that [`im2col`] reads from it.
/// The sizes should be constants at the call site.
///
/// # Panics
/// Panics under the same conditions as [`im2col`].
#[inline(always)]
pub(crate) fn col2im<T: Float>(window: &Sliding, x: &[T], y: Target<'_, T>) {
    let [image, columns, places] = sizes(window);
    check([(x.len(), columns), (y.len(), image)]);
    for (x, y) in x.chunks_exact(columns).zip(y.zeroed().chunks_exact_mut(image)) {
        for (tap, x) in x.chunks_exact(places).enumerate() {
            let inside = Inside::of(window, tap);
            for (p, x) in x.chunks_exact(at_least_one(window.output()[2])).enumerate() {
                let y = y.get_mut(inside.elements(window, p)).unwrap_or_default().iter_mut();
                let y = y.step_by(at_least_one(window.stride[2]));
                y.zip(x.iter().skip(inside.first)).for_each(|(y, &x)| *y += x);
            }
        }
    }
}

/// The numbers of elements of an image, of its columns, and of positions of the window, which has two axes.
#[inline(always)]
fn sizes(window: &Sliding) -> [usize; 3] {
    assert!(window.fits(), "the window does not fit into the padded image");
    let places = volume(window.output());
    [volume(window.input), volume(window.kernel) * places, places].map(at_least_one)
}

/// Where one element of the window is inside the image.
struct Inside {
    /// How far below the first row of the window the element is.
    down: usize,
    /// The first position in a row of positions whose element is right of the padding.
    first: usize,
    /// The column of that element.
    column: usize,
}

impl Inside {
    #[inline(always)]
    fn of(window: &Sliding, tap: usize) -> Self {
        let Sliding { kernel, stride, padding, dilation, .. } = window;
        let [i, j] = [tap / at_least_one(kernel[2]), tap % at_least_one(kernel[2])];
        let offset = j * dilation[2];
        let first = padding[2].saturating_sub(offset).div_ceil(at_least_one(stride[2]));
        let column = (first * stride[2] + offset).saturating_sub(padding[2]);
        Self { down: i * dilation[1], first, column }
    }

    /// The range of the image from the element at position `first` in row `p` of the positions to the end of its row. The next
    /// position reads the element one stride further.
    #[inline(always)]
    fn elements(&self, window: &Sliding, p: usize) -> Range<usize> {
        let Sliding { input: [_, height, width], stride, padding, .. } = window;
        let row = (p * stride[1] + self.down).checked_sub(padding[1]).filter(|row| row < height);
        row.map_or(0..0, |row| row * width + self.column.min(*width)..(row + 1) * width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kernel, stride, padding and dilation.
    const WINDOWS: [[[usize; 2]; 4]; 5] = [
        [[1, 1], [1, 1], [0, 0], [1, 1]],
        [[2, 3], [1, 1], [0, 0], [1, 1]],
        [[3, 2], [2, 3], [1, 2], [1, 1]],
        [[2, 3], [3, 1], [2, 1], [2, 2]],
        // Some elements of the window are never inside.
        [[2, 2], [1, 4], [0, 4], [4, 6]],
    ];

    fn window([kernel, stride, padding, dilation]: [[usize; 2]; 4]) -> Sliding {
        let with = |first, [height, width]: [usize; 2]| [first, height, width];
        Sliding {
            input: [1, 5, 7],
            kernel: with(1, kernel),
            stride: with(1, stride),
            padding: with(0, padding),
            dilation: with(1, dilation),
            ceil_mode: false,
        }
    }

    /// The element of the image that each element of the columns is, if it is inside.
    fn sources(window: &Sliding) -> Vec<Option<usize>> {
        let ([_, height, width], [_, rows, columns]) = (window.input, window.output());
        let mut sources = Vec::new();
        for (i, j) in (0..window.kernel[1]).flat_map(|i| (0..window.kernel[2]).map(move |j| (i, j))) {
            for (p, q) in (0..rows).flat_map(|p| (0..columns).map(move |q| (p, q))) {
                let row = p * window.stride[1] + i * window.dilation[1];
                let column = q * window.stride[2] + j * window.dilation[2];
                let place = row.checked_sub(window.padding[1]).zip(column.checked_sub(window.padding[2]));
                let inside = place.filter(|&(row, column)| row < height && column < width);
                sources.push(inside.map(|(row, column)| row * width + column));
            }
        }
        sources
    }

    #[test]
    fn columns_are_the_windows() {
        let x: Vec<_> = (0..70).map(|i| 1.0 + f64::from(i)).collect();
        for window in WINDOWS.map(window) {
            let sources = sources(&window);
            let images = x.chunks_exact(35);
            let expected: Vec<_> =
                images.flat_map(|x| sources.iter().map(|source| source.map_or(0.0, |i| x[i]))).collect();
            let mut y = vec![f64::NAN; expected.len()];
            im2col(&window, &x, Target::set(&mut y));
            assert_eq!(y, expected, "{window:?}");
            im2col(&window, &x, Target::add(&mut y));
            assert_eq!(y, expected.iter().map(|y| 2.0 * y).collect::<Vec<_>>(), "{window:?}");
        }
    }

    #[test]
    fn elements_are_sums_over_windows() {
        for window in WINDOWS.map(window) {
            let sources = sources(&window);
            let x: Vec<_> = (0..2 * sources.len()).map(|i| (i * i % 91) as f64).collect();
            let mut expected = vec![0.0; 70];
            for (x, y) in x.chunks_exact(sources.len()).zip(expected.chunks_exact_mut(35)) {
                x.iter()
                    .zip(&sources)
                    .for_each(|(x, source)| y[source.unwrap_or(0)] += if source.is_some() { *x } else { 0.0 });
            }
            let mut y = vec![f64::NAN; 70];
            col2im(&window, &x, Target::set(&mut y));
            assert_eq!(y, expected, "{window:?}");
            col2im(&window, &x, Target::add(&mut y));
            assert_eq!(y, expected.iter().map(|y| 2.0 * y).collect::<Vec<_>>(), "{window:?}");
        }
    }

    #[test]
    fn negative_zero_is_copied() {
        let mut y = [1.0_f64; 1];
        im2col(&Sliding::ELEMENT, &[-0.0], Target::set(&mut y));
        assert!(y[0].is_sign_negative());
    }

    #[test]
    #[should_panic = "the window does not fit into the padded image"]
    fn rejects_a_window_that_is_too_large() {
        im2col(&Sliding { kernel: [1, 1, 2], ..Sliding::ELEMENT }, &[0.0], Target::set(&mut [0.0]));
    }
}
