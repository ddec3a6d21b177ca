//! Xavier (Glorot) initialisation.

use crate::float::Float;
use crate::init::scaled::by_fan;
use crate::init::{Initializer, Normal, Scaled, Uniform};
use rand::Rng;

by_fan! {
    /// Draws from the normal distribution with mean 0 and standard deviation gain * sqrt(2 / (n_in + n_out)) (theory.md, 5.2;
    /// Glorot, Bengio 2010).
    ///
    /// The gain defaults to 1; [`gain`](Self::gain) sets another. In `network!`: `fc: Linear<784, 128, init = XavierNormal>`.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::init::XavierNormal;
    /// use nn::layers::Linear;
    /// use nn::parameters::zeroed;
    /// let mut fc = zeroed::<Linear<N<784>, N<128>>>();
    /// fc.init_with(&XavierNormal, &mut nn::init::rng(0));
    /// assert!(fc.weight.iter().any(|&w| w != 0.0) && fc.bias.iter().all(|&b| b == 0.0));
    /// ```
    XavierNormal, gain 1.0, Normal std, |n_in, n_out| 2.0 / (n_in + n_out)
}
by_fan! {
    /// Draws uniformly from -limit to limit = gain * sqrt(6 / (n_in + n_out)), which has the standard deviation of
    /// [`XavierNormal`] (Glorot, Bengio 2010).
    ///
    /// The gain defaults to 1; [`gain`](Self::gain) sets another. In `network!`: `fc: Linear<784, 128, init = XavierUniform>`.
    ///
    /// ```
    /// use nn::init::{Initializer, XavierUniform};
    /// let mut weights = [0.0_f32; 12];
    /// XavierUniform.fill(&mut weights, 4, 3, &mut nn::init::rng(0));
    /// assert!(weights.iter().all(|w| w.abs() <= (6.0_f32 / 7.0).sqrt()));
    /// ```
    XavierUniform, gain 1.0, Uniform limit, |n_in, n_out| 6.0 / (n_in + n_out)
}
