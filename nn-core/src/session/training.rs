//! Training: parameters, gradient, optimiser state and workspace in one place.

use crate::dim::Dim;
use crate::float::Float;
#[cfg(feature = "alloc")]
use crate::graph::{Architecture, fingerprint};
use crate::layers::{Context, Layer};
use crate::losses::{Accumulated, Loss, assert_adds_up, factor, share, weight};
use crate::network::Network;
use crate::optim::{Clip, Optimizer, global_norm};
use crate::parameters::{Frozen, Gradient, Role, UnknownName};
use crate::setting::InvalidSetting;
use crate::signal::{Elements, Signal};
#[cfg(feature = "alloc")]
use crate::state::{Setting, State, Visitor, visit_parameters};
use core::fmt;

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
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// The network.
    pub network: Net,
    /// The gradient of the last step, as the optimiser saw it; the sum over the batches, while they are accumulated.
    pub gradient: Net,
    state: O::State<Net>,
    saved: Net::Saved<B>,
    output: <Net::Out as Signal>::Owned<B, Net::Elem>,
    doutput: <Net::Out as Signal>::Owned<B, Net::Elem>,
    /// The optimiser: its learning rate may change at any step. Its settings are checked by each [`update`](Self::update).
    pub optimizer: O,
    /// What bounds the gradient before the optimiser sees it; off at first. Checked by each [`update`](Self::update).
    pub clip: Clip,
    frozen: Frozen<'static>,
    seed: u64,
    step: u64,
    accumulated: Accumulated,
    skipped: Option<SkippedUpdate>,
    skipped_updates: u64,
}

/// Why an update changed nothing: [`Session::skipped_update`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum SkippedUpdate {
    /// A setting of the optimiser or of [`clip`](Session::clip) has a value that it cannot have.
    Setting(InvalidSetting),
    /// The norm of the gradient is infinite or NaN, so that [`Clip::Norm`] cannot bound it.
    Gradient {
        /// The norm.
        norm: f64,
    },
}

impl fmt::Display for SkippedUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the update was skipped: ")?;
        match self {
            SkippedUpdate::Setting(error) => error.fmt(f),
            SkippedUpdate::Gradient { norm } => {
                write!(f, "the norm of the gradient is {norm}, which `Clip::Norm` cannot bound")
            }
        }
    }
}

impl core::error::Error for SkippedUpdate {}

/// One of the batches that make a step together: [`Session::gradient_of_part`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepPart {
    /// How many of its samples count, the first ones.
    pub rows: usize,
    /// The place of its first sample among all of the step.
    pub first: u64,
    /// Whether its gradient is added to what there is.
    pub adds: bool,
}

type Ref<'a, S, B, T> = <S as Signal>::Ref<'a, B, T>;

impl<Net, O, B> Session<Net, O, B>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// A session on a new network, initialised from `seed`.
    #[cfg(feature = "alloc")]
    pub fn new(optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut memory = alloc::boxed::Box::<Self>::new_uninit();
        Self::new_in(&mut memory, optimizer, seed);
        // SAFETY: `new_in` has made a session of it.
        unsafe { memory.assume_init() }
    }

    /// A session that goes on from a copy of this network. `seed` is for the randomness in a step, such as dropout.
    #[cfg(feature = "alloc")]
    pub fn from_network(network: &Net, optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut session = Self::new(optimizer, seed);
        session.network.as_mut_slice().copy_from_slice(network.as_slice());
        session
    }

    /// A session on a new network in a place of yours, such as a `static`: it needs no heap, and nothing of it crosses
    /// the stack.
    ///
    /// ```
    /// use core::mem::MaybeUninit;
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd};
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
    /// let mut place = MaybeUninit::uninit();
    /// let session = Session::<Line, Sgd, dim![1]>::new_in(&mut place, Sgd::new(0.1), 1);
    /// let loss = session.step(&Tensor::new([[1.0]]), &Mse, &Tensor::new([[3.0]]));
    /// assert!(loss > 0.0);
    /// ```
    pub fn new_in(place: &mut core::mem::MaybeUninit<Self>, optimizer: O, seed: u64) -> &mut Self {
        let session = place.as_mut_ptr();
        // SAFETY: every field is plain data or an integer, for which zeros are a value, or is written here, into memory that
        // is ours, without reading what was there.
        let session = unsafe {
            session.write_bytes(0, 1);
            (&raw mut (*session).optimizer).write(optimizer);
            (&raw mut (*session).clip).write(Clip::Off);
            (&raw mut (*session).frozen).write(Frozen::NOTHING);
            (&raw mut (*session).skipped).write(None);
            place.assume_init_mut()
        };
        session.seed = seed;
        session.network.init(&mut crate::init::rng(seed));
        session
    }

    /// Bytes that a step needs besides parameters, gradient and optimiser state: values, their gradients, the output.
    pub const WORKSPACE_BYTES: usize =
        size_of::<Net::Saved<B>>() + 2 * size_of::<<Net::Out as Signal>::Owned<B, Net::Elem>>();

    /// Bytes of the whole session.
    pub const TRAIN_BYTES: usize = size_of::<Self>();

    /// How many steps were made.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// The seed of the randomness in a step, such as dropout.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// What the optimiser remembers.
    pub fn state(&self) -> &O::State<Net> {
        &self.state
    }

    /// The output of the last step.
    pub fn output(&self) -> Ref<'_, Net::Out, B, Net::Elem> {
        Net::Out::by_ref(&self.output)
    }

    /// Freezes the layers with these names, and no others: an update leaves all that is stored under them as it is, running
    /// statistics too, and a norm does not count them. No names, and everything learns again.
    ///
    /// A batch normalisation whose running statistics are frozen normalises by them, as in inference: PyTorch's
    /// `requires_grad_(False)` and `eval()` of it in one.
    ///
    /// A name is a path such as `fc1`, `blocks.2` or `encoder.fc1.weight`. What an optimiser remembers of a frozen layer stays
    /// as it was.
    ///
    /// # Errors
    /// A name that the network does not have; nothing changes then.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd};
    ///
    /// network! {
    ///     struct Two {
    ///         fc1: Linear<1, 4>,
    ///         fc2: Linear<4, 1>,
    ///     }
    ///     fn forward(x: Tensor<1>) -> Tensor<1> {
    ///         x.fc1().tanh().fc2()
    ///     }
    /// }
    ///
    /// let mut session = Session::<Two, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    /// session.freeze(&["fc1"])?;
    /// let before = session.network.fc1.weight.to_boxed();
    /// session.step(&Tensor::new([[1.0]]), &Mse, &Tensor::new([[3.0]]));
    /// assert!(session.network.fc1.weight == *before);
    /// assert_eq!(
    ///     session.freeze(&["fc3"]).unwrap_err().to_string(),
    ///     "nothing is called `fc3`\nhelp: the parts are `fc1`, `fc2`"
    /// );
    /// # Ok::<(), nn::UnknownName>(())
    /// ```
    pub fn freeze(&mut self, names: &'static [&'static str]) -> Result<(), UnknownName<'static>> {
        self.frozen = Frozen::new(&Net::LAYOUT, names)?;
        Ok(())
    }

    /// What does not learn.
    pub fn frozen(&self) -> Frozen<'static> {
        self.frozen
    }

    /// Checks the settings of the optimiser and of [`clip`](Self::clip), as each update does.
    ///
    /// # Errors
    /// The first setting with a value that it cannot have.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Clip, Sgd};
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
    /// let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    /// assert!(session.check_settings().is_ok());
    /// session.clip = Clip::Value(f64::NAN);
    /// assert_eq!(session.check_settings().unwrap_err().name(), "Clip::Value");
    /// ```
    pub fn check_settings(&self) -> Result<(), InvalidSetting> {
        self.optimizer.check_settings()?;
        self.clip.check_settings()
    }

    /// Why the last update changed nothing, if it did not. Parameters, running statistics, optimiser state and the number of
    /// [`steps`](Self::steps) are then as before it; the gradient is not kept for the next one.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Clip, Mse, Sgd};
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
    /// let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    /// session.clip = Clip::Norm(1.0);
    /// session.step(&Tensor::new([[3e38]]), &Mse, &Tensor::new([[-3e38]]));
    /// assert_eq!(
    ///     session.skipped_update().unwrap().to_string(),
    ///     "the update was skipped: the norm of the gradient is inf, which `Clip::Norm` cannot bound"
    /// );
    /// assert_eq!((session.steps(), session.skipped_updates()), (0, 1));
    /// ```
    pub fn skipped_update(&self) -> Option<SkippedUpdate> {
        self.skipped
    }

    /// The number of updates of this session that changed nothing: see [`skipped_update`](Self::skipped_update).
    pub fn skipped_updates(&self) -> u64 {
        self.skipped_updates
    }

    /// Whether the batch of the last step had a single value per channel for a batch normalisation, such as a batch of one
    /// sample: its running statistics are as before that step. Of batches whose gradients are accumulated it is not known.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd};
    ///
    /// network! {
    ///     struct Normed {
    ///         norm: BatchNorm1d<2>,
    ///         fc: Linear<2, 1>,
    ///     }
    ///     fn forward(x: Tensor<2>) -> Tensor<1> {
    ///         x.norm().fc()
    ///     }
    /// }
    ///
    /// let mut session = Session::<Normed, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    /// let (x, y) = (Tensor::new([[1.0, 2.0], [3.0, 5.0]]), Tensor::new([[0.0], [1.0]]));
    /// session.step(&x, &Mse, &y);
    /// assert!(!session.has_single_value_batch());
    /// session.step_rows(1, &x, &Mse, &y);
    /// assert!(session.has_single_value_batch());
    /// ```
    pub fn has_single_value_batch(&self) -> bool {
        if self.step == 0 || self.accumulated.batches > 0 {
            return false;
        }
        // A statistic that is the running one to the bit: what a layer sets that has no other.
        let (network, gradient) = (self.network.as_slice(), self.gradient.as_slice());
        let mut found = false;
        Net::LAYOUT.for_each(|param| {
            let running = &network[param.range()];
            found |= param.role == Role::Buffer
                && running == &gradient[param.range()]
                && running.iter().any(|&value| value != Net::Elem::ZERO)
                && !self.frozen.holds(&Net::LAYOUT, param.offset);
        });
        found
    }

    /// The norm of [`gradient`](Self::gradient) as it stands, without what is frozen: that which [`Clip::Norm`] bounds.
    pub fn gradient_norm(&self) -> f64 {
        global_norm(&self.gradient, self.frozen)
    }

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
        self.network.backward(x, y, &mut self.saved, dy, Net::In::no_grad(), gradient, context);
        self.accumulated.count_as_before(B::SIZE);
    }

    /// Lets the optimiser move the parameters against [`gradient`](Self::gradient), after that of several batches has become the
    /// one of a single batch, and was bounded by [`clip`](Self::clip).
    ///
    /// Where nothing counts, because every sample is of an ignored class, the gradient is 0.
    ///
    /// An update that cannot be right changes nothing, and [`skipped_update`](Self::skipped_update) returns why: one with a
    /// setting that is not valid, such as a learning rate of NaN, and one of a gradient that is not finite under [`Clip::Norm`].
    pub fn update(&mut self) {
        if self.accumulated.batches > 1 {
            self.scale(self.accumulated.shares());
        }
        self.descend();
    }

    /// Multiplies the gradients of parameters, and the statistics of buffers.
    fn scale(&mut self, [of_learned, of_buffers]: [f64; 2]) {
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
    fn descend(&mut self) {
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

    /// Forward and backward on one of the batches of a step that several sessions make together, such as those of several
    /// processes: sets [`gradient`](Self::gradient), or adds to it, and gives the loss of this batch.
    ///
    /// The gradient is w / B of that of the batch's loss, w being [`Loss::weight_of_rows`], so that the sum over all batches of the
    /// step is what [`update_from_parts`](Self::update_from_parts) takes; that of a loss which is a sum
    /// ([`Divisor::One`](crate::Divisor::One)) is the gradient itself. No rows are nothing: a part that a step has no samples for.
    ///
    /// # Panics
    /// If there are more than `B` rows, or the loss is a tuple whose terms divide by weights that differ
    /// ([`Divisor::Mixed`](crate::Divisor::Mixed)).
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Mse, Sgd, StepPart};
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
    /// let (x, y) = (Tensor::new([[1.0], [2.0]]), Tensor::new([[3.0], [5.0]]));
    /// let mut whole = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    /// whole.step(&x, &Mse, &y);
    ///
    /// let mut parts = [1, 1].map(|seed| Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), seed));
    /// for (i, session) in parts.iter_mut().enumerate() {
    ///     let part = StepPart { rows: 1, first: i as u64, adds: false };
    ///     session.gradient_of_part(part, &Tensor::new([[x[[i, 0]]]]), &Mse, &Tensor::new([[y[[i, 0]]]]));
    /// }
    /// let (first, second) = parts.split_at_mut(1);
    /// nn::Parameters::as_mut_slice(&mut first[0].gradient)
    ///     .iter_mut()
    ///     .zip(nn::Parameters::as_slice(&second[0].gradient))
    ///     .for_each(|(sum, term)| *sum += term);
    /// first[0].update_from_parts(2.0, 2);
    /// assert!((first[0].network.fc.weight[[0, 0]] - whole.network.fc.weight[[0, 0]]).abs() < 1e-6);
    /// ```
    pub fn gradient_of_part<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        part: StepPart,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        let StepPart { rows, first, adds } = part;
        assert!(rows <= B::SIZE, "{rows} rows of a batch of {}", B::SIZE);
        assert_adds_up(loss.divisor());
        if rows == 0 {
            if !adds {
                self.gradient.as_mut_slice().fill(Net::Elem::ZERO);
            }
            return Net::Elem::ZERO;
        }
        let context = Context::new(self.seed, self.step).without(B::SIZE - rows, 0).behind(first);
        let context = context.freezing(self.frozen, &self.network);
        #[cfg(feature = "overlap")]
        let context = context.watched::<Net>();
        let factor = factor(weight::<Net::Out, Net::Elem, B, L>(loss, rows, target), B::SIZE as f64);
        self.accumulated.batches = 0;
        self.pass_in(context, adds, factor, rows, x, loss, target, Net::In::no_grad())
    }

    /// [`update`](Self::update) where [`gradient`](Self::gradient) is the sum over all parts of a step, by
    /// [`gradient_of_part`](Self::gradient_of_part): `weight` and `rows` are those of all parts together, as
    /// [`LossSum`](crate::LossSum) adds them up, and `weight` is 0 if the loss is a sum. The step is that of one batch of all their
    /// samples, but for layers that look at a whole batch.
    pub fn update_from_parts(&mut self, weight: f64, rows: u64) {
        self.scale([weight, rows as f64].map(|of_all| share(B::SIZE as f64, of_all)));
        self.descend();
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
    /// may not be full. What stands behind them is to be finite; zeros will do.
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
    fn pass_in<L: Loss<Net::Out, Net::Elem>>(
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
        self.network.backward(x, y, &mut self.saved, dy, dx, gradient, context);
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

/// Everything that the next step goes on from: a session of the same type that is set to it makes the same steps to the bit.
/// Not kept is what a [`forward`](Session::forward) leaves for the [`backward`](Session::backward) behind it.
///
/// The optimiser's rates, [`clip`](Session::clip) and the names that are frozen are [settings](Setting). The names are not set, but
/// must be the same as when the state was saved.
#[cfg(feature = "alloc")]
impl<Net, O, B> State for Session<Net, O, B>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem> + State,
    B: Dim,
{
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.same("architecture", format_args!("{}", Architecture(fingerprint::<Net>())));
        values.same("batch", format_args!("{}", B::SIZE));
        values.setting("frozen", Setting::Fixed(format_args!("{:?}", self.frozen.names())));
        visit_parameters::<Net::Elem, _>(values, "network", &mut self.network);
        values.part("optimizer", &mut self.optimizer);
        visit_parameters::<Net::Elem, _>(values, "state", &mut self.state);
        values.part("clip", &mut self.clip);
        values.integer("seed", &mut self.seed);
        values.integer("step", &mut self.step);
        let Accumulated { batches, sums, rows: [first, all], weights: [unit, weight] } = &mut self.accumulated;
        values.integer("batches", batches);
        values.integer("rows_of_first", first);
        values.integer("rows", all);
        if *batches > 0 {
            values.integer("sums", sums);
            values.real("unit_of_weights", unit);
            values.real("weight", weight);
            visit_parameters::<Net::Elem, _>(values, "gradient", &mut self.gradient);
        }
    }
}
