//! The learning-rate range test.

use super::{DatasetFor, LossFor, TrainError};
use crate::data::{DataError, Loader};
use nn_core::{Dim, Float, LearningRate, Network, Optimizer, Session};

/// The learning-rate range test (Smith 2015): trains a copy of a session's network while the rate rises exponentially, and
/// records the loss at each rate. fastai's and Lightning's `lr_find`.
///
/// The session itself is only read: its network, optimiser and step count are unchanged. The copy has the session's optimiser
/// settings, `clip` and frozen layers, and a new optimiser state; it trains on the loader's batches from epoch 0 on, over as many
/// epochs as needed. Defaults to 100 steps from 1e-8 to 1. The test ends early when the smoothed loss exceeds 4 times the best one,
/// or is not finite.
///
/// ```
/// use nn::prelude::*;
/// use nn::train::LrFinder;
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// let x = Tensor::<shape![8, 1]>::from_fn(|[i, _]| i as f32 / 8.0);
/// let y = Tensor::<shape![8, 1]>::from_fn(|[i, _]| i as f32 / 4.0 + 1.0);
/// let loader = Loader::new(TensorDataset::<shape![1], shape![1]>::from_batch::<dim![8]>(&*x, &*y));
/// let mut session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(0.1), 1);
/// let curve = LrFinder::new().range(1e-5, 10.0).steps(60).run(&session, &loader, &Mse)?;
/// let rate = curve.suggestion().expect("the loss falls somewhere");
/// assert!((1e-3..3.0).contains(&rate));
/// session.optimizer.lr = rate;
/// # Ok::<(), nn::train::TrainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LrFinder {
    start: f64,
    end: f64,
    steps: usize,
    smoothing: f64,
    divergence: f64,
}

/// The losses of a range test, as returned by [`LrFinder::run`].
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct LrCurve {
    /// The points in the order of the steps.
    pub points: Vec<LrPoint>,
    /// Whether the test ended early because the loss rose too far or was not finite.
    pub diverged: bool,
}

/// One step of a range test.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LrPoint {
    /// The learning rate of the step.
    pub lr: f64,
    /// The loss of its batch, before the step.
    pub loss: f64,
    /// The exponential moving average of the losses so far, with bias correction.
    pub smoothed: f64,
}

impl Default for LrFinder {
    fn default() -> Self {
        Self { start: 1e-8, end: 1.0, steps: 100, smoothing: 0.9, divergence: 4.0 }
    }
}

impl LrFinder {
    /// Creates a test of 100 steps from 1e-8 to 1.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the learning rates of the first and of the last step.
    ///
    /// # Panics
    /// Panics unless 0 < start < end and both are finite.
    pub fn range(self, start: f64, end: f64) -> Self {
        assert!(
            start > 0.0 && start < end && end.is_finite(),
            "the range is {start} to {end}, expected 0 < start < end"
        );
        Self { start, end, ..self }
    }

    /// Sets the number of steps, at least 2.
    ///
    /// # Panics
    /// Panics if it is less than 2.
    pub fn steps(self, steps: usize) -> Self {
        assert!(steps >= 2, "`steps` is {steps}, expected at least 2");
        Self { steps, ..self }
    }

    /// Sets the decay of the moving average of the loss, at least 0 and less than 1. Defaults to 0.9.
    ///
    /// # Panics
    /// Panics if it is out of range.
    pub fn smoothing(self, smoothing: f64) -> Self {
        assert!((0.0..1.0).contains(&smoothing), "`smoothing` is {smoothing}, expected at least 0 and less than 1");
        Self { smoothing, ..self }
    }

    /// Sets the factor over the best smoothed loss at which the test ends early, more than 1; with infinity a finite loss never
    /// ends it. Defaults to 4.
    ///
    /// # Panics
    /// Panics if it is not more than 1.
    pub fn divergence(self, factor: f64) -> Self {
        assert!(factor > 1.0, "`divergence` is {factor}, expected more than 1");
        Self { divergence: factor, ..self }
    }

    /// Runs the test on batches of a loader.
    ///
    /// # Errors
    /// [`TrainError::Data`]: a sample that cannot be read, or a loader without batches.
    pub fn run<Net, O, B, L, D>(
        &self,
        session: &Session<Net, O, B>,
        loader: &Loader<D, B>,
        loss: &L,
    ) -> Result<LrCurve, TrainError>
    where
        Net: Network,
        O: Optimizer<Net::Elem> + LearningRate + Clone,
        B: Dim,
        D: DatasetFor<Net::In, Net::Elem>,
        L: LossFor<Net::Out, D::Target, B, Net::Elem>,
    {
        loader.check_batches()?;
        let mut copy = Session::<Net, O, B>::from_network(&session.network, session.optimizer.clone(), session.seed());
        copy.clip = session.clip;
        copy.freeze(session.frozen().names()).expect("the names are those of the same network");
        let mut curve = LrCurve::default();
        let (mut average, mut best) = (0.0, f64::INFINITY);
        let ratio = self.end / self.start;
        for epoch in 0.. {
            let before = curve.points.len();
            for batch in loader.epoch(epoch) {
                let batch = batch?;
                if batch.rows() == 0 {
                    continue;
                }
                let step = curve.points.len();
                let rate = self.start * ratio.powf(step as f64 / (self.steps - 1) as f64);
                copy.optimizer.set_learning_rate(rate);
                let value = copy.step_rows(batch.rows(), batch.input(), loss, batch.target()).to_f64();
                average = self.smoothing * average + (1.0 - self.smoothing) * value;
                let smoothed = average / (1.0 - self.smoothing.powf((step + 1) as f64));
                curve.points.push(LrPoint { lr: rate, loss: value, smoothed });
                // The limit is relative to |best|, so that it also holds for negative losses.
                let limit = best + (self.divergence - 1.0) * best.abs();
                if !smoothed.is_finite() || copy.skipped_update().is_some() || (step > 0 && smoothed > limit) {
                    curve.diverged = true;
                    return Ok(curve);
                }
                best = best.min(smoothed);
                if step + 1 == self.steps {
                    return Ok(curve);
                }
            }
            if curve.points.len() == before {
                // The loader's share of the batches has no samples.
                return Err(DataError::Empty.into());
            }
        }
        Ok(curve)
    }
}

impl LrCurve {
    /// Returns the rate at which the smoothed loss falls fastest with respect to the logarithm of the rate, by central differences;
    /// `None` if it never falls. The first 10 points, or a quarter of all if that is less, are skipped, since their average is over
    /// few losses.
    ///
    /// It is a starting point, not an optimum: with a schedule that lowers the rate, a larger one may be better.
    pub fn suggestion(&self) -> Option<f64> {
        let skipped = (self.points.len() / 4).min(10);
        // The last point of a test that ended early belongs to the divergence.
        let points = &self.points[skipped..self.points.len() - usize::from(self.diverged)];
        let slopes = points.windows(3).map(|three| (three[1].lr, three[2].smoothed - three[0].smoothed));
        let (rate, slope) = slopes.filter(|(_, slope)| slope.is_finite()).min_by(|a, b| a.1.total_cmp(&b.1))?;
        (slope < 0.0).then_some(rate)
    }
}
