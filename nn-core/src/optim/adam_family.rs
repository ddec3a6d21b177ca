//! The update rule shared by Adam and its variants.

use crate::float::Float;
use crate::optim::Group;
use crate::parameters::Parameters;

/// Returns 1 - beta^t, the weight of all gradients in a moving average of t steps that started from 0.
pub(super) fn correction(beta: f64, step: u64) -> f64 {
    1.0 - libm::pow(beta, step as f64)
}

/// Returns the rule that updates the moments m and v, the moving averages of the gradient and of its square, and optionally the
/// largest v so far, which is the last of the moments; then it subtracts `change(g, moments)` from the parameter.
#[inline]
pub(super) fn moments<T: Float, const N: usize>(
    betas: [f64; 2],
    change: impl Fn(T, [T; N]) -> T + Copy + Sync,
) -> impl Fn(T, T, [T; N]) -> (T, [T; N]) + Copy + Sync {
    let [keep1, keep2] = betas.map(T::from_f64);
    let [take1, take2] = betas.map(|beta| T::from_f64(1.0 - beta));
    move |w, g, mut moments| {
        moments[0] = keep1 * moments[0] + take1 * g;
        let v = keep2 * moments[1] + take2 * (g * g);
        moments[1] = v;
        if N > 2 {
            moments[N - 1] = moments[N - 1].max(v);
        }
        (w - change(g, moments), moments)
    }
}

/// The settings of Adam.
pub(super) struct AdamRule {
    pub(super) lr: f64,
    pub(super) betas: [f64; 2],
    pub(super) eps: f64,
}

impl AdamRule {
    /// Applies step number `step` to the parameters of a group. The moments are those of [`moments`]; the last one is in the
    /// denominator.
    #[inline]
    pub(super) fn step<T: Float, P: Parameters<T>, const N: usize>(
        &self,
        step: u64,
        group: &Group,
        params: &mut P,
        grad: &P,
        states: [&mut P; N],
    ) {
        let [beta1, beta2] = self.betas;
        let length = T::from_f64(self.lr / correction(beta1, step));
        let root = T::from_f64(1.0 / libm::sqrt(correction(beta2, step)));
        let eps = T::from_f64(self.eps);
        let change = move |_, moments: [T; N]| length * moments[0] / (moments[N - 1].sqrt() * root + eps);
        group.update(self.lr, params, grad, states, moments(self.betas, change));
    }
}

/// Generates the constructor of `$optimizer`, whose fields are those of Adam and `$field`, with these defaults. The weight decay
/// defaults to `$decay`, and `$defaults` completes the text on the defaults.
macro_rules! adam_family {
    ($optimizer:ident, $defaults:literal, $decay:expr $(, $field:ident: $value:expr)*) => {
        impl $optimizer {
            #[doc = concat!(
                "Creates an optimiser with this learning rate, betas 0.9 and 0.999, eps 1e-8",
                $defaults,
                ", as in PyTorch."
            )]
            ///
            /// # Panics
            /// Panics if the rate is negative, infinite or NaN.
            #[track_caller]
            pub const fn new(lr: f64) -> Self {
                Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
                Self {
                    lr,
                    beta1: 0.9,
                    beta2: 0.999,
                    eps: 1e-8,
                    $($field: $value,)*
                    weight_decay: $decay,
                    maximize: false,
                }
            }
        }
    };
}
pub(super) use adam_family;

/// Generates the `Optimizer` implementation of `$optimizer` by [`AdamRule::step`]. Its state is the moments `$moment`.
macro_rules! adam_rule {
    ($optimizer:ident, [$($moment:ident)*]) => {
        impl<T: Float> Optimizer<T> for $optimizer {
            type State<P: Parameters<T>> = [P; [$(stringify!($moment)),*].len()];

            decay_and_checks!(T);

            fn update<P: Parameters<T>>(
                &self,
                step: u64,
                group: &Group,
                params: &mut P,
                grad: &P,
                moments: &mut Self::State<P>,
            ) {
                let adam = AdamRule { lr: self.lr, betas: [self.beta1, self.beta2], eps: self.eps };
                adam.step(step, group, params, grad, moments.each_mut());
            }
        }
    };
}
pub(super) use adam_rule;
