//! The axis of an operation along one axis, and its other arguments.

use super::operation::{Call, Rank, Refusal, Requirement};
use crate::catalogue::{Known, axes_of};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use crate::syntax::{Argument, Value};
use proc_macro2::Ident;

/// An axis, counted from 0 without the batch, or from -1 backwards.
#[derive(Clone, Copy)]
pub(super) struct Axis(i64);

/// The largest number of axes of a sample.
pub(super) const MOST_AXES: usize = 5;

/// A value whose axis an operation uses.
pub(super) struct At {
    pub(super) axis: usize,
    pub(super) dims: Vec<Dim>,
    pub(super) requires: Option<Requirement>,
}

impl At {
    pub(super) fn size(&self) -> &Dim {
        &self.dims[self.axis]
    }

    /// The sizes with another one along the axis.
    pub(super) fn with(&self, size: Dim) -> Shape {
        let mut dims = self.dims.clone();
        dims[self.axis] = size;
        Shape::real(dims)
    }

    /// The sizes without the axis.
    pub(super) fn without(&self) -> Shape {
        let mut dims = self.dims.clone();
        dims.remove(self.axis);
        Shape::real(dims)
    }

    /// Indices of elements along the axis, one for each element of the other axes.
    pub(super) fn indices(&self) -> Shape {
        let mut dims = self.dims.clone();
        let below = dims.remove(self.axis);
        Shape::index(dims, below)
    }
}

impl Axis {
    pub(super) const FIRST: Axis = Axis(0);

    pub(super) fn new(axis: i64) -> Option<Axis> {
        (-(MOST_AXES as i64)..MOST_AXES as i64).contains(&axis).then_some(Axis(axis))
    }

    pub(super) fn of(argument: &Argument) -> Option<Axis> {
        Axis::new(argument.integer()?)
    }

    /// Returns the index of the axis among `rank` axes; `None` if there is none.
    pub(super) fn of_rank(self, rank: usize) -> Option<usize> {
        let axis = if self.0 < 0 { rank as i64 + self.0 } else { self.0 };
        usize::try_from(axis).ok().filter(|&axis| axis < rank)
    }

    /// Returns the axis of a value. A value of unknown rank is assumed to have no axis after it.
    pub(super) fn at(self, given: &Shape) -> Result<At, Refusal> {
        let rank = match (given.known(), usize::try_from(self.0)) {
            (Some(dims), _) => dims.len(),
            (None, Ok(axis)) => axis + 1,
            (None, Err(_)) => return Err(Refusal::of_opaque()),
        };
        let Some(axis) = self.of_rank(rank) else {
            let least = if self.0 < 0 { -self.0 } else { self.0 + 1 };
            return Err(Refusal { expects: messages::least_axes(least), help: messages::help_axis_of(rank) });
        };
        let dims = axes_of(given, rank).unwrap_or_default();
        let requires = Requirement::of_opaque(given, &dims, Rank::Fewest, || messages::help_axis_of(rank));
        Ok(At { axis, dims, requires })
    }
}

/// Positional and named arguments.
type Sorted<'a> = (Vec<&'a Argument>, Vec<(&'a Ident, &'a Value)>);

impl Call<'_> {
    /// The error for arguments of another form.
    pub(super) fn misused(&self) -> syn::Error {
        syn::Error::new(self.span, messages::wrong_usage(&self.name))
    }

    /// Reads the positional arguments, and the named ones, which are among `known`.
    pub(super) fn positional(&self, known: Known) -> syn::Result<Sorted<'_>> {
        let (mut positional, mut named) = (Vec::new(), Vec::<(&Ident, &Value)>::new());
        for argument in self.arguments.iter().flatten() {
            match argument {
                Argument::Named(name, value) => {
                    let text = name.to_string();
                    if known.iter().all(|&(known, _)| known != text) {
                        return Err(syn::Error::new(
                            name.span(),
                            messages::unknown_argument(&self.name, &text, &value.text(), known),
                        ));
                    }
                    if named.iter().any(|(other, _)| *other == name) {
                        return Err(syn::Error::new(name.span(), messages::argument_twice(&self.name, text)));
                    }
                    named.push((name, value));
                }
                other => positional.push(other),
            }
        }
        Ok((positional, named))
    }

    /// Reads a single argument, an axis.
    pub(super) fn axis(&self) -> syn::Result<Axis> {
        let (positional, _) = self.positional(&[])?;
        match positional.as_slice() {
            [axis] => Axis::of(axis).ok_or_else(|| self.misused()),
            _ => Err(self.misused()),
        }
    }
}
