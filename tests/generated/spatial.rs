//! The operations on the axes after the channels whose arguments no mistake changes: pools with options, pools to a size, paddings
//! with values, interpolation, shuffles, and the windows of an image as columns.
//!
//! All sizes of the value are literals: nothing is predicted for others.

use crate::architecture::{Call, Turbofish};
use crate::convolution::LARGEST;
use crate::draw::{Drawn, Scope};
use crate::predict::{Value, Walk};
use crate::shape::{Dim, Shape, list};
use crate::window::literals;

/// The content of `::<..>` as it is written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spatial {
    pub(crate) text: String,
    rule: Rule,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    /// Windows of the same size on all axes.
    Pool {
        kernel: u64,
        stride: u64,
        padding: u64,
        ceil_mode: bool,
    },
    /// The output sizes, one for all axes or one for each.
    Adaptive(Vec<u64>),
    /// The sides in the order of the arguments, and whether they are a reflection or circular.
    Pad(Vec<i64>, Mode),
    /// A factor, for this number of axes.
    Interpolation(u64, usize),
    PixelShuffle(u64),
    PixelUnshuffle(u64),
    ChannelShuffle(u64),
    Unfold(Columns),
    /// With the sizes of the image.
    Fold(Columns, [u64; 2]),
}

/// Windows that are columns, with the same sizes along both axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    kernel: u64,
    stride: u64,
    padding: u64,
    dilation: u64,
}

impl Columns {
    /// The size of an axis that the window fits without padding.
    fn reach(self) -> u64 {
        self.dilation * (self.kernel - 1) + 1
    }

    /// The number of positions along an axis that the window fits.
    fn places(self, size: u64) -> u64 {
        (size + 2 * self.padding - self.reach()) / self.stride + 1
    }

    fn draw(scope: &mut Scope<'_>, kernel: u64) -> Columns {
        let dilation = if scope.random.percent(30) { 2 } else { 1 };
        // With both, all elements of a window may be in the padding.
        let padding = u64::from(kernel > 1 && dilation == 1 && scope.random.percent(40));
        Columns { kernel, stride: scope.random.between(1, 2) as u64, padding, dilation }
    }

    /// The named arguments.
    fn text(self) -> String {
        let named = [("stride", self.stride, 1), ("padding", self.padding, 0), ("dilation", self.dilation, 1)];
        let given = named.into_iter().filter(|(_, number, default)| number != default);
        given.map(|(name, number, _)| format!(", {name} = {number}")).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Any,
    Reflect,
    Circular,
}

/// The error for another number of axes.
fn of_axes(axes: usize) -> String {
    ["[channels, length]", "[channels, height, width]", "[channels, depth, height, width]"][axes - 1].into()
}

impl Spatial {
    /// What is expected instead of a value with this number of axes after its channels.
    fn refuses(&self, axes: usize) -> Option<String> {
        if let Rule::Fold(..) = self.rule {
            return (axes != 1).then(|| "[rows, columns]".into());
        }
        let meant = match &self.rule {
            Rule::Adaptive(sizes) if sizes.len() > 1 => sizes.len(),
            Rule::Pad(sides, _) if sides.len() > 1 => sides.len() / 2,
            Rule::Interpolation(_, axes) => *axes,
            _ => 2,
        };
        let fits = match &self.rule {
            Rule::Adaptive(sizes) if sizes.len() > 1 => axes == meant,
            Rule::Pad(sides, _) if sides.len() > 1 => axes == meant,
            Rule::Interpolation(..) | Rule::PixelShuffle(_) | Rule::PixelUnshuffle(_) | Rule::Unfold(_) => {
                axes == meant
            }
            Rule::ChannelShuffle(_) => axes <= 3,
            _ => (1..=3).contains(&axes),
        };
        (!fits).then(|| of_axes(meant))
    }

    /// The output sizes, or what is expected instead.
    fn apply(&self, dims: &[u64]) -> Result<Vec<u64>, String> {
        let (channels, sizes) = dims.split_first().expect("a value with axes");
        let axes = sizes.len();
        if let Some(expects) = self.refuses(axes) {
            return Err(expects);
        }
        let least = |sizes: Vec<u64>| {
            let dims: Vec<_> = [*channels].into_iter().chain(sizes).map(Dim::Number).collect();
            format!("at least [{}]", list(&dims))
        };
        let divided = |size: u64, by: u64, what: &str| match size % by {
            0 => Ok(size / by),
            _ => Err(format!("{what} divisible by {by}")),
        };
        let of_channels = |channels: u64, sizes: Vec<u64>| Ok([channels].into_iter().chain(sizes).collect());
        match &self.rule {
            Rule::Pool { kernel, stride, padding, ceil_mode } => {
                if sizes.iter().any(|size| size + 2 * padding < *kernel) {
                    return Err(least(
                        sizes.iter().map(|&size| size.max(kernel.saturating_sub(2 * padding))).collect(),
                    ));
                }
                let places = |size: &u64| {
                    let way = size + 2 * padding - kernel;
                    let mut places = if *ceil_mode { way.div_ceil(*stride) } else { way / stride } + 1;
                    if *ceil_mode && (places - 1) * stride >= size + padding {
                        places -= 1;
                    }
                    places
                };
                of_channels(*channels, sizes.iter().map(places).collect())
            }
            Rule::Adaptive(out) => of_channels(*channels, (0..axes).map(|axis| out[axis % out.len()]).collect()),
            Rule::Pad(sides, mode) => {
                let pairs: Vec<[i64; 2]> = (0..axes)
                    .rev()
                    .map(|axis| match sides.len() {
                        1 => [sides[0]; 2],
                        _ => [sides[2 * axis], sides[2 * axis + 1]],
                    })
                    .collect();
                let needed = |[before, after]: &[i64; 2]| {
                    let (most, removed) = (*before.max(after), -before.min(&0) - after.min(&0));
                    let least = 1 - before - after;
                    match mode {
                        Mode::Any => least,
                        Mode::Reflect => least.max(most + 1),
                        Mode::Circular => least.max(removed + most.max(1)),
                    }
                    .max(1)
                };
                let needed: Vec<_> = pairs.iter().map(|pair| needed(pair) as u64).collect();
                if sizes.iter().zip(&needed).any(|(size, needed)| size < needed) {
                    return Err(least(sizes.iter().zip(&needed).map(|(size, needed)| *size.max(needed)).collect()));
                }
                let padded = |(size, [before, after]): (&u64, &[i64; 2])| (*size as i64 + before + after) as u64;
                of_channels(*channels, sizes.iter().zip(&pairs).map(padded).collect())
            }
            Rule::Interpolation(factor, _) => of_channels(*channels, sizes.iter().map(|size| size * factor).collect()),
            Rule::PixelShuffle(factor) => {
                let channels = divided(*channels, factor * factor, "channels")?;
                of_channels(channels, sizes.iter().map(|size| size * factor).collect())
            }
            Rule::PixelUnshuffle(factor) => {
                let (height, width) = (divided(sizes[0], *factor, "a height")?, divided(sizes[1], *factor, "a width")?);
                of_channels(channels * factor * factor, vec![height, width])
            }
            Rule::Unfold(window) => {
                let needed = window.reach().saturating_sub(2 * window.padding).max(1);
                if sizes.iter().any(|&size| size < needed) {
                    return Err(least(sizes.iter().map(|&size| size.max(needed)).collect()));
                }
                let rows = channels * window.kernel * window.kernel;
                Ok(vec![rows, sizes.iter().map(|&size| window.places(size)).product()])
            }
            Rule::Fold(window, image) => {
                let taps = window.kernel * window.kernel;
                let places = image.iter().map(|&size| window.places(size)).product::<u64>();
                let folded = divided(*channels, taps, "rows")?;
                if places != sizes[0] {
                    return Err(format!("[{channels}, {places}]"));
                }
                Ok(vec![folded, image[0], image[1]])
            }
            Rule::ChannelShuffle(groups) => {
                divided(*channels, *groups, "channels")?;
                of_channels(*channels, sizes.to_vec())
            }
        }
    }
}

/// Draws the arguments for a value of these sizes.
type Arguments = fn(&mut Scope<'_>, &[u64]) -> Option<(String, Rule)>;

fn draw(scope: &mut Scope<'_>, given: &Drawn, arguments: Arguments) -> Option<(Turbofish, Shape)> {
    let dims = literals(given.shape.known()?).filter(|dims| !dims.is_empty())?;
    let (text, rule) = arguments(scope, &dims)?;
    let spatial = Spatial { text, rule };
    let gives = spatial.apply(&dims).ok()?;
    let shape = Shape::Known(gives.iter().copied().map(Dim::Number).collect());
    (gives.into_iter().product::<u64>() <= LARGEST).then_some((Turbofish::Spatial(spatial), shape))
}

macro_rules! draws {
    ($($draw:ident $arguments:ident)*) => {
        $(pub(crate) fn $draw(scope: &mut Scope<'_>, given: &Drawn) -> Option<(Turbofish, Shape)> {
            draw(scope, given, $arguments)
        })*
    };
}
draws! {
    draw_max max_pool
    draw_avg avg_pool
    draw_lp lp_pool
    draw_adaptive adaptive
    draw_constant constant
    draw_reflect reflect
    draw_replicate replicate
    draw_circular circular
    draw_interpolation interpolation
    draw_pixel_shuffle pixel_shuffle
    draw_pixel_unshuffle pixel_unshuffle
    draw_channel_shuffle channel_shuffle
    draw_unfold2d unfold2d
    draw_fold2d fold2d
}

fn window(scope: &mut Scope<'_>, pads: bool) -> (String, [u64; 3]) {
    let kernel = scope.random.between(2, 3) as u64;
    let stride = if scope.random.percent(50) { kernel } else { scope.random.between(1, 2) as u64 };
    let padding = if pads && scope.random.percent(40) { 1 } else { 0 };
    let mut text = kernel.to_string();
    if stride != kernel {
        text += &format!(", stride = {stride}");
    }
    if padding > 0 {
        text += ", padding = 1";
    }
    (text, [kernel, stride, padding])
}

/// A pool whose windows are rounded up.
fn max_pool(scope: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    let (text, [kernel, stride, padding]) = window(scope, true);
    Some((format!("{text}, ceil_mode = true"), Rule::Pool { kernel, stride, padding, ceil_mode: true }))
}

fn avg_pool(scope: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    let (mut text, [kernel, stride, padding]) = window(scope, true);
    let ceil_mode = scope.random.percent(50);
    if ceil_mode {
        text += ", ceil_mode = true";
    }
    text += if scope.random.percent(50) { ", count_include_pad = false" } else { ", divisor_override = 3" };
    Some((text, Rule::Pool { kernel, stride, padding, ceil_mode }))
}

/// An exponent of 2 is the default; with higher ones, the norm is too curved for central differences.
fn lp_pool(scope: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    let (mut text, [kernel, stride, padding]) = window(scope, false);
    text += ", norm_type = 1";
    Some((text, Rule::Pool { kernel, stride, padding, ceil_mode: false }))
}

fn adaptive(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    let count = if scope.random.percent(50) { 1 } else { dims.len() - 1 };
    let sizes: Vec<_> = (0..count).map(|_| scope.random.between(1, 4) as u64).collect();
    (!sizes.is_empty()).then(|| (written(&sizes), Rule::Adaptive(sizes)))
}

fn written(numbers: &[impl ToString]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn sides(scope: &mut Scope<'_>, dims: &[u64]) -> Vec<i64> {
    let count = if scope.random.percent(50) { 1 } else { 2 * (dims.len() - 1) };
    // At least one element remains along each axis; otherwise nothing before the padding receives a gradient.
    let removes = count > 1 && dims[1..].iter().all(|&size| size > 2);
    let side = |scope: &mut Scope<'_>| scope.random.between(0, 3) as i64 - i64::from(removes);
    (0..count).map(|_| side(scope)).collect()
}

fn pad(scope: &mut Scope<'_>, dims: &[u64], mode: Mode) -> Option<(String, Rule)> {
    let sides = sides(scope, dims);
    (!sides.is_empty()).then(|| (written(&sides), Rule::Pad(sides, mode)))
}

fn constant(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    let value = *scope.random.one_of(&["0.5", "-1.0", "2"]);
    let (sides, rule) = pad(scope, dims, Mode::Any)?;
    Some((format!("{sides}, value = {value}"), rule))
}

fn reflect(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    pad(scope, dims, Mode::Reflect)
}

fn replicate(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    pad(scope, dims, Mode::Any)
}

fn circular(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    pad(scope, dims, Mode::Circular)
}

fn interpolation(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    let mode = match dims.len() {
        2 => "linear",
        3 if scope.random.percent(40) => "bicubic",
        3 => "bilinear",
        4 => "trilinear",
        _ => return None,
    };
    let corners = if scope.random.percent(40) { ", align_corners = true" } else { "" };
    Some((format!("2, mode = {mode}{corners}"), Rule::Interpolation(2, dims.len() - 1)))
}

fn pixel_shuffle(_: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    Some(("2".into(), Rule::PixelShuffle(2)))
}

fn pixel_unshuffle(scope: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    let factor = scope.random.between(2, 3) as u64;
    Some((factor.to_string(), Rule::PixelUnshuffle(factor)))
}

fn channel_shuffle(scope: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    let groups = scope.random.between(2, 3) as u64;
    Some((groups.to_string(), Rule::ChannelShuffle(groups)))
}

fn unfold2d(scope: &mut Scope<'_>, _: &[u64]) -> Option<(String, Rule)> {
    let kernel = scope.random.between(1, 3) as u64;
    let window = Columns::draw(scope, kernel);
    Some((format!("{kernel}{}", window.text()), Rule::Unfold(window)))
}

fn fold2d(scope: &mut Scope<'_>, dims: &[u64]) -> Option<(String, Rule)> {
    let &[rows, columns] = dims else { return None };
    let kernels: Vec<u64> = [2, 3, 1].into_iter().filter(|kernel| rows.is_multiple_of(kernel * kernel)).collect();
    let window = Columns::draw(scope, kernels[0]);
    let heights: Vec<u64> = (1..=columns).filter(|&height| columns.is_multiple_of(height)).collect();
    let height = *scope.random.one_of(&heights);
    let size = |places: u64| {
        let size = ((places - 1) * window.stride + window.reach()).checked_sub(2 * window.padding);
        size.filter(|&size| size > 0)
    };
    let image = [size(height)?, size(columns / height)?];
    let text = format!("{}, output_size = ({}, {}){}", window.kernel, image[0], image[1], window.text());
    Some((text, Rule::Fold(window, image)))
}

pub(crate) fn take(walk: &mut Walk<'_>, call: &Call, values: &[Value]) -> Option<Value> {
    let Turbofish::Spatial(spatial) = &call.turbofish else { unreachable!("`{}` is drawn with its rule", call.name) };
    let Some(dims) = values[0].shape.known().map(<[Dim]>::to_vec) else {
        walk.unclear(call.mark);
        return None;
    };
    // A value without axes has no channels, as one with too many has no place for them.
    if let Some(expects) = spatial.refuses(dims.len().checked_sub(1).unwrap_or(usize::MAX)) {
        return walk.refuse(&values[0], call, &expects);
    }
    let Some(dims) = literals(&dims) else {
        walk.unclear(call.mark);
        return None;
    };
    match spatial.apply(&dims) {
        Ok(sizes) => Some(walk.reshaped(&values[0], call, Shape::Known(sizes.into_iter().map(Dim::Number).collect()))),
        Err(expects) => walk.refuse(&values[0], call, &expects),
    }
}
