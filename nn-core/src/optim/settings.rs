//! The settings of all optimisers in one table: bounds, builder methods, the learning rate, and the state in a checkpoint.

use crate::float::Float;
use crate::optim::{Adagrad, Adam, AdamW, AmsGrad, LearningRate, Lion, Momentum, RmsProp, Sgd};
use crate::setting::{Bounds, InvalidSetting, check_all, check_rate};
#[cfg(feature = "alloc")]
use crate::state::{Setting, State, Visitor};

/// Generates everything but the update rule of an optimiser with the fields `lr` and `weight_decay`. `$new` is the constructor call
/// for examples, `$decay` the name of the method for decoupled decay; the other fields are scalars with bounds, followed by flags.
macro_rules! optimizers {
    ($($optimizer:ident, $new:literal, $decay:ident: $($bounds:ident $field:ident),*; $($flag:ident)?;)*) => {
        $(
            impl $optimizer {
                /// Returns this optimiser with L2 regularisation of the weights: 2 lambda W is added to their gradient (theory.md,
                /// 6.2). See [`WeightDecay`](crate::WeightDecay).
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", $new, ".l2(1e-4);")]
                /// assert_eq!(optimizer.weight_decay.l2, 1e-4);
                /// ```
                ///
                /// # Panics
                /// Panics if lambda is negative, infinite or NaN.
                #[track_caller]
                pub const fn l2(mut self, lambda: f64) -> Self {
                    Bounds::NotNegative.require(lambda, "`l2` must be finite and at least 0");
                    self.weight_decay.l2 = lambda;
                    self
                }

                /// Returns this optimiser with decoupled decay of the weights: W = (1 - lr lambda) W before the step. See
                /// [`WeightDecay`](crate::WeightDecay).
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", $new, ".", stringify!($decay), "(0.01);")]
                /// assert_eq!(optimizer.weight_decay.decoupled, 0.01);
                /// ```
                ///
                /// # Panics
                /// Panics if lambda is negative, infinite or NaN.
                #[track_caller]
                pub const fn $decay(mut self, lambda: f64) -> Self {
                    Bounds::NotNegative.require(lambda, concat!("`", stringify!($decay), "` must be finite and at least 0"));
                    self.weight_decay.decoupled = lambda;
                    self
                }

                /// Returns this optimiser with weight decay applied to the parameters of bias and norm as well.
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", $new, ".", stringify!($decay), "(0.01).decay_everywhere();")]
                /// assert!(optimizer.weight_decay.everywhere);
                /// ```
                pub const fn decay_everywhere(mut self) -> Self {
                    self.weight_decay.everywhere = true;
                    self
                }

                /// Returns an error for the first setting whose value is invalid for parameters of type `T`.
                pub(super) fn check<T: Float>(&self) -> Result<(), InvalidSetting> {
                    check_rate::<T>(self.lr)?;
                    check_all([$((Bounds::$bounds, stringify!($field), self.$field)),*])?;
                    self.weight_decay.check_settings()
                }
            }

            impl LearningRate for $optimizer {
                fn learning_rate(&self) -> f64 {
                    self.lr
                }

                fn set_learning_rate(&mut self, rate: f64) {
                    self.lr = rate;
                }
            }

            /// The state in a checkpoint: the name, which must not change, and the hyperparameters, which are settings.
            #[cfg(feature = "alloc")]
            impl State for $optimizer {
                fn visit(&mut self, values: &mut dyn Visitor) {
                    values.must_match("name", format_args!(stringify!($optimizer)));
                    values.setting("lr", Setting::Float(&mut self.lr));
                    $(values.setting(stringify!($field), Setting::Float(&mut self.$field));)*
                    $(values.setting(stringify!($flag), Setting::Flag(&mut self.$flag));)?
                    values.setting("weight_decay.l2", Setting::Float(&mut self.weight_decay.l2));
                    values.setting("weight_decay.decoupled", Setting::Float(&mut self.weight_decay.decoupled));
                    values.setting("weight_decay.everywhere", Setting::Flag(&mut self.weight_decay.everywhere));
                }
            }
        )*
    };
}
optimizers! {
    Adagrad, "Adagrad::new(1e-2)", decoupled_weight_decay: NotNegative eps;;
    Adam, "Adam::new(1e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    AdamW, "AdamW::new(1e-3)", weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    AmsGrad, "AmsGrad::new(1e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    Lion, "Lion::new(1e-4)", weight_decay: BelowOne beta1, BelowOne beta2;;
    Momentum, "Momentum::new(0.1, 0.9)", decoupled_weight_decay: BelowOne momentum, UpToOne dampening; nesterov;
    RmsProp, "RmsProp::new(1e-2)", decoupled_weight_decay: BelowOne alpha, NotNegative eps;;
    Sgd, "Sgd::new(0.1)", decoupled_weight_decay:;;
}

/// Generates the method `betas` of optimisers with the fields `beta1` and `beta2`.
macro_rules! betas {
    ($($optimizer:ident)*) => {
        $(
            impl $optimizer {
                /// Returns this optimiser with other betas.
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", stringify!($optimizer), "::new(2e-4).betas(0.5, 0.99);")]
                /// assert_eq!((optimizer.beta1, optimizer.beta2), (0.5, 0.99));
                /// ```
                ///
                /// # Panics
                /// Panics if one of them is not at least 0 and less than 1.
                #[track_caller]
                pub const fn betas(self, beta1: f64, beta2: f64) -> Self {
                    Bounds::BelowOne.require(beta1, "`beta1` must be at least 0 and less than 1");
                    Bounds::BelowOne.require(beta2, "`beta2` must be at least 0 and less than 1");
                    Self { beta1, beta2, ..self }
                }
            }
        )*
    };
}
betas! { Adam AdamW AmsGrad Lion }

/// Generates the method `eps` of optimisers with that field.
macro_rules! eps {
    ($($optimizer:ident)*) => {
        $(
            impl $optimizer {
                /// Returns this optimiser with another eps.
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", stringify!($optimizer), "::new(1e-3).eps(1e-6);")]
                /// assert_eq!(optimizer.eps, 1e-6);
                /// ```
                ///
                /// # Panics
                /// Panics if `eps` is negative, infinite or NaN.
                #[track_caller]
                pub const fn eps(self, eps: f64) -> Self {
                    Bounds::NotNegative.require(eps, "`eps` must be finite and at least 0");
                    Self { eps, ..self }
                }
            }
        )*
    };
}
eps! { Adagrad Adam AdamW AmsGrad RmsProp }
