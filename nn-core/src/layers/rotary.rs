//! Rotary position embeddings: `x.rotary::<heads = 8>()`.

use super::same_in_training::same_in_training;
use super::stateless::stateless_by_type;
use super::streaming::Streaming;
use crate::dim::{Dim, DividedBy, MulDim, N, Natural, Product};
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{RotaryRule, Target, rotary};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// Rotary position embeddings (Su et al. 2021, "RoFormer"): in each of `H` heads, pair i of the elements at position p is turned by
/// the angle p theta^(-2i/D), where D is the number of elements of a head:
///
/// - y_a = x_a cos(angle) - x_b sin(angle),
/// - y_b = x_a sin(angle) + x_b cos(angle).
///
/// In `network!`: `x.rotary::<heads = 8>()`, with any of `theta = 500000.0` and `interleaved = false`. `[L, H D]` in, the same
/// shape out, where D is even; position p is the index on the first axis, from 0. Applied to the queries and to the keys of an
/// [`Attention`](super::Attention) with the same `H`, it makes their scores depend on the distance of the positions, not on the
/// positions. Keys of `kv_heads = 2` are turned by `rotary::<heads = 2>()`.
///
/// - **Pairs.** [`InterleavedPairs`], the default, are the elements (2i, 2i + 1), as in the paper and in LLaMA's own code;
///   [`HalvedPairs`] are (i, i + D/2), as in GPT-NeoX and Hugging Face's `transformers`. Weights that were trained with one of them
///   need the same one.
/// - **Theta** is `THETA`, the bits of an `f64`, by default those of 10000.
/// - **Precision.** Angles, sines and cosines are computed in `f64`: the error of an angle is at most 2^-52 times its position. The
///   output at a position is the same, bit for bit, whatever the length.
/// - **Gradient.** dx is dy, turned by the negative angles.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct SelfAttention {
///         query: Linear<16, 16>,
///         key: Linear<16, 16>,
///         value: Linear<16, 16>,
///     }
///     fn forward(x: Tensor<10, 16>) -> Tensor<10, 16> {
///         let (q, k) = (x.query().rotary::<heads = 2>(), x.key().rotary::<heads = 2>());
///         attention(q, k, x.value(), heads = 2, causal = true)
///     }
/// }
///
/// let y = SelfAttention::new(1).forward(&Tensor::<shape![2, 10, 16]>::full(1.0));
/// assert_eq!(y.dims(), [2, 10, 16]);
/// ```
///
/// As a layer; pair 0 turns by one radian per position:
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Rotary};
/// let x = Tensor::<(N<1>, N<3>, N<2>)>::new([[[1.0, 0.0]; 3]]);
/// let mut y = Tensor::<(N<1>, N<3>, N<2>)>::zeros();
/// Layer::<(N<3>, N<2>)>::forward(&Rotary::<N<1>>::new(), &x, &mut y, &mut ());
/// assert_eq!(y.as_slice(), [1.0, 0.0, 1_f32.cos(), 1_f32.sin(), 2_f32.cos(), 2_f32.sin()]);
/// ```
///
/// Heads that do not consist of pairs do not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Layer, Rotary};
/// type Out = <Rotary<N<2>> as Layer<(N<5>, N<6>)>>::Out;
/// let out: Option<Out> = None;
/// ```
pub struct Rotary<H, Pairs = InterleavedPairs, const THETA: u64 = { 10_000_f64.to_bits() }>(PhantomData<(H, Pairs)>);
stateless_by_type!(Rotary<H: Dim, Pairs: RotaryPairs; const THETA: u64>);

/// Which elements of a head are a pair of [`Rotary`]: [`InterleavedPairs`] or [`HalvedPairs`]. Sealed.
pub trait RotaryPairs: sealed::Sealed + 'static {
    /// Whether the elements of a pair are neighbours.
    #[doc(hidden)]
    const ARE_INTERLEAVED: bool;
}

/// Pair i of [`Rotary`] is the elements 2i and 2i + 1 of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterleavedPairs;

/// Pair i of [`Rotary`] is the elements i and i + D/2 of a head of D elements. In `network!`: `interleaved = false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalvedPairs;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::InterleavedPairs {}
    impl Sealed for super::HalvedPairs {}
}

impl RotaryPairs for InterleavedPairs {
    const ARE_INTERLEAVED: bool = true;
}

impl RotaryPairs for HalvedPairs {
    const ARE_INTERLEAVED: bool = false;
}

impl<H: Dim, Pairs: RotaryPairs, const THETA: u64> Rotary<H, Pairs, THETA> {
    #[inline(always)]
    const fn rule(pairs: usize, is_inverse: bool) -> RotaryRule {
        let theta = f64::from_bits(THETA);
        RotaryRule { heads: H::SIZE, pairs, theta, is_interleaved: Pairs::ARE_INTERLEAVED, is_inverse }
    }
}

impl<H: Dim + MulDim<N<2>>, Pairs: RotaryPairs, const THETA: u64, L: Dim, F, T: Float> Layer<(L, F), T>
    for Rotary<H, Pairs, THETA>
where
    F: Dim + DividedBy<Product<H, N<2>>>,
{
    type Out = (L, F);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op =
        Op::Rotary { heads: H::SIZE, theta: Scalar::new(f64::from_bits(THETA)), interleaved: Pairs::ARE_INTERLEAVED };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(&self, x: &Tensor<(B, L, F), T>, y: &mut Tensor<(B, L, F), T>, _: &mut ()) {
        rotary(Self::rule(F::Output::SIZE, false), 0, L::SIZE, x.as_slice(), Target::set(y.as_mut_slice()));
    }

    same_in_training!((L, F), T);

    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, (L, F), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, L, F), T>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            rotary(Self::rule(F::Output::SIZE, true), 0, L::SIZE, dy.as_slice(), dx.target());
        }
    }
}

/// The position is the number of the step.
impl<H: Dim + MulDim<N<2>>, Pairs: RotaryPairs, const THETA: u64, L: Dim, F, T: Float> Streaming<(L, F), T>
    for Rotary<H, Pairs, THETA>
where
    F: Dim + DividedBy<Product<H, N<2>>>,
{
    type Step = (N<1>, F);
    type StepOut = (N<1>, F);
    type State<B: Dim> = ();
    type StepScratch<B: Dim> = ();

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn step<B: Dim>(
        &self,
        x: &Tensor<(B, N<1>, F), T>,
        y: &mut Tensor<(B, N<1>, F), T>,
        _: &mut (),
        time: usize,
        _: &mut (),
    ) {
        rotary(Self::rule(F::Output::SIZE, false), time, 1, x.as_slice(), Target::set(y.as_mut_slice()));
    }
}

impl<H: Dim, Pairs: RotaryPairs, const THETA: u64> fmt::Debug for Rotary<H, Pairs, THETA> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rotary<{}", H::SIZE)?;
        let theta = f64::from_bits(THETA);
        if theta != 10_000.0 {
            write!(f, ", theta = {theta}")?;
        }
        if !Pairs::ARE_INTERLEAVED {
            f.write_str(", interleaved = false")?;
        }
        f.write_str(">")
    }
}
