//! The gradient of convolutions with respect to their input, which is also the forward pass of transposed convolutions.

use super::border::Border;
use super::correlate::{Correlation, Grid, Taps, after_sample};
use super::sizes::Convolution;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::epilogue::Epilogue;
use crate::kernels::parallel::{First, PerPart, Units, in_parts, parts};
use crate::kernels::sliding::{Sliding, volume};
use crate::kernels::work::compiled_here;
use crate::simd::{Level, level};

/// Computes dx, the gradient of [`conv_forward`](super::conv_forward) with respect to x, from dy. The epilogue is applied to the
/// values that are stored.
///
/// This is also the forward pass of a transposed convolution from dy to dx, hence the optional bias with one element per channel of
/// dx. The scratch has [`output_scratch`](Convolution::output_scratch) elements per thread.
///
/// # Panics
/// Panics if the kernel does not fit into the padded volume, or if the length of a slice does not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Convolution, Epilogue, Sliding, Target, conv_backward_input};
/// let window = Sliding { input: [1, 1, 4], kernel: [1, 1, 2], ..Sliding::ELEMENT };
/// let sizes = Convolution { batch: 1, groups: 1, inputs: 1, outputs: 1, window };
/// let mut dx = [0.0; 4];
/// let (weight, dy, target) = ([-1.0, 1.0], [1.0; 3], Target::set(&mut dx));
/// conv_backward_input(&sizes, &weight, &dy, None, &mut [0.0; 32], target, Epilogue::None);
/// assert_eq!(dx, [-1.0, 0.0, 0.0, 1.0]);
/// ```
pub fn conv_backward_input<T: Float>(
    sizes: &Convolution,
    weight: &[T],
    dy: &[T],
    bias: Option<&[T]>,
    scratch: &mut [T],
    dx: Target<'_, T>,
    epilogue: Epilogue<'_, T>,
) {
    BackwardInput { sizes, weight, dy, bias, scratch, dx, epilogue }.run(level());
}

/// The arguments of a call of [`conv_backward_input`].
pub(super) struct BackwardInput<'a, T> {
    pub(super) sizes: &'a Convolution,
    pub(super) weight: &'a [T],
    pub(super) dy: &'a [T],
    pub(super) bias: Option<&'a [T]>,
    pub(super) scratch: &'a mut [T],
    pub(super) dx: Target<'a, T>,
    pub(super) epilogue: Epilogue<'a, T>,
}

compiled_here!(BackwardInput);

impl<T: Float> BackwardInput<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let Self { sizes, weight, dy, bias, scratch, dx, epilogue } = self;
        sizes.check(dx.len(), weight.len(), dy.len());
        epilogue.check(dx.len());
        let Convolution { inputs, outputs, .. } = *sizes;
        assert!(bias.is_none_or(|bias| bias.len() == sizes.groups * inputs), "the bias does not match {sizes:?}");
        let Sliding { kernel: [kd, kh, kw], input: [d, h, w], stride, dilation, .. } = sizes.window;
        let (places, kernel) = (volume(sizes.window.output()), kd * kh * kw);
        let border = Border::of_output(&sizes.window);
        let (needed, each) = (border.needed(outputs), inputs * d * h * w);
        let parts = parts(sizes.products()).min(scratch.len() / needed);
        let work = (First(0), Units(dx, each), PerPart(scratch, needed));
        in_parts(parts, sizes.batch * sizes.groups, work, |(First(first), Units(dx, _), PerPart(scratch, _))| {
            let scratch = border.clear(scratch, outputs);
            for (sample, mut dx) in (first..).zip(dx.chunks_exact(each)) {
                let group = sample % sizes.groups;
                let (from, length) = border.lay_out(level, dy, sample * outputs * places, outputs, scratch);
                let mut pass = |slices: &Phase, slice: usize, rows: &Phase, columns: &Phase| {
                    let skip = (slices.skip + slice) * border.slice() + rows.skip * border.row() + columns.skip;
                    let correlation = Correlation {
                        rows: inputs,
                        channels: outputs,
                        x: &from[skip..length],
                        x_channel: border.size(),
                        x_row: border.row(),
                        weight: &weight[group * outputs * inputs * kernel..][..outputs * inputs * kernel],
                        weight_row: kernel,
                        weight_channel: inputs * kernel,
                        bias: bias.map(|bias| &bias[group * inputs..][..inputs]),
                        grid: Grid {
                            rows: rows.count,
                            columns: columns.count,
                            start: ((slices.first + slice * stride[0]) * h + rows.first) * w + columns.first,
                            down: stride[1] * w,
                            along: stride[2],
                            plane: d * h * w,
                        }
                        .merged(border.row()),
                    };
                    let mut taps = Taps::new(level, &correlation, epilogue, dx.reborrow());
                    for j in (0..kd).filter(|j| j * dilation[0] % stride[0] == slices.phase) {
                        for k in (0..kh).filter(|k| k * dilation[1] % stride[1] == rows.phase) {
                            for l in (0..kw).filter(|l| l * dilation[2] % stride[2] == columns.phase) {
                                let [j_at, k_at, l_at] = [(slices, j), (rows, k), (columns, l)]
                                    .map(|(phase, index)| phase.offset(sizes, index));
                                let offset = j_at * border.slice() + k_at * border.row() + l_at;
                                taps.add(offset, (j * kh + k) * kw + l);
                            }
                        }
                    }
                    taps.finish();
                };
                // An element of x contributes to kernel positions that are a multiple of the stride apart: one pass per phase and
                // slice.
                for slices in Phase::all(sizes, 0) {
                    for rows in Phase::all(sizes, 1) {
                        for columns in Phase::all(sizes, 2) {
                            (0..slices.count).for_each(|slice| pass(&slices, slice, &rows, &columns));
                        }
                    }
                }
                after_sample(level, epilogue, sample * each, dx.slice);
            }
        });
    }
}

/// The elements of x along one axis with the same phase r of the stride, that is, h + P = S q + r for some q.
struct Phase {
    axis: usize,
    phase: usize,
    /// The index of the first of them, and their number.
    first: usize,
    count: usize,
    /// The offset of its first q from P / S, the smallest q over all phases.
    skip: usize,
}

impl Phase {
    /// Returns the phases along an axis that have elements.
    fn all(sizes: &Convolution, axis: usize) -> impl Iterator<Item = Self> {
        (0..sizes.window.stride[axis]).map(move |r| Self::new(sizes, axis, r)).filter(|phase| phase.count > 0)
    }

    fn new(sizes: &Convolution, axis: usize, r: usize) -> Self {
        let (size, padding, stride) = (sizes.window.input[axis], sizes.window.padding[axis], sizes.window.stride[axis]);
        let q = padding.saturating_sub(r).div_ceil(stride);
        let first = stride * q + r - padding;
        let count = size.saturating_sub(first).div_ceil(stride);
        Self { axis, phase: r, first, count, skip: q - padding / stride }
    }

    /// Returns the offset at which kernel position k reads dy for the first of them, in a scratch that begins J = D (K - 1) / S
    /// earlier.
    fn offset(&self, sizes: &Convolution, k: usize) -> usize {
        let (stride, dilation) = (sizes.window.stride[self.axis], sizes.window.dilation[self.axis]);
        sizes.window.reach(self.axis) / stride - k * dilation / stride
    }
}
