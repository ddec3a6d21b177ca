//! Epilogues: operations fused into a kernel before it stores its results.

use crate::float::Float;
use crate::simd::{Simd, Vector};

/// An operation fused into the end of a kernel, without a separate pass over memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Epilogue<'a, T> {
    /// Stores the values unchanged.
    None,
    /// Applies ReLU to the values.
    Relu,
    /// Applies the backward pass of ReLU: the values are gradients, which are set to 0 where the outputs of ReLU, given here, are
    /// 0.
    ReluBackward(&'a [T]),
}

impl<T: Float> Epilogue<'_, T> {
    /// Returns the lower bound of the stored values: minus infinity if there is none.
    pub(super) const fn floor(self) -> T {
        if matches!(self, Self::Relu) { T::ZERO } else { T::NEG_INFINITY }
    }

    /// Checks that there is an output of ReLU for each of `values` values.
    #[track_caller]
    pub(super) fn check(self, values: usize) {
        let Self::ReluBackward(y) = self else { return };
        assert!(y.len() == values, "{} outputs of ReLU for {values} elements", y.len());
    }

    /// Applies the epilogue to the values that are stored from element `start` of the output on.
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
