//! Pooling: the maximum and the mean of windows, and the mean of a whole image.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{
    Adaptive, PoolDivisor, Sliding, adaptive_avg_pool, adaptive_avg_pool_backward, adaptive_max_pool,
    adaptive_max_pool_backward, avg_pool, avg_pool_backward, lp_pool, lp_pool_backward, max_pool, max_pool_backward,
    mean_pool, mean_pool_backward, sum_planes,
};
use nn::Float;
use rand::{Rng, RngExt};

/// All indices into a volume, in order.
fn indices([depth, height, width]: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    (0..depth * height * width).map(move |i| [i / width / height, i / width % height, i % width])
}

/// The indices, within one volume, of the elements in each window, in order.
fn seen(window: &Sliding) -> Vec<Vec<usize>> {
    let [d, h, w] = window.input;
    let at = |place: [usize; 3], tap: [usize; 3]| {
        let [slice, row, column] = [0, 1, 2].map(|axis| {
            let index = place[axis] * window.stride[axis] + tap[axis] * window.dilation[axis];
            index.wrapping_sub(window.padding[axis])
        });
        (slice < d && row < h && column < w).then(|| (slice * h + row) * w + column)
    };
    let taps = |place| indices(window.kernel).filter_map(|tap| at(place, tap)).collect();
    indices(window.output()).map(taps).collect()
}

/// The number of elements of each window before the end of the padded volume.
fn covered(window: &Sliding) -> Vec<usize> {
    let along = |place: [usize; 3], axis: usize| {
        let start = place[axis] * window.stride[axis];
        window.kernel[axis].min(window.input[axis] + 2 * window.padding[axis] - start)
    };
    indices(window.output()).map(|place| along(place, 0) * along(place, 1) * along(place, 2)).collect()
}

fn random(rng: &mut impl Rng) -> Sliding {
    loop {
        let is_volume = rng.random_range(0..3) == 0;
        let mut three = |low: usize, high: usize, depth: usize| {
            let depth = if is_volume { rng.random_range(low..=high.min(6)) } else { depth };
            [depth, rng.random_range(low..=high), rng.random_range(low..=high)]
        };
        // Windows of 2x2, the usual ones, have a code path of their own.
        let pairs = three(0, 1, 1)[1] == 0;
        let [kernel, stride] = if pairs { [[1, 2, 2]; 2] } else { [three(1, 4, 1), three(1, 4, 1)] };
        let [padding, dilation] = if pairs { [[0; 3], [1; 3]] } else { [three(0, 2, 0), three(1, 2, 1)] };
        let (input, ceil_mode) = (three(1, if is_volume { 12 } else { 40 }, 1), three(0, 2, 0)[1] == 0);
        let window = Sliding { input, kernel, stride, padding, dilation, ceil_mode };
        let fits = |axis: usize| {
            let reach = dilation[axis] * (kernel[axis] - 1);
            2 * padding[axis] <= reach + 1 && reach < window.input[axis] + 2 * padding[axis]
        };
        if (0..3).all(fits) {
            return window;
        }
    }
}

fn windows<T: Float>() {
    let mut rng = nn::init::rng(5);
    for _ in 0..250 {
        let window = random(&mut rng);
        let seen = seen(&window);
        let (image, images) = (window.input.into_iter().product::<usize>(), rng.random_range(1..=5));
        let is_dense = window.dilation == [1; 3];
        let divisor = match rng.random_range(0..3) {
            0 if is_dense => PoolDivisor::Window,
            1 if is_dense => PoolDivisor::Inside,
            _ => PoolDivisor::Number(rng.random_range(1..=9)),
        };
        let covered = covered(&window);
        let divisor_at = |o: usize| match divisor {
            PoolDivisor::Window => covered[o],
            PoolDivisor::Inside => seen[o].len(),
            PoolDivisor::Number(number) => number,
        } as f64;
        // Few distinct values, so that there are ties; sometimes NaN.
        let with_nan = rng.random_range(0..4) == 0;
        let mut number = || match rng.random_range(0..12) {
            0 if with_nan => f64::NAN,
            number => f64::from(number) / 4.0 - 1.5,
        };
        let numbers: Vec<T> = (0..images * image).map(|_| T::from_f64(number())).collect();
        let x = Numbers::from_fn(images * image, &mut rng, |i| numbers[i]);
        let dy = Numbers::<T>::random(images * seen.len(), &mut rng);
        let adds = rng.random_range(0..2) == 1;
        let mut largest = Vec::new();
        let mut means = Vec::new();
        let (mut of_largest, mut of_mean) = (vec![Sum::default(); x.len()], vec![Sum::default(); x.len()]);
        for (o, dy) in dy.iter().enumerate() {
            let (first, area) = (o / seen.len() * image, divisor_at(o % seen.len()));
            let mut winner = None;
            for &place in &seen[o % seen.len()] {
                let number = x[first + place].to_f64();
                if winner.is_none_or(|(_, best): (usize, f64)| number > best || number.is_nan()) {
                    winner = Some((place, number));
                }
                of_mean[first + place].add(dy.to_f64() / area);
            }
            largest.push(winner.map_or(f64::NEG_INFINITY, |(_, number)| number));
            means.push(seen[o % seen.len()].iter().map(|&place| x[first + place].to_f64() / area).collect::<Sum>());
            if let Some((place, _)) = winner {
                of_largest[first + place].add(dy.to_f64());
            }
        }
        let empty = Numbers::<T>::old(dy.len(), false, &mut rng);
        let old = Numbers::<T>::old(x.len(), adds, &mut rng);
        on_each_level(|level| {
            let what = (level, window, divisor, images, adds);
            let mut y = empty.clone();
            max_pool(&window, &x, &mut y);
            y.check(&("max", what), |i| largest[i], |_| 0.0);
            avg_pool(&window, divisor, &x, &mut y);
            y.check(&("mean", what), |i| means[i].value, |i| roundings::<T>(4.0) * means[i].size);
            for (name, sums) in [("max", &of_largest), ("mean", &of_mean)] {
                let mut dx = old.clone();
                match name {
                    "max" => max_pool_backward(&window, &x, &dy, false, target(adds, &mut dx)),
                    _ => avg_pool_backward(&window, divisor, &dy, target(adds, &mut dx)),
                }
                let truth = |i: usize| sums[i].value + previous(&old, adds, i);
                let bound = |i: usize| roundings::<T>(8.0) * (sums[i].size + previous(&old, adds, i).abs());
                dx.check(&(name, "backward", what), truth, bound);
            }
            let mut dx = old.clone();
            max_pool_backward(&window, &x, &dy, true, target(adds, &mut dx));
            let passed = |i: usize| if x[i] <= T::ZERO { Sum::default() } else { of_largest[i] };
            let truth = |i: usize| passed(i).value + previous(&old, adds, i);
            let bound = |i: usize| roundings::<T>(8.0) * (passed(i).size + previous(&old, adds, i).abs());
            dx.check(&("max", "through ReLU", what), truth, bound);
        });
    }
}

fn whole_images<T: Float>() {
    let mut rng = nn::init::rng(6);
    for image in (1..=70).chain([127, 196, 999]) {
        let (samples, channels) = (rng.random_range(1..=4), rng.random_range(1..=9));
        let x = Numbers::<T>::random(samples * channels * image, &mut rng);
        let dy = Numbers::<T>::random(samples * channels, &mut rng);
        let sum_of = |plane: usize| x[plane * image..][..image].iter().map(|x| x.to_f64()).collect::<Sum>();
        let of_planes: Vec<Sum> = (0..samples * channels).map(sum_of).collect();
        let of_channel = |c: usize| {
            let planes = of_planes.iter().skip(c).step_by(channels);
            planes.fold(Sum::default(), |a, b| Sum { value: a.value + b.value, size: a.size + b.size })
        };
        let of_channels: Vec<Sum> = (0..channels).map(of_channel).collect();
        let adds = rng.random_range(0..2) == 1;
        let old = Numbers::<T>::old(x.len(), adds, &mut rng);
        let old_sum = Numbers::<T>::old(channels, adds, &mut rng);
        let empty = Numbers::<T>::old(dy.len(), false, &mut rng);
        let count = image as f64;
        on_each_level(|level| {
            let what = (level, samples, channels, image, adds);
            let (mut y, mut dx, mut sum) = (empty.clone(), old.clone(), old_sum.clone());
            mean_pool(image, &x, &mut y);
            y.check(&what, |i| of_planes[i].value / count, |i| roundings::<T>(8.0) * of_planes[i].size / count);
            mean_pool_backward(image, &dy, target(adds, &mut dx));
            let share = |i: usize| dy[i / image].to_f64() / count;
            dx.check(&what, |i| share(i) + previous(&old, adds, i), |_| roundings::<T>(2.0));
            sum_planes(&x, image, target(adds, &mut sum));
            let truth = |i: usize| of_channels[i].value + previous(&old_sum, adds, i);
            sum.check(&what, truth, |i| roundings::<T>(8.0) * (1.0 + of_channels[i].size));
        });
    }
}
/// Norms of windows, from their definition.
fn norms<T: Float>() {
    let mut rng = nn::init::rng(18);
    for _ in 0..100 {
        let window = Sliding { padding: [0; 3], dilation: [1; 3], ..random(&mut rng) };
        if (0..3).any(|axis| window.kernel[axis] > window.input[axis]) {
            continue;
        }
        let (seen, images, p) = (seen(&window), rng.random_range(1..=3), rng.random_range(1..=4));
        let (image, kernel) =
            (window.input.into_iter().product::<usize>(), window.kernel.into_iter().product::<usize>());
        // Positive, so that an odd power has no negative sum.
        let random = Numbers::<T>::random(images * image, &mut rng);
        let x = Numbers::from_fn(images * image, &mut rng, |i| T::from_f64(0.1) + random[i] * random[i]);
        let dy = Numbers::<T>::random(images * seen.len(), &mut rng);
        let adds = rng.random_range(0..2) == 1;
        let (mut norms, mut of_x) = (Vec::new(), vec![Sum::default(); x.len()]);
        for (o, dy) in dy.iter().enumerate() {
            let (first, inside) = (o / seen.len() * image, &seen[o % seen.len()]);
            let weight = kernel as f64 / inside.len() as f64;
            let sum: f64 = inside.iter().map(|&at| x[first + at].to_f64().powi(p as i32)).sum();
            let norm = (weight * sum).powf(1.0 / p as f64);
            for &at in inside {
                of_x[first + at].add(dy.to_f64() * weight * (x[first + at].to_f64() / norm).powi(p as i32 - 1));
            }
            norms.push(norm);
        }
        let empty = Numbers::<T>::old(dy.len(), false, &mut rng);
        let old = Numbers::<T>::old(x.len(), adds, &mut rng);
        on_each_level(|level| {
            let what = (level, window, p, images, adds);
            let (mut y, mut dx) = (empty.clone(), old.clone());
            lp_pool(&window, p, &x, &mut y);
            y.check(&what, |i| norms[i], |i| roundings::<T>(64.0) * norms[i]);
            lp_pool_backward(&window, p, [&x, &y, &dy], target(adds, &mut dx));
            let truth = |i: usize| of_x[i].value + previous(&old, adds, i);
            dx.check(&what, truth, |i| roundings::<T>(256.0) * (of_x[i].size + previous(&old, adds, i).abs()));
        });
    }
}

/// Pools to a size, from their definition.
fn given_sizes<T: Float>() {
    let mut rng = nn::init::rng(19);
    for _ in 0..150 {
        let mut three = |high| [0; 3].map(|_| rng.random_range(1..=high));
        let sizes = Adaptive { input: three(12), output: three(9) };
        let [volume, out] = [sizes.input, sizes.output].map(|sizes| sizes.into_iter().product::<usize>());
        let span = |axis: usize, o: usize| {
            let (input, output) = (sizes.input[axis], sizes.output[axis]);
            o * input / output..((o + 1) * input).div_ceil(output)
        };
        let window = |place: [usize; 3]| -> Vec<usize> {
            let [_, h, w] = sizes.input;
            let rows = span(0, place[0]).flat_map(|slice| span(1, place[1]).map(move |row| slice * h + row));
            rows.flat_map(|row| span(2, place[2]).map(move |column| row * w + column)).collect()
        };
        let seen: Vec<_> = indices(sizes.output).map(window).collect();
        let images = rng.random_range(1..=3);
        let x = Numbers::<T>::random(images * volume, &mut rng);
        let dy = Numbers::<T>::random(images * out, &mut rng);
        let adds = rng.random_range(0..2) == 1;
        let (mut largest, mut means) = (Vec::new(), Vec::new());
        let (mut of_largest, mut of_mean) = (vec![Sum::default(); x.len()], vec![Sum::default(); x.len()]);
        for (o, dy) in dy.iter().enumerate() {
            let (first, inside) = (o / out * volume, &seen[o % out]);
            let count = inside.len() as f64;
            means.push(inside.iter().map(|&at| x[first + at].to_f64() / count).collect::<Sum>());
            let winner = inside.iter().copied().reduce(|a, b| if x[first + b] > x[first + a] { b } else { a }).unwrap();
            largest.push(x[first + winner].to_f64());
            of_largest[first + winner].add(dy.to_f64());
            inside.iter().for_each(|&at| of_mean[first + at].add(dy.to_f64() / count));
        }
        let empty = Numbers::<T>::old(dy.len(), false, &mut rng);
        let old = Numbers::<T>::old(x.len(), adds, &mut rng);
        on_each_level(|level| {
            let what = (level, sizes, images, adds);
            let mut y = empty.clone();
            adaptive_max_pool(&sizes, &x, &mut y);
            y.check(&("max", what), |i| largest[i], |_| 0.0);
            adaptive_avg_pool(&sizes, &x, &mut y);
            y.check(&("mean", what), |i| means[i].value, |i| roundings::<T>(16.0) * means[i].size);
            for (name, sums) in [("max", &of_largest), ("mean", &of_mean)] {
                let mut dx = old.clone();
                match name {
                    "max" => adaptive_max_pool_backward(&sizes, &x, &dy, target(adds, &mut dx)),
                    _ => adaptive_avg_pool_backward(&sizes, &dy, target(adds, &mut dx)),
                }
                let truth = |i: usize| sums[i].value + previous(&old, adds, i);
                let bound = |i: usize| roundings::<T>(16.0) * (sums[i].size + previous(&old, adds, i).abs());
                dx.check(&(name, "backward", what), truth, bound);
            }
        });
    }
}
both!(windows whole_images norms given_sizes);
