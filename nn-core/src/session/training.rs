//! The session: parameters, gradient, optimiser state and workspace in one allocation, and the training steps.

use crate::dim::Dim;
use crate::float::Float;
use crate::layers::{Context, Pass};
use crate::losses::{Accumulated, Loss, weight};
use crate::network::Network;
use crate::optim::{Clip, Optimizer};
use crate::parameters::{Frozen, Gradient, Role};
use crate::session::SkippedUpdate;
use crate::signal::{Elements, Signal};

/// Everything that training a network on batches of `B` needs, in one allocation: a step allocates nothing.
///
/// With the feature `rayon` large kernels work on several threads, and that holds where a step is called inside of a pool:
/// handed over from outside, kernels make rayon allocate now and then. The bits are the same.
///
/// Where there is no heap, [`new_in`](Session::new_in) makes one in a place of yours, such as a `static`.
///
/// ```
/// use nn::prelude::*;
/// use nn::{Momentum, Mse};
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
    /// The gradient of the last step, as the optimiser saw it; the sum over the batches, while they are accumulated.
    pub gradient: Net,
    pub(super) state: O::State<Net>,
    pub(super) saved: Net::Saved<B>,
    pub(super) output: <Net::Out as Signal>::Owned<B, Net::Elem>,
    pub(super) doutput: <Net::Out as Signal>::Owned<B, Net::Elem>,
    /// The optimiser: its learning rate may change at any step. Its settings are checked by each [`update`](Self::update).
    pub optimizer: O,
    /// How the gradient is clipped before the optimiser sees it; defaults to [`Clip::Off`]. Checked by each [`update`](Self::update).
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
    /// Forward and backward: fills [`gradient`](Self::gradient) and gives the loss of this batch.
    pub fn gradients<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.gradients_of_rows(B::SIZE, x, loss, target)
    }

    /// [`gradients`](Self::gradients) of the first `rows` samples, as if the batch had no others.
    ///
    /// # Panics
    /// If `rows` is 0 or more than `B`.
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

    /// Forward and backward on one of several batches that make one step together: adds to
    /// [`gradient`](Self::gradient), which is empty after an update, and gives the loss of this batch.
    ///
    /// With the next [`update`](Self::update), several batches are one batch of all their samples, whatever the loss divides by
    /// ([`Divisor`](crate::Divisor)): a mean over samples, a mean over weights, in which a batch weighs as much as
    /// [`Loss::weight_of_rows`] says, or nothing, as with [`Reduction::Sum`](crate::Reduction::Sum). So are running statistics,
    /// weighed by samples, but for layers that look at a whole batch.
    ///
    /// # Panics
    /// From the second batch of a step on: if the loss is a tuple whose terms divide by weights that differ
    /// ([`Divisor::Mixed`](crate::Divisor::Mixed)), or is a sum where the others are means.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd};
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

    /// [`accumulate`](Self::accumulate) of the first `rows` samples, as if the batch had no others.
    ///
    /// # Panics
    /// If `rows` is 0 or more than `B`, and as [`accumulate`](Self::accumulate).
    pub fn accumulate_rows<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        rows: usize,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.pass(rows, x, loss, target, Net::In::no_grad())
    }

    /// Forward and backward, and the derivative of the loss by the input into `dx`: what a network that made the input learns
    /// from, or what the loss looks at in it. Gives the loss of this batch.
    ///
    /// `dx` is as the input is: `&mut Tensor<(B, ..)>`, or a tuple of those; its old content is replaced. By indices there is
    /// no derivative: what stands for them stays as it is.
    /// [`gradient`](Self::gradient) is filled as by [`gradients`](Self::gradients), for an [`update`](Self::update) of this
    /// network; without one, it is as if nothing had been: what comes next starts anew, and what had been accumulated is lost.
    ///
    /// Two networks, of which one learns through the other:
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd};
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
        let places = Net::In::to_parts_mut(dx).map(|place| place.and_then(Elements::numbers).map(Gradient::set));
        let value = self.pass(B::SIZE, x, loss, target, Net::In::from_parts_grad(places));
        self.accumulated.batches = 0;
        value
    }

    /// Forward, as in training: the first half of [`accumulate`](Self::accumulate), for a loss that is computed elsewhere,
    /// such as by another network. Gives the output.
    pub fn forward(&mut self, x: Ref<'_, Net::In, B, Net::Elem>) -> Ref<'_, Net::Out, B, Net::Elem> {
        self.forward_in(self.context(B::SIZE), x);
        Net::Out::by_ref(&self.output)
    }

    fn forward_in(&mut self, context: Context, x: Ref<'_, Net::In, B, Net::Elem>) {
        self.network.forward_train(x, Net::Out::by_mut(&mut self.output), &mut self.saved, context);
    }

    /// Backward, from `dy`, the loss's derivative by the output of the last [`forward`](Self::forward), whose `x` this must
    /// be: the second half of [`accumulate`](Self::accumulate). Adds to [`gradient`](Self::gradient), which is empty after
    /// an update. Of several batches each weighs by its samples, as with a loss that is a mean over them; after batches whose loss
    /// is a sum, it is added as it is.
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

    /// Lets the optimiser move the parameters against [`gradient`](Self::gradient), after that of several batches has become the
    /// one of a single batch, and was bounded by [`clip`](Self::clip).
    ///
    /// Where nothing counts, because every sample is of an ignored class, the gradient is 0.
    ///
    /// An update that cannot be right changes nothing, and [`skipped_update`](Self::skipped_update) returns why: one with a
    /// setting that is not valid, such as a learning rate of NaN, and one of a gradient that is not finite under [`Clip::Norm`](crate::Clip::Norm).
    pub fn update(&mut self) {
        if self.accumulated.batches > 1 {
            self.scale(self.accumulated.shares());
        }
        self.descend();
    }

    /// Multiplies the gradients of parameters, and the statistics of buffers.
    pub(super) fn scale(&mut self, [of_learned, of_buffers]: [f64; 2]) {
        let [of_learned, of_buffers] = [of_learned, of_buffers].map(Net::Elem::from_f64);
        let gradient = self.gradient.as_mut_slice();
        if of_learned == of_buffers {
            gradient.iter_mut().for_each(|g| *g *= of_learned);
        } else {
            Net::LAYOUT.for_each(|param| {
                let share = if param.role == Role::Buffer { of_buffers } else { of_learned };
                gradient[param.range()].iter_mut().for_each(|g| *g *= share);
            });
        }
    }

    /// The step itself, of a gradient that is whole.
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

    /// One training step on one batch: forward, loss, backward, [`update`](Self::update). Gives the loss before the update.
    pub fn step<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.step_rows(B::SIZE, x, loss, target)
    }

    /// [`step`](Self::step) on the first `rows` samples, as if the batch had no others: for the last batch of a data set, which
    /// may not be full. The padding after them must be finite, such as zeros.
    ///
    /// Loss, gradient and running statistics are those of a batch of so many samples. A layer of your own that looks at
    /// several samples at once must ask [`Context::rows`](crate::Context::rows).
    ///
    /// # Panics
    /// If `rows` is 0 or more than `B`.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd};
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
        assert!((1..=B::SIZE).contains(&rows), "{rows} rows of a batch of {}", B::SIZE);
        let weight = weight::<Net::Out, Net::Elem, B, L>(loss, rows, target);
        let factor = self.accumulated.factor(weight, loss.divisor());
        let adds = self.accumulated.batches > 0;
        let value = self.pass_in(self.context(rows), adds, factor, rows, x, loss, target, dx);
        self.accumulated.count(rows, weight);
        value
    }

    /// Forward, loss, and backward with this factor of the loss; a factor of 0 makes loss and gradient 0 whatever they are.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn pass_in<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        context: Context,
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
            let doutput = parts.into_iter().flatten().filter_map(Elements::numbers).flatten();
            if factor == 0.0 {
                // No sample has a loss: the mean over none may be no number.
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

    /// What the randomness of the next batch comes from, and how many of its samples count.
    fn context(&self, rows: usize) -> Context {
        let [of_first, before] = if self.accumulated.batches == 0 { [rows as u64, 0] } else { self.accumulated.rows };
        let context =
            Context::new(self.seed, self.step).without(B::SIZE - rows, B::SIZE.saturating_sub(of_first as usize));
        context.behind(before).freezing(self.frozen, &self.network)
    }
}
