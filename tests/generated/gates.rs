//! `glu::<1>()`, `softmax2d()` and `local_response_norm::<3, alpha = 0.5>()`, which combine channels or the halves of an axis.
//!
//! The halved axis is a literal: nothing is predicted for others.

use crate::architecture::{Call, Turbofish};
use crate::draw::{Drawn, Scope};
use crate::predict::{Value, Walk};
use crate::shape::{Dim, Shape};

const AXES: [&str; 5] = ["0", "1", "2", "3", "4"];

/// Draws an axis of even size.
pub(crate) fn draw_glu(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let dims = given.shape.known()?;
    let is_even = |axis: &usize| matches!(dims[*axis], Dim::Number(size) if size.is_multiple_of(2));
    let axes: Vec<usize> = (0..dims.len()).filter(is_even).collect();
    let axis = *axes.get(scope.random.below(axes.len().max(1)))?;
    let is_last = axis + 1 == dims.len();
    let written = !is_last || scope.random.percent(30);
    let turbofish = if written { Turbofish::Number(AXES[axis]) } else { Turbofish::Nothing };
    Some((turbofish, halved(dims, axis)?))
}

fn halved(dims: &[Dim], axis: usize) -> Option<Shape> {
    let Dim::Number(size) = dims[axis] else { return None };
    let mut dims = dims.to_vec();
    dims[axis] = Dim::Number(size / 2);
    Some(Shape::Known(dims))
}

pub(crate) fn take_glu(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let value = &values[0];
    let Some(dims) = value.shape.known().map(<[Dim]>::to_vec) else {
        walk.unclear(call.mark);
        return None;
    };
    let axis = match &call.turbofish {
        Turbofish::Number(axis) => axis.parse().expect("an axis"),
        _ if dims.is_empty() => return walk.refuse(value, call, "at least one axis"),
        _ => dims.len() - 1,
    };
    match dims.get(axis) {
        None if axis == 0 => walk.refuse(value, call, "1 axes"),
        None => walk.refuse(value, call, &format!("{} axes", axis + 1)),
        Some(Dim::Number(size)) if !size.is_multiple_of(2) => {
            walk.refuse(value, call, &format!("an even size on axis {axis}"))
        }
        Some(_) => match halved(&dims, axis) {
            Some(shape) => Some(walk.reshaped(value, call, shape)),
            None => {
                walk.unclear(call.mark);
                None
            }
        },
    }
}

/// The softmax of a single channel is always 1, so the layers before it would receive no gradient.
pub(crate) fn draw_softmax2d(_: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let [channels, _, _] = given.shape.known()? else { return None };
    let several = channels.value().is_none_or(|size| size > 1);
    several.then(|| (Turbofish::Nothing, given.shape.clone()))
}

pub(crate) fn draw_response(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let rank = given.shape.known()?.len();
    let numbers = ["3", "2, alpha = 0.5", "5, beta = 0.5, k = 2.0", "1, alpha = 1e-2, beta = 1.5"];
    let turbofish = scope.random.one_of(&numbers.map(Turbofish::Number)).clone();
    (1..=4).contains(&rank).then(|| (turbofish, given.shape.clone()))
}

pub(crate) fn take_response(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    match values[0].shape.known() {
        Some(dims) if (1..=4).contains(&dims.len()) => Some(walk.kept(values[0].shape.clone(), &[&values[0]])),
        Some(_) => walk.refuse(&values[0], call, "[channels, ..], with one to four axes"),
        None => {
            walk.unclear(call.mark);
            None
        }
    }
}
