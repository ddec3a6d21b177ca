//! The operators between two elements, with their derivatives.

use super::step::Binary;
use crate::float::Float;

/// An operator y = f(a, b).
pub trait Operator: 'static {
    /// The operator as data.
    const BINARY: Binary;

    /// Returns f(a, b).
    fn value<T: Float>(a: T, b: T) -> T;
    /// Returns dy/da and dy/db, computed from a, b and y.
    fn derivatives<T: Float>(a: T, b: T, y: T) -> [T; 2];
}

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident: $variant:ident, $value:expr, $derivatives:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Operator for $name {
            const BINARY: Binary = Binary::$variant;

            #[inline(always)]
            fn value<T: Float>(a: T, b: T) -> T {
                let value: fn(T, T) -> T = $value;
                value(a, b)
            }
            #[inline(always)]
            fn derivatives<T: Float>(a: T, b: T, y: T) -> [T; 2] {
                let derivatives: fn(T, T, T) -> [T; 2] = $derivatives;
                derivatives(a, b, y)
            }
        }
    )*};
}

operators! {
    /// a + b.
    Plus: Add, |a, b| a + b, |_, _, _| [T::ONE, T::ONE];
    /// a - b.
    Minus: Subtract, |a, b| a - b, |_, _, _| [T::ONE, -T::ONE];
    /// a b.
    Times: Multiply, |a, b| a * b, |a, b, _| [b, a];
    /// a / b.
    Over: Divide, |a, b| a / b, |_, b, y| [T::ONE / b, -y / b];
    /// a to the power of b.
    Power: Power, |a, b| a.powf(b), power_derivatives;
    /// The smaller of the two; where they are equal, each receives half of the gradient.
    Minimum: Minimum, |a, b| if a < b || is_nan(a) { a } else { b }, |a, b, _| share(b, a);
    /// The larger of the two; where they are equal, each receives half of the gradient.
    Maximum: Maximum, |a, b| if a > b || is_nan(a) { a } else { b }, |a, b, _| share(a, b);
    /// 1 if a = b, else 0.
    Equals: Equal, |a, b| one_if(a == b), |_, _, _| [T::ZERO, T::ZERO];
    /// 0 if a = b, else 1.
    NotEquals: NotEqual, |a, b| one_if(a != b), |_, _, _| [T::ZERO, T::ZERO];
    /// 1 if a > b, else 0.
    Exceeds: Greater, |a, b| one_if(a > b), |_, _, _| [T::ZERO, T::ZERO];
    /// 1 if a >= b, else 0.
    NotBelow: GreaterOrEqual, |a, b| one_if(a >= b), |_, _, _| [T::ZERO, T::ZERO];
}

#[inline(always)]
fn one_if<T: Float>(holds: bool) -> T {
    if holds { T::ONE } else { T::ZERO }
}

#[inline(always)]
#[allow(clippy::eq_op)]
fn is_nan<T: Float>(x: T) -> bool {
    x != x
}

/// The derivatives of the larger of a and b.
#[inline(always)]
fn share<T: Float>(a: T, b: T) -> [T; 2] {
    let half = T::from_f64(0.5);
    let first = if a > b {
        T::ONE
    } else if a == b {
        half
    } else {
        T::ZERO
    };
    [first, T::ONE - first]
}

/// b a^(b - 1), and a^b ln(a): 0 where a power is constant, b = 0 or a = 0, as its limit is.
#[inline(always)]
fn power_derivatives<T: Float>(a: T, b: T, y: T) -> [T; 2] {
    let of_base = if b == T::ZERO { T::ZERO } else { b * a.powf(b - T::ONE) };
    let of_exponent = if a == T::ZERO && b >= T::ZERO { T::ZERO } else { y * a.ln() };
    [of_base, of_exponent]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<O: Operator>(points: &[[f64; 5]]) {
        for &[a, b, y, da, db] in points {
            let found = O::value(a, b);
            let [found_a, found_b] = O::derivatives(a, b, found);
            for (found, expected) in [(found, y), (found_a, da), (found_b, db)] {
                // Logarithms and powers of the platform may be rounded differently.
                let is_near = (found - expected).abs() <= 2.0 * f64::EPSILON * expected.abs();
                let is_same = found == expected || is_near || found.is_nan() && expected.is_nan();
                assert!(is_same, "{:?} of {a} and {b}: {found}, not {expected}", O::BINARY);
            }
        }
    }

    #[test]
    fn values_and_derivatives() {
        const NAN: f64 = f64::NAN;
        const INF: f64 = f64::INFINITY;
        check::<Plus>(&[[2.0, 3.0, 5.0, 1.0, 1.0], [INF, -INF, NAN, 1.0, 1.0]]);
        check::<Minus>(&[[2.0, 3.0, -1.0, 1.0, -1.0]]);
        check::<Times>(&[[2.0, 3.0, 6.0, 3.0, 2.0], [0.0, INF, NAN, INF, 0.0]]);
        check::<Over>(&[[6.0, 2.0, 3.0, 0.5, -1.5], [1.0, 0.0, INF, INF, -INF], [0.0, 0.0, NAN, INF, NAN]]);
        check::<Power>(&[
            [3.0, 2.0, 9.0, 6.0, 9.0 * 3.0_f64.ln()],
            [0.0, 0.0, 1.0, 0.0, 0.0],
            [0.0, 2.0, 0.0, 0.0, 0.0],
            [0.0, 1.0, 0.0, 1.0, 0.0],
            [-2.0, 2.0, 4.0, -4.0, NAN],
            [-2.0, 0.5, NAN, NAN, NAN],
        ]);
        check::<Minimum>(&[[2.0, 3.0, 2.0, 1.0, 0.0], [3.0, 2.0, 2.0, 0.0, 1.0], [2.0, 2.0, 2.0, 0.5, 0.5]]);
        check::<Maximum>(&[[2.0, 3.0, 3.0, 0.0, 1.0], [3.0, 2.0, 3.0, 1.0, 0.0], [2.0, 2.0, 2.0, 0.5, 0.5]]);
        check::<Equals>(&[[2.0, 2.0, 1.0, 0.0, 0.0], [2.0, 3.0, 0.0, 0.0, 0.0], [NAN, NAN, 0.0, 0.0, 0.0]]);
        check::<NotEquals>(&[[2.0, 2.0, 0.0, 0.0, 0.0], [NAN, NAN, 1.0, 0.0, 0.0]]);
        check::<Exceeds>(&[[2.0, 2.0, 0.0, 0.0, 0.0], [3.0, 2.0, 1.0, 0.0, 0.0], [NAN, 2.0, 0.0, 0.0, 0.0]]);
        check::<NotBelow>(&[[2.0, 2.0, 1.0, 0.0, 0.0], [1.0, 2.0, 0.0, 0.0, 0.0], [NAN, 2.0, 0.0, 0.0, 0.0]]);
        for [a, b] in [[NAN, 1.0], [1.0, NAN]] {
            assert!(Minimum::value(a, b).is_nan() && Maximum::value(a, b).is_nan());
        }
    }
}
