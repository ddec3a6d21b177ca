//! The parts of a trainer that are not plain settings: validation, metrics, a schedule and callbacks.

use super::evaluate::{NetworkMetric, Validate};
use super::{Record, TrainError};
use crate::excerpt::Excerpt;
use nn_core::lr_scheduler::{Better, LrScheduler};
use nn_core::{Dim, Network, Signal};
use std::fmt;
use std::ops::ControlFlow;

/// The argument of a [callback](super::Trainer::callback): a completed step or epoch.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a, Net> {
    /// A step is complete.
    Step {
        /// The epoch, counted from 1.
        epoch: u64,
        /// The number of steps so far.
        step: u64,
        /// The loss of the step's last batch, before the step; with several processes, that of all batches of the step.
        loss: f64,
        /// The network after the step.
        network: &'a Net,
    },
    /// An epoch is complete.
    Epoch {
        /// The values of the epoch.
        record: &'a Record,
        /// Whether the epoch is the best one so far.
        is_best: bool,
        /// The network after the epoch.
        network: &'a Net,
    },
}

type Callback<Net> = Box<dyn FnMut(&Event<'_, Net>) -> ControlFlow<()> + Send>;

/// The hooks of a trainer.
pub(super) struct Hooks<Net: Network, Target: Signal, B: Dim> {
    pub(super) validation: Option<Box<dyn Validate<Net, Target, B> + Send>>,
    pub(super) metrics: Vec<NetworkMetric<Net, Target>>,
    pub(super) schedule: Option<Schedule>,
    pub(super) callbacks: Vec<Callback<Net>>,
    /// The names of the hooks that were set more than once although only one is allowed.
    pub(super) set_twice: Vec<&'static str>,
}

impl<Net: Network, Target: Signal, B: Dim> Default for Hooks<Net, Target, B> {
    fn default() -> Self {
        Self { validation: None, metrics: Vec::new(), schedule: None, callbacks: Vec::new(), set_twice: Vec::new() }
    }
}

impl<Net: Network, Target: Signal, B: Dim> Hooks<Net, Target, B> {
    /// Returns the names of the values of an epoch.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec!["loss".to_string()];
        if self.validation.is_some() {
            names.push("val_loss".into());
            names.extend(self.metrics.iter().map(|metric| metric.name()));
        }
        names.push("lr".into());
        names
    }

    /// Returns the default name of the monitored value.
    pub(super) fn usual_monitor(&self) -> &'static str {
        if self.validation.is_some() { "val_loss" } else { "loss" }
    }

    /// Returns whether a lower or a higher value is better.
    pub(super) fn better(&self, name: &str) -> Better {
        self.metrics.iter().find(|metric| metric.name() == name).map_or(Better::Lower, |metric| metric.better())
    }

    /// Rejects an empty validation set, and metrics without a validation set.
    pub(super) fn check_validation(&self) -> Result<(), TrainError> {
        match &self.validation {
            Some(validation) if validation.samples() == 0 => Err(TrainError::EmptyValidation),
            None if !self.metrics.is_empty() => {
                let setting = format!("the metric `{}`", Excerpt(&self.metrics[0].name()));
                Err(TrainError::Requires { setting, needs: "a validation set", call: "validate(..)" })
            }
            _ => Ok(()),
        }
    }

    /// Calls every callback; returns [`ControlFlow::Break`] if one of them does.
    pub(super) fn call(&mut self, event: &Event<'_, Net>) -> ControlFlow<()> {
        let mut flow = ControlFlow::Continue(());
        for callback in &mut self.callbacks {
            if callback(event).is_break() {
                flow = ControlFlow::Break(());
            }
        }
        flow
    }
}

/// The unit that a schedule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interval {
    /// Updates of the parameters, 0 before the first one.
    Step,
    /// Completed epochs, 0 during the first one.
    Epoch,
}

/// A learning-rate schedule with the unit it counts.
pub(super) struct Schedule {
    pub(super) interval: Interval,
    pub(super) scheduler: Box<dyn LrScheduler + Send>,
}

impl Schedule {
    /// Returns the factor of the learning rate after this number of steps and epochs, and the count it depends on.
    pub(super) fn factor(&self, steps: u64, epochs: u64) -> (u64, f64) {
        let count = match self.interval {
            Interval::Step => steps,
            Interval::Epoch => epochs,
        };
        (count, self.scheduler.factor(count))
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scheduler.describe(f)?;
        f.write_str(if self.interval == Interval::Step { ", each step" } else { ", each epoch" })
    }
}
