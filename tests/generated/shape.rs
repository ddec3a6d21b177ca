//! Sizes and shapes, as far as they follow from the text of a network.

use crate::architecture::{Module, Network, Size};
use std::fmt;

/// The size of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dim {
    Number(u64),
    /// A name; its value, unless it is a parameter of the network.
    Name(String, Option<u64>),
    Sum(Box<Dim>, Box<Dim>),
    Product(Box<Dim>, Box<Dim>),
    /// A size of an output of a nested network: its value, and an identifier of value and axis.
    Hidden(u64, usize, usize),
}

/// The shape of a value.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// It follows from the text.
    Known(Vec<Dim>),
    /// The shape of a nested network's output, which does not follow from the text; and whether it depends on a generic parameter,
    /// if only through the type of the nested network.
    Hidden(Vec<Dim>, bool),
}

/// The result of comparing two sizes or shapes by the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Equal,
    Different,
    /// A name is involved whose value does not follow from the text of the network.
    Unknown,
}

/// The names of sizes that a network can use.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) parameters: Vec<String>,
    pub(crate) aliases: Vec<(String, u64)>,
}

impl Names {
    pub(crate) fn of(module: &Module, network: &Network) -> Self {
        let aliases = module.aliases.iter().map(|alias| (alias.name.clone(), alias.value)).collect();
        Names { parameters: network.parameters.clone(), aliases }
    }

    pub(crate) fn dim(&self, size: &Size) -> Dim {
        match size {
            Size::Number(value) => Dim::Number(*value),
            Size::Name(name) => {
                let inline = name.strip_prefix("dim![").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
                let alias = || self.aliases.iter().find(|(alias, _)| alias == name).map(|&(_, value)| value);
                let value = if self.parameters.contains(name) { None } else { inline.or_else(alias) };
                assert!(value.is_some() || self.parameters.contains(name), "`{name}` is a size");
                Dim::Name(name.clone(), value)
            }
        }
    }

    pub(crate) fn dims(&self, sizes: &[Size]) -> Vec<Dim> {
        sizes.iter().map(|size| self.dim(size)).collect()
    }
}

impl Dim {
    pub(crate) fn sum(self, other: Dim) -> Dim {
        match (self, other) {
            (Dim::Number(a), Dim::Number(b)) => Dim::Number(a + b),
            (a, b) => Dim::Sum(Box::new(a), Box::new(b)),
        }
    }

    pub(crate) fn product(self, other: Dim) -> Dim {
        match (self, other) {
            (Dim::Number(a), Dim::Number(b)) => Dim::Number(a * b),
            (a, b) => Dim::Product(Box::new(a), Box::new(b)),
        }
    }

    /// The value, unless it depends on a parameter.
    pub(crate) fn value(&self) -> Option<u64> {
        match self {
            Dim::Number(value) | Dim::Hidden(value, ..) => Some(*value),
            Dim::Name(_, value) => *value,
            Dim::Sum(a, b) => Some(a.value()? + b.value()?),
            Dim::Product(a, b) => Some(a.value()? * b.value()?),
        }
    }

    pub(crate) fn is_generic(&self) -> bool {
        self.value().is_none()
    }

    /// Whether the text of the network defines it.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Dim::Number(_) | Dim::Name(..) => true,
            Dim::Sum(a, b) | Dim::Product(a, b) => a.is_known() && b.is_known(),
            Dim::Hidden(..) => false,
        }
    }

    /// Whether the compiler can compute it: not where a size that is computed from names is part of one with a parameter,
    /// and that of another one. A bound for that is not found, since the first was given another name.
    pub(crate) fn is_computable(&self) -> bool {
        let (Dim::Sum(a, b) | Dim::Product(a, b)) = self else { return true };
        let is_half = |dim: &Dim| dim.is_generic() && dim.parts().any(|part| !part.is_generic() && !part.is_written());
        !is_half(a) && !is_half(b) && a.is_computable() && b.is_computable()
    }

    fn parts(&self) -> impl Iterator<Item = &Dim> {
        let parts = match self {
            Dim::Sum(a, b) | Dim::Product(a, b) => [Some(&**a), Some(&**b)],
            _ => [None, None],
        };
        parts.into_iter().flatten()
    }

    /// The factors of a product.
    fn factors(&self) -> Vec<Dim> {
        match self {
            Dim::Product(a, b) => a.factors().into_iter().chain(b.factors()).collect(),
            other => vec![other.clone()],
        }
    }

    /// Whether it can be written as one size.
    pub(crate) fn is_written(&self) -> bool {
        matches!(self, Dim::Number(_) | Dim::Name(..))
    }

    pub(crate) fn compare(&self, other: &Dim) -> Verdict {
        match (self, other) {
            (Dim::Number(a), Dim::Number(b)) if a != b => Verdict::Different,
            _ if self == other => Verdict::Equal,
            // A parameter may be anything, so nothing but itself equals it.
            _ if self.is_generic() || other.is_generic() => Verdict::Different,
            _ => Verdict::Unknown,
        }
    }

    /// Whether the two are the same type.
    pub(crate) fn is(&self, other: &Dim) -> bool {
        match (self.value(), other.value()) {
            (Some(a), Some(b)) => a == b,
            (None, None) => match (self, other) {
                (Dim::Sum(a, b), Dim::Sum(c, d)) | (Dim::Product(a, b), Dim::Product(c, d)) => a.is(c) && b.is(d),
                _ => self == other,
            },
            _ => false,
        }
    }

    /// Whether a reader of the text cannot rule out that the two are the same: of products and sums with a parameter, part
    /// by part.
    pub(crate) fn may_be(&self, other: &Dim) -> bool {
        match (self, other) {
            (Dim::Sum(a, b), Dim::Sum(c, d)) | (Dim::Product(a, b), Dim::Product(c, d)) if self.is_generic() => {
                a.may_be(c) && b.may_be(d)
            }
            _ => self.compare(other) != Verdict::Different,
        }
    }

    /// Replaces parameters by their arguments.
    pub(crate) fn with(&self, arguments: &[(String, Dim)]) -> Dim {
        match self {
            Dim::Name(name, None) => {
                let argument = arguments.iter().find(|(parameter, _)| parameter == name);
                argument.map_or_else(|| self.clone(), |(_, dim)| dim.clone())
            }
            Dim::Number(_) | Dim::Name(..) | Dim::Hidden(..) => self.clone(),
            Dim::Sum(a, b) => a.with(arguments).sum(b.with(arguments)),
            Dim::Product(a, b) => a.with(arguments).product(b.with(arguments)),
        }
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Dim::Number(value) => write!(f, "{value}"),
            Dim::Name(name, _) => f.write_str(name),
            Dim::Hidden(..) => f.write_str("?"),
            Dim::Sum(a, b) => write!(f, "{a} + {b}"),
            Dim::Product(a, b) => {
                let factor = |dim: &Dim| match dim {
                    Dim::Sum(..) => format!("({dim})"),
                    _ => dim.to_string(),
                };
                write!(f, "{} * {}", factor(a), factor(b))
            }
        }
    }
}

/// `1, 28, Width`.
pub(crate) fn list(dims: &[Dim]) -> String {
    dims.iter().map(Dim::to_string).collect::<Vec<_>>().join(", ")
}

/// `1, 28, 28`, if no parameter is involved: as in a message that is composed when the values of names are known.
pub(crate) fn numbers(dims: &[Dim]) -> String {
    let number = |dim: &Dim| dim.value().map_or_else(|| dim.to_string(), |value| value.to_string());
    dims.iter().map(number).collect::<Vec<_>>().join(", ")
}

/// The number of elements, as the output size of `flatten`: products of literals are computed, starting from the last axis.
pub(crate) fn count(dims: &[Dim]) -> Dim {
    let Some((last, before)) = dims.split_last() else { return Dim::Number(1) };
    before.iter().rev().fold(last.clone(), |count, dim| dim.clone().product(count))
}

/// The number of elements as a literal factor, and the remaining parameters in the order of their axes.
pub(crate) fn factors(dims: &[Dim]) -> (Vec<Dim>, Vec<Dim>) {
    dims.iter().flat_map(Dim::factors).partition(|dim| !dim.is_generic())
}

/// Whether two shapes have the same parameters as factors, so that their numbers of elements can be compared.
pub(crate) fn countable(a: &[Dim], b: &[Dim]) -> bool {
    let parameters = |dims: &[Dim]| {
        let mut parameters: Vec<_> = factors(dims).1.iter().map(|dim| format!("{dim:?}")).collect();
        parameters.sort();
        parameters
    };
    parameters(a) == parameters(b)
}

/// The number of elements in a message that is composed when the values of names are known: `6 * H`.
pub(crate) fn counted(dims: &[Dim]) -> String {
    let (numbers, parameters) = factors(dims);
    let mut words: Vec<_> = parameters.iter().map(Dim::to_string).collect();
    if !numbers.is_empty() {
        let number: u64 = numbers.iter().filter_map(Dim::value).product();
        words.insert(0, number.to_string());
    }
    words.join(" * ")
}

pub(crate) fn compare(a: &[Dim], b: &[Dim]) -> Verdict {
    if a.len() != b.len() {
        return Verdict::Different;
    }
    let verdicts: Vec<_> = a.iter().zip(b).map(|(a, b)| a.compare(b)).collect();
    let has = |verdict| verdicts.contains(&verdict);
    match (has(Verdict::Different), has(Verdict::Unknown)) {
        (true, _) => Verdict::Different,
        (false, true) => Verdict::Unknown,
        (false, false) => Verdict::Equal,
    }
}

/// Whether two shapes can be compared by value: no axis depends on a parameter, or both depend on the same one.
pub(crate) fn comparable(a: &Shape, b: &Shape) -> bool {
    let equal = |(a, b): (&Dim, &Dim)| !a.is_generic() && !b.is_generic() || a.compare(b) == Verdict::Equal;
    if !a.is_generic() && !b.is_generic() {
        return true;
    }
    match (a.known(), b.known()) {
        (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(b).all(equal),
        _ => false,
    }
}

/// The same for two shapes that are concatenated along an axis.
pub(crate) fn comparable_but(a: &Shape, b: &Shape, axis: usize) -> bool {
    let without = |dims: &[Dim]| {
        let mut dims = dims.to_vec();
        dims.remove(axis);
        Shape::Known(dims)
    };
    match (a.known(), b.known()) {
        (Some(a), Some(b)) => comparable(&without(a), &without(b)),
        _ => comparable(a, b),
    }
}

/// Whether two shapes are the same type.
pub(crate) fn same(a: &[Dim], b: &[Dim]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b))
}

impl Shape {
    pub(crate) fn known(&self) -> Option<&[Dim]> {
        match self {
            Shape::Known(dims) => Some(dims),
            Shape::Hidden(..) => None,
        }
    }

    pub(crate) fn dims(&self) -> &[Dim] {
        let (Shape::Known(dims) | Shape::Hidden(dims, _)) = self;
        dims
    }

    pub(crate) fn compare(&self, other: &Shape) -> Verdict {
        match (self, other) {
            (Shape::Known(a), Shape::Known(b)) => compare(a, b),
            _ => Verdict::Unknown,
        }
    }

    pub(crate) fn is_generic(&self) -> bool {
        matches!(self, Shape::Hidden(_, true)) || self.dims().iter().any(Dim::is_generic)
    }

    /// The value with a shape that is declared for it.
    pub(crate) fn declared(&self, dims: Vec<Dim>) -> Shape {
        let declared = Shape::Known(dims);
        let settled = self.compare(&declared) == Verdict::Equal || !comparable(self, &declared);
        if settled { self.clone() } else { declared }
    }

    /// Other sizes that are known to the same extent as these.
    pub(crate) fn likewise(&self, dims: Vec<Dim>) -> Shape {
        match self {
            Shape::Known(_) => Shape::Known(dims),
            Shape::Hidden(_, generic) => Shape::Hidden(dims, *generic),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", list(self.dims()))
    }
}
