//! `split::<64>(x)`, `split::<2, 1>(x)`: a value cut in two along an axis.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Takes};
use crate::catalogue::axes_of;
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use crate::syntax::{Argument, Size};

pub(super) fn split(call: &Call<'_>) -> syn::Result<Operation> {
    // How much belongs to the first part.
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
        let takes = Takes::of_opaque(given, &dims, messages::help_split_axis);
        let op = Op::Split { left: left.clone(), axis };
        Ok(Applied { op, takes, gives: vec![part(&left), part(&rest)] })
    }))
}
