//! Folding of batch normalisation into the preceding layer.

use crate::dim::Dim;
use crate::layers::{BatchNorm1d, BatchNorm2d};

/// A layer that multiplies each channel by a factor and adds a shift.
pub trait Fold {
    /// Returns the factor and the shift of a channel.
    fn channel(&self, channel: usize) -> Folded;
}

macro_rules! fold {
    ($($layer:ident)*) => {
        $(impl<C: Dim, const TRILLIONTHS: u64> Fold for $layer<C, TRILLIONTHS, f32> {
            fn channel(&self, channel: usize) -> Folded {
                let epsilon = TRILLIONTHS as f32 * 1e-12;
                let factor = self.weight[[channel]] / libm::sqrtf(self.running_var[[channel]] + epsilon);
                Folded { factor, shift: self.bias[[channel]] - self.running_mean[[channel]] * factor }
            }
        })*
    };
}
fold!(BatchNorm1d BatchNorm2d);

/// The effect of a subsequent batch normalisation on an output y of a layer: `factor` y + `shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Folded {
    /// The factor.
    pub factor: f32,
    /// The shift, added after the multiplication.
    pub shift: f32,
}

impl Folded {
    /// The identity, for a layer without subsequent batch normalisation.
    pub const IDENTITY: Self = Self { factor: 1.0, shift: 0.0 };
}
