//! The operations of `forward` that are not layers and return one value. A new one needs a line in [`OPERATIONS`].

use crate::along;
use crate::architecture::{Call, Turbofish};
use crate::draw::{Drawn, Scope};
use crate::gates;
use crate::pool;
use crate::predict::{Value, Walk};
use crate::resize;
use crate::shape::{self, Dim, Shape};
use crate::spatial;

pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// The relative frequency with which it is tried.
    pub(crate) weight: usize,
    /// Draws the content of `::<..>` and returns it with the output shape; `None` if the operation does not accept the value.
    /// Operations on several values are drawn in [`draw`](crate::draw).
    pub(crate) draw: fn(&mut Scope<'_>, &Drawn) -> Option<(Turbofish, Shape)>,
    /// The effect on the sign of elements.
    pub(crate) sign: Sign,
    /// The output, or `None` if a mistake was reported.
    pub(crate) take: fn(&mut Walk<'_>, &Call, &[Value]) -> Option<Value>,
}

/// The effect of an operation on signs. ReLU of a value that is nowhere positive is zero, and has no gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A value that is nowhere positive remains so.
    Keeps,
    Any,
    NeverPositive,
}

const ELEMENTWISE: Operation = Operation {
    name: "",
    weight: 4,
    draw: |_, given| Some((Turbofish::Nothing, given.shape.clone())),
    sign: Sign::Any,
    take: |walk, _, values| Some(walk.kept(values[0].shape.clone(), &[&values[0]])),
};

const SPATIAL: Operation = Operation { name: "", weight: 2, draw: |_, _| None, sign: Sign::Keeps, take: spatial::take };

pub(crate) const OPERATIONS: &[Operation] = &[
    Operation { name: "relu", draw: if_positive, ..ELEMENTWISE },
    Operation { name: "leaky_relu", weight: 6, draw: slope, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "sigmoid", ..ELEMENTWISE },
    Operation { name: "tanh", weight: 6, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "elu", weight: 2, draw: slope, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "selu", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "gelu", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "gelu_tanh", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "silu", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "mish", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "hard_sigmoid", weight: 2, ..ELEMENTWISE },
    Operation { name: "hard_swish", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "softplus", weight: 2, draw: sharpness, ..ELEMENTWISE },
    Operation { name: "sin", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "cos", weight: 1, ..ELEMENTWISE },
    Operation { name: "erf", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "abs", weight: 2, ..ELEMENTWISE },
    Operation { name: "relu6", weight: 2, draw: if_positive, ..ELEMENTWISE },
    Operation { name: "hardtanh", weight: 2, draw: limits, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "log_sigmoid", weight: 2, sign: Sign::NeverPositive, ..ELEMENTWISE },
    Operation { name: "softsign", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "celu", weight: 2, draw: sharpness, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "threshold", weight: 2, draw: threshold, ..ELEMENTWISE },
    Operation { name: "softshrink", weight: 2, draw: shrinkage, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "hardshrink", weight: 2, draw: shrinkage, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "tanhshrink", weight: 2, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "glu", weight: 3, draw: gates::draw_glu, sign: Sign::Keeps, take: gates::take_glu },
    Operation { name: "softmin", weight: 2, draw: along_an_axis, take: along::take, ..ELEMENTWISE },
    Operation { name: "softmax2d", weight: 4, draw: gates::draw_softmax2d, sign: Sign::Any, take: dropout_of_channels },
    Operation {
        name: "local_response_norm",
        weight: 3,
        draw: gates::draw_response,
        sign: Sign::Keeps,
        take: gates::take_response,
    },
    Operation { name: "dropout", weight: 2, draw: probability, sign: Sign::Keeps, ..ELEMENTWISE },
    Operation { name: "dropout2d", weight: 6, draw: of_channels, sign: Sign::Keeps, take: dropout_of_channels },
    Operation { name: "softmax", weight: 2, draw: along_an_axis, take: along::take, ..ELEMENTWISE },
    Operation { name: "log_softmax", weight: 3, draw: along_an_axis, sign: Sign::NeverPositive, take: along::take },
    Operation { name: "flip", weight: 1, draw: along::draw_keeping, sign: Sign::Keeps, take: along::take },
    Operation { name: "cumsum", weight: 1, draw: along::draw_keeping, sign: Sign::Keeps, take: along::take },
    Operation { name: "roll", weight: 1, draw: along::draw_roll, sign: Sign::Keeps, take: along::take },
    Operation { name: "max", weight: 2, draw: along::draw_extremum, sign: Sign::Keeps, take: along::take },
    Operation { name: "min", weight: 2, draw: along::draw_extremum, sign: Sign::Keeps, take: along::take },
    Operation { name: "squeeze", weight: 4, draw: along::draw_squeeze, sign: Sign::Keeps, take: along::take },
    Operation { name: "unsqueeze", weight: 1, draw: along::draw_unsqueeze, sign: Sign::Keeps, take: along::take },
    Operation { name: "transpose", weight: 2, draw: along::draw_transpose, sign: Sign::Keeps, take: along::take },
    Operation { name: "slice", weight: 2, draw: along::draw_slice, sign: Sign::Keeps, take: along::take },
    Operation { name: "select", weight: 2, draw: along::draw_select, sign: Sign::Keeps, take: along::take },
    Operation { name: "repeat", weight: 1, draw: along::draw_repeat, sign: Sign::Keeps, take: along::take },
    Operation { name: "unfold", weight: 1, draw: along::draw_unfold, sign: Sign::Keeps, take: along::take },
    Operation { name: "matmul", weight: 0, draw: |_, _| None, sign: Sign::Any, take: along::take_product },
    Operation { name: "dot", weight: 0, draw: |_, _| None, sign: Sign::Any, take: along::take_product },
    Operation { name: "outer", weight: 0, draw: |_, _| None, sign: Sign::Any, take: along::take_product },
    Operation { name: "stack", weight: 0, draw: |_, _| None, sign: Sign::Keeps, take: along::take_stack },
    Operation {
        name: "flatten",
        weight: 8,
        draw: flat,
        sign: Sign::Keeps,
        take: |walk, _, values| Some(walk.flatten(&values[0])),
    },
    Operation {
        name: "reshape",
        weight: 6,
        draw: reshaped,
        sign: Sign::Keeps,
        take: |walk, call, values| match &call.turbofish {
            Turbofish::Sizes(sizes) => walk.reshape(&values[0], sizes, call.mark),
            other => unreachable!("`reshape` is drawn with sizes, not {other:?}"),
        },
    },
    Operation { name: "max_pool", weight: 10, draw: pool::draw_max, sign: Sign::Keeps, take: pool::take },
    Operation { name: "avg_pool", weight: 8, draw: pool::draw_avg, sign: Sign::Keeps, take: pool::take },
    Operation {
        name: "global_avg_pool",
        weight: 4,
        draw: pool::draw_global,
        sign: Sign::Keeps,
        take: pool::take_global,
    },
    Operation { name: "permute", weight: 6, draw: resize::draw_permute, sign: Sign::Keeps, take: resize::take_permute },
    Operation {
        name: "upsample",
        weight: 5,
        draw: resize::draw_upsample,
        sign: Sign::Keeps,
        take: resize::take_upsample,
    },
    Operation { name: "zero_pad", weight: 5, draw: resize::draw_pad, sign: Sign::Keeps, take: resize::take_pad },
    Operation { name: "max_pool", draw: spatial::draw_max, ..SPATIAL },
    Operation { name: "avg_pool", draw: spatial::draw_avg, ..SPATIAL },
    Operation { name: "lp_pool", draw: spatial::draw_lp, ..SPATIAL },
    Operation { name: "adaptive_avg_pool", draw: spatial::draw_adaptive, ..SPATIAL },
    Operation { name: "adaptive_max_pool", draw: spatial::draw_adaptive, ..SPATIAL },
    Operation { name: "constant_pad", draw: spatial::draw_constant, ..SPATIAL },
    Operation { name: "reflect_pad", draw: spatial::draw_reflect, ..SPATIAL },
    Operation { name: "replicate_pad", draw: spatial::draw_replicate, ..SPATIAL },
    Operation { name: "circular_pad", draw: spatial::draw_circular, ..SPATIAL },
    Operation { name: "upsample", draw: spatial::draw_interpolation, ..SPATIAL },
    Operation { name: "pixel_shuffle", weight: 4, draw: spatial::draw_pixel_shuffle, ..SPATIAL },
    Operation { name: "pixel_unshuffle", weight: 6, draw: spatial::draw_pixel_unshuffle, ..SPATIAL },
    Operation { name: "channel_shuffle", draw: spatial::draw_channel_shuffle, ..SPATIAL },
    Operation { name: "unfold2d", draw: spatial::draw_unfold2d, ..SPATIAL },
    Operation { name: "fold2d", draw: spatial::draw_fold2d, ..SPATIAL },
    Operation {
        name: "concat",
        weight: 0,
        draw: |_, _| None,
        sign: Sign::Any,
        take: |walk, call, values| match &call.turbofish {
            Turbofish::Axis(axis) => walk.concat(values, *axis, call.mark),
            _ => walk.concat(values, 0, call.mark),
        },
    },
];

pub(crate) fn of(call: &Call) -> &'static Operation {
    if let Turbofish::Spatial(_) = call.turbofish {
        return const { &SPATIAL };
    }
    let operation = OPERATIONS.iter().find(|operation| operation.name == call.name);
    operation.unwrap_or_else(|| panic!("there is no operation `{}`", call.name))
}

fn if_positive(_: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    (!given.never_positive).then(|| (Turbofish::Nothing, given.shape.clone()))
}

fn slope(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let slopes = ["0.2", "0.05", "1.5", "0.000001"].map(Turbofish::Number);
    let turbofish = if scope.random.percent(50) { Turbofish::Nothing } else { scope.random.one_of(&slopes).clone() };
    Some((turbofish, given.shape.clone()))
}

/// With a small factor, all elements become so large that later functions are flat.
fn sharpness(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let numbers = [Turbofish::Nothing, Turbofish::Number("1.5"), Turbofish::Number("3.0")];
    Some((scope.random.one_of(&numbers).clone(), given.shape.clone()))
}

fn probability(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let probabilities = ["0.1", "0.3", "0.0"].map(Turbofish::Number);
    Some((scope.random.one_of(&probabilities).clone(), given.shape.clone()))
}

fn of_channels(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let is_image = given.shape.known().is_some_and(|dims| dims.len() == 3);
    if is_image { probability(scope, given) } else { None }
}

/// Limits on both sides of 0, where values are.
fn limits(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let numbers = [Turbofish::Nothing, Turbofish::Number("-2.0, 2.5"), Turbofish::Number("-3, 0.75")];
    Some((scope.random.one_of(&numbers).clone(), given.shape.clone()))
}

/// A threshold that some values are above; the value is below it, or not.
fn threshold(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let numbers = ["0.001, 0.5", "0.0, -0.25", "-1.5, 0.25"].map(Turbofish::Number);
    (!given.never_positive).then(|| (scope.random.one_of(&numbers).clone(), given.shape.clone()))
}

/// With a large lambda, all elements would become 0.
fn shrinkage(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let numbers = ["0.001", "0.0", "0.00002"].map(Turbofish::Number);
    Some((scope.random.one_of(&numbers).clone(), given.shape.clone()))
}

/// The predicate of operations on images: three axes.
fn dropout_of_channels(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    match values[0].shape.known() {
        Some([_, _, _]) => Some(walk.kept(values[0].shape.clone(), &[&values[0]])),
        Some(_) => walk.refuse(&values[0], call, "[channels, height, width]"),
        None => {
            walk.unclear(call.mark);
            None
        }
    }
}

/// The softmax of a single element is always 1, so the layers before it would receive no gradient.
fn along_an_axis(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    if scope.random.percent(40) {
        return along::draw_softmax(scope, given);
    }
    let last = given.shape.dims().last()?;
    let several = last.value().is_none_or(|size| size > 1);
    several.then(|| (Turbofish::Nothing, given.shape.clone()))
}

fn flat(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    let dims = given.shape.dims();
    if dims.len() == 1 && !scope.random.percent(5) || given.shape.is_generic() && !scope.computes(&given.shape) {
        return None;
    }
    Some((Turbofish::Nothing, given.shape.likewise(vec![shape::count(dims)])))
}

/// Sizes with the same product, in up to four axes.
fn reshaped(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
    if given.shape.is_generic() && given.shape.known().is_none() {
        return None;
    }
    let (numbers, mut dims) = shape::factors(given.shape.dims());
    let mut rest = numbers.iter().filter_map(Dim::value).product::<u64>();
    if dims.len() > 3 || !dims.iter().all(Dim::is_written) {
        return None;
    }
    for _ in 1..scope.random.between(1, 4 - dims.len()) {
        let divisors: Vec<_> = (1..=rest.min(16)).filter(|divisor| rest.is_multiple_of(*divisor)).collect();
        let size = *scope.random.one_of(&divisors);
        dims.push(Dim::Number(size));
        rest /= size;
    }
    if rest > 1 || dims.is_empty() {
        dims.push(Dim::Number(rest));
    }
    scope.random.shuffle(&mut dims);
    let sizes = dims.iter().map(|dim| scope.write(dim)).collect::<Option<Vec<_>>>()?;
    let shape = Shape::Known(scope.names.dims(&sizes));
    Some((Turbofish::Sizes(sizes), shape))
}
