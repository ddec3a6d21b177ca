//! Convolutions over two axes; over one, the height is 1.
//!
//! For each sample the image is laid out in a small scratch with its border of zeros, and with columns that a stride skips
//! moved together ([`border`]). Then every place of the kernel reads a whole row of the image at a constant distance, and
//! a tile of output channels and columns stays in registers while the kernel is walked through ([`correlate`]). The
//! gradient by the input is the same walk over the gradient's scratch; that by the weights holds kernel places in registers
//! and walks through the positions ([`weight`]).
//!
//! Where there is scratch for several threads, samples are divided among them; for the gradient by the weights, output
//! channels, of which each thread adds up all samples in their order.

mod border;
mod correlate;
mod weight;

use super::parallel::{First, PerPart, Units, in_parts, parts};
use super::sliding::Sliding;
use super::store::Store;
use crate::float::Float;
use crate::kernels::work::Work;
use crate::simd::{Level, MOST_LANES, Simd, Vector, Vectorized, level};
use border::Border;
use correlate::{Correlation, Grid, Taps};

/// More than enough elements after the scratch, so that the last vector may reach over its end.
pub(crate) const TAIL: usize = MOST_LANES;

/// The sizes of a convolution.
///
/// ```
/// use nn_core::kernels::{Convolution, Sliding};
/// let window = Sliding { input: [28, 28], kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
/// let sizes = Convolution { batch: 32, groups: 1, channels: [1, 8], window };
/// assert_eq!(sizes.window.output(), [28, 28]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convolution {
    /// How many samples there are.
    pub batch: usize,
    /// How many groups the channels are in, which know nothing of each other.
    pub groups: usize,
    /// Channels of the input and of the output *of one group*.
    pub channels: [usize; 2],
    /// How the kernel goes over the input.
    pub window: Sliding,
}

/// Output channels where parts of a gradient by the weights may meet.
const MEET: usize = 4;

impl Convolution {
    /// How many numbers [`conv_forward`] and [`conv_backward_weight`] need to work in, for each thread that is to help.
    pub const fn input_scratch(&self) -> usize {
        self.channels[0] * Border::of_input(self).size() + TAIL
    }

    /// How many numbers [`conv_backward_input`] needs to work in, for each thread that is to help.
    pub const fn output_scratch(&self) -> usize {
        self.channels[1] * Border::of_output(self).size() + TAIL
    }

    /// How many products there are in each of the three sums.
    fn products(&self) -> usize {
        let ([inputs, outputs], [kh, kw], [oh, ow]) = (self.channels, self.window.kernel, self.window.output());
        [self.groups, inputs, outputs, kh, kw, oh, ow].into_iter().fold(self.batch, usize::saturating_mul)
    }

    /// Checks the sizes, and the lengths of x, weight and y against them. After it no size that a kernel reads by overflows.
    #[track_caller]
    fn check(&self, x: usize, weight: usize, y: usize) {
        let ([inputs, outputs], window) = (self.channels, &self.window);
        assert!(window.fits() && self.groups > 0 && inputs > 0 && outputs > 0, "the sizes do not fit: {self:?}");
        let ([h, w], [oh, ow], [kh, kw]) = (window.input, window.output(), window.kernel);
        let fits = |length: usize, sizes: &[usize]| {
            sizes.iter().try_fold(1_usize, |product, &size| product.checked_mul(size)) == Some(length)
        };
        assert!(fits(x, &[self.batch, self.groups, inputs, h, w]), "the input does not fit {self:?}");
        assert!(fits(weight, &[self.groups, outputs, inputs, kh, kw]), "the weights do not fit {self:?}");
        assert!(fits(y, &[self.batch, self.groups, outputs, oh, ow]), "the output does not fit {self:?}");
    }
}

/// y\[o, p, q\] = bias\[o\] + the sum over i, k, l of weight\[o, i, k, l\] x\[i, p S - P + k D, q S - P + l D\], for each
/// sample and each group; x is 0 outside of the image.
///
/// x is `[batch, groups * inputs, H, W]`, the weights are `[groups * outputs, inputs, KH, KW]`, the bias is
/// `[groups * outputs]` or empty, y is `[batch, groups * outputs, OH, OW]`, written as `store` says. What the scratch holds
/// does not matter.
///
/// # Panics
/// If the kernel does not fit, or a slice does not have the length that the sizes say.
///
/// ```
/// use nn_core::kernels::{Convolution, Sliding, Store, conv_forward};
/// let window = Sliding { input: [1, 4], kernel: [1, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
/// let sizes = Convolution { batch: 1, groups: 1, channels: [1, 1], window };
/// let mut y = [0.0; 3];
/// conv_forward(&sizes, &[1.0, 2.0, 4.0, 8.0], &[-1.0, 1.0], &[], &mut [0.0; 32], Store::Set, &mut y);
/// assert_eq!(y, [1.0, 2.0, 4.0]);
/// ```
pub fn conv_forward<T: Float>(
    sizes: &Convolution,
    x: &[T],
    weight: &[T],
    bias: &[T],
    scratch: &mut [T],
    store: Store<'_, T>,
    y: &mut [T],
) {
    Work::from(Forward { sizes, x, weight, bias, scratch, store, y }).run(level());
}

/// A call of [`conv_forward`].
pub(super) struct Forward<'a, T> {
    sizes: &'a Convolution,
    x: &'a [T],
    weight: &'a [T],
    bias: &'a [T],
    scratch: &'a mut [T],
    store: Store<'a, T>,
    y: &'a mut [T],
}

impl<T: Float> Forward<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let Self { sizes, x, weight, bias, scratch, store, y } = self;
        sizes.check(x.len(), weight.len(), y.len());
        store.check(y.len());
        let [inputs, outputs] = sizes.channels;
        assert!(bias.is_empty() || bias.len() == sizes.groups * outputs, "the bias does not fit {sizes:?}");
        let ([kh, kw], [oh, ow]) = (sizes.window.kernel, sizes.window.output());
        let border = Border::of_input(sizes);
        let (needed, each) = (border.needed(inputs), outputs * oh * ow);
        let image = inputs * sizes.window.input[0] * sizes.window.input[1];
        let parts = parts(sizes.products()).min(scratch.len() / needed);
        let work = (First(0), Units(y, each), PerPart(scratch, needed));
        in_parts(parts, sizes.batch * sizes.groups, work, |(First(first), Units(y, _), PerPart(scratch, _))| {
            let scratch = border.clear(scratch, inputs);
            for (sample, y) in (first..).zip(y.chunks_exact_mut(each)) {
                let group = sample % sizes.groups;
                let (from, length) = border.lay_out(level, x, sample * image, inputs, scratch);
                let correlation = Correlation {
                    rows: outputs,
                    channels: inputs,
                    x: &from[..length],
                    x_channel: border.size(),
                    x_row: sizes.window.stride[0] * border.row(),
                    weight: &weight[group * outputs * inputs * kh * kw..][..outputs * inputs * kh * kw],
                    weight_row: inputs * kh * kw,
                    weight_channel: kh * kw,
                    bias: if bias.is_empty() { bias } else { &bias[group * outputs..][..outputs] },
                    grid: Grid { rows: oh, columns: ow, start: 0, down: ow, along: 1, plane: oh * ow }
                        .merged(sizes.window.stride[0] * border.row()),
                };
                let mut taps = Taps::new(level, &correlation, store);
                for k in 0..kh {
                    for l in 0..kw {
                        taps.add(border.place(sizes, k, l), k * kw + l, y);
                    }
                }
                taps.finish(y);
                if let Store::ThroughRelu(_) = store {
                    T::vectorize(level, Finish { store, place: sample * each, numbers: y });
                }
            }
        });
    }
}

/// dx, the gradient by x of [`conv_forward`], from dy, written as `store` says.
///
/// This is also the forward pass of a transposed convolution, from dy to dx, which is why there may be a bias: one
/// number for each channel of dx, or none. The scratch holds [`output_scratch`](Convolution::output_scratch) numbers.
///
/// # Panics
/// If the kernel does not fit, or a slice does not have the length that the sizes say.
///
/// ```
/// use nn_core::kernels::{Convolution, Sliding, Store, conv_backward_input};
/// let window = Sliding { input: [1, 4], kernel: [1, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
/// let sizes = Convolution { batch: 1, groups: 1, channels: [1, 1], window };
/// let mut dx = [0.0; 4];
/// conv_backward_input(&sizes, &[-1.0, 1.0], &[1.0, 1.0, 1.0], &[], &mut [0.0; 32], Store::Set, &mut dx);
/// assert_eq!(dx, [-1.0, 0.0, 0.0, 1.0]);
/// ```
pub fn conv_backward_input<T: Float>(
    sizes: &Convolution,
    weight: &[T],
    dy: &[T],
    bias: &[T],
    scratch: &mut [T],
    store: Store<'_, T>,
    dx: &mut [T],
) {
    Work::from(BackwardInput { sizes, weight, dy, bias, scratch, store, dx }).run(level());
}

/// A call of [`conv_backward_input`].
pub(super) struct BackwardInput<'a, T> {
    sizes: &'a Convolution,
    weight: &'a [T],
    dy: &'a [T],
    bias: &'a [T],
    scratch: &'a mut [T],
    store: Store<'a, T>,
    dx: &'a mut [T],
}

impl<T: Float> BackwardInput<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let Self { sizes, weight, dy, bias, scratch, store, dx } = self;
        sizes.check(dx.len(), weight.len(), dy.len());
        store.check(dx.len());
        let [inputs, outputs] = sizes.channels;
        assert!(bias.is_empty() || bias.len() == sizes.groups * inputs, "the bias does not fit {sizes:?}");
        let ([kh, kw], [h, w], [oh, ow]) = (sizes.window.kernel, sizes.window.input, sizes.window.output());
        let border = Border::of_output(sizes);
        let (needed, each) = (border.needed(outputs), inputs * h * w);
        let parts = parts(sizes.products()).min(scratch.len() / needed);
        let work = (First(0), Units(dx, each), PerPart(scratch, needed));
        in_parts(parts, sizes.batch * sizes.groups, work, |(First(first), Units(dx, _), PerPart(scratch, _))| {
            let scratch = border.clear(scratch, outputs);
            for (sample, dx) in (first..).zip(dx.chunks_exact_mut(each)) {
                let group = sample % sizes.groups;
                let (from, length) = border.lay_out(level, dy, sample * outputs * oh * ow, outputs, scratch);
                // A number of x takes part at those places of the kernel that a multiple of the stride apart: one walk a phase.
                for r in 0..sizes.window.stride[0] {
                    for s in 0..sizes.window.stride[1] {
                        let (rows, columns) = (Phase::new(sizes, 0, r), Phase::new(sizes, 1, s));
                        if rows.count == 0 || columns.count == 0 {
                            continue;
                        }
                        let correlation = Correlation {
                            rows: inputs,
                            channels: outputs,
                            x: &from[rows.skip * border.row() + columns.skip..length],
                            x_channel: border.size(),
                            x_row: border.row(),
                            weight: &weight[group * outputs * inputs * kh * kw..][..outputs * inputs * kh * kw],
                            weight_row: kh * kw,
                            weight_channel: inputs * kh * kw,
                            bias: if bias.is_empty() { bias } else { &bias[group * inputs..][..inputs] },
                            grid: Grid {
                                rows: rows.count,
                                columns: columns.count,
                                start: rows.first * w + columns.first,
                                down: sizes.window.stride[0] * w,
                                along: sizes.window.stride[1],
                                plane: h * w,
                            }
                            .merged(border.row()),
                        };
                        let mut taps = Taps::new(level, &correlation, store);
                        for k in (0..kh).filter(|k| k * sizes.window.dilation[0] % sizes.window.stride[0] == r) {
                            for l in (0..kw).filter(|l| l * sizes.window.dilation[1] % sizes.window.stride[1] == s) {
                                let place = rows.place(sizes, k) * border.row() + columns.place(sizes, l);
                                taps.add(place, k * kw + l, dx);
                            }
                        }
                        taps.finish(dx);
                    }
                }
                if let Store::ThroughRelu(_) = store {
                    T::vectorize(level, Finish { store, place: sample * each, numbers: dx });
                }
            }
        });
    }
}

/// What becomes of the numbers of one sample, while they are near.
struct Finish<'a, T> {
    store: Store<'a, T>,
    place: usize,
    numbers: &'a mut [T],
}

impl<T: Float> Vectorized<T> for Finish<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        // SAFETY: the caller's promise, passed on.
        unsafe { self.store.finish::<V>(self.place, self.numbers) };
    }
}

/// The numbers of x along one axis that lie at the same phase r of the stride: h + P = S q + r for a q.
struct Phase {
    axis: usize,
    /// The first of them, and how many there are.
    first: usize,
    count: usize,
    /// How far its q lies behind the least of all phases.
    skip: usize,
}

impl Phase {
    fn new(sizes: &Convolution, axis: usize, r: usize) -> Self {
        let (size, padding, stride) = (sizes.window.input[axis], sizes.window.padding[axis], sizes.window.stride[axis]);
        let q = padding.saturating_sub(r).div_ceil(stride);
        let first = stride * q + r - padding;
        let count = size.saturating_sub(first).div_ceil(stride);
        Self { axis, first, count, skip: q - padding / stride }
    }

    /// Where the number k of the kernel reads dy for the first of them, in a scratch that begins J = D (K - 1) / S earlier.
    fn place(&self, sizes: &Convolution, k: usize) -> usize {
        let (stride, dilation) = (sizes.window.stride[self.axis], sizes.window.dilation[self.axis]);
        sizes.window.reach(self.axis) / stride - k * dilation / stride
    }
}

/// dweight, the gradient by the weights of [`conv_forward`], from x and dy; set, or added to what is there if `adds`.
///
/// The scratch holds [`input_scratch`](Convolution::input_scratch) numbers.
///
/// # Panics
/// If the kernel does not fit, or a slice does not have the length that the sizes say.
///
/// ```
/// use nn_core::kernels::{Convolution, Sliding, conv_backward_weight};
/// let window = Sliding { input: [1, 4], kernel: [1, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
/// let sizes = Convolution { batch: 1, groups: 1, channels: [1, 1], window };
/// let mut dweight = [0.0; 2];
/// conv_backward_weight(&sizes, &[1.0, 2.0, 4.0, 8.0], &[1.0, 0.0, 1.0], &mut [0.0; 32], false, &mut dweight);
/// assert_eq!(dweight, [5.0, 10.0]);
/// ```
pub fn conv_backward_weight<T: Float>(
    sizes: &Convolution,
    x: &[T],
    dy: &[T],
    scratch: &mut [T],
    adds: bool,
    dweight: &mut [T],
) {
    Work::from(BackwardWeight { sizes, x, dy, scratch, adds, dweight }).run(level());
}

/// A call of [`conv_backward_weight`].
pub(super) struct BackwardWeight<'a, T> {
    sizes: &'a Convolution,
    x: &'a [T],
    dy: &'a [T],
    scratch: &'a mut [T],
    adds: bool,
    dweight: &'a mut [T],
}

impl<T: Float> BackwardWeight<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let Self { sizes, x, dy, scratch, adds, dweight } = self;
        sizes.check(x.len(), dweight.len(), dy.len());
        let [inputs, outputs] = sizes.channels;
        let ([kh, kw], [oh, ow]) = (sizes.window.kernel, sizes.window.output());
        let border = Border::of_input(sizes);
        let (needed, count) = (border.needed(inputs), inputs * kh * kw);
        let image = inputs * sizes.window.input[0] * sizes.window.input[1];
        let parts = parts(sizes.products()).min(scratch.len() / needed);
        let work = (First(0), Units(dweight, MEET * count), PerPart(scratch, needed));
        let units = (sizes.groups * outputs).div_ceil(MEET);
        in_parts(parts, units, work, |(First(first), Units(dweight, _), PerPart(scratch, _))| {
            let scratch = border.clear(scratch, inputs);
            if !adds {
                dweight.fill(T::ZERO);
            }
            // The output channels of this part, counted over all groups.
            let channels = first * MEET..first * MEET + dweight.len() / count;
            for (sample, dy) in dy.chunks_exact(outputs * oh * ow).enumerate() {
                let group = sample % sizes.groups;
                let (start, end) = (channels.start.max(group * outputs), channels.end.min((group + 1) * outputs));
                if start >= end {
                    continue;
                }
                let (from, length) = border.lay_out(level, x, sample * image, inputs, scratch);
                let dy = &dy[(start - group * outputs) * oh * ow..(end - group * outputs) * oh * ow];
                let dweight = &mut dweight[(start - channels.start) * count..(end - channels.start) * count];
                T::vectorize(level, weight::Sums { sizes, border: &border, x: &from[..length], dy, dweight });
            }
        });
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;
    use rand::Rng;

    fn numbers<T: Float>(count: usize, rng: &mut impl Rng) -> Vec<T> {
        (0..count).map(|_| T::from_f64(rng.next_u64() as i64 as f64 / 2_f64.powi(63))).collect()
    }

    /// Every product that the definition names, with its places in x, weight and y.
    fn each(sizes: &Convolution, mut product: impl FnMut(usize, usize, usize)) {
        let [inputs, outputs] = sizes.channels;
        let ([h, w], [oh, ow], [kh, kw]) = (sizes.window.input, sizes.window.output(), sizes.window.kernel);
        for sample in 0..sizes.batch * sizes.groups {
            for (o, i) in (0..outputs).flat_map(|o| (0..inputs).map(move |i| (o, i))) {
                for (p, q) in (0..oh).flat_map(|p| (0..ow).map(move |q| (p, q))) {
                    for (k, l) in (0..kh).flat_map(|k| (0..kw).map(move |l| (k, l))) {
                        let row = p * sizes.window.stride[0] + k * sizes.window.dilation[0];
                        let column = q * sizes.window.stride[1] + l * sizes.window.dilation[1];
                        let row = row.wrapping_sub(sizes.window.padding[0]);
                        let column = column.wrapping_sub(sizes.window.padding[1]);
                        if row < h && column < w {
                            product(
                                ((sample * inputs + i) * h + row) * w + column,
                                ((sample % sizes.groups * outputs + o) * inputs + i) * kh * kw + k * kw + l,
                                ((sample * outputs + o) * oh + p) * ow + q,
                            );
                        }
                    }
                }
            }
        }
    }

    #[track_caller]
    fn close<T: Float>(what: &str, sizes: &Convolution, level: Level, found: &[T], sums: &[f64], scale: &[f64]) {
        let relative = if size_of::<T>() == 4 { 1e-6 } else { 4e-15 };
        for (i, (found, sum)) in found.iter().zip(sums).enumerate() {
            let error = (found.to_f64() - sum).abs();
            assert!(error <= relative * (1.0 + scale[i]), "{what} {i} at {level:?}, {sizes:?}: {found} for {sum}");
        }
    }

    /// All three passes on every level of this machine against plain sums in f64. Scratches hold NaN before.
    fn against_plain_sums<T: Float>(sizes: &Convolution, rng: &mut impl Rng) {
        let [inputs, outputs] = sizes.channels.map(|channels| channels * sizes.groups);
        let ([h, w], [oh, ow], [kh, kw]) = (sizes.window.input, sizes.window.output(), sizes.window.kernel);
        let x = numbers::<T>(sizes.batch * inputs * h * w, rng);
        let weight = numbers::<T>(outputs * sizes.channels[0] * kh * kw, rng);
        let dy = numbers::<T>(sizes.batch * outputs * oh * ow, rng);
        let biases = [numbers::<T>(outputs, rng), numbers::<T>(inputs, rng)];
        let with_bias = rng.next_u64().is_multiple_of(2);
        let [bias, bias_of_x] = [&biases[0], &biases[1]].map(|bias| if with_bias { &bias[..] } else { &[] });
        let mut sums = [vec![0.0; dy.len()], vec![0.0; x.len()], vec![0.0; weight.len()]];
        let mut scale = sums.clone();
        each(sizes, |i, j, k| {
            let [y, dx, dw] =
                [(x[i], weight[j]), (weight[j], dy[k]), (x[i], dy[k])].map(|(a, b)| a.to_f64() * b.to_f64());
            for (place, at, term) in [(0, k, y), (1, i, dx), (2, j, dw)] {
                sums[place][at] += term;
                scale[place][at] += term.abs();
            }
        });
        for (sum, bias, plane) in [(0, bias, oh * ow), (1, bias_of_x, h * w)] {
            if !bias.is_empty() {
                let of = |i: usize| bias[i / plane % bias.len()].to_f64();
                sums[sum].iter_mut().enumerate().for_each(|(i, sum)| *sum += of(i));
            }
        }
        let nan = T::from_f64(f64::NAN);
        for level in Level::all() {
            for (old, adds) in [(nan, false), (T::ONE, true)] {
                let [mut y, mut dx, mut dw] = [dy.len(), x.len(), weight.len()].map(|length| vec![old; length]);
                let mut scratches = [sizes.input_scratch(), sizes.output_scratch()].map(|length| vec![nan; length]);
                Forward {
                    sizes,
                    x: &x,
                    weight: &weight,
                    bias,
                    scratch: &mut scratches[0],
                    store: Store::adding(adds),
                    y: &mut y,
                }
                .run_at(level);
                BackwardInput {
                    sizes,
                    weight: &weight,
                    dy: &dy,
                    bias: bias_of_x,
                    scratch: &mut scratches[1],
                    store: Store::adding(adds),
                    dx: &mut dx,
                }
                .run_at(level);
                scratches[0].fill(nan);
                BackwardWeight { sizes, x: &x, dy: &dy, scratch: &mut scratches[0], adds, dweight: &mut dw }
                    .run_at(level);
                for (i, (what, found)) in [("y", y), ("dx", dx), ("dweight", dw)].into_iter().enumerate() {
                    let kept = if adds { 1.0 } else { 0.0 };
                    let expected: Vec<f64> = sums[i].iter().map(|sum| sum + kept).collect();
                    close(what, sizes, level, &found, &expected, &scale[i]);
                }
            }
        }
    }

    /// Random sizes, drawn again where the kernel would not fit.
    fn random(rng: &mut impl Rng) -> Convolution {
        let mut pick = |from: usize, to: usize| from + (rng.next_u64() % (to - from + 1) as u64) as usize;
        loop {
            let mut pair = |from: usize, to: usize| [pick(from, to), pick(from, to)];
            let (input, kernel, stride) = (pair(1, 20), pair(1, 5), pair(1, 4));
            let (padding, dilation, channels) = (pair(0, 4), pair(1, 3), pair(1, 13));
            let window = Sliding { input, kernel, stride, padding, dilation };
            if (0..2).all(|axis| input[axis] + 2 * padding[axis] > window.reach(axis)) {
                return Convolution { batch: pick(1, 3), groups: pick(1, 3), channels, window };
            }
        }
    }

    /// What Miri gets through: groups, several samples, strides, and an image that is read where it lies.
    const SMALL: [Convolution; 3] = {
        let window = Sliding { input: [3, 4], kernel: [2, 2], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
        let skips = Sliding { input: [4, 5], kernel: [1, 3], stride: [2, 2], padding: [0, 1], dilation: [1, 2] };
        let plain = Sliding { input: [2, 9], kernel: [1, 1], padding: [0, 0], ..window };
        [
            Convolution { batch: 1, groups: 2, channels: [1, 2], window },
            Convolution { batch: 2, groups: 1, channels: [2, 5], window: skips },
            Convolution { batch: 1, groups: 1, channels: [1, 1], window: plain },
        ]
    };

    #[test]
    fn random_sizes() {
        let mut rng = crate::init::rng(7);
        if cfg!(miri) {
            return SMALL.iter().for_each(|sizes| against_plain_sums::<f32>(sizes, &mut rng));
        }
        for _ in 0..80 {
            against_plain_sums::<f32>(&random(&mut rng), &mut rng);
            against_plain_sums::<f64>(&random(&mut rng), &mut rng);
        }
    }

    #[test]
    fn edges_of_tiles() {
        let mut rng = crate::init::rng(8);
        let plain = Sliding { input: [9, 33], kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
        for (groups, channels, window) in [
            (1, [3, 17], plain),
            // One number each.
            (1, [1, 1], Sliding { input: [1, 1], kernel: [1, 1], padding: [0, 0], ..plain }),
            // No scratch is needed but for the last sample.
            (1, [3, 17], Sliding { kernel: [1, 1], padding: [0, 0], ..plain }),
            (1, [3, 17], Sliding { kernel: [1, 1], padding: [0, 0], input: [3, 5], ..plain }),
            (1, [3, 17], Sliding { kernel: [2, 3], padding: [0, 0], ..plain }),
            // More numbers in the kernel than a table holds, more padding than reach, all of it in the padding.
            (1, [2, 3], Sliding { kernel: [9, 8], padding: [4, 3], ..plain }),
            (1, [2, 3], Sliding { kernel: [2, 2], padding: [5, 6], ..plain }),
            (1, [2, 3], Sliding { kernel: [2, 2], dilation: [2, 2], input: [1, 1], ..plain }),
            // A stride that skips numbers of x, and one that is larger than x.
            (1, [2, 3], Sliding { kernel: [1, 2], stride: [3, 4], padding: [0, 0], ..plain }),
            (1, [2, 3], Sliding { kernel: [1, 1], stride: [40, 41], padding: [0, 0], ..plain }),
            (5, [1, 1], plain),
            (5, [1, 2], Sliding { kernel: [5, 5], padding: [2, 2], stride: [2, 2], ..plain }),
        ] {
            let sizes = Convolution { batch: 2, groups, channels, window };
            against_plain_sums::<f32>(&sizes, &mut rng);
            against_plain_sums::<f64>(&sizes, &mut rng);
        }
    }

    /// A convolution in several parts has the bits of one part, on every level.
    #[cfg(feature = "std")]
    fn parts_agree<T: Float>(sizes: &Convolution, rng: &mut impl Rng) {
        use crate::kernels::parallel::MOST_PARTS;
        use crate::kernels::parallel::tests::with_parts;
        let Convolution { batch, groups, channels: [inputs, outputs], window } = *sizes;
        let ([h, w], [oh, ow], [kh, kw]) = (window.input, window.output(), window.kernel);
        let x = numbers::<T>(batch * groups * inputs * h * w, rng);
        let weight = numbers::<T>(groups * outputs * inputs * kh * kw, rng);
        let dy = numbers::<T>(batch * groups * outputs * oh * ow, rng);
        let bias = numbers::<T>(groups * outputs, rng);
        for (level, adds) in Level::all().zip([false, true, false]) {
            let convolve = |parts| {
                let mut places = [dy.clone(), x.clone(), weight.clone()];
                let [y, dx, dweight] = &mut places;
                let mut scratch = vec![T::from_f64(f64::NAN); MOST_PARTS * sizes.input_scratch()];
                let mut back = vec![T::from_f64(f64::NAN); MOST_PARTS * sizes.output_scratch()];
                with_parts(parts, || {
                    Forward {
                        sizes,
                        x: &x,
                        weight: &weight,
                        bias: &bias,
                        scratch: &mut scratch,
                        store: Store::adding(adds),
                        y,
                    }
                    .run_at(level);
                    BackwardInput {
                        sizes,
                        weight: &weight,
                        dy: &dy,
                        bias: &[],
                        scratch: &mut back,
                        store: Store::adding(adds),
                        dx,
                    }
                    .run_at(level);
                    BackwardWeight { sizes, x: &x, dy: &dy, scratch: &mut scratch, adds, dweight }.run_at(level);
                });
                places
            };
            let whole = convolve(1);
            for &parts in if cfg!(miri) { &[2][..] } else { &[2, 3, 8] } {
                assert_eq!(convolve(parts), whole, "{level:?} {sizes:?} in {parts}");
            }
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn parts_have_the_bits_of_the_whole() {
        let mut rng = crate::init::rng(9);
        if cfg!(miri) {
            return SMALL.iter().for_each(|sizes| parts_agree::<f32>(sizes, &mut rng));
        }
        for _ in 0..40 {
            parts_agree::<f32>(&random(&mut rng), &mut rng);
            parts_agree::<f64>(&random(&mut rng), &mut rng);
        }
    }

    const PAIRS: Convolution = Convolution {
        batch: 1,
        groups: 1,
        channels: [1, 1],
        window: Sliding { input: [1, 4], kernel: [1, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1] },
    };

    /// An infinite number of x must reach the weights' gradient only where it takes part.
    #[test]
    fn what_a_vector_reads_too_much_does_not_count() {
        for level in Level::all() {
            let (x, mut dweight) = ([1.0_f32, 2.0, 3.0, f32::INFINITY], [0.0; 2]);
            BackwardWeight {
                sizes: &PAIRS,
                x: &x,
                dy: &[1.0; 3],
                scratch: &mut [f32::NAN; 32],
                adds: false,
                dweight: &mut dweight,
            }
            .run_at(level);
            assert_eq!(dweight, [6.0, f32::INFINITY]);
        }
    }

    #[test]
    #[should_panic(expected = "the sizes do not fit")]
    fn a_kernel_larger_than_the_image() {
        let sizes = Convolution { window: Sliding { kernel: [1, 5], ..PAIRS.window }, ..PAIRS };
        conv_forward(&sizes, &[0.0; 4], &[0.0; 5], &[], &mut [0.0; 32], Store::Set, &mut [0.0; 1]);
    }

    #[test]
    #[should_panic(expected = "the input does not fit")]
    fn sizes_beyond_all_memory() {
        let sizes = Convolution { batch: usize::MAX / 4 + 2, ..PAIRS };
        conv_forward(&sizes, &[0.0; 4], &[0.0; 2], &[], &mut [0.0; 32], Store::Set, &mut [0.0; 3]);
    }

    #[test]
    #[should_panic(expected = "a scratch of 32 elements is too small")]
    fn a_small_scratch() {
        let sizes = Convolution { window: Sliding { padding: [0, 9], ..PAIRS.window }, ..PAIRS };
        conv_forward(&sizes, &[0.0; 4], &[0.0; 2], &[], &mut [0.0; 32], Store::Set, &mut [0.0; 21]);
    }

    #[test]
    #[should_panic(expected = "the output does not fit")]
    fn wrong_lengths() {
        conv_forward(&PAIRS, &[0.0; 4], &[0.0; 2], &[], &mut [0.0; 32], Store::Set, &mut [0.0; 4]);
    }
}
