//! The optimisers: one file each.

mod adam;
mod adamw;
mod momentum;
mod sgd;

pub use adam::Adam;
pub use adamw::AdamW;
pub use momentum::Momentum;
pub use sgd::Sgd;
