//! The matrix product in all its forms.

use crate::{Numbers, Sum, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{Matrix, affine, gemm};
use nn::Float;
use rand::{Rng, RngExt};

/// Checks all forms at one size, overwriting and accumulating.
fn check_size<T: Float>([m, k, n]: [usize; 3], rng: &mut impl Rng) {
    let (a, b) = (Numbers::<T>::random(m * k, rng), Numbers::<T>::random(k * n, rng));
    // The same matrices, transposed.
    let a_t = Numbers::<T>::from_fn(m * k, rng, |i| a[i % m * k + i / m]);
    let b_t = Numbers::<T>::from_fn(k * n, rng, |i| b[i % k * n + i / k]);
    let mut products = vec![Sum::default(); m * n];
    for i in 0..m {
        for p in 0..k {
            let factor = a[i * k + p].to_f64();
            for (product, b) in products[i * n..][..n].iter_mut().zip(&b[p * n..][..n]) {
                product.add(factor * b.to_f64());
            }
        }
    }
    let old = Numbers::<T>::random(m * n, rng);
    let empty = Numbers::<T>::filled(m * n, f64::NAN, rng);
    let bias = Numbers::<T>::random(n, rng);
    let first = rng.random_range(0..2);
    on_each_level(|level| {
        let (a, b) = (Matrix::new(&a, m, k), Matrix::new(&b, k, n));
        let (a_t, b_t) = (Matrix::new(&a_t, k, m).transposed(), Matrix::new(&b_t, n, k).transposed());
        for (form, (a, b)) in [(a, b), (a_t, b), (a, b_t), (a_t, b_t)].into_iter().enumerate() {
            let adds = (first + form) % 2 == 1;
            let mut c = if adds { old.clone() } else { empty.clone() };
            gemm(a, b, target(adds, &mut c));
            c.check(
                &(level, [m, k, n], a.transposed, b.transposed, adds),
                |i| products[i].value + previous(&old, adds, i),
                |i| roundings::<T>(16.0) * (products[i].size + previous(&old, adds, i).abs()),
            );
        }
        for bias in [Some(&bias[..]), None] {
            let mut c = empty.clone();
            affine(a, b, bias, &mut c);
            let added = |i: usize| bias.map_or(0.0, |bias| bias[i % n].to_f64());
            c.check(
                &("with a bias", level, [m, k, n], bias.is_some()),
                |i| products[i].value + added(i),
                |i| roundings::<T>(16.0) * (products[i].size + added(i).abs()),
            );
        }
    });
}

/// Every height and width to 70, with a random inner size to 70.
fn small_sizes<T: Float>() {
    let mut rng = nn::init::rng(1);
    for m in 1..=70 {
        for n in 1..=70 {
            let k = rng.random_range(1..=70);
            check_size::<T>([m, k, n], &mut rng);
        }
    }
}

/// Every inner size to 70, one row, one column, and sizes beyond every block.
fn other_sizes<T: Float>() {
    let mut rng = nn::init::rng(2);
    for k in 1..=70 {
        check_size::<T>([rng.random_range(1..=70), k, rng.random_range(1..=70)], &mut rng);
        check_size::<T>([1, k, rng.random_range(1..=300)], &mut rng);
        check_size::<T>([rng.random_range(1..=300), k, 1], &mut rng);
    }
    for sizes in
        [[32, 784, 128], [129, 513, 257], [333, 77, 401], [1, 1023, 511], [511, 1023, 1], [7, 1999, 9], [65, 64, 1031]]
    {
        check_size::<T>(sizes, &mut rng);
    }
}
both!(small_sizes other_sizes);
