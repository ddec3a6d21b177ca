//! Symbolic shapes: literal sizes are computed, named ones stay symbolic.

mod formula;

use crate::diagnostics::Spanned;
use crate::syntax::{Element, LARGEST, Size, compact, declared, mentions};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use std::cell::RefCell;
use std::fmt;
use syn::ext::IdentExt;
use syn::{ConstParam, GenericParam, TypeParam};

pub(crate) use formula::Formula;

/// The generic parameters of the network, which sizes may mention, and the other sizes that it names.
pub(crate) struct Scope {
    parameters: Vec<Ident>,
    network: Ident,
    sizes: RefCell<Vec<NamedSize>>,
}

/// A size that is a type of the user's, which does not depend on a generic parameter.
#[derive(Clone)]
pub(crate) struct NamedSize {
    /// The name by which the generated code refers to it.
    pub(crate) alias: Ident,
    pub(crate) written: TokenStream,
    text: String,
}

impl Scope {
    pub(crate) fn of(network: &Ident, generics: &syn::Generics) -> Scope {
        let parameter = |parameter: &GenericParam| match parameter {
            GenericParam::Type(TypeParam { ident, .. }) | GenericParam::Const(ConstParam { ident, .. }) => {
                Some(ident.clone())
            }
            GenericParam::Lifetime(_) => None,
        };
        let parameters = generics.params.iter().filter_map(parameter).collect();
        Scope { parameters, network: network.clone(), sizes: RefCell::default() }
    }

    /// Returns the parameters that occur in the tokens.
    pub(crate) fn mentioned(&self, tokens: &TokenStream) -> Vec<Ident> {
        self.parameters.iter().filter(|parameter| mentions(tokens, &|name| *parameter == name)).cloned().collect()
    }

    /// Converts a size in the source to a `Dim`. The generated code refers to a type of the user's by an alias.
    pub(crate) fn dim(&self, size: &Size) -> Dim {
        match self.written(size) {
            Dim::Named { text, generic: false, tokens } => {
                let tokens = self.alias(&text, tokens).to_token_stream();
                Dim::Named { text, generic: false, tokens }
            }
            dim => dim,
        }
    }

    /// Converts what may also be another type, such as an argument of a custom layer.
    pub(crate) fn written(&self, size: &Size) -> Dim {
        match size {
            Size::Literal(value, _) => Dim::Literal(*value),
            Size::Type(ty) => {
                let tokens = ty.to_token_stream();
                Dim::Named { text: compact(&tokens), generic: !self.mentioned(&tokens).is_empty(), tokens }
            }
        }
    }

    /// The alias of a size, at the place where it is used.
    fn alias(&self, text: &str, written: TokenStream) -> Ident {
        let span = Span::call_site().located_at(Spanned::span(&written));
        let mut sizes = self.sizes.borrow_mut();
        if let Some(known) = sizes.iter().find(|known| known.text == text) {
            return Ident::new(&known.alias.to_string(), span);
        }
        let word: String = text.chars().filter(|character| character.is_alphanumeric() || *character == '_').collect();
        let mut name = format!("__{}_{word}", self.network.unraw());
        if sizes.iter().any(|known| known.alias == name) {
            name = format!("{name}_{}", sizes.len());
        }
        let alias = Ident::new(&name, span);
        sizes.push(NamedSize { alias: alias.clone(), written, text: text.into() });
        alias
    }

    /// The sizes that have been named.
    pub(crate) fn into_sizes(self) -> Vec<NamedSize> {
        self.sizes.into_inner()
    }

    pub(crate) fn dims(&self, sizes: &[Size]) -> Vec<Dim> {
        sizes.iter().map(|size| self.dim(size)).collect()
    }
}

/// The size of an axis.
#[derive(Clone, Debug)]
pub(crate) enum Dim {
    /// An integer.
    Literal(u64),
    /// A type that the user wrote.
    Named {
        text: String,
        tokens: TokenStream,
        /// Whether it mentions a generic parameter of the network.
        generic: bool,
    },
    /// The sum of two sizes.
    Sum(Box<Dim>, Box<Dim>),
    /// The product of two sizes.
    Product(Box<Dim>, Box<Dim>),
    /// The number of positions of a window along an axis.
    Places(Box<Slide>),
    /// The output of any other trait of `nn_core::dim` on sizes.
    Result(Box<Outcome>),
    /// The size of a window's axis, or the smallest size that the window fits; an item proves that it is the axis.
    AtLeast(Box<Slide>),
    /// An axis of a shape that only the compiler knows.
    Axis { of: Opaque, axis: usize },
}

/// The size `<size as Trait<arguments>>::Output`.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) size: Dim,
    pub(crate) name: &'static str,
    pub(crate) arguments: Vec<Dim>,
    /// The formula as shown in messages.
    pub(crate) formula: Formula,
}

/// A window that slides along an axis.
#[derive(Clone, Debug)]
pub(crate) struct Slide {
    pub(crate) size: Dim,
    pub(crate) kernel: Dim,
    pub(crate) stride: Dim,
    pub(crate) padding: Dim,
    pub(crate) dilation: Dim,
    /// Whether the number of positions is rounded up.
    pub(crate) ceil_mode: bool,
}

impl Slide {
    /// Returns the extent of the window: D (K - 1) + 1.
    pub(crate) fn reach(&self) -> Option<u64> {
        self.dilation.literal()?.checked_mul(self.kernel.literal()?.checked_sub(1)?)?.checked_add(1)
    }

    /// Returns whether the padding of a generic size makes up for what the window cuts off, so that there are as many positions: a
    /// bound states it.
    pub(crate) fn keeps_size(&self) -> bool {
        let Slide { size, stride, padding, ceil_mode, .. } = self;
        let padded = padding.literal().and_then(|padding| padding.checked_mul(2)?.checked_add(1));
        size.is_generic() && stride.is_one() && !ceil_mode && padded.is_some() && padded == self.reach()
    }

    /// Returns the number of positions; `None` if the window is larger than the padded axis.
    pub(crate) fn places(self) -> Option<Dim> {
        if self.keeps_size() {
            return Some(self.size);
        }
        let (Dim::Literal(size), Dim::Literal(stride), Dim::Literal(padding), Some(reach)) =
            (&self.size, &self.stride, &self.padding, self.reach())
        else {
            return Some(Dim::Places(Box::new(self)));
        };
        let way = padding.checked_mul(2)?.checked_add(*size)?.checked_sub(reach)?;
        // With `ceil_mode`, the last window begins before the padding at the end.
        let last = if self.ceil_mode { (way + stride - 1).min(size + padding - 1) } else { way };
        Some(Dim::Literal(last / stride + 1))
    }

    /// Returns an axis size that the window fits: the axis itself if all sizes are literals, or if one depends on a
    /// generic parameter.
    pub(crate) fn minimum(self) -> Dim {
        let known = self.parts().into_iter().all(|part| part.literal().is_some());
        if known || self.parts().into_iter().any(Dim::is_generic) {
            return self.size;
        }
        Dim::AtLeast(Box::new(self))
    }

    pub(crate) fn parts(&self) -> [&Dim; 5] {
        [&self.size, &self.kernel, &self.stride, &self.padding, &self.dilation]
    }
}

/// What the macro can determine about the equality of two sizes or shapes. The verdict on a shape is the maximum over
/// its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Equal,
    /// At least one is a name whose value only the compiler knows.
    Unknown,
    Different,
}

impl Dim {
    pub(crate) fn sum(self, other: Dim) -> Option<Dim> {
        match (self, other) {
            (Dim::Literal(a), Dim::Literal(b)) => a.checked_add(b).filter(|&sum| sum <= LARGEST).map(Dim::Literal),
            (a, b) => Some(Dim::Sum(Box::new(a), Box::new(b))),
        }
    }

    pub(crate) fn product(self, other: Dim) -> Option<Dim> {
        match (self, other) {
            (Dim::Literal(a), Dim::Literal(b)) => {
                a.checked_mul(b).filter(|&product| product <= LARGEST).map(Dim::Literal)
            }
            (a, b) => Some(Dim::Product(Box::new(a), Box::new(b))),
        }
    }

    /// Builds the output of a trait on sizes, with its formula for messages.
    pub(crate) fn result(name: &'static str, size: &Dim, arguments: Vec<Dim>, formula: Formula) -> Dim {
        Dim::Result(Box::new(Outcome { size: size.clone(), name, arguments, formula }))
    }

    /// Returns the sizes that it is computed from.
    fn parts(&self) -> Vec<&Dim> {
        match self {
            Dim::Literal(_) | Dim::Named { .. } | Dim::Axis { .. } => Vec::new(),
            Dim::Sum(a, b) | Dim::Product(a, b) => vec![a, b],
            Dim::Places(slide) | Dim::AtLeast(slide) => slide.parts().into(),
            Dim::Result(outcome) => std::iter::once(&outcome.size).chain(&outcome.arguments).collect(),
        }
    }

    pub(crate) fn is_generic(&self) -> bool {
        match self {
            Dim::Named { generic, .. } => *generic,
            Dim::Axis { of, .. } => of.generic,
            computed => computed.parts().into_iter().any(Dim::is_generic),
        }
    }

    /// Returns whether it is, or contains, an axis that only the compiler knows.
    pub(crate) fn is_opaque(&self) -> bool {
        matches!(self, Dim::Axis { .. }) || self.parts().into_iter().any(Dim::is_opaque)
    }

    /// Returns its value if it is a literal.
    pub(crate) fn literal(&self) -> Option<u64> {
        if let Dim::Literal(value) = self { Some(*value) } else { None }
    }

    /// Returns whether it is the literal 1.
    pub(crate) fn is_one(&self) -> bool {
        self.literal() == Some(1)
    }

    /// Returns whether it is a literal or a type that the user wrote.
    fn is_written(&self) -> bool {
        matches!(self, Dim::Literal(_) | Dim::Named { .. })
    }

    /// Formats it as an argument of a layer: `_` for a computed size, which can only be inferred.
    pub(crate) fn written(&self) -> String {
        if self.is_written() { self.to_string() } else { "_".into() }
    }

    /// Returns whether it is a generic type such as `Sum<H, dim![3]>`, rather than a parameter alone.
    fn is_computed_by_the_user(&self) -> bool {
        matches!(self, Dim::Named { generic: true, tokens, .. } if tokens.clone().into_iter().count() > 1)
    }

    /// Returns the factors of the product, or the size itself.
    pub(crate) fn factors(&self) -> Vec<&Dim> {
        match self {
            Dim::Product(a, b) => a.factors().into_iter().chain(b.factors()).collect(),
            other => vec![other],
        }
    }

    /// A canonical text, identical for equal sizes only.
    pub(crate) fn key(&self) -> String {
        let name = match self {
            Dim::Literal(_) | Dim::Named { .. } => return self.to_string(),
            Dim::Axis { of, axis } => return format!("{axis} of {}", of.key()),
            Dim::Sum(..) => "sum",
            Dim::Product(..) => "product",
            Dim::Places(slide) if slide.ceil_mode => "places, rounded up",
            Dim::Places(_) => "places",
            Dim::AtLeast(_) => "at least",
            Dim::Result(outcome) => outcome.name,
        };
        format!("{name} {:?}", self.parts().into_iter().map(Dim::key).collect::<Vec<_>>())
    }

    pub(crate) fn compare(&self, other: &Dim) -> Verdict {
        match (self, other) {
            (Dim::Literal(a), Dim::Literal(b)) if a == b => Verdict::Equal,
            (Dim::Literal(_), Dim::Literal(_)) => Verdict::Different,
            _ if self.key() == other.key() => Verdict::Equal,
            // Only the compiler can compare types that the user computes from a parameter.
            _ if self.is_computed_by_the_user() || other.is_computed_by_the_user() => Verdict::Unknown,
            // A generic parameter can be proven equal only to itself.
            _ if self.is_generic() || other.is_generic() => Verdict::Different,
            _ => Verdict::Unknown,
        }
    }

    /// Returns whether the compiler could find the two equal; sums and products with a generic parameter are compared
    /// part by part.
    pub(crate) fn may_equal(&self, other: &Dim) -> bool {
        match (self, other) {
            (Dim::Sum(a, b), Dim::Sum(c, d)) | (Dim::Product(a, b), Dim::Product(c, d)) if self.is_generic() => {
                a.may_equal(c) && b.may_equal(d)
            }
            _ => self.compare(other) != Verdict::Different,
        }
    }

    /// Returns the formula by which messages show it.
    pub(crate) fn formula(&self) -> Formula {
        match self {
            Dim::Literal(value) => Formula::from(*value),
            Dim::Named { text, .. } => Formula::atom(text),
            Dim::Sum(a, b) => a.formula().plus(b),
            Dim::Product(a, b) => a.formula().times(b),
            Dim::Places(slide) => slide.formula(),
            Dim::Result(result) => result.formula.clone(),
            Dim::AtLeast(slide) => slide.size.formula(),
            Dim::Axis { .. } => Formula::atom("?"),
        }
    }
}

impl Slide {
    /// The number of positions.
    fn formula(&self) -> Formula {
        let Slide { size, kernel, stride, padding, dilation, ceil_mode } = self;
        let padded = match padding {
            Dim::Literal(0) => size.formula(),
            Dim::Literal(padding) => size.formula().plus(2 * padding),
            padding => size.formula().plus(Formula::from(2).times(padding)),
        };
        let way = match self.reach() {
            Some(reach) => padded.minus(reach),
            None if dilation.is_one() => padded.minus(kernel.formula().minus(1)).minus(1),
            None => padded.minus(dilation.formula().times(kernel.formula().minus(1))).minus(1),
        };
        let last = match stride {
            Dim::Literal(1) => way,
            stride if *ceil_mode => Formula::atom(format!("ceil({})", way.over(stride))),
            stride => way.over(stride),
        };
        last.plus(1)
    }
}

impl From<&Dim> for Formula {
    fn from(dim: &Dim) -> Formula {
        dim.formula()
    }
}

impl From<&Box<Dim>> for Formula {
    fn from(dim: &Box<Dim>) -> Formula {
        dim.formula()
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.formula())
    }
}

/// Joins sizes with commas.
fn listed(dims: &[Dim]) -> String {
    dims.iter().map(Dim::to_string).collect::<Vec<_>>().join(", ")
}

/// The shape of one sample of a value: its axes and its element kind.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) axes: Axes,
    pub(crate) element: Kind,
}

#[derive(Clone, Debug)]
pub(crate) enum Axes {
    Known(Vec<Dim>),
    /// The output of a custom layer, whose axes only the compiler knows.
    Opaque(Opaque),
}

/// The kind of a value's elements.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Real,
    /// Indices below this bound; no layer produces them.
    Index(Dim),
}

/// The shape of an input of indices, `Tensor<16, Class<1000>>`.
#[derive(Clone, Copy)]
pub(crate) struct Indices<'a> {
    pub(crate) dims: &'a [Dim],
    /// The exclusive upper bound of the indices.
    pub(crate) below: &'a Dim,
}

impl Indices<'_> {
    /// Returns the sizes followed by the bound; two index shapes are equal if these are.
    pub(crate) fn all(&self) -> Vec<Dim> {
        self.dims.iter().chain([self.below]).cloned().collect()
    }

    /// Formats the arguments of the declaration, between `<>`.
    pub(crate) fn declared(&self) -> String {
        declared(self.dims, self.below)
    }
}

/// A shape, or several, that only the compiler knows.
#[derive(Clone, Debug)]
pub(crate) struct Opaque {
    pub(crate) from: Source,
    /// Whether it mentions a generic parameter of the network.
    pub(crate) generic: bool,
}

/// How the compiler determines an opaque shape.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The input that a layer expects when it receives this signal.
    Input { layer: Alias, given: Signal, span: Span },
    /// The output that a layer produces from this signal.
    Output { layer: Alias, element: Element, given: Signal, span: Span },
    /// The output that a layer produces in a step of this signal.
    StepOutput { layer: Alias, element: Element, given: Signal, span: Span },
    /// A short name that an item defines.
    Named { item: usize, span: Span },
    /// One element of a tuple.
    Part { of: Box<Opaque>, index: usize, span: Span },
    /// The shape with all axes flattened into one.
    Flat(Box<Opaque>),
    /// Two shapes concatenated along an axis.
    Joined { first: Box<Shape>, second: Box<Shape>, axis: usize },
}

/// The type alias that the generated code defines for a custom layer.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) name: Ident,
    /// The generic parameters of the network that the type mentions.
    pub(crate) parameters: Vec<Ident>,
}

impl Opaque {
    /// A canonical text, identical for equal shapes only.
    fn key(&self) -> String {
        match &self.from {
            Source::Input { layer, given, .. } => format!("input of {} for {}", layer.name, given.key()),
            Source::Output { layer, given, .. } => format!("output of {} for {}", layer.name, given.key()),
            Source::StepOutput { layer, given, .. } => {
                format!("output of {} for a step of {}", layer.name, given.key())
            }
            Source::Named { item, .. } => format!("item {item}"),
            Source::Part { of, index, .. } => format!("part {index} of {}", of.key()),
            Source::Flat(of) => format!("all of {}", of.key()),
            Source::Joined { first, second, axis } => format!("{} and {} along {axis}", first.key(), second.key()),
        }
    }
}

/// The input or output of a layer: one shape or several.
#[derive(Clone, Debug)]
pub(crate) struct Signal(pub(crate) Vec<Shape>);

impl Signal {
    /// A canonical text, identical for equal signals only.
    pub(crate) fn key(&self) -> String {
        self.0.iter().map(Shape::key).collect::<Vec<_>>().join(" & ")
    }
}

impl Shape {
    /// A shape of floating-point elements.
    pub(crate) fn real(dims: Vec<Dim>) -> Shape {
        Shape { axes: Axes::Known(dims), element: Kind::Real }
    }

    /// The shape of an image or a sequence, channels first.
    pub(crate) fn of_channels(channels: &Dim, sizes: &[Dim]) -> Shape {
        Shape::real([std::slice::from_ref(channels), sizes].concat())
    }

    /// A shape of indices below this bound.
    pub(crate) fn index(dims: Vec<Dim>, below: Dim) -> Shape {
        Shape { axes: Axes::Known(dims), element: Kind::Index(below) }
    }

    /// An opaque shape of floating-point elements.
    pub(crate) fn opaque(opaque: Opaque) -> Shape {
        Shape { axes: Axes::Opaque(opaque), element: Kind::Real }
    }

    /// A canonical text, identical for equal shapes only.
    pub(crate) fn key(&self) -> String {
        let keys = |dims: &[Dim]| dims.iter().map(Dim::key).collect::<Vec<_>>().join(", ");
        match (&self.axes, &self.element) {
            (Axes::Known(dims), Kind::Real) => format!("[{}]", keys(dims)),
            (Axes::Known(dims), Kind::Index(below)) => format!("indices [{}] below {}", keys(dims), below.key()),
            (Axes::Opaque(opaque), _) => opaque.key(),
        }
    }

    /// Returns whether only the compiler knows its axes.
    pub(crate) fn is_opaque(&self) -> bool {
        matches!(self.axes, Axes::Opaque(_))
    }

    /// Returns the sizes of a floating-point value whose axes are known.
    pub(crate) fn known(&self) -> Option<&[Dim]> {
        match (&self.axes, &self.element) {
            (Axes::Known(dims), Kind::Real) => Some(dims),
            _ => None,
        }
    }

    pub(crate) fn indices(&self) -> Option<Indices<'_>> {
        match (&self.axes, &self.element) {
            (Axes::Known(dims), Kind::Index(below)) => Some(Indices { dims, below }),
            _ => None,
        }
    }

    /// Formats the arguments of its declaration, between `<>`, if the user can write it.
    pub(crate) fn declaration(&self) -> Option<String> {
        self.known().filter(|dims| dims.iter().all(Dim::is_written)).map(listed)
    }

    /// Returns whether it depends on a generic parameter of the network.
    pub(crate) fn is_generic(&self) -> bool {
        let of_axes = match &self.axes {
            Axes::Known(dims) => dims.iter().any(Dim::is_generic),
            Axes::Opaque(opaque) => opaque.generic,
        };
        of_axes || matches!(&self.element, Kind::Index(below) if below.is_generic())
    }

    pub(crate) fn compare(&self, other: &Shape) -> Verdict {
        let all = |a: &[Dim], b: &[Dim]| match a.len() == b.len() {
            true => a.iter().zip(b).map(|(a, b)| a.compare(b)).max().unwrap_or(Verdict::Equal),
            false => Verdict::Different,
        };
        match (&self.axes, &other.axes) {
            _ if self.indices().is_some() != other.indices().is_some() => Verdict::Different,
            (Axes::Known(a), Axes::Known(b)) => match (self.indices(), other.indices()) {
                (Some(a), Some(b)) => all(&a.all(), &b.all()),
                _ => all(a, b),
            },
            (Axes::Opaque(a), Axes::Opaque(b)) if a.key() == b.key() => Verdict::Equal,
            _ => Verdict::Unknown,
        }
    }

    /// Returns the shape with this size along an axis, if there is one.
    pub(crate) fn with_size(&self, axis: Option<usize>, dim: Dim) -> Shape {
        let mut shape = self.clone();
        if let (Axes::Known(dims), Some(axis)) = (&mut shape.axes, axis)
            && let Some(size) = dims.get_mut(axis)
        {
            *size = dim;
        }
        shape
    }

    /// Returns the number of elements of a sample if it is a literal.
    pub(crate) fn literal(&self) -> Option<u64> {
        Self::count(self.known().or_else(|| Some(self.indices()?.dims))?)?.literal()
    }

    /// Returns the number of elements of a sample; `None` if it is too large.
    pub(crate) fn count(dims: &[Dim]) -> Option<Dim> {
        // Multiplied from the right, like `Counted` in `nn_core`.
        let Some((last, before)) = dims.split_last() else { return Some(Dim::Literal(1)) };
        before.iter().rev().try_fold(last.clone(), |count, dim| dim.clone().product(count))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.axes, self.indices()) {
            (_, Some(indices)) => write!(f, "indices [{}]", indices.declared()),
            (Axes::Known(dims), None) => write!(f, "[{}]", listed(dims)),
            (Axes::Opaque(_), None) => f.write_str("[?]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn named(name: &str, generic: bool) -> Dim {
        let ident = Ident::new(name, Span::call_site());
        Dim::Named { text: name.into(), tokens: quote!(#ident), generic }
    }

    fn shape(dims: &[Dim]) -> Shape {
        Shape::real(dims.to_vec())
    }

    use Dim::Literal as L;

    #[test]
    fn arithmetic_on_literals_is_computed() {
        assert_eq!(L(600).sum(L(600)).unwrap().to_string(), "1200");
        assert_eq!(L(28).product(L(28)).unwrap().to_string(), "784");
        assert!(L(LARGEST).sum(L(1)).is_none());
        assert!(L(LARGEST).product(L(2)).is_none());
        assert_eq!(Shape::count(&[]).unwrap().to_string(), "1");
        assert_eq!(Shape::count(&[L(3), L(4), L(5)]).unwrap().to_string(), "60");
    }

    #[test]
    fn arithmetic_on_names_stays_symbolic() {
        let sum = named("H", false).sum(L(3)).unwrap();
        assert_eq!(sum.clone().product(L(2)).unwrap().to_string(), "(H + 3) * 2");
        assert_eq!(L(4).product(named("H", false)).unwrap().to_string(), "4 * H");
    }

    #[test]
    fn positions_of_windows_are_shown_by_their_formula() {
        let places = |size: Dim, [kernel, stride, padding]: [u64; 3], ceil_mode: bool| {
            let [kernel, stride, padding] = [kernel, stride, padding].map(L);
            Slide { size, kernel, stride, padding, dilation: L(1), ceil_mode }.places().unwrap()
        };
        assert_eq!(places(named("H", true), [3, 1, 1], false).to_string(), "H");
        assert_eq!(places(named("H", true), [3, 1, 0], false).to_string(), "H - 3 + 1");
        let same = places(named("Past", false), [3, 1, 1], false);
        assert_eq!(L(8).product(same.clone()).unwrap().to_string(), "8 * (Past + 2 - 3 + 1)");
        assert_eq!(places(same.clone(), [3, 1, 1], false).to_string(), "Past + 2 - 3 + 1 + 2 - 3 + 1");
        let pooled = places(same, [2, 2, 0], false);
        assert_eq!(pooled.to_string(), "(Past + 2 - 3 + 1 - 2) / 2 + 1");
        assert_eq!(L(8).product(pooled).unwrap().to_string(), "8 * ((Past + 2 - 3 + 1 - 2) / 2 + 1)");
        assert_eq!(places(named("H", true), [3, 2, 0], true).to_string(), "ceil((H - 3) / 2) + 1");
        let half = Dim::result("DividedBy", &named("H", true), vec![L(2)], named("H", true).formula().over(2));
        assert_eq!(L(8).product(half.clone()).unwrap().to_string(), "8 * (H / 2)");
        assert_eq!(half.product(L(8)).unwrap().to_string(), "H / 2 * 8");
    }

    #[test]
    fn compares_sizes_and_shapes() {
        let (alias, other, generic) = (named("Hidden", false), named("Wide", false), named("H", true));
        assert_eq!(L(3).compare(&L(3)), Verdict::Equal);
        assert_eq!(L(3).compare(&L(4)), Verdict::Different);
        assert_eq!(alias.compare(&alias), Verdict::Equal);
        assert_eq!(alias.compare(&L(3)), Verdict::Unknown);
        assert_eq!(alias.compare(&other), Verdict::Unknown);
        assert_eq!(generic.compare(&generic), Verdict::Equal);
        assert_eq!(generic.compare(&L(3)), Verdict::Different);
        assert_eq!(shape(&[L(3)]).compare(&shape(&[L(3), L(1)])), Verdict::Different);
        assert_eq!(shape(&[alias.clone(), L(3)]).compare(&shape(&[L(1), L(4)])), Verdict::Different);
        assert_eq!(shape(&[alias, L(3)]).compare(&shape(&[L(1), L(3)])), Verdict::Unknown);
    }

    #[test]
    fn indices_differ_from_floating_point_tensors() {
        let indices = |dims: &[Dim], below: Dim| Shape::index(dims.to_vec(), below);
        let words = indices(&[L(16)], L(1000));
        assert_eq!(words.to_string(), "indices [16, Class<1000>]");
        assert_eq!(indices(&[], named("V", true)).to_string(), "indices [Class<V>]");
        assert_eq!(words.compare(&words), Verdict::Equal);
        assert_eq!(words.compare(&indices(&[L(16)], L(999))), Verdict::Different);
        assert_eq!(words.compare(&indices(&[L(16)], named("Words", false))), Verdict::Unknown);
        assert_eq!(words.compare(&indices(&[L(16), L(1)], L(1000))), Verdict::Different);
        assert_eq!(words.compare(&shape(&[L(16), L(1000)])), Verdict::Different);
        assert_eq!(words.compare(&shape(&[L(16)])), Verdict::Different);
        assert!(indices(&[], named("V", true)).is_generic());
    }

    #[test]
    fn generic_products_may_be_equal_by_factors() {
        let product = |a: &Dim, b: &Dim| a.clone().product(b.clone()).unwrap();
        let (alias, generic) = (named("Wide", false), named("H", true));
        assert!(product(&alias, &generic).may_equal(&product(&L(4), &generic)));
        assert!(!product(&L(2), &generic).may_equal(&product(&generic, &L(2))));
        assert!(!product(&L(2), &generic).may_equal(&generic));
        assert!(!product(&L(3), &generic).may_equal(&product(&L(4), &generic)));
    }
}
