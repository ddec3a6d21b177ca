//! The arguments of `attention(q, k, v, heads = 8, causal = true)`, and the shapes of its operands.

mod rotary;

use super::op::Op;
use super::operation::Call;
use crate::catalogue::{Bound, Known, nearest_divisor};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use proc_macro2::Span;
pub(crate) use rotary::Rotary;

/// The named arguments, each with an example.
const NAMES: Known = &[
    ("heads", "heads = 8"),
    ("kv_heads", "kv_heads = 2"),
    ("causal", "causal = true"),
    ("window", "window = 64"),
    ("scale", "scale = 0.125"),
    ("alibi", "alibi = true"),
    ("dropout", "dropout = 0.1"),
];

/// The parsed arguments of an attention.
pub(crate) struct Attention {
    heads: Dim,
    /// The span of the number of heads.
    span: Span,
    /// The number of heads of keys and values, and its span, unless it is that of the heads.
    shared: Option<(Dim, Span)>,
    is_causal: bool,
    window: Option<Dim>,
    /// The bits of the factor of the scores, unless it follows from the size of a head.
    scale: Option<u64>,
    has_alibi: bool,
    /// The probability of a dropout of weights, in millionths, unless it is 0.
    dropout: Option<u32>,
}

/// The sizes of an attention.
pub(crate) struct Operands {
    /// The shape of the keys in which they fit the queries.
    pub(crate) keys: Shape,
    /// The shape of the values in which they fit the keys.
    pub(crate) values: Shape,
    pub(crate) mask: Shape,
    pub(crate) gives: Shape,
    /// The numbers of elements of a query and of a value, which their heads must divide.
    pub(crate) features: [Dim; 2],
    /// The fix for keys of another shape.
    pub(crate) help_keys: String,
}

/// The quotient of two sizes; of literals, rounded down.
fn quotient(size: &Dim, divisor: &Dim) -> Dim {
    match (size, divisor) {
        (Dim::Literal(size), Dim::Literal(divisor)) => Dim::Literal((size / divisor).max(1)),
        _ => Dim::result("DividedBy", size, vec![divisor.clone()], size.formula().over(divisor)),
    }
}

/// The largest common divisor of two sizes, which is the first one unless an item reports that it does not divide the second.
fn common(divisor: Dim, size: &Dim) -> Dim {
    match (&divisor, size) {
        (Dim::Literal(_), Dim::Literal(_)) => divisor,
        _ => Dim::result("CommonDivisor", &divisor, vec![size.clone()], divisor.formula()),
    }
}

/// A claim that the first of these numbers divides the others, with the message that reports otherwise, and its span.
pub(crate) type Divides = (Shape, String, Span);

/// Returns the claim that a number of heads divides a size, unless both are literals.
fn divides(divisor: &Dim, size: &Dim, text: String, span: Span) -> Option<Divides> {
    let is_told = divisor.literal().is_some() && size.literal().is_some();
    (!is_told).then(|| (Shape::real(vec![divisor.clone(), size.clone()]), text, span))
}

impl Attention {
    /// Parses `attention::<heads = 8, causal = true, window = 64, scale = 0.125>`.
    pub(super) fn of(call: &Call<'_>) -> syn::Result<Attention> {
        let mut arguments = call.with_names(NAMES)?;
        if let Some((heads, span)) = arguments.all_sizes().first() {
            let heads = heads.as_ref().map_or("8".into(), Dim::to_string);
            return Err(syn::Error::new(*span, messages::attention_arguments(heads)));
        }
        let (heads, span) = match arguments.per_axis("heads", 1, 1)? {
            Some((heads, span)) => (heads.into_iter().next(), span),
            None => (None, call.span),
        };
        let shared = arguments.per_axis("kv_heads", 1, 1)?;
        let shared = shared.and_then(|(shared, span)| Some((shared.into_iter().next()?, span)));
        let is_causal = arguments.flag("causal")?.is_some_and(|(is_causal, _)| is_causal);
        let window = arguments.per_axis("window", 1, 1)?;
        if let (Some((_, span)), false) = (&window, is_causal) {
            return Err(syn::Error::new(*span, messages::window_without_causal()));
        }
        let alibi = arguments.flag("alibi")?;
        if let (Some((true, span)), false) = (alibi, is_causal) {
            return Err(syn::Error::new(span, messages::alibi_without_causal()));
        }
        let scale = arguments.trillionths("scale")?.and_then(|(_, written)| written.parse::<f64>().ok());
        let dropout = arguments.fraction("dropout")?;
        let heads = heads.unwrap_or(Dim::Literal(1));
        if let Some((shared, span)) = &shared {
            let sizes = [&heads, shared];
            if sizes.iter().any(|size| size.is_generic()) {
                return Err(syn::Error::new(*span, messages::generic_kv_heads()));
            }
            if let [Some(heads), Some(shared)] = sizes.map(Dim::literal)
                && !heads.is_multiple_of(shared)
            {
                let nearest = nearest_divisor(shared, &[heads]).unwrap_or(1);
                return Err(syn::Error::new(*span, messages::kv_heads(heads, shared, nearest)));
            }
        }
        Ok(Attention {
            shared: shared.filter(|(shared, _)| shared.key() != heads.key()),
            heads,
            span,
            is_causal,
            window: window.and_then(|(window, _)| window.into_iter().next()),
            scale: scale.map(f64::to_bits),
            has_alibi: alibi.is_some_and(|(has_alibi, _)| has_alibi),
            dropout: dropout.map(|(millionths, _)| millionths).filter(|millionths| *millionths > 0),
        })
    }

    /// Returns the sizes of an attention of operands with these axes, and nothing unless each has two; the error if the sizes of
    /// grouped queries depend on a generic parameter, or if literals show that the heads do not divide the queries.
    pub(crate) fn operands(&self, operands: [&[Dim]; 3]) -> syn::Result<Option<Operands>> {
        let shape = |dims: [&Dim; 2]| Shape::real(dims.map(Clone::clone).into());
        let [[l, d], [s, k], [_, dv]] = operands else { return Ok(None) };
        let (mut keys, mut gives, mut help_keys) = (d.clone(), dv.clone(), messages::help_features());
        if let Some((shared, span)) = &self.shared {
            if [d, k, dv].iter().any(|size| size.is_generic()) {
                return Err(syn::Error::new(*span, messages::generic_kv_heads()));
            }
            if let Some(misfit) = self.heads.literal().and_then(|heads| self.indivisible(heads, &[d.literal()?])) {
                return Err(misfit);
            }
            let (heads, shared_heads) = self.counts(&[d.clone(), dv.clone()]);
            let each = quotient(d, &heads);
            let too_large = || syn::Error::new(*span, messages::help_too_large("product"));
            keys = each.product(shared_heads.clone()).ok_or_else(too_large)?;
            gives = quotient(dv, &shared_heads).product(heads).ok_or_else(too_large)?;
            help_keys = messages::help_key_features(&keys, shared);
        }
        Ok(Some(Operands {
            keys: shape([s, &keys]),
            values: shape([s, dv]),
            mask: shape([l, s]),
            gives: shape([l, &gives]),
            features: [d.clone(), dv.clone()],
            help_keys,
        }))
    }

    /// Returns whether heads of queries share a head of keys and values.
    pub(crate) fn is_grouped(&self) -> bool {
        self.shared.is_some()
    }

    /// The numbers of heads of grouped queries, and of their keys and values, which divide the features even if a check reports
    /// that the declared ones do not.
    fn counts(&self, [d, dv]: &[Dim; 2]) -> (Dim, Dim) {
        let heads = common(self.heads.clone(), d);
        let shared = self.shared.as_ref().map_or(&self.heads, |(shared, _)| shared);
        let shared = common(common(shared.clone(), &heads), dv);
        (heads, shared)
    }

    /// Returns the error if the heads do not divide all of these numbers.
    fn indivisible(&self, heads: u64, all: &[u64]) -> Option<syn::Error> {
        let size = all.iter().find(|size| !size.is_multiple_of(heads))?;
        let nearest = nearest_divisor(heads, all).unwrap_or(1);
        Some(syn::Error::new(self.span, messages::heads(heads, size, nearest)))
    }

    /// Returns the error if literals show that the heads do not divide the features.
    pub(crate) fn misfit(&self, features: &[Dim; 2]) -> Option<syn::Error> {
        if let Some((shared, span)) = &self.shared {
            let ([_, values], shared) = (features, shared.literal()?);
            let values = values.literal().filter(|values| !values.is_multiple_of(shared))?;
            return Some(syn::Error::new(*span, messages::heads_of_values(shared, values)));
        }
        let all: Vec<u64> = features.iter().filter_map(Dim::literal).collect();
        self.indivisible(self.heads.literal()?, &all)
    }

    /// Returns what items must check: the heads and features with the message, and the span of the heads.
    pub(crate) fn to_prove(&self, features: &[Dim; 2]) -> Vec<Divides> {
        if let Some((shared, span)) = &self.shared {
            let [d, dv] = features;
            let claims = [
                divides(&self.heads, d, messages::heads("{a1}", "{a0}", "{b0}"), self.span),
                divides(shared, &self.heads, messages::kv_heads("{a0}", "{a1}", "{b0}"), *span),
                divides(shared, dv, messages::heads_of_values("{a1}", "{a0}"), *span),
            ];
            return claims.into_iter().flatten().collect();
        }
        let features = features.iter().filter(|size| !size.is_generic());
        let numbers: Vec<Dim> = std::iter::once(&self.heads).chain(features).cloned().collect();
        let is_told = numbers.len() == 1 || numbers.iter().all(|dim| matches!(dim, Dim::Literal(_)));
        let claim = || (Shape::real(numbers), messages::heads("{a1}", "{a0}", "{b0}"), self.span);
        (!is_told && !self.heads.is_generic()).then(claim).into_iter().collect()
    }

    /// Returns the operation, whose heads divide the features even if a check reports that the declared ones do not, and the bounds
    /// that it requires.
    pub(crate) fn op(self, features: &[Dim; 2]) -> (Op, Vec<Bound>) {
        let (heads, kv_heads, bounds) = match self.shared {
            Some(_) => {
                let (heads, shared) = self.counts(features);
                (heads, Some(shared), Vec::new())
            }
            None => {
                let needs_check = !self.to_prove(features).is_empty();
                let checked = features.iter().filter(|size| needs_check && !size.is_generic());
                let heads = checked.fold(self.heads, common);
                let bound =
                    |size: &Dim| Bound::Dim { size: size.clone(), name: "DividedBy", arguments: vec![heads.clone()] };
                let generic = features.iter().filter(|size| size.is_generic() || heads.is_generic());
                let bounds = generic.map(bound).collect();
                (heads, None, bounds)
            }
        };
        let Attention { is_causal, window, scale, has_alibi, dropout, .. } = self;
        (Op::Attention { heads, kv_heads, is_causal, window, scale, has_alibi, dropout }, bounds)
    }
}
