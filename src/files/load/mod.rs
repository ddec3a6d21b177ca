//! The reader of networks: every call that reads one from a file is a shorthand of it.

mod matched;
mod options;
mod plan;
mod renamed;

pub use matched::Matched;
pub use options::LoadOptions;
