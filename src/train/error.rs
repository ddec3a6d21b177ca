//! The errors of training.

use crate::data::DataError;
use crate::excerpt::Excerpt;
use crate::files::FileError;
use std::fmt::Display;
use std::path::PathBuf;

/// An error that ended training. The trainer keeps the network as trained until then.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A sample could not be read.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A checkpoint, or a log of metrics, could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A loss, a gradient or a parameter is NaN or infinite, possibly because of a sample. The parameters are those from before
    /// this step.
    #[error(
        "epoch {epoch}, step {step}: {what}\nhelp: {}; the last checkpoint precedes this step", remedy(layer.is_some())
    )]
    Diverged {
        /// The epoch, counted from 1.
        epoch: u64,
        /// The step that failed, counted from 1.
        step: u64,
        /// The layer at fault, if there is one.
        layer: Option<String>,
        /// A description of the value and where it occurred.
        what: String,
    },
    /// During evaluation, a sample or the network's output for it was NaN or infinite, or the loss was NaN.
    #[error("{stage}: {what}")]
    NotFinite {
        /// The stage: "evaluation", or, for a trainer's validation set, "epoch 3, validation".
        stage: String,
        /// A description of the value and the sample.
        what: String,
    },
    /// The folder contains checkpoints, but the run was not set to resume from them.
    #[error("{} contains checkpoints of an earlier run, the newest of step {step}\nhelp: call `.resume(true)` to resume it, or choose another folder", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// The number of steps of the newest checkpoint.
        step: u64,
    },
    /// No value has the name set by [`Trainer::monitor`](super::Trainer::monitor).
    #[error("there is no metric `{name}` to select the best network by, expected one of {}{}", names.join(", "), more_metrics(names))]
    UnknownMetric {
        /// The name.
        name: String,
        /// The names of the values of an epoch.
        names: Vec<String>,
    },
    /// Two metrics have the same name.
    #[error("two metrics are called `{name}`")]
    DuplicateMetric {
        /// The name.
        name: String,
    },
    /// A tuple of losses with different divisors ([`Divisor::Mixed`](nn_core::Divisor::Mixed)), in steps of several batches: the
    /// sum of their gradients is not the gradient of one batch.
    #[error(
        "steps of several batches are not possible with this tuple of losses: they divide by different weights, such as class weights and numbers of samples\nhelp: use `Reduction::BatchMean` for all of them, or `Reduction::Sum` for all, or steps of one batch"
    )]
    Divisors,
    /// A setting of the trainer has an invalid value.
    #[error("`{name}` is {value}, expected {expected}")]
    Setting {
        /// The name of the setting.
        name: &'static str,
        /// Its value.
        value: String,
        /// The requirement on the value.
        expected: &'static str,
    },
    /// A setting of the trainer requires another one.
    #[error("{setting} needs {needs}\nhelp: call `.{call}`")]
    Requires {
        /// The setting.
        setting: String,
        /// What it needs.
        needs: &'static str,
        /// The method that sets it.
        call: &'static str,
    },
    /// A setting of the session, of the schedule or of `reduce_on_plateau` has an invalid value.
    #[error("{of}: {setting}")]
    Invalid {
        /// The owner of the setting: `session` for those of the optimiser and of clipping, `schedule` or `reduce_on_plateau`.
        of: &'static str,
        /// The setting.
        setting: nn_core::InvalidSetting,
    },
    /// The data set passed to [`validate`](super::Trainer::validate) has no samples.
    #[error("the validation set is empty\nhelp: split off at least one sample")]
    EmptyValidation,
    /// The run in the checkpoint is incompatible with this program.
    #[error("cannot resume from {}: {setting} is `{}` in the checkpoint, `{}` in this program\nhelp: {help}", path.display(), Excerpt(saved), Excerpt(program))]
    Incompatible {
        /// The checkpoint.
        path: PathBuf,
        /// The setting that differs.
        setting: &'static str,
        /// Its value in the checkpoint.
        saved: String,
        /// Its value in the program.
        program: String,
        /// What the user can do.
        help: String,
    },
    /// A signal such as Ctrl-C ended the run early: [`StopReason::uninterrupted`](super::StopReason::uninterrupted).
    #[error("training was interrupted before it finished")]
    Interrupted,
    /// The processes cannot train together.
    #[cfg(feature = "mpi")]
    #[error(transparent)]
    Mpi(#[from] crate::mpi::MpiError),
    /// A handler for Ctrl-C or another signal could not be installed.
    #[error("cannot handle Ctrl-C: {0}")]
    Interrupt(#[source] std::io::Error),
}

nn_core::debug_by_message!(TrainError);

/// The requirement on a learning rate.
const RATE: &str = "a finite number of at least 0";

impl TrainError {
    /// Returns the error for an invalid setting of the trainer.
    pub(super) fn refused(name: &'static str, value: impl Display, expected: &'static str) -> Self {
        Self::Setting { name, value: value.to_string(), expected }
    }

    /// Rejects an invalid learning rate; `value` formats it.
    pub(super) fn check_rate(rate: f64, value: impl FnOnce() -> String) -> Result<(), Self> {
        if rate.is_finite() && rate >= 0.0 { Ok(()) } else { Err(Self::refused("learning rate", value(), RATE)) }
    }

    /// Sets the stage of an evaluation error to the validation of an epoch, counted from 1.
    pub(super) fn in_validation(self, epoch: u64) -> Self {
        match self {
            Self::NotFinite { what, .. } => Self::NotFinite { stage: format!("epoch {epoch}, validation"), what },
            other => other,
        }
    }
}

/// Returns the advice for a metric that a run without a validation set does not have.
fn more_metrics(names: &[String]) -> &'static str {
    if names.iter().any(|name| name == "val_loss") {
        ""
    } else {
        "\nhelp: `val_loss` and the metrics need a validation set: call `.validate(..)`"
    }
}

/// Returns the advice for training that diverges, in a layer or because of a sample.
fn remedy(in_a_layer: bool) -> &'static str {
    if in_a_layer {
        "lower the learning rate, set `clip`, or add a normalisation layer"
    } else {
        "correct or remove the sample"
    }
}
