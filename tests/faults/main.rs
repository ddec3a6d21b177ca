//! Regression tests of an audit: wrong results without an error, lost files, panics that a caller's data can cause. A module is one
//! subject; each test failed before its repair.

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
