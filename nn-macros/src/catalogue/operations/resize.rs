//! Upsampling, padding and cropping, and channels that become pixels.

use super::op::{Op, PadMode, Side, UpsampleMode};
use super::operation::{Applied, Call, Operation, Rank, Refusal, Requirement};
use super::spatial::{at_least, expects, for_each_axis, meant_axes, rank_of, spatial};
use crate::catalogue::{Known, axes_of};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Slide};
use crate::syntax::{Argument, Value};
use syn::Lit;

const OF_UPSAMPLE: Known = &[("mode", "mode = bilinear"), ("align_corners", "align_corners = true")];
const OF_CONSTANT: Known = &[("value", "value = 0.5")];

/// Parses `upsample::<2>()`, which repeats each element along each axis, or `upsample::<2, mode = bilinear>()`.
pub(super) fn upsample(call: &Call<'_>) -> syn::Result<Operation> {
    let mut arguments = call.with_names(OF_UPSAMPLE)?;
    // One factor for all axes, or one for each.
    let scale = arguments.axis_sizes(messages::upsample_without_scale())?;
    let mode = arguments.one_of("mode", &["nearest", "linear", "bilinear", "trilinear", "bicubic"])?;
    let corners = arguments.flag("align_corners")?;
    let align_corners = matches!(corners, Some((true, _)));
    // The number of axes of the mode.
    let (mode, of_mode) = match mode {
        None | Some("nearest") => {
            if let Some((true, span)) = corners {
                return Err(syn::Error::new(span, messages::corners_of_nearest()));
            }
            (UpsampleMode::Nearest, None)
        }
        Some("linear") => (UpsampleMode::Linear { align_corners }, Some(1)),
        Some("bilinear") => (UpsampleMode::Linear { align_corners }, Some(2)),
        Some("trilinear") => (UpsampleMode::Linear { align_corners }, Some(3)),
        Some(_) => (UpsampleMode::Cubic { align_corners }, Some(2)),
    };
    Ok(Box::new(move |given| {
        let (dims, axes) = spatial(given, of_mode.unwrap_or(meant_axes(&scale)))?;
        if let Some(meant) = of_mode.filter(|meant| *meant != axes) {
            return Err(expects(meant));
        }
        let rank = if of_mode.is_some() { Rank::Known } else { rank_of(&scale) };
        let scale = for_each_axis(&scale, axes)?;
        let mut gives = vec![dims[0].clone()];
        for (size, scale) in dims[1..].iter().zip(&scale) {
            let help = || messages::help_too_large("product");
            let too_large = || Refusal { expects: "a smaller image".into(), help: help() };
            gives.push(size.clone().product(scale.clone()).ok_or_else(too_large)?);
        }
        let requires = Requirement::of_opaque(given, &dims, rank, || messages::help_image(axes));
        Ok(Applied { op: Op::Upsample { scale, mode }, requires, gives: vec![Shape::real(gives)] })
    }))
}

/// The smallest size of an axis that these paddings accept; `None` if one is not a literal.
fn needed(mode: &PadMode, [before, after]: [&Side; 2]) -> Option<u64> {
    let side = |side: &Side| {
        let size = side.size.literal()?;
        Some(if side.removes { [0, size] } else { [size, 0] })
    };
    let ([added_before, removed_before], [added_after, removed_after]) = (side(before)?, side(after)?);
    let (most, removed) = (added_before.max(added_after), removed_before.checked_add(removed_after)?);
    let least = (1 + removed).saturating_sub(added_before.checked_add(added_after)?).max(1);
    Some(match mode {
        PadMode::Constant(_) | PadMode::Replicate => least,
        PadMode::Reflect => least.max(most + 1),
        PadMode::Circular => least.max(removed.checked_add(most.max(1))?),
    })
}

/// Parses `zero_pad::<1>()`, `constant_pad::<1, value = 0.5>()`, `reflect_pad::<1, 2>()`, `replicate_pad::<1>()` or
/// `circular_pad::<1>()`: elements around an image or a volume, or at the ends of a sequence.
pub(super) fn pad(call: &Call<'_>) -> syn::Result<Operation> {
    let name = call.name.clone();
    let wrong = || syn::Error::new(call.span, messages::wrong_pad(&name));
    let side = |argument: &Argument| match argument {
        Argument::Size(size) => Some(Side { size: call.scope.dim(size), removes: false }),
        argument => {
            let value = argument.integer()?;
            Some(Side { size: Dim::Literal(value.unsigned_abs()), removes: value < 0 })
        }
    };
    let (named, sides): (Vec<_>, Vec<_>) =
        call.arguments.iter().flatten().partition(|argument| matches!(argument, Argument::Named(..)));
    // Left, right, top, bottom, front and back; or those of an image or a sequence; or one size for all sides.
    let sides: Vec<_> = sides.into_iter().map(side).collect::<Option<_>>().ok_or_else(wrong)?;
    if !matches!(sides.len(), 1 | 2 | 4 | 6) {
        return Err(wrong());
    }
    let mode = match name.as_str() {
        "zero_pad" => PadMode::Constant(0),
        "constant_pad" => match named.as_slice() {
            [Argument::Named(value, Value::Literal(number))] if value == "value" => {
                let number = match number {
                    Lit::Float(number) => number.base10_parse::<f64>().ok(),
                    Lit::Int(number) => number.base10_parse::<f64>().ok(),
                    _ => None,
                };
                PadMode::Constant(number.ok_or_else(wrong)?.to_bits())
            }
            _ => return Err(wrong()),
        },
        "reflect_pad" => PadMode::Reflect,
        "replicate_pad" => PadMode::Replicate,
        _ => PadMode::Circular,
    };
    if name != "constant_pad" && !named.is_empty() {
        // Reports the names.
        call.with_names(OF_CONSTANT.get(..0).unwrap_or_default())?;
    }
    Ok(Box::new(move |given| {
        let (dims, axes) = spatial(given, if sides.len() == 1 { 2 } else { sides.len() / 2 })?;
        let rank = rank_of(&sides);
        // If the number of sides is that of another rank, that rank is expected.
        let sides = match sides.as_slice() {
            [one] => vec![one.clone(); 2 * axes],
            sides if sides.len() == 2 * axes => sides.to_vec(),
            sides => return Err(expects(sides.len() / 2)),
        };
        // Left and right pad the last axis, top and bottom the one before it.
        let pairs: Vec<_> = sides.chunks_exact(2).rev().map(|pair| [&pair[0], &pair[1]]).collect();
        let least: Vec<_> = pairs.iter().map(|pair| needed(&mode, *pair)).collect();
        let fits = |(size, least): (&Dim, &Option<u64>)| match (size, least) {
            (Dim::Literal(size), Some(least)) => size >= least,
            _ => true,
        };
        if !dims[1..].iter().zip(&least).all(fits) {
            let larger = |(size, least): (&Dim, &Option<u64>)| match (size, least) {
                (Dim::Literal(size), Some(least)) => Dim::Literal(*size.max(least)),
                _ => size.clone(),
            };
            let sizes: Vec<_> = dims[1..].iter().zip(&least).map(larger).collect();
            let smallest = dims[1..].iter().filter_map(Dim::literal).min().unwrap_or(1);
            let most = match mode {
                PadMode::Reflect => smallest - 1,
                _ => smallest,
            };
            let removes = sides.iter().any(|side| side.removes);
            let help = match mode {
                PadMode::Reflect | PadMode::Circular if !removes => messages::help_smaller_border(&name, most),
                _ => messages::help_remove_less(),
            };
            return Err(Refusal { expects: messages::at_least(Shape::of_channels(&dims[0], &sizes)), help });
        }
        let minimum = |(size, least): (&Dim, &Option<u64>)| match least {
            Some(least) if *least > 1 => {
                let [stride, padding, dilation] = [1, 0, 1].map(Dim::Literal);
                let (size, kernel) = (size.clone(), Dim::Literal(*least));
                Slide { size, kernel, stride, padding, dilation, ceil_mode: false }.minimum()
            }
            _ => size.clone(),
        };
        let minimum: Vec<_> = dims[1..].iter().zip(&least).map(minimum).collect();
        let padded = minimum.iter().zip(&pairs).map(|(size, pair)| mode.padded(size, *pair));
        let gives = Shape::of_channels(&dims[0], &padded.collect::<Vec<_>>());
        let requires = at_least(given, &dims, rank, minimum);
        Ok(Applied { op: Op::Pad { mode: mode.clone(), sides: sides.clone() }, requires, gives: vec![gives] })
    }))
}

/// Reads the single size between `::<` and `>`.
fn single(call: &Call<'_>) -> syn::Result<Dim> {
    let wrong = messages::wrong_factor(&call.name);
    match call.with_names(&[])?.axis_sizes(wrong.clone())?.as_slice() {
        [one] => Ok(one.clone()),
        _ => Err(syn::Error::new(call.span, wrong)),
    }
}

/// Returns the quotient of two sizes, or the error if literals show that there is a remainder.
fn quotient(size: &Dim, divisor: &Dim, expects: &str, name: &str) -> Result<Dim, Refusal> {
    match (size, divisor) {
        (Dim::Literal(size), Dim::Literal(divisor)) if size % divisor == 0 => Ok(Dim::Literal(size / divisor)),
        (Dim::Literal(_), Dim::Literal(divisor)) => {
            let expects = format!("{expects} divisible by {divisor}");
            Err(Refusal { expects, help: messages::help_divisible(name, divisor) })
        }
        _ => Ok(Dim::result("DividedBy", size, vec![divisor.clone()], size.formula().over(divisor))),
    }
}

/// Parses `pixel_shuffle::<2>()`, which makes channels pixels, and `pixel_unshuffle::<2>()`, which makes pixels channels.
pub(super) fn pixel_shuffle(call: &Call<'_>) -> syn::Result<Operation> {
    let (name, factor) = (call.name.clone(), single(call)?);
    let is_shuffle = name == "pixel_shuffle";
    Ok(Box::new(move |given| {
        let dims = axes_of(given, 3).ok_or_else(|| expects(2))?;
        let too_large = || Refusal { expects: "a smaller image".into(), help: messages::help_too_large("product") };
        let times = |size: &Dim, factor: &Dim| size.clone().product(factor.clone()).ok_or_else(too_large);
        let square = times(&factor, &factor)?;
        let gives = match is_shuffle {
            true => {
                let channels = quotient(&dims[0], &square, "channels", &name)?;
                vec![channels, times(&dims[1], &factor)?, times(&dims[2], &factor)?]
            }
            false => {
                let channels = times(&dims[0], &square)?;
                let height = quotient(&dims[1], &factor, "a height", &name)?;
                vec![channels, height, quotient(&dims[2], &factor, "a width", &name)?]
            }
        };
        let requires = Requirement::of_opaque(given, &dims, Rank::Known, || messages::help_image(2));
        let factor = factor.clone();
        let op = if is_shuffle { Op::PixelShuffle { factor } } else { Op::PixelUnshuffle { factor } };
        Ok(Applied { op, requires, gives: vec![Shape::real(gives)] })
    }))
}

/// Parses `channel_shuffle::<2>()`: channels in another order.
pub(super) fn channel_shuffle(call: &Call<'_>) -> syn::Result<Operation> {
    let (name, groups) = (call.name.clone(), single(call)?);
    Ok(Box::new(move |given| {
        let rank = given.known().map_or(3, <[Dim]>::len);
        let dims = axes_of(given, rank).filter(|dims| matches!(dims.len(), 1..=4)).ok_or_else(|| expects(2))?;
        quotient(&dims[0], &groups, "channels", &name)?;
        if dims[0].is_generic() || groups.is_generic() {
            let expects = "channels whose number does not depend on a parameter of the network".into();
            return Err(Refusal { expects, help: messages::help_literal_channels() });
        }
        let requires = Requirement::of_opaque(given, &dims, Rank::Image, || messages::help_image(2));
        Ok(Applied { op: Op::ChannelShuffle { groups: groups.clone() }, requires, gives: vec![Shape::real(dims)] })
    }))
}
