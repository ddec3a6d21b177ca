//! What a user is told: the texts, and the errors that are reported together.

mod errors;
pub(crate) mod messages;
mod spanned;

pub(crate) use errors::{Errors, line};
pub(crate) use spanned::Spanned;
