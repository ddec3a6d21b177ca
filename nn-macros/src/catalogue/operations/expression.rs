//! Element-wise expressions: the steps of a fused loop, and how its operands are broadcast.

use super::function::Function;
use crate::shape::{Dim, Shape, Verdict};

/// An expression for each element of a shape; results may be added along axes.
#[derive(Clone)]
pub(crate) struct Fused {
    /// The steps after the operands: a step is known by the number of operands plus its index.
    pub(crate) steps: Vec<Step>,
    /// By operand: how it is broadcast.
    pub(crate) fits: Vec<Repeats>,
    /// The shape of the loop.
    pub(crate) whole: Shape,
    pub(crate) reduction: Option<Reduction>,
}

#[derive(Clone)]
pub(crate) enum Step {
    Number(f64),
    /// A function with its parameter, as in `Op::Map`.
    Apply(Function, Option<Vec<i64>>, usize),
    Combine(Binary, usize, usize),
    Select(usize, usize, usize),
    Clamp(usize, usize, usize),
}

/// Axes along which the results of an expression are combined.
#[derive(Clone)]
pub(crate) struct Reduction {
    /// The shape of the result: that of the loop, with a size of 1 on these axes.
    pub(crate) gives: Shape,
    pub(crate) is_mean: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Minimum,
    Maximum,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
}

/// How the shape of an array relates to that of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// They are equal.
    All,
    /// It has the last axes of the loop; `true` for those of size 1 along which it is repeated.
    Axes(Vec<bool>),
}

impl Repeats {
    pub(crate) fn of(shape: &Shape, whole: &Shape) -> Repeats {
        match (shape.known(), whole.known()) {
            (Some(axes), Some(all)) if shape.compare(whole) != Verdict::Equal => {
                let last = &all[all.len().saturating_sub(axes.len())..];
                Repeats::Axes(axes.iter().zip(last).map(|(axis, of)| axis.is_one() && !of.is_one()).collect())
            }
            _ => Repeats::All,
        }
    }

    /// Returns whether a value is broadcast to a loop over this shape, rather than read once.
    pub(crate) fn is_broadcast(shape: &Shape, whole: &Shape) -> bool {
        let rank = whole.known().map_or(0, <[Dim]>::len);
        matches!(Repeats::of(shape, whole), Repeats::Axes(axes) if axes.len() < rank || axes.contains(&true))
    }
}

impl Step {
    /// The same step with other numbers for the steps that it reads.
    pub(crate) fn renumbered(&self, number: impl Fn(usize) -> usize) -> Step {
        match self {
            Step::Number(value) => Step::Number(*value),
            Step::Apply(function, parameters, x) => Step::Apply(*function, parameters.clone(), number(*x)),
            Step::Combine(binary, a, b) => Step::Combine(*binary, number(*a), number(*b)),
            Step::Select(mask, a, b) => Step::Select(number(*mask), number(*a), number(*b)),
            Step::Clamp(x, low, high) => Step::Clamp(number(*x), number(*low), number(*high)),
        }
    }
}

impl Fused {
    /// The shape of the result.
    pub(crate) fn gives(&self) -> &Shape {
        self.reduction.as_ref().map_or(&self.whole, |reduction| &reduction.gives)
    }

    /// How the result relates to the loop.
    pub(crate) fn result(&self) -> Repeats {
        Repeats::of(self.gives(), &self.whole)
    }

    /// Returns whether it is a function of each element of one value.
    pub(crate) fn is_of_one_value(&self) -> bool {
        self.reduction.is_none() && self.fits == [Repeats::All]
    }

    /// Returns whether it is the difference of two values, neither of which is repeated.
    pub(crate) fn is_difference(&self) -> bool {
        let is_difference = matches!(self.steps[..], [Step::Combine(Binary::Subtract, 0, 1)]);
        is_difference && self.reduction.is_none() && self.fits == [Repeats::All, Repeats::All]
    }

    /// Returns whether its derivatives depend on no value.
    pub(crate) fn is_linear(&self) -> bool {
        // By step: whether it is a number.
        let mut numbers = vec![false; self.fits.len()];
        for step in &self.steps {
            let is_number = match *step {
                Step::Number(_) => true,
                Step::Combine(Binary::Add | Binary::Subtract, ..) => false,
                Step::Combine(Binary::Multiply, a, b) if numbers[a] || numbers[b] => false,
                Step::Combine(Binary::Divide, _, b) if numbers[b] => false,
                Step::Apply(Function::Negate | Function::Detach, ..) => false,
                _ => return false,
            };
            numbers.push(is_number);
        }
        true
    }
}

/// What becomes of two shapes between which an operator is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broadcast {
    /// The result has the shape of the first or of the second one, to which the other one is broadcast.
    To(usize),
    /// Each one would have to be repeated along an axis of the other one.
    Both,
    /// An axis has different sizes, none of which is 1.
    No,
}

/// Aligns the last axes of two shapes.
pub(crate) fn broadcast(a: &[Dim], b: &[Dim]) -> Broadcast {
    let mut is_enlarged = [a.len() < b.len(), b.len() < a.len()];
    for (a, b) in a.iter().rev().zip(b.iter().rev()) {
        match a.compare(b) {
            Verdict::Equal => {}
            _ if a.is_one() => is_enlarged[0] = true,
            _ if b.is_one() => is_enlarged[1] = true,
            Verdict::Unknown => {}
            Verdict::Different => return Broadcast::No,
        }
    }
    match is_enlarged {
        [true, true] => Broadcast::Both,
        [true, false] => Broadcast::To(1),
        _ => Broadcast::To(0),
    }
}

/// The sizes that both shapes would be broadcast to.
pub(crate) fn enlarged(a: &[Dim], b: &[Dim]) -> Vec<Dim> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let missing = long.len() - short.len();
    let size = |(axis, size): (usize, &Dim)| match axis.checked_sub(missing) {
        Some(axis) if size.is_one() => short[axis].clone(),
        _ => size.clone(),
    };
    long.iter().enumerate().map(size).collect()
}

/// The shape that a value must have to be broadcast to these sizes: their last axes, and 1 where it has 1.
pub(crate) fn aligned(given: &[Dim], whole: &[Dim]) -> Shape {
    let last = &whole[whole.len().saturating_sub(given.len())..];
    let size = |(given, of): (&Dim, &Dim)| if given.is_one() { given.clone() } else { of.clone() };
    Shape::real(given.iter().zip(last).map(size).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dims(sizes: &[u64]) -> Vec<Dim> {
        sizes.iter().map(|&size| Dim::Literal(size)).collect()
    }

    #[test]
    fn only_one_operand_is_enlarged() {
        for (a, b, expected) in [
            (&[3, 4][..], &[3, 4][..], Broadcast::To(0)),
            (&[3, 4], &[4], Broadcast::To(0)),
            (&[4], &[3, 4], Broadcast::To(1)),
            (&[3, 1], &[3, 4], Broadcast::To(1)),
            (&[1], &[64], Broadcast::To(1)),
            (&[64, 1], &[64], Broadcast::Both),
            (&[64, 1], &[1, 64], Broadcast::Both),
            (&[3, 4], &[3], Broadcast::No),
            (&[3, 1, 1], &[3, 5, 5], Broadcast::To(1)),
            (&[], &[3], Broadcast::To(1)),
        ] {
            assert_eq!(broadcast(&dims(a), &dims(b)), expected, "{a:?} and {b:?}");
        }
        let text = |sizes: Vec<Dim>| Shape::real(sizes).to_string();
        assert_eq!(text(enlarged(&dims(&[64, 1]), &dims(&[32]))), "[64, 32]");
        assert_eq!(text(enlarged(&dims(&[32]), &dims(&[64, 1]))), "[64, 32]");
    }

    #[test]
    fn fits_tell_which_axes_are_repeated() {
        let whole = Shape::real(dims(&[2, 1, 4]));
        let of = |sizes: &[u64]| Repeats::of(&Shape::real(dims(sizes)), &whole);
        assert_eq!(of(&[2, 1, 4]), Repeats::All);
        assert_eq!(of(&[1, 1]), Repeats::Axes(vec![false, true]));
        assert_eq!(of(&[1, 1, 4]), Repeats::Axes(vec![true, false, false]));
        assert_eq!(of(&[]), Repeats::Axes(vec![]));
        let named = Shape::real(vec![Dim::Named { text: "Wide".into(), tokens: quote::quote!(Wide), generic: false }]);
        let is_broadcast = |sizes: &[u64]| Repeats::is_broadcast(&Shape::real(dims(sizes)), &named);
        assert_eq!([&[1][..], &[], &[4]].map(is_broadcast), [true, true, false]);
    }
}
