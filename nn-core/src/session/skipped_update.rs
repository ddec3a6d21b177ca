//! The reason why an update was skipped.

use crate::report::debug_by_message;
use crate::setting::InvalidSetting;
use core::fmt;

/// The reason why an update was skipped, as returned by [`Session::skipped_update`](crate::Session::skipped_update).
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum SkippedUpdate {
    /// A setting of the optimiser or of [`clip`](crate::Session::clip) has an invalid value.
    Setting(InvalidSetting),
    /// The norm of the gradient is infinite or NaN, so that [`Clip::Norm`](crate::Clip::Norm) cannot bound it.
    Gradient {
        /// The norm.
        norm: f64,
    },
}

impl fmt::Display for SkippedUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the update was skipped: ")?;
        match self {
            SkippedUpdate::Setting(error) => error.fmt(f),
            SkippedUpdate::Gradient { norm } => {
                write!(f, "the norm of the gradient is {norm}, which `Clip::Norm` cannot clip")
            }
        }
    }
}

impl core::error::Error for SkippedUpdate {}

debug_by_message!(SkippedUpdate);
