//! L-BFGS.

use crate::float::Float;
use crate::kernels::{dot, update};
use crate::network::Network;
use crate::optim::line_search::{AT_START, Line, NEWEST, strong_wolfe};
use crate::optim::optimizer::move_statistics;
use crate::optim::{Group, LearningRate, Treatment, for_each_group};
use crate::parameters::{Frozen, Parameters, zeroed};
use crate::setting::{Bounds, InvalidSetting, check_all, check_rate};
use crate::state::{Setting, State, Visitor, visit_parameters};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// L-BFGS (Nocedal 1980; Liu, Nocedal 1989), as PyTorch's `LBFGS`: steps in the direction d = -H g, where H approximates the
/// inverse of the Hessian from the last [`history_size`](Self::history_size) differences of parameters, s, and of gradients, y. It
/// is meant for small networks and for gradients of a whole data set.
///
/// An iteration evaluates the loss again, so this is not an [`Optimizer`](crate::Optimizer), which receives one gradient:
/// [`Session::minimize`](crate::Session::minimize) calls a closure for each evaluation, like PyTorch's `step(closure)`. A
/// `Trainer` does not use it. It has its own memory: [`new`](Self::new) allocates seven copies of the network, and the first step
/// [`history_size`](Self::history_size) pairs of copies.
///
/// In each of at most [`max_iter`](Self::max_iter) iterations:
///
/// - q = -g; from the newest pair to the oldest, alpha_i = s_i q / (s_i y_i) and q = q - alpha_i y_i
/// - d = q (s y) / (y y) with the newest pair; from the oldest to the newest, d = d + s_i (alpha_i - y_i d / (s_i y_i))
/// - W = W + t d, where t = lr, and lr min(1, 1 / sum |g|) in the first iteration; with [`strong_wolfe`](Self::strong_wolfe), a
///   line search that starts from this t finds a t that satisfies the strong Wolfe conditions
///
/// A pair whose product s y is at most 1e-10 is not stored. A step ends early if no element of the gradient exceeds
/// [`tolerance_grad`](Self::tolerance_grad), if loss or parameters change by less than
/// [`tolerance_change`](Self::tolerance_change), or after [`max_eval`](Self::max_eval) evaluations. Sums are computed in `f64`.
///
/// There is no weight decay: add it to the loss. Each evaluation moves running statistics, as in PyTorch.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     #[dtype(f64)]
///     struct Fit {
///         fc1: Linear<1, 6>,
///         fc2: Linear<6, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc1().tanh().fc2()
///     }
/// }
///
/// let x = Tensor::<shape![16, 1], f64>::from_fn(|[i, _]| i as f64 / 4.0 - 2.0);
/// let y = Tensor::<shape![16, 1], f64>::from_fn(|[i, _]| (i as f64 / 4.0 - 2.0).sin());
/// // The session's own optimiser is not used.
/// let mut session = Session::<Fit, Sgd, dim![16]>::new(Sgd::new(0.0), 1);
/// let mut lbfgs = Lbfgs::<Fit>::new(1.0).strong_wolfe();
/// let mut loss = f64::INFINITY;
/// for _ in 0..10 {
///     loss = session.minimize(&mut lbfgs, |session| session.gradients(&x, &Mse, &y));
/// }
/// assert!(loss < 1e-4);
/// ```
#[non_exhaustive]
pub struct Lbfgs<Net: Network> {
    /// The learning rate, finite and at least 0: the first t that is tried. It may be changed between steps.
    pub lr: f64,
    /// The maximum number of iterations per step; defaults to 20.
    pub max_iter: u64,
    /// The number of evaluations per step after which no further iteration begins; defaults to 5/4 of `max_iter`.
    pub max_eval: u64,
    /// The largest absolute value in the gradient at which a step ends, finite and at least 0; defaults to 1e-7.
    pub tolerance_grad: f64,
    /// The change of loss or parameters at which a step ends, finite and at least 0; defaults to 1e-9.
    pub tolerance_change: f64,
    /// The number of pairs that are stored, at least 1; defaults to 100.
    pub history_size: u64,
    /// Whether to search along the direction; defaults to `false`.
    pub strong_wolfe: bool,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
    iterations: u64,
    evaluations: u64,
    /// The length of the last step, relative to its direction.
    t: f64,
    /// The approximation of the inverse Hessian before the pairs.
    scale: f64,
    direction: Box<Net>,
    /// The gradient at the beginning of the last iteration.
    previous: Box<Net>,
    /// The parameters at the beginning of an iteration.
    start: Box<Net>,
    /// The slots of a line search.
    gradients: [Box<Net>; 4],
    /// The first `count` pairs are in use, the oldest first.
    pairs: Vec<Pair<Net>>,
    count: usize,
}

/// The differences of one iteration.
struct Pair<Net> {
    s: Box<Net>,
    y: Box<Net>,
    /// 1 / (s y).
    rho: f64,
    alpha: f64,
}

/// What is minimised: a network, and its gradient at its current parameters.
pub(crate) trait Objective {
    type Net: Network;

    /// Computes the loss and the gradient.
    fn evaluate(&mut self) -> f64;

    /// Returns the network and its gradient.
    fn parts(&mut self) -> (&mut Self::Net, &Self::Net);

    fn frozen(&self) -> Frozen<'static>;
}

impl<Net: Network> Lbfgs<Net> {
    /// Creates an L-BFGS optimiser with this learning rate, which is usually 1, and PyTorch's defaults.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self {
            lr,
            max_iter: 20,
            max_eval: 25,
            tolerance_grad: 1e-7,
            tolerance_change: 1e-9,
            history_size: 100,
            strong_wolfe: false,
            maximize: false,
            iterations: 0,
            evaluations: 0,
            t: 0.0,
            scale: 1.0,
            direction: zeroed(),
            previous: zeroed(),
            start: zeroed(),
            gradients: core::array::from_fn(|_| zeroed()),
            pairs: Vec::new(),
            count: 0,
        }
    }

    /// Returns this optimiser with a line search by the strong Wolfe conditions.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// assert!(Lbfgs::<Line>::new(1.0).strong_wolfe().strong_wolfe);
    /// ```
    pub fn strong_wolfe(mut self) -> Self {
        self.strong_wolfe = true;
        self
    }

    /// Returns this optimiser such that steps increase the loss instead of decreasing it.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// assert!(Lbfgs::<Line>::new(1.0).maximize().maximize);
    /// ```
    pub fn maximize(mut self) -> Self {
        self.maximize = true;
        self
    }

    /// Returns this optimiser with another maximum number of iterations per step, and 5/4 of it as the number of evaluations.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// let lbfgs = Lbfgs::<Line>::new(1.0).max_iter(40);
    /// assert_eq!((lbfgs.max_iter, lbfgs.max_eval), (40, 50));
    /// ```
    pub fn max_iter(mut self, max_iter: u64) -> Self {
        self.max_iter = max_iter;
        self.max_eval = max_iter.saturating_mul(5) / 4;
        self
    }

    /// Returns this optimiser with another number of pairs.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// assert_eq!(Lbfgs::<Line>::new(1.0).history_size(10).history_size, 10);
    /// ```
    ///
    /// # Panics
    /// Panics if it is 0.
    #[track_caller]
    pub fn history_size(mut self, history_size: u64) -> Self {
        assert!(history_size > 0, "`history_size` must be at least 1");
        self.history_size = history_size;
        self
    }

    /// Returns this optimiser with other tolerances, of the gradient and of changes.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// let lbfgs = Lbfgs::<Line>::new(1.0).tolerances(1e-5, 1e-8);
    /// assert_eq!((lbfgs.tolerance_grad, lbfgs.tolerance_change), (1e-5, 1e-8));
    /// ```
    ///
    /// # Panics
    /// Panics if one of them is negative, infinite or NaN.
    #[track_caller]
    pub fn tolerances(mut self, tolerance_grad: f64, tolerance_change: f64) -> Self {
        Bounds::NotNegative.require(tolerance_grad, "`tolerance_grad` must be finite and at least 0");
        Bounds::NotNegative.require(tolerance_change, "`tolerance_change` must be finite and at least 0");
        self.tolerance_grad = tolerance_grad;
        self.tolerance_change = tolerance_change;
        self
    }

    /// Returns the number of iterations so far.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// # let x = Tensor::<shape![2, 1], f64>::new([[0.0], [1.0]]);
    /// # let y = Tensor::<shape![2, 1], f64>::new([[1.0], [3.0]]);
    /// let mut session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.0), 1);
    /// let mut lbfgs = Lbfgs::new(1.0).max_iter(4);
    /// session.minimize(&mut lbfgs, |session| session.gradients(&x, &Mse, &y));
    /// assert_eq!(lbfgs.iterations(), 4);
    /// ```
    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    /// Returns the number of evaluations of the loss so far.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// # let x = Tensor::<shape![2, 1], f64>::new([[0.0], [1.0]]);
    /// # let y = Tensor::<shape![2, 1], f64>::new([[1.0], [3.0]]);
    /// let mut session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.0), 1);
    /// let mut lbfgs = Lbfgs::new(1.0).max_iter(4);
    /// session.minimize(&mut lbfgs, |session| session.gradients(&x, &Mse, &y));
    /// // At the start, and after each iteration except for the last one.
    /// assert_eq!(lbfgs.evaluations(), 4);
    /// ```
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Checks the values of all settings, as each step does.
    ///
    /// # Errors
    /// Returns an error for the first setting whose value is invalid.
    ///
    /// ```
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[dtype(f64)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// let mut lbfgs = Lbfgs::<Line>::new(1.0);
    /// lbfgs.tolerance_grad = -1.0;
    /// assert!(lbfgs.check_settings().unwrap_err().to_string().starts_with("`tolerance_grad` is -1"));
    /// ```
    pub fn check_settings(&self) -> Result<(), InvalidSetting> {
        check_rate::<Net::Elem>(self.lr)?;
        check_all([
            (Bounds::NotNegative, "tolerance_grad", self.tolerance_grad),
            (Bounds::NotNegative, "tolerance_change", self.tolerance_change),
            (Bounds::AtLeastOne, "history_size", self.history_size as f64),
        ])
    }

    /// Performs a step, and returns the loss before it.
    pub(crate) fn step<O: Objective<Net = Net>>(&mut self, objective: &mut O) -> f64 {
        let history = usize::try_from(self.history_size).unwrap_or(usize::MAX);
        self.reserve(history);
        let sign = if self.maximize { -1.0 } else { 1.0 };
        let before = evaluate(objective, sign, &mut self.gradients[AT_START]);
        self.evaluations += 1;
        let (mut loss, mut evaluations) = (before, 1);
        if largest(self.gradient()) <= self.tolerance_grad {
            return sign * before;
        }
        for iteration in 1..=self.max_iter {
            self.iterations += 1;
            self.aim(history);
            let (gradient, direction) = (self.gradients[AT_START].as_slice(), self.direction.as_slice());
            self.previous.as_mut_slice().copy_from_slice(gradient);
            let sum = || gradient.iter().map(|g| g.to_f64().abs()).sum::<f64>();
            self.t = if self.iterations == 1 { f64::min(1.0, 1.0 / sum()) * self.lr } else { self.lr };
            let slope = dot(gradient, direction);
            if slope.is_nan() || slope > -self.tolerance_change {
                break;
            }
            let loss_before = loss;
            self.start.as_mut_slice().copy_from_slice(objective.parts().0.as_slice());
            let count = if self.strong_wolfe {
                let size = largest(direction);
                let most = self.max_eval.saturating_sub(evaluations);
                let mut line = Search {
                    objective: &mut *objective,
                    sign,
                    start: &self.start,
                    direction: &self.direction,
                    gradients: &mut self.gradients,
                };
                let (point, count) = strong_wolfe(&mut line, self.t, [loss, slope], size, most);
                move_to(objective, &self.start, point.t, &self.direction);
                self.gradients.swap(AT_START, point.slot);
                (self.t, loss) = (point.t, point.loss);
                count
            } else {
                move_to(objective, &self.start, self.t, &self.direction);
                if iteration == self.max_iter {
                    break;
                }
                loss = evaluate(objective, sign, &mut self.gradients[AT_START]);
                1
            };
            evaluations += count;
            self.evaluations += count;
            let is_done = evaluations >= self.max_eval
                || largest(self.gradient()) <= self.tolerance_grad
                || largest(self.direction.as_slice()) * self.t.abs() <= self.tolerance_change
                || (loss - loss_before).abs() < self.tolerance_change;
            if is_done {
                break;
            }
        }
        sign * before
    }

    fn gradient(&self) -> &[Net::Elem] {
        self.gradients[AT_START].as_slice()
    }

    /// Allocates the history, or forgets its oldest pairs if it has become smaller.
    fn reserve(&mut self, history: usize) {
        if self.count > history {
            self.pairs.rotate_left(self.count - history);
            self.count = history;
        }
        self.pairs.truncate(history);
        while self.pairs.len() < history {
            self.pairs.push(Pair { s: zeroed(), y: zeroed(), rho: 0.0, alpha: 0.0 });
        }
    }

    /// Stores the differences of the last iteration, and computes the direction of the next one.
    fn aim(&mut self, history: usize) {
        let Self { direction, previous, gradients, pairs, count, .. } = self;
        let (gradient, direction) = (gradients[AT_START].as_slice(), direction.as_mut_slice());
        if self.iterations == 1 {
            (*count, self.scale) = (0, 1.0);
        } else {
            let (previous, t) = (previous.as_slice(), Net::Elem::from_f64(self.t));
            let product = gradient.iter().zip(previous).zip(direction.iter());
            let product: f64 = product.map(|((&g, &before), &d)| ((g - before) * (t * d)).to_f64()).sum();
            if product > 1e-10 {
                if *count == history {
                    pairs.rotate_left(1);
                    *count -= 1;
                }
                let Pair { s, y, rho, .. } = &mut pairs[*count];
                *count += 1;
                *rho = 1.0 / product;
                let (s, y) = (s.as_mut_slice(), y.as_mut_slice());
                update(s, direction, [], move |_, d, []| (t * d, []));
                y.copy_from_slice(gradient);
                update(y, previous, [], |g, before, []| (g - before, []));
                self.scale = product / dot(y, y);
            }
        }
        update(direction, gradient, [], |_, g, []| (-g, []));
        for pair in pairs[..*count].iter_mut().rev() {
            pair.alpha = dot(pair.s.as_slice(), direction) * pair.rho;
            add(direction, -pair.alpha, pair.y.as_slice());
        }
        let scale = Net::Elem::from_f64(self.scale);
        direction.iter_mut().for_each(|d| *d *= scale);
        for pair in &pairs[..*count] {
            let beta = dot(pair.y.as_slice(), direction) * pair.rho;
            add(direction, pair.alpha - beta, pair.s.as_slice());
        }
    }
}

/// The loss along the direction of an iteration.
struct Search<'a, O: Objective> {
    objective: &'a mut O,
    sign: f64,
    start: &'a O::Net,
    direction: &'a O::Net,
    gradients: &'a mut [Box<O::Net>; 4],
}

impl<O: Objective> Line for Search<'_, O> {
    fn evaluate(&mut self, t: f64) -> [f64; 2] {
        move_to(self.objective, self.start, t, self.direction);
        let loss = evaluate(self.objective, self.sign, &mut self.gradients[NEWEST]);
        [loss, dot(self.gradients[NEWEST].as_slice(), self.direction.as_slice())]
    }

    fn keep(&mut self, slot: usize) {
        self.gradients.swap(slot, NEWEST);
    }
}

/// Computes the loss, and the gradient of the trainable parameters; that of all other elements is 0. Moves running statistics.
fn evaluate<O: Objective>(objective: &mut O, sign: f64, to: &mut O::Net) -> f64 {
    let loss = objective.evaluate();
    let frozen = objective.frozen();
    let (network, gradient) = objective.parts();
    let factor = <O::Net as Network>::Elem::from_f64(sign);
    to.as_mut_slice().fill(Float::ZERO);
    for_each_group(&O::Net::LAYOUT, frozen, Treatment::ALIKE, |group| {
        if group.is_buffer() {
            move_statistics(group.of_mut(network), group.of(gradient));
        } else {
            update(group.of_mut(to), group.of(gradient), [], move |_, g, []| (factor * g, []));
        }
    });
    sign * loss
}

/// Sets the trainable parameters to those of `start` + t `direction`.
fn move_to<O: Objective>(objective: &mut O, start: &O::Net, t: f64, direction: &O::Net) {
    let frozen = objective.frozen();
    let network = objective.parts().0;
    let visit = |group: &Group| {
        if !group.is_buffer() {
            let w = group.of_mut(network);
            w.copy_from_slice(group.of(start));
            add(w, t, group.of(direction));
        }
    };
    for_each_group(&O::Net::LAYOUT, frozen, Treatment::ALIKE, visit);
}

/// Adds `factor` y to x.
fn add<T: Float>(x: &mut [T], factor: f64, y: &[T]) {
    let factor = T::from_f64(factor);
    update(x, y, [], move |x, y, []| (x + factor * y, []));
}

/// Returns the largest absolute value, or NaN if there is one.
fn largest<T: Float>(x: &[T]) -> f64 {
    x.iter().fold(0.0, |largest, x| if x.to_f64().abs() <= largest { largest } else { x.to_f64().abs() })
}

impl<Net: Network> LearningRate for Lbfgs<Net> {
    fn learning_rate(&self) -> f64 {
        self.lr
    }

    fn set_learning_rate(&mut self, rate: f64) {
        self.lr = rate;
    }
}

/// Everything that the next step depends on, except for the network. The hyperparameters are settings.
impl<Net: Network> State for Lbfgs<Net> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.must_match("name", format_args!("Lbfgs"));
        values.setting("lr", Setting::Float(&mut self.lr));
        values.setting("max_iter", Setting::Integer(&mut self.max_iter));
        values.setting("max_eval", Setting::Integer(&mut self.max_eval));
        values.setting("tolerance_grad", Setting::Float(&mut self.tolerance_grad));
        values.setting("tolerance_change", Setting::Float(&mut self.tolerance_change));
        values.setting("history_size", Setting::Integer(&mut self.history_size));
        values.setting("strong_wolfe", Setting::Flag(&mut self.strong_wolfe));
        values.setting("maximize", Setting::Flag(&mut self.maximize));
        values.integer("iterations", &mut self.iterations);
        values.integer("evaluations", &mut self.evaluations);
        values.float("t", &mut self.t);
        values.float("scale", &mut self.scale);
        visit_parameters::<Net::Elem, _>(values, "direction", &mut *self.direction);
        visit_parameters::<Net::Elem, _>(values, "previous", &mut *self.previous);
        let mut count = self.count as u64;
        values.integer("pairs", &mut count);
        self.count = usize::try_from(count.min(self.history_size)).unwrap_or(0);
        self.reserve(self.count.max(self.pairs.len()));
        for (i, pair) in self.pairs[..self.count].iter_mut().enumerate() {
            values.part(&alloc::format!("pair.{i}"), pair);
        }
    }
}

impl<Net: Network> State for Pair<Net> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.float("rho", &mut self.rho);
        visit_parameters::<Net::Elem, _>(values, "s", &mut *self.s);
        visit_parameters::<Net::Elem, _>(values, "y", &mut *self.y);
    }
}
