//! Detection of NaN and infinities.

use crate::data::SamplesView;
use nn_core::{Elements, Float, Parameters, Signal};

/// Returns the tensors with a NaN or infinite element, each with its first such element.
pub(super) fn not_finite<T: Float, P: Parameters<T>>(parameters: &P) -> Vec<(String, f64)> {
    let numbers = parameters.as_slice();
    let mut found = Vec::new();
    P::LAYOUT.for_each(|param| {
        let bad = numbers[param.range()].iter().map(|number| number.to_f64()).find(|number| !number.is_finite());
        found.extend(bad.map(|number| (param.name.to_string(), number)));
    });
    found
}

/// Returns whether every element is finite, without branches: the products with 0 sum to 0 unless an element is NaN or infinite.
pub(super) fn all_finite<T: Float>(numbers: &[T]) -> bool {
    let (rows, rest) = numbers.as_chunks::<16>();
    let mut sums = [T::ZERO; 16];
    for row in rows {
        sums.iter_mut().zip(row).for_each(|(sum, &number)| *sum += number * T::ZERO);
    }
    sums.iter().chain(rest).fold(T::ZERO, |sum, &number| sum + number * T::ZERO) == T::ZERO
}

/// Returns the first sample with a NaN or infinite element, and that element.
pub(super) fn bad_sample<S: Signal, T: Float>(samples: &SamplesView<'_, S, T>) -> Option<(usize, f64)> {
    let bad = |(index, sample)| {
        let parts = S::to_parts::<nn_core::N<1>, T>(sample).into_iter().flatten().filter_map(Elements::floats);
        let number = parts.flatten().map(|number| number.to_f64()).find(|number| !number.is_finite());
        number.map(|number| (index, number))
    };
    samples.iter().enumerate().find_map(bad)
}

/// Returns the largest magnitude of an element, and the tensor that has it.
pub(super) fn largest<T: Float, P: Parameters<T>>(parameters: &P) -> Option<(String, f64)> {
    let numbers = parameters.as_slice();
    let mut found: Option<(String, f64)> = None;
    P::LAYOUT.for_each(|param| {
        let most = numbers[param.range()].iter().map(|number| number.to_f64().abs()).fold(0.0, f64::max);
        if found.as_ref().is_none_or(|&(_, largest)| most > largest) {
            found = Some((param.name.to_string(), most));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_non_finite_values() {
        for len in [0, 1, 15, 16, 17, 100] {
            let mut numbers = vec![f32::MAX; len];
            assert!(all_finite(&numbers));
            for place in 0..len {
                for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    numbers[place] = bad;
                    assert!(!all_finite(&numbers), "{bad} at {place} of {len}");
                    numbers[place] = -1.0;
                }
            }
        }
    }
}
