//! The update rule of an optimiser over flat slices, in one pass.

use crate::float::Float;
use crate::kernels::parallel::{in_parts, parts, steps};
use crate::simd::{Simd, Vector, Vectorized, level};

/// Sets each w_i and its state s_i to `rule(w_i, g_i, s_i)`.
///
/// # Panics
/// Panics if the slices differ in length.
#[inline]
pub(crate) fn update<T: Float, const N: usize>(
    w: &mut [T],
    g: &[T],
    states: [&mut [T]; N],
    rule: impl Fn(T, T, [T; N]) -> (T, [T; N]) + Copy + Sync,
) {
    let same = g.len() == w.len() && states.iter().all(|state| state.len() == w.len());
    assert!(same, "parameters, gradient and state differ in length");
    in_parts(parts((steps(w.len()) / 2).saturating_mul(1 + N)), w.len(), (w, g, states), |(w, g, states)| {
        T::vectorize(level(), Update { w, g, states, rule });
    });
}

struct Update<'a, T, F, const N: usize> {
    w: &'a mut [T],
    g: &'a [T],
    states: [&'a mut [T]; N],
    rule: F,
}

impl<T: Float, F: Fn(T, T, [T; N]) -> (T, [T; N]), const N: usize> Vectorized<T> for Update<'_, T, F, N> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let Self { w, g, states, rule } = self;
        let length = w.len();
        // Slice to equal lengths, so that the compiler can eliminate bounds checks.
        let (g, mut states) = (&g[..length], states.map(|state| &mut state[..length]));
        for i in 0..length {
            let (new, remembered) = rule(w[i], g[i], core::array::from_fn(|n| states[n][i]));
            w[i] = new;
            states.iter_mut().zip(remembered).for_each(|(state, number)| state[i] = number);
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::simd::{Dispatch, Level};
    use alloc::vec::Vec;

    /// Every level is bit-identical to the scalar rule, for every length.
    #[test]
    fn levels_agree() {
        for length in (0..40).chain([127]).step_by(if cfg!(miri) { 8 } else { 1 }) {
            let numbers = |seed: u32| -> Vec<f32> { (0..length).map(|i| (i * seed % 17) as f32 / 8.0 - 1.0).collect() };
            let rule = |w: f32, g: f32, [a, b]: [f32; 2]| {
                let (a, b) = (0.9 * a + 0.1 * g, 0.99 * b + g * g);
                (w - a / (b.sqrt() + 0.1), [a, b])
            };
            for level in Level::all() {
                let (mut w, g, mut a, mut b) = (numbers(3), numbers(5), numbers(7), numbers(11));
                b.iter_mut().for_each(|b| *b = b.abs());
                let mut expected = Vec::new();
                for i in 0..w.len() {
                    expected.push(rule(w[i], g[i], [a[i], b[i]]));
                }
                f32::vectorize(level, Update { w: &mut w, g: &g, states: [&mut a, &mut b], rule });
                for (i, (w_i, [a_i, b_i])) in expected.into_iter().enumerate() {
                    assert_eq!([w[i], a[i], b[i]], [w_i, a_i, b_i], "{level:?}");
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "parameters, gradient and state differ in length")]
    fn rejects_different_lengths() {
        update(&mut [0.0], &[0.0; 2], [], |w: f32, _, []| (w, []));
    }
}
