//! The trait of element-wise activation functions.

use super::function::Function;
use crate::float::Float;
use crate::parameters::Plain;

/// An element-wise function of one variable. [`activation!`](crate::activation) implements [`Layer`](crate::Layer) for it, for
/// samples of any shape.
///
/// ```
/// use nn::Float;
/// use nn::layers::Activation;
/// /// x * sigmoid(x) (Elfwing et al. 2017).
/// struct Swish;
/// # unsafe impl nn::parameters::Plain for Swish {}
/// # unsafe impl<T: Float> nn::Parameters<T> for Swish {
/// #     const LAYOUT: nn::parameters::Layout = nn::parameters::Layout::EMPTY;
/// # }
/// impl Activation for Swish {
///     fn value<T: Float>(x: T) -> T {
///         x / (T::ONE + (-x).exp())
///     }
///     fn derivative<T: Float>(x: T, y: T) -> T {
///         let sigmoid = T::ONE / (T::ONE + (-x).exp());
///         sigmoid + y * (T::ONE - sigmoid)
///     }
/// }
/// nn::layers::activation!(Swish);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an activation function")]
pub trait Activation: Plain {
    /// The function as data, if [`graph`](crate::graph) has a variant for it. Defaults to `None`.
    const FUNCTION: Option<Function> = None;

    /// Returns y = f(x).
    fn value<T: Float>(x: T) -> T;
    /// Returns dy/dx, computed from x and y.
    fn derivative<T: Float>(x: T, y: T) -> T;
}
