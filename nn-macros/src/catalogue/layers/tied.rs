//! `Tied<embed>`: a layer with the transposed weight of another one, or with a stored one.

use super::signature::{Array, Describe, Fit, Numbers, Signature};
use super::window::product;
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{A, LAST, Origin, messages};
use crate::shape::{Dim, Shape};
use crate::syntax::{Argument, LayerType, Size};
use proc_macro2::{Ident, Span};
use syn::Type;

#[derive(Clone)]
pub(crate) struct Tied {
    /// The layer with the weight, as written.
    pub(crate) of: Ident,
    /// The index of its field, once it is known.
    pub(crate) field: Option<usize>,
    /// The input and output sizes, once they are known.
    sizes: Option<[Dim; 2]>,
    pub(crate) span: Span,
}

impl Tied {
    pub(super) fn declare(ty: &LayerType) -> syn::Result<Tied> {
        let wrong = |span| syn::Error::new(span, messages::tied_without_layer());
        match ty.arguments.as_slice() {
            [Argument::Size(Size::Type(of))] => match &**of {
                Type::Path(path) if path.qself.is_none() => match path.path.get_ident() {
                    Some(of) => Ok(Tied { of: of.clone(), field: None, sizes: None, span: ty.span }),
                    None => Err(wrong(ty.span)),
                },
                _ => Err(wrong(ty.span)),
            },
            _ => Err(wrong(ty.span)),
        }
    }

    /// Sets the input and output sizes, which the layer with the weight has.
    pub(crate) fn settle(&mut self, sizes: [Dim; 2]) {
        self.sizes = Some(sizes);
    }
}

/// Returns the size of the last axis and the axes before it; an opaque value is assumed to have one axis.
fn split(given: &Shape) -> (Option<&Dim>, &[Dim]) {
    match given.known().and_then(<[Dim]>::split_last) {
        Some((last, leading)) => (Some(last), leading),
        None => (None, &[]),
    }
}

impl Signature for Tied {
    fn take(&mut self, given: &Shape, name: &str, _: Option<Array<'_>>, origin: &Origin) -> Fit {
        let Some([input, output]) = &self.sizes else {
            return Fit::NotInferred { help: messages::help_tied_later(name, &self.of) };
        };
        let (_, leading) = split(given);
        let with_last = |last: &Dim| Shape::real(leading.iter().chain([last]).cloned().collect());
        let expects = if leading.is_empty() { input.to_string() } else { messages::last_axis(input) };
        let help = messages::help_tied(name, &self.of, expects, origin);
        match Fit::of(with_last(input), with_last(output), given, [help.clone(), help]) {
            Fit::Misfit { takes, help, gives, .. } if !leading.is_empty() => {
                Fit::Misfit { expects: messages::last_axis(input), takes, help, gives }
            }
            fit => fit,
        }
    }

    fn expected(&self, given: &Shape) -> String {
        if split(given).1.is_empty() { A.into() } else { messages::last_axis(LAST) }
    }

    fn keeps_axes(&self, given: &Shape) -> bool {
        !split(given).1.is_empty()
    }

    fn numbers(&self, given: &Shape) -> Option<Numbers> {
        let weights = product(self.sizes.as_ref()?)?;
        Some(Numbers { parameters: 0, macs: weights.checked_mul(product(split(given).1)?)? })
    }

    fn bounds(&self, _: &mut Vec<Bound>) {}
}

impl Describe for Tied {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.text())
    }

    fn text(&self) -> String {
        format!("Tied<{}>", self.of)
    }
}
