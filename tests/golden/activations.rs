//! The element-wise functions that `golden.json` does not have, against PyTorch: `tests/golden/activations.py` writes
//! `tests/golden/activations.json`.

use super::activation_case;
use nn::Float;
use nn::layers::{Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, Mish, Selu, Silu, Softplus};
use serde_json::Value;

fn activations_in<T: Float>() {
    let all: Value = serde_json::from_str(include_str!("activations.json")).unwrap();
    let all = all["activations"].as_object().unwrap();
    let mut compared = 0;
    macro_rules! cases {
        ($($name:literal $layer:ty;)*) => {
            $(
                activation_case::<T, $layer>(&<$layer>::default(), $name, &all[$name]);
                compared += 1;
            )*
        };
    }
    cases! {
        "elu" Elu;
        "elu_0.5" Elu<500_000>;
        "selu" Selu;
        "gelu" Gelu;
        "gelu_tanh" GeluTanh;
        "silu" Silu;
        "mish" Mish;
        "hard_sigmoid" HardSigmoid;
        "hard_swish" HardSwish;
        "softplus" Softplus;
        "softplus_2.5" Softplus<2_500_000>;
    }
    assert_eq!(compared, all.len(), "not every case of the file is compared");
}

#[test]
fn activations() {
    activations_in::<f32>();
    activations_in::<f64>();
}
