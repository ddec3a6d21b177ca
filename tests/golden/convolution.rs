//! Convolutions, pools, upsampling and padding against PyTorch: `tests/golden/convolution.py` writes
//! `tests/golden/convolution.json`.

use super::{close_to, numbers, run};
use nn::dim::{Circular, Crop, Fill, Reflect, Replicate, RoundDown, RoundUp};
use nn::layers::{
    AdaptiveAvgPool, AdaptiveMaxPool, AvgPool1d, AvgPool2d, AvgPool3d, ChannelShuffle, Conv1d, Conv2d, Conv3d,
    ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, CountPadding, CubicMode, Depthwise, DivideBy, Fold2d,
    GlobalAvgPool, Groups, IgnorePadding, Layer, LinearMode, LpPool1d, LpPool2d, LpPool3d, MaxPool1d, MaxPool2d,
    MaxPool3d, NearestMode, NoBias, Pad1d, Pad2d, Pad3d, PixelShuffle, PixelUnshuffle, Unfold2d, Ungrouped, Upsample,
    Window, WithBias, ZeroPad1d, ZeroPad2d, ZeroPad3d,
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
    type RoundDown = Window<dim![3], Pair<dim![4], dim![5]>>;
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
        "floor" shape![2, 8, 9], Conv2d<dim![2], dim![2], RoundDown, Ungrouped, WithBias>, typed;
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

/// A size for each of three axes.
type Three<A, B, C> = (A, B, C);
/// A window of a convolution with all of its arguments, over three axes.
type Deep =
    Window<Three<dim![2], One, dim![3]>, Three<One, dim![2], dim![2]>, Three<One, Zero, One>, Three<dim![2], One, One>>;

#[test]
fn conv3d() {
    type Strided = Window<Three<dim![2], dim![2], One>, Three<dim![2], One, One>>;
    cases!("conv3d":
        "plain" shape![2, 3, 4, 3],
            Conv3d<dim![2], dim![3], Three<dim![2], dim![3], dim![2]>, Ungrouped, WithBias>, typed;
        "padded" shape![1, 2, 3, 4], Conv3d<One, dim![2], Window<dim![3], One, One>, Ungrouped, WithBias>, typed;
        "all_at_once" shape![4, 4, 5, 6], Conv3d<dim![4], dim![2], Deep, Groups<dim![2]>, WithBias>, typed;
        "depthwise" shape![2, 3, 2, 3], Conv3d<dim![2], dim![2], Strided, Depthwise, NoBias>, typed;
        "of_an_image" shape![1, 1, 4, 5],
            Conv3d<One, dim![2], Three<One, dim![3], dim![3]>, Ungrouped, WithBias>, typed;
    );
}

#[test]
fn other_transposed_convolutions() {
    type Doubling = Window<dim![2], dim![2]>;
    type All = Window<dim![3], dim![3], dim![2], dim![2]>;
    type Behind = Three<Zero, One, Zero>;
    cases!("conv_transpose1d":
        "doubling" shape![3, 5], ConvTranspose1d<dim![3], dim![2], Doubling, Zero, Ungrouped, WithBias>, typed;
        "all_at_once" shape![4, 4], ConvTranspose1d<dim![4], dim![6], All, dim![2], Groups<dim![2]>, WithBias>, typed;
    );
    cases!("conv_transpose3d":
        "doubling" shape![2, 2, 1, 3], ConvTranspose3d<dim![2], dim![3], Doubling, Zero, Ungrouped, WithBias>, typed;
        "all_at_once" shape![2, 2, 3, 2],
            ConvTranspose3d<dim![2], dim![4], Deep, Behind, Groups<dim![2]>, NoBias>, typed;
    );
}

#[test]
fn options_of_max_pool() {
    type Overlapping = MaxPool3d<Three<dim![2], dim![3], dim![2]>, Three<One, dim![2], One>, Three<One, One, Zero>>;
    cases!("max_pool_options":
        "volume" shape![2, 3, 4, 5], MaxPool3d<dim![2]>;
        "volume_overlapping" shape![1, 4, 3, 5], Overlapping<>;
        "volume_rounded_up" shape![1, 3, 4, 5], MaxPool3d<dim![2], dim![2], Zero, One, RoundUp>;
        "rounded_up" shape![2, 5, 7], MaxPool2d<Pair<dim![2], dim![3]>, Pair<dim![2], dim![3]>, Zero, One, RoundUp>;
        "rounded_up_with_padding" shape![1, 6, 8], MaxPool2d<dim![3], dim![4], One, One, RoundUp>;
        "row_rounded_up" shape![2, 10], MaxPool1d<dim![3], dim![2], One, dim![2], RoundUp>;
    );
}

#[test]
fn options_of_avg_pool() {
    type Kernel = Pair<dim![2], dim![3]>;
    cases!("avg_pool_options":
        "volume" shape![2, 3, 4, 5], AvgPool3d<dim![2]>;
        "volume_without_padding" shape![1, 3, 4, 5], AvgPool3d<dim![3], dim![2], One, RoundUp, IgnorePadding>;
        "rounded_up" shape![2, 5, 7], AvgPool2d<Kernel, Kernel, Zero, RoundUp>;
        "rounded_up_with_padding" shape![1, 6, 8], AvgPool2d<dim![3], dim![4], One, RoundUp, CountPadding>;
        "without_padding" shape![2, 4, 5], AvgPool2d<dim![3], dim![2], One, RoundDown, IgnorePadding>;
        "divisor" shape![1, 4, 5], AvgPool2d<Kernel, One, One, RoundDown, DivideBy<dim![5]>>;
        "row_without_padding" shape![2, 8], AvgPool1d<dim![3], dim![2], One, RoundUp, IgnorePadding>;
    );
}

#[test]
fn lp_pool() {
    type Wide = Pair<dim![2], dim![4]>;
    cases!("lp_pool":
        "row" shape![2, 9], LpPool1d<dim![2], dim![2]>;
        "row_rounded_up" shape![2, 9], LpPool1d<dim![3], dim![2], dim![2], RoundUp>;
        "image" shape![2, 4, 5], LpPool2d<dim![4], Pair<dim![2], dim![3]>, One>;
        "image_rounded_up" shape![1, 5, 6], LpPool2d<One, Wide, Wide, RoundUp>;
        "volume" shape![1, 3, 2, 4], LpPool3d<dim![2], Three<dim![2], One, dim![2]>, One>;
    );
}

#[test]
fn adaptive_pools() {
    type Unlike = Pair<dim![3], dim![2]>;
    type Volume = Three<dim![2], dim![3], One>;
    cases!("adaptive_avg_pool":
        "row" shape![2, 7], AdaptiveAvgPool<dim![3]>;
        "row_larger" shape![2, 3], AdaptiveAvgPool<dim![5]>;
        "image" shape![2, 6, 4], AdaptiveAvgPool<dim![2]>;
        "image_unlike" shape![2, 7, 5], AdaptiveAvgPool<Unlike>;
        "image_of_one" shape![3, 4, 5], AdaptiveAvgPool<One>;
        "volume" shape![1, 3, 5, 4], AdaptiveAvgPool<Volume>;
    );
    cases!("adaptive_max_pool":
        "row" shape![2, 7], AdaptiveMaxPool<dim![3]>;
        "row_larger" shape![2, 3], AdaptiveMaxPool<dim![5]>;
        "image" shape![2, 6, 4], AdaptiveMaxPool<dim![2]>;
        "image_unlike" shape![2, 7, 5], AdaptiveMaxPool<Unlike>;
        "image_of_one" shape![3, 4, 5], AdaptiveMaxPool<One>;
        "volume" shape![1, 3, 5, 4], AdaptiveMaxPool<Volume>;
    );
}

#[test]
fn upsampling() {
    cases!("upsampled":
        "nearest_volume" shape![2, 2, 3, 4], Upsample<Three<dim![2], One, dim![3]>, NearestMode>;
        "linear" shape![3, 7], Upsample<dim![3], LinearMode>;
        "linear_aligned" shape![3, 7], Upsample<dim![2], LinearMode<true>>;
        "bilinear" shape![2, 4, 5], Upsample<dim![2], LinearMode>;
        "bilinear_aligned" shape![2, 4, 5], Upsample<Pair<dim![3], dim![2]>, LinearMode<true>>;
        "trilinear" shape![2, 2, 3, 4], Upsample<dim![2], LinearMode>;
        "trilinear_aligned" shape![2, 2, 3, 4], Upsample<Three<dim![2], dim![3], One>, LinearMode<true>>;
        "bicubic" shape![2, 4, 5], Upsample<Pair<dim![2], dim![3]>, CubicMode>;
        "bicubic_aligned" shape![2, 4, 5], Upsample<dim![2], CubicMode<true>>;
    );
}

#[test]
fn padding() {
    type Half = Fill<{ 0.5_f64.to_bits() }>;
    type Negative = Fill<{ (-2.25_f64).to_bits() }>;
    type ThreeOf = Fill<{ 3.0_f64.to_bits() }>;
    type LessOne = Crop<One>;
    type LessTwo = Crop<dim![2]>;
    cases!("padded":
        "constant_row" shape![3, 7], Pad1d<Half, dim![2], One>;
        "constant_image" shape![2, 4, 5], Pad2d<Negative, One, LessTwo, dim![3], LessOne>;
        "constant_volume" shape![1, 3, 4, 2], Pad3d<ThreeOf, One, Zero, Zero, dim![2], LessOne, One>;
        "zero_volume" shape![1, 3, 4, 2], ZeroPad3d<One>;
        "reflect_row" shape![3, 7], Pad1d<Reflect, dim![6], dim![3]>;
        "reflect_image" shape![2, 4, 5], Pad2d<Reflect, One, dim![2], dim![3], Zero>;
        "reflect_cropped" shape![2, 4, 5], Pad2d<Reflect, dim![2], LessOne, LessTwo, One>;
        "reflect_volume" shape![1, 3, 4, 2], Pad3d<Reflect, One, Zero, dim![2], dim![3], One, dim![2]>;
        "replicate_row" shape![3, 7], Pad1d<Replicate, dim![9], One>;
        "replicate_image" shape![2, 4, 5], Pad2d<Replicate, One, dim![2], dim![5], Zero>;
        "replicate_cropped" shape![2, 4, 5], Pad2d<Replicate, dim![2], LessOne, LessTwo, One>;
        "replicate_volume" shape![1, 3, 4, 2], Pad3d<Replicate, dim![3], Zero, dim![2], One, One, dim![4]>;
        "circular_row" shape![3, 7], Pad1d<Circular, dim![7], dim![3]>;
        "circular_image" shape![2, 4, 5], Pad2d<Circular, One, dim![2], dim![4], Zero>;
        "circular_cropped" shape![2, 4, 5], Pad2d<Circular, dim![2], LessOne, LessTwo, One>;
        "circular_volume" shape![1, 3, 4, 2], Pad3d<Circular, One, dim![2], dim![2], One, dim![3], Zero>;
    );
}

#[test]
fn shuffles() {
    cases!("shuffled":
        "pixel_shuffle" shape![8, 2, 3], PixelShuffle<dim![2]>;
        "pixel_unshuffle" shape![2, 3, 6], PixelUnshuffle<dim![3]>;
        "channel_shuffle" shape![6, 2, 3], ChannelShuffle<dim![3]>;
        "channel_shuffle_row" shape![4, 5], ChannelShuffle<dim![2]>;
    );
}

#[test]
fn windows_as_columns() {
    type Plain = dim![2];
    type Padded = Window<Pair<dim![3], dim![2]>, dim![2], Pair<One, Zero>>;
    type Dilated = Window<Pair<dim![2], dim![3]>, Pair<One, dim![3]>, Pair<Zero, dim![2]>, Pair<dim![3], One>>;
    type Apart = Window<Pair<One, dim![2]>, Pair<dim![3], dim![4]>, Zero, dim![2]>;
    cases!("columns":
        "unfold2d_plain" shape![3, 4, 5], Unfold2d<Plain>;
        "unfold2d_padded" shape![2, 5, 6], Unfold2d<Padded>;
        "unfold2d_dilated" shape![1, 5, 7], Unfold2d<Dilated>;
        "unfold2d_apart" shape![2, 7, 11], Unfold2d<Apart>;
        "fold2d_plain" shape![12, 12], Fold2d<Pair<dim![4], dim![5]>, Plain>;
        "fold2d_padded" shape![12, 9], Fold2d<Pair<dim![5], dim![6]>, Padded>;
        "fold2d_dilated" shape![6, 6], Fold2d<Pair<dim![5], dim![7]>, Dilated>;
        "fold2d_apart" shape![4, 9], Fold2d<Pair<dim![7], dim![11]>, Apart>;
    );
}
