//! `permute::<1, 0>()`: the axes in another order.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Takes};
use crate::catalogue::axes_of;
use crate::diagnostics::messages;
use crate::shape::Shape;
use crate::syntax::{Argument, Size};

pub(super) fn permute(call: &Call<'_>) -> syn::Result<Operation> {
    let wrong = || syn::Error::new(call.span, messages::permute_without_axes());
    let axis = |argument: &Argument| match argument {
        Argument::Size(Size::Literal(axis, _)) => usize::try_from(*axis).map_err(|_| wrong()),
        zero if zero.is_zero() => Ok(0),
        _ => Err(wrong()),
    };
    // Which axis stands at each place.
    let order: Vec<_> = call.arguments.iter().flatten().map(axis).collect::<syn::Result<_>>()?;
    if !(2..=5).contains(&order.len()) || (0..order.len()).any(|axis| !order.contains(&axis)) {
        return Err(wrong());
    }
    Ok(Box::new(move |given| {
        let count = order.len();
        let refusal = || Refusal { expects: messages::axes(count), help: messages::help_permute() };
        let dims = axes_of(given, count).ok_or_else(refusal)?;
        let gives = Shape::real(order.iter().map(|&axis| dims[axis].clone()).collect());
        let takes = Takes::of_opaque(given, &dims, messages::help_permute);
        Ok(Applied { op: Op::Permute { order: order.clone() }, takes, gives: vec![gives] })
    }))
}
