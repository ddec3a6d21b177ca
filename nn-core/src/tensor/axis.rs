//! The sizes of a tensor before, along and after an axis.

/// Returns the product of the sizes of the axes before `axis`, the size of `axis` itself, and the product of those after it.
pub(crate) const fn around(dims: &[usize], axis: usize) -> [usize; 3] {
    let mut sizes = [1, dims[axis], 1];
    let mut i = 0;
    while i < dims.len() {
        if i != axis {
            sizes[if i < axis { 0 } else { 2 }] *= dims[i];
        }
        i += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn computes_sizes_around_an_axis() {
        assert_eq!(around(&[5], 0), [1, 5, 1]);
        assert_eq!(around(&[2, 3, 5, 7], 0), [1, 2, 105]);
        assert_eq!(around(&[2, 3, 5, 7], 2), [6, 5, 7]);
        assert_eq!(around(&[2, 3, 5, 7], 3), [30, 7, 1]);
    }
}
