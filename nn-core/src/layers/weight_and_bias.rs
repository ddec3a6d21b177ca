//! A macro for what all convolutions share: a weight, an optional bias, and their initialisation.

/// Implements plain data and PyTorch's initialisation for a struct with the fields `weight` and `bias`.
///
/// Expects the generics in brackets, the type, the orientation of the weight, an optional zero-sized field, and PyTorch's fans:
/// the number of elements of `weight[0]`, and that of `weight[:, 0]`.
macro_rules! weight_and_bias {
    ([$($generics:tt)*] $layer:ty, $orientation:ident $($marker:ident)?, fans $fans:expr) => {
        $crate::layers::layer_data::layer_data! {
            impl[$($generics)*] for $layer { weight: Weight $orientation, bias: Bias $(; $marker)? }
        }

        impl<$($generics)*> $layer {
            const FANS: [usize; 2] = $fans;

            /// Initialises the weight with `initializer` and sets the bias to zero.
            ///
            /// The fans are PyTorch's: `fan_in` is the product of the weight's sizes without the first, `fan_out` that without
            /// the second. In `network!`: `init = KaimingNormal` among the layer's arguments.
            pub fn init_with<R: rand::Rng + ?Sized>(
                &mut self,
                initializer: &impl $crate::init::Initializer,
                rng: &mut R,
            ) {
                let [fan_in, fan_out] = Self::FANS;
                initializer.fill_by_output(self.weight.as_mut_slice(), fan_in, fan_out, rng);
                $crate::parameters::Parameters::as_mut_slice(&mut self.bias).fill(T::ZERO);
            }
        }

        impl<$($generics)*> $crate::layers::Init for $layer {
            fn init<R: rand::Rng + ?Sized>(&mut self, rng: &mut R) {
                let [fan_in, fan_out] = Self::FANS;
                let uniform = $crate::init::Uniform { limit: 1.0 / libm::sqrt(fan_in as f64) };
                let numbers = $crate::parameters::Parameters::as_mut_slice(self);
                $crate::init::Initializer::fill(&uniform, numbers, fan_in, fan_out, rng);
            }
        }
    };
}
pub(super) use weight_and_bias;
