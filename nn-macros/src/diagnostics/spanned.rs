//! Where an error marks the code.

use proc_macro2::Span;
use quote::ToTokens;

/// Where something begins: the place of its first token. Compilers join the places of tokens on nightly alone, and what an
/// error marks is to be the same on every toolchain.
pub(crate) trait Spanned {
    fn span(&self) -> Span;
}

impl<T: ToTokens> Spanned for T {
    fn span(&self) -> Span {
        self.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
    }
}
