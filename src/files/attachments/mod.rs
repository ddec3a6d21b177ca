//! Data stored along with the parameters in a network's file: normalisers, class names, rules for missing values, and
//! texts.

mod file;
mod metadata;
mod parts;

pub use file::{load_with, save_with};
pub use parts::Attachments;
