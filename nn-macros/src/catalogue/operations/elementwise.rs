//! Operations that preserve the shape of their input.

use super::op::{Function, Op};
use super::operation::{Applied, Call, Operation, Refusal};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};

/// The parameter between `::<` and `>`: its description, maximum, and an example.
type Parameter = (&'static str, u32, &'static str);

/// Creates an operation from its parameter in millionths.
type Make = fn(Option<u32>) -> Op;

/// Returns the operation of this name, and its parameter if it has one.
fn find(name: &str) -> Option<(Make, Option<Parameter>)> {
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
        "softmax" => plain(|_| Op::Softmax { is_logarithm: false }),
        "log_softmax" => plain(|_| Op::Softmax { is_logarithm: true }),
        "normal_noise" => plain(|_| Op::Noise),
        "leaky_relu" => Some((|slope| Op::Map(Function::LeakyRelu, slope), Some(("slope", 4000, "0.2")))),
        "elu" => Some((|factor| Op::Map(Function::Elu, factor), Some(("factor", 4000, "0.5")))),
        "softplus" => Some((|factor| Op::Map(Function::Softplus, factor), Some(("factor", 4000, "2.0")))),
        "dropout" => {
            Some((|millionths| Op::Dropout { of_channels: false, millionths }, Some(("probability", 1, "0.5"))))
        }
        "dropout2d" => {
            Some((|millionths| Op::Dropout { of_channels: true, millionths }, Some(("probability", 1, "0.2"))))
        }
        _ => None,
    }
}

/// Parses an operation; `None` if its name is not one of these.
pub(super) fn elementwise(call: &Call<'_>) -> Option<syn::Result<Operation>> {
    let (op, parameter) = find(&call.name)?;
    let millionths = match parameter {
        None => call.without_arguments().map(|()| None),
        Some((what, most, example)) => {
            let wrong = || messages::wrong_number(&call.name, what, most, example);
            call.millionths(f64::from(most) * 1e6, wrong)
        }
    };
    let name = call.name.clone();
    Some(millionths.map(|millionths| -> Operation { Box::new(move |given| apply(&name, op(millionths), given)) }))
}

fn apply(name: &str, op: Op, given: &Shape) -> Result<Applied, Refusal> {
    let rank = given.known().map(<[Dim]>::len);
    match op {
        Op::Softmax { .. } if rank == Some(0) => {
            Err(Refusal { expects: "at least one axis".into(), help: messages::help_axis(name) })
        }
        Op::Dropout { of_channels: true, .. } if rank.is_some_and(|rank| rank != 3) => {
            Err(Refusal { expects: "[channels, height, width]".into(), help: messages::help_dropout() })
        }
        _ => Ok(Applied { op, requires: None, gives: vec![given.clone()] }),
    }
}
