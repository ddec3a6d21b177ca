//! The absence of a loss: `()`, for an output that is not trained.

use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Divisor, Loss};
use crate::signal::{Elements, Signal};
use core::fmt;

/// The loss of an output that has none, such as the final states of a recurrent layer: 0, whose gradient is 0. Its target is `()`.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> (Tensor<1>, Tensor<1>) {
///         (x.fc(), x)
///     }
/// }
///
/// let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
/// let x = Tensor::new([[1.0]]);
/// (0..100).for_each(|_| drop(session.step(&x, &(Mse, ()), (&Tensor::new([[3.0]]), ()))));
/// let (y, same) = session.output();
/// assert!((y[[0, 0]] - 3.0).abs() < 0.01 && same[[0, 0]] == 1.0);
/// ```
impl<Out: Signal, T: Float> Loss<Out, T> for () {
    type Target<'a, B: Dim> = ();

    fn value_of_rows<B: Dim>(&self, _: usize, _: Out::Ref<'_, B, T>, (): ()) -> T {
        T::ZERO
    }

    fn gradient_of_rows<B: Dim>(&self, _: usize, _: Out::Ref<'_, B, T>, (): (), dy: Out::Mut<'_, B, T>) -> T {
        let parts = Out::to_parts_mut::<B, T>(dy).into_iter().flatten();
        parts.filter_map(Elements::floats).for_each(|dy| dy.fill(T::ZERO));
        T::ZERO
    }

    /// That of most losses, with which it then forms a tuple that accumulates.
    fn divisor(&self) -> Divisor {
        Divisor::Samples
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("()")
    }
}
