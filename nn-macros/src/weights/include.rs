//! The expansion of `include_weights!`, which embeds the weights of a network in the program.
//!
//! The macro checks the format of the file, and that its values are finite. Only the compiler knows the parameters of
//! the network, so an item beside the bytes compares names, sizes and offsets.

use super::file::File;
use super::tensor::Tensor;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use std::path::Path;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, Type};

struct Input {
    network: Type,
    path: LitStr,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let network = input.parse()?;
        input.parse::<Token![,]>()?;
        let path = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { network, path })
    }
}

pub(crate) fn include_weights(input: TokenStream) -> TokenStream {
    syn::parse2(input).and_then(|input| expand(&input)).unwrap_or_else(syn::Error::into_compile_error)
}

fn expand(Input { network, path }: &Input) -> syn::Result<TokenStream> {
    let shown = path.value();
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let whole = Path::new(&root).join(&shown);
    let bytes = std::fs::read(&whole)
        .map_err(|error| syn::Error::new(path.span(), format!("cannot read {}: {error}", whole.display())))?;
    let file = File::read(&bytes).map_err(|wrong| syn::Error::new(path.span(), wrong.message(&shown)))?;
    let tensors = file.tensors.iter().map(|tensor| {
        let Tensor { name, dtype, dims, offset } = tensor;
        quote!(::nn::__private::StoredTensor { name: #name, dtype: #dtype, dims: &[#(#dims),*], offset: #offset })
    });
    let architecture = match file.architecture {
        Some(architecture) => quote!(::core::option::Option::Some(#architecture)),
        None => quote!(::core::option::Option::None),
    };
    let (length, is_ours) = (bytes.len() - file.start, file.is_ours);
    let whole = whole.to_str().ok_or_else(|| syn::Error::new(path.span(), "the path is not valid UTF-8"))?;
    let check = quote_spanned! {path.span()=>
        const _: () = ::nn::__private::expect_weights::<#network>(#shown, &[#(#tensors),*], #architecture, #is_ours);
    };
    Ok(quote! {{
        #check
        static DATA: ::nn::__private::Aligned<[u8; #length]> =
            ::nn::__private::data_of(::core::include_bytes!(#whole));
        ::nn::__private::weights_of::<#network, #length>(&DATA)
    }})
}
