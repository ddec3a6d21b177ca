//! The forward pass of convolutions.

use super::border::Border;
use super::correlate::{Correlation, Grid, Taps, after_sample};
use super::sizes::Convolution;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::epilogue::Epilogue;
use crate::kernels::parallel::{First, PerPart, Units, in_parts, parts};
use crate::kernels::sliding::volume;
use crate::kernels::work::compiled_here;
use crate::simd::{Level, level};

/// Computes the convolution y\[o, n, p, q\] = bias\[o\] + the sum over i, j, k, l of weight\[o, i, j, k, l\]
/// x\[i, n S - P + j D, p S - P + k D, q S - P + l D\], for each sample and each group; x is 0 outside of the volume.
///
/// x is `[batch, groups * inputs, D, H, W]`, the weights are `[groups * outputs, inputs, KD, KH, KW]`, the bias is
/// `[groups * outputs]`, and y is `[batch, groups * outputs, OD, OH, OW]`. The epilogue is applied to the values that are stored.
/// The initial contents of the scratch do not matter.
///
/// # Panics
/// Panics if the kernel does not fit into the padded volume, or if the length of a slice does not match the sizes.
///
/// ```
/// use nn::__private::kernels::{Convolution, Epilogue, Sliding, Target, conv_forward};
/// let window = Sliding { input: [1, 1, 4], kernel: [1, 1, 2], ..Sliding::ELEMENT };
/// let sizes = Convolution { batch: 1, groups: 1, inputs: 1, outputs: 1, window };
/// let mut y = [0.0; 3];
/// let (x, weight, target) = ([1.0, 2.0, 4.0, 8.0], [-1.0, 1.0], Target::set(&mut y));
/// conv_forward(&sizes, &x, &weight, None, &mut [0.0; 32], target, Epilogue::None);
/// assert_eq!(y, [1.0, 2.0, 4.0]);
/// ```
pub fn conv_forward<T: Float>(
    sizes: &Convolution,
    x: &[T],
    weight: &[T],
    bias: Option<&[T]>,
    scratch: &mut [T],
    y: Target<'_, T>,
    epilogue: Epilogue<'_, T>,
) {
    Forward { sizes, x, weight, bias, scratch, y, epilogue }.run(level());
}

/// The arguments of a call of [`conv_forward`].
pub(super) struct Forward<'a, T> {
    pub(super) sizes: &'a Convolution,
    pub(super) x: &'a [T],
    pub(super) weight: &'a [T],
    pub(super) bias: Option<&'a [T]>,
    pub(super) scratch: &'a mut [T],
    pub(super) y: Target<'a, T>,
    pub(super) epilogue: Epilogue<'a, T>,
}

compiled_here!(Forward);

impl<T: Float> Forward<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let Self { sizes, x, weight, bias, scratch, y, epilogue } = self;
        sizes.check(x.len(), weight.len(), y.len());
        epilogue.check(y.len());
        let Convolution { inputs, outputs, .. } = *sizes;
        assert!(bias.is_none_or(|bias| bias.len() == sizes.groups * outputs), "the bias does not match {sizes:?}");
        let ([kd, kh, kw], [od, oh, ow]) = (sizes.window.kernel, sizes.window.output());
        let ([down, across, _], kernel) = (sizes.window.stride, kd * kh * kw);
        let border = Border::of_input(&sizes.window);
        let (needed, each) = (border.needed(inputs), outputs * od * oh * ow);
        let volume = inputs * volume(sizes.window.input);
        let parts = parts(sizes.products()).min(scratch.len() / needed);
        let work = (First(0), Units(y, each), PerPart(scratch, needed));
        in_parts(parts, sizes.batch * sizes.groups, work, |(First(first), Units(y, _), PerPart(scratch, _))| {
            let scratch = border.clear(scratch, inputs);
            for (sample, mut y) in (first..).zip(y.chunks_exact(each)) {
                let group = sample % sizes.groups;
                let (from, length) = border.lay_out(level, x, sample * volume, inputs, scratch);
                for slice in 0..od {
                    let correlation = Correlation {
                        rows: outputs,
                        channels: inputs,
                        x: &from[slice * down * border.slice()..length],
                        x_channel: border.size(),
                        x_row: across * border.row(),
                        weight: &weight[group * outputs * inputs * kernel..][..outputs * inputs * kernel],
                        weight_row: inputs * kernel,
                        weight_channel: kernel,
                        bias: bias.map(|bias| &bias[group * outputs..][..outputs]),
                        grid: Grid {
                            rows: oh,
                            columns: ow,
                            start: slice * oh * ow,
                            down: ow,
                            along: 1,
                            plane: od * oh * ow,
                        }
                        .merged(across * border.row()),
                    };
                    let mut taps = Taps::new(level, &correlation, epilogue, y.reborrow());
                    for j in 0..kd {
                        for k in 0..kh {
                            for l in 0..kw {
                                taps.add(border.offset(&sizes.window, [j, k, l]), (j * kh + k) * kw + l);
                            }
                        }
                    }
                    taps.finish();
                }
                after_sample(level, epilogue, sample * each, y.slice);
            }
        });
    }
}
