//! The macro that implements a layer for an element-wise function.

/// Implements [`Layer`](crate::Layer) for an [`Activation`](crate::Activation), for samples of any shape, and an `Init` that does
/// nothing.
///
/// Each type has its own implementation, rather than a blanket one for all activations, so that a compiler error about a layer
/// that does not fit mentions that layer alone.
///
/// ```
/// use nn::Float;
/// use nn::layers::{Activation, activation};
/// struct Square;
/// # unsafe impl nn::parameters::Plain for Square {}
/// # unsafe impl<T: Float> nn::Parameters<T> for Square {
/// #     const LAYOUT: nn::parameters::Layout = nn::parameters::Layout::EMPTY;
/// # }
/// impl Activation for Square {
///     fn value<T: Float>(x: T) -> T {
///         x * x
///     }
///     fn derivative<T: Float>(x: T, _: T) -> T {
///         x + x
///     }
/// }
/// activation!(Square);
/// ```
#[macro_export]
macro_rules! activation {
    ($layer:ident $(<$(const $parameter:ident: $ty:ty),+>)?) => {
        $crate::activation!(@layer $layer $(<$(const $parameter: $ty),+>)?);

        impl $(<$(const $parameter: $ty),+>)? $crate::Init for $layer $(<$($parameter),+>)? {
            fn init<NnRng: $crate::init::Rng + ?Sized>(&mut self, _: &mut NnRng) {}
        }
    };
    // The implementation of `Layer` without that of `Init`.
    (@layer $layer:ident $(<$(const $parameter:ident: $ty:ty),+>)?) => {
        impl<NnShape: $crate::Sample, NnElement: $crate::Float $($(, const $parameter: $ty)+)?>
            $crate::Layer<NnShape, NnElement> for $layer $(<$($parameter),+>)?
        {
            type Out = NnShape;
            type Saved<NnBatch: $crate::Dim> = ();
            type Scratch<NnBatch: $crate::Dim> = ();
            const OP: $crate::graph::Op =
                $crate::graph::Op::of_activation::<Self>(stringify!($layer), &[$($($parameter as u64),+)?]);

            #[inline]
            fn forward<NnBatch: $crate::Dim>(
                &self,
                x: &$crate::Batch<NnShape, NnBatch, NnElement>,
                y: &mut $crate::Batch<NnShape, NnBatch, NnElement>,
                _: &mut (),
            ) {
                $crate::kernels::map::<Self, NnElement>(x.as_slice(), y.as_mut_slice());
            }

            #[inline]
            fn forward_train<NnBatch: $crate::Dim>(
                &self,
                x: &$crate::Batch<NnShape, NnBatch, NnElement>,
                y: &mut $crate::Batch<NnShape, NnBatch, NnElement>,
                _: &mut (),
                _: $crate::StepContext,
            ) {
                $crate::kernels::map::<Self, NnElement>(x.as_slice(), y.as_mut_slice());
            }

            #[inline]
            fn backward<NnBatch: $crate::Dim>(
                &self,
                $crate::Pass { x, y, dy, .. }: $crate::Pass<'_, Self, NnShape, NnBatch, NnElement>,
                dx: ::core::option::Option<$crate::Gradient<'_, $crate::Batch<NnShape, NnBatch, NnElement>>>,
                _: $crate::Gradient<'_, Self>,
                _: $crate::StepContext,
            ) {
                if let ::core::option::Option::Some(dx) = dx {
                    let (x, y, dy) = (x.as_slice(), y.as_slice(), dy.as_slice());
                    $crate::kernels::map_backward::<Self, NnElement>(x, y, dy, dx.target());
                }
            }
        }
    };
}
