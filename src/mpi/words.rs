//! Batches serialised to 64-bit words, for messages between processes.

use nn_core::{Dim, Elements, Float, Signal};

/// Appends a batch to a message.
pub(crate) fn pack<S: Signal, B: Dim, T: Float>(batch: S::Ref<'_, B, T>, words: &mut Vec<u64>) {
    for part in S::to_parts(batch).into_iter().flatten() {
        match part {
            Elements::Floats(numbers) => words.extend(numbers.iter().map(|number| number.to_bits())),
            Elements::Indices(indices) => words.extend(indices.iter().map(|&index| u64::from(index))),
        }
    }
}

/// Reads a batch from the start of a message; returns the rest.
///
/// # Panics
/// Panics if there are fewer words than a batch has elements.
pub(crate) fn unpack<'a, S: Signal, B: Dim, T: Float>(mut words: &'a [u64], batch: S::Mut<'_, B, T>) -> &'a [u64] {
    for part in S::to_parts_mut(batch).into_iter().flatten() {
        let length = match &part {
            Elements::Floats(numbers) => numbers.len(),
            Elements::Indices(indices) => indices.len(),
        };
        let (these, rest) = words.split_at(length);
        match part {
            Elements::Floats(numbers) => {
                numbers.iter_mut().zip(these).for_each(|(number, &word)| *number = T::from_bits(word));
            }
            Elements::Indices(indices) => {
                indices.iter_mut().zip(these).for_each(|(index, &word)| *index = word as u32);
            }
        }
        words = rest;
    }
    words
}
