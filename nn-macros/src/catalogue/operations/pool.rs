//! Pools: of windows, of a given number of windows, and of whole channels.

use super::op::{Divisor, Op, PoolKind};
use super::operation::{Applied, Call, Operation, Rank, Refusal, Requirement};
use super::spatial::{at_least, expects, for_each_axis, meant_axes, rank_of, spatial, window_over};
use crate::catalogue::{Known, Window, axes_of};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};

const OF_MAX: Known = &[
    ("stride", "stride = 2"),
    ("padding", "padding = 1"),
    ("dilation", "dilation = 2"),
    ("ceil_mode", "ceil_mode = true"),
    ("return_indices", "return_indices = true"),
];
const OF_UNPOOL: Known =
    &[("stride", "stride = 2"), ("padding", "padding = 1"), ("output_size", "output_size = (7, 9)")];
const OF_AVERAGE: Known = &[
    ("stride", "stride = 2"),
    ("padding", "padding = 1"),
    ("ceil_mode", "ceil_mode = true"),
    ("count_include_pad", "count_include_pad = false"),
    ("divisor_override", "divisor_override = 1"),
];
const OF_NORM: Known = &[("norm_type", "norm_type = 2"), ("stride", "stride = 2"), ("ceil_mode", "ceil_mode = true")];

/// Parses `max_pool::<2>()`, of which `return_indices = true` returns a second value, `avg_pool::<3, stride = 2, padding = 1>()` or
/// `lp_pool::<2, norm_type = 3>()`.
pub(super) fn pool(call: &Call<'_>) -> syn::Result<Operation> {
    let name = call.name.clone();
    let mut arguments = call.with_names(match name.as_str() {
        "max_pool" => OF_MAX,
        "avg_pool" => OF_AVERAGE,
        _ => OF_NORM,
    })?;
    let kernel = arguments.axis_sizes(messages::pool_without_kernel(&name))?;
    // One size for all axes, or one for each: the rank is not known before the value.
    let mut written = Window::new(kernel.clone());
    written.stride = kernel;
    for (name, least, numbers) in written.named() {
        if let Some(dims) = arguments.per_any_axis(name, least)? {
            *numbers = dims;
        }
    }
    written.ceil_mode = arguments.flag("ceil_mode")?.is_some_and(|(ceil, _)| ceil);
    let returns_indices = arguments.flag("return_indices")?.is_some_and(|(returns, _)| returns);
    let kind = match name.as_str() {
        "max_pool" => PoolKind::Max,
        "avg_pool" => {
            let counts_padding = arguments.flag("count_include_pad")?.is_none_or(|(counts, _)| counts);
            let number = arguments.per_axis("divisor_override", 1, 1)?;
            PoolKind::Average(match number {
                Some((number, _)) => Divisor::Number(number[0].clone()),
                None if counts_padding => Divisor::Window,
                None => Divisor::Inside,
            })
        }
        _ => {
            let p = arguments.per_axis("norm_type", 1, 1)?;
            PoolKind::Norm(p.map_or(Dim::Literal(2), |(p, _)| p[0].clone()))
        }
    };
    Ok(Box::new(move |given| {
        let (dims, axes) = spatial(given, meant_axes(&written.kernel))?;
        let (channels, sizes) = (&dims[0], &dims[1..]);
        let window = window_over(&written, axes)?;
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
        let pooled = Shape::of_channels(channels, &window.places(&minimum).unwrap_or(places));
        let mut gives = vec![pooled];
        if returns_indices {
            let too_large = || Refusal { expects: "a smaller image".into(), help: messages::help_too_large("product") };
            let count = Shape::count(&minimum).ok_or_else(too_large)?;
            gives.extend(gives[0].known().map(|dims| Shape::index(dims.to_vec(), count)));
        }
        let requires = at_least(given, &dims, rank_of(&written.kernel), minimum);
        Ok(Applied { op: Op::Pool { kind: kind.clone(), window }, requires, gives })
    }))
}

/// The parsed arguments of `max_unpool::<2>(h, places)`: the window of the pool that it inverts, and the size of the output if it
/// is given.
pub(crate) struct Unpool {
    window: Window,
    size: Option<Vec<Dim>>,
}

impl Unpool {
    /// Parses `max_unpool::<3, stride = 2, padding = 1, output_size = (7, 9)>`.
    pub(super) fn of(call: &Call<'_>) -> syn::Result<Unpool> {
        let mut arguments = call.with_names(OF_UNPOOL)?;
        let kernel = arguments.axis_sizes(messages::unpool_without_kernel())?;
        let mut window = Window::new(kernel.clone());
        window.stride = arguments.per_any_axis("stride", 1)?.unwrap_or(kernel);
        if let Some(padding) = arguments.per_any_axis("padding", 0)? {
            window.padding = padding;
        }
        Ok(Unpool { window, size: arguments.per_any_axis("output_size", 1)? })
    }

    /// Returns the size of the output for a value of this shape: along each axis (L - 1) S - 2 P + K, unless it is given.
    pub(crate) fn size(&self, given: &Shape) -> Result<Vec<Dim>, Refusal> {
        let (dims, axes) = spatial(given, meant_axes(&self.window.kernel))?;
        let window = window_over(&self.window, axes)?;
        if let Some(size) = &self.size {
            return for_each_axis(size, axes);
        }
        let nothing = || Refusal { expects: messages::more_than_padding(), help: messages::help_nothing_left() };
        window.spread(&dims[1..], &vec![Dim::Literal(0); axes]).ok_or_else(nothing)
    }
}

/// Parses `adaptive_avg_pool::<7>()` or `adaptive_max_pool::<7, 5>()`.
pub(super) fn adaptive_pool(call: &Call<'_>) -> syn::Result<Operation> {
    let is_max = call.name == "adaptive_max_pool";
    let written = call.with_names(&[])?.axis_sizes(messages::pool_without_output(&call.name))?;
    Ok(Box::new(move |given| {
        let (dims, axes) = spatial(given, meant_axes(&written))?;
        let size = for_each_axis(&written, axes)?;
        let gives = Shape::of_channels(&dims[0], &size);
        let requires = Requirement::of_opaque(given, &dims, rank_of(&written), || messages::help_image(axes));
        Ok(Applied { op: Op::AdaptivePool { is_max, size }, requires, gives: vec![gives] })
    }))
}

/// Parses `global_avg_pool()`: the mean of each channel.
pub(super) fn global_avg_pool(call: &Call<'_>) -> syn::Result<Operation> {
    call.without_arguments()?;
    Ok(Box::new(|given| {
        let rank = given.known().map_or(3, <[Dim]>::len);
        if !matches!(rank, 2..=4) {
            return Err(expects(2));
        }
        let dims = axes_of(given, rank).unwrap_or_default();
        let requires = Requirement::of_opaque(given, &dims, Rank::Image, || messages::help_image(2));
        Ok(Applied { op: Op::GlobalAvgPool, requires, gives: vec![Shape::real(dims[..1].to_vec())] })
    }))
}
