//! `permute::<1, 0>()`: the axes in another order.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Takes};
use crate::catalogue::axes_of;
use crate::diagnostics::messages;
use crate::shape::Shape;
use crate::syntax::{Argument, Size};

pub(super) struct Permute {
    /// Which axis stands at each place.
    axes: Vec<usize>,
}

impl Permute {
    pub(super) fn read(call: &Call<'_>) -> syn::Result<Permute> {
        let wrong = || syn::Error::new(call.span, messages::permute_without_axes());
        let axis = |argument: &Argument| match argument {
            Argument::Size(Size::Literal(axis, _)) => usize::try_from(*axis).map_err(|_| wrong()),
            zero if zero.is_zero() => Ok(0),
            _ => Err(wrong()),
        };
        let axes: Vec<_> = call.arguments.iter().flatten().map(axis).collect::<syn::Result<_>>()?;
        let complete = (0..axes.len()).all(|axis| axes.contains(&axis));
        if (2..=5).contains(&axes.len()) && complete { Ok(Permute { axes }) } else { Err(wrong()) }
    }
}

impl Operation for Permute {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let count = self.axes.len();
        let dims = axes_of(given, count)
            .ok_or_else(|| Refusal { expects: messages::axes(count), help: messages::help_permute() })?;
        let gives = Shape::real(self.axes.iter().map(|&axis| dims[axis].clone()).collect());
        let takes = Takes::of_opaque(given, &dims, messages::help_permute);
        Ok(Applied { op: Op::Permute { order: self.axes.clone() }, takes, gives: vec![gives] })
    }
}
