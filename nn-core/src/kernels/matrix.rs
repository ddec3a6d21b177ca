//! A matrix as a kernel's input.

/// A matrix in a slice, row by row, or column by column if it is transposed.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a, T> {
    /// The elements, contiguous.
    pub data: &'a [T],
    /// The number of rows.
    pub rows: usize,
    /// The number of columns.
    pub columns: usize,
    /// Whether neighbours in the slice belong to one column instead of one row.
    pub transposed: bool,
}

impl<'a, T> Matrix<'a, T> {
    /// A matrix that lies in the slice row by row.
    #[inline(always)]
    pub const fn new(data: &'a [T], rows: usize, columns: usize) -> Self {
        Self { data, rows, columns, transposed: false }
    }

    /// The transposed matrix, from the same slice.
    ///
    /// ```
    /// use nn_core::kernels::Matrix;
    /// let matrix = Matrix::new(&[1.0, 2.0], 1, 2).transposed();
    /// assert_eq!((matrix.rows, matrix.columns, matrix.transposed), (2, 1, true));
    /// ```
    #[inline(always)]
    pub const fn transposed(self) -> Self {
        Self { rows: self.columns, columns: self.rows, transposed: !self.transposed, ..self }
    }

    /// Whether the slice has as many elements as the matrix.
    #[inline(always)]
    pub(super) const fn is_whole(&self) -> bool {
        matches!(self.rows.checked_mul(self.columns), Some(elements) if elements == self.data.len())
    }
}
