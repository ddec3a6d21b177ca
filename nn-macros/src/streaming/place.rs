//! The place of time in a shape, and where it is in another shape of the same elements.

use crate::shape::{Axes, Dim, Shape, Verdict};

/// The axis that time is, or is a factor of: the axis has `outer` times the steps times `inner` elements, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) axis: usize,
    pub(super) outer: u64,
    pub(super) inner: u64,
}

impl Place {
    /// The place of an axis that is nothing but time.
    pub(super) fn of(axis: usize) -> Place {
        Place { axis, outer: 1, inner: 1 }
    }

    /// Returns whether the axis is nothing but time.
    pub(super) fn is_alone(self) -> bool {
        self.outer == 1 && self.inner == 1
    }

    /// The same place on another axis.
    pub(super) fn at(self, axis: usize) -> Place {
        Place { axis, ..self }
    }

    /// The place in another shape of the same elements, whose time has this size; `None` if it is no factor of a single axis.
    pub(super) fn in_view(self, from: &[Dim], to: &[Dim], size: &Dim) -> Option<Place> {
        let literals = |dims: &[Dim]| dims.iter().map(Dim::literal).collect::<Option<Vec<u64>>>();
        match (literals(from), literals(to), size.literal()) {
            (Some(from), Some(to), Some(size)) => self.among_literals(&from, &to, size),
            _ => self.among_names(from, to, size),
        }
    }

    fn among_literals(self, from: &[u64], to: &[u64], size: u64) -> Option<Place> {
        let product = |sizes: &[u64]| sizes.iter().try_fold(1_u64, |product, size| product.checked_mul(*size));
        let before = product(&from[..self.axis])?.checked_mul(self.outer)?;
        let until = before.checked_mul(size)?;
        let place = |axis: usize| {
            let (first, last) = (product(&to[..axis])?, product(&to[..=axis])?);
            let is_inside = before.is_multiple_of(first) && last.is_multiple_of(until);
            is_inside.then(|| Place { axis, outer: before / first, inner: last / until })
        };
        let places: Vec<_> = (0..to.len()).filter_map(place).collect();
        places.iter().copied().find(|place| place.is_alone()).or(places.first().copied())
    }

    /// Only an axis that stays as it is can be found among sizes that are names.
    fn among_names(self, from: &[Dim], to: &[Dim], size: &Dim) -> Option<Place> {
        if !self.is_alone() {
            return None;
        }
        let keys = |dims: &[Dim]| {
            let factors = dims.iter().flat_map(Dim::factors).filter(|dim| !dim.is_one());
            factors.map(Dim::key).collect::<Vec<_>>()
        };
        let before = keys(&from[..self.axis]);
        let is_it = |&axis: &usize| keys(&to[..axis]) == before && may_be(&to[axis], size);
        let same_rank = (from.len() == to.len() && may_be(&to[self.axis], size)).then_some(self.axis);
        (0..to.len()).find(is_it).or(same_rank).map(Place::of)
    }

    /// The sizes of a shape for a single step.
    pub(super) fn of_step(self, dims: &[Dim]) -> Vec<Dim> {
        let mut dims = dims.to_vec();
        if let Some(size) = dims.get_mut(self.axis) {
            *size = Dim::Literal(self.outer * self.inner);
        }
        dims
    }
}

/// Returns whether an axis may have this size.
pub(super) fn may_be(dim: &Dim, size: &Dim) -> bool {
    dim.compare(size) != Verdict::Different
}

/// The sizes of a shape, of numbers or of indices.
pub(super) fn dims(shape: &Shape) -> Option<&[Dim]> {
    if let Axes::Known(dims) = &shape.axes { Some(dims) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(axis: usize, from: &[u64], to: &[u64]) -> Option<(usize, u64, u64)> {
        let [from, to] = [from, to].map(|sizes| sizes.iter().map(|&size| Dim::Literal(size)).collect::<Vec<_>>());
        let place = Place::of(axis).in_view(&from, &to, &from[axis])?;
        Some((place.axis, place.outer, place.inner))
    }

    #[test]
    fn time_is_found_in_views() {
        assert_eq!(view(0, &[6, 8], &[6, 2, 4]), Some((0, 1, 1)));
        assert_eq!(view(0, &[6, 8], &[1, 6, 8]), Some((1, 1, 1)));
        assert_eq!(view(0, &[6, 8], &[48]), Some((0, 1, 8)));
        assert_eq!(view(1, &[8, 6], &[48]), Some((0, 8, 1)));
        assert_eq!(view(1, &[8, 6], &[4, 12]), Some((1, 2, 1)));
        assert_eq!(view(1, &[8, 6], &[6, 8]), None);
        assert_eq!(view(0, &[6, 4], &[4, 6]), None);
    }

    #[test]
    fn views_lead_back() {
        let dims = [6, 8].map(Dim::Literal);
        let flat = Place::of(0).in_view(&dims, &[Dim::Literal(48)], &dims[0]).unwrap();
        assert_eq!(flat.in_view(&[Dim::Literal(48)], &dims, &dims[0]), Some(Place::of(0)));
    }

    #[test]
    fn time_with_a_name_stays_an_axis() {
        let named = |name: &str| Dim::Named { text: name.into(), tokens: quote::quote!(x), generic: true };
        let (size, features) = (named("S"), named("H"));
        let view = |from: &[Dim], to: &[Dim]| Place::of(0).in_view(from, to, &size).map(|place| place.axis);
        assert_eq!(
            view(&[size.clone(), features.clone()], &[Dim::Literal(1), size.clone(), features.clone()]),
            Some(1)
        );
        let joined = size.clone().product(features.clone()).unwrap();
        assert_eq!(view(&[size.clone(), features], &[joined]), None);
    }
}
