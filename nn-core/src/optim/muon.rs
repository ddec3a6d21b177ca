//! Muon.

use crate::float::Float;
use crate::kernels::update;
use crate::network::Network;
use crate::optim::adam_family::AdamRule;
use crate::optim::newton_schulz::NewtonSchulz;
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::{Frozen, Orientation, Parameters, UnknownName};
use crate::setting::{Bounds, InvalidSetting, check_all};
#[cfg(feature = "alloc")]
use crate::state::{Setting, Visitor};

/// Muon (Jordan et al. 2024): the step of a weight matrix is its momentum with all singular values set to about 1, as PyTorch's
/// `Muon`. All other parameters are trained by [`AdamW`](crate::AdamW), as usual with Muon. For a matrix:
///
/// - m = momentum m + (1 - momentum) g, and X = m, or X = momentum m + (1 - momentum) g with the new m if
///   [`nesterov`](Self::nesterov), which is the default
/// - X = X / max(|X|, eps); then [`ns_steps`](Self::ns_steps) times X = a X + (b G + c G^2) X with G = X X^T and
///   [`ns_coefficients`](Self::ns_coefficients) a, b, c, the Newton-Schulz iteration
/// - W = (1 - lr lambda) W - lr f X, where the factor f depends on the sizes of the matrix: [`adjust_lr`](Self::adjust_lr)
///
/// The matrices are the weights with two axes, `[in, out]`: those of [`Linear`](crate::Linear), and of custom layers. Rows of an
/// [`Embedding`](crate::Embedding), kernels of convolutions, biases and normalisations are trained by AdamW, and so are the layers
/// that are named by [`by_adamw`](Self::by_adamw), such as the last one. The learning rate of AdamW is `lr` times
/// [`adamw_ratio`](Self::adamw_ratio), so that a schedule applies to both, and its weight decay is the same.
///
/// PyTorch computes the iteration in `bfloat16`; here, it is computed in the type of the parameters. The state is four copies of
/// the network, `[m, v, X, Y]`, initialised to 0: the moments of AdamW, of which the first is also the momentum of a matrix, and
/// the workspace of the iteration, which also uses the part of v that belongs to the matrix. A step allocates nothing.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Muon, Optimizer};
/// let mut w = Tensor::<(N<2>, N<2>), f64>::new([[0.0; 2]; 2]);
/// let mut state = [[[0.0; 2]; 2]; 4].map(Tensor::<(N<2>, N<2>), f64>::new);
/// // The classic coefficients converge: both singular values of the step become the learning rate.
/// let muon = Muon::new(0.1).ns_coefficients([1.875, -1.25, 0.375]).ns_steps(20);
/// muon.step(1, &mut w, &Tensor::new([[100.0, 0.0], [0.0, -1.0]]), &mut state);
/// assert!((w[[0, 0]] + 0.1).abs() < 1e-9 && (w[[1, 1]] - 0.1).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Muon {
    /// The learning rate, finite and at least 0. It may be changed between steps.
    pub lr: f64,
    /// The decay rate of the momentum, at least 0 and less than 1; defaults to 0.95.
    pub momentum: f64,
    /// Whether to use Nesterov momentum; defaults to `true`.
    pub nesterov: bool,
    /// The coefficients of the iteration, finite; default to 3.4445, -4.7750 and 2.0315.
    pub ns_coefficients: [f64; 3],
    /// The number of iterations, less than 100; defaults to 5.
    pub ns_steps: u64,
    /// The lower bound of the norm by which the momentum is divided, finite and at least 0; defaults to 1e-7.
    pub eps: f64,
    /// The factor of the learning rate of a matrix.
    pub adjust_lr: AdjustLr,
    /// The learning rate of AdamW divided by `lr`, finite and at least 0; defaults to 1.
    pub adamw_ratio: f64,
    /// The decay rate of the first moment of AdamW, at least 0 and less than 1; defaults to 0.9.
    pub beta1: f64,
    /// The decay rate of the second moment of AdamW, at least 0 and less than 1; defaults to 0.999.
    pub beta2: f64,
    /// Added to the denominator of AdamW, finite and at least 0; defaults to 1e-8.
    pub adamw_eps: f64,
    /// The weight decay; defaults to decoupled decay by 0.1.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
    by_adamw: Frozen<'static>,
}

/// The factor by which [`Muon`] multiplies the learning rate of a weight matrix, so that one rate suits matrices of all sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AdjustLr {
    /// sqrt(max(1, out / in)), as in the original implementation.
    #[default]
    Original,
    /// 0.2 sqrt(max(in, out)), with which steps have the size of those of AdamW, so that its learning rate and weight decay can be
    /// used (Liu et al. 2025).
    MatchRmsAdamw,
    /// sqrt(out / in) (Bernstein 2025).
    SpectralUnclamped,
}

impl AdjustLr {
    /// Returns the factor for a matrix with these numbers of inputs and outputs.
    fn factor(self, [inputs, outputs]: [usize; 2]) -> f64 {
        let [inputs, outputs] = [inputs as f64, outputs as f64];
        match self {
            AdjustLr::Original => libm::sqrt((outputs / inputs).max(1.0)),
            AdjustLr::MatchRmsAdamw => 0.2 * libm::sqrt(inputs.max(outputs)),
            AdjustLr::SpectralUnclamped => libm::sqrt(outputs / inputs),
        }
    }
}

#[cfg(feature = "alloc")]
impl AdjustLr {
    const ALL: [AdjustLr; 3] = [AdjustLr::Original, AdjustLr::MatchRmsAdamw, AdjustLr::SpectralUnclamped];

    /// Returns PyTorch's name.
    const fn name(self) -> &'static str {
        match self {
            AdjustLr::Original => "original",
            AdjustLr::MatchRmsAdamw => "match_rms_adamw",
            AdjustLr::SpectralUnclamped => "spectral_unclamped",
        }
    }
}

impl Muon {
    /// Creates a Muon optimiser with this learning rate, PyTorch's defaults, and those of AdamW.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self {
            lr,
            momentum: 0.95,
            nesterov: true,
            ns_coefficients: [3.4445, -4.775, 2.0315],
            ns_steps: 5,
            eps: 1e-7,
            adjust_lr: AdjustLr::Original,
            adamw_ratio: 1.0,
            beta1: 0.9,
            beta2: 0.999,
            adamw_eps: 1e-8,
            weight_decay: WeightDecay { decoupled: 0.1, ..WeightDecay::NONE },
            maximize: false,
            by_adamw: Frozen::NONE,
        }
    }

    /// Returns this optimiser with another momentum.
    ///
    /// ```
    /// assert_eq!(nn::optim::Muon::new(1e-2).momentum(0.8).momentum, 0.8);
    /// ```
    ///
    /// # Panics
    /// Panics if `momentum` is not at least 0 and less than 1.
    #[track_caller]
    pub const fn momentum(self, momentum: f64) -> Self {
        Bounds::BelowOne.require(momentum, "`momentum` must be at least 0 and less than 1");
        Self { momentum, ..self }
    }

    /// Returns this optimiser with other coefficients of the iteration.
    ///
    /// ```
    /// let muon = nn::optim::Muon::new(1e-2).ns_coefficients([3.4, -4.7, 2.0]);
    /// assert_eq!(muon.ns_coefficients, [3.4, -4.7, 2.0]);
    /// ```
    ///
    /// # Panics
    /// Panics if a coefficient is infinite or NaN.
    #[track_caller]
    pub const fn ns_coefficients(self, [a, b, c]: [f64; 3]) -> Self {
        Bounds::Finite.require(a, "`ns_coefficients` must be finite");
        Bounds::Finite.require(b, "`ns_coefficients` must be finite");
        Bounds::Finite.require(c, "`ns_coefficients` must be finite");
        Self { ns_coefficients: [a, b, c], ..self }
    }

    /// Returns this optimiser with another number of iterations.
    ///
    /// ```
    /// assert_eq!(nn::optim::Muon::new(1e-2).ns_steps(6).ns_steps, 6);
    /// ```
    ///
    /// # Panics
    /// Panics if there are 100 or more.
    #[track_caller]
    pub const fn ns_steps(self, ns_steps: u64) -> Self {
        assert!(ns_steps < 100, "`ns_steps` must be less than 100");
        Self { ns_steps, ..self }
    }

    /// Returns this optimiser with another factor of the learning rate of a matrix.
    ///
    /// ```
    /// use nn::optim::{AdjustLr, Muon};
    /// assert_eq!(Muon::new(1e-3).adjust_lr(AdjustLr::MatchRmsAdamw).adjust_lr, AdjustLr::MatchRmsAdamw);
    /// ```
    pub const fn adjust_lr(self, adjust_lr: AdjustLr) -> Self {
        Self { adjust_lr, ..self }
    }

    /// Returns this optimiser with another ratio of the learning rate of AdamW to `lr`.
    ///
    /// ```
    /// assert_eq!(nn::optim::Muon::new(0.02).adamw_ratio(0.015).adamw_ratio, 0.015);
    /// ```
    ///
    /// # Panics
    /// Panics if the ratio is negative, infinite or NaN.
    #[track_caller]
    pub const fn adamw_ratio(self, adamw_ratio: f64) -> Self {
        Bounds::NotNegative.require(adamw_ratio, "`adamw_ratio` must be finite and at least 0");
        Self { adamw_ratio, ..self }
    }

    /// Returns this optimiser such that AdamW trains all parameters of the layers with these names, for example those of the last
    /// layer. A name is a path in the network, as in [`Session::freeze`](crate::Session::freeze).
    ///
    /// # Errors
    /// Returns an error if the network has no part with one of the names.
    ///
    /// ```
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Net {
    ///         fc1: Linear<4, 8>,
    ///         fc2: Linear<8, 8>,
    ///         out: Linear<8, 2>,
    ///     }
    ///     fn forward(x: Tensor<4>) -> Tensor<2> {
    ///         x.fc1().relu().fc2().relu().out()
    ///     }
    /// }
    ///
    /// let muon = Muon::new(0.02).adamw_ratio(0.015).by_adamw::<Net>(&["out"])?;
    /// let session = Session::<Net, Muon, dim![16]>::new(muon, 1);
    /// # let _ = session;
    /// # Ok::<(), nn::optim::UnknownName>(())
    /// ```
    pub fn by_adamw<Net: Network>(self, names: &'static [&'static str]) -> Result<Self, UnknownName<'static>> {
        Ok(Self { by_adamw: Frozen::new(&Net::LAYOUT, names)?, ..self })
    }

    /// Returns an error for the first setting of the iteration whose value is invalid.
    pub(super) fn check_iteration(&self) -> Result<(), InvalidSetting> {
        check_all(self.ns_coefficients.map(|coefficient| (Bounds::Finite, "ns_coefficients", coefficient)))?;
        if self.ns_steps < 100 {
            Ok(())
        } else {
            Err(InvalidSetting::new("ns_steps", self.ns_steps as f64, "a number less than 100"))
        }
    }

    /// Visits the settings of the iteration, and the names of layers.
    #[cfg(feature = "alloc")]
    pub(super) fn visit_iteration(&mut self, values: &mut dyn Visitor) {
        let [a, b, c] = &mut self.ns_coefficients;
        for (name, coefficient) in [("ns_coefficients.a", a), ("ns_coefficients.b", b), ("ns_coefficients.c", c)] {
            values.setting(name, Setting::Float(coefficient));
        }
        values.setting("ns_steps", Setting::Integer(&mut self.ns_steps));
        let mut name = self.adjust_lr.name().into();
        values.setting("adjust_lr", Setting::Text(&mut name));
        if let Some(known) = AdjustLr::ALL.into_iter().find(|adjust| adjust.name() == name) {
            self.adjust_lr = known;
        }
        values.setting("by_adamw", Setting::Fixed(format_args!("{:?}", self.by_adamw.names())));
    }
}

impl<T: Float> Optimizer<T> for Muon {
    type State<P: Parameters<T>> = [P; 4];

    const BY_TENSOR: bool = true;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut [P; 4]) {
        let [momentum, second, first_workspace, second_workspace] = state;
        let (Some(&[inputs, outputs]), Some(Orientation::InOut)) = (group.dims(), group.orientation()) else {
            return self.adamw(step, group, params, grad, [momentum, second]);
        };
        if self.by_adamw.holds(&P::LAYOUT, group.range().start) {
            return self.adamw(step, group, params, grad, [momentum, second]);
        }
        let [keep, take] = [self.momentum, 1.0 - self.momentum].map(T::from_f64);
        let nesterov = self.nesterov;
        group.update(self.lr, params, grad, [momentum, second], move |w, g, [m, _]| {
            let m = keep * m + take * g;
            (w, [m, if nesterov { keep * m + take * g } else { m }])
        });
        let direction = group.of_mut(second);
        let workspaces = [group.of_mut(first_workspace), group.of_mut(second_workspace)];
        let iteration = NewtonSchulz { coefficients: self.ns_coefficients, steps: self.ns_steps, eps: self.eps };
        iteration.orthogonalize([inputs, outputs], direction, workspaces);
        let length = T::from_f64(self.lr * self.adjust_lr.factor([inputs, outputs]));
        update(group.of_mut(params), direction, [], move |w, x, []| (w - length * x, []));
    }
}

impl Muon {
    /// Applies AdamW to the parameters of a group.
    fn adamw<T: Float, P: Parameters<T>>(
        &self,
        step: u64,
        group: &Group,
        params: &mut P,
        grad: &P,
        moments: [&mut P; 2],
    ) {
        let adamw = AdamRule { lr: self.lr * self.adamw_ratio, betas: [self.beta1, self.beta2], eps: self.adamw_eps };
        adamw.step(step, group, params, grad, moments);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::optim::AdamW;
    use crate::tensor::Tensor;

    #[test]
    fn trains_vectors_by_adamw() {
        let mut w = [Tensor::<(N<2>,)>::new([1.0, -2.0]), Tensor::new([1.0, -2.0])];
        let mut muon = [[0.0; 2]; 4].map(Tensor::<(N<2>,)>::new);
        let mut adamw = [[0.0; 2]; 2].map(Tensor::<(N<2>,)>::new);
        for step in 1..=20 {
            let g = Tensor::new([0.3, -0.7 / step as f32]);
            Muon::new(0.1).adamw_ratio(0.5).step(step, &mut w[0], &g, &mut muon);
            AdamW::new(0.05).weight_decay(0.1).step(step, &mut w[1], &g, &mut adamw);
        }
        assert_eq!(w[0].as_slice(), w[1].as_slice());
    }

    #[test]
    fn factors_of_the_learning_rate() {
        let all = [AdjustLr::Original, AdjustLr::MatchRmsAdamw, AdjustLr::SpectralUnclamped];
        let factors = |sizes| all.map(|adjust| adjust.factor(sizes));
        assert_eq!(factors([4, 16]), [2.0, 0.8, 2.0]);
        assert_eq!(factors([16, 4]), [1.0, 0.8, 0.5]);
    }

    #[test]
    fn special_values() {
        let mut w = Tensor::<(N<2>, N<3>)>::new([[1.0; 3]; 2]);
        let mut state = [[[0.0; 3]; 2]; 4].map(Tensor::<(N<2>, N<3>)>::new);
        let muon = Muon::new(0.1).weight_decay(0.0);
        muon.step(1, &mut w, &Tensor::new([[0.0; 3]; 2]), &mut state);
        assert_eq!(w.as_slice(), [1.0; 6]);
        // The size of the gradient has no influence.
        muon.step(1, &mut w, &Tensor::new([[1e30; 3]; 2]), &mut state);
        assert!(w.iter().all(|&w| (0.9..1.0).contains(&w)));
        muon.step(1, &mut w, &Tensor::new([[1.0, 1.0, f32::NAN], [1.0; 3]]), &mut state);
        assert!(w.iter().all(|w| w.is_nan()));
    }
}
