//! A session for data-parallel training.

use super::{MpiError, Steps, World};
use crate::checkpoint;
use nn_core::graph::Architecture;
use nn_core::{Dim, Divisor, Loss, Network, Optimizer, Session, Signal, State, fingerprint};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// A [`Session`] whose steps are made by all processes together: [`World::session`].
///
/// It is used like a session, on a loader's [share](World::shard) of the batches. It dereferences to the session; the session's own
/// methods that make a step do so in this process alone, after which the parameters of the processes differ.
///
/// ```standalone_crate
/// use nn::mpi;
/// use nn::prelude::*;
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
///     let mut session = world.session(Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1))?;
///     // Each process has its own samples; the loss is the mean over the samples of all processes.
///     let x = Tensor::new([[world.rank() as f32], [1.0]]);
///     let y = Tensor::new([[3.0], [5.0]]);
///     let losses = [session.step(&x, &Mse, &y)?, session.step(&x, &Mse, &y)?];
///     assert!(losses[1] < losses[0]);
///     Ok::<_, mpi::MpiError>(())
/// });
/// assert_eq!(code, std::process::ExitCode::SUCCESS);
/// # }
/// ```
pub struct DataParallel<Net: Network, O: Optimizer<Net::Elem>, B: Dim> {
    /// Declared before the session, whose addresses the steps may hold, so that they are dropped first.
    steps: Steps<Net>,
    session: Box<Session<Net, O, B>>,
}

impl<Net: Network, O: Optimizer<Net::Elem> + State, B: Dim> DataParallel<Net, O, B> {
    /// Sets the number of steps between two comparisons of all processes' parameters. Defaults to 100.
    pub fn compare_every(mut self, steps: u64) -> Self {
        self.steps.compare_every(steps);
        self
    }

    /// Trains on one batch of this process's share. If it is the last batch of a step, returns the loss before the step over the
    /// samples of all processes as one batch: the mean as weighted by the loss, or with
    /// [`Reduction::Sum`](crate::losses::Reduction::Sum) the sum. Otherwise returns `None`.
    ///
    /// # Errors
    /// [`MpiError::Diverged`]: the parameters of another process differ. [`MpiError::Divisors`]: a tuple of losses whose gradients
    /// cannot be summed.
    pub fn step<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Result<Option<f64>, MpiError> {
        self.step_rows(B::SIZE, x, loss, target)
    }

    /// Trains on the first `rows` samples of a batch, as [`step`](Self::step); 0 if the step has no samples left for this process.
    ///
    /// # Errors
    /// [`MpiError::Diverged`]: the parameters of another process differ. [`MpiError::Divisors`]: a tuple of losses whose gradients
    /// cannot be summed.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`.
    pub fn step_rows<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        rows: usize,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Result<Option<f64>, MpiError> {
        if loss.divisor() == Divisor::Mixed {
            return Err(MpiError::Divisors);
        }
        self.steps.add(&mut self.session, rows, x, loss, target);
        if !self.steps.is_whole() {
            return Ok(None);
        }
        let total = self.steps.reduce(&mut self.session)?;
        self.session.update_from_parts(total.weight, total.rows);
        Ok(Some(total.value()))
    }

    /// Returns the total time that this process has spent on sending, receiving and waiting for the others.
    pub fn communication(&self) -> Duration {
        self.steps.communication()
    }

    /// Returns the total number of sums over all processes that began before this process's backward pass was complete: 0, unless
    /// [overlapping](World::overlapping) is set.
    pub fn early_sums(&self) -> u64 {
        self.steps.early()
    }

    /// Returns the processes that train together.
    pub fn world(&self) -> &World {
        self.steps.world()
    }

    /// Returns the session.
    pub fn into_session(self) -> Box<Session<Net, O, B>> {
        self.session
    }
}

impl World {
    /// Creates a session for data-parallel training, with the network and the state of the first process's session. Compares
    /// network, optimiser and batch size of all processes.
    ///
    /// # Errors
    /// [`MpiError`]: sessions that differ in more than the values of their state.
    pub fn session<Net, O, B>(&self, mut session: Box<Session<Net, O, B>>) -> Result<DataParallel<Net, O, B>, MpiError>
    where
        Net: Network,
        O: Optimizer<Net::Elem> + State,
        B: Dim,
    {
        self.compare_session(&session)?;
        self.broadcast_state(&mut *session)?;
        Ok(DataParallel { steps: Steps::new(self.clone()), session })
    }

    /// Checks that all processes have the same network, optimiser and batch size.
    pub(crate) fn compare_session<Net: Network, O: Optimizer<Net::Elem>, B: Dim>(
        &self,
        _: &Session<Net, O, B>,
    ) -> Result<(), MpiError> {
        self.compare("architecture", format!("`{}`, {}", Net::GRAPH.name, Architecture(fingerprint::<Net>())))?;
        self.compare("optimizer", std::any::type_name::<O>())?;
        self.compare("batch", B::SIZE)?;
        let order = if self.is_ordered() { ", in a fixed order" } else { "" };
        self.compare("number of batches in a step", format!("{}{order}", self.batches_per_step()))
    }

    /// Sets a state to that of the first process.
    pub(crate) fn broadcast_state(&self, state: &mut dyn State) -> Result<(), MpiError> {
        if self.size() == 1 {
            return Ok(());
        }
        let mut bytes = if self.is_first() { checkpoint::to_bytes(state)? } else { Vec::new() };
        self.broadcast(0, &mut bytes);
        if !self.is_first() {
            checkpoint::from_bytes(state, bytes)?;
        }
        Ok(())
    }
}

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim> Deref for DataParallel<Net, O, B> {
    type Target = Session<Net, O, B>;
    fn deref(&self) -> &Self::Target {
        &self.session
    }
}

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim> DerefMut for DataParallel<Net, O, B> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.session
    }
}

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim> fmt::Debug for DataParallel<Net, O, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataParallel after {} steps in {:?}", self.session.steps(), self.steps.world())
    }
}
