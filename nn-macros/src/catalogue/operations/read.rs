//! Lookup of operations by name.

use super::attention::{Attention, Rotary};
use super::elementwise::{elementwise, has_numbers};
use super::foreign::misread;
use super::names::{is_operation, is_padding, takes_indices};
use super::operation::{Call, Operation};
use super::pool::Unpool;
use super::{along, axes, fold, pool, resize, slices, views};
use crate::diagnostics::messages;
use crate::shape::{Dim, Scope};
use crate::syntax::{Argument, Integers, arguments_with};
use proc_macro2::Ident;
use syn::AngleBracketedGenericArguments;

/// The callee of a call: a name, and the arguments between `::<` and `>`.
#[derive(Clone, Copy)]
pub(crate) struct Callee<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) generics: Option<&'a AngleBracketedGenericArguments>,
}

/// Parses the operation of this name; `None` if there is none.
pub(crate) fn read(Callee { name, generics }: Callee<'_>, scope: &Scope) -> Option<syn::Result<Operation>> {
    let text = name.to_string();
    // A size of -1 is reported by `reshape`, with the size that it stands for.
    let integers = if takes_indices(&text) || is_padding(&text) || text == "reshape" {
        Integers::Indices
    } else if has_numbers(&text) {
        Integers::Numbers
    } else {
        Integers::Sizes
    };
    let call = match call(Callee { name, generics }, integers, scope) {
        Ok(call) => call,
        Err(error) => return is_operation(&text).then_some(Err(error)),
    };
    Some(match call.name.as_str() {
        "max_pool" | "avg_pool" | "lp_pool" => pool::pool(&call),
        "adaptive_avg_pool" | "adaptive_max_pool" => pool::adaptive_pool(&call),
        "global_avg_pool" => pool::global_avg_pool(&call),
        "upsample" => resize::upsample(&call),
        name if is_padding(name) => resize::pad(&call),
        "pixel_shuffle" | "pixel_unshuffle" => resize::pixel_shuffle(&call),
        "channel_shuffle" => resize::channel_shuffle(&call),
        "permute" => axes::permute(&call),
        "split" => axes::split(&call),
        "chunk" => slices::chunk(&call),
        "squeeze" => views::squeeze(&call),
        "unsqueeze" => views::unsqueeze(&call),
        "transpose" => views::transpose(&call),
        "slice" => slices::slice(&call),
        "select" => slices::select(&call),
        "flip" => slices::flip(&call),
        "roll" => slices::roll(&call),
        "repeat" => slices::repeat(&call),
        "unfold" => slices::unfold(&call),
        "unfold2d" => fold::unfold2d(&call),
        "fold2d" => fold::fold2d(&call),
        "max" | "min" | "argmax" | "argmin" => along::extremum(&call),
        "cumsum" => along::cumsum(&call),
        "softmax" | "log_softmax" | "softmin" if call.arguments.is_some() => along::softmax(&call),
        "glu" => axes::glu(&call),
        "local_response_norm" => axes::local_response_norm(&call),
        _ => return elementwise(&call),
    })
}

/// Parses `attention::<heads = 8>`, an operation on three or four values.
pub(crate) fn attention(callee: Callee<'_>, scope: &Scope) -> syn::Result<Attention> {
    Attention::of(&call(callee, Integers::Sizes, scope)?)
}

/// Parses `rotary::<heads = 8>`, an operation on a value with two axes.
pub(crate) fn rotary(callee: Callee<'_>, scope: &Scope) -> syn::Result<Rotary> {
    Rotary::of(&call(callee, Integers::Sizes, scope)?)
}

/// Parses `sequence_mask::<16>`, an operation on indices, and returns the number of steps.
pub(crate) fn sequence_mask(callee: Callee<'_>, scope: &Scope) -> syn::Result<Dim> {
    let call = call(callee, Integers::Sizes, scope)?;
    match call.arguments.as_deref() {
        Some([Argument::Size(size)]) => Ok(scope.dim(size)),
        _ => Err(syn::Error::new(call.span, messages::sequence_mask_without_steps())),
    }
}

/// Parses `max_unpool::<2>`, an operation on two values.
pub(crate) fn unpool(callee: Callee<'_>, scope: &Scope) -> syn::Result<Unpool> {
    Unpool::of(&call(callee, Integers::Sizes, scope)?)
}

/// Parses the arguments of a call, and reports those in the notation of another framework.
fn call<'a>(Callee { name, generics }: Callee<'_>, integers: Integers, scope: &'a Scope) -> syn::Result<Call<'a>> {
    let arguments = generics.map(|generics| arguments_with(generics, integers)).transpose()?;
    let (arguments, slip) = arguments.map_or((None, None), |arguments| (Some(arguments.all), arguments.slip));
    let call = Call { name: name.to_string(), span: name.span(), arguments, slip, scope };
    match misread(&call) {
        Some(error) => Err(error),
        None => Ok(call),
    }
}
