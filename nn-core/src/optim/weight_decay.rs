//! Weight decay by parameter role.

use crate::parameters::Role;
use crate::setting::{Bounds, InvalidSetting, check_all};

/// Weight decay of an optimiser: L2 regularisation, decoupled decay, or both. Only weights decay unless
/// [`everywhere`](Self::everywhere) is set, in which case the parameters of bias and norm decay as well; buffers never do.
///
/// Every optimiser has this setting, which defaults to none (decoupled by 0.01 for AdamW, and by 0.1 for Muon):
/// `Sgd::new(0.1).l2(1e-4)`, `Adam::new(1e-3).decoupled_weight_decay(0.01)`, `adam.weight_decay.everywhere = true`.
///
/// - **L2** (theory.md, 6.2) adds lambda * sum W^2 to the loss, hence 2 lambda W to the gradient *before* the update rule.
///   PyTorch's `weight_decay` of SGD, Adam, RMSprop, Adagrad and others is 2 lambda: `weight_decay=1e-4` is `.l2(5e-5)`.
/// - **Decoupled** decay (Loshchilov, Hutter 2017) subtracts lr lambda W from W in addition to the update rule: W = (1 - lr lambda)
///   W - .. It is the `weight_decay` of PyTorch's AdamW, Adafactor and Muon. For plain gradient descent, it is equivalent to L2
///   with half the lambda.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Optimizer, Sgd, WeightDecay};
/// let mut w = Tensor::<(N<1>,)>::new([8.0]);
/// let zero = Tensor::<(N<1>,)>::new([0.0]);
/// Sgd::new(0.5).l2(0.25).step(1, &mut w, &zero, &mut ());
/// assert_eq!(w[[0]], 6.0);
/// Sgd::new(0.5).decoupled_weight_decay(0.5).step(1, &mut w, &zero, &mut ());
/// assert_eq!(w[[0]], 4.5);
/// assert_eq!(Sgd::new(0.5).weight_decay, WeightDecay::NONE);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct WeightDecay {
    /// The lambda of L2: the gradient becomes g + 2 lambda W. Finite and at least 0.
    pub l2: f64,
    /// The lambda of decoupled decay: W becomes (1 - lr lambda) W before the step. Finite and at least 0.
    pub decoupled: f64,
    /// Whether the parameters of bias and norm decay as weights do; defaults to `false`.
    pub everywhere: bool,
}

impl WeightDecay {
    /// No decay.
    pub const NONE: WeightDecay = WeightDecay { l2: 0.0, decoupled: 0.0, everywhere: false };

    /// Checks that both lambdas are finite and not negative.
    ///
    /// # Errors
    /// Returns an error for the first lambda that is not.
    ///
    /// ```
    /// use nn::optim::WeightDecay;
    /// let mut weight_decay = WeightDecay::NONE;
    /// weight_decay.l2 = -0.1;
    /// let error = weight_decay.check_settings().unwrap_err();
    /// assert_eq!(error.to_string(), "`weight_decay.l2` is -0.1, expected a finite number of at least 0");
    /// ```
    pub fn check_settings(&self) -> Result<(), InvalidSetting> {
        let bounds = Bounds::NotNegative;
        check_all([(bounds, "weight_decay.l2", self.l2), (bounds, "weight_decay.decoupled", self.decoupled)])
    }

    /// Returns the decay that applies to parameters of this role.
    ///
    /// ```
    /// use nn::optim::WeightDecay;
    /// use nn::parameters::Role;
    /// let mut weight_decay = WeightDecay::NONE;
    /// weight_decay.l2 = 0.1;
    /// assert_eq!(weight_decay.of(Role::Weight), weight_decay);
    /// assert_eq!(weight_decay.of(Role::Bias), WeightDecay::NONE);
    /// ```
    pub const fn of(self, role: Role) -> WeightDecay {
        match role {
            Role::Weight => self,
            Role::Bias | Role::Norm if self.everywhere => self,
            Role::Bias | Role::Norm | Role::Buffer | Role::Constant => WeightDecay::NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_by_role() {
        let weights = WeightDecay { l2: 0.1, decoupled: 0.2, everywhere: false };
        let all = WeightDecay { everywhere: true, ..weights };
        assert_eq!(weights.of(Role::Weight), weights);
        assert_eq!([Role::Bias, Role::Norm, Role::Buffer].map(|role| weights.of(role)), [WeightDecay::NONE; 3]);
        assert_eq!([Role::Weight, Role::Bias, Role::Norm].map(|role| all.of(role)), [all; 3]);
        assert_eq!([Role::Buffer, Role::Constant].map(|role| all.of(role)), [WeightDecay::NONE; 2]);
    }
}
