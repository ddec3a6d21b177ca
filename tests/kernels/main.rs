//! Every public kernel, at every level of vector instructions that this machine has, against plain sums in `f64`: over
//! random and odd sizes, in `f32` and `f64`, with slices at any offset.
//!
//! `cargo test --release --test kernels`.

mod convolution;
mod gemm;
mod maps;
mod movement;
mod norms;
mod pools;
mod rows;
mod updates;

use nn::__private::kernels::{Accumulate, Epilogue, Target};
use nn::Float;
use nn::simd::{Level, set_level};
use rand::{Rng, RngExt};
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

/// The level is global to the process, so only one test at a time may set it.
static ALONE: Mutex<()> = Mutex::new(());

/// Calls `check` once for each level of this machine, while the kernels use it.
fn on_each_level(mut check: impl FnMut(Level)) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for level in Level::all() {
        set_level(level);
        check(level);
    }
}

/// Defines one test for `f32` and one for `f64`.
macro_rules! both {
    ($($check:ident)*) => {
        $(
            mod $check {
                #[test]
                #[cfg_attr(debug_assertions, ignore = "slow without optimisation: the gate runs it in a release build")]
                fn single() {
                    super::$check::<f32>();
                }
                #[test]
                #[cfg_attr(debug_assertions, ignore = "slow without optimisation: the gate runs it in a release build")]
                fn double() {
                    super::$check::<f64>();
                }
            }
        )*
    };
}
use both;

/// Elements that start at any offset in a cache line, surrounded by NaN.
#[derive(Clone)]
struct Numbers<T> {
    all: Vec<T>,
    first: usize,
    length: usize,
}

/// More elements than the widest vector has.
const FENCE: usize = 16;

impl<T: Float> Numbers<T> {
    fn from_fn(length: usize, rng: &mut impl Rng, mut number: impl FnMut(usize) -> T) -> Self {
        let first = FENCE + rng.random_range(0..FENCE);
        let mut all = vec![T::from_f64(f64::NAN); first + length + FENCE];
        (0..length).for_each(|i| all[first + i] = number(i));
        Self { all, first, length }
    }

    /// From -1 to 1.
    fn random(length: usize, rng: &mut impl Rng) -> Self {
        let mut numbers = Self::filled(length, 0.0, rng);
        numbers.iter_mut().for_each(|number| *number = T::from_f64(rng.random_range(-1.0..1.0)));
        numbers
    }

    fn filled(length: usize, number: f64, rng: &mut impl Rng) -> Self {
        Self::from_fn(length, rng, |_| T::from_f64(number))
    }

    /// Buffers for results: NaN if a kernel overwrites them, other values if it accumulates.
    fn old(length: usize, adds: bool, rng: &mut impl Rng) -> Self {
        if adds { Self::random(length, rng) } else { Self::filled(length, f64::NAN, rng) }
    }

    /// Panics unless the elements are within `bound` of the true values, and nothing was written around them.
    #[track_caller]
    fn check(
        &self,
        what: &dyn std::fmt::Debug,
        mut truth: impl FnMut(usize) -> f64,
        mut bound: impl FnMut(usize) -> f64,
    ) {
        for (i, found) in self.iter().enumerate() {
            let (found, truth, bound) = (found.to_f64(), truth(i), bound(i));
            let near = (found - truth).abs() <= bound || found == truth || (found.is_nan() && truth.is_nan());
            assert!(near, "{what:?} at {i}: {found:e}, expected {truth:e} within {bound:e}");
        }
        let (before, after) = (&self.all[..self.first], &self.all[self.first + self.length..]);
        assert!(
            before.iter().chain(after).all(|number| number.to_f64().is_nan()),
            "{what:?}: written beside the slice"
        );
    }
}

impl<T> Deref for Numbers<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.all[self.first..][..self.length]
    }
}

impl<T> DerefMut for Numbers<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.all[self.first..][..self.length]
    }
}

/// An output that is overwritten or accumulated into.
fn target<T>(adds: bool, slice: &mut [T]) -> Target<'_, T> {
    Target { slice, accumulate: if adds { Accumulate::Add } else { Accumulate::Set } }
}

/// ReLU fused into a kernel, and its gradient, are bit-identical to separate passes.
fn epilogues_agree<T: Float>(
    what: &dyn std::fmt::Debug,
    y: &[T],
    mut kernel: impl FnMut(Epilogue<'_, T>, Target<'_, T>),
) {
    let [plain, relu, through] = [Epilogue::None, Epilogue::Relu, Epilogue::ReluBackward(y)].map(|epilogue| {
        let mut result = vec![T::from_f64(f64::NAN); y.len()];
        kernel(epilogue, Target::set(&mut result));
        result
    });
    for (i, &x) in plain.iter().enumerate() {
        assert_eq!(relu[i], if x > T::ZERO { x } else { T::ZERO }, "{what:?} at {i}");
        assert_eq!(through[i], if y[i] > T::ZERO { x } else { T::ZERO }, "{what:?} at {i}");
    }
}

/// The old element that a kernel adds to, or 0 if it overwrites.
fn previous<T: Float>(old: &[T], adds: bool, i: usize) -> f64 {
    if adds { old[i].to_f64() } else { 0.0 }
}

/// The error of this number of roundings of a value of magnitude 1.
fn roundings<T: Float>(count: f64) -> f64 {
    count * T::EPSILON.to_f64()
}

/// A sum, and the sum of the magnitudes of its terms, relative to which its error is bounded.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    size: f64,
}

impl Sum {
    fn add(&mut self, term: f64) {
        self.value += term;
        self.size += term.abs();
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Self {
        terms.into_iter().fold(Self::default(), |mut sum, term| {
            sum.add(term);
            sum
        })
    }
}
