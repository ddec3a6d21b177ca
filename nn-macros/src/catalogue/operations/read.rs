//! Lookup of operations by name.

use super::axes;
use super::elementwise::{elementwise, has_numbers};
use super::foreign::misread;
use super::names::is_operation;
use super::operation::{Call, Operation};
use crate::shape::Scope;
use crate::syntax::arguments;
use proc_macro2::Ident;
use syn::AngleBracketedGenericArguments;

/// The callee of a call: a name, and the arguments between `::<` and `>`.
#[derive(Clone, Copy)]
pub(crate) struct Callee<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) generics: Option<&'a AngleBracketedGenericArguments>,
}

/// Parses the operation of this name; `None` if there is none.
pub(crate) fn read(Callee { name, generics }: Callee<'_>, scope: &Scope) -> Option<syn::Result<Operation>> {
    let are_numbers = has_numbers(&name.to_string());
    let arguments = match generics.map(|generics| arguments(generics, are_numbers)).transpose() {
        Ok(arguments) => arguments,
        Err(error) => return is_operation(&name.to_string()).then_some(Err(error)),
    };
    let (arguments, slip) = arguments.map_or((None, None), |arguments| (Some(arguments.all), arguments.slip));
    let call = Call { name: name.to_string(), span: name.span(), arguments, slip, scope };
    if let Some(error) = misread(&call) {
        return is_operation(&call.name).then_some(Err(error));
    }
    Some(match call.name.as_str() {
        "max_pool" | "avg_pool" => axes::pool(&call),
        "global_avg_pool" => axes::global_avg_pool(&call),
        "upsample" => axes::upsample(&call),
        "zero_pad" => axes::zero_pad(&call),
        "permute" => axes::permute(&call),
        "split" => axes::split(&call),
        "glu" => axes::glu(&call),
        "local_response_norm" => axes::local_response_norm(&call),
        _ => return elementwise(&call),
    })
}
