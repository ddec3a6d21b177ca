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
    "global_avg_pool",
    "upsample",
    "zero_pad",
    "local_response_norm",
    "dropout",
    "dropout2d",
    "permute",
    "flatten",
    "reshape",
];
pub(crate) const FUNCTIONS: &[&str] = &["concat", "split"];

/// Returns whether a name is reserved for an operation, so that no layer can have it.
pub(crate) fn is_operation(name: &str) -> bool {
    METHODS.contains(&name) || FUNCTIONS.contains(&name)
}
