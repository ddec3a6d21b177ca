//! The margin loss of triplets of vectors.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::reduction::reductions;
use crate::losses::{Criterion, Reduction};
use crate::signal::Tuple;

/// The triplet margin loss of an anchor a, a positive p and a negative n: L = max(0, d(a, p) - d(a, n) + margin), averaged over the
/// batch, as PyTorch's `TripletMarginLoss` (Schroff, Kalenichenko, Philbin 2015).
///
/// d(x, y) is the norm of the differences x_i - y_i + eps: their Euclidean norm, or with another [`p`](Self::p) the p-th root of
/// the sum of |x_i - y_i + eps|^p, or the largest magnitude if `p` is infinity. With [`swap`](Self::swap), d(a, n) is replaced by
/// d(p, n) where that is less (Balntas et al. 2016).
///
/// The output of the network is a tuple of three vectors `(D,)`, such as those of a nested network that is used three times. There
/// is no target: it is `()`, and that of a data set is [`NoTarget`](crate::NoTarget). The gradient is that of the distances where
/// the term is more than 0. [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::TripletMargin;
/// use nn::prelude::*;
/// let anchor = Tensor::<shape![1, 2]>::new([[0.0, 0.0]]);
/// let positive = Tensor::<shape![1, 2]>::new([[3.0, 4.0]]);
/// let negative = Tensor::<shape![1, 2]>::new([[0.0, 2.0]]);
/// let loss = TripletMargin::new(1.0);
/// assert!((loss.value((&anchor, &positive, &negative), ()) - (5.0 - 2.0 + 1.0)).abs() < 1e-5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TripletMargin {
    /// By how much the negative must be further away than the positive, finite. Defaults to 1.
    pub margin: f64,
    /// The degree of the norm, more than 0; it may be infinite. Defaults to 2.
    pub p: f64,
    /// Added to each difference, finite. Defaults to 1e-6.
    pub eps: f64,
    /// Whether d(a, n) is replaced by d(p, n) where that is less. Defaults to `false`.
    pub swap: bool,
    reduction: Reduction,
}
reductions!(@only TripletMargin, Mean, "The terms are those of the samples: `Mean` divides by their number.");

impl TripletMargin {
    /// Creates the loss with this margin, which must be finite.
    ///
    /// # Panics
    /// Panics if `margin` is infinite or NaN.
    #[track_caller]
    pub const fn new(margin: f64) -> Self {
        assert!(margin.is_finite(), "{}", MARGIN);
        Self { margin, p: 2.0, eps: 1e-6, swap: false, reduction: Reduction::Mean }
    }

    /// Returns this loss with the norm of another degree, which is more than 0: 1 for the sum of the magnitudes, infinity for the
    /// largest one.
    ///
    /// ```
    /// assert_eq!(nn::losses::TripletMargin::new(1.0).p(1.0).p, 1.0);
    /// ```
    ///
    /// # Panics
    /// Panics if `p` is 0, negative or NaN.
    #[track_caller]
    pub const fn p(self, p: f64) -> Self {
        assert!(p > 0.0, "{}", DEGREE);
        Self { p, ..self }
    }

    /// Returns this loss with another number added to the differences, which must be finite.
    ///
    /// ```
    /// assert_eq!(nn::losses::TripletMargin::new(1.0).eps(0.0).eps, 0.0);
    /// ```
    ///
    /// # Panics
    /// Panics if `eps` is infinite or NaN.
    #[track_caller]
    pub const fn eps(self, eps: f64) -> Self {
        assert!(eps.is_finite(), "{}", EPS);
        Self { eps, ..self }
    }

    /// Returns this loss with d(a, n) replaced by d(p, n) where that is less.
    ///
    /// ```
    /// assert!(nn::losses::TripletMargin::new(1.0).swap().swap);
    /// ```
    pub const fn swap(self) -> Self {
        Self { swap: true, ..self }
    }

    /// Returns the differences of two vectors.
    #[inline]
    fn differences<T: Float>(&self, x: &[T], y: &[T]) -> impl Iterator<Item = f64> {
        x.iter().zip(y).map(|(x, y)| x.to_f64() - y.to_f64() + self.eps)
    }

    /// Returns the distance of two vectors.
    fn distance<T: Float>(&self, x: &[T], y: &[T]) -> f64 {
        let differences = self.differences(x, y);
        if self.p == 2.0 {
            Float::sqrt(differences.map(|d| d * d).sum::<f64>())
        } else if self.p == f64::INFINITY {
            // NaN propagates.
            differences.map(Float::abs).fold(0.0, |largest, d| if d > largest || d.is_nan() { d } else { largest })
        } else {
            let sum: f64 = differences.map(|d| Float::powf(Float::abs(d), self.p)).sum();
            Float::powf(sum, 1.0 / self.p)
        }
    }

    /// Adds the derivatives of `factor` times the distance of two vectors.
    fn add_slopes<T: Float>(&self, [x, y]: [&[T]; 2], distance: f64, factor: f64, dx: &mut [T], dy: &mut [T]) {
        if factor == 0.0 || distance == 0.0 {
            return;
        }
        // If several differences have the largest magnitude, they share the derivative.
        let ties = match self.p {
            f64::INFINITY => self.differences(x, y).filter(|d| Float::abs(*d) == distance).count() as f64,
            _ => 1.0,
        };
        for (d, (dx, dy)) in self.differences(x, y).zip(dx.iter_mut().zip(dy)) {
            let slope = if d == 0.0 {
                0.0
            } else if self.p == 2.0 {
                d / distance
            } else if self.p == f64::INFINITY {
                if Float::abs(d) == distance { d.signum() / ties } else { 0.0 }
            } else {
                d.signum() * Float::powf(Float::abs(d) / distance, self.p - 1.0)
            };
            let slope = T::from_f64(factor * slope);
            *dx += slope;
            *dy -= slope;
        }
    }
}

const MARGIN: &str = "the `margin` of a `TripletMargin` loss must be finite";
const DEGREE: &str = "the `p` of a `TripletMargin` loss must be more than 0";
const EPS: &str = "the `eps` of a `TripletMargin` loss must be finite";

impl Default for TripletMargin {
    /// Returns the loss with a margin of 1 and the Euclidean norm, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0)
    }
}

criterion!(impl[D: Dim, T: Float] Loss<Tuple<((D,), (D,), (D,))>, T> for TripletMargin);

impl<D: Dim, T: Float> Criterion<Tuple<((D,), (D,), (D,))>, T> for TripletMargin {
    type Target = ();

    fn term(
        &self,
        (anchor, positive, negative): (&[T], &[T], &[T]),
        (): (),
        divisor: f64,
        dy: Option<(&mut [T], &mut [T], &mut [T])>,
    ) -> f64 {
        let near = self.distance(anchor, positive);
        let far = self.distance(anchor, negative);
        let swapped = if self.swap { self.distance(positive, negative) } else { f64::INFINITY };
        // NaN propagates.
        let least = if swapped < far || swapped.is_nan() { swapped } else { far };
        let term = self.margin + near - least;
        if let Some((da, dp, dn)) = dy {
            [&mut *da, &mut *dp, &mut *dn].into_iter().for_each(|d| d.fill(T::ZERO));
            if term > 0.0 {
                let scale = 1.0 / divisor;
                // Equal distances share the derivative, as in PyTorch.
                let share = if swapped == far { 0.5 } else { 1.0 };
                self.add_slopes([anchor, positive], near, scale, da, dp);
                if swapped >= far {
                    self.add_slopes([anchor, negative], far, -share * scale, da, dn);
                }
                if swapped <= far {
                    self.add_slopes([positive, negative], swapped, -share * scale, dp, dn);
                }
            }
        }
        if term < 0.0 { 0.0 } else { term }
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    /// Checks the settings, whose fields are public and may have been set after `new`.
    fn check(&self) {
        assert!(self.margin.is_finite(), "{MARGIN}");
        assert!(self.p > 0.0, "{DEGREE}");
        assert!(self.eps.is_finite(), "{EPS}");
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("TripletMargin");
        shown.field("margin", &self.margin).field("p", &self.p).field("eps", &self.eps).field("swap", &self.swap);
        shown.field("reduction", &self.reduction).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::Loss;
    use crate::tensor::Tensor;

    type Row = [f32; 2];

    fn row(loss: TripletMargin, [a, p, n]: [Row; 3]) -> (f32, [Row; 3]) {
        let nan = || Tensor::<(N<1>, N<2>)>::new([[f32::NAN; 2]]);
        let (mut da, mut dp, mut dn) = (nan(), nan(), nan());
        let (a, p, n) = (Tensor::new([a]), Tensor::new([p]), Tensor::new([n]));
        let value = loss.gradient((&a, &p, &n), (), (&mut da, &mut dp, &mut dn));
        (value, [da, dp, dn].map(|d| d.as_slice().try_into().unwrap()))
    }

    #[test]
    fn special_values() {
        let loss = TripletMargin::new(1.0).eps(0.0);
        let [zero, x, y] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        // At the margin, loss and gradient are 0. A distance of 0 has no gradient.
        assert_eq!(row(loss, [zero, zero, x]), (0.0, [zero; 3]));
        assert_eq!(row(loss, [zero, zero, [0.5, 0.0]]), (0.5, [[1.0, 0.0], zero, [-1.0, 0.0]]));
        assert_eq!(row(loss, [zero, zero, zero]), (1.0, [zero; 3]));
        assert_eq!(row(loss, [zero, x, y]), (1.0, [[-1.0, 1.0], x, [0.0, -1.0]]));
        assert_eq!(row(loss, [zero, x, [1e4, 0.0]]), (0.0, [zero; 3]));
        assert_eq!(row(loss, [zero, [1e30, 0.0], zero]).0, 1e30);
        assert!(row(loss, [[f32::NAN, 0.0], x, y]).0.is_nan());
        assert!(row(loss.swap(), [zero, x, [f32::NAN, 0.0]]).0.is_nan());
        assert!(row(loss.p(f64::INFINITY), [zero, x, [f32::NAN, 0.0]]).0.is_nan());
    }

    #[test]
    fn norms_of_other_degrees() {
        let loss = TripletMargin::new(0.0).eps(0.0);
        let vectors = [[0.0, 0.0], [3.0, -4.0], [0.0, 0.0]];
        assert_eq!(row(loss.p(1.0), vectors), (7.0, [[-1.0, 1.0], [1.0, -1.0], [0.0; 2]]));
        assert_eq!(row(loss.p(f64::INFINITY), vectors), (4.0, [[0.0, 1.0], [0.0, -1.0], [0.0; 2]]));
        // Differences of the same magnitude share the derivative.
        let tied = row(loss.p(f64::INFINITY), [[0.0, 0.0], [2.0, 2.0], [0.0, 0.0]]);
        assert_eq!(tied, (2.0, [[-0.5, -0.5], [0.5, 0.5], [0.0; 2]]));
    }

    #[test]
    fn swap_uses_the_lesser_distance() {
        let loss = TripletMargin::new(2.0).eps(0.0).swap();
        let [zero, x, y] = [[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]];
        // d(a, n) = 3, d(p, n) = 2.
        let (value, [da, dp, dn]) = row(loss, [zero, x, [3.0, 0.0]]);
        assert_eq!((value, da, dp, dn), (1.0, [-1.0, 0.0], [2.0, 0.0], [-1.0, 0.0]));
        // d(a, n) = 3 is less than d(p, n).
        assert_eq!(row(loss, [zero, x, y]), row(TripletMargin::new(2.0).eps(0.0), [zero, x, y]));
        // Equal distances share the derivative.
        let (value, [da, dp, dn]) = row(loss, [zero, [2.0, 0.0], [1.0, 0.0]]);
        assert_eq!((value, da, dp, dn), (3.0, [-0.5, 0.0], [0.5, 0.0], [0.0, 0.0]));
    }
}
