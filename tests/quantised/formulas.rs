//! Each int8 layer against its formula: bit-identical in integers, and close to the floating-point layer.

use nn::__private::expression::{Combine, Minus, Number, Steps, Times};
use nn::__private::{AllAxes, Fused};
use nn::Parameters;
use nn::dim::N;
use nn::int8::{Affine, Fold, Folded, Quantization, Quantize, Range};
use nn::layers::{
    AvgPool1d, AvgPool2d, BatchNorm1d, ChannelShuffle, Concat, Conv1d, Conv2d, CumulativeAverage, Flip, Gelu,
    GlobalAvgPool, Groups, Layer, Linear, MaxOver, MaxPool1d, MaxPool2d, MinOver, MovingAverage, NoAffine, NoBias,
    Permute, PixelShuffle, PixelUnshuffle, Relu, Repeat, Roll, ScaleOnly, Sigmoid, Slice, Tanh, Unfold, Window,
    WithAffine, WithBias,
};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use nn::signal::{Batch, Signal};
use rand::{Rng, RngExt};

type B = dim![4];

fn random_batch<S: Sample>(rng: &mut impl Rng) -> Box<Batch<S, B, i8>> {
    let mut x = zeroed::<Batch<S, B, i8>>();
    x.iter_mut().for_each(|x| *x = rng.random());
    x
}

fn real<S: Sample>(int8: &Batch<S, B, i8>, quantization: Quantization) -> Box<Batch<S, B>> {
    let mut x = zeroed::<Batch<S, B>>();
    x.iter_mut().zip(int8.iter()).for_each(|(x, int8)| *x = quantization.dequantize(*int8));
    x
}

fn range(numbers: &[f32]) -> Quantization {
    let mut range = Range::default();
    range.observe(numbers);
    range.quantization().unwrap()
}

/// Checks that the output of the int8 layer differs from that of the floating-point layer by at most this number of
/// steps.
fn near<In, Out, L>(layer: &L, steps: f32)
where
    In: Sample,
    Out: Sample,
    L: Quantize<In> + Layer<In, f32, Out = Out>,
{
    let mut rng = nn::init::rng(7);
    for zero_point in [-128, -3, 100] {
        let input = Quantization { scale: 0.017, zero_point };
        let x = random_batch::<In>(&mut rng);
        let mut y = zeroed::<Batch<Out, B>>();
        layer.forward::<B>(&real::<In>(&x, input), &mut y, &mut *zeroed());
        let output = range(y.as_slice());
        let mut int8 = zeroed::<L::Int8>();
        layer.quantize(|_| Folded::IDENTITY, &[input], output, &mut int8).unwrap();
        let mut found = zeroed::<Batch<Out, B, i8>>();
        L::predict::<B>(&int8, &x, &mut found, &mut *zeroed());
        for (y, found) in y.iter().zip(found.iter()) {
            let found = output.dequantize(*found);
            assert!((y - found).abs() <= steps * output.scale, "{y}, {found}, steps of {}", output.scale);
        }
    }
}

fn random<L: Parameters>(seed: u64) -> Box<L> {
    let mut layer = zeroed::<L>();
    let mut rng = nn::init::rng(seed);
    layer.as_mut_slice().iter_mut().for_each(|w| *w = rng.random::<f32>() - 0.5);
    layer
}

#[test]
fn layers_with_weights() {
    near::<shape![9], _, _>(&*random::<Linear<dim![9], dim![5]>>(1), 1.2);
    near::<shape![70], _, _>(&*random::<Linear<dim![70], dim![3], NoBias>>(2), 1.5);
    near::<shape![3, 7, 6], _, _>(&*random::<Conv2d<dim![3], dim![4], dim![3]>>(3), 1.5);
    type Crooked = Window<(dim![2], dim![3]), (dim![1], dim![2]), (dim![1], dim![2]), (dim![2], dim![1])>;
    near::<shape![4, 7, 6], _, _>(&*random::<Conv2d<dim![4], dim![6], Crooked, Groups<dim![2]>>>(4), 1.5);
    near::<shape![3, 12], _, _>(
        &*random::<Conv1d<dim![3], dim![5], Window<dim![3], dim![2], dim![1], dim![2]>>>(5),
        1.5,
    );
}

#[test]
fn layers_without_weights() {
    near::<shape![3, 7, 6], _, _>(&AvgPool2d::<dim![3], dim![2], dim![1]>::new(), 0.51);
    near::<shape![3, 12], _, _>(&AvgPool1d::<dim![2], dim![3], dim![1]>::new(), 0.51);
    near::<shape![3, 7, 6], _, _>(&GlobalAvgPool, 0.51);
    near::<shape![3, 7], _, _>(&GlobalAvgPool, 0.51);
    near::<shape![20], _, _>(&Sigmoid, 0.51);
    near::<shape![4, 5], _, _>(&Tanh, 0.51);
    near::<shape![4, 5], _, _>(&Gelu, 0.51);
    near::<shape![4, 5], _, _>(&Relu, 0.51);
}

/// Layers whose output elements are some of the input elements, bit-identical: the scale is that of the input.
#[test]
fn layers_that_select_elements() {
    fn same<In: Sample, Out: Sample, L: Quantize<In> + Layer<In, f32, Out = Out>>(layer: &L) {
        let input = Quantization { scale: 0.25, zero_point: 7 };
        let x = random_batch::<In>(&mut nn::init::rng(3));
        let mut y = zeroed::<Batch<Out, B>>();
        layer.forward::<B>(&real::<In>(&x, input), &mut y, &mut *zeroed());
        let mut found = zeroed::<Batch<Out, B, i8>>();
        L::predict::<B>(&zeroed(), &x, &mut found, &mut *zeroed());
        assert!(y.iter().zip(found.iter()).all(|(y, found)| *y == input.dequantize(*found)));
    }
    same::<shape![3, 7, 6], _, _>(&MaxPool2d::<dim![3], dim![2], dim![1]>::new());
    same::<shape![3, 11], _, _>(&MaxPool1d::<dim![2]>::new());
    same::<shape![3, 11, 2], _, _>(&Slice::<dim![2], dim![4], dim![2], 1>::new());
    same::<shape![3, 5], _, _>(&Flip::<1>);
    same::<shape![3, 5, 2], _, _>(&Roll::<1, -7>);
    same::<shape![3, 5], _, _>(&<Repeat<dim![2], 1>>::new());
    same::<shape![3, 11, 2], _, _>(&<Unfold<dim![3], dim![2], 1>>::new());
    same::<shape![3, 5, 2], _, _>(&<Permute<(N<2>, N<0>, N<1>)>>::new());
    same::<shape![8, 2, 3], _, _>(&<PixelShuffle<dim![2]>>::new());
    same::<shape![2, 4, 6], _, _>(&<PixelUnshuffle<dim![2]>>::new());
    same::<shape![6, 5], _, _>(&<ChannelShuffle<dim![3]>>::new());
    same::<shape![3, 5, 2], _, _>(&MaxOver::<1>);
    same::<shape![3, 5, 2], _, _>(&MinOver::<0>);
}

#[test]
fn concatenations() {
    fn near<const AXIS: usize, L: Sample, R: Sample, Out: Sample>()
    where
        Concat<AXIS>: Quantize<Tuple<(L, R)>> + Layer<Tuple<(L, R)>, f32, Out = Out, Scratch<B> = ()>,
        Tuple<(L, R)>: for<'a> nn::int8::Integers<Read<'a, B> = (&'a Batch<L, B, i8>, &'a Batch<R, B, i8>)>,
        Tuple<(L, R)>: for<'a> Signal<Ref<'a, B, f32> = (&'a Batch<L, B>, &'a Batch<R, B>)>,
    {
        let mut rng = nn::init::rng(6);
        let input = [Quantization { scale: 0.03, zero_point: -128 }, Quantization { scale: 0.004, zero_point: 12 }];
        let (a, b) = (random_batch::<L>(&mut rng), random_batch::<R>(&mut rng));
        let mut y = zeroed::<Batch<Out, B>>();
        let (real_a, real_b) = (real::<L>(&a, input[0]), real::<R>(&b, input[1]));
        Layer::<Tuple<(L, R)>, f32>::forward::<B>(&Concat::<AXIS>, (&real_a, &real_b), &mut y, &mut ());
        let output = range(y.as_slice());
        let mut int8 = zeroed::<<Concat<AXIS> as Quantize<Tuple<(L, R)>>>::Int8>();
        Quantize::<Tuple<(L, R)>>::quantize(&Concat::<AXIS>, |_| Folded::IDENTITY, &input, output, &mut int8).unwrap();
        let mut found = zeroed::<Batch<Out, B, i8>>();
        let mut workspace = zeroed();
        <Concat<AXIS> as Quantize<Tuple<(L, R)>>>::predict::<B>(&int8, (&a, &b), &mut found, &mut workspace);
        for (y, found) in y.iter().zip(found.iter()) {
            assert!((y - output.dequantize(*found)).abs() <= 0.51 * output.scale);
        }
    }
    near::<0, shape![5], shape![7], _>();
    near::<1, shape![3, 2, 4], shape![3, 6, 4], _>();
}

#[test]
fn sums_and_products() {
    let mut rng = nn::init::rng(5);
    let input = [Quantization { scale: 0.03, zero_point: -128 }, Quantization { scale: 0.004, zero_point: 12 }];
    let (a, b) = (random_batch::<shape![50]>(&mut rng), random_batch::<shape![50]>(&mut rng));
    let (real_a, real_b) = (real::<shape![50]>(&a, input[0]), real::<shape![50]>(&b, input[1]));
    macro_rules! near {
        ($layer:expr, $ty:ty, $function:expr) => {
            let y: Vec<f32> = real_a.iter().zip(real_b.iter()).map($function).collect();
            let output = range(&y);
            let mut int8 = zeroed::<<$ty as Quantize<Tuple<(shape![50], shape![50])>>>::Int8>();
            Quantize::<Tuple<(shape![50], shape![50])>>::quantize(
                &$layer,
                |_| Folded::IDENTITY,
                &input,
                output,
                &mut int8,
            )
            .unwrap();
            let mut found = zeroed::<Batch<shape![50], B, i8>>();
            <$ty as Quantize<Tuple<(shape![50], shape![50])>>>::predict::<B>(&int8, (&a, &b), &mut found, &mut ());
            for (y, found) in y.iter().zip(found.iter()) {
                assert!((y - output.dequantize(*found)).abs() <= 0.51 * output.scale);
            }
        };
    }
    near!(nn::layers::Add, nn::layers::Add, |(a, b)| a + b);
    near!(nn::layers::Product, nn::layers::Product, |(a, b)| a * b);
    near!(Difference::new(), Difference, |(a, b)| a - b);
}

/// a - b, as `network!` declares it.
type Difference = Expression<Combine<Minus, 2, 0, 1>, 2, 3, shape![50], (AllAxes, AllAxes)>;
type Expression<Code, const OPERANDS: usize, const REGISTERS: usize, S, Fits> =
    Fused<Steps<Code, OPERANDS, REGISTERS>, S, S, (Fits, AllAxes)>;

#[test]
fn arithmetic_with_numbers() {
    type Half = Number<1, { 0.5_f64.to_bits() }>;
    type Scaled = Expression<(Half, Combine<Times, 2, 0, 1>), 1, 3, shape![4, 5], (AllAxes,)>;
    type Shifted = Expression<(Half, Combine<Minus, 2, 1, 0>), 1, 3, shape![4, 5], (AllAxes,)>;
    near::<shape![4, 5], _, _>(&Scaled::new(), 0.51);
    near::<shape![4, 5], _, _>(&Shifted::new(), 0.51);
}

/// zero_y + round(sum multiplier / 2^shift), by definition.
fn rescaled<W: Shape, Out: Dim>(int8: &Affine<W, Out>, sum: i64, out: usize) -> i8 {
    let scaled = sum as f64 * f64::from(int8.multiplier.as_slice()[out].get()) / 2f64.powi(int8.shift.into());
    ((scaled + 0.5).floor() + f64::from(int8.output_zero_point)).clamp(-128.0, 127.0) as i8
}

/// y_j = zero_y + round((b_j + sum_i w_ji x_i) multiplier_j / 2^shift).
#[test]
fn dense_layer_matches_integer_formula() {
    let layer = random::<Linear<dim![33], dim![7], WithBias>>(1);
    let input = Quantization { scale: 0.01, zero_point: 17 };
    let mut int8 = zeroed::<Affine<shape![7, 33], dim![7]>>();
    let output = Quantization { scale: 0.02, zero_point: -5 };
    Quantize::<shape![33]>::quantize(&*layer, |_| Folded::IDENTITY, &[input], output, &mut int8).unwrap();
    let x = random_batch::<shape![33]>(&mut nn::init::rng(2));
    let mut y = zeroed::<Batch<shape![7], B, i8>>();
    <Linear<dim![33], dim![7]> as Quantize<shape![33]>>::predict::<B>(&int8, &x, &mut y, &mut ());
    // Rows of a sample are those of a batch.
    let (rows, mut of_rows) =
        (x.clone().into_shape::<shape![2, 2, 33]>(), zeroed::<Batch<shape![2, 7], dim![2], i8>>());
    <Linear<dim![33], dim![7]> as Quantize<shape![2, 33]>>::predict::<dim![2]>(&int8, &rows, &mut of_rows, &mut ());
    assert_eq!(of_rows.as_slice(), y.as_slice());
    for sample in 0..4 {
        for out in 0..7 {
            let products = (0..33).map(|i| i64::from(int8.weight[[out, i]]) * i64::from(x[[sample, i]]));
            let sum = i64::from(int8.bias.as_slice()[out].get()) + products.sum::<i64>();
            assert_eq!(y[[sample, out]], rescaled(&int8, sum, out));
        }
    }
}

/// y\[o, p, q\] = zero_y + round((b + the sum over i, k, l of w (x - zero_x)) multiplier / 2^shift).
#[test]
fn convolution_matches_integer_formula() {
    type Conv = Conv2d<dim![2], dim![3], Window<dim![3], dim![2], dim![1]>>;
    let layer = random::<Conv>(1);
    let input = Quantization { scale: 0.01, zero_point: 17 };
    let mut int8 = zeroed::<<Conv as Quantize<shape![2, 7, 5]>>::Int8>();
    let folded = |out| Folded { factor: 1.5 - out as f32, shift: 0.25 };
    Quantize::<shape![2, 7, 5]>::quantize(
        &*layer,
        folded,
        &[input],
        Quantization { scale: 0.02, zero_point: -5 },
        &mut int8,
    )
    .unwrap();
    let x = random_batch::<shape![2, 7, 5]>(&mut nn::init::rng(2));
    let mut y = zeroed::<Batch<shape![3, 4, 3], B, i8>>();
    <Conv as Quantize<shape![2, 7, 5]>>::predict::<B>(&int8, &x, &mut y, &mut *zeroed());
    for (sample, o, p, q) in (0..4 * 3 * 4 * 3).map(|i| (i / 36, i / 12 % 3, i / 3 % 4, i % 3)) {
        let mut sum = i64::from(int8.bias.as_slice()[o].get());
        for (i, k, l) in (0..2 * 3 * 3).map(|i| (i / 9, i / 3 % 3, i % 3)) {
            let (row, column) = ((2 * p + k).wrapping_sub(1), (2 * q + l).wrapping_sub(1));
            if row < 7 && column < 5 {
                let x = i64::from(x[[sample, i, row, column]]) - i64::from(int8.input_zero_point);
                sum += i64::from(int8.weight[[o, i, k, l]]) * x;
            }
        }
        assert_eq!(y[[sample, o, p, q]], rescaled(&int8, sum, o));
    }
}

/// Weights of an output that are 0 or nearly so, with a bias that is not: the bias is the output, and is not clipped.
#[test]
fn bias_dominates_zero_weights() {
    let mut layer = zeroed::<Linear<dim![2], dim![3]>>();
    layer.weight.as_mut_slice().copy_from_slice(&[0.0, 1e-30, 1.0, 0.0, 1e-30, 1.0]);
    layer.bias.as_mut_slice().copy_from_slice(&[3.0, -2.0, 0.0]);
    near::<shape![2], _, _>(&*layer, 0.6);
}

/// Batch normalisation that is folded into a layer computes the same as its inference, also where epsilon dominates the
/// variance.
#[test]
fn folded_norm_matches_inference() {
    macro_rules! check {
        ($($affine:ty, $statistics:ty;)*) => {$(
            let mut norm = random::<BatchNorm1d<dim![3], 10_000_000, $affine, $statistics>>(1);
            norm.running_var.as_mut_slice().copy_from_slice(&[0.0, 1e-5, 2.0]);
            let (x, mut y) = (Tensor::<shape![1, 3]>::new([[0.7, -1.3, 2.1]]), Tensor::zeros());
            Layer::<shape![3]>::forward::<dim![1]>(&*norm, &x, &mut y, &mut *zeroed());
            for channel in 0..3 {
                let Folded { factor, shift } = norm.channel(channel);
                let (found, y) = (factor * x[[0, channel]] + shift, y[[0, channel]]);
                assert!((found - y).abs() <= 1e-6 * factor.abs().max(1.0), "{norm:?}, {channel}: {found}, {y}");
            }
        )*};
    }
    check! {
        WithAffine, MovingAverage;
        ScaleOnly, MovingAverage<10_000>;
        NoAffine, CumulativeAverage;
    }
}
