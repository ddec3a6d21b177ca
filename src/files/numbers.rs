//! Numbers as the bytes of a file.

use nn_core::{Float, Numbers};

/// The format's name for the type of a network's numbers.
pub(crate) fn dtype<T: Float>() -> &'static str {
    if size_of::<T>() == 4 { "F32" } else { "F64" }
}

/// The bytes of numbers, the low ones first.
pub(crate) fn to_little_endian<T: Float>(numbers: &[T]) -> Vec<u8> {
    let size = size_of::<T>();
    numbers.iter().flat_map(|number| number.to_bits().to_le_bytes().into_iter().take(size)).collect()
}

/// Numbers from their bytes, of which there are as many as the numbers need.
pub(crate) fn from_little_endian(bytes: &[u8], numbers: Numbers<'_>) {
    match numbers {
        Numbers::F32(numbers) => {
            let (words, _) = bytes.as_chunks();
            numbers.iter_mut().zip(words).for_each(|(number, word)| *number = f32::from_le_bytes(*word));
        }
        Numbers::F64(numbers) => {
            let (words, _) = bytes.as_chunks();
            numbers.iter_mut().zip(words).for_each(|(number, word)| *number = f64::from_le_bytes(*word));
        }
    }
}
