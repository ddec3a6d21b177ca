//! What a graph is lowered for.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Inference,
    Training,
    /// Inference in integers, of the graph that [`integers`](super::integers()) makes.
    Int8,
}
