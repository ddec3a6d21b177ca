//! The steps of nested networks, and the number of steps that a network can read.

use super::coerced::write;
use super::connect::Connect;
use super::streaming::Streaming;
use crate::dim::Dim;
use crate::float::Float;
use crate::signal::{Signal, same_signal};

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

    #[test]
    fn least_capacity_ignores_layers_without_a_limit() {
        assert_eq!(least_capacity(&[]), None);
        assert_eq!(least_capacity(&[None, Some(8), None, Some(5), Some(9)]), Some(5));
    }
}
