//! Sliding windows along the axes of an image or a sequence, of convolutions and pooling.

use crate::catalogue::bounds::Bound;
use crate::diagnostics::messages;
use crate::shape::{Axes, Dim, Formula, Shape, Slide};

/// The parameters of a window, one per axis.
#[derive(Clone)]
pub(crate) struct Window {
    pub(crate) kernel: Vec<Dim>,
    pub(crate) stride: Vec<Dim>,
    pub(crate) padding: Vec<Dim>,
    pub(crate) dilation: Vec<Dim>,
    /// Whether the number of positions is rounded up.
    pub(crate) ceil_mode: bool,
}

impl Window {
    /// Creates a window with a stride of 1, no padding and no dilation.
    pub(crate) fn new(kernel: Vec<Dim>) -> Self {
        let all = |value| vec![Dim::Literal(value); kernel.len()];
        Window { stride: all(1), padding: all(0), dilation: all(1), ceil_mode: false, kernel }
    }

    /// The named arguments after the kernel: name, minimum and current values.
    pub(crate) fn named(&mut self) -> [(&'static str, u64, &mut Vec<Dim>); 3] {
        let Window { stride, padding, dilation, .. } = self;
        [("stride", 1, stride), ("padding", 0, padding), ("dilation", 1, dilation)]
    }

    /// Kernel, stride, padding and dilation.
    pub(crate) fn parts(&self) -> [&[Dim]; 4] {
        [&self.kernel, &self.stride, &self.padding, &self.dilation]
    }

    /// Returns the same window over another number of axes; `None` if its axes differ.
    pub(crate) fn over(&self, axes: usize) -> Option<Window> {
        let same = |dims: &[Dim]| {
            let is_same = dims.iter().all(|dim| dim.to_string() == dims[0].to_string());
            is_same.then(|| vec![dims[0].clone(); axes])
        };
        let [kernel, stride, padding, dilation] = self.parts().map(same);
        let ceil_mode = self.ceil_mode;
        Some(Window { kernel: kernel?, stride: stride?, padding: padding?, dilation: dilation?, ceil_mode })
    }

    /// The window along each axis.
    fn slides(&self, sizes: &[Dim]) -> impl Iterator<Item = Slide> {
        sizes.iter().enumerate().map(|(axis, size)| {
            let [kernel, stride, padding, dilation] = self.parts().map(|dims| dims[axis].clone());
            Slide { size: size.clone(), kernel, stride, padding, dilation, ceil_mode: self.ceil_mode }
        })
    }

    /// Returns axis sizes that the window fits, for an item to prove.
    pub(crate) fn minimum(&self, sizes: &[Dim]) -> Vec<Dim> {
        self.slides(sizes).map(Slide::minimum).collect()
    }

    /// Returns the number of positions along each axis; `None` if the window is larger than a padded axis.
    pub(crate) fn places(&self, sizes: &[Dim]) -> Option<Vec<Dim>> {
        self.slides(sizes).map(Slide::places).collect()
    }

    /// Returns the output sizes of a transposed convolution: (H - 1) S - 2 P + D (K - 1) + O + 1; `None` if one is not
    /// positive.
    pub(crate) fn spread(&self, sizes: &[Dim], output_padding: &[Dim]) -> Option<Vec<Dim>> {
        let spread =
            |(slide, extra): (Slide, &Dim)| match (&slide.size, &slide.stride, &slide.padding, slide.reach(), extra) {
                (Dim::Literal(size), Dim::Literal(stride), Dim::Literal(padding), Some(reach), Dim::Literal(extra)) => {
                    let uncut = (size - 1).checked_mul(*stride)?.checked_add(reach)?.checked_add(*extra)?;
                    uncut.checked_sub(2 * padding).filter(|&size| size > 0).map(Dim::Literal)
                }
                _ => {
                    let Slide { size, kernel, stride, padding, dilation, .. } = slide;
                    let moved = size.formula().minus(1).times(&stride).minus(Formula::from(2).times(&padding));
                    let reach = dilation.formula().times(kernel.formula().minus(1));
                    let formula = moved.plus(reach).plus(extra).plus(1);
                    let arguments = vec![kernel, stride, padding, dilation, extra.clone()];
                    Some(Dim::result("Spread", &size, arguments, formula))
                }
            };
        self.slides(sizes).zip(output_padding).map(spread).collect()
    }

    /// Returns the smallest sizes that the window fits, if it does not fit these.
    pub(crate) fn least(&self, channels: &Dim, sizes: &[Dim]) -> Shape {
        let least = |slide: Slide| match (&slide.size, &slide.padding, slide.reach()) {
            (Dim::Literal(size), Dim::Literal(padding), Some(reach)) => {
                Dim::Literal(reach.saturating_sub(2 * padding).max(*size))
            }
            _ => slide.size,
        };
        Shape::of_channels(channels, &self.slides(sizes).map(least).collect::<Vec<_>>())
    }

    /// Returns the padding, equal on all axes, with which the window fits.
    pub(crate) fn enough_padding(&self, sizes: &[Dim]) -> Option<u64> {
        let padding = self.slides(sizes).map(|slide| match (&slide.size, &slide.padding, slide.reach()) {
            (Dim::Literal(size), Dim::Literal(padding), Some(reach)) => {
                Some(reach.saturating_sub(*size).div_ceil(2).max(*padding))
            }
            _ => None,
        });
        padding.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// Formats the arguments that differ from `Window::new`: `, kernel = 3, padding = (1, 0)`.
    pub(crate) fn words(&self) -> String {
        let mut words = format!(", kernel = {}", axes(&self.kernel));
        let usual = Window::new(self.kernel.clone());
        let others = [
            ("stride", &self.stride, &usual.stride),
            ("padding", &self.padding, &usual.padding),
            ("dilation", &self.dilation, &usual.dilation),
        ];
        for (name, dims, usual) in others {
            if axes(dims) != axes(usual) {
                words += &format!(", {name} = {}", axes(dims));
            }
        }
        words
    }

    pub(crate) fn bounds(&self, bounds: &mut Vec<Bound>) {
        self.parts().into_iter().flatten().for_each(|dim| Bound::of(dim, bounds));
    }

    /// Adds the bounds that these sizes do not change.
    pub(crate) fn kept(&self, sizes: &[Dim], bounds: &mut Vec<Bound>) {
        bounds.extend(self.slides(sizes).filter(Slide::keeps_size).map(|slide| Bound::Kept(slide.into())));
    }
}

/// Formats `3` if all axes are equal, or `(3, 5)`.
pub(crate) fn axes(dims: &[Dim]) -> String {
    let words: Vec<_> = dims.iter().map(Dim::to_string).collect();
    match words.as_slice() {
        [first, rest @ ..] if rest.iter().all(|word| word == first) => first.clone(),
        words => format!("({})", words.join(", ")),
    }
}

/// Returns the product of literals.
pub(crate) fn product(dims: &[Dim]) -> Option<u64> {
    dims.iter().try_fold(1_u64, |product, dim| product.checked_mul(dim.literal()?))
}

/// Returns the axes of a shape of this rank, symbolic ones for an opaque shape; `None` for another rank.
pub(crate) fn axes_of(shape: &Shape, rank: usize) -> Option<Vec<Dim>> {
    match &shape.axes {
        _ if shape.indices().is_some() => None,
        Axes::Known(dims) => (dims.len() == rank).then(|| dims.clone()),
        Axes::Opaque(of) => Some((0..rank).map(|axis| Dim::Axis { of: of.clone(), axis }).collect()),
    }
}

/// The fix for a value that is not an image or a sequence: a reshape of its elements that the layer `fits`, if there is
/// one.
pub(crate) fn help_image(
    layer: &str,
    given: &Shape,
    channels: Option<&Dim>,
    axes: usize,
    fits: &dyn Fn(&[Dim]) -> bool,
) -> String {
    let Some(dims) = given.known() else { return messages::help_image(axes) };
    let channels = channels.map_or(Some(1), Dim::literal);
    let (Some(count), Some(channels)) = (product(dims), channels) else { return messages::help_image(axes) };
    if count % channels != 0 {
        return messages::help_channels_of(count, channels, axes);
    }
    let one = Dim::Literal(1);
    let sizes = match (dims, axes) {
        // Only the axis of the channel is missing.
        ([_, ..], _) if dims.len() == axes && channels == 1 => dims.to_vec(),
        (_, 1) => vec![Dim::Literal(count / channels)],
        // A sequence or an image with the channels that are expected, as a volume of depth 1.
        ([first, sizes @ ..], 3) if first.literal() == Some(channels) && sizes.len() < 3 => {
            let ones = vec![one; 3 - sizes.len()];
            [ones, sizes.to_vec()].concat()
        }
        (_, 3) => return messages::help_image(axes),
        // A sequence with the channels that are expected.
        ([first, length], _) if first.literal() == Some(channels) => {
            let column = vec![length.clone(), one.clone()];
            if fits(&column) { column } else { vec![one, length.clone()] }
        }
        _ => {
            let (height, width) = nearest_sides(count / channels);
            vec![Dim::Literal(height), Dim::Literal(width)]
        }
    };
    if !fits(&sizes) {
        return messages::help_elements_of(count, channels, axes);
    }
    let is_certain = axes == 1 || dims.len() == axes && channels == 1 || sizes[0].literal() == sizes[1].literal();
    let words: Vec<_> = std::iter::once(channels.to_string()).chain(sizes.iter().map(Dim::to_string)).collect();
    match is_certain {
        true => messages::help_reshape(words.join(", "), layer),
        false => messages::help_reshape_as_in(words.join(", "), layer, count),
    }
}

/// The height and width with this product that are nearest to each other.
fn nearest_sides(pixels: u64) -> (u64, u64) {
    let height = (1..=pixels.isqrt()).rev().find(|side| pixels.is_multiple_of(*side)).unwrap_or(1);
    (height, pixels / height)
}
