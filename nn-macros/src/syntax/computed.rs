//! The value of a number that is written as a computation, such as `1.0 / 8.0` or `sqrt(8)`.

use syn::{Expr, Lit};

/// The value of a computation of literals; `None` if it contains anything else.
pub(super) fn number_of(computation: &Expr) -> Option<f64> {
    match computation {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            Lit::Float(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Paren(inner) => number_of(&inner.expr),
        Expr::Unary(of) if matches!(of.op, syn::UnOp::Neg(_)) => Some(-number_of(&of.expr)?),
        Expr::Binary(of) => {
            let (left, right) = (number_of(&of.left)?, number_of(&of.right)?);
            match of.op {
                syn::BinOp::Add(_) => Some(left + right),
                syn::BinOp::Sub(_) => Some(left - right),
                syn::BinOp::Mul(_) => Some(left * right),
                syn::BinOp::Div(_) => Some(left / right),
                _ => None,
            }
        }
        Expr::Call(call) => match (&*call.func, call.args.len()) {
            (Expr::Path(path), 1) if path.path.segments.last().is_some_and(|last| last.ident == "sqrt") => {
                Some(number_of(&call.args[0])?.sqrt())
            }
            _ => None,
        },
        Expr::MethodCall(call) if call.args.is_empty() => match call.method.to_string().as_str() {
            "sqrt" => Some(number_of(&call.receiver)?.sqrt()),
            "recip" => Some(number_of(&call.receiver)?.recip()),
            _ => None,
        },
        _ => None,
    }
}
