//! The expansion of `#[derive(Parameters)]`, which implements the plain-data traits for a struct of tensors and layers.

use crate::crate_path::outside;
use crate::diagnostics::{Spanned, messages};
use crate::emit::{plain_alone, sample};
use crate::syntax::take_element;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Ident, Member, Token, punctuated::Punctuated};

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    syn::parse2(input).and_then(expand).unwrap_or_else(syn::Error::into_compile_error)
}

/// The errors found so far. The traits are implemented in spite of them: the code that uses the struct then has no further errors.
#[derive(Default)]
struct Errors(Option<syn::Error>);

impl Errors {
    fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Returns the value of a result; of an error, which is added, the default value.
    fn value<V: Default>(&mut self, result: syn::Result<V>) -> V {
        result.unwrap_or_else(|error| {
            self.add(error);
            V::default()
        })
    }
}

fn expand(mut input: DeriveInput) -> syn::Result<TokenStream> {
    let mut errors = Errors::default();
    let no_fields = syn::Fields::Unit;
    let data = match &input.data {
        Data::Struct(data) => &data.fields,
        _ => {
            errors.add(syn::Error::new(input.ident.span(), messages::derive_on_struct()));
            &no_fields
        }
    };
    let declares_element = input.attrs.iter().any(|attribute| attribute.path().is_ident("dtype"));
    let element = take_element(&mut input.attrs)?;
    if !data.is_empty() && !has_fixed_order(&input.attrs) {
        errors.add(syn::Error::new(input.ident.span(), messages::derive_needs_repr()));
    }
    let name = &input.ident;
    // A type parameter `T` is the element type; a struct without fields implements the trait for every element type.
    let own = input.generics.type_params().any(|parameter| parameter.ident == "T");
    let mut generics = input.generics.clone();
    let element = match (declares_element, own) {
        (false, true) => quote!(T),
        (false, false) if data.is_empty() => {
            generics.params.push(syn::parse_quote!(NnElement: ::nn::__private::Float));
            quote!(NnElement)
        }
        _ => element.to_token_stream(),
    };
    let signal = errors.value(input_signal(&input.attrs));
    let coerced = match &signal {
        Some(_) => quote!(::nn::__private::Coerced<Self, NnGives>),
        None => quote!(Self),
    };
    let signal = signal.unwrap_or_else(|| quote!(NnGiven));
    // The compiler reports a number in place of a shape where the struct names it, and only there.
    let is_unreadable = data.iter().any(|field| has_number(&field.ty));
    let mut fields = Vec::new();
    for (member, field) in data.members().zip(data).filter(|_| !is_unreadable) {
        let ty = &field.ty;
        let text = match &member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        let (role, orientation) = errors.value(role(&field.attrs)).unzip();
        let role = role.map(|role| quote!(.with_role(::nn::__private::Role::#role)));
        let orientation = orientation
            .flatten()
            .map(|orientation| quote!(.with_orientation(::nn::__private::Orientation::#orientation)));
        fields.push(quote! {
            ::nn::__private::Field {
                name: #text,
                offset: ::core::mem::offset_of!(Self, #member) / ::core::mem::size_of::<#element>(),
                layout: &const { <#ty as ::nn::__private::Parameters<#element>>::LAYOUT #role #orientation },
            }
        });
    }
    let (plain_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let (impl_generics, _, _) = generics.split_for_impl();
    let (members, types) = (data.members(), data.iter().map(|field| &field.ty));
    // With an error, the fields are not referred to: they may be packed, or those of an enum.
    let plain = match errors.0 {
        Some(error) => error.into_compile_error(),
        None if is_unreadable => TokenStream::new(),
        None => outside(plain_alone(&input.generics, name, members.zip(types))),
    };
    Ok(quote! {
        #plain
        // SAFETY: every field is plain data, which `Parameters` below requires of the fields.
        #[automatically_derived]
        unsafe impl #plain_generics ::nn::__private::Plain for #name #ty_generics #where_clause {}
        // SAFETY: every field consists of elements of this type and nothing else, in declaration order.
        #[automatically_derived]
        unsafe impl #impl_generics ::nn::__private::Parameters<#element> for #name #ty_generics #where_clause {
            const LAYOUT: ::nn::__private::Layout = ::nn::__private::Layout::Fields(&[#(#fields),*]);
        }
        #[automatically_derived]
        impl #plain_generics ::nn::__private::Connect for #name #ty_generics #where_clause {
            type Input<NnGiven: ::nn::__private::Signal> = #signal;
            type Coerced<NnGives: ::nn::__private::Signal> = #coerced;
        }
    })
}

/// Returns whether a type is a tensor whose shape is a number, such as `Tensor<4>`.
fn has_number(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else { return false };
    let last = path.path.segments.last().filter(|last| last.ident == "Tensor");
    let arguments = last.map(|last| &last.arguments);
    let Some(syn::PathArguments::AngleBracketed(generics)) = arguments else { return false };
    generics.args.iter().any(|argument| matches!(argument, syn::GenericArgument::Const(syn::Expr::Lit(_))))
}

/// Returns whether every `repr` fixes the field order and does nothing else: `repr(align(..))` could add padding.
fn has_fixed_order(attributes: &[syn::Attribute]) -> bool {
    let mut reprs = attributes.iter().filter(|attribute| attribute.path().is_ident("repr")).peekable();
    reprs.peek().is_some()
        && reprs.all(|attribute| {
            let words = attribute.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated);
            words.is_ok_and(|words| words.len() == 1 && (words[0] == "C" || words[0] == "transparent"))
        })
}

/// The signal of `#[input(3, D)]`; without the attribute, the layer accepts any signal that it implements `Layer` for.
fn input_signal(attributes: &[syn::Attribute]) -> syn::Result<Option<TokenStream>> {
    match attributes.iter().find(|attribute| attribute.path().is_ident("input")).map(|attribute| &attribute.meta) {
        None => Ok(None),
        Some(syn::Meta::List(list)) => sample(list.tokens.clone()).map(Some),
        Some(other) => Err(syn::Error::new(other.span(), messages::input_without_sizes())),
    }
}

/// The role of `#[role(bias)]`, and the orientation of `#[role(weight, out_in)]`.
fn role(attributes: &[syn::Attribute]) -> syn::Result<Option<(Ident, Option<Ident>)>> {
    let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident("role")) else {
        return Ok(None);
    };
    let wrong = |span, found: &str| syn::Error::new(span, messages::wrong_role(found));
    let words = attribute.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated);
    let words: Vec<_> = words.map_err(|error| wrong(error.span(), ""))?.into_iter().collect();
    let (word, orientation) = match words.as_slice() {
        [] => return Err(wrong(attribute.span(), "")),
        [role] => (role, None),
        [role, orientation] if role == "weight" && orientation == "in_out" => (role, Some("InOut")),
        [role, orientation] if role == "weight" && orientation == "out_in" => (role, Some("OutIn")),
        [_, other, ..] => return Err(wrong(other.span(), "")),
    };
    let role = match word.to_string().as_str() {
        "weight" => "Weight",
        "bias" => "Bias",
        "norm" => "Norm",
        "buffer" => "Buffer",
        "constant" => "Constant",
        other => return Err(wrong(word.span(), other)),
    };
    Ok(Some((Ident::new(role, word.span()), orientation.map(|name| Ident::new(name, word.span())))))
}
