//! `max_pool::<2>()`, `avg_pool::<3, stride = 2, padding = 1>()`, `global_avg_pool()`.

use super::image::{expects, for_each_axis, image_or_sequence};
use super::op::Op;
use super::operation::{Applied, Call, Operation, Refusal, Takes};
use crate::catalogue::{Known, Window, axes_of, help_image};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Verdict};

pub(super) struct Pool {
    /// As the user calls it.
    name: String,
    is_max: bool,
    /// With one number where it is the same along all axes: how many there are is not known before the value.
    window: Window,
}

impl Pool {
    pub(super) fn read(call: &Call<'_>) -> syn::Result<Pool> {
        const OF_MAX: Known = &[("stride", "stride = 2"), ("padding", "padding = 1"), ("dilation", "dilation = 2")];
        let is_max = call.name == "max_pool";
        let known = if is_max { OF_MAX } else { &OF_MAX[..2] };
        let mut arguments = call.with_names(known)?;
        let kernel = arguments.one_or_two_sizes(messages::pool_without_kernel(&call.name))?;
        let mut window = Window::new(kernel.clone());
        window.stride = kernel;
        // One number, or one for each of two axes.
        for (name, least, numbers) in window.named() {
            if let Some(written) = arguments.one_or_two(name, least)? {
                *numbers = written;
            }
        }
        Ok(Pool { name: call.name.clone(), is_max, window })
    }

    /// The window over so many axes; `None` if it was written for more.
    fn over(&self, axes: usize) -> Option<Window> {
        let over = |dims: &[Dim]| for_each_axis(dims, axes);
        let Window { kernel, stride, padding, dilation } = &self.window;
        Some(Window {
            kernel: over(kernel)?,
            stride: over(stride)?,
            padding: over(padding)?,
            dilation: over(dilation)?,
        })
    }
}

impl Operation for Pool {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let name = &self.name;
        let (dims, axes) = image_or_sequence(name, given)?;
        let (channels, sizes) = (&dims[0], &dims[1..]);
        let window = self.over(axes).ok_or_else(|| expects(2))?;
        let Some(places) = window.places(sizes) else {
            let least = window.least(channels, sizes);
            let largest = sizes.iter().filter_map(|size| match size {
                Dim::Literal(size) => Some(*size),
                _ => None,
            });
            let help = messages::help_smaller_window(name, largest.min().unwrap_or(1));
            return Err(Refusal { expects: messages::at_least(least), help });
        };
        let minimum = window.minimum(sizes);
        let places = window.places(&minimum).unwrap_or(places);
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
        let shape = |sizes: &[Dim]| Shape::of_channels(channels, sizes);
        let takes = match given.known() {
            None => Some(Takes { shape: shape(sizes), least: Some(shape(&minimum)), help: messages::help_image(axes) }),
            Some(_) if shape(&minimum).compare(given) == Verdict::Equal => None,
            Some(_) => Some(Takes { shape: given.clone(), least: Some(shape(&minimum)), help: String::new() }),
        };
        Ok(Applied { op: Op::Pool { is_max: self.is_max, window }, takes, gives: vec![shape(&places)] })
    }
}

/// The mean of each channel.
pub(super) struct Global;

impl Operation for Global {
    fn apply(&self, given: &Shape) -> Result<Applied, Refusal> {
        let rank = given.known().map_or(3, <[Dim]>::len);
        if !matches!(rank, 2 | 3) {
            return Err(Refusal { help: help_image("global_avg_pool", given, None, 2), ..expects(2) });
        }
        let dims = axes_of(given, rank).unwrap_or_default();
        let takes = Takes::of_opaque(given, &dims, || messages::help_image(2));
        Ok(Applied { op: Op::GlobalAvgPool, takes, gives: vec![Shape::real(dims[..1].to_vec())] })
    }
}
