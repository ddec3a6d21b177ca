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
    "relu6",
    "hardtanh",
    "log_sigmoid",
    "softsign",
    "celu",
    "threshold",
    "softshrink",
    "hardshrink",
    "tanhshrink",
    "glu",
    "softmax",
    "softmin",
    "softmax2d",
    "log_softmax",
    "max_pool",
    "avg_pool",
    "lp_pool",
    "adaptive_avg_pool",
    "adaptive_max_pool",
    "global_avg_pool",
    "upsample",
    "zero_pad",
    "local_response_norm",
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
    "normal_noise",
    "exp",
    "expm1",
    "ln",
    "log1p",
    "square",
    "sqrt",
    "rsqrt",
    "recip",
    "sin",
    "cos",
    "abs",
    "sign",
    "floor",
    "erf",
    "detach",
    "pow",
    "clamp",
    "sum",
    "mean",
    "var",
    "std",
    "norm",
    "logsumexp",
    "expand",
    "flatten",
    "reshape",
    "squeeze",
    "unsqueeze",
    "transpose",
    "slice",
    "select",
    "flip",
    "roll",
    "repeat",
    "unfold",
    "unfold2d",
    "fold2d",
    "max",
    "min",
    "argmax",
    "argmin",
    "cumsum",
    "rotary",
    "one_hot",
    "sequence_mask",
];
pub(crate) const FUNCTIONS: &[&str] = &[
    "concat",
    "split",
    "minimum",
    "maximum",
    "select",
    "stack",
    "chunk",
    "index_select",
    "gather",
    "max_unpool",
    "matmul",
    "dot",
    "outer",
    "einsum",
    "attention",
];

/// Names that layers often have: a layer of this name takes the place of the operation.
const COMMON: &[&str] = &[
    "sum",
    "mean",
    "var",
    "std",
    "norm",
    "select",
    "expand",
    "sign",
    "square",
    "slice",
    "flip",
    "roll",
    "repeat",
    "unfold",
    "max",
    "min",
    "stack",
    "chunk",
    "dot",
    "outer",
    "attention",
];

/// Returns whether the arguments of an operation are axes and indices, which may be negative, or ranges.
pub(super) fn takes_indices(name: &str) -> bool {
    matches!(
        name,
        "softmax"
            | "log_softmax"
            | "softmin"
            | "squeeze"
            | "unsqueeze"
            | "transpose"
            | "slice"
            | "select"
            | "flip"
            | "roll"
            | "repeat"
            | "unfold"
            | "max"
            | "min"
            | "argmax"
            | "argmin"
            | "cumsum"
    )
}

/// Returns whether an operation is a padding, whose sizes may be negative.
pub(crate) fn is_padding(name: &str) -> bool {
    matches!(name, "zero_pad" | "constant_pad" | "reflect_pad" | "replicate_pad" | "circular_pad")
}

/// Returns whether a name is reserved for an operation, so that no layer can have it.
pub(crate) fn is_reserved(name: &str) -> bool {
    is_operation(name) && !COMMON.contains(&name)
}

/// Returns whether an operation has this name.
pub(crate) fn is_operation(name: &str) -> bool {
    METHODS.contains(&name) || FUNCTIONS.contains(&name)
}
