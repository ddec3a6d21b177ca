//! Tanh shrinkage.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// Tanhshrink(x) = x - tanh(x) (PyTorch's `Tanhshrink`); its derivative is tanh(x)^2.
///
/// In `network!`: `.tanhshrink()`. Any shape in, the same shape out. As in PyTorch, the value near 0, x^3 / 3, has the absolute
/// error of x. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Tanhshrink};
/// assert_eq!([-1e4, 0.0, 1e4].map(Tanhshrink::value::<f32>), [-9999.0, 0.0, 9999.0]);
/// assert_eq!(Tanhshrink::derivative(1e4_f32, 9999.0), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Tanhshrink;
stateless!(Tanhshrink);
activation!(@layer Tanhshrink);

impl Activation for Tanhshrink {
    const FUNCTION: Option<Function> = Some(Function::TanhShrink);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x - x.tanh()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let tanh = x.tanh();
        tanh * tanh
    }
}
