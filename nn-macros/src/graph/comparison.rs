//! Comparisons of two shapes that must be equal, in the form in which the compiler can evaluate them.

use super::obligations::{Claim, Report};
use crate::diagnostics::{LAST, messages};
use crate::shape::{Dim, Formula, Indices, Shape, Verdict};
use crate::syntax::declared;

/// The comparison of two shapes that an item evaluates.
pub(super) struct Comparison {
    pub(super) claim: Claim,
    /// The two shapes as shown in the item's message, unless they are the compared shapes.
    words: Option<(Words, Words)>,
}

/// A signal as shown in an item's message.
struct Words {
    whole: String,
    /// The arguments of a declaration, between `<>`.
    sizes: String,
    /// The size of the last axis.
    last: String,
}

impl Words {
    fn of(sizes: &[String]) -> Words {
        let (last, sizes) = (sizes.last().cloned().unwrap_or_default(), sizes.join(", "));
        Words { whole: format!("[{sizes}]"), sizes, last }
    }
}

impl Comparison {
    /// Compares two shapes. An item cannot refer to generic parameters, so axes that depend on them are omitted if both
    /// shapes agree on them. Returns `None` if they do not agree, or if only the compiler knows the axes.
    pub(super) fn of(a: &Shape, b: &Shape) -> Option<Comparison> {
        if let (Some(a), Some(b)) = (a.indices(), b.indices()) {
            return Self::of_indices(a, b);
        }
        Self::of_shapes(a, b, Claim::Equal(a.clone(), b.clone()), None)
    }

    /// Compares the bound of indices with that of a table, whatever the shape of the indices.
    fn of_indices(takes: Indices<'_>, given: Indices<'_>) -> Option<Comparison> {
        let (claim, takes, mut given) = Self::axis_by_axis(&takes.all(), &given.all(), None)?;
        let below = given.pop()?;
        let given = declared(&given, &below);
        let given = Words { whole: format!("indices [{given}]"), last: below.clone(), sizes: below };
        let takes = takes.last()?;
        let takes = Words { whole: messages::indices_below(takes), sizes: takes.clone(), last: takes.clone() };
        Some(Comparison { claim, words: Some((takes, given)) })
    }

    /// Compares two shapes that must be equal except along this axis, along which they are concatenated.
    pub(super) fn of_joined(a: &Shape, b: &Shape, axis: usize) -> Option<Comparison> {
        Self::of_shapes(a, b, Claim::Joinable(a.clone(), b.clone(), axis), Some(axis))
    }

    /// Compares two shapes by this claim, or axis by axis if they are generic.
    fn of_shapes(a: &Shape, b: &Shape, claim: Claim, but: Option<usize>) -> Option<Comparison> {
        if !a.is_generic() && !b.is_generic() {
            return Some(Comparison { claim, words: None });
        }
        let (claim, a, b) = Self::axis_by_axis(a.known()?, b.known()?, but)?;
        Some(Comparison { claim, words: Some((Words::of(&a), Words::of(&b))) })
    }

    /// Returns the claim on the non-generic axes, and each size of both shapes as shown in the message.
    fn axis_by_axis(a: &[Dim], b: &[Dim], but: Option<usize>) -> Option<(Claim, Vec<String>, Vec<String>)> {
        let (mut all_a, mut all_b, mut words_a, mut words_b) = (vec![], vec![], vec![], vec![]);
        for (axis, (a, b)) in a.iter().zip(b).enumerate() {
            if Some(axis) == but {
                // The excluded axis is compared with itself, so that the message can show its sizes.
                for (dim, words, shape) in [(a, &mut words_a, "a"), (b, &mut words_b, "b")] {
                    if dim.is_generic() {
                        words.push(dim.to_string());
                    } else {
                        words.push(format!("{{{shape}{}}}", all_a.len()));
                        all_a.push(dim.clone());
                        all_b.push(dim.clone());
                    }
                }
            } else if !a.is_generic() && !b.is_generic() {
                words_a.push(format!("{{a{}}}", all_a.len()));
                words_b.push(format!("{{b{}}}", all_b.len()));
                all_a.push(a.clone());
                all_b.push(b.clone());
            } else if a.compare(b) == Verdict::Equal {
                words_a.push(a.to_string());
                words_b.push(b.to_string());
            } else {
                return None;
            }
        }
        let claim = Claim::Equal(Shape::real(all_a), Shape::real(all_b));
        (a.len() == b.len()).then_some((claim, words_a, words_b))
    }

    /// Compares the numbers of elements of two shapes.
    pub(super) fn count(to: &Shape, from: &Shape) -> Comparison {
        Comparison { claim: Claim::Count(to.clone(), from.clone()), words: None }
    }

    /// Compares the numbers of elements of two shapes with generic parameters. Both must have the same generic factors,
    /// so that an item can compare the remaining ones; otherwise returns `None`.
    pub(super) fn of_counts(to: &Shape, from: &Shape) -> Option<Counts> {
        let (to, from) = (Factors::of(to.known()?, "a"), Factors::of(from.known()?, "b"));
        let keys = |factors: &Factors| {
            let mut keys: Vec<_> = factors.generic.iter().map(Dim::key).collect();
            keys.sort();
            keys
        };
        if keys(&to) != keys(&from) {
            return None;
        }
        let product = |factors: &Factors| Shape::count(&factors.named);
        let verdict = product(&to)?.compare(&product(&from)?);
        let claim = Claim::Count(Shape::real(to.named), Shape::real(from.named));
        let comparison = Comparison { claim, words: Some((Words::of(&to.words), Words::of(&from.words))) };
        Some(Counts { comparison, verdict, to: to.count, from: from.count })
    }

    /// The report if the two differ in sizes, or in rank.
    pub(super) fn report(&self, text: &str, other_rank: &str) -> Report {
        let words = |text: &str| {
            let Some((a, b)) = &self.words else {
                // The item itself replaces the other placeholders.
                let axes = match &self.claim {
                    Claim::Equal(a, _) => a.known().map_or(0, <[Dim]>::len),
                    _ => 0,
                };
                return text.replace(LAST, &format!("{{a{}}}", axes.saturating_sub(1)));
            };
            let text = text.replace(LAST, &a.last);
            let text = text.replace("{a}", &a.whole).replace("{b}", &b.whole);
            text.replace("{a,}", &a.sizes).replace("{b,}", &b.sizes)
        };
        match self.claim {
            Claim::Joinable(..) | Claim::Count(..) => Report::Text(words(text)),
            _ => Report::Shapes { text: words(text), other_rank: words(other_rank) },
        }
    }
}

/// The comparison of the numbers of elements of two shapes with generic parameters.
pub(super) struct Counts {
    pub(super) comparison: Comparison,
    /// The verdict without the compiler.
    pub(super) verdict: Verdict,
    /// The numbers of elements as shown in the item's message.
    pub(super) to: String,
    pub(super) from: String,
}

/// The sizes of a shape, with products split into factors.
struct Factors {
    /// The factors that an item can refer to: the non-generic axes, then the product of the non-generic factors of the
    /// generic ones.
    named: Vec<Dim>,
    generic: Vec<Dim>,
    /// The axes as shown in the item's message.
    words: Vec<String>,
    /// The number of elements as shown in the item's message.
    count: String,
}

impl Factors {
    /// `shape` is the placeholder of the shape in the item's message.
    fn of(dims: &[Dim], shape: &str) -> Factors {
        let (mut named, mut generic, mut inside, mut words) = (vec![], vec![], vec![], vec![]);
        for dim in dims {
            if dim.is_generic() {
                words.push(dim.to_string());
                let (parameters, others): (Vec<_>, Vec<_>) =
                    dim.factors().into_iter().partition(|dim| dim.is_generic());
                generic.extend(parameters.into_iter().cloned());
                inside.extend(others.into_iter().cloned());
            } else {
                words.push(format!("{{{shape}{}}}", named.len()));
                named.push(dim.clone());
            }
        }
        let has_others = !named.is_empty() || !inside.is_empty();
        let others = has_others.then(|| Formula::atom(format!("{{#{shape}}}")));
        let count = others.into_iter().chain(generic.iter().map(Dim::formula)).reduce(Formula::times);
        let count = count.map_or_else(String::new, |count| count.to_string());
        if !inside.is_empty() {
            named.extend(Shape::count(&inside));
        }
        Factors { named, generic, words, count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::{format_ident, quote};

    fn shape(axes: &[&str]) -> Shape {
        let dim = |name: &&str| {
            let ident = format_ident!("{name}");
            Dim::Named { text: name.to_string(), tokens: quote!(#ident), generic: name.starts_with('G') }
        };
        Shape::real(axes.iter().map(dim).collect())
    }

    #[test]
    fn equal_generic_axes_are_omitted() {
        let comparison = Comparison::of(&shape(&["G", "A"]), &shape(&["G", "B"])).unwrap();
        let Claim::Equal(a, b) = comparison.claim else { panic!("two shapes are compared") };
        assert_eq!((a.to_string(), b.to_string()), (shape(&["A"]).to_string(), shape(&["B"]).to_string()));
        assert!(Comparison::of(&shape(&["G", "A"]), &shape(&["G2", "A"])).is_none());
    }

    #[test]
    fn shapes_of_different_rank_are_not_compared_by_axis() {
        assert!(Comparison::of(&shape(&["G", "A"]), &shape(&["G", "A", "B"])).is_none());
    }
}
