//! Attentions whose samples have keys of their own number, against PyTorch's with a `key_padding_mask`:
//! `tests/golden/attention_lengths.py` writes `tests/golden/attention_lengths.json`.

use super::{all, close, fill_signal, floats, run};
use nn::layers::{Alibi, Attention, Causal, CausalWindow, GroupedQueries, Layer};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Indices};
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("attention_lengths.json")).unwrap());

/// Runs an attention on a case of the file, for a batch of three.
fn check<In: Signal, T: Float, L: Layer<In, T>>(name: &str, layer: &L) {
    let case = &GOLDEN[name];
    let (mut x, mut dy) = (zeroed::<In::Owned<N<3>, T>>(), zeroed::<<L::Out as Signal>::Owned<N<3>, T>>());
    fill_signal::<In, N<3>, T>(&mut x, &case["x"]);
    fill_signal::<L::Out, N<3>, T>(&mut dy, &case["dy"]);
    let (mut y, mut dx, _) = run::<In, N<3>, T, L>(layer, &x, &dy);
    close(&format!("{name} y"), &floats::<L::Out, N<3>, T>(&mut y), &all(&case["y"]));
    close(&format!("{name} dx"), &floats::<In, N<3>, T>(&mut dx), &all(&case["dx"]));
}

/// L queries of D elements, S keys of K elements and values of V, and their length.
type Of<L, S, D, K, V, Length> = Tuple<((L, D), (S, K), (S, V), Indices<Length>)>;

fn checks<T: Float>() {
    type CausalTwo = Attention<N<2>, Causal>;
    check::<Of<N<7>, N<7>, N<8>, N<8>, N<8>, N<8>>, T, _>("heads", &<Attention<N<4>>>::new());
    check::<Of<N<3>, N<5>, N<4>, N<4>, N<6>, N<6>>, T, _>("no_key", &<Attention<N<2>>>::new());
    check::<Of<N<66>, N<130>, N<6>, N<6>, N<4>, N<131>>, T, _>("blocks", &<Attention<N<2>>>::new());
    type Masked = Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>), (N<3>, N<5>), Indices<N<6>>)>;
    check::<Masked, T, _>("mask", &<Attention<N<2>>>::new());
    check::<Of<N<9>, N<9>, N<4>, N<4>, N<4>, N<10>>, T, _>("causal", &CausalTwo::new());
    check::<Of<N<3>, N<8>, N<4>, N<4>, N<6>, N<9>>, T, _>("causal_prefix", &CausalTwo::new());
    check::<Of<N<9>, N<9>, N<4>, N<4>, N<4>, N<10>>, T, _>("window", &<Attention<N<2>, CausalWindow<N<3>>>>::new());
    check::<Of<N<9>, N<9>, N<8>, N<8>, N<8>, N<10>>, T, _>("alibi", &<Attention<N<4>, Alibi<Causal>>>::new());
    type Grouped = Attention<GroupedQueries<N<4>, N<2>>>;
    check::<Of<N<5>, N<7>, N<12>, N<6>, N<6>, N<8>>, T, _>("grouped", &Grouped::new());
}

#[test]
fn keys_up_to_lengths() {
    checks::<f32>();
    checks::<f64>();
}

network! {
    #[dtype(f64)]
    struct Causally {}
    fn forward(q: Tensor<9, 4>, k: Tensor<9, 4>, v: Tensor<9, 4>, length: Tensor<Class<10>>) -> Tensor<9, 4> {
        attention(q, k, v, length, heads = 2, causal = true, window = 3)
    }
}

network! {
    #[dtype(f64)]
    struct Masked {}
    fn forward(q: Tensor<3, 4>, k: Tensor<5, 4>, v: Tensor<5, 6>, mask: Tensor<3, 5>, length: Tensor<Class<6>>) -> Tensor<3, 6> {
        attention(q, k, v, mask, length, heads = 2)
    }
}

#[test]
fn in_networks() {
    check::<Of<N<9>, N<9>, N<4>, N<4>, N<4>, N<10>>, f64, Causally>("window", &*zeroed());
    type In = Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>), (N<3>, N<5>), Indices<N<6>>)>;
    check::<In, f64, Masked>("mask", &*zeroed());
}
