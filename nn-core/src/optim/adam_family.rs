//! The update rule shared by Adam, AdamW and AMSGrad.

use crate::float::Float;
use crate::kernels::update;
use crate::optim::Group;

/// The settings of the update rule.
pub(super) struct Rule {
    pub(super) lr: f64,
    pub(super) betas: [f64; 2],
    pub(super) eps: f64,
}

impl Rule {
    /// Applies step number `step` to the parameters `w` of a group with the gradient `g`. The moments are m and v, and optionally
    /// the largest v so far, which then replaces v in the denominator.
    #[inline]
    pub(super) fn step<T: Float, const N: usize>(
        &self,
        step: u64,
        group: &Group,
        w: &mut [T],
        g: &[T],
        moments: [&mut [T]; N],
    ) {
        let [beta1, beta2] = self.betas;
        let [keep, l2] = [group.keep(self.lr), group.l2()].map(T::from_f64);
        let correction = |beta| 1.0 - libm::pow(beta, step as f64);
        let length = T::from_f64(self.lr / correction(beta1));
        let root = T::from_f64(1.0 / libm::sqrt(correction(beta2)));
        let eps = T::from_f64(self.eps);
        let [keep1, keep2] = [beta1, beta2].map(T::from_f64);
        let [take1, take2] = [1.0 - beta1, 1.0 - beta2].map(T::from_f64);
        update(w, g, moments, move |w, g, mut moments| {
            let g = g + l2 * w;
            moments[0] = keep1 * moments[0] + take1 * g;
            let v = keep2 * moments[1] + take2 * (g * g);
            moments[1] = v;
            if N > 2 {
                moments[N - 1] = moments[N - 1].max(v);
            }
            (keep * w - length * moments[0] / (moments[N - 1].sqrt() * root + eps), moments)
        });
    }
}

/// Generates the constructor and the `Optimizer` implementation of `$optimizer`, whose fields are the settings of the [`Rule`].
/// Its decay defaults to `$decay`, and its state is the moments `$moment`.
macro_rules! adam_family {
    ($optimizer:ident, $defaults:literal, $decay:expr, [$($moment:ident)*]) => {
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
                Self { lr, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: $decay }
            }
        }

        impl<T: Float> Optimizer<T> for $optimizer {
            type State<P: Parameters<T>> = [P; [$(stringify!($moment)),*].len()];

            decay_and_checks!(T);

            fn update<P: Parameters<T>>(
                &self,
                step: u64,
                group: &Group,
                params: &mut P,
                grad: &P,
                [$($moment),*]: &mut Self::State<P>,
            ) {
                let rule = Rule { lr: self.lr, betas: [self.beta1, self.beta2], eps: self.eps };
                let moments = [$(group.of_mut($moment)),*];
                rule.step(step, group, group.of_mut(params), group.of(grad), moments);
            }
        }
    };
}
pub(super) use adam_family;
