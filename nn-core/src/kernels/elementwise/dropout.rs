//! Dropout: zeros at random positions.

use super::channels::write;
use super::counter::CounterRng;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::parallel::{First, Units, in_parts, parts, steps};
use crate::kernels::vectorized::vectorized;

/// Which elements are dropped, and the factor of the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DropRule<T> {
    /// The generator of random bits, a function of the element.
    pub random: CounterRng,
    /// A stretch is dropped if its random number, from 0 to 2^32 - 1, is below this threshold.
    pub threshold: u64,
    /// The factor of the elements that are kept.
    pub scale: T,
    /// The number of adjacent elements that are dropped or kept together.
    pub stretch: usize,
    /// The number of preceding stretches in other batches.
    pub before: u64,
}

impl<T: Float> DropRule<T> {
    /// Returns the factor of stretch number `element`. Two adjacent stretches share 64 random bits.
    #[inline(always)]
    pub(in crate::kernels) fn factor(&self, element: u64) -> T {
        let element = self.before.wrapping_add(element);
        let bits = self.random.bits(element / 2) >> (32 * (element % 2));
        if (bits & 0xFFFF_FFFF) < self.threshold { T::ZERO } else { self.scale }
    }
}

/// Computes y_i = x_i times 0 or `scale`, as determined by `drop`, overwriting `y` or adding to it. NaN and infinity times 0 are
/// NaN.
///
/// # Panics
/// Panics if the slices differ in length, or if `stretch` is 0.
///
/// ```
/// use nn::__private::kernels::{CounterRng, DropRule, Target, dropout};
/// let mut y = [0.0; 1000];
/// let random = CounterRng::new(1, 1);
/// let drop = DropRule { random, threshold: 1 << 31, scale: 2.0, stretch: 1, before: 0 };
/// dropout(drop, &[3.0; 1000], Target::set(&mut y));
/// assert!(y.contains(&0.0) && y.contains(&6.0));
/// ```
pub fn dropout<T: Float>(drop: DropRule<T>, x: &[T], y: Target<'_, T>) {
    let stretch = drop.stretch;
    assert!(x.len() == y.len() && stretch > 0, "slices of {} and {} elements differ in length", x.len(), y.len());
    let parts = parts(steps(y.len()));
    let work = (First(0), Units(x, stretch), Units(y, stretch));
    in_parts(parts, work.1.0.len().div_ceil(stretch), work, |(first, x, y)| drop_from(first.0, drop, x.0, y.0));
}

/// Applies [`dropout`] in place: y_i is multiplied by 0 or `scale`.
///
/// # Panics
/// Panics if `stretch` is 0.
///
/// ```
/// use nn::__private::kernels::{CounterRng, DropRule, dropout_in_place};
/// let mut y = [3.0; 1000];
/// let random = CounterRng::new(1, 1);
/// let drop = DropRule { random, threshold: 1 << 31, scale: 2.0, stretch: 1, before: 0 };
/// dropout_in_place(drop, &mut y);
/// assert!(y.contains(&0.0) && y.contains(&6.0));
/// ```
pub fn dropout_in_place<T: Float>(drop: DropRule<T>, y: &mut [T]) {
    let stretch = drop.stretch;
    assert!(stretch > 0, "a stretch has at least one element");
    let (count, work) = (y.len(), (First(0), Units(y, stretch)));
    in_parts(parts(steps(count)), count.div_ceil(stretch), work, |(first, y)| drop_here(first.0, drop, y.0));
}

vectorized! {
    /// Runs [`dropout_in_place`] on the stretches from number `first` on.
    fn drop_here<'a, T>(first: usize, drop: DropRule<T>, y: &'a mut [T]) {
        if drop.stretch == 1 {
            y.iter_mut().zip(first as u64..).for_each(|(y, element)| *y *= drop.factor(element));
        } else {
            for (y, element) in y.chunks_mut(drop.stretch).zip(first as u64..) {
                let factor = drop.factor(element);
                y.iter_mut().for_each(|y| *y *= factor);
            }
        }
    }
}

vectorized! {
    /// Runs [`dropout`] on the stretches from number `first` on.
    fn drop_from<'a, T>(first: usize, drop: DropRule<T>, x: &'a [T], y: Target<'a, T>) {
        let first = first as u64;
        // Element by element, if each element is dropped or kept independently.
        if drop.stretch == 1 {
            y.write(x.iter().enumerate().map(|(i, &x)| x * drop.factor(first + i as u64)));
        } else {
            for (element, (x, y)) in x.chunks(drop.stretch).zip(y.chunks(drop.stretch)).enumerate() {
                let factor = drop.factor(first + element as u64);
                write(y, [x], |[x]| x * factor);
            }
        }
    }
}
