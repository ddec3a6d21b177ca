//! Forward, gradients and optimisers against PyTorch: `tests/golden/make.py` writes `tests/golden/golden.json`, and those
//! of the modules.
//!
//! The files contain `f64` only. An `f64` may differ by a relative error of 1e-12; an `f32`, whose inputs are exact, by
//! 4e-5, since PyTorch's own `float32` results are up to 2.4e-5 away from the files (a normalisation of almost constant
//! values), and most are within 1e-6. Both are far below any step that is compared.

#![allow(missing_docs)]

mod activations;
mod attention;
mod attention_lengths;
mod axes;
mod convolution;
mod einsum;
mod embedding;
mod expressions;
mod joins;
mod last_axis;
mod losses;
mod normalization;
mod optimizers;
mod recurrent;
mod training;
mod unpool;

use nn::layers::{
    Activation, Layer, LeakyRelu, Linear, LogSoftmax, NoBias, Pass, Relu, Sigmoid, Softmax, StepContext, Tanh, WithBias,
};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::shape::Shape;
use nn::signal::{Elements, Signal};
use nn::{Float, Parameters};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// A tensor of the file, whose shape must be that of the type.
fn tensor<S: Shape, T: Float>(value: &Value) -> Box<Tensor<S, T>> {
    let shape: Vec<usize> = numbers(&value["shape"]).iter().map(|&size| size as usize).collect();
    assert_eq!(shape, S::DIMS);
    let data: Vec<T> = numbers(&value["data"]).iter().map(|&number| T::from_f64(number)).collect();
    Tensor::from_slice(&data).unwrap()
}

/// The elements of several tensors, concatenated.
fn all(tensors: &Value) -> Vec<f64> {
    let one = std::slice::from_ref(tensors);
    let tensors = tensors.as_array().map_or(one, Vec::as_slice);
    tensors.iter().flat_map(|tensor| numbers(&tensor["data"])).collect()
}

fn fill<T: Float>(to: &mut [T], tensors: &Value) {
    let from = all(tensors);
    assert_eq!(to.len(), from.len());
    to.iter_mut().zip(from).for_each(|(to, from)| *to = T::from_f64(from));
}

/// Fills the tensors of an input, which may be indices, from a list of the file.
fn fill_signal<In: Signal, B: Dim, T: Float>(x: &mut In::Owned<B, T>, tensors: &Value) {
    let mut tensors = tensors.as_array().unwrap().iter();
    for part in In::to_parts_mut::<B, T>(In::by_mut(x)).into_iter().flatten() {
        let from = numbers(&tensors.next().unwrap()["data"]);
        match part {
            Elements::Floats(to) => to.iter_mut().zip(from).for_each(|(to, from)| *to = T::from_f64(from)),
            Elements::Indices(to) => to.iter_mut().zip(from).for_each(|(to, from)| *to = from as u32),
        }
    }
    assert!(tensors.next().is_none());
}

/// The elements of the tensors of a signal, without indices.
fn floats<In: Signal, B: Dim, T: Float>(x: &mut In::Owned<B, T>) -> Vec<T> {
    let parts = In::to_parts_mut::<B, T>(In::by_mut(x)).into_iter().flatten();
    parts.flat_map(|part| part.floats().map(|x| x.to_vec()).unwrap_or_default()).collect()
}

fn labels<B: Dim, C: Dim>(value: &Value) -> Box<Tensor<(B,), Class<C>>> {
    let data: Vec<_> = numbers(&value["data"]).iter().map(|&label| Class::new(label as usize).unwrap()).collect();
    Tensor::from_slice(&data).unwrap()
}

#[track_caller]
fn close<T: Float>(what: &str, found: &[T], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let relative = if size_of::<T>() == 4 { 4e-5 } else { 1e-12 };
    // Sums with cancellation are compared on the scale of their terms.
    let scale = expected.iter().fold(0.0_f64, |largest, number| largest.max(number.abs()));
    for (i, (found, &expected)) in found.iter().zip(expected).enumerate() {
        let found = found.to_f64();
        let tolerance = relative * (expected.abs() + 0.1 * scale.min(1.0)) + f64::from(f32::MIN_POSITIVE);
        assert!((found - expected).abs() <= tolerance, "{what} {i}: found {found}, expected {expected}");
    }
}

#[track_caller]
fn close_to<T: Float>(what: &str, found: &[T], expected: &Value) {
    close(what, found, &numbers(&expected["data"]));
}

/// Forward and backward passes of a layer at `x` and `dy`; returns y, dx and the gradient.
#[allow(clippy::type_complexity)]
fn run<In: Signal, B: Dim, T: Float, L: Layer<In, T>>(
    layer: &L,
    x: &In::Owned<B, T>,
    dy: &<L::Out as Signal>::Owned<B, T>,
) -> (Box<<L::Out as Signal>::Owned<B, T>>, Box<In::Owned<B, T>>, Box<L>) {
    let (mut y, mut dx, mut grad) =
        (zeroed::<<L::Out as Signal>::Owned<B, T>>(), zeroed::<In::Owned<B, T>>(), zeroed());
    let mut saved = zeroed::<L::Saved<B>>();
    let context = StepContext::default();
    layer.forward_train(In::by_ref(x), L::Out::by_mut(&mut y), &mut saved, context);
    layer.backward(
        Pass { x: In::by_ref(x), y: L::Out::by_ref(&y), saved: &mut *saved, dy: L::Out::by_ref(dy) },
        In::by_grad(&mut dx, false),
        Gradient::set(&mut grad),
        context,
    );
    (y, dx, grad)
}

fn linear_case<T: Float>() {
    let all = golden();
    let case = &all["linear"]["bias"];
    let mut fc = zeroed::<Linear<dim![5], dim![3], WithBias, T>>();
    fc.weight.assign(&tensor(&case["w"]));
    fc.bias.assign(&tensor(&case["b"]));
    let (y, dx, grad) = run::<shape![5], dim![4], T, _>(&*fc, &*tensor(&case["x"]), &*tensor(&case["dy"]));
    close_to("y", y.as_slice(), &case["y"]);
    close_to("dx", dx.as_slice(), &case["dx"]);
    close_to("dw", grad.weight.as_slice(), &case["dw"]);
    close_to("db", grad.bias.as_slice(), &case["db"]);

    let case = &all["linear"]["no_bias"];
    let mut fc = zeroed::<Linear<dim![5], dim![3], NoBias, T>>();
    fc.weight.assign(&tensor(&case["w"]));
    let (y, dx, grad) = run::<shape![5], dim![4], T, _>(&*fc, &*tensor(&case["x"]), &*tensor(&case["dy"]));
    close_to("y", y.as_slice(), &case["y"]);
    close_to("dx", dx.as_slice(), &case["dx"]);
    close_to("dw", grad.weight.as_slice(), &case["dw"]);
}

#[test]
fn linear() {
    linear_case::<f32>();
    linear_case::<f64>();
}

fn activation_case<T: Float, L: Layer<shape![6], T, Out = shape![6]>>(layer: &L, name: &str, case: &Value) {
    let (y, dx, _) = run::<shape![6], dim![4], T, _>(layer, &*tensor(&case["x"]), &*tensor(&case["dy"]));
    close_to(name, y.as_slice(), &case["y"]);
    close_to(name, dx.as_slice(), &case["dx"]);
}

fn activation_cases<T: Float>() {
    let all = golden();
    let case = |name: &str| &all["activations"][name];
    activation_case::<T, _>(&Relu, "relu", case("relu"));
    activation_case::<T, _>(&LeakyRelu::<10_000>, "leaky_relu_0.01", case("leaky_relu_0.01"));
    activation_case::<T, _>(&LeakyRelu::<200_000>, "leaky_relu_0.2", case("leaky_relu_0.2"));
    activation_case::<T, _>(&Sigmoid, "sigmoid", case("sigmoid"));
    activation_case::<T, _>(&Tanh, "tanh", case("tanh"));
    activation_case::<T, _>(&Softmax, "softmax", case("softmax"));
    activation_case::<T, _>(&LogSoftmax, "log_softmax", case("log_softmax"));
}

#[test]
fn activations() {
    activation_cases::<f32>();
    activation_cases::<f64>();
    assert_eq!(<Relu as Activation>::derivative(0.0, 0.0), 0.0);
}

fn loss_case<'a, B: Dim, C: Dim, T: Float, L: Loss<(C,), T>>(
    loss: &L,
    y: &Tensor<(B, C), T>,
    target: L::Target<'a, B>,
    case: &Value,
    gradient: &str,
) {
    let mut dy = Tensor::<(B, C), T>::zeros();
    let value = loss.gradient(y, target, &mut dy);
    close("loss", &[value, loss.value(y, target)], &[case["loss"].as_f64().unwrap(); 2]);
    close_to(gradient, dy.as_slice(), &case[gradient]);
}

fn loss_cases<T: Float>() {
    let all = golden();
    let all = &all["losses"];
    for name in ["cross_entropy_logits", "cross_entropy_logits_extreme"] {
        let case = &all[name];
        loss_case::<dim![5], dim![4], T, _>(&CrossEntropy, &tensor(&case["x"]), &labels(&case["target"]), case, "dx");
    }
    let case = &all["cross_entropy_smoothed"];
    let smooth = CrossEntropy.label_smoothing(0.2);
    loss_case::<dim![5], dim![4], T, _>(&smooth, &tensor(&case["x"]), &labels(&case["target"]), case, "dx");
    for name in ["cross_entropy_probs_one_hot", "cross_entropy_probs_soft"] {
        let case = &all[name];
        let target = tensor(&case["target"]);
        loss_case::<dim![4], dim![4], T, _>(&ProbabilityCrossEntropy, &tensor(&case["p"]), &target, case, "dp");
    }
    let case = &all["mse"];
    loss_case::<dim![4], dim![3], T, _>(&Mse, &tensor(&case["x"]), &tensor(&case["target"]), case, "dx");
}

#[test]
fn losses() {
    loss_cases::<f32>();
    loss_cases::<f64>();
}

/// The networks of the file in one floating-point type.
macro_rules! networks {
    ($module:ident, $float:ident) => {
        mod $module {
            use super::*;

            network! {
                #[dtype($float)]
                struct Chain {
                    fc1: Linear<6, 8>,
                    fc2: Linear<8, 4>,
                }
                fn forward(x: Tensor<6>) -> Tensor<4> {
                    x.fc1().relu().fc2()
                }
            }

            network! {
                #[dtype($float)]
                struct Residual {
                    fc1: Linear<6, 5>,
                    fc2: Linear<5, 5>,
                    fc3: Linear<5, 3>,
                }
                fn forward(x: Tensor<6>) -> Tensor<3> {
                    let h = x.fc1().relu();
                    (h + h.fc2()).fc3()
                }
            }

            network! {
                #[dtype($float)]
                struct Shared {
                    fc1: Linear<5, 5>,
                    fc2: Linear<5, 3>,
                }
                fn forward(x: Tensor<5>) -> Tensor<3> {
                    x.fc1().relu().fc1().relu().fc2()
                }
            }

            network! {
                #[dtype($float)]
                struct TwoInputs {
                    a_fc: Linear<4, 5>,
                    b_fc: Linear<3, 2>,
                    fc: Linear<7, 3>,
                }
                fn forward(a: Tensor<4>, b: Tensor<3>) -> Tensor<3> {
                    concat(a.a_fc(), b.b_fc()).fc()
                }
            }

            network! {
                #[dtype($float)]
                struct TwoOutputs {
                    fc: Linear<5, 6>,
                    p: Linear<6, 3>,
                    q: Linear<6, 2>,
                }
                fn forward(x: Tensor<5>) -> (Tensor<3>, Tensor<2>) {
                    let h = x.fc().tanh();
                    (h.p(), h.q())
                }
            }

            /// The parameters of a layer in the file, `w` for `weight` and `b` for `bias`.
            fn of_layer<'a>(params: &'a Value, name: &str) -> &'a Value {
                let (layer, part) = name.split_once('.').unwrap();
                &params[layer][&part[..1]]
            }

            /// Runs a network of the file and compares all of its outputs and gradients.
            macro_rules! case {
                ($network:ident, $name:literal, $input_names:tt, $output_names:tt) => {{
                    let all = golden();
                    let case = &all["networks"][$name];
                    type In = <$network as Network>::In;
                    type Out = <$network as Layer<In, $float>>::Out;
                    let mut network = zeroed::<$network>();
                    <$network as Parameters<$float>>::LAYOUT.for_each(|param| {
                        let values = numbers(&of_layer(&case["params"], &param.name.to_string())["data"]);
                        for (to, from) in network.as_mut_slice()[param.range()].iter_mut().zip(values) {
                            *to = from as $float;
                        }
                    });
                    let mut x = zeroed::<<In as Signal>::Owned<dim![3], $float>>();
                    let mut dy = zeroed::<<Out as Signal>::Owned<dim![3], $float>>();
                    let flat = |group: &str, names: &[&str]| -> Vec<f64> {
                        names.iter().flat_map(|name| numbers(&case[group][name]["data"])).collect()
                    };
                    let fill = |to: &mut [$float], from: Vec<f64>| {
                        assert_eq!(to.len(), from.len());
                        to.iter_mut().zip(from).for_each(|(to, from)| *to = from as $float);
                    };
                    fill(x.as_mut_slice(), flat("inputs", &$input_names));
                    fill(dy.as_mut_slice(), flat("dy", &$output_names));
                    let (y, dx, grad) = run::<In, dim![3], $float, _>(&*network, &*x, &*dy);
                    close("outputs", y.as_slice(), &flat("outputs", &$output_names));
                    close("dx", dx.as_slice(), &flat("dx", &$input_names));
                    <$network as Parameters<$float>>::LAYOUT.for_each(|param| {
                        let name = param.name.to_string();
                        close_to(&name, &grad.as_slice()[param.range()], of_layer(&case["grads"], &name));
                    });
                }};
            }

            #[test]
            fn networks() {
                case!(Chain, "chain", ["x"], ["y"]);
                case!(Residual, "residual", ["x"], ["y"]);
                case!(Shared, "shared", ["x"], ["y"]);
                case!(TwoInputs, "two_inputs", ["a", "b"], ["y"]);
                case!(TwoOutputs, "two_outputs", ["x"], ["p", "q"]);
            }
        }
    };
}
networks!(single, f32);
networks!(double, f64);
