//! The gradient of convolutions with respect to their weights.

use super::border::Border;
use super::sizes::Convolution;
use super::weight::Sums;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::parallel::{First, PerPart, Units, in_parts, parts};
use crate::kernels::sliding::volume;
use crate::kernels::work::compiled_here;
use crate::simd::{Level, level};

/// Parallel parts of the gradient begin at multiples of this number of output channels.
const MEET: usize = 4;

/// Computes dweight, the gradient of [`conv_forward`](super::conv_forward) with respect to the weights, from x and dy.
///
/// The scratch has [`input_scratch`](Convolution::input_scratch) elements per thread.
///
/// # Panics
/// Panics if the kernel does not fit into the padded volume, or if the length of a slice does not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Convolution, Sliding, Target, conv_backward_weight};
/// let window = Sliding { input: [1, 1, 4], kernel: [1, 1, 2], ..Sliding::ELEMENT };
/// let sizes = Convolution { batch: 1, groups: 1, inputs: 1, outputs: 1, window };
/// let mut dweight = [0.0; 2];
/// let (x, dy) = ([1.0, 2.0, 4.0, 8.0], [1.0, 0.0, 1.0]);
/// conv_backward_weight(&sizes, &x, &dy, &mut [0.0; 32], Target::set(&mut dweight));
/// assert_eq!(dweight, [5.0, 10.0]);
/// ```
pub fn conv_backward_weight<T: Float>(
    sizes: &Convolution,
    x: &[T],
    dy: &[T],
    scratch: &mut [T],
    dweight: Target<'_, T>,
) {
    BackwardWeight { sizes, x, dy, scratch, dweight }.run(level());
}

/// The arguments of a call of [`conv_backward_weight`].
pub(super) struct BackwardWeight<'a, T> {
    pub(super) sizes: &'a Convolution,
    pub(super) x: &'a [T],
    pub(super) dy: &'a [T],
    pub(super) scratch: &'a mut [T],
    pub(super) dweight: Target<'a, T>,
}

compiled_here!(BackwardWeight);

impl<T: Float> BackwardWeight<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let Self { sizes, x, dy, scratch, dweight } = self;
        sizes.check(x.len(), dweight.len(), dy.len());
        let Convolution { inputs, outputs, .. } = *sizes;
        let output = sizes.window.output();
        let [kernel, places, volume] = [sizes.window.kernel, output, sizes.window.input].map(volume);
        let border = Border::of_input(&sizes.window);
        let (needed, count) = (border.needed(inputs), inputs * kernel);
        let parts = parts(sizes.products()).min(scratch.len() / needed);
        let work = (First(0), Units(dweight, MEET * count), PerPart(scratch, needed));
        let units = (sizes.groups * outputs).div_ceil(MEET);
        in_parts(parts, units, work, |(First(first), Units(dweight, _), PerPart(scratch, _))| {
            let scratch = border.clear(scratch, inputs);
            let dweight = dweight.zeroed();
            // The output channels of this part, numbered across all groups.
            let channels = first * MEET..first * MEET + dweight.len() / count;
            for (sample, dy) in dy.chunks_exact(outputs * places).enumerate() {
                let group = sample % sizes.groups;
                let (start, end) = (channels.start.max(group * outputs), channels.end.min((group + 1) * outputs));
                if start >= end {
                    continue;
                }
                let (from, length) = border.lay_out(level, x, sample * inputs * volume, inputs, scratch);
                let dy = &dy[(start - group * outputs) * places..(end - group * outputs) * places];
                let dweight = &mut dweight[(start - channels.start) * count..(end - channels.start) * count];
                T::vectorize(level, Sums { sizes, border: &border, output, x: &from[..length], dy, dweight });
            }
        });
    }
}
