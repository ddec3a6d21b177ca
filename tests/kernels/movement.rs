//! Kernels that move, multiply or drop elements.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{
    Border, Channels, CounterRng, DropRule, Interpolation, PadValues, Strided, Target, dropout, dropout_in_place,
    gather, gather_rows, interpolate, interpolate_backward, multiply, pad, pad_backward, permute, permute_backward,
    prelu, prelu_backward_input, prelu_backward_slopes, scatter, scatter_rows, upsample_nearest,
    upsample_nearest_backward,
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

/// Splits the index of an element into that of its volume and its place in the volume.
fn split(i: usize, [d, h, w]: [usize; 3]) -> (usize, [usize; 3]) {
    (i / (d * h * w), [i / (h * w) % d, i / w % h, i % w])
}

fn joined(volume: usize, [slice, row, column]: [usize; 3], [d, h, w]: [usize; 3]) -> usize {
    ((volume * d + slice) * h + row) * w + column
}

fn padded_and_upsampled_volumes<T: Float>() {
    let mut rng = nn::init::rng(15);
    for _ in 0..200 {
        let images = rng.random_range(1..=3);
        let mut three = |low: isize, high: isize| [0; 3].map(|_| rng.random_range(low as i64..=high as i64) as isize);
        let (input, before, after) = (three(4, 20), three(-2, 3), three(-1, 3));
        let input = input.map(|size| size as usize);
        let border = Border { input, before, after };
        let output = border.output();
        let [volume, padded] = [input, output].map(|sizes| sizes.into_iter().product::<usize>());
        // The definitions, one step at a time.
        let source = |values: PadValues, axis: usize, o: usize| {
            let (size, mut at) = (input[axis] as isize, o as isize - before[axis]);
            let (first, last) = ((-before[axis]).max(0), size - 1 - (-after[axis]).max(0));
            while !(0..size).contains(&at) || values == PadValues::Circular && !(first..=last).contains(&at) {
                at = match values {
                    PadValues::Constant(_) => return None,
                    PadValues::Reflect if at < 0 => -at,
                    PadValues::Reflect => 2 * (size - 1) - at,
                    PadValues::Replicate => at.clamp(0, size - 1),
                    PadValues::Circular if at < first => at + last - first + 1,
                    PadValues::Circular => at - (last - first + 1),
                };
            }
            Some(at as usize)
        };
        for values in [PadValues::Constant(0.0), PadValues::Reflect, PadValues::Replicate, PadValues::Circular] {
            let most = |axis: usize| before[axis].max(after[axis]);
            let kept = |axis: usize| input[axis] as isize + before[axis].min(0) + after[axis].min(0);
            if values == PadValues::Circular && (0..3).any(|axis| most(axis) > kept(axis)) {
                continue;
            }
            let from = |i: usize| {
                let (image, [slice, row, column]) = split(i, output);
                let place = [source(values, 0, slice)?, source(values, 1, row)?, source(values, 2, column)?];
                Some(joined(image, place, input))
            };
            let forward = |x: &[T], y: &mut [T]| pad(&border, values, T::ZERO, x, y);
            let backward = |dy: &[T], adds: bool, dx: &mut [T]| pad_backward(&border, values, dy, target(adds, dx));
            let lengths = [images * volume, images * padded];
            check_move(&(border, values), lengths, &from, &mut rng, &forward, &backward);
        }
        let scale = [0; 3].map(|_| rng.random_range(1..=4_usize));
        let output = [0, 1, 2].map(|axis| input[axis] * scale[axis]);
        let from = |i: usize| {
            let (image, place) = split(i, output);
            Some(joined(image, [0, 1, 2].map(|axis| place[axis] / scale[axis]), input))
        };
        let forward = |x: &[T], y: &mut [T]| upsample_nearest(input, scale, x, y);
        let backward =
            |dy: &[T], adds: bool, dx: &mut [T]| upsample_nearest_backward(input, scale, dy, target(adds, dx));
        let lengths = [images * volume, images * output.into_iter().product::<usize>()];
        check_move(&("upsample", input, scale), lengths, &from, &mut rng, &forward, &backward);
    }
}

/// A number other than 0 as padding.
fn padded_by_a_number<T: Float>() {
    let border = Border { input: [1, 2, 2], before: [0, 1, 0], after: [0, 0, 1] };
    let mut y = [T::ZERO; 9];
    pad(&border, PadValues::Constant(0.5), T::from_f64(0.5), &[T::ONE; 4], &mut y);
    assert_eq!(y.map(T::to_f64), [0.5, 0.5, 0.5, 1.0, 1.0, 0.5, 1.0, 1.0, 0.5]);
}

/// The elements along an axis that an interpolated element is computed from, with their weights.
fn weights(sizes: &Interpolation, axis: usize, o: usize) -> Vec<(usize, f64)> {
    let (input, output) = (sizes.input[axis] as f64, sizes.output[axis] as f64);
    let s = match sizes.align_corners {
        true if output == 1.0 => 0.0,
        true => o as f64 * (input - 1.0) / (output - 1.0),
        false => (o as f64 + 0.5) * input / output - 0.5,
    };
    let s = if sizes.cubic { s } else { s.max(0.0) };
    let cubic = |x: f64| match x.abs() {
        x if x <= 1.0 => 1.25 * x.powi(3) - 2.25 * x.powi(2) + 1.0,
        x if x < 2.0 => -0.75 * x.powi(3) + 3.75 * x.powi(2) - 6.0 * x + 3.0,
        _ => 0.0,
    };
    let linear = |x: f64| (1.0 - x.abs()).max(0.0);
    let neighbours = (-1..=2).map(|offset| s.floor() + f64::from(offset));
    let weight = |at: f64| if sizes.cubic { cubic(s - at) } else { linear(s - at) };
    neighbours.map(|at| (at.clamp(0.0, input - 1.0) as usize, weight(at))).collect()
}

fn interpolated_volumes<T: Float>() {
    let mut rng = nn::init::rng(20);
    for _ in 0..60 {
        let mut three = |high| [0; 3].map(|_| rng.random_range(1..=high));
        let (input, output) = (three(6_usize), three(9));
        // Wide enough for several tables of columns.
        let output = [output[0], output[1], if rng.random_range(0..4) == 0 { 70 } else { output[2] }];
        let [cubic, align_corners, adds] = [0; 3].map(|_| rng.random_range(0..2) == 1);
        let sizes = Interpolation { input, output, cubic, align_corners };
        let [volume, out] = [input, output].map(|sizes| sizes.into_iter().product::<usize>());
        let images = rng.random_range(1..=2);
        let x = Numbers::<T>::random(images * volume, &mut rng);
        let dy = Numbers::<T>::random(images * out, &mut rng);
        let (mut of_y, mut of_x) = (vec![Sum::default(); dy.len()], vec![Sum::default(); x.len()]);
        for o in 0..dy.len() {
            let (image, place) = split(o, output);
            let [slices, rows, columns] = [0, 1, 2].map(|axis| weights(&sizes, axis, place[axis]));
            for &(slice, a) in &slices {
                for &(row, b) in &rows {
                    for &(column, c) in &columns {
                        let i = joined(image, [slice, row, column], input);
                        of_y[o].add(a * b * c * x[i].to_f64());
                        of_x[i].add(a * b * c * dy[o].to_f64());
                    }
                }
            }
        }
        let empty = Numbers::<T>::old(dy.len(), false, &mut rng);
        let old = Numbers::<T>::old(x.len(), adds, &mut rng);
        on_each_level(|level| {
            let (mut y, mut dx) = (empty.clone(), old.clone());
            interpolate(&sizes, &x, &mut y);
            y.check(&(level, sizes), |i| of_y[i].value, |i| roundings::<T>(64.0) * (of_y[i].size + 1e-3));
            interpolate_backward(&sizes, &dy, target(adds, &mut dx));
            let truth = |i: usize| of_x[i].value + previous(&old, adds, i);
            dx.check(&(level, sizes, adds), truth, |i| roundings::<T>(64.0) * (of_x[i].size + 1.0));
        });
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
    padded_and_upsampled_volumes padded_by_a_number interpolated_volumes
    strided_gather_and_scatter
    element_wise_products
    prelu_slopes
    dropped_elements
}
