//! Bounds that types require of generic parameters.

use super::layers::Grouping;
use crate::shape::{Dim, Slide};
use quote::quote;

/// A predicate of a `where` clause.
#[derive(Clone)]
pub(crate) enum Bound {
    /// The bound `size: name<arguments>`.
    Dim { size: Dim, name: &'static str, arguments: Vec<Dim> },
    /// The bound that a window has as many positions along an axis as the axis has elements.
    Kept(Box<Slide>),
    /// The bounds that the grouping of these channels requires.
    Channels { grouping: Grouping, channels: Vec<Dim> },
}

impl Bound {
    /// Adds the bounds that the arithmetic of a size requires.
    pub(crate) fn of(dim: &Dim, bounds: &mut Vec<Bound>) {
        let (size, name, arguments): (_, _, Vec<Dim>) = match dim {
            Dim::Sum(a, b) => (&**a, "AddDim", vec![(**b).clone()]),
            Dim::Product(a, b) => (&**a, "MulDim", vec![(**b).clone()]),
            Dim::Places(slide) => {
                let [size, arguments @ ..] = slide.parts();
                let mut arguments: Vec<_> = arguments.into_iter().cloned().collect();
                arguments.extend(slide.ceil_mode.then(|| Dim::Named {
                    text: "RoundUp".into(),
                    tokens: quote!(__nn::RoundUp),
                    generic: false,
                }));
                (size, "Slide", arguments)
            }
            Dim::Result(outcome) => (&outcome.size, outcome.name, outcome.arguments.clone()),
            _ => return,
        };
        Bound::of(size, bounds);
        arguments.iter().for_each(|argument| Bound::of(argument, bounds));
        if dim.is_generic() {
            let size = size.clone();
            bounds.push(Bound::Dim { size, name, arguments });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::format_ident;

    #[test]
    fn generic_arithmetic_adds_bounds() {
        let named = |name: &str, generic| {
            let ident = format_ident!("{name}");
            Dim::Named { text: name.into(), tokens: quote!(#ident), generic }
        };
        let mut bounds = vec![];
        Bound::of(&named("H", true).sum(Dim::Literal(3)).unwrap(), &mut bounds);
        Bound::of(&named("Alias", false).sum(Dim::Literal(3)).unwrap(), &mut bounds);
        let [Bound::Dim { size, name: "AddDim", arguments }] = &bounds[..] else { panic!("one bound") };
        assert_eq!((size.to_string(), arguments[0].to_string()), ("H".into(), "3".into()));
    }

    #[test]
    fn inner_arithmetic_adds_bounds_first() {
        let named = |name: &str| {
            let ident = format_ident!("{name}");
            Dim::Named { text: name.into(), tokens: quote!(#ident), generic: true }
        };
        let mut bounds = vec![];
        let inner = named("W").sum(Dim::Literal(3)).unwrap();
        Bound::of(&Dim::Product(named("H").into(), inner.into()), &mut bounds);
        let names = bounds.iter().map(|bound| match bound {
            Bound::Dim { size, name, .. } => format!("{size}: {name}"),
            Bound::Channels { .. } | Bound::Kept(_) => "another".into(),
        });
        assert_eq!(names.collect::<Vec<_>>(), ["W: AddDim", "H: MulDim"]);
    }
}
