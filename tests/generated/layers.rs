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

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Linear(Linear),
    Convolution(Convolution),
    Norm(Norm),
    Embedding(Embedding),
    Nested(Nested),
}

/// What a layer says of a value's shape.
pub(crate) enum Fit {
    /// It fits, and this comes out.
    Gives(Vec<Dim>),
    /// It does not fit by what the text of the network says.
    Misfit(Misfit),
    /// It fits if this is the shape that is given, which a reader of the network alone cannot say; otherwise that is the
    /// mistake.
    Claims(Vec<Dim>, Misfit),
    /// Its sizes would follow from what is given, which only the compiler knows: the help.
    NotInferred(String),
    /// What is said of it is not predicted.
    Unpredicted,
}

pub(crate) struct Misfit {
    /// The shape that it takes, in its words.
    pub(crate) expects: String,
    /// The same as a shape, if it is settled.
    pub(crate) takes: Option<Vec<Dim>>,
    /// The fix for other sizes.
    pub(crate) help: Help,
    /// The fix for another number of axes.
    pub(crate) help_rank: Help,
    /// What it gives all the same, if that is certain.
    pub(crate) gives: Option<Vec<Dim>>,
}

impl Misfit {
    /// Of a value of which nothing comes.
    pub(crate) fn without_result(expects: String, help: Help) -> Self {
        Misfit { expects, takes: None, help_rank: help.clone(), help, gives: None }
    }
}

#[derive(Clone)]
pub(crate) enum Help {
    /// ``write `fc: Linear<4, 2>`, or make `x` hold 3``: the code, and the size that is needed.
    Write {
        code: String,
        size: String,
    },
    Text(String),
}

/// Who gives a layer its value, and what: names in messages.
pub(crate) struct Given<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) names: &'a Names,
    pub(crate) layer: &'a str,
    /// How often the layer is repeated, if it is.
    pub(crate) count: Option<usize>,
}

impl Kind {
    /// The type as it is written in the struct.
    pub(crate) fn text(&self) -> String {
        match self {
            Kind::Linear(linear) => linear.text(),
            Kind::Convolution(convolution) => convolution.text(),
            Kind::Norm(norm) => norm.text(),
            Kind::Embedding(embedding) => embedding.text(),
            Kind::Nested(nested) => nested.text(),
        }
    }

    /// Whether it adds a bias, for a layer that can.
    pub(crate) fn set_bias(&mut self, bias: bool) {
        match self {
            Kind::Linear(linear) => linear.bias = bias,
            Kind::Convolution(convolution) => convolution.bias = bias,
            Kind::Norm(_) | Kind::Embedding(_) | Kind::Nested(_) => {}
        }
    }

    /// Without what its uses settled.
    pub(crate) fn into_written(self) -> Self {
        match self {
            Kind::Linear(linear) => Kind::Linear(linear.into_written()),
            Kind::Convolution(convolution) => Kind::Convolution(convolution.into_written()),
            Kind::Norm(norm) => Kind::Norm(norm.into_written()),
            Kind::Embedding(embedding) => Kind::Embedding(embedding.into_written()),
            Kind::Nested(nested) => Kind::Nested(nested),
        }
    }

    /// Its sizes, each of which can be written wrongly.
    pub(crate) fn sizes_mut(&mut self) -> Vec<&mut Size> {
        match self {
            Kind::Linear(linear) => linear.sizes_mut(),
            Kind::Convolution(convolution) => convolution.sizes_mut(),
            Kind::Norm(norm) => norm.sizes_mut(),
            Kind::Embedding(embedding) => embedding.sizes_mut(),
            Kind::Nested(nested) => nested.arguments.iter_mut().collect(),
        }
    }

    /// The channels that it shares among groups, if it does.
    pub(crate) fn groups(&self, names: &Names) -> Option<Groups> {
        match self {
            Kind::Convolution(convolution) => Some(convolution.groups(names)),
            Kind::Norm(norm) => norm.groups(names),
            Kind::Linear(_) | Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// Their number, which can be written wrongly.
    pub(crate) fn groups_mut(&mut self) -> Option<&mut u64> {
        match self {
            Kind::Convolution(convolution) => Some(&mut convolution.groups),
            Kind::Norm(norm) => norm.groups.as_mut(),
            Kind::Linear(_) | Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// Where a message about its groups stands in its type, with the word that is marked.
    pub(crate) fn groups_word(&self) -> Option<(usize, String)> {
        match self {
            Kind::Convolution(convolution) => Some((convolution.text().find("groups")?, "groups".into())),
            Kind::Norm(norm) => Some(("GroupNorm<".len(), norm.groups?.to_string())),
            Kind::Linear(_) | Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// The window that it slides, if it does, and along how many axes.
    pub(crate) fn window_mut(&mut self) -> Option<(&mut Window, usize)> {
        match self {
            Kind::Convolution(convolution) => {
                let axes = convolution.axes();
                Some((&mut convolution.window, axes))
            }
            Kind::Linear(_) | Kind::Norm(_) | Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// What comes out for a value of numbers; its first use settles what it leaves to be inferred. `None` for a nested
    /// network, of which another network's text says nothing, and for a layer of indices.
    pub(crate) fn take(&mut self, given: &Given<'_>) -> Option<Fit> {
        match self {
            Kind::Linear(linear) => Some(linear.take(given)),
            Kind::Convolution(convolution) => Some(convolution.take(given)),
            Kind::Norm(norm) => Some(norm.take(given)),
            Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// The shape that it gives, if its declaration alone says that, with a declaration that gives a size in its place.
    pub(crate) fn output(&self, names: &Names) -> Option<Vec<Dim>> {
        match self {
            Kind::Linear(linear) => Some(vec![linear.output(names)]),
            Kind::Convolution(_) | Kind::Norm(_) | Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// The declaration that gives this instead.
    pub(crate) fn giving(&self, output: &str) -> Option<String> {
        match self {
            Kind::Linear(linear) => Some(linear.giving(output)),
            Kind::Convolution(_) | Kind::Norm(_) | Kind::Embedding(_) | Kind::Nested(_) => None,
        }
    }

    /// The declaration of another layer like it, of this name, for another input.
    pub(crate) fn another(&self, name: &str, names: &Names) -> Option<String> {
        match self {
            Kind::Linear(linear) => Some(format!("{name}: Linear<_, {}>", linear.output(names))),
            Kind::Convolution(convolution) => Some(convolution.another(name, names)),
            Kind::Norm(norm) => Some(norm.another(name)),
            Kind::Embedding(embedding) => Some(format!("{name}: {}", embedding.written("_"))),
            Kind::Nested(_) => None,
        }
    }

    /// Whether it gives what it takes.
    pub(crate) fn keeps_shape(&self) -> bool {
        matches!(self, Kind::Norm(_))
    }

    /// Whether sizes of what it is given are among those that it gives.
    pub(crate) fn keeps_sizes(&self) -> bool {
        matches!(self, Kind::Convolution(_) | Kind::Norm(_))
    }

    /// An array's outputs are its inputs.
    pub(crate) fn give_what_it_takes(&mut self, names: &Names) {
        match self {
            Kind::Linear(linear) => linear.give_what_it_takes(names),
            Kind::Convolution(convolution) => convolution.give_what_it_takes(names),
            Kind::Norm(_) | Kind::Embedding(_) | Kind::Nested(_) => {}
        }
    }

    /// The parameters of the network that it mentions, once its sizes are settled.
    pub(crate) fn mentions(&self, parameter: &str, names: &Names) -> bool {
        match self {
            Kind::Linear(linear) => linear.mentions(parameter, names),
            Kind::Convolution(convolution) => convolution.mentions(parameter, names),
            Kind::Norm(norm) => norm.mentions(parameter, names),
            Kind::Embedding(embedding) => embedding.mentions(parameter, names),
            Kind::Nested(nested) => nested.arguments.contains(&Size::Name(parameter.into())),
        }
    }
}
