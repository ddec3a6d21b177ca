//! Cross-entropy from logits.

use crate::class::Class;
use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::largest;
use crate::loss::Loss;
use crate::tensor::Tensor;

/// L = -ln softmax(x)_t = ln(sum_j exp(x_j)) - x_t, the mean over the batch: x are the logits of one sample and t is its
/// class (theory.md 3.1 behind the softmax of 2.2).
///
/// The output is `(C,)`, the target a class a sample: `&Tensor<(B,), Class<C>>`. The gradient is
/// (softmax(x) - onehot(t)) / B (theory.md, 4.2), softmax and logarithm being one: logits of +-10 000 and more neither
/// overflow nor lose the gradient. A NaN, or a logit of infinity, gives NaN; a target whose logit is minus infinity beside
/// finite ones gives infinity.
///
/// It is PyTorch's `CrossEntropyLoss` with its defaults. Do not put a [`Softmax`](crate::Softmax) before it; where a
/// network already ends in one, [`ProbabilityCrossEntropy`](crate::ProbabilityCrossEntropy) fits.
///
/// ```
/// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
/// let logits = Tensor::<(N<2>, N<3>)>::new([[1e4, 0.0, 0.0], [5.0, 5.0, 5.0]]);
/// let target = Tensor::<(N<2>,), Class<N<3>>>::new([0, 2].map(|t| Class::new(t).unwrap()));
/// let mut d = Tensor::<(N<2>, N<3>)>::new([[0.0; 3]; 2]);
/// let loss = CrossEntropy.gradient(&logits, &target, &mut d);
/// assert_eq!(loss, 3.0_f32.ln() / 2.0);
/// assert_eq!(d[[0, 0]], 0.0);
/// assert!((d[[1, 2]] - (1.0 / 3.0 - 1.0) / 2.0).abs() < 1e-7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CrossEntropy;

impl CrossEntropy {
    /// The same loss with smoothed labels (Szegedy et al. 2015): the class counts for `1 - smoothing`, and all classes
    /// share the rest alike.
    ///
    /// L = (1 - s) (-ln softmax(x)_t) + s mean_j(-ln softmax(x)_j); PyTorch's `label_smoothing`. `smoothing` is from 0
    /// to 1.
    ///
    /// ```
    /// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
    /// let logits = Tensor::<(N<1>, N<2>)>::new([[1.0, 1.0]]);
    /// let target = Tensor::<(N<1>,), Class<N<2>>>::new([Class::new(1).unwrap()]);
    /// let mut d = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
    /// CrossEntropy.smooth(0.2).gradient(&logits, &target, &mut d);
    /// assert!((d[[0, 1]] - (0.5 - 0.9)).abs() < 1e-6);
    /// ```
    pub const fn smooth(self, smoothing: f64) -> SmoothCrossEntropy {
        SmoothCrossEntropy { smoothing }
    }
}

/// [`CrossEntropy`] with smoothed labels: what [`CrossEntropy::smooth`] gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmoothCrossEntropy {
    /// What all classes share alike, from 0 to 1.
    pub smoothing: f64,
}

impl<C: Dim, T: Float> Loss<(C,), T> for CrossEntropy {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn value<B: Dim>(&self, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.smooth(0.0).value(y, target)
    }

    fn gradient<B: Dim>(
        &self,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.smooth(0.0).gradient(y, target, dy)
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for SmoothCrossEntropy {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn value<B: Dim>(&self, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        let rows = y.as_slice().chunks_exact(C::SIZE).zip(target.as_slice());
        let losses = rows.map(|(x, target)| {
            let largest = largest(x);
            let sum: T = x.iter().map(|&x| (x - largest).exp()).sum();
            (sum.ln() - self.expected(x, target.index(), largest)).to_f64()
        });
        T::from_f64(losses.sum::<f64>() / B::SIZE as f64)
    }

    fn gradient<B: Dim>(
        &self,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        let batch = B::SIZE as f64;
        let share = T::from_f64(1.0 / batch);
        let (of_class, of_all) = (1.0 - self.smoothing, self.smoothing / C::SIZE as f64);
        let (of_class, of_all) = (T::from_f64(of_class / batch), T::from_f64(of_all / batch));
        let rows = y.as_slice().chunks_exact(C::SIZE).zip(dy.as_mut_slice().chunks_exact_mut(C::SIZE));
        let losses = rows.zip(target.as_slice()).map(|((x, dx), target)| {
            let largest = largest(x);
            let exponentials = dx.iter_mut().zip(x).map(|(dx, &x)| {
                *dx = (x - largest).exp();
                *dx
            });
            let sum: T = exponentials.sum();
            let scale = share / sum;
            dx.iter_mut().for_each(|dx| *dx = *dx * scale - of_all);
            dx[target.index()] -= of_class;
            (sum.ln() - self.expected(x, target.index(), largest)).to_f64()
        });
        T::from_f64(losses.sum::<f64>() / batch)
    }
}

impl SmoothCrossEntropy {
    /// The mean of x - largest under the smoothed label.
    fn expected<T: Float>(&self, x: &[T], target: usize, largest: T) -> T {
        let of_class = x[target] - largest;
        if self.smoothing == 0.0 {
            // A logit of minus infinity, which smoothing would turn into an infinite loss, counts for nothing.
            return of_class;
        }
        let of_all = x.iter().map(|&x| (x - largest).to_f64()).sum::<f64>() / x.len() as f64;
        T::from_f64((1.0 - self.smoothing) * of_class.to_f64() + self.smoothing * of_all)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod smoothing {
    use super::*;
    use crate::dim::N;
    use crate::gradient_check::{check_loss, fill};
    use crate::plain::zeroed;

    #[test]
    fn the_formula_and_the_gradient() {
        let mut logits = zeroed::<Tensor<(N<3>, N<4>), f64>>();
        let target = Tensor::<(N<3>,), Class<N<4>>>::new([2, 0, 3].map(|t| Class::new(t).unwrap()));
        for seed in 0..20 {
            fill(logits.as_mut_slice(), &mut crate::init::rng(seed));
            let loss = CrossEntropy.smooth(0.1 + 0.04 * seed as f64);
            check_loss::<(N<4>,), N<3>, _>(&loss, &mut logits, &target);
            let mut expected = 0.0;
            for (x, target) in logits.rows().zip(target.iter()) {
                let normaliser = x.iter().map(|x| x.exp()).sum::<f64>().ln();
                for (class, x) in x.iter().enumerate() {
                    let label = if class == target.index() { 1.0 - loss.smoothing } else { 0.0 };
                    expected -= (label + loss.smoothing / 4.0) * (x - normaliser) / 3.0;
                }
            }
            assert!((loss.value(&*logits, &target) - expected).abs() < 1e-12);
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::gradient_check::{check_loss, fill};
    use crate::init::rng;

    type Logits<T> = Tensor<(N<4>, N<3>), T>;

    fn classes(indices: [usize; 4]) -> Tensor<(N<4>,), Class<N<3>>> {
        Tensor::new(indices.map(|index| Class::new(index).unwrap()))
    }

    #[test]
    fn the_formula() {
        for seed in 0..10 {
            let mut x = Logits::new([[0.0; 3]; 4]);
            fill(x.as_mut_slice(), &mut rng(seed));
            let indices = [0, 1, 2, seed as usize % 3];
            let mut dx = Logits::new([[f64::NAN; 3]; 4]);
            let value = CrossEntropy.gradient(&x, &classes(indices), &mut dx);
            let mut expected = 0.0;
            for (b, &target) in indices.iter().enumerate() {
                let sum: f64 = (0..3).map(|c| libm::exp(x[[b, c]])).sum();
                expected -= libm::log(libm::exp(x[[b, target]]) / sum) / 4.0;
                for c in 0..3 {
                    let onehot = if c == target { 1.0 } else { 0.0 };
                    assert!((dx[[b, c]] - (libm::exp(x[[b, c]]) / sum - onehot) / 4.0).abs() < 1e-15);
                }
            }
            assert!((value - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn the_gradient() {
        for seed in 0..10 {
            let mut x = Logits::new([[0.0; 3]; 4]);
            fill(x.as_mut_slice(), &mut rng(seed));
            check_loss::<(N<3>,), N<4>, _>(&CrossEntropy, &mut x, &classes([2, 0, 1, 1]));
        }
        let mut x = Tensor::<(N<1>, N<1>), f64>::new([[3.0]]);
        check_loss::<(N<1>,), N<1>, _>(&CrossEntropy, &mut x, &Tensor::new([Class::default()]));
    }

    /// The losses of the rows are 20 000, 0, ln 3 and 10 000.
    #[test]
    fn huge_logits() {
        let x = Logits::<f32>::new([[1e4, -1e4, 0.0], [1e4, -1e4, 0.0], [-1e4; 3], [0.0, 1e4, 1e-40]]);
        let target = classes([1, 0, 2, 0]);
        let mut dx = Logits::<f32>::new([[f32::NAN; 3]; 4]);
        let value = CrossEntropy.gradient(&x, &target, &mut dx);
        assert_eq!(value, ((20_000.0 + libm::log(3.0) + 10_000.0) / 4.0) as f32);
        assert_eq!(value, CrossEntropy.value(&x, &target));
        assert_eq!(dx.as_slice()[..6], [0.25, -0.25, 0.0, 0.0, 0.0, 0.0]);
        assert!(dx.as_slice()[6..9].iter().zip([1.0, 1.0, -2.0]).all(|(dx, e)| (dx - e / 12.0).abs() < 1e-7));
        assert_eq!(dx.as_slice()[9..], [-0.25, 0.25, 0.0]);
    }

    #[test]
    fn infinities_and_nan() {
        let infinity = f32::INFINITY;
        let row = |row: [f32; 3]| {
            let mut dx = Tensor::<(N<1>, N<3>)>::new([[0.0; 3]]);
            let target = Tensor::new([Class::default()]);
            (CrossEntropy.gradient(&Tensor::new([row]), &target, &mut dx), dx)
        };
        let (value, dx) = row([-infinity, 0.0, 0.0]);
        assert_eq!((value, dx.as_slice()), (infinity, [-1.0, 0.5, 0.5].as_slice()));
        assert!(row([f32::NAN, 0.0, 0.0]).0.is_nan());
        assert!(row([0.0, f32::NAN, 0.0]).0.is_nan());
        assert!(row([infinity, 0.0, 0.0]).0.is_nan());
        assert!(row([-infinity; 3]).0.is_nan());
    }
}
