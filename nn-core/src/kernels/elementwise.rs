//! Functions of one number over slices.

use crate::float::Float;
use crate::layer::Activation;

/// y_i = f(x_i).
#[inline]
pub fn map<A: Activation, T: Float>(x: &[T], y: &mut [T]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = A::value(x);
    }
}

/// dx_i = dy_i f'(x_i), or dx_i += that if `adds`.
#[inline]
pub fn map_backward<A: Activation, T: Float>(x: &[T], y: &[T], dy: &[T], adds: bool, dx: &mut [T]) {
    let known = x.iter().zip(y).zip(dy);
    if adds {
        dx.iter_mut().zip(known).for_each(|(dx, ((&x, &y), &dy))| *dx += dy * A::derivative(x, y));
    } else {
        dx.iter_mut().zip(known).for_each(|(dx, ((&x, &y), &dy))| *dx = dy * A::derivative(x, y));
    }
}
