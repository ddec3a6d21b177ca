//! Every layer that is declared in a struct. A new one is a file with its rules, a variant of [`Kind`], and a line in
//! [`KINDS`].

use crate::architecture::Size;
use crate::convolution::Convolution;
use crate::draw::Scope;
use crate::embedding::Embedding;
use crate::groups::Groups;
use crate::linear::Linear;
use crate::nested::Nested;
use crate::norm::Norm;
use crate::shape::{Dim, Names, Shape};
use crate::window::Window;
use std::ops::{Deref, DerefMut};

/// How a layer is drawn for a value of a shape: `None` if it does not take such a value.
pub(crate) type Draw = fn(&mut Scope<'_>, &Shape) -> Option<Kind>;

/// The layers that take one value of numbers. Those of indices stand behind inputs, nested networks may take several
/// values, and normalisations stand behind other layers: they are drawn in [`draw`](crate::draw).
pub(crate) const KINDS: &[Entry] = &[
    Entry { weight: 10, draw: Linear::draw, draw_row: Linear::draw_row },
    Entry { weight: 16, draw: Convolution::draw, draw_row: Convolution::draw_row },
];

pub(crate) struct Entry {
    /// How often it is tried.
    pub(crate) weight: usize,
    pub(crate) draw: Draw,
    /// A layer that gives the shape that it takes, to be repeated.
    pub(crate) draw_row: Draw,
}

/// A layer; what it does is in its [`Rules`].
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Linear(Linear),
    Convolution(Convolution),
    Norm(Norm),
    Embedding(Embedding),
    Nested(Nested),
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
        }
    }
}

/// What a layer says of a value's shape.
pub(crate) enum Fit {
    /// It fits, and this comes out.
    Gives(Vec<Dim>),
    /// It does not fit by what the text of the network says.
    Misfit(Misfit),
    /// It fits if this is the shape that is given, which a reader of the network alone cannot say; otherwise that is the
    /// mistake. This comes out.
    Claims(Vec<Dim>, Vec<Dim>),
    /// Its sizes would follow from what is given, which only the compiler knows.
    NotInferred,
    /// What is said of it is not predicted.
    Unpredicted,
}

pub(crate) struct Misfit {
    /// The shape that it takes, in its words.
    pub(crate) expects: String,
    /// The same as a shape, if it is settled.
    pub(crate) takes: Option<Vec<Dim>>,
    /// What it gives all the same, if that is certain.
    pub(crate) gives: Option<Vec<Dim>>,
}

impl Misfit {
    /// Of a value of which nothing comes.
    pub(crate) fn without_result(expects: String) -> Self {
        Misfit { expects, takes: None, gives: None }
    }
}

/// What is known of a layer by reading the text.
pub(crate) trait Rules {
    /// The type as it is written in the struct.
    fn text(&self) -> String;

    /// Its sizes, each of which can be written wrongly.
    fn sizes_mut(&mut self) -> Vec<&mut Size>;

    /// Its sizes, as far as they are settled.
    fn settled(&self, names: &Names) -> Vec<Dim>;

    /// Forgets what its uses settled.
    fn forget(&mut self) {}

    /// Sets whether it adds a bias, for a layer that can.
    fn set_bias(&mut self, _bias: bool) {}

    /// The channels that it shares among groups, if it does.
    fn groups(&self, _: &Names) -> Option<Groups> {
        None
    }

    /// Their number, which can be written wrongly.
    fn groups_mut(&mut self) -> Option<&mut u64> {
        None
    }

    /// Where a message about its groups stands in its type, with the word that is marked.
    fn groups_word(&self) -> Option<(usize, String)> {
        None
    }

    /// The window that it slides, if it does, and along how many axes.
    fn window_mut(&mut self) -> Option<(&mut Window, usize)> {
        None
    }

    /// What comes out for a value of numbers; its first use settles what it leaves to be inferred. `None` for a nested
    /// network, of which another network's text says nothing, and for a layer of indices.
    fn take(&mut self, _: &Shape, _: &Names) -> Option<Fit> {
        None
    }

    /// Whether it gives what it takes.
    fn keeps_shape(&self) -> bool {
        false
    }

    /// Whether sizes of what it is given are among those that it gives.
    fn keeps_sizes(&self) -> bool {
        self.keeps_shape()
    }

    /// An array's outputs are its inputs.
    fn give_what_it_takes(&mut self, _: &Names) {}

    /// Whether it mentions this parameter of the network, once its sizes are settled.
    fn mentions(&self, parameter: &str, names: &Names) -> bool {
        let mentions = |dim: Dim| dim.with(&[(parameter.into(), Dim::Number(1))]) != dim;
        self.settled(names).into_iter().any(mentions)
    }
}
