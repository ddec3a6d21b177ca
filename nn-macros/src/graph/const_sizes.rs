//! Const parameters of a network that are used as sizes, which are types.

use super::nodes::Graph;
use crate::catalogue::Layer;
use crate::diagnostics::{Errors, messages};
use crate::syntax::{Argument, FieldKind, Network, Size, Value};
use proc_macro2::Ident;
use syn::{GenericParam, Type};

/// Reports const parameters that are used as sizes, which are types.
pub(super) fn const_sizes(network: &Network, graph: &mut Graph, errors: &mut Errors) {
    let forward = &network.forward;
    let shapes = forward.inputs.iter().map(|input| &input.ty).chain(&forward.outputs);
    let mut sizes: Vec<&Type> = shapes.flat_map(|ty| ty.sizes.iter().chain(&ty.class)).filter_map(of_size).collect();
    for (field, layer) in network.fields.iter().zip(&graph.layers) {
        let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
        if !matches!(layer, Some(Layer::Custom(_))) {
            ty.arguments.iter().for_each(|argument| match argument {
                Argument::Size(size) => sizes.extend(of_size(size)),
                Argument::Named(_, value) => of_value(value, &mut sizes),
                _ => {}
            });
        }
    }
    let is_size = |name: &Ident| {
        sizes.iter().any(|ty| matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(name)))
    };
    for parameter in &network.generics.params {
        if let GenericParam::Const(parameter) = parameter
            && is_size(&parameter.ident)
        {
            errors.at(parameter.const_token.span, messages::const_as_size(&network.name, &parameter.ident));
            graph.is_misdeclared = true;
        }
    }
}

fn of_size(size: &Size) -> Option<&Type> {
    match size {
        Size::Type(ty) => Some(ty),
        Size::Literal(..) => None,
    }
}

fn of_value<'a>(value: &'a Value, sizes: &mut Vec<&'a Type>) {
    match value {
        Value::Type(ty) => sizes.push(ty),
        Value::Tuple(values) | Value::List(values, _) => values.iter().for_each(|value| of_value(value, sizes)),
        Value::Literal(_) | Value::Built(_) => {}
    }
}
