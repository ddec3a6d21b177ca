//! Regression tests: wrong results without an error, lost files, and panics caused by a caller's data. Each module has
//! one subject.

mod accumulation;
mod checkpoints;
mod csv;
mod data_settings;
mod display;
mod finite;
mod gzip;
mod interrupts;
mod line;
mod log;
mod losses;
mod missing_values;
mod numbers;
mod overflow;
mod readers;
mod settings;
mod weights;
mod writing;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message of a panic.
#[track_caller]
fn message<R>(f: impl FnOnce() -> R) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(f)) else { panic!("it does not panic") };
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string())).unwrap()
}
