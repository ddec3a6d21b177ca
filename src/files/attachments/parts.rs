//! The normalisers and class names of a network.

use crate::data::{ClassNames, Normalizer};
use nn_core::{Dim, Network};
use std::fmt;

/// The data that a program needs in addition to a network's parameters: the normalisation of inputs and targets, and the names of
/// the classes. [`save_with`](super::save_with) stores it in the network's file, [`load_with`](super::load_with) returns it.
///
/// Shapes are checked at compile time: the input normaliser has the shape of the network's input, the target normaliser the shape
/// of its output, and there is one name for each element of the output.
pub struct Attachments<Net: Network> {
    pub(super) input: Option<Normalizer<Net::In, Net::Elem>>,
    pub(super) target: Option<Normalizer<Net::Out, Net::Elem>>,
    /// One name for each element of the output.
    pub(super) names: Option<Vec<String>>,
}

impl<Net: Network> Attachments<Net> {
    /// Creates empty attachments.
    pub fn new() -> Self {
        Self { input: None, target: None, names: None }
    }

    /// Adds the normaliser of the inputs that the network was trained on.
    pub fn with_input_normalizer(mut self, normalizer: &Normalizer<Net::In, Net::Elem>) -> Self {
        self.input = Some(normalizer.clone());
        self
    }

    /// Adds the normaliser of the targets that the network was trained on, for [`Normalizer::inverse`] of its output.
    pub fn with_target_normalizer(mut self, normalizer: &Normalizer<Net::Out, Net::Elem>) -> Self {
        self.target = Some(normalizer.clone());
        self
    }

    /// Adds the names of the classes, one for each element of the output.
    pub fn with_class_names<C: Dim>(mut self, names: &ClassNames<C>) -> Self
    where
        Net: Network<Out = (C,)>,
    {
        self.names = Some(names.iter().map(str::to_string).collect());
        self
    }

    /// Returns the normaliser of inputs, if there is one.
    pub fn input_normalizer(&self) -> Option<&Normalizer<Net::In, Net::Elem>> {
        self.input.as_ref()
    }

    /// Returns the normaliser of targets, if there is one.
    pub fn target_normalizer(&self) -> Option<&Normalizer<Net::Out, Net::Elem>> {
        self.target.as_ref()
    }

    /// Returns the names of the classes, if there are any.
    pub fn class_names<C: Dim>(&self) -> Option<ClassNames<C>>
    where
        Net: Network<Out = (C,)>,
    {
        self.names.as_ref().and_then(|names| ClassNames::new(names.as_slice()).ok())
    }
}

impl<Net: Network> Default for Attachments<Net> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Net: Network> Clone for Attachments<Net> {
    fn clone(&self) -> Self {
        Self { input: self.input.clone(), target: self.target.clone(), names: self.names.clone() }
    }
}

impl<Net: Network> fmt::Debug for Attachments<Net> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachments")
            .field("input_normalizer", &self.input)
            .field("target_normalizer", &self.target)
            .field("class_names", &self.names)
            .finish()
    }
}
