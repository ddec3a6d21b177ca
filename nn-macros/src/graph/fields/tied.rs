//! Layers whose weights others use.

use crate::catalogue::Layer;
use crate::diagnostics::{Errors, messages};
use crate::shape::Dim;
use crate::syntax::{FieldKind, Network};

/// Returns the input and output size of a layer with the transposed weight of this one, as far as they are known.
pub(in crate::graph) fn tied_sizes(layer: &Layer) -> Option<[Dim; 2]> {
    match layer {
        Layer::Embedding(table) => table.below.clone().map(|below| [table.features.clone(), below]),
        Layer::Linear(linear) => linear.input.clone().map(|input| [linear.output.clone(), input]),
        Layer::Stored(stored) => stored.matrix(),
        _ => None,
    }
}

/// Returns whether a layer has a weight that others can use.
fn has_matrix(layer: &Layer) -> bool {
    match layer {
        Layer::Embedding(_) | Layer::Linear(_) => true,
        Layer::Stored(stored) => stored.matrix().is_some(),
        _ => false,
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
                    is_one && layers[*index].as_ref().is_some_and(has_matrix)
                };
                let known: Vec<_> = (0..names.len()).filter(can_be).map(|index| names[index].as_str()).collect();
                Some(messages::tied_to_unknown(&of.to_string(), &known))
            }
            Some(target) => match (&layers[target], &network.fields[target].kind, &field.kind) {
                // An error in its declaration has been reported.
                (None, ..) => None,
                (.., FieldKind::Array(..)) => Some(messages::tied_in_array(&field.name, &of)),
                (Some(layer), FieldKind::One(_), _) if has_matrix(layer) => {
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
