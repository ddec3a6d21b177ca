//! What the step of a network consists of besides the steps of layers: those of nested networks, and elements of stored tensors.

use super::coerced::write;
use super::connect::Connect;
use super::streaming::Streaming;
use crate::dim::Dim;
use crate::float::Float;
use crate::shape::Sample;
use crate::signal::{Batch, Signal, same_signal};
use crate::tensor::Tensor;

/// The input of a layer if the preceding value is `Given`.
type Taken<L, Given> = <L as Connect>::Input<Given>;
/// A step of the input of a layer.
type StepOf<L, Given, T> = <L as Streaming<Taken<L, Given>, T>>::Step;
/// A step of the output of a layer.
type StepOutOf<L, Given, T> = <L as Streaming<Taken<L, Given>, T>>::StepOut;

/// Computes a step of a nested network or of a custom layer that receives `Given`, with a step of the shape `From`, and an output of
/// the shape `To`.
#[inline]
pub fn step_of<L, Given, From, To, B, T>(
    layer: &L,
    x: From::Ref<'_, B, T>,
    y: To::Mut<'_, B, T>,
    state: &mut L::State<B>,
    time: usize,
    scratch: &mut L::StepScratch<B>,
) where
    L: Connect + Streaming<Taken<L, Given>, T>,
    Given: Signal,
    From: Signal,
    To: Signal,
    B: Dim,
    T: Float,
{
    const {
        assert!(
            is_same(From::DIMS, StepOf::<L, Given, T>::DIMS) && is_same(To::DIMS, StepOutOf::<L, Given, T>::DIMS),
            "the axis of time of a nested network is another one than that of its input or output in the outer network"
        );
    }
    let x = same_signal::<From, StepOf<L, Given, T>, B, T>(x);
    layer.step(x, write::<To, StepOutOf<L, Given, T>, B, T>(y), state, time, scratch);
}

/// Returns whether the shapes of two signals are equal.
const fn is_same(a: &[&[usize]], b: &[&[usize]]) -> bool {
    let mut is_same = a.len() == b.len();
    let mut i = 0;
    while is_same && i < a.len() {
        is_same = a[i].len() == b[i].len();
        let mut axis = 0;
        while is_same && axis < a[i].len() {
            is_same = a[i][axis] == b[i][axis];
            axis += 1;
        }
        i += 1;
    }
    is_same
}

/// Writes the element `time` along axis `AXIS` of a stored tensor to each sample.
#[inline]
pub fn element_at<const AXIS: usize, S: Sample, To: Sample, B: Dim, T: Float>(
    stored: &Tensor<S, T>,
    y: &mut Batch<To, B, T>,
    time: usize,
) {
    let mut inner = 1;
    for &size in S::DIMS.iter().skip(AXIS + 1) {
        inner *= size;
    }
    let size = S::DIMS.get(AXIS).copied().unwrap_or(1);
    for sample in y.as_mut_slice().chunks_exact_mut(To::SIZE) {
        let steps = stored.as_slice().chunks_exact(size * inner);
        for (from, to) in steps.zip(sample.chunks_exact_mut(inner)) {
            let from = from.chunks_exact(inner).nth(time).unwrap_or_default();
            for (from, to) in from.iter().zip(to) {
                *to = *from;
            }
        }
    }
}

/// The least of these numbers of steps; `None` if there is no limit.
pub const fn least_capacity(capacities: &[Option<usize>]) -> Option<usize> {
    let mut least: Option<usize> = None;
    let mut i = 0;
    while i < capacities.len() {
        least = match (least, capacities[i]) {
            (Some(least), Some(other)) if least <= other => Some(least),
            (least, None) => least,
            (_, other) => other,
        };
        i += 1;
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn elements_of_stored_tensors_are_repeated_for_each_sample() {
        let stored = Tensor::<(N<2>, N<3>, N<2>)>::from_fn(|[i, j, k]| (100 * i + 10 * j + k) as f32);
        let mut y = Tensor::<(N<2>, N<2>, N<1>, N<2>)>::full(f32::NAN);
        element_at::<1, (N<2>, N<3>, N<2>), (N<2>, N<1>, N<2>), N<2>, f32>(&stored, &mut y, 2);
        assert_eq!(y.as_slice(), [20.0, 21.0, 120.0, 121.0, 20.0, 21.0, 120.0, 121.0]);
    }

    #[test]
    fn least_capacity_ignores_layers_without_a_limit() {
        assert_eq!(least_capacity(&[]), None);
        assert_eq!(least_capacity(&[None, Some(8), None, Some(5), Some(9)]), Some(5));
    }
}
