//! The inverse of normalisation.

use crate::data::normalizer::Normalizer;
use crate::data::samples::Samples;
use nn_core::{Dim, Float, Sample, Tensor};

impl<S: Sample, T: Float> Normalizer<S, T> {
    /// Undoes [`apply`](Self::apply) for a batch, up to rounding: y becomes y std + mean, or y + mean if the standard deviation is
    /// 0. Equivalent to scikit-learn's `inverse_transform`. A finite element stays finite unless the result overflows `T`.
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let normalizer = Normalizer::<shape![1], f32>::new(&Tensor::new([20.0]), &Tensor::new([5.0]))?;
    /// let mut y = Tensor::<shape![2, 1]>::new([[-1.0], [0.5]]);
    /// normalizer.inverse::<dim![2]>(&mut y);
    /// assert_eq!(y.as_slice(), [15.0, 22.5]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn inverse<B: Dim>(&self, outputs: &mut Tensor<S::Batch<B>, T>) {
        self.invert(outputs.as_mut_slice());
    }

    /// Undoes normalisation for any number of samples, such as those of [`Predict`](crate::data::Predict); see
    /// [`inverse`](Self::inverse).
    pub fn inverse_samples(&self, outputs: &mut Samples<S, T>) {
        self.invert(outputs.as_mut_slice());
    }

    fn invert(&self, numbers: &mut [T]) {
        for sample in numbers.chunks_exact_mut(self.mean.len()) {
            for ((y, &mean), &std) in sample.iter_mut().zip(&self.mean).zip(&self.std) {
                *y = restored(*y, mean, std);
            }
        }
    }
}

/// Returns y std + mean, or y + mean if the standard deviation is 0.
fn restored<T: Float>(y: T, mean: T, std: T) -> T {
    let std = if std == T::ZERO { T::ONE } else { std };
    let x = y * std + mean;
    if x.to_f64().is_finite() {
        return x;
    }
    // The product may overflow although the sum does not: compute half of each first.
    let half = T::from_f64(0.5);
    let x = y * (std * half) + mean * half;
    x + x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finite_result_does_not_overflow_in_between() {
        let x = restored(1.2_f32, -2e38, 3e38);
        assert!((x / 1.6e38 - 1.0).abs() < 1e-5, "{x}");
        assert_eq!(restored(2.0_f32, 2e38, 3e38), f32::INFINITY);
        assert!(restored(f32::NAN, 0.0, 1.0).is_nan());
        assert_eq!(restored(3.0_f64, 1.0, 0.0), 4.0);
    }
}
