//! Operations along an axis, products and selections against PyTorch: `tests/golden/axes.py` writes `tests/golden/axes.json`.

use super::all;
use super::joins::check_of;
use super::numbers;
use nn::layers::{
    ArgMax, ArgMin, CumSum, Flip, Gather, IndexSelect, Layer, LogSoftmaxOver, LogSumExp, MatMul, MaxOver, MinOver,
    OneHot, Repeat, Roll, SequenceMask, Slice, SoftmaxOver, SoftminOver, Unfold,
};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::shape::Batched;
use nn::signal::Signal;
use nn::{Float, Parameters};
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("axes.json")).unwrap());

fn check<In: Signal, T: Float, L: Layer<In, T>>(name: &str, layer: &L)
where
    In::Owned<dim![2], T>: Parameters<T>,
    <L::Out as Signal>::Owned<dim![2], T>: Parameters<T>,
{
    check_of::<In, T, L>(&GOLDEN, name, layer);
}

fn checks<T: Float>() {
    check::<shape![6, 3], T, _>("slice", &Slice::<dim![1], dim![3], dim![2]>::new());
    check::<shape![2, 5], T, _>("slice_last", &Slice::<dim![1], dim![3], dim![1], 1>::new());
    check::<shape![4, 3], T, _>("flip", &Flip::<0>);
    check::<shape![4, 3], T, _>("roll", &Roll::<0, -3>);
    check::<shape![2, 5], T, _>("roll_last", &Roll::<1, 2>);
    check::<shape![2, 3], T, _>("repeat", &<Repeat<dim![3]>>::new());
    check::<shape![7, 3], T, _>("unfold", &<Unfold<dim![3], dim![2]>>::new());
    check::<shape![2, 5], T, _>("unfold_last", &Unfold::<dim![2], dim![1], 1>::new());
    check::<shape![4, 3], T, _>("max", &MaxOver::<0>);
    check::<shape![2, 5], T, _>("max_last", &MaxOver::<1>);
    check::<shape![4, 3], T, _>("min", &MinOver::<0>);
    check::<shape![4, 3], T, _>("cumsum", &CumSum::<0>);
    check::<shape![2, 5], T, _>("cumsum_last", &CumSum::<1>);
    check::<shape![4, 3], T, _>("logsumexp", &LogSumExp::<0>);
    check::<shape![2, 5], T, _>("logsumexp_last", &LogSumExp::<1>);
    check::<shape![4, 3], T, _>("softmax", &SoftmaxOver::<0>);
    check::<shape![4, 3], T, _>("softmin", &SoftminOver::<0>);
    check::<shape![2, 3, 10], T, _>("softmin_between", &SoftminOver::<1>);
    check::<shape![2, 3, 10], T, _>("log_softmax", &LogSoftmaxOver::<1>);
    check::<Tuple<(shape![3, 4], shape![4, 2])>, T, _>("matmul", &MatMul);
    check::<Tuple<(shape![3, 9, 4], shape![3, 4, 17])>, T, _>("matmul_of_heads", &MatMul);
    check::<Tuple<(shape![3, 1], shape![1, 4])>, T, _>("outer", &MatMul);
}

#[test]
fn along_an_axis() {
    checks::<f32>();
    checks::<f64>();
}

/// Compares a selection of `x` by indices with a case of the file.
macro_rules! selection {
    ($name:literal, $layer:expr, $x:ty, $indices:ty, $y:ty, $given:expr) => {{
        let case = &GOLDEN[$name];
        let (mut x, mut dy) = (zeroed::<Tensor<$x, f64>>(), zeroed::<Tensor<$y, f64>>());
        x.as_mut_slice().copy_from_slice(&all(&case["x"]));
        dy.as_mut_slice().copy_from_slice(&all(&case["dy"]));
        let mut indices = zeroed::<Tensor<$indices, Class<dim![5]>>>();
        for (to, from) in indices.as_mut_slice().iter_mut().zip($given) {
            *to = Class::new(from).unwrap();
        }
        let (mut y, mut dx) = (zeroed::<Tensor<$y, f64>>(), zeroed::<Tensor<$x, f64>>());
        let (layer, context) = ($layer, nn::layers::StepContext::default());
        type In = Tuple<(<$x as Batched>::Row, Indices<dim![5], <$indices as Batched>::Row>)>;
        Layer::<In, f64>::forward::<dim![2]>(&layer, (&*x, &*indices), &mut *y, &mut ());
        let pass = nn::layers::Pass { x: (&*x, &*indices), y: &*y, saved: &mut (), dy: &*dy };
        let mut own = layer;
        let dx_of_all = (Some(Gradient::set(&mut *dx)), ());
        Layer::<In, f64>::backward::<dim![2]>(&layer, pass, dx_of_all, Gradient::set(&mut own), context);
        assert_eq!((y.as_slice(), dx.as_slice()), (&all(&case["y"])[..], &all(&case["dx"])[..]), "{}", $name);
    }};
}

#[test]
fn selections_by_indices() {
    let rows = [4, 0, 4, 1, 2, 3];
    selection!("index_select", IndexSelect::<0>, shape![2, 5, 3], shape![2, 3], shape![2, 3, 3], rows);
    selection!("index_select_last", IndexSelect::<1>, shape![2, 2, 5], shape![2, 2], shape![2, 2, 2], [4, 4, 0, 3]);
    selection!("index_select_one", IndexSelect::<0>, shape![2, 5, 3], shape![2], shape![2, 3], [3, 0]);
    let each = [4, 0, 4, 1, 2, 3, 0, 0, 0, 4, 0, 2];
    selection!("gather", Gather::<0>, shape![2, 5, 3], shape![2, 2, 3], shape![2, 2, 3], each);
    let each = [4, 4, 1, 0, 3, 3, 1, 2, 3, 2, 2, 2];
    selection!("gather_last", Gather::<1>, shape![2, 2, 5], shape![2, 2, 3], shape![2, 2, 3], each);
}

#[test]
fn masks_of_lengths() {
    let lengths = [[3, 0], [4, 1]].map(|row| row.map(|index| Class::<dim![5]>::new(index).unwrap()));
    let lengths = Tensor::<shape![2, 2], Class<dim![5]>>::new(lengths);
    let mut y = zeroed::<Tensor<shape![2, 2, 4], f64>>();
    let layer = SequenceMask::<dim![4]>::new();
    Layer::<Indices<dim![5], shape![2]>, f64>::forward(&layer, &lengths, &mut *y, &mut ());
    assert_eq!(y.as_slice(), numbers(&GOLDEN["sequence_mask"]["data"]));
}

#[test]
fn one_hot_vectors() {
    let words = [[2, 0], [4, 4]].map(|row| row.map(|index| Class::<dim![5]>::new(index).unwrap()));
    let words = Tensor::<shape![2, 2], Class<dim![5]>>::new(words);
    let mut y = zeroed::<Tensor<shape![2, 2, 5], f64>>();
    Layer::<Indices<dim![5], shape![2]>, f64>::forward(&OneHot, &words, &mut *y, &mut ());
    assert_eq!(y.as_slice(), numbers(&GOLDEN["one_hot"]["data"]));
}

#[test]
fn indices_of_extrema() {
    let case = &GOLDEN["indices"];
    let mut x = zeroed::<Tensor<shape![2, 4, 3], f64>>();
    x.as_mut_slice().copy_from_slice(&numbers(&case["x"]));
    let mut largest = zeroed::<Tensor<shape![2, 3], Class<dim![4]>>>();
    Layer::<shape![4, 3], f64>::forward::<dim![2]>(&ArgMax::<0>, &x, &mut *largest, &mut ());
    let mut smallest = zeroed::<Tensor<shape![2, 4], Class<dim![3]>>>();
    Layer::<shape![4, 3], f64>::forward::<dim![2]>(&ArgMin::<1>, &x, &mut *smallest, &mut ());
    let largest: Vec<_> = largest.iter().map(|class| class.index() as f64).collect();
    let smallest: Vec<_> = smallest.iter().map(|class| class.index() as f64).collect();
    assert_eq!((largest, smallest), (numbers(&case["argmax"]), numbers(&case["argmin"])));
}
