//! Speed of convolutions and pooling, f32, one thread: `cargo bench --bench convolution`.
//!
//! Each line is a layer with its input, and the minimum times over many runs, in microseconds: of the forward pass, of
//! the gradient with respect to the parameters, and of both gradients, with respect to parameters and input.
//! `benches/convolution.py` prints the same lines for PyTorch.

#![allow(missing_docs)]

use nn::gradient_check::fill;
use nn::init::Init;
use nn::layers::{AvgPool2d, Conv2d, Depthwise, Layer, MaxPool2d, NoBias, Pass, StepContext, Ungrouped, Window};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::signal::Signal;
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 100;
const SECONDS: f64 = 0.002;

/// Returns the minimum time of one call, in microseconds.
fn time(mut f: impl FnMut()) -> f64 {
    let mut run = |count: usize| {
        let start = Instant::now();
        for _ in 0..count {
            f();
        }
        start.elapsed().as_secs_f64() / count as f64
    };
    let count = (SECONDS / run(1)) as usize + 1;
    (0..RUNS).map(|_| run(count)).fold(f64::INFINITY, f64::min) * 1e6
}

fn layer<In: Signal, B: Dim, L: Layer<In> + Init>(name: &str)
where
    In::Owned<B, f32>: nn::Parameters,
    <L::Out as Signal>::Owned<B, f32>: nn::Parameters,
{
    let (mut layer, mut grad) = (zeroed::<L>(), zeroed::<L>());
    layer.init(&mut nn::init::rng(1));
    let (mut x, mut dx) = (zeroed::<In::Owned<B, f32>>(), zeroed::<In::Owned<B, f32>>());
    let (mut y, mut dy) =
        (zeroed::<<L::Out as Signal>::Owned<B, f32>>(), zeroed::<<L::Out as Signal>::Owned<B, f32>>());
    for numbers in [nn::Parameters::as_mut_slice(&mut *x), nn::Parameters::as_mut_slice(&mut *dy)] {
        let mut random = vec![0.0; numbers.len()];
        fill(&mut random, &mut nn::init::rng(2));
        numbers.iter_mut().zip(random).for_each(|(number, random)| *number = random as f32);
    }
    let mut saved = zeroed::<L::Saved<B>>();
    let context = StepContext::default();
    let forward = time(|| {
        layer.forward_train(In::by_ref::<B, f32>(black_box(&x)), L::Out::by_mut(&mut y), &mut saved, context);
    });
    let mut backward = |wants_dx: bool| {
        time(|| {
            let place = if wants_dx { In::by_grad::<B, f32>(&mut dx, false) } else { In::no_grad() };
            let (x, y, dy) = (In::by_ref(&x), L::Out::by_ref(&y), L::Out::by_ref(black_box(&dy)));
            let pass = Pass { x, y, saved: &mut *saved, dy };
            layer.backward::<B>(pass, place, Gradient::set(&mut grad), context);
        })
    };
    let (parameters, both) = (backward(false), backward(true));
    println!("{name:<44}  {forward:8.1}  {parameters:8.1}  {both:8.1}");
}

type Same3 = Window<dim![3], dim![1], dim![1]>;
type Half3 = Window<dim![3], dim![2], dim![1]>;

fn main() {
    println!("{:<44}  {:>8}  {:>8}  {:>8}", "microseconds", "forward", "weights", "both");
    layer::<shape![1, 28, 28], dim![32], Conv2d<dim![1], dim![8], Same3>>("32x1x28x28  conv 8, 3x3, pad 1");
    layer::<shape![8, 14, 14], dim![32], Conv2d<dim![8], dim![16], Same3>>("32x8x14x14  conv 16, 3x3, pad 1");
    layer::<shape![16, 28, 28], dim![8], Conv2d<dim![16], dim![32], dim![5]>>("8x16x28x28  conv 32, 5x5");
    layer::<shape![64, 28, 28], dim![4], Conv2d<dim![64], dim![64], Same3>>("4x64x28x28  conv 64, 3x3, pad 1");
    layer::<shape![128, 7, 7], dim![8], Conv2d<dim![128], dim![128], Same3>>("8x128x7x7  conv 128, 3x3, pad 1");
    layer::<shape![32, 28, 28], dim![8], Conv2d<dim![32], dim![64], Half3>>(
        "8x32x28x28  conv 64, 3x3, stride 2, pad 1",
    );
    layer::<shape![64, 28, 28], dim![8], Conv2d<dim![64], dim![64], dim![1]>>("8x64x28x28  conv 64, 1x1");
    layer::<shape![64, 28, 28], dim![8], Conv2d<dim![64], dim![64], Same3, Depthwise>>(
        "8x64x28x28  conv 64, 3x3, pad 1, depthwise",
    );
    layer::<shape![3, 64, 64], dim![4], Conv2d<dim![3], dim![16], Same3, Ungrouped, NoBias>>(
        "4x3x64x64  conv 16, 3x3, pad 1, no bias",
    );
    layer::<shape![8, 28, 28], dim![32], MaxPool2d<dim![2]>>("32x8x28x28  max pool 2x2");
    layer::<shape![8, 28, 28], dim![32], MaxPool2d<dim![3], dim![2], dim![1]>>(
        "32x8x28x28  max pool 3x3, stride 2, pad 1",
    );
    layer::<shape![8, 28, 28], dim![32], AvgPool2d<dim![2]>>("32x8x28x28  avg pool 2x2");
}
