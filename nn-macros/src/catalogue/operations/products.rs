//! The factors of `matmul`, `dot` and `outer`: values that are read as matrices, and the shape of their product.

use super::axis::MOST_AXES;
use crate::diagnostics::messages;
use crate::shape::{Dim, Shape, Verdict};

/// Two values as matrices, which can be multiplied.
pub(crate) struct Factors {
    /// The shape of the second value in which it fits the first.
    pub(crate) second: Shape,
    /// Both as matrices.
    pub(crate) matrices: [Shape; 2],
    pub(crate) product: Shape,
    /// The product in the shape that the operation gives.
    pub(crate) gives: Shape,
}

/// Returns the factors of a product of values of these shapes, or the fix if there is none of so many axes.
pub(crate) fn factors(name: &str, a: &[Dim], b: &[Dim]) -> Result<Factors, String> {
    let one = Dim::Literal(1);
    let shape = |dims: &[&Dim]| Shape::real(dims.iter().copied().cloned().collect());
    let of = |second: Shape, first: Shape, matrix: Shape, product: Shape, gives: Shape| Factors {
        second,
        matrices: [first, matrix],
        product,
        gives,
    };
    let factors = match (name, a, b) {
        ("outer", [m], [n]) => of(shape(&[n]), shape(&[m, &one]), shape(&[&one, n]), shape(&[m, n]), shape(&[m, n])),
        ("outer" | "dot", ..) if a.len() != 1 || b.len() != 1 => return Err(messages::help_vectors(name)),
        ("matmul" | "dot", [k], [_]) => {
            of(shape(&[k]), shape(&[&one, k]), shape(&[k, &one]), shape(&[&one, &one]), shape(&[]))
        }
        (_, [k], [_, n]) => of(shape(&[k, n]), shape(&[&one, k]), shape(&[k, n]), shape(&[&one, n]), shape(&[n])),
        (_, [m, k], [_]) => of(shape(&[k]), shape(&[m, k]), shape(&[k, &one]), shape(&[m, &one]), shape(&[m])),
        (_, [before @ .., m, k], [.., _, n]) if a.len() == b.len() && a.len() <= MOST_AXES => {
            let with = |dims: [&Dim; 2]| Shape::real(before.iter().chain(dims).cloned().collect());
            let second = with([k, n]);
            of(second.clone(), Shape::real(a.to_vec()), second, with([m, n]), with([m, n]))
        }
        _ => return Err(messages::help_matrices()),
    };
    Ok(factors)
}

/// The fix for two values whose sizes do not match.
pub(crate) fn help_product(name: &str, a: &[Dim], b: &[Dim]) -> String {
    let swapped = |dims: &[Dim]| {
        let mut dims = dims.to_vec();
        let rank = dims.len();
        if rank >= 2 {
            dims.swap(rank - 2, rank - 1);
        }
        dims
    };
    let fits = |a: &[Dim], b: &[Dim]| {
        let inner = |dims: &[Dim], from_end: usize| dims.len().checked_sub(from_end).map(|axis| dims[axis].clone());
        match (inner(a, 1), inner(b, 2)) {
            (Some(k), Some(l)) => {
                let before = |dims: &[Dim]| Shape::real(dims[..dims.len() - 2].to_vec());
                k.compare(&l) == Verdict::Equal && before(a).compare(&before(b)) != Verdict::Different
            }
            _ => false,
        }
    };
    if name != "matmul" || a.len() != b.len() || a.len() < 2 {
        return messages::help_equal_vectors();
    }
    let axes = [a.len() - 2, a.len() - 1];
    if fits(a, &swapped(b)) {
        messages::help_transpose("second", axes)
    } else if fits(&swapped(a), b) {
        messages::help_transpose("first", axes)
    } else {
        messages::help_inner()
    }
}
