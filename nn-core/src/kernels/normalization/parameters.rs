//! The trainable factors and biases of a normalisation, and their gradients.

use crate::accumulate::Target;

/// The factors and biases that are applied to the normalised values, one element per channel each.
#[derive(Debug, Clone, Copy)]
pub struct Affine<'a, T> {
    /// The factors; `None` for 1.
    pub weight: Option<&'a [T]>,
    /// The biases; `None` for 0.
    pub bias: Option<&'a [T]>,
}

impl<T> Affine<'_, T> {
    /// Returns the lengths of the factors and of the biases; `channels` for those that do not exist.
    pub(super) fn lengths(&self, channels: usize) -> [usize; 2] {
        [self.weight, self.bias].map(|slice| slice.map_or(channels, <[T]>::len))
    }
}

/// The gradients of an [`Affine`].
#[derive(Debug)]
pub struct AffineGradient<'a, T> {
    /// The gradient with respect to the factors.
    pub weight: Option<Target<'a, T>>,
    /// The gradient with respect to the biases.
    pub bias: Option<Target<'a, T>>,
}

impl<T> AffineGradient<'_, T> {
    /// Returns the lengths of the factors and of the biases; `channels` for those that do not exist.
    pub(super) fn lengths(&self, channels: usize) -> [usize; 2] {
        [&self.weight, &self.bias].map(|target| target.as_ref().map_or(channels, Target::len))
    }
}
