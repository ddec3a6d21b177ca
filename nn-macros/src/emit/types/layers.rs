//! Layers as types.

use super::shapes::per_axis;
use crate::catalogue::{
    Bilinear, Convolution, Custom, CustomArgument, Embedding, Layer, Linear, Norm, NormAffine, NormKind,
    NormStatistics, Recurrent, RecurrentCell, Stored, StoredRole,
};
use crate::shape::Dim;
use crate::syntax::{Element, FieldKind, Network};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Token;

/// The type of a layer with this element type. A size that was never inferred is 1.
pub(in crate::emit) fn layer_type(layer: &Layer, element: Element) -> TokenStream {
    match layer {
        Layer::Linear(linear) => linear_type(linear, element),
        Layer::Convolution(convolution) => convolution_type(convolution, element),
        Layer::Embedding(embedding) => embedding_type(embedding, element),
        Layer::Norm(norm) => norm_type(norm, element),
        Layer::Bilinear(bilinear) => bilinear_type(bilinear, element),
        Layer::Recurrent(recurrent) => recurrent_type(recurrent, element),
        Layer::Tied(tied) => {
            let tied = quote_spanned!(tied.span=> Tied);
            quote!(__nn::#tied)
        }
        Layer::Stored(stored) => stored_type(stored, element),
        Layer::Custom(Custom { path, arguments, .. }) if arguments.is_empty() => quote!(#path),
        Layer::Custom(Custom { path, arguments, angles, .. }) => {
            let [open, close] = *angles;
            let (open, close) = (Token![<](open), Token![>](close));
            quote!(#path #open #(#arguments),* #close)
        }
    }
}

/// The type of a field: the layer, or an array of it.
pub(in crate::emit) fn repeated(network: &Network, index: usize, layer: TokenStream) -> TokenStream {
    match network.fields[index].kind {
        FieldKind::One(_) => layer,
        FieldKind::Array(_, count) => quote!([#layer; #count]),
    }
}

impl ToTokens for CustomArgument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            CustomArgument::Size(dim) => dim.to_tokens(tokens),
            CustomArgument::Other(other) => other.to_tokens(tokens),
        }
    }
}

fn bias(bias: bool) -> TokenStream {
    if bias { quote!(__nn::WithBias) } else { quote!(__nn::NoBias) }
}

fn linear_type(Linear { input, output, bias: has_bias, span, .. }: &Linear, element: Element) -> TokenStream {
    let input = input.clone().unwrap_or(Dim::Literal(1));
    let linear = quote_spanned!(*span=> Linear);
    match (element, has_bias) {
        (Element::F32, true) => quote!(__nn::#linear<#input, #output>),
        (Element::F32, false) => quote!(__nn::#linear<#input, #output, __nn::NoBias>),
        (Element::F64, _) => {
            let bias = bias(*has_bias);
            quote!(__nn::#linear<#input, #output, #bias, f64>)
        }
    }
}

fn bilinear_type(Bilinear { inputs, output, bias: has_bias, span, .. }: &Bilinear, element: Element) -> TokenStream {
    let [first, second] = inputs.clone().map(|size| size.unwrap_or(Dim::Literal(1)));
    let (bilinear, bias) = (quote_spanned!(*span=> Bilinear), bias(*has_bias));
    quote!(__nn::#bilinear<#first, #second, #output, #bias, #element>)
}

fn recurrent_type(recurrent: &Recurrent, element: Element) -> TokenStream {
    let Recurrent { cell, input, units, projection, layers, bias: has_bias, dropout, span, .. } = recurrent;
    let (name, bias) = (Ident::new(recurrent.name(), *span), bias(*has_bias));
    let input = input.clone().unwrap_or(Dim::Literal(1));
    let function = match cell {
        RecurrentCell::Lstm | RecurrentCell::Gru => TokenStream::new(),
        RecurrentCell::Rnn { relu: true } => quote!(__nn::Relu,),
        RecurrentCell::Rnn { relu: false } => quote!(__nn::Tanh,),
    };
    let units = match projection {
        None => quote!(#units),
        Some(size) => quote!(__nn::Projected<#units, #size>),
    };
    let [directions, more] = [recurrent.directions(), layers - 1].map(Literal::u64_unsuffixed);
    let dropout = Literal::u32_unsuffixed(dropout.as_ref().map_or(0, |(millionths, _)| *millionths));
    quote!(__nn::#name<#input, #units, #function #bias, #element, #directions, #more, #dropout>)
}

fn stored_type(stored: &Stored, element: Element) -> TokenStream {
    let (name, dims) = (Ident::new(stored.name(), stored.span), &stored.dims);
    let role = match stored.role {
        StoredRole::Weight => quote!(__nn::WeightRole,),
        StoredRole::Bias => quote!(__nn::BiasRole,),
        StoredRole::Norm => quote!(__nn::NormRole,),
        StoredRole::Constant => TokenStream::new(),
    };
    quote!(__nn::#name<(#(#dims,)*), #role #element>)
}

fn embedding_type(Embedding { below, features, padding_idx, span, .. }: &Embedding, element: Element) -> TokenStream {
    let below = below.clone().unwrap_or(Dim::Literal(1));
    let embedding = quote_spanned!(*span=> Embedding);
    if let Some(index) = padding_idx {
        let index = Literal::u64_unsuffixed(*index);
        return quote!(__nn::#embedding<#below, #features, #element, #index>);
    }
    match element {
        Element::F32 => quote!(__nn::#embedding<#below, #features>),
        Element::F64 => quote!(__nn::#embedding<#below, #features, f64>),
    }
}

fn convolution_type(convolution: &Convolution, element: Element) -> TokenStream {
    let Convolution { kind, input, output, window, transposed, span, .. } = convolution;
    let input = input.clone().unwrap_or(Dim::Literal(1));
    let (name, grouping, bias) = (Ident::new(kind.name(), *span), convolution.grouping(), bias(convolution.bias));
    let padding = transposed.as_ref().map(|padding| per_axis(padding)).into_iter();
    quote!(__nn::#name<#input, #output, #window, #(#padding,)* #grouping, #bias, #element>)
}

fn norm_type(norm: &Norm, element: Element) -> TokenStream {
    let (name, sizes, trillionths) = (Ident::new(norm.name, norm.span), norm.settled_sizes(), norm.trillionths());
    let affine = match norm.affine {
        NormAffine::ScaleAndShift => quote!(__nn::WithAffine),
        NormAffine::Scale => quote!(__nn::ScaleOnly),
        NormAffine::Nothing => quote!(__nn::NoAffine),
    };
    let statistics = match &norm.statistics {
        NormStatistics::MovingAverage(None) => quote!(__nn::MovingAverage),
        NormStatistics::MovingAverage(Some((millionths, _))) => quote!(__nn::MovingAverage<#millionths>),
        NormStatistics::CumulativeAverage => quote!(__nn::CumulativeAverage),
        NormStatistics::Untracked => quote!(__nn::Untracked),
    };
    let arguments = match norm.kind {
        NormKind::PRelu if sizes.is_empty() => quote!(__nn::OneSlope),
        NormKind::PRelu => quote!(__nn::ChannelSlopes<#(#sizes)*>),
        NormKind::GroupNorm => {
            let groups = norm.group_number();
            quote!(#groups, #(#sizes)*, #trillionths, #affine)
        }
        NormKind::LayerNorm | NormKind::RmsNorm => quote!((#(#sizes,)*), #trillionths, #affine),
        _ => quote!(#(#sizes)*, #trillionths, #affine, #statistics),
    };
    quote!(__nn::#name<#arguments, #element>)
}
