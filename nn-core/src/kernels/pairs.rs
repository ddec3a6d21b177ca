//! Products of all pairs of elements of two rows, and their backward pass.

use crate::accumulate::Target;
use crate::float::Float;

/// Sets z_ij = a_i b_j for each row: `a` has rows of `sizes[0]` elements, `b` of `sizes[1]`, and `z` of their product.
///
/// # Panics
/// Panics if a size is 0.
///
/// ```
/// let mut z = [0.0; 4];
/// nn::__private::kernels::pair_products([2, 2], &[1.0, 2.0], &[10.0, 100.0], &mut z);
/// assert_eq!(z, [10.0, 100.0, 20.0, 200.0]);
/// ```
pub fn pair_products<T: Float>([first, second]: [usize; 2], a: &[T], b: &[T], z: &mut [T]) {
    let rows = a.chunks_exact(first).zip(b.chunks_exact(second)).zip(z.chunks_exact_mut(first * second));
    for ((a, b), z) in rows {
        for (&a, z) in a.iter().zip(z.chunks_exact_mut(second)) {
            for (z, &b) in z.iter_mut().zip(b) {
                *z = a * b;
            }
        }
    }
}

/// Computes the gradient of one factor of [`pair_products`] from that of z and the other factor, overwriting `d` or adding to it: that
/// of a, the sum over j of dz_ij b_j, or, if `second_factor`, that of b, the sum over i of dz_ij a_i.
///
/// # Panics
/// Panics if a size is 0.
///
/// ```
/// use nn::__private::kernels::{Target, fold_pairs};
/// let (dz, mut d) = ([1.0, 2.0, 3.0, 4.0], [0.0; 2]);
/// fold_pairs([2, 2], &dz, &[10.0, 100.0], false, Target::set(&mut d));
/// assert_eq!(d, [210.0, 430.0]);
/// fold_pairs([2, 2], &dz, &[10.0, 100.0], true, Target::set(&mut d));
/// assert_eq!(d, [310.0, 420.0]);
/// ```
pub fn fold_pairs<T: Float>([first, second]: [usize; 2], dz: &[T], other: &[T], second_factor: bool, d: Target<'_, T>) {
    let d = d.zeroed();
    let (width, others) = if second_factor { (second, first) } else { (first, second) };
    let rows = dz.chunks_exact(first * second).zip(other.chunks_exact(others)).zip(d.chunks_exact_mut(width));
    for ((dz, other), d) in rows {
        if second_factor {
            for (&a, dz) in other.iter().zip(dz.chunks_exact(second)) {
                d.iter_mut().zip(dz).for_each(|(d, &dz)| *d += a * dz);
            }
        } else {
            for (d, dz) in d.iter_mut().zip(dz.chunks_exact(second)) {
                *d += dz.iter().zip(other).fold(T::ZERO, |sum, (&dz, &b)| sum + dz * b);
            }
        }
    }
}
