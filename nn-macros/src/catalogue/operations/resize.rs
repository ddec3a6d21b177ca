//! `upsample::<2>()` and `zero_pad::<1>()`: larger images and sequences.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Takes};
use crate::catalogue::{Arguments, axes_of, help_image};
use crate::diagnostics::messages;
use crate::shape::{Dim, Formula, Shape};
use crate::syntax::Argument;
use crate::syntax::Size;
use syn::Lit;

/// Each number several times, along each axis.
pub(super) struct Upsample {
    /// One number for all axes, or one for each of two.
    scale: Vec<Dim>,
}

impl Upsample {
    pub(super) fn read(call: &Call<'_>) -> syn::Result<Upsample> {
        let none = Vec::new();
        let all = call.arguments.as_ref().unwrap_or(&none);
        let mut arguments = Arguments::read(&call.name, call.span, all, &[], call.is_generic)?;
        Ok(Upsample { scale: arguments.one_or_two_sizes(messages::upsample_without_scale())? })
    }
}

/// An image, unless it is known to be a sequence.
fn image_or_sequence(name: &str, given: &Shape) -> Result<(Vec<Dim>, usize), Refusal> {
    let axes = if given.known().is_some_and(|dims| dims.len() == 2) { 1 } else { 2 };
    let expects = if axes == 1 { "[channels, length]" } else { "[channels, height, width]" };
    let dims = axes_of(given, 1 + axes)
        .ok_or_else(|| Refusal { expects: expects.into(), help: help_image(name, given, None, axes) })?;
    Ok((dims, axes))
}

fn takes(given: &Shape, dims: &[Dim], axes: usize) -> Option<Takes> {
    let shape = || Shape::real(dims.to_vec());
    given.known().is_none().then(|| Takes { shape: shape(), least: None, help: messages::help_image(axes) })
}

impl Operation for Upsample {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let (dims, axes) = image_or_sequence("upsample", given)?;
        let scale = match self.scale.as_slice() {
            [one] => vec![one.clone(); axes],
            several if several.len() == axes => several.to_vec(),
            _ => return Err(Refusal { expects: "[channels, height, width]".into(), help: messages::help_image(2) }),
        };
        let mut gives = vec![dims[0].clone()];
        for (size, scale) in dims[1..].iter().zip(&scale) {
            let too_large = || Refusal { expects: "a smaller image".into(), help: messages::help_smaller_scale() };
            gives.push(size.clone().product(scale.clone()).ok_or_else(too_large)?);
        }
        let takes = takes(given, &dims, axes);
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
            Argument::Number(Lit::Int(zero)) if zero.base10_digits() == "0" => Ok(Dim::Literal(0)),
            Argument::Size(size @ (Size::Literal(..) | Size::Type(_))) => {
                Ok(crate::catalogue::dim(size, call.is_generic))
            }
            _ => Err(wrong()),
        };
        let sides: Vec<_> = call.arguments.iter().flatten().map(side).collect::<syn::Result<_>>()?;
        if matches!(sides.len(), 1 | 2 | 4) { Ok(ZeroPad { sides }) } else { Err(wrong()) }
    }
}

impl Operation for ZeroPad {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let (dims, axes) = image_or_sequence("zero_pad", given)?;
        let sides = match self.sides.as_slice() {
            [all] => vec![all.clone(); 2 * axes],
            sides if sides.len() == 2 * axes => sides.to_vec(),
            _ if axes == 1 => {
                return Err(Refusal { expects: "[channels, height, width]".into(), help: messages::help_image(2) });
            }
            _ => return Err(Refusal { expects: "[channels, length]".into(), help: messages::help_image(1) }),
        };
        let pad = |size: &Dim, before: &Dim, after: &Dim| match (size, before, after) {
            (Dim::Literal(size), Dim::Literal(before), Dim::Literal(after)) => Dim::Literal(size + before + after),
            _ => {
                let text = format!("{before} + {size} + {after}");
                let arguments = vec![before.clone(), after.clone()];
                Dim::Result(Box::new(Formula { size: size.clone(), name: "PadDim", arguments, text }))
            }
        };
        // Left and right belong to the last axis, top and bottom to the one before.
        let mut gives = dims.clone();
        for (axis, pair) in (1..=axes).rev().zip(sides.chunks(2)) {
            gives[axis] = pad(&dims[axis], &pair[0], &pair[1]);
        }
        let takes = takes(given, &dims, axes);
        Ok(Applied { op: Op::ZeroPad { sides }, takes, gives: vec![Shape::real(gives)] })
    }
}
