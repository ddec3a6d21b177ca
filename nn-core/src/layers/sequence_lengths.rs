//! Lengths of sequences, as kernels read them.

use crate::dim::Dim;
use crate::signal::Class;

/// Returns lengths as numbers. Each is at most `S`: there is one length more than steps, or keys.
#[inline(always)]
pub(super) fn lengths<S: Dim, V: Dim>(of: &[Class<V>]) -> &[u32] {
    const { assert!(V::SIZE == S::SIZE + 1, "the length of a sequence of S steps is an index below S + 1") };
    Class::to_numbers(of)
}

/// What an impl of a recurrent layer, for inputs with a length or without one, has in the place of the length.
macro_rules! with_length {
    (@has) => {
        false
    };
    (@has $length:ident) => {
        true
    };
    (@steps) => {
        $crate::kernels::AllSteps
    };
    (@steps $S:ident $V:ident $length:ident) => {
        $crate::kernels::FirstSteps(super::sequence_lengths::lengths::<$S, $V>($length.as_slice()))
    };
    (@no_gradient $length:ident) => {
        ()
    };
}
pub(super) use with_length;
