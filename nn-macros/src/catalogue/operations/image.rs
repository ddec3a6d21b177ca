//! Operations over the axes of an image or a sequence, channels first.

use super::operation::Refusal;
use crate::catalogue::{axes_of, help_image};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};

/// The sizes of a value, and the number of axes after its channels: 2, unless it is known to be a sequence.
pub(super) fn image_or_sequence(name: &str, given: &Shape) -> Result<(Vec<Dim>, usize), Refusal> {
    let axes = if given.known().is_some_and(|dims| dims.len() == 2) { 1 } else { 2 };
    let refusal = || Refusal { help: help_image(name, given, None, axes), ..expects(axes) };
    Ok((axes_of(given, 1 + axes).ok_or_else(refusal)?, axes))
}

/// Refuses a value with another number of axes after its channels.
pub(super) fn expects(axes: usize) -> Refusal {
    let expects = if axes == 1 { "[channels, length]" } else { "[channels, height, width]" };
    Refusal { expects: expects.into(), help: messages::help_image(axes) }
}

/// An argument for each axis: one for all, or as many as there are axes; `None` for another number.
pub(super) fn for_each_axis(arguments: &[Dim], axes: usize) -> Option<Vec<Dim>> {
    match arguments {
        [one] => Some(vec![one.clone(); axes]),
        several => (several.len() == axes).then(|| several.to_vec()),
    }
}
