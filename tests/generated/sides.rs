//! The input and output size of a layer along the axis that it transforms.

use crate::architecture::Size;
use crate::shape::{Dim, Names};

#[derive(Clone, Debug)]
pub(crate) struct Sides {
    /// `None` for `_`.
    pub(crate) input: Option<Size>,
    pub(crate) output: Size,
    /// The size inferred for `_`.
    pub(crate) inferred: Option<Dim>,
    /// The output size of an array of these layers, which is their input size.
    gives: Option<Dim>,
}

impl Sides {
    pub(crate) fn new(input: Option<Size>, output: Size) -> Self {
        Sides { input, output, inferred: None, gives: None }
    }

    /// `_, 8`.
    pub(crate) fn text(&self) -> String {
        format!("{}, {}", self.input.as_ref().map_or("_".into(), Size::to_string), self.output)
    }

    pub(crate) fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.input.iter_mut().chain([&mut self.output]).collect()
    }

    /// Resets everything that was inferred from uses of the layer.
    pub(crate) fn forget(&mut self) {
        (self.inferred, self.gives) = (None, None);
    }

    pub(crate) fn give_what_it_takes(&mut self, names: &Names) {
        self.gives = self.input(names);
    }

    /// The input size, if it is known.
    pub(crate) fn input(&self, names: &Names) -> Option<Dim> {
        self.input.as_ref().map(|input| names.dim(input)).or_else(|| self.inferred.clone())
    }

    pub(crate) fn output(&self, names: &Names) -> Dim {
        self.gives.clone().unwrap_or_else(|| names.dim(&self.output))
    }

    pub(crate) fn settled(&self, names: &Names) -> Vec<Dim> {
        self.input(names).into_iter().chain([self.output(names)]).collect()
    }
}
