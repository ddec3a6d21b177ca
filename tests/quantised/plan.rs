//! The conversion of whole networks to int8: which layers remain, and how close the outputs are.

use nn::int8::{Calibration, Fault};
use nn::layers::{Layer, StepContext};
use nn::prelude::*;

type Hidden = dim![6];

network! {
    #[int8(MlpInt8, flash <= 368, scratch <= 16)]
    struct Mlp {
        fc1: Linear<8, 16>,
        fc2: Linear<_, 4, bias = false>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc1().relu().dropout().fc2()
    }
}

network! {
    /// All features at once.
    #[int8(CnnInt8)]
    struct Cnn {
        conv1: Conv2d<2, Hidden, kernel = 3, padding = 1>,
        norm: BatchNorm2d<_>,
        conv2: Conv2d<Hidden, 6, kernel = (3, 5), padding = (1, 2), groups = 2>,
        fc: Linear<54, 5>,
        last: Linear<5, 5>,
    }
    fn forward(x: Tensor<2, 6, 6>) -> Tensor<5> {
        let h = x.conv1().norm().relu();
        let h = (h + h.conv2().sigmoid()).max_pool::<2>();
        h.flatten().fc().gelu().last().relu()
    }
}

network! {
    /// Over one axis, with two inputs and two outputs.
    #[int8(PairInt8)]
    struct Pair {
        conv: Conv1d<3, 4, kernel = 3, stride = 2, dilation = 2>,
        norm: BatchNorm1d<4>,
        left: Linear<4, 3>,
        right: Linear<12, 3>,
    }
    fn forward(wave: Tensor<3, 16>, more: Tensor<4>) -> (Tensor<3>, Tensor<4>) {
        let h = wave.conv().norm();
        let h = h.avg_pool::<2>();
        let mean = h.global_avg_pool();
        ((mean * more).left().tanh() + h.max_pool::<1>().flatten().right(), more.relu())
    }
}

network! {
    /// Over three axes.
    #[int8(VolumeInt8)]
    struct Volume {
        conv1: Conv3d<1, 4, kernel = (2, 3, 3), padding = (1, 1, 1)>,
        conv2: Conv3d<4, 2, kernel = 2, stride = (1, 2, 2), groups = 2>,
        fc: Linear<2, 3>,
    }
    fn forward(x: Tensor<1, 3, 6, 5>) -> Tensor<3> {
        let h = x.conv1().relu().max_pool::<2, stride = (1, 1, 2), ceil_mode = true>();
        let h = h.conv2().avg_pool::<1, 2, 1, stride = 1, divisor_override = 3>();
        h.global_avg_pool().fc()
    }
}

network! {
    /// Operations that select and move elements, and concatenations of values with other scales.
    #[int8(MovesInt8)]
    struct Moves {
        down: Conv2d<1, 8, kernel = 3, padding = 1>,
        inner: Conv2d<8, 8, kernel = 3, padding = 1>,
        up: Conv2d<10, 4, kernel = 3, padding = 1>,
        last: Linear<12, 3>,
    }
    fn forward(x: Tensor<1, 4, 6>) -> (Tensor<3>, Tensor<2, 24>) {
        let a = x.down().relu();
        let h = a.max_pool::<2>().inner().tanh().pixel_shuffle::<2>();
        let h = concat(a.channel_shuffle::<2>(), h).up();
        let (left, right) = split::<1>(h);
        let (first, second, third) = right.split::<1, 1, 1>();
        let moved = concat(first.flip::<1>(), second.roll::<2, 1>(), third.slice::<1, ..2>().repeat::<1, 2>());
        let rows = left.select::<0, 0>().transpose::<0, 1>().max::<1>();
        let windows = moved.select::<0, 1>().unfold::<0, 2, 2>().min::<2>();
        (concat(rows, windows.slice::<0, 1..>().flatten()).last(), moved.slice::<0, ..2>().reshape::<2, 24>())
    }
}

network! {
    /// Differences and numbers.
    #[int8(FiguredInt8)]
    struct Figured {
        fc1: Linear<6, 8>,
        fc2: Linear<8, 8>,
        out: Linear<8, 3>,
    }
    fn forward(x: Tensor<6>) -> (Tensor<3>, Tensor<8>) {
        let h = x.fc1().tanh();
        let gate = 1 - h.fc2().sigmoid();
        let mixed = h * gate - h * 0.5;
        (mixed.out(), (-mixed / 4 + 0.25).clamp(-1, 1))
    }
}

/// A pseudorandom element around 0.
fn number(i: usize) -> f32 {
    ((i * 7919 % 1009) as f32 / 504.0 - 1.0) * 2.0
}

/// The largest difference, in steps of the output's scale.
fn steps(real: &[f32], int8: &[f32], scale: f32) -> f32 {
    real.iter().zip(int8).map(|(real, int8)| (real - int8).abs() / scale).fold(0.0, f32::max)
}

#[test]
fn dense_layers_are_near_float_network() {
    let net = Mlp::new(3);
    let x = Tensor::<shape![64, 8]>::from_fn(|[i, j]| number(i * 8 + j));
    let mut calibration = Calibration::<MlpInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let scale = int8.output(0).unwrap().scale;
    assert!(steps(net.forward(&x).as_slice(), int8.forward(&x).as_slice(), scale) < 4.0);
    // Weights and 32-bit words, input and output; a ReLU and a dropout take no memory.
    let dense = |k: usize, n: usize| (k + 4 + 4) * n + 3;
    assert_eq!(MlpInt8::FLASH_BYTES, dense(8, 16) + dense(16, 4) + 2 * 5);
    assert_eq!(MlpInt8::FIELDS.map_names(), ["input", "fc1", "fc2", "output"]);
}

trait Names {
    fn map_names(&self) -> Vec<&str>;
}

impl Names for [nn::int8::Int8Field] {
    fn map_names(&self) -> Vec<&str> {
        self.iter().map(|field| field.name).collect()
    }
}

#[test]
fn arithmetic_is_near_float_network() {
    let net = Figured::new(3);
    let x = Tensor::<shape![64, 6]>::from_fn(|[i, j]| number(i * 6 + j));
    let mut calibration = Calibration::<FiguredInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let (real, found) = (net.forward(&x), int8.forward(&x));
    let scales = [0, 1].map(|index| int8.output(index).unwrap().scale);
    assert!(steps(real.0.as_slice(), found.0.as_slice(), scales[0]) < 4.0);
    assert!(steps(real.1.as_slice(), found.1.as_slice(), scales[1]) < 4.0);
}

#[test]
fn volumes_are_near_float_network() {
    let net = Volume::new(4);
    let x = Tensor::<shape![32, 1, 3, 6, 5]>::from_fn(|[i, _, j, k, l]| number(i * 90 + j * 30 + k * 5 + l));
    let mut calibration = Calibration::<VolumeInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let scale = int8.output(0).unwrap().scale;
    assert!(steps(net.forward(&x).as_slice(), int8.forward(&x).as_slice(), scale) < 4.0);
}

/// A network whose running statistics differ from the initial ones.
fn trained_cnn() -> Box<Cnn> {
    let mut session = Session::<Cnn, Sgd, dim![8]>::new(Sgd::new(0.05), 5);
    let x = Tensor::<shape![8, 2, 6, 6]>::from_fn(|[i, j, k, l]| number(i * 72 + j * 36 + k * 6 + l));
    let y = Tensor::<shape![8, 5]>::from_fn(|[i, j]| ((i + j) % 3) as f32);
    for _ in 0..40 {
        session.step(&x, &Mse, &y);
    }
    let mut net = Cnn::new(1);
    nn::Parameters::as_mut_slice(&mut *net).copy_from_slice(nn::Parameters::as_slice(&session.network));
    net
}

#[test]
fn convolutions_with_norm_lookup_table_and_sum() {
    let net = trained_cnn();
    let x = Tensor::<shape![64, 2, 6, 6]>::from_fn(|[i, j, k, l]| number(i * 72 + j * 36 + k * 6 + l));
    let mut calibration = Calibration::<CnnInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let output = int8.output(0).unwrap();
    assert!(steps(net.forward(&x).as_slice(), int8.forward(&x).as_slice(), output.scale) < 8.0);
    // The batch normalisation is folded into the convolution; the output of a ReLU starts at the lower end of the
    // range.
    assert_eq!(
        CnnInt8::FIELDS.map_names(),
        ["input", "conv1", "conv2", "sigmoid", "sum", "fc", "gelu", "last", "output"]
    );
    assert_eq!(output.zero_point, -128);
    const { assert!(CnnInt8::SCRATCH_BYTES * 3 < Cnn::SCRATCH_BYTES) };
}

#[test]
fn operations_that_move_elements() {
    let net = Moves::new(6);
    let x = Tensor::<shape![32, 1, 4, 6]>::from_fn(|[i, _, j, k]| number(i * 24 + j * 6 + k));
    let mut calibration = Calibration::<MovesInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let (real, found) = (net.forward(&x), int8.forward(&x));
    let scales = [0, 1].map(|index| int8.output(index).unwrap().scale);
    assert!(steps(real.0.as_slice(), found.0.as_slice(), scales[0]) < 6.0);
    // Few elements, whose range is smaller than that of the convolution. Another element would differ by tens of steps.
    assert!(steps(real.1.as_slice(), found.1.as_slice(), scales[1]) < 10.0);
    assert_eq!(
        MovesInt8::FIELDS.map_names(),
        [
            "input", "down", "inner", "tanh", "concat", "up", "concat_2", "concat_3", "concat_4", "last", "output.0",
            "output.1"
        ]
    );
}

#[test]
fn several_inputs_and_outputs() {
    let net = Pair::new(2);
    let wave = Tensor::<shape![32, 3, 16]>::from_fn(|[i, j, k]| number(i * 48 + j * 16 + k));
    let more = Tensor::<shape![32, 4]>::from_fn(|[i, j]| number(i * 4 + j + 5));
    let mut calibration = Calibration::<PairInt8>::new(&net);
    calibration.observe((&wave, &more));
    let int8 = calibration.build().unwrap();
    let (real, found) = (net.forward(&wave, &more), int8.forward((&wave, &more)));
    let scales = [0, 1].map(|index| int8.output(index).unwrap().scale);
    assert!(steps(real.0.as_slice(), found.0.as_slice(), scales[0]) < 6.0);
    // `more` has its own range, of which half a step is a whole step of the ReLU's output.
    assert!(steps(real.1.as_slice(), found.1.as_slice(), scales[1]) < 1.6);
    assert!(int8.input(2).is_none() && int8.output(2).is_none());
}

network! {
    #[int8(TwiceInt8)]
    struct Twice {
        fc: Linear<4, 3>,
    }
    fn forward(x: Tensor<4>) -> (Tensor<3>, Tensor<3>) {
        let y = x.fc();
        (y.dropout(), y)
    }
}

/// In integers, dropout is the identity, so that the first output is a copy.
#[test]
fn value_that_is_two_outputs_is_copied() {
    let net = Twice::new(3);
    let x = Tensor::<shape![8, 4]>::from_fn(|[i, j]| number(i * 4 + j));
    let mut calibration = Calibration::<TwiceInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let (real, found) = (net.forward(&x), int8.forward(&x));
    assert_eq!(found.0.as_slice(), found.1.as_slice());
    let scale = int8.output(1).unwrap().scale;
    assert!(steps(real.1.as_slice(), found.1.as_slice(), scale) < 3.0);
}

/// The scratch may have any content, and samples do not affect each other.
#[test]
fn batch_matches_single_samples() {
    let net = trained_cnn();
    let x = Tensor::<shape![3, 2, 6, 6]>::from_fn(|[i, j, k, l]| number(i * 72 + j * 36 + k * 6 + l));
    let mut calibration = Calibration::<CnnInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let all = int8.forward(&x);
    for (i, row) in x.rows().enumerate() {
        let mut one = Tensor::<shape![1, 2, 6, 6]>::zeros();
        one.as_mut_slice().copy_from_slice(row.as_slice());
        assert_eq!(int8.forward(&one).as_slice(), &all.as_slice()[i * 5..][..5]);
    }
}

#[test]
fn rejects_invalid_calibrations() {
    let mut net = Mlp::new(1);
    let fault = |net: &Mlp, x: f32| {
        let mut calibration = Calibration::<MlpInt8>::new(net);
        calibration.observe(&Tensor::<shape![1, 8]>::full(x));
        calibration.build().err()
    };
    assert_eq!(fault(&net, 1.0), None);
    assert_eq!(fault(&net, f32::NAN).unwrap().to_string(), "`x` contains NaN or infinity, expected only finite values");
    assert!(matches!(Calibration::<MlpInt8>::new(&net).build().err().unwrap().fault, Fault::NotCalibrated));
    net.fc2.weight[[3, 1]] = f32::INFINITY;
    assert_eq!(fault(&net, 1.0).unwrap().at, "fc2");
}

/// Inference is observed, not training: dropout drops nothing.
#[test]
fn calibration_observes_inference() {
    let net = Mlp::new(3);
    let x = Tensor::<shape![1, 8]>::full(1.0);
    let mut y = Tensor::<shape![1, 4]>::zeros();
    let mut saved = nn::parameters::zeroed::<<Mlp as Layer<shape![8]>>::Saved<dim![1]>>();
    Layer::<shape![8]>::forward_train(&*net, &x, &mut y, &mut *saved, StepContext::new(1, 1));
    let mut calibration = Calibration::<MlpInt8>::new(&net);
    calibration.observe(&x);
    let int8 = calibration.build().unwrap();
    let scale = int8.output(0).unwrap().scale;
    assert!(steps(net.forward(&x).as_slice(), int8.forward(&x).as_slice(), scale) < 2.0);
}

network! {
    #[int8(PaddedInt8)]
    struct Padded {
        conv1: Conv1d<2, 4, kernel = 3>,
        conv2: Conv1d<4, 3, kernel = 3>,
    }
    fn forward(x: Tensor<2, 12>) -> Tensor<3, 10> {
        x.conv1().zero_pad::<1>().conv2()
    }
}

network! {
    #[int8(ByArgumentInt8)]
    struct ByArgument {
        conv1: Conv1d<2, 4, kernel = 3>,
        conv2: Conv1d<4, 3, kernel = 3, padding = 1>,
    }
    fn forward(x: Tensor<2, 12>) -> Tensor<3, 10> {
        x.conv1().conv2()
    }
}

network! {
    /// The other paddings, and cropping.
    #[int8(BordersInt8)]
    struct Borders {
        conv: Conv2d<1, 2, kernel = 1>,
        last: Conv2d<2, 2, kernel = 1>,
    }
    fn forward(x: Tensor<1, 4, 5>) -> Tensor<2, 8, 9> {
        let h = x.conv().reflect_pad::<1>().replicate_pad::<0, 1, 1, 0>().zero_pad::<-1, 1, 0, 1>();
        h.circular_pad::<1, 0, 0, 0>().last()
    }
}

#[test]
fn paddings_have_the_scale_of_their_input() {
    let x = Tensor::<shape![8, 2, 12]>::from_fn(|[b, c, l]| number(b * 24 + c * 12 + l));
    let (padded, by_argument) = (Padded::new(3), ByArgument::new(3));
    let own = Calibration::<PaddedInt8>::new(&padded).observe(&x).build().unwrap();
    let other = Calibration::<ByArgumentInt8>::new(&by_argument).observe(&x).build().unwrap();
    assert_eq!(own.forward(&x).as_slice(), other.forward(&x).as_slice());
    assert_eq!(PaddedInt8::FIELDS.map_names(), ["input", "conv1", "zero_pad", "conv2", "output"]);
    assert_eq!(PaddedInt8::FLASH_BYTES, ByArgumentInt8::FLASH_BYTES + 1);

    let net = Borders::new(4);
    let x = Tensor::<shape![8, 1, 4, 5]>::from_fn(|[b, _, h, w]| number(b * 20 + h * 5 + w));
    let int8 = Calibration::<BordersInt8>::new(&net).observe(&x).build().unwrap();
    let scale = int8.output(0).unwrap().scale;
    assert!(steps(net.forward(&x).as_slice(), int8.forward(&x).as_slice(), scale) < 3.0);
}
