//! What normalisations by the statistics of channels share: their data, and the running statistics.

/// Implements everything but the passes for a struct with the fields `weight`, `bias`, `running_mean`, `running_var` and
/// `num_batches_tracked`. `words` name the normalisation; `defaults` are whether it has a scale and a shift, and running statistics,
/// unless arguments say otherwise.
macro_rules! channel_norm {
    ($layer:ident, words: $words:literal, defaults: [$affine:literal, $tracks:literal]) => {
        $crate::layers::layer_data::layer_data! {
            impl[C: Dim, const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float]
                for $layer<C, TRILLIONTHS, A, R, T>
            {
                weight: Norm,
                bias: Norm,
                running_mean: Buffer,
                running_var: Buffer,
                num_batches_tracked: Buffer,
            }
        }

        impl<C: Dim, const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float> $crate::layers::Init
            for $layer<C, TRILLIONTHS, A, R, T>
        {
            fn init<N: rand::Rng + ?Sized>(&mut self, _: &mut N) {
                $crate::layers::affine_option::initialise(&mut self.weight, &mut self.bias);
                self.running_mean.as_mut_slice().fill(T::ZERO);
                self.running_var.as_mut_slice().fill(T::ONE);
                self.num_batches_tracked.as_mut_slice().fill(T::ZERO);
            }
        }

        impl<C: Dim, const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float>
            $layer<C, TRILLIONTHS, A, R, T>
        {
            /// epsilon, which is added to the variance; greater than 0.
            ///
            /// ```
            /// use nn::dim::N;
            #[doc = concat!("assert_eq!(nn::layers::", stringify!($layer), "::<N<8>, 1_000_000>::EPSILON, 1e-6);")]
            /// ```
            pub const EPSILON: f64 = {
                assert!(TRILLIONTHS > 0, concat!("the `eps` of ", $words, " must be more than 0"));
                TRILLIONTHS as f64 / 1e12
            };

            /// Returns these statistics with the factors and epsilon of the layer.
            fn with<'a>(&'a self, mean: &'a [T], variance: &'a [T]) -> BatchStatistics<'a, T> {
                let weight = $crate::layers::linear::bias_of(&self.weight);
                BatchStatistics { weight, mean, rest: None, variance, epsilon: T::from_f64(Self::EPSILON) }
            }

            fn running(&self) -> BatchStatistics<'_, T> {
                self.with(self.running_mean.as_slice(), self.running_var.as_slice())
            }

            /// Returns whether training normalises by the running statistics, as it does if both are frozen.
            fn is_fixed(&self, context: StepContext) -> bool {
                R::TRACKS && context.is_frozen(&self.running_mean) && context.is_frozen(&self.running_var)
            }

            /// Writes to the gradient what moves the running statistics towards `of_batch`, the mean and the unbiased variance of
            /// each channel, times `share`. Without any, the running ones stand in for them, and so stay unchanged.
            fn write_statistics(
                &self,
                grad: &mut Self,
                adds: bool,
                share: f64,
                of_batch: Option<impl Fn(usize) -> [T; 2]>,
            ) {
                use $crate::layers::statistics_option::{batches, statistic};
                let (share, counted) = (T::from_f64(share), batches(&self.num_batches_tracked));
                let [mean, variance, counter] =
                    [self.running_mean.as_slice(), self.running_var.as_slice(), self.num_batches_tracked.as_slice()];
                let moved = |running: T, c: usize, index: usize| match &of_batch {
                    Some(of_batch) => statistic::<R, T>(running, of_batch(c)[index], counted) * share,
                    None => running * share,
                };
                let count = |counter: T| match &of_batch {
                    Some(_) => $crate::parameters::statistic_for(counter, counted + T::ONE) * share,
                    None => counter * share,
                };
                Gradient::new(&mut grad.running_mean, adds).write(|c| moved(mean[c], c, 0));
                Gradient::new(&mut grad.running_var, adds).write(|c| moved(variance[c], c, 1));
                Gradient::new(&mut grad.num_batches_tracked, adds).write(|i| count(counter[i]));
            }
        }

        impl<C: Dim, const TRILLIONTHS: u64, A: AffineOption, R: StatisticsOption, T: Float> core::fmt::Debug
            for $layer<C, TRILLIONTHS, A, R, T>
        {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let epsilon = (TRILLIONTHS != 10_000_000).then_some(Self::EPSILON);
                $crate::layers::layer_norm::write_norm(f, stringify!($layer), &[C::SIZE], epsilon)?;
                $crate::layers::affine_option::write_affine::<A>(f, "affine", $affine)?;
                $crate::layers::statistics_option::write_statistics::<R>(f, $tracks)?;
                f.write_str(">")
            }
        }
    };
}
pub(super) use channel_norm;
