//! Calls in the notation of other frameworks: each is one error, which shows the call in the notation of `network!`.

mod calls;
mod receivers;
mod recurrent_states;

pub(super) use receivers::creates;
