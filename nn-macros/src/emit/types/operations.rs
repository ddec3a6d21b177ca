//! Operations as types, and as values of these types.

use super::shapes::per_axis;
use crate::catalogue::{Function, Op};
use crate::shape::Dim;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The type of an operation's layer.
pub(in crate::emit) fn operation_type(op: &Op) -> TokenStream {
    match op {
        Op::Add => quote!(__nn::Add),
        Op::Multiply => quote!(__nn::ProductLayer),
        Op::Concat { axis } => quote!(__nn::Concat::<#axis>),
        Op::Split { left, axis } => quote!(__nn::Split<#left, #axis>),
        Op::Copy => quote!(__nn::Identity),
        Op::Map(function, parameter) => with_parameter(function_name(*function), *parameter),
        Op::Softmax { is_logarithm: false } => quote!(__nn::Softmax),
        Op::Softmax { is_logarithm: true } => quote!(__nn::LogSoftmax),
        Op::Dropout { of_channels: false, millionths } => with_parameter("Dropout", *millionths),
        Op::Dropout { of_channels: true, millionths } => with_parameter("Dropout2d", *millionths),
        Op::Pool { is_max, window } => {
            let layer = format_ident!("{}{}d", if *is_max { "MaxPool" } else { "AvgPool" }, window.kernel.len());
            let [kernel, stride, padding, dilation] = window.parts().map(per_axis);
            let dilation = is_max.then_some(dilation);
            quote!(__nn::#layer<#kernel, #stride, #padding, #dilation>)
        }
        Op::GlobalAvgPool => quote!(__nn::GlobalAvgPool),
        Op::Upsample { scale } => {
            let scale = per_axis(scale);
            quote!(__nn::Upsample<#scale>)
        }
        Op::ZeroPad { sides } => {
            let layer = format_ident!("ZeroPad{}d", sides.len() / 2);
            quote!(__nn::#layer<#(#sides),*>)
        }
        Op::Permute { order } => {
            let order = order.iter().map(|&axis| Dim::Literal(axis as u64));
            quote!(__nn::Permute<(#(#order),*)>)
        }
    }
}

/// The value of an operation's layer, which has this type.
pub(in crate::emit) fn operation_value(op: &Op, ty: &TokenStream) -> TokenStream {
    match op {
        Op::Split { .. } | Op::Pool { .. } | Op::Upsample { .. } | Op::ZeroPad { .. } | Op::Permute { .. } => {
            quote!(<#ty>::new())
        }
        _ => operation_type(op),
    }
}

fn with_parameter(layer: &str, parameter: Option<u32>) -> TokenStream {
    let (layer, parameter) = (Ident::new(layer, Span::call_site()), parameter.into_iter());
    quote!(__nn::#layer #(::<#parameter>)*)
}

fn function_name(function: Function) -> &'static str {
    match function {
        Function::Relu => "Relu",
        Function::LeakyRelu => "LeakyRelu",
        Function::Elu => "Elu",
        Function::Selu => "Selu",
        Function::Gelu => "Gelu",
        Function::GeluTanh => "GeluTanh",
        Function::Silu => "Silu",
        Function::Mish => "Mish",
        Function::Sigmoid => "Sigmoid",
        Function::HardSigmoid => "HardSigmoid",
        Function::Tanh => "Tanh",
        Function::HardSwish => "HardSwish",
        Function::Softplus => "Softplus",
    }
}
