//! Attention in one pass over blocks of keys, without the matrix of all weights (FlashAttention).

mod backward;
mod forward;
mod rows;
mod rule;
mod step;
mod weights;

pub(crate) use backward::{AttentionGradients, attention_backward};
pub(crate) use forward::attention;
pub(crate) use rule::{Attended, AttentionRule, BLOCK};
pub(crate) use step::{Kept, StepMemory, attention_step};
pub(crate) use weights::{KeepWeights, WeightRule};

#[cfg(all(test, feature = "alloc"))]
mod tests;
