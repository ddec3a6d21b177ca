//! Softmax over the channels at each position.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::{Channels, at_least_one};
use crate::kernels::parallel::{Units, in_parts, parts, steps};

/// Computes the softmax over the channels of every position: y_c = exp(x_c - max) / sum_d exp(x_d - max).
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Channels, softmax_channels};
/// let mut y = [0.0; 4];
/// softmax_channels(Channels { channels: 2, positions: 2 }, &[1e4_f32, 0.0, 1e4, 1e4], &mut y);
/// assert_eq!(y, [0.5, 0.0, 0.5, 1.0]);
/// ```
#[inline(always)]
pub fn softmax_channels<T: Float>(sizes: Channels, x: &[T], y: &mut [T]) {
    sizes.check(&[x.len(), y.len()], &[]);
    let (each, positions) = (sizes.sample(), at_least_one(sizes.positions));
    let work = (Units(x, each), Units(y, each));
    in_parts(parts(steps(x.len()).saturating_mul(4)), x.len() / at_least_one(each), work, |(x, y)| {
        for (x, y) in x.0.chunks_exact(at_least_one(each)).zip(y.0.chunks_exact_mut(at_least_one(each))) {
            for position in 0..positions {
                let column = || x.iter().skip(position).step_by(positions);
                let largest = column().fold(T::NEG_INFINITY, |largest, &x| largest.max(x));
                let sum: T = column().map(|&x| (x - largest).exp()).sum();
                for (y, &x) in y.iter_mut().skip(position).step_by(positions).zip(column()) {
                    *y = (x - largest).exp() / sum;
                }
            }
        }
    });
}

/// Computes dx_c = y_c (dy_c - sum_d dy_d y_d) at every position, where y is the softmax of x over the channels, overwriting `dx`
/// or adding to it.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Channels, Target, softmax_backward_channels};
/// let mut dx = [0.0; 2];
/// let sizes = Channels { channels: 2, positions: 1 };
/// softmax_backward_channels(sizes, &[0.5, 0.5], &[1.0, 0.0], Target::set(&mut dx));
/// assert_eq!(dx, [0.25, -0.25]);
/// ```
pub fn softmax_backward_channels<T: Float>(sizes: Channels, y: &[T], dy: &[T], dx: Target<'_, T>) {
    sizes.check(&[y.len(), dy.len(), dx.len()], &[]);
    let (each, positions) = (sizes.sample(), sizes.positions);
    let work = (Units(y, each), Units(dy, each), Units(dx, each));
    in_parts(parts(steps(y.len())), y.len() / each, work, |(y, dy, dx)| {
        let accumulate = dx.0.accumulate;
        let rows = y.0.chunks_exact(each).zip(dy.0.chunks_exact(each)).zip(dx.0.slice.chunks_exact_mut(each));
        for ((y, dy), dx) in rows {
            for position in 0..positions {
                let both = || y.iter().zip(dy).skip(position).step_by(positions);
                let mean: T = both().map(|(&y, &dy)| y * dy).sum();
                for (dx, (&y, &dy)) in dx.iter_mut().skip(position).step_by(positions).zip(both()) {
                    let value = y * (dy - mean);
                    *dx = if accumulate.adds() { *dx + value } else { value };
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_position_is_normalised_on_its_own() {
        let sizes = Channels { channels: 2, positions: 2 };
        let mut y = [0.0_f64; 8];
        softmax_channels(sizes, &[0.0, 1e4, 0.0, -1e4, f64::NAN, 7.0, 0.0, 7.0], &mut y);
        assert_eq!(y[..4], [0.5, 1.0, 0.5, 0.0]);
        assert!(y[4].is_nan() && y[6].is_nan());
        assert_eq!([y[5], y[7]], [0.5; 2]);
    }
}
