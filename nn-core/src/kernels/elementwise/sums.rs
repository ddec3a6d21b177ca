//! Sums over the elements of slices, in `f64`.

use crate::float::Float;

/// Returns the sum of x_i^2 in `f64`.
///
/// ```
/// assert_eq!(nn::__private::kernels::sum_of_squares(&[3e30_f32, 4e30]).sqrt() as f32, 5e30);
/// ```
pub fn sum_of_squares<T: Float>(x: &[T]) -> f64 {
    sum_of([x], |[x]| x.to_f64() * x.to_f64())
}

/// Returns the sum of x_i y_i in `f64`, up to the end of the shorter slice.
pub(crate) fn dot<T: Float>(x: &[T], y: &[T]) -> f64 {
    sum_of([x, y], |[x, y]| x.to_f64() * y.to_f64())
}

/// Returns the sum of `term` over the elements at each index of the slices, up to the end of the shortest one, with independent
/// partial sums, which the compiler vectorises.
#[inline]
pub(crate) fn sum_of<T: Float, const N: usize>(slices: [&[T]; N], term: impl Fn([T; N]) -> f64) -> f64 {
    const LANES: usize = 16;
    let length = slices.iter().map(|slice| slice.len()).min().unwrap_or(0);
    let chunks = slices.map(|slice| slice[..length].as_chunks::<LANES>());
    let mut lanes = [0.0; LANES];
    for chunk in 0..length / LANES {
        let chunks = chunks.map(|(chunks, _)| &chunks[chunk]);
        for (i, lane) in lanes.iter_mut().enumerate() {
            *lane += term(chunks.map(|chunk| chunk[i]));
        }
    }
    for (i, lane) in lanes.iter_mut().take(length % LANES).enumerate() {
        *lane += term(chunks.map(|(_, rest)| rest[i]));
    }
    lanes.into_iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_every_element_once() {
        let x: [f32; 37] = core::array::from_fn(|i| i as f32);
        for length in 0..x.len() {
            let sum: usize = (0..length).map(|i| i * i).sum();
            assert_eq!([sum_of_squares(&x[..length]), dot(&x[..length], &x)], [sum as f64; 2]);
            let ones = [1.0; 40];
            assert_eq!(sum_of([&x, &ones, &x[..length]], |[x, one, y]| f64::from(x * one * y)), sum as f64);
        }
    }
}
