//! Lengths of sequences, as kernels read them.

use crate::dim::Dim;
use crate::signal::Class;

/// Returns lengths as numbers. Each is at most `S`: there is one length more than steps, or keys.
#[inline(always)]
pub(super) fn lengths<S: Dim, V: Dim>(of: &[Class<V>]) -> &[u32] {
    const { assert!(V::SIZE == S::SIZE + 1, "the length of a sequence of S steps is an index below S + 1") };
    Class::to_numbers(of)
}
