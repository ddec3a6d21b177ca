//! The settings of a trainer that are plain data, and the checks of their values.

use super::{Progress, TrainError};
use std::path::PathBuf;
use std::time::Duration;

/// The settings of a [`Trainer`](super::Trainer) that are plain data. Each of the trainer's methods sets one;
/// [`with_config`](super::Trainer::with_config) sets all of them, for example from a file or from command-line arguments.
///
/// They are checked when a [run](super::Trainer::run) begins. A resumed run uses the settings of the program, not those of the
/// checkpoint.
///
/// ```
/// use nn::train::TrainerConfig;
/// let mut config = TrainerConfig::default();
/// config.patience = Some(5);
/// assert_eq!((config.accumulate, config.min_delta, config.watch_gradient), (1, 0.0, true));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TrainerConfig {
    /// The number of batches per step: [`accumulate`](super::Trainer::accumulate). Defaults to 1.
    pub accumulate: u64,
    /// The name of the monitored value, by which networks are compared: [`monitor`](super::Trainer::monitor).
    pub monitor: Option<String>,
    /// The number of epochs without an improvement of the monitored value after which a run stops:
    /// [`early_stopping`](super::Trainer::early_stopping).
    pub patience: Option<u64>,
    /// The smallest change that counts as an improvement: [`min_delta`](super::Trainer::min_delta). Defaults to 0.
    pub min_delta: f64,
    /// The folder of the checkpoints: [`checkpoints`](super::Trainer::checkpoints).
    pub checkpoint_folder: Option<PathBuf>,
    /// The number of checkpoints that are kept. Defaults to 1.
    pub keep_checkpoints: usize,
    /// The number of steps between two checkpoints within an epoch:
    /// [`checkpoint_every`](super::Trainer::checkpoint_every).
    pub checkpoint_every: Option<u64>,
    /// Whether a run resumes from the newest checkpoint: [`resume`](super::Trainer::resume). Defaults to `false`.
    pub resume: bool,
    /// The text that is printed when a run ends that can be resumed: [`resume_hint`](super::Trainer::resume_hint).
    pub resume_hint: Option<String>,
    /// The files that the values of each epoch are appended to: [`log`](super::Trainer::log).
    pub logs: Vec<PathBuf>,
    /// Whether each gradient is checked before its step: [`watch_gradient`](super::Trainer::watch_gradient). Defaults to `true`.
    pub watch_gradient: bool,
    /// The number of steps after which a run stops: [`max_steps`](super::Trainer::max_steps).
    pub max_steps: Option<u64>,
    /// The time after which a run stops: [`max_time`](super::Trainer::max_time).
    pub max_time: Option<Duration>,
    /// Whether signals stop a run: [`stop_on_ctrl_c`](super::Trainer::stop_on_ctrl_c). Defaults to `false`.
    pub stop_on_ctrl_c: bool,
    /// What is displayed: [`progress`](super::Trainer::progress).
    pub progress: Progress,
}

impl Default for TrainerConfig {
    fn default() -> Self {
        Self {
            accumulate: 1,
            monitor: None,
            patience: None,
            min_delta: 0.0,
            checkpoint_folder: None,
            keep_checkpoints: 1,
            checkpoint_every: None,
            resume: false,
            resume_hint: None,
            logs: Vec::new(),
            watch_gradient: true,
            max_steps: None,
            max_time: None,
            stop_on_ctrl_c: false,
            progress: Progress::Auto,
        }
    }
}

impl TrainerConfig {
    /// Rejects invalid values.
    pub(super) fn check(&self) -> Result<(), TrainError> {
        if self.accumulate == 0 {
            return Err(TrainError::refused("accumulate", 0, "at least 1 batch per step"));
        }
        if self.max_steps == Some(0) {
            return Err(TrainError::refused("max_steps", 0, "at least 1 step"));
        }
        if !(self.min_delta.is_finite() && self.min_delta >= 0.0) {
            return Err(TrainError::refused("min_delta", self.min_delta, "a finite number of at least 0"));
        }
        let needs_folder = |setting: &str| TrainError::Requires {
            setting: setting.into(),
            needs: "a folder",
            call: "checkpoints(..)",
        };
        let has_no_folder = self.checkpoint_folder.is_none();
        match self.checkpoint_every {
            Some(0) => return Err(TrainError::refused("checkpoint_every", 0, "at least 1 step")),
            Some(_) if has_no_folder => return Err(needs_folder("`checkpoint_every`")),
            _ => {}
        }
        if self.resume && has_no_folder {
            return Err(needs_folder("`resume`"));
        }
        if !has_no_folder && self.keep_checkpoints == 0 {
            return Err(TrainError::refused("checkpoints(.., keep)", 0, "at least 1"));
        }
        Ok(())
    }
}
