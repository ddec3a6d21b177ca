//! What a training step knows besides its data.

use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::CounterRng;
use crate::parameters::{Frozen, Layout, Parameters};

/// What a training step knows besides its data: all randomness in a step is a function of it.
///
/// The same seed, step, layer and element give the same random number, in every thread and after every restart, so
/// nothing random has to be stored between the forward and the backward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    random: CounterRng,
    /// How many samples at the end of the batch do not count.
    missing: usize,
    /// How many did not in the first of the batches whose gradients are added up.
    missing_in_first: usize,
    /// How many samples of the step come before the batch.
    first: u64,
    /// What is frozen of the network that makes the step.
    frozen: FrozenPart,
    /// The network whose layers report when their gradients are complete, if any does.
    #[cfg(feature = "overlap")]
    watched: Option<core::any::TypeId>,
}

/// The frozen names of a network and its address, by which a part of it can be found frozen or not.
#[derive(Debug, Clone, Copy, Default)]
struct FrozenPart {
    names: Frozen<'static>,
    /// None where nothing is frozen.
    layout: Option<&'static Layout>,
    /// The address of the network's first element.
    start: usize,
}

impl PartialEq for FrozenPart {
    fn eq(&self, other: &Self) -> bool {
        // A network at an address has one layout.
        (self.names, self.start) == (other.names, other.start)
    }
}
impl Eq for FrozenPart {}

impl Context {
    /// The context of one step of a run.
    pub const fn new(seed: u64, step: u64) -> Self {
        Self {
            random: CounterRng::new(seed, step),
            missing: 0,
            missing_in_first: 0,
            first: 0,
            frozen: FrozenPart { names: Frozen::NOTHING, layout: None, start: 0 },
            #[cfg(feature = "overlap")]
            watched: None,
        }
    }

    /// The same for a batch whose last samples, so many, do not count. `in_first` did not in the first of the batches whose
    /// gradients are added up for this step.
    pub(crate) const fn without(self, missing: usize, in_first: usize) -> Self {
        Self { missing, missing_in_first: in_first, ..self }
    }

    /// The same for a batch before which so many samples of its step come, in other batches.
    pub(crate) const fn behind(self, samples: u64) -> Self {
        Self { first: samples, ..self }
    }

    /// The same for a step of this network, of which so much is frozen.
    #[inline]
    pub(crate) fn freezing<T: Float, P: Parameters<T>>(self, frozen: Frozen<'static>, network: &P) -> Self {
        if frozen.names().is_empty() {
            return self;
        }
        let start = network.as_slice().as_ptr().addr();
        Self { frozen: FrozenPart { names: frozen, layout: Some(&P::LAYOUT), start }, ..self }
    }

    /// Whether these parameters, a part of the network that makes the step, are frozen by
    /// [`Session::freeze`](crate::Session::freeze). A layer that normalises by the statistics of its batch in training asks it
    /// of its running statistics, and normalises by those if they are: so does batch normalisation.
    ///
    /// ```
    /// use nn_core::{Context, N, Tensor};
    /// // Without a session nothing is.
    /// assert!(!Context::new(42, 7).is_frozen(&Tensor::<(N<2>,)>::new([0.0; 2])));
    /// ```
    #[inline]
    pub fn is_frozen<T: Float, P: Parameters<T>>(self, part: &P) -> bool {
        let FrozenPart { names, layout: Some(layout), start } = self.frozen else { return false };
        let place = part.as_slice().as_ptr().addr().checked_sub(start);
        place.is_some_and(|bytes| names.holds(layout, bytes / size_of::<T>()))
    }

    /// The same, in which the layers of this network report when their gradients are complete.
    #[cfg(feature = "overlap")]
    pub(crate) fn watched<Net: 'static>(self) -> Self {
        Self { watched: Some(core::any::TypeId::of::<Net>()), ..self }
    }

    /// Reports that the gradient of a layer is complete: what a network calls after the last use of the layer. Only the network of the
    /// session reports; one that is a part of another network might be used once more.
    ///
    /// # Safety
    /// Until the backward pass of `Net` ends, nobody writes to the gradient.
    #[doc(hidden)]
    #[inline(always)]
    pub unsafe fn complete<Net: 'static, P>(self, gradient: &P) {
        #[cfg(feature = "overlap")]
        if self.watched == Some(core::any::TypeId::of::<Net>()) {
            crate::layers::overlap::report(gradient);
        }
        #[cfg(not(feature = "overlap"))]
        let _ = gradient;
    }

    /// The place of the batch's first sample among all of the step: 0, but where several batches make a step together. A layer
    /// with randomness counts its elements from that sample on, so that a sample has the same numbers in whatever batch it is.
    ///
    /// ```
    /// use nn_core::Context;
    /// assert_eq!(Context::new(42, 7).first(), 0);
    /// ```
    pub const fn first(self) -> u64 {
        self.first
    }

    /// How many samples of a batch of `B` count, the first ones: a layer whose numbers for one sample depend on others, such as
    /// batch normalisation, looks at those alone. What it gives for the others is finite, and not used.
    ///
    /// ```
    /// use nn_core::{Context, N};
    /// assert_eq!(Context::new(42, 7).rows::<N<32>>(), 32);
    /// ```
    pub const fn rows<B: Dim>(self) -> usize {
        B::SIZE.saturating_sub(self.missing)
    }

    /// What a layer multiplies the statistics of its batch with, which become a buffer's gradient: batches with more samples
    /// weigh more in the mean over those of one step.
    ///
    /// ```
    /// use nn_core::{Context, N};
    /// assert_eq!(Context::new(42, 7).weight::<N<32>>(), 1.0);
    /// ```
    pub const fn weight<B: Dim>(self) -> f64 {
        self.rows::<B>() as f64 / B::SIZE.saturating_sub(self.missing_in_first) as f64
    }

    /// The context of the layer with this number inside the current one. `network!` numbers the uses of its layers.
    pub const fn layer(self, number: u64) -> Self {
        Self {
            random: self.random.fork(number),
            // What is inside of a layer might be used once more.
            #[cfg(feature = "overlap")]
            watched: None,
            ..self
        }
    }

    /// 64 random bits that belong to this element, of a counter-based generator.
    ///
    /// ```
    /// use nn_core::Context;
    /// let layer = Context::new(42, 7).layer(3);
    /// assert_eq!(layer.bits(100), Context::new(42, 7).layer(3).bits(100));
    /// assert_ne!(layer.bits(100), layer.bits(101));
    /// ```
    pub const fn bits(self, element: u64) -> u64 {
        self.random.bits(element)
    }

    /// The generator of [`bits`](Self::bits).
    pub(super) const fn random(self) -> CounterRng {
        self.random
    }
}
