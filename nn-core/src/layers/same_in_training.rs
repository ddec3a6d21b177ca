//! A macro for layers that compute the same in training as in inference.

/// Generates `forward_train` for a layer with inputs of this shape and element type that computes the same in training as in
/// inference, and whose `Saved` is its `Scratch`.
macro_rules! same_in_training {
    ($input:ty, $element:ty) => {
        #[inline]
        fn forward_train<Batch: $crate::dim::Dim>(
            &self,
            x: <$input as $crate::signal::Signal>::Ref<'_, Batch, $element>,
            y: <<Self as $crate::layers::Layer<$input, $element>>::Out as $crate::signal::Signal>::Mut<
                '_,
                Batch,
                $element,
            >,
            saved: &mut <Self as $crate::layers::Layer<$input, $element>>::Saved<Batch>,
            _: $crate::layers::StepContext,
        ) {
            $crate::layers::Layer::<$input, $element>::forward::<Batch>(self, x, y, saved);
        }
    };
}
pub(super) use same_in_training;
