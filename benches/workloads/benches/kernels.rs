//! Speed of kernels, f32, one thread: `cargo bench -p nn-workloads --features criterion --bench kernels`, or some of
//! them, as in `-- gemm`.
//!
//! Throughput counts additions and multiplications for products and convolutions (one Gelem/s is one GFLOP/s), and
//! elements otherwise.

#![allow(missing_docs)]

use criterion::{Criterion, Throughput};
use nn::__private::kernels::{
    Convolution, Epilogue, Matrix, PoolDivisor, Sliding, Target, avg_pool, avg_pool_backward, conv_backward_input,
    conv_backward_weight, conv_forward, gemm, map, map_backward, max_pool, max_pool_backward, softmax_rows,
};
use nn::init::Init;
use nn::layers::{
    Activation, BatchNorm1d, BatchNorm2d, Dropout, Elu, Gelu, GeluTanh, GroupNorm, HardSigmoid, HardSwish, Layer,
    LayerNorm, LeakyRelu, Mish, Pass, Relu, RmsNorm, Selu, Sigmoid, Silu, Softplus, StepContext, Tanh,
};
use nn::optim::Optimizer;
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use rand::RngExt;
use std::hint::black_box;
use std::time::Duration;

fn numbers(count: usize) -> Vec<f32> {
    let mut rng = nn::init::rng(1);
    (0..count).map(|_| rng.random_range(-1.0..1.0)).collect()
}

/// The matrix products of dense layers: forward, gradient of the weight, gradient of the input.
fn products(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("gemm");
    for [m, k, n] in [
        [1, 784, 128],
        [2, 784, 128],
        [7, 33, 65],
        [13, 100, 100],
        [31, 127, 65],
        [32, 128, 10],
        [32, 784, 128],
        [64, 64, 64],
        [100, 100, 100],
        [784, 32, 128],
        [128, 512, 512],
        [128, 784, 512],
        [255, 255, 255],
        [512, 512, 512],
        [1000, 1000, 1000],
        [1023, 1025, 1023],
        [1024, 1024, 1024],
        [128, 4096, 128],
        [2048, 2048, 2048],
        [4096, 128, 4096],
    ] {
        let (a, b, mut c) = (numbers(m * k), numbers(k * n), vec![0.0; m * n]);
        group.throughput(Throughput::Elements(2 * (m * k * n) as u64));
        let (a, b) = (Matrix::new(&a, m, k), Matrix::new(&b, k, n));
        // The same elements, transposed.
        let (a_t, b_t) = (Matrix::new(a.data, k, m).transposed(), Matrix::new(b.data, n, k).transposed());
        for (form, a, b) in [("A B", a, b), ("A^T B", a_t, b), ("A B^T", a, b_t)] {
            group.bench_function(format!("{m}x{k}x{n} {form}"), |bencher| {
                bencher.iter(|| gemm(black_box(a), black_box(b), Target::set(black_box(&mut c))));
            });
        }
    }
}

/// Samples, groups, channels per group, sizes of a square image and a kernel, stride and padding.
type Sizes = (usize, usize, [usize; 2], usize, usize, usize, usize);

fn convolutions(criterion: &mut Criterion) {
    let all: [(&str, Sizes); 6] = [
        ("64x1x28x28 to 8, 3x3", (64, 1, [1, 8], 28, 3, 1, 1)),
        ("64x8x14x14 to 16, 3x3", (64, 1, [8, 16], 14, 3, 1, 1)),
        ("4x64x28x28 to 64, 3x3", (4, 1, [64, 64], 28, 3, 1, 1)),
        ("8x32x28x28 to 64, 3x3, stride 2", (8, 1, [32, 64], 28, 3, 2, 1)),
        ("8x64x28x28 to 64, 1x1", (8, 1, [64, 64], 28, 1, 1, 0)),
        ("8x64x28x28, 3x3, depthwise", (8, 64, [1, 1], 28, 3, 1, 1)),
    ];
    let mut group = criterion.benchmark_group("convolution");
    for (name, (batch, groups, channels, size, kernel, stride, padding)) in all {
        let window = Sliding {
            input: [1, size, size],
            kernel: [1, kernel, kernel],
            stride: [1, stride, stride],
            padding: [0, padding, padding],
            ..Sliding::ELEMENT
        };
        let [inputs, outputs] = channels;
        let sizes = Convolution { batch, groups, inputs, outputs, window };
        let [places, image] = [window.output(), window.input].map(|[_, h, w]| batch * groups * h * w);
        let [mut x, mut y] = [image * inputs, places * outputs].map(numbers);
        let weight = numbers(groups * inputs * outputs * kernel * kernel);
        let mut dweight = weight.clone();
        let mut scratches = [sizes.input_scratch(), sizes.output_scratch()].map(numbers);
        group.throughput(Throughput::Elements(2 * (places * inputs * outputs * kernel * kernel) as u64));
        group.bench_function(format!("{name}: forward"), |bencher| {
            bencher.iter(|| {
                let target = Target::set(&mut y);
                conv_forward(&sizes, black_box(&x), &weight, None, &mut scratches[0], target, Epilogue::None);
            });
        });
        group.bench_function(format!("{name}: by weight"), |bencher| {
            bencher.iter(|| {
                conv_backward_weight(&sizes, black_box(&x), &y, &mut scratches[0], Target::set(&mut dweight));
            });
        });
        group.bench_function(format!("{name}: by input"), |bencher| {
            bencher.iter(|| {
                let target = Target::set(&mut x);
                conv_backward_input(&sizes, &weight, black_box(&y), None, &mut scratches[1], target, Epilogue::None);
            });
        });
    }
}

fn pools(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pool, 32x8x28x28");
    for (name, kernel, stride, padding) in [("2x2", 2, 2, 0), ("3x3, stride 2, padding 1", 3, 2, 1)] {
        let window = Sliding {
            input: [1, 28, 28],
            kernel: [1, kernel, kernel],
            stride: [1, stride, stride],
            padding: [0, padding, padding],
            ..Sliding::ELEMENT
        };
        let [_, h, w] = window.output();
        let (x, mut y) = (numbers(32 * 8 * 28 * 28), numbers(32 * 8 * h * w));
        let mut dx = x.clone();
        group.throughput(Throughput::Elements(x.len() as u64));
        group.bench_function(format!("max {name}"), |bencher| {
            bencher.iter(|| max_pool(&window, black_box(&x), &mut y));
        });
        group.bench_function(format!("max {name}, backward"), |bencher| {
            bencher.iter(|| max_pool_backward(&window, black_box(&x), &y, false, Target::set(&mut dx)));
        });
        group.bench_function(format!("average {name}"), |bencher| {
            bencher.iter(|| avg_pool(&window, PoolDivisor::Window, black_box(&x), &mut y));
        });
        group.bench_function(format!("average {name}, backward"), |bencher| {
            bencher.iter(|| avg_pool_backward(&window, PoolDivisor::Window, black_box(&y), Target::set(&mut dx)));
        });
    }
}

fn softmax_of<B: Dim, C: Dim>(criterion: &mut Criterion) {
    let x = Tensor::<(B, C)>::from_slice(&numbers(B::SIZE * C::SIZE)).unwrap();
    let labels = Tensor::<(B,), Class<C>>::from_fn(|[i]| Class::new(i % C::SIZE).unwrap());
    let mut y = Tensor::<(B, C)>::zeros();
    let mut group = criterion.benchmark_group(format!("softmax, {}x{}", B::SIZE, C::SIZE));
    group.throughput(Throughput::Elements((B::SIZE * C::SIZE) as u64));
    group.bench_function("softmax", |bencher| {
        bencher.iter(|| softmax_rows(C::SIZE, black_box(&x).as_slice(), y.as_mut_slice()));
    });
    group.bench_function("cross-entropy and its gradient", |bencher| {
        bencher.iter(|| CrossEntropy.gradient(black_box(&x), &labels, &mut y));
    });
}

/// The parameters of W1.
type Weights = (dim![101_770],);

fn update<O: Optimizer<f32>>(criterion: &mut Criterion, name: &str, optimizer: O) {
    let count = <Weights as Shape>::SIZE;
    let mut w = Tensor::<Weights>::from_slice(&numbers(count)).unwrap();
    let g = w.clone();
    let mut state = zeroed::<O::State<Tensor<Weights>>>();
    let (mut group, mut step) = (criterion.benchmark_group("update, 101770 parameters"), 0);
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            step += 1;
            optimizer.step(step, black_box(&mut *w), &g, &mut state);
        });
    });
}

fn activation<A: Activation>(criterion: &mut Criterion, name: &str) {
    const COUNT: usize = 4000;
    let x: Vec<f32> = numbers(COUNT).iter().map(|x| 5.0 * x).collect();
    let (mut y, mut dx, dy) = (vec![0.0; COUNT], vec![0.0; COUNT], numbers(COUNT));
    let mut group = criterion.benchmark_group("activation, 4000 numbers");
    group.throughput(Throughput::Elements(COUNT as u64));
    group.bench_function(name, |bencher| bencher.iter(|| map::<A, f32>(black_box(&x), &mut y)));
    group.bench_function(format!("{name}, backward"), |bencher| {
        bencher.iter(|| map_backward::<A, f32>(black_box(&x), &y, &dy, Target::set(&mut dx)));
    });
}

fn norm<S: Sample, B: Dim, L: Layer<S, f32, Out = S> + Init>(criterion: &mut Criterion, name: &str) {
    let count = <S::Batch<B> as Shape>::SIZE;
    let x = Tensor::<S::Batch<B>>::from_slice(&numbers(count)).unwrap();
    let (mut layer, mut saved, mut grad) = (zeroed::<L>(), zeroed::<L::Saved<B>>(), zeroed::<L>());
    layer.init(&mut nn::init::rng(1));
    let (mut y, mut dx) = (Tensor::zeros(), Tensor::zeros());
    let context = StepContext::new(1, 1);
    let mut group = criterion.benchmark_group(format!("{name}, {:?}", <S::Batch<B> as Shape>::DIMS));
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("forward", |bencher| {
        bencher.iter(|| layer.forward_train(black_box(&x), black_box(&mut *y), &mut saved, context));
    });
    group.bench_function("backward", |bencher| {
        bencher.iter(|| {
            let (dx, grad) = (Some(Gradient::set(black_box(&mut *dx))), Gradient::set(&mut *grad));
            let pass = Pass { x: black_box(&*x), y: &*y, saved: &mut *saved, dy: black_box(&*x) };
            layer.backward(pass, dx, grad, context);
        });
    });
}

fn main() {
    let criterion = &mut Criterion::default()
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500))
        .sample_size(50)
        .configure_from_args();
    products(criterion);
    convolutions(criterion);
    pools(criterion);
    softmax_of::<dim![32], dim![10]>(criterion);
    softmax_of::<dim![64], dim![1000]>(criterion);
    update(criterion, "SGD", Sgd::new(1e-8));
    update(criterion, "momentum", Momentum::new(1e-8, 0.9));
    update(criterion, "Adam", Adam::new(1e-8));
    update(criterion, "RMSprop", RmsProp::new(1e-8));
    update(criterion, "Adagrad", Adagrad::new(1e-8));
    update(criterion, "Lion", Lion::new(1e-8));
    update(criterion, "Adadelta", Adadelta::new(1e-8));
    update(criterion, "Adafactor", Adafactor::new(1e-8));
    update(criterion, "Adamax", Adamax::new(1e-8));
    update(criterion, "ASGD", Asgd::new(1e-8));
    update(criterion, "NAdam", NAdam::new(1e-8));
    update(criterion, "RAdam", RAdam::new(1e-8));
    update(criterion, "RMSprop, centred", RmsPropMomentum::new(1e-8, 0.9).centered());
    update(criterion, "Rprop", Rprop::new(1e-8));
    update(criterion, "SparseAdam", SparseAdam::new(1e-8));
    activation::<Relu>(criterion, "ReLU");
    activation::<LeakyRelu>(criterion, "LeakyReLU");
    activation::<Elu>(criterion, "ELU");
    activation::<Selu>(criterion, "SELU");
    activation::<Gelu>(criterion, "GELU");
    activation::<GeluTanh>(criterion, "GELU, tanh");
    activation::<Silu>(criterion, "SiLU");
    activation::<Mish>(criterion, "Mish");
    activation::<Sigmoid>(criterion, "Sigmoid");
    activation::<HardSigmoid>(criterion, "HardSigmoid");
    activation::<Tanh>(criterion, "Tanh");
    activation::<HardSwish>(criterion, "HardSwish");
    activation::<Softplus>(criterion, "Softplus");
    norm::<shape![512], dim![64], BatchNorm1d<dim![512]>>(criterion, "BatchNorm1d");
    norm::<shape![32, 16, 16], dim![32], BatchNorm2d<dim![32]>>(criterion, "BatchNorm2d");
    norm::<shape![64, 7, 7], dim![32], BatchNorm2d<dim![64]>>(criterion, "BatchNorm2d");
    norm::<shape![512], dim![64], LayerNorm<shape![512]>>(criterion, "LayerNorm");
    norm::<shape![512], dim![64], RmsNorm<shape![512]>>(criterion, "RMSNorm");
    norm::<shape![32, 16, 16], dim![32], GroupNorm<dim![8], dim![32]>>(criterion, "GroupNorm");
    norm::<shape![512], dim![64], Dropout>(criterion, "Dropout");
    criterion.final_summary();
}
