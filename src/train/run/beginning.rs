//! The beginning of a run: settings are checked, and state is restored from a checkpoint.

use super::changes::{KeepSettings, SettingChange};
use super::saving::{LOSS, MONITOR, SCHEDULE, VALIDATION, incompatible};
use super::state::Everything;
use crate::checkpoint::Checkpoints;
use crate::files::FileError;
use crate::train::display::Display;
use crate::train::{DatasetFor, Driver, LossFor, TrainError, Trainer};
use nn_core::lr_scheduler::{Better, ReduceLrOnPlateau};
use nn_core::{Dim, Divisor, LearningRate, Network, Optimizer, State};

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: DatasetFor<Net::In, Net::Elem>,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
    S: Driver<Net, O, B>,
{
    /// Rejects invalid settings, before anything is read or written.
    pub(super) fn check(&self) -> Result<(), TrainError> {
        self.loader.check_batches()?;
        if let Some(&name) = self.hooks.set_twice.first() {
            return Err(TrainError::refused(name, "set twice", "once"));
        }
        self.config.check()?;
        self.hooks.check_validation()?;
        TrainError::check_rate(self.run.rate, || self.run.rate.to_string())?;
        let invalid = |of| move |setting| TrainError::Invalid { of, setting };
        self.session.check_settings().map_err(invalid("session"))?;
        if let Some(schedule) = &self.hooks.schedule {
            schedule.scheduler.check_settings().map_err(invalid("schedule"))?;
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

    /// Checks that the names of the values are unique and include the monitored one.
    fn check_names(&self) -> Result<(), TrainError> {
        let names = self.hooks.names();
        if let Some(name) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
            return Err(TrainError::DuplicateMetric { name: name.1.clone() });
        }
        let monitored = self.monitored();
        match names.contains(&monitored) {
            true => Ok(()),
            false => Err(TrainError::UnknownMetric { name: monitored, names }),
        }
    }

    /// Returns the name of the monitored value, by which networks are compared.
    pub(super) fn monitored(&self) -> String {
        self.config.monitor.clone().unwrap_or_else(|| self.hooks.usual_monitor().into())
    }

    pub(super) fn better(&self) -> Better {
        self.hooks.better(&self.monitored())
    }

    /// Begins the first run: prints the summary of the network, and resumes from a checkpoint.
    pub(super) fn begin(&mut self, checkpoints: Option<&Checkpoints>, display: &mut Display) -> Result<(), TrainError> {
        display.line(&format!("{}\n", Net::summary()));
        if self.config.patience.is_some() && self.config.monitor.is_none() && self.hooks.validation.is_none() {
            display.line(
                "early stopping monitors the training `loss`, because there is no validation set: call `.validate(..)` to monitor \
                 `val_loss`, or `.monitor(\"loss\")` if this is intended",
            );
        }
        let plan = self.plan();
        let share = self.driver.begin(&self.session, self.config.accumulate as usize, &plan)?;
        self.run.share = [share.count(), share.all()].map(|batches| batches as u64);
        self.loader = self.loader.clone().shard(share);
        // Set as at the end of each epoch, so that it does not count as a changed setting.
        let better = self.better();
        if let Some(plateau) = &mut self.run.plateau {
            plateau.better = better;
        }
        let mut changes = Vec::new();
        if let Some(checkpoints) = checkpoints {
            if self.config.resume {
                self.resume_from(checkpoints, &mut changes, display)?;
            } else if let Some((step, _)) = checkpoints.list()?.into_iter().next() {
                return Err(TrainError::Occupied { folder: checkpoints.folder().into(), step });
            }
        }
        // All processes take over the settings of the first one.
        let (plan, recorded) = (self.plan(), self.recorded());
        let mut everything = Everything { plan, recorded, run: &mut self.run, session: &mut *self.session };
        self.driver.broadcast_state(&mut everything)?;
        self.begun = Some(changes);
        Ok(())
    }

    fn resume_from(
        &mut self,
        checkpoints: &Checkpoints,
        changes: &mut Vec<SettingChange>,
        display: &mut Display,
    ) -> Result<(), TrainError> {
        let (rate, seed, plateau) = (self.run.rate, self.session.seed(), self.run.plateau);
        let mut kept = KeepSettings { state: &mut self.everything(), prefix: String::new(), changes };
        let resumed = checkpoints.resume(&mut kept).map_err(with_help)?;
        for error in resumed.iter().flat_map(|resumed| &resumed.skipped) {
            display.line(&format!("skipped: {error}"));
        }
        display.line(&match resumed {
            Some(resumed) => {
                let (epoch, step) = (self.run.epoch + 1, self.session.steps());
                format!("resumes in epoch {epoch} after step {step} from {}", resumed.path.display())
            }
            None => format!("no checkpoint in {}: starts from the beginning", checkpoints.folder().display()),
        });
        self.settle(changes, rate, seed, plateau);
        for change in changes {
            display.line(&change.to_string());
        }
        // The two differ if a run was killed between the two writes, or resumes from an older checkpoint.
        self.save_best(checkpoints)
    }

    /// Applies the consequences of settings that differ from the checkpoint that was loaded: `changes` are the differences, `rate`
    /// is this program's learning rate, `seed` its session's seed, and `plateau` the configuration it was set to.
    fn settle(&mut self, changes: &mut Vec<SettingChange>, rate: f64, seed: u64, plateau: Option<ReduceLrOnPlateau>) {
        // The optimiser's rate changes during a run; the base rate that schedules multiply is compared below.
        changes.retain(|change| change.name != "session.optimizer.lr");
        for change in &mut *changes {
            let name = change.name.strip_prefix("session.").or_else(|| change.name.strip_prefix("run."));
            if let Some(name) = name {
                change.name = if name == "clip.bound" { "clip".into() } else { name.into() };
            }
        }
        let has_changed = |name: &str| changes.iter().any(|change| change.name == name);
        let has_another_loss = has_changed(LOSS);
        let is_by_loss = matches!(self.monitored().as_str(), "loss" | "val_loss");
        let restarts = has_changed(MONITOR)
            || has_changed(VALIDATION) && self.hooks.validation.is_some()
            || has_another_loss && is_by_loss;
        if !has_changed(SCHEDULE)
            && let (Some((count, saved)), Some(schedule)) = (self.run.last_factor, &self.hooks.schedule)
        {
            let program = schedule.scheduler.factor(count);
            if saved.to_bits() != program.to_bits() {
                let text = |factor: f64| format!("a factor of {factor:?} at {count}");
                changes.push(SettingChange::new(SCHEDULE, text(saved), text(program)));
            }
        }
        if self.run.rate.to_bits() != rate.to_bits() {
            let mut change = SettingChange::new("learning rate", format!("{:?}", self.run.rate), format!("{rate:?}"));
            let lowered = self.run.base_lr / self.run.rate;
            self.run.base_lr = rate;
            if lowered.is_finite() && lowered != 1.0 {
                self.run.base_lr *= lowered;
                change.used += &format!(", times {lowered:?}, the reduction by `reduce_on_plateau`");
            }
            self.run.rate = rate;
            changes.insert(0, change);
        }
        if self.session.seed() != seed {
            let saved = self.session.seed().to_string();
            let mut change = SettingChange::new("seed of the session", saved.clone(), seed.to_string());
            change.used = format!("{saved} is used, because a run continues one random sequence");
            changes.push(change);
        }
        if has_another_loss {
            self.run.forget_best_loss();
        }
        if restarts {
            self.run.forget_best();
            self.run.plateau = plateau;
            for change in &mut *changes {
                if [MONITOR, VALIDATION, LOSS].contains(&change.name.as_str()) {
                    change.used += ", and the search for the best network restarts";
                }
            }
        }
    }
}

/// Turns an error about a checkpoint of an incompatible run into one with advice.
fn with_help(error: FileError) -> TrainError {
    let incompatible = match &error {
        FileError::Differs { path, name, found, expected } => incompatible(name, path, found, expected),
        _ => None,
    };
    incompatible.unwrap_or_else(|| error.into())
}
