//! The drivers of a trainer's steps: this process alone, or several processes in parallel.

use super::evaluate::{BatchLoss, NetworkMetric, Validate};
use super::{StopReason, TrainError};
use crate::data::Shard;
use nn_core::{Dim, Loss, LossSum, Network, Optimizer, Session, Signal, State};

/// Executes the steps of a [`Trainer`](super::Trainer): [`Local`], or `mpi::Steps` with the feature `mpi`. It cannot be implemented
/// by other types.
pub trait Driver<Net: Network, O: Optimizer<Net::Elem>, B: Dim>: Drive<Net, O, B> {}

impl<S: Drive<Net, O, B>, Net: Network, O: Optimizer<Net::Elem>, B: Dim> Driver<Net, O, B> for S {}

/// Executes the steps in this process alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Local;

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim> Drive<Net, O, B> for Local {}

/// The operations of a [`Driver`]; the default implementations are those of a single process. The trait is not nameable outside of
/// the trainer, so that no other type can implement it.
pub trait Drive<Net: Network, O: Optimizer<Net::Elem>, B: Dim> {
    /// Returns whether this process prints lines and writes files.
    fn is_first(&self) -> bool {
        true
    }

    /// Returns the number of batches in a step, over all processes, where `accumulate` is the trainer's setting.
    fn step_batches(&self, accumulate: u64) -> u64 {
        accumulate
    }

    /// Returns whether a step sums several gradients: those of accumulated batches, or of several processes.
    fn sums(&self, accumulate: u64) -> bool {
        accumulate > 1
    }

    /// Compares the configuration of all processes, and begins the run. Returns this process's share of a step, which has
    /// `accumulate` times the driver's own number of batches.
    fn begin(&mut self, _session: &Session<Net, O, B>, _accumulate: usize, _plan: &str) -> Result<Shard, TrainError> {
        Ok(Shard::WHOLE)
    }

    /// Sets a state to that of the first process.
    fn broadcast_state(&self, _state: &mut dyn State) -> Result<(), TrainError> {
        Ok(())
    }

    /// Runs the forward and backward pass on one batch; returns its loss.
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

    /// Returns the losses to accumulate after a batch: with a single process those of the batch, `of_batch`. Several processes
    /// return zeros until the last batch of a step; then they sum their gradients, and each returns the losses of all.
    fn total(
        &mut self,
        _session: &mut Session<Net, O, B>,
        of_batch: impl FnOnce() -> LossSum,
    ) -> Result<LossSum, TrainError> {
        Ok(of_batch())
    }

    /// Updates the parameters from the gradients of all batches, whose losses are `total`.
    fn update(&self, session: &mut Session<Net, O, B>, _total: LossSum) {
        session.update();
    }

    /// Returns the loss of a step: that of its last batch, or, with several processes, that of all batches.
    fn loss_of_step(&self, of_last: f64, _total: LossSum) -> f64 {
        of_last
    }

    /// Ends all processes with an error after [`learn`](Self::learn), if the others would otherwise wait for this one.
    fn leave(&self, _error: &TrainError) {}

    /// Returns why all processes are to stop, if one of them is. `may` is whether any of them could.
    fn agree(&self, _may: bool, reason: Option<StopReason>) -> Option<StopReason> {
        reason
    }

    /// Evaluates a network on a validation set.
    fn validate<Target: Signal>(
        &self,
        set: &dyn Validate<Net, Target, B>,
        network: &Net,
        loss: &dyn BatchLoss<Net, Target, B>,
        metrics: &mut [NetworkMetric<Net, Target>],
    ) -> Result<f64, TrainError> {
        set.evaluate(network, loss, metrics)
    }
}
