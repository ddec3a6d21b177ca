//! Constructors, settings, queries and checkpoint state of a session.

use crate::dim::Dim;
#[cfg(feature = "alloc")]
use crate::fingerprint::fingerprint;
use crate::float::Float;
#[cfg(feature = "alloc")]
use crate::graph::Architecture;
#[cfg(feature = "alloc")]
use crate::losses::Accumulated;
use crate::network::Network;
use crate::optim::{Clip, Optimizer, global_norm};
use crate::parameters::{Frozen, Role, UnknownName};
use crate::session::{Session, SkippedUpdate};
use crate::setting::InvalidSetting;
use crate::signal::Signal;
#[cfg(feature = "alloc")]
use crate::state::{Setting, State, Visitor, visit_parameters};

impl<Net, O, B> Session<Net, O, B>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// Creates a session with a new network, initialised from `seed`.
    #[cfg(feature = "alloc")]
    pub fn new(optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut memory = alloc::boxed::Box::<Self>::new_uninit();
        Self::new_in(&mut memory, optimizer, seed);
        // SAFETY: `new_in` has initialised the session.
        unsafe { memory.assume_init() }
    }

    /// Creates a session that starts from a copy of this network. `seed` determines the randomness of the steps, such as dropout.
    #[cfg(feature = "alloc")]
    pub fn from_network(network: &Net, optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut session = Self::new(optimizer, seed);
        session.network.as_mut_slice().copy_from_slice(network.as_slice());
        session
    }

    /// Creates a session with a new network in memory provided by the caller, such as a `static`. It needs no heap, and the session
    /// is never moved over the stack.
    ///
    /// ```
    /// use core::mem::MaybeUninit;
    /// use nn::prelude::*;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
    ///
    /// let mut memory = MaybeUninit::uninit();
    /// let session = Session::<Line, Sgd, dim![1]>::new_in(&mut memory, Sgd::new(0.1), 1);
    /// let loss = session.step(&Tensor::new([[1.0]]), &Mse, &Tensor::new([[3.0]]));
    /// assert!(loss > 0.0);
    /// ```
    pub fn new_in(memory: &mut core::mem::MaybeUninit<Self>, optimizer: O, seed: u64) -> &mut Self {
        let session = memory.as_mut_ptr();
        // SAFETY: every field is either plain data or an integer, for which all zeros are a valid value, or is written here; the
        // memory is exclusively borrowed, and its old contents are not read.
        let session = unsafe {
            session.write_bytes(0, 1);
            (&raw mut (*session).optimizer).write(optimizer);
            (&raw mut (*session).clip).write(Clip::Off);
            (&raw mut (*session).frozen).write(Frozen::NONE);
            (&raw mut (*session).skipped).write(None);
            memory.assume_init_mut()
        };
        session.seed = seed;
        session.network.init(&mut crate::init::rng(seed));
        session
    }

    /// The number of bytes that a step needs in addition to parameters, gradient and optimiser state: for intermediate values and
    /// the output, and for the gradients of both.
    pub const WORKSPACE_BYTES: usize =
        size_of::<Net::Saved<B>>() + 2 * size_of::<<Net::Out as Signal>::Owned<B, Net::Elem>>();

    /// The size of the whole session in bytes.
    pub const TRAIN_BYTES: usize = size_of::<Self>();

    /// Returns the number of steps so far. Skipped updates are not counted.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// Returns the seed of the randomness of the steps, such as dropout.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the state of the optimiser.
    pub fn state(&self) -> &O::State<Net> {
        &self.state
    }

    /// Returns the output of the last step, before its update of the parameters.
    ///
    /// With it, the final states of a recurrent layer are the initial ones of the next step:
    ///
    /// ```
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Next {
    ///         gru: Gru<1, 8>,
    ///         out: Linear<8, 1>,
    ///     }
    ///     fn forward(x: Tensor<5, 1>, h: Tensor<8>) -> (Tensor<5, 1>, Tensor<8>) {
    ///         let (y, h) = gru(x, h);
    ///         (y.out(), h)
    ///     }
    /// }
    ///
    /// let mut session = Session::<Next, Adam, dim![1]>::new(Adam::new(0.01), 1);
    /// let mut h = Tensor::zeros();
    /// for window in 0..4 {
    ///     let wave = |from: usize| Tensor::<shape![1, 5, 1]>::from_fn(|[_, t, _]| ((5 * window + t + from) as f32).sin());
    ///     // The states have no loss.
    ///     session.step((&wave(0), &h), &(Mse, ()), (&wave(1), ()));
    ///     h.assign(session.output().1);
    /// }
    /// ```
    pub fn output(&self) -> <Net::Out as Signal>::Ref<'_, B, Net::Elem> {
        Net::Out::by_ref(&self.output)
    }

    /// Freezes the layers with these names, and unfreezes all others. An update leaves everything in frozen layers unchanged,
    /// including running statistics, and gradient norms exclude it. An empty slice unfreezes the whole network.
    ///
    /// A batch normalisation with frozen running statistics normalises by them, as in inference: this combines PyTorch's
    /// `requires_grad_(False)` and `eval()`.
    ///
    /// A name is a path such as `fc1`, `blocks.2` or `encoder.fc1.weight`. The optimiser state of a frozen layer is kept unchanged.
    ///
    /// # Errors
    /// Returns an error if the network has no part with one of the names; the session is then left unchanged.
    ///
    /// ```
    /// use nn::prelude::*;
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
    ///     "there is no layer or tensor `fc3`\nhelp: the parts are `fc1`, `fc2`"
    /// );
    /// # Ok::<(), nn::optim::UnknownName>(())
    /// ```
    pub fn freeze(&mut self, names: &'static [&'static str]) -> Result<(), UnknownName<'static>> {
        self.frozen = Frozen::new(&Net::LAYOUT, names)?;
        Ok(())
    }

    /// Returns the frozen parameters.
    pub fn frozen(&self) -> Frozen<'static> {
        self.frozen
    }

    /// Checks the settings of the optimiser and of [`clip`](Self::clip), as each update does.
    ///
    /// # Errors
    /// Returns an error for the first setting whose value is invalid.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
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

    /// Returns the reason why the last update was skipped, if it was. Parameters, running statistics, optimiser state and the
    /// number of [`steps`](Self::steps) are unchanged by a skipped update, and its gradient is not carried over to the next one.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
    ///
    /// let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    /// session.clip = Clip::Norm(1.0);
    /// session.step(&Tensor::new([[3e38]]), &Mse, &Tensor::new([[-3e38]]));
    /// assert_eq!(
    ///     session.skipped_update().unwrap().to_string(),
    ///     "the update was skipped: the norm of the gradient is inf, which `Clip::Norm` cannot clip"
    /// );
    /// assert_eq!((session.steps(), session.skipped_updates()), (0, 1));
    /// ```
    pub fn skipped_update(&self) -> Option<SkippedUpdate> {
        self.skipped
    }

    /// Returns the number of skipped updates of this session; see [`skipped_update`](Self::skipped_update).
    pub fn skipped_updates(&self) -> u64 {
        self.skipped_updates
    }

    /// Returns whether the batch of the last step had only a single value per channel for a batch normalisation, as in a batch of
    /// one sample: its running statistics are then not updated. This is not detected for batches whose gradients are accumulated.
    ///
    /// ```
    /// use nn::prelude::*;
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
        // Without a statistic for this batch, a layer passes on the running one, bit-identically.
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

    /// Returns the norm of the current [`gradient`](Self::gradient) without frozen parameters, which is the norm that
    /// [`Clip::Norm`] clips.
    pub fn gradient_norm(&self) -> f64 {
        global_norm(&self.gradient, self.frozen)
    }
}

/// Everything that the next step depends on: a session of the same type that is restored from this state makes bit-identical steps.
/// What [`forward`](Session::forward) stores for a subsequent [`backward`](Session::backward) is not saved.
///
/// The hyperparameters of the optimiser, [`clip`](Session::clip) and the names of frozen layers are [settings](Setting). The names
/// are not restored: they must be the same as when the state was saved.
#[cfg(feature = "alloc")]
impl<Net, O, B> State for Session<Net, O, B>
where
    Net: Network,
    O: Optimizer<Net::Elem> + State,
    B: Dim,
{
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.must_match("architecture", format_args!("{}", Architecture(fingerprint::<Net>())));
        values.must_match("batch", format_args!("{}", B::SIZE));
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
            values.float("unit_of_weights", unit);
            values.float("weight", weight);
            visit_parameters::<Net::Elem, _>(values, "gradient", &mut self.gradient);
        }
    }
}
