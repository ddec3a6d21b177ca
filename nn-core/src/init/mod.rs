//! Initialisers of weights.
//!
//! `n_in` and `n_out` are the numbers of a layer's inputs and outputs, `fan_in` and `fan_out`. Weights are drawn in `f64` and
//! rounded to the element type, so `f32` and `f64` networks are initialised alike ([`Orthogonal`] documents its differences).

mod constant;
mod initializer;
mod kaiming;
mod normal;
mod orthogonal;
mod random;
mod scaled;
mod truncated_normal;
mod uniform;
mod xavier;

pub use constant::{Constant, Ones, Zeros};
pub use initializer::Initializer;
pub use kaiming::{KaimingNormal, KaimingUniform};
pub use normal::Normal;
pub use orthogonal::Orthogonal;
/// The traits of random number generators of the crate `rand`: initialisers draw from an [`Rng`], and [`RngExt`] has methods
/// for it, such as `random_range`.
pub use rand::{Rng, RngExt};
pub use random::{rng, rng_at};
pub use scaled::Scaled;
pub use truncated_normal::TruncatedNormal;
pub use uniform::Uniform;
pub use xavier::{XavierNormal, XavierUniform};

#[cfg(all(test, feature = "alloc"))]
mod tests;
