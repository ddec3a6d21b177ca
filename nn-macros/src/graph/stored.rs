//! Stored tensors as values of `forward`, and layers with the weight of another one.

use super::nodes::{Node, NodeLayer, ValueId};
use super::walk::{Walk, Walked};
use crate::catalogue::Layer;
use crate::diagnostics::{Errors, messages};
use crate::syntax::{FieldKind, Network};
use proc_macro2::Ident;

impl Walk<'_> {
    /// The field of this name, if it is a stored tensor.
    pub(super) fn stored(&self, name: &str) -> Option<usize> {
        self.field(name).filter(|&field| matches!(self.graph.layers[field], Some(Layer::Stored(_))))
    }

    /// The names of all stored tensors.
    pub(super) fn stored_names(&self) -> Vec<String> {
        let names = self.network.fields.iter().map(|field| field.name.to_string());
        names.filter(|name| self.stored(name).is_some()).collect()
    }

    /// Returns the value of a stored tensor: the output of one node, however often it is used.
    pub(super) fn stored_value(&mut self, field: usize, name: &Ident) -> Walked<ValueId> {
        self.used_fields.insert(field);
        let is_this = |node: &&Node| matches!(node.layer, NodeLayer::Field(other) if other == field);
        if let Some(node) = self.graph.nodes.iter().find(is_this) {
            return Ok(node.outputs[0]);
        }
        let Some(Layer::Stored(stored)) = &self.graph.layers[field] else {
            return self.report(name.span(), messages::layer_as_value(name));
        };
        let shapes = vec![stored.shape()];
        let value = self.apply(NodeLayer::Field(field), &name.to_string(), name.span(), Vec::new(), shapes, true)[0];
        // Messages name it like an input, without a line.
        self.graph.values[value].origin.is_input = true;
        Ok(value)
    }
}

/// Finds the layers whose weights others use, and reports those that have none to use.
pub(super) fn tie(network: &Network, layers: &mut [Option<Layer>], errors: &mut Errors) {
    for index in 0..layers.len() {
        let Some(Layer::Tied(tied)) = &layers[index] else { continue };
        let (of, field) = (tied.of.clone(), &network.fields[index]);
        let message = match network.fields.iter().position(|field| field.name == of) {
            None => {
                let names: Vec<_> = network.fields.iter().map(|field| field.name.to_string()).collect();
                let can_be = |index: &usize| {
                    let is_one = matches!(network.fields[*index].kind, FieldKind::One(_));
                    is_one && matches!(layers[*index], Some(Layer::Embedding(_) | Layer::Linear(_)))
                };
                let known: Vec<_> = (0..names.len()).filter(can_be).map(|index| names[index].as_str()).collect();
                Some(messages::tied_to_unknown(&of.to_string(), &known))
            }
            Some(target) => match (&layers[target], &network.fields[target].kind, &field.kind) {
                // An error in its declaration has been reported.
                (None, ..) => None,
                (.., FieldKind::Array(..)) => Some(messages::tied_in_array(&field.name, &of)),
                (Some(Layer::Embedding(_) | Layer::Linear(_)), FieldKind::One(_), _) => {
                    if let Some(Layer::Tied(tied)) = &mut layers[index] {
                        tied.field = Some(target);
                    }
                    continue;
                }
                _ => Some(messages::tied_to_other(&of)),
            },
        };
        if let Some(message) = message {
            errors.at(of.span(), message);
        }
        layers[index] = None;
    }
}
