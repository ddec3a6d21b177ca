//! One number for each channel as one for each element.

use nn_core::Float;

/// Repeats each number in place, as often as there are elements for each: of 2 numbers and 6 elements, 3 times.
pub(crate) fn spread<T: Float>(numbers: &[T], elements: usize) -> Vec<T> {
    let each = elements / numbers.len();
    numbers.iter().flat_map(|&number| std::iter::repeat_n(number, each)).collect()
}
