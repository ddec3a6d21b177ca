//! What every layer is.

use crate::dim::Dim;
use crate::float::Float;
use crate::freeze::Frozen;
use crate::gradient::Gradient;
use crate::kernels::{map_backward_in_place, map_in_place};
use crate::layout::{Layout, Parameters};
use crate::plain::Plain;

use crate::signal::{Elements, Signal};
use rand::Rng;

/// A function with learned numbers: it takes samples of shape `In` and gives samples of shape [`Out`](Layer::Out).
///
/// `In` and `Out` are shapes of *one* sample; every method works on a batch of `B` of them. A network made by
/// `network!` is a layer too, so networks nest at no cost.
///
/// For a layer with one input and one output, `In::Ref<'_, B, T>` is just `&Tensor<(B, ..), T>`: write it like that.
/// A layer of your own, complete:
///
/// ```
/// use nn_core::*;
/// use rand::Rng;
///
/// /// y = scale * x, one learned factor a feature.
/// #[repr(C)]
/// struct Scale<D: Dim>(Tensor<(D,)>);
/// # // the facade's #[derive(Parameters)] writes these three
/// # unsafe impl<D: Dim> Zeroable for Scale<D> {}
/// # unsafe impl<D: Dim> Plain for Scale<D> {}
/// # unsafe impl<D: Dim> Parameters for Scale<D> {
/// #     type Takes<Given: Signal> = Given;
/// #     type At<Out: Signal> = Self;
/// #     const LAYOUT: Layout = Layout::Fields(&[Field { name: "0", offset: 0,
/// #         layout: &Layout::Tensor { dims: &[D::SIZE], role: Role::Weight } }]);
/// # }
///
/// impl<D: Dim> Init for Scale<D> {
///     fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
///         self.0.as_mut_slice().fill(1.0);
///     }
/// }
///
/// impl<D: Dim> Layer<(D,)> for Scale<D> {
///     type Out = (D,);
///     type Saved<B: Dim> = ();
///     type Scratch<B: Dim> = ();
///     const MACS: usize = D::SIZE;
///
///     fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut ()) {
///         for (x, y) in x.rows().zip(y.rows_mut()) {
///             for i in 0..D::SIZE {
///                 y[[i]] = self.0[[i]] * x[[i]];
///             }
///         }
///     }
///     fn forward_train<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut (), _: Context) {
///         self.forward(x, y, &mut ());
///     }
///     fn backward<B: Dim>(
///         &self,
///         x: &Tensor<(B, D)>,
///         _y: &Tensor<(B, D)>,
///         _saved: &mut (),
///         dy: &Tensor<(B, D)>,
///         dx: Option<Gradient<'_, Tensor<(B, D)>>>,
///         grad: Gradient<'_, Self>,
///         _: Context,
///     ) {
///         grad.write(|i| x.rows().zip(dy.rows()).map(|(x, dy)| x[[i]] * dy[[i]]).sum::<f32>());
///         if let Some(dx) = dx {
///             let dy = dy.as_slice();
///             dx.write(|i| self.0[[i % D::SIZE]] * dy[i]);
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take an input of shape `{In}`",
    label = "this layer does not fit the value it is given",
    note = "the shape is that of one sample, without the batch; the element type must fit too (`{T}`)"
)]
pub trait Layer<In: Signal, T: Float = f32>: Parameters<T> {
    /// The shape of one sample of the result.
    type Out: Signal;
    /// What the backward pass needs besides the input and the output, and room to work; nothing else is kept.
    type Saved<B: Dim>: Plain;
    /// Room that inference needs for values between input and output.
    type Scratch<B: Dim>: Plain;
    /// Multiply-accumulates that one sample takes in inference.
    const MACS: usize = 0;

    /// Inference: computes `y` from `x`.
    fn forward<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Mut<'_, B, T>,
        scratch: &mut Self::Scratch<B>,
    );

    /// Training: computes `y` from `x` and keeps in `saved` what [`backward`](Layer::backward) needs.
    fn forward_train<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: Context,
    );

    /// The chain rule: from `dy`, the loss's derivative by `y`, to the derivative by `x` (where `dx` asks for it) and by the
    /// parameters. `x`, `y`, `saved` and `context` are those of the last [`forward_train`](Layer::forward_train).
    #[allow(clippy::too_many_arguments)]
    fn backward<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Ref<'_, B, T>,
        saved: &mut Self::Saved<B>,
        dy: <Self::Out as Signal>::Ref<'_, B, T>,
        dx: In::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: Context,
    );

    /// [`forward`](Layer::forward) of a layer that gives one tensor, and an activation of that: `network!` calls it where
    /// nobody else needs what the activation is given. A layer that can does it on the way to memory.
    #[inline]
    fn forward_then<A: Activation, B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        mut y: <Self::Out as Signal>::Mut<'_, B, T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        self.forward(x, Self::Out::reborrow_mut(&mut y), scratch);
        activate::<A, Self::Out, B, T>(y);
    }

    /// [`forward_train`](Layer::forward_train), and an activation as in [`forward_then`](Layer::forward_then). The `y` of the
    /// backward pass is then the activation's.
    #[inline]
    fn forward_train_then<A: Activation, B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        mut y: <Self::Out as Signal>::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: Context,
    ) {
        self.forward_train(x, Self::Out::reborrow_mut(&mut y), saved, context);
        activate::<A, Self::Out, B, T>(y);
    }

    /// [`backward`](Layer::backward) of a layer that takes one tensor, which an activation gave whose slope is known from that:
    /// `dx` is set to the derivative by what the activation was given.
    #[allow(clippy::too_many_arguments)]
    #[inline]
    fn backward_through<A: Activation, B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Ref<'_, B, T>,
        saved: &mut Self::Saved<B>,
        dy: <Self::Out as Signal>::Ref<'_, B, T>,
        mut dx: In::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: Context,
    ) {
        self.backward(x, y, saved, dy, In::reborrow_grad(&mut dx), grad, context);
        // One tensor: what an activation gives.
        let ([x, ..], [dx, ..]) = (In::to_parts::<B, T>(x), In::to_parts_grad::<B, T>(dx));
        if let (Some(Elements::Numbers(x)), Some(dx)) = (x, dx) {
            map_backward_in_place::<A, T>(x, dx.into_inner());
        }
    }
}

/// y becomes A(y).
#[inline]
fn activate<A: Activation, Out: Signal, B: Dim, T: Float>(y: Out::Mut<'_, B, T>) {
    // One tensor: what an activation takes.
    if let [Some(Elements::Numbers(y)), ..] = Out::to_parts_mut::<B, T>(y) {
        map_in_place::<A, T>(y);
    }
}

/// How alayer's numbers begin.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how its numbers begin",
    note = "implement `Init` for it; `fn init` sets every number, which are all zero before"
)]
pub trait Init {
    /// Sets every number. They are zero before.
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R);
}

impl<L: Init, const K: usize> Init for [L; K] {
    fn init<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.iter_mut().for_each(|layer| layer.init(rng));
    }
}

/// What a training step knows besides its data: all randomness in a step is a function of it.
///
/// The same seed, step, layer and element give the same random number, in every thread and after every restart, so
/// nothing random has to be stored between the forward and the backward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    key: u64,
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
            key: mix(mix(seed) ^ step),
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

    /// The same for what is inside of a layer, which reports nothing.
    #[cfg(feature = "overlap")]
    #[doc(hidden)]
    pub const fn unwatched(self) -> Self {
        Self { watched: None, ..self }
    }

    /// Reports that a gradient is complete: what a network calls after the last use of a layer. Where the network is not that of the
    /// session, but a part of it, nothing is reported, whatever context it was given: the whole might use it again.
    ///
    /// # Safety
    /// Until the backward pass of `Net` ends, nobody writes to the gradient.
    #[cfg(feature = "overlap")]
    #[doc(hidden)]
    #[inline]
    pub unsafe fn learned<Net: 'static, P>(self, gradient: &P) {
        if self.watched == Some(core::any::TypeId::of::<Net>()) {
            crate::overlap::tell(gradient);
        }
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
        Self { key: mix(self.key ^ mix(number.wrapping_add(0x9E37_79B9_7F4A_7C15))), ..self }
    }

    /// 64 random bits that belong to this element: a counter-based generator, splitmix64's finaliser over the key.
    ///
    /// ```
    /// use nn_core::Context;
    /// let layer = Context::new(42, 7).layer(3);
    /// assert_eq!(layer.bits(100), Context::new(42, 7).layer(3).bits(100));
    /// assert_ne!(layer.bits(100), layer.bits(101));
    /// ```
    pub const fn bits(self, element: u64) -> u64 {
        mix(self.key.wrapping_add(element.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }
}

/// The finaliser of splitmix64 (Steele, Lea, Flood 2014).
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A function of one number, applied to every element: [`activation!`](crate::activation) makes it a [`Layer`] of any
/// shape.
///
/// ```
/// use nn_core::{Activation, Float};
/// /// x * sigmoid(x) (Elfwing et al. 2017).
/// struct Swish;
/// # unsafe impl nn_core::Zeroable for Swish {}
/// # unsafe impl nn_core::Plain for Swish {}
/// # unsafe impl<T: Float> nn_core::Parameters<T> for Swish {
/// #     type Takes<Given: nn_core::Signal> = Given;
/// #     type At<Out: nn_core::Signal> = Self;
/// #     const LAYOUT: nn_core::Layout = nn_core::Layout::EMPTY;
/// # }
/// impl Activation for Swish {
///     fn value<T: Float>(x: T) -> T {
///         x / (T::ONE + (-x).exp())
///     }
///     fn derivative<T: Float>(x: T, y: T) -> T {
///         let sigmoid = T::ONE / (T::ONE + (-x).exp());
///         sigmoid + y * (T::ONE - sigmoid)
///     }
/// }
/// nn_core::activation!(Swish);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not a function of one number")]
pub trait Activation: Plain {
    /// Whether it is the function of [`Relu`](crate::Relu), which layers do on the way, without a pass over memory of its own.
    const IS_RELU: bool = false;

    /// y = f(x).
    fn value<T: Float>(x: T) -> T;
    /// dy/dx, from x and y.
    fn derivative<T: Float>(x: T, y: T) -> T;
}

/// Makes an [`Activation`] a [`Layer`] of any shape, with nothing to initialise.
///
/// One implementation a type, and none for all types at once: so the compiler's message for a layer that does not fit
/// speaks of that layer alone.
///
/// ```
/// use nn_core::{Activation, Float, activation};
/// struct Square;
/// # unsafe impl nn_core::Zeroable for Square {}
/// # unsafe impl nn_core::Plain for Square {}
/// # unsafe impl<T: Float> nn_core::Parameters<T> for Square {
/// #     type Takes<Given: nn_core::Signal> = Given;
/// #     type At<Out: nn_core::Signal> = Self;
/// #     const LAYOUT: nn_core::Layout = nn_core::Layout::EMPTY;
/// # }
/// impl Activation for Square {
///     fn value<T: Float>(x: T) -> T {
///         x * x
///     }
///     fn derivative<T: Float>(x: T, _: T) -> T {
///         x + x
///     }
/// }
/// activation!(Square);
/// ```
#[macro_export]
macro_rules! activation {
    ($layer:ident $(<const $parameter:ident: $ty:ty>)?) => {
        $crate::activation!(@layer $layer $(<const $parameter: $ty>)?);

        impl $(<const $parameter: $ty>)? $crate::Init for $layer $(<$parameter>)? {
            fn init<NnRng: $crate::init::Rng + ?Sized>(&mut self, _: &mut NnRng) {}
        }
    };
    // The layer alone, without `Init`.
    (@layer $layer:ident $(<const $parameter:ident: $ty:ty>)?) => {
        impl<NnShape: $crate::Sample, NnElement: $crate::Float $(, const $parameter: $ty)?>
            $crate::Layer<NnShape, NnElement> for $layer $(<$parameter>)?
        {
            type Out = NnShape;
            type Saved<NnBatch: $crate::Dim> = ();
            type Scratch<NnBatch: $crate::Dim> = ();

            #[inline]
            fn forward<NnBatch: $crate::Dim>(
                &self,
                x: &$crate::Batch<NnShape, NnBatch, NnElement>,
                y: &mut $crate::Batch<NnShape, NnBatch, NnElement>,
                _: &mut (),
            ) {
                $crate::kernels::map::<Self, NnElement>(x.as_slice(), y.as_mut_slice());
            }

            #[inline]
            fn forward_train<NnBatch: $crate::Dim>(
                &self,
                x: &$crate::Batch<NnShape, NnBatch, NnElement>,
                y: &mut $crate::Batch<NnShape, NnBatch, NnElement>,
                _: &mut (),
                _: $crate::Context,
            ) {
                $crate::kernels::map::<Self, NnElement>(x.as_slice(), y.as_mut_slice());
            }

            #[inline]
            fn backward<NnBatch: $crate::Dim>(
                &self,
                x: &$crate::Batch<NnShape, NnBatch, NnElement>,
                y: &$crate::Batch<NnShape, NnBatch, NnElement>,
                _: &mut (),
                dy: &$crate::Batch<NnShape, NnBatch, NnElement>,
                dx: ::core::option::Option<$crate::Gradient<'_, $crate::Batch<NnShape, NnBatch, NnElement>>>,
                _: $crate::Gradient<'_, Self>,
                _: $crate::Context,
            ) {
                if let ::core::option::Option::Some(dx) = dx {
                    let adds = dx.adds();
                    let dx = dx.into_inner().as_mut_slice();
                    $crate::kernels::map_backward::<Self, NnElement>(
                        x.as_slice(),
                        y.as_slice(),
                        dy.as_slice(),
                        adds,
                        dx,
                    );
                }
            }
        }
    };
}
