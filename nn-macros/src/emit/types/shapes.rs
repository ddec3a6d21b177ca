//! Sizes, shapes and bounds as types.

use super::sizes::number;
use crate::catalogue::{Bound, Grouping, Window};
use crate::emit::items::signal_name;
use crate::emit::spans::{fixed, respan};
use crate::shape::{Alias, Axes, Dim, Kind, Opaque, Outcome, Shape, Signal, Slide, Source};
use crate::syntax::Element;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

impl ToTokens for Dim {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Dim::Literal(value) => number(*value, Span::call_site()),
            // In a group without delimiters, so that `respan` keeps the user's spans.
            Dim::Named { tokens, .. } => fixed(tokens.clone()),
            Dim::Sum(a, b) => quote!(__nn::Sum<#a, #b>),
            Dim::Product(a, b) => quote!(__nn::Product<#a, #b>),
            Dim::Places(slide) => {
                let Slide { size, kernel, stride, padding, dilation, ceil_mode } = &**slide;
                let rounding = ceil_mode.then(|| quote!(, __nn::RoundUp));
                quote!(<#size as __nn::Slide<#kernel, #stride, #padding, #dilation #rounding>>::Output)
            }
            Dim::Result(outcome) => {
                let Outcome { size, name, arguments, .. } = &**outcome;
                let name = Ident::new(name, Span::call_site());
                quote!(<#size as __nn::#name<#(#arguments),*>>::Output)
            }
            Dim::AtLeast(slide) => {
                let Slide { size, kernel, padding, dilation, .. } = &**slide;
                quote!(<#size as __nn::AtLeast<#kernel, #padding, #dilation>>::Output)
            }
            Dim::Axis { of, axis } => quote!(<#of as __nn::AxisAt<#axis>>::Size),
        });
    }
}

impl ToTokens for Shape {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match (&self.axes, &self.element) {
            (Axes::Known(dims), Kind::Real) => quote!((#(#dims,)*)),
            (Axes::Known(dims), Kind::Index(below)) => quote!(__nn::Indices<#below, (#(#dims,)*)>),
            (Axes::Opaque(opaque), _) => opaque.to_token_stream(),
        });
    }
}

impl ToTokens for Opaque {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match &self.from {
            // In a group without delimiters, so that `respan` keeps the spans of types that items refer to.
            Source::Input { layer, given, span } => {
                let ty = quote!(<#layer as __nn::Connect>::Input<#given>);
                fixed(respan(ty, *span))
            }
            Source::Named { item, span } => {
                let name = signal_name(*item, *span);
                fixed(respan(quote!(<#name as __nn::Named>::Signal), *span))
            }
            Source::Output { layer, element, given, span } => {
                respan(quote!(<#layer as __nn::Layer<#given, #element>>::Out), *span)
            }
            Source::StepOutput { layer, element, given, span } => {
                let layer = quote!(<#layer as __nn::Streaming<<#layer as __nn::Connect>::Input<#given>, #element>>);
                respan(quote!(#layer::StepOut), *span)
            }
            Source::Part { of, index, span } if self.generic => {
                respan(quote!(<#of as __nn::TupleItem<#index>>::Shape), *span)
            }
            Source::Part { of, index, span } => respan(quote!(<#of as __nn::Part<#index>>::Shape), *span),
            Source::Flat(of) => quote!((<#of as __nn::Counted>::Count,)),
            Source::Joined { first, second, axis } => {
                quote!(<#first as __nn::ConcatAxis<#axis, #second>>::Output)
            }
        });
    }
}

impl ToTokens for Signal {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.0.as_slice() {
            [one] => one.to_token_stream(),
            shapes => quote!(__nn::Tuple<(#(#shapes,)*)>),
        });
    }
}

impl ToTokens for Alias {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Alias { name, parameters } = self;
        tokens.extend(if parameters.is_empty() { quote!(#name) } else { quote!(#name<#(#parameters),*>) });
    }
}

impl ToTokens for Element {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Element::F32 => quote!(f32),
            Element::F64 => quote!(f64),
        });
    }
}

impl ToTokens for Grouping {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Grouping::Ungrouped => quote!(__nn::Ungrouped),
            Grouping::Depthwise => quote!(__nn::Depthwise),
            Grouping::Groups(number) => quote!(__nn::Groups<#number>),
        });
    }
}

impl ToTokens for Bound {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let bound = |of: &dyn ToTokens, name: &str, arguments: &[Dim]| {
            let name = Ident::new(name, Span::call_site());
            quote!(#of: __nn::#name<#(#arguments),*>)
        };
        tokens.extend(match self {
            Bound::Dim { size, name, arguments } => bound(size, name, arguments),
            Bound::Kept(slide) => {
                let [size, arguments @ ..] = slide.parts();
                quote!(#size: __nn::Slide<#(#arguments,)* Output = #size>)
            }
            Bound::Channels { grouping, channels } => bound(grouping, "Grouping", channels),
        });
    }
}

impl ToTokens for Window {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let [kernel, stride, padding, dilation] = self.parts().map(per_axis);
        tokens.extend(quote!(__nn::Window<#kernel, #stride, #padding, #dilation>));
    }
}

/// A type for several axes: `N<3>` for all, or `(N<3>, N<5>)`.
pub(super) fn per_axis(dims: &[Dim]) -> TokenStream {
    match dims {
        // A parameter is a size for one axis only.
        [first, rest @ ..]
            if rest.iter().all(|dim| dim.to_string() == first.to_string())
                && (rest.is_empty() || !first.is_generic()) =>
        {
            first.to_token_stream()
        }
        dims => quote!((#(#dims),*)),
    }
}
