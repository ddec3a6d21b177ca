//! The translation of operations along an axis from other frameworks, which count the batch as axis 0.

use super::given::{Given, only, split};
use crate::shape::Dim;

/// The axis of a sample, from one that is counted with the batch, or from the end; `None` for the batch itself, and for an axis
/// that does not exist.
pub(in crate::catalogue::operations) fn axis_without_batch(axis: i64, rank: Option<usize>) -> Option<usize> {
    let axis = match axis {
        axis if axis < 0 => i64::try_from(rank?).ok()? + axis,
        axis => axis - 1,
    };
    usize::try_from(axis).ok().filter(|&axis| rank.is_none_or(|rank| axis < rank))
}

/// The call of an operation along an axis.
pub(in crate::catalogue::operations) fn along(method: &str, given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let rank = sizes.map(<[Dim]>::len);
    let axis = |given: &Given| match given {
        Given::Many(all) if all.len() == 1 => axis_without_batch(all[0].integer()?, rank),
        other => axis_without_batch(other.integer()?, rank),
    };
    let one = |given: &Given| match given {
        Given::Many(all) if all.len() == 1 => all[0].integer(),
        other => other.integer(),
    };
    let (places, named) = split(given);
    let name_of = |names: &[&str]| named.iter().find(|(name, _)| names.contains(name)).map(|(_, value)| *value);
    // The argument with this name, or at this place.
    let argument = |place: usize, names: &[&str]| name_of(names).or_else(|| places.get(place).copied());
    const AXIS: &[&str] = &["dim", "axis", "dims", "dimension"];
    let is_complete = |count: usize| places.len() + named.len() == count;
    match method {
        "unsqueeze" => unsqueeze(given, sizes),
        "squeeze" => squeeze(given, sizes),
        "transpose" => transpose(given, sizes),
        "cumsum" | "flip" if is_complete(1) => Some(format!(".{method}::<{}>()", axis(argument(0, AXIS)?)?)),
        "max" | "min" | "argmax" | "argmin" => {
            let axis = axis(argument(0, AXIS)?)?;
            let keep = argument(1, &["keepdim", "keepdims"]);
            match keep {
                None if is_complete(1) => Some(format!(".{method}::<{axis}>()")),
                Some(keep) if is_complete(2) && keep.is_off() => Some(format!(".{method}::<{axis}>()")),
                Some(Given::Word(word)) if is_complete(2) && matches!(word.as_str(), "True" | "true") => {
                    Some(format!(".{method}::<{axis}, keep = true>()"))
                }
                _ => None,
            }
        }
        "select" if is_complete(2) => {
            let (place, index) = (argument(0, AXIS)?, argument(1, &["index"])?.integer()?);
            // No sample of a batch can be selected, so 0 is the first axis of a sample.
            let axis = if place.integer() == Some(0) { 0 } else { axis(place)? };
            Some(format!(".select::<{axis}, {index}>()"))
        }
        "slice" => slice(&places, rank),
        "roll" if is_complete(2) => {
            Some(format!(".roll::<{}, {}>()", axis(argument(1, AXIS)?)?, one(argument(0, &["shifts", "shift"])?)?))
        }
        "unfold" if is_complete(3) => {
            let [size, step] = [(1, "size"), (2, "step")].map(|(place, name)| argument(place, &[name])?.integer());
            let (size, step) = (size.filter(|&size| size > 0)?, step.filter(|&step| step > 0)?);
            Some(format!(".unfold::<{}, {size}, {step}>()", axis(argument(0, AXIS)?)?))
        }
        "repeat" => {
            let given = match given {
                [Given::Many(all)] => all,
                all => all,
            };
            let times: Vec<_> = given.iter().map(Given::integer).collect::<Option<_>>()?;
            let (&1, rest) = times.split_first()? else { return None };
            let mut repeated = (0..rest.len()).filter(|&axis| rest[axis] != 1);
            let axis = repeated.next().filter(|_| rank.is_none_or(|rank| rank == rest.len()))?;
            (repeated.next().is_none() && rest[axis] > 1).then(|| format!(".repeat::<{axis}, {}>()", rest[axis]))
        }
        _ => None,
    }
}

/// A range of an axis, which other notations write without the axis, or as two numbers. An axis beside it is that of a sample.
pub(in crate::catalogue::operations) fn slice(places: &[&Given], rank: Option<usize>) -> Option<String> {
    let is_axis = |axis: i64| usize::try_from(axis).is_ok_and(|axis| rank.is_none_or(|rank| axis < rank));
    let range = |given: &Given| match given {
        Given::Word(range) if range.contains("..") => Some(range.clone()),
        _ => None,
    };
    match places {
        [Given::Many(all)] => match all.as_slice() {
            [only] if rank == Some(1) => Some(format!(".slice::<0, {}>()", range(only)?)),
            _ => None,
        },
        [only] => Some(format!(".slice::<0, {}>()", range(only)?)),
        [axis, only] => {
            let axis = axis.integer().filter(|&axis| is_axis(axis))?;
            Some(format!(".slice::<{axis}, {}>()", range(only)?))
        }
        [axis, start, end] => {
            let [axis, start, end] = [axis.integer()?, start.integer()?, end.integer()?];
            let is_range = start < end && (start >= 0 || end < 0);
            (is_axis(axis) && is_range).then(|| format!(".slice::<{axis}, {start}..{end}>()"))
        }
        _ => None,
    }
}

/// The sizes of a value as they are written; `None` if it has too many.
fn written(sizes: &[Dim]) -> Option<String> {
    let all: Vec<_> = sizes.iter().map(Dim::written).collect();
    (all.len() <= 5 && !all.is_empty() && all.iter().all(|size| size != "_")).then(|| all.join(", "))
}

/// A sample with another axis. The batch is axis 0 in other frameworks; a new axis at 0 is the first of the sample.
pub(in crate::catalogue::operations) fn unsqueeze(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let axis = only(given, &["dim", "axis"]).ok()??.integer()?;
    let rank = sizes.map(|sizes| sizes.len() + 1);
    let axis = if axis == 0 { 0 } else { axis_without_batch(axis, rank)? };
    Some(format!(".unsqueeze::<{axis}>()"))
}

/// A sample without axes of size 1.
fn squeeze(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let sizes = sizes?;
    match only(given, &["dim", "axis"]).ok()? {
        None => {
            let ones: Vec<_> = (0..sizes.len()).filter(|&axis| sizes[axis].is_one()).collect();
            let rest: Vec<_> = sizes.iter().filter(|size| !size.is_one()).cloned().collect();
            match ones.as_slice() {
                [axis] => Some(format!(".squeeze::<{axis}>()")),
                _ => Some(format!(".reshape::<{}>()", written(&rest)?)),
            }
        }
        Some(axis) => {
            let axis = match axis.integer()? {
                0 => 0,
                axis => axis_without_batch(axis, Some(sizes.len()))?,
            };
            sizes.get(axis).is_some_and(Dim::is_one).then(|| format!(".squeeze::<{axis}>()"))
        }
    }
}

/// Two exchanged axes.
pub(in crate::catalogue::operations) fn transpose(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let rank = i64::try_from(sizes?.len()).ok()?;
    let (a, b) = match given {
        [] if rank == 2 => (1, 2),
        [a, b] => (a.integer()?, b.integer()?),
        _ => return None,
    };
    // Axes counted with the batch, or from the end; of two axes without the batch, `transpose(0, 1)` is clear.
    let is_without_batch = a.min(b) == 0;
    let place = |axis: i64| match axis {
        axis if axis < 0 => rank + axis,
        axis if is_without_batch => axis,
        axis => axis - 1,
    };
    let (a, b) = (place(a), place(b));
    if a == b || [a, b].iter().any(|axis| !(0..rank).contains(axis)) || is_without_batch && rank != 2 {
        return None;
    }
    Some(format!(".transpose::<{a}, {b}>()"))
}

/// `narrow(dim, start, length)` as a slice.
pub(in crate::catalogue::operations) fn narrow(given: &[Given], sizes: Option<&[Dim]>) -> Option<String> {
    let all: Vec<_> = given.iter().map(Given::integer).collect::<Option<_>>()?;
    let &[axis, start, length] = all.as_slice() else { return None };
    let rank = sizes.map(<[Dim]>::len);
    let axis = if axis == 0 && rank == Some(1) { 0 } else { axis_without_batch(axis, rank)? };
    (start >= 0 && length > 0).then(|| format!(".slice::<{axis}, {start}..{}>()", start + length))
}

/// `stack` with an axis behind the values.
pub(in crate::catalogue::operations) fn stack_of(
    given: &[Given],
    values: &[String],
    sizes: Option<&[Dim]>,
) -> Option<String> {
    if values.len() < 2 {
        return None;
    }
    let rank = sizes.map(|sizes| sizes.len() + 1);
    let axis = match only(given, &["dim", "axis"]).ok()?.map(Given::integer) {
        // The values of a batch are joined before it.
        None | Some(Some(0)) => 0,
        Some(None) => return None,
        Some(Some(axis)) => axis_without_batch(axis, rank)?,
    };
    let axis = if axis == 0 { String::new() } else { format!("::<{axis}>") };
    Some(format!("stack{axis}({})", values.join(", ")))
}

/// `gather` or `index_select` with the axis among the values.
pub(in crate::catalogue::operations) fn taken_of(
    name: &str,
    given: &[Given],
    values: &[String],
    sizes: Option<&[Dim]>,
) -> Option<String> {
    let [value, indices] = values else { return None };
    let axis = only(given, &["dim", "axis"]).ok()??.integer()?;
    let axis = match axis_without_batch(axis, sizes.map(<[Dim]>::len))? {
        0 => String::new(),
        axis => format!("::<{axis}>"),
    };
    Some(format!("{name}{axis}({value}, {indices})"))
}

/// `chunk` with the number of parts behind the value.
pub(in crate::catalogue::operations) fn chunk_of(
    given: &[Given],
    values: &[String],
    sizes: Option<&[Dim]>,
) -> Option<String> {
    let [value] = values else { return None };
    let (places, named) = split(given);
    let name_of = |names: &[&str]| named.iter().find(|(name, _)| names.contains(name)).map(|(_, value)| *value);
    let count = name_of(&["chunks"]).or_else(|| places.first().copied())?.integer()?;
    let axis = name_of(&["dim", "axis"]).or_else(|| places.get(1).copied());
    let axis = match axis.map(Given::integer) {
        None => 0,
        Some(None) => return None,
        Some(Some(axis)) => axis_without_batch(axis, sizes.map(<[Dim]>::len))?,
    };
    let names = ["a", "b", "c", "d", "e", "f"].get(..usize::try_from(count).ok()?).filter(|names| names.len() > 1)?;
    let axis = if axis == 0 { String::new() } else { format!(", {axis}") };
    Some(format!("let ({}) = chunk::<{count}{axis}>({value});", names.join(", ")))
}
