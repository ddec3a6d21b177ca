//! The element type of values.

use crate::syntax::Element;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The element type of the values of a network.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Elements {
    Real(Element),
    /// The elements of an integer network.
    Integers,
}

impl ToTokens for Elements {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Elements::Real(element) => element.to_tokens(tokens),
            Elements::Integers => tokens.extend(quote!(i8)),
        }
    }
}
