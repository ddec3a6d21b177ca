//! What an operation is called with, and what it does with a value.

use super::op::Op;
use crate::catalogue::{Arguments, Known};
use crate::diagnostics::messages;
use crate::shape::{Dim, Opaque, Scope, Shape, Source, Verdict};
use crate::syntax::{Argument, Size};
use proc_macro2::Span;

/// An operation with its arguments understood: what it does with a value of this shape.
pub(crate) type Operation = Box<dyn Fn(&Shape) -> Result<Applied, Refusal>>;

/// An operation on a value.
pub(crate) struct Applied {
    pub(crate) op: Op,
    /// What it takes, where only the compiler knows whether it is given that.
    pub(crate) takes: Option<Takes>,
    pub(crate) gives: Vec<Shape>,
}

/// What items are to prove of a value.
pub(crate) struct Takes {
    /// It has this shape; if not, this is the fix.
    pub(crate) shape: Shape,
    pub(crate) help: String,
    /// It is at least this.
    pub(crate) least: Option<Shape>,
}

impl Takes {
    /// That a value which only the compiler knows has these axes.
    pub(super) fn of_opaque(given: &Shape, dims: &[Dim], help: impl Fn() -> String) -> Option<Takes> {
        given.known().is_none().then(|| Takes { shape: Shape::real(dims.to_vec()), help: help(), least: None })
    }
}

/// Why an operation does not take a value: what it expects, and the fix.
pub(crate) struct Refusal {
    pub(crate) expects: String,
    pub(crate) help: String,
}

/// What an operation is called with between `::<` and `>`.
pub(super) struct Call<'a> {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) arguments: Option<Vec<Argument>>,
    pub(super) scope: &'a Scope,
}

impl Call<'_> {
    /// The arguments as those of a layer, of which it knows these names.
    pub(super) fn with_names(&self, known: Known) -> syn::Result<Arguments<'_>> {
        Arguments::read(&self.name, self.span, self.arguments.as_deref().unwrap_or_default(), known, self.scope)
    }

    /// The one number between `::<` and `>`, in millionths; the text is for anything else.
    pub(super) fn millionths(&self, most: f64, wrong: impl Fn() -> String) -> syn::Result<Option<u32>> {
        let Some(arguments) = &self.arguments else { return Ok(None) };
        let wrong = || syn::Error::new(self.span, wrong());
        let number = match arguments.as_slice() {
            [Argument::Number(syn::Lit::Float(number))] => number.base10_parse::<f64>()?,
            [Argument::Number(syn::Lit::Int(number))] => number.base10_parse::<f64>()?,
            [Argument::Size(Size::Literal(number, _))] => *number as f64,
            _ => return Err(wrong()),
        };
        let millionths = number * 1e6;
        if !(0.0..=most).contains(&millionths) || (millionths - millionths.round()).abs() > 1e-6 {
            return Err(wrong());
        }
        Ok(Some(millionths.round() as u32))
    }

    pub(super) fn without_arguments(&self) -> syn::Result<()> {
        match self.arguments {
            None => Ok(()),
            Some(_) => Err(syn::Error::new(self.span, messages::no_type_arguments(&self.name))),
        }
    }
}

/// The shape that joining along an axis gives, or why there is none.
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
