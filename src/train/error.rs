//! Why training stopped with an error.

use crate::data::DataError;
use crate::excerpt::Excerpt;
use crate::files::FileError;
use std::fmt::Display;
use std::path::PathBuf;

/// Why training could not go on. What was learned until then is in the trainer still.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A sample that could not be had.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A checkpoint, or a file of metrics, that could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A number became NaN or infinite. The parameters are those from before this step.
    #[error(
        "epoch {epoch}, step {step}: {what}\nhelp: {}; the last checkpoint is from before", remedy(layer.is_some())
    )]
    Diverged {
        /// The epoch, from 1.
        epoch: u64,
        /// The step that was to be made, from 1.
        step: u64,
        /// The layer in question.
        layer: Option<String>,
        /// What became of which number.
        what: String,
    },
    /// While a network was evaluated, a sample or the network's output for it was NaN or infinite, or the loss was NaN.
    #[error("{stage}: {what}")]
    NotFinite {
        /// What the evaluation is: "evaluation", or, of a trainer's validation set, "epoch 3, validation".
        stage: String,
        /// What became of which sample.
        what: String,
    },
    /// There are checkpoints in the folder, and the run was not to go on from them.
    #[error("{} holds checkpoints of an earlier run, the newest of step {step}\nhelp: call `.resume(true)` to go on from there, or choose another folder", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// The newest checkpoint's number of steps.
        step: u64,
    },
    /// No value has the name by which the best network is to be told.
    #[error("there is no `{name}` to tell the best network by, there are {}", names.join(", "))]
    Unknown {
        /// The name.
        name: String,
        /// The names of the values of an epoch.
        names: Vec<String>,
    },
    /// Two metrics have the same name.
    #[error("two metrics are called `{name}`")]
    Twice {
        /// The name.
        name: String,
    },
    /// A tuple of losses that divide by weights which differ ([`Divisor::Mixed`](nn_core::Divisor::Mixed)), in steps of several
    /// batches: their gradients do not add up to that of one batch.
    #[error(
        "steps of several batches cannot be made with this tuple of losses: they divide by weights that differ, such as class weights beside a mean over samples\nhelp: give all of them `Reduction::BatchMean`, or all `Reduction::Sum`; or make steps of one batch"
    )]
    Divisors,
    /// A setting of the trainer has a value that no run can have.
    #[error("`{name}` is {value}, expected {expected}")]
    Setting {
        /// The name of the setting.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A setting of the session, of the schedule or of `reduce_on_plateau` has a value that it cannot have.
    #[error("{of}: {setting}")]
    Invalid {
        /// What has the setting: `session`, for those of the optimiser and the clip, `schedule` or `reduce_on_plateau`.
        of: &'static str,
        /// The setting.
        setting: nn_core::InvalidSetting,
    },
    /// The data set of [`validate`](super::Trainer::validate) has no samples.
    #[error("the validation set is empty\nhelp: a split must leave it at least one sample")]
    EmptyValidation,
    /// The run in the checkpoint was trained with something else than this program has.
    #[error("{} cannot be resumed from: {setting} `{}` in the checkpoint, `{}` in this program\nhelp: {help}", path.display(), Excerpt(saved), Excerpt(program))]
    Incompatible {
        /// The checkpoint.
        path: PathBuf,
        /// What differs.
        setting: &'static str,
        /// What the checkpoint has.
        saved: String,
        /// What the program has.
        program: String,
        /// What can be done.
        help: String,
    },
    /// A signal, such as that of Ctrl-C, ended the run early: [`Stopped::uninterrupted`](super::Stopped::uninterrupted).
    #[error("training was interrupted before its end")]
    Interrupted,
    /// The processes that were to make steps together cannot.
    #[cfg(feature = "mpi")]
    #[error(transparent)]
    Mpi(#[from] crate::mpi::MpiError),
    /// The signal of Ctrl-C, or another one, could not be handled.
    #[error("cannot handle the signal of Ctrl-C: {0}")]
    Interrupt(#[source] std::io::Error),
}

nn_core::debug_by_message!(TrainError);

/// What a learning rate must be.
const RATE: &str = "a finite number of at least 0";

impl TrainError {
    /// A setting of the trainer whose value cannot be.
    pub(super) fn refused(name: &'static str, value: impl Display, expected: &'static str) -> Self {
        Self::Setting { name, value: value.to_string(), expected }
    }

    /// Refuses a learning rate that cannot be; `value` shows it.
    pub(super) fn check_rate(rate: f64, value: impl FnOnce() -> String) -> Result<(), Self> {
        if rate.is_finite() && rate >= 0.0 { Ok(()) } else { Err(Self::refused("learning rate", value(), RATE)) }
    }

    /// Names the validation of an epoch, counted from 1, as the stage of an evaluation.
    pub(super) fn in_validation(self, epoch: u64) -> Self {
        match self {
            Self::NotFinite { what, .. } => Self::NotFinite { stage: format!("epoch {epoch}, validation"), what },
            other => other,
        }
    }
}

/// What helps when training diverges in a layer, or because of a sample.
fn remedy(in_a_layer: bool) -> &'static str {
    if in_a_layer {
        "a lower learning rate, `clip`, or a normalisation keeps numbers in range"
    } else {
        "correct the sample, or leave it out"
    }
}
