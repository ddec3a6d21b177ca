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
    /// A session on a new network, initialised from `seed`.
    #[cfg(feature = "alloc")]
    pub fn new(optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut memory = alloc::boxed::Box::<Self>::new_uninit();
        Self::new_in(&mut memory, optimizer, seed);
        // SAFETY: `new_in` has made a session of it.
        unsafe { memory.assume_init() }
    }

    /// A session that starts with a copy of this network. `seed` is for the randomness in a step, such as dropout.
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
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
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
    pub fn output(&self) -> <Net::Out as Signal>::Ref<'_, B, Net::Elem> {
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

    /// Why the last update changed nothing, if it did not. Parameters, running statistics, optimiser state and the number of
    /// [`steps`](Self::steps) are then as before it; the gradient is not kept for the next one.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::{Clip, Mse, Sgd};
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
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
}

/// Everything that the next step depends on: a session of the same type that is restored from it makes bit-identical steps.
/// What a [`forward`](Session::forward) leaves for the [`backward`](Session::backward) after it is not saved.
///
/// The optimiser's rates, [`clip`](Session::clip) and the names that are frozen are [settings](Setting). The names are not set, but
/// must be the same as when the state was saved.
#[cfg(feature = "alloc")]
impl<Net, O, B> State for Session<Net, O, B>
where
    Net: Network,
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
