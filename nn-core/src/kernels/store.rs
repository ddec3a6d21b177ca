//! What becomes of the numbers that a kernel has computed.

use crate::activation::Activation;
use crate::float::Float;
use crate::simd::Vector;

/// How a kernel writes a number x that it has computed: with the last two, ReLU costs no pass over memory of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Store<'a, T> {
    /// In place of what was there.
    Set,
    /// Added to what is there.
    Add,
    /// ReLU(x), in place of what was there.
    Rectified,
    /// In place of what was there, the gradient by what ReLU was given, x being that by its value: x where these values, as
    /// many as are written, are not 0.
    ThroughRelu(&'a [T]),
}

impl<'a, T: Float> Store<'a, T> {
    /// [`Add`](Store::Add) or [`Set`](Store::Set).
    ///
    /// ```
    /// use nn_core::kernels::Store;
    /// assert_eq!(Store::<f32>::adding(true), Store::Add);
    /// ```
    pub const fn adding(adds: bool) -> Self {
        if adds { Self::Add } else { Self::Set }
    }

    /// [`Rectified`](Store::Rectified), if the activation is that.
    ///
    /// ```
    /// use nn_core::{Relu, Tanh, kernels::Store};
    /// assert_eq!(Store::<f32>::activated::<Relu>(), Some(Store::Rectified));
    /// assert_eq!(Store::<f32>::activated::<Tanh>(), None);
    /// ```
    pub const fn activated<A: Activation>() -> Option<Self> {
        if A::IS_RELU { Some(Self::Rectified) } else { None }
    }

    /// [`ThroughRelu`](Store::ThroughRelu) of these values of an activation, if it is that.
    ///
    /// ```
    /// use nn_core::{Relu, kernels::Store};
    /// let y = [1.0, 0.0];
    /// assert_eq!(Store::through::<Relu>(&y), Some(Store::ThroughRelu(&y)));
    /// ```
    pub const fn through<A: Activation>(y: &'a [T]) -> Option<Self> {
        if A::IS_RELU { Some(Self::ThroughRelu(y)) } else { None }
    }

    /// Whether what is there counts.
    pub(super) const fn adds(self) -> bool {
        matches!(self, Self::Add)
    }

    /// The least number that is written; minus infinity if there is none.
    pub(super) const fn floor(self) -> T {
        if matches!(self, Self::Rectified) { T::ZERO } else { T::NEG_INFINITY }
    }

    #[track_caller]
    pub(super) fn check(self, numbers: usize) {
        let Self::ThroughRelu(y) = self else { return };
        assert!(y.len() == numbers, "{} values of ReLU for {numbers} numbers", y.len());
    }

    /// Makes of numbers that stand at a place and behind it what is to stand there.
    ///
    /// # Safety
    /// The CPU has the instructions of `V`.
    #[inline(always)]
    pub(super) unsafe fn finish<V: Vector<Lane = T>>(self, place: usize, numbers: &mut [T]) {
        // SAFETY: the caller's promise, passed on.
        let zero = unsafe { V::splat(T::ZERO) };
        match self {
            Self::Set | Self::Add => {}
            Self::Rectified => {
                for numbers in numbers.chunks_mut(V::LANES) {
                    // SAFETY: as above.
                    unsafe { V::load(numbers).at_least(zero).store(numbers) };
                }
            }
            Self::ThroughRelu(y) => {
                let y = &y[place..][..numbers.len()];
                for (y, numbers) in y.chunks(V::LANES).zip(numbers.chunks_mut(V::LANES)) {
                    // SAFETY: as above.
                    unsafe { V::select(V::load(y).wins_over(zero), V::load(numbers), zero).store(numbers) };
                }
            }
        }
    }
}
