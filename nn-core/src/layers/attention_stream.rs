//! Causal attention step by step: a stream keeps the keys and values that later queries see.

use super::attention::{Attention, CausalKeys, HeadsOf, ScoreScale};
use super::attention_weights::AttentionWeights;
use super::streaming::Streaming;
use crate::dim::{Dim, N, Natural};
use crate::float::Float;
use crate::kernels::{BLOCK, Kept, StepMemory, attention_step};
use crate::parameters::plain;
use crate::signal::Tuple;
use crate::tensor::Tensor;

/// The last `K` keys and values that an [`Attention`] has read, for each of `B` sequences: `H` heads, with `E` elements of a key and
/// `Ev` of a value. The place of the next step is not derived from the number of the step, which wraps on 32-bit machines.
#[repr(C)]
pub struct AttentionState<B: Dim, H: Dim, K: Dim, E: Dim, Ev: Dim, T: Float> {
    /// For each head, those of step t are in column t mod K.
    keys: Tensor<(B, H, E, K), T>,
    values: Tensor<(B, H, Ev, K), T>,
    /// The column of the next step.
    next: usize,
    /// The number of columns that hold a step.
    count: usize,
}

plain! {
    impl[B: Dim, H: Dim, K: Dim, E: Dim, Ev: Dim, T: Float] for AttentionState<B, H, K, E, Ev, T> { keys, values, next, count }
}

/// The scratch of a step of an [`Attention`] in a stream.
#[repr(C)]
pub struct AttentionStepScratch<E: Dim, Ev: Dim, T: Float> {
    query: Tensor<(E,), T>,
    sums: [Tensor<(Ev,), T>; 2],
    scores: [T; BLOCK],
}

plain! { impl[E: Dim, Ev: Dim, T: Float] for AttentionStepScratch<E, Ev, T> { query, sums, scores } }

/// Self-attention, where key i belongs to step i. Without a window all keys are kept, so that the sequence ends after L steps; with
/// a window, the last W are kept, and there is no end. A stream has no dropout.
impl<H, Keys: CausalKeys, Scale: ScoreScale, Weights: AttentionWeights, L: Dim, D: Dim, K: Dim, V: Dim, T: Float>
    Streaming<Tuple<((L, D), (L, K), (L, V))>, T> for Attention<H, Keys, Scale, Weights>
where
    H: HeadsOf<D, K, V>,
{
    type Step = Tuple<((N<1>, D), (N<1>, K), (N<1>, V))>;
    type StepOut = (N<1>, H::Out);
    type State<B: Dim> = AttentionState<B, H::Keys, Keys::Kept<L>, H::Width, H::ValueWidth, T>;
    type StepScratch<B: Dim> = AttentionStepScratch<H::Width, H::ValueWidth, T>;
    const CAPACITY: Option<usize> = match Keys::WINDOW {
        None => Some(L::SIZE),
        Some(_) => None,
    };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn step<B: Dim>(
        &self,
        (q, k, v): (&Tensor<(B, N<1>, D), T>, &Tensor<(B, N<1>, K), T>, &Tensor<(B, N<1>, V), T>),
        y: &mut Tensor<(B, N<1>, H::Out), T>,
        AttentionState { keys, values, next, count }: &mut Self::State<B>,
        time: usize,
        AttentionStepScratch { query, sums: [sum, block], scores }: &mut Self::StepScratch<B>,
    ) {
        let rule = Self::rule(L::SIZE, L::SIZE, H::Width::SIZE, H::ValueWidth::SIZE);
        let rows = <Keys::Kept<L> as Natural>::SIZE;
        let row = *next % rows;
        *next = (row + 1) % rows;
        *count = (*count).min(rows - 1) + 1;
        let mut memory =
            StepMemory { query: query.as_mut_slice(), sums: [sum.as_mut_slice(), block.as_mut_slice()], scores };
        let inputs = (q.as_slice().chunks_exact(D::SIZE)).zip(k.as_slice().chunks_exact(K::SIZE));
        let inputs =
            inputs.zip(v.as_slice().chunks_exact(V::SIZE)).zip(y.as_mut_slice().chunks_exact_mut(H::Out::SIZE));
        let kept = (keys.as_mut_slice().chunks_exact_mut(rows * K::SIZE))
            .zip(values.as_mut_slice().chunks_exact_mut(rows * V::SIZE));
        for ((((q, k), v), y), (keys, values)) in inputs.zip(kept) {
            let kept = Kept { keys, values, rows, next: row, seen: *count };
            attention_step(&rule, time, [q, k, v], y, kept, &mut memory);
        }
    }
}
