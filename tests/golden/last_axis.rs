//! Layers over the last axis, stored tensors and tied weights against PyTorch: `tests/golden/last_axis.py` writes
//! `tests/golden/last_axis.json`.

use super::{close_to, numbers, run, tensor};
use nn::layers::{BiasOption, Bilinear, Buffer, Embedding, Layer, Linear, NoBias, Parameter, Tied, WithBias};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::Sample;
use nn::signal::Batch;
use nn::{Float, Parameters};
use serde_json::Value;

fn all() -> Value {
    serde_json::from_str(include_str!("last_axis.json")).unwrap()
}

/// Runs a dense layer on a case of the file: rows of the shape `S`, mapped to the shape `Out`.
fn rows<S: Sample, Out: Sample, B: Dim, T: Float>(name: &str)
where
    Linear<dim![5], dim![3], WithBias, T>: Layer<S, T, Out = Out>,
{
    let case = &all()["rows"][name];
    let mut fc = zeroed::<Linear<dim![5], dim![3], WithBias, T>>();
    fc.weight.assign(&tensor(&case["w"]));
    fc.bias.assign(&tensor(&case["b"]));
    let (x, dy) = (tensor::<S::Batch<B>, T>(&case["x"]), tensor::<Out::Batch<B>, T>(&case["dy"]));
    let (x, dy): (&Batch<S, B, T>, &Batch<Out, B, T>) = (&x, &dy);
    let (y, dx, grad) = run::<S, B, T, _>(&*fc, x, dy);
    close_to(&format!("{name} y"), Tensor::as_slice(&*y), &case["y"]);
    close_to(&format!("{name} dx"), Tensor::as_slice(&*dx), &case["dx"]);
    close_to(&format!("{name} dw"), grad.weight.as_slice(), &case["dw"]);
    close_to(&format!("{name} db"), grad.bias.as_slice(), &case["db"]);
}

#[test]
fn linear_over_the_last_axis() {
    fn of<T: Float>() {
        rows::<shape![3, 5], shape![3, 3], dim![4], T>("matrix");
        rows::<shape![2, 3, 5], shape![2, 3, 3], dim![2], T>("cube");
        rows::<shape![1, 2, 2, 5], shape![1, 2, 2, 3], dim![2], T>("four");
        rows::<shape![2, 1, 2, 2, 5], shape![2, 1, 2, 2, 3], dim![1], T>("five");
    }
    of::<f32>();
    of::<f64>();
}

/// Runs a bilinear layer on a case of the file.
fn pairs<A: Sample, B: Sample, Out: Sample, Rows: Dim, Bias: BiasOption, T: Float>(name: &str)
where
    Bilinear<dim![5], dim![3], dim![4], Bias, T>: Layer<Tuple<(A, B)>, T, Out = Out>,
{
    let case = &all()["bilinear"][name];
    let mut layer = zeroed::<Bilinear<dim![5], dim![3], dim![4], Bias, T>>();
    layer.weight.assign(&tensor(&case["weight"]));
    let bias: Vec<T> =
        case.get("bias").map_or(Vec::new(), |bias| numbers(&bias["data"]).iter().map(|&b| T::from_f64(b)).collect());
    layer.bias.as_mut_slice().copy_from_slice(&bias);
    let mut x = zeroed::<<Tuple<(A, B)> as nn::signal::Signal>::Owned<Rows, T>>();
    Tensor::as_mut_slice(&mut x.0).copy_from_slice(tensor::<A::Batch<Rows>, T>(&case["a"]).as_slice());
    Tensor::as_mut_slice(&mut x.1).copy_from_slice(tensor::<B::Batch<Rows>, T>(&case["b"]).as_slice());
    let dy = tensor::<Out::Batch<Rows>, T>(&case["dy"]);
    let dy: &Batch<Out, Rows, T> = &dy;
    let (y, dx, grad) = run::<Tuple<(A, B)>, Rows, T, _>(&*layer, &*x, dy);
    close_to(&format!("{name} y"), Tensor::as_slice(&*y), &case["y"]);
    close_to(&format!("{name} da"), Tensor::as_slice(&dx.0), &case["da"]);
    close_to(&format!("{name} db"), Tensor::as_slice(&dx.1), &case["db"]);
    close_to(&format!("{name} dweight"), grad.weight.as_slice(), &case["dweight"]);
    if !bias.is_empty() {
        close_to(&format!("{name} dbias"), grad.bias.as_slice(), &case["dbias"]);
    }
}

#[test]
fn bilinear() {
    fn of<T: Float>() {
        pairs::<shape![5], shape![3], shape![4], dim![4], WithBias, T>("vectors");
        pairs::<shape![3, 5], shape![3, 3], shape![3, 4], dim![2], WithBias, T>("matrices");
        pairs::<shape![2, 2, 5], shape![2, 2, 3], shape![2, 2, 4], dim![2], WithBias, T>("cubes");
        pairs::<shape![5], shape![3], shape![4], dim![3], NoBias, T>("no_bias");
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn row_without_a_gradient() {
    fn of<T: Float>() {
        let case = &all()["padded_rows"];
        let mut table = zeroed::<Embedding<dim![7], dim![3], T, 2>>();
        table.weight.assign(&tensor(&case["weight"]));
        let indices: Vec<_> =
            numbers(&case["x"]["data"]).iter().map(|&x| Class::<dim![7]>::new(x as usize).unwrap()).collect();
        let x = Tensor::<shape![4, 6], Class<dim![7]>>::from_slice(&indices).unwrap();
        let (y, _, grad) = run::<Indices<dim![7], shape![6]>, dim![4], T, _>(&*table, &*x, &*tensor(&case["dy"]));
        close_to("y", y.as_slice(), &case["y"]);
        close_to("dweight", grad.weight.as_slice(), &case["dweight"]);
    }
    of::<f32>();
    of::<f64>();
}

network! {
    struct Language {
        embed: Embedding<6, 4>,
        pos: Parameter<3, 4>,
        mask: Buffer<3, 6>,
        head: Tied<embed>,
    }
    fn forward(words: Tensor<3, Class<6>>) -> Tensor<3, 6> {
        (words.embed() + pos).tanh().head() * mask
    }
}

/// The fields have the types that the expansion names.
#[allow(clippy::type_complexity)]
fn types(language: &Language) -> (&Parameter<shape![3, 4]>, &Buffer<shape![3, 6]>, &Tied) {
    (&language.pos, &language.mask, &language.head)
}

#[test]
fn tied_table_and_stored_tensors() {
    let case = &all()["language"];
    let mut language = zeroed::<Language>();
    language.embed.weight.assign(&tensor(&case["table"]));
    language.pos.value.assign(&tensor(&case["pos"]));
    language.mask.value.assign(&tensor(&case["mask"]));
    let indices: Vec<_> =
        numbers(&case["words"]["data"]).iter().map(|&x| Class::<dim![6]>::new(x as usize).unwrap()).collect();
    let x = Tensor::<shape![5, 3], Class<dim![6]>>::from_slice(&indices).unwrap();
    let (y, _, grad) = run::<Indices<dim![6], shape![3]>, dim![5], f32, _>(&*language, &*x, &*tensor(&case["dy"]));
    close_to("y", y.as_slice(), &case["y"]);
    close_to("dtable", grad.embed.weight.as_slice(), &case["dtable"]);
    close_to("dpos", grad.pos.value.as_slice(), &case["dpos"]);
    assert!(grad.mask.value.iter().all(|&g| g == 0.0));
    assert_eq!(types(&language).0.value, language.pos.value);
    assert_eq!((Language::PARAMETERS, Parameters::<f32>::as_slice(&*language).len()), (24 + 12, 24 + 12 + 18));
}

network! {
    #[dtype(f64)]
    struct Autoencoder {
        encode: Linear<5, 3>,
        decode: Tied<encode>,
    }
    fn forward(x: Tensor<5>) -> Tensor<5> {
        x.encode().tanh().decode()
    }
}

#[test]
fn tied_encoder() {
    let case = &all()["autoencoder"];
    let mut network = zeroed::<Autoencoder>();
    network.encode.weight.assign(&tensor(&case["w"]));
    network.encode.bias.assign(&tensor(&case["b"]));
    let (y, dx, grad) = run::<shape![5], dim![4], f64, _>(&*network, &*tensor(&case["x"]), &*tensor(&case["dy"]));
    close_to("y", y.as_slice(), &case["y"]);
    close_to("dx", dx.as_slice(), &case["dx"]);
    close_to("dw", grad.encode.weight.as_slice(), &case["dw"]);
    close_to("db", grad.encode.bias.as_slice(), &case["db"]);
}
