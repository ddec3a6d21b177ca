//! The element-wise functions that `golden.json` does not have, against PyTorch: `tests/golden/activations.py` writes
//! `tests/golden/activations.json`.

use super::{activation_case, close_to, run, tensor};
use nn::Float;
use nn::layers::{
    Celu, Elu, Gelu, GeluTanh, Glu, HardSigmoid, HardSwish, Hardshrink, Hardtanh, Layer, LocalResponseNorm, LogSigmoid,
    Mish, Relu6, Selu, Silu, Softmax2d, Softmin, Softplus, Softshrink, Softsign, Tanhshrink, Threshold,
};
use nn::prelude::*;
use nn::shape::Sample;
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
        "softplus_2.5_10" Softplus<2_500_000, 10_000_000>;
        "relu6" Relu6;
        "hardtanh" Hardtanh;
        "hardtanh_-2.5_0.5" Hardtanh<-2_500_000, 500_000>;
        "log_sigmoid" LogSigmoid;
        "softsign" Softsign;
        "celu" Celu;
        "celu_0.5" Celu<500_000>;
        "threshold_0.5_20" Threshold<500_000, 20_000_000>;
        "threshold_0.5_-2" Threshold<500_000, -2_000_000>;
        "softshrink" Softshrink;
        "softshrink_0.25" Softshrink<250_000>;
        "hardshrink" Hardshrink;
        "hardshrink_2.5" Hardshrink<2_500_000>;
        "tanhshrink" Tanhshrink;
        "softmin" Softmin;
    }
    assert_eq!(compared, all.len(), "not every case of the file is compared");
}

#[test]
fn activations() {
    activations_in::<f32>();
    activations_in::<f64>();
}

/// Compares the output and the gradient with respect to the input of a layer without parameters.
fn gate_case<S: Sample, Out: Sample, B: Dim, T: Float, L: Layer<S, T, Out = Out>>(layer: &L, name: &str, case: &Value) {
    let (x, dy) = (tensor::<S::Batch<B>, T>(&case["x"]), tensor::<Out::Batch<B>, T>(&case["dy"]));
    let (y, dx, _) = run::<S, B, T, L>(layer, &*x, &*dy);
    close_to(name, Tensor::as_slice(&y), &case["y"]);
    close_to(name, Tensor::as_slice(&dx), &case["dx"]);
}

fn gates_in<T: Float>() {
    let all: Value = serde_json::from_str(include_str!("activations.json")).unwrap();
    let all = all["gates"].as_object().unwrap();
    let of = |name: &str| &all[name];
    gate_case::<shape![6], shape![3], dim![4], T, Glu>(&Glu, "glu_rows", of("glu_rows"));
    gate_case::<shape![4, 3], shape![2, 3], dim![2], T, Glu>(&Glu, "glu_channels", of("glu_channels"));
    gate_case::<shape![3, 4], shape![3, 2], dim![2], T, Glu<1>>(&Glu, "glu_last", of("glu_last"));
    gate_case::<shape![3, 2, 2], shape![3, 2, 2], dim![2], T, _>(&Softmax2d, "softmax2d", of("softmax2d"));
    type Lines = LocalResponseNorm<3, 500_000_000_000>;
    type Maps = LocalResponseNorm<4, 1_500_000_000_000, 500_000_000_000, 2_000_000_000_000>;
    let (lines, maps) = ("local_response_norm", "local_response_norm_of_maps");
    gate_case::<shape![5, 3], shape![5, 3], dim![2], T, _>(&<Lines>::default(), lines, of(lines));
    gate_case::<shape![4, 2, 3], shape![4, 2, 3], dim![2], T, _>(&<Maps>::default(), maps, of(maps));
    assert_eq!(all.len(), 6, "not every case of the file is compared");
}

#[test]
fn gates() {
    gates_in::<f32>();
    gates_in::<f64>();
}
