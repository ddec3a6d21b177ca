//! Expressions as types: the steps of a program, and how its operands are broadcast.

use super::functions::{function_name, with_parameters};
use crate::catalogue::{Binary, Fused, Reduction, Repeats, Step};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The type of an expression's layer.
pub(super) fn fused_type(fused: &Fused) -> TokenStream {
    let Fused { steps, fits, whole, reduction } = fused;
    let [operands, registers] = [fits.len(), fits.len() + steps.len()].map(Literal::usize_unsuffixed);
    let steps: Vec<_> = steps.iter().enumerate().map(|(index, of)| step(of, fits.len() + index)).collect();
    let code = in_pairs(&steps);
    let program = quote!(__nn::expression::Steps<#code, #operands, #registers>);
    let program = match reduction {
        Some(Reduction { is_mean: true, .. }) => quote!(__nn::expression::Mean<#program>),
        _ => program,
    };
    let (gives, result) = (fused.gives(), fit(&fused.result()));
    let fits = fits.iter().map(fit);
    quote!(__nn::Fused<#program, #whole, #gives, ((#(#fits,)*), #result)>)
}

/// Steps in sequence, as nested pairs.
fn in_pairs(steps: &[TokenStream]) -> TokenStream {
    match steps {
        [] => quote!(()),
        [one] => one.clone(),
        several => {
            let (first, second) = several.split_at(several.len() / 2);
            let (first, second) = (in_pairs(first), in_pairs(second));
            quote!((#first, #second))
        }
    }
}

fn step(step: &Step, register: usize) -> TokenStream {
    let number = Literal::usize_unsuffixed;
    let register = number(register);
    match step {
        Step::Number(value) => {
            let bits = Literal::u64_unsuffixed(value.to_bits());
            quote!(__nn::expression::Number<#register, #bits>)
        }
        Step::Apply(function, parameters, x) => {
            let (function, x) = (with_parameters(function_name(*function), parameters.as_deref()), number(*x));
            quote!(__nn::expression::Apply<#function, #register, #x>)
        }
        Step::Combine(binary, a, b) => {
            let (operator, a, b) = (Ident::new(operator(*binary), Span::call_site()), number(*a), number(*b));
            quote!(__nn::expression::Combine<__nn::expression::#operator, #register, #a, #b>)
        }
        Step::Select(mask, a, b) => {
            let [mask, a, b] = [mask, a, b].map(|step| number(*step));
            quote!(__nn::expression::Choose<#register, #mask, #a, #b>)
        }
        Step::Clamp(x, low, high) => {
            let [x, low, high] = [x, low, high].map(|step| number(*step));
            quote!(__nn::expression::Clamped<#register, #x, #low, #high>)
        }
    }
}

fn operator(binary: Binary) -> &'static str {
    match binary {
        Binary::Add => "Plus",
        Binary::Subtract => "Minus",
        Binary::Multiply => "Times",
        Binary::Divide => "Over",
        Binary::Power => "Power",
        Binary::Minimum => "Minimum",
        Binary::Maximum => "Maximum",
        Binary::Equal => "Equals",
        Binary::NotEqual => "NotEquals",
        Binary::Greater => "Exceeds",
        Binary::GreaterOrEqual => "NotBelow",
    }
}

fn fit(fit: &Repeats) -> TokenStream {
    match fit {
        Repeats::All => quote!(__nn::AllAxes),
        Repeats::Axes(axes) => {
            let axes = axes.iter().map(|&is_repeated| match is_repeated {
                true => quote!(__nn::Stretched),
                false => quote!(__nn::Same),
            });
            quote!((#(#axes,)*))
        }
    }
}
