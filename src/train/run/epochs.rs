//! The epoch loop of a run: batches, steps, and the work at the end of an epoch.

use super::stopping::Clock;
use crate::checkpoint::Checkpoints;
use crate::data::Batch;
use crate::train::display::{Display, Progress};
use crate::train::interrupt::Watch;
use crate::train::watch::all_finite;
use crate::train::{DatasetFor, Driver, Event, LossFor, Record, StopReason, TrainError, Trainer};
use nn_core::{Dim, Float, LearningRate, LossSum, Network, Optimizer, SkippedUpdate, State};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Instant;

/// The resources of a run in progress.
struct UnderWay {
    clock: Clock,
    checkpoints: Option<Checkpoints>,
    display: Display,
}

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: DatasetFor<Net::In, Net::Elem>,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
    S: Driver<Net, O, B>,
{
    /// Implements [`Trainer::run`].
    pub(in crate::train) fn train_epochs(&mut self, epochs: u64) -> Result<StopReason, TrainError> {
        let watch =
            if self.config.stop_on_ctrl_c { Some(Watch::begin().map_err(TrainError::Interrupt)?) } else { None };
        let result = self.run_watched(epochs, watch.as_ref().map(Watch::signal));
        if let Some(watch) = watch {
            watch.end(result.as_ref().ok().map(|&reason| reason == StopReason::Interrupted));
        }
        result
    }

    fn run_watched(&mut self, epochs: u64, signal: Option<Arc<AtomicUsize>>) -> Result<StopReason, TrainError> {
        self.check()?;
        let is_first = self.driver.is_first();
        let mut display = Display::new(if is_first { self.config.progress } else { Progress::Hidden }, epochs);
        display.note_unoptimized_build();
        let checkpoints = self.open_checkpoints()?;
        if self.begun.is_none() {
            self.begin(checkpoints.as_ref(), &mut display)?;
        }
        if is_first {
            self.logs.open(&self.config.logs, &self.run.history)?;
        }
        let mut way = UnderWay { clock: Clock::start(signal), checkpoints, display };
        let reason = self.epochs(epochs, &mut way);
        let UnderWay { checkpoints, mut display, .. } = way;
        display.close();
        let logged = if is_first { self.logs.close(&self.run.history) } else { Ok(()) };
        let reason = reason?;
        if !matches!(reason, StopReason::Finished | StopReason::Early) {
            if let Some(checkpoints) = &checkpoints {
                self.save(checkpoints)?;
                self.report_saved(checkpoints, &display);
            }
            // All processes wait for the first one: if another one exited early, the job might end before the checkpoint is
            // written.
            self.driver.agree(true, None);
        }
        self.report_early(reason, &display);
        logged?;
        Ok(reason)
    }

    fn epochs(&mut self, epochs: u64, way: &mut UnderWay) -> Result<StopReason, TrainError> {
        while self.run.epoch < epochs {
            if self.is_stale() {
                return Ok(StopReason::Early);
            }
            if self.is_at_most_steps() {
                return Ok(StopReason::Steps);
            }
            if let Some(reason) = self.epoch(way)? {
                return Ok(reason);
            }
        }
        Ok(if self.is_stale() { StopReason::Early } else { StopReason::Finished })
    }

    /// Trains the rest of an epoch, and does the work at its end.
    fn epoch(&mut self, way: &mut UnderWay) -> Result<Option<StopReason>, TrainError> {
        let UnderWay { clock, checkpoints, display } = way;
        let began = Instant::now();
        let batches = self.loader.batches() as u64;
        display.begin(self.run.epoch + 1, self.run.batch, batches);
        let before = self.run.samples;
        let mut reason = None;
        for batch in self.loader.epoch_from(self.run.epoch, self.run.batch as usize) {
            let batch = batch?;
            let is_last = self.run.batch + 1 == batches;
            reason = self.batch(&batch, is_last, clock)?;
            self.report_single_value(&batch, display);
            let samples = self.run.samples - before;
            display.batch(self.run.batch, self.run.mean_loss(), samples, began.elapsed());
            if reason.is_some() && !is_last {
                return Ok(reason);
            }
            let steps = self.session.steps();
            if let (Some(checkpoints), Some(every)) = (&*checkpoints, self.config.checkpoint_every)
                && self.is_step_over(is_last)
                && steps.is_multiple_of(every)
            {
                self.save(checkpoints)?;
            }
        }
        let rate = (self.run.samples - before) as f64 / began.elapsed().as_secs_f64();
        let record = self.record(began, rate)?;
        display.end(&record);
        let wanted = self.finish(record, way)?;
        // No other reason may hide an interrupt.
        Ok(wanted.filter(|&wanted| wanted == StopReason::Interrupted).or(reason).or(wanted))
    }

    /// Returns the number of batches of this process in a step.
    fn step_batches(&self) -> u64 {
        let [count, all] = self.run.share;
        // A single process has every batch, and `accumulate` of them in a step.
        if all == 1 { self.config.accumulate } else { count }
    }

    /// Returns whether the completed batch was the last of its step.
    fn is_step_over(&self, is_last: bool) -> bool {
        is_last || self.run.batch.is_multiple_of(self.step_batches())
    }

    /// Trains on one batch, and makes the step if it is the last batch of one. Returns why the run is to stop, if it is.
    fn batch(&mut self, batch: &Batch<D, B>, is_last: bool, clock: &Clock) -> Result<Option<StopReason>, TrainError> {
        self.set_learning_rate()?;
        let (rows, input, target) = (batch.rows(), batch.input(), batch.target());
        let loss = self.driver.learn(&mut self.session, rows, input, &self.loss, target);
        let value = loss.to_f64();
        if !value.is_finite() {
            let error = self.diverged(batch, value);
            self.driver.leave(&error);
            return Err(error);
        }
        let total = self
            .driver
            .total(&mut self.session, || LossSum::of_batch::<Net::Out, _, B, _>(&self.loss, rows, loss, target))?;
        self.run.loss += total.sum;
        self.run.weight += total.weight;
        self.run.samples += total.rows;
        self.run.batch += 1;
        if !self.is_step_over(is_last) {
            return Ok(None);
        }
        if self.config.watch_gradient && !all_finite(self.session.gradient.as_slice()) {
            self.run.batch -= 1;
            return Err(self.diverged(batch, value));
        }
        self.driver.update(&mut self.session, total);
        if let Some(skipped) = self.session.skipped_update() {
            self.run.batch -= 1;
            return Err(match skipped {
                SkippedUpdate::Setting(setting) => TrainError::Invalid { of: "session", setting },
                _ => self.diverged(batch, value),
            });
        }
        let value = self.driver.loss_of_step(value, total);
        let event = Event::Step {
            epoch: self.run.epoch + 1,
            step: self.session.steps(),
            loss: value,
            network: &self.session.network,
        };
        let go = self.hooks.call(&event);
        Ok(self.stop_after_step(go, clock))
    }

    /// Sets the learning rate of the next batch.
    fn set_learning_rate(&mut self) -> Result<(), TrainError> {
        let (steps, epochs) = (self.session.steps(), self.run.epoch);
        self.run.last_factor = self.hooks.schedule.as_ref().map(|schedule| schedule.factor(steps, epochs));
        let rate = self.run.learning_rate();
        if let Some((count, factor)) = self.run.last_factor {
            let base = self.run.base_lr;
            TrainError::check_rate(rate, || {
                format!("{rate} ({base} times the schedule's factor {factor} at {count})")
            })?;
        }
        self.session.optimizer.set_learning_rate(rate);
        Ok(())
    }

    /// Does the work at the end of an epoch: best network, early stopping, log files, checkpoint, callbacks.
    fn finish(&mut self, record: Record, way: &UnderWay) -> Result<Option<StopReason>, TrainError> {
        let value = record.value(&self.monitored()).unwrap_or(f64::NAN);
        let better = self.better();
        self.run.end_epoch();
        let loss = record.value("val_loss");
        let is_best = self.run.judge(value, loss, better, self.config.min_delta, &self.session.network);
        if let Some(mut plateau) = self.run.plateau {
            plateau.better = better;
            self.run.base_lr = plateau.step(self.run.base_lr, value);
            self.run.plateau = Some(plateau);
        }
        self.run.history.records.push(record.clone());
        let saved = way.checkpoints.as_ref().map_or(Ok(()), |checkpoints| self.save_epoch(checkpoints, is_best));
        // A failed log must not prevent the checkpoint, nor a failed checkpoint the log.
        self.append_logs(&way.display);
        saved?;
        let event = Event::Epoch { record: &record, is_best, network: &self.session.network };
        let go = self.hooks.call(&event);
        Ok(self.stop_after_epoch(go, &way.clock))
    }
}
