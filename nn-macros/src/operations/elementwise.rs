//! Operations that keep the shape of what they are given.

use super::{Applied, Call, Operation, Refusal};
use crate::ast::Argument;
use crate::messages;
use crate::shape::{Dim, Shape};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Lit;

pub(super) struct Elementwise {
    ty: TokenStream,
    /// The name of an operation that works along the last axis, so that there must be one.
    along: Option<String>,
}

impl Elementwise {
    /// `None` for a name that is none of these.
    pub(super) fn read(call: &Call<'_>) -> Option<syn::Result<Elementwise>> {
        let span = call.span;
        let (ty, along) = match call.name.as_str() {
            "relu" => (quote_spanned!(span=> Relu), false),
            "sigmoid" => (quote_spanned!(span=> Sigmoid), false),
            "tanh" => (quote_spanned!(span=> Tanh), false),
            "softmax" => (quote_spanned!(span=> Softmax), true),
            "log_softmax" => (quote_spanned!(span=> LogSoftmax), true),
            "leaky_relu" => {
                return Some(slope(call).map(|millionths| {
                    let arguments = millionths.map(|millionths| quote!(::<#millionths>));
                    let name = quote_spanned!(span=> LeakyRelu);
                    Elementwise { ty: quote!(::nn::__private::#name #arguments), along: None }
                }));
            }
            _ => return None,
        };
        let along = along.then(|| call.name.clone());
        Some(call.without_arguments().map(|()| Elementwise { ty: quote!(::nn::__private::#ty), along }))
    }
}

impl Operation for Elementwise {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        if let Some(name) = &self.along
            && given.known().is_some_and(<[Dim]>::is_empty)
        {
            return Err(Refusal { expects: "an axis".into(), help: messages::help_axis(name) });
        }
        Ok(Applied { ty: self.ty.clone(), value: self.ty.clone(), takes: None, gives: given.clone() })
    }
}

/// The slope of `leaky_relu::<0.2>()` in millionths.
fn slope(call: &Call<'_>) -> syn::Result<Option<u32>> {
    let Some(arguments) = &call.arguments else { return Ok(None) };
    let wrong = || syn::Error::new(call.span, messages::wrong_slope());
    let slope = match arguments.as_slice() {
        [Argument::Number(Lit::Float(slope))] => slope.base10_parse::<f64>()?,
        [Argument::Size(crate::dims::Size::Literal(slope, _))] => *slope as f64,
        [Argument::Number(Lit::Int(slope))] => slope.base10_parse::<f64>()?,
        _ => return Err(wrong()),
    };
    let millionths = slope * 1e6;
    if !(0.0..=4e9).contains(&millionths) || (millionths - millionths.round()).abs() > 1e-6 {
        return Err(wrong());
    }
    Ok(Some(millionths.round() as u32))
}
