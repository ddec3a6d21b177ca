//! Operations on the axes of a value: `permute` and `split`.

use super::op::Op;
use super::operation::{Applied, Call, Operation, Rank, Refusal, Requirement};
use crate::catalogue::{Known, axes_of};
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
        let requires = Requirement::of_opaque(given, &dims, Rank::Known, messages::help_permute);
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
            _ => Dim::result("SubDim", size, vec![left.clone()], size.formula().minus(&left)),
        };
        let part = |size: &Dim| {
            let mut dims = dims.clone();
            dims[axis] = size.clone();
            Shape::real(dims)
        };
        let requires = Requirement::of_opaque(given, &dims, Rank::Fewest, messages::help_split_axis);
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
                Dim::result(name, size, vec![Dim::Literal(2)], size.formula().over(2))
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
            Some(whole) => {
                let rank = Rank::of_axes(given);
                Some(Requirement { shape: with(whole), help: messages::help_even(), least: None, rank })
            }
            None => Requirement::of_opaque(given, &dims, Rank::Fewest, messages::help_even),
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
        let requires = Requirement::of_opaque(given, &dims, Rank::Image, || messages::help_image(2));
        Ok(Applied { op: Op::LocalResponseNorm { size, numbers }, requires, gives: vec![given.clone()] })
    }))
}
