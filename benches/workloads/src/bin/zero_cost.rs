//! What `network!` adds to the kernels: training steps and predictions of an MLP (W1), a residual network and a CNN (W3), made
//! by the macro, or by the same calls of kernels written by hand. Both give the same bits, of which it prints a digest.
//!
//! `tests/zero_cost.rs` counts the instructions of both, and those of a prediction for inputs of every kind.

use clap::{Parser, ValueEnum};
use nn::kernels::{
    Convolution, Epilogue, Matrix, Sliding, Target, affine, conv_backward_input, conv_backward_weight, conv_forward,
    gemm, map_backward, map_backward_in_place, map_in_place, max_pool, max_pool_backward, sum_planes, sum_rows,
};
use nn::prelude::*;
use nn::{CrossEntropy, Layer, Loss, Momentum, Optimizer, Parameters, Relu, Sample, zeroed};
use nn_workloads::{Cnn, Mlp1};
use rand::RngExt;
use std::hint::black_box;
use std::io::Write;

/// The batch of the MLP and of the residual network, and of the CNN.
type Batch1 = dim![32];
type Batch3 = dim![64];
type One = dim![1];
type Classes = dim![10];

#[derive(Clone, Copy, ValueEnum)]
enum Workload {
    Mlp,
    Residual,
    Cnn,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Step,
    Predict,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Network,
    Kernels,
}

/// What the inputs are. The names are of one length, so that the stack begins at the same place for all of them.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Ordinary,
    AllZero,
    AllNans,
    Infinite,
    Denormal,
}

#[derive(Parser)]
struct Arguments {
    workload: Workload,
    what: What,
    by: By,
    /// How many times.
    count: u64,
    #[arg(long, default_value = "ordinary")]
    inputs: Kind,
}

const OPTIMIZER: Momentum = Momentum::new(0.01, 0.9);

network! {
    /// Two residual blocks: a function in place in the middle of the first, and at the end of the second.
    struct Residual {
        start: Linear<64, 64>,
        first: Linear<64, 64>,
        second: Linear<64, 64>,
        third: Linear<64, 64>,
        end: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h = x.start().relu();
        let h = h + h.first().relu().second();
        (h + h.third().relu()).end()
    }
}

/// Inputs.
fn inputs<S: Sample, B: Dim>(kind: Kind) -> Box<Tensor<S::Batch<B>>> {
    let mut rng = nn::rng(1);
    let mut x = Tensor::<S::Batch<B>>::zeros();
    x.as_mut_slice().iter_mut().for_each(|number| {
        let ordinary: f32 = rng.random_range(-1.0..1.0);
        *number = match kind {
            Kind::Ordinary => ordinary,
            Kind::AllZero => 0.0,
            Kind::AllNans => f32::NAN,
            Kind::Infinite => f32::INFINITY.copysign(ordinary),
            Kind::Denormal => ordinary * f32::MIN_POSITIVE,
        };
    });
    x
}

/// Inputs, and which class each is of.
#[allow(clippy::type_complexity)]
fn data<S: Sample, B: Dim>() -> (Box<Tensor<S::Batch<B>>>, Box<Tensor<(B,), Class<Classes>>>) {
    let x = inputs::<S, B>(Kind::Ordinary);
    let mut labels = Tensor::<(B,), Class<Classes>>::zeros();
    labels.iter_mut().enumerate().for_each(|(i, label)| *label = Class::new(i % 10).unwrap_or_default());
    (x, labels)
}

/// Training steps by the macro's network; the parameters after them.
fn steps<S: Sample, B: Dim, Net>(count: u64) -> Vec<f32>
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (Classes,)>,
{
    let (x, labels) = data::<S, B>();
    let mut session = Session::<Net, Momentum, B>::new(OPTIMIZER, 1);
    for _ in 0..count {
        black_box(session.step(black_box(&x), &CrossEntropy, &labels));
    }
    session.network.as_slice().to_vec()
}

/// Predictions by the macro's network; what it was given, and the last one.
fn predictions<S: Sample, Net>(count: u64, kind: Kind) -> Vec<f32>
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (Classes,)>,
{
    let x = inputs::<S, One>(kind);
    let network = Net::new(1);
    let (mut y, mut scratch) = (Tensor::<(One, Classes)>::zeros(), zeroed());
    for _ in 0..count {
        network.predict::<One>(black_box(&x), &mut y, &mut scratch);
        black_box(&y);
    }
    [x.as_slice(), y.as_slice()].concat()
}

/// The parameters of W1.
#[derive(Parameters)]
#[repr(C)]
struct MlpWeights {
    weight1: Tensor<shape![784, 128]>,
    #[role(bias)]
    bias1: Tensor<shape![128]>,
    weight2: Tensor<shape![128, 10]>,
    #[role(bias)]
    bias2: Tensor<shape![10]>,
}

/// A dense layer for a number of rows with `k` inputs and `n` outputs.
#[inline(always)]
fn dense_forward([m, k, n]: [usize; 3], x: &[f32], weight: &[f32], bias: &[f32], y: &mut [f32]) {
    affine(Matrix::new(x, m, k), Matrix::new(weight, k, n), Some(bias), y);
}

/// The gradients of [`dense_forward`] by the parameters.
#[inline(always)]
fn dense_backward([m, k, n]: [usize; 3], x: &[f32], dy: &[f32], dweight: &mut [f32], dbias: &mut [f32]) {
    gemm(Matrix::new(x, m, k).transposed(), Matrix::new(dy, m, n), Target::set(dweight));
    sum_rows(dy, Target::set(dbias));
}

/// The gradient of [`dense_forward`] by the input.
#[inline(always)]
fn dense_backward_input([m, k, n]: [usize; 3], dy: &[f32], weight: &[f32], dx: Target<'_, f32>) {
    gemm(Matrix::new(dy, m, n), Matrix::new(weight, k, n).transposed(), dx);
}

fn mlp_steps(count: u64) -> Vec<f32> {
    const B: usize = Batch1::SIZE;
    let (x, labels) = data::<(dim![784],), Batch1>();
    let [mut w, mut dw, mut velocity] = [0; 3].map(|_| zeroed::<MlpWeights>());
    w.as_mut_slice().copy_from_slice(Mlp1::new(1).as_slice());
    let [mut h, mut dh] = [0; 2].map(|_| zeroed::<Tensor<shape![Batch1, 128]>>());
    let [mut y, mut dy] = [0; 2].map(|_| zeroed::<Tensor<shape![Batch1, 10]>>());
    for step in 1..=count {
        let x = black_box(&x).as_slice();
        let [h, dh] = [h.as_mut_slice(), dh.as_mut_slice()];
        dense_forward([B, 784, 128], x, w.weight1.as_slice(), w.bias1.as_slice(), h);
        map_in_place::<Relu, f32>(h);
        dense_forward([B, 128, 10], h, w.weight2.as_slice(), w.bias2.as_slice(), y.as_mut_slice());
        black_box(CrossEntropy.gradient(&y, &labels, &mut dy));
        let dy = dy.as_slice();
        dense_backward([B, 128, 10], h, dy, dw.weight2.as_mut_slice(), dw.bias2.as_mut_slice());
        dense_backward_input([B, 128, 10], dy, w.weight2.as_slice(), Target::set(dh));
        map_backward_in_place::<Relu, f32>(h, dh);
        dense_backward([B, 784, 128], x, dh, dw.weight1.as_mut_slice(), dw.bias1.as_mut_slice());
        OPTIMIZER.step(step, &mut *w, &dw, &mut *velocity);
    }
    w.as_slice().to_vec()
}

fn mlp_predictions(count: u64, kind: Kind) -> Vec<f32> {
    let x = inputs::<(dim![784],), One>(kind);
    let mut w = zeroed::<MlpWeights>();
    w.as_mut_slice().copy_from_slice(Mlp1::new(1).as_slice());
    // On the heap, as those of the network: the compiler knows more about the alignment of values on the stack.
    let (mut h, mut y) = (Box::new([0.0; 128]), Box::new([0.0; 10]));
    for _ in 0..count {
        dense_forward([1, 784, 128], black_box(&x).as_slice(), w.weight1.as_slice(), w.bias1.as_slice(), &mut *h);
        map_in_place::<Relu, f32>(&mut *h);
        dense_forward([1, 128, 10], &*h, w.weight2.as_slice(), w.bias2.as_slice(), &mut *y);
        black_box(&y);
    }
    [x.as_slice(), &*y].concat()
}

/// The parameters of the residual network.
#[derive(Parameters)]
#[repr(C)]
struct ResidualWeights {
    start: Square,
    first: Square,
    second: Square,
    third: Square,
    weight_end: Tensor<shape![64, 10]>,
    #[role(bias)]
    bias_end: Tensor<shape![10]>,
}

#[derive(Parameters)]
#[repr(C)]
struct Square {
    weight: Tensor<shape![64, 64]>,
    #[role(bias)]
    bias: Tensor<shape![64]>,
}

impl Square {
    fn forward(&self, batch: usize, x: &[f32], y: &mut [f32]) {
        dense_forward([batch, 64, 64], x, self.weight.as_slice(), self.bias.as_slice(), y);
    }

    /// The gradients by the parameters.
    fn backward(&mut self, batch: usize, x: &[f32], dy: &[f32]) {
        dense_backward([batch, 64, 64], x, dy, self.weight.as_mut_slice(), self.bias.as_mut_slice());
    }

    fn backward_input(&self, batch: usize, dy: &[f32], dx: Target<'_, f32>) {
        dense_backward_input([batch, 64, 64], dy, self.weight.as_slice(), dx);
    }
}

/// y = y + x.
fn add(x: &[f32], y: &mut [f32]) {
    y.iter_mut().zip(x).for_each(|(y, &x)| *y += x);
}

fn residual_steps(count: u64) -> Vec<f32> {
    const B: usize = Batch1::SIZE;
    let (x, labels) = data::<(dim![64],), Batch1>();
    let [mut w, mut dw, mut velocity] = [0; 3].map(|_| zeroed::<ResidualWeights>());
    w.as_mut_slice().copy_from_slice(Residual::new(1).as_slice());
    let [mut h, mut inner, mut sum, mut outer, mut last, mut d, mut d_inner] = [0; 7].map(|_| vec![0.0; B * 64]);
    let [mut y, mut dy] = [0; 2].map(|_| zeroed::<Tensor<shape![Batch1, 10]>>());
    for step in 1..=count {
        let x = black_box(&x).as_slice();
        w.start.forward(B, x, &mut h);
        map_in_place::<Relu, f32>(&mut h);
        w.first.forward(B, &h, &mut inner);
        map_in_place::<Relu, f32>(&mut inner);
        w.second.forward(B, &inner, &mut sum);
        add(&h, &mut sum);
        w.third.forward(B, &sum, &mut outer);
        map_in_place::<Relu, f32>(&mut outer);
        last.iter_mut().zip(sum.iter().zip(&outer)).for_each(|(last, (&sum, &outer))| *last = sum + outer);
        dense_forward([B, 64, 10], &last, w.weight_end.as_slice(), w.bias_end.as_slice(), y.as_mut_slice());
        black_box(CrossEntropy.gradient(&y, &labels, &mut dy));
        let dy = dy.as_slice();
        dense_backward([B, 64, 10], &last, dy, dw.weight_end.as_mut_slice(), dw.bias_end.as_mut_slice());
        // One place for the gradient by all that is added up, from the end to the start.
        dense_backward_input([B, 64, 10], dy, w.weight_end.as_slice(), Target::set(&mut d));
        map_backward::<Relu, f32>(&outer, &outer, &d, Target::set(&mut d_inner));
        dw.third.backward(B, &sum, &d_inner);
        w.third.backward_input(B, &d_inner, Target::add(&mut d));
        dw.second.backward(B, &inner, &d);
        w.second.backward_input(B, &d, Target::set(&mut d_inner));
        map_backward_in_place::<Relu, f32>(&inner, &mut d_inner);
        dw.first.backward(B, &h, &d_inner);
        w.first.backward_input(B, &d_inner, Target::add(&mut d));
        map_backward_in_place::<Relu, f32>(&h, &mut d);
        dw.start.backward(B, x, &d);
        OPTIMIZER.step(step, &mut *w, &dw, &mut *velocity);
    }
    w.as_slice().to_vec()
}

fn residual_predictions(count: u64, kind: Kind) -> Vec<f32> {
    let x = inputs::<(dim![64],), One>(kind);
    let mut w = zeroed::<ResidualWeights>();
    w.as_mut_slice().copy_from_slice(Residual::new(1).as_slice());
    let ([mut h, mut inner, mut sum], mut y) = ([0.0; 3].map(|zero| Box::new([zero; 64])), Box::new([0.0; 10]));
    for _ in 0..count {
        w.start.forward(1, black_box(&x).as_slice(), &mut *h);
        map_in_place::<Relu, f32>(&mut *h);
        w.first.forward(1, &*h, &mut *inner);
        map_in_place::<Relu, f32>(&mut *inner);
        w.second.forward(1, &*inner, &mut *sum);
        add(&*h, &mut *sum);
        w.third.forward(1, &*sum, &mut *inner);
        map_in_place::<Relu, f32>(&mut *inner);
        add(&*inner, &mut *sum);
        dense_forward([1, 64, 10], &*sum, w.weight_end.as_slice(), w.bias_end.as_slice(), &mut *y);
        black_box(&y);
    }
    [x.as_slice(), &*y].concat()
}

/// The parameters of W3.
#[derive(Parameters)]
#[repr(C)]
struct CnnWeights {
    kernels1: Tensor<shape![8, 1, 3, 3]>,
    #[role(bias)]
    bias1: Tensor<shape![8]>,
    kernels2: Tensor<shape![16, 8, 3, 3]>,
    #[role(bias)]
    bias2: Tensor<shape![16]>,
    weight3: Tensor<shape![784, 64]>,
    #[role(bias)]
    bias3: Tensor<shape![64]>,
    weight4: Tensor<shape![64, 10]>,
    #[role(bias)]
    bias4: Tensor<shape![10]>,
}

const fn same3(batch: usize, [inputs, outputs]: [usize; 2], size: usize) -> Convolution {
    let window = Sliding { input: [size; 2], kernel: [3; 2], stride: [1; 2], padding: [1; 2], dilation: [1; 2] };
    Convolution { batch, groups: 1, inputs, outputs, window }
}

const fn pairs(size: usize) -> Sliding {
    Sliding { input: [size; 2], kernel: [2; 2], stride: [2; 2], padding: [0; 2], dilation: [1; 2] }
}

/// The values of W3 for a batch.
struct CnnValues {
    conv1: Vec<f32>,
    pool1: Vec<f32>,
    conv2: Vec<f32>,
    pool2: Vec<f32>,
    dense: Vec<f32>,
}

impl CnnValues {
    fn new(batch: usize) -> Self {
        let [conv1, pool1, conv2, pool2, dense] =
            [8 * 28 * 28, 8 * 14 * 14, 16 * 14 * 14, 16 * 7 * 7, 64].map(|size| vec![0.0; batch * size]);
        Self { conv1, pool1, conv2, pool2, dense }
    }
}

fn cnn_forward(
    batch: usize,
    w: &CnnWeights,
    x: &[f32],
    values: &mut CnnValues,
    scratches: &mut [Vec<f32>; 2],
    y: &mut [f32],
) {
    let CnnValues { conv1, pool1, conv2, pool2, dense } = values;
    let [scratch1, scratch2] = scratches;
    conv_forward(
        &same3(batch, [1, 8], 28),
        x,
        w.kernels1.as_slice(),
        Some(w.bias1.as_slice()),
        scratch1,
        Target::set(conv1),
        Epilogue::Relu,
    );
    max_pool(&pairs(28), conv1, pool1);
    conv_forward(
        &same3(batch, [8, 16], 14),
        pool1,
        w.kernels2.as_slice(),
        Some(w.bias2.as_slice()),
        scratch2,
        Target::set(conv2),
        Epilogue::Relu,
    );
    max_pool(&pairs(14), conv2, pool2);
    dense_forward([batch, 784, 64], pool2, w.weight3.as_slice(), w.bias3.as_slice(), dense);
    map_in_place::<Relu, f32>(dense);
    dense_forward([batch, 64, 10], dense, w.weight4.as_slice(), w.bias4.as_slice(), y);
}

fn cnn_steps(count: u64) -> Vec<f32> {
    const B: usize = Batch3::SIZE;
    const CONV1: Convolution = same3(B, [1, 8], 28);
    const CONV2: Convolution = same3(B, [8, 16], 14);
    let (x, labels) = data::<(dim![1], dim![28], dim![28]), Batch3>();
    let [mut w, mut dw, mut velocity] = [0; 3].map(|_| zeroed::<CnnWeights>());
    w.as_mut_slice().copy_from_slice(Cnn::new(1).as_slice());
    let [mut values, mut d] = [0; 2].map(|_| CnnValues::new(B));
    let [mut y, mut dy] = [0; 2].map(|_| zeroed::<Tensor<shape![Batch3, 10]>>());
    let mut scratches = [CONV1.input_scratch(), CONV2.input_scratch()].map(|size| vec![0.0; size]);
    let mut scratch_back = vec![0.0; CONV2.output_scratch()];
    for step in 1..=count {
        let x = black_box(&x).as_slice();
        cnn_forward(B, &w, x, &mut values, &mut scratches, y.as_mut_slice());
        black_box(CrossEntropy.gradient(&y, &labels, &mut dy));
        let dy = dy.as_slice();
        dense_backward([B, 64, 10], &values.dense, dy, dw.weight4.as_mut_slice(), dw.bias4.as_mut_slice());
        dense_backward_input([B, 64, 10], dy, w.weight4.as_slice(), Target::set(&mut d.dense));
        map_backward_in_place::<Relu, f32>(&values.dense, &mut d.dense);
        dense_backward([B, 784, 64], &values.pool2, &d.dense, dw.weight3.as_mut_slice(), dw.bias3.as_mut_slice());
        dense_backward_input([B, 784, 64], &d.dense, w.weight3.as_slice(), Target::set(&mut d.pool2));
        max_pool_backward(&pairs(14), &values.conv2, &d.pool2, true, Target::set(&mut d.conv2));
        conv_backward_weight(
            &CONV2,
            &values.pool1,
            &d.conv2,
            &mut scratches[1],
            Target::set(dw.kernels2.as_mut_slice()),
        );
        sum_planes(&d.conv2, 14 * 14, Target::set(dw.bias2.as_mut_slice()));
        let (kernels2, pool1) = (w.kernels2.as_slice(), Target::set(&mut d.pool1));
        conv_backward_input(&CONV2, kernels2, &d.conv2, None, &mut scratch_back, pool1, Epilogue::None);
        max_pool_backward(&pairs(28), &values.conv1, &d.pool1, true, Target::set(&mut d.conv1));
        conv_backward_weight(&CONV1, x, &d.conv1, &mut scratches[0], Target::set(dw.kernels1.as_mut_slice()));
        sum_planes(&d.conv1, 28 * 28, Target::set(dw.bias1.as_mut_slice()));
        OPTIMIZER.step(step, &mut *w, &dw, &mut *velocity);
    }
    w.as_slice().to_vec()
}

fn cnn_predictions(count: u64, kind: Kind) -> Vec<f32> {
    let x = inputs::<(dim![1], dim![28], dim![28]), One>(kind);
    let mut w = zeroed::<CnnWeights>();
    w.as_mut_slice().copy_from_slice(Cnn::new(1).as_slice());
    let mut values = CnnValues::new(1);
    let mut scratches = [same3(1, [1, 8], 28), same3(1, [8, 16], 14)].map(|sizes| vec![0.0; sizes.input_scratch()]);
    let mut y = [0.0; 10];
    for _ in 0..count {
        cnn_forward(1, &w, black_box(&x).as_slice(), &mut values, &mut scratches, &mut y);
        black_box(&y);
    }
    [x.as_slice(), &y].concat()
}

fn main() -> std::io::Result<()> {
    let Arguments { workload, what, by, count, inputs } = Arguments::parse();
    let numbers = match (workload, what, by) {
        (Workload::Mlp, What::Step, By::Network) => steps::<_, Batch1, Mlp1>(count),
        (Workload::Mlp, What::Step, By::Kernels) => mlp_steps(count),
        (Workload::Mlp, What::Predict, By::Network) => predictions::<_, Mlp1>(count, inputs),
        (Workload::Mlp, What::Predict, By::Kernels) => mlp_predictions(count, inputs),
        (Workload::Residual, What::Step, By::Network) => steps::<_, Batch1, Residual>(count),
        (Workload::Residual, What::Step, By::Kernels) => residual_steps(count),
        (Workload::Residual, What::Predict, By::Network) => predictions::<_, Residual>(count, inputs),
        (Workload::Residual, What::Predict, By::Kernels) => residual_predictions(count, inputs),
        (Workload::Cnn, What::Step, By::Network) => steps::<_, Batch3, Cnn>(count),
        (Workload::Cnn, What::Step, By::Kernels) => cnn_steps(count),
        (Workload::Cnn, What::Predict, By::Network) => predictions::<_, Cnn>(count, inputs),
        (Workload::Cnn, What::Predict, By::Kernels) => cnn_predictions(count, inputs),
    };
    // FNV-1a of the bits.
    let digest = numbers.iter().fold(0xcbf2_9ce4_8422_2325_u64, |digest, number| {
        (digest ^ u64::from(number.to_bits())).wrapping_mul(0x0100_0000_01b3)
    });
    // Sixteen digits by a table: to format a number takes as long as it has digits, and that depends on the inputs.
    let digit = |place: usize| b"0123456789abcdef"[(digest >> (60 - 4 * place) & 15) as usize];
    let mut line = [b'\n'; 17];
    line[..16].copy_from_slice(&std::array::from_fn::<u8, 16, _>(digit));
    std::io::stdout().write_all(&line)
}
