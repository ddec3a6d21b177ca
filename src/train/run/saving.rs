//! The content of a checkpoint, and saving one.

use super::state::{Everything, Recorded};
use crate::checkpoint::{BEST, Checkpoints};
use crate::data::Shard;
use crate::files;
use crate::train::hooks::Schedule;
use crate::train::{DatasetFor, Driver, LossFor, TrainError, Trainer};
use nn_core::lr_scheduler::Better;
use nn_core::{Dim, Float, LearningRate, Loss, Network, Optimizer, Signal, State};
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

/// Names in [`Recorded`] that several functions refer to.
pub(super) const LOSS: &str = "loss";
pub(super) const MONITOR: &str = "monitor";
pub(super) const SCHEDULE: &str = "schedule";
pub(super) const VALIDATION: &str = "validation set";
const LOSS_KIND: &str = "loss kind";
const SCHEDULE_KIND: &str = "schedule kind";
const PLATEAU_KIND: &str = "plateau kind";
/// The recorded text of an option that is not set.
const NONE: &str = "none";
/// The name of the optimiser in the session's own state.
const OPTIMIZER: &str = "session.optimizer.name";

/// Formats a loss by its description.
struct Described<'a, L, Out, T>(&'a L, PhantomData<(Out, T)>);

impl<L: Loss<Out, T>, Out: Signal, T: Float> fmt::Display for Described<'_, L, Out, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)
    }
}

/// Returns the kind of loss from its description: the description without its options, which are in braces.
fn kind(description: &str) -> String {
    let mut depth = 0_usize;
    let kind = description.chars().filter(|letter| match letter {
        '{' => {
            depth += 1;
            false
        }
        '}' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    let kind: String = kind.collect();
    kind.replace(" ,", ",").replace(" )", ")").trim_end().into()
}

/// Returns the error for a checkpoint whose settings are incompatible with this program.
pub(super) fn incompatible(name: &str, path: &Path, found: &str, program: &str) -> Option<TrainError> {
    let new_run = "start a new run in another folder from the saved network: `Session::from_network`";
    let (setting, help) = match name {
        LOSS_KIND => ("loss", format!("use the loss of the checkpoint, or {new_run}")),
        SCHEDULE_KIND if program == NONE => (
            "learning-rate schedule",
            "set the same schedule, or, for a constant rate, `.schedule(Interval::Epoch, |_: u64| 1.0)`".into(),
        ),
        SCHEDULE_KIND => ("learning-rate schedule", format!("remove the schedule, or {new_run}")),
        OPTIMIZER => ("optimizer", format!("use the optimizer of the checkpoint, or {new_run}")),
        PLATEAU_KIND => ("`reduce_on_plateau`", format!("set it as in the run of the checkpoint, or {new_run}")),
        _ => return None,
    };
    let (path, saved, program) = (path.into(), found.into(), program.into());
    Some(TrainError::Incompatible { path, setting, saved, program, help })
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
    /// Returns the settings that a checkpoint records.
    pub(super) fn recorded(&self) -> Recorded {
        let loss = Described::<L, Net::Out, Net::Elem>(&self.loss, PhantomData).to_string();
        let schedule = self.hooks.schedule.as_ref().map_or(NONE.into(), Schedule::to_string);
        let presence = |is_there: bool| if is_there { "one" } else { NONE }.to_string();
        let better = if self.better() == Better::Lower { "lower" } else { "higher" };
        let patience = self.config.patience.map_or("off".into(), |patience| format!("patience {patience}"));
        let samples = |samples| format!("{samples} samples");
        let validation = self.hooks.validation.as_ref().map_or(NONE.into(), |validation| samples(validation.samples()));
        Recorded {
            same: [
                (LOSS_KIND, kind(&loss)),
                (SCHEDULE_KIND, presence(self.hooks.schedule.is_some())),
                (PLATEAU_KIND, presence(self.run.plateau.is_some())),
            ],
            settings: vec![
                (LOSS, loss),
                (SCHEDULE, schedule),
                (MONITOR, format!("`{}`, {better} is better", self.monitored())),
                ("early stopping", patience),
                ("min_delta", format!("{:?}", self.config.min_delta)),
                (VALIDATION, validation),
            ],
        }
    }

    /// Opens the folder of the checkpoints, in the process that writes them.
    pub(super) fn open_checkpoints(&self) -> Result<Option<Checkpoints>, TrainError> {
        let folder = self.config.checkpoint_folder.as_ref().filter(|_| self.driver.is_first());
        Ok(folder.map(|folder| Checkpoints::open(folder, self.config.keep_checkpoints)).transpose()?)
    }

    /// Describes what must be the same in a resumed run. The number of threads that load samples, and of processes that share them,
    /// is not part of it.
    pub(super) fn plan(&self) -> String {
        let whole = self.loader.clone().shard(Shard::WHOLE);
        let (samples, batches, size, seed) = (whole.samples(), whole.batches(), B::SIZE, whole.seed());
        let step = self.driver.step_batches(self.config.accumulate);
        let mut plan = format!("{samples} samples in {batches} batches of {size}, {step} a step, seed {seed:?}");
        if let Some(weights) = whole.weights() {
            let mut sum = crc32fast::Hasher::new();
            weights.iter().for_each(|weight| sum.update(&weight.to_bits().to_le_bytes()));
            plan += &format!(", drawn by {} weights with checksum {:08x}", weights.len(), sum.finalize());
        }
        plan
    }

    /// Returns the complete state that a checkpoint contains.
    pub(super) fn everything(&mut self) -> Everything<'_, Net> {
        let (plan, recorded) = (self.plan(), self.recorded());
        Everything { plan, recorded, run: &mut self.run, session: &mut *self.session }
    }

    pub(super) fn save(&mut self, checkpoints: &Checkpoints) -> Result<(), TrainError> {
        let step = self.session.steps();
        // The program's rate is saved, not the scheduled one of the last step.
        let of_step = self.session.optimizer.learning_rate();
        self.session.optimizer.set_learning_rate(self.run.rate);
        let saved = checkpoints.save(step, &mut self.everything());
        self.session.optimizer.set_learning_rate(of_step);
        saved?;
        Ok(())
    }

    /// Saves the checkpoint of a completed epoch, and then the best network, which the checkpoint contains as well.
    pub(super) fn save_epoch(&mut self, checkpoints: &Checkpoints, is_best: bool) -> Result<(), TrainError> {
        self.save(checkpoints)?;
        if is_best { self.save_best(checkpoints) } else { Ok(()) }
    }

    pub(super) fn save_best(&self, checkpoints: &Checkpoints) -> Result<(), TrainError> {
        if let Some(best) = &self.run.best_network {
            files::save(&**best, checkpoints.folder().join(BEST))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_kind_from_description() {
        assert_eq!(kind("Mse"), "Mse");
        assert_eq!(kind("Huber { delta: 1.0, reduction: Mean }"), "Huber");
        assert_eq!(kind("(A { x: B { y: 1 } }, C, D { z: 2 })"), "(A, C, D)");
        assert_eq!(kind("}{ a"), "");
    }
}
