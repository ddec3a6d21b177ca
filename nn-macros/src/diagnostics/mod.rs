//! What a user is told: the texts, and the errors that are reported together.

mod errors;
pub(crate) mod messages;

pub(crate) use errors::{Errors, Spanned, line};
pub(crate) use messages::{A, B, Origin};
