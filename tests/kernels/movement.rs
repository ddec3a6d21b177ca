//! Kernels that move, multiply or drop elements.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{
    Channels, CounterRng, DropRule, Strided, Target, ZeroBorder, dropout, dropout_in_place, gather, gather_rows,
    multiply, permute, permute_backward, prelu, prelu_backward_input, prelu_backward_slopes, scatter, scatter_rows,
    upsample_nearest, upsample_nearest_backward, zero_pad, zero_pad_backward,
};
use nn::Float;
use rand::{Rng, RngExt};

/// Computes dx from dy, overwriting or accumulating.
type Backward<'a, T> = dyn Fn(&[T], bool, &mut [T]) + 'a;

/// Checks a kernel whose outputs y_i are elements of x or 0, and its backward pass: `from(i)` is the index in x.
fn check_move<T: Float>(
    what: &dyn std::fmt::Debug,
    lengths: [usize; 2],
    from: &dyn Fn(usize) -> Option<usize>,
    rng: &mut impl Rng,
    forward: &dyn Fn(&[T], &mut [T]),
    backward: &Backward<T>,
) {
    let [x, dy] = lengths.map(|length| Numbers::<T>::random(length, rng));
    let adds = rng.random_range(0..2) == 1;
    let (empty, old) = (Numbers::<T>::old(dy.len(), false, rng), Numbers::<T>::old(x.len(), adds, rng));
    let mut sums = vec![Sum::default(); x.len()];
    (0..dy.len()).for_each(|i| _ = from(i).map(|j| sums[j].add(dy[i].to_f64())));
    on_each_level(|level| {
        let (mut y, mut dx) = (empty.clone(), old.clone());
        forward(&x, &mut y);
        y.check(&(what, level), |i| from(i).map_or(0.0, |j| x[j].to_f64()), |_| 0.0);
        backward(&dy, adds, &mut dx);
        let truth = |j: usize| sums[j].value + previous(&old, adds, j);
        dx.check(&(what, level, adds), truth, |j| roundings::<T>(4.0) * (1.0 + sums[j].size));
    });
}

fn gather_and_scatter_rows<T: Float>() {
    let mut rng = nn::init::rng(13);
    for width in 1..=70 {
        let rows: Vec<usize> = (0..rng.random_range(0..20)).map(|_| rng.random_range(0..9)).collect();
        let from = |i: usize| Some(rows[i / width] * width + i % width);
        let forward = |table: &[T], y: &mut [T]| gather_rows(width, table, rows.iter().copied(), y);
        let backward = |dy: &[T], adds: bool, table: &mut [T]| {
            scatter_rows(width, dy, rows.iter().copied(), None, target(adds, table));
        };
        let lengths = [9 * width, rows.len() * width];
        check_move(&("rows", width), lengths, &from, &mut rng, &forward, &backward);
    }
}

fn permuted_axes<T: Float>() {
    let mut rng = nn::init::rng(14);
    for _ in 0..150 {
        let count = rng.random_range(1..=5);
        let dims: Vec<usize> = (0..count).map(|_| rng.random_range(1..=[70, 30, 12, 7, 5][count - 1])).collect();
        let mut axes: Vec<usize> = (0..count).collect();
        (1..count).for_each(|i| axes.swap(i, rng.random_range(0..=i)));
        let (size, samples) = (dims.iter().product::<usize>(), rng.random_range(1..=3));
        // The last axis of y first: its index, times its stride in x.
        let from = |i: usize| {
            let (mut rest, mut place) = (i % size, i / size * size);
            for &axis in axes.iter().rev() {
                place += rest % dims[axis] * dims[axis + 1..].iter().product::<usize>();
                rest /= dims[axis];
            }
            Some(place)
        };
        let forward = |x: &[T], y: &mut [T]| permute(&dims, &axes, x, y);
        let backward = |dy: &[T], adds: bool, dx: &mut [T]| permute_backward(&dims, &axes, dy, target(adds, dx));
        check_move(&("axes", &dims, &axes), [samples * size; 2], &from, &mut rng, &forward, &backward);
    }
}

fn padded_and_upsampled_images<T: Float>() {
    let mut rng = nn::init::rng(15);
    for _ in 0..150 {
        let images = rng.random_range(1..=3);
        let mut two = |low, high| [rng.random_range(low..=high), rng.random_range(low..=high)];
        let ([h, w], before, after, scale) = (two(1, 30), two(0, 3), two(0, 3), two(1, 4));
        let border = ZeroBorder { input: [h, w], before, after };
        let [oh, ow] = border.output();
        let from = |i: usize| {
            let (row, column) = ((i / ow % oh).wrapping_sub(before[0]), (i % ow).wrapping_sub(before[1]));
            (row < h && column < w).then(|| (i / (oh * ow) * h + row) * w + column)
        };
        let forward = |x: &[T], y: &mut [T]| zero_pad(&border, x, y);
        let backward = |dy: &[T], adds: bool, dx: &mut [T]| zero_pad_backward(&border, dy, target(adds, dx));
        check_move(&border, [images * h * w, images * oh * ow], &from, &mut rng, &forward, &backward);
        let [oh, ow] = [h * scale[0], w * scale[1]];
        let from = |i: usize| Some((i / (oh * ow) * h + i / ow % oh / scale[0]) * w + i % ow / scale[1]);
        let forward = |x: &[T], y: &mut [T]| upsample_nearest([h, w], scale, x, y);
        let backward =
            |dy: &[T], adds: bool, dx: &mut [T]| upsample_nearest_backward([h, w], scale, dy, target(adds, dx));
        let lengths = [images * h * w, images * oh * ow];
        check_move(&("upsample", [h, w], scale), lengths, &from, &mut rng, &forward, &backward);
    }
}

fn strided_gather_and_scatter<T: Float>() {
    let mut rng = nn::init::rng(16);
    for stride in 1..=70 {
        let start = rng.random_range(0..stride);
        let length = rng.random_range(1..=stride - start);
        let (some, count) = (Strided { stride, start, length }, rng.random_range(1..=5));
        let x = Numbers::<T>::random(count * stride, &mut rng);
        let short = Numbers::<T>::random(count * length, &mut rng);
        let adds = rng.random_range(0..2) == 1;
        let old = Numbers::<T>::old(count * length, adds, &mut rng);
        on_each_level(|level| {
            let what = (level, some, count, adds);
            let mut y = old.clone();
            gather(some, &x, target(adds, &mut y));
            let truth = |i: usize| x[i / length * stride + start + i % length].to_f64() + previous(&old, adds, i);
            y.check(&("take", what), truth, |_| roundings::<T>(1.0));
            let mut y = x.clone();
            scatter(some, &short, target(adds, &mut y));
            let truth = |i: usize| {
                let inside = (start..start + length).contains(&(i % stride));
                let put = if inside { short[i / stride * length + i % stride - start].to_f64() } else { 0.0 };
                put + if adds || !inside { x[i].to_f64() } else { 0.0 }
            };
            y.check(&("put", what), truth, |_| roundings::<T>(1.0));
        });
    }
}

fn element_wise_products<T: Float>() {
    let mut rng = nn::init::rng(17);
    for length in (0..=70).chain([999]) {
        let [a, b] = [0; 2].map(|_| Numbers::<T>::random(length, &mut rng));
        let adds = rng.random_range(0..2) == 1;
        let (empty, old) = (Numbers::<T>::old(length, false, &mut rng), Numbers::<T>::old(length, adds, &mut rng));
        let product = |i: usize| a[i].to_f64() * b[i].to_f64();
        on_each_level(|level| {
            let (mut y, mut da) = (empty.clone(), old.clone());
            multiply(&a, &b, Target::set(&mut y));
            y.check(&(level, length), product, |_| roundings::<T>(1.0));
            multiply(&a, &b, target(adds, &mut da));
            da.check(&(level, length, adds), |i| product(i) + previous(&old, adds, i), |_| roundings::<T>(2.0));
        });
    }
}

fn prelu_slopes<T: Float>() {
    let mut rng = nn::init::rng(18);
    for _ in 0..150 {
        let sizes = Channels { channels: rng.random_range(1..=20), positions: rng.random_range(1..=40) };
        let length = rng.random_range(1..=4) * sizes.channels * sizes.positions;
        let [x, dy] = [0; 2].map(|_| Numbers::<T>::random(length, &mut rng));
        let slopes = Numbers::<T>::random(sizes.channels, &mut rng);
        let channel = |i: usize| i / sizes.positions % sizes.channels;
        let slope = |i: usize| if x[i] > T::ZERO { 1.0 } else { slopes[channel(i)].to_f64() };
        let mut sums = vec![Sum::default(); sizes.channels];
        (0..length).filter(|&i| x[i] <= T::ZERO).for_each(|i| sums[channel(i)].add(x[i].to_f64() * dy[i].to_f64()));
        let adds = rng.random_range(0..2) == 1;
        let empty = Numbers::<T>::old(length, false, &mut rng);
        let old = [length, sizes.channels].map(|length| Numbers::<T>::old(length, adds, &mut rng));
        on_each_level(|level| {
            let what = (level, sizes, length, adds);
            let (mut y, [mut dx, mut dslopes]) = (empty.clone(), old.clone());
            prelu(sizes, &x, &slopes, &mut y);
            y.check(&what, |i| slope(i) * x[i].to_f64(), |_| roundings::<T>(1.0));
            prelu_backward_input(sizes, &x, &slopes, &dy, target(adds, &mut dx));
            dx.check(&what, |i| slope(i) * dy[i].to_f64() + previous(&old[0], adds, i), |_| roundings::<T>(2.0));
            prelu_backward_slopes(sizes, &x, &dy, target(adds, &mut dslopes));
            let truth = |c: usize| sums[c].value + previous(&old[1], adds, c);
            dslopes.check(&what, truth, |c| roundings::<T>(8.0) * (1.0 + sums[c].size));
        });
    }
}

fn dropped_elements<T: Float>() {
    let mut rng = nn::init::rng(19);
    for length in (0..=70).chain([999]) {
        let random = CounterRng::new(rng.next_u64(), length as u64);
        let stretch = if length % 2 == 0 { 1 } else { rng.random_range(1..=9) };
        let drop = DropRule { random, threshold: 1 << 31, scale: T::from_f64(2.0), stretch, before: 0 };
        let x = Numbers::<T>::random(length, &mut rng);
        let adds = rng.random_range(0..2) == 1;
        let old = Numbers::<T>::old(length, adds, &mut rng);
        let factor = |element: usize| {
            let bits = random.bits(element as u64 / 2) >> (32 * (element % 2));
            if (bits as u32) < 1 << 31 { 0.0 } else { 2.0 }
        };
        on_each_level(|level| {
            let mut y = old.clone();
            dropout(drop, &x, target(adds, &mut y));
            let truth = |i: usize| factor(i / stretch) * x[i].to_f64() + previous(&old, adds, i);
            y.check(&(level, length, stretch, adds), truth, |_| roundings::<T>(2.0));
            let mut y = x.clone();
            dropout_in_place(drop, &mut y);
            y.check(&(level, length, stretch, "in place"), |i| factor(i / stretch) * x[i].to_f64(), |_| 0.0);
        });
    }
}
both! {
    gather_and_scatter_rows
    permuted_axes
    padded_and_upsampled_images
    strided_gather_and_scatter
    element_wise_products
    prelu_slopes
    dropped_elements
}
