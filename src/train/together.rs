//! The processes that make a run's steps together: this one alone, unless the trainer is told of others.

use super::error::TrainError;
use super::trainer::Stopped;
use crate::data::Shard;
#[cfg(feature = "mpi")]
use crate::mpi::{Compared, Steps, World};
use nn_core::{Dim, Float, Layer, Loss, LossSum, Network, Optimizer, Session, Signal, State};
use std::marker::PhantomData;

pub(super) struct Together<T> {
    #[cfg(feature = "mpi")]
    world: Option<World>,
    /// While a run is under way.
    #[cfg(feature = "mpi")]
    steps: Option<Steps<T>>,
    numbers: PhantomData<T>,
}

impl<T: Float> Together<T> {
    pub(super) fn alone() -> Self {
        Self {
            #[cfg(feature = "mpi")]
            world: None,
            #[cfg(feature = "mpi")]
            steps: None,
            numbers: PhantomData,
        }
    }

    #[cfg(feature = "mpi")]
    pub(super) fn with(world: &World) -> Self {
        Self { world: Some(world.clone()), ..Self::alone() }
    }

    #[cfg(feature = "mpi")]
    pub(super) fn world(&self) -> Option<&World> {
        self.world.as_ref()
    }

    #[cfg(feature = "mpi")]
    pub(super) fn communication(&self) -> std::time::Duration {
        self.steps.as_ref().map(Steps::communication).unwrap_or_default()
    }

    /// Whether this process speaks and writes files.
    pub(super) fn is_first(&self) -> bool {
        #[cfg(feature = "mpi")]
        if let Some(world) = &self.world {
            return world.is_first();
        }
        true
    }

    /// How many batches a step has, where each batch that the steps have stands for so many.
    pub(super) fn batches(&self, batches: u64) -> u64 {
        #[cfg(feature = "mpi")]
        if let Some(world) = &self.world {
            return batches.saturating_mul(world.parts() as u64);
        }
        batches
    }

    /// Whether a step adds up several gradients: of accumulated batches, or of several processes.
    pub(super) fn sums(&self, batches: u64) -> bool {
        #[cfg(feature = "mpi")]
        if self.world.is_some() {
            return true;
        }
        batches > 1
    }

    /// What a step's batches were worth: where they are one process's, what the last one was.
    pub(super) fn loss_of_step(&self, of_last: f64, total: LossSum) -> f64 {
        #[cfg(feature = "mpi")]
        if self.steps.is_some() {
            return total.value();
        }
        let _ = total;
        of_last
    }

    /// Compares what all are about to do, and begins it: this process's share of a step, where each batch that the steps have stands
    /// for so many.
    pub(super) fn begin<Net, O, B>(
        &mut self,
        session: &Session<Net, O, B>,
        batches: usize,
        plan: &str,
    ) -> Result<Shard, TrainError>
    where
        Net: Network<Elem = T> + Layer<Net::In, T>,
        O: Optimizer<T>,
        B: Dim,
    {
        #[cfg(feature = "mpi")]
        if let Some(world) = &self.world {
            let world = world.times(batches)?;
            world.compare_session(session)?;
            world.compare(&[Compared::new("data set", plan)])?;
            let share = world.share();
            self.steps = Some(Steps::new::<Net>(world));
            return Ok(share);
        }
        let _ = (session, batches, plan);
        Ok(Shard::WHOLE)
    }

    /// Sets a state to that of the first process.
    pub(super) fn spread(&self, state: &mut dyn State) -> Result<(), TrainError> {
        #[cfg(feature = "mpi")]
        if let Some(world) = &self.world {
            world.spread(state)?;
        }
        let _ = state;
        Ok(())
    }

    /// Forward and backward on one batch; its loss.
    pub(super) fn learn<Net, O, B, L>(
        &mut self,
        session: &mut Session<Net, O, B>,
        rows: usize,
        x: <Net::In as Signal>::Ref<'_, B, T>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> T
    where
        Net: Network<Elem = T> + Layer<Net::In, T>,
        O: Optimizer<T>,
        B: Dim,
        L: Loss<Net::Out, T>,
    {
        #[cfg(feature = "mpi")]
        if let Some(steps) = &mut self.steps {
            return steps.add(session, rows, x, loss, target);
        }
        session.accumulate_rows(rows, x, loss, target)
    }

    /// What is to be counted in after a batch that was worth `of_batch`: that; but where several processes make a step, what the
    /// batches of all were worth, after its last one, when their gradients have been added up.
    pub(super) fn total<Net, O, B>(
        &mut self,
        session: &mut Session<Net, O, B>,
        of_batch: impl FnOnce() -> LossSum,
    ) -> Result<LossSum, TrainError>
    where
        Net: Network<Elem = T> + Layer<Net::In, T>,
        O: Optimizer<T>,
        B: Dim,
    {
        #[cfg(feature = "mpi")]
        if let Some(steps) = &mut self.steps {
            return Ok(if steps.is_whole() { steps.reduce(session)? } else { LossSum::default() });
        }
        let _ = session;
        Ok(of_batch())
    }

    /// Tells an error behind [`learn`](Self::learn), if the others could not end otherwise: then it does not come back.
    pub(super) fn leave(&self, error: &TrainError) {
        #[cfg(feature = "mpi")]
        if let Some(steps) = &self.steps {
            steps.leave(error);
        }
        let _ = error;
    }

    /// The step, of the gradients of all.
    pub(super) fn update<Net, O, B>(&self, session: &mut Session<Net, O, B>, total: LossSum)
    where
        Net: Network<Elem = T> + Layer<Net::In, T>,
        O: Optimizer<T>,
        B: Dim,
    {
        #[cfg(feature = "mpi")]
        if self.steps.is_some() {
            return session.update_from_parts(total.weight, total.rows);
        }
        let _ = total;
        session.update();
    }

    /// Why all are to stop, if one is. `may` says whether any could.
    pub(super) fn stop(&self, may: bool, stopped: Option<Stopped>) -> Option<Stopped> {
        #[cfg(feature = "mpi")]
        if let Some(world) = self.world.as_ref().filter(|world| may && world.size() > 1) {
            const REASONS: [Stopped; 4] = [Stopped::Callback, Stopped::Interrupted, Stopped::Steps, Stopped::Time];
            let place = |stopped| REASONS.iter().position(|&reason| reason == stopped).map(|place| place as u64);
            return world.wish(stopped.and_then(place)).and_then(|place| REASONS.get(place as usize).copied());
        }
        let _ = may;
        stopped
    }
}
