//! The learned factors and terms of a normalisation, and their gradients.

use crate::accumulate::Target;

/// What a normalised value of a channel is multiplied with, and what is added then: one element a channel each.
#[derive(Debug, Clone, Copy)]
pub struct Affine<'a, T> {
    /// The factors.
    pub weight: &'a [T],
    /// The terms.
    pub bias: Option<&'a [T]>,
}

impl<T> Affine<'_, T> {
    /// The lengths that are there; that of the factors where there are no terms.
    pub(super) fn lengths(&self) -> [usize; 2] {
        [self.weight.len(), self.bias.map_or(self.weight.len(), |bias| bias.len())]
    }
}

/// The gradients of an [`Affine`].
#[derive(Debug)]
pub struct AffineGradient<'a, T> {
    /// By the factors.
    pub weight: Target<'a, T>,
    /// By the terms.
    pub bias: Option<Target<'a, T>>,
}

impl<T> AffineGradient<'_, T> {
    /// The lengths that are there; that of the factors where there are no terms.
    pub(super) fn lengths(&self) -> [usize; 2] {
        [self.weight.len(), self.bias.as_ref().map_or(self.weight.len(), |bias| bias.len())]
    }
}
