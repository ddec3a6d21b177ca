//! The elements of a target of classes: classes, or labels that may be ignored.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::ClassWeights;
use crate::signal::{Class, Label};

/// The targets are classes, [`Class<C>`](Class). The default of [`CrossEntropy`](struct@crate::CrossEntropy) and
/// [`Nll`](struct@crate::Nll).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Classes;

/// The targets are labels, [`Label<C>`](Label): classes, or ignored. Set by the method `labels` of
/// [`CrossEntropy`](struct@crate::CrossEntropy) and [`Nll`](struct@crate::Nll).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct LabelsOrIgnored;

/// The elements of the targets of a loss, as its type parameter: [`Classes`] or [`LabelsOrIgnored`].
///
/// This trait is sealed: it has no other implementors.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{ClassTargets, Classes, LabelsOrIgnored};
/// use nn::{Class, Label};
/// let class: <Classes as ClassTargets>::Item<N<3>> = Class::default();
/// let label: <LabelsOrIgnored as ClassTargets>::Item<N<3>> = Label::IGNORED;
/// assert_eq!(Classes::class(class), Some(class));
/// assert_eq!(LabelsOrIgnored::class(label), None);
/// ```
pub trait ClassTargets: sealed::Sealed + Copy {
    /// The target of a position.
    type Item<C: Dim>: Copy + 'static;
    /// Whether a target may be ignored.
    const MAY_IGNORE: bool;

    /// Returns the class of a target, or `None` if it is ignored.
    fn class<C: Dim>(item: Self::Item<C>) -> Option<Class<C>>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Classes {}
    impl Sealed for super::LabelsOrIgnored {}
}

impl ClassTargets for Classes {
    type Item<C: Dim> = Class<C>;
    const MAY_IGNORE: bool = false;

    #[inline]
    fn class<C: Dim>(item: Class<C>) -> Option<Class<C>> {
        Some(item)
    }
}

impl ClassTargets for LabelsOrIgnored {
    type Item<C: Dim> = Label<C>;
    const MAY_IGNORE: bool = true;

    #[inline]
    fn class<C: Dim>(item: Label<C>) -> Option<Class<C>> {
        item.class()
    }
}

/// The target of a position that counts.
pub(super) struct Counted<C: Dim, T> {
    pub(super) class: Class<C>,
    /// The weight of the class.
    pub(super) weight: T,
    /// The weight of the position.
    pub(super) factor: f64,
}

/// Returns the target of a position, or `None` if it does not count: it is ignored, or its weight is 0.
#[inline]
pub(super) fn counted<Y: ClassTargets, C: Dim, T: Float>(
    classes: &ClassWeights<'_, C, T>,
    target: Y::Item<C>,
    weights: Option<&[T]>,
    position: usize,
) -> Option<Counted<C, T>> {
    let class = Y::class(target)?;
    let weight = classes.of(class)?;
    let factor = weights.map_or(1.0, |weights| weights[position].to_f64());
    if factor == 0.0 { None } else { Some(Counted { class, weight, factor }) }
}
