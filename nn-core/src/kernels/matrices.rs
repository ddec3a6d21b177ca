//! The check of slices that hold several matrices.

/// Asserts that slices hold the same number of matrices, each with the given number of elements of its own.
#[track_caller]
#[inline(always)]
pub(super) fn check<const N: usize>(slices: [(usize, usize); N]) {
    let whole = |&(length, matrix): &(usize, usize)| matrix > 0 && length.is_multiple_of(matrix);
    let is_whole = slices.iter().all(|slice| whole(slice) && slice.0 / slice.1 == slices[0].0 / slices[0].1);
    assert!(is_whole, "slices and sizes of matrices {slices:?} do not match");
}
