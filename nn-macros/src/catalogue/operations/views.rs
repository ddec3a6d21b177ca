//! Views with another number of axes, and the exchange of two axes.

use super::axis::{Axis, MOST_AXES};
use super::op::Op;
use super::operation::{Applied, Call, Operation, Rank, Refusal, Requirement};
use crate::catalogue::axes_of;
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Verdict};

/// Returns whether an operation only reads a value in another shape: it is no node, and its `Op` is not used.
pub(crate) fn is_view(name: &str) -> bool {
    matches!(name, "squeeze" | "unsqueeze")
}

/// Returns a shape with a new axis of size 1 before this one; `None` if there would be too many axes, or a gap.
pub(crate) fn with_axis(dims: &[Dim], axis: usize) -> Option<Shape> {
    (axis <= dims.len() && dims.len() < MOST_AXES).then(|| {
        let mut dims = dims.to_vec();
        dims.insert(axis, Dim::Literal(1));
        Shape::real(dims)
    })
}

/// Parses `squeeze::<0>()`: removes an axis of size 1.
pub(super) fn squeeze(call: &Call<'_>) -> syn::Result<Operation> {
    if call.arguments.is_none() {
        // Other frameworks remove all axes of size 1.
        return Ok(Box::new(|given| {
            let axis = given.known().map(|dims| dims.iter().position(Dim::is_one));
            let help = match axis {
                Some(None) => messages::help_no_axis_of_one(),
                axis => messages::help_squeeze_axis(axis.flatten().unwrap_or(0)),
            };
            Err(Refusal { expects: "an axis".into(), help })
        }));
    }
    let axis = call.axis()?;
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let takes = at.with(Dim::Literal(1));
        let help = || messages::help_squeeze(at.axis);
        let requires = match takes.compare(given) {
            Verdict::Equal => None,
            Verdict::Different => return Err(Refusal { expects: takes.to_string(), help: help() }),
            Verdict::Unknown => {
                Some(Requirement { shape: takes, help: help(), least: None, rank: Rank::of_axes(given) })
            }
        };
        Ok(Applied { op: Op::Copy, requires, gives: vec![at.without()] })
    }))
}

/// Parses `unsqueeze::<0>()`: inserts an axis of size 1.
pub(super) fn unsqueeze(call: &Call<'_>) -> syn::Result<Operation> {
    let axis = call.axis()?;
    Ok(Box::new(move |given| {
        let refusal = |expects: String, help: String| Err(Refusal { expects, help });
        let Some(dims) = given.known() else {
            return Err(Refusal::of_opaque());
        };
        if dims.len() >= MOST_AXES {
            return refusal(messages::most_axes(MOST_AXES - 1), messages::help_flatten_first());
        }
        let gives = axis.of_rank(dims.len() + 1).and_then(|axis| with_axis(dims, axis));
        match gives {
            Some(gives) => Ok(Applied { op: Op::Copy, requires: None, gives: vec![gives] }),
            None => refusal("a position among its axes".into(), messages::help_position(dims.len())),
        }
    }))
}

/// Parses `transpose::<0, 1>()`: exchanges two axes.
pub(super) fn transpose(call: &Call<'_>) -> syn::Result<Operation> {
    let (positional, _) = call.positional(&[])?;
    let axes: Option<Vec<_>> = positional.iter().map(|argument| Axis::of(argument)).collect();
    let Some(&[first, second]) = axes.as_deref() else { return Err(call.misused()) };
    Ok(Box::new(move |given| {
        let (a, b) = (first.at(given)?, second.at(given)?);
        let rank = a.dims.len().max(b.dims.len());
        let dims = axes_of(given, rank).unwrap_or_default();
        if a.axis == b.axis {
            return Err(Refusal { expects: "two different axes".into(), help: messages::help_two_axes() });
        }
        let mut order: Vec<_> = (0..rank).collect();
        order.swap(a.axis, b.axis);
        let gives = Shape::real(order.iter().map(|&axis| dims[axis].clone()).collect());
        let requires = Requirement::of_opaque(given, &dims, Rank::Fewest, messages::help_two_axes);
        Ok(Applied { op: Op::Permute { order }, requires, gives: vec![gives] })
    }))
}
