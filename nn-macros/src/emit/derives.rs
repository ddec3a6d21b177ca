//! Implements the traits of `#[derive(..)]` for a network: `Clone`, `PartialEq`, `Debug`, and those of serde.
//!
//! The compiler's `derive` would require the traits of the generic parameters instead of the layers, and would clone
//! layer by layer, on the stack.

use super::code::Code;
use super::spans::{fixed, respan};
use crate::catalogue::Layer;
use crate::diagnostics::Spanned;
use crate::shape::Alias;
use crate::syntax::{Derive, Derived, Field, FieldKind, Network};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Generics, parse_quote};

impl Code<'_> {
    /// The implementations of the derived traits.
    pub(super) fn derives(&self) -> TokenStream {
        let derives = self.network.derives.iter().map(|derive| {
            let mut generics = self.generics();
            let method = match derive.of {
                Derived::Clone => clone_method(&self.clone_body(derive)),
                Derived::PartialEq => eq_method(&self.eq_body(derive)),
                Derived::Debug => fmt_method(&self.fmt_body(derive)),
                #[cfg(feature = "serde")]
                Derived::Serialize | Derived::Deserialize => return serde(self.network, derive, &generics),
            };
            self.ask_parameters(derive, &mut generics);
            implementation(self.network, &self.network.name, derive, &generics, &method)
        });
        derives.collect()
    }

    /// The alias of a field's custom layer, or of the elements of an array of custom layers.
    fn custom(&self, field: usize) -> Option<&Alias> {
        match &self.graph.layers[field] {
            Some(Layer::Custom(custom)) => Some(&custom.alias),
            _ => None,
        }
    }

    /// The aliases of the custom layers of all fields.
    fn customs(&self) -> impl Iterator<Item = &Alias> {
        (0..self.graph.layers.len()).filter_map(|field| self.custom(field))
    }

    /// Adds the trait as a bound of each type parameter that a custom layer mentions, as the compiler's `derive` does.
    fn ask_parameters(&self, derive: &Derive, generics: &mut Generics) {
        let asks = |name: &Ident| self.customs().any(|layer| layer.parameters.contains(name));
        let parameters: Vec<Ident> =
            generics.type_params().map(|parameter| parameter.ident.clone()).filter(asks).collect();
        if !parameters.is_empty() {
            let of = trait_path(derive.of);
            let predicates = &mut generics.make_where_clause().predicates;
            predicates.extend(parameters.iter().map(|name| -> syn::WherePredicate {
                let predicate = respan(quote!(#name: #of), derive.path.span());
                parse_quote!(#predicate)
            }));
        }
    }

    fn clone_body(&self, derive: &Derive) -> TokenStream {
        // The layers of `nn` are `Clone`; the compiler reports custom layers that are not.
        let checks = self.customs().map(|ty| quote!(let _ = <#ty as ::core::clone::Clone>::clone;));
        let checks = respan(quote!(#(#checks)*), derive.path.span());
        quote!(#checks __nn::duplicate(self))
    }

    fn eq_body(&self, derive: &Derive) -> TokenStream {
        let equal = self.fields().map(|(Field { name, kind, .. }, custom)| {
            let Some(ty) = custom else { return quote!(&& self.#name == other.#name) };
            let [layer, other] = [quote!(self.#name), quote!(other.#name)].map(|field| as_layer(ty, kind, &field));
            let call = match kind {
                FieldKind::One(_) => quote!(<#ty as ::core::cmp::PartialEq>::eq(#layer, #other)),
                FieldKind::Array(..) => quote! {
                    ::core::iter::zip(#layer, #other)
                        .all(|(layer, other)| <#ty as ::core::cmp::PartialEq>::eq(layer, other))
                },
            };
            let call = respan(call, derive.path.span());
            quote!(&& #call)
        });
        quote!(true #(#equal)*)
    }

    fn fmt_body(&self, derive: &Derive) -> TokenStream {
        let element = self.network.element;
        let fields = self.fields().map(|(Field { name, kind, .. }, custom)| {
            let text = name.unraw().to_string();
            let shown = match (kind, custom) {
                (FieldKind::One(_), None) => quote!(__nn::write_layer::<_, #element>(&self.#name, f)),
                (FieldKind::Array(..), None) => quote!(__nn::write_layers::<_, #element>(&self.#name, f)),
                (FieldKind::One(_), Some(ty)) => {
                    let layer = as_layer(ty, kind, &quote!(self.#name));
                    respan(quote!(<#ty as ::core::fmt::Debug>::fmt(#layer, f)), derive.path.span())
                }
                (FieldKind::Array(..), Some(ty)) => {
                    let call = respan(quote!(<#ty as ::core::fmt::Debug>::fmt(layer, f)), derive.path.span());
                    let layers = as_layer(ty, kind, &quote!(self.#name));
                    quote! {
                        f.debug_list()
                            .entries(#layers.iter().map(|layer| ::core::fmt::from_fn(move |f| #call)))
                            .finish()
                    }
                }
            };
            quote!(.field(#text, &::core::fmt::from_fn(|f: &mut ::core::fmt::Formatter<'_>| #shown)))
        });
        let name = self.network.name.to_string();
        quote!(f.debug_struct(#name)#(#fields)*.finish())
    }

    /// The fields, each with the alias of its layer if that is a custom layer.
    fn fields(&self) -> impl Iterator<Item = (&Field, Option<&Alias>)> {
        self.network.fields.iter().enumerate().map(|(index, field)| (field, self.custom(index)))
    }
}

/// A custom layer, or an array of them, as what the alias of its type is.
fn as_layer(ty: &Alias, kind: &FieldKind, field: &TokenStream) -> TokenStream {
    let ty = match kind.count() {
        None => ty.to_token_stream(),
        Some(count) => quote!([#ty; #count]),
    };
    quote!(__nn::ReinterpretAs::<#ty>::reinterpret(&#field))
}

/// Implements the same traits for the integer network of this name.
pub(super) fn of_integers(network: &Network, name: &Ident) -> TokenStream {
    let derives = network.derives.iter().map(|derive| {
        let method = match derive.of {
            Derived::Clone => clone_method(&quote!(__nn::duplicate(self))),
            Derived::PartialEq => eq_method(&quote! {
                __nn::int8::Quantized::as_bytes(self) == __nn::int8::Quantized::as_bytes(other)
            }),
            Derived::Debug => fmt_method(&quote!(__nn::int8::write_network(self, f))),
            // Integer networks are saved by `nn::files` instead.
            #[cfg(feature = "serde")]
            Derived::Serialize | Derived::Deserialize => return TokenStream::new(),
        };
        implementation(network, name, derive, &Generics::default(), &method)
    });
    derives.collect()
}

/// Implements the same traits for the stub of a network with an error.
pub(super) fn of_stub(network: &Network) -> TokenStream {
    let name = network.name.to_string();
    let derives = network.derives.iter().map(|derive| {
        let method = match derive.of {
            Derived::Clone => clone_method(&quote!(__nn::duplicate(self))),
            Derived::PartialEq => eq_method(&quote!(true)),
            Derived::Debug => fmt_method(&quote!(f.write_str(#name))),
            #[cfg(feature = "serde")]
            Derived::Serialize | Derived::Deserialize => return serde(network, derive, &network.generics),
        };
        implementation(network, &network.name, derive, &network.generics, &method)
    });
    derives.collect()
}

fn trait_path(of: Derived) -> TokenStream {
    match of {
        Derived::Clone => quote!(::core::clone::Clone),
        Derived::PartialEq => quote!(::core::cmp::PartialEq),
        Derived::Debug => quote!(::core::fmt::Debug),
        #[cfg(feature = "serde")]
        Derived::Serialize => quote!(__nn::serialization::Serialize),
        #[cfg(feature = "serde")]
        Derived::Deserialize => quote!(__nn::serialization::Deserialize),
    }
}

/// Implements a trait of serde by means of the layout of the parameters.
#[cfg(feature = "serde")]
fn serde(network: &Network, derive: &Derive, generics: &Generics) -> TokenStream {
    let (name, element, path) = (&network.name, network.element, &derive.path);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let of_trait = respan(trait_path(derive.of), path.span());
    let path = fixed(path.to_token_stream());
    let implementations = if derive.of == Derived::Serialize {
        quote! {
            #[automatically_derived]
            impl #impl_generics #of_trait for #name #ty_generics #where_clause {
                fn serialize<NnSerializer: __nn::serialization::Serializer>(
                    &self,
                    serializer: NnSerializer,
                ) -> ::core::result::Result<NnSerializer::Ok, NnSerializer::Error> {
                    __nn::serialization::serialize::<Self, #element, NnSerializer>(self, serializer)
                }
            }
        }
    } else {
        let mut generics = generics.clone();
        generics.params.insert(0, parse_quote!('nn_de));
        let (impl_generics, _, _) = generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics #of_trait<'nn_de> for #name #ty_generics #where_clause {
                fn deserialize<NnDeserializer: __nn::serialization::Deserializer<'nn_de>>(
                    deserializer: NnDeserializer,
                ) -> ::core::result::Result<Self, NnDeserializer::Error> {
                    let network: __nn::Box<Self> = __nn::serialization::boxed(deserializer)?;
                    ::core::result::Result::Ok(*network)
                }
            }
            #[automatically_derived]
            impl #impl_generics __nn::serialization::DeserializeInPlace<'nn_de>
                for #name #ty_generics #where_clause
            {
                fn deserialize_in_place<NnDeserializer: __nn::serialization::Deserializer<'nn_de>>(
                    &mut self,
                    deserializer: NnDeserializer,
                ) -> ::core::result::Result<(), NnDeserializer::Error> {
                    __nn::serialization::deserialize_in_place::<Self, #element, NnDeserializer>(
                        self,
                        deserializer,
                    )
                }
            }
        }
    };
    quote! {
        #[allow(unused_imports)]
        use #path as _;
        #implementations
    }
}

fn clone_method(body: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn clone(&self) -> Self {
            #body
        }
    }
}

fn eq_method(body: &TokenStream) -> TokenStream {
    quote! {
        fn eq(&self, other: &Self) -> bool {
            #body
        }
    }
}

fn fmt_method(body: &TokenStream) -> TokenStream {
    quote! {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            #body
        }
    }
}

/// Implements the trait with this method for the type of this name.
fn implementation(
    network: &Network,
    name: &Ident,
    Derive { path, of }: &Derive,
    generics: &Generics,
    method: &TokenStream,
) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let boxed = (*of == Derived::Clone).then(|| boxed_clone(network, name, generics));
    // A conflicting implementation is reported at the trait's name in `derive`. The generic parameters keep their
    // spans.
    let span = path.span();
    let (keyword, of_trait) = (respan(quote!(impl), span), respan(trait_path(*of), span));
    let (mut of_type, mut body) = (name.clone(), Group::new(Delimiter::Brace, method.clone()));
    of_type.set_span(span.resolved_at(name.span()));
    body.set_span(span.resolved_at(Span::call_site()));
    // Marks an import of the trait as used, like the compiler's `derive`.
    let path = fixed(path.to_token_stream());
    quote! {
        #[allow(unused_imports)]
        use #path as _;
        #[automatically_derived]
        #keyword #impl_generics #of_trait for #of_type #ty_generics #where_clause #body
        #boxed
    }
}

/// An inherent `clone` of a `Box`, in place: the trait's `clone` of a `Box` would return the network by value.
fn boxed_clone(network: &Network, name: &Ident, generics: &Generics) -> TokenStream {
    let visibility = &network.visibility;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        ::nn::__private::with_alloc! {
            impl #impl_generics #name #ty_generics #where_clause {
                /// Clones the network on the heap, in place; called by `boxed.clone()`.
                #visibility fn clone(self: &__nn::Box<Self>) -> __nn::Box<Self> {
                    __nn::boxed_clone(&**self)
                }
            }
        }
    }
}
