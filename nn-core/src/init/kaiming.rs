//! Kaiming (He) initialisation.

use crate::float::Float;
use crate::init::scaled::by_fan;
use crate::init::{Initializer, Normal, Scaled, Uniform};
use rand::Rng;

by_fan! {
    /// Draws from the normal distribution with mean 0 and standard deviation gain / sqrt(n_in) (He, Zhang, Ren, Sun 2015).
    ///
    /// The gain defaults to sqrt(2), which is for ReLU; [`gain`](Self::gain) sets another. In `network!`:
    /// `fc: Linear<784, 128, init = KaimingNormal>`.
    ///
    /// ```
    /// use nn::init::{Initializer, KaimingNormal};
    /// let mut weights = [0.0_f32; 12];
    /// KaimingNormal.gain(1.0).fill(&mut weights, 4, 3, &mut nn::init::rng(0));
    /// assert!(weights.iter().all(|w| w.abs() < 5.0));
    /// ```
    KaimingNormal, gain core::f64::consts::SQRT_2, Normal std, |n_in, _| 1.0 / n_in
}
by_fan! {
    /// Draws uniformly from -limit to limit = gain * sqrt(3 / n_in), which has the standard deviation of [`KaimingNormal`]
    /// (He, Zhang, Ren, Sun 2015).
    ///
    /// The gain defaults to sqrt(2), which is for ReLU; [`gain`](Self::gain) sets another. In `network!`:
    /// `fc: Linear<784, 128, init = KaimingUniform>`.
    ///
    /// ```
    /// use nn::init::{Initializer, KaimingUniform};
    /// let mut weights = [0.0_f32; 12];
    /// KaimingUniform.fill(&mut weights, 4, 3, &mut nn::init::rng(0));
    /// assert!(weights.iter().all(|w| w.abs() <= (6.0_f32 / 4.0).sqrt()));
    /// ```
    KaimingUniform, gain core::f64::consts::SQRT_2, Uniform limit, |n_in, _| 3.0 / n_in
}
