//! The state of a layer of a stream that begins with an operand of its first step.

use crate::parameters::{Plain, plain};

/// The state `S` of a layer in a stream that receives its initial state with each step, and reads it at the first one alone.
#[repr(C)]
pub struct StartedState<S: Plain> {
    state: S,
    /// 0 before the first step. It is not derived from the number of the step, which wraps on 32-bit machines.
    has_begun: usize,
}

plain! { impl[S: Plain] for StartedState<S> { state, has_begun } }

impl<S: Plain> StartedState<S> {
    /// Returns the state after the step before this one, which `begin` sets at the first step.
    #[inline(always)]
    pub(super) fn started(&mut self, begin: impl FnOnce(&mut S)) -> &mut S {
        if self.has_begun == 0 {
            self.has_begun = 1;
            begin(&mut self.state);
        }
        &mut self.state
    }
}
