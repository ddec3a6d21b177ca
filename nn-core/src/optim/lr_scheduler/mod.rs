//! Learning-rate schedules, one per file.
//!
//! A schedule is a function from the index of a step, starting at 0, to a factor of the learning rate. Whether a step is an update
//! or an epoch is up to the caller. Where PyTorch has the same schedule, the factors are those of its `lr_scheduler` at a base rate
//! of 1; parameters that PyTorch specifies as rates, such as `eta_min`, are factors here.
//!
//! ```
//! use nn::lr_scheduler::{CosineAnnealingLr, LinearLr};
//! use nn::prelude::*;
//! # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
//!
//! // Five steps of warm-up, then cosine annealing to 0 over 95.
//! let schedule = LinearLr::new(0.2, 1.0, 5).then(5, CosineAnnealingLr::new(95));
//! let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
//! for step in 0..100 {
//!     session.optimizer.lr = 0.1 * schedule.factor(step);
//!     session.step(&Tensor::new([[1.0]]), &Mse, &Tensor::new([[3.0]]));
//! }
//! assert!(session.optimizer.lr < 1e-4);
//! ```
//!
//! [`ReduceLrOnPlateau`] depends on a metric instead of the step, so it does not implement [`LrScheduler`], and has state.
//!
//! The factors of the schedules in this module are finite and non-negative for every step. Their constructors panic on settings for
//! which this would not hold. If a field is set to such a value later, [`check_settings`](LrScheduler::check_settings) returns an
//! error, and a factor that would be negative or NaN is 0.

mod constant;
mod cosine_annealing;
mod cosine_annealing_warm_restarts;
mod exponential;
mod linear;
mod multi_step;
mod one_cycle;
mod polynomial;
mod reduce_on_plateau;
mod scheduler;
mod step;

pub use constant::ConstantLr;
pub use cosine_annealing::CosineAnnealingLr;
pub use cosine_annealing_warm_restarts::CosineAnnealingWarmRestarts;
pub use exponential::ExponentialLr;
pub use linear::LinearLr;
pub use multi_step::MultiStepLr;
pub use one_cycle::{Anneal, OneCycleLr};
pub use polynomial::PolynomialLr;
pub use reduce_on_plateau::{Better, ReduceLrOnPlateau};
pub use scheduler::{Chained, LrScheduler, Sequential};
pub(crate) use scheduler::{settings, valid};
pub use step::StepLr;
