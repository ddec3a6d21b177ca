//! Mean squared error.

use crate::dim::Dim;
use crate::float::Float;
use crate::loss::Loss;
use crate::shape::Sample;
use crate::signal::Batch;

/// L = the mean of (y_i - t_i)^2 over all elements of all samples, as PyTorch's `MSELoss`.
///
/// The output may have any shape; the target has the same, with the batch in front. The gradient is
/// 2 (y_i - t_i) / n, n being batch times elements of a sample.
///
/// ```
/// use nn_core::{Loss, Mse, N, Tensor};
/// let y = Tensor::<(N<1>, N<2>)>::new([[1.0, 5.0]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[2.0, 2.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&Mse, &y, &target, &mut dy);
/// assert_eq!(loss, 5.0);
/// assert_eq!(dy.as_slice(), [-1.0, 3.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mse;

impl<S: Sample, T: Float> Loss<S, T> for Mse {
    type Target<'a, B: Dim> = &'a Batch<S, B, T>;

    fn value<B: Dim>(&self, y: &Batch<S, B, T>, target: &Batch<S, B, T>) -> T {
        let (y, target) = (y.as_slice(), target.as_slice());
        T::from_f64(squared_distance(y, target) / y.len() as f64)
    }

    fn gradient<B: Dim>(&self, y: &Batch<S, B, T>, target: &Batch<S, B, T>, dy: &mut Batch<S, B, T>) -> T {
        let value = Loss::<S, T>::value(self, y, target);
        let (y, target, dy) = (y.as_slice(), target.as_slice(), dy.as_mut_slice());
        let factor = T::from_f64(2.0 / y.len() as f64);
        for (dy, (&y, &target)) in dy.iter_mut().zip(y.iter().zip(target)) {
            *dy = factor * (y - target);
        }
        value
    }
}

/// The sum of (a_i - b_i)^2. Short sums in `T` side by side, which vectorise, add up to a long one in `f64`, so that
/// millions of elements do not swallow each other.
fn squared_distance<T: Float>(a: &[T], b: &[T]) -> f64 {
    const LANES: usize = 16;
    const BLOCK: usize = 64 * LANES;
    let mut sum = 0.0;
    for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK)) {
        let mut lanes = [T::ZERO; LANES];
        for (a, b) in a.chunks(LANES).zip(b.chunks(LANES)) {
            for (lane, (&a, &b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
                *lane += (a - b) * (a - b);
            }
        }
        sum += lanes.into_iter().map(T::to_f64).sum::<f64>();
    }
    sum
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::{N, Thousands};
    use crate::gradient_check::{check_loss, fill};
    use crate::init::rng;
    use crate::tensor::Tensor;

    #[test]
    fn the_formula_and_the_gradient() {
        for seed in 0..10 {
            let mut rng = rng(seed);
            let mut y = Tensor::<(N<3>, N<2>, N<7>), f64>::new([[[0.0; 7]; 2]; 3]);
            let mut target = Tensor::<(N<3>, N<2>, N<7>), f64>::new([[[0.0; 7]; 2]; 3]);
            fill(y.as_mut_slice(), &mut rng);
            fill(target.as_mut_slice(), &mut rng);
            let value: f64 = Loss::<(N<2>, N<7>), f64>::value(&Mse, &y, &target);
            let expected: f64 = y.iter().zip(&target).map(|(y, t)| (y - t) * (y - t) / 42.0).sum();
            assert!((value - expected).abs() < 1e-14);
            check_loss::<(N<2>, N<7>), N<3>, _>(&Mse, &mut y, &target);
        }
    }

    #[test]
    fn a_scalar_sample() {
        let mut y = Tensor::<(N<2>,), f64>::new([1.0, 2.0]);
        check_loss::<(), N<2>, _>(&Mse, &mut y, &Tensor::new([0.5, 3.0]));
    }

    #[test]
    fn many_elements_add_up() {
        type Big = Tensor<(N<100>, Thousands<N<200>, N<0>>)>;
        let (y, target) = (Big::full(1.1), Big::full(1.0));
        let value: f32 = Loss::<(Thousands<N<200>, N<0>>,)>::value(&Mse, &y, &target);
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
