//! Attentions against PyTorch's `scaled_dot_product_attention`, and rotary position embeddings: `tests/golden/attention.py` writes
//! `tests/golden/attention.json`.

use super::joins::check_of;
use nn::layers::{
    Alibi, AllKeys, Attention, Causal, CausalWindow, DropWeights, GroupedQueries, HalvedPairs, InterleavedPairs,
    InverseRoot, Layer, Rotary, ScaleBy,
};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Parameters};
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("attention.json")).unwrap());

fn check<In: Signal, T: Float, L: Layer<In, T>>(name: &str, layer: &L)
where
    In::Owned<dim![2], T>: Parameters<T>,
    <L::Out as Signal>::Owned<dim![2], T>: Parameters<T>,
{
    check_of::<In, T, L>(&GOLDEN, name, layer);
}

/// Three operands: L queries and S keys of D elements, and values of V elements.
type Of<L, S, D, V> = Tuple<((L, D), (S, D), (S, V))>;
/// The same, with a mask.
type Masked<L, S, D, V> = Tuple<((L, D), (S, D), (S, V), (L, S))>;
/// L queries of D elements, and S keys of K elements and values of V.
type Shared<L, S, D, K, V> = Tuple<((L, D), (S, K), (S, V))>;

fn checks<T: Float>() {
    type One = Attention<N<1>>;
    type Two = Attention<N<2>>;
    type CausalTwo = Attention<N<2>, Causal>;
    check::<Of<N<3>, N<5>, N<4>, N<6>>, T, _>("one_head", &One::new());
    check::<Of<N<7>, N<7>, N<8>, N<4>>, T, _>("heads", &<Attention<N<4>>>::new());
    check::<Of<N<66>, N<130>, N<6>, N<4>>, T, _>("blocks", &Two::new());
    check::<Of<N<9>, N<9>, N<4>, N<4>>, T, _>("causal", &CausalTwo::new());
    check::<Of<N<3>, N<8>, N<4>, N<6>>, T, _>("causal_prefix", &CausalTwo::new());
    check::<Of<N<66>, N<130>, N<3>, N<2>>, T, _>("causal_blocks", &<Attention<N<1>, Causal>>::new());
    check::<Of<N<8>, N<3>, N<4>, N<6>>, T, _>("queries_before_all_keys", &CausalTwo::new());
    check::<Of<N<9>, N<9>, N<4>, N<4>>, T, _>("window", &<Attention<N<2>, CausalWindow<N<3>>>>::new());
    check::<Of<N<66>, N<140>, N<2>, N<3>>, T, _>("window_blocks", &<Attention<N<1>, CausalWindow<N<66>>>>::new());
    type Eighth = ScaleBy<{ 0.125_f64.to_bits() }>;
    check::<Of<N<3>, N<5>, N<4>, N<6>>, T, _>("scale", &<Attention<N<2>, AllKeys, Eighth>>::new());
    check::<Masked<N<3>, N<5>, N<4>, N<6>>, T, _>("mask", &Two::new());
    check::<Masked<N<5>, N<5>, N<4>, N<4>>, T, _>("causal_mask", &CausalTwo::new());
    type Two4 = GroupedQueries<N<4>, N<2>>;
    check::<Shared<N<5>, N<7>, N<12>, N<6>, N<6>>, T, _>("grouped", &<Attention<Two4>>::new());
    type One4 = GroupedQueries<N<4>, N<1>>;
    check::<Shared<N<9>, N<9>, N<8>, N<2>, N<3>>, T, _>("multi_query", &<Attention<One4, Causal>>::new());
    type Two6 = GroupedQueries<N<6>, N<2>>;
    check::<Shared<N<66>, N<130>, N<12>, N<4>, N<4>>, T, _>("grouped_blocks", &<Attention<Two6, Causal>>::new());
    type SharedMask = Tuple<((N<3>, N<8>), (N<5>, N<4>), (N<5>, N<6>), (N<3>, N<5>))>;
    check::<SharedMask, T, _>("grouped_mask", &<Attention<Two4>>::new());
    check::<Of<N<9>, N<9>, N<8>, N<8>>, T, _>("alibi", &<Attention<N<4>, Alibi<Causal>>>::new());
    type Near = Alibi<CausalWindow<N<4>>>;
    check::<Of<N<6>, N<9>, N<6>, N<6>>, T, _>("alibi_window", &<Attention<N<3>, Near>>::new());
    check::<Of<N<66>, N<130>, N<4>, N<2>>, T, _>("alibi_blocks", &<Attention<N<2>, Alibi<Causal>>>::new());
    type Dropped<Keys> = Attention<N<2>, Keys, InverseRoot, DropWeights<250_000>>;
    check::<Of<N<5>, N<7>, N<4>, N<6>>, T, _>("dropout", &Dropped::<AllKeys>::new());
    check::<Of<N<66>, N<130>, N<4>, N<2>>, T, _>("dropout_blocks", &Dropped::<Causal>::new());
    type Everything = Attention<N<1>, AllKeys, InverseRoot, DropWeights<1_000_000>>;
    check::<Of<N<3>, N<5>, N<4>, N<6>>, T, _>("dropout_of_everything", &Everything::new());
    check::<(N<5>, N<8>), T, _>("rotary", &<Rotary<N<2>>>::new());
    check::<(N<5>, N<8>), T, _>("rotary_halves", &<Rotary<N<2>, HalvedPairs>>::new());
    type Fast = Rotary<N<1>, InterleavedPairs, { 500_f64.to_bits() }>;
    check::<(N<7>, N<6>), T, _>("rotary_theta", &Fast::new());
    check::<(N<150>, N<4>), T, _>("rotary_long", &<Rotary<N<1>, HalvedPairs>>::new());
    check::<(N<3>, N<76>), T, _>("rotary_wide", &<Rotary<N<2>>>::new());
}

#[test]
fn layers_match_pytorch() {
    checks::<f32>();
    checks::<f64>();
}

network! {
    #[dtype(f64)]
    struct Windowed {}
    fn forward(q: Tensor<9, 4>, k: Tensor<9, 4>, v: Tensor<9, 4>) -> Tensor<9, 4> {
        attention(q, k, v, heads = 2, causal = true, window = 3)
    }
}

network! {
    #[dtype(f64)]
    struct Scaled {}
    fn forward(q: Tensor<3, 4>, k: Tensor<5, 4>, v: Tensor<5, 6>) -> Tensor<3, 6> {
        attention(q, k, v, heads = 2, scale = 0.125)
    }
}

network! {
    #[dtype(f64)]
    struct WithMask {}
    fn forward(q: Tensor<5, 4>, k: Tensor<5, 4>, v: Tensor<5, 4>, mask: Tensor<5, 5>) -> Tensor<5, 4> {
        attention(q, k, v, mask, heads = 2, causal = true)
    }
}

network! {
    #[dtype(f64)]
    struct OneHead {}
    fn forward(q: Tensor<3, 4>, k: Tensor<5, 4>, v: Tensor<5, 6>) -> Tensor<3, 6> {
        attention(q, k, v)
    }
}

network! {
    #[dtype(f64)]
    struct Grouped {}
    fn forward(q: Tensor<5, 12>, k: Tensor<7, 6>, v: Tensor<7, 6>) -> Tensor<5, 12> {
        attention(q, k, v, heads = 4, kv_heads = 2)
    }
}

network! {
    #[dtype(f64)]
    struct WithAlibi {}
    fn forward(q: Tensor<6, 6>, k: Tensor<9, 6>, v: Tensor<9, 6>) -> Tensor<6, 6> {
        attention::<heads = 3, causal = true, window = 4, alibi = true>(q, k, v)
    }
}

network! {
    #[dtype(f64)]
    struct Everything {}
    fn forward(q: Tensor<3, 4>, k: Tensor<5, 4>, v: Tensor<5, 6>) -> Tensor<3, 6> {
        attention(q, k, v, dropout = 1.0)
    }
}

network! {
    #[dtype(f64)]
    struct Halves {}
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.rotary::<heads = 2, interleaved = false>()
    }
}

network! {
    #[dtype(f64)]
    struct Turning {}
    fn forward(x: Tensor<7, 6>) -> Tensor<7, 6> {
        x.rotary::<theta = 500>()
    }
}

/// The arguments in `forward` are those of the layers.
#[test]
fn networks_match_pytorch() {
    check::<Of<N<9>, N<9>, N<4>, N<4>>, f64, _>("window", &*zeroed::<Windowed>());
    check::<Of<N<3>, N<5>, N<4>, N<6>>, f64, _>("scale", &*zeroed::<Scaled>());
    check::<Masked<N<5>, N<5>, N<4>, N<4>>, f64, _>("causal_mask", &*zeroed::<WithMask>());
    check::<Of<N<3>, N<5>, N<4>, N<6>>, f64, _>("one_head", &*zeroed::<OneHead>());
    check::<Shared<N<5>, N<7>, N<12>, N<6>, N<6>>, f64, _>("grouped", &*zeroed::<Grouped>());
    check::<Of<N<6>, N<9>, N<6>, N<6>>, f64, _>("alibi_window", &*zeroed::<WithAlibi>());
    check::<Of<N<3>, N<5>, N<4>, N<6>>, f64, _>("dropout_of_everything", &*zeroed::<Everything>());
    check::<(N<5>, N<8>), f64, _>("rotary_halves", &*zeroed::<Halves>());
    check::<(N<7>, N<6>), f64, _>("rotary_theta", &*zeroed::<Turning>());
}
