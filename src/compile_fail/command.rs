//! The command that writes files of expected errors, for messages.

pub(super) const COMMAND: &str = "NN_COMPILE_FAIL=overwrite cargo test";
