//! Integers as types: `shape!`, `dim!`, and the sizes in `network!`.

use crate::crate_path::outside;
use crate::diagnostics::messages;
use crate::syntax::{Size, size, sizes};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::Parser;

/// The type of the integer `value`: `N<784>`, `Thousands<12, 544>` or `Millions<N<2>, 345, 678>`.
pub(crate) fn number(value: u64, span: Span) -> TokenStream {
    let digits = |value: u64| proc_macro2::Literal::usize_unsuffixed((value % 1000) as usize);
    let (mid, lo) = (digits(value / 1000), digits(value));
    match value {
        0..1000 => quote_spanned!(span=> __nn::N<#lo>),
        1000..1_000_000 => quote_spanned!(span=> __nn::Thousands<#mid, #lo>),
        _ => {
            let hi = number(value / 1_000_000, span);
            quote_spanned!(span=> __nn::Millions<#hi, #mid, #lo>)
        }
    }
}

fn size_tokens(size: Size) -> TokenStream {
    match size {
        Size::Literal(value, span) => number(value, span),
        Size::Type(ty) => quote!(#ty),
    }
}

/// The shape of one sample, of rank 5 at most, since a batch adds an axis.
pub(crate) fn sample(input: TokenStream) -> syn::Result<TokenStream> {
    let sizes = sizes.parse2(input)?;
    if sizes.len() > 5 {
        return Err(syn::Error::new(Span::call_site(), messages::too_many_axes(sizes.len(), 5)));
    }
    let sizes = sizes.into_iter().map(size_tokens);
    Ok(outside(quote!((#(#sizes,)*))))
}

/// Expands `shape![3, 28, 28]`.
pub(crate) fn shape(input: TokenStream) -> TokenStream {
    match sizes.parse2(input) {
        Ok(sizes) if sizes.len() > 6 => {
            syn::Error::new(Span::call_site(), messages::too_many_axes(sizes.len(), 6)).into_compile_error()
        }
        Ok(sizes) => {
            let sizes = sizes.into_iter().map(size_tokens);
            outside(quote!((#(#sizes,)*)))
        }
        Err(error) => error.into_compile_error(),
    }
}

/// Expands `dim![12544]`.
pub(crate) fn dim(input: TokenStream) -> TokenStream {
    match size.parse2(input) {
        Ok(size) => outside(size_tokens(size)),
        Err(error) => {
            // A size that is itself an error: rustc reports it, and no further errors of the type that contains it.
            let error = error.into_compile_error();
            quote!(::nn::__private::N<{ #error }>)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(tokens: TokenStream) -> String {
        tokens.to_string().replace(' ', "").replace("::nn::__private::", "").replace("__nn::", "")
    }

    #[test]
    fn numbers_expand_to_decimal_digits() {
        for (value, expected) in [
            (1, "N<1>"),
            (999, "N<999>"),
            (1000, "Thousands<1,0>"),
            (12_544, "Thousands<12,544>"),
            (2_147_483_648, "Millions<Thousands<2,147>,483,648>"),
        ] {
            assert_eq!(text(number(value, Span::call_site())), expected);
        }
    }

    #[test]
    fn shapes_accept_numbers_and_types() {
        assert_eq!(text(shape(quote!(32, 784))), "(N<32>,N<784>,)");
        assert_eq!(text(shape(quote!(B, 7usize, my::Dim<3>))), "(B,N<7>,my::Dim<3>,)");
        assert_eq!(text(shape(quote!())), "()");
        assert_eq!(text(dim(quote!(1_000))), "Thousands<1,0>");
    }

    #[test]
    fn rejects_invalid_sizes() {
        for (wrong, message) in [
            (quote!(0), "a size must be at least 1"),
            (quote!(-3), "`-3` is not a size"),
            (quote!(1.5), "`1.5` is not a size"),
            (quote!(8u8), "`8u8` is not a size"),
            (quote!(99999999999999999999), "exceeds the address space"),
        ] {
            let error = dim(wrong).to_string();
            assert!(error.contains(message), "{error}");
        }
        assert!(shape(quote!(1, 2, 3, 4, 5, 6, 7)).to_string().contains("found 7"));
    }
}
