//! The layers that are declared in a struct. A new one needs a file with its rules, a variant of [`Kind`], and a line in
//! [`KINDS`].

use crate::architecture::Size;
use crate::bilinear::Bilinear;
use crate::convolution::Convolution;
use crate::draw::Scope;
use crate::embedding::Embedding;
use crate::groups::Groups;
use crate::linear::Linear;
use crate::nested::Nested;
use crate::norm::Norm;
use crate::recurrent::Recurrent;
use crate::shape::{Dim, Names, Shape};
use crate::stored::Stored;
use crate::tied::Tied;
use crate::window::Window;
use std::ops::{Deref, DerefMut};

/// Draws a layer for a value of a shape; `None` if the layer does not accept such a value.
pub(crate) type Draw = fn(&mut Scope<'_>, &Shape) -> Option<Kind>;

/// The layers with one floating-point input. Layers of indices directly follow inputs, nested networks may have several inputs, and
/// normalisations directly follow other layers: [`draw`](crate::draw) draws them.
pub(crate) const KINDS: &[Entry] = &[
    Entry { weight: 10, draw: Linear::draw, draw_row: Linear::draw_row },
    Entry { weight: 28, draw: Convolution::draw, draw_row: Convolution::draw_row },
    Entry { weight: 6, draw: Recurrent::draw, draw_row: Recurrent::draw_row },
];

pub(crate) struct Entry {
    /// The relative frequency with which it is tried.
    pub(crate) weight: usize,
    pub(crate) draw: Draw,
    /// Draws a layer that preserves the shape, to be repeated in an array.
    pub(crate) draw_row: Draw,
}

/// A layer; its behaviour is defined by its [`Rules`].
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Linear(Linear),
    Convolution(Convolution),
    Norm(Norm),
    Embedding(Embedding),
    Nested(Nested),
    Bilinear(Bilinear),
    Recurrent(Recurrent),
    Tied(Tied),
    Stored(Stored),
}

impl Deref for Kind {
    type Target = dyn Rules;
    fn deref(&self) -> &(dyn Rules + 'static) {
        match self {
            Kind::Linear(linear) => linear,
            Kind::Convolution(convolution) => convolution,
            Kind::Norm(norm) => norm,
            Kind::Embedding(embedding) => embedding,
            Kind::Nested(nested) => nested,
            Kind::Bilinear(bilinear) => bilinear,
            Kind::Recurrent(recurrent) => recurrent,
            Kind::Tied(tied) => tied,
            Kind::Stored(stored) => stored,
        }
    }
}

impl DerefMut for Kind {
    fn deref_mut(&mut self) -> &mut (dyn Rules + 'static) {
        match self {
            Kind::Linear(linear) => linear,
            Kind::Convolution(convolution) => convolution,
            Kind::Norm(norm) => norm,
            Kind::Embedding(embedding) => embedding,
            Kind::Nested(nested) => nested,
            Kind::Bilinear(bilinear) => bilinear,
            Kind::Recurrent(recurrent) => recurrent,
            Kind::Tied(tied) => tied,
            Kind::Stored(stored) => stored,
        }
    }
}

/// The verdict of a layer on the shape of a value.
pub(crate) enum Fit {
    /// It fits, and the output has this shape.
    Gives(Vec<Dim>),
    /// It does not fit, by the text of the network.
    Misfit(Misfit),
    /// It fits if the input has the first shape, which the text of the network alone cannot decide; otherwise this is the mistake.
    /// The output has the second shape.
    Claims(Vec<Dim>, Vec<Dim>),
    /// Its sizes would be inferred from a shape that only the compiler knows.
    NotInferred,
    /// The message is not predicted.
    Unpredicted,
}

pub(crate) struct Misfit {
    /// The expected shape, as the message states it.
    pub(crate) expects: String,
    /// The expected shape, if it is known.
    pub(crate) takes: Option<Vec<Dim>>,
    /// The output shape in spite of the mistake, if it is certain.
    pub(crate) gives: Option<Vec<Dim>>,
}

impl Misfit {
    /// A mistake after which there is no output.
    pub(crate) fn without_result(expects: String) -> Self {
        Misfit { expects, takes: None, gives: None }
    }
}

/// The rules of a layer, as far as they follow from the text.
pub(crate) trait Rules {
    /// The type, as written in the struct.
    fn text(&self) -> String;

    /// Its sizes; a mistake may change each of them.
    fn sizes_mut(&mut self) -> Vec<&mut Size>;

    /// Its sizes, as far as they are known.
    fn settled(&self, names: &Names) -> Vec<Dim>;

    /// Resets everything that was inferred from its uses.
    fn forget(&mut self) {}

    /// Sets whether it adds a bias, for a layer that can.
    fn set_bias(&mut self, _bias: bool) {}

    /// Its groups of channels, if it has any.
    fn groups(&self, _: &Names) -> Option<Groups> {
        None
    }

    /// The number of groups, which a mistake may change.
    fn groups_mut(&mut self) -> Option<&mut u64> {
        None
    }

    /// The position in its type that a message about its groups marks, and the marked word.
    fn groups_word(&self) -> Option<(usize, String)> {
        None
    }

    /// Its window, if it has one, and the number of axes along which the window slides.
    fn window_mut(&mut self) -> Option<(&mut Window, usize)> {
        None
    }

    /// Checks a floating-point input and returns the output shape. The first use determines the inferred sizes. `None` for a nested
    /// network, whose shapes do not follow from the text of the outer one, and for a layer of indices.
    fn take(&mut self, _: &Shape, _: &Names) -> Option<Fit> {
        None
    }

    /// The shape that it expects in a message about a claim; `words` formats sizes.
    fn expected(&self, takes: &[Dim], words: &dyn Fn(&[Dim]) -> String) -> String {
        format!("[{}]", words(takes))
    }

    /// Whether axes of this input are also axes of the output, whatever the sizes of the layer.
    fn keeps_axes(&self, _: &Shape) -> bool {
        false
    }

    /// Whether the output has the shape of the input.
    fn keeps_shape(&self) -> bool {
        false
    }

    /// Whether sizes of the input are also sizes of the output.
    fn keeps_sizes(&self) -> bool {
        self.keeps_shape()
    }

    /// Sets the output shape to the input shape, for an array of the layer.
    fn give_what_it_takes(&mut self, _: &Names) {}

    /// Whether its known sizes contain this generic parameter of the network.
    fn mentions(&self, parameter: &str, names: &Names) -> bool {
        let mentions = |dim: Dim| dim.with(&[(parameter.into(), Dim::Number(1))]) != dim;
        self.settled(names).into_iter().any(mentions)
    }
}
