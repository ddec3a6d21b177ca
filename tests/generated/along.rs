//! Operations along an axis, `slice::<0, 1..3>()`, `max::<1>()`, `chunk::<2>(x)`, and those on two values, `matmul(a, b)`.
//!
//! The sizes that change are literals: nothing is predicted for others. The other axes may have any size.

use crate::architecture::{Call, Turbofish};
use crate::convolution::LARGEST;
use crate::draw::{Drawn, Scope};
use crate::predict::{Value, Walk};
use crate::shape::{Dim, Shape, Verdict, compare, list};

/// Draws an axis for which this is true.
fn axis(scope: &mut Scope<'_>, dims: &[Dim], is_one: impl Fn(&Dim) -> bool) -> Option<usize> {
    let axes: Vec<_> = (0..dims.len()).filter(|&axis| is_one(&dims[axis])).collect();
    (!axes.is_empty()).then(|| *scope.random.one_of(&axes))
}

/// The axis as it is written, counted from either end.
fn written(scope: &mut Scope<'_>, axis: usize, rank: usize) -> String {
    if scope.random.percent(20) { format!("-{}", rank - axis) } else { axis.to_string() }
}

type Draws = Option<(Turbofish, Shape)>;

fn along(axis: usize, numbers: Vec<u64>, text: String, dims: Vec<Dim>) -> Draws {
    Some((Turbofish::Along(axis, numbers, text), Shape::Known(dims)))
}

fn with(dims: &[Dim], axis: usize, size: Dim) -> Vec<Dim> {
    let mut dims = dims.to_vec();
    dims[axis] = size;
    dims
}

fn without(dims: &[Dim], axis: usize) -> Vec<Dim> {
    let mut dims = dims.to_vec();
    dims.remove(axis);
    dims
}

/// The size of an axis, if it is a literal.
fn number(dims: &[Dim], axis: usize) -> Option<u64> {
    if let Dim::Number(size) = dims[axis] { Some(size) } else { None }
}

/// An operation along any axis that preserves the shape.
pub(crate) fn draw_keeping(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known()?;
    let axis = axis(scope, dims, |_| true)?;
    let text = written(scope, axis, dims.len());
    along(axis, vec![], text, dims.to_vec())
}

/// The softmax along an axis of more than one element.
pub(crate) fn draw_softmax(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known()?;
    let axis = axis(scope, dims, |dim| dim.value().is_none_or(|size| size > 1))?;
    let text = written(scope, axis, dims.len());
    along(axis, vec![], text, dims.to_vec())
}

pub(crate) fn draw_roll(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let (Turbofish::Along(axis, _, text), shape) = draw_keeping(scope, given)? else { return None };
    let (sign, distance) = (if scope.random.percent(50) { "-" } else { "" }, scope.random.between(0, 5));
    let text = format!("{text}, {sign}{distance}").replace("-0", "0");
    Some((Turbofish::Along(axis, vec![], text), shape))
}

pub(crate) fn draw_extremum(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|dims| dims.len() > 1)?;
    let axis = axis(scope, dims, |_| true)?;
    let text = written(scope, axis, dims.len());
    if scope.random.percent(40) {
        return along(axis, vec![1], format!("{text}, keep = true"), with(dims, axis, Dim::Number(1)));
    }
    along(axis, vec![], text, without(dims, axis))
}

pub(crate) fn draw_squeeze(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|dims| dims.len() > 1)?;
    let axis = axis(scope, dims, |dim| matches!(dim, Dim::Number(1)))?;
    let text = written(scope, axis, dims.len());
    along(axis, vec![], text, without(dims, axis))
}

pub(crate) fn draw_unsqueeze(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|dims| dims.len() < 4)?;
    let axis = scope.random.below(dims.len() + 1);
    let mut gives = dims.to_vec();
    gives.insert(axis, Dim::Number(1));
    along(axis, vec![], axis.to_string(), gives)
}

pub(crate) fn draw_transpose(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|dims| dims.len() > 1)?;
    let mut axes: Vec<_> = (0..dims.len()).collect();
    scope.random.shuffle(&mut axes);
    let (a, b) = (axes[0], axes[1]);
    let mut gives = dims.to_vec();
    gives.swap(a, b);
    let text = format!("{a}, {}", written(scope, b, dims.len()));
    along(a, vec![b as u64], text, gives)
}

pub(crate) fn draw_slice(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|_| !given.padded && !given.recurs)?;
    let axis = axis(scope, dims, |dim| matches!(dim, Dim::Number(2..)))?;
    let size = number(dims, axis)?;
    let start = scope.random.below(size as usize - 1) as u64;
    let end = scope.random.between(start as usize + 1, size as usize) as u64;
    let step = *scope.random.one_of(&[1, 1, 2]);
    let ends = if step == 1 { String::new() } else { format!(", step = {step}") };
    let text = format!("{axis}, {start}..{end}{ends}");
    along(axis, vec![start, end, step], text, with(dims, axis, Dim::Number((end - start).div_ceil(step))))
}

pub(crate) fn draw_select(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|dims| !given.padded && !given.recurs && dims.len() > 1)?;
    let axis = axis(scope, dims, |dim| matches!(dim, Dim::Number(_)))?;
    let index = scope.random.below(number(dims, axis)? as usize) as u64;
    along(axis, vec![index], format!("{axis}, {index}"), without(dims, axis))
}

pub(crate) fn draw_repeat(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known()?;
    let axis = axis(scope, dims, |dim| matches!(dim, Dim::Number(_)))?;
    let (size, times) = (number(dims, axis)?, scope.random.between(1, 3) as u64);
    let gives = with(dims, axis, Dim::Number(size * times));
    let elements: u64 = gives.iter().map(|dim| dim.value().unwrap_or(6)).product();
    let text = format!("{}, {times}", written(scope, axis, dims.len()));
    if elements > LARGEST { None } else { along(axis, vec![times], text, gives) }
}

pub(crate) fn draw_unfold(scope: &mut Scope<'_>, given: &Drawn) -> Draws {
    let dims = given.shape.known().filter(|dims| dims.len() < 4)?;
    let axis = axis(scope, dims, |dim| matches!(dim, Dim::Number(_)))?;
    let length = number(dims, axis)?;
    let (size, step) = (scope.random.between(1, length as usize) as u64, scope.random.between(1, 3) as u64);
    let mut gives = with(dims, axis, Dim::Number((length - size) / step + 1));
    gives.push(Dim::Number(size));
    let elements: u64 = gives.iter().map(|dim| dim.value().unwrap_or(6)).product();
    if elements > LARGEST { None } else { along(axis, vec![size, step], format!("{axis}, {size}, {step}"), gives) }
}

fn least_axes(axes: usize) -> String {
    if axes == 1 { "at least 1 axis".into() } else { format!("at least {axes} axes") }
}

pub(crate) fn take(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let value = &values[0];
    let Turbofish::Along(axis, numbers, text) = &call.turbofish else {
        // `softmax` or `softmin` along the last axis.
        return Some(walk.kept(value.shape.clone(), &[value]));
    };
    let (axis, numbers) = (*axis, numbers.as_slice());
    let Some(dims) = value.shape.known().map(<[Dim]>::to_vec) else {
        walk.unclear(call.mark);
        return None;
    };
    if text.contains('-') && call.name != "roll" || call.name == "roll" && text.starts_with('-') {
        // Counted from the end: nothing is predicted for another number of axes.
        let from_end: usize = text.trim_start_matches(|c: char| c != '-')[1..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .unwrap_or(0);
        let second = (call.name == "transpose").then(|| numbers[0] as usize);
        if dims.len() < from_end || dims.len() - from_end != second.unwrap_or(axis) || axis >= dims.len() {
            walk.unclear(call.mark);
            return None;
        }
    }
    if call.name == "unsqueeze" {
        if dims.len() >= 5 {
            return walk.refuse(value, call, "at most 4 axes");
        }
        if axis > dims.len() {
            return walk.refuse(value, call, "a position among its axes");
        }
        let mut gives = dims;
        gives.insert(axis, Dim::Number(1));
        return Some(Walk::view(value, Shape::Known(gives)));
    }
    if axis >= dims.len() {
        return walk.refuse(value, call, &least_axes(axis + 1));
    }
    let mut unclear = || {
        walk.unclear(call.mark);
        None
    };
    match call.name.as_str() {
        "squeeze" => match dims[axis] {
            Dim::Number(1) => Some(Walk::view(value, Shape::Known(without(&dims, axis)))),
            Dim::Number(_) => walk.refuse(value, call, &format!("[{}]", list(&with(&dims, axis, Dim::Number(1))))),
            _ => unclear(),
        },
        "transpose" => {
            let other = numbers[0] as usize;
            if other >= dims.len() {
                return walk.refuse(value, call, &least_axes(other + 1));
            }
            let mut gives = dims;
            gives.swap(axis, other);
            Some(walk.reshaped(value, call, Shape::Known(gives)))
        }
        "max" | "min" => {
            let reduced = walk.reshaped(value, call, Shape::Known(without(&dims, axis)));
            let kept = with(&dims, axis, Dim::Number(1));
            Some(if numbers.is_empty() { reduced } else { Walk::view(&reduced, Shape::Known(kept)) })
        }
        "slice" | "select" => {
            let (start, end, step) = match numbers {
                &[start, end, step] => (start, end, step),
                numbers => (numbers[0], numbers[0] + 1, 1),
            };
            let Some(size) = number(&dims, axis) else { return unclear() };
            if end > size {
                let elements = if end == 1 { "element" } else { "elements" };
                return walk.refuse(value, call, &format!("at least {end} {elements} along axis {axis}"));
            }
            let count = Dim::Number((end - start).div_ceil(step));
            let sliced = walk.reshaped(value, call, Shape::Known(with(&dims, axis, count)));
            let selected = without(&dims, axis);
            Some(if call.name == "slice" { sliced } else { Walk::view(&sliced, Shape::Known(selected)) })
        }
        "repeat" => match number(&dims, axis) {
            Some(size) => {
                Some(walk.reshaped(value, call, Shape::Known(with(&dims, axis, Dim::Number(size * numbers[0])))))
            }
            None => unclear(),
        },
        "unfold" => {
            let (Some(length), true) = (number(&dims, axis), dims.len() < 5) else { return unclear() };
            let (size, step) = (numbers[0], numbers[1]);
            if size > length {
                let elements = if size == 1 { "element" } else { "elements" };
                return walk.refuse(value, call, &format!("at least {size} {elements} along axis {axis}"));
            }
            let mut gives = with(&dims, axis, Dim::Number((length - size) / step + 1));
            gives.push(Dim::Number(size));
            Some(walk.reshaped(value, call, Shape::Known(gives)))
        }
        _ => Some(walk.reshaped(value, call, Shape::Known(dims))),
    }
}

/// Draws a split into several parts, equal ones or not: the name, the arguments, and the shapes.
pub(crate) fn draw_parts(scope: &mut Scope<'_>, given: &Shape) -> Option<(&'static str, Turbofish, Vec<Shape>)> {
    let dims = given.known()?;
    let axis = axis(scope, dims, |dim| matches!(dim, Dim::Number(2..)))?;
    let size = number(dims, axis)?;
    let shapes = |sizes: &[u64]| sizes.iter().map(|&size| Shape::Known(with(dims, axis, Dim::Number(size)))).collect();
    if scope.random.percent(50) {
        let counts: Vec<_> = [2, 3].into_iter().filter(|&count| size.is_multiple_of(count)).collect();
        let count = *counts.get(scope.random.below(counts.len().max(1)))?;
        let sizes = vec![size / count; count as usize];
        let text = if axis == 0 { count.to_string() } else { format!("{count}, {axis}") };
        return Some(("chunk", Turbofish::Along(axis, vec![count], text), shapes(&sizes)));
    }
    let first = scope.random.between(1, size as usize - 1) as u64;
    let mut sizes = vec![first, size - first];
    if size - first > 1 && scope.random.percent(60) {
        sizes = vec![first, 1, size - first - 1];
    }
    let text = sizes.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let is_plain = axis == 0 && sizes.len() > 2;
    let text = if is_plain { text } else { format!("{text}, axis = {axis}") };
    Some(("split", Turbofish::Along(axis, sizes.clone(), text), shapes(&sizes)))
}

pub(crate) fn parts(walk: &mut Walk<'_>, call: &Call, value: &Value) -> Option<Vec<Value>> {
    let Turbofish::Along(axis, numbers, _) = &call.turbofish else { unreachable!("parts are drawn with their sizes") };
    let axis = *axis;
    let Some(dims) = value.shape.known().map(<[Dim]>::to_vec) else {
        walk.unclear(call.mark);
        return None;
    };
    if axis >= dims.len() {
        return walk.refuse(value, call, &least_axes(axis + 1)).map(|value| vec![value]);
    }
    let Some(size) = number(&dims, axis) else {
        walk.unclear(call.mark);
        return None;
    };
    let sizes = match call.name.as_str() {
        "chunk" => {
            let count = numbers[0];
            if !size.is_multiple_of(count) {
                let expects = format!("a multiple of {count} along axis {axis}");
                return walk.refuse(value, call, &expects).map(|value| vec![value]);
            }
            vec![size / count; count as usize]
        }
        _ => {
            let sum: u64 = numbers.iter().sum();
            if sum != size {
                let expects = format!("[{}]", list(&with(&dims, axis, Dim::Number(sum))));
                return walk.refuse(value, call, &expects).map(|value| vec![value]);
            }
            numbers.clone()
        }
    };
    let part = |size: u64| Shape::Known(with(&dims, axis, Dim::Number(size)));
    Some(sizes.into_iter().map(|size| walk.combined(&call.name, call.mark, part(size), &[value])).collect())
}

/// The operation on two values of these shapes that is drawn, with the shape of its result.
pub(crate) fn draw_product(scope: &mut Scope<'_>, a: &Shape, b: &Shape) -> Option<(&'static str, Shape)> {
    let (a, b) = (a.known()?, b.known()?);
    let mut names: Vec<_> =
        ["matmul", "dot", "outer"].into_iter().filter_map(|name| Some((name, product(name, a, b)?))).collect();
    names.retain(|(_, dims)| dims.iter().map(|dim| dim.value().unwrap_or(6)).product::<u64>() <= LARGEST / 2);
    let (name, dims) = names.get(scope.random.below(names.len().max(1)))?;
    Some((name, Shape::Known(dims.clone())))
}

/// The sizes of a product; `None` if there is none.
fn product(name: &str, a: &[Dim], b: &[Dim]) -> Option<Vec<Dim>> {
    let equal = |a: &Dim, b: &Dim| (a.compare(b) == Verdict::Equal).then_some(());
    match (name, a, b) {
        ("outer", [m], [n]) => Some(vec![m.clone(), n.clone()]),
        ("dot", [k], [l]) => equal(k, l).map(|()| vec![]),
        ("matmul", [k], [l, n]) => equal(k, l).map(|()| vec![n.clone()]),
        ("matmul", [m, k], [l]) => equal(k, l).map(|()| vec![m.clone()]),
        ("matmul", [before @ .., m, k], [others @ .., l, n]) if before.len() == others.len() => {
            equal(k, l)?;
            (compare(before, others) == Verdict::Equal).then_some(())?;
            Some([before, &[m.clone(), n.clone()]].concat())
        }
        _ => None,
    }
}

pub(crate) fn take_product(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let [a, b] = values else { unreachable!("a product has two factors") };
    let dims = match (a.shape.known(), b.shape.known()) {
        (Some(a), Some(b)) => product(&call.name, a, b),
        _ => None,
    };
    match dims {
        Some(dims) => Some(walk.combined(&call.name, call.mark, Shape::Known(dims), &[a, b])),
        None => {
            walk.unclear(call.mark);
            None
        }
    }
}

/// The shape of two values of this shape along a new axis.
pub(crate) fn stacked(dims: &[Dim], axis: usize) -> Shape {
    let mut dims = dims.to_vec();
    dims.insert(axis, Dim::Number(2));
    Shape::Known(dims)
}

pub(crate) fn take_stack(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let axis = if let Turbofish::Axis(axis) = call.turbofish { axis } else { 0 };
    let [a, b] = values else { unreachable!("two values are stacked") };
    match (a.shape.known(), a.shape.compare(&b.shape)) {
        (Some(dims), Verdict::Equal) if axis <= dims.len() && dims.len() < 5 => {
            Some(walk.combined("stack", call.mark, stacked(dims, axis), &[a, b]))
        }
        _ => {
            walk.unclear(call.mark);
            None
        }
    }
}
