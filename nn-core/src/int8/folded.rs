//! What batch normalisation does to the outputs of the layer before it.

/// What batch normalisation behind a layer makes of one of its outputs y: `factor` y + `shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Folded {
    /// What it is multiplied with.
    pub factor: f32,
    /// What is added then.
    pub shift: f32,
}

impl Folded {
    /// Nothing is behind the layer.
    pub const NOTHING: Self = Self { factor: 1.0, shift: 0.0 };
}
