//! A macro for layers through which no gradient passes.

/// Generates `backward` for a layer without parameters, with inputs of this shape and element type: the gradient with respect to the
/// input is 0.
macro_rules! no_gradient {
    ($input:ty, $element:ty) => {
        fn backward<Batch: $crate::dim::Dim>(
            &self,
            _: $crate::layers::Pass<'_, Self, $input, Batch, $element>,
            dx: Option<$crate::parameters::Gradient<'_, $crate::signal::Batch<$input, Batch, $element>>>,
            _: $crate::parameters::Gradient<'_, Self>,
            _: $crate::layers::StepContext,
        ) {
            if let Some(dx) = dx {
                dx.target().zeroed();
            }
        }
    };
}
pub(super) use no_gradient;
