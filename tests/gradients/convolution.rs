//! Convolutions, pools, upsampling and padding: every layer over at least 100 random inputs and parameters, over shapes
//! that were once drawn at random, and over the extreme shapes that a layer accepts.

use super::check;
use nn::dim::{Circular, Crop, Fill, Reflect, Replicate, RoundDown, RoundUp};
use nn::layers::{
    AdaptiveAvgPool, AdaptiveMaxPool, ArgMaxPool1d, ArgMaxPool2d, ArgMaxPool3d, AvgPool1d, AvgPool2d, AvgPool3d,
    ChannelShuffle, Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, CountPadding, CubicMode,
    Depthwise, DivideBy, Fold2d, GlobalAvgPool, Groups, IgnorePadding, Layer, LinearMode, LpPool1d, LpPool2d, LpPool3d,
    MaxPool1d, MaxPool2d, MaxPool3d, MaxUnpool, NoBias, Pad1d, Pad2d, Pad3d, PixelShuffle, PixelUnshuffle, Unfold2d,
    Ungrouped, Upsample, Window, WithBias, ZeroPad1d, ZeroPad2d, ZeroPad3d,
};
use nn::prelude::*;

/// Checks layers on inputs of a shape, this number of times each, with different seeds.
macro_rules! all {
    ($count:literal each: $($input:ty, $layer:ty;)*) => {{
        let mut seed = 0;
        $(
            seed += $count;
            check::<$input, dim![2], $layer>(seed..seed + $count);
        )*
        assert!(seed >= 100, "{seed} checks are fewer than 100");
    }};
}

/// One convolution per line: channels in and out, the sizes, then kernel, stride, padding and dilation.
macro_rules! convolutions {
    ($($in:literal $out:literal [$h:literal $w:literal] [$kh:literal $kw:literal] [$sh:literal $sw:literal]
        [$ph:literal $pw:literal] [$dh:literal $dw:literal] $groups:ty, $bias:ty;)*) => {
        all!(4 each: $((N<$in>, N<$h>, N<$w>), Conv2d<
            N<$in>,
            N<$out>,
            Window<(N<$kh>, N<$kw>), (N<$sh>, N<$sw>), (N<$ph>, N<$pw>), (N<$dh>, N<$dw>)>,
            $groups,
            $bias,
            f64,
        >;)*)
    };
    ($($in:literal $out:literal [$l:literal] [$k:literal] [$s:literal] [$p:literal] [$d:literal]
        $groups:ty, $bias:ty;)*) => {
        all!(4 each: $((N<$in>, N<$l>), Conv1d<
            N<$in>,
            N<$out>,
            Window<N<$k>, N<$s>, N<$p>, N<$d>>,
            $groups,
            $bias,
            f64,
        >;)*)
    };
}

/// The same for transposed convolutions, with the output padding after the dilation.
macro_rules! transposed {
    ($($in:literal $out:literal [$h:literal $w:literal] [$kh:literal $kw:literal] [$sh:literal $sw:literal]
        [$ph:literal $pw:literal] [$dh:literal $dw:literal] [$oh:literal $ow:literal] $groups:ty, $bias:ty;)*) => {
        all!(4 each: $((N<$in>, N<$h>, N<$w>), ConvTranspose2d<
            N<$in>,
            N<$out>,
            Window<(N<$kh>, N<$kw>), (N<$sh>, N<$sw>), (N<$ph>, N<$pw>), (N<$dh>, N<$dw>)>,
            (N<$oh>, N<$ow>),
            $groups,
            $bias,
            f64,
        >;)*)
    };
}

#[test]
fn conv2d() {
    convolutions! {
        1 1 [1 1] [1 1] [1 1] [0 0] [1 1] Ungrouped, WithBias;
        1 2 [1 19] [3 3] [1 1] [1 1] [1 1] Ungrouped, WithBias;
        2 9 [2 9] [1 2] [1 1] [0 0] [1 1] Ungrouped, WithBias;
        4 4 [3 3] [3 3] [1 1] [1 1] [1 1] Depthwise, WithBias;
        2 1 [5 3] [3 1] [2 1] [3 0] [1 1] Ungrouped, WithBias;
        1 1 [5 1] [2 1] [3 1] [1 1] [1 3] Ungrouped, NoBias;
        2 1 [5 4] [2 2] [1 1] [0 0] [1 1] Ungrouped, NoBias;
        2 2 [6 6] [2 2] [3 1] [1 1] [1 2] Groups<N<2>>, WithBias;
        2 2 [1 3] [3 1] [3 3] [3 1] [1 2] Ungrouped, NoBias;
        1 2 [7 4] [3 4] [3 1] [1 0] [1 1] Ungrouped, WithBias;
        2 2 [5 3] [3 4] [1 3] [3 1] [2 1] Groups<N<2>>, WithBias;
        2 2 [5 5] [3 2] [2 2] [3 2] [1 2] Depthwise, WithBias;
        3 3 [2 7] [1 2] [3 3] [1 1] [1 1] Ungrouped, WithBias;
        4 2 [2 6] [2 4] [1 1] [1 1] [1 1] Groups<N<2>>, WithBias;
        2 2 [5 7] [2 4] [2 3] [3 1] [3 2] Ungrouped, WithBias;
        3 3 [5 6] [1 3] [2 3] [3 3] [2 3] Ungrouped, WithBias;
        3 3 [3 6] [2 1] [2 3] [1 1] [2 3] Ungrouped, NoBias;
        2 2 [7 3] [3 3] [3 2] [3 1] [2 1] Depthwise, WithBias;
        3 3 [3 5] [2 2] [1 2] [1 1] [1 3] Ungrouped, NoBias;
        3 2 [5 1] [4 4] [2 2] [3 2] [1 1] Ungrouped, WithBias;
        1 3 [5 3] [3 3] [1 2] [1 2] [2 3] Ungrouped, WithBias;
        2 3 [5 4] [2 2] [3 1] [1 3] [1 3] Ungrouped, NoBias;
        2 2 [4 7] [2 3] [3 2] [1 1] [3 1] Ungrouped, WithBias;
        2 1 [2 4] [1 1] [3 3] [1 0] [2 1] Ungrouped, WithBias;
        2 2 [5 5] [3 2] [2 1] [0 1] [2 1] Depthwise, WithBias;
        3 2 [1 4] [3 3] [3 3] [2 0] [1 1] Ungrouped, NoBias;
        4 6 [1 6] [2 1] [2 2] [2 2] [3 3] Groups<N<2>>, NoBias;
        1 1 [2 3] [4 1] [2 1] [3 1] [2 3] Ungrouped, WithBias;
    }
}

#[test]
fn conv1d() {
    convolutions! {
        1 1 [1] [1] [1] [0] [1] Ungrouped, WithBias;
        2 2 [35] [3] [1] [0] [1] Ungrouped, NoBias;
        6 6 [12] [4] [2] [2] [1] Groups<N<2>>, WithBias;
        1 1 [2] [2] [2] [0] [1] Depthwise, WithBias;
        1 1 [12] [4] [1] [1] [3] Ungrouped, WithBias;
        2 2 [10] [1] [3] [0] [2] Depthwise, WithBias;
        3 3 [3] [2] [2] [0] [1] Groups<N<3>>, NoBias;
        1 3 [11] [4] [2] [1] [2] Ungrouped, WithBias;
        1 3 [3] [3] [3] [2] [1] Ungrouped, WithBias;
        2 3 [5] [3] [3] [0] [1] Ungrouped, WithBias;
        3 3 [3] [2] [3] [0] [2] Ungrouped, WithBias;
        2 2 [2] [1] [3] [2] [3] Ungrouped, WithBias;
        1 2 [6] [1] [3] [0] [3] Ungrouped, NoBias;
        2 2 [13] [2] [3] [0] [1] Depthwise, WithBias;
        9 3 [13] [4] [2] [2] [1] Groups<N<3>>, NoBias;
        2 2 [4] [1] [2] [1] [2] Ungrouped, WithBias;
        1 1 [10] [4] [2] [1] [3] Ungrouped, NoBias;
        3 2 [3] [1] [2] [1] [3] Ungrouped, WithBias;
        2 1 [5] [2] [2] [3] [1] Ungrouped, WithBias;
        2 2 [13] [3] [2] [0] [1] Depthwise, WithBias;
        6 2 [3] [1] [3] [1] [2] Groups<N<2>>, NoBias;
        3 9 [3] [1] [1] [3] [1] Groups<N<3>>, WithBias;
        2 2 [10] [4] [3] [1] [2] Ungrouped, WithBias;
        2 4 [6] [1] [3] [0] [1] Groups<N<2>>, WithBias;
        2 2 [11] [2] [3] [0] [3] Groups<N<2>>, WithBias;
        1 1 [7] [4] [2] [3] [1] Ungrouped, NoBias;
        2 1 [9] [4] [1] [2] [1] Ungrouped, WithBias;
        3 6 [9] [2] [3] [0] [1] Groups<N<3>>, NoBias;
    }
}

#[test]
fn conv_transpose2d() {
    transposed! {
        1 1 [1 1] [1 1] [1 1] [0 0] [1 1] [0 0] Ungrouped, WithBias;
        2 2 [3 3] [2 2] [2 2] [0 0] [1 1] [0 0] Ungrouped, WithBias;
        1 2 [2 3] [1 1] [3 3] [0 0] [1 1] [2 2] Ungrouped, NoBias;
        3 6 [1 2] [3 4] [1 2] [1 1] [1 1] [0 0] Groups<N<3>>, WithBias;
        3 3 [7 3] [4 1] [2 3] [0 2] [1 3] [0 2] Ungrouped, WithBias;
        1 2 [6 4] [3 1] [2 3] [0 1] [1 2] [1 2] Ungrouped, WithBias;
        3 1 [3 1] [1 1] [1 1] [0 0] [2 3] [0 0] Ungrouped, WithBias;
        1 1 [7 6] [2 4] [2 3] [0 0] [1 3] [0 0] Depthwise, WithBias;
        2 2 [3 3] [2 1] [3 2] [1 1] [1 1] [0 0] Ungrouped, WithBias;
        1 1 [7 7] [1 2] [2 2] [2 0] [1 2] [0 1] Ungrouped, NoBias;
        1 2 [7 6] [2 3] [2 2] [0 3] [2 1] [1 1] Ungrouped, NoBias;
        1 2 [2 3] [1 3] [3 1] [0 1] [1 1] [2 0] Ungrouped, WithBias;
        1 2 [6 5] [4 1] [1 1] [3 0] [1 1] [0 0] Ungrouped, NoBias;
        1 2 [3 7] [2 1] [2 1] [0 0] [1 2] [0 0] Ungrouped, WithBias;
        2 4 [7 6] [3 1] [1 2] [1 3] [1 2] [0 0] Groups<N<2>>, NoBias;
        2 3 [1 3] [4 3] [1 3] [1 0] [1 3] [0 0] Ungrouped, WithBias;
        1 1 [1 5] [4 4] [1 3] [1 0] [1 3] [0 0] Ungrouped, WithBias;
        1 2 [2 1] [4 4] [2 2] [0 0] [2 1] [0 1] Ungrouped, WithBias;
        2 1 [4 4] [2 3] [1 2] [1 1] [1 1] [0 1] Ungrouped, WithBias;
        2 1 [6 4] [2 2] [2 3] [3 0] [1 1] [0 1] Ungrouped, WithBias;
        6 3 [5 1] [1 4] [1 3] [2 1] [1 1] [0 2] Groups<N<3>>, NoBias;
        2 3 [6 6] [3 1] [2 2] [1 1] [2 2] [1 1] Ungrouped, WithBias;
        1 3 [2 6] [2 3] [2 3] [0 1] [1 1] [1 1] Ungrouped, NoBias;
        1 2 [5 6] [4 2] [1 1] [1 0] [3 2] [0 0] Ungrouped, NoBias;
        2 2 [5 2] [2 2] [2 3] [1 1] [2 1] [1 2] Ungrouped, WithBias;
        3 3 [4 6] [1 1] [3 1] [1 0] [1 2] [2 0] Groups<N<3>>, WithBias;
        2 2 [6 3] [3 1] [2 2] [0 1] [1 2] [1 1] Depthwise, WithBias;
    }
}

#[test]
fn max_pool2d() {
    all!(5 each:
        shape![2, 6, 6], MaxPool2d<N<2>>;
        shape![2, 7, 5], MaxPool2d<N<3>, N<2>, N<1>>;
        shape![1, 1, 1], MaxPool2d<N<1>>;
        shape![2, 1, 3], MaxPool2d<(N<1>, N<2>), N<1>, N<0>, N<2>>;
        shape![3, 4, 1], MaxPool2d<(N<2>, N<4>), (N<1>, N<3>), (N<0>, N<2>), (N<2>, N<1>)>;
        shape![3, 3, 3], MaxPool2d<(N<1>, N<4>), (N<2>, N<1>), (N<0>, N<2>), N<1>>;
        shape![3, 1, 2], MaxPool2d<(N<2>, N<4>), N<3>, (N<1>, N<2>), N<1>>;
        shape![1, 1, 2], MaxPool2d<(N<3>, N<1>), (N<3>, N<2>), (N<1>, N<0>), N<1>>;
        shape![3, 6, 6], MaxPool2d<(N<3>, N<4>), N<2>, (N<0>, N<1>), N<2>>;
        shape![2, 2, 4], MaxPool2d<(N<1>, N<4>), N<1>, (N<0>, N<2>), N<1>>;
        shape![3, 3, 5], MaxPool2d<(N<4>, N<2>), (N<3>, N<2>), (N<2>, N<1>), N<1>>;
        shape![3, 3, 6], MaxPool2d<N<1>, N<1>, N<0>, (N<1>, N<2>)>;
        shape![2, 5, 3], MaxPool2d<(N<3>, N<1>), (N<2>, N<1>), (N<1>, N<0>), (N<2>, N<1>)>;
        shape![2, 7, 2], MaxPool2d<(N<3>, N<2>), (N<3>, N<1>), (N<0>, N<1>), N<1>>;
        shape![3, 5, 1], MaxPool2d<(N<4>, N<1>), (N<3>, N<1>), (N<2>, N<0>), N<1>>;
        shape![3, 2, 6], MaxPool2d<(N<2>, N<1>), N<3>, (N<1>, N<0>), N<1>>;
        shape![2, 4, 1], MaxPool2d<N<2>, N<1>, N<1>, N<1>>;
        shape![1, 6, 4], MaxPool2d<(N<2>, N<1>), (N<3>, N<2>), (N<1>, N<0>), N<1>>;
        shape![1, 2, 4], MaxPool2d<N<1>, (N<2>, N<1>), N<0>, N<1>>;
        shape![1, 7, 1], MaxPool2d<(N<4>, N<2>), N<1>, (N<0>, N<1>), N<1>>;
        shape![1, 3, 4], MaxPool2d<(N<2>, N<3>), N<1>, (N<1>, N<0>), N<1>>;
    );
}

#[test]
fn max_pool1d() {
    all!(5 each:
        shape![2, 9], MaxPool1d<N<2>>;
        shape![2, 33], MaxPool1d<N<3>, N<1>, N<1>>;
        shape![1, 6], MaxPool1d<N<3>, N<3>, N<0>, N<2>>;
        shape![3, 9], MaxPool1d<N<2>, N<2>, N<0>, N<2>>;
        shape![2, 10], MaxPool1d<N<4>, N<2>, N<2>, N<1>>;
        shape![1, 3], MaxPool1d<N<1>, N<3>, N<0>, N<1>>;
        shape![2, 12], MaxPool1d<N<1>, N<3>, N<0>, N<2>>;
        shape![1, 12], MaxPool1d<N<1>, N<2>, N<0>, N<1>>;
        shape![2, 1], MaxPool1d<N<3>, N<2>, N<1>, N<1>>;
        shape![3, 10], MaxPool1d<N<4>, N<1>, N<1>, N<1>>;
        shape![1, 8], MaxPool1d<N<1>, N<1>, N<0>, N<1>>;
        shape![1, 9], MaxPool1d<N<1>, N<3>, N<0>, N<1>>;
        shape![2, 11], MaxPool1d<N<3>, N<1>, N<1>, N<1>>;
        shape![3, 3], MaxPool1d<N<3>, N<2>, N<1>, N<1>>;
        shape![1, 11], MaxPool1d<N<1>, N<3>, N<0>, N<1>>;
        shape![1, 8], MaxPool1d<N<4>, N<1>, N<1>, N<1>>;
        shape![3, 7], MaxPool1d<N<3>, N<3>, N<0>, N<1>>;
        shape![1, 9], MaxPool1d<N<2>, N<2>, N<1>, N<1>>;
        shape![2, 7], MaxPool1d<N<3>, N<2>, N<0>, N<1>>;
        shape![2, 11], MaxPool1d<N<4>, N<1>, N<0>, N<1>>;
    );
}

#[test]
fn avg_pool2d() {
    all!(5 each:
        shape![2, 6, 6], AvgPool2d<N<2>>;
        shape![2, 7, 5], AvgPool2d<N<3>, N<2>, N<1>>;
        shape![1, 1, 1], AvgPool2d<N<1>>;
        shape![3, 6, 4], AvgPool2d<(N<1>, N<2>), N<2>, (N<0>, N<1>)>;
        shape![3, 5, 3], AvgPool2d<(N<1>, N<4>), (N<2>, N<3>), (N<0>, N<2>)>;
        shape![2, 4, 4], AvgPool2d<(N<1>, N<2>), (N<1>, N<2>), N<0>>;
        shape![3, 7, 3], AvgPool2d<(N<4>, N<1>), N<1>, (N<1>, N<0>)>;
        shape![2, 3, 1], AvgPool2d<N<1>, N<1>, N<0>>;
        shape![3, 4, 6], AvgPool2d<(N<2>, N<1>), N<2>, (N<1>, N<0>)>;
        shape![2, 3, 4], AvgPool2d<(N<3>, N<1>), (N<1>, N<2>), (N<1>, N<0>)>;
        shape![1, 6, 7], AvgPool2d<(N<4>, N<3>), (N<2>, N<1>), (N<0>, N<1>)>;
        shape![3, 6, 4], AvgPool2d<N<3>, (N<1>, N<3>), (N<0>, N<1>)>;
        shape![3, 5, 4], AvgPool2d<(N<1>, N<3>), (N<2>, N<1>), N<0>>;
        shape![2, 4, 2], AvgPool2d<(N<4>, N<1>), (N<1>, N<3>), (N<1>, N<0>)>;
        shape![1, 3, 5], AvgPool2d<(N<3>, N<2>), N<1>, (N<0>, N<1>)>;
        shape![2, 3, 4], AvgPool2d<(N<2>, N<1>), (N<1>, N<2>), (N<1>, N<0>)>;
        shape![1, 4, 1], AvgPool2d<N<1>, N<1>, N<0>>;
        shape![2, 1, 6], AvgPool2d<(N<1>, N<3>), N<2>, N<0>>;
        shape![2, 7, 3], AvgPool2d<(N<4>, N<2>), (N<1>, N<3>), (N<2>, N<0>)>;
        shape![2, 6, 5], AvgPool2d<(N<1>, N<3>), (N<2>, N<1>), N<0>>;
        shape![1, 2, 1], AvgPool2d<(N<1>, N<2>), N<2>, (N<0>, N<1>)>;
    );
}

#[test]
fn avg_pool1d() {
    all!(5 each:
        shape![2, 9], AvgPool1d<N<2>>;
        shape![2, 33], AvgPool1d<N<3>, N<1>, N<1>>;
        shape![3, 12], AvgPool1d<N<1>, N<3>, N<0>>;
        shape![3, 7], AvgPool1d<N<3>, N<2>, N<1>>;
        shape![3, 4], AvgPool1d<N<3>, N<2>, N<0>>;
        shape![1, 10], AvgPool1d<N<3>, N<1>, N<0>>;
        shape![3, 4], AvgPool1d<N<4>, N<3>, N<2>>;
        shape![1, 4], AvgPool1d<N<3>, N<3>, N<0>>;
        shape![1, 3], AvgPool1d<N<1>, N<3>, N<0>>;
        shape![1, 8], AvgPool1d<N<3>, N<3>, N<1>>;
        shape![3, 10], AvgPool1d<N<2>, N<3>, N<1>>;
        shape![3, 11], AvgPool1d<N<1>, N<3>, N<0>>;
        shape![3, 8], AvgPool1d<N<1>, N<2>, N<0>>;
        shape![2, 3], AvgPool1d<N<2>, N<3>, N<1>>;
        shape![3, 5], AvgPool1d<N<4>, N<3>, N<2>>;
        shape![3, 6], AvgPool1d<N<2>, N<1>, N<1>>;
        shape![3, 9], AvgPool1d<N<2>, N<3>, N<0>>;
        shape![3, 9], AvgPool1d<N<1>, N<1>, N<0>>;
        shape![1, 3], AvgPool1d<N<3>, N<2>, N<1>>;
        shape![3, 11], AvgPool1d<N<3>, N<2>, N<0>>;
    );
}

#[test]
fn global_avg_pool() {
    all!(20 each:
        shape![3, 4, 5], GlobalAvgPool;
        shape![1, 1, 1], GlobalAvgPool;
        shape![2, 7, 1], GlobalAvgPool;
        shape![4, 9], GlobalAvgPool;
        shape![1, 1], GlobalAvgPool;
    );
}

#[test]
fn upsample() {
    all!(15 each:
        shape![2, 3, 2], Upsample<N<2>>;
        shape![1, 2, 3], Upsample<(N<3>, N<1>)>;
        shape![2, 1, 4], Upsample<(N<1>, N<4>)>;
        shape![1, 2, 2], Upsample<N<1>>;
        shape![3, 5], Upsample<N<2>>;
        shape![1, 4], Upsample<N<5>>;
        shape![2, 3], Upsample<N<1>>;
    );
}

#[test]
fn zero_pad() {
    all!(15 each:
        shape![2, 3, 2], ZeroPad2d<N<1>>;
        shape![1, 2, 3], ZeroPad2d<N<1>, N<2>, N<0>, N<3>>;
        shape![2, 1, 4], ZeroPad2d<N<0>, N<0>, N<2>>;
        shape![1, 2, 2], ZeroPad2d<N<0>>;
        shape![3, 5], ZeroPad1d<N<2>>;
        shape![1, 4], ZeroPad1d<N<0>, N<3>>;
        shape![2, 3], ZeroPad1d<N<4>, N<0>>;
    );
}

/// Windows over three axes.
type Deep = Window<(N<2>, N<1>, N<3>), (N<1>, N<2>, N<2>), (N<1>, N<0>, N<1>), (N<2>, N<1>, N<1>)>;
type Same = Window<N<3>, N<1>, N<1>>;

#[test]
fn conv3d() {
    all!(7 each:
        shape![2, 3, 2, 3], Conv3d<N<2>, N<3>, Same, Ungrouped, WithBias, f64>;
        shape![1, 1, 1, 1], Conv3d<N<1>, N<1>, N<1>, Ungrouped, NoBias, f64>;
        shape![2, 3, 4, 5], Conv3d<N<2>, N<2>, Deep, Groups<N<2>>, WithBias, f64>;
        shape![3, 2, 2, 3], Conv3d<N<3>, N<3>, N<2>, Depthwise, WithBias, f64>;
        shape![1, 1, 4, 4], Conv3d<N<1>, N<2>, (N<1>, N<2>, N<3>), Ungrouped, WithBias, f64>;
        shape![1, 5, 1, 2], Conv3d<N<1>, N<2>, Window<(N<2>, N<1>, N<1>), N<3>>, Ungrouped, WithBias, f64>;
        shape![1, 2, 3, 1], Conv3d<N<1>, N<1>, Window<N<2>, N<2>, N<3>, N<2>>, Ungrouped, NoBias, f64>;
        shape![4, 2, 1, 2], Conv3d<N<4>, N<2>, N<1>, Groups<N<2>>, WithBias, f64>;
        shape![2, 4, 3, 3], Conv3d<N<2>, N<1>, Window<N<3>, (N<2>, N<1>, N<2>), N<1>>, Ungrouped, WithBias, f64>;
        shape![1, 3, 3, 3], Conv3d<N<1>, N<5>, Window<N<3>, N<2>, N<1>>, Ungrouped, WithBias, f64>;
        shape![1, 2, 2, 20], Conv3d<N<1>, N<2>, Window<(N<2>, N<2>, N<5>), N<1>, N<1>>, Ungrouped, WithBias, f64>;
        shape![2, 2, 3, 3], Conv3d<N<2>, N<4>, Window<(N<1>, N<3>, N<1>), N<1>, N<0>>, Groups<N<2>>, NoBias, f64>;
        shape![1, 3, 2, 2], Conv3d<N<1>, N<1>, Window<N<2>, (N<3>, N<1>, N<1>), N<1>>, Ungrouped, WithBias, f64>;
        shape![2, 1, 3, 2], Conv3d<N<2>, N<2>, (N<1>, N<2>, N<2>), Ungrouped, WithBias, f64>;
        shape![3, 2, 3, 2], Conv3d<N<3>, N<6>, (N<2>, N<1>, N<2>), Groups<N<3>>, WithBias, f64>;
    );
}

#[test]
fn other_transposed_convolutions() {
    type Doubling = Window<N<2>, N<2>>;
    all!(10 each:
        shape![2, 4], ConvTranspose1d<N<2>, N<3>, Doubling, N<0>, Ungrouped, WithBias, f64>;
        shape![4, 3], ConvTranspose1d<N<4>, N<2>, Window<N<3>, N<3>, N<2>, N<2>>, N<2>, Groups<N<2>>, NoBias, f64>;
        shape![3, 5], ConvTranspose1d<N<3>, N<3>, N<2>, N<0>, Depthwise, WithBias, f64>;
        shape![1, 1], ConvTranspose1d<N<1>, N<1>, N<1>, N<0>, Ungrouped, WithBias, f64>;
        shape![2, 17], ConvTranspose1d<N<2>, N<1>, Window<N<5>, N<2>, N<1>>, N<1>, Ungrouped, WithBias, f64>;
        shape![2, 2, 1, 3], ConvTranspose3d<N<2>, N<3>, Doubling, N<0>, Ungrouped, WithBias, f64>;
        shape![2, 2, 3, 2], ConvTranspose3d<N<2>, N<4>, Deep, (N<0>, N<1>, N<0>), Groups<N<2>>, NoBias, f64>;
        shape![3, 2, 2, 2], ConvTranspose3d<N<3>, N<3>, Same, N<0>, Depthwise, WithBias, f64>;
        shape![1, 1, 1, 1], ConvTranspose3d<N<1>, N<2>, N<2>, N<0>, Ungrouped, WithBias, f64>;
        shape![1, 3, 2, 2], ConvTranspose3d<N<1>, N<1>, Window<N<1>, N<2>>, N<1>, Ungrouped, WithBias, f64>;
    );
}

#[test]
fn options_of_pools() {
    all!(4 each:
        shape![2, 3, 4, 5], MaxPool3d<N<2>>;
        shape![1, 4, 3, 5], MaxPool3d<(N<2>, N<3>, N<2>), (N<1>, N<2>, N<1>), (N<1>, N<1>, N<0>)>;
        shape![1, 3, 4, 5], MaxPool3d<N<2>, N<2>, N<0>, N<1>, RoundUp>;
        shape![2, 5, 7], MaxPool2d<N<2>, N<2>, N<0>, N<1>, RoundUp>;
        shape![1, 6, 8], MaxPool2d<N<3>, N<4>, N<1>, N<1>, RoundUp>;
        shape![2, 10], MaxPool1d<N<3>, N<2>, N<1>, N<2>, RoundUp>;
        shape![2, 3, 4, 5], AvgPool3d<N<2>>;
        shape![1, 3, 4, 5], AvgPool3d<N<3>, N<2>, N<1>, RoundUp, IgnorePadding>;
        shape![1, 2, 3, 2], AvgPool3d<N<2>, N<1>, N<1>, RoundDown, DivideBy<N<3>>>;
        shape![2, 5, 7], AvgPool2d<N<2>, N<2>, N<0>, RoundUp>;
        shape![1, 6, 8], AvgPool2d<N<3>, N<4>, N<1>, RoundUp, CountPadding>;
        shape![2, 4, 5], AvgPool2d<N<3>, N<2>, N<1>, RoundDown, IgnorePadding>;
        shape![1, 4, 5], AvgPool2d<(N<2>, N<3>), N<1>, N<1>, RoundDown, DivideBy<N<5>>>;
        shape![2, 8], AvgPool1d<N<3>, N<2>, N<1>, RoundUp, IgnorePadding>;
        shape![2, 9], LpPool1d<N<2>, N<2>>;
        shape![1, 8], LpPool1d<N<4>, N<3>, N<2>, RoundUp>;
        shape![2, 4, 5], LpPool2d<N<4>, (N<2>, N<3>), N<1>>;
        shape![1, 5, 6], LpPool2d<N<1>, (N<2>, N<4>), N<2>, RoundUp>;
        shape![1, 3, 2, 4], LpPool3d<N<2>, (N<2>, N<1>, N<2>), N<1>>;
        shape![2, 7], AdaptiveAvgPool<N<3>>;
        shape![2, 3], AdaptiveAvgPool<N<5>>;
        shape![2, 7, 5], AdaptiveAvgPool<(N<3>, N<2>)>;
        shape![1, 3, 5, 4], AdaptiveAvgPool<(N<2>, N<3>, N<1>)>;
        shape![2, 7], AdaptiveMaxPool<N<3>>;
        shape![2, 6, 4], AdaptiveMaxPool<N<2>>;
        shape![1, 3, 5, 4], AdaptiveMaxPool<(N<2>, N<3>, N<1>)>;
        shape![2, 2, 3, 2], GlobalAvgPool;
    );
}

network! {
    /// Pools and their inverse, of one, two and three axes, with indices that other operations read, too.
    #[dtype(f64)]
    struct Unpooled {
        conv: Conv2d<1, 2, kernel = 3, padding = 1>,
        row: Linear<7, 9>,
        middle: Conv2d<2, 2, kernel = 1>,
    }
    fn forward(image: Tensor<1, 5, 7>, row: Tensor<2, 7>, volume: Tensor<1, 2, 3, 4>) -> (
        Tensor<2, 5, 7>, Tensor<2, 5, 7>, Tensor<2, 9>, Tensor<1, 2, 3, 4>, Tensor<2, 2, 4>,
    ) {
        let image = image.conv();
        let (h, places) = image.max_pool::<2, 3, return_indices = true>();
        let plain = max_unpool::<2, 3, output_size = (5, 7)>(h.middle(), places);
        let (wide, several) = image.max_pool::<3, stride = 2, padding = 1, return_indices = true>();
        let overlapping = wide.max_unpool::<3, stride = 2, padding = 1, output_size = (5, 7)>(several);
        let (short, of_row) = row.row().max_pool::<3, return_indices = true>();
        let (deep, of_volume) = volume.max_pool::<2, ceil_mode = true, return_indices = true>();
        let hot = several.one_hot().sum::<3>() + several.one_hot().max::<3>();
        (
            plain,
            overlapping,
            max_unpool::<3>(short.exp(), of_row),
            max_unpool::<2, output_size = (2, 3, 4)>(deep, of_volume),
            hot.slice::<1, ..2>() * wide.slice::<1, ..2>().square(),
        )
    }
}

type Height = dim![4];
type Width = dim![6];

network! {
    /// Sizes that only the compiler knows.
    #[dtype(f64)]
    struct NamedUnpooled {
        conv: Conv2d<1, 2, kernel = 3, padding = 1>,
    }
    fn forward(image: Tensor<1, Height, Width>) -> (Tensor<2, Height, Width>, Tensor<2, Height, Width>) {
        let (h, places) = image.conv().max_pool::<2, return_indices = true>();
        (max_unpool::<2>(h, places), max_unpool::<2, output_size = (Height, Width)>(h, places))
    }
}

network! {
    /// Sizes that are parameters.
    #[dtype(f64)]
    struct GenericUnpooled<C: Dim, H: Dim, W: Dim> {
        conv: Conv2d<1, C, kernel = 3, padding = 1>,
        shift: Parameter<C, H, W>,
    }
    fn forward(image: Tensor<1, H, W>) -> Tensor<C, H, W> {
        let (h, places) = (image.conv() + shift).max_pool::<2, stride = 1, return_indices = true>();
        max_unpool::<2, output_size = (H, W)>(h * 2.0, places)
    }
}

/// [`ArgMaxPool1d`], [`ArgMaxPool2d`] and [`ArgMaxPool3d`], whose outputs have no gradient, are checked in networks that use them.
#[test]
fn unpooling() {
    let windows = &[nn::graph::AxisWindow { kernel: 2, stride: 2, padding: 0, dilation: 1 }; 3];
    let op = |count: usize| nn::graph::Op::ArgMaxPool { windows: &windows[..count], ceil_mode: false };
    assert_eq!(op(1), <ArgMaxPool1d<N<2>> as Layer<shape![2, 4]>>::OP);
    assert_eq!(op(2), <ArgMaxPool2d<N<2>> as Layer<shape![2, 4, 4]>>::OP);
    assert_eq!(op(3), <ArgMaxPool3d<N<2>> as Layer<shape![2, 4, 4, 4]>>::OP);
    check::<Tuple<(shape![2, 3], Indices<dim![5], shape![2, 3]>)>, dim![2], MaxUnpool<N<5>>>(0..10);
    check::<Tuple<(shape![1, 2, 4], Indices<dim![6], shape![1, 2, 4]>)>, dim![2], MaxUnpool<(N<2>, N<3>)>>(10..20);
    check::<Tuple<(shape![1, 2, 1, 2], Indices<dim![8], shape![1, 2, 1, 2]>)>, dim![2], MaxUnpool<N<2>>>(20..30);
    check::<Tuple<(shape![1, 5, 7], shape![2, 7], shape![1, 2, 3, 4])>, dim![2], Unpooled>(0..10);
    check::<shape![1, 4, 6], dim![2], NamedUnpooled>(10..20);
    check::<shape![1, 4, 5], dim![2], GenericUnpooled<dim![3], dim![4], dim![5]>>(20..30);
}

#[test]
fn interpolation() {
    all!(10 each:
        shape![2, 2, 3, 2], Upsample<(N<2>, N<1>, N<3>)>;
        shape![3, 7], Upsample<N<3>, LinearMode>;
        shape![1, 4], Upsample<N<2>, LinearMode<true>>;
        shape![2, 4, 5], Upsample<(N<3>, N<2>), LinearMode>;
        shape![2, 3, 1], Upsample<N<2>, LinearMode<true>>;
        shape![1, 2, 3, 2], Upsample<N<2>, LinearMode>;
        shape![1, 1, 3, 2], Upsample<(N<2>, N<3>, N<1>), LinearMode<true>>;
        shape![2, 3, 4], Upsample<(N<2>, N<3>), CubicMode>;
        shape![1, 5, 2], Upsample<N<2>, CubicMode<true>>;
        shape![1, 1, 20], Upsample<(N<1>, N<2>), CubicMode>;
        shape![8, 2, 3], PixelShuffle<N<2>>;
        shape![2, 3, 6], PixelUnshuffle<N<3>>;
        shape![6, 2, 3], ChannelShuffle<N<3>>;
        shape![4], ChannelShuffle<N<2>>;
    );
}

#[test]
fn windows_as_columns() {
    type Crooked = Window<(N<2>, N<3>), N<2>, (N<0>, N<2>), (N<2>, N<1>)>;
    all!(20 each:
        shape![2, 3, 4], Unfold2d<N<2>>;
        shape![2, 5, 4], Unfold2d<Crooked>;
        shape![3, 2, 2], Unfold2d<Window<N<1>, N<3>, N<1>>>;
        shape![8, 6], Fold2d<(N<3>, N<4>), N<2>>;
        shape![12, 6], Fold2d<(N<5>, N<4>), Crooked>;
        shape![1, 4], Fold2d<N<4>, Window<N<1>, N<3>>>;
    );
}

network! {
    /// Patches of an image, on sizes that only the compiler knows, and a sum of windows back to the image.
    #[dtype(f64)]
    struct Patches {
        mix: Linear<Pixels, Pixels>,
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<Channels, Height, 5>) -> (Tensor<Channels, Height, 5>, Tensor<3>) {
        let columns = x.unfold2d::<2, stride = (2, Step), padding = (0, 1)>();
        let mixed = columns.transpose::<0, 1>().mix().tanh().transpose::<0, 1>();
        let image = mixed.fold2d::<2, output_size = (Height, 5), stride = (2, Step), padding = (0, 1)>();
        (image, image.mean::<0, 1>().slice::<0, 1..4>().fc())
    }
}

type Channels = dim![3];
type Step = dim![1];
type Pixels = dim![12];

network! {
    /// Windows of images whose sizes are parameters.
    #[dtype(f64)]
    struct Smooth<C: Dim, H: Dim> {
        scale: Parameter<C, H, 1>,
        bias: Parameter<2, 1, 1>,
    }
    fn forward(x: Tensor<2, H, H>, y: Tensor<C, H, H>) -> (Tensor<2, H, H>, Tensor<H, H>) {
        let columns = (x + bias).unfold2d::<3, padding = 1>().tanh();
        let sums = (y * scale).unfold2d::<3, 1, padding = (1, 0)>().logsumexp::<0>().reshape::<H, H>();
        (columns.fold2d::<3, output_size = (H, H), padding = 1>(), sums)
    }
}

#[test]
fn networks_of_columns() {
    check::<<Patches as nn::Network>::In, dim![2], Patches>(0..5);
    type Small = Smooth<dim![3], dim![4]>;
    check::<<Small as nn::Network>::In, dim![2], Small>(0..5);
}

#[test]
fn padding_modes() {
    all!(8 each:
        shape![3, 7], Pad1d<Fill<{ 0.5_f64.to_bits() }>, N<2>, N<1>>;
        shape![2, 4, 5], Pad2d<Fill<{ (-2.25_f64).to_bits() }>, N<1>, Crop<N<2>>, N<3>, Crop<N<1>>>;
        shape![1, 3, 4, 2], ZeroPad3d<N<1>, N<0>, N<0>, N<2>, N<1>, N<1>>;
        shape![3, 7], Pad1d<Reflect, N<6>, N<3>>;
        shape![2, 4, 5], Pad2d<Reflect, N<2>, Crop<N<1>>, Crop<N<2>>, N<1>>;
        shape![1, 3, 4, 2], Pad3d<Reflect, N<1>, N<0>, N<2>, N<3>, N<1>, N<2>>;
        shape![3, 7], Pad1d<Replicate, N<9>, N<1>>;
        shape![2, 4, 5], Pad2d<Replicate, N<1>, N<2>, N<5>, N<0>>;
        shape![1, 3, 4, 2], Pad3d<Replicate, N<3>, N<0>, N<2>, Crop<N<1>>, N<1>, N<4>>;
        shape![3, 7], Pad1d<Circular, N<7>, N<3>>;
        shape![2, 4, 5], Pad2d<Circular, N<2>, Crop<N<1>>, Crop<N<2>>, N<1>>;
        shape![1, 3, 4, 2], Pad3d<Circular, N<1>, N<2>, N<2>, N<1>, N<3>, N<0>>;
        shape![1, 1], Pad1d<Circular, N<1>, N<0>>;
    );
}
