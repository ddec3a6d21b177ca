//! The axes after the channels, which pools, paddings and upsampling work on: those of a sequence, an image or a volume.

use super::operation::{Rank, Refusal, Requirement};
use crate::catalogue::{Window, axes_of};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Verdict};

/// Returns the sizes of a value, and the number of axes after its channels; `otherwise` is that of a value of unknown rank.
pub(super) fn spatial(given: &Shape, otherwise: usize) -> Result<(Vec<Dim>, usize), Refusal> {
    let axes = given.known().map_or(Some(otherwise), |dims| dims.len().checked_sub(1)).filter(|axes| *axes > 0);
    let dims = axes.filter(|axes| *axes <= 3).and_then(|axes| Some((axes_of(given, 1 + axes)?, axes)));
    dims.ok_or_else(|| expects(otherwise))
}

/// The error for a value with another number of axes after its channels.
pub(super) fn expects(axes: usize) -> Refusal {
    Refusal { expects: messages::channels_first("channels", axes), help: messages::help_image(axes) }
}

/// Returns an argument per axis: one argument applies to all; an error if their number does not match.
pub(super) fn for_each_axis(arguments: &[Dim], axes: usize) -> Result<Vec<Dim>, Refusal> {
    match arguments {
        [one] => Ok(vec![one.clone(); axes]),
        several if several.len() == axes => Ok(several.to_vec()),
        several => Err(expects(several.len())),
    }
}

/// Returns the number of axes that arguments are for: 2 if they apply to any number of axes.
pub(super) fn meant_axes(arguments: &[Dim]) -> usize {
    if arguments.len() == 1 { 2 } else { arguments.len() }
}

/// Returns where the number of axes that arguments are for comes from.
pub(super) fn rank_of<V>(arguments: &[V]) -> Rank {
    if arguments.len() == 1 { Rank::Image } else { Rank::Known }
}

/// Returns the window over this number of axes; an error if it was declared for another number.
pub(super) fn window_over(window: &Window, axes: usize) -> Result<Window, Refusal> {
    let over = |dims: &[Dim]| for_each_axis(dims, axes);
    let (kernel, stride) = (over(&window.kernel)?, over(&window.stride)?);
    Ok(Window { kernel, stride, padding: over(&window.padding)?, dilation: over(&window.dilation)?, ..*window })
}

/// Returns what only the compiler can check: that the axes have at least these sizes.
pub(super) fn at_least(given: &Shape, dims: &[Dim], rank: Rank, minimum: Vec<Dim>) -> Option<Requirement> {
    let minimum = Shape::of_channels(&dims[0], &minimum);
    match given.known() {
        Some(_) if minimum.compare(given) == Verdict::Equal => None,
        Some(_) => {
            let (shape, help) = (given.clone(), String::new());
            Some(Requirement { shape, least: Some(minimum), help, rank: Rank::Known })
        }
        None => {
            let help = messages::help_image(dims.len() - 1);
            Some(Requirement { shape: Shape::real(dims.to_vec()), least: Some(minimum), help, rank })
        }
    }
}
