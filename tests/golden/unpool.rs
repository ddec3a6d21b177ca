//! Max pools with indices, and unpooling, against PyTorch: `tests/golden/unpool.py` writes `tests/golden/unpool.json`.

use super::{all, numbers};
use nn::dim::RoundUp;
use nn::layers::{ArgMaxPool1d, ArgMaxPool2d, ArgMaxPool3d, Layer, MaxUnpool, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::shape::Sample;
use nn::signal::Batch;
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("unpool.json")).unwrap());

/// Compares the indices that a layer returns with those of a case of the file.
fn check_indices<S: Sample, V: Dim, Out: Sample, L>(name: &str, layer: L)
where
    L: Layer<S, f64, Out = Indices<V, Out>, Scratch<dim![2]> = ()>,
{
    let case = &GOLDEN["indices"][name];
    let mut x = zeroed::<Batch<S, dim![2], f64>>();
    Tensor::as_mut_slice(&mut x).copy_from_slice(&numbers(&case["x"]));
    let mut places = zeroed::<Tensor<Out::Batch<dim![2]>, Class<V>>>();
    layer.forward::<dim![2]>(&x, &mut *places, &mut ());
    let found: Vec<_> = places.iter().map(|place| place.index() as f64).collect();
    assert_eq!(found, numbers(&case["places"]), "{name}");
}

#[test]
fn indices_of_maxima() {
    type Deep = ArgMaxPool3d<(dim![2], dim![3], dim![2]), (dim![1], dim![2], dim![1]), (dim![1], dim![1], N<0>)>;
    check_indices::<shape![2, 4, 6], _, _, _>("halving", ArgMaxPool2d::<dim![2]>::new());
    check_indices::<shape![2, 5, 7], _, _, _>("floor", ArgMaxPool2d::<(dim![2], dim![3])>::new());
    check_indices::<shape![2, 6, 5], _, _, _>("overlapping", ArgMaxPool2d::<dim![3], dim![2], dim![1]>::new());
    let dilated = ArgMaxPool2d::<(dim![2], dim![3]), dim![1], (N<0>, dim![1]), (dim![3], dim![2])>::new();
    check_indices::<shape![1, 7, 8], _, _, _>("dilated", dilated);
    let rounded_up = ArgMaxPool2d::<dim![3], dim![4], dim![1], dim![1], RoundUp>::new();
    check_indices::<shape![1, 6, 8], _, _, _>("rounded_up", rounded_up);
    check_indices::<shape![2, 9], _, _, _>("row", ArgMaxPool1d::<dim![2]>::new());
    let rounded_up = ArgMaxPool1d::<dim![3], dim![2], dim![1], dim![2], RoundUp>::new();
    check_indices::<shape![2, 10], _, _, _>("row_rounded_up", rounded_up);
    check_indices::<shape![2, 3, 4, 5], _, _, _>("volume", ArgMaxPool3d::<dim![2]>::new());
    check_indices::<shape![1, 4, 3, 5], _, _, _>("volume_overlapping", Deep::new());
}

/// Compares unpooling with a case: of `x`, of this shape, to this shape.
macro_rules! unpooled {
    ($case:expr, $x:ty => $y:ty, $size:ty, below $positions:ty) => {{
        let case = $case;
        type In = Tuple<($x, Indices<$positions, $x>)>;
        let layer = MaxUnpool::<$size>::new();
        let (mut x, mut dy) = (zeroed::<Batch<$x, dim![2], f64>>(), zeroed::<Batch<$y, dim![2], f64>>());
        let mut places = zeroed::<Tensor<<$x as Sample>::Batch<dim![2]>, Class<$positions>>>();
        for (to, from) in places.as_mut_slice().iter_mut().zip(numbers(&case["places"])) {
            *to = Class::new(from as usize).unwrap();
        }
        let (mut y, mut dx) = (zeroed::<Batch<$y, dim![2], f64>>(), zeroed::<Batch<$x, dim![2], f64>>());
        x.as_mut_slice().copy_from_slice(&all(&case["x"]));
        Layer::<In, f64>::forward::<dim![2]>(&layer, (&*x, &*places), &mut *y, &mut ());
        assert_eq!(y.as_slice(), all(&case["y"]));
        if case.get("dy").is_some() {
            dy.as_mut_slice().copy_from_slice(&all(&case["dy"]));
            let mut saved = zeroed::<<MaxUnpool<$size> as Layer<In, f64>>::Saved<dim![2]>>();
            let pass = Pass { x: (&*x, &*places), y: &*y, saved: &mut *saved, dy: &*dy };
            let (mut own, gradients) = (layer, (Some(Gradient::set(&mut *dx)), ()));
            let context = StepContext::default();
            Layer::<In, f64>::backward::<dim![2]>(&layer, pass, gradients, Gradient::set(&mut own), context);
            assert_eq!(dx.as_slice(), all(&case["dx"]));
        }
    }};
}

#[test]
fn unpooling() {
    let cases = &GOLDEN["unpooled"];
    unpooled!(&cases["halving"], shape![2, 2, 3] => shape![2, 4, 6], (dim![4], dim![6]), below dim![24]);
    unpooled!(&cases["output_size"], shape![2, 2, 2] => shape![2, 5, 7], (dim![5], dim![7]), below dim![35]);
    unpooled!(&cases["gaps"], shape![1, 3, 2] => shape![1, 8, 5], (dim![8], dim![5]), below dim![40]);
    unpooled!(&cases["padded"], shape![1, 2, 3] => shape![1, 6, 9], (dim![6], dim![9]), below dim![54]);
    unpooled!(&cases["row"], shape![2, 3] => shape![2, 9], dim![9], below dim![9]);
    unpooled!(&cases["volume"], shape![2, 3, 2, 2] => shape![2, 3, 4, 5], (dim![3], dim![4], dim![5]), below dim![60]);
}

#[test]
fn unpooling_of_windows_that_overlap() {
    unpooled!(&GOLDEN["overlapping"], shape![2, 3, 3] => shape![2, 6, 5], (dim![6], dim![5]), below dim![30]);
}
