//! A range test of the learning rate.

use super::TrainError;
use crate::data::{DataError, Dataset, Loader};
use nn_core::{Dim, Float, LearningRate, Loss, Network, Optimizer, Session, Signal};

/// The learning-rate range test (Smith 2015): trains a copy of a session's network while the rate rises exponentially, and
/// records the loss at each rate. fastai's and Lightning's `lr_find`.
///
/// The session itself is only read: its network, optimiser and steps are the same afterwards. The copy has the session's
/// optimiser settings, `clip` and frozen layers, a new optimiser state, and the loader's batches from epoch 0 on, as often as
/// needed. Defaults to 100 steps from 1e-8 to 1; ends early when the smoothed loss is more than 4 times the best one, or not
/// finite.
///
/// ```
/// use nn::data::{Loader, Pairs};
/// use nn::prelude::*;
/// use nn::train::LrFinder;
/// use nn::{Mse, Sgd};
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
/// let loader = Loader::new(Pairs::<shape![1], shape![1]>::from_batch::<dim![8]>(&*x, &*y));
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

/// The losses of a range test: what [`LrFinder::run`] returns.
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
    pub rate: f64,
    /// The loss of its batch, before the step.
    pub loss: f64,
    /// The exponential moving average of the losses so far, corrected for its start at 0.
    pub smoothed: f64,
}

impl Default for LrFinder {
    fn default() -> Self {
        Self { start: 1e-8, end: 1.0, steps: 100, smoothing: 0.9, divergence: 4.0 }
    }
}

impl LrFinder {
    /// A test of 100 steps from 1e-8 to 1.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rates of the first and of the last step.
    ///
    /// # Panics
    /// If they are not finite, or not 0 < start < end.
    pub fn range(self, start: f64, end: f64) -> Self {
        assert!(
            start > 0.0 && start < end && end.is_finite(),
            "a range of rates from {start} to {end}: 0 < start < end"
        );
        Self { start, end, ..self }
    }

    /// The number of steps, at least 2.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn steps(self, steps: usize) -> Self {
        assert!(steps >= 2, "a range test of {steps} steps: it needs at least 2");
        Self { steps, ..self }
    }

    /// How much of the average loss stays from step to step, at least 0 and less than 1; defaults to 0.9.
    ///
    /// # Panics
    /// If it is not.
    pub fn smoothing(self, smoothing: f64) -> Self {
        assert!((0.0..1.0).contains(&smoothing), "a smoothing of {smoothing}: at least 0 and less than 1");
        Self { smoothing, ..self }
    }

    /// By which factor of the best smoothed loss the test ends early, more than 1; infinity never ends it for a finite loss.
    /// Defaults to 4.
    ///
    /// # Panics
    /// If it is not more than 1.
    pub fn divergence(self, factor: f64) -> Self {
        assert!(factor > 1.0, "a divergence of {factor}: more than 1");
        Self { divergence: factor, ..self }
    }

    /// Runs the test on batches of a loader.
    ///
    /// # Errors
    /// [`TrainError::Data`]: a sample that fails, or a loader without batches.
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
        D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
        L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
    {
        if loader.batches() == 0 {
            return Err(DataError::Empty.into());
        }
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
                curve.points.push(LrPoint { rate, loss: value, smoothed });
                // That factor above the best one, also of losses below 0.
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
    /// The rate at which the smoothed loss falls fastest with the logarithm of the rate, by central differences; none if it
    /// never falls. The first points, 10 or a quarter of all, are skipped: their average is of few losses.
    ///
    /// It is a starting point, not an optimum: with a schedule that lowers the rate, a larger one may be better.
    pub fn suggestion(&self) -> Option<f64> {
        let skipped = (self.points.len() / 4).min(10);
        // The last point of a test that ended early belongs to the divergence.
        let points = &self.points[skipped..self.points.len() - usize::from(self.diverged)];
        let slopes = points.windows(3).map(|three| (three[1].rate, three[2].smoothed - three[0].smoothed));
        let (rate, slope) = slopes.filter(|(_, slope)| slope.is_finite()).min_by(|a, b| a.1.total_cmp(&b.1))?;
        (slope < 0.0).then_some(rate)
    }
}
