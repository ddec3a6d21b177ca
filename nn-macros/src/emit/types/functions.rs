//! The types of functions of elements.

use crate::catalogue::Function;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// Returns the name of the layer that applies a function.
pub(super) fn function_name(function: Function) -> &'static str {
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
        Function::Exp => "Exp",
        Function::Expm1 => "Expm1",
        Function::Ln => "Ln",
        Function::Log1p => "Log1p",
        Function::Square => "Square",
        Function::Sqrt => "Sqrt",
        Function::RootOfSquares => "RootOfSquares",
        Function::Rsqrt => "Rsqrt",
        Function::Recip => "Recip",
        Function::Sin => "Sin",
        Function::Cos => "Cos",
        Function::Abs => "Abs",
        Function::Sign => "Sign",
        Function::Negate => "Negate",
        Function::Floor => "Floor",
        Function::Erf => "Erf",
        Function::Detach => "Detach",
        Function::Relu6 => "Relu6",
        Function::Hardtanh => "Hardtanh",
        Function::LogSigmoid => "LogSigmoid",
        Function::Softsign => "Softsign",
        Function::Celu => "Celu",
        Function::Threshold => "Threshold",
        Function::Softshrink => "Softshrink",
        Function::Hardshrink => "Hardshrink",
        Function::Tanhshrink => "Tanhshrink",
    }
}

pub(super) fn with_parameters(layer: &str, parameters: Option<&[i64]>) -> TokenStream {
    let layer = Ident::new(layer, Span::call_site());
    let Some(parameters) = parameters else { return quote!(__nn::#layer) };
    let parameters = parameters.iter().copied().map(Literal::i64_unsuffixed);
    quote!(__nn::#layer::<#(#parameters),*>)
}
