//! The selection, movement and repetition of elements along an axis.

use super::axis::{At, Axis};
use super::foreign::slice_in_order;
use super::op::Op;
use super::operation::{Applied, Call, Operation, Rank, Refusal, Requirement};
use crate::catalogue::Known;
use crate::diagnostics::{Spanned, messages};
use crate::shape::{Dim, Scope, Shape, Slide, Verdict};
use crate::syntax::{Argument, Index, Size, Value};
use syn::Lit;

const ONE: Dim = Dim::Literal(1);

/// The indices of a slice.
#[derive(Clone, Copy)]
struct Range {
    start: i64,
    end: Option<i64>,
    step: u64,
}

/// The part of an axis that a slice is.
struct Part {
    start: Dim,
    count: Dim,
}

impl Range {
    /// Returns the smallest axis that has these indices, in which a name of unknown size has at least one element before those
    /// that are counted from the end.
    fn least(self, is_literal: bool) -> u64 {
        let before = u64::from(!is_literal);
        match (self.start, self.end) {
            (start @ 0.., Some(end @ 0..)) => start.max(end) as u64,
            (start @ 0.., None) => start as u64 + 1,
            (start @ 0.., Some(end)) => start as u64 + end.unsigned_abs() + 1,
            (start, Some(end @ 0..)) => start.unsigned_abs().max(end as u64),
            (start, _) => start.unsigned_abs() + before,
        }
    }

    /// Returns whether it has no element, whatever the size of the axis.
    fn is_empty(self) -> bool {
        self.end.is_some_and(|end| (self.start < 0) == (end < 0) && self.start >= end)
    }

    /// Returns the part of an axis of this size; `None` if it has no such part.
    fn of_literal(self, size: u64) -> Option<Part> {
        let size = i64::try_from(size).ok()?;
        let place = |index: i64| if index < 0 { size + index } else { index };
        let (start, end) = (place(self.start), self.end.map_or(size, place));
        if start < 0 || end > size || start >= end {
            return None;
        }
        let count = ((end - start) as u64).div_ceil(self.step);
        Some(Part { start: Dim::Literal(start as u64), count: Dim::Literal(count) })
    }

    /// Returns the part of an axis whose size is a name, which has at least the elements that are [`least`](Self::least).
    fn of_named(self, size: &Dim) -> Option<Part> {
        let literal = |elements: i64| Dim::Literal((elements as u64).div_ceil(self.step));
        let from_end = |index: i64| {
            let distance = Dim::Literal(index.unsigned_abs());
            Dim::result("SubDim", size, vec![distance], size.formula().minus(index.unsigned_abs()))
        };
        // The number of positions of a window over what is cut off and one element.
        let all_but = |cut: u64| {
            let (stride, kernel) = (Dim::Literal(self.step), Dim::Literal(cut + 1));
            match (cut, self.step) {
                (0, 1) => Some(size.clone()),
                _ => Slide {
                    size: size.clone(),
                    kernel,
                    stride,
                    padding: Dim::Literal(0),
                    dilation: ONE,
                    ceil_mode: false,
                }
                .places(),
            }
        };
        let (start, count) = match (self.start, self.end) {
            (start @ 0.., Some(end @ 0..)) => (Dim::Literal(start as u64), literal(end - start)),
            (start @ 0.., end) => {
                let cut = start as u64 + end.map_or(0, i64::unsigned_abs);
                (Dim::Literal(start as u64), all_but(cut)?)
            }
            (_, Some(0..)) => return None,
            (start, end) => (from_end(start), literal(end.unwrap_or(0) - start)),
        };
        Some(Part { start, count })
    }

    /// Returns the slice of a value.
    fn apply(self, name: &str, axis: Axis, keep: bool, given: &Shape) -> Result<Applied, Refusal> {
        let mut at = axis.at(given)?;
        let size = at.size().clone();
        let needed = self.least(size.literal().is_some());
        let Some(part) = (match size.literal() {
            Some(size) => self.of_literal(size),
            None => {
                let window = Dim::Literal(needed.max(1));
                let slide = Slide {
                    size,
                    kernel: window,
                    stride: ONE,
                    padding: Dim::Literal(0),
                    dilation: ONE,
                    ceil_mode: false,
                };
                let least = slide.minimum();
                let part = self.of_named(&least);
                at.requires = Requirement::at_least(given, &at, least);
                part
            }
        }) else {
            let axis = at.axis;
            let Some(size) = at.size().literal() else {
                return Err(Refusal { expects: messages::number_along(axis), help: messages::help_same_end() });
            };
            let expects = match self.least(true) {
                least if least <= size => messages::larger_along(axis),
                least => messages::elements_along(axis, least),
            };
            return Err(Refusal { expects, help: messages::help_range(name, axis, size) });
        };
        let gives = vec![at.with(part.count.clone())];
        let step = Dim::Literal(self.step);
        let op = Op::Slice { axis: at.axis, start: part.start, count: part.count, step, keep };
        Ok(Applied { op, requires: at.requires, gives })
    }
}

impl Requirement {
    /// The claim that a value has at least this size along an axis.
    fn at_least(given: &Shape, at: &At, least: Dim) -> Option<Requirement> {
        let least = at.with(least);
        match given.known() {
            Some(_) if least.compare(given) == Verdict::Equal => None,
            Some(_) => {
                let (shape, help) = (given.clone(), String::new());
                Some(Requirement { shape, least: Some(least), help, rank: Rank::Known })
            }
            None => {
                let (shape, help) = (Shape::real(at.dims.clone()), messages::help_axis_of(at.dims.len()));
                Some(Requirement { shape, least: Some(least), help, rank: Rank::Fewest })
            }
        }
    }
}

/// Parses `slice::<0, 2..10>()` or `slice::<1, ..-1, step = 2>()`.
pub(super) fn slice(call: &Call<'_>) -> syn::Result<Operation> {
    const KNOWN: Known = &[("step", "step = 2")];
    let (positional, named) = call.positional(KNOWN)?;
    let &[axis, Argument::Index(Index::Range { start, end }, span)] = positional.as_slice() else {
        return Err(misused_slice(call));
    };
    let axis = Axis::of(axis).ok_or_else(|| call.misused())?;
    let step = match named.as_slice() {
        [] => 1,
        [(name, value), ..] => match value {
            Value::Literal(Lit::Int(step)) => match step.base10_parse::<u64>()? {
                0 => return Err(syn::Error::new(step.span(), messages::too_small("step", 1))),
                step => step,
            },
            other => {
                let message = messages::unaccepted_value("slice", "step", &other.text(), KNOWN[0].1);
                return Err(syn::Error::new(other.span().unwrap_or(Spanned::span(*name)), message));
            }
        },
    };
    let range = Range { start: start.unwrap_or(0), end: *end, step };
    if range.is_empty() {
        return Err(syn::Error::new(*span, messages::empty_range(Index::Range { start: *start, end: *end })));
    }
    Ok(Box::new(move |given| range.apply("slice", axis, true, given)))
}

/// The error for a slice without an axis, or whose range is two numbers.
fn misused_slice(call: &Call<'_>) -> syn::Error {
    match slice_in_order(call.arguments.as_deref().unwrap_or_default()) {
        Some(written) => syn::Error::new(call.span, messages::slice_without_range(written)),
        None => call.misused(),
    }
}

/// Parses `select::<0, 3>()`: one element of an axis, which is removed.
pub(super) fn select(call: &Call<'_>) -> syn::Result<Operation> {
    let (positional, _) = call.positional(&[])?;
    let [axis, index] = positional.as_slice() else { return Err(call.misused()) };
    let (Some(axis), Some(index)) = (Axis::of(axis), index.integer()) else { return Err(call.misused()) };
    // Index -1 is up to the end.
    let range = Range { start: index, end: Some(index + 1).filter(|&end| end != 0), step: 1 };
    Ok(Box::new(move |given| range.apply("select", axis, false, given)))
}

/// Parses `flip::<0>()`.
pub(super) fn flip(call: &Call<'_>) -> syn::Result<Operation> {
    let axis = call.axis()?;
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let gives = vec![Shape::real(at.dims.clone())];
        Ok(Applied { op: Op::Flip { axis: at.axis }, requires: at.requires, gives })
    }))
}

/// Parses `roll::<0, 1>()` or `roll::<0, -1>()`.
pub(super) fn roll(call: &Call<'_>) -> syn::Result<Operation> {
    let (positional, _) = call.positional(&[])?;
    let [axis, shift] = positional.as_slice() else { return Err(call.misused()) };
    let (Some(axis), Some(shift)) = (Axis::of(axis), shift.integer()) else { return Err(call.misused()) };
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let gives = vec![Shape::real(at.dims.clone())];
        Ok(Applied { op: Op::Roll { axis: at.axis, shift }, requires: at.requires, gives })
    }))
}

fn size(argument: &Argument, scope: &Scope) -> Option<Dim> {
    if let Argument::Size(size) = argument { Some(scope.dim(size)) } else { None }
}

/// Parses `repeat::<0, 3>()`.
pub(super) fn repeat(call: &Call<'_>) -> syn::Result<Operation> {
    let (positional, _) = call.positional(&[])?;
    let [axis, times] = positional.as_slice() else { return Err(call.misused()) };
    let (Some(axis), Some(times)) = (Axis::of(axis), size(times, call.scope)) else { return Err(call.misused()) };
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let too_large = || Refusal { expects: "a smaller axis".into(), help: messages::help_too_large("product") };
        let gives = at.with(at.size().clone().product(times.clone()).ok_or_else(too_large)?);
        let op = Op::Repeat { axis: at.axis, times: times.clone() };
        Ok(Applied { op, requires: at.requires, gives: vec![gives] })
    }))
}

/// Parses `unfold::<0, 8, 4>()`: windows of 8 elements, 4 apart.
pub(super) fn unfold(call: &Call<'_>) -> syn::Result<Operation> {
    let (positional, _) = call.positional(&[])?;
    let [axis, window, step] = positional.as_slice() else { return Err(call.misused()) };
    let (Some(axis), Some(window), Some(step)) = (Axis::of(axis), size(window, call.scope), size(step, call.scope))
    else {
        return Err(call.misused());
    };
    Ok(Box::new(move |given| {
        let mut at = axis.at(given)?;
        if at.dims.len() == super::axis::MOST_AXES {
            let most = super::axis::MOST_AXES - 1;
            return Err(Refusal { expects: messages::most_axes(most), help: messages::help_flatten_first() });
        }
        let slide = |size: &Dim| {
            let (kernel, stride) = (window.clone(), step.clone());
            Slide { size: size.clone(), kernel, stride, padding: Dim::Literal(0), dilation: ONE, ceil_mode: false }
        };
        let Some(_) = slide(at.size()).places() else {
            let expects = messages::elements_along(at.axis, window.literal().unwrap_or(0));
            let help = messages::help_unfold(at.axis, at.size(), &step);
            return Err(Refusal { expects, help });
        };
        let least = slide(at.size()).minimum();
        let places = slide(&least).places().unwrap_or(least.clone());
        if least.compare(at.size()) != Verdict::Equal {
            at.requires = Requirement::at_least(given, &at, least);
        }
        let mut dims = at.with(places).known().map(<[Dim]>::to_vec).unwrap_or_default();
        dims.push(window.clone());
        let op = Op::Unfold { axis: at.axis, size: window.clone(), step: step.clone() };
        Ok(Applied { op, requires: at.requires, gives: vec![Shape::real(dims)] })
    }))
}

/// Returns the parts of an axis with these sizes, as the slice that is the first one and their shapes.
fn parts(at: At, sizes: &[Dim], given: &Shape) -> Applied {
    let gives = sizes.iter().map(|size| at.with(size.clone())).collect();
    let sum = sizes[1..].iter().try_fold(sizes[0].clone(), |sum, size| sum.sum(size.clone()));
    let takes = at.with(sum.unwrap_or(ONE));
    let requires = match takes.compare(given) {
        Verdict::Equal => at.requires,
        _ => {
            let rank = Rank::of_axes(given);
            Some(Requirement { shape: takes, help: messages::help_parts(at.axis), least: None, rank })
        }
    };
    let op = Op::Slice { axis: at.axis, start: Dim::Literal(0), count: sizes[0].clone(), step: ONE, keep: true };
    Applied { op, requires, gives }
}

/// Parses `split::<64, 64, 32>(x)`, or `split::<64, 32, axis = 1>(x)`; `None` if it has the form of a size and an axis.
pub(super) fn split(call: &Call<'_>) -> Option<syn::Result<Operation>> {
    let is_named = |argument: &Argument| matches!(argument, Argument::Named(..));
    let all = call.arguments.as_deref().unwrap_or_default();
    if all.len() < 3 && !all.iter().any(is_named) {
        return None;
    }
    Some(sizes_of_parts(call).map(|(sizes, axis)| -> Operation {
        Box::new(move |given| {
            let at = axis.at(given)?;
            if let [first] = &sizes[..] {
                // The rest is the second part.
                let rest = match (at.size(), first) {
                    (Dim::Literal(size), Dim::Literal(first)) if first >= size => {
                        let help = messages::help_split(size.saturating_sub(1));
                        return Err(Refusal { expects: messages::more_than(first), help });
                    }
                    (Dim::Literal(size), Dim::Literal(first)) => Dim::Literal(size - first),
                    (size, first) => Dim::result("SubDim", size, vec![first.clone()], size.formula().minus(first)),
                };
                let gives = vec![at.with(first.clone()), at.with(rest)];
                let op = Op::Split { left: first.clone(), axis: at.axis };
                return Ok(Applied { op, requires: at.requires, gives });
            }
            let sum = sizes[1..].iter().try_fold(sizes[0].clone(), |sum, size| sum.sum(size.clone()));
            let sum =
                sum.ok_or_else(|| Refusal { expects: "smaller parts".into(), help: messages::help_parts(at.axis) })?;
            if let (Dim::Literal(size), Dim::Literal(sum)) = (at.size(), &sum)
                && size != sum
            {
                let expects = at.with(Dim::Literal(*sum)).to_string();
                return Err(Refusal { expects, help: messages::help_parts_of(*size) });
            }
            Ok(parts(at, &sizes, given))
        })
    }))
}

/// Reads the sizes of the parts of an axis, and the axis.
fn sizes_of_parts(call: &Call<'_>) -> syn::Result<(Vec<Dim>, Axis)> {
    const KNOWN: Known = &[("axis", "axis = 1")];
    let (positional, named) = call.positional(KNOWN)?;
    let sizes: Option<Vec<_>> = positional.iter().map(|argument| size(argument, call.scope)).collect();
    let sizes = sizes.filter(|sizes| !sizes.is_empty());
    let axis = match named.as_slice() {
        [] => Some(Axis::FIRST),
        [(name, value), ..] => {
            let literal = match value {
                Value::Literal(Lit::Int(axis)) => axis.base10_parse::<i64>().ok(),
                _ => None,
            };
            let axis = literal.and_then(Axis::new);
            if axis.is_none() {
                let message = messages::unaccepted_value(&call.name, "axis", &value.text(), KNOWN[0].1);
                return Err(syn::Error::new(value.span().unwrap_or(Spanned::span(*name)), message));
            }
            axis
        }
    };
    match (sizes, axis) {
        (Some(sizes), Some(axis)) => Ok((sizes, axis)),
        _ => Err(syn::Error::new(call.span, messages::wrong_split())),
    }
}

/// Parses `chunk::<3>(x)` or `chunk::<3, 1>(x)`: equal parts of an axis.
pub(super) fn chunk(call: &Call<'_>) -> syn::Result<Operation> {
    let (positional, _) = call.positional(&[])?;
    let (count, axis) = match positional.as_slice() {
        [Argument::Size(Size::Literal(count, _))] => (*count, Some(Axis::FIRST)),
        [Argument::Size(Size::Literal(count, _)), axis] => (*count, Axis::of(axis)),
        _ => return Err(call.misused()),
    };
    let axis = axis.filter(|_| (2..=64).contains(&count)).ok_or_else(|| call.misused())?;
    Ok(Box::new(move |given| {
        let at = axis.at(given)?;
        let Some(size) = at.size().literal() else {
            return Err(Refusal { expects: messages::number_along(at.axis), help: messages::help_sizes_of_parts() });
        };
        if !size.is_multiple_of(count) {
            let help = messages::help_chunk(size, count);
            return Err(Refusal { expects: messages::multiple_along(count, at.axis), help });
        }
        Ok(parts(at, &vec![Dim::Literal(size / count); count as usize], given))
    }))
}
