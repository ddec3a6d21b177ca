//! Static checks that a struct is plain data.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

/// Emits items that compile only if the struct has no destructor, which plain data must not have, and no fields besides
/// these. The derived implementations are sound for these fields alone, and an attribute below the `derive` could have
/// added others.
pub(crate) fn plain_alone<'a, Ty: ToTokens + 'a>(
    generics: &syn::Generics,
    name: &Ident,
    fields: impl Iterator<Item = (syn::Member, Ty)>,
) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (mut members, mut names, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (member, ty)) in fields.enumerate() {
        members.push(member);
        names.push(format_ident!("field_{index}"));
        types.push(ty);
    }
    let no_destructor = no_destructor(generics, name);
    // The span of the struct's name, so that an error is reported there.
    quote_spanned! {name.span()=>
        #no_destructor
        #[allow(dead_code, unused_variables, clippy::all)]
        const _: () = {
            fn fields #impl_generics (value: &#name #ty_generics) #where_clause {
                let #name { #(#members: #names),* } = value;
                #(let #names: &#types = #names;)*
            }
        };
    }
}

/// Emits an item that compiles only if the struct has no destructor.
pub(super) fn no_destructor(generics: &syn::Generics, name: &Ident) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote_spanned! {name.span()=>
        #[automatically_derived]
        impl #impl_generics __nn::MustNotImplementDrop for #name #ty_generics #where_clause {}
    }
}
