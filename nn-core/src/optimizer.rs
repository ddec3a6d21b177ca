//! What every optimiser is.

use crate::float::Float;
use crate::layout::{Parameters, Role};
use crate::plain::Plain;

/// A rule that moves parameters against their gradient.
///
/// What it must remember is plain data made of copies of the network ([`State`](Optimizer::State)): nothing for plain
/// gradient descent, one for momentum, `[P; 2]` for Adam. Its rates are ordinary fields: change them at any step.
///
/// ```
/// use nn_core::{Float, Optimizer, Parameters};
/// /// Moves by the sign of the gradient alone.
/// struct SignDescent {
///     lr: f32,
/// }
/// impl Optimizer<f32> for SignDescent {
///     type State<P: Parameters<f32>> = ();
///     fn update<P: Parameters<f32>>(&self, _step: u64, params: &mut P, grad: &P, _: &mut ()) {
///         for (w, g) in params.as_mut_slice().iter_mut().zip(grad.as_slice()) {
///             *w -= self.lr * g.signum();
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an optimiser of numbers of type `{T}`")]
pub trait Optimizer<T: Float = f32> {
    /// What is remembered from step to step; zero at first.
    type State<P: Parameters<T>>: Plain;

    /// The rule: step number `step` (1, 2, 3, ..) of every number. Buffers, which are not learned, are put right
    /// afterwards by [`step`](Optimizer::step).
    fn update<P: Parameters<T>>(&self, step: u64, params: &mut P, grad: &P, state: &mut Self::State<P>);

    /// Makes step number `step` (1, 2, 3, ..): [`update`](Optimizer::update) for what is learned, and the new value that
    /// the gradient carries for each buffer.
    fn step<P: Parameters<T>>(&self, step: u64, params: &mut P, grad: &P, state: &mut Self::State<P>) {
        self.update(step, params, grad, state);
        if P::LAYOUT.has_buffers() {
            let (params, grad) = (params.as_mut_slice(), grad.as_slice());
            P::LAYOUT.for_each(|param| {
                if param.role == Role::Buffer {
                    params[param.range()].copy_from_slice(&grad[param.range()]);
                }
            });
        }
    }
}
