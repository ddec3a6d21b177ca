//! What is checked before a run makes its first step.

use crate::data::{DataError, Dataset};
use crate::train::driver::Driver;
use crate::train::error::TrainError;
use crate::train::trainer::Trainer;
use nn_core::lr_scheduler::Better;
use nn_core::{Dim, Divisor, LearningRate, Loss, Network, Optimizer, Signal, State};

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
    S: Driver<Net, O, B>,
{
    /// Refuses what no run can have, before anything is read or written.
    pub(super) fn check(&self) -> Result<(), TrainError> {
        if self.loader.batches() == 0 {
            return Err(DataError::Empty.into());
        }
        if let Some(&name) = self.hooks.set_twice.first() {
            return Err(TrainError::refused(name, "set twice", "once"));
        }
        self.config.check()?;
        self.hooks.check_validation()?;
        TrainError::check_rate(self.run.rate, || self.run.rate.to_string())?;
        let invalid = |of| move |setting| TrainError::Invalid { of, setting };
        self.session.check_settings().map_err(invalid("session"))?;
        if let Some(schedule) = &self.hooks.schedule {
            schedule.check_settings().map_err(invalid("schedule"))?;
        }
        if let Some(plateau) = self.run.plateau {
            plateau.check_settings().map_err(invalid("reduce_on_plateau"))?;
        }
        self.check_names()?;
        if self.loss.divisor() == Divisor::Mixed && self.driver.sums(self.config.accumulate) {
            return Err(TrainError::Divisors);
        }
        Ok(())
    }

    /// Whether every name of a value is there, once.
    fn check_names(&self) -> Result<(), TrainError> {
        let names = self.hooks.names();
        if let Some(name) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
            return Err(TrainError::Twice { name: name.1.clone() });
        }
        let monitored = self.monitored();
        match names.contains(&monitored) {
            true => Ok(()),
            false => Err(TrainError::Unknown { name: monitored, names }),
        }
    }

    /// The name of the value by which networks are compared.
    pub(super) fn monitored(&self) -> String {
        self.config.monitor.clone().unwrap_or_else(|| self.hooks.usual_monitor().into())
    }

    pub(super) fn better(&self) -> Better {
        self.hooks.better(&self.monitored())
    }
}
