//! The terms that a value contains: a sum or a difference in which one cancels has no gradient for the layers before it, as in
//! `e - (e + mask)`.

use std::collections::BTreeSet;

/// The values that a value may contain as terms, by their indices, and whether with the opposite sign.
#[derive(Clone, Debug)]
pub(crate) struct Terms(BTreeSet<(usize, bool)>);

/// The sign with which a step keeps the terms of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Sign,
    Opposite,
    /// The sign depends on the elements, or is not known.
    Any,
}

impl Terms {
    /// The terms of a value that contains only itself.
    pub(crate) fn of(value: usize) -> Self {
        Terms(BTreeSet::from([(value, false)]))
    }

    /// Adds the terms of an input of the step that the value is the result of.
    pub(crate) fn extend(&mut self, input: &Terms, keeps: Keeps) {
        for &(term, is_opposite) in &input.0 {
            if keeps != Keeps::Opposite {
                self.0.insert((term, is_opposite));
            }
            if keeps != Keeps::Sign {
                self.0.insert((term, !is_opposite));
            }
        }
    }

    /// Whether a term may cancel in the sum of two values, or in their difference if `other` is subtracted.
    pub(crate) fn cancel(&self, other: &Terms, is_difference: bool) -> bool {
        self.0.iter().any(|&(term, is_opposite)| other.0.contains(&(term, is_opposite == is_difference)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(value: usize, inputs: &[(&Terms, Keeps)]) -> Terms {
        let mut terms = Terms::of(value);
        inputs.iter().for_each(|(input, keeps)| terms.extend(input, *keeps));
        terms
    }

    #[test]
    fn equal_terms_cancel_in_differences_and_opposite_ones_in_sums() {
        let (e, mask) = (Terms::of(0), Terms::of(1));
        assert!(e.cancel(&e, true) && !e.cancel(&e, false) && !e.cancel(&mask, true) && !e.cancel(&mask, false));
        let sum = result(2, &[(&e, Keeps::Sign), (&mask, Keeps::Sign)]);
        assert!(e.cancel(&sum, true) && sum.cancel(&e, true) && !e.cancel(&sum, false));
        let difference = result(3, &[(&e, Keeps::Sign), (&mask, Keeps::Opposite)]);
        assert!(difference.cancel(&mask, false) && !difference.cancel(&mask, true) && difference.cancel(&e, true));
        // e - (mask - e): the sign of e is that of a sum.
        let reversed = result(4, &[(&mask, Keeps::Sign), (&e, Keeps::Opposite)]);
        assert!(!e.cancel(&reversed, true) && e.cancel(&reversed, false));
        // The opposite of the opposite, and a value of either sign.
        let twice = result(5, &[(&reversed, Keeps::Opposite)]);
        assert!(e.cancel(&twice, true) && !e.cancel(&twice, false));
        let any = result(6, &[(&e, Keeps::Any)]);
        assert!(e.cancel(&any, true) && e.cancel(&any, false));
    }
}
