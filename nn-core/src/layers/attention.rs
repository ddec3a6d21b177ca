//! Scaled dot-product attention: `attention(q, k, v, heads = 8)`.

use super::attention_weights::{AllWeights, AttentionWeights};
use super::sequence_lengths::lengths;
use super::stateless::stateless_by_type;
use super::thread_scratch::{AtMostBlock, Plus, ThreadScratch, Times};
use crate::dim::{Dim, DividedBy, MulDim, N, Natural, Product};
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{self, Attended, AttentionGradients, AttentionRule, KeepWeights, WeightRule, attention_backward};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::shape::Shape;
use crate::signal::{Indices, Signal, Tuple};
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// Y = softmax(scale Q K^T) V for each of `H` heads: the attention of L queries to S keys and their values (Vaswani et al. 2017;
/// PyTorch's `scaled_dot_product_attention`).
///
/// In `network!`: `attention(q, k, v, heads = 8)`, with any of `kv_heads = 2`, `causal = true`, `window = 64`, `scale = 0.125`,
/// `alibi = true` and `dropout = 0.1`; `attention::<heads = 8>(q, k, v)` is the same. `[L, D]`, `[S, D]` and `[S, Dv]` in, `[L, Dv]`
/// out. `H` divides D and Dv: head h consists of the elements from h D/H on of each query and key, and from h Dv/H on of each value
/// and output, as in PyTorch's `MultiheadAttention` between its projections. `heads` defaults to 1. A fourth value `[L, S]` is added
/// to the scores of all heads, `attention(q, k, v, mask, heads = 8)`: minus infinity hides a key. A length, an index below S + 1,
/// comes last: `attention(q, k, v, length, heads = 8)`, also behind a mask.
///
/// - **Grouped queries.** With [`GroupedQueries`] of `H` and G, where G divides H, each H/G heads of queries share a head of keys
///   and values (Ainslie et al. 2023; "multi-query" if G is 1, Shazeer 2019): head h of queries reads head h G/H, rounded down, of
///   `[S, G D/H]` keys and `[S, G E]` values, and the output is `[L, H E]`, as in PyTorch with `enable_gqa`. The gradient of a
///   shared head is the sum over the heads that read it.
/// - **Scale.** [`InverseRoot`], the default, is 1/sqrt(D/H); [`ScaleBy`] is any other number.
/// - **Keys.** [`AllKeys`] is the default. [`Causal`] hides what comes later: query i sees the keys up to i + S - L, so that the
///   last query sees all keys (PyTorch's `causal_lower_right`; its `is_causal` is the same if L = S). [`CausalWindow`] also hides
///   all but the last W of these.
/// - **Distance.** [`Alibi`] lowers the score of a key in proportion to its distance from the query.
/// - **Length.** An index after the other operands is the number of keys that a sample has, from 0 to S: those from there on are not
///   read, and have gradients of 0 (PyTorch's `key_padding_mask`). Positions remain those of all S keys.
/// - **Dropout.** [`AllWeights`] is the default. With [`DropWeights`](super::DropWeights), training sets weights to 0 at random.
/// - **No visible key.** The output of a query that sees no key is 0, as in PyTorch.
///
/// The weights are never stored. A block of 64 queries meets one block of 64 keys after another; the largest score m and the sum s
/// of exponentials of each query are updated, and what was summed with a smaller m is scaled by exp(old m - new m) (Dao et al.
/// 2022, "FlashAttention"). Blocks in which every key is hidden are skipped. For the backward pass, only m + ln s is saved,
/// `[H, L]`. It computes the weights P = exp(scale Q K^T + mask - m - ln s) again, and from them, for each head,
///
/// - dV = P^T dY and dP = dY V^T;
/// - dS_ij = P_ij (dP_ij - the sum over e of y_ie dy_ie), whose sum over the heads is the gradient of the mask;
/// - dQ = scale dS K and dK = scale dS^T Q.
///
/// The scratch holds a few blocks for each sample, up to eight, whatever L and S. The order of all sums depends on sizes alone.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct SelfAttention {
///         query: Linear<16, 16>,
///         key: Linear<16, 16>,
///         value: Linear<16, 16>,
///         out: Linear<16, 16>,
///     }
///     fn forward(x: Tensor<10, 16>) -> Tensor<10, 16> {
///         attention(x.query(), x.key(), x.value(), heads = 4, causal = true).out()
///     }
/// }
///
/// let y = SelfAttention::new(1).forward(&Tensor::<shape![2, 10, 16]>::full(1.0));
/// assert_eq!(y.dims(), [2, 10, 16]);
/// ```
///
/// As a layer; equal scores give the mean of the values:
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Attention, Layer};
/// use nn::parameters::zeroed;
/// use nn::signal::Tuple;
/// type In = Tuple<((N<1>, N<2>), (N<3>, N<2>), (N<3>, N<1>))>;
/// type Heads = Attention<N<1>>;
/// let q = Tensor::<(N<1>, N<1>, N<2>)>::new([[[1.0, 2.0]]]);
/// let k = Tensor::<(N<1>, N<3>, N<2>)>::new([[[4.0, 0.0]; 3]]);
/// let v = Tensor::<(N<1>, N<3>, N<1>)>::new([[[1.0], [2.0], [6.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>)>::zeros();
/// let mut scratch = zeroed::<<Heads as Layer<In>>::Scratch<N<1>>>();
/// Layer::<In>::forward(&Heads::new(), (&q, &k, &v), &mut y, &mut *scratch);
/// assert_eq!(y.as_slice(), [3.0]);
/// ```
///
/// Heads that do not divide D do not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Attention, Layer};
/// use nn::signal::Tuple;
/// type Out = <Attention<N<3>> as Layer<Tuple<((N<5>, N<8>), (N<5>, N<8>), (N<5>, N<9>))>>>::Out;
/// let out: Option<Out> = None;
/// ```
pub struct Attention<H, Keys = AllKeys, Scale = InverseRoot, Weights = AllWeights>(
    PhantomData<(H, Keys, Scale, Weights)>,
);
stateless_by_type!(Attention<H: AttentionHeads, Keys: SeenKeys, Scale: ScoreScale, Weights: AttentionWeights>);

/// The heads of an [`Attention`]: a size, which is the number of heads of queries and of keys alike, or [`GroupedQueries`]. Sealed.
pub trait AttentionHeads: sealed::Heads + 'static {
    /// The number of heads of queries.
    type Queries: Dim;
    /// The number of heads of keys and values.
    type Keys: Dim;
}

/// `H` heads of queries, of which H/G share each of `G` heads of keys and values. In `network!`: `heads = 8, kv_heads = 2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupedQueries<H, G>(PhantomData<(H, G)>);

impl<H: Dim> AttentionHeads for H {
    type Queries = H;
    type Keys = H;
}

impl<H: Dim, G: Dim> AttentionHeads for GroupedQueries<H, G> {
    type Queries = H;
    type Keys = G;
}

/// Heads of an [`Attention`] into which queries of `D`, keys of `K` and values of `V` elements can be divided. Sealed.
#[diagnostic::on_unimplemented(
    message = "queries of `{D}`, keys of `{K}` and values of `{V}` elements cannot be divided into these heads of an attention",
    note = "the heads of queries must divide D, those of keys and values must divide K, V and the heads of queries, and the heads of queries and keys must be of the same size"
)]
pub trait HeadsOf<D, K, V>: AttentionHeads {
    /// The elements of a query or key in a head.
    type Width: Dim;
    /// The elements of a value in a head.
    type ValueWidth: Dim;
    /// The elements of an output.
    type Out: Dim;
}

#[diagnostic::do_not_recommend]
impl<H: Dim, D: DividedBy<H>, V: DividedBy<H>> HeadsOf<D, D, V> for H {
    type Width = D::Output;
    type ValueWidth = V::Output;
    type Out = V;
}

#[diagnostic::do_not_recommend]
impl<H, G, D, K, V> HeadsOf<D, K, V> for GroupedQueries<H, G>
where
    G: Dim,
    H: DividedBy<G>,
    D: DividedBy<H>,
    K: DividedBy<G, Output = <D as DividedBy<H>>::Output>,
    V: DividedBy<G>,
    <V as DividedBy<G>>::Output: MulDim<H>,
{
    type Width = <D as DividedBy<H>>::Output;
    type ValueWidth = <V as DividedBy<G>>::Output;
    type Out = Product<<V as DividedBy<G>>::Output, H>;
}

/// The keys that a query of an [`Attention`] sees: [`AllKeys`], [`Causal`], [`CausalWindow`], or one of the latter two in
/// [`Alibi`]. Sealed.
pub trait SeenKeys: sealed::Sealed + 'static {
    /// Whether query i sees no key after i + S - L.
    #[doc(hidden)]
    const IS_CAUSAL: bool;
    /// How many keys up to i + S - L it sees at most, if there is a limit.
    #[doc(hidden)]
    const WINDOW: Option<usize>;
    /// Whether the scores decrease with the distance of the key.
    #[doc(hidden)]
    const HAS_ALIBI: bool = false;
}

/// Each query of an [`Attention`] sees all keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllKeys;

/// Query i of an [`Attention`] sees the keys up to i + S - L. In `network!`: `causal = true`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Causal;

/// Query i of an [`Attention`] sees the last `W` of the keys up to i + S - L. In `network!`: `causal = true, window = 64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CausalWindow<W>(PhantomData<W>);

/// The scores of `Keys`, [`Causal`] or [`CausalWindow`], decrease with the distance of the key: an [`Attention`] subtracts
/// 2^(-8 h/H) (i + S - L - j) from the score of query i and key j in head h = 1, .., H (Press et al. 2022, "Train short, test
/// long"). It takes the place of embeddings of positions. In `network!`: `causal = true, alibi = true`.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::{Alibi, Attention, Causal, Layer};
/// use nn::parameters::zeroed;
/// use nn::signal::Tuple;
/// use nn::Tensor;
/// type In = Tuple<((N<2>, N<1>), (N<2>, N<1>), (N<2>, N<1>))>;
/// type Head = Attention<N<1>, Alibi<Causal>>;
/// let (zeros, v) = (Tensor::<(N<1>, N<2>, N<1>)>::zeros(), Tensor::new([[[1.0], [3.0]]]));
/// let mut y = Tensor::<(N<1>, N<2>, N<1>)>::zeros();
/// let mut scratch = zeroed::<<Head as Layer<In>>::Scratch<N<1>>>();
/// Layer::<In>::forward(&Head::new(), (&zeros, &zeros, &v), &mut y, &mut *scratch);
/// // The score of the key before the second query is -1/256.
/// let weight = (-1.0_f32 / 256.0).exp();
/// assert_eq!(y.as_slice()[0], 1.0);
/// assert!((y.as_slice()[1] - (weight + 3.0) / (weight + 1.0)).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alibi<Keys>(PhantomData<Keys>);

/// The factor of the scores of an [`Attention`]: [`InverseRoot`] or [`ScaleBy`]. Sealed.
pub trait ScoreScale: sealed::Sealed + 'static {
    /// The factor, unless it depends on the size of a head.
    #[doc(hidden)]
    const SCALE: Option<f64>;
}

/// The scores of an [`Attention`] are divided by the square root of the number of elements of a key in a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InverseRoot;

/// The scores of an [`Attention`] are multiplied by the `f64` with these bits. In `network!`: `scale = 0.125`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScaleBy<const BITS: u64>;

/// The keys of an [`Attention`] that reads a sequence step by step: [`Causal`] or [`CausalWindow`], or [`Alibi`] of one of them.
#[diagnostic::on_unimplemented(
    message = "attention with `{Self}` sees keys that come later, so it needs the whole sequence",
    note = "with `causal = true`, a query sees only the keys up to its own step"
)]
pub trait CausalKeys: SeenKeys {
    /// The number of keys that are kept of a sequence of `L` steps.
    type Kept<L: Dim>: Dim;
}

impl CausalKeys for Causal {
    type Kept<L: Dim> = L;
}

impl<W: Dim> CausalKeys for CausalWindow<W> {
    type Kept<L: Dim> = W;
}

impl CausalKeys for Alibi<Causal> {
    type Kept<L: Dim> = L;
}

impl<W: Dim> CausalKeys for Alibi<CausalWindow<W>> {
    type Kept<L: Dim> = W;
}

mod sealed {
    use crate::dim::Dim;
    pub trait Heads {}
    impl<H: Dim> Heads for H {}
    impl<H, G> Heads for super::GroupedQueries<H, G> {}
    pub trait Sealed {}
    impl Sealed for super::AllKeys {}
    impl Sealed for super::Causal {}
    impl<W> Sealed for super::CausalWindow<W> {}
    impl<Keys> Sealed for super::Alibi<Keys> {}
    impl Sealed for super::InverseRoot {}
    impl<const BITS: u64> Sealed for super::ScaleBy<BITS> {}
}

impl SeenKeys for AllKeys {
    const IS_CAUSAL: bool = false;
    const WINDOW: Option<usize> = None;
}

impl SeenKeys for Causal {
    const IS_CAUSAL: bool = true;
    const WINDOW: Option<usize> = None;
}

impl<W: Dim> SeenKeys for CausalWindow<W> {
    const IS_CAUSAL: bool = true;
    const WINDOW: Option<usize> = Some(W::SIZE);
}

impl SeenKeys for Alibi<Causal> {
    const IS_CAUSAL: bool = true;
    const WINDOW: Option<usize> = None;
    const HAS_ALIBI: bool = true;
}

impl<W: Dim> SeenKeys for Alibi<CausalWindow<W>> {
    const IS_CAUSAL: bool = true;
    const WINDOW: Option<usize> = Some(W::SIZE);
    const HAS_ALIBI: bool = true;
}

impl ScoreScale for InverseRoot {
    const SCALE: Option<f64> = None;
}

impl<const BITS: u64> ScoreScale for ScaleBy<BITS> {
    const SCALE: Option<f64> = Some(f64::from_bits(BITS));
}

/// The largest number of queries or keys in a block.
type Block<L> = AtMostBlock<L>;

/// The scratch of the forward pass: queries, sums of values, and two numbers for each query; keys and values; scores.
type Forward<B, L, S, E, Ev, T> = ThreadScratch<
    B,
    Plus<Times<Block<L>, Plus<Plus<E, Ev>, N<2>>>, Plus<Times<Block<S>, Plus<E, Ev>>, Times<Block<L>, Block<S>>>>,
    N<1>,
    N<1>,
    N<1>,
    T,
>;

/// The scratch of the backward pass: queries, their gradient, that of the outputs, and a number for each query; keys and values,
/// and their gradients; weights and their gradients. It is at least that of the forward pass.
type Backward<B, L, S, E, Ev, T> = ThreadScratch<
    B,
    Plus<
        Times<Block<L>, Plus<Plus<Plus<E, E>, Ev>, N<1>>>,
        Times<Plus<Times<Block<S>, Plus<E, Ev>>, Times<Block<L>, Block<S>>>, N<2>>,
    >,
    N<1>,
    N<1>,
    N<1>,
    T,
>;

impl<H: AttentionHeads, Keys: SeenKeys, Scale: ScoreScale, Weights: AttentionWeights>
    Attention<H, Keys, Scale, Weights>
{
    const OPERATION: Op = Op::Attention {
        heads: H::Queries::SIZE,
        kv_heads: H::Keys::SIZE,
        causal: Keys::IS_CAUSAL,
        window: Keys::WINDOW,
        scale: match Scale::SCALE {
            Some(scale) => Some(Scalar::new(scale)),
            None => None,
        },
        alibi: Keys::HAS_ALIBI,
        dropout: Scalar::new(Weights::DROPOUT),
    };

    /// The number of pairs of a query and a key that it sees.
    const fn pairs(queries: usize, keys: usize) -> usize {
        if !Keys::IS_CAUSAL {
            return queries * keys;
        }
        let (mut pairs, mut query) = (0, 0);
        while query < queries {
            let seen = (query + 1 + keys).saturating_sub(queries);
            pairs += match Keys::WINDOW {
                Some(window) if window < seen => window,
                _ => seen,
            };
            query += 1;
        }
        pairs
    }

    #[inline(always)]
    pub(super) fn rule<T: Float>(queries: usize, keys: usize, width: usize, value_width: usize) -> AttentionRule<T> {
        let scale = match Scale::SCALE {
            Some(scale) => T::from_f64(scale),
            None => T::ONE / T::from_f64(width as f64).sqrt(),
        };
        let (is_causal, window) = (Keys::IS_CAUSAL, Keys::WINDOW);
        let [heads, kv_heads] = [H::Queries::SIZE, H::Keys::SIZE];
        let has_alibi = Keys::HAS_ALIBI;
        AttentionRule { queries, keys, heads, kv_heads, width, value_width, scale, is_causal, window, has_alibi }
    }

    /// What happens to the weights in a step of training.
    #[inline(always)]
    fn weights<T: Float>(context: StepContext, queries: usize, keys: usize) -> impl WeightRule<T> {
        Weights::rule::<T>(context, H::Queries::SIZE.saturating_mul(queries).saturating_mul(keys))
    }
}

/// The operands of the kernels.
#[inline(always)]
fn attended<'a, Q: Shape, K: Shape, V: Shape, T: Float>(
    q: &'a Tensor<Q, T>,
    k: &'a Tensor<K, T>,
    v: &'a Tensor<V, T>,
    mask: Option<&'a [T]>,
    lengths: Option<&'a [u32]>,
) -> Attended<'a, T> {
    Attended { q: q.as_slice(), k: k.as_slice(), v: v.as_slice(), mask, lengths }
}

/// Implements the layer for three operands, with a mask after them or not, and with a length at the end or not.
macro_rules! over {
    ($(($mask:ident, $dmask:ident))? $(; $length:ident $Length:ident)?) => {
        impl<
            H,
            Keys: SeenKeys,
            Scale: ScoreScale,
            Weights,
            L: Dim,
            S: Dim,
            D: Dim,
            K: Dim,
            V: Dim,
            T: Float
            $(, $Length: Dim)?
        > Layer<over!(@input L S D K V $($mask)? $(; $Length)?), T> for Attention<H, Keys, Scale, Weights>
        where
            H: HeadsOf<D, K, V>,
            Weights: AttentionWeights,
        {
            type Out = (L, H::Out);
            /// The logarithm of the sum of exponentials for each head and query, and the scratch of both passes.
            type Saved<B: Dim> = (Tensor<(B, H::Queries, L), T>, Backward<B, L, S, H::Width, H::ValueWidth, T>);
            type Scratch<B: Dim> = Forward<B, L, S, H::Width, H::ValueWidth, T>;
            const MACS: usize = Self::pairs(L::SIZE, S::SIZE) * (D::SIZE + H::Out::SIZE);
            const OP: Op = Self::OPERATION;

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                (q, k, v $(, $mask)? $(, $length)?): <over!(@input L S D K V $($mask)? $(; $Length)?) as Signal>::Ref<'_, B, T>,
                y: &mut Tensor<(B, L, H::Out), T>,
                scratch: &mut Self::Scratch<B>,
            ) {
                let x = attended(q, k, v, over!(@given $($mask)?), over!(@lengths $(S $Length $length)?));
                let rule = Self::rule(L::SIZE, S::SIZE, H::Width::SIZE, H::ValueWidth::SIZE);
                kernels::attention(rule, KeepWeights, x, y.as_mut_slice(), None, scratch.pieces());
            }

            fn forward_train<B: Dim>(
                &self,
                (q, k, v $(, $mask)? $(, $length)?): <over!(@input L S D K V $($mask)? $(; $Length)?) as Signal>::Ref<'_, B, T>,
                y: &mut Tensor<(B, L, H::Out), T>,
                (log_sums, scratch): &mut Self::Saved<B>,
                context: StepContext,
            ) {
                let x = attended(q, k, v, over!(@given $($mask)?), over!(@lengths $(S $Length $length)?));
                let rule = Self::rule(L::SIZE, S::SIZE, H::Width::SIZE, H::ValueWidth::SIZE);
                let weights = Self::weights::<T>(context, L::SIZE, S::SIZE);
                let log_sums = Some(log_sums.as_mut_slice());
                kernels::attention(rule, weights, x, y.as_mut_slice(), log_sums, scratch.pieces());
            }

            fn backward<B: Dim>(
                &self,
                Pass { x: (q, k, v $(, $mask)? $(, $length)?), y, saved: (log_sums, scratch), dy }: Pass<
                    '_,
                    Self,
                    over!(@input L S D K V $($mask)? $(; $Length)?),
                    B,
                    T,
                >,
                (dq, dk, dv $(, $dmask)? $(, over!(@none $length))?): <over!(@input L S D K V $($mask)? $(; $Length)?) as Signal>::Grad<'_, B, T>,
                _: Gradient<'_, Self>,
                context: StepContext,
            ) {
                let x = attended(q, k, v, over!(@given $($mask)?), over!(@lengths $(S $Length $length)?));
                let rule = Self::rule(L::SIZE, S::SIZE, H::Width::SIZE, H::ValueWidth::SIZE);
                let gradients = AttentionGradients {
                    dq: dq.map(Gradient::target),
                    dk: dk.map(Gradient::target),
                    dv: dv.map(Gradient::target),
                    dmask: over!(@gradient $($dmask)?),
                };
                let outputs = [y.as_slice(), dy.as_slice(), log_sums.as_slice()];
                let weights = Self::weights::<T>(context, L::SIZE, S::SIZE);
                attention_backward(rule, weights, x, outputs, gradients, scratch.pieces());
            }
        }
    };
    (@input $l:ident $s:ident $d:ident $k:ident $v:ident $(; $length:ident)?) => {
        Tuple<(($l, $d), ($s, $k), ($s, $v) $(, Indices<$length>)?)>
    };
    (@input $l:ident $s:ident $d:ident $k:ident $v:ident $mask:ident $(; $length:ident)?) => {
        Tuple<(($l, $d), ($s, $k), ($s, $v), ($l, $s) $(, Indices<$length>)?)>
    };
    (@given) => { None };
    (@given $mask:ident) => { Some($mask.as_slice()) };
    (@lengths) => { None };
    (@lengths $s:ident $n:ident $length:ident) => { Some(lengths::<$s, $n>($length.as_slice())) };
    (@none $length:ident) => { () };
    (@gradient) => { None };
    (@gradient $dmask:ident) => { $dmask.map(Gradient::target) };
}
over!();
over!((mask, dmask));
over!(; length N);
over!((mask, dmask); length N);

impl<H: AttentionHeads, Keys: SeenKeys, Scale: ScoreScale, Weights: AttentionWeights> fmt::Debug
    for Attention<H, Keys, Scale, Weights>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attention<{}", H::Queries::SIZE)?;
        if H::Keys::SIZE != H::Queries::SIZE {
            write!(f, ", kv_heads = {}", H::Keys::SIZE)?;
        }
        if Keys::IS_CAUSAL {
            f.write_str(", causal = true")?;
        }
        if let Some(window) = Keys::WINDOW {
            write!(f, ", window = {window}")?;
        }
        if let Some(scale) = Scale::SCALE {
            write!(f, ", scale = {scale}")?;
        }
        if Keys::HAS_ALIBI {
            f.write_str(", alibi = true")?;
        }
        if Weights::DROPOUT > 0.0 {
            write!(f, ", dropout = {}", Weights::DROPOUT)?;
        }
        f.write_str(">")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::Thousands;

    type Sequence<L> = (L, N<8>);
    type Input<L> = Tuple<(Sequence<L>, Sequence<L>, Sequence<L>)>;
    type Saved<L> = <Attention<N<2>> as Layer<Input<L>>>::Saved<N<1>>;
    type Scratch<L> = <Attention<N<2>> as Layer<Input<L>>>::Scratch<N<1>>;

    /// Only the logarithms of sums grow with the length: one number for each head and query.
    #[test]
    fn memory_does_not_grow_with_the_weights() {
        assert_eq!(size_of::<Scratch<N<64>>>(), size_of::<Scratch<Thousands<4, 96>>>());
        assert_eq!(
            size_of::<Saved<Thousands<4, 96>>>() - size_of::<Saved<N<64>>>(),
            2 * (4096 - 64) * size_of::<f32>()
        );
    }
}
