//! The weights of an attention in training: all of them, or what a dropout leaves.

use super::context::StepContext;
use super::dropout::{Dropout, drop};
use crate::float::Float;
use crate::kernels::{DropRule, KeepWeights, WeightRule};

/// The weights of an [`Attention`](super::Attention) in training: [`AllWeights`] or [`DropWeights`]. Sealed.
pub trait AttentionWeights: sealed::Rule + 'static {
    /// The probability of a weight to be dropped.
    #[doc(hidden)]
    const DROPOUT: f64;
}

/// The output of an [`Attention`](super::Attention) is the sum of all values, by their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllWeights;

/// In training, an [`Attention`](super::Attention) sets each weight to 0 with probability p = `MILLIONTHS` / 1 000 000, and
/// multiplies the others by 1 / (1 - p), after the softmax (Vaswani et al. 2017; PyTorch's `dropout_p`). In `network!`:
/// `dropout = 0.1`.
///
/// The output has the same expected value. The mask is a function of the [`StepContext`]'s seed, step and layer, of the sample's
/// index among all samples of the step, and of the head, the query and the key: it is computed again in the backward pass, and a
/// run with the same seed is bit-identical. See [`Dropout`] for everything else. Inference and streams have no dropout.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{AllKeys, Attention, DropWeights, InverseRoot, Layer, StepContext};
/// use nn::parameters::zeroed;
/// use nn::signal::Tuple;
/// type In = Tuple<((N<2>, N<1>), (N<9>, N<1>), (N<9>, N<9>))>;
/// type Head = Attention<N<1>, AllKeys, InverseRoot, DropWeights<500_000>>;
/// let (q, k, mut v) = (Tensor::<(N<4>, N<2>, N<1>)>::zeros(), Tensor::zeros(), Tensor::<(N<4>, N<9>, N<9>)>::zeros());
/// // The output is the weights.
/// v.as_mut_slice().chunks_mut(9).enumerate().for_each(|(row, values)| values[row % 9] = 1.0);
/// let mut y = Tensor::<(N<4>, N<2>, N<9>)>::zeros();
/// let mut saved = zeroed::<<Head as Layer<In>>::Saved<N<4>>>();
/// Layer::<In>::forward_train(&Head::new(), (&q, &k, &v), &mut y, &mut *saved, StepContext::new(42, 1));
/// assert!(y.iter().all(|&y| y == 0.0 || (y - 2.0 / 9.0).abs() < 1e-6));
/// assert!(y.iter().any(|&y| y == 0.0) && y.iter().any(|&y| y > 0.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropWeights<const MILLIONTHS: u32>;

impl AttentionWeights for AllWeights {
    const DROPOUT: f64 = 0.0;
}

impl<const MILLIONTHS: u32> AttentionWeights for DropWeights<MILLIONTHS> {
    const DROPOUT: f64 = Dropout::<MILLIONTHS>::P;
}

mod sealed {
    use super::{Float, StepContext, WeightRule};

    pub trait Rule {
        /// What happens to the weights in a step of training, where each sample has this many.
        fn rule<T: Float>(context: StepContext, of_sample: usize) -> impl WeightRule<T>;
    }
}

impl sealed::Rule for AllWeights {
    #[inline(always)]
    fn rule<T: Float>(_: StepContext, _: usize) -> impl WeightRule<T> {
        KeepWeights
    }
}

impl<const MILLIONTHS: u32> sealed::Rule for DropWeights<MILLIONTHS> {
    #[inline(always)]
    fn rule<T: Float>(context: StepContext, of_sample: usize) -> impl WeightRule<T> {
        let rule: DropRule<T> = drop(Dropout::<MILLIONTHS>::CHECKED, context, 1, of_sample);
        rule
    }
}
