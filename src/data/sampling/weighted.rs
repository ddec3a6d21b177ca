//! A sampler that draws samples with replacement, by weight.

use crate::data::dataset::AugmentContext;
use crate::data::error::DataError;
use nn_core::rng_at;
use rand::Rng;
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use std::fmt;
use std::sync::Arc;

/// Draws the samples of an epoch with replacement, each with a probability in proportion to its weight: PyTorch's
/// `WeightedRandomSampler`, for [`Loader::sampler`](crate::data::Loader::sampler). It lets a network train on rare classes as often
/// as on the others.
///
/// The samples and their order are a function of seed and epoch alone.
///
/// ```
/// use nn::data::WeightedRandomSampler;
/// use nn::prelude::*;
/// let x = Tensor::<shape![4, 1]>::new([[0.0], [1.0], [2.0], [3.0]]);
/// let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![4]>(&x, &x);
/// // Sample 1 is never drawn, and sample 3 twice as often as 0 and 2.
/// let sampler = WeightedRandomSampler::new(&[1.0, 0.0, 1.0, 2.0])?.num_samples(1000);
/// let loader = Loader::<_, dim![8]>::new(data).sampler(sampler, 7)?;
/// let order = loader.order(0);
/// let count = |sample| order.iter().filter(|&&drawn| drawn == sample).count();
/// assert_eq!((order.len(), loader.batches(), count(1)), (1000, 125, 0));
/// assert!(count(3) > 450 && count(3) < 550);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Clone)]
pub struct WeightedRandomSampler {
    weights: Arc<[f64]>,
    index: Arc<WeightedIndex<f64>>,
    num_samples: usize,
}

impl WeightedRandomSampler {
    /// Creates a sampler with a weight for each sample. An epoch draws as many samples as there are weights, which need not sum to
    /// 1.
    ///
    /// ```
    /// use nn::data::WeightedRandomSampler;
    /// let error = WeightedRandomSampler::new(&[1.0, -2.0]).unwrap_err();
    /// assert_eq!(error.to_string(), "the weight of sample 1 is -2, expected a finite number of at least 0");
    /// ```
    ///
    /// # Errors
    /// [`DataError::Empty`] if there are no weights. [`DataError::Argument`]: a weight that is negative, NaN or infinite, and
    /// weights whose sum is 0 or infinite.
    pub fn new(weights: &[f64]) -> Result<Self, DataError> {
        if weights.is_empty() {
            return Err(DataError::Empty);
        }
        let is_bad = |&weight: &f64| !(weight >= 0.0 && weight.is_finite());
        if let Some(sample) = weights.iter().position(is_bad) {
            let argument = format!("the weight of sample {sample}");
            return Err(DataError::argument(argument, weights[sample], "a finite number of at least 0"));
        }
        let sum: f64 = weights.iter().sum();
        let is_sum = sum > 0.0 && sum.is_finite();
        let index = WeightedIndex::new(weights.iter().copied()).ok().filter(|_| is_sum);
        let expected = "a finite number above 0";
        let index = index.ok_or_else(|| DataError::argument("the sum of the weights of all samples", sum, expected))?;
        Ok(Self { weights: weights.into(), index: index.into(), num_samples: weights.len() })
    }

    /// Sets the number of samples that an epoch draws. Defaults to the number of weights.
    pub fn num_samples(mut self, num_samples: usize) -> Self {
        self.num_samples = num_samples;
        self
    }

    /// Returns the weight of each sample.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Returns the number of samples that an epoch draws.
    pub(in crate::data) fn samples(&self) -> usize {
        self.num_samples
    }

    /// Fills `order` with the samples of an epoch; its capacity suffices.
    pub(in crate::data) fn fill(&self, seed: u64, epoch: u64, order: &mut Vec<usize>) {
        let mut rng = rng_at(seed, [epoch, 0, 7]);
        order.extend((0..self.num_samples).map(|_| self.index.sample(&mut rng)));
    }

    /// Returns the source of randomness of a sample at this position of an epoch's order; it differs each time the same sample is
    /// drawn again.
    pub(in crate::data) fn context(context: AugmentContext, place: usize) -> AugmentContext {
        AugmentContext { seed: rng_at(context.seed, [context.epoch, place as u64, 8]).next_u64(), ..context }
    }
}

impl fmt::Debug for WeightedRandomSampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WeightedRandomSampler {{ weights: {}, num_samples: {} }}", self.weights.len(), self.num_samples)
    }
}
