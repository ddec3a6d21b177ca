//! `Tied<embed>`: a layer with the transposed weight of an `Embedding` or of a `Linear`, or with a `Parameter`.

use crate::architecture::Size;
use crate::layers::{Fit, Kind, Rules};
use crate::linear;
use crate::shape::{Dim, Names, Shape};

#[derive(Clone, Debug)]
pub(crate) struct Tied {
    /// The name of the other layer.
    pub(crate) of: String,
    /// The input and output size, as far as the other layer has them.
    sizes: Option<[Dim; 2]>,
}

impl Tied {
    /// Returns the layer with the weight of another one; `None` if that has no weight to use.
    pub(crate) fn to(of: &str, layer: &Kind, names: &Names) -> Option<Tied> {
        let mut tied = Tied { of: of.into(), sizes: None };
        matches!(layer, Kind::Linear(_) | Kind::Embedding(_) | Kind::Stored(_)).then(|| tied.settle(layer, names))?;
        tied.sizes.is_some().then_some(tied)
    }

    /// Whether the sizes of the other layer are known: a `_` of it is inferred where it is called.
    pub(crate) fn is_settled(&self) -> bool {
        self.sizes.is_some()
    }

    /// Reads the sizes from the other layer.
    pub(crate) fn settle(&mut self, layer: &Kind, names: &Names) {
        self.sizes = match layer {
            Kind::Linear(linear) => linear.sides.input(names).map(|input| [linear.sides.output(names), input]),
            Kind::Embedding(table) => table.below(names).map(|below| [names.dim(&table.features), below]),
            Kind::Stored(stored) => stored.matrix(names),
            _ => None,
        };
    }
}

impl Rules for Tied {
    fn text(&self) -> String {
        format!("Tied<{}>", self.of)
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        Vec::new()
    }

    fn settled(&self, _: &Names) -> Vec<Dim> {
        Vec::new()
    }

    fn take(&mut self, given: &Shape, _: &Names) -> Option<Fit> {
        let Some([input, output]) = &self.sizes else { return Some(Fit::NotInferred) };
        Some(linear::of_last_axis(input, output, given))
    }

    fn expected(&self, takes: &[Dim], words: &dyn Fn(&[Dim]) -> String) -> String {
        linear::expected(takes, words)
    }

    fn keeps_axes(&self, given: &Shape) -> bool {
        given.known().is_some_and(|dims| dims.len() > 1)
    }
}
