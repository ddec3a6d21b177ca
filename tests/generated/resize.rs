//! `permute::<2, 0, 1>()`, `upsample::<2>()`, `zero_pad::<1, 0>()`, `split::<2, 1>(x)`.
//!
//! The changed sizes are literals: nothing is predicted for others. The other axes may have any size.

use crate::architecture::{Call, Turbofish};
use crate::convolution::LARGEST;
use crate::draw::{Drawn, Scope};
use crate::predict::{Value, Walk};
use crate::shape::{Dim, Shape};
use crate::window::literals;

const IMAGE: &str = "[channels, height, width]";

pub(crate) fn draw_permute(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let dims = given.shape.known().filter(|dims| dims.len() > 1)?;
    let mut axes: Vec<u64> = (0..dims.len() as u64).collect();
    scope.random.shuffle(&mut axes);
    let shape = permuted(dims, &axes);
    Some((Turbofish::Numbers(axes), shape))
}

fn permuted(dims: &[Dim], axes: &[u64]) -> Shape {
    Shape::Known(axes.iter().map(|&axis| dims[axis as usize].clone()).collect())
}

pub(crate) fn draw_upsample(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    draw(scope, given, 1, upsampled)
}

pub(crate) fn draw_pad(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    draw(scope, given, 2, padded)
}

/// Draws one number for all axes, or `each` numbers per axis.
fn draw(
    scope: &mut Scope<'_>,
    given: &Drawn,
    each: usize,
    result: fn(&[u64], &[u64]) -> Vec<Dim>,
) -> Option<(Turbofish, Shape)> {
    let [channels, sizes @ ..] = given.shape.known()? else { return None };
    let sizes = literals(sizes).filter(|sizes| matches!(sizes.len(), 1 | 2))?;
    let count = if scope.random.percent(50) { 1 } else { each * sizes.len() };
    let least = 2 - each;
    let numbers: Vec<_> = (0..count).map(|_| scope.random.between(least, 2) as u64).collect();
    let dims = [std::slice::from_ref(channels), &result(&sizes, &numbers)[..]].concat();
    let elements: u64 = dims.iter().map(|dim| dim.value().unwrap_or(6)).product();
    (elements <= LARGEST).then_some((Turbofish::Numbers(numbers), Shape::Known(dims)))
}

fn upsampled(sizes: &[u64], scale: &[u64]) -> Vec<Dim> {
    sizes.iter().enumerate().map(|(axis, size)| Dim::Number(size * scale[axis % scale.len()])).collect()
}

/// The sizes with padding; the first two sides are those of the last axis.
fn padded(sizes: &[u64], sides: &[u64]) -> Vec<Dim> {
    let both = |axis: usize| match sides {
        [all] => 2 * all,
        sides => {
            let first = 2 * (sizes.len() - 1 - axis);
            sides[first] + sides[first + 1]
        }
    };
    sizes.iter().enumerate().map(|(axis, size)| Dim::Number(size + both(axis))).collect()
}

fn numbers(call: &Call) -> &[u64] {
    match &call.turbofish {
        Turbofish::Numbers(numbers) => numbers,
        other => unreachable!("`{}` is drawn with numbers, not {other:?}", call.name),
    }
}

pub(crate) fn take_permute(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let axes = numbers(call);
    match values[0].shape.known() {
        None => {
            walk.unclear(call.mark);
            None
        }
        Some(dims) if dims.len() == axes.len() => Some(walk.reshaped(&values[0], call, permuted(dims, axes))),
        Some(_) => walk.refuse(&values[0], call, &format!("{} axes", axes.len())),
    }
}

pub(crate) fn take_upsample(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    take(walk, call, &values[0], 1, upsampled)
}

pub(crate) fn take_pad(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    take(walk, call, &values[0], 2, padded)
}

fn take(
    walk: &mut Walk<'_>,
    call: &Call,
    value: &Value,
    each: usize,
    result: fn(&[u64], &[u64]) -> Vec<Dim>,
) -> Option<Value> {
    let numbers = numbers(call);
    let Some(dims) = value.shape.known().map(<[Dim]>::to_vec) else {
        walk.unclear(call.mark);
        return None;
    };
    let is_for_all = numbers.len() == 1;
    if !matches!(dims.len(), 2..=4) || !is_for_all && numbers.len() != each * (dims.len() - 1) {
        // The arguments are for a sequence, or for an image.
        let is_for_sequence = !is_for_all && numbers.len() == each;
        return walk.refuse(value, call, if is_for_sequence { "[channels, length]" } else { IMAGE });
    }
    let Some(sizes) = literals(&dims[1..]) else {
        walk.unclear(call.mark);
        return None;
    };
    Some(walk.reshaped(value, call, Shape::Known([&dims[..1], &result(&sizes, numbers)].concat())))
}

/// Draws a split of the first elements along an axis from the rest.
pub(crate) fn draw_split(scope: &mut Scope<'_>, given: &Shape) -> Option<(Turbofish, Vec<Shape>)> {
    let dims = given.known()?;
    let several = |axis: &usize| matches!(dims[*axis], Dim::Number(2..));
    let axes: Vec<usize> = (0..dims.len()).filter(several).collect();
    let axis = *axes.get(scope.random.below(axes.len().max(1)))?;
    let left = scope.random.between(1, dims[axis].value()? as usize - 1) as u64;
    Some((Turbofish::Split(left, axis), parts(dims, left, axis)?))
}

fn parts(dims: &[Dim], left: u64, axis: usize) -> Option<Vec<Shape>> {
    let Dim::Number(size) = dims[axis] else { return None };
    let part = |size: u64| {
        let mut dims = dims.to_vec();
        dims[axis] = Dim::Number(size);
        Shape::Known(dims)
    };
    Some(vec![part(left), part(size.checked_sub(left)?)])
}

pub(crate) fn split(walk: &mut Walk<'_>, call: &Call, value: &Value) -> Option<Vec<Value>> {
    let Turbofish::Split(left, axis) = call.turbofish else { unreachable!("`split` is drawn with its first size") };
    let dims = value.shape.known();
    match dims.and_then(|dims| dims.get(axis)) {
        Some(Dim::Number(size)) if left >= *size => {
            walk.refuse(value, call, &format!("a size above {left} on this axis")).map(|value| vec![value])
        }
        Some(Dim::Number(_)) => {
            let shapes = parts(dims?, left, axis)?;
            Some(shapes.into_iter().map(|shape| walk.combined("split", call.mark, shape, &[value])).collect())
        }
        None if dims.is_some() => walk.refuse(value, call, &format!("{} axes", axis + 1)).map(|value| vec![value]),
        _ => {
            walk.unclear(call.mark);
            None
        }
    }
}
