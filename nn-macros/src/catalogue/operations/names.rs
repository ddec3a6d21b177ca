//! The names of all operations.

/// The names of all methods, for suggestions.
pub(crate) const METHODS: &[&str] = &[
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "gelu_tanh",
    "silu",
    "mish",
    "sigmoid",
    "hard_sigmoid",
    "tanh",
    "hard_swish",
    "softplus",
    "softmax",
    "log_softmax",
    "max_pool",
    "avg_pool",
    "lp_pool",
    "adaptive_avg_pool",
    "adaptive_max_pool",
    "global_avg_pool",
    "upsample",
    "zero_pad",
    "constant_pad",
    "reflect_pad",
    "replicate_pad",
    "circular_pad",
    "pixel_shuffle",
    "pixel_unshuffle",
    "channel_shuffle",
    "dropout",
    "dropout2d",
    "permute",
    "flatten",
    "reshape",
];
pub(crate) const FUNCTIONS: &[&str] = &["concat", "split"];

/// Returns whether an operation is a padding, whose sizes may be negative.
pub(crate) fn is_padding(name: &str) -> bool {
    matches!(name, "zero_pad" | "constant_pad" | "reflect_pad" | "replicate_pad" | "circular_pad")
}

/// Returns whether a name is reserved for an operation, so that no layer can have it.
pub(crate) fn is_operation(name: &str) -> bool {
    METHODS.contains(&name) || FUNCTIONS.contains(&name)
}
