//! Element-wise functions, and the arithmetic of `forward` with broadcasting and reductions, against PyTorch.

use super::{all, close, close_to, fill, numbers, run, tensor};
use nn::__private::RootOfSquares;
use nn::layers::{
    Abs, Cos, Detach, Erf, Exp, Expm1, Floor, Layer, Ln, Log1p, Negate, NormalNoise, Recip, Rsqrt, Sign, Sin, Sqrt,
    Square, StepContext,
};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Parameters};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("expressions.json")).unwrap()
}

fn function<T: Float, L: Layer<shape![6], T, Out = shape![6]>>(layer: &L, name: &str) {
    let all = golden();
    let case = &all["functions"][name];
    let (y, dx, _) = run::<shape![6], dim![4], T, _>(layer, &*tensor(&case["x"]), &*tensor(&case["dy"]));
    close_to(name, y.as_slice(), &case["y"]);
    close_to(name, dx.as_slice(), &case["dx"]);
}

fn functions_of<T: Float>() {
    function::<T, _>(&Exp, "exp");
    function::<T, _>(&Expm1, "expm1");
    function::<T, _>(&Ln, "ln");
    function::<T, _>(&Log1p, "log1p");
    function::<T, _>(&Square, "square");
    function::<T, _>(&Sqrt, "sqrt");
    function::<T, _>(&RootOfSquares, "sqrt");
    function::<T, _>(&Rsqrt, "rsqrt");
    function::<T, _>(&Recip, "recip");
    function::<T, _>(&Sin, "sin");
    function::<T, _>(&Cos, "cos");
    function::<T, _>(&Abs, "abs");
    function::<T, _>(&Sign, "sign");
    function::<T, _>(&Negate, "neg");
    function::<T, _>(&Floor, "floor");
    function::<T, _>(&Erf, "erf");
    function::<T, _>(&Detach, "detach");
}

#[test]
fn functions() {
    functions_of::<f32>();
    functions_of::<f64>();
}

/// The outputs of a network.
type Out<Net> = <Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out;

/// Runs a network on a case of the file, for a batch of two.
fn case<Net: Network>(name: &str)
where
    <Net::In as Signal>::Owned<dim![2], Net::Elem>: Parameters<Net::Elem>,
    <Out<Net> as Signal>::Owned<dim![2], Net::Elem>: Parameters<Net::Elem>,
{
    let golden = golden();
    let case = &golden["networks"][name];
    let mut net = zeroed::<Net>();
    fill(net.as_mut_slice(), &case["parameters"]);
    let mut x = zeroed::<<Net::In as Signal>::Owned<dim![2], Net::Elem>>();
    let mut dy = zeroed::<<Out<Net> as Signal>::Owned<dim![2], Net::Elem>>();
    fill(Parameters::as_mut_slice(&mut *x), &case["x"]);
    fill(Parameters::as_mut_slice(&mut *dy), &case["dy"]);
    let (y, dx, grad) = run::<Net::In, dim![2], Net::Elem, Net>(&net, &x, &dy);
    close(&format!("{name} y"), Parameters::<Net::Elem>::as_slice(&*y), &all(&case["y"]));
    close(&format!("{name} dx"), Parameters::<Net::Elem>::as_slice(&*dx), &all(&case["dx"]));
    close(&format!("{name} gradient"), grad.as_slice(), &all(&case["dparameters"]));
}

macro_rules! networks {
    ($module:ident, $float:ident) => {
        mod $module {
            use super::*;

            network! {
                #[dtype($float)]
                struct Chain {
                    fc: Linear<5, 4>,
                }
                fn forward(x: Tensor<5>, y: Tensor<4>) -> Tensor<4> {
                    let h = x.fc();
                    ((h - y) * 0.5).exp() / (1.0 + y.square()) - 2.0 * h.tanh() + -y / 4
                }
            }

            network! {
                #[dtype($float)]
                struct Broadcast {
                    fc: Linear<5, 4>,
                }
                fn forward(x: Tensor<5>, m: Tensor<3, 4>, c: Tensor<3, 1>) -> Tensor<3, 4> {
                    let h = x.fc();
                    (m - h) * c + h.expand::<3, 4>() / (c.square() + 1) - m * h
                }
            }

            /// Only the compiler can compare a named size with 1.
            type Wide = dim![4];

            network! {
                #[dtype($float)]
                struct NamedBroadcast {
                    fc: Linear<5, Wide>,
                }
                fn forward(x: Tensor<5>, m: Tensor<3, Wide>, c: Tensor<3, 1>) -> Tensor<3, Wide> {
                    let h = x.fc();
                    (m - h) * c + h.expand::<3, Wide>() / (c.square() + 1) - m * h
                }
            }

            network! {
                #[dtype($float)]
                struct Reductions {
                    fc: Linear<5, 4>,
                }
                fn forward(x: Tensor<5>, m: Tensor<3, 4>) -> (
                    Tensor<4>, Tensor<3, 4>, Tensor<3>, Tensor<4>, Tensor<3>, Tensor<1>,
                ) {
                    let t = m * x.fc();
                    let centred = t - t.mean::<1, keep = true>();
                    let spread = t.var::<1, correction = 0, keep = true>() * m;
                    (t.sum::<0>(), centred + spread, t.var::<1>(), t.std::<0>(), t.norm::<1>(), t.exp().sum())
                }
            }

            network! {
                #[dtype($float)]
                struct LogSums {
                    fc: Linear<5, 4>,
                }
                fn forward(x: Tensor<5>, m: Tensor<3, 4>) -> (
                    Tensor<4>, Tensor<3, 4>, Tensor<1>, Tensor<2>, Tensor<3, 1, 1>,
                ) {
                    let t = m * x.fc();
                    let u = t.reshape::<3, 2, 2>();
                    let (apart, adjacent) = (u.logsumexp::<2, 0>(), u.logsumexp::<1, 2, keep = true>());
                    (t.logsumexp::<0>(), t - t.logsumexp::<1, keep = true>(), t.logsumexp(), apart, adjacent)
                }
            }

            network! {
                #[dtype($float)]
                struct Selections {
                    fc: Linear<5, 4>,
                }
                fn forward(x: Tensor<5>, y: Tensor<4>) -> (Tensor<4>, Tensor<4>, Tensor<4>, Tensor<4>) {
                    let h = x.fc();
                    let powers = h.pow(3) + (h.abs() + 1.0).pow(y) + (h.abs() + 0.5).pow(0.7) + (h.detach() - y).pow(2);
                    (
                        select(h > y, h * y, -h),
                        h.clamp(-0.5, 0.5) + minimum(h, y) - maximum(h, 0.1),
                        powers,
                        h * (y <= h) + y * (h != y),
                    )
                }
            }

            network! {
                /// The chain in two functions.
                #[dtype($float)]
                struct Functions {
                    fc: Linear<5, 4>,
                }
                fn forward(x: Tensor<5>, y: Tensor<4>) -> Tensor<4> {
                    let h = x.fc();
                    let (scaled, other) = parts(h, y);
                    scaled.quotient(y) - other + -y / 4
                }
                fn parts(h: Tensor<4>, y: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
                    ((h - y) * 0.5, 2.0 * h.tanh())
                }
                fn quotient(a: Tensor<4>, b: Tensor<4>) -> Tensor<4> {
                    let above = a.exp();
                    above / (1.0 + b.square())
                }
            }

            #[test]
            fn networks() {
                case::<Functions>("chain");
                case::<Chain>("chain");
                case::<Broadcast>("broadcast");
                case::<NamedBroadcast>("broadcast");
                case::<Reductions>("reductions");
                case::<LogSums>("log_sums");
                case::<Selections>("selections");
            }
        }
    };
}
networks!(single, f32);
networks!(double, f64);

fn noise<T: Float>() {
    let (x, mut y) = (Tensor::<shape![3, 4], T>::zeros(), Tensor::<shape![3, 4], T>::zeros());
    Layer::<shape![4], T>::forward_train(&NormalNoise, &x, &mut y, &mut (), StepContext::new(42, 7));
    close("noise", y.as_slice(), &numbers(&golden()["normal_noise"]));
}

#[test]
fn normal_noise() {
    noise::<f32>();
    noise::<f64>();
}
