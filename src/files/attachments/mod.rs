//! Data stored along with the parameters in a network's file: normalisers and class names.

mod file;
mod metadata;
mod parts;

pub use file::{load_with, save_with};
pub use parts::Attachments;
