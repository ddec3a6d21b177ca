//! Slices whose floating-point type is known at run time.

/// A mutable slice of `f32` or of `f64`.
///
/// ```
/// use nn::Float;
/// use nn::state::FloatsMut;
/// fn describe<T: Float>(elements: &mut [T]) -> String {
///     match T::floats_mut(elements) {
///         FloatsMut::F32(elements) => format!("{} of 32 bits", elements.len()),
///         FloatsMut::F64(elements) => format!("{} of 64 bits", elements.len()),
///     }
/// }
/// assert_eq!(describe(&mut [1.0_f32, 2.0]), "2 of 32 bits");
/// ```
#[derive(Debug, PartialEq)]
pub enum FloatsMut<'a> {
    /// Elements of 32 bits.
    F32(&'a mut [f32]),
    /// Elements of 64 bits.
    F64(&'a mut [f64]),
}

impl<'a> From<&'a mut [f32]> for FloatsMut<'a> {
    fn from(elements: &'a mut [f32]) -> Self {
        Self::F32(elements)
    }
}

impl<'a> From<&'a mut [f64]> for FloatsMut<'a> {
    fn from(elements: &'a mut [f64]) -> Self {
        Self::F64(elements)
    }
}
