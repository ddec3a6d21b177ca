//! The `Optimizer` trait.

use crate::float::Float;
use crate::optim::{Group, Treatment, WeightDecay, for_each_group};
use crate::parameters::{Frozen, Parameters, moved};
use crate::setting::InvalidSetting;

/// An optimiser: a rule that updates parameters from their gradient.
///
/// Its [`State`](Optimizer::State) consists of copies of the network: none for plain gradient descent, one for momentum, `[P; 2]`
/// for Adam. Its hyperparameters are ordinary fields, which may be changed between steps.
///
/// [`update`](Optimizer::update) is the update rule, over flat slices; [`step`](Optimizer::step) applies it to all groups of
/// parameters.
///
/// ```
/// use nn::optim::{Group, Optimizer};
/// use nn::{Float, Parameters};
/// /// Moves by the sign of the gradient alone.
/// struct SignDescent {
///     lr: f32,
/// }
/// impl Optimizer<f32> for SignDescent {
///     type State<P: Parameters<f32>> = ();
///     fn update<P: Parameters<f32>>(&self, _step: u64, group: &Group, params: &mut P, grad: &P, _: &mut ()) {
///         for (w, g) in group.of_mut(params).iter_mut().zip(group.of(grad)) {
///             *w -= self.lr * g.signum();
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an optimiser for parameters of type `{T}`")]
pub trait Optimizer<T: Float = f32> {
    /// The state that is kept between steps, initialised to 0. It has a layout, so that it can be saved by name.
    type State<P: Parameters<T>>: Parameters<T>;

    /// Whether the update rule depends on the shapes of tensors. If so, each [`Group`] is a single tensor, whose dimensions it
    /// has. Defaults to `false`: adjacent tensors form one group.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::optim::{Group, Optimizer};
    /// use nn::{Parameters, Tensor};
    /// /// Moves each tensor by the same distance.
    /// struct Normalized(f32);
    /// impl Optimizer<f32> for Normalized {
    ///     type State<P: Parameters<f32>> = ();
    ///     const BY_TENSOR: bool = true;
    ///     fn update<P: Parameters<f32>>(&self, _step: u64, group: &Group, params: &mut P, grad: &P, _: &mut ()) {
    ///         let norm = group.of(grad).iter().map(|g| g * g).sum::<f32>().sqrt();
    ///         for (w, g) in group.of_mut(params).iter_mut().zip(group.of(grad)) {
    ///             *w -= self.0 * g / norm;
    ///         }
    ///     }
    /// }
    /// let mut w = [1.0, 1.0].map(|w| Tensor::<(N<1>,)>::new([w]));
    /// let g = [3.0, -4.0].map(|g| Tensor::<(N<1>,)>::new([g]));
    /// Normalized(0.5).step(1, &mut w, &g, &mut ());
    /// assert_eq!(w.map(|w| w[[0]]), [0.5, 1.5]);
    /// ```
    const BY_TENSOR: bool = false;

    /// Returns the weight decay; each [`Group`] carries the part that applies to its role. Defaults to none.
    fn decay(&self) -> WeightDecay {
        WeightDecay::NONE
    }

    /// Returns whether steps increase the loss instead of decreasing it; each [`Group`] carries the [sign](Group::sign) of the
    /// gradient. Defaults to `false`.
    ///
    /// ```
    /// use nn::optim::{Optimizer, Sgd};
    /// assert!(Optimizer::<f32>::maximizes(&Sgd::new(0.1).maximize()));
    /// ```
    fn maximizes(&self) -> bool {
        false
    }

    /// Checks the values of all settings: learning rates that are negative or not finite, betas of 1, and the like. A session
    /// checks them before each update, and skips the update if a setting is invalid.
    ///
    /// # Errors
    /// Returns an error for the first setting whose value is invalid. Defaults to no check.
    ///
    /// ```
    /// use nn::optim::{Adam, Optimizer};
    /// let mut adam = Adam::new(1e-3);
    /// assert!(Optimizer::<f32>::check_settings(&adam).is_ok());
    /// adam.lr = f64::NAN;
    /// let error = Optimizer::<f32>::check_settings(&adam).unwrap_err();
    /// assert_eq!(error.to_string(), "`lr` is NaN, expected a finite number of at least 0");
    /// ```
    fn check_settings(&self) -> Result<(), InvalidSetting> {
        Ok(())
    }

    /// Applies the update rule to the parameters of one group, as step number `step` (1, 2, 3, ..).
    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut Self::State<P>);

    /// Performs step number `step` (1, 2, 3, ..): calls [`update`](Optimizer::update) for all trainable parameters, in groups, and
    /// moves every buffer towards the statistic that the gradient holds for it, by the fraction
    /// [`BUFFER_MOMENTUM`](crate::BUFFER_MOMENTUM).
    ///
    /// A network without decay and without buffers is a single group: one pass over flat slices.
    ///
    /// # Panics
    /// Panics if a setting is invalid; see [`check_settings`](Optimizer::check_settings).
    #[track_caller]
    fn step<P: Parameters<T>>(&self, step: u64, params: &mut P, grad: &P, state: &mut Self::State<P>) {
        self.step_except(Frozen::NONE, step, params, grad, state);
    }

    /// Performs a step as [`step`](Optimizer::step) does, but leaves frozen parameters and buffers unchanged, as well as their
    /// optimiser state.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::optim::{Frozen, Optimizer, Sgd};
    /// use nn::{Parameters, Tensor};
    /// type Two = [Tensor<(N<1>,)>; 2];
    /// let mut w: Two = [1.0, 1.0].map(|w| Tensor::new([w]));
    /// let g: Two = [1.0, 1.0].map(|g| Tensor::new([g]));
    /// let frozen = Frozen::new(&<Two as Parameters>::LAYOUT, &["0"])?;
    /// Sgd::new(0.5).step_except(frozen, 1, &mut w, &g, &mut ());
    /// assert_eq!(w.map(|w| w[[0]]), [1.0, 0.5]);
    /// # Ok::<(), nn::optim::UnknownName>(())
    /// ```
    ///
    /// # Panics
    /// Panics if a setting is invalid; see [`check_settings`](Optimizer::check_settings).
    #[track_caller]
    fn step_except<P: Parameters<T>>(
        &self,
        frozen: Frozen<'_>,
        step: u64,
        params: &mut P,
        grad: &P,
        state: &mut Self::State<P>,
    ) {
        if let Err(error) = self.check_settings() {
            panic!("{error}");
        }
        let treatment =
            Treatment { decay: self.decay(), maximize: self.maximizes(), by_tensor: const { Self::BY_TENSOR } };
        for_each_group(&P::LAYOUT, frozen, treatment, |group| {
            if group.is_buffer() {
                move_statistics(group.of_mut(params), group.of(grad));
            } else {
                self.update(step, group, params, grad, state);
            }
        });
    }
}

/// Moves running statistics towards new ones by the fraction [`BUFFER_MOMENTUM`].
pub(super) fn move_statistics<T: Float>(running: &mut [T], new: &[T]) {
    running.iter_mut().zip(new).for_each(|(running, &new)| *running = moved(*running, new));
}

/// Generates the methods of [`Optimizer`] for parameters of type `$T` that follow from the settings of an optimiser of this crate.
macro_rules! decay_and_checks {
    ($T:ident) => {
        fn decay(&self) -> $crate::optim::WeightDecay {
            self.weight_decay
        }

        fn maximizes(&self) -> bool {
            self.maximize
        }

        fn check_settings(&self) -> Result<(), $crate::setting::InvalidSetting> {
            self.check::<$T>()
        }
    };
}
pub(super) use decay_and_checks;
