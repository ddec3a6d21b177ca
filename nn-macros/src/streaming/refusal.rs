//! Why a call cannot be computed step by step.

/// Why a call cannot be computed step by step: what it does, and the fix.
pub(super) struct Refusal {
    pub(super) does: String,
    pub(super) help: String,
}

/// A refusal that does something, with its fix.
pub(super) fn refuse<V>(does: impl Into<String>, help: impl Into<String>) -> Result<V, Refusal> {
    Err(Refusal { does: does.into(), help: help.into() })
}

/// What is wrong with a call of a padded value.
pub(super) const PADDED: &str = "reads the zeros that a padding adds before the first step";
/// The fix for it.
pub(super) const HELP_PADDED: &str = "call a `Conv1d` without padding whose kernel reaches as far as the zeros do";
/// What is wrong with a call that receives a length.
pub(super) const LENGTH: &str = "receives a length, and a stream ends with its last step";
/// The fix for it.
pub(super) const HELP_LENGTH: &str = "call it without a length";
/// What is wrong with a call of a value whose axes are not known.
pub(super) const UNKNOWN: &str = "has an operand whose axes only the compiler knows";
/// The fix for it.
pub(super) const DECLARE: &str = "declare them, as in `let h: Tensor<time = 16, 64> = ..;`";
