//! What is stored beside the parameters in a network's file: normalisers and class names.

mod attachments;
mod file;
mod metadata;

pub use attachments::Attachments;
pub use file::{load_with, save_with};
