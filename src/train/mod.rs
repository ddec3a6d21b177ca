//! Training: the [`Trainer`], and what it is made of for loops of your own.
//!
//! A loop by hand is a few lines ([`Loader`](crate::data::Loader) has one), and [`evaluate`] measures a network in it. The
//! trainer is that loop with validation, schedules, checkpoints, a bar and the rest around it.

mod display;
mod epochs;
mod error;
mod evaluate;
mod history;
mod interrupt;
mod log;
mod lr_finder;
mod run;
mod settings;
mod together;
mod trainer;
mod watch;

pub use display::Show;
pub use error::TrainError;
pub use evaluate::{NetworkMetric, evaluate};
pub use history::{History, Record};
pub use lr_finder::{LrCurve, LrFinder, LrPoint};
pub use settings::SettingChange;
pub use trainer::{Each, Event, Go, Stopped, Trainer};
