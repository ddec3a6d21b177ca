//! Operations that keep the shape of what they are given.

use super::operation::{Applied, Call, Operation, Output, Refusal};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What is called without arguments: the name and the layer.
const PLAIN: &[(&str, &str)] = &[
    ("relu", "Relu"),
    ("sigmoid", "Sigmoid"),
    ("tanh", "Tanh"),
    ("selu", "Selu"),
    ("gelu", "Gelu"),
    ("gelu_tanh", "GeluTanh"),
    ("silu", "Silu"),
    ("mish", "Mish"),
    ("hard_sigmoid", "HardSigmoid"),
    ("hard_swish", "HardSwish"),
    ("softmax", "Softmax"),
    ("log_softmax", "LogSoftmax"),
];
/// What takes a number, in millionths as a type: the name, the layer, what the number is, the largest, and an example.
const WITH_NUMBER: &[(&str, &str, &str, u32, &str)] = &[
    ("leaky_relu", "LeakyRelu", "slope", 4000, "0.2"),
    ("elu", "Elu", "factor", 4000, "0.5"),
    ("softplus", "Softplus", "factor", 4000, "2.0"),
    ("dropout", "Dropout", "probability", 1, "0.5"),
    ("dropout2d", "Dropout2d", "probability", 1, "0.2"),
];
/// Functions whose slope is known from what they give: f'(x) = f'(f(x)), or a function of f(x) alone.
const IN_PLACE: &[&str] = &["sigmoid", "tanh"];
/// Those whose slope is known from its sign.
const IN_PLACE_BY_SIGN: &[&str] = &["relu", "leaky_relu"];
const DROPPED: &[&str] = &["dropout", "dropout2d"];
/// What works along the last axis.
const ALONG_AN_AXIS: &[&str] = &["softmax", "log_softmax"];

pub(super) struct Elementwise {
    name: String,
    ty: TokenStream,
}

impl Elementwise {
    /// `None` for a name that is none of these.
    pub(super) fn read(call: &Call<'_>) -> Option<syn::Result<Elementwise>> {
        let elementwise = |layer: &str, arguments: TokenStream| {
            let layer = Ident::new(layer, call.span);
            Elementwise { name: call.name.clone(), ty: quote!(::nn::__private::#layer #arguments) }
        };
        if let Some((_, layer)) = PLAIN.iter().find(|(name, _)| *name == call.name) {
            return Some(call.without_arguments().map(|()| elementwise(layer, quote!())));
        }
        let (_, layer, what, most, example) = WITH_NUMBER.iter().find(|(name, ..)| *name == call.name)?;
        let wrong = || messages::wrong_number(&call.name, what, *most, example);
        Some(call.millionths(f64::from(*most) * 1e6, wrong).map(|millionths| match millionths {
            None => elementwise(layer, quote!()),
            Some(millionths) => elementwise(layer, quote!(::<#millionths>)),
        }))
    }
}

impl Operation for Elementwise {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        if ALONG_AN_AXIS.contains(&self.name.as_str()) && given.known().is_some_and(<[Dim]>::is_empty) {
            return Err(Refusal { expects: "an axis".into(), help: messages::help_axis(&self.name) });
        }
        if self.name == "dropout2d" && given.known().is_some_and(|dims| dims.len() != 3) {
            return Err(Refusal { expects: "[channels, height, width]".into(), help: messages::help_dropout() });
        }
        Ok(Applied { ty: self.ty.clone(), value: self.ty.clone(), takes: None, gives: given.clone() })
    }

    fn output(&self) -> Output {
        match self.name.as_str() {
            name if IN_PLACE.contains(&name) => Output::InPlace,
            name if IN_PLACE_BY_SIGN.contains(&name) => Output::InPlaceBySign,
            name if DROPPED.contains(&name) => Output::Dropped,
            _ => Output::Read,
        }
    }
}
