//! Softmax of rows, and sums of rows and of squares.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{
    add_rows, fill_rows, fold_pairs, log_softmax_backward_rows, log_softmax_rows, pair_products, softmax_backward_rows,
    softmax_rows, softmin_backward_rows, softmin_rows, sum_of_squares, sum_rows,
};
use nn::Float;
use rand::RngExt;

fn softmax<T: Float>() {
    let mut rng = nn::init::rng(9);
    for width in (1..=70).chain([127, 1000]) {
        let rows = rng.random_range(1..=9);
        let mut x = Numbers::<T>::random(rows * width, &mut rng);
        x.iter_mut().for_each(|x| *x *= T::from_f64(8.0));
        let dy = Numbers::<T>::random(rows * width, &mut rng);
        let mut logarithms = Vec::new();
        for x in x.chunks(width) {
            let largest = x.iter().map(|x| x.to_f64()).fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = x.iter().map(|x| (x.to_f64() - largest).exp()).sum();
            logarithms.extend(x.iter().map(|x| x.to_f64() - largest - sum.ln()));
        }
        // The inputs of the backward passes.
        let y = Numbers::<T>::from_fn(x.len(), &mut rng, |i| T::from_f64(logarithms[i].exp()));
        let log_y = Numbers::<T>::from_fn(x.len(), &mut rng, |i| T::from_f64(logarithms[i]));
        let row_sums = |term: &dyn Fn(usize) -> f64| -> Vec<Sum> {
            (0..rows).map(|row| (row * width..(row + 1) * width).map(term).collect()).collect()
        };
        let dots = row_sums(&|i| dy[i].to_f64() * y[i].to_f64());
        let sums = row_sums(&|i| dy[i].to_f64());
        let adds = rng.random_range(0..2) == 1;
        let (empty, old) = (Numbers::<T>::old(x.len(), false, &mut rng), Numbers::<T>::old(x.len(), adds, &mut rng));
        on_each_level(|level| {
            let what = (level, rows, width, adds);
            let mut found = empty.clone();
            softmax_rows(width, &x, &mut found);
            // The exponent is rounded once, and is at most 16.
            let bound = |i: usize| roundings::<T>(24.0) * logarithms[i].exp();
            found.check(&("softmax", what), |i| logarithms[i].exp(), bound);
            let negative = Numbers::<T>::from_fn(x.len(), &mut nn::init::rng(1), |i| -x[i]);
            softmin_rows(width, &negative, &mut found);
            found.check(&("softmin", what), |i| logarithms[i].exp(), bound);
            log_softmax_rows(width, &x, &mut found);
            found.check(&("log-softmax", what), |i| logarithms[i], |i| roundings::<T>(4.0) * (1.0 - logarithms[i]));
            let mut dx = old.clone();
            softmax_backward_rows(width, &y, &dy, target(adds, &mut dx));
            let truth = |i: usize| y[i].to_f64() * (dy[i].to_f64() - dots[i / width].value) + previous(&old, adds, i);
            dx.check(&("softmax, backward", what), truth, |_| roundings::<T>(8.0));
            let mut dx = old.clone();
            softmin_backward_rows(width, &y, &dy, target(adds, &mut dx));
            let opposite = |i: usize| 2.0 * previous(&old, adds, i) - truth(i);
            dx.check(&("softmin, backward", what), opposite, |_| roundings::<T>(8.0));
            let mut dx = old.clone();
            log_softmax_backward_rows(width, &log_y, &dy, target(adds, &mut dx));
            let truth =
                |i: usize| dy[i].to_f64() - log_y[i].to_f64().exp() * sums[i / width].value + previous(&old, adds, i);
            let bound = |i: usize| roundings::<T>(8.0) * (2.0 + sums[i / width].size * log_y[i].to_f64().exp());
            dx.check(&("log-softmax, backward", what), truth, bound);
        });
    }
}

fn sums<T: Float>() {
    let mut rng = nn::init::rng(10);
    for width in (1..=70).chain([127, 1000]) {
        let rows = rng.random_range(1..=40);
        let x = Numbers::<T>::random(rows * width, &mut rng);
        let row = Numbers::<T>::random(width, &mut rng);
        let columns: Vec<Sum> =
            (0..width).map(|j| x[j..].iter().step_by(width).map(|x| x.to_f64()).collect()).collect();
        let squares: Sum = x.iter().map(|x| x.to_f64() * x.to_f64()).collect();
        let adds = rng.random_range(0..2) == 1;
        let old = Numbers::<T>::old(width, adds, &mut rng);
        on_each_level(|level| {
            let what = (level, rows, width, adds);
            let mut sum = old.clone();
            sum_rows(&x, target(adds, &mut sum));
            let truth = |j: usize| columns[j].value + previous(&old, adds, j);
            sum.check(&what, truth, |j| roundings::<T>(8.0) * (1.0 + columns[j].size));
            let mut shifted = x.clone();
            add_rows(&mut shifted, &row);
            let truth = |i: usize| x[i].to_f64() + row[i % width].to_f64();
            shifted.check(&what, truth, |_| roundings::<T>(1.0));
            fill_rows(&row, &mut shifted);
            shifted.check(&what, |i| row[i % width].to_f64(), |_| 0.0);
            let error = (sum_of_squares(&x) - squares.value).abs();
            assert!(error <= roundings::<f64>(128.0) * squares.size, "{what:?}: {error}");
        });
    }
}

fn pairs<T: Float>() {
    let mut rng = nn::init::rng(11);
    for _ in 0..100 {
        let [rows, first, second] = [9, 20, 20].map(|most| rng.random_range(1..=most));
        let [a, b] = [first, second].map(|width| Numbers::<T>::random(rows * width, &mut rng));
        let dz = Numbers::<T>::random(rows * first * second, &mut rng);
        let (empty, adds) = (Numbers::<T>::old(dz.len(), false, &mut rng), rng.random_range(0..2) == 1);
        let [old_a, old_b] = [&a, &b].map(|x| Numbers::<T>::old(x.len(), adds, &mut rng));
        on_each_level(|level| {
            let what = (level, rows, first, second, adds);
            let mut z = empty.clone();
            pair_products([first, second], &a, &b, &mut z);
            z.check(&what, |i| (a[i / second] * b[i / (first * second) * second + i % second]).to_f64(), |_| 0.0);
            let (mut da, mut db) = (old_a.clone(), old_b.clone());
            fold_pairs([first, second], &dz, &b, false, target(adds, &mut da));
            let term = |i: usize, j: usize| dz[i * second + j].to_f64() * b[i / first * second + j].to_f64();
            let truth = |i: usize| (0..second).map(|j| term(i, j)).sum::<f64>() + previous(&old_a, adds, i);
            da.check(&what, truth, |_| roundings::<T>(8.0) * (1.0 + second as f64));
            fold_pairs([first, second], &dz, &a, true, target(adds, &mut db));
            let term = |i: usize, j: usize| {
                let (row, column) = (j / second, j % second);
                dz[(row * first + i) * second + column].to_f64() * a[row * first + i].to_f64()
            };
            let truth = |j: usize| (0..first).map(|i| term(i, j)).sum::<f64>() + previous(&old_b, adds, j);
            db.check(&what, truth, |_| roundings::<T>(8.0) * (1.0 + first as f64));
        });
    }
}
both!(softmax sums pairs);
