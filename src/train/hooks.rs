//! What a program attaches to a trainer beside its settings: validation, metrics, a schedule and callbacks.

use super::evaluate::{NetworkMetric, Validate};
use super::{Record, TrainError};
use crate::excerpt::Excerpt;
use nn_core::lr_scheduler::{Better, LrScheduler};
use nn_core::{Network, Signal};
use std::fmt;

/// What a [callback](super::Trainer::callback) is called with: a step, or an epoch, that is over.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a, Net> {
    /// A step was made.
    Step {
        /// The epoch, from 1.
        epoch: u64,
        /// The number of steps so far.
        step: u64,
        /// The loss of the last batch before the step.
        loss: f64,
        /// The network after the step.
        network: &'a Net,
    },
    /// An epoch is over.
    Epoch {
        /// Its values.
        record: &'a Record,
        /// Whether it is the best one so far.
        is_best: bool,
        /// The network after it.
        network: &'a Net,
    },
}

/// Whether training goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// It does.
    On,
    /// It stops here, with a checkpoint if there are checkpoints.
    Stop,
}

type Callback<Net> = Box<dyn FnMut(&Event<'_, Net>) -> Go + Send>;

/// The hooks of a trainer.
pub(super) struct Hooks<Net: Network, L, Target> {
    pub(super) validation: Option<Box<dyn Validate<Net, L, Target> + Send>>,
    pub(super) metrics: Vec<NetworkMetric<Net, Target>>,
    pub(super) schedule: Option<Schedule>,
    pub(super) callbacks: Vec<Callback<Net>>,
    /// The hooks that there is one of, which were set again.
    pub(super) set_twice: Vec<&'static str>,
}

impl<Net: Network, L, Target> Default for Hooks<Net, L, Target> {
    fn default() -> Self {
        Self { validation: None, metrics: Vec::new(), schedule: None, callbacks: Vec::new(), set_twice: Vec::new() }
    }
}

impl<Net: Network, L, Target: Signal> Hooks<Net, L, Target> {
    /// The names of the values of an epoch.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec!["loss".to_string()];
        if self.validation.is_some() {
            names.push("val_loss".into());
            names.extend(self.metrics.iter().map(|metric| metric.name()));
        }
        names.push("lr".into());
        names
    }

    /// The default name of the value by which networks are compared.
    pub(super) fn usual_monitor(&self) -> &'static str {
        if self.validation.is_some() { "val_loss" } else { "loss" }
    }

    /// Whether more or less of a value is better.
    pub(super) fn better(&self, name: &str) -> Better {
        self.metrics.iter().find(|metric| metric.name() == name).map_or(Better::Lower, |metric| metric.better())
    }

    /// Refuses an empty validation set, and metrics without one.
    pub(super) fn check_validation(&self) -> Result<(), TrainError> {
        match &self.validation {
            Some(validation) if validation.samples() == 0 => Err(TrainError::EmptyValidation),
            None if !self.metrics.is_empty() => {
                let name = self.metrics[0].name();
                let value = format!("`{}`", Excerpt(&name));
                Err(TrainError::refused("metric", value, "a validation set by `validate`, too"))
            }
            _ => Ok(()),
        }
    }

    /// Calls every callback, and stops if one wants it.
    pub(super) fn call(&mut self, event: &Event<'_, Net>) -> Go {
        let mut go = Go::On;
        for callback in &mut self.callbacks {
            if callback(event) == Go::Stop {
                go = Go::Stop;
            }
        }
        go
    }
}

/// What a schedule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Each {
    /// Updates of the parameters, 0 before the first one.
    Step,
    /// Epochs that are over, 0 in the first one.
    Epoch,
}

/// A schedule, by steps or by epochs.
pub(super) struct Schedule {
    pub(super) each: Each,
    pub(super) scheduler: Box<dyn LrScheduler + Send>,
}

impl Schedule {
    /// The factor of the learning rate after so many steps and epochs, with the count that it is a function of.
    pub(super) fn factor(&self, steps: u64, epochs: u64) -> (u64, f64) {
        let count = match self.each {
            Each::Step => steps,
            Each::Epoch => epochs,
        };
        (count, self.scheduler.factor(count))
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scheduler.describe(f)?;
        f.write_str(if self.each == Each::Step { ", each step" } else { ", each epoch" })
    }
}
