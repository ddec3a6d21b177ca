//! The reports of a run: the values of an epoch, printed lines, and the cause of a value that is not finite.

use crate::checkpoint::Checkpoints;
use crate::data::{Batch, SamplesView};
use crate::train::display::Display;
use crate::train::watch::{bad_sample, largest, not_finite};
use crate::train::{DatasetFor, Driver, LossFor, Record, StopReason, TrainError, Trainer};
use nn_core::{Dim, LearningRate, Network, Optimizer, State};
use std::time::Instant;

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: DatasetFor<Net::In, Net::Elem>,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
    S: Driver<Net, O, B>,
{
    /// Returns the values of the epoch whose batches are complete.
    pub(super) fn record(&mut self, began: Instant, samples_per_second: f64) -> Result<Record, TrainError> {
        let mut values = vec![("loss".to_string(), self.run.mean_loss())];
        if let Some(validation) = &self.hooks.validation {
            let metrics = &mut self.hooks.metrics;
            let loss = self.driver.validate(&**validation, &self.session.network, &self.loss, metrics);
            let loss = loss.map_err(|error| error.in_validation(self.run.epoch + 1))?;
            values.push(("val_loss".into(), loss));
            values.extend(metrics.iter().map(|metric| (metric.name(), metric.value())));
        }
        values.push(("lr".into(), self.run.learning_rate()));
        let (epoch, step) = (self.run.epoch + 1, self.session.steps());
        Ok(Record { epoch, step, seconds: began.elapsed().as_secs_f64(), samples_per_second, values })
    }

    /// Appends the last epoch to the logs.
    pub(super) fn append_logs(&mut self, display: &Display) {
        if self.driver.is_first() {
            for error in self.logs.append(&self.run.history) {
                display.line(&format!("{error}; retrying after the next epoch"));
            }
        }
    }

    /// Reports the first batch from which batch normalisation cannot compute statistics.
    pub(super) fn report_single_value(&mut self, batch: &Batch<D, B>, display: &Display) {
        if batch.rows() == 1 && !self.reported_single_value && self.session.has_single_value_batch() {
            self.reported_single_value = true;
            display.line(&format!(
                "epoch {}: a batch of 1 sample has a single value per channel, from which batch normalisation cannot compute statistics; \
                 choose another batch size, or `drop_last(true)`",
                self.run.epoch + 1
            ));
        }
    }

    /// Reports a run that stopped and was saved.
    pub(super) fn report_saved(&self, checkpoints: &Checkpoints, display: &Display) {
        // Between two epochs it is the completed one.
        let (epoch, step) = (self.run.epoch + u64::from(self.run.batch > 0), self.session.steps());
        let folder = checkpoints.folder().display();
        display.line(&format!("stopped in epoch {epoch} after step {step}; saved in {folder}"));
        if let Some(text) = &self.config.resume_hint {
            display.line(&format!("to resume: {text}"));
        }
    }

    /// Reports early stopping.
    pub(super) fn report_early(&self, reason: StopReason, display: &Display) {
        if let (StopReason::Early, Some((epoch, best))) = (reason, self.best_value()) {
            display.line(&format!("stopped early: best `{}` is {best:.4}, in epoch {epoch}", self.monitored()));
        }
    }

    /// Returns the error that names the tensor or the sample with a NaN or infinite value.
    pub(super) fn diverged(&self, batch: &Batch<D, B>, loss: f64) -> TrainError {
        let sample = |row: usize| {
            let order = self.loader.order(self.run.epoch);
            self.loader.data().origin(order[self.loader.start_of(self.run.batch as usize) + row])
        };
        let input = SamplesView::<Net::In, Net::Elem>::of_batch::<B>(batch.input(), batch.rows());
        let target = SamplesView::<D::Target, Net::Elem>::of_batch::<B>(batch.target(), batch.rows());
        let (layer, what) = if let Some((row, number)) = bad_sample(&input) {
            (None, format!("the input of {} contains {number}", sample(row)))
        } else if let Some((row, number)) = bad_sample(&target) {
            (None, format!("the target of {} contains {number}", sample(row)))
        } else if let Some((tensor, number)) = not_finite(&self.session.network).into_iter().next() {
            (Some(tensor.clone()), format!("`{tensor}` contains {number} after the previous step"))
        } else if !loss.is_finite() {
            let largest = largest::<Net::Elem, _>(&self.session.network);
            let text =
                |(tensor, number): &(String, f64)| format!(", the largest parameter is {number:.3e} in `{tensor}`");
            let text = largest.as_ref().map(text).unwrap_or_default();
            (largest.map(|(tensor, _)| tensor), format!("the loss is {loss}, although all parameters are finite{text}"))
        } else if let Some((tensor, number)) = not_finite(&self.session.gradient).pop() {
            // Gradients flow from the last layer to the first: in the layers after this one they were finite.
            (Some(tensor.clone()), format!("the gradient of `{tensor}` contains {number}, and the loss is {loss:.4}"))
        } else {
            (None, format!("the loss is {loss}"))
        };
        let layer = layer.map(|tensor| tensor.rsplit_once('.').map_or(tensor.clone(), |(layer, _)| layer.into()));
        TrainError::Diverged { epoch: self.run.epoch + 1, step: self.session.steps() + 1, layer, what }
    }
}
