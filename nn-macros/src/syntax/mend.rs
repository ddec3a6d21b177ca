//! A slip of grammar in the tokens of a statement, and what is to be done after it.

use proc_macro2::{Punct, Spacing, Span, TokenTree};

/// A slip that was found in a statement, and mended.
pub(super) struct Mend {
    pub(super) span: Span,
    /// Empty if the result is reported when `forward` is walked.
    pub(super) message: String,
    pub(super) rest: Rest,
}

/// What to do after a slip.
pub(super) enum Rest {
    Parse,
    /// These tokens are a statement of their own.
    Later(Vec<TokenTree>),
    Unreadable,
    /// The statement is unreadable, and these tokens are another one.
    UnreadableThen(Vec<TokenTree>),
}

pub(super) fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

pub(super) fn punct(sign: char, spacing: Spacing, span: Span) -> TokenTree {
    let mut punct = Punct::new(sign, spacing);
    punct.set_span(span);
    punct.into()
}
