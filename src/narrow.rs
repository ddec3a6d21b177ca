//! Conversion from `f64` to the element type of a tensor, with a check that the result is finite.

use nn_core::Float;

/// Converts to `T`, rounding to nearest; `None` for NaN, infinities, and values whose magnitude overflows `T`. A finiteness check
/// must inspect the converted value: 1e39 is finite in `f64`, but infinite in `f32`.
pub(crate) fn narrow<T: Float>(value: f64) -> Option<T> {
    let narrowed = T::from_f64(value);
    narrowed.to_f64().is_finite().then_some(narrowed)
}

/// The name of `T` for messages: `f32` or `f64`.
pub(crate) fn name_of<T: Float>() -> &'static str {
    std::any::type_name::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_yield_none() {
        let max = f64::from(f32::MAX);
        assert_eq!(narrow::<f32>(max), Some(f32::MAX));
        // Below the midpoint to the next power of two it rounds down to the largest value; from there on it overflows.
        assert_eq!(narrow::<f32>(max * (1.0 + 1e-8)), Some(f32::MAX));
        for value in [max * (1.0 + 1e-7), -1e39, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert_eq!(narrow::<f32>(value), None, "{value}");
        }
        assert_eq!(narrow::<f64>(f64::MAX), Some(f64::MAX));
        assert_eq!(narrow::<f64>(f64::NAN), None);
        assert_eq!(narrow::<f32>(1e-300), Some(0.0));
    }

    #[test]
    fn names_of_types() {
        assert_eq!([name_of::<f32>(), name_of::<f64>()], ["f32", "f64"]);
    }
}
