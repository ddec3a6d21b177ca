//! Loading of networks: every function that loads one from a file is a shorthand for [`LoadOptions`].

mod options;
mod plan;
mod renamed;
mod report;

pub use options::LoadOptions;
pub use report::LoadReport;
