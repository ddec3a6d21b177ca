//! The matrix product in all its forms.

use crate::{Numbers, Sum, both, on_each_level, roundings};
use nn::Float;
use nn::kernels::Transpose::{self, No, Yes};
use nn::kernels::{affine, gemm};
use rand::{Rng, RngExt};

/// All forms and three betas at one size.
fn check_size<T: Float>([m, k, n]: [usize; 3], rng: &mut impl Rng) {
    let (a, b) = (Numbers::<T>::random(m * k, rng), Numbers::<T>::random(k * n, rng));
    // The same matrices, lying the other way.
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
    let betas = [0.0, 1.0, 0.5];
    let first = rng.random_range(0..betas.len());
    on_each_level(|level| {
        let forms: [(&[T], Transpose, &[T], Transpose); 4] =
            [(&a, No, &b, No), (&a_t, Yes, &b, No), (&a, No, &b_t, Yes), (&a_t, Yes, &b_t, Yes)];
        for (form, (a, of_a, b, of_b)) in forms.into_iter().enumerate() {
            let beta = betas[(first + form) % betas.len()];
            let mut c = if beta == 0.0 { empty.clone() } else { old.clone() };
            gemm([m, k, n], (a, of_a), (b, of_b), T::from_f64(beta), &mut c);
            let kept = |i: usize| if beta == 0.0 { 0.0 } else { beta * old[i].to_f64() };
            c.check(
                &(level, [m, k, n], of_a, of_b, beta),
                |i| products[i].value + kept(i),
                |i| roundings::<T>(16.0) * (products[i].size + kept(i).abs()),
            );
        }
        for bias in [&bias[..], &[]] {
            let mut c = empty.clone();
            affine([m, k, n], &a, &b, bias, &mut c);
            let added = |i: usize| bias.get(i % n).map_or(0.0, |bias| bias.to_f64());
            c.check(
                &("with a bias", level, [m, k, n], bias.len()),
                |i| products[i].value + added(i),
                |i| roundings::<T>(16.0) * (products[i].size + added(i).abs()),
            );
        }
    });
}

/// Every height and width to 70, with a random inner size to 70.
fn small_sizes<T: Float>() {
    let mut rng = nn::rng(1);
    for m in 1..=70 {
        for n in 1..=70 {
            let k = rng.random_range(1..=70);
            check_size::<T>([m, k, n], &mut rng);
        }
    }
}

/// Every inner size to 70, one row, one column, and sizes beyond every block.
fn other_sizes<T: Float>() {
    let mut rng = nn::rng(2);
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
