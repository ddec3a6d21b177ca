//! What a kernel does to the values that it has computed before it stores them.

use crate::float::Float;
use crate::simd::{Simd, Vector};

/// A step that follows a kernel's own computation without a pass over memory of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Epilogue<'a, T> {
    /// Values are stored as they are.
    None,
    /// ReLU of the values.
    Relu,
    /// The backward pass of ReLU: values are gradients, which are 0 where ReLU's outputs, given here, are 0.
    ReluBackward(&'a [T]),
}

impl<T: Float> Epilogue<'_, T> {
    /// The least value that is stored; minus infinity if there is none.
    pub(super) const fn floor(self) -> T {
        if matches!(self, Self::Relu) { T::ZERO } else { T::NEG_INFINITY }
    }

    /// Checks that there is an output of ReLU for each of so many values.
    #[track_caller]
    pub(super) fn check(self, values: usize) {
        let Self::ReluBackward(y) = self else { return };
        assert!(y.len() == values, "{} values of ReLU for {values} numbers", y.len());
    }

    /// Applies it to values that are stored from element `start` of the output on.
    #[inline(always)]
    pub(super) fn apply<V: Vector<Lane = T>>(self, simd: Simd<V>, start: usize, values: &mut [T]) {
        let zero = simd.zero();
        match self {
            Self::None => {}
            Self::Relu => {
                for values in values.chunks_mut(V::LANES) {
                    simd.load(values).at_least(zero).store(values);
                }
            }
            Self::ReluBackward(y) => {
                let y = &y[start..][..values.len()];
                for (y, values) in y.chunks(V::LANES).zip(values.chunks_mut(V::LANES)) {
                    simd.load(y).wins_over(zero).select(simd.load(values), zero).store(values);
                }
            }
        }
    }
}
