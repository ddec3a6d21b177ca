//! What a run remembers beside its session.

use super::history::History;
use crate::checkpoint;
use nn_core::lr_scheduler::{Better, ReduceLrOnPlateau};
use nn_core::{Network, Parameters, State, Visitor, visit_option, visit_parameters, zeroed};

/// Where a run stands, what it was worth so far, and its best network.
pub(super) struct Run<Net> {
    /// Epochs that are over.
    pub(super) epoch: u64,
    /// Batches of the epoch under way that are over.
    pub(super) batch: u64,
    /// How many batches of a step are this process's, and how many it has in all.
    pub(super) share: [u64; 2],
    /// The weighed sum of their losses, the sum of the weights, and their samples.
    pub(super) loss: f64,
    pub(super) weight: f64,
    pub(super) samples: u64,
    /// The learning rate that schedules are factors of.
    pub(super) base_lr: f64,
    pub(super) plateau: Option<ReduceLrOnPlateau>,
    /// The best value so far, its epoch, and how many epochs were no better since.
    pub(super) best: Option<f64>,
    pub(super) best_epoch: u64,
    pub(super) stale: u64,
    /// Whether early stopping ended the run.
    pub(super) is_over: bool,
    pub(super) best_network: Option<Box<Net>>,
    pub(super) history: History,
}

impl<Net: Network + Parameters<Net::Elem>> Run<Net> {
    pub(super) fn new(base_lr: f64) -> Self {
        Self {
            epoch: 0,
            batch: 0,
            share: [1, 1],
            loss: 0.0,
            weight: 0.0,
            samples: 0,
            base_lr,
            plateau: None,
            best: None,
            best_epoch: 0,
            stale: 0,
            is_over: false,
            best_network: None,
            history: History::default(),
        }
    }

    /// The mean loss of the epoch under way.
    pub(super) fn mean_loss(&self) -> f64 {
        self.loss / self.weight
    }

    /// Tells the value of an epoch that is over; whether it is the best so far by more than `least`.
    pub(super) fn judge(&mut self, value: f64, better: Better, least: f64, network: &Net) -> bool {
        let is_better = match (self.best, better) {
            (None, _) => !value.is_nan(),
            (Some(best), Better::Lower) => value < best - least,
            (Some(best), Better::Higher) => value > best + least,
        };
        if is_better {
            self.best = Some(value);
            self.best_epoch = self.epoch;
            self.stale = 0;
            let keep = self.best_network.get_or_insert_with(zeroed);
            keep.as_mut_slice().copy_from_slice(network.as_slice());
        } else {
            self.stale += 1;
        }
        is_better
    }
}

impl<Net: Network + Parameters<Net::Elem>> State for Run<Net> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.integer("epoch", &mut self.epoch);
        // Among the batches of all processes, so that a run may go on with another number of them.
        let [count, all] = self.share;
        let mut batch = self.batch / count * all + self.batch % count;
        values.integer("batch", &mut batch);
        self.batch = batch / all * count + batch % all;
        values.real("loss", &mut self.loss);
        values.real("weight", &mut self.weight);
        values.integer("samples", &mut self.samples);
        values.real("base_lr", &mut self.base_lr);
        values.same("plateau", format_args!("{}", self.plateau.is_some()));
        if let Some(plateau) = &mut self.plateau {
            values.part("reduce_on_plateau", plateau);
        }
        visit_option(values, ["has_best", "best"], &mut self.best);
        values.integer("best_epoch", &mut self.best_epoch);
        values.integer("stale", &mut self.stale);
        values.flag("is_over", &mut self.is_over);
        let before = self.history.to_bytes();
        let mut history = before.clone();
        values.bytes("history", &mut history);
        if history != before {
            self.history = History::from_bytes(&history).unwrap_or_default();
        }
        let mut has_network = self.best_network.is_some();
        values.flag("has_best_network", &mut has_network);
        if has_network {
            let network = self.best_network.get_or_insert_with(zeroed);
            visit_parameters::<Net::Elem, _>(values, "best_network", &mut **network);
        } else {
            self.best_network = None;
        }
    }
}

/// All that a checkpoint of a trainer holds.
pub(super) struct Everything<'a, Net> {
    /// What must be the same: data, order, sizes.
    pub(super) plan: String,
    pub(super) run: &'a mut Run<Net>,
    pub(super) session: &'a mut dyn State,
}

impl<Net: Network + Parameters<Net::Elem>> State for Everything<'_, Net> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.same("plan", format_args!("{}", self.plan));
        values.part("run", self.run);
        values.part("session", self.session);
    }
}

/// The folder of a run's checkpoints and of its best network.
pub(super) struct Keeper {
    pub(super) checkpoints: checkpoint::Checkpoints,
    /// A checkpoint after so many steps, beside that at the end of each epoch.
    pub(super) every: Option<u64>,
}
