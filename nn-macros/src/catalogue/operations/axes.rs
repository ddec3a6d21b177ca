//! Operations on the axes of a value: `permute` and `split`.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Requirement};
use crate::catalogue::axes_of;
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use crate::syntax::{Argument, Size};

/// Parses `permute::<1, 0>()`: reorders the axes.
pub(super) fn permute(call: &Call<'_>) -> syn::Result<Operation> {
    let wrong = || syn::Error::new(call.span, messages::permute_without_axes());
    let axis = |argument: &Argument| match argument {
        Argument::Size(Size::Literal(axis, _)) => usize::try_from(*axis).map_err(|_| wrong()),
        zero if zero.is_zero() => Ok(0),
        _ => Err(wrong()),
    };
    // By output axis: the input axis.
    let order: Vec<_> = call.arguments.iter().flatten().map(axis).collect::<syn::Result<_>>()?;
    if !(2..=5).contains(&order.len()) || (0..order.len()).any(|axis| !order.contains(&axis)) {
        return Err(wrong());
    }
    Ok(Box::new(move |given| {
        let count = order.len();
        let refusal = || Refusal { expects: messages::axes(count), help: messages::help_permute() };
        let dims = axes_of(given, count).ok_or_else(refusal)?;
        let gives = Shape::real(order.iter().map(|&axis| dims[axis].clone()).collect());
        let requires = Requirement::of_opaque(given, &dims, messages::help_permute);
        Ok(Applied { op: Op::Permute { order: order.clone() }, requires, gives: vec![gives] })
    }))
}

/// Parses `split::<64>(x)` or `split::<2, 1>(x)`: splits a value in two along an axis.
pub(super) fn split(call: &Call<'_>) -> syn::Result<Operation> {
    // The size of the first part.
    let (left, axis) = match call.arguments.as_deref().unwrap_or_default() {
        [Argument::Size(left)] => (left, 0),
        [Argument::Size(left), zero] if zero.is_zero() => (left, 0),
        [Argument::Size(left), Argument::Size(Size::Literal(axis @ 1..=4, _))] => (left, *axis as usize),
        _ => return Err(syn::Error::new(call.span, messages::wrong_split())),
    };
    let left = call.scope.dim(left);
    Ok(Box::new(move |given| {
        let rank = given.known().map_or(axis + 1, <[Dim]>::len);
        let dims = axes_of(given, rank).unwrap_or_default();
        let Some(size) = dims.get(axis) else {
            return Err(Refusal { expects: messages::axes(axis + 1), help: messages::help_split_axis() });
        };
        let rest = match (size, &left) {
            (Dim::Literal(size), Dim::Literal(left)) if left >= size => {
                let help = messages::help_split(size.saturating_sub(1));
                return Err(Refusal { expects: messages::more_than(left), help });
            }
            (Dim::Literal(size), Dim::Literal(left)) => Dim::Literal(size - left),
            _ => Dim::result("SubDim", size, vec![left.clone()], format!("{size} - {left}")),
        };
        let part = |size: &Dim| {
            let mut dims = dims.clone();
            dims[axis] = size.clone();
            Shape::real(dims)
        };
        let requires = Requirement::of_opaque(given, &dims, messages::help_split_axis);
        let op = Op::Split { left: left.clone(), axis };
        Ok(Applied { op, requires, gives: vec![part(&left), part(&rest)] })
    }))
}
