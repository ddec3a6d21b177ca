//! The operations that `forward` knows besides the layers of the struct.

use crate::messages;
use crate::shape::{Opaque, Shape};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{AngleBracketedGenericArguments, GenericArgument};

/// All names, for suggestions.
pub(crate) const METHODS: &[&str] =
    &["relu", "leaky_relu", "sigmoid", "tanh", "softmax", "log_softmax", "flatten", "reshape"];
pub(crate) const FUNCTIONS: &[&str] = &["concat"];

/// Whether a layer cannot have this name.
pub(crate) fn is_operation(name: &str) -> bool {
    METHODS.contains(&name) || FUNCTIONS.contains(&name)
}

/// A layer without numbers that keeps the shape of what it is given.
pub(crate) struct Elementwise {
    pub(crate) ty: TokenStream,
    /// Whether there must be an axis to work along.
    pub(crate) needs_axis: bool,
}

/// The operation of this name, if it keeps its input's shape.
pub(crate) fn elementwise(
    name: &str,
    span: Span,
    arguments: Option<&AngleBracketedGenericArguments>,
) -> Option<syn::Result<Elementwise>> {
    let ty = match name {
        "relu" => quote_spanned!(span=> Relu),
        "sigmoid" => quote_spanned!(span=> Sigmoid),
        "tanh" => quote_spanned!(span=> Tanh),
        "softmax" => quote_spanned!(span=> Softmax),
        "log_softmax" => quote_spanned!(span=> LogSoftmax),
        "leaky_relu" => {
            return Some(slope(arguments, span).map(|millionths| Elementwise {
                ty: match millionths {
                    None => quote_spanned!(span=> ::nn::__private::LeakyRelu),
                    Some(millionths) => quote_spanned!(span=> ::nn::__private::LeakyRelu::<#millionths>),
                },
                needs_axis: false,
            }));
        }
        _ => return None,
    };
    if arguments.is_some() {
        return Some(Err(syn::Error::new(span, messages::no_type_arguments(name))));
    }
    let needs_axis = matches!(name, "softmax" | "log_softmax");
    Some(Ok(Elementwise { ty: quote!(::nn::__private::#ty), needs_axis }))
}

/// The slope of `leaky_relu::<0.2>()` in millionths.
fn slope(arguments: Option<&AngleBracketedGenericArguments>, span: Span) -> syn::Result<Option<u32>> {
    let Some(arguments) = arguments else { return Ok(None) };
    let wrong = || syn::Error::new(span, messages::wrong_slope());
    let mut all = arguments.args.iter();
    let (Some(GenericArgument::Const(syn::Expr::Lit(literal))), None) = (all.next(), all.next()) else {
        return Err(wrong());
    };
    let slope = match &literal.lit {
        syn::Lit::Float(slope) => slope.base10_parse::<f64>()?,
        syn::Lit::Int(slope) => slope.base10_parse::<f64>()?,
        _ => return Err(wrong()),
    };
    let millionths = slope * 1e6;
    if !(0.0..=4e9).contains(&millionths) || (millionths - millionths.round()).abs() > 1e-6 {
        return Err(wrong());
    }
    Ok(Some(millionths.round() as u32))
}

/// The shape that joining along an axis gives, or why there is none.
pub(crate) fn concat(first: &Shape, second: &Shape, axis: usize) -> Result<Shape, String> {
    let (Some(a), Some(b)) = (first.known(), second.known()) else {
        let ty = quote!(<#first as ::nn::__private::ConcatAxis<#axis, #second>>::Output);
        return Ok(Shape::Opaque(Opaque { ty, generic: first.is_generic() || second.is_generic() }));
    };
    if a.len() != b.len() {
        return Err(messages::help_concat_ranks());
    }
    if axis >= a.len() {
        return Err(messages::help_concat_axis(a.len()));
    }
    let (a_all, b_all) = (a, b);
    let mut joined = a.to_vec();
    for (here, (a, b)) in a.iter().zip(b).enumerate() {
        if here == axis {
            joined[here] = a.clone().sum(b.clone()).ok_or_else(messages::help_too_large)?;
        } else if a.compare(b) == crate::shape::Verdict::Different {
            let different = |&axis: &usize| a_all[axis].compare(&b_all[axis]) != crate::shape::Verdict::Equal;
            let mut different = (0..a_all.len()).filter(different);
            let other = different.next().filter(|_| different.next().is_none());
            return Err(messages::help_concat_axes(axis, other));
        }
    }
    Ok(Shape::Known(joined))
}
