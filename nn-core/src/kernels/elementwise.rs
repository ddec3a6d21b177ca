//! Functions of one number over slices.

use crate::float::Float;
use crate::layer::Activation;

/// y_i = f(x_i), for as many elements as both slices have.
///
/// ```
/// let mut y = [0.0; 2];
/// nn_core::kernels::map::<nn_core::Relu, f32>(&[-1.0, 2.0], &mut y);
/// assert_eq!(y, [0.0, 2.0]);
/// ```
#[inline]
pub fn map<A: Activation, T: Float>(x: &[T], y: &mut [T]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = A::value(x);
    }
}

/// dx_i = dy_i f'(x_i), or dx_i += that if `adds`, for as many elements as all slices have.
///
/// ```
/// let mut dx = [1.0; 2];
/// nn_core::kernels::map_backward::<nn_core::Relu, f32>(&[-1.0, 2.0], &[0.0, 2.0], &[5.0, 5.0], true, &mut dx);
/// assert_eq!(dx, [1.0, 6.0]);
/// ```
#[inline]
pub fn map_backward<A: Activation, T: Float>(x: &[T], y: &[T], dy: &[T], adds: bool, dx: &mut [T]) {
    let known = x.iter().zip(y).zip(dy);
    if adds {
        dx.iter_mut().zip(known).for_each(|(dx, ((&x, &y), &dy))| *dx += dy * A::derivative(x, y));
    } else {
        dx.iter_mut().zip(known).for_each(|(dx, ((&x, &y), &dy))| *dx = dy * A::derivative(x, y));
    }
}

/// -1, 0 or 1; NaN of NaN.
#[inline]
pub(crate) fn sign<T: Float>(x: T) -> T {
    if x > T::ZERO {
        T::ONE
    } else if x < T::ZERO {
        -T::ONE
    } else {
        x
    }
}
