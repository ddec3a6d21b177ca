//! The trainer and the methods that configure it.

use super::hooks::{Hooks, Interval, Schedule};
use super::log::Logs;
use super::run::{Run, SettingChange};
use super::{DatasetFor, Event, History, LoaderFor, Local, LossFor, Progress, StopReason, TrainError, TrainerConfig};
use crate::data::{Dataset, Loader};
use crate::metrics::Metric;
use nn_core::lr_scheduler::{LrScheduler, ReduceLrOnPlateau};
use nn_core::{Clip, Dim, LearningRate, Network, Optimizer, Session, State};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

/// Trains a network for a number of epochs of a loader, with validation, learning-rate schedules, checkpoints and early stopping.
/// Each method sets an option; [`run`] trains.
///
/// It displays a progress bar on a terminal, and otherwise one line per epoch. The values of an epoch are `loss`, `val_loss` and
/// the metrics of the validation set, and `lr`. The result is a function of seeds and data: two equal runs are bit-identical, for
/// any number of threads and workers, and so is a run that was stopped, or killed, and resumed.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Sign {
///         fc: Linear<1, 2>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<2> {
///         x.fc()
///     }
/// }
///
/// let numbers: Vec<f32> = (0..100).map(|i| (i as f32 - 49.5) / 50.0).collect();
/// let signs: Vec<usize> = (0..100).map(|i| (i >= 50).into()).collect();
/// let data = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &signs)?;
/// let (train, test) = data.split(0.8, 1)?;
///
/// let session = Session::<Sign, Adam, dim![16]>::new(Adam::new(0.05), 1);
/// let mut trainer = Trainer::new(session, Loader::new(train).shuffle(1), CrossEntropy)
///     .validate(test)
///     .metric(Accuracy::new())
///     .early_stopping(5);
/// trainer.run(30)?.uninterrupted()?;
/// assert!(trainer.history().records.last().unwrap().value("accuracy").unwrap() > 0.9);
/// let sign: &Sign = trainer.best();
/// # let _ = sign;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`run`]: Trainer::run
pub struct Trainer<Net, O, B, L, D, S = Local>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
    D: Dataset,
{
    /// Declared before the session, whose addresses it may hold, so that it is dropped first.
    pub(super) driver: S,
    pub(super) session: Box<Session<Net, O, B>>,
    pub(super) loss: L,
    pub(super) loader: Loader<D, B>,
    pub(super) config: TrainerConfig,
    pub(super) hooks: Hooks<Net, D::Target, B>,
    pub(super) run: Run<Net>,
    pub(super) logs: Logs,
    /// Whether a batch without statistics for batch normalisation was reported; only the first one is.
    pub(super) reported_single_value: bool,
    /// The settings that differ from those of the checkpoint; `None` until a run has begun, since a trainer resumes once.
    pub(super) begun: Option<Vec<SettingChange>>,
    /// [`run`](Self::run) for these types: `new` alone requires that they fit, so that a loss or a data set that does not is one
    /// error, there, and not another one for each method.
    pub(super) train: Train<Net, O, B, L, D, S>,
}

/// Trains until this number of epochs is complete.
pub(super) type Train<Net, O, B, L, D, S> = fn(&mut Trainer<Net, O, B, L, D, S>, u64) -> Result<StopReason, TrainError>;

impl<Net, O, B, L, D> Trainer<Net, O, B, L, D>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: DatasetFor<Net::In, Net::Elem>,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
{
    /// Creates a trainer of a session's network on the batches of a loader.
    ///
    /// Settings are checked by [`run`](Self::run), before the first step.
    pub fn new(session: Box<Session<Net, O, B>>, loader: impl LoaderFor<B, Dataset = D>, loss: L) -> Self {
        Self {
            driver: Local,
            run: Run::new(session.optimizer.learning_rate()),
            session,
            loss,
            loader: loader.with_batches_of(),
            config: TrainerConfig::default(),
            hooks: Hooks::default(),
            logs: Logs::default(),
            reported_single_value: false,
            begun: None,
            train: Self::train_epochs,
        }
    }
}

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
    D: Dataset,
{
    /// Trains until `epochs` epochs are complete, including those of earlier runs and before a resume.
    ///
    /// Returns why the run ended. After [`StopReason::Interrupted`] training is incomplete, and its result should not replace a
    /// good network: `trainer.run(40)?.uninterrupted()?;` makes an interrupt an error.
    ///
    /// # Errors
    /// [`TrainError`]: invalid settings; samples, checkpoints or files that cannot be read or written; a loss or a gradient that is
    /// NaN or infinite. The network as trained until then and the checkpoints are kept.
    pub fn run(&mut self, epochs: u64) -> Result<StopReason, TrainError> {
        (self.train)(self, epochs)
    }

    /// Sets all settings that are plain data at once, replacing those set before.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::train::TrainerConfig;
    /// # network! {
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// let mut config = TrainerConfig::default();
    /// config.max_steps = Some(3);
    /// let x = Tensor::<shape![4, 1]>::new([[0.0], [1.0], [2.0], [3.0]]);
    /// let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![4]>(&x, &x);
    /// let session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.01), 1);
    /// let mut trainer = Trainer::new(session, Loader::new(data), Mse).with_config(config);
    /// assert_eq!(trainer.run(5)?, StopReason::Steps);
    /// assert_eq!(trainer.config().max_steps, Some(3));
    /// # Ok::<(), nn::train::TrainError>(())
    /// ```
    pub fn with_config(mut self, config: TrainerConfig) -> Self {
        self.config = config;
        self
    }

    /// Evaluates the loss (`val_loss`) and the metrics on this data set after each epoch, in batches of the session's size.
    pub fn validate<V>(mut self, data: V) -> Self
    where
        V: DatasetFor<Net::In, Net::Elem> + Dataset<Target = D::Target>,
    {
        let twice = self.hooks.validation.replace(Box::new(Loader::<V, B>::new(data)));
        self.hooks.set_twice.extend(twice.map(|_| "validate"));
        self
    }

    /// Adds a metric of the validation set; it requires [`validate`](Self::validate).
    pub fn metric(mut self, metric: impl Metric<Net::Out, D::Target, Net::Elem> + Send + 'static) -> Self {
        self.hooks.metrics.push(Box::new(metric));
        self
    }

    /// Sets a schedule: the learning rate is that of the session's optimiser times the schedule's factor.
    pub fn schedule(mut self, interval: Interval, schedule: impl LrScheduler + Send + 'static) -> Self {
        let twice = self.hooks.schedule.replace(Schedule { interval, scheduler: Box::new(schedule) });
        self.hooks.set_twice.extend(twice.map(|_| "schedule"));
        self
    }

    /// Lowers the learning rate when the [monitored](Self::monitor) value stops improving; whether lower or higher is better
    /// follows from that value.
    pub fn reduce_on_plateau(mut self, plateau: ReduceLrOnPlateau) -> Self {
        let twice = self.run.plateau.replace(plateau);
        self.hooks.set_twice.extend(twice.map(|_| "reduce_on_plateau"));
        self
    }

    /// Sets gradient clipping, applied at each step.
    pub fn clip(mut self, clip: Clip) -> Self {
        self.session.clip = clip;
        self
    }

    /// Sets the number of batches per step (gradient accumulation), at least 1; the last step of an epoch consists of the remaining
    /// batches. A step equals that of one batch with all of their samples, for every loss ([`Session::accumulate`]); a tuple of
    /// losses whose divisors differ is the error [`TrainError::Divisors`](super::TrainError::Divisors).
    pub fn accumulate(mut self, batches: u64) -> Self {
        self.config.accumulate = batches;
        self
    }

    /// Sets the monitored value, by which networks are compared. Defaults to `val_loss`, or to `loss` without a validation set.
    ///
    /// Of two networks with equal values, as an accuracy often has, the one with the lower `val_loss` is better, unless
    /// [`min_delta`](Self::min_delta) is above 0. [`reduce_on_plateau`](Self::reduce_on_plateau) compares the value alone.
    pub fn monitor(mut self, name: &str) -> Self {
        self.config.monitor = Some(name.into());
        self
    }

    /// Stops after `patience` consecutive epochs that were no better than the best one, by the [monitored](Self::monitor) value
    /// and, if it is equal, by `val_loss`; a patience of 0 or 1 stops at the first epoch that is not better.
    /// [`best`](Self::best) is the network after the best epoch.
    ///
    /// The monitored value is `val_loss` unless [`monitor`](Self::monitor) sets another. Without [`validate`](Self::validate) it is
    /// the training `loss`, which does not show overfitting: the run then begins with a line that states this, unless
    /// `.monitor("loss")` is set.
    pub fn early_stopping(mut self, patience: u64) -> Self {
        self.config.patience = Some(patience);
        self
    }

    /// Sets the smallest change of the monitored value that counts as an improvement on the best one, at least 0. Defaults to 0:
    /// then, if the value is equal, a lower `val_loss` counts as an improvement, too.
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        self.config.min_delta = min_delta;
        self
    }

    /// Saves a checkpoint after each epoch to a folder used by this run alone, in which the newest `keep` are kept, and the best
    /// network as `best.safetensors`.
    pub fn checkpoints(mut self, folder: impl Into<PathBuf>, keep: usize) -> Self {
        self.config.checkpoint_folder = Some(folder.into());
        self.config.keep_checkpoints = keep;
        self
    }

    /// Saves a checkpoint also after every `steps` steps, at least 1: for long epochs. Requires [`checkpoints`](Self::checkpoints).
    pub fn checkpoint_every(mut self, steps: u64) -> Self {
        self.config.checkpoint_every = Some(steps);
        self
    }

    /// Sets whether the run resumes from the newest valid checkpoint, if there is one. Defaults to `false`: a folder that has
    /// checkpoints is then an error.
    ///
    /// State comes from the checkpoint, settings come from the program. State is what training has computed, such as parameters,
    /// moments and step counts; settings are the learning rate, momentum, weight decay, `clip`, schedule, patience, `monitor` and
    /// so on. [`changed_settings`](Self::changed_settings) returns those that differ from the checkpoint; each is printed as a
    /// line. Another optimiser or kind of loss, other data, batches or accumulation, and a schedule on one side only are errors.
    /// [The guide](crate::guide::training#resuming) states the complete rule.
    pub fn resume(mut self, resume: bool) -> Self {
        self.config.resume = resume;
        self
    }

    /// Sets a hint on how to resume, such as a command: it is printed when Ctrl-C, a limit or a callback ends a run with
    /// checkpoints.
    pub fn resume_hint(mut self, text: &str) -> Self {
        self.config.resume_hint = Some(text.into());
        self
    }

    /// Appends the values of each epoch to a file: as CSV if its name ends in `.csv`, else as JSON Lines.
    ///
    /// After each epoch the file has the content that [`History::save`] writes. A resumed run truncates it to the epochs of its
    /// checkpoint and appends those that are missing, so that it becomes the log of one uninterrupted run; if there is a new
    /// metric, the header and the earlier rows get its column. The file of an earlier run is overwritten when the first epoch is
    /// complete, unless the run is resumed. A FIFO or a device receives only the epochs of this process.
    ///
    /// The file's folder must exist. The file is opened before the first step. If it cannot be written later, the error is printed,
    /// training and checkpoints continue, writing is retried after each epoch, and [`run`](Self::run) returns the error at its end
    /// if values are still missing. The file is synced when the run ends, not after each epoch.
    pub fn log(mut self, path: impl Into<PathBuf>) -> Self {
        self.config.logs.push(path.into());
        self
    }

    /// Adds a function that is called after each step and each epoch. If it returns [`ControlFlow::Break`], the run stops, after
    /// saving a checkpoint if checkpoints are enabled.
    pub fn callback(mut self, callback: impl FnMut(&Event<'_, Net>) -> ControlFlow<()> + Send + 'static) -> Self {
        self.hooks.callbacks.push(Box::new(callback));
        self
    }

    /// Sets whether each gradient is checked for NaN and infinities before its step, which costs one read of the gradient. Defaults
    /// to `true`. The loss is always checked.
    pub fn watch_gradient(mut self, watch: bool) -> Self {
        self.config.watch_gradient = watch;
        self
    }

    /// Stops once the session has made this number of steps, at least 1, including those before a resume.
    pub fn max_steps(mut self, steps: u64) -> Self {
        self.config.max_steps = Some(steps);
        self
    }

    /// Stops after the step during which this duration has elapsed, measured from the start of the run.
    pub fn max_time(mut self, time: Duration) -> Self {
        self.config.max_time = Some(time);
        self
    }

    /// Stops gracefully on Ctrl-C: finishes the step, saves a checkpoint if checkpoints are enabled, and ends the run with
    /// [`StopReason::Interrupted`](super::StopReason::Interrupted); a second Ctrl-C ends the process. SIGTERM and SIGHUP do the
    /// same on systems that have them.
    ///
    /// This applies only during a run: before and after it the signals have their usual effect. On Linux, a signal that was already
    /// ignored when the process started, as `nohup` arranges, stays ignored. If another part of the program handles a signal, that
    /// handler is called as well.
    pub fn stop_on_ctrl_c(mut self) -> Self {
        self.config.stop_on_ctrl_c = true;
        self
    }

    /// Sets what is displayed. Defaults to [`Progress::Auto`].
    pub fn progress(mut self, progress: Progress) -> Self {
        self.config.progress = progress;
        self
    }

    /// Returns the settings that are plain data.
    pub fn config(&self) -> &TrainerConfig {
        &self.config
    }

    /// Returns the session, with the network after the last step.
    pub fn session(&self) -> &Session<Net, O, B> {
        &self.session
    }

    /// Returns the settings that differ between this program and the checkpoint that the run was resumed from.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! {
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// # let folder = std::env::temp_dir().join(format!("nn-changed-settings-{}", std::process::id()));
    /// let trainer = |lr| {
    ///     let x = Tensor::<shape![4, 1]>::new([[0.0], [1.0], [2.0], [3.0]]);
    ///     let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![4]>(&x, &x);
    ///     let session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(lr), 1);
    ///     Trainer::new(session, Loader::new(data), Mse).checkpoints(&folder, 1).progress(Progress::Hidden)
    /// };
    /// trainer(0.01).run(1)?.uninterrupted()?;
    /// let mut resumed = trainer(0.02).resume(true);
    /// resumed.run(2)?.uninterrupted()?;
    /// let change = &resumed.changed_settings()[0];
    /// assert_eq!((&*change.name, &*change.saved, &*change.program), ("learning rate", "0.01", "0.02"));
    /// # drop(resumed);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn changed_settings(&self) -> &[SettingChange] {
        self.begun.as_deref().unwrap_or_default()
    }

    /// Returns the values of all epochs.
    pub fn history(&self) -> &History {
        &self.run.history
    }

    /// Returns the best network by the [monitored](Self::monitor) value; before the end of the first epoch, that of the last step.
    pub fn best(&self) -> &Net {
        self.run.best_network.as_deref().unwrap_or(&self.session.network)
    }

    /// Returns the epoch of the best network, counted from 1, and its monitored value.
    pub fn best_value(&self) -> Option<(u64, f64)> {
        self.run.best.map(|best| (self.run.best_epoch, best))
    }

    /// Returns the session, for training by hand, with the network of the last step, which is not always the best one.
    pub fn into_session(self) -> Box<Session<Net, O, B>> {
        self.session
    }
}
