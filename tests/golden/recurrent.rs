//! Recurrent layers against PyTorch: `tests/golden/recurrent.py` writes `tests/golden/recurrent.json`.

use super::{all as numbers_of, close, close_to, fill, fill_signal, floats, numbers, run, tensor};
use nn::layers::{Gru, Layer, Lstm, NoBias, Projected, Recurrent, Relu, Rnn, RnnCell, Scan, Tanh, WithBias};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Indices, Parameters};
use serde_json::Value;

fn all() -> Value {
    serde_json::from_str(include_str!("recurrent.json")).unwrap()
}

/// Visits each tensor of a layer with the value of its name; no value may be without a tensor.
fn each_tensor<T: Float, L: Parameters<T>>(
    values: &Value,
    mut visit: impl FnMut(&str, std::ops::Range<usize>, &Value),
) {
    let mut count = 0;
    L::LAYOUT.for_each(|tensor| {
        let name = tensor.name.to_string();
        let shape: Vec<_> = numbers(&values[&name]["shape"]).iter().map(|&size| size as usize).collect();
        assert_eq!(shape, tensor.dims, "{name}");
        visit(&name, tensor.range(), &values[&name]);
        count += 1;
    });
    assert_eq!(count, values.as_object().unwrap().len());
}

/// The layer of a case, with its weights.
fn layer_of<T: Float, L: Parameters<T>>(case: &Value) -> Box<L> {
    let mut layer = zeroed::<L>();
    each_tensor::<T, L>(&case["weights"], |_, range, value| {
        let from = numbers(&value["data"]);
        layer.as_mut_slice()[range].iter_mut().zip(from).for_each(|(to, from)| *to = T::from_f64(from));
    });
    layer
}

/// Runs a layer on a case of the file: `S` steps of `In` features, mapped to `Out` features.
fn case<S: Dim, In: Dim, Out: Dim, B: Dim, T: Float, L: Layer<(S, In), T, Out = (S, Out)>>(name: &str) {
    let case = &all()[name];
    let layer = layer_of::<T, L>(case);
    let (x, dy) = (tensor::<(B, S, In), T>(&case["x"]), tensor::<(B, S, Out), T>(&case["dy"]));
    let (y, dx, grad) = run::<(S, In), B, T, _>(&*layer, &*x, &*dy);
    close_to(&format!("{name} y"), y.as_slice(), &case["y"]);
    close_to(&format!("{name} dx"), dx.as_slice(), &case["dx"]);
    each_tensor::<T, L>(&case["gradients"], |tensor, range, value| {
        close_to(&format!("{name} d{tensor}"), &grad.as_slice()[range], value);
    });
    let mut inferred = Tensor::<(B, S, Out), T>::zeros();
    layer.forward(&x, &mut inferred, &mut *zeroed::<L::Scratch<B>>());
    assert_eq!(inferred, y, "{name}");
}

/// The output of a layer.
type Owned<L, In, B, T> = <<L as Layer<In, T>>::Out as Signal>::Owned<B, T>;

/// Runs a layer with initial states on a case of the file.
fn case_with_states<In: Signal, B: Dim, T: Float, L: Layer<In, T>>(name: &str)
where
    In::Owned<B, T>: Parameters<T>,
    Owned<L, In, B, T>: Parameters<T>,
{
    let case = &all()[name];
    let layer = layer_of::<T, L>(case);
    let (mut x, mut dy) = (zeroed::<In::Owned<B, T>>(), zeroed::<Owned<L, In, B, T>>());
    fill(x.as_mut_slice(), &case["x"]);
    fill(dy.as_mut_slice(), &case["dy"]);
    let (y, dx, grad) = run::<In, B, T, _>(&*layer, &*x, &*dy);
    close(&format!("{name} y"), y.as_slice(), &numbers_of(&case["y"]));
    close(&format!("{name} dx"), dx.as_slice(), &numbers_of(&case["dx"]));
    each_tensor::<T, L>(&case["gradients"], |tensor, range, value| {
        close_to(&format!("{name} d{tensor}"), &grad.as_slice()[range], value);
    });
    let mut inferred = zeroed::<Owned<L, In, B, T>>();
    layer.forward(In::by_ref(&x), L::Out::by_mut(&mut inferred), &mut *zeroed::<L::Scratch<B>>());
    assert!(inferred.as_slice() == y.as_slice(), "{name}");
}

/// Runs a layer with lengths and initial states on a case of the file.
fn case_with_lengths<In: Signal, B: Dim, T: Float, L: Layer<In, T>>(name: &str)
where
    Owned<L, In, B, T>: Parameters<T>,
{
    let case = &all()[name];
    let layer = layer_of::<T, L>(case);
    let (mut x, mut dy) = (zeroed::<In::Owned<B, T>>(), zeroed::<Owned<L, In, B, T>>());
    fill_signal::<In, B, T>(&mut x, &case["x"]);
    fill(dy.as_mut_slice(), &case["dy"]);
    let (y, mut dx, grad) = run::<In, B, T, _>(&*layer, &*x, &*dy);
    close(&format!("{name} y"), y.as_slice(), &numbers_of(&case["y"]));
    close(&format!("{name} dx"), &floats::<In, B, T>(&mut dx), &numbers_of(&case["dx"]));
    each_tensor::<T, L>(&case["gradients"], |tensor, range, value| {
        close_to(&format!("{name} d{tensor}"), &grad.as_slice()[range], value);
    });
    let mut inferred = zeroed::<Owned<L, In, B, T>>();
    layer.forward(In::by_ref(&x), L::Out::by_mut(&mut inferred), &mut *zeroed::<L::Scratch<B>>());
    assert!(inferred.as_slice() == y.as_slice(), "{name}");
}

#[test]
fn lstm() {
    fn of<T: Float>() {
        type Two = dim![2];
        case::<dim![5], dim![4], dim![6], dim![3], T, Lstm<dim![4], dim![6], WithBias, T>>("lstm");
        case::<dim![1], dim![3], Two, Two, T, Lstm<dim![3], Two, WithBias, T>>("lstm_one_step");
        case::<dim![4], dim![3], dim![10], Two, T, Lstm<dim![3], dim![5], WithBias, T, 2, 2>>("lstm_deep");
        case::<dim![7], Two, dim![3], dim![1], T, Lstm<Two, dim![3], NoBias, T, 1, 1>>("lstm_no_bias");
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn projected_lstm() {
    fn of<T: Float>() {
        type Two = dim![2];
        type Narrow = Projected<dim![6], Two>;
        case::<dim![5], dim![4], Two, dim![3], T, Lstm<dim![4], Narrow, WithBias, T>>("lstm_projected");
        type Deep<T> = Lstm<dim![3], Projected<dim![5], Two>, WithBias, T, 2, 2>;
        case::<dim![4], dim![3], dim![4], Two, T, Deep<T>>("lstm_projected_deep");
        type NoBiases<T> = Lstm<Two, Projected<dim![3], dim![1]>, NoBias, T, 1, 1>;
        case::<dim![7], Two, dim![1], dim![1], T, NoBiases<T>>("lstm_projected_no_bias");
        type One = Tuple<(shape![5, 4], shape![2], shape![6])>;
        case_with_states::<One, dim![3], T, Lstm<dim![4], Narrow, WithBias, T>>("lstm_states_projected");
        type States = Tuple<(shape![4, 3], shape![6, 2], shape![6, 5])>;
        case_with_states::<States, Two, T, Deep<T>>("lstm_states_projected_deep");
        type Lengths = Tuple<(Indices<dim![6]>, shape![5, 4], shape![2], shape![6])>;
        case_with_lengths::<Lengths, dim![4], T, Lstm<dim![4], Narrow, WithBias, T>>("lstm_lengths_projected");
        type DeepLengths = Tuple<(Indices<dim![5]>, shape![4, 3], shape![6, 2], shape![6, 5])>;
        case_with_lengths::<DeepLengths, dim![3], T, Deep<T>>("lstm_lengths_projected_deep");
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn gru() {
    fn of<T: Float>() {
        case::<dim![5], dim![4], dim![6], dim![3], T, Gru<dim![4], dim![6], WithBias, T>>("gru");
        case::<dim![4], dim![3], dim![10], dim![2], T, Gru<dim![3], dim![5], WithBias, T, 2, 1>>("gru_deep");
        case::<dim![3], dim![1], dim![7], dim![4], T, Gru<dim![1], dim![7], NoBias, T>>("gru_no_bias");
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn rnn() {
    fn of<T: Float>() {
        case::<dim![5], dim![4], dim![6], dim![3], T, Rnn<dim![4], dim![6], Tanh, WithBias, T>>("rnn");
        type Deep<T> = Recurrent<RnnCell<Relu>, dim![3], dim![5], WithBias, T, 2, 1>;
        case::<dim![4], dim![3], dim![10], dim![2], T, Deep<T>>("rnn_relu_deep");
        case::<dim![9], dim![2], dim![1], dim![4], T, Rnn<dim![2], dim![1], Tanh, NoBias, T>>("rnn_no_bias");
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn states() {
    fn of<T: Float>() {
        type Lstms = Tuple<(shape![5, 4], shape![6], shape![6])>;
        case_with_states::<Lstms, dim![3], T, Lstm<dim![4], dim![6], WithBias, T>>("lstm_states");
        type Deep = Tuple<(shape![4, 3], shape![6, 5], shape![6, 5])>;
        case_with_states::<Deep, dim![2], T, Lstm<dim![3], dim![5], WithBias, T, 2, 2>>("lstm_states_deep");
        type Grus = Tuple<(shape![5, 4], shape![6])>;
        case_with_states::<Grus, dim![3], T, Gru<dim![4], dim![6], WithBias, T>>("gru_states");
        type Both = Tuple<(shape![1, 3], shape![4, 5])>;
        case_with_states::<Both, dim![2], T, Gru<dim![3], dim![5], WithBias, T, 2, 1>>("gru_states_deep");
        type Rnns = Tuple<(shape![9, 2], shape![1])>;
        case_with_states::<Rnns, dim![4], T, Rnn<dim![2], dim![1], Tanh, NoBias, T>>("rnn_states");
        type Two = Tuple<(shape![4, 3], shape![2, 5])>;
        type Deeper<T> = Recurrent<RnnCell<Relu>, dim![3], dim![5], WithBias, T, 1, 1>;
        case_with_states::<Two, dim![2], T, Deeper<T>>("rnn_states_two_layers");
    }
    of::<f32>();
    of::<f64>();
}

/// Against packed sequences.
#[test]
fn lengths() {
    fn of<T: Float>() {
        type Lstms = Tuple<(Indices<dim![6]>, shape![5, 4], shape![6], shape![6])>;
        case_with_lengths::<Lstms, dim![4], T, Lstm<dim![4], dim![6], WithBias, T>>("lstm_lengths");
        type Deep = Tuple<(Indices<dim![5]>, shape![4, 3], shape![6, 5], shape![6, 5])>;
        case_with_lengths::<Deep, dim![3], T, Lstm<dim![3], dim![5], WithBias, T, 2, 2>>("lstm_lengths_deep");
        type Grus = Tuple<(Indices<dim![6]>, shape![5, 4], shape![2, 6])>;
        case_with_lengths::<Grus, dim![3], T, Gru<dim![4], dim![6], WithBias, T, 2>>("gru_lengths");
        type Both = Tuple<(Indices<dim![5]>, shape![4, 3], shape![4, 5])>;
        case_with_lengths::<Both, dim![3], T, Gru<dim![3], dim![5], WithBias, T, 2, 1>>("gru_lengths_deep");
        type Rnns = Tuple<(Indices<dim![10]>, shape![9, 2], shape![1])>;
        case_with_lengths::<Rnns, dim![4], T, Rnn<dim![2], dim![1], Tanh, NoBias, T>>("rnn_lengths");
        type Two = Tuple<(Indices<dim![5]>, shape![4, 3], shape![2, 5])>;
        type Deeper<T> = Recurrent<RnnCell<Relu>, dim![3], dim![5], WithBias, T, 1, 1>;
        case_with_lengths::<Two, dim![2], T, Deeper<T>>("rnn_lengths_two_layers");
    }
    of::<f32>();
    of::<f64>();
}

network! {
    /// A step of a GRU, with the weights of all gates in one matrix.
    #[dtype(f64)]
    struct GruStep {
        input: Linear<4, 18>,
        hidden: Linear<6, 18>,
    }
    fn forward(x: Tensor<4>, h: Tensor<6>) -> (Tensor<6>, Tensor<6>) {
        let (r, z, n) = split::<6, 6, 6>(x.input());
        let (of_r, of_z, of_n) = split::<6, 6, 6>(h.hidden());
        let z = (z + of_z).sigmoid();
        let n = (n + (r + of_r).sigmoid() * of_n).tanh();
        let h = (1 - z) * n + z * h;
        (h, h)
    }
}

/// The values of a GRU with states are those of a scan of its cell.
#[test]
fn scan() {
    type In = Tuple<(shape![5, 4], shape![6])>;
    let case = &all()["gru_states"];
    let name_of = |tensor: String| match tensor.as_str() {
        "input.weight" => "weight_ih_l0",
        "input.bias" => "bias_ih_l0",
        "hidden.weight" => "weight_hh_l0",
        _ => "bias_hh_l0",
    };
    let mut layer = zeroed::<Scan<GruStep>>();
    <Scan<GruStep> as Parameters<f64>>::LAYOUT.for_each(|tensor| {
        let from = numbers(&case["weights"][name_of(tensor.name.to_string())]["data"]);
        layer.as_mut_slice()[tensor.range()].copy_from_slice(&from);
    });
    let mut x = zeroed::<<In as Signal>::Owned<dim![3], f64>>();
    let mut dy = zeroed::<Owned<Scan<GruStep>, In, dim![3], f64>>();
    fill(x.as_mut_slice(), &case["x"]);
    fill(dy.as_mut_slice(), &case["dy"]);
    let (y, dx, grad) = run::<In, dim![3], f64, _>(&*layer, &*x, &*dy);
    close("scan y", y.as_slice(), &numbers_of(&case["y"]));
    close("scan dx", dx.as_slice(), &numbers_of(&case["dx"]));
    <Scan<GruStep> as Parameters<f64>>::LAYOUT.for_each(|tensor| {
        let name = name_of(tensor.name.to_string());
        close_to(&format!("scan d{name}"), &grad.as_slice()[tensor.range()], &case["gradients"][name]);
    });
}
