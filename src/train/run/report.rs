//! What a run reports: the values of an epoch, and lines.

use crate::checkpoint::Checkpoints;
use crate::data::{Batch, Dataset};
use crate::train::display::Display;
use crate::train::driver::Driver;
use crate::train::error::TrainError;
use crate::train::history::Record;
use crate::train::stopped::Stopped;
use crate::train::trainer::Trainer;
use nn_core::{Dim, LearningRate, Loss, Network, Optimizer, Signal, State};
use std::time::Instant;

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
    S: Driver<Net, O, B>,
{
    /// The values of the epoch whose batches are over.
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
                display.line(&format!("{error}; it is tried again after the next epoch"));
            }
        }
    }

    /// Reports the first batch of which batch normalisation takes no statistics.
    pub(super) fn report_single_value(&mut self, batch: &Batch<D, B>, display: &Display) {
        if batch.rows() == 1 && !self.reported_single_value && self.session.has_single_value_batch() {
            self.reported_single_value = true;
            display.line(&format!(
                "epoch {}: a batch of 1 sample has a single value per channel, from which batch normalisation takes no statistics; \
                 choose another batch size, or `Last::Drop`",
                self.run.epoch + 1
            ));
        }
    }

    /// Reports a run that stopped and was saved.
    pub(super) fn report_saved(&self, checkpoints: &Checkpoints, display: &Display) {
        // Between two epochs it is the one that is over.
        let (epoch, step) = (self.run.epoch + u64::from(self.run.batch > 0), self.session.steps());
        let folder = checkpoints.folder().display();
        display.line(&format!("stopped in epoch {epoch} after step {step}; saved in {folder}"));
        if let Some(text) = &self.config.how_to_resume {
            display.line(&format!("to go on: {text}"));
        }
    }

    /// Reports early stopping.
    pub(super) fn report_early(&self, stopped: Stopped, display: &Display) {
        if let (Stopped::Early, Some((epoch, best))) = (stopped, self.best_value()) {
            display.line(&format!("stopped early: `{}` was best in epoch {epoch}, {best:.4}", self.monitored()));
        }
    }
}
