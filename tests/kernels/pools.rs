//! Pooling: the maximum and the mean of windows, and the mean of a whole image.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{
    Sliding, avg_pool, avg_pool_backward, max_pool, max_pool_backward, mean_pool, mean_pool_backward, sum_planes,
};
use nn::Float;
use rand::{Rng, RngExt};

/// The indices, within one image, of the elements in each window, in order.
fn seen(window: &Sliding) -> Vec<Vec<usize>> {
    let ([h, w], [oh, ow]) = (window.input, window.output());
    let place = |p: usize, q: usize, k: usize, l: usize| {
        let row = (p * window.stride[0] + k * window.dilation[0]).wrapping_sub(window.padding[0]);
        let column = (q * window.stride[1] + l * window.dilation[1]).wrapping_sub(window.padding[1]);
        (row < h && column < w).then(|| row * w + column)
    };
    let kernel: Vec<_> = (0..window.kernel[0]).flat_map(|k| (0..window.kernel[1]).map(move |l| (k, l))).collect();
    let windows = (0..oh).flat_map(|p| (0..ow).map(move |q| (p, q)));
    windows.map(|(p, q)| kernel.iter().filter_map(|&(k, l)| place(p, q, k, l)).collect()).collect()
}

fn random(rng: &mut impl Rng) -> Sliding {
    loop {
        let mut two = |low, high| [rng.random_range(low..=high), rng.random_range(low..=high)];
        // Windows of 2x2, the usual ones, have a code path of their own.
        let pairs = two(0, 1)[0] == 0;
        let [kernel, stride] = if pairs { [[2, 2]; 2] } else { [two(1, 4), two(1, 4)] };
        let [padding, dilation] = if pairs { [[0, 0], [1, 1]] } else { [two(0, 2), two(1, 2)] };
        let window = Sliding { input: two(1, 40), kernel, stride, padding, dilation };
        let fits = |axis: usize| {
            let reach = dilation[axis] * (kernel[axis] - 1);
            padding[axis] <= reach && reach < window.input[axis] + 2 * padding[axis]
        };
        if fits(0) && fits(1) {
            return window;
        }
    }
}

fn windows<T: Float>() {
    let mut rng = nn::init::rng(5);
    for _ in 0..250 {
        let window = random(&mut rng);
        let seen = seen(&window);
        let (image, images) = (window.input[0] * window.input[1], rng.random_range(1..=5));
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
        let area = (window.kernel[0] * window.kernel[1]) as f64;
        let mut largest = Vec::new();
        let mut means = Vec::new();
        let (mut of_largest, mut of_mean) = (vec![Sum::default(); x.len()], vec![Sum::default(); x.len()]);
        for (o, dy) in dy.iter().enumerate() {
            let first = o / seen.len() * image;
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
            let what = (level, window, images, adds);
            let mut y = empty.clone();
            max_pool(&window, &x, &mut y);
            y.check(&("max", what), |i| largest[i], |_| 0.0);
            avg_pool(&window, &x, &mut y);
            y.check(&("mean", what), |i| means[i].value, |i| roundings::<T>(4.0) * means[i].size);
            for (name, sums) in [("max", &of_largest), ("mean", &of_mean)] {
                let mut dx = old.clone();
                match name {
                    "max" => max_pool_backward(&window, &x, &dy, false, target(adds, &mut dx)),
                    _ => avg_pool_backward(&window, &dy, target(adds, &mut dx)),
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
both!(windows whole_images);
