//! Convolutions, pools, upsampling and padding against PyTorch: `tests/golden/convolution.py` writes
//! `tests/golden/convolution.json`.

use super::{close_to, numbers, run};
use nn::layers::{
    AvgPool1d, AvgPool2d, Conv1d, Conv2d, ConvTranspose2d, Depthwise, GlobalAvgPool, Groups, Layer, MaxPool1d,
    MaxPool2d, NoBias, Ungrouped, Upsample, Window, WithBias, ZeroPad1d, ZeroPad2d,
};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use nn::signal::Signal;
use nn::{Float, Parameters};
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("convolution.json")).unwrap());

/// Takes a tensor of the file, which must have this shape.
fn fill<T: Float>(to: &mut [T], tensor: &Value, dims: &[usize]) {
    let shape: Vec<usize> = numbers(&tensor["shape"]).iter().map(|&size| size as usize).collect();
    assert_eq!(shape, dims);
    to.iter_mut().zip(numbers(&tensor["data"])).for_each(|(to, from)| *to = T::from_f64(from));
}

/// Runs a layer on a case of the file, for a batch of two: y, dx, and the gradients of the weight and the bias.
fn check<In: Sample, T: Float, L: Layer<In, T, Out: Sample>>(kind: &str, name: &str)
where
    <L::Out as Signal>::Owned<dim![2], T>: Parameters<T>,
{
    let case = &GOLDEN[kind][name];
    let has_weight = L::LEN > 0;
    assert_eq!(has_weight, !case["w"].is_null(), "{kind} {name}");
    let mut layer = zeroed::<L>();
    L::LAYOUT.for_each(|param| {
        let part = &param.name.to_string()[..1];
        fill(&mut layer.as_mut_slice()[param.range()], &case[part], param.dims);
    });
    let (mut x, mut dy) =
        (zeroed::<<In as Signal>::Owned<dim![2], T>>(), zeroed::<<L::Out as Signal>::Owned<dim![2], T>>());
    fill(x.as_mut_slice(), &case["x"], <In::Batch<dim![2]> as Shape>::DIMS);
    fill(dy.as_mut_slice(), &case["dy"], <<L::Out as Sample>::Batch<dim![2]> as Shape>::DIMS);
    let (y, dx, grad) = run::<In, dim![2], T, L>(&layer, &x, &dy);
    close_to(&format!("{kind} {name} y"), y.as_slice(), &case["y"]);
    close_to(&format!("{kind} {name} dx"), dx.as_slice(), &case["dx"]);
    let mut count = 0;
    L::LAYOUT.for_each(|param| {
        let part = format!("d{}", &param.name.to_string()[..1]);
        close_to(&format!("{kind} {name} {part}"), &grad.as_slice()[param.range()], &case[&part]);
        count += 1;
    });
    assert_eq!(count, usize::from(has_weight) + usize::from(!case["b"].is_null()), "{kind} {name}");
}

/// Runs the cases of one kind in `f32` and `f64`, and checks that the file has no others.
macro_rules! cases {
    ($kind:literal: $($name:literal $input:ty, $layer:ident<$($argument:ty),*> $(, $float:tt)?;)*) => {{
        $(
            check::<$input, f32, cases!(@ f32 $layer<$($argument),*> $($float)?)>($kind, $name);
            check::<$input, f64, cases!(@ f64 $layer<$($argument),*> $($float)?)>($kind, $name);
        )*
        let mut names: Vec<&str> = GOLDEN[$kind].as_object().unwrap().keys().map(String::as_str).collect();
        let mut tested = vec![$($name),*];
        tested.sort_unstable();
        names.sort_unstable();
        assert_eq!(tested, names);
    }};
    (@ $element:ident $layer:ident<$($argument:ty),*> typed) => { $layer<$($argument,)* $element> };
    (@ $element:ident $layer:ident<$($argument:ty),*>) => { $layer<$($argument),*> };
}

/// A pair of sizes: a shape is a tuple.
type Pair<A, B> = (A, B);
type One = dim![1];
type Zero = N<0>;
/// A kernel of 3 by 3 with padding 1.
type Same3 = Window<dim![3], One, One>;

#[test]
fn conv2d() {
    type NotSquare = Window<Pair<One, dim![4]>, Pair<dim![2], One>, Pair<Zero, dim![2]>>;
    type Dilated = Window<Pair<dim![3], dim![2]>, One, Pair<One, dim![2]>, Pair<dim![2], dim![3]>>;
    type Floor = Window<dim![3], Pair<dim![4], dim![5]>>;
    type Beyond = Window<dim![2], One, Pair<dim![3], dim![2]>>;
    type All = Window<Pair<dim![3], dim![5]>, Pair<dim![2], dim![3]>, Pair<dim![2], One>, Pair<dim![3], dim![2]>>;
    type Strided = Window<dim![2], Pair<dim![2], dim![3]>>;
    type OfGroups = Window<dim![3], One, Pair<One, Zero>>;
    cases!("conv2d":
        "plain" shape![2, 5, 4], Conv2d<dim![2], dim![3], dim![3], Ungrouped, WithBias>, typed;
        "padded" shape![1, 6, 5], Conv2d<One, dim![4], Same3, Ungrouped, WithBias>, typed;
        "strided" shape![2, 7, 8], Conv2d<dim![2], dim![2], Strided, Ungrouped, NoBias>, typed;
        "not_square" shape![2, 5, 9], Conv2d<dim![2], dim![3], NotSquare, Ungrouped, WithBias>, typed;
        "dilated" shape![2, 9, 7], Conv2d<dim![2], dim![2], Dilated, Ungrouped, WithBias>, typed;
        "groups" shape![4, 5, 5], Conv2d<dim![4], dim![6], OfGroups, Groups<dim![2]>, WithBias>, typed;
        "depthwise" shape![3, 6, 6], Conv2d<dim![3], dim![3], Window<dim![3], dim![2], One>, Depthwise, WithBias>, typed;
        "multiplied" shape![2, 4, 5], Conv2d<dim![2], dim![6], dim![2], Groups<dim![2]>, NoBias>, typed;
        "pointwise" shape![3, 4, 4], Conv2d<dim![3], dim![5], One, Ungrouped, WithBias>, typed;
        "floor" shape![2, 8, 9], Conv2d<dim![2], dim![2], Floor, Ungrouped, WithBias>, typed;
        "padding_beyond_kernel" shape![1, 3, 2], Conv2d<One, dim![2], Beyond, Ungrouped, WithBias>, typed;
        "all_at_once" shape![4, 9, 11], Conv2d<dim![4], dim![4], All, Groups<dim![2]>, WithBias>, typed;
        "one_number" shape![1, 1, 1], Conv2d<One, One, One, Ungrouped, WithBias>, typed;
        "wide" shape![2, 2, 35], Conv2d<dim![2], dim![3], Same3, Ungrouped, WithBias>, typed;
    );
}

#[test]
fn conv1d() {
    type All = Window<dim![3], dim![2], dim![2], dim![3]>;
    cases!("conv1d":
        "plain" shape![2, 9], Conv1d<dim![2], dim![3], dim![3], Ungrouped, WithBias>, typed;
        "all_at_once" shape![4, 13], Conv1d<dim![4], dim![6], All, Groups<dim![2]>, WithBias>, typed;
        "depthwise" shape![3, 8], Conv1d<dim![3], dim![3], dim![4], Depthwise, NoBias>, typed;
        "floor" shape![2, 11], Conv1d<dim![2], dim![2], Window<dim![2], dim![4]>, Ungrouped, WithBias>, typed;
    );
}

#[test]
fn conv_transpose2d() {
    type Doubling = Window<dim![2], dim![2]>;
    type Widening = Window<dim![3], Pair<dim![2], dim![3]>, Pair<One, Zero>>;
    type Dilated = Window<Pair<dim![2], dim![3]>, Pair<One, dim![2]>, Zero, Pair<dim![2], One>>;
    type OfGroups = Window<Pair<dim![3], dim![2]>, Pair<dim![3], One>>;
    type Cut = Window<dim![2], One, Pair<One, Zero>>;
    type Gaps = Window<Pair<One, dim![2]>, Pair<dim![3], dim![4]>>;
    type Behind = Pair<One, dim![2]>;
    cases!("conv_transpose2d":
        "doubling" shape![3, 3, 4], ConvTranspose2d<dim![3], dim![2], Doubling, Zero, Ungrouped, WithBias>, typed;
        "plain" shape![2, 3, 3], ConvTranspose2d<dim![2], dim![3], Same3, Zero, Ungrouped, WithBias>, typed;
        "output_padding" shape![2, 3, 2], ConvTranspose2d<dim![2], dim![2], Widening, Behind, Ungrouped, WithBias>, typed;
        "dilated" shape![2, 3, 4], ConvTranspose2d<dim![2], dim![2], Dilated, Zero, Ungrouped, NoBias>, typed;
        "groups" shape![4, 3, 3], ConvTranspose2d<dim![4], dim![6], OfGroups, Zero, Groups<dim![2]>, WithBias>, typed;
        "depthwise" shape![3, 4, 3], ConvTranspose2d<dim![3], dim![3], Cut, Zero, Depthwise, WithBias>, typed;
        "gaps" shape![1, 2, 3], ConvTranspose2d<One, dim![2], Gaps, Zero, Ungrouped, WithBias>, typed;
    );
}

#[test]
fn max_pool() {
    type Dilated = MaxPool2d<Pair<dim![2], dim![3]>, One, Pair<Zero, One>, Pair<dim![3], dim![2]>>;
    cases!("max_pool":
        "halving" shape![2, 4, 6], MaxPool2d<dim![2]>;
        "floor" shape![2, 5, 7], MaxPool2d<Pair<dim![2], dim![3]>>;
        "overlapping" shape![2, 6, 5], MaxPool2d<dim![3], dim![2], One>;
        "dilated" shape![1, 7, 8], Dilated<>;
        "row" shape![2, 9], MaxPool1d<dim![2]>;
        "row_overlapping" shape![2, 9], MaxPool1d<dim![3], dim![2], One, dim![2]>;
    );
}

#[test]
fn avg_pool() {
    cases!("avg_pool":
        "halving" shape![2, 4, 6], AvgPool2d<dim![2]>;
        "floor" shape![2, 5, 7], AvgPool2d<Pair<dim![2], dim![3]>>;
        "overlapping" shape![2, 6, 5], AvgPool2d<dim![3], dim![2], One>;
        "not_square" shape![1, 5, 6], AvgPool2d<Pair<One, dim![4]>, Pair<dim![3], One>, Pair<Zero, dim![2]>>;
        "row" shape![2, 9], AvgPool1d<dim![2]>;
        "row_overlapping" shape![2, 9], AvgPool1d<dim![3], dim![2], One>;
    );
}

#[test]
fn other_layers() {
    cases!("others":
        "global_avg_pool" shape![3, 4, 5], GlobalAvgPool<>;
        "global_avg_pool_row" shape![3, 7], GlobalAvgPool<>;
        "upsample" shape![3, 4, 5], Upsample<dim![2]>;
        "upsample_not_square" shape![3, 4, 5], Upsample<Pair<dim![3], dim![2]>>;
        "upsample_row" shape![3, 7], Upsample<dim![3]>;
        "zero_pad" shape![3, 4, 5], ZeroPad2d<One>;
        "zero_pad_sides" shape![3, 4, 5], ZeroPad2d<One, dim![2], Zero, dim![3]>;
        "zero_pad_row" shape![3, 7], ZeroPad1d<dim![2], One>;
    );
}
