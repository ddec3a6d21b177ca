//! Expansion of one value per channel to one per element.

use nn_core::Float;

/// Repeats each value for the elements of its channel: 2 values and 6 elements give 3 copies of each.
pub(crate) fn spread<T: Float>(numbers: &[T], elements: usize) -> Vec<T> {
    let each = elements / numbers.len();
    numbers.iter().flat_map(|&number| std::iter::repeat_n(number, each)).collect()
}
