//! The arguments of `x.rotary::<heads = 8, theta = 500000.0, interleaved = false>()`, and what they expect of the value.

use super::super::op::Op;
use super::super::operation::{Call, Refusal};
use crate::catalogue::{Bound, Known, nearest_divisor};
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};

/// The named arguments, each with an example.
const NAMES: Known = &[("heads", "heads = 8"), ("theta", "theta = 500000.0"), ("interleaved", "interleaved = false")];

/// The parsed arguments of rotary position embeddings.
pub(crate) struct Rotary {
    heads: Dim,
    /// The bits of theta, unless it is the default.
    theta: Option<u64>,
    is_interleaved: bool,
}

impl Rotary {
    pub(in crate::catalogue::operations) fn of(call: &Call<'_>) -> syn::Result<Rotary> {
        let mut arguments = call.with_names(NAMES)?;
        if let Some((heads, span)) = arguments.all_sizes().first() {
            let heads = heads.as_ref().map_or("8".into(), Dim::to_string);
            return Err(syn::Error::new(*span, messages::rotary_arguments(heads)));
        }
        let heads = arguments.per_axis("heads", 1, 1)?.and_then(|(heads, _)| heads.into_iter().next());
        let theta = arguments.positive("theta")?.filter(|theta| *theta != 10_000.0);
        let is_interleaved = arguments.flag("interleaved")?.is_none_or(|(is_interleaved, _)| is_interleaved);
        Ok(Rotary { heads: heads.unwrap_or(Dim::Literal(1)), theta: theta.map(f64::to_bits), is_interleaved })
    }

    /// The number that divides the last axis: two elements for each head.
    fn unit(&self) -> Dim {
        match &self.heads {
            Dim::Literal(heads) => Dim::Literal(heads.saturating_mul(2)),
            heads => Dim::Product(heads.clone().into(), Dim::Literal(2).into()),
        }
    }

    /// Returns the shape that the value must have, with the fix: for literals and generic sizes its own, and for others one whose
    /// last axis can be divided in any case, and which is its own if that one can, too.
    pub(crate) fn expected(&self, shape: &Shape) -> Result<(Shape, String), Refusal> {
        let Some([length, features]) = shape.known() else {
            let help = messages::help_length_and_features("rotary");
            return Err(Refusal { expects: messages::length_and_features(), help });
        };
        let unit = self.unit();
        let help = messages::help_pairs(&unit);
        match (features, &unit) {
            (Dim::Literal(features), Dim::Literal(unit)) if !features.is_multiple_of(*unit) => {
                let pairs = features.is_multiple_of(2).then_some(features / 2);
                let nearest = pairs.and_then(|pairs| nearest_divisor(unit / 2, &[pairs]));
                let help = nearest.map_or(help, |heads| messages::help_heads_of_pairs(heads, unit));
                Err(Refusal { expects: messages::multiple_along(unit, 1), help })
            }
            (Dim::Literal(_), Dim::Literal(_)) => Ok((shape.clone(), help)),
            _ if features.is_generic() || unit.is_generic() => Ok((shape.clone(), help)),
            _ => {
                let common = Dim::result("CommonDivisor", &unit, vec![features.clone()], unit.formula());
                let rest = Dim::result("DividedBy", features, vec![common], features.formula().over(&unit));
                let divisible = Dim::Product(unit.into(), rest.into());
                Ok((Shape::real(vec![length.clone(), divisible]), help))
            }
        }
    }

    /// Returns the operation on a value of this shape, and the bounds that it requires.
    pub(crate) fn op(self, shape: &Shape) -> (Op, Vec<Bound>) {
        let (unit, mut bounds) = (self.unit(), Vec::new());
        if let Some([_, features]) = shape.known()
            && (features.is_generic() || unit.is_generic())
        {
            let twice = Dim::Product(self.heads.clone().into(), Dim::Literal(2).into());
            Bound::of(&Dim::result("DividedBy", features, vec![twice], features.formula().over(&unit)), &mut bounds);
        }
        (Op::Rotary { heads: self.heads, theta: self.theta, is_interleaved: self.is_interleaved }, bounds)
    }
}
