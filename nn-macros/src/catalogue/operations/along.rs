//! Functions along an axis: extrema, cumulative sums, softmax and softmin.

use super::axis::{At, Axis};
use super::op::Op;
use super::operation::{Applied, Call, Operation};
use crate::catalogue::Known;
use crate::diagnostics::{Spanned, messages};
use crate::shape::Shape;
use crate::syntax::Value;
use syn::Lit;

/// Parses `max::<0>()` or `argmin::<1, keep = true>()`.
pub(super) fn extremum(call: &Call<'_>) -> syn::Result<Operation> {
    const KNOWN: Known = &[("keep", "keep = true")];
    let (positional, named) = call.positional(KNOWN)?;
    let axis = match positional.as_slice() {
        [axis] => Axis::of(axis).ok_or_else(|| call.misused())?,
        _ => return Err(call.misused()),
    };
    let keep = match named.as_slice() {
        [] => false,
        [(_, Value::Literal(Lit::Bool(keep))), ..] => keep.value,
        [(name, value), ..] => {
            let message = messages::unaccepted_value(&call.name, &name.to_string(), &value.text(), KNOWN[0].1);
            return Err(syn::Error::new(value.span().unwrap_or(Spanned::span(*name)), message));
        }
    };
    let (is_max, is_index) = (call.name.ends_with("max"), call.name.starts_with("arg"));
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let axis = at.axis;
        let (op, gives) = match is_index {
            true => (Op::ExtremumIndex { is_max, axis, keep }, at.indices()),
            false => (Op::Extremum { is_max, axis, keep }, at.without()),
        };
        Ok(Applied { op, requires: at.requires, gives: vec![gives] })
    }))
}

/// Parses an operation along an axis that preserves the shape.
fn keeping(call: &Call<'_>, op: impl Fn(&At) -> Op + 'static) -> syn::Result<Operation> {
    let axis = call.axis()?;
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let gives = Shape::real(at.dims.clone());
        Ok(Applied { op: op(&at), requires: at.requires, gives: vec![gives] })
    }))
}

/// Parses `cumsum::<0>()`.
pub(super) fn cumsum(call: &Call<'_>) -> syn::Result<Operation> {
    keeping(call, |at| Op::CumSum { axis: at.axis })
}

/// Parses `softmax::<0>()`, `log_softmax::<0>()` or `softmin::<0>()`.
pub(super) fn softmax(call: &Call<'_>) -> syn::Result<Operation> {
    let (is_softmin, is_logarithm) = (call.name == "softmin", call.name == "log_softmax");
    keeping(call, move |at| {
        let (is_last, axis) = (at.axis + 1 == at.dims.len(), at.axis);
        match (is_softmin, is_last) {
            (true, true) => Op::Softmin,
            (true, false) => Op::SoftminOver { axis },
            (false, true) => Op::Softmax { is_logarithm },
            (false, false) => Op::SoftmaxOver { is_logarithm, axis },
        }
    })
}
