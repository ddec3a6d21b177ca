//! Folding of batch normalisation into the preceding layer.

use crate::dim::Dim;
use crate::float::Float;
use crate::layers::{AffineOption, BatchNorm1d, BatchNorm2d, BatchNorm3d, CumulativeAverage, MovingAverage};
use crate::parameters::Parameters;

/// A layer that multiplies each channel by a factor and adds a shift.
pub trait Fold {
    /// Returns the factor and the shift of a channel.
    fn channel(&self, channel: usize) -> Folded;
}

/// Returns the element of a channel, or a constant without the tensor.
fn element<P: Parameters<f32>>(of: &P, channel: usize, otherwise: f32) -> f32 {
    if P::LEN == 0 { otherwise } else { of.as_slice()[channel] }
}

// A layer without running statistics is no constant factor and shift.
macro_rules! fold {
    ($($layer:ident: $([$($parameter:tt)*] $statistics:ty),*;)*) => {
        $($(impl<C: Dim, const TRILLIONTHS: u64, A: AffineOption $($parameter)*> Fold
            for $layer<C, TRILLIONTHS, A, $statistics, f32>
        {
            fn channel(&self, channel: usize) -> Folded {
                let epsilon = TRILLIONTHS as f32 * 1e-12;
                let weight = element(&self.weight, channel, f32::ONE);
                let factor = weight / libm::sqrtf(self.running_var[[channel]] + epsilon);
                let bias = element(&self.bias, channel, f32::ZERO);
                Folded { factor, shift: bias - self.running_mean[[channel]] * factor }
            }
        })*)*
    };
}
fold! {
    BatchNorm1d: [, const MILLIONTHS: u32] MovingAverage<MILLIONTHS>, [] CumulativeAverage;
    BatchNorm2d: [, const MILLIONTHS: u32] MovingAverage<MILLIONTHS>, [] CumulativeAverage;
    BatchNorm3d: [, const MILLIONTHS: u32] MovingAverage<MILLIONTHS>, [] CumulativeAverage;
}

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
