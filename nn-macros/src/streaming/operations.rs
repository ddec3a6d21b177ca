//! The rules for operations: what is computed for each step alone, and what looks along time.

use super::place::{Place, dims};
use super::refusal::{DECLARE, HELP_LENGTH, HELP_PADDED, LENGTH, PADDED, Refusal, UNKNOWN, refuse};
use super::roles::{Kind, Role, Roles, Ruled};
use crate::catalogue::{Op, PadMode, Window};
use crate::graph::Node;
use crate::shape::Dim;

/// The fix for what combines steps.
const OTHER_AXIS: &str = "use another axis";
/// The fix for windows over steps.
const CAUSAL: &str = "use a causal `Conv1d`";

/// The place of time in the output of an operation that works along another axis.
fn beside(place: Place, axis: usize, does: &str) -> Result<Place, Refusal> {
    if place.axis == axis { refuse(does, OTHER_AXIS) } else { Ok(place) }
}

/// The same for an operation that removes the other axis.
fn without(place: Place, axis: usize, does: &str) -> Result<Place, Refusal> {
    let place = beside(place, axis, does)?;
    Ok(place.at(if place.axis > axis { place.axis - 1 } else { place.axis }))
}

/// The place of time behind a window over the axes after the channels.
pub(super) fn behind_window(place: Place, window: &Window, does: &str) -> Result<Place, Refusal> {
    let is = |dims: &[Dim], axis: usize, number: u64| dims.get(axis).and_then(Dim::literal) == Some(number);
    match place.axis.checked_sub(1) {
        Some(axis) if !(is(&window.kernel, axis, 1) && is(&window.stride, axis, 1) && is(&window.padding, axis, 0)) => {
            refuse(does, CAUSAL)
        }
        _ => Ok(place),
    }
}

impl Roles<'_> {
    /// The rule for an operation with an operand that has an axis of time.
    pub(super) fn operation(&mut self, node: &Node, op: &Op, roles: &[Role]) -> Ruled {
        match op {
            Op::Add | Op::Multiply | Op::Map(..) | Op::Copy | Op::Dropout { .. } | Op::Noise | Op::Fused(_) => {
                self.elementwise(node, op, roles)
            }
            Op::Concat { axis } => {
                let whole = self.sizes(node.outputs[0]);
                let place = self.aligned(node, roles, &whole)?;
                plain(beside(place, *axis, "joins along the axis of time"), node)
            }
            Op::MatMul => self.matrices(node, roles),
            Op::Attention { is_causal, .. } => self.attention(node, *is_causal, roles),
            Op::IndexSelect { axis } => match *roles {
                [Role::Along(place), Role::Constant] => plain(beside(place, *axis, "selects steps by indices"), node),
                [Role::Constant, Role::Along(place)] if place == Place::of(0) => plain(Ok(Place::of(*axis)), node),
                _ => refuse("selects steps by indices", OTHER_AXIS),
            },
            Op::Gather { axis } => {
                let whole = self.sizes(node.outputs[0]);
                let place = self.aligned(node, roles, &whole)?;
                plain(beside(place, *axis, "selects steps by indices"), node)
            }
            _ => match *roles {
                [Role::Along(place)] => self.of_one(node, op, place),
                [Role::Padded(..)] => refuse(PADDED, HELP_PADDED),
                _ => refuse(UNKNOWN, DECLARE),
            },
        }
    }

    fn elementwise(&mut self, node: &Node, op: &Op, roles: &[Role]) -> Ruled {
        if let [Role::Nested(_)] = roles {
            return Ok((Kind::Plain, roles.to_vec()));
        }
        let (whole, gives) = match op {
            Op::Fused(fused) => (dims(&fused.whole), dims(fused.gives())),
            _ => (dims(&self.graph.values[node.outputs[0]].shape), None),
        };
        let (whole, gives) = (whole.unwrap_or_default().to_vec(), gives.map(<[Dim]>::to_vec));
        let place = self.aligned(node, roles, &whole)?;
        let is_reduced = gives.is_some_and(|gives| {
            let size = |dims: &[Dim]| dims.get(place.axis).is_some_and(Dim::is_one);
            size(&gives) && !size(&whole)
        });
        if is_reduced {
            return refuse("combines all steps", "write `.select::<0, -1>()` for the last step, or use another axis");
        }
        plain(Ok(place), node)
    }

    fn matrices(&mut self, node: &Node, roles: &[Role]) -> Ruled {
        let rank = self.sizes(node.inputs[0]).len();
        let place = match *roles {
            [Role::Along(place), Role::Constant] if place.axis + 2 == rank => Some(place),
            [Role::Constant, Role::Along(place)] if place.axis + 1 == rank => Some(place),
            [Role::Along(a), Role::Along(b)] if a == b && a.axis + 2 < rank => Some(a),
            [Role::Along(place), Role::Constant] if place.axis + 2 < rank => {
                self.demand(node.inputs[1], place.axis, place)?;
                Some(place)
            }
            [Role::Constant, Role::Along(place)] if place.axis + 2 < rank => {
                self.demand(node.inputs[0], place.axis, place)?;
                Some(place)
            }
            _ => None,
        };
        match place {
            Some(place) => plain(Ok(place), node),
            None => refuse(
                "has time along neither the rows of its first matrix, the columns of its second one, nor an axis before both",
                "make time an axis of these rows or columns, and the other matrix the same in each step",
            ),
        }
    }

    fn attention(&mut self, node: &Node, is_causal: bool, roles: &[Role]) -> Ruled {
        let time = Role::Along(Place::of(0));
        let has_length = node.inputs.iter().any(|&id| self.graph.values[id].shape.indices().is_some());
        match *roles {
            [q, Role::Constant, Role::Constant] if q == time && !is_causal => plain(Ok(Place::of(0)), node),
            [q, Role::Constant, Role::Constant, Role::Constant] if has_length && q == time && !is_causal => {
                plain(Ok(Place::of(0)), node)
            }
            _ if has_length => refuse(LENGTH, HELP_LENGTH),
            [_, _, _, _] => refuse("has a mask", "write `causal = true` in place of the mask"),
            [q, k, v] if q == time && k == time && v == time => match is_causal {
                true => Ok((Kind::State, vec![time])),
                false => refuse("compares each step with later ones", "write `causal = true`"),
            },
            _ => refuse(
                "compares values of which some have no axis of time",
                "give it queries, keys and values with the axis of time first",
            ),
        }
    }

    /// The rule for an operation on one value.
    fn of_one(&mut self, node: &Node, op: &Op, place: Place) -> Ruled {
        let rank = self.sizes(node.inputs[0]).len();
        let normalises = "normalises along the axis of time";
        let place = match op {
            Op::Slice { axis, start, count, .. } if *axis == place.axis => {
                return self.last_step(place, start, count);
            }
            Op::CumSum { axis } if *axis == place.axis => {
                return match place.is_alone() {
                    true => Ok((Kind::State, vec![Role::Along(place)])),
                    false => refuse("adds steps and other elements", "make time an axis of its own"),
                };
            }
            Op::CumSum { .. } => Ok(place),
            Op::Rotary { .. } => {
                return match place == Place::of(0) {
                    true => Ok((Kind::State, vec![Role::Along(place)])),
                    false => refuse("turns by the position on another axis", "make time the first axis"),
                };
            }
            Op::Slice { .. } => Ok(place),
            Op::Split { axis, .. } => beside(place, *axis, "splits the axis of time"),
            Op::Glu { axis } => beside(place, *axis, "splits the axis of time"),
            Op::Flip { axis } => beside(place, *axis, "reverses the steps"),
            Op::Roll { axis, .. } => beside(place, *axis, "moves the steps"),
            Op::Repeat { axis, .. } => beside(place, *axis, "repeats the steps"),
            Op::Unfold { axis, .. } => beside(place, *axis, "takes windows of the steps"),
            Op::SoftmaxOver { axis, .. } | Op::SoftminOver { axis } => beside(place, *axis, normalises),
            Op::Softmax { .. } | Op::Softmin => beside(place, rank - 1, normalises),
            Op::Softmax2d | Op::LocalResponseNorm { .. } => beside(place, 0, normalises),
            Op::Extremum { axis, .. } | Op::ExtremumIndex { axis, .. } => without(place, *axis, "compares all steps"),
            Op::LogSumExp { axis } => without(place, *axis, "combines all steps"),
            Op::ChannelShuffle { .. } => beside(place, 0, "exchanges the steps"),
            Op::GlobalAvgPool if place.axis == 0 => Ok(place),
            Op::GlobalAvgPool => refuse("combines all steps", CAUSAL),
            Op::Pool { window, .. } | Op::ArgMaxPool { window } => {
                let place = behind_window(place, window, "combines several steps")?;
                return Ok((Kind::Plain, vec![Role::Along(place); node.outputs.len()]));
            }
            Op::AdaptivePool { .. } if place.axis == 0 => Ok(place),
            Op::AdaptivePool { .. } => refuse("combines several steps", CAUSAL),
            Op::Upsample { .. } if place.axis == 0 => Ok(place),
            Op::Upsample { .. } => refuse("adds steps", OTHER_AXIS),
            Op::Pad { sides, mode } => {
                // The sides of the last axis come first.
                let first = 2 * (rank - 1 - place.axis);
                let of_time: Vec<_> = sides.iter().skip(first).take(2).map(|side| side.size.literal()).collect();
                let is_zero = matches!(mode, PadMode::Constant(0));
                match of_time[..] {
                    [] | [Some(0), Some(0)] => Ok(place),
                    [Some(before), Some(0)] if is_zero && place.is_alone() && !sides[first].removes => {
                        return Ok((Kind::Padding, vec![Role::Padded(place, before)]));
                    }
                    _ => refuse(
                        "adds other steps than zeros before the first one",
                        "pad only before the first step, as `.zero_pad::<2, 0>()` does for a `Conv1d` with `kernel = 3`",
                    ),
                }
            }
            Op::Permute { order } => match order.iter().position(|&axis| axis == place.axis) {
                Some(axis) => Ok(place.at(axis)),
                None => refuse("moves the steps", OTHER_AXIS),
            },
            Op::OneHot | Op::SequenceMask { .. } => Ok(place),
            _ => refuse("combines steps", OTHER_AXIS),
        };
        plain(place, node)
    }

    /// The rule for a slice along time: the last step can be selected, and no other one.
    fn last_step(&self, place: Place, start: &Dim, count: &Dim) -> Ruled {
        let is_last = match (start, &self.size) {
            (Dim::Literal(start), Dim::Literal(size)) => start + 1 == *size,
            (Dim::Result(from_end), _) => from_end.name == "SubDim" && from_end.arguments.iter().all(Dim::is_one),
            _ => false,
        };
        if place.is_alone() && count.is_one() && is_last {
            return Ok((Kind::LastStep, vec![Role::Last]));
        }
        let axis = place.axis;
        refuse("selects other steps than the last one", format!("write `.select::<{axis}, -1>()` for the last step"))
    }

    /// The sizes of a value.
    pub(super) fn sizes(&self, id: usize) -> Vec<Dim> {
        dims(&self.graph.values[id].shape).unwrap_or_default().to_vec()
    }
}

/// The rule for a node that computes each step alone.
pub(super) fn plain(place: Result<Place, Refusal>, node: &Node) -> Ruled {
    Ok((Kind::Plain, vec![Role::Along(place?); node.outputs.len()]))
}
