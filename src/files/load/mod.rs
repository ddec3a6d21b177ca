//! Loading of networks: every function that loads one from a file is a shorthand for [`LoadOptions`].

mod matched;
mod options;
mod plan;
mod renamed;

pub use matched::Matched;
pub use options::LoadOptions;
