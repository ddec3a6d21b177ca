//! PReLU: ReLU with trainable slopes.

use super::channels::{Channels, add_to_channels, map_channels};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::vectorized::vectorized;

/// Returns the slope at x: 1 if x > 0, otherwise `slope`.
#[inline(always)]
fn factor<T: Float>(x: T, slope: T) -> T {
    if x > T::ZERO { T::ONE } else { slope }
}

/// Computes y = x for x > 0, otherwise y = slope_c x, where c is the channel of x.
///
/// # Panics
/// Panics if the lengths of the slices do not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Channels, prelu};
/// let mut y = [0.0; 4];
/// prelu(Channels { channels: 2, positions: 1 }, &[1.0, 1.0, -1.0, -1.0], &[0.5, 0.25], &mut y);
/// assert_eq!(y, [1.0, 1.0, -0.5, -0.25]);
/// ```
#[inline(always)]
pub fn prelu<T: Float>(sizes: Channels, x: &[T], slopes: &[T], y: &mut [T]) {
    sizes.check(&[x.len(), y.len()], &[slopes.len()]);
    bend(sizes, x, slopes, y);
}

vectorized! {
    fn bend<'a, T>(sizes: Channels, x: &'a [T], slopes: &'a [T], y: &'a mut [T]) {
        map_channels(sizes, [x], [slopes], Target::set(y), |[x], [slope]| x * factor(x, slope));
    }
}

vectorized! {
    /// Computes dx = dy for x > 0, otherwise dx = slope_c dy, overwriting `dx` or adding to it.
    ///
    /// # Panics
    /// Panics if the lengths of the slices do not match the sizes.
    ///
    /// ```
    /// use nn::__private::kernels::{Channels, Target, prelu_backward_input};
    /// let (mut dx, sizes) = ([1.0; 2], Channels { channels: 1, positions: 2 });
    /// prelu_backward_input(sizes, &[2.0, -2.0], &[0.5], &[3.0, 4.0], Target::add(&mut dx));
    /// assert_eq!(dx, [4.0, 3.0]);
    /// ```
    pub fn prelu_backward_input<'a, T>(
        sizes: Channels,
        x: &'a [T],
        slopes: &'a [T],
        dy: &'a [T],
        dx: Target<'a, T>,
    ) {
        sizes.check(&[x.len(), dy.len(), dx.len()], &[slopes.len()]);
        map_channels(sizes, [x, dy], [slopes], dx, |[x, dy], [slope]| dy * factor(x, slope));
    }
}

vectorized! {
    /// Computes dslope_c, the sum of x dy over the elements x <= 0 of channel c, overwriting `dslopes` or adding to it.
    ///
    /// # Panics
    /// Panics if the lengths of the slices do not match the sizes.
    ///
    /// ```
    /// use nn::__private::kernels::{Channels, Target, prelu_backward_slopes};
    /// let (mut dslopes, sizes) = ([0.0], Channels { channels: 1, positions: 2 });
    /// prelu_backward_slopes(sizes, &[2.0, -2.0], &[3.0, 4.0], Target::set(&mut dslopes));
    /// assert_eq!(dslopes, [-8.0]);
    /// ```
    pub fn prelu_backward_slopes<'a, T>(sizes: Channels, x: &'a [T], dy: &'a [T], dslopes: Target<'a, T>) |simd| {
        sizes.check(&[x.len(), dy.len()], &[dslopes.len()]);
        add_to_channels(simd, sizes, 0, [x, dy], [], [dslopes.zeroed()], |[x, dy], []| {
            [x.each(|x| if x > T::ZERO { T::ZERO } else { x }) * dy]
        });
    }
}
