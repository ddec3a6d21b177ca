//! Exponential and related functions for `f64`.

pub(super) use libm::{exp, expm1 as exp_m1, tanh};

#[inline]
pub(super) fn softplus(x: f64) -> f64 {
    let logarithm = libm::log1p(exp(-x.abs()));
    if x > 0.0 { x + logarithm } else { logarithm }
}

#[inline]
pub(super) fn normal(x: f64) -> (f64, f64) {
    let root = core::f64::consts::FRAC_1_SQRT_2;
    let density = 0.5 * core::f64::consts::FRAC_2_SQRT_PI * root * exp(-0.5 * x * x);
    (0.5 * libm::erfc(-x * root), density)
}
