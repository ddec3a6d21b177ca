//! Batch normalisation that becomes a part of the layer before it.

use crate::dim::Dim;
use crate::layers::{BatchNorm1d, BatchNorm2d};

/// A layer that multiplies each channel by a number and adds another one.
pub trait Fold {
    /// What it does with a channel.
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
