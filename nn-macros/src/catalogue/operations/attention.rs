//! The arguments of `attention(q, k, v, heads = 8, causal = true)`, and the shapes of its operands.

use super::op::Op;
use super::operation::Call;
use crate::catalogue::Bound;
use crate::catalogue::Known;
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use proc_macro2::Span;

/// The named arguments, each with an example.
const NAMES: Known =
    &[("heads", "heads = 8"), ("causal", "causal = true"), ("window", "window = 64"), ("scale", "scale = 0.125")];

/// The parsed arguments of an attention.
pub(crate) struct Attention {
    heads: Dim,
    /// The span of the number of heads.
    span: Span,
    is_causal: bool,
    window: Option<Dim>,
    /// The bits of the factor of the scores, unless it follows from the size of a head.
    scale: Option<u64>,
}

/// The sizes of an attention.
pub(crate) struct Operands {
    /// The shape of the keys in which they fit the queries.
    pub(crate) keys: Shape,
    /// The shape of the values in which they fit the keys.
    pub(crate) values: Shape,
    pub(crate) mask: Shape,
    pub(crate) gives: Shape,
    /// The numbers of elements of a query and of a value, which the heads must divide.
    pub(crate) features: [Dim; 2],
}

/// Returns the sizes of an attention of operands with these axes; `None` unless each has two.
pub(crate) fn operands(operands: [&[Dim]; 3]) -> Option<Operands> {
    let shape = |dims: [&Dim; 2]| Shape::real(dims.map(Clone::clone).into());
    let [[l, d], [s, _], [_, dv]] = operands else { return None };
    Some(Operands {
        keys: shape([s, d]),
        values: shape([s, dv]),
        mask: shape([l, s]),
        gives: shape([l, dv]),
        features: [d.clone(), dv.clone()],
    })
}

impl Attention {
    /// Parses `attention::<heads = 8, causal = true, window = 64, scale = 0.125>`.
    pub(super) fn of(call: &Call<'_>) -> syn::Result<Attention> {
        let mut arguments = call.with_names(NAMES)?;
        if let Some((_, span)) = arguments.all_sizes().first() {
            return Err(syn::Error::new(*span, messages::attention_arguments()));
        }
        let (heads, span) = match arguments.per_axis("heads", 1, 1)? {
            Some((heads, span)) => (heads.into_iter().next(), span),
            None => (None, call.span),
        };
        let is_causal = arguments.flag("causal")?.is_some_and(|(is_causal, _)| is_causal);
        let window = arguments.per_axis("window", 1, 1)?;
        if let (Some((_, span)), false) = (&window, is_causal) {
            return Err(syn::Error::new(*span, messages::window_without_causal()));
        }
        let scale = arguments.trillionths("scale")?.and_then(|(_, written)| written.parse::<f64>().ok());
        Ok(Attention {
            heads: heads.unwrap_or(Dim::Literal(1)),
            span,
            is_causal,
            window: window.and_then(|(window, _)| window.into_iter().next()),
            scale: scale.map(f64::to_bits),
        })
    }

    /// Returns the error if literals show that the heads do not divide the features.
    pub(crate) fn misfit(&self, features: &[Dim; 2]) -> Option<syn::Error> {
        let heads = self.heads.literal()?;
        let all: Vec<u64> = features.iter().filter_map(Dim::literal).collect();
        let size = all.iter().find(|size| !size.is_multiple_of(heads))?;
        let nearest = (1..heads).rev().find(|&heads| all.iter().all(|size| size.is_multiple_of(heads))).unwrap_or(1);
        Some(syn::Error::new(self.span, messages::heads(heads, size, nearest)))
    }

    /// Returns the heads and features that an item must check, with its message, and the span of the heads.
    pub(crate) fn to_prove(&self, features: &[Dim; 2]) -> Option<(Shape, String, Span)> {
        let features = features.iter().filter(|size| !size.is_generic());
        let numbers: Vec<Dim> = std::iter::once(&self.heads).chain(features).cloned().collect();
        let is_told = numbers.len() == 1 || numbers.iter().all(|dim| matches!(dim, Dim::Literal(_)));
        (!is_told && !self.heads.is_generic())
            .then(|| (Shape::real(numbers), messages::heads("{a1}", "{a0}", "{b0}"), self.span))
    }

    /// Returns the operation, whose heads divide the features even if a check reports that the declared ones do not, and the bounds
    /// that it requires.
    pub(crate) fn op(self, features: &[Dim; 2]) -> (Op, Vec<Bound>) {
        let needs_check = self.to_prove(features).is_some();
        let checked = features.iter().filter(|size| needs_check && !size.is_generic());
        let heads = checked
            .fold(self.heads, |heads, size| Dim::result("CommonDivisor", &heads, vec![size.clone()], heads.formula()));
        let bound = |size: &Dim| Bound::Dim { size: size.clone(), name: "DividedBy", arguments: vec![heads.clone()] };
        let generic = features.iter().filter(|size| size.is_generic() || heads.is_generic());
        let bounds = generic.map(bound).collect();
        (Op::Attention { heads, is_causal: self.is_causal, window: self.window, scale: self.scale }, bounds)
    }
}
