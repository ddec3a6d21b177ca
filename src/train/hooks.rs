//! What a program attaches to a trainer beside its settings: validation, metrics, a schedule and callbacks.

use super::error::TrainError;
use super::evaluate::{NetworkMetric, Validate};
use super::event::{Event, Go};
use super::schedule::Schedule;
use crate::excerpt::Excerpt;
use nn_core::lr_scheduler::Better;
use nn_core::{Network, Signal};

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
