//! Where a gradient goes.

use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::parameters::Parameters;

/// A place for a gradient, and whether it replaces what is there or is added to it.
///
/// A value that is used twice receives two gradients; a layer that is used twice, too. The first one *sets* the place,
/// so that nothing has to be zeroed, the others *add*. A layer's `backward` never chooses: it writes through
/// [`write`](Gradient::write), or asks [`adds`](Gradient::adds).
///
/// ```
/// use nn_core::{Gradient, N, Tensor};
/// let mut d = Tensor::<(N<2>,)>::new([1.0, 2.0]);
/// Gradient::set(&mut d).write(|i| i as f32);
/// assert_eq!(d.as_slice(), [0.0, 1.0]);
/// Gradient::add(&mut d).write(|_| 5.0);
/// assert_eq!(d.as_slice(), [5.0, 6.0]);
/// ```
#[derive(Debug)]
pub struct Gradient<'a, P: ?Sized> {
    place: &'a mut P,
    accumulate: Accumulate,
}

impl<'a, P: ?Sized> Gradient<'a, P> {
    /// A place whose old content is replaced.
    #[inline]
    pub fn set(place: &'a mut P) -> Self {
        Self { place, accumulate: Accumulate::Set }
    }

    /// A place that is added to.
    #[inline]
    pub fn add(place: &'a mut P) -> Self {
        Self { place, accumulate: Accumulate::Add }
    }

    /// Sets the place, or adds to it if `adds`.
    #[inline]
    pub fn new(place: &'a mut P, adds: bool) -> Self {
        if adds { Self::add(place) } else { Self::set(place) }
    }

    /// Whether the gradient is added to what is there.
    #[inline]
    pub fn adds(&self) -> bool {
        self.accumulate.adds()
    }

    /// The same place for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> Gradient<'_, P> {
        Gradient { place: self.place, accumulate: self.accumulate }
    }

    /// The place itself: honour [`adds`](Self::adds).
    #[inline]
    pub fn into_inner(self) -> &'a mut P {
        self.place
    }

    /// The place as a kernel's output.
    #[doc(hidden)]
    #[inline]
    pub fn target<T: Float>(self) -> Target<'a, T>
    where
        P: Parameters<T>,
    {
        Target { slice: self.place.as_mut_slice(), accumulate: self.accumulate }
    }

    /// A part of the place, such as one field of a layer.
    #[inline]
    pub fn part<Q: ?Sized>(self, part: impl FnOnce(&'a mut P) -> &'a mut Q) -> Gradient<'a, Q> {
        Gradient { place: part(self.place), accumulate: self.accumulate }
    }

    /// Two parts of the place, such as the weight and the bias of a layer.
    #[inline]
    pub fn split<Q, R>(
        self,
        parts: impl FnOnce(&'a mut P) -> (&'a mut Q, &'a mut R),
    ) -> (Gradient<'a, Q>, Gradient<'a, R>) {
        let (q, r) = parts(self.place);
        (Gradient { place: q, accumulate: self.accumulate }, Gradient { place: r, accumulate: self.accumulate })
    }

    /// Sets or adds `gradient(i)` for each element `i`.
    #[inline]
    pub fn write<T: Float>(self, gradient: impl FnMut(usize) -> T)
    where
        P: Parameters<T>,
    {
        self.target().write((0..).map(gradient));
    }

    /// Sets the place to zero, unless the gradient is added: for a part that receives no gradient.
    #[inline]
    pub fn write_nothing<T: Float>(self)
    where
        P: Parameters<T>,
    {
        self.target().zeroed();
    }
}
