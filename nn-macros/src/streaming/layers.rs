//! The rules for layers with parameters, nested networks and custom layers.

use super::operations::{behind_window, plain};
use super::place::{Place, dims};
use super::refusal::{DECLARE, HELP_LENGTH, HELP_PADDED, LENGTH, PADDED, UNKNOWN, refuse};
use super::roles::{Kind, Role, Roles, Ruled};
use crate::catalogue::{Convolution, Layer, Norm, NormKind, NormStatistics, Recurrent};
use crate::graph::{At, Node};
use crate::shape::Dim;

impl Roles<'_> {
    /// The rule for a layer with an operand that has an axis of time.
    pub(super) fn layer(&mut self, node: &Node, field: usize, roles: &[Role]) -> Ruled {
        let graph = self.graph;
        let layer = graph.layers[field].as_ref();
        if let Some(Layer::Custom(_)) | None = layer {
            return self.custom(node, roles);
        }
        let has_length = |id: &usize| self.graph.values[*id].shape.indices().is_some();
        if let (Some(Layer::Recurrent(_)), true) = (layer, node.inputs.iter().any(has_length)) {
            return refuse(LENGTH, HELP_LENGTH);
        }
        let rank = self.sizes(node.inputs[0]).len();
        let of_last = |place: Place| match place.axis + 1 == rank {
            true => refuse(
                "maps the last axis, which is that of time",
                "make time another axis, as `.permute::<1, 0>()` does",
            ),
            false => plain(Ok(place), node),
        };
        if let Some(Layer::Bilinear(_)) = layer {
            let whole = self.sizes(node.outputs[0]);
            let place = self.aligned(node, roles, &whole)?;
            return of_last(place);
        }
        if let (Some(Layer::Convolution(convolution)), [role]) = (layer, roles) {
            return convolution_rule(node, convolution, *role);
        }
        if roles.iter().any(|role| matches!(role, Role::Padded(..))) {
            return refuse(PADDED, HELP_PADDED);
        }
        if let (Some(Layer::Recurrent(recurrent)), [sequence, states @ ..]) = (layer, roles) {
            return recurrent_rule(recurrent, *sequence, states);
        }
        let [Role::Along(place)] = *roles else {
            return refuse(UNKNOWN, DECLARE);
        };
        match layer {
            _ if matches!(node.at, Some(At::Transposed(_))) => of_last(place),
            Some(Layer::Linear(_)) => of_last(place),
            Some(Layer::Embedding(_)) => plain(Ok(place), node),
            Some(Layer::Norm(norm)) => norm_rule(node, norm, place, rank),
            _ => refuse("combines steps", "use another layer"),
        }
    }

    /// A nested network or a custom layer: the compiler checks that it streams.
    fn custom(&mut self, node: &Node, roles: &[Role]) -> Ruled {
        let mut axis = None;
        for role in roles {
            match role {
                Role::Along(place) if !place.is_alone() => {
                    return refuse("receives an axis that is not time alone", "make time an axis of its own");
                }
                Role::Along(Place { axis: of, .. }) | Role::Nested(of) => axis = axis.or(Some(*of)),
                Role::Padded(..) => return refuse(PADDED, HELP_PADDED),
                Role::Constant | Role::Last => {}
            }
        }
        let axis = axis.unwrap_or(0);
        let role = |&output: &usize| match dims(&self.graph.values[output].shape) {
            // An array returns what it receives.
            Some(_) => Role::Along(Place::of(axis)),
            None => Role::Nested(axis),
        };
        Ok((Kind::State, node.outputs.iter().map(role).collect()))
    }
}

fn norm_rule(node: &Node, norm: &Norm, place: Place, rank: usize) -> Ruled {
    let sizes = norm.settled_sizes().len();
    let is_tracked = norm.statistics != NormStatistics::Untracked;
    let (is_of_steps, does) = match norm.kind {
        NormKind::LayerNorm | NormKind::RmsNorm => (place.axis + sizes >= rank, "normalises along the axis of time"),
        NormKind::PRelu => (sizes > 0 && place.axis == 0, "has a slope for each step"),
        _ if place.axis == 0 => (true, "takes the steps for channels"),
        kind if kind.is_batch() || kind.is_instance() => {
            (!is_tracked, "has no running statistics, and normalises along the axis of time")
        }
        _ => (true, "normalises along the axis of time"),
    };
    match (is_of_steps, norm.kind) {
        (false, _) => plain(Ok(place), node),
        (true, kind) if place.axis > 0 && (kind.is_batch() || kind.is_instance()) => {
            refuse(does, "write `track_running_stats = true`")
        }
        (true, _) if place.axis + 1 == rank => refuse(
            does,
            "normalise the features of each step, with `LayerNorm` on a value whose last axis is not time, as `.permute::<1, 0>()` gives",
        ),
        (true, _) => refuse(does, "normalise the features of each step, with `LayerNorm`"),
    }
}

fn convolution_rule(node: &Node, convolution: &Convolution, role: Role) -> Ruled {
    let window = &convolution.window;
    let (place, zeros) = match role {
        Role::Along(place) => (place, 0),
        Role::Padded(place, zeros) => (place, zeros),
        _ => return refuse(UNKNOWN, DECLARE),
    };
    let Some(axis) = place.axis.checked_sub(1) else {
        return refuse("takes the steps for channels", "make time the last axis, as `.permute::<1, 0>()` does");
    };
    if convolution.kind.is_transposed() {
        return refuse("adds steps", "use a causal `Conv1d`");
    }
    let does = "combines each step with later ones";
    if zeros == 0
        && let Ok(place) = behind_window(place, window, does)
    {
        return plain(Ok(place), node);
    }
    let [kernel, stride, padding, dilation] = window.parts().map(|dims| dims.get(axis).and_then(Dim::literal));
    if stride != Some(1) {
        return refuse("skips steps", "write `stride = 1`");
    }
    let reach = kernel.zip(dilation).and_then(|(kernel, dilation)| dilation.checked_mul(kernel - 1));
    match reach {
        _ if window.kernel.len() > 1 || !place.is_alone() => refuse(does, "use a causal `Conv1d` along time"),
        Some(reach) if reach == zeros && padding == Some(0) => Ok((Kind::State, vec![Role::Along(place)])),
        Some(0) => refuse(does, "remove the padding before it"),
        Some(reach) => {
            let name = node.name.split('[').next().unwrap_or_default();
            let without = if padding == Some(0) { "" } else { ", and leave out its padding" };
            refuse(does, format!("write `.zero_pad::<{reach}, 0>()` before `.{name}()`{without}"))
        }
        None => refuse("has a kernel whose size is a name", "write its kernel and dilation as numbers"),
    }
}

/// A recurrent layer: its initial states have no axis of time, and its final ones are those after the last step.
fn recurrent_rule(recurrent: &Recurrent, sequence: Role, states: &[Role]) -> Ruled {
    if states.iter().any(|state| matches!(state, Role::Along(_))) {
        return refuse(
            "receives a state with an axis of time",
            "begin with a state without one: a `Parameter`, a `Buffer`, or an input that is declared without `time = `",
        );
    }
    let place = match sequence {
        Role::Along(place) if states.iter().all(|state| *state == Role::Constant) => place,
        _ => return refuse(UNKNOWN, DECLARE),
    };
    if place != Place::of(0) {
        return refuse(
            "reads along the first axis, which is not that of time",
            "make time the first axis, as `.permute::<1, 0>()` does",
        );
    }
    let last = states.iter().map(|_| Role::Last);
    match recurrent.bidirectional {
        true => refuse("reads the sequence in both directions", "remove `bidirectional = true`"),
        false => Ok((Kind::State, std::iter::once(Role::Along(place)).chain(last).collect())),
    }
}
