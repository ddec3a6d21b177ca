//! Stored tensors as values of `forward`.

use crate::catalogue::Layer;
use crate::diagnostics::messages;
use crate::graph::nodes::{Node, NodeLayer, ValueId};
use crate::graph::walk::{Walk, Walked};
use proc_macro2::Ident;

impl Walk<'_> {
    /// The field of this name, if it is a stored tensor.
    pub(in crate::graph) fn stored(&self, name: &str) -> Option<usize> {
        self.field(name).filter(|&field| matches!(self.graph.layers[field], Some(Layer::Stored(_))))
    }

    /// The names of all stored tensors.
    pub(in crate::graph) fn stored_names(&self) -> Vec<String> {
        let names = self.network.fields.iter().map(|field| field.name.to_string());
        names.filter(|name| self.stored(name).is_some()).collect()
    }

    /// Returns the value of a stored tensor: the output of one node, however often it is used.
    pub(in crate::graph) fn stored_value(&mut self, field: usize, name: &Ident) -> Walked<ValueId> {
        self.used_fields.insert(field);
        // A layer with this weight is a node of the field, too.
        let is_this =
            |node: &&Node| node.at.is_none() && matches!(node.layer, NodeLayer::Field(other) if other == field);
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
