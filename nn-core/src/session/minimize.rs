//! Steps that evaluate the loss several times.

use crate::dim::Dim;
use crate::float::Float;
use crate::network::Network;
use crate::optim::{Lbfgs, Objective, Optimizer};
use crate::parameters::Frozen;
use crate::session::{Session, SkippedUpdate};

impl<Net, O, B> Session<Net, O, B>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// Performs one step of [`Lbfgs`] on this session's network, and returns the loss before it, as PyTorch's `step(closure)`.
    ///
    /// `evaluate` computes the gradient at the current parameters, by [`gradients`](Self::gradients) or by several calls of
    /// [`accumulate`](Self::accumulate), and returns the loss. It is called several times and must compute the same function each
    /// time, so it uses the same batches; the zeros of dropout are the same within a step.
    ///
    /// The session's own optimiser and [`clip`](Self::clip) are not used. Frozen layers do not change. An invalid setting of
    /// `lbfgs` skips the step: see [`skipped_update`](Self::skipped_update).
    ///
    /// [`Lbfgs`] has an example.
    pub fn minimize(&mut self, lbfgs: &mut Lbfgs<Net>, evaluate: impl FnMut(&mut Self) -> Net::Elem) -> Net::Elem {
        let mut evaluation = Evaluation { session: self, evaluate };
        let loss = match lbfgs.check_settings() {
            Ok(()) => {
                let loss = lbfgs.step(&mut evaluation);
                self.skipped = None;
                self.step = self.step.saturating_add(1);
                loss
            }
            Err(error) => {
                let loss = evaluation.evaluate();
                self.skipped = Some(SkippedUpdate::Setting(error));
                self.skipped_updates = self.skipped_updates.saturating_add(1);
                loss
            }
        };
        Net::Elem::from_f64(loss)
    }
}

/// A session with the closure that evaluates its loss.
struct Evaluation<'a, S, F> {
    session: &'a mut S,
    evaluate: F,
}

impl<Net, O, B, F> Objective for Evaluation<'_, Session<Net, O, B>, F>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
    F: FnMut(&mut Session<Net, O, B>) -> Net::Elem,
{
    type Net = Net;

    fn evaluate(&mut self) -> f64 {
        let loss = (self.evaluate)(self.session);
        self.session.complete();
        loss.to_f64()
    }

    fn parts(&mut self) -> (&mut Net, &Net) {
        (&mut self.session.network, &self.session.gradient)
    }

    fn frozen(&self) -> Frozen<'static> {
        self.session.frozen
    }
}
