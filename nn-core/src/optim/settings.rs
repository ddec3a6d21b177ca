//! The settings of all optimisers in one table: bounds, builder methods, the learning rate, and the state in a checkpoint.

use crate::float::Float;
use crate::optim::{
    Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, AmsGrad, Asgd, LearningRate, Lion, Momentum, Muon, NAdam, RAdam,
    RmsProp, RmsPropMomentum, Rprop, Sgd, SparseAdam,
};
use crate::setting::{Bounds, InvalidSetting, check_all, check_rate};
#[cfg(feature = "alloc")]
use crate::state::{Setting, State, Visitor};

/// Generates everything but the update rule of an optimiser with the fields `lr`, `weight_decay` and `maximize`. `$new` is the
/// constructor call for examples, `$decay` the name of the method for decoupled decay; the other fields are scalars with bounds,
/// followed by flags, and by a method that checks the rest. `$visit` visits the settings that are neither.
macro_rules! optimizers {
    ($(
        $optimizer:ident, $new:literal, $decay:ident: $($bounds:ident $field:ident),*; $($flag:ident)?
        $([$check:ident $($visit:ident)?])?;
    )*) => {
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

                /// Returns this optimiser such that steps increase the loss instead of decreasing it: the sign of the gradient is
                /// reversed. Weight decay still decreases the weights.
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", $new, ".maximize();")]
                /// assert!(optimizer.maximize);
                /// ```
                pub const fn maximize(mut self) -> Self {
                    self.maximize = true;
                    self
                }

                /// Returns an error for the first setting whose value is invalid for parameters of type `T`.
                pub(super) fn check<T: Float>(&self) -> Result<(), InvalidSetting> {
                    check_rate::<T>(self.lr)?;
                    check_all([$((Bounds::$bounds, stringify!($field), self.$field)),*])?;
                    $(self.$check()?;)?
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
                    $($(self.$visit(values);)?)?
                    values.setting("maximize", Setting::Flag(&mut self.maximize));
                    values.setting("weight_decay.l2", Setting::Float(&mut self.weight_decay.l2));
                    values.setting("weight_decay.decoupled", Setting::Float(&mut self.weight_decay.decoupled));
                    values.setting("weight_decay.everywhere", Setting::Flag(&mut self.weight_decay.everywhere));
                }
            }
        )*
    };
}
optimizers! {
    Adadelta, "Adadelta::new(1.0)", decoupled_weight_decay: UpToOne rho, NotNegative eps;;
    Adafactor, "Adafactor::new(1e-2)", weight_decay: NotPositive beta2_decay, NotNegative eps1, NotNegative eps2, AtLeastOne d;;
    Adagrad, "Adagrad::new(1e-2)", decoupled_weight_decay:
        NotNegative lr_decay, NotNegative initial_accumulator_value, NotNegative eps;;
    Adam, "Adam::new(1e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    AdamW, "AdamW::new(1e-3)", weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    Adamax, "Adamax::new(2e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    AmsGrad, "AmsGrad::new(1e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    Asgd, "Asgd::new(1e-2)", decoupled_weight_decay: NotNegative lambd, NotNegative alpha, NotNegative t0;;
    Lion, "Lion::new(1e-4)", weight_decay: BelowOne beta1, BelowOne beta2;;
    Momentum, "Momentum::new(0.1, 0.9)", decoupled_weight_decay: BelowOne momentum, UpToOne dampening; nesterov;
    Muon, "Muon::new(1e-2)", weight_decay:
        BelowOne momentum, NotNegative eps, NotNegative adamw_ratio, BelowOne beta1, BelowOne beta2, NotNegative adamw_eps;
        nesterov [check_iteration visit_iteration];
    NAdam, "NAdam::new(2e-3)", decoupled_weight_decay:
        BelowOne beta1, BelowOne beta2, NotNegative eps, NotNegative momentum_decay;;
    RAdam, "RAdam::new(1e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
    RmsProp, "RmsProp::new(1e-2)", decoupled_weight_decay: BelowOne alpha, NotNegative eps;;
    RmsPropMomentum, "RmsPropMomentum::new(1e-2, 0.9)", decoupled_weight_decay:
        BelowOne momentum, BelowOne alpha, NotNegative eps; centered;
    Rprop, "Rprop::new(1e-2)", decoupled_weight_decay:
        Shrinking eta_minus, Growing eta_plus, Positive step_size_min, Positive step_size_max; [check_step_sizes];
    Sgd, "Sgd::new(0.1)", decoupled_weight_decay:;;
    SparseAdam, "SparseAdam::new(1e-3)", decoupled_weight_decay: BelowOne beta1, BelowOne beta2, NotNegative eps;;
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
                pub const fn betas(mut self, beta1: f64, beta2: f64) -> Self {
                    Bounds::BelowOne.require(beta1, "`beta1` must be at least 0 and less than 1");
                    Bounds::BelowOne.require(beta2, "`beta2` must be at least 0 and less than 1");
                    (self.beta1, self.beta2) = (beta1, beta2);
                    self
                }
            }
        )*
    };
}
betas! { Adam AdamW Adamax AmsGrad Lion Muon NAdam RAdam SparseAdam }

/// Generates the method `eps` of optimisers with that field.
macro_rules! eps {
    ($($optimizer:ident $(, $more:literal)?;)*) => {
        $(
            impl $optimizer {
                /// Returns this optimiser with another eps.
                ///
                /// ```
                #[doc = concat!("let optimizer = nn::optim::", stringify!($optimizer), "::new(1e-3", $($more,)? ").eps(1e-6);")]
                /// assert_eq!(optimizer.eps, 1e-6);
                /// ```
                ///
                /// # Panics
                /// Panics if `eps` is negative, infinite or NaN.
                #[track_caller]
                pub const fn eps(mut self, eps: f64) -> Self {
                    Bounds::NotNegative.require(eps, "`eps` must be finite and at least 0");
                    self.eps = eps;
                    self
                }
            }
        )*
    };
}
eps! {
    Adadelta;
    Adagrad;
    Adam;
    AdamW;
    Adamax;
    AmsGrad;
    Muon;
    NAdam;
    RAdam;
    RmsProp;
    RmsPropMomentum, ", 0.9";
    SparseAdam;
}

/// Generates the method `alpha` of the variants of RMSprop; `$new` is the constructor call for examples.
macro_rules! alpha {
    ($($optimizer:ident, $new:literal;)*) => {
        $(
            impl $optimizer {
                /// Returns this optimiser with another alpha.
                ///
                /// ```
                #[doc = concat!("assert_eq!(nn::optim::", $new, ".alpha(0.9).alpha, 0.9);")]
                /// ```
                ///
                /// # Panics
                /// Panics if `alpha` is not at least 0 and less than 1.
                #[track_caller]
                pub const fn alpha(self, alpha: f64) -> Self {
                    Bounds::BelowOne.require(alpha, "`alpha` must be at least 0 and less than 1");
                    Self { alpha, ..self }
                }
            }
        )*
    };
}
alpha! {
    RmsProp, "RmsProp::new(1e-2)";
    RmsPropMomentum, "RmsPropMomentum::new(1e-2, 0.9)";
}
