//! `split::<64>(x)`, `split::<2, 1>(x)`: a value cut in two along an axis.

use super::operation::{Refusal, Takes};
use crate::catalogue::axes_of;
use crate::diagnostics::messages;
use crate::shape::{Dim, Formula, Shape};
use crate::syntax::Argument;
use crate::syntax::Size;
use crate::syntax::arguments;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{AngleBracketedGenericArguments, Ident, Lit};

pub(crate) struct Split {
    /// How much belongs to the first part.
    left: Dim,
    axis: usize,
}

/// A value in two parts.
pub(crate) struct Parts {
    pub(crate) ty: TokenStream,
    pub(crate) value: TokenStream,
    pub(crate) takes: Option<Takes>,
    pub(crate) gives: [Shape; 2],
}

impl Split {
    pub(crate) fn read(
        name: &Ident,
        generics: Option<&AngleBracketedGenericArguments>,
        is_generic: &dyn Fn(&TokenStream) -> bool,
    ) -> syn::Result<Split> {
        let wrong = || syn::Error::new(name.span(), messages::wrong_split());
        let arguments = generics.map(arguments).transpose()?.unwrap_or_default();
        let (left, axis) = match arguments.as_slice() {
            [Argument::Size(left)] => (left, 0),
            [Argument::Size(left), Argument::Number(Lit::Int(zero))] if zero.base10_digits() == "0" => (left, 0),
            [Argument::Size(left), Argument::Size(Size::Literal(axis @ 1..=4, _))] => (left, *axis as usize),
            _ => return Err(wrong()),
        };
        Ok(Split { left: crate::catalogue::dim(left, is_generic), axis })
    }

    pub(crate) fn apply(&self, given: &Shape) -> Result<Parts, Refusal> {
        let Split { left, axis } = self;
        let rank = given.known().map_or(axis + 1, <[Dim]>::len);
        let dims = axes_of(given, rank).unwrap_or_default();
        let Some(size) = dims.get(*axis) else {
            return Err(Refusal { expects: messages::axes(axis + 1), help: messages::help_split_axis() });
        };
        let rest = match (size, left) {
            (Dim::Literal(size), Dim::Literal(left)) if left >= size => {
                let help = messages::help_split(size.saturating_sub(1));
                return Err(Refusal { expects: messages::more_than(*left), help });
            }
            (Dim::Literal(size), Dim::Literal(left)) => Dim::Literal(size - left),
            _ => {
                let text = format!("{size} - {left}");
                Dim::Result(Box::new(Formula {
                    size: size.clone(),
                    name: "SubDim",
                    arguments: vec![left.clone()],
                    text,
                }))
            }
        };
        let part = |size: &Dim| {
            let mut dims = dims.clone();
            dims[*axis] = size.clone();
            Shape::Known(dims)
        };
        let ty = quote!(::nn::__private::Split<#left, #axis>);
        let takes = given.known().is_none().then(|| Takes {
            shape: Shape::Known(dims.clone()),
            least: None,
            help: messages::help_split_axis(),
        });
        Ok(Parts { value: quote!(<#ty>::new()), ty, takes, gives: [part(left), part(&rest)] })
    }
}
