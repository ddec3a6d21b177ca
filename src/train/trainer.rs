//! What a trainer is told, and what it tells.

use super::display::Show;
use super::error::TrainError;
use super::evaluate::NetworkMetric;
use super::history::{History, Record};
use super::run::Run;
use super::together::Together;
use crate::data::{Dataset, Loader};
use crate::metrics::Metric;
use nn_core::lr_scheduler::{LrScheduler, ReduceLrOnPlateau};
use nn_core::{Clip, Dim, Layer, LearningRate, Loss, Network, Optimizer, Session, Signal, State};
use std::path::PathBuf;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// All epochs are over.
    Finished,
    /// It did not get better for as many epochs as early stopping bears.
    Early,
    /// The most steps were made.
    Steps,
    /// The time was over.
    Time,
    /// A callback wanted it.
    Callback,
    /// Ctrl-C was pressed.
    Interrupted,
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

pub(super) type Validate<Net, L, Target> = Box<
    dyn Fn(&Together<<Net as Network>::Elem>, &Net, &L, &mut [NetworkMetric<Net, Target>]) -> Result<f64, TrainError>
        + Send,
>;
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
/// trainer.run(30)?;
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
    pub(super) validation: Option<Validate<Net, L, D::Target>>,
    pub(super) metrics: Vec<NetworkMetric<Net, D::Target>>,
    pub(super) schedule: Option<(Each, Box<dyn LrScheduler + Send>)>,
    pub(super) accumulate: u64,
    pub(super) monitor: Option<String>,
    pub(super) patience: Option<u64>,
    pub(super) min_delta: f64,
    pub(super) keeper: Option<(PathBuf, usize, Option<u64>)>,
    pub(super) resume: bool,
    pub(super) log: Vec<PathBuf>,
    pub(super) callbacks: Vec<Callback<Net>>,
    pub(super) watch: bool,
    pub(super) max_steps: Option<u64>,
    pub(super) max_time: Option<Duration>,
    pub(super) ctrl_c: bool,
    pub(super) show: Show,
    pub(super) how_to_resume: Option<String>,
    pub(super) run: Run<Net>,
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
            resume: false,
            log: Vec::new(),
            callbacks: Vec::new(),
            watch: true,
            max_steps: None,
            max_time: None,
            ctrl_c: false,
            show: Show::Auto,
            how_to_resume: None,
            run,
            together: Together::alone(),
            has_begun: false,
        }
    }

    /// Measures the loss (`val_loss`) and the metrics on this data set after each epoch, in batches of the session's size.
    pub fn validate<V>(mut self, data: V) -> Self
    where
        V: Dataset<Elem = Net::Elem, Input = Net::In, Target = D::Target> + 'static,
        L: Send,
    {
        let loader = Loader::<V, B>::new(data);
        self.validation =
            Some(Box::new(move |together, network, loss, metrics| together.evaluate(network, &loader, loss, metrics)));
        self
    }

    /// One more value of the validation set.
    pub fn metric(mut self, metric: impl Metric<Net::Out, D::Target, Net::Elem> + Send + 'static) -> Self {
        self.metrics.push(Box::new(metric));
        self
    }

    /// The learning rate is that of the session's optimiser times the factor of this schedule.
    pub fn schedule(mut self, each: Each, schedule: impl LrScheduler + Send + 'static) -> Self {
        self.schedule = Some((each, Box::new(schedule)));
        self
    }

    /// Lowers the learning rate when what is [monitored](Self::monitor) gets no better; which direction is better is known from
    /// there.
    pub fn reduce_on_plateau(mut self, plateau: ReduceLrOnPlateau) -> Self {
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
    ///
    /// # Panics
    /// If it is 0.
    pub fn accumulate(mut self, batches: u64) -> Self {
        assert!(batches > 0, "a step is made of batches");
        self.accumulate = batches;
        self
    }

    /// Which value tells the best network: `val_loss` unless it is said, or `loss` if nothing is validated.
    pub fn monitor(mut self, name: &str) -> Self {
        self.monitor = Some(name.into());
        self
    }

    /// Stops when so many epochs in a row were no better than the best one. [`best`](Self::best) is the network after that one.
    pub fn early_stopping(mut self, patience: u64) -> Self {
        self.patience = Some(patience);
        self
    }

    /// By how much the best value must be beaten to count; 0 at first.
    pub fn min_delta(mut self, least: f64) -> Self {
        self.min_delta = least;
        self
    }

    /// Keeps the newest checkpoints of a run in a folder of its own, one after each epoch, and beside them the best network as
    /// `best.safetensors`.
    pub fn checkpoints(mut self, folder: impl Into<PathBuf>, keep: usize) -> Self {
        let every = self.keeper.take().and_then(|(.., every)| every);
        self.keeper = Some((folder.into(), keep, every));
        self
    }

    /// Checkpoints after so many steps, too: for epochs that are long. Comes behind [`checkpoints`](Self::checkpoints).
    pub fn checkpoint_every(mut self, steps: u64) -> Self {
        if let Some((.., every)) = &mut self.keeper {
            *every = Some(steps.max(1));
        }
        self
    }

    /// Goes on from the newest checkpoint that is whole, if there is one; otherwise a folder that has checkpoints is refused.
    pub fn resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// What one does to go on after a stop, such as a command: shown when Ctrl-C, a limit or a callback ends a run with checkpoints.
    pub fn how_to_resume(mut self, text: &str) -> Self {
        self.how_to_resume = Some(text.into());
        self
    }

    /// Writes the values of all epochs to a file after each: as CSV if its name ends so, else as JSON Lines.
    pub fn log(mut self, path: impl Into<PathBuf>) -> Self {
        self.log.push(path.into());
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

    /// Stops after so many steps, those before a resume included.
    pub fn max_steps(mut self, steps: u64) -> Self {
        self.max_steps = Some(steps);
        self
    }

    /// Stops after the step in which this time is over.
    pub fn max_time(mut self, time: Duration) -> Self {
        self.max_time = Some(time);
        self
    }

    /// Ctrl-C finishes the step, saves a checkpoint if there are checkpoints, and ends the run; a second one ends the process.
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
    ///     trainer.run(20)?;
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
