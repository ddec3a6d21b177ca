//! The normalisers and class names of a network.

use crate::data::{ClassNames, Normalizer};
use nn_core::{Dim, Network};
use std::fmt;

/// What a program needs beside a network's parameters to use it: how inputs and targets are normalised, and what the classes are
/// called. [`save_with`](super::save_with) stores it in the network's file, [`load_with`](super::load_with) returns it.
///
/// Shapes are checked by the compiler: the normaliser of inputs has the shape of the network's input, that of targets the shape of its
/// output, and there is one name for each element of the output.
pub struct Attachments<Net: Network> {
    pub(super) input: Option<Normalizer<Net::In, Net::Elem>>,
    pub(super) target: Option<Normalizer<Net::Out, Net::Elem>>,
    /// As many as the output has elements.
    pub(super) names: Option<Vec<String>>,
}

impl<Net: Network> Attachments<Net> {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { input: None, target: None, names: None }
    }

    /// Adds what normalised the inputs that the network learned.
    pub fn with_input_normalizer(mut self, normalizer: &Normalizer<Net::In, Net::Elem>) -> Self {
        self.input = Some(normalizer.clone());
        self
    }

    /// Adds what normalised the targets that the network learned, for [`Normalizer::inverse`] of its output.
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

    /// What normalises inputs, if it is there.
    pub fn input_normalizer(&self) -> Option<&Normalizer<Net::In, Net::Elem>> {
        self.input.as_ref()
    }

    /// What normalised targets, if it is there.
    pub fn target_normalizer(&self) -> Option<&Normalizer<Net::Out, Net::Elem>> {
        self.target.as_ref()
    }

    /// The names of the classes, if they are there.
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
