//! `upsample::<2>()` and `zero_pad::<1>()`: larger images and sequences.

use super::image::{expects, for_each_axis, image_or_sequence};
use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Takes};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use crate::syntax::Argument;

/// Each number several times, along each axis.
pub(super) struct Upsample {
    /// One number for all axes, or one for each of two.
    scale: Vec<Dim>,
}

impl Upsample {
    pub(super) fn read(call: &Call<'_>) -> syn::Result<Upsample> {
        Ok(Upsample { scale: call.with_names(&[])?.one_or_two_sizes(messages::upsample_without_scale())? })
    }
}

impl Operation for Upsample {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let (dims, axes) = image_or_sequence("upsample", given)?;
        let scale = for_each_axis(&self.scale, axes).ok_or_else(|| expects(2))?;
        let mut gives = vec![dims[0].clone()];
        for (size, scale) in dims[1..].iter().zip(&scale) {
            let help = || messages::help_too_large("product");
            let too_large = || Refusal { expects: "a smaller image".into(), help: help() };
            gives.push(size.clone().product(scale.clone()).ok_or_else(too_large)?);
        }
        let takes = Takes::of_opaque(given, &dims, || messages::help_image(axes));
        Ok(Applied { op: Op::Upsample { scale }, takes, gives: vec![Shape::real(gives)] })
    }
}

/// Zeros around an image, or at the ends of a sequence.
pub(super) struct ZeroPad {
    /// Left, right, top, bottom; or left and right; or all alike.
    sides: Vec<Dim>,
}

impl ZeroPad {
    pub(super) fn read(call: &Call<'_>) -> syn::Result<ZeroPad> {
        let wrong = || syn::Error::new(call.span, messages::wrong_pad());
        let side = |argument: &Argument| match argument {
            Argument::Size(size) => Ok(call.scope.dim(size)),
            zero if zero.is_zero() => Ok(Dim::Literal(0)),
            _ => Err(wrong()),
        };
        let sides: Vec<_> = call.arguments.iter().flatten().map(side).collect::<syn::Result<_>>()?;
        if matches!(sides.len(), 1 | 2 | 4) { Ok(ZeroPad { sides }) } else { Err(wrong()) }
    }
}

impl Operation for ZeroPad {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let (dims, axes) = image_or_sequence("zero_pad", given)?;
        // Two or four sides where there are as many axes are for the other of image and sequence.
        let sides = for_each_axis(&self.sides, 2 * axes).ok_or_else(|| expects(3 - axes))?;
        let pad = |size: &Dim, before: &Dim, after: &Dim| match (size, before, after) {
            (Dim::Literal(size), Dim::Literal(before), Dim::Literal(after)) => Dim::Literal(size + before + after),
            _ => {
                let text = format!("{before} + {size} + {after}");
                Dim::result("PadDim", size, vec![before.clone(), after.clone()], text)
            }
        };
        // Left and right belong to the last axis, top and bottom to the one before.
        let mut gives = dims.clone();
        for (axis, pair) in (1..=axes).rev().zip(sides.chunks(2)) {
            gives[axis] = pad(&dims[axis], &pair[0], &pair[1]);
        }
        let takes = Takes::of_opaque(given, &dims, || messages::help_image(axes));
        Ok(Applied { op: Op::ZeroPad { sides }, takes, gives: vec![Shape::real(gives)] })
    }
}
