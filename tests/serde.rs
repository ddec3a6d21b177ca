//! Serialisation of tensors, layers and networks with serde.

#![allow(missing_docs)]

use nn::Parameters;
use nn::layers::{Embedding, Linear, PRelu, Relu};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::serde::{InPlace, boxed};
use serde::de::DeserializeSeed;
use serde::{Deserialize, Serialize};
use serde_json::{Deserializer, Value, json};

network! {
    #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
    struct Block<H: Dim> {
        fc: Linear<H, H>,
        norm: BatchNorm1d<H>,
    }
    fn forward(x: Tensor<H>) -> Tensor<H> {
        x.fc().norm()
    }
}

network! {
    #[derive(PartialEq, Debug)]
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Net {
        first: Block<N<2>>,
        rows: [Linear<2, 2, bias = false>; 2],
        slope: PRelu,
    }
    fn forward(x: Tensor<2>) -> Tensor<2> {
        x.first().rows().slope()
    }
}

network! {
    #[dtype(f64)]
    #[derive(PartialEq, Debug, Serialize, Deserialize)]
    struct Double {
        fc: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc()
    }
}

fn read(value: &Value) -> Result<Box<Net>, String> {
    boxed(value).map_err(|error: serde_json::Error| error.to_string())
}

#[test]
fn network_serialises_as_map_of_tensors() {
    let mut net = zeroed::<Net>();
    net.slope.weight[[0]] = 0.25;
    let row = json!({ "shape": [2], "data": [0.0, 0.0] });
    let matrix = json!({ "shape": [2, 2], "data": [0.0, 0.0, 0.0, 0.0] });
    let expected = json!({
        "first.fc.weight": matrix,
        "first.fc.bias": row,
        "first.norm.weight": row,
        "first.norm.bias": row,
        "first.norm.running_mean": row,
        "first.norm.running_var": row,
        "rows.0.weight": matrix,
        "rows.1.weight": matrix,
        "slope.weight": { "shape": [1], "data": [0.25] },
    });
    assert_eq!(serde_json::to_value(&net).unwrap(), expected);
    assert_eq!(read(&expected).unwrap(), net);
}

#[test]
fn round_trip_is_bit_identical() {
    let net = Net::new(3);
    let text = serde_json::to_string(&net).unwrap();
    let back: Box<Net> = boxed(&mut Deserializer::from_str(&text)).unwrap();
    let bits = |net: &Net| net.as_slice().iter().map(|element| element.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&back), bits(&net));
    // By value, and in a `Box` by the trait.
    assert_eq!(serde_json::from_str::<Net>(&text).unwrap(), *net);
    assert_eq!(serde_json::from_str::<Box<Net>>(&text).unwrap(), net);
    let double = Double::new(1);
    let text = serde_json::to_string(&double).unwrap();
    let back: Box<Double> = boxed(&mut Deserializer::from_str(&text)).unwrap();
    assert!(
        back.as_slice().iter().zip(double.as_slice()).all(|(back, saved)| (back - saved).abs() <= saved.abs() * 1e-15)
    );
}

#[test]
fn generic_networks_round_trip() {
    fn check<H: Dim>() {
        let block = Block::<H>::new(1);
        let text = serde_json::to_string(&block).unwrap();
        assert!(*serde_json::from_str::<Block<H>>(&text).unwrap().fc.weight.as_slice() == *block.fc.weight.as_slice());
    }
    check::<N<1>>();
    check::<N<9>>();
}

#[test]
fn mismatches_name_tensor_and_shapes() {
    let good = serde_json::to_value(Net::new(1)).unwrap();
    let with = |name: &str, value: Value| {
        let mut bad = good.clone();
        bad[name] = value;
        read(&bad).unwrap_err()
    };
    let bias = "first.fc.bias";
    assert_eq!(
        with("rows.1.weight", json!({ "shape": [2, 3], "data": [0, 0, 0, 0, 0, 0] })),
        "tensor `rows.1.weight` has the shape [2, 3], expected [2, 2]"
    );
    let count = "expected 2 for the shape [2]";
    for (data, found) in [(json!([1.0]), "1"), (json!([]), "0"), (json!([1.0, 2.0, 3.0]), "3")] {
        let error = format!("tensor `first.fc.bias` has {found} elements, {count}");
        assert_eq!(with(bias, json!({ "shape": [2], "data": data })), error);
        assert_eq!(with(bias, json!([[2], data])), error);
    }
    let parts = "expected the shape [2] and its elements";
    assert_eq!(with(bias, json!({ "shape": [2] })), format!("tensor `first.fc.bias` has no `data`, {parts}"));
    assert_eq!(with(bias, json!({ "data": [1, 2] })), format!("tensor `first.fc.bias` has no `shape`, {parts}"));
    assert_eq!(with(bias, json!([[2]])), format!("tensor `first.fc.bias` has no `data`, {parts}"));
    assert_eq!(with(bias, json!([])), format!("tensor `first.fc.bias` has no `shape`, {parts}"));
    assert_eq!(
        with(bias, json!(1)),
        "invalid type: integer `1`, expected tensor `first.fc.bias` of shape [2], as `shape` and `data`"
    );
    assert_eq!(
        with(bias, json!({ "shape": [2], "data": 1 })),
        "invalid type: integer `1`, expected the 2 elements of a tensor"
    );
    assert_eq!(with("head.weight", json!(1)), "there is a tensor `head.weight`, expected none of this name");
    let mut bad = good.clone();
    bad.as_object_mut().unwrap().remove(bias);
    assert_eq!(read(&bad).unwrap_err(), "there is no tensor `first.fc.bias`, expected one of shape [2]");
    assert!(read(&json!([])).unwrap_err().contains("expected a map from the names of tensors"));
    let twice = r#"{"slope.weight": [[1], [0]], "slope.weight": [[1], [0]]}"#;
    let error = serde_json::from_str::<Net>(twice).unwrap_err().to_string();
    assert!(error.starts_with("there are two tensors `slope.weight`"), "{error}");
    // In any order, like the parts of a tensor.
    let mut entries: Vec<_> = good.as_object().unwrap().iter().collect();
    entries.reverse();
    let text: Vec<_> = entries
        .iter()
        .map(|(name, tensor)| {
            format!(r#""{name}": {{"data": {}, "note": "", "shape": {}}}"#, tensor["data"], tensor["shape"])
        })
        .collect();
    let back: Net = serde_json::from_str(&format!("{{{}}}", text.join(", "))).unwrap();
    assert_eq!(back, *Net::new(1));
}

#[test]
fn tensors_and_layers_round_trip() {
    let x = Tensor::from([[1.0_f32, 2.0], [3.0, 4.0]]);
    let value = serde_json::to_value(&x).unwrap();
    assert_eq!(value, json!({ "shape": [2, 2], "data": [1.0, 2.0, 3.0, 4.0] }));
    assert_eq!(Tensor::<shape![2, 2]>::deserialize(&value).unwrap(), x);
    let error = Tensor::<shape![4]>::deserialize(&value).unwrap_err();
    assert_eq!(error.to_string(), "the tensor has the shape [2, 2], expected [4]");

    let classes = Tensor::<shape![2], Class<N<3>>>::new([Class::new(2).unwrap(), Class::default()]);
    let value = serde_json::to_value(&classes).unwrap();
    assert_eq!(value, json!({ "shape": [2], "data": [2, 0] }));
    assert_eq!(Tensor::deserialize(&value).unwrap(), classes);
    let error = Tensor::<shape![2], Class<N<2>>>::deserialize(&value).unwrap_err();
    assert_eq!(error.to_string(), "class 2, expected 0 to 1");

    let table = zeroed::<Embedding<N<2>, N<1>>>();
    assert_eq!(serde_json::to_value(&table).unwrap(), json!({ "weight": { "shape": [2, 1], "data": [0.0, 0.0] } }));
    assert_eq!(serde_json::to_value(Relu).unwrap(), json!({}));
    assert_eq!(Relu::deserialize(&json!({})).unwrap(), Relu);
    assert_eq!(serde_json::from_value::<PRelu>(json!({ "weight": [[1], [0.5]] })).unwrap().weight[[0]], 0.5);
}

#[derive(Serialize, Deserialize)]
struct Run {
    epoch: u64,
    #[serde(deserialize_with = "boxed")]
    best: Box<Net>,
}

#[test]
fn network_deserialises_as_field_and_in_place() {
    let run = Run { epoch: 3, best: Net::new(1) };
    let text = serde_json::to_string(&run).unwrap();
    let back: Run = serde_json::from_str(&text).unwrap();
    assert_eq!((back.epoch, &back.best), (3, &run.best));
    let mut other = Net::new(2);
    let value = serde_json::to_value(&run.best).unwrap();
    InPlace(&mut *other).deserialize(&value).unwrap();
    assert_eq!(other, run.best);
}

network! {
    #[derive(Serialize, Deserialize)]
    struct Large {
        fc: Linear<1000, 1000>,
    }
    fn forward(x: Tensor<1000>) -> Tensor<1000> {
        x.fc()
    }
}

/// 4 MB, with a stack of 256 KiB.
#[test]
fn large_network_is_not_placed_on_the_stack() {
    let body = || {
        let mut large = zeroed::<Large>();
        large.fc.weight[[999, 999]] = 0.5;
        let text = serde_json::to_string(&large).unwrap();
        let back: Box<Large> = boxed(&mut Deserializer::from_str(&text)).unwrap();
        assert_eq!(back.fc.weight[[999, 999]], 0.5);
        let fc: Box<Linear<dim![1000], dim![1000]>> =
            boxed(&mut Deserializer::from_str(&text.replace("fc.", ""))).unwrap();
        assert!(fc.weight == large.fc.weight);
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(body).unwrap().join().unwrap();
}
