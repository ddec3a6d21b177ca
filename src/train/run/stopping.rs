//! Stopping a run: by early stopping, limits, signals and callbacks.

use crate::data::Dataset;
use crate::train::{Driver, StopReason, Trainer};
use nn_core::{Dim, Network, Optimizer};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// The external causes that stop a run: elapsed time and signals.
pub(super) struct Clock {
    start: Instant,
    /// The number of the signal that requested a stop, 0 if there was none.
    signal: Option<Arc<AtomicUsize>>,
}

impl Clock {
    pub(super) fn start(signal: Option<Arc<AtomicUsize>>) -> Self {
        Self { start: Instant::now(), signal }
    }

    /// Returns whether a signal requested a stop.
    fn is_interrupted(&self) -> bool {
        self.signal.as_ref().is_some_and(|signal| signal.load(Ordering::SeqCst) != 0)
    }
}

impl<Net, O, B, L, D, S> Trainer<Net, O, B, L, D, S>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
    D: Dataset,
    S: Driver<Net, O, B>,
{
    /// Returns whether early stopping ends the run. The patience is that of this program, so that a resumed run continues if it is
    /// larger.
    pub(super) fn is_stale(&self) -> bool {
        self.config.patience.is_some_and(|patience| self.run.stale >= patience.max(1))
    }

    pub(super) fn is_at_most_steps(&self) -> bool {
        self.config.max_steps.is_some_and(|most| self.session.steps() >= most)
    }

    /// Returns why the run stops after a step, if it does.
    pub(super) fn stop_after_step(&self, flow: ControlFlow<()>, clock: &Clock) -> Option<StopReason> {
        let config = &self.config;
        let reason = if flow.is_break() {
            Some(StopReason::Callback)
        } else if clock.is_interrupted() {
            Some(StopReason::Interrupted)
        } else if self.is_at_most_steps() {
            Some(StopReason::Steps)
        } else {
            config.max_time.filter(|&most| clock.start.elapsed() >= most).map(|_| StopReason::Time)
        };
        let may = self.may_be_stopped() || config.max_time.is_some() || config.max_steps.is_some();
        self.driver.agree(may, reason)
    }

    /// Returns why the run stops after an epoch, if it does.
    pub(super) fn stop_after_epoch(&self, flow: ControlFlow<()>, clock: &Clock) -> Option<StopReason> {
        let reason = flow.is_break().then_some(StopReason::Callback);
        let reason = if clock.is_interrupted() { Some(StopReason::Interrupted) } else { reason };
        self.driver.agree(self.may_be_stopped(), reason)
    }

    /// Returns whether a signal or a callback could stop the run.
    fn may_be_stopped(&self) -> bool {
        self.config.stop_on_ctrl_c || !self.hooks.callbacks.is_empty()
    }
}
