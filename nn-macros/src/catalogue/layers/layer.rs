//! A declared layer with its parsed arguments.

use super::bilinear::Bilinear;
use super::convolution::{self, Convolution};
use super::custom::Custom;
use super::embedding::Embedding;
use super::foreign::{Misread, misread};
use super::linear::Linear;
use super::norm::Norm;
use super::notation::Form;
use super::recurrent::Recurrent;
use super::signature::{Describe, Signature};
use super::stored::Stored;
use super::tied::Tied;
use crate::diagnostics::Errors;
use crate::shape::Scope;
use crate::syntax::{LayerType, proposed};
use proc_macro2::Ident;

/// The layers with weights.
const KNOWN: &[&str] = &[
    "Linear",
    "Bilinear",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "Embedding",
    "Lstm",
    "Gru",
    "Rnn",
    "Tied",
    "Parameter",
    "Buffer",
];

/// A declared layer with its parsed arguments.
#[derive(Clone)]
pub(crate) enum Layer {
    Linear(Linear),
    Convolution(Box<Convolution>),
    Embedding(Embedding),
    Norm(Norm),
    Bilinear(Bilinear),
    Recurrent(Recurrent),
    Tied(Tied),
    Stored(Stored),
    /// A custom layer or a nested network.
    Custom(Custom),
}

impl Layer {
    /// Parses the arguments of a declared layer, and adds its errors to `errors`. The layer may be the one that is meant,
    /// so that further errors are found.
    pub(crate) fn declare(field: &Ident, ty: &LayerType, scope: &Scope, errors: &mut Errors) -> Option<Layer> {
        if let Some(Misread { error, meant }) = misread(field, ty, scope) {
            errors.add(error);
            return Self::read(field, &proposed(&meant?, ty.span).ok()?, scope).ok();
        }
        Self::read(field, ty, scope).map_err(|error| errors.add(error)).ok()
    }

    /// Returns whether this is the name of a layer of `nn`.
    pub(crate) fn is_name(name: &Ident) -> bool {
        Form::of(&name.to_string()).is_some()
    }

    fn read(field: &Ident, ty: &LayerType, scope: &Scope) -> syn::Result<Layer> {
        let known = KNOWN.iter().copied().find(|known| ty.path.is_ident(known));
        let layer = match (known, known.and_then(convolution::Kind::of)) {
            (_, Some(kind)) => Convolution::declare(kind, ty, scope).map(|layer| Layer::Convolution(layer.into())),
            (Some("Linear"), None) => Linear::declare(ty, scope).map(Layer::Linear),
            (Some("Bilinear"), None) => Bilinear::declare(ty, scope).map(Layer::Bilinear),
            (Some(name), None) if Recurrent::NAMES.contains(&name) => {
                Recurrent::declare(name, ty, scope).map(Layer::Recurrent)
            }
            (Some("Tied"), None) => Tied::declare(ty).map(Layer::Tied),
            (Some(name @ ("Parameter" | "Buffer")), None) => Stored::declare(name, ty, scope).map(Layer::Stored),
            (Some(_), None) => Embedding::declare(ty, scope).map(Layer::Embedding),
            (None, None) => match Norm::declare(ty, scope) {
                Some(norm) => norm.map(Layer::Norm),
                None => Custom::declare(field, ty, scope).map(Layer::Custom),
            },
        }?;
        match layer.known().and_then(Signature::groups).and_then(|groups| groups.misfit()) {
            Some(error) => Err(error),
            None => Ok(layer),
        }
    }

    /// Returns the layer if it is one of `nn`.
    pub(crate) fn known(&self) -> Option<&dyn Signature> {
        match self {
            Layer::Linear(layer) => Some(layer),
            Layer::Convolution(layer) => Some(&**layer),
            Layer::Embedding(layer) => Some(layer),
            Layer::Norm(layer) => Some(layer),
            Layer::Bilinear(layer) => Some(layer),
            Layer::Recurrent(layer) => Some(layer),
            Layer::Tied(layer) => Some(layer),
            Layer::Stored(layer) => Some(layer),
            Layer::Custom(_) => None,
        }
    }

    /// Returns the layer if it is one of `nn`.
    pub(crate) fn known_mut(&mut self) -> Option<&mut dyn Signature> {
        match self {
            Layer::Linear(layer) => Some(layer),
            Layer::Convolution(layer) => Some(&mut **layer),
            Layer::Embedding(layer) => Some(layer),
            Layer::Norm(layer) => Some(layer),
            Layer::Bilinear(layer) => Some(layer),
            Layer::Recurrent(layer) => Some(layer),
            Layer::Tied(layer) => Some(layer),
            Layer::Stored(layer) => Some(layer),
            Layer::Custom(_) => None,
        }
    }

    /// The type as the summary shows it.
    pub(crate) fn text(&self) -> String {
        match self {
            Layer::Custom(custom) => custom.text.clone(),
            known => known.known().map(Describe::text).unwrap_or_default(),
        }
    }
}
