//! A network as data: `write` prints it as Rust, `predict` analyses it, and `mistakes` changes it.

use crate::layers::Kind;
use crate::spatial::Spatial;
use crate::window::Window;
use std::fmt;

/// One file: networks, of which the last one is used, and names for sizes.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub(crate) aliases: Vec<Alias>,
    pub(crate) networks: Vec<Network>,
    /// The arguments for the parameters of the last network where it is used.
    pub(crate) arguments: Vec<u64>,
    pub(crate) batch: u64,
}

/// `type Hidden = dim![12];`
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) value: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) name: String,
    /// `H` of `struct Net<H: Dim>`.
    pub(crate) parameters: Vec<String>,
    pub(crate) layers: Vec<Declared>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) lets: Vec<Let>,
    pub(crate) result: Vec<Expression>,
    pub(crate) outputs: Vec<TensorType>,
}

/// A field: `fc: [Linear<4, 4>; 2]`.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) count: Option<usize>,
    pub(crate) mark: Mark,
    /// The position of its `groups`, if they are written.
    pub(crate) groups: Mark,
}

#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) ty: TensorType,
    /// The bound of an input of indices.
    pub(crate) below: Option<Size>,
}

/// `Tensor<3, 4>`.
#[derive(Clone, Debug)]
pub(crate) struct TensorType {
    pub(crate) sizes: Vec<Size>,
    pub(crate) mark: Mark,
}

/// A size as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Number(u64),
    /// An alias, a parameter, or `dim![12]`.
    Name(String),
}

/// A position in the text that a message can mark, unique within the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mark(pub(crate) usize);

/// `let (a, b) = ..;`, `let h: Tensor<4> = ..;`
#[derive(Clone, Debug)]
pub(crate) struct Let {
    pub(crate) names: Vec<String>,
    pub(crate) annotation: Option<TensorType>,
    pub(crate) value: Expression,
}

#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Value(String),
    Call(Call),
    Pair(Pairwise, Box<Expression>, Box<Expression>, Mark),
}

/// An element-wise operation on two values of the same shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pairwise {
    Sum,
    Difference,
    Product,
}

/// `x.fc()`, `fc(x)`, `concat::<1>(a, b)`.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) form: Form,
    pub(crate) turbofish: Turbofish,
    pub(crate) values: Vec<Expression>,
    pub(crate) mark: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Method,
    Function,
}

/// The content of `::<..>` in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Turbofish {
    Nothing,
    Sizes(Vec<Size>),
    Axis(usize),
    Number(&'static str),
    /// Axes, scales, or sides.
    Numbers(Vec<u64>),
    /// The size of the first part, and the axis.
    Split(u64, usize),
    /// Of a pool.
    Window(Window),
    /// An axis, further integers, and how both are written.
    Along(usize, Vec<u64>, String),
    /// Of an operation on the axes after the channels.
    Spatial(Spatial),
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Size::Number(value) => write!(f, "{value}"),
            Size::Name(name) => f.write_str(name),
        }
    }
}

impl Pairwise {
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Pairwise::Sum => "+",
            Pairwise::Difference => "-",
            Pairwise::Product => "*",
        }
    }

    /// The start of its messages.
    pub(crate) fn does(self) -> &'static str {
        match self {
            Pairwise::Sum => "`+` cannot add",
            Pairwise::Difference => "`-` cannot subtract",
            Pairwise::Product => "`*` cannot multiply",
        }
    }
}

impl Network {
    pub(crate) fn layer(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.name == name)
    }

    /// All top-level expressions: those of the `let`s and of the result.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.lets.iter().map(|statement| &statement.value).chain(&self.result)
    }

    pub(crate) fn expressions_mut(&mut self) -> impl Iterator<Item = &mut Expression> {
        self.lets.iter_mut().map(|statement| &mut statement.value).chain(&mut self.result)
    }
}

impl Module {
    pub(crate) fn network(&self, name: &str) -> &Network {
        let network = self.networks.iter().find(|network| network.name == name);
        network.expect("a nested network precedes its use")
    }
}

impl Expression {
    /// Visits this expression and its subexpressions, in source order.
    pub(crate) fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a Expression)) {
        match self {
            Expression::Value(_) => visit(self),
            Expression::Call(call) => {
                call.values.iter().for_each(|value| value.for_each(visit));
                visit(self);
            }
            Expression::Pair(_, left, right, _) => {
                left.for_each(visit);
                right.for_each(visit);
                visit(self);
            }
        }
    }

    /// As [`for_each`](Self::for_each), to change them.
    pub(crate) fn for_each_mut(&mut self, visit: &mut dyn FnMut(&mut Expression)) {
        match self {
            Expression::Value(_) => {}
            Expression::Call(call) => call.values.iter_mut().for_each(|value| value.for_each_mut(visit)),
            Expression::Pair(_, left, right, _) => {
                left.for_each_mut(visit);
                right.for_each_mut(visit);
            }
        }
        visit(self);
    }
}
