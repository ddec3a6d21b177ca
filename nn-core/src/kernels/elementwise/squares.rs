//! Sums of squares.

use crate::float::Float;

/// Returns the sum of x_i^2 in `f64`, with independent partial sums, which the compiler vectorises.
///
/// ```
/// assert_eq!(nn::__private::kernels::sum_of_squares(&[3e30_f32, 4e30]).sqrt() as f32, 5e30);
/// ```
pub fn sum_of_squares<T: Float>(x: &[T]) -> f64 {
    const LANES: usize = 16;
    let mut lanes = [0.0; LANES];
    for x in x.chunks(LANES) {
        for (lane, x) in lanes.iter_mut().zip(x) {
            let x = x.to_f64();
            *lane += x * x;
        }
    }
    lanes.into_iter().sum()
}
