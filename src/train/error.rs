//! Why training stopped with an error.

use crate::data::DataError;
use crate::files::FileError;
use std::path::PathBuf;

/// Why training could not go on. What was learned until then is in the trainer still.
#[derive(Debug, thiserror::Error)]
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
    /// The processes that were to make steps together cannot.
    #[cfg(feature = "mpi")]
    #[error(transparent)]
    Mpi(#[from] crate::mpi::MpiError),
    /// Ctrl-C could not be caught.
    #[error("cannot catch Ctrl-C: {0}")]
    Interrupt(#[from] ctrlc::Error),
}

impl TrainError {
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
