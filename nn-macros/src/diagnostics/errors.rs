//! The errors of a macro call, which are reported together, and their spans.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use std::fmt::Display;

/// The span of the first token. Only nightly compilers can join spans, and errors must have the same spans on every
/// toolchain.
pub(crate) trait Spanned {
    fn span(&self) -> Span;
}

impl<T: ToTokens> Spanned for T {
    fn span(&self) -> Span {
        self.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
    }
}

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors {
    all: Option<syn::Error>,
    /// Whether items report others.
    has_items: bool,
    count: usize,
}

impl Errors {
    /// Adds an error at a token of the user.
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        self.count += 1;
        match &mut self.all {
            Some(all) => all.combine(error),
            None => self.all = Some(error),
        }
    }

    /// Records that an item reports an error.
    pub(crate) fn by_item(&mut self) {
        self.has_items = true;
        self.count += 1;
    }

    /// The number of errors found so far, each as often as it was found.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_none() && !self.has_items
    }

    /// Converts the errors to `compile_error!`s, or to an integer if only items report any.
    pub(crate) fn into_tokens(self) -> TokenStream {
        if self.all.is_none() && self.has_items {
            return quote!(0);
        }
        self.all.map(|error| error.into_compile_error()).unwrap_or_default()
    }
}

/// The line of a token; `None` in unit tests, which run outside of a macro.
pub(crate) fn line(span: Span) -> Option<usize> {
    proc_macro::is_available().then(|| span.unwrap().line())
}
