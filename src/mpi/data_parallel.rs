//! A session whose steps several processes make together.

use super::{MpiError, Steps, World};
use crate::checkpoint;
use nn_core::graph::Architecture;
use nn_core::{Dim, Divisor, Loss, Network, Optimizer, Session, Signal, State, fingerprint};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// A [`Session`] whose steps all processes make together: [`World::session`].
///
/// It is used like one, from a loader's [share](World::shard) of the batches. The methods of the session itself are there, too; those
/// that make a step make it in this process alone, after which the processes are apart.
///
/// ```standalone_crate
/// use nn::prelude::*;
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
///     let mut session = world.session(Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1))?;
///     // Each process has samples of its own; the loss is the mean over those of all.
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
    /// In front of the session, of which they may hold addresses: they are dropped first.
    steps: Steps<Net>,
    session: Box<Session<Net, O, B>>,
}

impl<Net: Network, O: Optimizer<Net::Elem> + State, B: Dim> DataParallel<Net, O, B> {
    /// Compares the parameters of all processes every so many steps. Defaults to 100.
    pub fn compare_every(mut self, steps: u64) -> Self {
        self.steps.compare_every(steps);
        self
    }

    /// Learns from one batch of this process's share. The loss of the samples of all processes as one batch, before the step, where
    /// the batch is the last one of a step: a mean as the loss weighs them, or with [`Reduction::Sum`](crate::Reduction::Sum) the sum.
    ///
    /// # Errors
    /// [`MpiError::Apart`]: another network in another process. [`MpiError::Divisors`]: a tuple of losses whose gradients do not add
    /// up.
    pub fn step<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Result<Option<f64>, MpiError> {
        self.step_rows(B::SIZE, x, loss, target)
    }

    /// [`step`](Self::step) on the first `rows` samples; 0 where a step has no samples for this process any more.
    ///
    /// # Errors
    /// [`MpiError::Apart`]: another network in another process. [`MpiError::Divisors`]: a tuple of losses whose gradients do not add
    /// up.
    ///
    /// # Panics
    /// If there are more rows than `B`.
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

    /// How long this process has sent, received, and waited for the others, since the beginning.
    pub fn communication(&self) -> Duration {
        self.steps.communication()
    }

    /// How many sums over all processes have begun before this one's backward pass was over, since the beginning: 0, unless they
    /// [overlap](World::overlapping).
    pub fn early_sums(&self) -> u64 {
        self.steps.early()
    }

    /// Who makes the steps.
    pub fn world(&self) -> &World {
        self.steps.world()
    }

    /// The session.
    pub fn into_session(self) -> Box<Session<Net, O, B>> {
        self.session
    }
}

impl World {
    /// A session whose steps are made together, on the network and from the state of the first process's session. Compares network,
    /// optimiser and batch.
    ///
    /// # Errors
    /// [`MpiError`]: sessions that differ in more than their numbers.
    pub fn session<Net, O, B>(&self, mut session: Box<Session<Net, O, B>>) -> Result<DataParallel<Net, O, B>, MpiError>
    where
        Net: Network,
        O: Optimizer<Net::Elem> + State,
        B: Dim,
    {
        self.compare_session(&session)?;
        self.spread(&mut *session)?;
        Ok(DataParallel { steps: Steps::new(self.clone()), session })
    }

    /// Whether all have one network, optimiser and batch.
    pub(crate) fn compare_session<Net: Network, O: Optimizer<Net::Elem>, B: Dim>(
        &self,
        _: &Session<Net, O, B>,
    ) -> Result<(), MpiError> {
        self.compare("architecture", format!("`{}`, {}", Net::GRAPH.name, Architecture(fingerprint::<Net>())))?;
        self.compare("optimizer", std::any::type_name::<O>())?;
        self.compare("batch", B::SIZE)?;
        let order = if self.is_ordered() { ", in a fixed order" } else { "" };
        self.compare("number of batches in a step", format!("{}{order}", self.parts()))
    }

    /// Sets a state to that of the first process.
    pub(crate) fn spread(&self, state: &mut dyn State) -> Result<(), MpiError> {
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
