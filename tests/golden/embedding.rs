//! Embeddings against PyTorch: `tests/golden/embedding.py` writes `tests/golden/embedding.json`.

use super::{close_to, numbers, run, tensor};
use nn::Float;
use nn::layers::{Embedding, Layer};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::Sample;
use nn::signal::Signal;
use serde_json::Value;

type Words = dim![7];
type Table<T> = Embedding<Words, dim![3], T>;

/// Runs an embedding on a case of the file: indices of the shape `S`, vectors of the shape `Out`.
fn check<S: Sample, Out: Sample, B: Dim, T: Float>(all: &Value, name: &str)
where
    Table<T>: Layer<Indices<Words, S>, T, Out = Out>,
{
    let case = &all[name];
    let mut table = zeroed::<Table<T>>();
    table.weight.assign(&tensor(&case["weight"]));
    let indices: Vec<_> =
        numbers(&case["x"]["data"]).iter().map(|&x| Class::<Words>::new(x as usize).unwrap()).collect();
    let x = Tensor::<S::Batch<B>, Class<Words>>::from_slice(&indices).unwrap();
    let dy = tensor::<Out::Batch<B>, T>(&case["dy"]);
    let x: &<Indices<Words, S> as Signal>::Owned<B, T> = &x;
    let (y, _, grad) = run::<Indices<Words, S>, B, T, _>(&*table, x, &*dy);
    close_to(&format!("{name} y"), Tensor::as_slice(&y), &case["y"]);
    close_to(&format!("{name} dweight"), grad.weight.as_slice(), &case["dweight"]);
}

fn checks<T: Float>(all: &Value) {
    check::<shape![], shape![3], dim![5], T>(all, "one");
    check::<shape![6], shape![6, 3], dim![4], T>(all, "row");
    check::<shape![3, 2], shape![3, 2, 3], dim![2], T>(all, "block");
    check::<shape![2, 1, 3], shape![2, 1, 3, 3], dim![2], T>(all, "cube");
}

#[test]
fn embedding() {
    let all: Value = serde_json::from_str(include_str!("embedding.json")).unwrap();
    checks::<f32>(&all);
    checks::<f64>(&all);
}
