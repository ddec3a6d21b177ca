//! The state of a run apart from its session, as saved in checkpoints.

use crate::train::History;
use nn_core::lr_scheduler::{Better, ReduceLrOnPlateau};
use nn_core::{LossSum, Network, Setting, State, Visitor, visit_option, visit_parameters, zeroed};

/// The progress of a run, its history, and its best network.
pub(in crate::train) struct Run<Net> {
    /// The number of completed epochs.
    pub(super) epoch: u64,
    /// The number of completed batches of the current epoch.
    pub(super) batch: u64,
    /// The number of batches of a step that this process has, and the number of all batches of a step.
    pub(super) share: [u64; 2],
    /// The sum of the current epoch's losses, the sum of their weights, and the number of samples, as in a [`LossSum`].
    pub(super) loss: f64,
    pub(super) weight: f64,
    pub(super) samples: u64,
    /// The program's learning rate, and the base rate after reductions on plateaus, which schedules multiply.
    pub(super) rate: f64,
    pub(super) base_lr: f64,
    /// The last argument of the schedule, and the factor it returned.
    pub(super) last_factor: Option<(u64, f64)>,
    pub(in crate::train) plateau: Option<ReduceLrOnPlateau>,
    /// The best value so far, its epoch, and the number of epochs since then without an improvement.
    pub(in crate::train) best: Option<f64>,
    /// The validation loss at the best value, which decides between equal values.
    best_loss: Option<f64>,
    pub(in crate::train) best_epoch: u64,
    pub(super) stale: u64,
    pub(in crate::train) best_network: Option<Box<Net>>,
    pub(in crate::train) history: History,
}

impl<Net: Network> Run<Net> {
    pub(in crate::train) fn new(rate: f64) -> Self {
        Self {
            epoch: 0,
            batch: 0,
            share: [1, 1],
            loss: 0.0,
            weight: 0.0,
            samples: 0,
            rate,
            base_lr: rate,
            last_factor: None,
            plateau: None,
            best: None,
            best_loss: None,
            best_epoch: 0,
            stale: 0,
            best_network: None,
            history: History::default(),
        }
    }

    /// Returns the learning rate of the last batch, also if a run is resumed between the last batch of an epoch and its end.
    pub(super) fn learning_rate(&self) -> f64 {
        self.base_lr * self.last_factor.map_or(1.0, |(_, factor)| factor)
    }

    /// Returns the mean loss of the current epoch.
    pub(super) fn mean_loss(&self) -> f64 {
        LossSum { sum: self.loss, weight: self.weight, rows: self.samples }.value()
    }

    /// Ends the current epoch.
    pub(super) fn end_epoch(&mut self) {
        self.epoch += 1;
        self.batch = 0;
        (self.loss, self.weight, self.samples) = (0.0, 0.0, 0);
    }

    /// Forgets the best network, because networks are compared by another value from here on.
    pub(super) fn forget_best(&mut self) {
        (self.best, self.best_loss, self.best_epoch, self.stale, self.best_network) = (None, None, 0, 0, None);
    }

    /// Forgets the validation loss of the best network, because it is that of another loss.
    pub(super) fn forget_best_loss(&mut self) {
        self.best_loss = None;
    }

    /// Records the monitored value and the validation loss of a completed epoch; returns whether the value is better than the best
    /// one by more than `least`, or, if `least` is 0, equal to it with a lower validation loss.
    pub(super) fn judge(&mut self, value: f64, loss: Option<f64>, better: Better, least: f64, network: &Net) -> bool {
        let is_better = match (self.best, better) {
            (None, _) => !value.is_nan(),
            (Some(best), _) if least == 0.0 && value == best => {
                matches!((loss, self.best_loss), (Some(loss), Some(best)) if loss < best)
            }
            (Some(best), Better::Lower) => value < best - least,
            (Some(best), Better::Higher) => value > best + least,
        };
        if is_better {
            self.best = Some(value);
            self.best_loss = loss;
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

impl<Net: Network> State for Run<Net> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.integer("epoch", &mut self.epoch);
        // Counted over the batches of all processes, so that a run may resume with another number of them.
        let [count, all] = self.share;
        let mut batch = self.batch / count * all + self.batch % count;
        values.integer("batch", &mut batch);
        self.batch = batch / all * count + batch % all;
        values.float("loss", &mut self.loss);
        values.float("weight", &mut self.weight);
        values.integer("samples", &mut self.samples);
        values.float("rate", &mut self.rate);
        values.float("base_lr", &mut self.base_lr);
        let mut has_factor = self.last_factor.is_some();
        values.flag("has_factor", &mut has_factor);
        if has_factor {
            let (count, factor) = self.last_factor.get_or_insert_default();
            values.integer("schedule_count", count);
            values.float("schedule_factor", factor);
        } else {
            self.last_factor = None;
        }
        if let Some(plateau) = &mut self.plateau {
            values.part("reduce_on_plateau", plateau);
        }
        visit_option(values, ["has_best", "best"], &mut self.best);
        visit_option(values, ["has_best_loss", "best_loss"], &mut self.best_loss);
        values.integer("best_epoch", &mut self.best_epoch);
        values.integer("stale", &mut self.stale);
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

/// The settings of a trainer that a checkpoint records in addition to those in the session and the run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recorded {
    /// What must be the same, by name: the kind of loss, and whether there is a schedule or a reduction on plateaus.
    pub(super) same: [(&'static str, String); 3],
    /// Settings that may change, by name.
    pub(super) settings: Vec<(&'static str, String)>,
}

/// The complete content of a trainer's checkpoint.
pub(super) struct Everything<'a, Net> {
    /// What must be the same: the number of samples, their order, batch sizes.
    pub(super) plan: String,
    pub(super) recorded: Recorded,
    pub(super) run: &'a mut Run<Net>,
    pub(super) session: &'a mut dyn State,
}

impl<Net: Network> State for Everything<'_, Net> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.must_match("plan", format_args!("{}", self.plan));
        for (name, text) in &self.recorded.same {
            values.must_match(name, format_args!("{text}"));
        }
        for (name, text) in &self.recorded.settings {
            values.setting(name, Setting::Fixed(format_args!("{text}")));
        }
        values.part("run", self.run);
        values.part("session", self.session);
    }
}
