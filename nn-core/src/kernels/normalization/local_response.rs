//! Normalisation of each element by the squares of its neighbours in other channels.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::{Channels, at_least_one};
use core::ops::Range;

/// The parameters of local response normalisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalResponse<T> {
    /// n: the number of channels in the window.
    pub size: usize,
    /// The factor of the mean of squares.
    pub alpha: T,
    /// The exponent.
    pub beta: T,
    /// What is added to the mean of squares.
    pub k: T,
}

impl<T: Float> LocalResponse<T> {
    /// Returns the channels whose squares divide channel `c`: n / 2 before it, (n - 1) / 2 after it, as far as they exist.
    fn window(&self, c: usize, channels: usize) -> Range<usize> {
        c.saturating_sub(self.size / 2)..(c + at_least_one(self.size).div_ceil(2)).min(channels)
    }

    /// Returns the channels that channel `c` divides: those whose window it is in.
    fn readers(&self, c: usize, channels: usize) -> Range<usize> {
        (c + 1).saturating_sub(at_least_one(self.size).div_ceil(2))..(c + self.size / 2 + 1).min(channels)
    }

    /// Returns the factor of the sum of squares.
    fn share(&self) -> T {
        self.alpha / T::from_f64(at_least_one(self.size) as f64)
    }

    /// Returns d^-beta.
    fn inverse_power(&self, d: T) -> T {
        (-self.beta * d.ln()).exp()
    }

    /// Computes d_c = k + alpha / n times the sum of the squares in the window of c, for each element of a sample.
    fn divisors(&self, sizes: Channels, x: &[T], d: &mut [T]) {
        let share = self.share();
        let positions = at_least_one(sizes.positions);
        for (c, d) in d.chunks_exact_mut(positions).enumerate() {
            d.fill(self.k);
            let window = self.window(c, sizes.channels);
            for x in x.chunks_exact(positions).skip(window.start).take(window.len()) {
                d.iter_mut().zip(x).for_each(|(d, &x)| *d += share * x * x);
            }
        }
    }
}

/// Computes y_c = x_c / d_c^beta with d_c = k + alpha / n times the sum of x^2 over the channels from c - n / 2 to c + (n - 1) / 2,
/// rounded down, at the same position.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Channels, LocalResponse, local_response};
/// let mut y = [0.0; 3];
/// let of = LocalResponse { size: 2, alpha: 2.0, beta: 1.0, k: 1.0 };
/// local_response(Channels { channels: 3, positions: 1 }, of, &[1.0_f64, 1.0, 2.0], &mut y);
/// assert!((y[0] - 1.0 / 2.0).abs() < 1e-15 && (y[1] - 1.0 / 3.0).abs() < 1e-15 && (y[2] - 2.0 / 6.0).abs() < 1e-15);
/// ```
#[inline(always)]
pub fn local_response<T: Float>(sizes: Channels, of: LocalResponse<T>, x: &[T], y: &mut [T]) {
    sizes.check(&[x.len(), y.len()], &[]);
    let each = at_least_one(sizes.sample());
    for (x, y) in x.chunks_exact(each).zip(y.chunks_exact_mut(each)) {
        of.divisors(sizes, x, y);
        y.iter_mut().zip(x).for_each(|(y, &x)| *y = x * of.inverse_power(*y));
    }
}

/// Computes the gradient of [`local_response`]: dx_j = dy_j / d_j^beta - 2 alpha beta / n x_j (the sum of dy_c y_c / d_c over the
/// channels c whose window contains j). `scratch` is two slices with the elements of one sample each.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Channels, LocalResponse, Target, local_response_backward};
/// let (mut dx, [mut d, mut terms]) = ([0.0], [[0.0]; 2]);
/// let of = LocalResponse { size: 1, alpha: 1.0, beta: 1.0, k: 1.0 };
/// let sizes = Channels { channels: 1, positions: 1 };
/// // The derivative of x / (1 + x^2) at 2 is (1 - 4) / 25.
/// local_response_backward(sizes, of, &[2.0_f64], &[1.0], [&mut d, &mut terms], Target::set(&mut dx));
/// assert!((dx[0] + 3.0 / 25.0).abs() < 1e-15);
/// ```
pub fn local_response_backward<T: Float>(
    sizes: Channels,
    of: LocalResponse<T>,
    x: &[T],
    dy: &[T],
    scratch: [&mut [T]; 2],
    dx: Target<'_, T>,
) {
    let [d, terms] = scratch;
    let each = sizes.sample();
    sizes.check(&[x.len(), dy.len(), dx.len()], &[]);
    sizes.check(&[each, d.len(), terms.len()], &[]);
    let factor = T::from_f64(2.0) * of.share() * of.beta;
    let positions = sizes.positions;
    for ((x, dy), dx) in x.chunks_exact(each).zip(dy.chunks_exact(each)).zip(dx.chunks_exact(each)) {
        of.divisors(sizes, x, d);
        for (((term, d), &x), &dy) in terms.iter_mut().zip(d.iter_mut()).zip(x).zip(dy) {
            let power = of.inverse_power(*d);
            *term = dy * (x * power) / *d;
            *d = dy * power;
        }
        for (c, dx) in dx.chunks_exact(positions).enumerate() {
            let readers = of.readers(c, sizes.channels);
            let at = c * positions..(c + 1) * positions;
            let (direct, x) = (&d[at.clone()], &x[at]);
            let sum = |p: usize| readers.clone().map(|c| terms[c * positions + p]).sum::<T>();
            dx.write(direct.iter().zip(x).enumerate().map(|(p, (&direct, &x))| direct - factor * x * sum(p)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_the_channels_whose_window_contains_one() {
        for size in 1..6 {
            let of = LocalResponse { size, alpha: 1.0, beta: 1.0, k: 1.0 };
            for channels in 1..8 {
                for c in 0..channels {
                    assert!(of.window(c, channels).contains(&c) && of.window(c, channels).len() <= size);
                    for other in 0..channels {
                        let reads = of.window(other, channels).contains(&c);
                        assert_eq!(of.readers(c, channels).contains(&other), reads, "{size} {channels} {c} {other}");
                    }
                }
            }
        }
    }
}
