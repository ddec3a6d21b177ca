//! The context of a training step: randomness, padding rows and frozen parameters.

use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::CounterRng;
use crate::parameters::{Frozen, Layout, Parameters};

/// The context of a training step: seed and step number, the samples of the batch that count, and the frozen parameters.
///
/// All randomness in a step is a function of its context: the same seed, step, layer and element yield the same random bits, in
/// every thread and after every restart, so no random state has to be stored between the forward and the backward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepContext {
    random: CounterRng,
    /// The number of padding rows at the end of the batch; they contribute to neither loss nor gradient.
    missing: usize,
    /// The number of padding rows in the first of the batches whose gradients are accumulated.
    missing_in_first: usize,
    /// The number of samples of the step in preceding batches.
    first: u64,
    /// The frozen part of the network that is trained.
    frozen: FrozenPart,
    /// The network whose layers report their completed gradients, if any.
    #[cfg(feature = "overlap")]
    watched: Option<core::any::TypeId>,
}

/// The frozen names of a network and its address, from which follows whether a given part of the network is frozen.
#[derive(Debug, Clone, Copy, Default)]
struct FrozenPart {
    names: Frozen<'static>,
    /// `None` if nothing is frozen.
    layout: Option<&'static Layout>,
    /// The address of the network's first element.
    start: usize,
}

impl PartialEq for FrozenPart {
    fn eq(&self, other: &Self) -> bool {
        // The layout need not be compared: an address holds one network.
        (self.names, self.start) == (other.names, other.start)
    }
}
impl Eq for FrozenPart {}

impl StepContext {
    /// Returns the context of step number `step` of a run with this seed.
    pub const fn new(seed: u64, step: u64) -> Self {
        Self {
            random: CounterRng::new(seed, step),
            missing: 0,
            missing_in_first: 0,
            first: 0,
            frozen: FrozenPart { names: Frozen::NONE, layout: None, start: 0 },
            #[cfg(feature = "overlap")]
            watched: None,
        }
    }

    /// Returns the context of a batch with `missing` padding rows at its end, where the first of the batches whose gradients are
    /// accumulated for this step has `in_first`.
    pub(crate) const fn with_padding(self, missing: usize, in_first: usize) -> Self {
        Self { missing, missing_in_first: in_first, ..self }
    }

    /// Returns the context of a batch that follows `samples` samples of the same step in other batches.
    pub(crate) const fn with_offset(self, samples: u64) -> Self {
        Self { first: samples, ..self }
    }

    /// Returns the context of a step that trains `network`, of which the parts named by `frozen` are frozen.
    #[inline]
    pub(crate) fn freezing<T: Float, P: Parameters<T>>(self, frozen: Frozen<'static>, network: &P) -> Self {
        if frozen.names().is_empty() {
            return self;
        }
        let start = network.as_slice().as_ptr().addr();
        Self { frozen: FrozenPart { names: frozen, layout: Some(&P::LAYOUT), start }, ..self }
    }

    /// Returns whether these parameters, a part of the network that is trained, are frozen by
    /// [`Session::freeze`](crate::Session::freeze). A layer that normalises by batch statistics in training, such as batch
    /// normalisation, should call this for its running statistics, and normalise by those if they are frozen.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// use nn::layers::StepContext;
    /// // Without a session, nothing is frozen.
    /// assert!(!StepContext::new(42, 7).is_frozen(&Tensor::<(N<2>,)>::new([0.0; 2])));
    /// ```
    #[inline]
    pub fn is_frozen<T: Float, P: Parameters<T>>(self, part: &P) -> bool {
        let FrozenPart { names, layout: Some(layout), start } = self.frozen else { return false };
        let place = part.as_slice().as_ptr().addr().checked_sub(start);
        place.is_some_and(|bytes| names.holds(layout, bytes / size_of::<T>()))
    }

    /// Returns the context in which the layers of `Net` report their completed gradients.
    #[cfg(feature = "overlap")]
    pub(crate) fn watched<Net: 'static>(self) -> Self {
        Self { watched: Some(core::any::TypeId::of::<Net>()), ..self }
    }

    /// Reports that the gradient of a layer is complete. A network calls it after the backward pass of the layer's first use, the
    /// last to add to the gradient. Only the network of the session reports: a nested network may be used more than once.
    ///
    /// # Safety
    /// The gradient must not be written to until the backward pass of `Net` ends.
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

    /// Returns the index of the batch's first sample among all samples of the step: 0, unless a step consists of several batches. A
    /// layer with randomness counts its elements from that index on, so that the random bits of a sample do not depend on the
    /// batch that it is in.
    ///
    /// ```
    /// use nn::layers::StepContext;
    /// assert_eq!(StepContext::new(42, 7).sample_offset(), 0);
    /// ```
    pub const fn sample_offset(self) -> u64 {
        self.first
    }

    /// Returns the number of samples of a batch of `B` that count; padding rows follow them. A layer whose output for one sample
    /// depends on other samples, such as batch normalisation, must ignore the padding rows. Its output for these must be finite,
    /// and is not used.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::layers::StepContext;
    /// assert_eq!(StepContext::new(42, 7).valid_rows::<N<32>>(), 32);
    /// ```
    pub const fn valid_rows<B: Dim>(self) -> usize {
        B::SIZE.saturating_sub(self.missing)
    }

    /// Returns the factor by which a layer multiplies its batch statistics before it writes them as a buffer's gradient: the number
    /// of samples that count in this batch over that in the first batch of the step. In the mean over the batches of a step, a
    /// batch with more samples thus has a larger weight.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::layers::StepContext;
    /// assert_eq!(StepContext::new(42, 7).batch_weight::<N<32>>(), 1.0);
    /// ```
    pub const fn batch_weight<B: Dim>(self) -> f64 {
        self.valid_rows::<B>() as f64 / B::SIZE.saturating_sub(self.missing_in_first) as f64
    }

    /// Returns the context of the layer with this number within the current one. `network!` numbers the uses of its layers.
    pub const fn layer(self, number: u64) -> Self {
        Self {
            random: self.random.fork(number),
            // The layers within a layer may be used again.
            #[cfg(feature = "overlap")]
            watched: None,
            ..self
        }
    }

    /// Returns the 64 random bits of this element, from a counter-based generator.
    ///
    /// ```
    /// use nn::layers::StepContext;
    /// let layer = StepContext::new(42, 7).layer(3);
    /// assert_eq!(layer.random_bits(100), StepContext::new(42, 7).layer(3).random_bits(100));
    /// assert_ne!(layer.random_bits(100), layer.random_bits(101));
    /// ```
    pub const fn random_bits(self, element: u64) -> u64 {
        self.random.bits(element)
    }

    /// Returns the generator that [`random_bits`](Self::random_bits) uses.
    pub(super) const fn random(self) -> CounterRng {
        self.random
    }
}
