//! The reason why a run ended.

use super::{TrainError, interrupt};
use std::process::{ExitCode, Termination};

/// The reason why a run ended.
///
/// A program must not continue after an interrupt as if training were complete: it would replace a good network by one that has
/// barely been trained. [`uninterrupted`](Self::uninterrupted) turns an interrupt into an error:
///
/// ```
/// # use nn::files;
/// # use nn::prelude::*;
/// # network! {
/// #     struct Line {
/// #         fc: Linear<1, 1>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<1> {
/// #         x.fc()
/// #     }
/// # }
/// # let x = Tensor::<shape![8, 1]>::from_fn(|[i, _]| i as f32 / 8.0);
/// # let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![8]>(&x, &x);
/// # let session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(0.1), 1);
/// # let path = std::env::temp_dir().join(format!("nn-stopped-{}.safetensors", std::process::id()));
/// let mut trainer = Trainer::new(session, Loader::new(data), Mse).stop_on_ctrl_c();
/// trainer.run(5)?.uninterrupted()?;
/// files::save(trainer.best(), &path)?;
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It also implements [`Termination`] as the exit code of a process: `fn main() -> Result<StopReason, Box<dyn Error>>` returns the
/// reason; or use [`exit_code`](Self::exit_code).
#[must_use = "an interrupted run is incomplete: call `.uninterrupted()?` to treat it as an error"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// All epochs are complete.
    Finished,
    /// The monitored value did not improve for the number of epochs set by [`early_stopping`](super::Trainer::early_stopping).
    Early,
    /// The step limit [`max_steps`](super::Trainer::max_steps) was reached.
    Steps,
    /// The time limit [`max_time`](super::Trainer::max_time) was reached.
    Time,
    /// A callback returned [`ControlFlow::Break`](std::ops::ControlFlow::Break).
    Callback,
    /// A signal such as Ctrl-C requested it: [`stop_on_ctrl_c`](super::Trainer::stop_on_ctrl_c).
    Interrupted,
}

impl StopReason {
    /// Returns an error if a signal ended the run. A run that ended because of a limit of the program, such as a number of epochs
    /// or steps, a time or a callback, is not an error.
    ///
    /// # Errors
    /// [`TrainError::Interrupted`].
    pub fn uninterrupted(self) -> Result<(), TrainError> {
        if self == Self::Interrupted { Err(TrainError::Interrupted) } else { Ok(()) }
    }

    /// Returns the exit code of a process: success, or, after a signal, 128 plus its number as shells do, 130 for Ctrl-C.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use std::process::ExitCode;
    /// assert_eq!(StopReason::Early.exit_code(), ExitCode::SUCCESS);
    /// assert_eq!(StopReason::Interrupted.exit_code(), ExitCode::from(130));
    /// ```
    pub fn exit_code(self) -> ExitCode {
        if self == Self::Interrupted { interrupt::exit_code().into() } else { ExitCode::SUCCESS }
    }
}

impl Termination for StopReason {
    fn report(self) -> ExitCode {
        self.exit_code()
    }
}
