//! The expansion of `budget!`, which limits the resources of a network with concrete sizes.

use crate::diagnostics::{Errors, Spanned, messages};
use crate::syntax::{Limit, budget, compact};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
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
    let text = compact(&network.to_token_stream());
    let checks = limits.iter().enumerate().map(|(index, Limit { of, most })| {
        let (of, is_first) = (of.to_string(), index == 0);
        let probe = quote!(::nn::__private::Probe::<#name, ()>);
        let arguments = quote!(#probe::COSTS, #probe::STREAM_SIZES, #of, #most, #text, #is_first);
        // A panic in the constant is an error at the call in it.
        quote_spanned!(most.span()=> const _: () = ::nn::__private::expect_limit(#arguments);)
    });
    let checks = (!limits.is_empty()).then(|| {
        quote!(
            const _: () = {
                use ::nn::__private::NoNetwork as _;
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
        let probe = "::nn::__private::Probe::<__Network,()>";
        let check = |of: &str, most: &str, is_first: bool| {
            let sizes = format!("{probe}::COSTS,{probe}::STREAM_SIZES");
            format!("const_:()=::nn::__private::expect_limit({sizes},\"{of}\",{most},\"Net<A,B>\",{is_first});")
        };
        let checks = check("flash", "1_000", true) + &check("macs", "5", false);
        let expected = format!("const_:()={{use::nn::__private::NoNetworkas_;type__Network=Net<A,B>;{checks}}};");
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
