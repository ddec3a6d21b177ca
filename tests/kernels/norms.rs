//! Normalisations: of channels over a batch, and of groups within a sample.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{
    Affine, AffineGradient, BatchStatistics, Channels, LocalResponse, NormGroups, Statistics, Target, batch_norm,
    batch_norm_backward, batch_norm_backward_fixed, channel_moments, group_norm, group_norm_backward, local_response,
    local_response_backward,
};
use nn::Float;
use rand::RngExt;

const EPSILON: f64 = 0.1;

fn batch_normalisation<T: Float>() {
    let mut rng = nn::init::rng(11);
    for case in 0..150 {
        // A single position has a code path of its own.
        let positions = if case % 3 == 0 { 1 } else { rng.random_range(2..=70) };
        let sizes = Channels { channels: rng.random_range(1..=40), positions };
        let channels = sizes.channels;
        let samples = rng.random_range(1..=6);
        let [x, dy] = [0; 2].map(|_| Numbers::<T>::random(samples * channels * positions, &mut rng));
        let [weight, bias, mean, rest] = [0; 4].map(|_| Numbers::<T>::random(channels, &mut rng));
        let [with_weight, with_bias] = [0; 2].map(|_| rng.random_range(0..2) == 1);
        let weight_of = |c: usize| if with_weight { weight[c].to_f64() } else { 1.0 };
        let bias_of = |c: usize| if with_bias { bias[c].to_f64() } else { 0.0 };
        let variance = Numbers::<T>::from_fn(channels, &mut rng, |c| T::from_f64(0.5 + 0.1 * (c % 10) as f64));
        let channel = |i: usize| i / positions % channels;
        let sum_of = |term: &dyn Fn(usize) -> f64| -> Vec<Sum> {
            let mut sums = vec![Sum::default(); channels];
            (0..x.len()).for_each(|i| sums[channel(i)].add(term(i)));
            sums
        };
        let count = (samples * positions) as f64;
        let epsilon = T::from_f64(EPSILON);
        let scale = |c: usize| 1.0 / (variance[c].to_f64() + epsilon.to_f64()).sqrt();
        let means: Vec<f64> = sum_of(&|i| x[i].to_f64()).iter().map(|sum| sum.value / count).collect();
        let variances = sum_of(&|i| (x[i].to_f64() - means[channel(i)]).powi(2) / count);
        // The backward pass gets other statistics than the batch's, which does not matter to its formula.
        let inverse = scale;
        let fixed_normal = |i: usize| (x[i].to_f64() - mean[channel(i)].to_f64()) * inverse(channel(i));
        let normal = |i: usize| fixed_normal(i) - rest[channel(i)].to_f64() * inverse(channel(i));
        let dbiases = sum_of(&|i| dy[i].to_f64());
        let [fixed_dweights, dweights] =
            [sum_of(&|i| dy[i].to_f64() * fixed_normal(i)), sum_of(&|i| dy[i].to_f64() * normal(i))];
        let adds = rng.random_range(0..2) == 1;
        let (empty, old) = (Numbers::<T>::old(x.len(), false, &mut rng), Numbers::<T>::old(x.len(), adds, &mut rng));
        let scratch = Numbers::<T>::filled(channels, f64::NAN, &mut rng);
        on_each_level(|level| {
            let what = (level, sizes, samples, with_weight, with_bias, adds);
            let mut scratches = [0; 5].map(|_| scratch.clone());
            let [scratch0, scratch1, scratch2, first, second] = &mut scratches;
            let mut y = empty.clone();
            let weight = with_weight.then_some(&weight[..]);
            let statistics = BatchStatistics { weight, mean: &mean, rest: Some(&rest), variance: &variance, epsilon };
            batch_norm(sizes, statistics, with_bias.then_some(&bias[..]), &x, scratch0, &mut y);
            let truth = |i: usize| {
                let c = channel(i);
                (x[i].to_f64() - mean[c].to_f64()) * scale(c) * weight_of(c) + bias_of(c)
            };
            y.check(&("forward", what), truth, |_| roundings::<T>(8.0));
            channel_moments(sizes, &x, [first, scratch1], second);
            first.check(&("mean", what), |c| means[c], |_| roundings::<T>(8.0));
            second.check(&("variance", what), |c| variances[c].value, |_| roundings::<T>(16.0));
            scratch1.check(&("rest", what), |_| 0.0, |_| roundings::<T>(8.0));
            let (mut dx, mut fixed_dx) = (old.clone(), old.clone());
            let places: [&mut [T]; 2] = [first, second];
            let scratches: [&mut [T]; 3] = [scratch0, scratch1, scratch2];
            batch_norm_backward(sizes, statistics, &x, &dy, scratches, places, Some(target(adds, &mut dx)));
            let bound = |sum: Sum| roundings::<T>(16.0) * (1.0 + sum.size);
            first.check(&("dweight", what), |c| dweights[c].value, |c| bound(dweights[c]));
            second.check(&("dbias", what), |c| dbiases[c].value, |c| bound(dbiases[c]));
            let truth = |i: usize| {
                let c = channel(i);
                let g = dy[i].to_f64() - (dbiases[c].value + normal(i) * dweights[c].value) / count;
                weight_of(c) * inverse(c) * g + previous(&old, adds, i)
            };
            dx.check(&("dx", what), truth, |_| roundings::<T>(64.0));
            let places: [&mut [T]; 2] = [first, second];
            batch_norm_backward_fixed(sizes, statistics, &x, &dy, scratch0, places, Some(target(adds, &mut fixed_dx)));
            first.check(&("fixed dweight", what), |c| fixed_dweights[c].value, |c| bound(fixed_dweights[c]));
            second.check(&("fixed dbias", what), |c| dbiases[c].value, |c| bound(dbiases[c]));
            let truth = |i: usize| {
                let c = channel(i);
                weight_of(c) * inverse(c) * dy[i].to_f64() + previous(&old, adds, i)
            };
            fixed_dx.check(&("fixed dx", what), truth, |_| roundings::<T>(64.0));
        });
    }
}

fn group_normalisation<T: Float>() {
    let mut rng = nn::init::rng(12);
    for case in 0..150 {
        let positions = if case % 2 == 0 { 1 } else { rng.random_range(2..=40) };
        let sizes = NormGroups { groups: rng.random_range(1..=4), channels: rng.random_range(1..=70), positions };
        let samples = rng.random_range(1..=4);
        let (channels, size) = (sizes.groups * sizes.channels, sizes.channels * positions);
        let groups = samples * sizes.groups;
        let [x, dy] = [0; 2].map(|_| Numbers::<T>::random(groups * size, &mut rng));
        let weight = Numbers::<T>::random(channels, &mut rng);
        let with_weight = rng.random_range(0..2);
        let weight_of = |c: usize| if with_weight == 1 { weight[c].to_f64() } else { 1.0 };
        let with_bias = rng.random_range(0..2);
        let bias = Numbers::<T>::random(with_bias * channels, &mut rng);
        let centered = rng.random_range(0..2) == 1;
        let channel = |i: usize| i / positions % channels;
        let mean_of = |term: &dyn Fn(usize) -> f64| -> Vec<f64> {
            (0..groups).map(|r| (r * size..(r + 1) * size).map(term).sum::<f64>() / size as f64).collect()
        };
        let epsilon = T::from_f64(EPSILON);
        let means = if centered { mean_of(&|i| x[i].to_f64()) } else { vec![0.0; groups] };
        let variances = mean_of(&|i| (x[i].to_f64() - means[i / size]).powi(2));
        let inverses: Vec<f64> = variances.iter().map(|variance| 1.0 / (variance + epsilon.to_f64()).sqrt()).collect();
        // The inputs of the backward pass.
        let given_mean = Numbers::<T>::from_fn(groups, &mut rng, |r| T::from_f64(means[r]));
        let given_inverse = Numbers::<T>::from_fn(groups, &mut rng, |r| T::from_f64(inverses[r]));
        let normal = |i: usize| (x[i].to_f64() - given_mean[i / size].to_f64()) * given_inverse[i / size].to_f64();
        let g = |i: usize| dy[i].to_f64() * weight_of(channel(i));
        let (mean_g, mean_gn) = (mean_of(&g), mean_of(&|i| g(i) * normal(i)));
        let sum_of = |term: &dyn Fn(usize) -> f64| -> Vec<Sum> {
            let mut sums = vec![Sum::default(); channels];
            (0..x.len()).for_each(|i| sums[channel(i)].add(term(i)));
            sums
        };
        let (dweights, dbiases) = (sum_of(&|i| dy[i].to_f64() * normal(i)), sum_of(&|i| dy[i].to_f64()));
        let adds = rng.random_range(0..2) == 1;
        let [empty, of_group] = [x.len(), groups].map(|length| Numbers::<T>::old(length, false, &mut rng));
        let old = [x.len(), with_weight * channels, with_bias * channels]
            .map(|length| Numbers::<T>::old(length, adds, &mut rng));
        on_each_level(|level| {
            let what = (level, sizes, samples, (with_weight, with_bias), centered, adds);
            let weight = (with_weight == 1).then_some(&weight[..]);
            let (mut y, mut mean, mut inverse) = (empty.clone(), of_group.clone(), of_group.clone());
            let affine = Affine { weight, bias: (with_bias == 1).then_some(&bias[..]) };
            let statistics = Statistics { mean: centered.then_some(&mut mean[..]), inverse: &mut inverse[..] };
            group_norm(sizes, epsilon, &x, affine, statistics, &mut y);
            if centered {
                mean.check(&("mean", what), |r| means[r], |_| roundings::<T>(8.0));
            }
            inverse.check(&("inverse", what), |r| inverses[r], |r| roundings::<T>(16.0) * inverses[r]);
            let truth = |i: usize| {
                let shift = bias.get(channel(i)).map_or(0.0, |bias| bias.to_f64());
                (x[i].to_f64() - means[i / size]) * inverses[i / size] * weight_of(channel(i)) + shift
            };
            y.check(&("forward", what), truth, |_| roundings::<T>(64.0));
            let [mut dx, mut dweight, mut dbias] = old.clone();
            let statistics = Statistics { mean: centered.then_some(&given_mean[..]), inverse: &given_inverse[..] };
            let bias = (with_bias == 1).then_some(target(adds, &mut dbias[..]));
            let of_weight = (with_weight == 1).then_some(target(adds, &mut dweight[..]));
            let gradient = AffineGradient { weight: of_weight, bias };
            group_norm_backward(sizes, statistics, weight, &x, &dy, gradient, Some(target(adds, &mut dx)));
            let truth = |i: usize| {
                let shift = if centered { mean_g[i / size] } else { 0.0 };
                let inverse = given_inverse[i / size].to_f64();
                inverse * (g(i) - shift - normal(i) * mean_gn[i / size]) + previous(&old[0], adds, i)
            };
            dx.check(&("dx", what), truth, |_| roundings::<T>(128.0));
            for (name, found, sums, old) in
                [("dweight", dweight, &dweights, &old[1]), ("dbias", dbias, &dbiases, &old[2])]
            {
                let truth = |c: usize| sums[c].value + previous(old, adds, c);
                found.check(&(name, what), truth, |c| roundings::<T>(16.0) * (1.0 + sums[c].size));
            }
        });
    }
}

fn local_response_normalisation<T: Float>() {
    let mut rng = nn::init::rng(13);
    for _ in 0..100 {
        let sizes = Channels { channels: rng.random_range(1..=12), positions: rng.random_range(1..=9) };
        let Channels { channels, positions } = sizes;
        let samples = rng.random_range(1..=3);
        let size = rng.random_range(1..=6);
        let [alpha, beta, k] = [0.5, 0.75, 1.5];
        let [x, dy] = [0; 2].map(|_| Numbers::<T>::random(samples * channels * positions, &mut rng));
        // The elements at the same position whose window contains `i`, or that the window of `i` contains.
        let at = |i: usize, c: usize| i / (channels * positions) * channels * positions + c * positions + i % positions;
        let channel = |i: usize| i / positions % channels;
        let contains = |c: usize, j: usize| j + size / 2 >= c && j <= c + (size - 1) / 2;
        let divisor = |i: usize| {
            let window = (0..channels).filter(|&j| contains(channel(i), j));
            k + alpha / size as f64 * window.map(|j| x[at(i, j)].to_f64().powi(2)).sum::<f64>()
        };
        let divisors: Vec<f64> = (0..x.len()).map(divisor).collect();
        let y_of = |i: usize| x[i].to_f64() / divisors[i].powf(beta);
        let adds = rng.random_range(0..2) == 1;
        let (empty, old) = (Numbers::<T>::old(x.len(), false, &mut rng), Numbers::<T>::old(x.len(), adds, &mut rng));
        let scratch = Numbers::<T>::filled(channels * positions, f64::NAN, &mut rng);
        let of = LocalResponse { size, alpha: T::from_f64(alpha), beta: T::from_f64(beta), k: T::from_f64(k) };
        on_each_level(|level| {
            let what = (level, sizes, samples, size, adds);
            let mut y = empty.clone();
            local_response(sizes, of, &x, &mut y);
            y.check(&("forward", what), y_of, |_| roundings::<T>(32.0));
            let (mut dx, [mut d, mut terms]) = (old.clone(), [0; 2].map(|_| scratch.clone()));
            let scratches: [&mut [T]; 2] = [&mut d, &mut terms];
            let place: Target<'_, T> = target(adds, &mut dx);
            local_response_backward(sizes, of, &x, &dy, scratches, place);
            let truth = |i: usize| {
                let readers = (0..channels).filter(|&c| contains(c, channel(i))).map(|c| at(i, c));
                let sum: f64 = readers.map(|j| dy[j].to_f64() * y_of(j) / divisors[j]).sum();
                dy[i].to_f64() / divisors[i].powf(beta) - 2.0 * alpha * beta / size as f64 * x[i].to_f64() * sum
                    + previous(&old, adds, i)
            };
            dx.check(&("backward", what), truth, |_| roundings::<T>(128.0));
        });
    }
}
both!(batch_normalisation group_normalisation local_response_normalisation);
