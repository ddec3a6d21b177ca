//! The call of an operation, and its result for an input shape.

use super::op::Op;
use crate::catalogue::{Arguments, Known};
use crate::diagnostics::messages;
use crate::shape::{Dim, Opaque, Scope, Shape, Source, Verdict};
use crate::syntax::{Argument, Size, Slip};
use proc_macro2::Span;

/// A parsed operation: a function from the input shape to the result.
pub(crate) type Operation = Box<dyn Fn(&Shape) -> Result<Applied, Refusal>>;

/// The result of an operation on an input shape.
pub(crate) struct Applied {
    pub(crate) op: Op,
    /// The claims about the input that only the compiler can check.
    pub(crate) requires: Option<Requirement>,
    pub(crate) gives: Vec<Shape>,
}

/// What an operation requires of its input, beyond what the macro can check: claims that items prove.
pub(crate) struct Requirement {
    /// The expected shape, and the fix if the value has another one.
    pub(crate) shape: Shape,
    pub(crate) help: String,
    /// The smallest shape that is accepted.
    pub(crate) least: Option<Shape>,
    /// Where the number of axes of that shape comes from.
    pub(crate) rank: Rank,
}

/// Where the number of axes that an operation expects of a value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// The value, or the arguments of the operation.
    Known,
    /// The assumption that a value of unknown rank is an image.
    Image,
    /// The assumption that a value of unknown rank has no axes but those that the arguments mention.
    Fewest,
}

impl Rank {
    /// That of a value whose axes an operation mentions.
    pub(super) fn of_axes(given: &Shape) -> Rank {
        if given.known().is_some() { Rank::Known } else { Rank::Fewest }
    }
}

impl Requirement {
    /// The claim that an opaque value has these axes.
    pub(super) fn of_opaque(given: &Shape, dims: &[Dim], rank: Rank, help: impl Fn() -> String) -> Option<Requirement> {
        let shape = || Shape::real(dims.to_vec());
        given.known().is_none().then(|| Requirement { shape: shape(), help: help(), least: None, rank })
    }
}

/// The error for a value that an operation does not accept: the expected shape, and the fix.
pub(crate) struct Refusal {
    pub(crate) expects: String,
    pub(crate) help: String,
}

impl Refusal {
    /// For a value whose axes only the compiler knows: whatever the operation, the error asks for them.
    pub(super) fn of_opaque() -> Refusal {
        Refusal { expects: "known axes".into(), help: String::new() }
    }
}

/// The call of an operation, with the arguments between `::<` and `>`.
pub(super) struct Call<'a> {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) arguments: Option<Vec<Argument>>,
    /// The first token of the arguments in another notation.
    pub(super) slip: Option<Slip>,
    pub(super) scope: &'a Scope,
}

impl Call<'_> {
    /// Reads the arguments like those of a layer that supports these named arguments.
    pub(super) fn with_names(&self, known: Known) -> syn::Result<Arguments<'_>> {
        Arguments::read(&self.name, self.span, self.arguments.as_deref().unwrap_or_default(), known, self.scope)
    }

    /// Reads the numbers between `::<` and `>`, in millionths: as many as `parameters` describe, without those at the end that
    /// have a default.
    pub(super) fn millionths(&self, parameters: &Parameters) -> syn::Result<Option<Vec<i64>>> {
        let Parameters { all, required, example } = *parameters;
        let wrong = |message: String| Err(syn::Error::new(self.span, message));
        let count = || messages::wrong_numbers(&self.name, all.iter().map(|parameter| parameter.what), example);
        let Some(arguments) = &self.arguments else {
            return if required == Required::Always { wrong(count()) } else { Ok(None) };
        };
        // A single parameter is described whatever is wrong.
        let is_count = match required {
            Required::All | Required::Always => arguments.len() == all.len(),
            Required::First => (1..=all.len()).contains(&arguments.len()),
        };
        if !is_count && all.len() > 1 {
            return wrong(count());
        }
        let mut numbers = Vec::new();
        for (index, parameter) in all.iter().enumerate().take(arguments.len().max(1)) {
            let number = match arguments.get(index).filter(|_| is_count) {
                Some(Argument::Number(syn::Lit::Float(number))) => number.base10_parse::<f64>().ok(),
                Some(Argument::Number(syn::Lit::Int(number))) => number.base10_parse::<f64>().ok(),
                Some(Argument::Size(Size::Literal(number, _))) => Some(*number as f64),
                _ => None,
            };
            let millionths = number.map(|number| number * 1e6).filter(|millionths| {
                let range = parameter.least * 1e6..=parameter.most * 1e6;
                range.contains(millionths) && (millionths - millionths.round()).abs() <= 1e-6
            });
            let Some(millionths) = millionths else {
                let Parameter { what, least, most } = *parameter;
                return wrong(messages::wrong_number(&self.name, what, least, most, example));
            };
            numbers.push(millionths.round() as i64);
        }
        Ok(Some(numbers))
    }

    pub(super) fn without_arguments(&self) -> syn::Result<()> {
        match self.arguments {
            None => Ok(()),
            Some(_) => Err(syn::Error::new(self.span, messages::no_type_arguments(&self.name))),
        }
    }
}

/// The numbers between `::<` and `>`.
#[derive(Clone, Copy)]
pub(super) struct Parameters {
    pub(super) all: &'static [Parameter],
    pub(super) required: Required,
    /// The numbers of an example.
    pub(super) example: &'static str,
}

/// A number: its description and its range.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) what: &'static str,
    pub(super) least: f64,
    pub(super) most: f64,
}

/// Which numbers are required.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Required {
    /// None, or all of them.
    All,
    /// None, or at least the first.
    First,
    /// All of them, always.
    Always,
}

/// Returns the shape of the concatenation along an axis, or the fix if the shapes do not match.
pub(crate) fn concat(first: &Shape, second: &Shape, axis: usize) -> Result<Shape, String> {
    let (Some(a), Some(b)) = (first.known(), second.known()) else {
        let from = Source::Joined { first: first.clone().into(), second: second.clone().into(), axis };
        return Ok(Shape::opaque(Opaque { from, generic: first.is_generic() || second.is_generic() }));
    };
    if a.len() != b.len() {
        return Err(messages::help_concat_ranks());
    }
    if axis >= a.len() {
        return Err(messages::help_concat_axis(a.len()));
    }
    let mut joined = a.to_vec();
    for here in 0..a.len() {
        if here == axis {
            joined[here] = a[here].clone().sum(b[here].clone()).ok_or_else(|| messages::help_too_large("sum"))?;
        } else if a[here].compare(&b[here]) == Verdict::Different {
            let mut different = (0..a.len()).filter(|&axis| a[axis].compare(&b[axis]) != Verdict::Equal);
            let other = different.next().filter(|_| different.next().is_none());
            return Err(messages::help_concat_axes(axis, other));
        }
    }
    Ok(Shape::real(joined))
}
