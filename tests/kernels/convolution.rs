//! Convolutions: forward, and the gradients with respect to the input and the weight.

use crate::{Numbers, Sum, both, epilogues_agree, on_each_level, previous, roundings, target};
use nn::__private::kernels::{Convolution, Epilogue, Sliding, conv_backward_input, conv_backward_weight, conv_forward};
use nn::Float;
use rand::{Rng, RngExt};

/// All indices into a volume, in order.
fn indices([depth, height, width]: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    (0..depth * height * width).map(move |i| [i / width / height, i / width % height, i % width])
}

/// Visits every product of the definition, with its indices in x, weight and y.
fn visit_products(sizes: &Convolution, mut product: impl FnMut(usize, usize, usize)) {
    let Convolution { inputs, outputs, ref window, .. } = *sizes;
    let [d, h, w] = window.input;
    let [places, kernel] = [window.output(), window.kernel].map(|sizes| sizes.into_iter().product::<usize>());
    for sample in 0..sizes.batch * sizes.groups {
        for (o, i) in (0..outputs).flat_map(|o| (0..inputs).map(move |i| (o, i))) {
            for (k, tap) in indices(window.kernel).enumerate() {
                for (p, place) in indices(window.output()).enumerate() {
                    let [slice, row, column] = [0, 1, 2].map(|axis| {
                        let index = place[axis] * window.stride[axis] + tap[axis] * window.dilation[axis];
                        index.wrapping_sub(window.padding[axis])
                    });
                    if slice < d && row < h && column < w {
                        product(
                            (((sample * inputs + i) * d + slice) * h + row) * w + column,
                            ((sample % sizes.groups * outputs + o) * inputs + i) * kernel + k,
                            (sample * outputs + o) * places + p,
                        );
                    }
                }
            }
        }
    }
}

fn check_sizes<T: Float>(sizes: &Convolution, rng: &mut impl Rng) {
    let [inputs, outputs] = [sizes.inputs, sizes.outputs].map(|channels| channels * sizes.groups);
    let window = &sizes.window;
    let [image, places, kernel] = [window.input, window.output(), window.kernel].map(|[d, h, w]| d * h * w);
    let x = Numbers::<T>::random(sizes.batch * inputs * image, rng);
    let weight = Numbers::<T>::random(outputs * sizes.inputs * kernel, rng);
    let dy = Numbers::<T>::random(sizes.batch * outputs * places, rng);
    let with_bias = rng.random_range(0..2);
    let bias = Numbers::<T>::random(with_bias * outputs, rng);
    let bias_of_x = Numbers::<T>::random(with_bias * inputs, rng);
    let (mut of_y, mut of_x) = (vec![Sum::default(); dy.len()], vec![Sum::default(); x.len()]);
    let mut of_weight = vec![Sum::default(); weight.len()];
    visit_products(sizes, |i, j, o| {
        let [x, weight, dy] = [x[i], weight[j], dy[o]].map(T::to_f64);
        of_y[o].add(x * weight);
        of_x[i].add(weight * dy);
        of_weight[j].add(x * dy);
    });
    for (sums, bias, positions) in [(&mut of_y, &bias, places), (&mut of_x, &bias_of_x, image)] {
        if !bias.is_empty() {
            sums.iter_mut().enumerate().for_each(|(i, sum)| sum.add(bias[i / positions % bias.len()].to_f64()));
        }
    }
    let adds = rng.random_range(0..2) == 1;
    let old = [dy.len(), x.len(), weight.len()].map(|length| Numbers::<T>::old(length, adds, rng));
    let scratches = [sizes.input_scratch(), sizes.output_scratch(), sizes.input_scratch()];
    let scratches = scratches.map(|length| Numbers::<T>::filled(length, f64::NAN, rng));
    on_each_level(|level| {
        let ([mut y, mut dx, mut dweight], mut scratches) = (old.clone(), scratches.clone());
        let [bias, bias_of_x] = [&bias, &bias_of_x].map(|bias| (!bias.is_empty()).then_some(&bias[..]));
        let (in_y, in_dx, none) = (target(adds, &mut y), target(adds, &mut dx), Epilogue::None);
        conv_forward(sizes, &x, &weight, bias, &mut scratches[0], in_y, none);
        conv_backward_input(sizes, &weight, &dy, bias_of_x, &mut scratches[1], in_dx, none);
        conv_backward_weight(sizes, &x, &dy, &mut scratches[2], target(adds, &mut dweight));
        let results = [("y", y, &of_y), ("dx", dx, &of_x), ("dweight", dweight, &of_weight)];
        for ((what, found, sums), old) in results.into_iter().zip(&old) {
            found.check(
                &(what, level, sizes, adds),
                |i| sums[i].value + previous(old, adds, i),
                |i| roundings::<T>(16.0) * (sums[i].size + previous(old, adds, i).abs()),
            );
        }
        epilogues_agree(&(level, sizes), &dy, |epilogue, y| {
            conv_forward(sizes, &x, &weight, bias, &mut scratches[0], y, epilogue);
        });
        epilogues_agree(&(level, sizes), &x, |epilogue, dx| {
            conv_backward_input(sizes, &weight, &dy, bias_of_x, &mut scratches[1], dx, epilogue);
        });
    });
}

/// Random sizes, half of them of volumes; those that do not fit are drawn again.
fn random(rng: &mut impl Rng) -> Convolution {
    loop {
        let is_volume = rng.random_range(0..2) == 0;
        let most = if is_volume { 12 } else { 40 };
        let mut three = |low: usize, high: usize, depth: usize| {
            let depth = if is_volume { rng.random_range(low..=high) } else { depth };
            [depth, rng.random_range(low..=high), rng.random_range(low..=high)]
        };
        let (input, kernel, padding) = (three(1, most, 1), three(1, if is_volume { 3 } else { 5 }, 1), three(0, 3, 0));
        let (stride, dilation) = (three(1, 3, 1), three(1, 3, 1));
        let window = Sliding { input, kernel, stride, padding, dilation, ceil_mode: false };
        let fits = |axis: usize| {
            let reach = window.dilation[axis] * (kernel[axis] - 1);
            padding[axis] <= reach && reach < input[axis] + 2 * padding[axis]
        };
        if (0..3).all(fits) {
            let depthwise = rng.random_range(0..4) == 0;
            let groups = if depthwise { rng.random_range(1..=20) } else { rng.random_range(1..=3) };
            let most = if is_volume { 6 } else { 20 };
            let [inputs, outputs] = [0; 2].map(|_| if depthwise { 1 } else { rng.random_range(1..=most) });
            return Convolution { batch: rng.random_range(1..=3), groups, inputs, outputs, window };
        }
    }
}

fn random_sizes<T: Float>() {
    let mut rng = nn::init::rng(3);
    for _ in 0..250 {
        check_sizes::<T>(&random(&mut rng), &mut rng);
    }
}

/// Typical sizes of networks, each slightly irregular: 3x3, 1x1, 5x5, 7x7 with a stride, a sequence, and a volume.
fn usual_sizes<T: Float>() {
    let mut rng = nn::init::rng(4);
    for (input, kernel, stride, padding, [inputs, outputs]) in [
        ([1, 28, 28], [1, 3, 3], [1, 1, 1], [0, 1, 1], [1, 8]),
        ([1, 14, 14], [1, 3, 3], [1, 1, 1], [0, 1, 1], [8, 16]),
        ([1, 9, 11], [1, 1, 1], [1, 1, 1], [0, 0, 0], [33, 35]),
        ([1, 17, 19], [1, 5, 5], [1, 1, 1], [0, 2, 2], [5, 7]),
        ([1, 33, 31], [1, 7, 7], [1, 2, 2], [0, 3, 3], [3, 9]),
        ([1, 1, 101], [1, 1, 9], [1, 1, 2], [0, 0, 4], [6, 11]),
        ([1, 7, 7], [1, 3, 3], [1, 2, 2], [0, 1, 1], [37, 41]),
        ([5, 9, 11], [3, 3, 3], [1, 1, 1], [1, 1, 1], [4, 6]),
        // More elements in the kernel than one table of taps holds: the epilogue applies to the whole sum.
        ([1, 12, 13], [1, 9, 8], [1, 1, 1], [0, 4, 3], [3, 5]),
    ] {
        let window = Sliding { input, kernel, stride, padding, ..Sliding::ELEMENT };
        check_sizes::<T>(&Convolution { batch: 2, groups: 1, inputs, outputs, window }, &mut rng);
    }
}
both!(random_sizes usual_sizes);
