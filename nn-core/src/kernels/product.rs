//! Products, element by element.

use super::channels::write;
use super::vectorized::vectorized;

vectorized! {
    /// y_i = a_i b_i.
    ///
    /// # Panics
    /// If the slices differ in length.
    ///
    /// ```
    /// let mut y = [0.0; 2];
    /// nn_core::kernels::multiply(&[2.0, 3.0], &[5.0, 7.0], &mut y);
    /// assert_eq!(y, [10.0, 21.0]);
    /// ```
    pub fn multiply<'a, T>(a: &'a [T], b: &'a [T], y: &'a mut [T]) {
        assert!(a.len() == y.len() && b.len() == y.len(), "slices that are multiplied have the same length");
        write(false, y, [a, b], |[a, b]| a * b);
    }
}

vectorized! {
    /// da_i = dy_i b_i, the derivative of [`multiply`] by one of the two, `b` being the other; set, or added where `adds`.
    ///
    /// # Panics
    /// If the slices differ in length.
    ///
    /// ```
    /// let mut da = [1.0];
    /// nn_core::kernels::multiply_backward(&[5.0], &[2.0], true, &mut da);
    /// assert_eq!(da, [11.0]);
    /// ```
    pub fn multiply_backward<'a, T>(b: &'a [T], dy: &'a [T], adds: bool, da: &'a mut [T]) {
        assert!(b.len() == da.len() && dy.len() == da.len(), "slices that are multiplied have the same length");
        write(adds, da, [b, dy], |[b, dy]| dy * b);
    }
}
