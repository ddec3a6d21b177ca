//! What all convolutions have in common: a weight, perhaps a bias, and their initialisation.

/// Makes a struct of the two fields `weight` and `bias` plain data that is initialised as in PyTorch.
///
/// It takes the generics in brackets, the type, the weight's orientation, a field without a size if there is one, and
/// PyTorch's fans: the numbers of a weight's first row, and those of its first column.
macro_rules! weight_and_bias {
    ([$($generics:tt)*] $layer:ty, $orientation:ident $($marker:ident)?, fans $fans:expr) => {
        $crate::layers::layer_data::layer_data! {
            impl[$($generics)*] for $layer { weight: Weight $orientation, bias: Bias $(; $marker)? }
        }

        impl<$($generics)*> $layer {
            const FANS: [usize; 2] = $fans;

            /// Sets the weights by `initializer`, with PyTorch's fans: the products of the weight's sizes without the first
            /// and without the second. The bias becomes zero.
            ///
            /// In `network!`: `init = KaimingNormal` among the layer's arguments.
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
