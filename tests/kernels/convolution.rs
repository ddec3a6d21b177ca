//! Convolutions: forward, and the gradients with respect to the input and the weight.

use crate::{Numbers, Sum, both, epilogues_agree, on_each_level, previous, roundings, target};
use nn::__private::kernels::{Convolution, Epilogue, Sliding, conv_backward_input, conv_backward_weight, conv_forward};
use nn::Float;
use rand::{Rng, RngExt};

/// Visits every product of the definition, with its indices in x, weight and y.
fn visit_products(sizes: &Convolution, mut product: impl FnMut(usize, usize, usize)) {
    let Convolution { inputs, outputs, ref window, .. } = *sizes;
    let ([h, w], [oh, ow], [kh, kw]) = (window.input, window.output(), window.kernel);
    for sample in 0..sizes.batch * sizes.groups {
        for (o, i) in (0..outputs).flat_map(|o| (0..inputs).map(move |i| (o, i))) {
            for (k, l) in (0..kh).flat_map(|k| (0..kw).map(move |l| (k, l))) {
                for (p, q) in (0..oh).flat_map(|p| (0..ow).map(move |q| (p, q))) {
                    let row = (p * window.stride[0] + k * window.dilation[0]).wrapping_sub(window.padding[0]);
                    let column = (q * window.stride[1] + l * window.dilation[1]).wrapping_sub(window.padding[1]);
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

fn check_sizes<T: Float>(sizes: &Convolution, rng: &mut impl Rng) {
    let [inputs, outputs] = [sizes.inputs, sizes.outputs].map(|channels| channels * sizes.groups);
    let window = &sizes.window;
    let [image, places, kernel] = [window.input, window.output(), window.kernel].map(|[h, w]| h * w);
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

/// Random sizes; those that do not fit are drawn again.
fn random(rng: &mut impl Rng) -> Convolution {
    loop {
        let mut two = |low, high| [rng.random_range(low..=high), rng.random_range(low..=high)];
        let (input, kernel, padding) = (two(1, 40), two(1, 5), two(0, 3));
        let window = Sliding { input, kernel, stride: two(1, 3), padding, dilation: two(1, 3) };
        let fits = |axis: usize| {
            let reach = window.dilation[axis] * (kernel[axis] - 1);
            padding[axis] <= reach && reach < input[axis] + 2 * padding[axis]
        };
        if fits(0) && fits(1) {
            let depthwise = rng.random_range(0..4) == 0;
            let groups = if depthwise { rng.random_range(1..=20) } else { rng.random_range(1..=3) };
            let [inputs, outputs] = [0; 2].map(|_| if depthwise { 1 } else { rng.random_range(1..=20) });
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

/// Typical sizes of networks, each slightly irregular: 3x3, 1x1, 5x5, 7x7 with a stride, and a sequence.
fn usual_sizes<T: Float>() {
    let mut rng = nn::init::rng(4);
    for (input, kernel, stride, padding, [inputs, outputs]) in [
        ([28, 28], [3, 3], [1, 1], [1, 1], [1, 8]),
        ([14, 14], [3, 3], [1, 1], [1, 1], [8, 16]),
        ([9, 11], [1, 1], [1, 1], [0, 0], [33, 35]),
        ([17, 19], [5, 5], [1, 1], [2, 2], [5, 7]),
        ([33, 31], [7, 7], [2, 2], [3, 3], [3, 9]),
        ([1, 101], [1, 9], [1, 2], [0, 4], [6, 11]),
        ([7, 7], [3, 3], [2, 2], [1, 1], [37, 41]),
        // More elements in the kernel than one table of taps holds: the epilogue applies to the whole sum.
        ([12, 13], [9, 8], [1, 1], [4, 3], [3, 5]),
    ] {
        let window = Sliding { input, kernel, stride, padding, dilation: [1, 1] };
        check_sizes::<T>(&Convolution { batch: 2, groups: 1, inputs, outputs, window }, &mut rng);
    }
}
both!(random_sizes usual_sizes);
