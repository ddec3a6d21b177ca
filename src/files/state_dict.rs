//! In what the tensors of PyTorch's `state_dict` differ from those of a network.

use nn_core::{Float, Orientation};

/// The counter that PyTorch has beside the mean of a batch normalisation.
pub(super) const COUNTER: &str = "num_batches_tracked";

/// Whether a tensor of PyTorch's is the counter of a batch normalisation, which is not read.
pub(super) fn is_counter(name: &str) -> bool {
    name.rsplit('.').next() == Some(COUNTER)
}

/// The rows and columns of a tensor that PyTorch has turned.
pub(super) fn turned(orientation: Option<Orientation>, dims: &[usize]) -> Option<[usize; 2]> {
    match (orientation, dims) {
        (Some(Orientation::InOut), &[rows, columns]) => Some([rows, columns]),
        _ => None,
    }
}

/// The transpose of a matrix of so many rows and columns.
pub(super) fn transpose<T: Float>(numbers: &[T], [rows, columns]: [usize; 2]) -> Vec<T> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| numbers[row * columns + column])).collect()
}
