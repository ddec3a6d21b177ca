//! Operations that preserve the shape of their input.

use super::function::Function;
use super::op::Op;
use super::operation::{Applied, Call, Operation, Parameter, Parameters, Refusal, Required};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};

/// Creates an operation from its parameters in millionths.
type Make = fn(Option<Vec<i64>>) -> Op;

/// A number of at least 0.
const fn from_zero(what: &'static str) -> Parameter {
    Parameter { what, least: 0.0, most: 4000.0 }
}

/// A number above 0.
const fn positive(what: &'static str) -> Parameter {
    Parameter { what, least: 1e-6, most: 4000.0 }
}

/// A number of any sign.
const fn signed(what: &'static str) -> Parameter {
    Parameter { what, least: -1e9, most: 1e9 }
}

/// A single number with a default.
const fn one(of: &'static [Parameter; 1], example: &'static str) -> Option<Parameters> {
    Some(Parameters { all: of, required: Required::All, example })
}

/// Returns the operation of this name, and its parameters if it has any.
fn find(name: &str) -> Option<(Make, Option<Parameters>)> {
    const PROBABILITY: &[Parameter; 1] = &[Parameter { what: "probability", least: 0.0, most: 1.0 }];
    const SHRINKAGE: &[Parameter; 1] = &[from_zero("lambda")];
    let plain = |op: Make| Some((op, None));
    match name {
        "relu" => plain(|_| Op::Map(Function::Relu, None)),
        "sigmoid" => plain(|_| Op::Map(Function::Sigmoid, None)),
        "tanh" => plain(|_| Op::Map(Function::Tanh, None)),
        "selu" => plain(|_| Op::Map(Function::Selu, None)),
        "gelu" => plain(|_| Op::Map(Function::Gelu, None)),
        "gelu_tanh" => plain(|_| Op::Map(Function::GeluTanh, None)),
        "silu" => plain(|_| Op::Map(Function::Silu, None)),
        "mish" => plain(|_| Op::Map(Function::Mish, None)),
        "hard_sigmoid" => plain(|_| Op::Map(Function::HardSigmoid, None)),
        "hard_swish" => plain(|_| Op::Map(Function::HardSwish, None)),
        "exp" => plain(|_| Op::Map(Function::Exp, None)),
        "expm1" => plain(|_| Op::Map(Function::Expm1, None)),
        "ln" => plain(|_| Op::Map(Function::Ln, None)),
        "log1p" => plain(|_| Op::Map(Function::Log1p, None)),
        "square" => plain(|_| Op::Map(Function::Square, None)),
        "sqrt" => plain(|_| Op::Map(Function::Sqrt, None)),
        "rsqrt" => plain(|_| Op::Map(Function::Rsqrt, None)),
        "recip" => plain(|_| Op::Map(Function::Recip, None)),
        "sin" => plain(|_| Op::Map(Function::Sin, None)),
        "cos" => plain(|_| Op::Map(Function::Cos, None)),
        "abs" => plain(|_| Op::Map(Function::Abs, None)),
        "sign" => plain(|_| Op::Map(Function::Sign, None)),
        "floor" => plain(|_| Op::Map(Function::Floor, None)),
        "erf" => plain(|_| Op::Map(Function::Erf, None)),
        "detach" => plain(|_| Op::Map(Function::Detach, None)),
        "relu6" => plain(|_| Op::Map(Function::Relu6, None)),
        "log_sigmoid" => plain(|_| Op::Map(Function::LogSigmoid, None)),
        "softsign" => plain(|_| Op::Map(Function::Softsign, None)),
        "tanhshrink" => plain(|_| Op::Map(Function::Tanhshrink, None)),
        "softmax" => plain(|_| Op::Softmax { is_logarithm: false }),
        "log_softmax" => plain(|_| Op::Softmax { is_logarithm: true }),
        "normal_noise" => plain(|_| Op::Noise),
        "softmin" => plain(|_| Op::Softmin),
        "softmax2d" => plain(|_| Op::Softmax2d),
        "leaky_relu" => {
            Some((|slope| Op::Map(Function::LeakyRelu, slope), one(&const { [from_zero("slope")] }, "0.2")))
        }
        "elu" => Some((|factor| Op::Map(Function::Elu, factor), one(&const { [from_zero("factor")] }, "0.5"))),
        "celu" => Some((|alpha| Op::Map(Function::Celu, alpha), one(&const { [positive("alpha")] }, "0.5"))),
        "softshrink" => Some((|lambda| Op::Map(Function::Softshrink, lambda), one(SHRINKAGE, "0.1"))),
        "hardshrink" => Some((|lambda| Op::Map(Function::Hardshrink, lambda), one(SHRINKAGE, "0.1"))),
        "softplus" => {
            let all = const { &[positive("factor"), from_zero("threshold")] };
            let parameters = Parameters { all, required: Required::First, example: "2.0" };
            Some((|numbers| Op::Map(Function::Softplus, numbers), Some(parameters)))
        }
        "hardtanh" => {
            let all = const { &[signed("minimum"), signed("maximum")] };
            let parameters = Parameters { all, required: Required::All, example: "-2.0, 2.0" };
            Some((|numbers| Op::Map(Function::Hardtanh, numbers), Some(parameters)))
        }
        "threshold" => {
            let all = const { &[signed("threshold"), signed("value")] };
            let parameters = Parameters { all, required: Required::Always, example: "0.1, 0.0" };
            Some((|numbers| Op::Map(Function::Threshold, numbers), Some(parameters)))
        }
        "dropout" => Some((|p| Op::Dropout { of_channels: false, millionths: first(p) }, one(PROBABILITY, "0.5"))),
        "dropout2d" => Some((|p| Op::Dropout { of_channels: true, millionths: first(p) }, one(PROBABILITY, "0.2"))),
        _ => None,
    }
}

/// Returns the only number, which is not negative.
fn first(numbers: Option<Vec<i64>>) -> Option<u32> {
    numbers.and_then(|numbers| u32::try_from(*numbers.first()?).ok())
}

/// Returns whether the arguments of an operation are numbers of any sign.
pub(super) fn has_numbers(name: &str) -> bool {
    let parameters = find(name).and_then(|(_, parameters)| parameters);
    parameters.is_some_and(|parameters| parameters.all.iter().any(|parameter| parameter.least < 0.0))
}

/// Parses an operation; `None` if its name is not one of these.
pub(super) fn elementwise(call: &Call<'_>) -> Option<syn::Result<Operation>> {
    let (op, parameters) = find(&call.name)?;
    let millionths = match &parameters {
        None => call.without_arguments().map(|()| None),
        Some(parameters) => call.millionths(parameters),
    };
    if call.name == "hardtanh"
        && let Ok(Some(numbers)) = &millionths
        && let [low, high] = numbers[..]
        && low >= high
    {
        return Some(Err(syn::Error::new(call.span, messages::hardtanh_range(low, high))));
    }
    let name = call.name.clone();
    Some(
        millionths
            .map(|millionths| -> Operation { Box::new(move |given| apply(&name, op(millionths.clone()), given)) }),
    )
}

fn apply(name: &str, op: Op, given: &Shape) -> Result<Applied, Refusal> {
    let rank = given.known().map(<[Dim]>::len);
    match op {
        Op::Softmax { .. } | Op::Softmin if rank == Some(0) => {
            Err(Refusal { expects: "at least one axis".into(), help: messages::help_axis(name) })
        }
        Op::Dropout { of_channels: true, .. } if rank.is_some_and(|rank| rank != 3) => {
            Err(Refusal { expects: "[channels, height, width]".into(), help: messages::help_dropout() })
        }
        Op::Softmax2d if rank.is_some_and(|rank| rank != 3) => {
            Err(Refusal { expects: "[channels, height, width]".into(), help: messages::help_softmax2d() })
        }
        _ => Ok(Applied { op, requires: None, gives: vec![given.clone()] }),
    }
}
