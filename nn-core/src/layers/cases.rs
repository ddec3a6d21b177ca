//! Table-driven tests of the layers, one row per layer.
//!
//! A row checks the name, the layout and its initialisation, the multiply-accumulates, values and gradients. Tests that concern one
//! layer alone are in its file.

use super::*;
use crate::dim::{Circular, Crop, Fill, N, Reflect, Replicate, RoundDown, RoundUp, Thousands};
use crate::init::rng;
use crate::parameters::{Parameters, zeroed};
use crate::session::gradient_check::{check_layer, check_training};
use crate::signal::{Elements, Indices, Signal, Tuple};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Generates the tests that a row lists, in a module with the name of the row.
macro_rules! layer_cases {
    ($($row:ident: $layer:ty { $($what:ident $([$($argument:tt)*])+;)* })*) => {$(
        mod $row {
            use super::*;

            $(layer_cases!(@$what $layer: $([$($argument)*])+);)*
        }
    )*};
    // Its `Debug` output.
    (@named $layer:ty: [$name:expr]) => {
        #[test]
        fn name() {
            assert_eq!(format!("{:?}", zeroed::<$layer>()), $name);
        }
    };
    // Names, offsets, sizes, roles and orientations of its tensors.
    (@stores $layer:ty: [$layout:expr]) => {
        #[test]
        fn layout() {
            assert_eq!(stored::<$layer>(), $layout);
        }
    };
    // A check of the elements after initialisation.
    (@initialised $layer:ty: [$check:expr]) => {
        #[test]
        fn initialisation() {
            let mut layer = zeroed::<$layer>();
            layer.init(&mut rng(1));
            $check(Parameters::<f64>::as_slice(&*layer));
        }
    };
    // Multiply-accumulates per sample.
    (@macs $layer:ty: $([$input:ty = $macs:expr])+) => {
        #[test]
        fn macs() {
            $(assert_eq!(<$layer as Layer<$input, f64>>::MACS, $macs);)+
        }
    };
    // An input sample, and the expected output.
    (@returns $layer:ty: $([$input:ty: $x:expr => $y:expr])+) => {
        #[test]
        fn values() {
            $(returns::<$input, $layer>(&$x[..], &$y[..]);)+
        }
    };
    // Input shapes and batch sizes for which the gradients, set or added, are compared with numeric ones.
    (@gradients $layer:ty: $([$input:ty; $batch:ty])+) => {
        #[test]
        fn gradients() {
            for seed in 0..5 {
                $(check_layer::<$input, $batch, _>(&mut *zeroed::<$layer>(), seed);)+
            }
        }
    };
    // The same for a layer that computes something else in training than in inference.
    (@training $layer:ty: $([$input:ty; $batch:ty])+) => {
        #[test]
        fn gradients() {
            for seed in 0..5 {
                $(check_training::<$input, $batch, _>(&mut *zeroed::<$layer>(), seed);)+
            }
        }
    };
}

fn stored<L: Parameters<f64>>() -> String {
    let mut text = String::new();
    let mut size = 0;
    L::LAYOUT.for_each(|part| {
        let gap = if size == 0 { "" } else { ", " };
        text += &format!("{gap}{}@{} {:?} {:?}", part.name, part.offset, part.dims, part.role);
        if let Some(orientation) = part.orientation {
            text += &format!(" {orientation:?}");
        }
        size += part.size();
    });
    assert_eq!((L::LEN, L::LAYOUT.size()), (size, size));
    text
}

/// Returns a check of uniformly distributed elements: within this limit, near it, and none of them 0.
fn within(limit: f64) -> impl Fn(&[f64]) {
    move |numbers| {
        assert!(numbers.iter().all(|number| number.abs() <= limit && *number != 0.0));
        assert!(numbers.iter().any(|number| number.abs() > 0.99 * limit));
    }
}

/// Returns a check for exactly these elements.
fn exactly(expected: &[f64]) -> impl Fn(&[f64]) {
    move |numbers| assert_eq!(numbers, expected)
}

/// Checks 10 000 elements of the standard normal distribution: mean and variance are within five of their standard deviations.
fn normal(numbers: &[f64]) {
    assert_eq!(numbers.len(), 10_000);
    let [mean, square] = [|number: &f64| *number, |number: &f64| number * number]
        .map(|power| numbers.iter().map(power).sum::<f64>() / numbers.len() as f64);
    assert!(mean.abs() < 0.05 && (square - 1.0).abs() < 5.0 * 0.0142, "{mean}, {square}");
}

#[track_caller]
fn returns<In: Signal, L: Layer<In, f32>>(x: &[f32], expected: &[f32]) {
    let mut sample = zeroed::<In::Owned<N<1>, f32>>();
    let mut y = zeroed::<<L::Out as Signal>::Owned<N<1>, f32>>();
    let parts = In::to_parts_mut::<N<1>, f32>(In::by_mut(&mut sample));
    parts.into_iter().flatten().filter_map(Elements::floats).for_each(|numbers| numbers.copy_from_slice(x));
    zeroed::<L>().forward::<N<1>>(In::by_ref(&sample), L::Out::by_mut(&mut y), &mut zeroed());
    let parts = L::Out::to_parts::<N<1>, f32>(L::Out::by_ref(&y));
    let y = parts.into_iter().flatten().filter_map(Elements::floats).flatten().copied();
    let y: Vec<_> = y.collect();
    let is_near = |(y, expected): (&f32, &f32)| {
        y == expected || y.is_nan() && expected.is_nan() || (y - expected).abs() <= 1e-6 * expected.abs()
    };
    assert!(y.len() == expected.len() && y.iter().zip(expected).all(is_near), "{y:?} is not {expected:?}");
}

type Crooked = Window<(N<3>, N<2>), (N<2>, N<3>), (N<0>, N<1>), (N<1>, N<2>)>;
type Deep = Window<(N<2>, N<1>, N<3>), (N<1>, N<2>, N<2>), (N<1>, N<0>, N<1>), (N<2>, N<1>, N<1>)>;
const NAN: f32 = f32::NAN;
const INF: f32 = f32::INFINITY;

layer_cases! {
    linear: Linear<N<4>, N<5>, WithBias, f64> {
        named ["Linear<4, 5>"];
        stores ["weight@0 [4, 5] Weight InOut, bias@20 [5] Bias"];
        macs [(N<4>,) = 20] [(N<3>, N<2>, N<4>) = 120];
        gradients [(N<4>,); N<3>] [(N<4>,); N<1>] [(N<3>, N<2>, N<4>); N<2>];
    }
    linear_without_bias: Linear<N<4>, N<5>, NoBias, f64> {
        named ["Linear<4, 5, bias = false>"];
        stores ["weight@0 [4, 5] Weight InOut"];
        gradients [(N<4>,); N<3>];
    }
    linear_of_one: Linear<N<1>, N<1>, WithBias, f64> {
        gradients [(N<1>,); N<2>];
    }
    linear_of_100: Linear<N<100>, N<20>, WithBias, f64> {
        initialised [within(0.1)];
    }

    lstm: Lstm<N<3>, N<2>, WithBias, f64> {
        named ["Lstm<3, 2>"];
        stores ["\
            weight_ih_l0@0 [3, 8] Weight InOut, weight_hh_l0@24 [2, 8] Weight InOut, \
            bias_ih_l0@40 [8] Bias, bias_hh_l0@48 [8] Bias"];
        macs [(N<1>, N<3>) = 40] [(N<7>, N<3>) = 280];
        gradients
            [(N<1>, N<3>); N<2>] [(N<5>, N<3>); N<3>] [(N<9>, N<3>); N<1>]
            [Tuple<((N<4>, N<3>), (N<2>,), (N<2>,))>; N<3>];
    }
    lstm_of_one: Lstm<N<1>, N<1>, NoBias, f64> {
        named ["Lstm<1, 1, bias = false>"];
        stores ["weight_ih_l0@0 [1, 4] Weight InOut, weight_hh_l0@4 [1, 4] Weight InOut"];
        gradients [(N<4>, N<1>); N<2>];
    }
    lstm_of_100: Lstm<N<5>, N<100>, WithBias, f64> {
        initialised [within(0.1)];
    }
    projected_lstm: Lstm<N<3>, Projected<N<5>, N<2>>, WithBias, f64> {
        named ["Lstm<3, 5, proj_size = 2>"];
        // (3 + 2) 20 for the gates, 5 2 for the projection, in each of four steps.
        macs [(N<4>, N<3>) = 440];
        gradients [(N<4>, N<3>); N<2>] [(N<1>, N<3>); N<3>];
    }
    projected_lstm_of_two_layers: Lstm<N<2>, Projected<N<3>, N<1>>, NoBias, f64, 2, 1> {
        named ["Lstm<2, 3, proj_size = 1, layers = 2, bidirectional = true, bias = false>"];
        gradients [(N<3>, N<2>); N<2>];
    }
    lstm_of_two_layers: Lstm<N<2>, N<3>, WithBias, f64, 1, 1> {
        named ["Lstm<2, 3, layers = 2>"];
        macs [(N<4>, N<2>) = 4 * (60 + 72)];
        gradients [(N<4>, N<2>); N<2>];
    }
    lstm_of_three_layers_in_both_directions: Lstm<N<2>, N<1>, NoBias, f64, 2, 2> {
        named ["Lstm<2, 1, layers = 3, bidirectional = true, bias = false>"];
        stores ["\
            weight_ih_l0@0 [2, 4] Weight InOut, weight_hh_l0@8 [1, 4] Weight InOut, \
            weight_ih_l0_reverse@12 [2, 4] Weight InOut, weight_hh_l0_reverse@20 [1, 4] Weight InOut, \
            weight_ih_l1@24 [2, 4] Weight InOut, weight_hh_l1@32 [1, 4] Weight InOut, \
            weight_ih_l1_reverse@36 [2, 4] Weight InOut, weight_hh_l1_reverse@44 [1, 4] Weight InOut, \
            weight_ih_l2@48 [2, 4] Weight InOut, weight_hh_l2@56 [1, 4] Weight InOut, \
            weight_ih_l2_reverse@60 [2, 4] Weight InOut, weight_hh_l2_reverse@68 [1, 4] Weight InOut"];
        macs [(N<5>, N<2>) = 5 * 2 * (12 + 12 + 12)];
        gradients [(N<4>, N<2>); N<2>] [Tuple<((N<4>, N<2>), (N<6>, N<1>), (N<6>, N<1>))>; N<2>];
    }
    lstm_with_dropout: Lstm<N<2>, N<3>, WithBias, f64, 2, 2, 300_000> {
        named ["Lstm<2, 3, layers = 3, bidirectional = true, dropout = 0.3>"];
        training [(N<3>, N<2>); N<2>];
    }
    gru: Gru<N<3>, N<2>, WithBias, f64> {
        named ["Gru<3, 2>"];
        stores ["\
            weight_ih_l0@0 [3, 6] Weight InOut, weight_hh_l0@18 [2, 6] Weight InOut, \
            bias_ih_l0@30 [6] Bias, bias_hh_l0@36 [6] Bias"];
        macs [(N<7>, N<3>) = 7 * 30];
        gradients
            [(N<1>, N<3>); N<2>] [(N<5>, N<3>); N<3>] [(N<9>, N<3>); N<1>]
            [Tuple<((N<4>, N<3>), (N<2>,))>; N<3>];
    }
    gru_in_both_directions: Gru<N<2>, N<3>, NoBias, f64, 2> {
        named ["Gru<2, 3, bidirectional = true, bias = false>"];
        macs [(N<2>, N<2>) = 2 * 2 * 45];
        gradients [(N<4>, N<2>); N<2>];
    }
    gru_of_two_layers: Gru<N<2>, N<3>, WithBias, f64, 1, 1> {
        gradients [(N<4>, N<2>); N<3>];
    }
    rnn: Rnn<N<3>, N<2>, Tanh, WithBias, f64> {
        named ["Rnn<3, 2>"];
        stores ["\
            weight_ih_l0@0 [3, 2] Weight InOut, weight_hh_l0@6 [2, 2] Weight InOut, \
            bias_ih_l0@10 [2] Bias, bias_hh_l0@12 [2] Bias"];
        macs [(N<7>, N<3>) = 7 * 10];
        gradients [(N<1>, N<3>); N<2>] [(N<5>, N<3>); N<3>] [(N<9>, N<3>); N<1>];
    }
    rnn_of_relu: Rnn<N<3>, N<2>, Relu, NoBias, f64, 2, 1> {
        named ["Rnn<3, 2, layers = 2, bidirectional = true, nonlinearity = relu, bias = false>"];
        gradients [(N<3>, N<3>); N<2>];
    }

    bilinear: Bilinear<N<2>, N<3>, N<4>, WithBias, f64> {
        named ["Bilinear<2, 3, 4>"];
        stores ["weight@0 [4, 2, 3] Weight OutIn, bias@24 [4] Bias"];
        macs [Tuple<((N<2>,), (N<3>,))> = 5 * 6] [Tuple<((N<7>, N<2>), (N<7>, N<3>))> = 5 * 6 * 7];
        gradients [Tuple<((N<2>,), (N<3>,))>; N<3>] [Tuple<((N<5>, N<2>), (N<5>, N<3>))>; N<2>];
    }
    bilinear_without_bias: Bilinear<N<1>, N<2>, N<3>, NoBias, f64> {
        named ["Bilinear<1, 2, 3, bias = false>"];
        stores ["weight@0 [3, 1, 2] Weight OutIn"];
        gradients [Tuple<((N<1>,), (N<2>,))>; N<2>];
    }
    parameter: Parameter<(N<2>, N<3>), WeightRole, f64> {
        named ["Parameter<2, 3>"];
        stores ["@0 [2, 3] Weight OutIn"];
        initialised [exactly(&[0.0; 6])];
        macs [Tuple<()> = 0];
        gradients [Tuple<()>; N<3>] [Tuple<()>; N<1>];
    }
    parameter_of_a_norm: Parameter<(N<3>,), NormRole, f64> {
        named ["Parameter<3, role = norm>"];
        stores ["@0 [3] Norm"];
        gradients [Tuple<()>; N<2>];
    }
    buffer: Buffer<(N<3>,), f64> {
        named ["Buffer<3>"];
        stores ["@0 [3] Constant"];
        initialised [exactly(&[0.0; 3])];
        gradients [Tuple<()>; N<2>];
    }

    conv1d: Conv1d<N<2>, N<4>, Window<N<3>, N<1>, N<1>>, Ungrouped, WithBias, f64> {
        named ["Conv1d<2, 4, kernel = 3, padding = 1>"];
        stores ["weight@0 [4, 2, 3] Weight OutIn, bias@24 [4] Bias"];
        macs [(N<2>, N<7>) = 2 * 3 * 4 * 7];
        gradients [(N<2>, N<7>); N<2>];
    }
    conv1d_in_groups: Conv1d<N<2>, N<4>, Window<N<3>, N<2>, N<1>, N<2>>, Groups<N<2>>, NoBias, f64> {
        named ["Conv1d<2, 4, kernel = 3, stride = 2, padding = 1, dilation = 2, groups = 2, bias = false>"];
        gradients [(N<2>, N<8>); N<2>];
    }
    conv1d_depthwise: Conv1d<N<3>, N<3>, N<2>, Depthwise, WithBias, f64> {
        gradients [(N<3>, N<4>); N<2>];
    }
    conv1d_of_100: Conv1d<N<4>, N<20>, N<25>, Ungrouped, WithBias, f64> {
        initialised [within(0.1)];
    }

    conv2d: Conv2d<N<2>, N<4>, Window<N<3>, N<1>, N<1>>, Ungrouped, WithBias, f64> {
        named ["Conv2d<2, 4, kernel = 3, padding = 1>"];
        stores ["weight@0 [4, 2, 3, 3] Weight OutIn, bias@72 [4] Bias"];
        macs [(N<2>, N<5>, N<6>) = 2 * 9 * 4 * 30];
        gradients [(N<2>, N<4>, N<5>); N<2>];
    }
    conv2d_in_groups: Conv2d<N<2>, N<4>, Crooked, Groups<N<2>>, NoBias, f64> {
        named ["Conv2d<2, 4, kernel = (3, 2), stride = (2, 3), padding = (0, 1), dilation = (1, 2), groups = 2, bias = false>"];
        stores ["weight@0 [4, 1, 3, 2] Weight OutIn"];
        macs [(N<2>, N<6>, N<7>) = 6 * 4 * 2 * 3];
        gradients [(N<2>, N<6>, N<7>); N<2>];
    }
    conv2d_depthwise: Conv2d<N<3>, N<3>, Window<N<2>, N<2>, N<1>, N<2>>, Depthwise, WithBias, f64> {
        stores ["weight@0 [3, 1, 2, 2] Weight OutIn, bias@12 [3] Bias"];
        gradients [(N<3>, N<4>, N<4>); N<2>];
    }
    conv2d_of_100: Conv2d<N<4>, N<20>, N<5>, Ungrouped, WithBias, f64> {
        initialised [within(0.1)];
    }
    conv2d_of_25: Conv2d<N<4>, N<20>, N<5>, Groups<N<4>>, WithBias, f64> {
        initialised [within(0.2)];
    }

    conv3d: Conv3d<N<2>, N<4>, Window<N<3>, N<1>, N<1>>, Ungrouped, WithBias, f64> {
        named ["Conv3d<2, 4, kernel = 3, padding = 1>"];
        stores ["weight@0 [4, 2, 3, 3, 3] Weight OutIn, bias@216 [4] Bias"];
        macs [(N<2>, N<3>, N<5>, N<6>) = 2 * 27 * 4 * 90];
        gradients [(N<2>, N<3>, N<2>, N<4>); N<2>];
    }
    conv3d_in_groups: Conv3d<N<2>, N<4>, Deep, Groups<N<2>>, NoBias, f64> {
        named [concat!(
            "Conv3d<2, 4, kernel = (2, 1, 3), stride = (1, 2, 2), padding = (1, 0, 1), dilation = (2, 1, 1), ",
            "groups = 2, bias = false>",
        )];
        gradients [(N<2>, N<3>, N<4>, N<5>); N<2>];
    }
    conv3d_depthwise: Conv3d<N<3>, N<3>, N<2>, Depthwise, WithBias, f64> {
        gradients [(N<3>, N<2>, N<3>, N<2>); N<2>];
    }
    conv3d_of_100: Conv3d<N<4>, N<20>, (N<1>, N<5>, N<5>), Ungrouped, WithBias, f64> {
        initialised [within(0.1)];
    }

    conv_transpose1d: ConvTranspose1d<N<2>, N<4>, Window<N<3>, N<2>, N<1>>, N<1>, Groups<N<2>>, WithBias, f64> {
        named ["ConvTranspose1d<2, 4, kernel = 3, stride = 2, padding = 1, output_padding = 1, groups = 2>"];
        stores ["weight@0 [2, 2, 3] Weight InOut, bias@12 [4] Bias"];
        macs [(N<2>, N<5>) = 2 * 3 * 2 * 5];
        gradients [(N<2>, N<5>); N<2>];
    }
    conv_transpose1d_of_100: ConvTranspose1d<N<20>, N<4>, N<25>, N<0>, Ungrouped, WithBias, f64> {
        initialised [within(0.1)];
    }
    conv_transpose3d: ConvTranspose3d<N<2>, N<4>, Window<N<2>, N<2>>, N<0>, Ungrouped, WithBias, f64> {
        named ["ConvTranspose3d<2, 4, kernel = 2, stride = 2>"];
        stores ["weight@0 [2, 4, 2, 2, 2] Weight InOut, bias@64 [4] Bias"];
        macs [(N<2>, N<1>, N<2>, N<3>) = 2 * 4 * 8 * 6];
        gradients [(N<2>, N<2>, N<1>, N<3>); N<2>];
    }
    conv_transpose3d_in_groups: ConvTranspose3d<N<2>, N<4>, Deep, (N<0>, N<1>, N<0>), Groups<N<2>>, NoBias, f64> {
        gradients [(N<2>, N<2>, N<2>, N<3>); N<2>];
    }
    conv_transpose3d_of_100: ConvTranspose3d<N<20>, N<4>, (N<1>, N<5>, N<5>), N<0>, Ungrouped, WithBias, f64> {
        initialised [within(0.1)];
    }

    conv_transpose2d: ConvTranspose2d<N<2>, N<4>, Window<N<2>, N<2>>, N<0>, Ungrouped, WithBias, f64> {
        named ["ConvTranspose2d<2, 4, kernel = 2, stride = 2>"];
        stores ["weight@0 [2, 4, 2, 2] Weight InOut, bias@32 [4] Bias"];
        macs [(N<2>, N<5>, N<6>) = 2 * 4 * 4 * 30];
        gradients [(N<2>, N<4>, N<5>); N<2>];
    }
    conv_transpose2d_in_groups: ConvTranspose2d<N<2>, N<4>, Crooked, (N<1>, N<2>), Groups<N<2>>, NoBias, f64> {
        named [concat!(
            "ConvTranspose2d<2, 4, kernel = (3, 2), stride = (2, 3), padding = (0, 1), dilation = (1, 2), ",
            "output_padding = (1, 2), groups = 2, bias = false>",
        )];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    conv_transpose2d_depthwise: ConvTranspose2d<N<3>, N<3>, Window<N<3>, N<1>, N<1>>, N<0>, Depthwise, WithBias, f64> {
        gradients [(N<3>, N<4>, N<4>); N<2>];
    }
    conv_transpose2d_of_100: ConvTranspose2d<N<20>, N<4>, N<5>, N<0>, Ungrouped, WithBias, f64> {
        initialised [within(0.1)];
    }

    max_pool1d: MaxPool1d<N<2>> {
        named ["MaxPool1d<kernel = 2>"];
        gradients [(N<2>, N<9>); N<2>];
    }
    max_pool1d_overlapping: MaxPool1d<N<3>, N<1>, N<1>, N<2>> {
        named ["MaxPool1d<kernel = 3, stride = 1, padding = 1, dilation = 2>"];
        gradients [(N<2>, N<9>); N<2>];
    }
    max_pool2d: MaxPool2d<N<2>> {
        named ["MaxPool2d<kernel = 2>"];
        gradients [(N<2>, N<4>, N<5>); N<2>];
    }
    max_pool2d_overlapping: MaxPool2d<N<3>, N<2>, N<1>> {
        named ["MaxPool2d<kernel = 3, stride = 2, padding = 1>"];
        gradients [(N<2>, N<6>, N<7>); N<2>];
    }
    max_pool2d_crooked: MaxPool2d<(N<2>, N<3>), (N<1>, N<3>), (N<0>, N<1>), (N<2>, N<1>)> {
        named ["MaxPool2d<kernel = (2, 3), stride = (1, 3), padding = (0, 1), dilation = (2, 1)>"];
        gradients [(N<1>, N<5>, N<4>); N<2>];
    }
    avg_pool1d: AvgPool1d<N<2>> {
        named ["AvgPool1d<kernel = 2>"];
        returns [(N<1>, N<6>): [1e30, 1e30, NAN, 1.0, 0.0, INF] => [1e30, NAN, INF]];
        gradients [(N<2>, N<9>); N<2>];
    }
    avg_pool1d_padded: AvgPool1d<N<3>, N<1>, N<1>> {
        named ["AvgPool1d<kernel = 3, stride = 1, padding = 1>"];
        returns [(N<1>, N<2>): [9.0; 2] => [6.0; 2]];
        gradients [(N<2>, N<9>); N<2>];
    }
    avg_pool1d_overlapping: AvgPool1d<N<3>, N<1>> {
        named ["AvgPool1d<kernel = 3, stride = 1>"];
    }
    avg_pool2d: AvgPool2d<N<2>> {
        named ["AvgPool2d<kernel = 2>"];
        returns [(N<1>, N<4>, N<4>): [
            [1e30, 1e30, NAN, 1.0], [1e30, 1e30, 1.0, 1.0], [INF, 0.0, -0.0, 0.0], [0.0; 4],
        ].concat() => [1e30, NAN, INF, 0.0]];
        gradients [(N<2>, N<4>, N<5>); N<2>];
    }
    avg_pool2d_padded: AvgPool2d<N<3>, N<1>, N<1>> {
        returns [(N<1>, N<2>, N<2>): [36.0; 4] => [16.0; 4]];
        gradients [(N<2>, N<6>, N<7>); N<2>];
    }
    avg_pool2d_crooked: AvgPool2d<(N<2>, N<3>), (N<1>, N<3>), (N<0>, N<1>)> {
        named ["AvgPool2d<kernel = (2, 3), stride = (1, 3), padding = (0, 1)>"];
        gradients [(N<1>, N<5>, N<4>); N<2>];
    }
    avg_pool2d_strided: AvgPool2d<N<3>, (N<3>, N<1>)> {
        named ["AvgPool2d<kernel = 3, stride = (3, 1)>"];
    }
    max_pool3d: MaxPool3d<N<2>> {
        named ["MaxPool3d<kernel = 2>"];
        returns [(N<1>, N<2>, N<2>, N<3>): [NAN, 1.0, 0.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1.0] => [NAN]];
        gradients [(N<2>, N<3>, N<2>, N<5>); N<2>];
    }
    max_pool3d_crooked: MaxPool3d<(N<1>, N<2>, N<3>), (N<2>, N<1>, N<3>), (N<0>, N<0>, N<1>), (N<1>, N<2>, N<1>), RoundUp> {
        named [concat!(
            "MaxPool3d<kernel = (1, 2, 3), stride = (2, 1, 3), padding = (0, 0, 1), dilation = (1, 2, 1), ",
            "ceil_mode = true>",
        )];
        gradients [(N<1>, N<4>, N<3>, N<6>); N<2>];
    }
    max_pool1d_rounded_up: MaxPool1d<N<2>, N<2>, N<0>, N<1>, RoundUp> {
        named ["MaxPool1d<kernel = 2, ceil_mode = true>"];
        returns [(N<1>, N<3>): [1.0, 3.0, -INF] => [3.0, -INF]];
        gradients [(N<2>, N<9>); N<2>];
    }
    max_pool2d_rounded_up: MaxPool2d<N<2>, N<2>, N<0>, N<1>, RoundUp> {
        returns [(N<1>, N<3>, N<2>): [1.0, 2.0, 4.0, 3.0, -1.0, NAN] => [4.0, NAN]];
        gradients [(N<2>, N<5>, N<7>); N<2>];
    }
    avg_pool3d: AvgPool3d<(N<2>, N<1>, N<2>)> {
        named ["AvgPool3d<kernel = (2, 1, 2)>"];
        gradients [(N<2>, N<3>, N<2>, N<5>); N<2>];
    }
    avg_pool3d_of_everything: AvgPool3d<N<3>, N<2>, N<1>, RoundUp, IgnorePadding> {
        named ["AvgPool3d<kernel = 3, stride = 2, padding = 1, ceil_mode = true, count_include_pad = false>"];
        gradients [(N<1>, N<2>, N<3>, N<4>); N<2>];
    }
    avg_pool1d_rounded_up: AvgPool1d<N<3>, N<2>, N<1>, RoundUp> {
        returns [(N<1>, N<4>): [6.0; 4] => [4.0, 6.0, 3.0]];
        gradients [(N<2>, N<6>); N<2>];
    }
    avg_pool2d_without_padding: AvgPool2d<N<3>, N<1>, N<1>, RoundDown, IgnorePadding> {
        returns [(N<1>, N<2>, N<2>): [36.0; 4] => [36.0; 4]] [(N<1>, N<1>, N<2>): [INF, 1.0] => [INF; 2]];
        gradients [(N<2>, N<4>, N<5>); N<2>];
    }
    avg_pool1d_of_sums: AvgPool1d<N<2>, N<2>, N<0>, RoundDown, DivideBy<N<1>>> {
        named ["AvgPool1d<kernel = 2, divisor_override = 1>"];
        returns [(N<1>, N<5>): [1.0, 2.0, NAN, 1.0, 0.0] => [3.0, NAN]];
        gradients [(N<2>, N<7>); N<2>];
    }
    lp_pool1d: LpPool1d<N<2>, N<2>> {
        named ["LpPool1d<kernel = 2, norm_type = 2>"];
        returns [(N<1>, N<6>): [3.0, -4.0, 0.0, 0.0, INF, 1.0] => [5.0, 0.0, INF]];
        gradients [(N<2>, N<9>); N<2>];
    }
    lp_pool2d: LpPool2d<N<4>, (N<2>, N<3>), N<2>, RoundUp> {
        named ["LpPool2d<kernel = (2, 3), stride = 2, ceil_mode = true, norm_type = 4>"];
        gradients [(N<2>, N<5>, N<6>); N<2>];
    }
    lp_pool3d: LpPool3d<N<1>, N<2>, N<1>> {
        gradients [(N<2>, N<2>, N<3>, N<2>); N<2>];
    }
    adaptive_avg_pool: AdaptiveAvgPool<N<2>> {
        named ["AdaptiveAvgPool<2>"];
        returns [(N<1>, N<3>): [1.0, 2.0, INF] => [1.5, INF]] [(N<1>, N<1>): [NAN] => [NAN; 2]];
        gradients [(N<2>, N<5>); N<2>] [(N<2>, N<3>, N<1>); N<2>] [(N<1>, N<3>, N<2>, N<5>); N<2>];
    }
    adaptive_avg_pool_crooked: AdaptiveAvgPool<(N<3>, N<1>)> {
        named ["AdaptiveAvgPool<(3, 1)>"];
        gradients [(N<2>, N<7>, N<4>); N<2>];
    }
    adaptive_max_pool: AdaptiveMaxPool<N<3>> {
        named ["AdaptiveMaxPool<3>"];
        returns [(N<1>, N<4>): [-INF, NAN, 2.0, 1.0] => [NAN, NAN, 2.0]];
        gradients [(N<2>, N<7>); N<2>] [(N<2>, N<4>, N<5>); N<2>] [(N<1>, N<4>, N<3>, N<5>); N<2>];
    }
    arg_max_pool1d: ArgMaxPool1d<N<3>, N<2>, N<1>, N<1>, RoundUp> {
        named ["ArgMaxPool1d<kernel = 3, stride = 2, padding = 1, ceil_mode = true>"];
    }
    arg_max_pool2d: ArgMaxPool2d<(N<2>, N<3>), N<1>, N<1>, N<2>> {
        named ["ArgMaxPool2d<kernel = (2, 3), stride = 1, padding = 1, dilation = 2>"];
    }
    arg_max_pool3d: ArgMaxPool3d<N<2>> {
        named ["ArgMaxPool3d<kernel = 2>"];
    }
    max_unpool: MaxUnpool<N<5>> {
        named ["MaxUnpool<5>"];
        gradients [Tuple<((N<2>, N<3>), Indices<N<5>, (N<2>, N<3>)>)>; N<2>]
            [Tuple<((N<1>, N<9>), Indices<N<5>, (N<1>, N<9>)>)>; N<2>];
    }
    max_unpool_crooked: MaxUnpool<(N<3>, N<4>)> {
        named ["MaxUnpool<(3, 4)>"];
        gradients [Tuple<((N<2>, N<2>, N<3>), Indices<N<12>, (N<2>, N<2>, N<3>)>)>; N<2>];
    }
    max_unpool_of_volumes: MaxUnpool<N<2>> {
        gradients [Tuple<((N<2>, N<1>, N<2>, N<2>), Indices<N<8>, (N<2>, N<1>, N<2>, N<2>)>)>; N<2>];
    }
    unfold2d: Unfold2d<N<2>> {
        named ["Unfold2d<kernel = 2>"];
        returns [(N<1>, N<2>, N<3>): [1.0, INF, 3.0, 4.0, -0.0, NAN] => [1.0, INF, INF, 3.0, 4.0, -0.0, -0.0, NAN]];
        gradients [(N<2>, N<3>, N<4>); N<2>];
    }
    unfold2d_crooked: Unfold2d<Window<(N<2>, N<3>), N<2>, (N<0>, N<2>), (N<2>, N<1>)>> {
        named ["Unfold2d<kernel = (2, 3), stride = 2, padding = (0, 2), dilation = (2, 1)>"];
        gradients [(N<2>, N<5>, N<4>); N<2>];
    }
    fold2d: Fold2d<(N<2>, N<3>), N<2>> {
        named ["Fold2d<output_size = (2, 3), kernel = 2>"];
        returns [(N<4>, N<2>): [1.0, INF, 2.0, 3.0, 4.0, 5.0, NAN, 6.0] => [1.0, INF, 3.0, 4.0, NAN, 6.0]];
        gradients [(N<8>, N<2>); N<2>];
    }
    fold2d_crooked: Fold2d<(N<5>, N<4>), Window<(N<2>, N<3>), N<2>, (N<0>, N<2>), (N<2>, N<1>)>> {
        gradients [(N<12>, N<6>); N<2>];
    }
    global_avg_pool: GlobalAvgPool {
        returns [(N<3>, N<7>, N<7>): [[1e30; 49], [0.1; 49], [-0.0; 49]].concat() => [1e30, 0.1, 0.0]];
        gradients [(N<3>, N<4>, N<5>); N<2>] [(N<2>, N<1>, N<1>); N<3>] [(N<2>, N<7>); N<3>] [(N<2>, N<2>, N<3>, N<2>); N<2>];
    }
    upsample: Upsample<N<2>> {
        named ["Upsample<2>"];
        returns [(N<1>, N<3>): [1.0, -INF, 3.0] => [1.0, 1.0, -INF, -INF, 3.0, 3.0]];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    upsample_crooked: Upsample<(N<2>, N<3>)> {
        named ["Upsample<(2, 3)>"];
        returns [(N<1>, N<1>, N<2>): [5.0, 7.0] => [5.0, 5.0, 5.0, 7.0, 7.0, 7.0, 5.0, 5.0, 5.0, 7.0, 7.0, 7.0]];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    upsample_volumes: Upsample<(N<2>, N<1>, N<3>)> {
        named ["Upsample<(2, 1, 3)>"];
        gradients [(N<2>, N<2>, N<3>, N<2>); N<2>];
    }
    upsample_linear: Upsample<N<2>, LinearMode> {
        named ["Upsample<2, mode = linear>"];
        returns [(N<1>, N<2>): [1.0, 2.0] => [1.0, 1.25, 1.75, 2.0]] [(N<1>, N<1>): [7.0] => [7.0; 2]];
        gradients [(N<2>, N<4>); N<2>] [(N<2>, N<3>, N<2>); N<2>] [(N<1>, N<2>, N<3>, N<2>); N<2>];
    }
    upsample_linear_with_aligned_corners: Upsample<(N<2>, N<3>), LinearMode<true>> {
        named ["Upsample<(2, 3), mode = linear, align_corners = true>"];
        gradients [(N<2>, N<3>, N<2>); N<2>] [(N<2>, N<1>, N<1>); N<2>];
    }
    upsample_cubic: Upsample<(N<3>, N<2>), CubicMode> {
        named ["Upsample<(3, 2), mode = cubic>"];
        gradients [(N<2>, N<3>, N<5>); N<2>];
    }
    upsample_cubic_with_aligned_corners: Upsample<N<2>, CubicMode<true>> {
        gradients [(N<1>, N<18>); N<2>] [(N<2>, N<3>, N<2>); N<2>];
    }
    pixel_shuffle: PixelShuffle<N<2>> {
        named ["PixelShuffle<2>"];
        gradients [(N<8>, N<3>, N<2>); N<2>];
    }
    pixel_unshuffle: PixelUnshuffle<N<3>> {
        named ["PixelUnshuffle<3>"];
        gradients [(N<2>, N<3>, N<6>); N<2>];
    }
    channel_shuffle: ChannelShuffle<N<3>> {
        named ["ChannelShuffle<3>"];
        returns [(N<6>,): [1.0, 2.0, NAN, 4.0, INF, 6.0] => [1.0, NAN, INF, 2.0, 4.0, 6.0]];
        gradients [(N<6>,); N<2>] [(N<6>, N<2>); N<2>] [(N<3>, N<2>, N<2>); N<2>] [(N<6>, N<2>, N<1>, N<2>); N<2>];
    }
    upsample_by_three: Upsample<N<3>> {
        gradients [(N<2>, N<5>); N<2>];
    }
    zero_pad1d: ZeroPad1d<N<3>, N<0>> {
        named ["Pad1d<Fill(0.0), 3, 0>"];
        returns [(N<1>, N<2>): [5.0, 7.0] => [0.0, 0.0, 0.0, 5.0, 7.0]];
        gradients [(N<2>, N<5>); N<2>];
    }
    zero_pad2d: ZeroPad2d<N<1>> {
        named ["Pad2d<Fill(0.0), 1, 1, 1, 1>"];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    zero_pad2d_crooked: ZeroPad2d<N<0>, N<1>, N<2>, N<3>> {
        named ["Pad2d<Fill(0.0), 0, 1, 2, 3>"];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    zero_pad3d: ZeroPad3d<N<0>, N<1>, N<2>, N<0>, N<1>, N<1>> {
        gradients [(N<2>, N<2>, N<1>, N<2>); N<2>];
    }
    constant_pad: Pad1d<Fill<{ 1.5_f64.to_bits() }>, N<2>, Crop<N<1>>> {
        named ["Pad1d<Fill(1.5), 2, -1>"];
        returns [(N<1>, N<3>): [NAN, 7.0, INF] => [1.5, 1.5, NAN, 7.0]];
        gradients [(N<2>, N<5>); N<2>];
    }
    reflect_pad1d: Pad1d<Reflect, N<2>, N<1>> {
        named ["Pad1d<Reflect, 2, 1>"];
        returns [(N<1>, N<3>): [1.0, NAN, -INF] => [-INF, NAN, 1.0, NAN, -INF, NAN]];
        gradients [(N<2>, N<5>); N<2>];
    }
    reflect_pad2d: Pad2d<Reflect, N<1>, N<2>, N<0>, Crop<N<1>>> {
        gradients [(N<2>, N<3>, N<3>); N<2>];
    }
    replicate_pad2d: Pad2d<Replicate, N<3>, Crop<N<1>>, Crop<N<1>>, N<2>> {
        named ["Pad2d<Replicate, 3, -1, -1, 2>"];
        returns [(N<1>, N<2>, N<2>): [1.0, 2.0, 3.0, 4.0] => [3.0; 12]];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    circular_pad3d: Pad3d<Circular, N<1>, N<2>, N<0>, N<1>, Crop<N<1>>, N<1>> {
        gradients [(N<2>, N<3>, N<1>, N<2>); N<2>];
    }

    batch_norm1d: BatchNorm1d<N<3>, 10_000_000, WithAffine, MovingAverage, f64> {
        named ["BatchNorm1d<3>"];
        stores ["weight@0 [3] Norm, bias@3 [3] Norm, running_mean@6 [3] Buffer, running_var@9 [3] Buffer"];
        initialised [exactly(&[[1.0; 3], [0.0; 3], [0.0; 3], [1.0; 3]].concat())];
        gradients [(N<3>,); N<4>] [(N<3>, N<40>); N<2>];
    }
    batch_norm2d: BatchNorm2d<N<2>, 100_000_000, WithAffine, MovingAverage, f64> {
        named ["BatchNorm2d<2, eps = 1e-4>"];
        gradients [(N<2>, N<3>, N<3>); N<2>];
    }
    batch_norm1d_that_only_scales: BatchNorm1d<N<3>, 10_000_000, ScaleOnly, MovingAverage<10_000>, f64> {
        named ["BatchNorm1d<3, bias = false, momentum = 0.01>"];
        stores ["weight@0 [3] Norm, running_mean@3 [3] Buffer, running_var@6 [3] Buffer"];
        initialised [exactly(&[[1.0; 3], [0.0; 3], [1.0; 3]].concat())];
        gradients [(N<3>, N<5>); N<3>];
    }
    batch_norm1d_that_only_normalises: BatchNorm1d<N<3>, 10_000_000, NoAffine, CumulativeAverage, f64> {
        named ["BatchNorm1d<3, affine = false, momentum = None>"];
        stores ["running_mean@0 [3] Buffer, running_var@3 [3] Buffer, num_batches_tracked@6 [] Buffer"];
        initialised [exactly(&[&[0.0; 3][..], &[1.0; 3], &[0.0]].concat())];
        gradients [(N<3>,); N<4>];
    }
    batch_norm2d_without_running_statistics: BatchNorm2d<N<2>, 100_000_000, WithAffine, Untracked, f64> {
        named ["BatchNorm2d<2, eps = 1e-4, track_running_stats = false>"];
        stores ["weight@0 [2] Norm, bias@2 [2] Norm"];
        gradients [(N<2>, N<3>, N<3>); N<2>] [(N<2>, N<1>, N<2>); N<1>];
    }
    batch_norm1d_without_anything: BatchNorm1d<N<3>, 10_000_000, NoAffine, Untracked, f64> {
        stores [""];
        gradients [(N<3>,); N<5>];
    }
    batch_norm3d: BatchNorm3d<N<2>, 10_000_000, WithAffine, MovingAverage, f64> {
        named ["BatchNorm3d<2>"];
        gradients [(N<2>, N<2>, N<3>, N<2>); N<2>];
    }
    instance_norm1d: InstanceNorm1d<N<3>, 10_000_000, NoAffine, Untracked, f64> {
        named ["InstanceNorm1d<3>"];
        stores [""];
        gradients [(N<3>, N<5>); N<2>] [(N<3>, N<1>); N<2>];
    }
    instance_norm2d: InstanceNorm2d<N<2>, 100_000_000, WithAffine, MovingAverage, f64> {
        named ["InstanceNorm2d<2, eps = 1e-4, affine = true, track_running_stats = true>"];
        stores ["weight@0 [2] Norm, bias@2 [2] Norm, running_mean@4 [2] Buffer, running_var@6 [2] Buffer"];
        initialised [exactly(&[[1.0; 2], [0.0; 2], [0.0; 2], [1.0; 2]].concat())];
        gradients [(N<2>, N<3>, N<3>); N<2>];
    }
    instance_norm3d: InstanceNorm3d<N<2>, 10_000_000, ScaleOnly, Untracked, f64> {
        named ["InstanceNorm3d<2, affine = true, bias = false>"];
        stores ["weight@0 [2] Norm"];
        gradients [(N<2>, N<2>, N<3>, N<2>); N<2>];
    }
    layer_norm: LayerNorm<(N<5>,), 10_000_000, WithAffine, f64> {
        named ["LayerNorm<5>"];
        gradients [(N<5>,); N<3>] [(N<3>, N<5>); N<2>];
    }
    layer_norm_of_two_axes: LayerNorm<(N<3>, N<40>), 100_000_000, WithAffine, f64> {
        named ["LayerNorm<3, 40, eps = 1e-4>"];
        gradients [(N<3>, N<40>); N<1>];
    }
    layer_norm_of_six: LayerNorm<(N<2>, N<3>), 1_000_000, WithAffine, f64> {
        named ["LayerNorm<2, 3, eps = 1e-6>"];
        stores ["weight@0 [2, 3] Norm, bias@6 [2, 3] Norm"];
        initialised [exactly(&[[1.0; 6], [0.0; 6]].concat())];
    }
    layer_norm_that_only_scales: LayerNorm<(N<5>,), 10_000_000, ScaleOnly, f64> {
        named ["LayerNorm<5, bias = false>"];
        stores ["weight@0 [5] Norm"];
        gradients [(N<3>, N<5>); N<2>];
    }
    layer_norm_that_only_normalises: LayerNorm<(N<5>,), 10_000_000, NoAffine, f64> {
        named ["LayerNorm<5, elementwise_affine = false>"];
        stores [""];
        gradients [(N<3>, N<5>); N<2>] [(N<5>,); N<3>];
    }
    group_norm_that_only_scales: GroupNorm<N<2>, N<4>, 10_000_000, ScaleOnly, f64> {
        named ["GroupNorm<2, 4, bias = false>"];
        gradients [(N<4>,); N<3>] [(N<4>, N<3>); N<2>];
    }
    group_norm_that_only_normalises: GroupNorm<N<2>, N<4>, 10_000_000, NoAffine, f64> {
        named ["GroupNorm<2, 4, affine = false>"];
        stores [""];
        gradients [(N<4>,); N<3>] [(N<4>, N<3>); N<2>];
    }
    rms_norm_that_only_normalises: RmsNorm<(N<5>,), 0, NoAffine, f64> {
        named ["RmsNorm<5, elementwise_affine = false>"];
        stores [""];
        gradients [(N<3>, N<5>); N<2>];
    }
    local_response_norm: LocalResponseNorm<3> {
        gradients [(N<5>,); N<2>] [(N<5>, N<3>); N<2>];
    }
    local_response_norm_of_all: LocalResponseNorm<4, 500_000_000_000, 1_500_000_000_000, 2_000_000_000_000> {
        gradients [(N<2>, N<3>, N<2>); N<2>] [(N<6>, N<1>, N<2>, N<2>); N<1>];
    }
    group_norm: GroupNorm<N<2>, N<6>, 10_000_000, WithAffine, f64> {
        named ["GroupNorm<2, 6>"];
        stores ["weight@0 [6] Norm, bias@6 [6] Norm"];
        initialised [exactly(&[[1.0; 6], [0.0; 6]].concat())];
        gradients [(N<6>,); N<3>] [(N<6>, N<5>); N<2>] [(N<6>, N<3>, N<2>); N<2>];
    }
    group_norm_of_one: GroupNorm<N<1>, N<2>, 100_000_000, WithAffine, f64> {
        named ["GroupNorm<1, 2, eps = 1e-4>"];
        gradients [(N<2>, N<40>); N<2>];
    }
    rms_norm: RmsNorm<(N<5>,), 0, ScaleOnly, f64> {
        named ["RmsNorm<5>"];
        gradients [(N<5>,); N<3>] [(N<3>, N<5>); N<2>];
    }
    rms_norm_of_two_axes: RmsNorm<(N<3>, N<40>), 100_000_000, ScaleOnly, f64> {
        named ["RmsNorm<3, 40, eps = 1e-4>"];
        gradients [(N<3>, N<40>); N<1>];
    }
    rms_norm_of_six: RmsNorm<(N<2>, N<3>), 1_000_000, ScaleOnly, f64> {
        named ["RmsNorm<2, 3, eps = 1e-6>"];
        stores ["weight@0 [2, 3] Norm"];
        initialised [exactly(&[1.0; 6])];
    }

    prelu: PRelu<OneSlope, f64> {
        named ["PRelu"];
        stores ["weight@0 [1] Norm"];
        gradients [(N<5>,); N<3>] [(); N<3>] [(N<2>, N<3>, N<4>); N<2>];
    }
    prelu_of_channels: PRelu<ChannelSlopes<N<3>>, f64> {
        named ["PRelu<3>"];
        stores ["weight@0 [3] Norm"];
        initialised [exactly(&[0.25; 3])];
        gradients [(N<3>,); N<3>] [(N<3>, N<40>); N<3>];
    }
    prelu_of_one_channel: PRelu<ChannelSlopes<N<1>>, f64> {
        gradients [(N<1>, N<2>, N<3>); N<2>];
    }
    embedding: Embedding<N<5>, N<4>, f64> {
        named ["Embedding<5, 4>"];
        stores ["weight@0 [5, 4] Weight OutIn"];
        gradients [Indices<N<5>>; N<3>] [Indices<N<5>, (N<7>,)>; N<2>];
    }
    embedding_of_1000: Embedding<Thousands<1, 0>, N<10>, f64> {
        named ["Embedding<1000, 10>"];
        initialised [normal];
    }

    identity: Identity {
        gradients [Tuple<(Indices<N<5>, (N<2>,)>, (N<3>,))>; N<2>];
    }
    product: Product {
        gradients [Tuple<((N<5>,), (N<5>,))>; N<3>] [Tuple<((N<2>, N<3>), (N<2>, N<3>))>; N<2>];
    }
    split: Split<N<2>> {
        gradients [(N<5>,); N<3>];
    }
    split_of_an_axis: Split<N<3>, 1> {
        gradients [(N<2>, N<4>, N<3>); N<2>] [(N<2>, N<4>); N<2>];
    }
    permute: Permute<(N<1>, N<0>)> {
        gradients [(N<3>, N<4>); N<2>];
    }
    permute_of_three: Permute<(N<1>, N<2>, N<0>)> {
        gradients [(N<2>, N<3>, N<4>); N<2>];
    }
    permute_of_nothing: Permute<(N<0>, N<1>, N<2>)> {
        gradients [(N<2>, N<3>, N<4>); N<2>];
    }
    softmax: Softmax {
        gradients [(N<6>,); N<3>] [(N<2>, N<3>); N<2>] [(N<1>,); N<2>];
    }
    softmin: Softmin {
        gradients [(N<6>,); N<3>] [(N<2>, N<3>); N<2>] [(N<1>,); N<2>];
    }
    softmax2d: Softmax2d {
        returns [(N<2>, N<1>, N<2>): [0.0, 1e4, 0.0, -1e4] => [0.5, 1.0, 0.5, 0.0]]
            [(N<2>, N<1>, N<2>): [NAN, 7.0, 0.0, 7.0] => [NAN, 0.5, NAN, 0.5]];
        gradients [(N<3>, N<2>, N<2>); N<2>] [(N<1>, N<1>, N<3>); N<1>];
    }
    glu: Glu {
        returns [(N<4>,): [3.0, -INF, 0.0, 1e4] => [1.5, -INF]] [(N<2>,): [NAN, 1.0] => [NAN]];
        gradients [(N<6>,); N<3>] [(N<4>, N<3>); N<2>];
    }
    glu_of_the_last_axis: Glu<2> {
        gradients [(N<2>, N<3>, N<4>); N<2>];
    }
    log_softmax: LogSoftmax {
        gradients [(N<6>,); N<3>] [(N<2>, N<3>); N<2>] [(N<1>,); N<2>];
    }

    slice: Slice<N<1>, N<2>> {
        returns [(N<4>,): [1.0, NAN, INF, 4.0] => [NAN, INF]];
        gradients [(N<4>,); N<3>] [(N<3>, N<2>); N<2>];
    }
    slice_with_step: Slice<N<0>, N<3>, N<2>, 1> {
        returns [(N<1>, N<5>): [1.0, 2.0, 3.0, 4.0, 5.0] => [1.0, 3.0, 5.0]];
        gradients [(N<2>, N<6>, N<3>); N<2>];
    }
    flip: Flip<1> {
        returns [(N<2>, N<3>): [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] => [3.0, 2.0, 1.0, 6.0, 5.0, 4.0]];
        gradients [(N<2>, N<3>, N<2>); N<2>] [(N<1>, N<1>); N<2>];
    }
    roll: Roll<0, 2> {
        returns [(N<3>, N<2>): [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] => [3.0, 4.0, 5.0, 6.0, 1.0, 2.0]];
        gradients [(N<5>,); N<3>] [(N<3>, N<2>); N<2>];
    }
    roll_back: Roll<1, -7> {
        returns [(N<1>, N<3>): [1.0, 2.0, 3.0] => [2.0, 3.0, 1.0]];
        gradients [(N<2>, N<3>); N<2>];
    }
    roll_around: Roll<0, 3> {
        returns [(N<3>,): [1.0, 2.0, 3.0] => [1.0, 2.0, 3.0]];
    }
    repeat: Repeat<N<3>, 1> {
        returns [(N<2>, N<1>): [1.0, 2.0] => [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]];
        gradients [(N<2>, N<3>, N<2>); N<2>];
    }
    unfold: Unfold<N<3>, N<2>> {
        returns [(N<4>, N<2>): [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0] => [1.0, 3.0, 5.0, 2.0, 4.0, 6.0]];
        gradients [(N<7>,); N<3>] [(N<7>, N<2>); N<2>];
    }
    unfold_of_the_last_axis: Unfold<N<2>, N<1>, 1> {
        gradients [(N<2>, N<5>); N<2>];
    }
    max_over: MaxOver<0> {
        returns [(N<3>, N<2>): [1.0, NAN, 3.0, 1.0, -INF, 2.0] => [3.0, NAN]] [(N<1>,): [-INF] => [-INF]];
        gradients [(N<5>,); N<3>] [(N<3>, N<11>); N<2>] [(N<4>, N<2>, N<3>); N<2>];
    }
    max_over_the_last_axis: MaxOver<1> {
        gradients [(N<2>, N<5>); N<2>];
    }
    min_over: MinOver<0> {
        returns [(N<3>, N<2>): [1.0, NAN, 3.0, 1.0, -INF, 2.0] => [-INF, NAN]] [(N<1>,): [INF] => [INF]];
        gradients [(N<5>,); N<3>] [(N<3>, N<11>); N<2>];
    }
    cumsum: CumSum<0> {
        returns [(N<3>, N<2>): [1.0, 1.0, 2.0, INF, 3.0, -INF] => [1.0, 1.0, 3.0, INF, 6.0, NAN]];
        gradients [(N<5>,); N<3>] [(N<3>, N<11>); N<2>];
    }
    cumsum_of_the_last_axis: CumSum<1> {
        gradients [(N<2>, N<5>); N<2>];
    }
    softmax_over: SoftmaxOver<0> {
        returns [(N<2>, N<3>): [0.0, -INF, NAN, 0.0, 1e4, 0.0] => [0.5, 0.0, NAN, 0.5, 1.0, NAN]];
        gradients [(N<6>,); N<3>] [(N<3>, N<11>); N<2>] [(N<2>, N<3>, N<2>); N<2>];
    }
    softmin_over: SoftminOver<0> {
        returns [(N<2>, N<3>): [0.0, INF, NAN, 0.0, -1e4, 0.0] => [0.5, 0.0, NAN, 0.5, 1.0, NAN]];
        gradients [(N<6>,); N<3>] [(N<3>, N<11>); N<2>] [(N<2>, N<3>, N<2>); N<2>];
    }
    log_softmax_over: LogSoftmaxOver<1> {
        returns [(N<1>, N<2>, N<2>): [0.0, NAN, 1e4, 0.0] => [-1e4, NAN, 0.0, NAN]];
        gradients [(N<2>, N<3>, N<11>); N<2>];
    }
    log_sum_exp: LogSumExp<0> {
        returns [(N<2>, N<3>): [0.0, -INF, NAN, -INF, -INF, 0.0] => [0.0, -INF, NAN]] [(N<2>,): [INF, 0.0] => [INF]];
        gradients [(N<6>,); N<3>] [(N<3>, N<11>); N<2>] [(N<2>, N<3>, N<2>); N<2>];
    }
    log_sum_exp_of_the_last_axis: LogSumExp<1> {
        returns [(N<2>, N<1>): [5.0, -1e4] => [5.0, -1e4]];
        gradients [(N<2>, N<5>); N<2>];
    }
    one_hot: OneHot {
        gradients [Indices<N<5>>; N<3>] [Indices<N<5>, (N<2>, N<3>)>; N<2>];
    }
    sequence_mask: SequenceMask<N<4>> {
        named ["SequenceMask<4>"];
        gradients [Indices<N<5>>; N<3>] [Indices<N<5>, (N<2>, N<3>)>; N<2>];
    }
    index_select: IndexSelect<0> {
        gradients [Tuple<((N<5>, N<3>), Indices<N<5>, (N<4>,)>)>; N<2>] [Tuple<((N<5>,), Indices<N<5>>)>; N<3>];
    }
    index_select_of_the_second_axis: IndexSelect<1> {
        gradients [Tuple<((N<2>, N<5>, N<3>), Indices<N<5>, (N<2>,)>)>; N<2>];
    }
    gather: Gather<0> {
        gradients [Tuple<((N<5>, N<3>), Indices<N<5>, (N<4>, N<3>)>)>; N<2>] [Tuple<((N<5>,), Indices<N<5>, (N<1>,)>)>; N<3>];
    }
    gather_of_the_second_axis: Gather<1> {
        gradients [Tuple<((N<2>, N<5>, N<3>), Indices<N<5>, (N<2>, N<7>, N<3>)>)>; N<2>];
    }
    matmul: MatMul {
        macs [Tuple<((N<3>, N<4>), (N<4>, N<5>))> = 60] [Tuple<((N<2>, N<3>, N<4>), (N<2>, N<4>, N<5>))> = 120];
        gradients [Tuple<((N<3>, N<4>), (N<4>, N<5>))>; N<2>]
            [Tuple<((N<2>, N<2>, N<9>, N<4>), (N<2>, N<2>, N<4>, N<17>))>; N<2>];
    }
    attention: Attention<N<2>> {
        named ["Attention<2>"];
        macs [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))> = 150];
        gradients [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))>; N<2>]
            [Tuple<((N<3>, N<2>), (N<1>, N<2>), (N<1>, N<2>), (N<3>, N<1>))>; N<3>];
    }
    attention_of_grouped_queries: Attention<GroupedQueries<N<4>, N<2>>> {
        named ["Attention<4, kv_heads = 2>"];
        // An output has four heads of three elements.
        macs [Tuple<((N<3>, N<8>), (N<5>, N<4>), (N<5>, N<6>))> = 300];
        gradients [Tuple<((N<3>, N<8>), (N<5>, N<4>), (N<5>, N<6>))>; N<2>]
            [Tuple<((N<3>, N<4>), (N<2>, N<2>), (N<2>, N<2>), (N<3>, N<2>))>; N<3>];
    }
    causal_attention: Attention<N<1>, Causal, ScaleBy<{ 0.25_f64.to_bits() }>> {
        named ["Attention<1, causal = true, scale = 0.25>"];
        // Queries 0 to 2 of 3 see 3, 4 and 5 keys of 5, and those of 5 see none, none, 1, 2 and 3 keys of 3.
        macs [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))> = 120]
            [Tuple<((N<5>, N<4>), (N<3>, N<4>), (N<3>, N<6>))> = 60];
        gradients [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))>; N<2>]
            [Tuple<((N<5>, N<2>), (N<3>, N<2>), (N<3>, N<2>))>; N<2>];
    }
    attention_with_alibi: Attention<N<2>, Alibi<CausalWindow<N<3>>>> {
        named ["Attention<2, causal = true, window = 3, alibi = true>"];
        macs [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))> = 90];
        gradients [Tuple<((N<4>, N<4>), (N<5>, N<4>), (N<5>, N<6>))>; N<2>];
    }
    attention_in_a_window: Attention<N<3>, CausalWindow<N<2>>> {
        named ["Attention<3, causal = true, window = 2>"];
        macs [Tuple<((N<3>, N<6>), (N<5>, N<6>), (N<5>, N<3>))> = 54];
        gradients [Tuple<((N<3>, N<6>), (N<5>, N<6>), (N<5>, N<3>), (N<3>, N<5>))>; N<2>];
    }
    attention_with_dropout: Attention<N<2>, AllKeys, InverseRoot, DropWeights<250_000>> {
        named ["Attention<2, dropout = 0.25>"];
        macs [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))> = 150];
        training [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>))>; N<2>]
            [Tuple<((N<3>, N<4>), (N<5>, N<4>), (N<5>, N<6>), (N<3>, N<5>))>; N<3>];
    }
    causal_attention_with_dropout: Attention<N<1>, Causal, ScaleBy<{ 0.25_f64.to_bits() }>, DropWeights<500_000>> {
        named ["Attention<1, causal = true, scale = 0.25, dropout = 0.5>"];
        training [Tuple<((N<5>, N<2>), (N<5>, N<2>), (N<5>, N<2>))>; N<2>];
    }
    rotary: Rotary<N<2>> {
        named ["Rotary<2>"];
        gradients [(N<5>, N<8>); N<2>];
    }
    rotary_of_halves: Rotary<N<1>, HalvedPairs, { 500_f64.to_bits() }> {
        named ["Rotary<1, theta = 500, interleaved = false>"];
        gradients [(N<7>, N<6>); N<2>] [(N<1>, N<2>); N<3>];
    }

    dropout: Dropout<500_000> {
        training [(N<7>,); N<5>];
    }
    dropout_of_a_fifth: Dropout<200_000> {
        training [(N<2>, N<3>); N<2>];
    }
    dropout_of_nothing: Dropout<0> {
        gradients [(N<5>,); N<2>];
    }
    dropout_thrice: [Dropout<300_000>; 3] {
        training [(N<5>,); N<2>];
    }
    dropout2d: Dropout2d<500_000> {
        training [(N<3>, N<2>, N<2>); N<4>];
    }
}
