//! What a trainer is told, and what it tells.

use super::display::Show;
use super::error::TrainError;
use super::evaluate::NetworkMetric;
use super::history::{History, Record};
use super::interrupt;
use super::log::Logs;
use super::run::Run;
use super::settings::SettingChange;
use super::together::Together;
use crate::data::{Dataset, Loader};
use crate::metrics::Metric;
use nn_core::lr_scheduler::{LrScheduler, ReduceLrOnPlateau};
use nn_core::{Clip, Dim, Layer, LearningRate, Loss, Network, Optimizer, Session, Signal, State};
use std::path::PathBuf;
use std::process::{ExitCode, Termination};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

/// What a schedule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// Updates of the parameters, 0 before the first one.
    Step,
    /// Epochs that are over, 0 in the first one.
    Epoch,
}

/// Why a run ended.
///
/// A program that goes on as if training were complete must not do so after an interrupt: it would replace a good network by one
/// that has hardly learned. [`uninterrupted`](Self::uninterrupted) turns an interrupt into an error:
///
/// ```
/// # use nn::data::{Loader, Pairs};
/// # use nn::prelude::*;
/// # use nn::train::Trainer;
/// # use nn::{Mse, Sgd, files};
/// # network! {
/// #     struct Line {
/// #         fc: Linear<1, 1>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<1> {
/// #         x.fc()
/// #     }
/// # }
/// # let x = Tensor::<shape![8, 1]>::from_fn(|[i, _]| i as f32 / 8.0);
/// # let data = Pairs::<shape![1], shape![1]>::from_batch::<dim![8]>(&x, &x);
/// # let session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(0.1), 1);
/// # let path = std::env::temp_dir().join(format!("nn-stopped-{}.safetensors", std::process::id()));
/// let mut trainer = Trainer::new(session, Loader::new(data), Mse).stop_on_ctrl_c();
/// trainer.run(5)?.uninterrupted()?;
/// files::save(trainer.best(), &path)?;
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It is the exit code of a process, too: `fn main() -> Result<Stopped, Box<dyn Error>>` that ends with the reason, or
/// [`exit_code`](Self::exit_code).
#[must_use = "a run that was interrupted is not complete: `.uninterrupted()?` makes that an error"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// All epochs are over.
    Finished,
    /// The monitored value did not improve for as many epochs as the patience of [`early_stopping`](Trainer::early_stopping).
    Early,
    /// [`max_steps`](Trainer::max_steps) were made.
    Steps,
    /// The time of [`max_time`](Trainer::max_time) was over.
    Time,
    /// A callback returned [`Go::Stop`].
    Callback,
    /// A signal asked for it, such as that of Ctrl-C: [`stop_on_ctrl_c`](Trainer::stop_on_ctrl_c).
    Interrupted,
}

impl Stopped {
    /// Returns an error if a signal ended the run. Ends that the program itself has set, by a number of epochs or steps, by a time or
    /// by a callback, are none.
    ///
    /// # Errors
    /// [`TrainError::Interrupted`].
    pub fn uninterrupted(self) -> Result<(), TrainError> {
        if self == Self::Interrupted { Err(TrainError::Interrupted) } else { Ok(()) }
    }

    /// The exit code that says so: that of success, or, after a signal, 128 and its number as shells have it, 130 for Ctrl-C.
    ///
    /// ```
    /// use nn::train::Stopped;
    /// use std::process::ExitCode;
    /// assert_eq!(Stopped::Early.exit_code(), ExitCode::SUCCESS);
    /// assert_eq!(Stopped::Interrupted.exit_code(), ExitCode::from(130));
    /// ```
    pub fn exit_code(self) -> ExitCode {
        if self == Self::Interrupted { interrupt::exit_code().into() } else { ExitCode::SUCCESS }
    }
}

impl Termination for Stopped {
    fn report(self) -> ExitCode {
        self.exit_code()
    }
}

/// What a callback is told.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a, Net> {
    /// A step was made: of an epoch, from 1, with the loss of its batch.
    Step {
        /// The epoch, from 1.
        epoch: u64,
        /// How many steps were made.
        step: u64,
        /// The loss of the last batch before the step.
        loss: f64,
        /// The network after the step.
        network: &'a Net,
    },
    /// An epoch is over.
    Epoch {
        /// Its values.
        record: &'a Record,
        /// Whether it is the best one so far.
        is_best: bool,
        /// The network after it.
        network: &'a Net,
    },
}

/// Whether training goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// It does.
    On,
    /// It stops here, with a checkpoint if there are checkpoints.
    Stop,
}

type Validate<Net, L, Target> = Box<
    dyn Fn(&Together<<Net as Network>::Elem>, &Net, &L, &mut [NetworkMetric<Net, Target>]) -> Result<f64, TrainError>
        + Send,
>;

/// The validation set: how many samples it has, and how a network is measured on them.
pub(super) struct Validation<Net: Network + Layer<Net::In, Net::Elem>, L, Target> {
    pub(super) samples: usize,
    pub(super) measure: Validate<Net, L, Target>,
}

pub(super) type Callback<Net> = Box<dyn FnMut(&Event<'_, Net>) -> Go + Send>;

/// Trains a network: epochs over a loader, with what people expect around them. Each method says one thing more; [`run`] does it.
///
/// On a terminal it shows a bar, elsewhere a line an epoch. The values of each epoch are `loss`, `val_loss` and the metrics of
/// the validation set, and `lr`. All of it is a function of seeds and data: the same run twice gives the same bits, for any
/// number of threads and workers; so does a run that was stopped, or killed, and resumed.
///
/// ```
/// use nn::data::{Dataset, Loader, Pairs};
/// use nn::metrics::Accuracy;
/// use nn::prelude::*;
/// use nn::train::Trainer;
/// use nn::{Adam, CrossEntropy, Indices};
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
/// let data = Pairs::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &signs)?;
/// let (train, test) = data.split(0.8, 1);
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
pub struct Trainer<Net, O, B, L, D>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem>,
    B: Dim,
    D: Dataset,
{
    /// In front of the session, of which it may hold addresses: it is dropped first.
    pub(super) together: Together<Net::Elem>,
    pub(super) session: Box<Session<Net, O, B>>,
    pub(super) loss: L,
    pub(super) loader: Loader<D, B>,
    pub(super) validation: Option<Validation<Net, L, D::Target>>,
    pub(super) metrics: Vec<NetworkMetric<Net, D::Target>>,
    pub(super) schedule: Option<(Each, Box<dyn LrScheduler + Send>)>,
    pub(super) accumulate: u64,
    pub(super) monitor: Option<String>,
    pub(super) patience: Option<u64>,
    pub(super) min_delta: f64,
    /// The folder of the checkpoints, and how many are kept.
    pub(super) keeper: Option<(PathBuf, usize)>,
    pub(super) checkpoint_every: Option<u64>,
    pub(super) resume: bool,
    pub(super) logs: Logs,
    pub(super) callbacks: Vec<Callback<Net>>,
    pub(super) watch: bool,
    pub(super) max_steps: Option<u64>,
    pub(super) max_time: Option<Duration>,
    pub(super) ctrl_c: bool,
    pub(super) show: Show,
    pub(super) how_to_resume: Option<String>,
    /// Settings that there is one of, which were set again.
    pub(super) set_twice: Vec<&'static str>,
    /// The settings that were others in the checkpoint.
    pub(super) changes: Vec<SettingChange>,
    /// The signal that asked the run under way to stop, 0 before one did.
    pub(super) signal: Option<Arc<AtomicUsize>>,
    pub(super) run: Run<Net>,
    /// Whether a batch of which batch normalisation takes no statistics was reported: the first one is.
    pub(super) reported_single_value: bool,
    /// Whether a run has begun: it is resumed once.
    pub(super) has_begun: bool,
}

impl<Net, O, B, L, D> Trainer<Net, O, B, L, D>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
{
    /// Training of a session's network on the batches of a loader.
    ///
    /// Settings are checked by [`run`](Self::run), before the first step.
    pub fn new(session: Box<Session<Net, O, B>>, loader: Loader<D, B>, loss: L) -> Self {
        let run = Run::new(session.optimizer.learning_rate());
        Self {
            session,
            loss,
            loader,
            validation: None,
            metrics: Vec::new(),
            schedule: None,
            accumulate: 1,
            monitor: None,
            patience: None,
            min_delta: 0.0,
            keeper: None,
            checkpoint_every: None,
            resume: false,
            logs: Logs::default(),
            callbacks: Vec::new(),
            watch: true,
            max_steps: None,
            max_time: None,
            ctrl_c: false,
            show: Show::Auto,
            how_to_resume: None,
            set_twice: Vec::new(),
            changes: Vec::new(),
            signal: None,
            run,
            together: Together::alone(),
            reported_single_value: false,
            has_begun: false,
        }
    }

    /// Measures the loss (`val_loss`) and the metrics on this data set after each epoch, in batches of the session's size.
    pub fn validate<V>(mut self, data: V) -> Self
    where
        V: Dataset<Elem = Net::Elem, Input = Net::In, Target = D::Target> + 'static,
        L: Send,
    {
        self.set_twice.extend(self.validation.is_some().then_some("validate"));
        let samples = data.len();
        let loader = Loader::<V, B>::new(data);
        self.validation = Some(Validation {
            samples,
            measure: Box::new(move |together, network, loss, metrics| {
                together.evaluate(network, &loader, loss, metrics)
            }),
        });
        self
    }

    /// One more value of the validation set, which there must be.
    pub fn metric(mut self, metric: impl Metric<Net::Out, D::Target, Net::Elem> + Send + 'static) -> Self {
        self.metrics.push(Box::new(metric));
        self
    }

    /// The learning rate is that of the session's optimiser times the factor of this schedule.
    pub fn schedule(mut self, each: Each, schedule: impl LrScheduler + Send + 'static) -> Self {
        self.set_twice.extend(self.schedule.is_some().then_some("schedule"));
        self.schedule = Some((each, Box::new(schedule)));
        self
    }

    /// Lowers the learning rate when what is [monitored](Self::monitor) gets no better; which direction is better is known from
    /// there.
    pub fn reduce_on_plateau(mut self, plateau: ReduceLrOnPlateau) -> Self {
        self.set_twice.extend(self.run.plateau.is_some().then_some("reduce_on_plateau"));
        self.run.plateau = Some(plateau);
        self
    }

    /// Bounds the gradient of each step.
    pub fn clip(mut self, clip: Clip) -> Self {
        self.session.clip = clip;
        self
    }

    /// Makes a step of so many batches, 1 or more; the last step of an epoch of those that are left. It is that of one batch of all
    /// their samples, for every loss ([`Session::accumulate`]); a tuple of losses whose divisors differ is
    /// [`TrainError::Divisors`].
    pub fn accumulate(mut self, batches: u64) -> Self {
        self.accumulate = batches;
        self
    }

    /// Which value tells the best network: `val_loss` unless it is said, or `loss` if nothing is validated.
    pub fn monitor(mut self, name: &str) -> Self {
        self.monitor = Some(name.into());
        self
    }

    /// Stops when so many epochs in a row were no better than the best one: with a patience of 0 or 1 at the first such epoch.
    /// [`best`](Self::best) is the network after the best one.
    pub fn early_stopping(mut self, patience: u64) -> Self {
        self.patience = Some(patience);
        self
    }

    /// By how much a value must improve on the best one to count, at least 0. Defaults to 0.
    pub fn min_delta(mut self, least: f64) -> Self {
        self.min_delta = least;
        self
    }

    /// Keeps the newest checkpoints of a run in a folder of its own, one after each epoch, and beside them the best network as
    /// `best.safetensors`.
    pub fn checkpoints(mut self, folder: impl Into<PathBuf>, keep: usize) -> Self {
        self.keeper = Some((folder.into(), keep));
        self
    }

    /// Checkpoints after so many steps, too, at least 1: for epochs that are long. It needs [`checkpoints`](Self::checkpoints).
    pub fn checkpoint_every(mut self, steps: u64) -> Self {
        self.checkpoint_every = Some(steps);
        self
    }

    /// Resumes from the newest checkpoint that is whole, if there is one; without this a folder that has checkpoints is refused.
    ///
    /// State comes from the checkpoint, settings come from the program. State is what training has computed, such as parameters,
    /// moments and step counts; settings are the learning rate, momentum, weight decay, `clip`, schedule, patience, `monitor` and so on.
    /// [`changed_settings`](Self::changed_settings) are those that the checkpoint has otherwise; each is shown as a line. Another
    /// optimiser or kind of loss, other data, batches or accumulation, and a schedule on one side only are errors. The page
    /// `docs/training.md` has the whole rule.
    pub fn resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// What one does to go on after a stop, such as a command: shown when Ctrl-C, a limit or a callback ends a run with checkpoints.
    pub fn how_to_resume(mut self, text: &str) -> Self {
        self.how_to_resume = Some(text.into());
        self
    }

    /// Appends the values of each epoch to a file: as CSV if its name ends in `.csv`, else as JSON Lines.
    ///
    /// After each epoch the file is what [`History::save`] writes. A resumed run cuts it back to the epochs that its checkpoint has, and
    /// adds those that are missing, so it becomes the log of one uninterrupted run; where there is a new metric, the header and
    /// the earlier rows get its column. A file of an earlier run is overwritten when the first epoch is over, unless the run is resumed. A
    /// FIFO or a device gets the epochs of this process alone.
    ///
    /// Its folder must exist. The file is opened before the first step; if it cannot be written later, that is shown, training and its
    /// checkpoints go on, the file is tried again after each epoch, and [`run`](Self::run) returns the error at its end if values are
    /// missing still. The file is synced when the run ends, not after each epoch.
    pub fn log(mut self, path: impl Into<PathBuf>) -> Self {
        self.logs.add(path.into());
        self
    }

    /// Is told of each step and of each epoch, and may stop the run.
    pub fn callback(mut self, callback: impl FnMut(&Event<'_, Net>) -> Go + Send + 'static) -> Self {
        self.callbacks.push(Box::new(callback));
        self
    }

    /// Whether each gradient is looked at before its step, at the cost of reading it once; it is unless it is said. The loss always
    /// is.
    pub fn watch_gradient(mut self, watch: bool) -> Self {
        self.watch = watch;
        self
    }

    /// Stops after so many steps, at least 1, those before a resume included.
    pub fn max_steps(mut self, steps: u64) -> Self {
        self.max_steps = Some(steps);
        self
    }

    /// Stops after the step in which this time is over.
    pub fn max_time(mut self, time: Duration) -> Self {
        self.max_time = Some(time);
        self
    }

    /// Ctrl-C finishes the step, saves a checkpoint if there are checkpoints, and ends the run with [`Stopped::Interrupted`]; a second
    /// one ends the process. So do SIGTERM and SIGHUP, where there are such signals.
    ///
    /// It holds while a run is under way: before and after it the signals have their usual effect. On Linux a signal that the process
    /// was started to ignore, as by `nohup`, stays ignored. Where another part of the program handles a signal, that handler is
    /// called, too.
    pub fn stop_on_ctrl_c(mut self) -> Self {
        self.ctrl_c = true;
        self
    }

    /// Makes the steps together with all processes of an MPI job: each takes its share of the batches, and all go through the same
    /// steps. A step is of [`parts`](crate::mpi::World::parts) batches, and of as many times more as [`accumulate`](Self::accumulate)
    /// says.
    ///
    /// Losses and metrics are those of the samples of all. The first process alone shows, logs and keeps checkpoints; callbacks are
    /// called in each, and if one wants to stop, all do. A run may go on with another number of processes where its steps are of as
    /// many batches. Its initial numbers are the first process's.
    ///
    /// ```standalone_crate
    /// use nn::data::{Loader, Pairs};
    /// use nn::prelude::*;
    /// use nn::train::Trainer;
    /// use nn::{Mse, Sgd, mpi};
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
    /// # fn main() {
    /// let code = mpi::run(|world| {
    ///     let x = Tensor::<shape![4, 1]>::new([[0.0], [1.0], [2.0], [3.0]]);
    ///     let data = Pairs::<shape![1], shape![1]>::from_batch::<dim![4]>(&x, &x);
    ///     let session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    ///     let mut trainer = Trainer::new(session, Loader::new(data), Mse).together(&world.in_fixed_order(4)?);
    ///     trainer.run(20)?.uninterrupted()?;
    ///     assert!(trainer.history().records[19].value("loss").unwrap_or(1.0) < 0.01);
    ///     Ok::<_, Box<dyn std::error::Error>>(())
    /// });
    /// assert_eq!(code, std::process::ExitCode::SUCCESS);
    /// # }
    /// ```
    #[cfg(feature = "mpi")]
    pub fn together(mut self, world: &crate::mpi::World) -> Self {
        self.together = Together::with(world);
        self
    }

    /// How long this process has sent to others, received, and waited for them, in its steps.
    #[cfg(feature = "mpi")]
    pub fn communication(&self) -> Duration {
        self.together.communication()
    }

    /// What is shown.
    pub fn show(mut self, show: Show) -> Self {
        self.show = show;
        self
    }

    /// The session, with the network as it is after the last step.
    pub fn session(&self) -> &Session<Net, O, B> {
        &self.session
    }

    /// Returns the settings that differ between this program and the checkpoint that the run was resumed from.
    ///
    /// ```
    /// use nn::data::{Loader, Pairs};
    /// use nn::prelude::*;
    /// use nn::train::{Show, Trainer};
    /// use nn::{Mse, Sgd};
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
    ///     let data = Pairs::<shape![1], shape![1]>::from_batch::<dim![4]>(&x, &x);
    ///     let session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(lr), 1);
    ///     Trainer::new(session, Loader::new(data), Mse).checkpoints(&folder, 1).show(Show::Nothing)
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
        &self.changes
    }

    /// The values of all epochs.
    pub fn history(&self) -> &History {
        &self.run.history
    }

    /// The best network by what is [monitored](Self::monitor); that of the last step before the first epoch is over.
    pub fn best(&self) -> &Net {
        self.run.best_network.as_deref().unwrap_or(&self.session.network)
    }

    /// The epoch of the best network, from 1, and the value that it is the best by.
    pub fn best_value(&self) -> Option<(u64, f64)> {
        self.run.best.map(|best| (self.run.best_epoch, best))
    }

    /// The session, to go on with by hand: with the network of the last step, which is not always the best one.
    pub fn into_session(self) -> Box<Session<Net, O, B>> {
        self.session
    }
}
