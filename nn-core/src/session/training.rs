//! The session: parameters, gradient, optimiser state and workspace in one allocation, and the training steps.

use crate::dim::Dim;
use crate::float::Float;
use crate::layers::{Pass, StepContext};
use crate::losses::{Accumulated, Loss, weight};
use crate::network::Network;
use crate::optim::{Clip, Optimizer};
use crate::parameters::{Frozen, Gradient, Role};
use crate::session::SkippedUpdate;
use crate::signal::{Elements, Signal};

/// A training session: everything that is needed to train a network on batches of `B` samples, in one allocation. A step does not
/// allocate.
///
/// With the feature `rayon`, large kernels use several threads. A step then allocates nothing only if it is called from a thread of
/// a rayon pool: when kernels are called from outside, rayon occasionally allocates. Results are bit-identical for any number of
/// threads.
///
/// Without a heap, [`new_in`](Session::new_in) creates a session in memory provided by the caller, such as a `static`.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// let x = Tensor::from([[0.0], [1.0], [2.0]]);
/// let y = Tensor::from([[1.0], [3.0], [5.0]]);
/// let mut session = Session::<Line, Momentum, dim![3]>::new(Momentum::new(0.1, 0.9), 7);
/// for _ in 0..200 {
///     session.step(&x, &Mse, &y);
/// }
/// assert!((session.network.fc.weight[[0, 0]] - 2.0).abs() < 0.01);
/// session.optimizer.lr = 0.01;
/// ```
#[repr(C)]
pub struct Session<Net, O, B>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// The network.
    pub network: Net,
    /// The gradient of the last step, as passed to the optimiser, or the sum over batches while gradients are accumulated.
    pub gradient: Net,
    pub(super) state: O::State<Net>,
    pub(super) saved: Net::Saved<B>,
    pub(super) output: <Net::Out as Signal>::Owned<B, Net::Elem>,
    pub(super) doutput: <Net::Out as Signal>::Owned<B, Net::Elem>,
    /// The optimiser. Its learning rate may be changed between steps; its settings are checked by each [`update`](Self::update).
    pub optimizer: O,
    /// How the gradient is clipped before it is passed to the optimiser. Defaults to [`Clip::Off`]; checked by each
    /// [`update`](Self::update).
    pub clip: Clip,
    pub(super) frozen: Frozen<'static>,
    pub(super) seed: u64,
    pub(super) step: u64,
    pub(super) accumulated: Accumulated,
    pub(super) skipped: Option<SkippedUpdate>,
    pub(super) skipped_updates: u64,
}

type Ref<'a, S, B, T> = <S as Signal>::Ref<'a, B, T>;

impl<Net, O, B> Session<Net, O, B>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// Runs forward and backward: sets [`gradient`](Self::gradient), and returns the loss of this batch.
    pub fn gradients<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.gradients_of_rows(B::SIZE, x, loss, target)
    }

    /// Runs [`gradients`](Self::gradients) on the first `rows` samples, ignoring the others.
    ///
    /// # Panics
    /// Panics if `rows` is 0 or more than `B`.
    pub fn gradients_of_rows<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        rows: usize,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.accumulated.batches = 0;
        self.accumulate_rows(rows, x, loss, target)
    }

    /// Runs forward and backward on one of several batches whose gradients are accumulated into one step: adds to
    /// [`gradient`](Self::gradient), or overwrites it for the first batch after an update, and returns the loss of this batch.
    ///
    /// The next [`update`](Self::update) treats the accumulated batches as one batch of all their samples, whatever the
    /// [divisor](crate::Divisor) of the loss: the number of samples for a mean over samples, [`Loss::weight_of_rows`] for a
    /// weighted mean, or none, as with [`Reduction::Sum`](crate::Reduction::Sum). Running statistics are weighted by the number of
    /// samples. The step equals that of one large batch, except for layers that depend on the whole batch.
    ///
    /// # Panics
    /// Panics, from the second batch of a step on, if the loss is a tuple whose terms have different divisors
    /// ([`Divisor::Mixed`](crate::Divisor::Mixed)), or if losses that are sums and losses that are means are mixed in one step.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
    ///
    /// let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    /// for x in [0.0, 1.0, 2.0] {
    ///     session.accumulate(&Tensor::new([[x]]), &Mse, &Tensor::new([[2.0 * x + 1.0]]));
    /// }
    /// session.update();
    /// assert_eq!(session.steps(), 1);
    /// ```
    pub fn accumulate<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.accumulate_rows(B::SIZE, x, loss, target)
    }

    /// Runs [`accumulate`](Self::accumulate) on the first `rows` samples, ignoring the others.
    ///
    /// # Panics
    /// Panics if `rows` is 0 or more than `B`, and under the conditions of [`accumulate`](Self::accumulate).
    pub fn accumulate_rows<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        rows: usize,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.pass(rows, x, loss, target, Net::In::no_grad())
    }

    /// Runs forward and backward, and sets `dx` to the derivative of the loss with respect to the input, for example to train the
    /// network that produced the input, or to analyse which parts of the input the loss depends on. Returns the loss of this batch.
    ///
    /// `dx` has the type of the input: `&mut Tensor<(B, ..)>`, or a tuple of those; it is overwritten. Index inputs have no
    /// derivative: their part of `dx` is left unchanged. [`gradient`](Self::gradient) is set as by [`gradients`](Self::gradients),
    /// for an [`update`](Self::update) of this network. Without an update, the next pass discards it. Previously accumulated
    /// gradients are lost in either case.
    ///
    /// Training one network through another:
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
    ///
    /// let mut maker = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    /// let mut judge = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 2);
    /// let (x, wanted) = (Tensor::new([[1.0]]), Tensor::new([[3.0]]));
    /// for _ in 0..200 {
    ///     let mut dy = Tensor::new([[0.0]]);
    ///     judge.input_gradient(maker.forward(&x), &Mse, &wanted, &mut dy);
    ///     maker.backward(&x, &dy);
    ///     maker.update();
    /// }
    /// assert!((judge.network.forward(&*maker.network.forward(&x))[[0, 0]] - 3.0).abs() < 0.01);
    /// ```
    pub fn input_gradient<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
        dx: <Net::In as Signal>::Mut<'_, B, Net::Elem>,
    ) -> Net::Elem {
        self.accumulated.batches = 0;
        let places = Net::In::to_parts_mut(dx).map(|place| place.and_then(Elements::floats).map(Gradient::set));
        let value = self.pass(B::SIZE, x, loss, target, Net::In::from_parts_grad(places));
        self.accumulated.batches = 0;
        value
    }

    /// Runs the forward pass in training mode and returns the output. This is the first half of [`accumulate`](Self::accumulate),
    /// for a loss that is computed elsewhere, such as by another network.
    pub fn forward(&mut self, x: Ref<'_, Net::In, B, Net::Elem>) -> Ref<'_, Net::Out, B, Net::Elem> {
        self.forward_in(self.context(B::SIZE), x);
        Net::Out::by_ref(&self.output)
    }

    fn forward_in(&mut self, context: StepContext, x: Ref<'_, Net::In, B, Net::Elem>) {
        self.network.forward_train(x, Net::Out::by_mut(&mut self.output), &mut self.saved, context);
    }

    /// Runs the backward pass from `dy`, the derivative of the loss with respect to the output of the last
    /// [`forward`](Self::forward), which must have been called with the same `x`. This is the second half of
    /// [`accumulate`](Self::accumulate): it adds to [`gradient`](Self::gradient), or overwrites it for the first batch after an
    /// update. Batches are weighted by their number of samples, as with a loss that is a mean over samples; after batches whose
    /// loss is a sum, the gradient is added unscaled.
    ///
    /// [`input_gradient`](Self::input_gradient) has an example.
    pub fn backward(&mut self, x: Ref<'_, Net::In, B, Net::Elem>, dy: Ref<'_, Net::Out, B, Net::Elem>) {
        let context = self.context(B::SIZE);
        let y = Net::Out::by_ref(&self.output);
        let gradient = Gradient::new(&mut self.gradient, self.accumulated.batches > 0);
        let pass = Pass { x: Net::In::shorten(x), y, saved: &mut self.saved, dy: Net::Out::shorten(dy) };
        self.network.backward(pass, Net::In::no_grad(), gradient, context);
        self.accumulated.count_as_before(B::SIZE);
    }

    /// Updates the parameters from [`gradient`](Self::gradient) with the optimiser, after scaling an accumulated gradient to that
    /// of a single batch, and after [clipping](Self::clip).
    ///
    /// If no sample counts, because all are of an ignored class, the gradient is 0.
    ///
    /// An invalid update is skipped, and [`skipped_update`](Self::skipped_update) returns the reason: an invalid setting, such as a
    /// learning rate of NaN, or a gradient that is not finite under [`Clip::Norm`](crate::Clip::Norm).
    pub fn update(&mut self) {
        self.complete();
        self.descend();
    }

    /// Completes an accumulated gradient: scales it to that of a single batch. The next batch is then the first one.
    pub(super) fn complete(&mut self) {
        if self.accumulated.batches > 1 {
            self.scale(self.accumulated.shares());
        }
        self.accumulated.batches = 0;
    }

    /// Scales the gradients of the parameters and the statistics of the buffers.
    pub(super) fn scale(&mut self, [of_trainable, of_buffers]: [f64; 2]) {
        let [of_trainable, of_buffers] = [of_trainable, of_buffers].map(Net::Elem::from_f64);
        let gradient = self.gradient.as_mut_slice();
        if of_trainable == of_buffers {
            gradient.iter_mut().for_each(|g| *g *= of_trainable);
        } else {
            Net::LAYOUT.for_each(|param| {
                let share = if param.role == Role::Buffer { of_buffers } else { of_trainable };
                gradient[param.range()].iter_mut().for_each(|g| *g *= share);
            });
        }
    }

    /// Checks the settings, clips the fully scaled gradient and applies the optimiser.
    pub(super) fn descend(&mut self) {
        self.accumulated.batches = 0;
        self.skipped = match self.check_settings() {
            Err(error) => Some(SkippedUpdate::Setting(error)),
            Ok(()) if self.clip.bound(&mut self.gradient, self.frozen) => None,
            Ok(()) => Some(SkippedUpdate::Gradient { norm: self.gradient_norm() }),
        };
        if self.skipped.is_some() {
            self.skipped_updates = self.skipped_updates.saturating_add(1);
            return;
        }
        self.step = self.step.saturating_add(1);
        self.optimizer.step_except(self.frozen, self.step, &mut self.network, &self.gradient, &mut self.state);
    }

    /// Performs one training step on one batch: forward, loss, backward, [`update`](Self::update). Returns the loss before the
    /// update.
    pub fn step<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.step_rows(B::SIZE, x, loss, target)
    }

    /// Performs a [`step`](Self::step) on the first `rows` samples, ignoring the others, for the last batch of a data set, which
    /// may be partial. The padding after them must be finite, such as zeros.
    ///
    /// Loss, gradient and running statistics are those of a batch of `rows` samples. A custom layer that depends on several samples
    /// at once must use [`StepContext::valid_rows`](crate::StepContext::valid_rows).
    ///
    /// # Panics
    /// Panics if `rows` is 0 or more than `B`.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
    ///
    /// let mut session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(0.1), 1);
    /// let mut smaller = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    /// let (x, y) = (Tensor::new([[1.0], [2.0]]), Tensor::new([[3.0], [5.0]]));
    /// let (padded_x, padded_y) = (Tensor::new([[1.0], [2.0], [0.0], [0.0]]), Tensor::new([[3.0], [5.0], [0.0], [0.0]]));
    /// assert_eq!(session.step_rows(2, &padded_x, &Mse, &padded_y), smaller.step(&x, &Mse, &y));
    /// assert!(session.network.fc.weight == smaller.network.fc.weight);
    /// ```
    pub fn step_rows<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        rows: usize,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        let value = self.gradients_of_rows(rows, x, loss, target);
        self.update();
        value
    }

    fn pass<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        rows: usize,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
        dx: <Net::In as Signal>::Grad<'_, B, Net::Elem>,
    ) -> Net::Elem {
        assert!((1..=B::SIZE).contains(&rows), "{rows} valid rows in a batch of {}", B::SIZE);
        let weight = weight::<Net::Out, Net::Elem, B, L>(loss, rows, target);
        let factor = self.accumulated.factor(weight, loss.divisor());
        let adds = self.accumulated.batches > 0;
        let value = self.pass_in(self.context(rows), adds, factor, rows, x, loss, target, dx);
        self.accumulated.count(rows, weight);
        value
    }

    /// Runs forward, loss and backward with the gradient of the loss scaled by `factor`. A factor of 0 sets both loss and gradient
    /// to 0, even if they are NaN.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn pass_in<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        context: StepContext,
        adds: bool,
        factor: f64,
        rows: usize,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
        dx: <Net::In as Signal>::Grad<'_, B, Net::Elem>,
    ) -> Net::Elem {
        self.forward_in(context, x);
        let y = Net::Out::by_ref(&self.output);
        let mut value = loss.gradient_of_rows(rows, y, target, Net::Out::by_mut(&mut self.doutput));
        if factor != 1.0 {
            let parts = Net::Out::to_parts_mut(Net::Out::by_mut(&mut self.doutput));
            let doutput = parts.into_iter().flatten().filter_map(Elements::floats).flatten();
            if factor == 0.0 {
                // No sample counts, and a mean over no samples may be NaN.
                doutput.for_each(|dy| *dy = Net::Elem::ZERO);
                value = Net::Elem::ZERO;
            } else {
                let factor = Net::Elem::from_f64(factor);
                doutput.for_each(|dy| *dy *= factor);
            }
        }
        let dy = Net::Out::by_ref(&self.doutput);
        let gradient = Gradient::new(&mut self.gradient, adds);
        let pass = Pass { x: Net::In::shorten(x), y, saved: &mut self.saved, dy };
        self.network.backward(pass, dx, gradient, context);
        value
    }

    /// Returns the context of the next batch: its source of randomness, and the number of its valid samples.
    fn context(&self, rows: usize) -> StepContext {
        let [of_first, before] = if self.accumulated.batches == 0 { [rows as u64, 0] } else { self.accumulated.rows };
        let context = StepContext::new(self.seed, self.step)
            .with_padding(B::SIZE - rows, B::SIZE.saturating_sub(of_first as usize));
        context.with_offset(before).freezing(self.frozen, &self.network)
    }
}
