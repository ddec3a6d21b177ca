//! Exponential and related functions for `f32`, without branches and tables, so that loops over them are vectorised.
//!
//! Each consists of sums and products in a fixed order, none of them fused, so that results are bit-identical on every machine.
//! The errors are bounds that the tests check, in units in the last place (ULP) of a normal result; the reference is `libm` in
//! `f64`. `single.py` in this folder computes the polynomials.

/// exp(r) = 1 + r + r^2 p(r) for r from -ln(2) / 2 to ln(2) / 2, relative error 3.0e-9.
const EXP_M1: [f32; 5] = [0.49999994, 0.16666521, 0.04166838, 0.008368639, 0.0013814768];
/// atanh(s) = s + s^3 p(s^2) for s from 0 to 1/3, relative error 4.5e-9.
const ATANH: [f32; 4] = [0.33333206, 0.20010832, 0.13999888, 0.14010529];
/// The upper tail of the standard normal distribution at a is exp(-a^2 / 2) t p(t), t = 1 / (1 + 0.35 a), for a from 0 to 15,
/// relative error 3.1e-8.
const TAIL: [f32; 9] =
    [0.13962105, 0.13986881, 0.11977739, 0.10574974, -0.023738455, 0.16017579, -0.25667208, 0.14447583, -0.029258091];

/// 1.5 * 2^23: adding it to a smaller number rounds that to the nearest integer, in the lowest bits of the sum.
const ROUND: f32 = 12_582_912.0;
/// ln(2) in two parts; the product of the first and an integer that occurs here is exact.
const LN_2: [f32; 2] = [355.0 / 512.0, (core::f64::consts::LN_2 - 355.0 / 512.0) as f32];

/// Evaluates c_0 + c_1 x + c_2 x^2 + .. by Horner's method.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f32; N], x: f32) -> f32 {
    let mut sum = coefficients[N - 1];
    for &coefficient in coefficients[..N - 1].iter().rev() {
        sum = sum * x + coefficient;
    }
    sum
}

/// Clamps `x` to the range from `low` to `high`; NaN stays NaN.
#[inline(always)]
fn bounded(x: f32, low: f32, high: f32) -> f32 {
    if x < low {
        low
    } else if x > high {
        high
    } else {
        x
    }
}

/// Returns n + [`ROUND`] and exp(r) - 1, where x = n ln(2) + r with an integer n and the smallest |r|. For |x| up to 2^14.
#[inline(always)]
fn reduce(x: f32) -> (f32, f32) {
    let sum = x * core::f32::consts::LOG2_E + ROUND;
    let n = sum - ROUND;
    let r = (x - n * LN_2[0]) - n * LN_2[1];
    (sum, r + r * r * polynomial(&EXP_M1, r))
}

/// Returns 2^n for an integer n from -126 to 127, of which the lowest 9 bits are read.
#[inline(always)]
fn power_of_two(n: u32) -> f32 {
    f32::from_bits((n << 23).wrapping_add(1.0_f32.to_bits()))
}

/// Returns e^x, to 1.1 ULP.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Outside these bounds the result is 0 or infinite.
    let (sum, p) = reduce(bounded(x, -104.0, 89.0));
    // In two factors, since 2^n itself may underflow or overflow.
    let n = sum.to_bits().wrapping_sub(ROUND.to_bits());
    let first = (n as i32 >> 1) as u32;
    (1.0 + p) * power_of_two(first) * power_of_two(n.wrapping_sub(first))
}

/// Returns e^x - 1, to 1.5 ULP.
#[inline(always)]
pub(crate) fn exp_m1(x: f32) -> f32 {
    // Below the first bound the result is -1, above the second it is infinite.
    let (sum, p) = reduce(bounded(x, -20.0, 89.0));
    // 2^128 would overflow; at this magnitude the -1 is below the rounding error.
    let n = sum - ROUND;
    let first = if n > 127.0 { 127.0 } else { n };
    let scale = power_of_two((first + ROUND).to_bits());
    (scale * p + (scale - 1.0)) * power_of_two((n - first + ROUND).to_bits())
}

/// Returns the hyperbolic tangent, to 3 ULP.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    // e^y - 1 as in `exp_m1`, for a y that is not positive: 2^n neither overflows nor underflows.
    let y = -2.0 * x.abs();
    let (sum, p) = reduce(if y < -20.0 { -20.0 } else { y });
    let scale = power_of_two(sum.to_bits());
    let e = scale * p + (scale - 1.0);
    (-e / (e + 2.0)).copysign(x)
}

/// Returns ln(1 + e^x), to 2.5 ULP.
#[inline(always)]
pub(crate) fn softplus(x: f32) -> f32 {
    let e = exp(-x.abs());
    // ln(1 + e) = 2 atanh(e / (2 + e)).
    let s = e / (2.0 + e);
    let w = s * s;
    let logarithm = 2.0 * (s + s * w * polynomial(&ATANH, w));
    if x > 0.0 { x + logarithm } else { logarithm }
}

/// Returns the distribution function of the standard normal distribution and its density, with an absolute error of at most 2.5e-7
/// and, from -5 to 5, a relative error of at most 2e-6.
#[inline(always)]
pub(crate) fn normal(x: f32) -> (f32, f32) {
    // Beyond the bound the tail and the density are 0.
    let a = bounded(x.abs(), 0.0, 15.0);
    let t = 1.0 / (1.0 + 0.35 * a);
    let e = exp(-0.5 * a * a);
    let tail = e * (t * polynomial(&TAIL, t));
    (if x > 0.0 { 1.0 - tail } else { tail }, FRAC_1_SQRT_2_PI * e)
}

/// 1 / sqrt(2 pi).
const FRAC_1_SQRT_2_PI: f32 = 0.398_942_3;

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns numbers from `low` to `high`: those of about a million bit patterns, 100 001 equidistant ones, and both bounds.
    fn numbers(low: f32, high: f32) -> impl Iterator<Item = f32> {
        let all = (0..u32::MAX).step_by(4093).map(f32::from_bits);
        let even = (0..=100_000).map(move |i| low + (high - low) * (i as f32 / 100_000.0));
        all.chain(even).chain([low, high]).filter(move |x| (low..=high).contains(x))
    }

    /// Checks the error of a function in units in the last place, where the true result is a normal number.
    #[track_caller]
    fn within(units: f64, [low, high]: [f32; 2], function: fn(f32) -> f32, truth: fn(f64) -> f64) {
        let mut count = 0;
        for x in numbers(low, high) {
            let (found, expected) = (f64::from(function(x)), truth(f64::from(x)));
            if expected.abs() < f64::from(f32::MIN_POSITIVE) {
                // Twice the smallest subnormal number.
                assert!((found - expected).abs() <= 2.9e-45, "{x:e}: {found:e} is not {expected:e}");
                continue;
            }
            if expected.abs() > f64::from(f32::MAX) {
                assert_eq!(found, f64::INFINITY.copysign(expected), "{x:e}");
                continue;
            }
            let unit = libm::exp2(libm::floor(libm::log2(expected.abs())) - 23.0);
            let error = (found - expected).abs() / unit;
            assert!(error <= units, "{x:e}: {found:e} is {error} units from {expected:e}");
            count += 1;
        }
        assert!(count > 100_000);
    }

    #[test]
    fn errors_are_within_documented_bounds() {
        within(1.1, [-110.0, 95.0], exp, libm::exp);
        within(1.5, [-110.0, 95.0], exp_m1, libm::expm1);
        within(3.0, [-50.0, 50.0], tanh, libm::tanh);
        within(2.5, [-110.0, 1000.0], softplus, |x| if x > 40.0 { x } else { libm::log1p(libm::exp(x)) });
    }

    #[test]
    fn normal_distribution_is_within_bounds() {
        let root = libm::sqrt(0.5);
        for x in numbers(-20.0, 20.0) {
            let (below, density) = normal(x);
            let wide = f64::from(x);
            let truth = [
                libm::erfc(-wide * root) / 2.0,
                libm::exp(-wide * wide / 2.0) * root / libm::sqrt(core::f64::consts::PI),
            ];
            for (found, truth) in [below, density].map(f64::from).into_iter().zip(truth) {
                let error = (found - truth).abs();
                assert!(error <= 2.5e-7 && (x.abs() > 5.0 || error <= 2e-6 * truth), "{x}: {found} is not {truth}");
            }
        }
    }

    #[test]
    fn special_values() {
        assert_eq!([0.0, -0.0, f32::NEG_INFINITY, f32::INFINITY].map(exp), [1.0, 1.0, 0.0, f32::INFINITY]);
        assert_eq!([0.0, f32::NEG_INFINITY, f32::INFINITY].map(exp_m1), [0.0, -1.0, f32::INFINITY]);
        assert_eq!([f32::MIN, f32::MAX].map(exp), [0.0, f32::INFINITY]);
        assert_eq!([f32::MIN, f32::MAX].map(exp_m1), [-1.0, f32::INFINITY]);
        assert_eq!([f32::MIN, f32::MAX].map(tanh), [-1.0, 1.0]);
        assert_eq!([0.0_f32, -0.0].map(|x| tanh(x).to_bits()), [0.0_f32, -0.0].map(f32::to_bits));
        assert_eq!([f32::MIN, f32::MAX, f32::INFINITY].map(softplus), [0.0, f32::MAX, f32::INFINITY]);
        assert_eq!([f32::MIN, f32::MAX].map(normal), [(0.0, 0.0), (1.0, 0.0)]);
        assert_eq!([1e-45, -1e-40].map(tanh), [1e-45, -1e-40]);
        for function in [exp, exp_m1, tanh, softplus, |x| normal(x).0, |x| normal(x).1] {
            assert!(function(f32::NAN).is_nan() && function(-f32::NAN).is_nan());
        }
    }
}
