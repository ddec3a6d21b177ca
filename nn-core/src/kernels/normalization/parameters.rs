//! The trainable factors and biases of a normalisation, and their gradients.

use crate::accumulate::Target;

/// The factors and biases that are applied to the normalised values, one element per channel each.
#[derive(Debug, Clone, Copy)]
pub struct Affine<'a, T> {
    /// The factors.
    pub weight: &'a [T],
    /// The biases.
    pub bias: Option<&'a [T]>,
}

impl<T> Affine<'_, T> {
    /// Returns the lengths of the factors and the biases; without biases, that of the factors twice.
    pub(super) fn lengths(&self) -> [usize; 2] {
        [self.weight.len(), self.bias.map_or(self.weight.len(), |bias| bias.len())]
    }
}

/// The gradients of an [`Affine`].
#[derive(Debug)]
pub struct AffineGradient<'a, T> {
    /// The gradient with respect to the factors.
    pub weight: Target<'a, T>,
    /// The gradient with respect to the biases.
    pub bias: Option<Target<'a, T>>,
}

impl<T> AffineGradient<'_, T> {
    /// Returns the lengths of the factors and the biases; without biases, that of the factors twice.
    pub(super) fn lengths(&self) -> [usize; 2] {
        [self.weight.len(), self.bias.as_ref().map_or(self.weight.len(), |bias| bias.len())]
    }
}
