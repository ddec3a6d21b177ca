//! The operations by their names.

use super::operation::{Call, Operation};
use super::{elementwise, permute, pool, resize, split};
use crate::shape::Scope;
use crate::syntax::arguments;
use proc_macro2::Ident;
use syn::AngleBracketedGenericArguments;

/// All names that are called on a value, for suggestions.
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
    "global_avg_pool",
    "upsample",
    "zero_pad",
    "dropout",
    "dropout2d",
    "permute",
    "flatten",
    "reshape",
];
pub(crate) const FUNCTIONS: &[&str] = &["concat", "split"];

/// Whether a layer cannot have this name.
pub(crate) fn is_operation(name: &str) -> bool {
    METHODS.contains(&name) || FUNCTIONS.contains(&name)
}

/// The operation of this name, with its arguments understood; `None` for a name that is none.
pub(crate) fn read(
    name: &Ident,
    generics: Option<&AngleBracketedGenericArguments>,
    scope: &Scope,
) -> Option<syn::Result<Box<dyn Operation>>> {
    let arguments = match generics.map(arguments).transpose() {
        Ok(arguments) => arguments,
        Err(error) => return is_operation(&name.to_string()).then_some(Err(error)),
    };
    let call = Call { name: name.to_string(), span: name.span(), arguments, scope };
    Some(match call.name.as_str() {
        "max_pool" | "avg_pool" => pool::Pool::read(&call).map(boxed),
        "upsample" => resize::Upsample::read(&call).map(boxed),
        "zero_pad" => resize::ZeroPad::read(&call).map(boxed),
        "permute" => permute::Permute::read(&call).map(boxed),
        "split" => split::Split::read(&call).map(boxed),
        "global_avg_pool" => call.without_arguments().map(|()| boxed(pool::Global)),
        _ => elementwise::Elementwise::read(&call)?.map(boxed),
    })
}

fn boxed(operation: impl Operation + 'static) -> Box<dyn Operation> {
    Box::new(operation)
}
