//! Mean squared error.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The mean squared error: L = the mean of (y_i - t_i)^2 over all elements of all samples, as PyTorch's `MSELoss`.
///
/// The output may have any shape; the target has the shape of the batched output. The gradient is 2 (y_i - t_i) / n, where n is the
/// batch size times the number of elements of a sample. [`reduction`](Self::reduction) selects the sum instead, or the sum over
/// each sample.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[1.0, 5.0]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[2.0, 2.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&Mse, &y, &target, &mut dy);
/// assert_eq!(loss, 5.0);
/// assert_eq!(dy.as_slice(), [-1.0, 3.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mse {
    reduction: Reduction,
}
elementwise_loss!(Mse);
reductions!(Mse, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl Elementwise for Mse {
    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let difference = y - target;
        (difference * difference, difference + difference)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::{N, Thousands};
    use crate::init::rng;
    use crate::losses::{Loss, Reduction};
    use crate::session::gradient_check::{check_loss, fill};
    use crate::tensor::Tensor;

    #[test]
    fn matches_formula_and_gradient() {
        for seed in 0..10 {
            let mut rng = rng(seed);
            let mut y = Tensor::<(N<3>, N<2>, N<7>), f64>::new([[[0.0; 7]; 2]; 3]);
            let mut target = Tensor::<(N<3>, N<2>, N<7>), f64>::new([[[0.0; 7]; 2]; 3]);
            fill(y.as_mut_slice(), &mut rng);
            fill(target.as_mut_slice(), &mut rng);
            let value: f64 = Loss::<(N<2>, N<7>), f64>::value(&Mse, &y, &target);
            let expected: f64 = y.iter().zip(&target).map(|(y, t)| (y - t) * (y - t) / 42.0).sum();
            assert!((value - expected).abs() < 1e-14);
            let sum: f64 = Loss::<(N<2>, N<7>), f64>::value(&Mse.reduction(Reduction::Sum), &y, &target);
            assert!((sum - 42.0 * expected).abs() < 1e-12);
            check_loss::<(N<2>, N<7>), N<3>, _>(&Mse, &mut y, &target);
        }
    }

    #[test]
    fn gradient_of_scalar_samples() {
        let mut y = Tensor::<(N<2>,), f64>::new([1.0, 2.0]);
        check_loss::<(), N<2>, _>(&Mse, &mut y, &Tensor::new([0.5, 3.0]));
    }

    #[test]
    fn sum_of_many_elements_is_accurate() {
        type Big = Tensor<(N<100>, Thousands<200, 0>)>;
        let (y, target) = (Big::full(1.1), Big::full(1.0));
        let value: f32 = Loss::<(Thousands<200, 0>,)>::value(&Mse, &y, &target);
        let square = (1.1_f32 - 1.0) * (1.1 - 1.0);
        assert!((value - square).abs() <= 1e-5 * square, "{value} instead of {square}");
    }

    #[test]
    fn special_values() {
        let value = |y: f32| Loss::<(), f32>::value(&Mse, &Tensor::<(N<1>,)>::new([y]), &Tensor::new([0.0]));
        assert!(value(f32::NAN).is_nan());
        assert_eq!(value(f32::INFINITY), f32::INFINITY);
        assert_eq!(value(1e30), f32::INFINITY);
        assert_eq!(value(1e-40), 0.0);
    }
}
