//! The checkpoints of a run, and its best network.

use super::state::Everything;
use crate::checkpoint::{BEST, Checkpoints};
use crate::data::{Dataset, Shard};
use crate::files;
use crate::train::driver::Driver;
use crate::train::error::TrainError;
use crate::train::trainer::Trainer;
use nn_core::{Dim, LearningRate, Loss, Network, Optimizer, Signal, State};

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
    S: Driver<Net, O, B>,
{
    /// The folder of the checkpoints, in the process that writes them.
    pub(super) fn open_checkpoints(&self) -> Result<Option<Checkpoints>, TrainError> {
        let folder = self.config.checkpoint_folder.as_ref().filter(|_| self.driver.is_first());
        Ok(folder.map(|folder| Checkpoints::open(folder, self.config.keep_checkpoints)).transpose()?)
    }

    /// What must be the same in a run that goes on. How many threads load the samples, and how many processes share them, changes
    /// nothing.
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

    /// All that a checkpoint holds.
    pub(super) fn everything(&mut self) -> Everything<'_, Net> {
        let (plan, recorded) = (self.plan(), self.recorded());
        Everything { plan, recorded, run: &mut self.run, session: &mut *self.session }
    }

    pub(super) fn save(&mut self, checkpoints: &Checkpoints) -> Result<(), TrainError> {
        let step = self.session.steps();
        // The program's rate, not that which a schedule has made of it for the last step.
        let of_step = self.session.optimizer.learning_rate();
        self.session.optimizer.set_learning_rate(self.run.rate);
        let saved = checkpoints.save(step, &mut self.everything());
        self.session.optimizer.set_learning_rate(of_step);
        saved?;
        Ok(())
    }

    /// Saves the checkpoint of an epoch that is over, and then the best network, which the checkpoint has, too.
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
