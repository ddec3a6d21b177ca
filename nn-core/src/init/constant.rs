//! Constant initialisation.

use crate::float::Float;
use crate::init::Initializer;
use rand::Rng;

/// Sets every weight to 0.
///
/// ```
/// use nn::init::{Initializer, Zeros};
/// let mut weights = [1.0_f32; 2];
/// Zeros.fill(&mut weights, 2, 1, &mut nn::init::rng(0));
/// assert_eq!(weights, [0.0; 2]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zeros;

impl Initializer for Zeros {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, _: &mut R) {
        weights.fill(T::ZERO);
    }
}

/// Sets every weight to 1.
///
/// ```
/// use nn::init::{Initializer, Ones};
/// let mut weights = [0.0_f32; 2];
/// Ones.fill(&mut weights, 2, 1, &mut nn::init::rng(0));
/// assert_eq!(weights, [1.0; 2]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ones;

impl Initializer for Ones {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, _: &mut R) {
        weights.fill(T::ONE);
    }
}

/// Sets every weight to the same value.
///
/// ```
/// use nn::init::{Constant, Initializer};
/// let mut weights = [0.0_f32; 2];
/// Constant { value: 0.5 }.fill(&mut weights, 2, 1, &mut nn::init::rng(0));
/// assert_eq!(weights, [0.5; 2]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constant {
    /// The value of every weight.
    pub value: f64,
}

impl Initializer for Constant {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, _: &mut R) {
        weights.fill(T::from_f64(self.value));
    }
}
