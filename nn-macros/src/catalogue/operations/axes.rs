//! Operations on the axes of a value: on images and sequences, channels first, and `permute` and `split`.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Requirement};
use crate::catalogue::{Known, Window, axes_of};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::{Argument, Size};

/// Returns the sizes of a value, and the number of axes after its channels: 2, unless it is known to be a sequence.
fn image_or_sequence(given: &Shape) -> Result<(Vec<Dim>, usize), Refusal> {
    let axes = if given.known().is_some_and(|dims| dims.len() == 2) { 1 } else { 2 };
    Ok((axes_of(given, 1 + axes).ok_or_else(|| expects(axes))?, axes))
}

/// The error for a value with another number of axes after its channels.
fn expects(axes: usize) -> Refusal {
    let expects = if axes == 1 { "[channels, length]" } else { "[channels, height, width]" };
    Refusal { expects: expects.into(), help: messages::help_image(axes) }
}

/// Returns an argument per axis: one argument applies to all; `None` if their number does not match.
fn for_each_axis(arguments: &[Dim], axes: usize) -> Option<Vec<Dim>> {
    match arguments {
        [one] => Some(vec![one.clone(); axes]),
        several => (several.len() == axes).then(|| several.to_vec()),
    }
}

/// Returns the window with this number of axes; `None` if it was declared with more.
fn window_over(Window { kernel, stride, padding, dilation }: &Window, axes: usize) -> Option<Window> {
    let over = |dims: &[Dim]| for_each_axis(dims, axes);
    let (kernel, stride, padding, dilation) = (over(kernel)?, over(stride)?, over(padding)?, over(dilation)?);
    Some(Window { kernel, stride, padding, dilation })
}

/// Parses `max_pool::<2>()` or `avg_pool::<3, stride = 2, padding = 1>()`.
pub(super) fn pool(call: &Call<'_>) -> syn::Result<Operation> {
    const OF_MAX: Known = &[("stride", "stride = 2"), ("padding", "padding = 1"), ("dilation", "dilation = 2")];
    let (name, is_max) = (call.name.clone(), call.name == "max_pool");
    let mut arguments = call.with_names(if is_max { OF_MAX } else { &OF_MAX[..2] })?;
    let kernel = arguments.one_or_two_sizes(messages::pool_without_kernel(&name))?;
    // One size for all axes, or one for each of two: the rank is not known before the value.
    let mut written = Window::new(kernel.clone());
    written.stride = kernel;
    for (name, least, numbers) in written.named() {
        if let Some(dims) = arguments.one_or_two(name, least)? {
            *numbers = dims;
        }
    }
    Ok(Box::new(move |given| {
        let (dims, axes) = image_or_sequence(given)?;
        let (channels, sizes) = (&dims[0], &dims[1..]);
        let window = window_over(&written, axes).ok_or_else(|| expects(2))?;
        let Some(places) = window.places(sizes) else {
            let help = match sizes.iter().filter_map(Dim::literal).min() {
                Some(largest) if largest > 1 => messages::help_smaller_window(&name, largest),
                _ => messages::help_no_window(&name),
            };
            return Err(Refusal { expects: messages::at_least(window.least(channels, sizes)), help });
        };
        for (padding, kernel) in window.padding.iter().zip(&window.kernel) {
            if let (Dim::Literal(padding), Dim::Literal(kernel)) = (padding, kernel)
                && 2 * padding > *kernel
                && window.dilation.iter().all(|dilation| matches!(dilation, Dim::Literal(1)))
            {
                return Err(Refusal {
                    expects: format!("a padding of at most {}", kernel / 2),
                    help: messages::help_smaller_padding(kernel / 2),
                });
            }
        }
        let minimum = window.minimum(sizes);
        let gives = Shape::of_channels(channels, &window.places(&minimum).unwrap_or(places));
        let minimum = Shape::of_channels(channels, &minimum);
        let requires = match given.known() {
            Some(_) if minimum.compare(given) == Verdict::Equal => None,
            Some(_) => Some(Requirement { shape: given.clone(), least: Some(minimum), help: String::new() }),
            None => {
                let help = messages::help_image(axes);
                Some(Requirement { shape: Shape::real(dims), least: Some(minimum), help })
            }
        };
        Ok(Applied { op: Op::Pool { is_max, window }, requires, gives: vec![gives] })
    }))
}

/// Parses `global_avg_pool()`: the mean of each channel.
pub(super) fn global_avg_pool(call: &Call<'_>) -> syn::Result<Operation> {
    call.without_arguments()?;
    Ok(Box::new(|given| {
        let rank = given.known().map_or(3, <[Dim]>::len);
        if !matches!(rank, 2 | 3) {
            return Err(expects(2));
        }
        let dims = axes_of(given, rank).unwrap_or_default();
        let requires = Requirement::of_opaque(given, &dims, || messages::help_image(2));
        Ok(Applied { op: Op::GlobalAvgPool, requires, gives: vec![Shape::real(dims[..1].to_vec())] })
    }))
}

/// Parses `upsample::<2>()`: repeats each element along each axis.
pub(super) fn upsample(call: &Call<'_>) -> syn::Result<Operation> {
    // One factor for all axes, or one for each of two.
    let scale = call.with_names(&[])?.one_or_two_sizes(messages::upsample_without_scale())?;
    Ok(Box::new(move |given| {
        let (dims, axes) = image_or_sequence(given)?;
        let scale = for_each_axis(&scale, axes).ok_or_else(|| expects(2))?;
        let mut gives = vec![dims[0].clone()];
        for (size, scale) in dims[1..].iter().zip(&scale) {
            let help = || messages::help_too_large("product");
            let too_large = || Refusal { expects: "a smaller image".into(), help: help() };
            gives.push(size.clone().product(scale.clone()).ok_or_else(too_large)?);
        }
        let requires = Requirement::of_opaque(given, &dims, || messages::help_image(axes));
        Ok(Applied { op: Op::Upsample { scale }, requires, gives: vec![Shape::real(gives)] })
    }))
}

/// Parses `zero_pad::<1>()`: zeros around an image, or at the ends of a sequence.
pub(super) fn zero_pad(call: &Call<'_>) -> syn::Result<Operation> {
    let wrong = || syn::Error::new(call.span, messages::wrong_pad());
    let side = |argument: &Argument| match argument {
        Argument::Size(size) => Ok(call.scope.dim(size)),
        zero if zero.is_zero() => Ok(Dim::Literal(0)),
        _ => Err(wrong()),
    };
    // Left, right, top and bottom; or left and right; or one size for all sides.
    let sides: Vec<_> = call.arguments.iter().flatten().map(side).collect::<syn::Result<_>>()?;
    if !matches!(sides.len(), 1 | 2 | 4) {
        return Err(wrong());
    }
    Ok(Box::new(move |given| {
        let (dims, axes) = image_or_sequence(given)?;
        // If the number of sides is that of the other rank, a sequence or an image, that rank is expected.
        let sides = for_each_axis(&sides, 2 * axes).ok_or_else(|| expects(3 - axes))?;
        let pad = |size: &Dim, before: &Dim, after: &Dim| match (size, before, after) {
            (Dim::Literal(size), Dim::Literal(before), Dim::Literal(after)) => Dim::Literal(size + before + after),
            _ => {
                let text = format!("{before} + {size} + {after}");
                Dim::result("PadDim", size, vec![before.clone(), after.clone()], text)
            }
        };
        // Left and right pad the last axis, top and bottom the one before it.
        let mut gives = dims.clone();
        for (axis, pair) in (1..=axes).rev().zip(sides.chunks(2)) {
            gives[axis] = pad(&dims[axis], &pair[0], &pair[1]);
        }
        let requires = Requirement::of_opaque(given, &dims, || messages::help_image(axes));
        Ok(Applied { op: Op::ZeroPad { sides }, requires, gives: vec![Shape::real(gives)] })
    }))
}

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

/// Parses `split::<64>(x)` or `split::<2, 1>(x)`: splits a value in two along an axis; or into several parts.
pub(super) fn split(call: &Call<'_>) -> syn::Result<Operation> {
    if let Some(several) = super::slices::split(call) {
        return several;
    }
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

/// Parses `glu()` or `glu::<0>()`: the first half of an axis, by default the last one, times the sigmoid of the second half.
pub(super) fn glu(call: &Call<'_>) -> syn::Result<Operation> {
    let axis = match call.arguments.as_deref() {
        None => None,
        Some([zero]) if zero.is_zero() => Some(0),
        Some([Argument::Size(Size::Literal(axis @ 1..=4, _))]) => Some(*axis as usize),
        Some(_) => return Err(syn::Error::new(call.span, messages::wrong_glu())),
    };
    Ok(Box::new(move |given| {
        let rank = given.known().map_or(axis.map_or(1, |axis| axis + 1), <[Dim]>::len);
        let dims = axes_of(given, rank).unwrap_or_default();
        let Some(axis) = axis.or(rank.checked_sub(1)) else {
            return Err(Refusal { expects: "at least one axis".into(), help: messages::help_glu_axis(None) });
        };
        let Some(size) = dims.get(axis) else {
            return Err(Refusal { expects: messages::axes(axis + 1), help: messages::help_glu_axis(Some(rank)) });
        };
        let half = match size {
            Dim::Literal(size) if size.is_multiple_of(2) => Dim::Literal(size / 2),
            Dim::Literal(_) => {
                return Err(Refusal { expects: messages::even_axis(axis), help: messages::help_even() });
            }
            // The bound of a generic network; a quotient that is rounded down where an item proves that it is not.
            _ => {
                let name = if size.is_generic() { "DividedBy" } else { "DivDim" };
                Dim::result(name, size, vec![Dim::Literal(2)], format!("{size} / 2"))
            }
        };
        let with = |size: Dim| {
            let mut dims = dims.clone();
            dims[axis] = size;
            Shape::real(dims)
        };
        let whole =
            if size.literal().is_some() || size.is_generic() { None } else { half.clone().product(Dim::Literal(2)) };
        let requires = match whole {
            Some(whole) => Some(Requirement { shape: with(whole), help: messages::help_even(), least: None }),
            None => Requirement::of_opaque(given, &dims, messages::help_even),
        };
        Ok(Applied { op: Op::Glu { axis }, requires, gives: vec![with(half)] })
    }))
}

/// Parses `local_response_norm::<5, alpha = 1e-4, beta = 0.75, k = 1.0>()`.
pub(super) fn local_response_norm(call: &Call<'_>) -> syn::Result<Operation> {
    const NAMES: Known = &[("alpha", "alpha = 1e-3"), ("beta", "beta = 0.5"), ("k", "k = 2.0")];
    let wrong = || syn::Error::new(call.span, messages::wrong_local_response());
    let mut arguments = call.with_names(NAMES)?;
    let [(Some(Dim::Literal(size)), _)] = arguments.all_sizes()[..] else { return Err(wrong()) };
    let mut numbers = [100_000_000, 750_000_000_000, 1_000_000_000_000];
    for ((name, _), number) in NAMES.iter().zip(&mut numbers) {
        if let Some((trillionths, _)) = arguments.trillionths(name)? {
            *number = trillionths;
        }
    }
    Ok(Box::new(move |given| {
        let rank = given.known().map_or(3, <[Dim]>::len);
        if !(1..=4).contains(&rank) {
            return Err(Refusal {
                expects: "[channels, ..], with one to four axes".into(),
                help: messages::help_image(2),
            });
        }
        let dims = axes_of(given, rank).unwrap_or_default();
        let requires = Requirement::of_opaque(given, &dims, || messages::help_image(2));
        Ok(Applied { op: Op::LocalResponseNorm { size, numbers }, requires, gives: vec![given.clone()] })
    }))
}
