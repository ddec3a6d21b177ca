//! Differences between the tensors of PyTorch's `state_dict` and those of a network.

use nn_core::{Float, Orientation};

/// The name of the counter that PyTorch stores with the running statistics of a batch normalisation.
pub(super) const COUNTER: &str = "num_batches_tracked";

/// Returns whether a PyTorch tensor is the counter of a batch normalisation, an integer, which is read only into a counter.
pub(super) fn is_counter(name: &str) -> bool {
    name.rsplit('.').next() == Some(COUNTER)
}

/// Returns the rows and columns of a tensor that PyTorch stores transposed.
pub(super) fn turned(orientation: Option<Orientation>, dims: &[usize]) -> Option<[usize; 2]> {
    match (orientation, dims) {
        (Some(Orientation::InOut), &[rows, columns]) => Some([rows, columns]),
        _ => None,
    }
}

/// Returns the transpose of a matrix with this number of rows and columns.
pub(super) fn transpose<T: Float>(numbers: &[T], [rows, columns]: [usize; 2]) -> Vec<T> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| numbers[row * columns + column])).collect()
}
