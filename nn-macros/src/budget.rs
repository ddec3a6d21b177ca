//! The expansion of `budget!`, which limits the resources of a network with concrete sizes.

use crate::diagnostics::{Errors, Spanned, messages};
use crate::syntax::{Limit, budget};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Token, Type};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let whole = input.clone();
    let parts = |input: ParseStream<'_>| {
        let network: Type = input.parse()?;
        input.parse::<Token![,]>()?;
        Ok((network, input.parse::<TokenStream>()?))
    };
    let mut errors = Errors::default();
    let Ok((network, limits)) = parts.parse2(input) else {
        errors.at(whole.span(), messages::budget_of_nothing());
        return errors.into_tokens();
    };
    let limits = budget(limits, &mut errors);
    if limits.is_empty() && errors.is_empty() {
        errors.at(whole.span(), messages::budget_of_nothing());
    }
    // The type occurs once, so that an error in it is one error, and its name has the span of the type.
    let name = Ident::new("__Network", Spanned::span(&network));
    let checks = limits.iter().map(|Limit { of, most }| {
        let check = format_ident!("expect_{of}");
        let sizes = (of == "stream").then(|| quote!(::nn::__private::Probe::<#name, ()>::STREAM_SIZES,));
        // A panic in the constant is an error at the call in it.
        quote_spanned!(most.span()=> const _: () = ::nn::__private::#check::<#name>(#sizes #most);)
    });
    let streams = limits.iter().any(|limit| limit.of == "stream");
    let import = streams.then(|| {
        quote!(
            use ::nn::__private::NoStream as _;
        )
    });
    let checks = (!limits.is_empty()).then(|| {
        quote!(
            const _: () = {
                #import
                type #name = #network;
                #(#checks)*
            };
        )
    });
    let errors = errors.into_tokens();
    quote!(#errors #checks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(tokens: TokenStream) -> String {
        expand(tokens).to_string().replace(' ', "")
    }

    #[test]
    fn checks_each_limit() {
        let expected = "const_:()={type__Network=Net<A,B>;\
                        const_:()=::nn::__private::expect_flash::<__Network>(1_000);\
                        const_:()=::nn::__private::expect_macs::<__Network>(5);};";
        assert_eq!(text(quote!(Net<A, B>, flash <= 1_000, macs <= 5,)), expected);
    }

    #[test]
    fn mistake_is_one_error() {
        for mistake in [
            quote!(),
            quote!(Net),
            quote!(Net,),
            quote!(flash <= 3),
            quote!(Net, ram <= 3),
            quote!(Net, flash = 3),
            quote!(Net, flash),
            quote!(Net, flash <= 3, flash <= 4),
            quote!(Net, flash <= 3 scratch <= 4),
        ] {
            assert_eq!(text(mistake.clone()).matches("compile_error").count(), 1, "{mistake}");
        }
    }
}
