//! Diagnostics: the messages, and the collection of errors.

mod errors;
pub(crate) mod messages;

pub(crate) use errors::{Errors, Spanned, line};
pub(crate) use messages::{A, B, LAST, Origin};
