//! The sizes that the user names, each as an alias that checks it once: a type that does not exist, or is not a size,
//! is one error, where the user names it.

use crate::crate_path::replace;
use crate::emit::spans::fixed;
use crate::graph::Graph;
use crate::shape::NamedSize;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// Replaces the aliases of sizes by those of the types that the user wrote.
pub(in crate::emit) fn as_written(tokens: TokenStream, sizes: &[NamedSize]) -> TokenStream {
    replace(tokens, &|tokens| match tokens {
        [TokenTree::Ident(ident), ..] if sizes.iter().any(|size| size.alias == *ident) => {
            Some((1, written_name(ident).into_token_stream()))
        }
        _ => None,
    })
}

fn written_name(alias: &Ident) -> Ident {
    format_ident!("{}_written", alias)
}

/// Emits the aliases of all sizes, beside the struct.
pub(in crate::emit) fn named_sizes(graph: &Graph) -> TokenStream {
    let sizes = graph.sizes.iter().map(|NamedSize { alias, written, .. }| {
        let span = alias.span();
        let (name, check) = (written_name(alias), format_ident!("{}_is_size", alias));
        let written = fixed(written.clone());
        let is_size = quote_spanned!(span=> <#name as __nn::NamedSize>::IS_SIZE);
        quote! {
            #[doc(hidden)]
            #[allow(nonstandard_style, dead_code)]
            type #name = #written;
            #[doc(hidden)]
            #[allow(nonstandard_style, dead_code)]
            const #check: bool = #is_size;
            #[doc(hidden)]
            #[allow(nonstandard_style, dead_code)]
            type #alias = <#name as __nn::SizeIf<{ #check }>>::Size;
        }
    });
    sizes.collect()
}
