//! Matrix views as inputs of kernels.

/// A view of a slice as a matrix in row-major order, or in column-major order if it is transposed.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a, T> {
    /// The elements, contiguous.
    pub data: &'a [T],
    /// The number of rows.
    pub rows: usize,
    /// The number of columns.
    pub columns: usize,
    /// Whether adjacent elements in the slice belong to the same column, instead of the same row.
    pub transposed: bool,
}

impl<'a, T> Matrix<'a, T> {
    /// Creates a view of a slice as a row-major matrix.
    #[inline(always)]
    pub const fn new(data: &'a [T], rows: usize, columns: usize) -> Self {
        Self { data, rows, columns, transposed: false }
    }

    /// Returns the transposed matrix, as a view of the same slice.
    ///
    /// ```
    /// use nn::__private::kernels::Matrix;
    /// let matrix = Matrix::new(&[1.0, 2.0], 1, 2).transposed();
    /// assert_eq!((matrix.rows, matrix.columns, matrix.transposed), (2, 1, true));
    /// ```
    #[inline(always)]
    pub const fn transposed(self) -> Self {
        Self { rows: self.columns, columns: self.rows, transposed: !self.transposed, ..self }
    }

    /// Returns whether the slice has as many elements as the matrix.
    #[inline(always)]
    pub(crate) const fn is_whole(&self) -> bool {
        matches!(self.rows.checked_mul(self.columns), Some(elements) if elements == self.data.len())
    }
}
