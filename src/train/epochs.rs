//! The epochs of a run: batches, steps, and what comes after them.

use super::display::{Display, Show};
use super::error::TrainError;
use super::history::Record;
use super::interrupt::Watch;
use super::run::{Everything, Keeper};
use super::settings::{RATE, incompatible, is_rate, refused};
use super::trainer::{Callback, Event, Go, Stopped, Trainer};
use super::watch::{all_finite, bad_sample, largest, not_finite};
use crate::checkpoint::{self, Checkpoints};
use crate::data::{Batch, DataError, Dataset, RowsView, Shard};
use crate::files::{self, FileError};
use nn_core::lr_scheduler::Better;
use nn_core::{
    Dim, Divisor, Float, Layer, LearningRate, Loss, LossSum, Network, Optimizer, Signal, SkippedUpdate, State,
};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

impl<Net, O, B, L, D> Trainer<Net, O, B, L, D>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
{
    /// Trains until so many epochs are over, those of earlier runs and before a resume included.
    ///
    /// Returns why the run ended. After [`Stopped::Interrupted`] training is incomplete, and its result should not replace a good
    /// one: `trainer.run(40)?.uninterrupted()?;` makes an interrupt an error.
    ///
    /// # Errors
    /// [`TrainError`]: settings that cannot be; samples, checkpoints or files that fail; a loss or a gradient that is no number any
    /// more. What was learned until then stays; so do the checkpoints.
    pub fn run(&mut self, epochs: u64) -> Result<Stopped, TrainError> {
        let watch = if self.ctrl_c { Some(Watch::begin().map_err(TrainError::Interrupt)?) } else { None };
        self.signal = watch.as_ref().map(Watch::signal);
        let result = self.run_watched(epochs);
        self.signal = None;
        if let Some(watch) = watch {
            watch.end(result.as_ref().ok().map(|&stopped| stopped == Stopped::Interrupted));
        }
        result
    }

    fn run_watched(&mut self, epochs: u64) -> Result<Stopped, TrainError> {
        if self.loader.batches() == 0 {
            return Err(DataError::Empty.into());
        }
        self.check_settings()?;
        self.check_names()?;
        if self.loss.divisor() == Divisor::Mixed && self.together.sums(self.accumulate) {
            return Err(TrainError::Divisors);
        }
        let show = if self.together.is_first() { self.show } else { Show::Nothing };
        let mut display = Display::new(show, epochs);
        let keeper = self.open()?;
        if !self.has_begun {
            self.begin(keeper.as_ref(), &mut display)?;
        }
        if self.together.is_first() {
            self.logs.open(&self.run.history)?;
        }
        let start = Instant::now();
        let stopped = self.epochs(epochs, start, keeper.as_ref(), &mut display);
        display.close();
        let logged = if self.together.is_first() { self.logs.close(&self.run.history) } else { Ok(()) };
        let stopped = stopped?;
        if let (Some(keeper), Stopped::Steps | Stopped::Time | Stopped::Callback | Stopped::Interrupted) =
            (&keeper, stopped)
        {
            self.save(keeper)?;
            let folder = keeper.checkpoints.folder().display();
            // Between two epochs it is the one that is over.
            let (epoch, step) = (self.run.epoch + u64::from(self.run.batch > 0), self.session.steps());
            display.line(&format!("stopped in epoch {epoch} after step {step}; saved in {folder}"));
            if let Some(text) = &self.how_to_resume {
                display.line(&format!("to go on: {text}"));
            }
        }
        if !matches!(stopped, Stopped::Finished | Stopped::Early) {
            // All wait for the first process, whose checkpoint the end of another one could cost.
            self.together.stop(true, None);
        }
        if let (Stopped::Early, Some((epoch, best))) = (stopped, self.best_value()) {
            display.line(&format!("stopped early: `{}` was best in epoch {epoch}, {best:.4}", self.monitored()));
        }
        logged?;
        Ok(stopped)
    }

    /// Whether every name of a value is there, once.
    fn check_names(&self) -> Result<(), TrainError> {
        let names = self.names();
        if let Some(name) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
            return Err(TrainError::Twice { name: name.1.clone() });
        }
        let monitored = self.monitored();
        match names.contains(&monitored) {
            true => Ok(()),
            false => Err(TrainError::Unknown { name: monitored, names }),
        }
    }

    fn names(&self) -> Vec<String> {
        let mut names = vec!["loss".to_string()];
        if self.validation.is_some() {
            names.push("val_loss".into());
            names.extend(self.metrics.iter().map(|metric| metric.name()));
        }
        names.push("lr".into());
        names
    }

    pub(super) fn monitored(&self) -> String {
        let usual = if self.validation.is_some() { "val_loss" } else { "loss" };
        self.monitor.clone().unwrap_or_else(|| usual.into())
    }

    pub(super) fn better(&self) -> Better {
        let name = self.monitored();
        self.metrics.iter().find(|metric| metric.name() == name).map_or(Better::Lower, |metric| metric.better())
    }

    fn open(&self) -> Result<Option<Keeper>, TrainError> {
        let Some((folder, keep)) = self.keeper.as_ref().filter(|_| self.together.is_first()) else {
            return Ok(None);
        };
        Ok(Some(Keeper { checkpoints: Checkpoints::open(folder, *keep)?, every: self.checkpoint_every }))
    }

    /// Shows what is to be trained, and goes on from a checkpoint.
    fn begin(&mut self, keeper: Option<&Keeper>, display: &mut Display) -> Result<(), TrainError> {
        display.line(&format!("{}\n", Net::summary()));
        let batches = self.accumulate as usize;
        let plan = self.plan();
        let share = self.together.begin(&self.session, batches, &plan)?;
        self.run.share = [share.count(), share.all()].map(|batches| batches as u64);
        self.loader = self.loader.clone().shard(share);
        // As it is at the end of each epoch, so that it is no difference.
        let better = self.better();
        if let Some(plateau) = &mut self.run.plateau {
            plateau.better = better;
        }
        if let Some(Keeper { checkpoints, .. }) = keeper {
            if self.resume {
                let (rate, seed, plateau) = (self.run.rate, self.session.seed(), self.run.plateau);
                let resumed = checkpoints.resume(&mut self.everything()).map_err(with_help)?;
                for error in resumed.iter().flat_map(|resumed| &resumed.skipped) {
                    display.line(&format!("skipped: {error}"));
                }
                display.line(&match resumed {
                    Some(resumed) => {
                        let (epoch, step) = (self.run.epoch + 1, self.session.steps());
                        format!("goes on in epoch {epoch} after step {step}, from {}", resumed.path.display())
                    }
                    None => format!("no checkpoint in {}: begins anew", checkpoints.folder().display()),
                });
                self.settle(rate, seed, plateau);
                for change in &self.changes {
                    display.line(&change.to_string());
                }
                if let Some(best) = &self.run.best_network {
                    // It differs from the file where a run was killed between the two writes, or resumes from an older checkpoint.
                    files::save(&**best, best_path(checkpoints.folder()))?;
                }
            } else if let Some((step, _)) = checkpoints.list()?.into_iter().next() {
                return Err(TrainError::Occupied { folder: checkpoints.folder().into(), step });
            }
        }
        let (plan, recorded) = (self.plan(), self.recorded());
        // All take the settings of the first process.
        let mut all = Everything { plan, recorded, run: &mut self.run, session: &mut *self.session, changes: None };
        self.together.spread(&mut all)?;
        self.has_begun = true;
        Ok(())
    }

    /// What must be the same in a run that goes on. How many threads load the samples, and how many processes share them, changes
    /// nothing.
    fn plan(&self) -> String {
        let whole = self.loader.clone().shard(Shard::WHOLE);
        let (samples, batches, size, seed) = (whole.samples(), whole.batches(), B::SIZE, whole.seed());
        let step = self.together.batches(self.accumulate);
        format!("{samples} samples in {batches} batches of {size}, {step} a step, seed {seed:?}")
    }

    fn everything(&mut self) -> Everything<'_, Net> {
        let (plan, recorded) = (self.plan(), self.recorded());
        let changes = Some(&mut self.changes);
        Everything { plan, recorded, run: &mut self.run, session: &mut *self.session, changes }
    }

    fn save(&mut self, keeper: &Keeper) -> Result<(), TrainError> {
        let step = self.session.steps();
        // The program's rate, not that which a schedule has made of it for the last step.
        let of_step = self.session.optimizer.learning_rate();
        self.session.optimizer.set_learning_rate(self.run.rate);
        let changes = std::mem::take(&mut self.changes);
        let saved = keeper.checkpoints.save(step, &mut self.everything());
        self.changes = changes;
        self.session.optimizer.set_learning_rate(of_step);
        saved?;
        Ok(())
    }

    /// Saves the checkpoint of an epoch that is over, and then the best network, which the checkpoint has, too.
    fn save_epoch(&mut self, keeper: &Keeper, is_best: bool) -> Result<(), TrainError> {
        self.save(keeper)?;
        if let (true, Some(best)) = (is_best, &self.run.best_network) {
            files::save(&**best, best_path(keeper.checkpoints.folder()))?;
        }
        Ok(())
    }

    fn epochs(
        &mut self,
        epochs: u64,
        start: Instant,
        keeper: Option<&Keeper>,
        display: &mut Display,
    ) -> Result<Stopped, TrainError> {
        while self.run.epoch < epochs {
            if self.is_over() {
                return Ok(Stopped::Early);
            }
            if self.is_at_most_steps() {
                return Ok(Stopped::Steps);
            }
            if let Some(stopped) = self.epoch(start, keeper, display)? {
                return Ok(stopped);
            }
        }
        Ok(if self.is_over() { Stopped::Early } else { Stopped::Finished })
    }

    /// Whether early stopping ends the run. The patience is that of this program, so a resumed run continues if it is larger.
    fn is_over(&self) -> bool {
        self.patience.is_some_and(|patience| self.run.stale >= patience.max(1))
    }

    /// Whether a signal asked this run to stop.
    fn is_interrupted(&self) -> bool {
        self.signal.as_ref().is_some_and(|signal| signal.load(Ordering::SeqCst) != 0)
    }

    /// The rest of an epoch, and what comes after it.
    fn epoch(
        &mut self,
        start: Instant,
        keeper: Option<&Keeper>,
        display: &mut Display,
    ) -> Result<Option<Stopped>, TrainError> {
        let began = Instant::now();
        let batches = self.loader.batches() as u64;
        display.begin(self.run.epoch + 1, self.run.batch, batches);
        let before = self.run.samples;
        let mut stopped = None;
        for batch in self.loader.epoch_from(self.run.epoch, self.run.batch as usize) {
            let batch = batch?;
            let is_last = self.run.batch + 1 == batches;
            stopped = self.batch(&batch, is_last, start)?;
            if batch.rows() == 1 && !self.reported_single_value && self.session.has_single_value_batch() {
                self.reported_single_value = true;
                display.line(&format!(
                    "epoch {}: a batch of 1 sample has a single value per channel, from which batch normalisation takes no statistics; \
                     choose another batch size, or `Last::Drop`",
                    self.run.epoch + 1
                ));
            }
            let samples = self.run.samples - before;
            display.batch(self.run.batch, self.run.mean_loss(), samples, began.elapsed());
            if stopped.is_some() && !is_last {
                return Ok(stopped);
            }
            let steps = self.session.steps();
            if let Some(keeper) = keeper
                && keeper.every.is_some_and(|every| self.is_step_over(is_last) && steps.is_multiple_of(every))
            {
                self.save(keeper)?;
            }
        }
        let rate = (self.run.samples - before) as f64 / began.elapsed().as_secs_f64();
        let record = self.record(began, rate)?;
        display.end(&record);
        let wanted = self.finish(record, keeper, display)?;
        // No other reason may hide an interrupt.
        Ok(wanted.filter(|&wanted| wanted == Stopped::Interrupted).or(stopped).or(wanted))
    }

    fn is_at_most_steps(&self) -> bool {
        self.max_steps.is_some_and(|most| self.session.steps() >= most)
    }

    /// How many batches of this process make a step.
    fn step_batches(&self) -> u64 {
        let [count, all] = self.run.share;
        // Alone it has every batch, of as many a step as it is told.
        if all == 1 { self.accumulate } else { count }
    }

    /// Whether the batch that is over was the last of its step.
    fn is_step_over(&self, is_last: bool) -> bool {
        is_last || self.run.batch.is_multiple_of(self.step_batches())
    }

    /// One batch, and the step if it is the last one of it; why the run is to stop, if it is.
    fn batch(&mut self, batch: &Batch<D, B>, is_last: bool, start: Instant) -> Result<Option<Stopped>, TrainError> {
        self.set_learning_rate()?;
        let (rows, input, target) = (batch.rows(), batch.input(), batch.target());
        let loss = self.together.learn(&mut self.session, rows, input, &self.loss, target);
        let value = loss.to_f64();
        if !value.is_finite() {
            let error = self.diverged(batch, value);
            self.together.leave(&error);
            return Err(error);
        }
        let total = self
            .together
            .total(&mut self.session, || LossSum::of_batch::<Net::Out, _, B, _>(&self.loss, rows, loss, target))?;
        self.run.loss += total.sum;
        self.run.weight += total.weight;
        self.run.samples += total.rows;
        self.run.batch += 1;
        if !self.is_step_over(is_last) {
            return Ok(None);
        }
        if self.watch && !all_finite(self.session.gradient.as_slice()) {
            self.run.batch -= 1;
            return Err(self.diverged(batch, value));
        }
        self.together.update(&mut self.session, total);
        if let Some(skipped) = self.session.skipped_update() {
            self.run.batch -= 1;
            return Err(match skipped {
                SkippedUpdate::Setting(setting) => TrainError::Invalid { of: "session", setting },
                _ => self.diverged(batch, value),
            });
        }
        let value = self.together.loss_of_step(value, total);
        let event = Event::Step {
            epoch: self.run.epoch + 1,
            step: self.session.steps(),
            loss: value,
            network: &self.session.network,
        };
        let go = tell(&mut self.callbacks, &event);
        let wish = self.wish(go, start);
        let may = self.ctrl_c || self.max_time.is_some() || self.max_steps.is_some() || !self.callbacks.is_empty();
        Ok(self.together.stop(may, wish))
    }

    /// The learning rate of the batch that comes.
    fn set_learning_rate(&mut self) -> Result<(), TrainError> {
        self.run.last_factor = self.schedule_factor();
        let rate = self.run.learning_rate();
        if let Some((count, factor)) = self.run.last_factor
            && !is_rate(rate)
        {
            let value = format!("{rate}, {} times the schedule's factor {factor} at {count}", self.run.base_lr);
            return Err(refused("learning rate", value, RATE));
        }
        self.session.optimizer.set_learning_rate(rate);
        Ok(())
    }

    /// Why this process wants to stop behind a step, if it does.
    fn wish(&self, go: Go, start: Instant) -> Option<Stopped> {
        if go == Go::Stop {
            return Some(Stopped::Callback);
        }
        if self.is_interrupted() {
            return Some(Stopped::Interrupted);
        }
        if self.is_at_most_steps() {
            return Some(Stopped::Steps);
        }
        self.max_time.filter(|&most| start.elapsed() >= most).map(|_| Stopped::Time)
    }

    /// Says which number of which layer, or of which sample, is to blame.
    fn diverged(&self, batch: &Batch<D, B>, loss: f64) -> TrainError {
        let sample = |row: usize| {
            let order = self.loader.order(self.run.epoch);
            self.loader.data().origin(order[self.loader.start_of(self.run.batch as usize) + row])
        };
        let input = RowsView::<Net::In, Net::Elem>::of_batch::<B>(batch.input(), batch.rows());
        let target = RowsView::<D::Target, Net::Elem>::of_batch::<B>(batch.target(), batch.rows());
        let (layer, what) = if let Some((row, number)) = bad_sample(&input) {
            (None, format!("the input of {} has {number}", sample(row)))
        } else if let Some((row, number)) = bad_sample(&target) {
            (None, format!("the target of {} has {number}", sample(row)))
        } else if let Some((tensor, number)) = not_finite(&self.session.network).into_iter().next() {
            (Some(tensor.clone()), format!("`{tensor}` has {number} after the step before"))
        } else if !loss.is_finite() {
            let largest = largest::<Net::Elem, _>(&self.session.network);
            let text =
                |(tensor, number): &(String, f64)| format!(", the largest parameter is {number:.3e} in `{tensor}`");
            let text = largest.as_ref().map(text).unwrap_or_default();
            (largest.map(|(tensor, _)| tensor), format!("the loss is {loss}, though all parameters are finite{text}"))
        } else if let Some((tensor, number)) = not_finite(&self.session.gradient).pop() {
            // A gradient flows from the last layer to the first one: behind this one it was well behaved.
            (Some(tensor.clone()), format!("the gradient of `{tensor}` has {number}, and the loss is {loss:.4}"))
        } else {
            (None, format!("the loss is {loss}"))
        };
        let layer = layer.map(|tensor| tensor.rsplit_once('.').map_or(tensor.clone(), |(layer, _)| layer.into()));
        TrainError::Diverged { epoch: self.run.epoch + 1, step: self.session.steps() + 1, layer, what }
    }

    /// The values of the epoch whose batches are over.
    fn record(&mut self, began: Instant, samples_per_second: f64) -> Result<Record, TrainError> {
        let mut values = vec![("loss".to_string(), self.run.mean_loss())];
        if let Some(validation) = &self.validation {
            let loss = (validation.measure)(&self.together, &self.session.network, &self.loss, &mut self.metrics);
            let loss = loss.map_err(|error| error.in_validation(self.run.epoch + 1))?;
            values.push(("val_loss".into(), loss));
            values.extend(self.metrics.iter().map(|metric| (metric.name(), metric.value())));
        }
        values.push(("lr".into(), self.run.learning_rate()));
        let (epoch, step) = (self.run.epoch + 1, self.session.steps());
        Ok(Record { epoch, step, seconds: began.elapsed().as_secs_f64(), samples_per_second, values })
    }

    /// What comes after an epoch: the best network, early stopping, files, checkpoint, callbacks.
    fn finish(
        &mut self,
        record: Record,
        keeper: Option<&Keeper>,
        display: &mut Display,
    ) -> Result<Option<Stopped>, TrainError> {
        let value = record.value(&self.monitored()).unwrap_or(f64::NAN);
        let better = self.better();
        self.run.epoch += 1;
        self.run.batch = 0;
        (self.run.loss, self.run.weight, self.run.samples) = (0.0, 0.0, 0);
        let is_best = self.run.judge(value, better, self.min_delta, &self.session.network);
        if let Some(mut plateau) = self.run.plateau {
            plateau.better = better;
            self.run.base_lr = plateau.step(self.run.base_lr, value);
            self.run.plateau = Some(plateau);
        }
        self.run.history.records.push(record.clone());
        let saved = keeper.map_or(Ok(()), |keeper| self.save_epoch(keeper, is_best));
        // A log that fails costs no checkpoint, and a checkpoint that fails costs no line of the log.
        if self.together.is_first() {
            for error in self.logs.append(&self.run.history) {
                display.line(&format!("{error}; it is tried again after the next epoch"));
            }
        }
        saved?;
        let event = Event::Epoch { record: &record, is_best, network: &self.session.network };
        let wish = (tell(&mut self.callbacks, &event) == Go::Stop).then_some(Stopped::Callback);
        let wish = if self.is_interrupted() { Some(Stopped::Interrupted) } else { wish };
        Ok(self.together.stop(self.ctrl_c || !self.callbacks.is_empty(), wish))
    }
}

/// What a checkpoint is of, if not of this program's run, with what can be done.
fn with_help(error: FileError) -> TrainError {
    let incompatible = match &error {
        FileError::Differs { path, name, found, expected } => incompatible(name, path, found, expected),
        _ => None,
    };
    incompatible.unwrap_or_else(|| error.into())
}

/// Tells every callback, and stops if one wants it.
fn tell<Net>(callbacks: &mut [Callback<Net>], event: &Event<'_, Net>) -> Go {
    let mut go = Go::On;
    for callback in callbacks {
        if callback(event) == Go::Stop {
            go = Go::Stop;
        }
    }
    go
}

/// The file of the best network.
fn best_path(folder: &Path) -> PathBuf {
    folder.join(checkpoint::BEST)
}
