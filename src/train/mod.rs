//! Training: the [`Trainer`], and the parts it consists of, for training loops of your own.
//!
//! A hand-written loop takes a few lines (see the example of [`Loader`](crate::data::Loader)); [`evaluate`] measures a network in
//! it. The trainer adds validation, schedules, checkpoints, a progress bar and more to that loop.

mod compatible;
mod config;
#[cfg(feature = "mpi")]
mod data_parallel;
mod display;
mod driver;
mod error;
mod evaluate;
mod history;
mod hooks;
mod interrupt;
mod log;
mod lr_finder;
mod run;
mod stop_reason;
mod trainer;
mod watch;

pub use compatible::{AnyLoader, DatasetFor, LoaderFor, LossFor};
pub use config::TrainerConfig;
pub use display::Progress;
pub use driver::{Driver, Local};
pub use error::TrainError;
pub use evaluate::{NetworkMetric, evaluate, evaluate_loss};
pub use history::{History, Record};
pub use hooks::{Event, Interval};
pub use lr_finder::{LrCurve, LrFinder, LrPoint};
pub use run::SettingChange;
pub use stop_reason::StopReason;
pub use trainer::Trainer;
