//! Data sets from files.

pub mod idx;
