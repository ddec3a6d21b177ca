//! Regression tests of an audit: wrong results without an error, lost files, panics that a caller's data can cause. A module is one
//! subject; each test failed before its repair.

mod accumulation;
mod losses;
mod numbers;
mod display;
mod interrupts;
mod settings;
mod checkpoints;
mod log;
mod writing;
mod csv;
mod data_settings;
mod finite;
mod missing_values;
mod readers;
mod weights;
mod overflow;
