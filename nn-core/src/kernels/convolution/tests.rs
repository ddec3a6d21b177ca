//! Tests of convolutions against the definition, and of several parallel parts against one.

use super::backward_input::BackwardInput;
use super::backward_weight::BackwardWeight;
use super::forward::Forward;
use super::*;
use crate::float::Float;
use crate::kernels::sliding::volume;
use crate::kernels::{Accumulate, Epilogue, Sliding, Target};
use crate::simd::Level;
use alloc::vec;
use alloc::vec::Vec;
use rand::Rng;

fn numbers<T: Float>(count: usize, rng: &mut impl Rng) -> Vec<T> {
    (0..count).map(|_| T::from_f64(rng.next_u64() as i64 as f64 / 2_f64.powi(63))).collect()
}

/// Returns all indices into a volume, in order.
fn indices([depth, height, width]: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    (0..depth * height * width).map(move |i| [i / width / height, i / width % height, i % width])
}

/// Calls `product` for every product of the definition, with its indices in x, weight and y.
fn each(sizes: &Convolution, mut product: impl FnMut(usize, usize, usize)) {
    let Convolution { inputs, outputs, window, .. } = *sizes;
    let [x, y, kernel] = [window.input, window.output(), window.kernel].map(volume);
    for sample in 0..sizes.batch * sizes.groups {
        for (o, i) in (0..outputs).flat_map(|o| (0..inputs).map(move |i| (o, i))) {
            for (p, place) in indices(window.output()).enumerate() {
                for (k, tap) in indices(window.kernel).enumerate() {
                    let at = |axis: usize| {
                        let index = place[axis] * window.stride[axis] + tap[axis] * window.dilation[axis];
                        index.wrapping_sub(window.padding[axis])
                    };
                    let [slice, row, column] = [at(0), at(1), at(2)];
                    let [depth, height, width] = window.input;
                    if slice < depth && row < height && column < width {
                        product(
                            (sample * inputs + i) * x + (slice * height + row) * width + column,
                            ((sample % sizes.groups * outputs + o) * inputs + i) * kernel + k,
                            (sample * outputs + o) * y + p,
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

/// Compares all three passes, on every SIMD level of this machine, with plain sums in f64. The scratch is initialised to NaN.
fn against_plain_sums<T: Float>(sizes: &Convolution, rng: &mut impl Rng) {
    let [inputs, outputs] = [sizes.inputs, sizes.outputs].map(|channels| channels * sizes.groups);
    let [image, places, kernel] = [sizes.window.input, sizes.window.output(), sizes.window.kernel].map(volume);
    let x = numbers::<T>(sizes.batch * inputs * image, rng);
    let weight = numbers::<T>(outputs * sizes.inputs * kernel, rng);
    let dy = numbers::<T>(sizes.batch * outputs * places, rng);
    let biases = [numbers::<T>(outputs, rng), numbers::<T>(inputs, rng)];
    let with_bias = rng.next_u64().is_multiple_of(2);
    let [bias, bias_of_x] = [&biases[0], &biases[1]].map(|bias| with_bias.then_some(&bias[..]));
    let mut sums = [vec![0.0; dy.len()], vec![0.0; x.len()], vec![0.0; weight.len()]];
    let mut scale = sums.clone();
    each(sizes, |i, j, k| {
        let [y, dx, dw] = [(x[i], weight[j]), (weight[j], dy[k]), (x[i], dy[k])].map(|(a, b)| a.to_f64() * b.to_f64());
        for (place, at, term) in [(0, k, y), (1, i, dx), (2, j, dw)] {
            sums[place][at] += term;
            scale[place][at] += term.abs();
        }
    });
    for (sum, bias, plane) in [(0, bias, places), (1, bias_of_x, image)] {
        if let Some(bias) = bias {
            let of = |i: usize| bias[i / plane % bias.len()].to_f64();
            sums[sum].iter_mut().enumerate().for_each(|(i, sum)| *sum += of(i));
        }
    }
    let nan = T::from_f64(f64::NAN);
    for level in Level::all() {
        for (old, accumulate) in [(nan, Accumulate::Set), (T::ONE, Accumulate::Add)] {
            let [mut y, mut dx, mut dw] = [dy.len(), x.len(), weight.len()].map(|length| vec![old; length]);
            let mut scratches = [sizes.input_scratch(), sizes.output_scratch()].map(|length| vec![nan; length]);
            Forward {
                sizes,
                x: &x,
                weight: &weight,
                bias,
                scratch: &mut scratches[0],
                epilogue: Epilogue::None,
                y: Target { slice: &mut y, accumulate },
            }
            .run_at(level);
            BackwardInput {
                sizes,
                weight: &weight,
                dy: &dy,
                bias: bias_of_x,
                scratch: &mut scratches[1],
                epilogue: Epilogue::None,
                dx: Target { slice: &mut dx, accumulate },
            }
            .run_at(level);
            scratches[0].fill(nan);
            BackwardWeight {
                sizes,
                x: &x,
                dy: &dy,
                scratch: &mut scratches[0],
                dweight: Target { slice: &mut dw, accumulate },
            }
            .run_at(level);
            for (i, (what, found)) in [("y", y), ("dx", dx), ("dweight", dw)].into_iter().enumerate() {
                let kept = if accumulate.adds() { 1.0 } else { 0.0 };
                let expected: Vec<f64> = sums[i].iter().map(|sum| sum + kept).collect();
                close(what, sizes, level, &found, &expected, &scale[i]);
            }
        }
    }
}

/// Returns random sizes, redrawn if the kernel does not fit: half of them of images, half of volumes.
fn random(rng: &mut impl Rng) -> Convolution {
    let mut pick = |from: usize, to: usize| from + (rng.next_u64() % (to - from + 1) as u64) as usize;
    loop {
        let most = if pick(0, 1) == 0 { 1 } else { 5 };
        let mut sizes =
            |depth: [usize; 2], from: usize, to: usize| [pick(depth[0], depth[1]), pick(from, to), pick(from, to)];
        let (input, kernel) = (sizes([1, most], 1, 15), sizes([1, most.min(3)], 1, 5));
        let (stride, padding) = (sizes([1, most.min(3)], 1, 4), sizes([0, most / 2], 0, 4));
        let dilation = sizes([1, most.min(2)], 1, 3);
        let window = Sliding { input, kernel, stride, padding, dilation, ceil_mode: false };
        if (0..3).all(|axis| input[axis] + 2 * padding[axis] > window.reach(axis)) {
            let (inputs, outputs) = (pick(1, 13), pick(1, 13));
            return Convolution { batch: pick(1, 3), groups: pick(1, 3), inputs, outputs, window };
        }
    }
}

/// Sizes that are small enough for Miri: groups, several samples, strides, and an image that is read in place.
const SMALL: [Convolution; 4] = {
    let window = Sliding { input: [1, 3, 4], kernel: [1, 2, 2], padding: [0, 1, 1], ..Sliding::ELEMENT };
    let skips = Sliding {
        input: [1, 4, 5],
        kernel: [1, 1, 3],
        stride: [1, 2, 2],
        padding: [0, 0, 1],
        dilation: [1, 1, 2],
        ..Sliding::ELEMENT
    };
    let deep = Sliding { input: [3, 2, 3], kernel: [2, 1, 2], stride: [2, 1, 1], padding: [1, 0, 1], ..window };
    let plain = Sliding { input: [1, 2, 9], kernel: [1, 1, 1], padding: [0, 0, 0], ..window };
    [
        Convolution { batch: 1, groups: 2, inputs: 1, outputs: 2, window },
        Convolution { batch: 2, groups: 1, inputs: 2, outputs: 5, window: skips },
        Convolution { batch: 1, groups: 1, inputs: 1, outputs: 1, window: plain },
        Convolution { batch: 1, groups: 1, inputs: 2, outputs: 2, window: deep },
    ]
};

#[test]
fn random_sizes_match_plain_loops() {
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
fn tile_boundaries_match_plain_loops() {
    let mut rng = crate::init::rng(8);
    let plain = Sliding { input: [1, 9, 33], kernel: [1, 3, 3], padding: [0, 1, 1], ..Sliding::ELEMENT };
    for (groups, [inputs, outputs], window) in [
        (1, [3, 17], plain),
        // One element each.
        (1, [1, 1], Sliding { input: [1, 1, 1], kernel: [1, 1, 1], padding: [0, 0, 0], ..plain }),
        // Only the last sample needs scratch.
        (1, [3, 17], Sliding { kernel: [1, 1, 1], padding: [0, 0, 0], ..plain }),
        (1, [3, 17], Sliding { kernel: [1, 1, 1], padding: [0, 0, 0], input: [1, 3, 5], ..plain }),
        (1, [3, 17], Sliding { kernel: [1, 2, 3], padding: [0, 0, 0], ..plain }),
        // More taps than a table holds, more padding than the kernel reaches, windows entirely in the padding.
        (1, [2, 3], Sliding { kernel: [1, 9, 8], padding: [0, 4, 3], ..plain }),
        (1, [2, 3], Sliding { kernel: [1, 2, 2], padding: [0, 5, 6], ..plain }),
        (1, [2, 3], Sliding { kernel: [1, 2, 2], dilation: [1, 2, 2], input: [1, 1, 1], ..plain }),
        // A stride that skips elements of x, and one that is larger than x.
        (1, [2, 3], Sliding { kernel: [1, 1, 2], stride: [1, 3, 4], padding: [0, 0, 0], ..plain }),
        (1, [2, 3], Sliding { kernel: [1, 1, 1], stride: [1, 40, 41], padding: [0, 0, 0], ..plain }),
        (1, [2, 3], Sliding { input: [4, 9, 33], kernel: [3, 3, 3], padding: [1, 1, 1], ..plain }),
        (2, [2, 9], Sliding { input: [5, 7, 8], kernel: [2, 3, 2], padding: [0, 1, 0], stride: [2, 2, 2], ..plain }),
        (5, [1, 1], plain),
        (5, [1, 2], Sliding { kernel: [1, 5, 5], padding: [0, 2, 2], stride: [1, 2, 2], ..plain }),
    ] {
        let sizes = Convolution { batch: 2, groups, inputs, outputs, window };
        against_plain_sums::<f32>(&sizes, &mut rng);
        against_plain_sums::<f64>(&sizes, &mut rng);
    }
}

/// Checks that a convolution in several parts is bit-identical to one in a single part, on every level.
#[cfg(feature = "std")]
fn parts_agree<T: Float>(sizes: &Convolution, rng: &mut impl Rng) {
    use crate::kernels::parallel::MOST_PARTS;
    use crate::kernels::parallel::tests::with_parts;
    let Convolution { batch, groups, inputs, outputs, window } = *sizes;
    let [image, places, kernel] = [window.input, window.output(), window.kernel].map(volume);
    let x = numbers::<T>(batch * groups * inputs * image, rng);
    let weight = numbers::<T>(groups * outputs * inputs * kernel, rng);
    let dy = numbers::<T>(batch * groups * outputs * places, rng);
    let bias = numbers::<T>(groups * outputs, rng);
    for (level, accumulate) in Level::all().zip([Accumulate::Set, Accumulate::Add, Accumulate::Set]) {
        let convolve = |parts| {
            let mut buffers = [dy.clone(), x.clone(), weight.clone()];
            let [y, dx, dweight] = &mut buffers;
            let mut scratch = vec![T::from_f64(f64::NAN); MOST_PARTS * sizes.input_scratch()];
            let mut back = vec![T::from_f64(f64::NAN); MOST_PARTS * sizes.output_scratch()];
            with_parts(parts, || {
                Forward {
                    sizes,
                    x: &x,
                    weight: &weight,
                    bias: Some(&bias),
                    scratch: &mut scratch,
                    epilogue: Epilogue::Relu,
                    y: Target { slice: y, accumulate },
                }
                .run_at(level);
                BackwardInput {
                    sizes,
                    weight: &weight,
                    dy: &dy,
                    bias: None,
                    scratch: &mut back,
                    epilogue: Epilogue::ReluBackward(&x),
                    dx: Target { slice: dx, accumulate },
                }
                .run_at(level);
                BackwardWeight {
                    sizes,
                    x: &x,
                    dy: &dy,
                    scratch: &mut scratch,
                    dweight: Target { slice: dweight, accumulate },
                }
                .run_at(level);
            });
            buffers
        };
        let whole = convolve(1);
        for &parts in if cfg!(miri) { &[2][..] } else { &[2, 3, 8] } {
            assert_eq!(convolve(parts), whole, "{level:?} {sizes:?} in {parts}");
        }
    }
}

#[cfg(feature = "std")]
#[test]
fn parallel_parts_are_bit_identical() {
    let mut rng = crate::init::rng(9);
    if cfg!(miri) {
        return SMALL.iter().for_each(|sizes| parts_agree::<f32>(sizes, &mut rng));
    }
    for _ in 0..40 {
        parts_agree::<f32>(&random(&mut rng), &mut rng);
        parts_agree::<f64>(&random(&mut rng), &mut rng);
    }
}

/// Calls the forward pass with four elements of x.
fn forward(sizes: &Convolution, weight: &[f32], y: &mut [f32]) {
    conv_forward(sizes, &[0.0; 4], weight, None, &mut [0.0; 32], Target::set(y), Epilogue::None);
}

const PAIRS: Convolution = Convolution {
    batch: 1,
    groups: 1,
    inputs: 1,
    outputs: 1,
    window: Sliding { input: [1, 1, 4], kernel: [1, 1, 2], ..Sliding::ELEMENT },
};

/// An infinite element of x must affect the gradient of only those weights that it is multiplied with.
#[test]
fn excess_vector_lanes_do_not_affect_gradient() {
    for level in Level::all() {
        let (x, mut dweight) = ([1.0_f32, 2.0, 3.0, f32::INFINITY], [0.0; 2]);
        BackwardWeight {
            sizes: &PAIRS,
            x: &x,
            dy: &[1.0; 3],
            scratch: &mut [f32::NAN; 32],
            dweight: Target::set(&mut dweight),
        }
        .run_at(level);
        assert_eq!(dweight, [6.0, f32::INFINITY]);
    }
}

#[test]
#[should_panic(expected = "invalid sizes")]
fn rejects_kernel_larger_than_image() {
    let sizes = Convolution { window: Sliding { kernel: [1, 1, 5], ..PAIRS.window }, ..PAIRS };
    forward(&sizes, &[0.0; 5], &mut [0.0; 1]);
}

#[test]
#[should_panic(expected = "the input does not match")]
fn rejects_sizes_that_overflow() {
    let sizes = Convolution { batch: usize::MAX / 4 + 2, ..PAIRS };
    forward(&sizes, &[0.0; 2], &mut [0.0; 3]);
}

#[test]
#[should_panic(expected = "the scratch has 32 elements, expected at least")]
fn rejects_small_scratch() {
    let sizes = Convolution { window: Sliding { padding: [0, 0, 9], ..PAIRS.window }, ..PAIRS };
    forward(&sizes, &[0.0; 2], &mut [0.0; 21]);
}

#[test]
#[should_panic(expected = "the output does not match")]
fn rejects_wrong_output_length() {
    forward(&PAIRS, &[0.0; 2], &mut [0.0; 4]);
}
