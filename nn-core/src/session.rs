//! Training: parameters, gradient, optimiser state and workspace in one place.

use crate::dim::Dim;
use crate::gradient::Gradient;
use crate::layer::{Context, Layer};
use crate::loss::Loss;
use crate::network::Network;
use crate::optimizer::Optimizer;
use crate::signal::Signal;

/// Everything that training a network on batches of `B` needs, in one allocation: a step allocates nothing.
///
/// ```
/// # // a network by hand; `network!` writes this
/// use nn_core::*;
/// type Net = Linear<N<2>, N<1>>;
/// # struct _Doc;
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
    /// The gradient of the last step.
    pub gradient: Net,
    state: O::State<Net>,
    saved: Net::Saved<B>,
    output: <Net::Out as Signal>::Owned<B, Net::Elem>,
    doutput: <Net::Out as Signal>::Owned<B, Net::Elem>,
    /// The optimiser: its learning rate may change at any step.
    pub optimizer: O,
    seed: u64,
    step: u64,
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
        let mut session = Self::uninitialised(optimizer, seed);
        session.network.init(&mut crate::init::rng(seed));
        session
    }

    /// A session that goes on from a copy of this network. `seed` is for the randomness in a step, such as dropout.
    #[cfg(feature = "alloc")]
    pub fn from_network(network: &Net, optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut session = Self::uninitialised(optimizer, seed);
        session.network.as_mut_slice().copy_from_slice(network.as_slice());
        session
    }

    #[cfg(feature = "alloc")]
    fn uninitialised(optimizer: O, seed: u64) -> alloc::boxed::Box<Self> {
        let mut memory = alloc::boxed::Box::<Self>::new_zeroed();
        let session = memory.as_mut_ptr();
        // SAFETY: every field but the optimiser is plain data or an integer, for which zeros are a value; the optimiser is
        // written here, into memory that is ours, without reading what was there.
        unsafe {
            (&raw mut (*session).optimizer).write(optimizer);
            (&raw mut (*session).seed).write(seed);
            memory.assume_init()
        }
    }

    /// How many steps were made.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// What the optimiser remembers.
    pub fn state(&self) -> &O::State<Net> {
        &self.state
    }

    /// The output of the last step.
    pub fn output(&self) -> Ref<'_, Net::Out, B, Net::Elem> {
        Net::Out::by_ref(&self.output)
    }

    /// Forward and backward: fills [`gradient`](Self::gradient) and gives the loss of this batch.
    pub fn gradients<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        let context = Context::new(self.seed, self.step);
        self.network.forward_train(x, Net::Out::by_mut(&mut self.output), &mut self.saved, context);
        let y = Net::Out::by_ref(&self.output);
        let value = loss.gradient(y, target, Net::Out::by_mut(&mut self.doutput));
        let dy = Net::Out::by_ref(&self.doutput);
        self.network.backward(
            x,
            y,
            &mut self.saved,
            dy,
            Net::In::no_grad(),
            Gradient::set(&mut self.gradient),
            context,
        );
        value
    }

    /// Lets the optimiser move the parameters against [`gradient`](Self::gradient).
    pub fn update(&mut self) {
        self.step += 1;
        self.optimizer.step(self.step, &mut self.network, &self.gradient, &mut self.state);
    }

    /// One training step on one batch: forward, loss, backward, update. Gives the loss before the update.
    pub fn step<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        x: Ref<'_, Net::In, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        let value = self.gradients(x, loss, target);
        self.update();
        value
    }
}
