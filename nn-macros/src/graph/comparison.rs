//! Two shapes that are to be equal where a size is a name, as the compiler can compare them.

use super::obligations::{Claim, Report};
use crate::diagnostics::messages;
use crate::shape::{Dim, Indices, Shape, Verdict};
use crate::syntax::declared;

/// Two shapes that are to be equal, as an item can compare them.
pub(super) struct Comparison {
    pub(super) claim: Claim,
    /// What the two are in a text, where that is not the shapes that the item compares.
    words: Option<(Words, Words)>,
}

/// A signal in an item's text.
struct Words {
    whole: String,
    /// Between the `<>` of a declaration.
    sizes: String,
}

impl Words {
    fn of(sizes: &[String]) -> Words {
        let sizes = sizes.join(", ");
        Words { whole: format!("[{sizes}]"), sizes }
    }
}

impl Comparison {
    /// An item cannot name generic parameters: an axis with them is left out where it is the same in both shapes. `None`
    /// where it is not, or where only the compiler knows the axes.
    pub(super) fn of(a: &Shape, b: &Shape) -> Option<Comparison> {
        if let (Some(a), Some(b)) = (a.indices(), b.indices()) {
            return Self::of_indices(a, b);
        }
        Self::of_shapes(a, b, Claim::Equal(a.clone(), b.clone()), None)
    }

    /// Indices that are to be those which a table is for, whatever their shape.
    fn of_indices(takes: Indices<'_>, given: Indices<'_>) -> Option<Comparison> {
        let (claim, takes, mut given) = Self::axis_by_axis(&takes.all(), &given.all(), None)?;
        let below = given.pop()?;
        let given = declared(&given, &below);
        let given = Words { whole: format!("indices [{given}]"), sizes: below };
        let takes = takes.last()?;
        let takes = Words { whole: messages::indices_below(takes), sizes: takes.clone() };
        Some(Comparison { claim, words: Some((takes, given)) })
    }

    /// Two shapes that are to be equal but for this axis, along which they are joined.
    pub(super) fn of_joined(a: &Shape, b: &Shape, axis: usize) -> Option<Comparison> {
        Self::of_shapes(a, b, Claim::Joinable(a.clone(), b.clone(), axis), Some(axis))
    }

    /// Two shapes, of which an item can prove this claim unless they are generic.
    fn of_shapes(a: &Shape, b: &Shape, claim: Claim, but: Option<usize>) -> Option<Comparison> {
        if !a.is_generic() && !b.is_generic() {
            return Some(Comparison { claim, words: None });
        }
        let (claim, a, b) = Self::axis_by_axis(a.known()?, b.known()?, but)?;
        Some(Comparison { claim, words: Some((Words::of(&a), Words::of(&b))) })
    }

    /// What an item compares, and each size of the two in its text.
    fn axis_by_axis(a: &[Dim], b: &[Dim], but: Option<usize>) -> Option<(Claim, Vec<String>, Vec<String>)> {
        let (mut all_a, mut all_b, mut words_a, mut words_b) = (vec![], vec![], vec![], vec![]);
        for (axis, (a, b)) in a.iter().zip(b).enumerate() {
            if Some(axis) == but {
                // What need not be equal is compared with itself, so that the text can say what it is.
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

    /// Two shapes that are to have as many elements.
    pub(super) fn count(to: &Shape, from: &Shape) -> Comparison {
        Comparison { claim: Claim::Count(to.clone(), from.clone()), words: None }
    }

    /// Two shapes that are to have as many elements, where generic parameters are among them: the same ones, so that an item
    /// can compare what is left. `None` where they are not the same.
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

    /// What is reported if the two differ, also if they differ in rank.
    pub(super) fn report(&self, text: &str, other_rank: &str) -> Report {
        let words = |text: &str| {
            let Some((a, b)) = &self.words else { return text.to_string() };
            let text = text.replace("{a}", &a.whole).replace("{b}", &b.whole);
            text.replace("{a,}", &a.sizes).replace("{b,}", &b.sizes)
        };
        match self.claim {
            Claim::Joinable(..) | Claim::Count(..) => Report::Text(words(text)),
            _ => Report::Shapes { text: words(text), other_rank: words(other_rank) },
        }
    }
}

/// How two shapes with generic parameters are compared by their elements.
pub(super) struct Counts {
    pub(super) comparison: Comparison,
    /// What can be said without the compiler.
    pub(super) verdict: Verdict,
    /// How many elements there are, in the item's text.
    pub(super) to: String,
    pub(super) from: String,
}

/// The sizes of a shape, those inside of products one by one.
struct Factors {
    /// Those that an item can name: first the axes that are no products.
    named: Vec<Dim>,
    generic: Vec<Dim>,
    /// The axes in the item's text.
    words: Vec<String>,
    /// The elements in the item's text.
    count: String,
}

impl Factors {
    /// `shape` is how the item's text calls the shape.
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
        let mut count: Vec<_> = generic.iter().map(Dim::to_string).collect();
        if !named.is_empty() || !inside.is_empty() {
            count.insert(0, format!("{{#{shape}}}"));
        }
        if !inside.is_empty() {
            named.extend(Shape::count(&inside));
        }
        Factors { named, generic, words, count: count.join(" * ") }
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
    fn generic_axes_are_left_out_where_they_are_the_same() {
        let comparison = Comparison::of(&shape(&["G", "A"]), &shape(&["G", "B"])).unwrap();
        let Claim::Equal(a, b) = comparison.claim else { panic!("two shapes are compared") };
        assert_eq!((a.to_string(), b.to_string()), (shape(&["A"]).to_string(), shape(&["B"]).to_string()));
        assert!(Comparison::of(&shape(&["G", "A"]), &shape(&["G2", "A"])).is_none());
    }

    #[test]
    fn shapes_of_another_rank_are_not_compared_axis_by_axis() {
        assert!(Comparison::of(&shape(&["G", "A"]), &shape(&["G", "A", "B"])).is_none());
    }
}
