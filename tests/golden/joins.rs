//! Sums, joins and copies against PyTorch: `tests/golden/joins.py` writes `tests/golden/joins.json`.

use super::{all, close, fill, run};
use nn::layers::{Add, Concat, Identity, Layer, Permute, Product, Split};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Parameters};
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("joins.json")).unwrap());

/// Runs a layer without parameters on a case of the file, for a batch of two.
fn check<In: Signal, T: Float, L: Layer<In, T>>(name: &str, layer: &L)
where
    In::Owned<dim![2], T>: Parameters<T>,
    <L::Out as Signal>::Owned<dim![2], T>: Parameters<T>,
{
    check_of::<In, T, L>(&GOLDEN, name, layer);
}

/// Runs a layer without parameters on a case of a file, for a batch of two.
pub(super) fn check_of<In: Signal, T: Float, L: Layer<In, T>>(golden: &Value, name: &str, layer: &L)
where
    In::Owned<dim![2], T>: Parameters<T>,
    <L::Out as Signal>::Owned<dim![2], T>: Parameters<T>,
{
    let case = &golden[name];
    let (mut x, mut dy) = (zeroed::<In::Owned<dim![2], T>>(), zeroed::<<L::Out as Signal>::Owned<dim![2], T>>());
    fill(Parameters::as_mut_slice(&mut *x), &case["x"]);
    fill(Parameters::as_mut_slice(&mut *dy), &case["dy"]);
    let (y, dx, _) = run::<In, dim![2], T, L>(layer, &x, &dy);
    close(&format!("{name} y"), Parameters::<T>::as_slice(&*y), &all(&case["y"]));
    close(&format!("{name} dx"), Parameters::<T>::as_slice(&*dx), &all(&case["dx"]));
}

fn checks<T: Float>() {
    check::<Tuple<(shape![3, 4], shape![3, 4])>, T, _>("add", &Add);
    check::<Tuple<(shape![3, 4], shape![2, 4])>, T, _>("concat", &Concat::<0>);
    check::<Tuple<(shape![3, 4], shape![3, 1])>, T, _>("concat_last", &Concat::<1>);
    check::<shape![5], T, _>("identity", &Identity);
    check::<Tuple<(shape![3, 4], shape![3, 4])>, T, _>("product", &Product);
    check::<shape![5, 3], T, _>("split", &Split::<dim![2]>::new());
    check::<shape![3, 4], T, _>("split_last", &Split::<dim![3], 1>::new());
    check::<shape![3, 4], T, _>("permute", &Permute::<(N<1>, N<0>)>::new());
    let order = Permute::<(N<2>, N<0>, N<3>, N<1>)>::new();
    check::<shape![3, 4, 2, 5], T, _>("permute_4", &order);
}

#[test]
fn joins() {
    checks::<f32>();
    checks::<f64>();
}
