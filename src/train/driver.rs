//! The drivers of a trainer's steps: this process alone, or several together.

use super::error::TrainError;
use super::evaluate::{NetworkMetric, Validate};
use super::stopped::Stopped;
use crate::data::Shard;
use nn_core::{Dim, Loss, LossSum, Network, Optimizer, Session, Signal, State};

/// Who makes a [`Trainer`](super::Trainer)'s steps: [`Local`], or with the feature `mpi` `mpi::Steps`. It cannot be implemented by
/// other types.
pub trait Driver<Net: Network, O: Optimizer<Net::Elem>, B: Dim>: Drive<Net, O, B> {}

impl<S: Drive<Net, O, B>, Net: Network, O: Optimizer<Net::Elem>, B: Dim> Driver<Net, O, B> for S {}

/// This process alone makes the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Local;

/// What a [`Driver`] does. It has no name outside of the trainer, so that no other type can implement it.
pub trait Drive<Net: Network, O: Optimizer<Net::Elem>, B: Dim> {
    /// Whether this process shows lines and writes files.
    fn is_first(&self) -> bool;

    /// The number of batches in a step, those of all processes together, where `accumulate` is the trainer's setting.
    fn step_batches(&self, accumulate: u64) -> u64;

    /// Whether a step adds up several gradients: of accumulated batches, or of several processes.
    fn sums(&self, accumulate: u64) -> bool;

    /// Compares what all processes are about to do, and begins it. Returns this process's share of a step of `accumulate` times as
    /// many batches as the driver has in one.
    fn begin(&mut self, session: &Session<Net, O, B>, accumulate: usize, plan: &str) -> Result<Shard, TrainError>;

    /// Sets a state to that of the first process.
    fn spread(&self, state: &mut dyn State) -> Result<(), TrainError>;

    /// Forward and backward on one batch; returns its loss.
    fn learn<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        session: &mut Session<Net, O, B>,
        rows: usize,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem;

    /// Returns the losses to count after a batch: those of the batch, `of_batch`, if this process is alone. Several processes count
    /// nothing until the last batch of a step is over; then they sum their gradients, and each counts the losses of all.
    fn total(
        &mut self,
        session: &mut Session<Net, O, B>,
        of_batch: impl FnOnce() -> LossSum,
    ) -> Result<LossSum, TrainError>;

    /// The step, from the gradients of all batches, whose losses are `total`.
    fn update(&self, session: &mut Session<Net, O, B>, total: LossSum);

    /// Returns the loss of a step: that of its last batch, or, of several processes, that of all batches.
    fn loss_of_step(&self, of_last: f64, total: LossSum) -> f64;

    /// Ends all processes with an error after [`learn`](Self::learn), if the others could not end otherwise.
    fn leave(&self, error: &TrainError);

    /// Returns why all processes are to stop, if one of them is. `may` says whether any could.
    fn agree(&self, may: bool, stopped: Option<Stopped>) -> Option<Stopped>;

    /// Measures a network on a validation set.
    fn validate<L, Target>(
        &self,
        set: &dyn Validate<Net, L, Target>,
        network: &Net,
        loss: &L,
        metrics: &mut [NetworkMetric<Net, Target>],
    ) -> Result<f64, TrainError>;
}

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim> Drive<Net, O, B> for Local {
    fn is_first(&self) -> bool {
        true
    }

    fn step_batches(&self, accumulate: u64) -> u64 {
        accumulate
    }

    fn sums(&self, accumulate: u64) -> bool {
        accumulate > 1
    }

    fn begin(&mut self, _: &Session<Net, O, B>, _: usize, _: &str) -> Result<Shard, TrainError> {
        Ok(Shard::WHOLE)
    }

    fn spread(&self, _: &mut dyn State) -> Result<(), TrainError> {
        Ok(())
    }

    fn learn<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        session: &mut Session<Net, O, B>,
        rows: usize,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        session.accumulate_rows(rows, x, loss, target)
    }

    fn total(&mut self, _: &mut Session<Net, O, B>, of_batch: impl FnOnce() -> LossSum) -> Result<LossSum, TrainError> {
        Ok(of_batch())
    }

    fn update(&self, session: &mut Session<Net, O, B>, _: LossSum) {
        session.update();
    }

    fn loss_of_step(&self, of_last: f64, _: LossSum) -> f64 {
        of_last
    }

    fn leave(&self, _: &TrainError) {}

    fn agree(&self, _: bool, stopped: Option<Stopped>) -> Option<Stopped> {
        stopped
    }

    fn validate<L, Target>(
        &self,
        set: &dyn Validate<Net, L, Target>,
        network: &Net,
        loss: &L,
        metrics: &mut [NetworkMetric<Net, Target>],
    ) -> Result<f64, TrainError> {
        set.evaluate(network, loss, metrics)
    }
}
