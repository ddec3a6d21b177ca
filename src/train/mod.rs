//! Training: the [`Trainer`], and what it is made of for loops of your own.
//!
//! A loop by hand is a few lines ([`Loader`](crate::data::Loader) has one), and [`evaluate`] measures a network in it. The
//! trainer is that loop with validation, schedules, checkpoints, a bar and the rest around it.

mod config;
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
mod stopped;
#[cfg(feature = "mpi")]
mod together;
mod trainer;
mod watch;

pub use config::TrainerConfig;
pub use display::Show;
pub use driver::{Driver, Local};
pub use error::TrainError;
pub use evaluate::{NetworkMetric, evaluate};
pub use history::{History, Record};
pub use hooks::{Each, Event, Go};
pub use lr_finder::{LrCurve, LrFinder, LrPoint};
pub use run::SettingChange;
pub use stopped::Stopped;
pub use trainer::Trainer;
