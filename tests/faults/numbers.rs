//! Normalisations, frozen layers, and settings of optimisers, clips and schedules.

use crate::line::Line;
use crate::message;
use nn::Parameters;
use nn::init::Init;
use nn::layers::{GroupNorm, Layer, LayerNorm, Pass, RmsNorm};
use nn::lr_scheduler::{
    Anneal, ConstantLr, CosineAnnealingLr, CosineAnnealingWarmRestarts, ExponentialLr, LinearLr, MultiStepLr,
    OneCycleLr, PolynomialLr, ReduceLrOnPlateau, StepLr,
};
use nn::optim::{Ema, Frozen, Optimizer, move_average};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::session::SkippedUpdate;
use nn::shape::Sample;
use std::panic::catch_unwind;

network! {
    struct Normed {
        norm: BatchNorm1d<2>,
        fc: Linear<2, 1>,
    }
    fn forward(x: Tensor<2>) -> Tensor<1> {
        x.norm().fc()
    }
}

network! {
    #[dtype(f64)]
    struct Block {
        fc: Linear<3, 3>,
        norm: BatchNorm1d<3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x + x.fc().norm().tanh()
    }
}
network! {
    #[dtype(f64)]
    struct Body {
        first: Block,
        blocks: [Block; 3],
        maps: BatchNorm2d<1>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.first().blocks().reshape::<1, 1, 3>().maps().flatten()
    }
}
network! {
    #[dtype(f64)]
    struct Nested {
        body: Body,
        head: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.body().head()
    }
}

type Batch = dim![4];
type NestedSession = Session<Nested, Sgd, Batch>;
type NestedInput = Tensor<shape![4, 3], f64>;
type NestedTarget = Tensor<shape![4, 2], f64>;

/// A network with parameters of all magnitudes and statistics that differ from those of any batch, and a batch.
fn nested() -> (Box<NestedSession>, Box<NestedInput>, Box<NestedTarget>) {
    let mut session = NestedSession::new(Sgd::new(0.01), 3);
    let wave = |i: usize| (1.7 * i as f64 + 0.3).sin();
    session.network.as_mut_slice().iter_mut().enumerate().for_each(|(i, number)| *number += 0.3 * wave(i));
    Nested::LAYOUT.for_each(|param| {
        if param.name.to_string().ends_with("running_var") {
            session.network.as_mut_slice()[param.range()].iter_mut().for_each(|number| *number = number.abs() + 0.2);
        }
    });
    let x = Tensor::<shape![4, 3], f64>::from_fn(|[i, j]| wave(40 + 3 * i + j)).to_boxed();
    let y = Tensor::<shape![4, 2], f64>::from_fn(|[i, j]| wave(60 + 2 * i + j)).to_boxed();
    (session, x, y)
}

#[test]
fn frozen_batch_norm_matches_inference() {
    let (mut session, x, _) = nested();
    let right = session.network.forward(&x);
    assert_ne!(session.forward(&x).as_slice(), right.as_slice());
    session.freeze(&["body"]).unwrap();
    assert_eq!(session.forward(&x).as_slice(), right.as_slice());
    // By the names of the statistics alone, and of each element of an array.
    let statistics: &[&str] = &[
        "body.first.norm.running_mean",
        "body.first.norm.running_var",
        "body.blocks.0.norm.running_mean",
        "body.blocks.0.norm.running_var",
        "body.blocks.1.norm",
        "body.blocks.2",
        "body.maps.running_mean",
        "body.maps.running_var",
    ];
    session.freeze(statistics).unwrap();
    assert_eq!(session.forward(&x).as_slice(), right.as_slice());
    // If a single layer is not frozen, it normalises by its batch.
    session.freeze(&["body.first", "body.blocks.0", "body.blocks.2", "body.maps"]).unwrap();
    assert_ne!(session.forward(&x).as_slice(), right.as_slice());
    // A layer is not frozen if only its weights or one of its statistics are.
    session.freeze(&["body.first", "body.blocks", "body.maps.weight", "body.maps.bias"]).unwrap();
    assert_ne!(session.forward(&x).as_slice(), right.as_slice());
    session.freeze(&["body.first", "body.blocks", "body.maps.running_mean"]).unwrap();
    assert_ne!(session.forward(&x).as_slice(), right.as_slice());
    session.freeze(&[]).unwrap();
    assert_ne!(session.forward(&x).as_slice(), right.as_slice());
}

#[test]
fn gradients_through_frozen_batch_norm_are_correct() {
    let cases: [&[&str]; 3] = [
        &["body"],
        &["body.blocks.1.norm", "body.maps.running_mean", "body.maps.running_var"],
        &["body.first.norm.running_mean", "body.first.norm.running_var", "body.blocks"],
    ];
    for frozen in cases {
        let (mut session, x, y) = nested();
        session.freeze(frozen).unwrap();
        let mut dx = Tensor::<shape![4, 3], f64>::zeros();
        session.input_gradient(&x, &Mse, &y, &mut dx);
        let gradient = session.gradient.as_slice().to_vec();
        let loss = |session: &mut NestedSession, x: &Tensor<shape![4, 3], f64>| {
            let output = session.forward(x).to_boxed();
            Loss::<shape![2], f64>::value::<Batch>(&Mse, &output, &y)
        };
        let step = 1e-5;
        let check = |name: &str, found: f64, [up, down]: [f64; 2]| {
            let difference = (up - down) / (2.0 * step);
            let bound = 1e-8 * (1.0 + difference.abs());
            assert!((found - difference).abs() < bound, "{frozen:?} {name}: {found}, by differences {difference}");
        };
        for i in 0..x.as_slice().len() {
            let ends = [step, -step].map(|step| {
                let mut x = x.clone();
                x.as_mut_slice()[i] += step;
                loss(&mut session, &x)
            });
            check("x", dx.as_slice()[i], ends);
        }
        Nested::LAYOUT.for_each(|param| {
            let name = param.name.to_string();
            if param.role == nn::parameters::Role::Buffer {
                return;
            }
            for i in param.range() {
                let ends = [step, -step].map(|step| {
                    let kept = session.network.as_slice()[i];
                    session.network.as_mut_slice()[i] = kept + step;
                    let value = loss(&mut session, &x);
                    session.network.as_mut_slice()[i] = kept;
                    value
                });
                check(&name, gradient[i], ends);
            }
        });
    }
}

#[test]
fn frozen_batch_norm_ignores_padding_rows() {
    let (mut session, mut x, mut y) = nested();
    session.freeze(&["body.first", "body.blocks", "body.maps.running_mean", "body.maps.running_var"]).unwrap();
    let mut smaller = Session::<Nested, Sgd, dim![2]>::from_network(&session.network, Sgd::new(0.01), 3);
    smaller.freeze(session.frozen().names()).unwrap();
    let first_x = Tensor::<shape![2, 3], f64>::from_fn(|[i, j]| x[[i, j]]);
    let first_y = Tensor::<shape![2, 2], f64>::from_fn(|[i, j]| y[[i, j]]);
    x.as_mut_slice()[6..].fill(0.0);
    y.as_mut_slice()[4..].fill(0.0);
    let losses = (session.step_rows(2, &x, &Mse, &y), smaller.step(&first_x, &Mse, &first_y));
    assert!((losses.0 - losses.1).abs() < 1e-15);
    let networks = session.network.as_slice().iter().zip(smaller.network.as_slice());
    networks.for_each(|(a, b)| assert!((a - b).abs() < 1e-14, "{a} {b}"));
}

/// The reference, in f64.
fn normalized(x: &[f32], epsilon: f64) -> Vec<f64> {
    let count = x.len() as f64;
    let mean = x.iter().map(|&x| f64::from(x)).sum::<f64>() / count;
    let variance = x.iter().map(|&x| (f64::from(x) - mean).powi(2)).sum::<f64>() / count;
    x.iter().map(|&x| (f64::from(x) - mean) / (variance + epsilon).sqrt()).collect()
}

/// Rows whose mean is large relative to their spread.
fn steep_rows<const N: usize>() -> Vec<[f32; N]> {
    let wave = |i: usize| (2.3 * i as f64 + 0.1).sin();
    [(1e4, 0.01), (-1e4, 0.02), (1e6, 0.5), (3e3, 1e-3), (1e8, 100.0)]
        .map(|(mean, spread)| std::array::from_fn(|i| (mean + spread * wave(i)) as f32))
        .to_vec()
}

fn compare(what: &str, found: &[f32], right: &[f64], bound: f64) {
    let worst = found.iter().zip(right).map(|(&a, b)| (f64::from(a) - b).abs()).fold(0.0, f64::max);
    assert!(worst < bound, "{what}: off by {worst}: {found:?}, right {right:?}");
}

type One = dim![1];

fn init<L: Init + nn::parameters::Plain>() -> Box<L> {
    let mut layer = zeroed::<L>();
    layer.init(&mut nn::init::rng(1));
    layer
}

fn row<S: Sample>(numbers: &[f32]) -> Box<Tensor<S::Batch<One>>> {
    let mut row = Tensor::<S::Batch<One>>::zeros();
    Tensor::as_mut_slice(&mut row).copy_from_slice(numbers);
    row
}

/// The output of a layer for one sample in inference.
fn forward<S: Sample, L: Layer<S, Out = S>>(layer: &L, x: &[f32]) -> Vec<f32> {
    let mut y = Tensor::<S::Batch<One>>::zeros();
    layer.forward::<One>(&*row::<S>(x), &mut *y, &mut *zeroed::<L::Scratch<One>>());
    Tensor::as_slice(&y).to_vec()
}

/// dx and the gradient of a layer, of a batch of one sample.
fn backward<S: Sample, L: Layer<S, Out = S>>(layer: &L, x: &[f32], dy: &[f32]) -> (Vec<f32>, Box<L>) {
    let (x, dy) = (row::<S>(x), row::<S>(dy));
    let [mut y, mut dx] = [0; 2].map(|_| Tensor::<S::Batch<One>>::zeros());
    let (mut saved, mut grad) = (zeroed::<L::Saved<One>>(), zeroed::<L>());
    let context = nn::layers::StepContext::default();
    layer.forward_train::<One>(&*x, &mut *y, &mut *saved, context);
    let (place, gradient) = (Some(nn::parameters::Gradient::set(&mut *dx)), nn::parameters::Gradient::set(&mut *grad));
    let pass = Pass { x: &*x, y: &*y, saved: &mut *saved, dy: &*dy };
    layer.backward::<One>(pass, place, gradient, context);
    (Tensor::as_slice(&dx).to_vec(), grad)
}

#[test]
fn rows_with_large_mean_are_normalised_accurately() {
    let y = forward::<shape![3], _>(&*init::<LayerNorm<shape![3]>>(), &[1e4, 1e4 + 0.01, 1e4]);
    compare("layer", &y, &[-0.582_82, 1.165_6, -0.582_82], 2e-4);
    // A length that is not a multiple of the vector width.
    for row in steep_rows::<37>() {
        let right = normalized(&row, 1e-5);
        let y = forward::<shape![37], _>(&*init::<LayerNorm<shape![37]>>(), &row);
        compare("layer", &y, &right, 3e-5);
        let y = forward::<shape![1, 37], _>(&*init::<GroupNorm<dim![1], dim![1]>>(), &row);
        compare("group", &y, &right, 3e-5);
        let y = forward::<shape![37], _>(&*init::<GroupNorm<dim![1], dim![37]>>(), &row);
        compare("group of channels", &y, &right, 3e-5);
    }
}

network! {
    struct OfRows {
        norm: BatchNorm1d<1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.norm()
    }
}
network! {
    struct OfLines {
        norm: BatchNorm1d<1>,
    }
    fn forward(x: Tensor<1, 37>) -> Tensor<1, 37> {
        x.norm()
    }
}

#[test]
fn batches_with_large_mean_are_normalised_accurately() {
    for row in steep_rows::<37>() {
        let right = normalized(&row, 1e-5);
        let mut rows = Session::<OfRows, Sgd, dim![37]>::new(Sgd::new(0.0), 1);
        compare("rows", rows.forward(&Tensor::new(row.map(|x| [x]))).as_slice(), &right, 3e-5);
        let mut lines = Session::<OfLines, Sgd, dim![1]>::new(Sgd::new(0.0), 1);
        compare("lines", lines.forward(&Tensor::new([[row]])).as_slice(), &right, 3e-5);
    }
}

/// dx of a normalisation without weights: (dy - mean dy - n mean(dy n)) / sqrt(variance + epsilon).
fn steep_gradient(x: &[f32], dy: &[f32], epsilon: f64) -> Vec<f64> {
    let (n, count) = (normalized(x, epsilon), x.len() as f64);
    let mean = x.iter().map(|&x| f64::from(x)).sum::<f64>() / count;
    let variance = x.iter().map(|&x| (f64::from(x) - mean).powi(2)).sum::<f64>() / count;
    let of_dy = dy.iter().map(|&dy| f64::from(dy)).sum::<f64>() / count;
    let of_product = dy.iter().zip(&n).map(|(&dy, n)| f64::from(dy) * n).sum::<f64>() / count;
    dy.iter().zip(&n).map(|(&dy, n)| (f64::from(dy) - of_dy - n * of_product) / (variance + epsilon).sqrt()).collect()
}

#[test]
fn gradients_of_rows_with_large_mean_are_accurate() {
    let dy: [f32; 37] = std::array::from_fn(|i| (0.7 * i as f32).cos());
    for row in steep_rows::<37>() {
        let right = steep_gradient(&row, &dy, 1e-5);
        let size = right.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let relative = |dx: &[f32]| dx.iter().map(|&dx| (f64::from(dx) / size) as f32).collect::<Vec<_>>();
        let right: Vec<f64> = right.iter().map(|dx| dx / size).collect();
        let products: Vec<f64> = normalized(&row, 1e-5).iter().zip(dy).map(|(n, dy)| n * f64::from(dy)).collect();
        let sum = [products.iter().sum()];
        let (dx, grad) = backward::<shape![37], _>(&*init::<LayerNorm<shape![37]>>(), &row, &dy);
        compare("dx of layer", &relative(&dx), &right, 1e-4);
        compare("dweight of layer", grad.weight.as_slice(), &products, 1e-4);
        let (dx, grad) = backward::<shape![1, 37], _>(&*init::<GroupNorm<dim![1], dim![1]>>(), &row, &dy);
        compare("dx of group", &relative(&dx), &right, 1e-4);
        compare("dweight of group", grad.weight.as_slice(), &sum, 1e-3);
        let (dx, grad) = backward::<shape![1, 37], _>(&*init::<nn::layers::BatchNorm1d<dim![1]>>(), &row, &dy);
        compare("dx of batch", &relative(&dx), &right, 1e-4);
        compare("dweight of batch", grad.weight.as_slice(), &sum, 1e-3);
    }
}

#[test]
fn normalises_rows_near_limit_of_f32() {
    let rows: [[f32; 5]; 5] = [
        [3e38, -3e38, 3e38, 3e38, -3e38],
        [3.3e38, 3.4e38, 3.3e38, 3.2e38, 3.25e38],
        [1e20, 2e20, -1e20, 5e19, 0.0],
        [1e30, 0.0, 0.0, 0.0, 1.0],
        [3e38; 5],
    ];
    for row in rows {
        let mut layer = init::<LayerNorm<shape![5]>>();
        layer.weight.as_mut_slice().fill(2.0);
        layer.bias.as_mut_slice().fill(0.5);
        let right: Vec<f64> = normalized(&row, 1e-5).iter().map(|n| 2.0 * n + 0.5).collect();
        compare("layer", &forward::<shape![5], _>(&*layer, &row), &right, 1e-5);
        let y = forward::<shape![1, 5], _>(&*init::<GroupNorm<dim![1], dim![1]>>(), &row);
        compare("group", &y, &normalized(&row, 1e-5), 1e-5);
        let root = (row.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>() / 5.0).sqrt();
        let right: Vec<f64> = row.iter().map(|&x| f64::from(x) / root).collect();
        compare("rms", &forward::<shape![5], _>(&*init::<RmsNorm<shape![5]>>(), &row), &right, 1e-5);
    }
    for bad in [f32::INFINITY, f32::NAN] {
        let y = forward::<shape![2], _>(&*init::<LayerNorm<shape![2]>>(), &[bad, 1.0]);
        assert!(y.iter().all(|y| y.is_nan()), "{y:?}");
    }
    // The gradient, too, where distances from the mean are finite: times 1e30 for values that are 1e30 times as large.
    let (x, dy) = ([1.0, 2.0, -1.0, 0.5, 0.0], [0.3, -0.2, 0.9, 0.1, 0.4]);
    let layer = init::<LayerNorm<shape![5], 1>>();
    let (small, small_grad) = backward::<shape![5], _>(&*layer, &x, &dy);
    let (large, large_grad) = backward::<shape![5], _>(&*layer, &x.map(|x| x * 1e30), &dy);
    let small: Vec<f64> = small.iter().map(|&dx| f64::from(dx)).collect();
    let large: Vec<f32> = large.iter().map(|&dx| (f64::from(dx) * 1e30) as f32).collect();
    compare("dx", &large, &small, 1e-4);
    let small: Vec<f64> = small_grad.as_slice().iter().map(|&g| f64::from(g)).collect();
    compare("gradient", large_grad.as_slice(), &small, 1e-4);
}

#[test]
fn batch_of_one_leaves_running_statistics_unchanged() {
    let mut session = Session::<Normed, Sgd, dim![4]>::new(Sgd::new(0.1), 1);
    assert!(!session.has_single_value_batch());
    let (x, y) = (Tensor::<shape![4, 2]>::from_fn(|[i, j]| (3 * i + j) as f32), Tensor::<shape![4, 1]>::full(1.0));
    session.step(&x, &Mse, &y);
    assert!(!session.has_single_value_batch());
    let statistics = |session: &Session<Normed, Sgd, dim![4]>| {
        let norm = &session.network.norm;
        [&norm.running_mean, &norm.running_var].map(|statistic| statistic.as_slice().to_vec())
    };
    let before = statistics(&session);
    for _ in 0..1000 {
        session.step_rows(1, &x, &Mse, &y);
        assert!(session.has_single_value_batch());
    }
    assert_eq!(statistics(&session), before);
    session.step_rows(2, &x, &Mse, &y);
    assert!(!session.has_single_value_batch());
    assert_ne!(statistics(&session), before);
}

fn step_of_line(change: impl FnOnce(&mut Session<Line, Sgd, dim![1]>), x: f32) -> Box<Session<Line, Sgd, dim![1]>> {
    let mut session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    change(&mut session);
    let before = session.network.as_slice().to_vec();
    session.step(&Tensor::new([[x]]), &Mse, &Tensor::new([[100.0]]));
    assert_eq!(session.network.as_slice() == before, session.skipped_update().is_some());
    session
}

#[test]
fn invalid_clip_bound_skips_and_reports_the_update() {
    for clip in [-1.0, 0.0, f64::NAN, f64::INFINITY].map(Clip::Norm) {
        let session = step_of_line(|session| session.clip = clip, 1.0);
        assert!(matches!(session.skipped_update(), Some(SkippedUpdate::Setting(_))), "{clip:?}");
        assert_eq!((session.steps(), session.skipped_updates()), (0, 1));
        assert!(session.check_settings().is_err() && clip.check_settings().is_err());
    }
    for clip in [-1.0, f64::NAN, f64::INFINITY].map(Clip::Value) {
        assert!(step_of_line(|session| session.clip = clip, 1.0).skipped_update().is_some(), "{clip:?}");
    }
    let session = step_of_line(|session| session.clip = Clip::Norm(-1.0), 1.0);
    let text = session.skipped_update().unwrap().to_string();
    assert_eq!(text, "the update was skipped: `Clip::Norm` is -1, expected a finite number above 0");
    assert!(step_of_line(|session| session.clip = Clip::Norm(1.0), 1.0).skipped_update().is_none());
    let bad = || Clip::Norm(-1.0).apply(&mut *Line::new(1), Frozen::NONE);
    assert!(catch_unwind(bad).is_err());
}

#[test]
fn non_finite_gradient_skips_clipped_update() {
    let mut session = Session::<Normed, Adam, dim![2]>::new(Adam::new(0.1), 1);
    session.clip = Clip::Norm(1.0);
    let (x, y) = (Tensor::new([[1.0, 2.0], [3.0, -1.0]]), Tensor::new([[1.0], [0.0]]));
    session.step(&x, &Mse, &y);
    let moments = |session: &Session<Normed, Adam, dim![2]>| session.state().each_ref().map(|m| m.as_slice().to_vec());
    let before = (session.network.as_slice().to_vec(), moments(&session));
    for bad in [f32::INFINITY, f32::NAN, 3e38] {
        session.step(&x, &Mse, &Tensor::new([[bad], [-3e38]]));
        assert!(matches!(session.skipped_update(), Some(SkippedUpdate::Gradient { norm }) if !norm.is_finite()));
        assert_eq!((session.network.as_slice().to_vec(), moments(&session)), before);
        assert_eq!(session.steps(), 1);
    }
    assert_eq!(session.skipped_updates(), 3);
    session.step(&x, &Mse, &y);
    assert_eq!((session.skipped_update(), session.steps()), (None, 2));
    assert!(session.network.as_slice().iter().all(|number| number.is_finite()));
}

#[test]
fn invalid_learning_rate_skips_the_update() {
    for lr in [-0.1, f64::NAN, f64::INFINITY, 1e300] {
        let session = step_of_line(|session| session.optimizer.lr = lr, 1.0);
        assert_eq!(session.check_settings().unwrap_err().name(), "lr");
        assert_eq!(session.steps(), 0);
    }
    assert!(step_of_line(|session| session.optimizer.weight_decay.l2 = -1.0, 1.0).skipped_update().is_some());
    // The optimiser on its own cannot report the error, so it panics.
    let by_hand = || {
        let mut sgd = Sgd::new(0.1);
        sgd.lr = -0.1;
        sgd.step(1, &mut *Line::new(1), &Line::new(2), &mut ());
    };
    assert!(catch_unwind(by_hand).is_err());
}

/// Checks that `make` panics with a message that names this setting.
#[track_caller]
fn refuses<R>(name: &str, make: impl FnOnce() -> R) {
    let text = message(make);
    assert!(text.contains(name), "{name}: {text}");
}

#[test]
fn constructors_reject_invalid_settings() {
    for bad in [-0.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        refuses("lr", || Sgd::new(bad));
        refuses("lr", || Momentum::new(bad, 0.9));
        refuses("lr", || Adam::new(bad));
        refuses("lr", || AdamW::new(bad));
        refuses("lr", || AmsGrad::new(bad));
        refuses("lr", || Lion::new(bad));
        refuses("lr", || RmsProp::new(bad));
        refuses("lr", || Adagrad::new(bad));
        refuses("lr", || Adadelta::new(bad));
        refuses("lr", || Adafactor::new(bad));
        refuses("lr", || Adamax::new(bad));
        refuses("lr", || Asgd::new(bad));
        refuses("lr", || Lbfgs::<Line>::new(bad));
        refuses("lr", || Muon::new(bad));
        refuses("lr", || NAdam::new(bad));
        refuses("lr", || RAdam::new(bad));
        refuses("lr", || RmsPropMomentum::new(bad, 0.9));
        refuses("lr", || Rprop::new(bad));
        refuses("lr", || SparseAdam::new(bad));
        refuses("lr_decay", || Adagrad::new(0.1).lr_decay(bad));
        refuses("initial_accumulator_value", || Adagrad::new(0.1).initial_accumulator_value(bad));
        refuses("eps1", || Adafactor::new(0.1).eps(bad, 1e-3));
        refuses("eps2", || Adafactor::new(0.1).eps(1e-3, bad));
        refuses("lambd", || Asgd::new(0.1).lambd(bad));
        refuses("alpha", || Asgd::new(0.1).alpha(bad));
        refuses("t0", || Asgd::new(0.1).t0(bad));
        refuses("adamw_ratio", || Muon::new(0.1).adamw_ratio(bad));
        refuses("momentum_decay", || NAdam::new(0.1).momentum_decay(bad));
        refuses("step_size_min", || Rprop::new(0.1).step_sizes(bad, 1.0));
        refuses("step_size_max", || Rprop::new(0.1).step_sizes(1e-3, bad));
        refuses("tolerance_grad", || Lbfgs::<Line>::new(1.0).tolerances(bad, 0.0));
        refuses("tolerance_change", || Lbfgs::<Line>::new(1.0).tolerances(0.0, bad));
        refuses("eps", || Adam::new(0.1).eps(bad));
        refuses("eps", || AdamW::new(0.1).eps(bad));
        refuses("eps", || AmsGrad::new(0.1).eps(bad));
        refuses("eps", || RmsProp::new(0.1).eps(bad));
        refuses("eps", || Adagrad::new(0.1).eps(bad));
        refuses("l2", || Sgd::new(0.1).l2(bad));
        refuses("weight_decay", || AdamW::new(0.1).weight_decay(bad));
        refuses("factor", || ConstantLr::new(bad, 3));
        refuses("start", || LinearLr::new(bad, 1.0, 3));
        refuses("end", || LinearLr::new(1.0, bad, 3));
        refuses("gamma", || StepLr::new(3, bad));
        refuses("gamma", || MultiStepLr::new([3], bad));
        refuses("gamma", || ExponentialLr::new(bad));
        refuses("power", || PolynomialLr::new(3, bad));
        refuses("min_factor", || CosineAnnealingLr::new(3).with_min_factor(bad));
        refuses("min_factor", || CosineAnnealingWarmRestarts::new(3).with_min_factor(bad));
        refuses("threshold", || ReduceLrOnPlateau::new(0.1, 3).with_threshold(bad));
        refuses("min_lr", || ReduceLrOnPlateau::new(0.1, 3).with_min_lr(bad));
    }
    for bad in [-0.1, 1.0, 1.5, f64::NAN, f64::INFINITY] {
        refuses("momentum", || Momentum::new(0.1, bad));
        refuses("momentum", || RmsPropMomentum::new(0.1, bad));
        refuses("momentum", || Muon::new(0.1).momentum(bad));
        refuses("eta_minus", || Rprop::new(0.1).etas(bad, 1.5));
        refuses("beta1", || Adam::new(0.1).betas(bad, 0.9));
        refuses("beta2", || Adam::new(0.1).betas(0.9, bad));
        refuses("beta1", || AdamW::new(0.1).betas(bad, 0.9));
        refuses("beta2", || AmsGrad::new(0.1).betas(0.9, bad));
        refuses("beta2", || Lion::new(0.1).betas(0.9, bad));
        refuses("alpha", || RmsProp::new(0.1).alpha(bad));
        refuses("factor", || ReduceLrOnPlateau::new(bad, 3));
        refuses("decay", || Ema::new(&*Line::new(1), bad));
        refuses("decay", || move_average(&mut *Line::new(1), &*Line::new(2), bad));
    }
    refuses("dampening", || Momentum::new(0.1, 0.9).dampening(1.1));
    refuses("rho", || Adadelta::new(0.1).rho(1.1));
    refuses("beta2_decay", || Adafactor::new(0.1).beta2_decay(0.8));
    refuses("d", || Adafactor::new(0.1).d(0.5));
    refuses("eta_minus", || Rprop::new(0.1).etas(0.0, 1.5));
    refuses("eta_plus", || Rprop::new(0.1).etas(0.5, 1.0));
    refuses("step_size_max", || Rprop::new(0.1).step_sizes(2.0, 1.0));
    refuses("ns_steps", || Muon::new(0.1).ns_steps(100));
    refuses("ns_coefficients", || Muon::new(0.1).ns_coefficients([1.0, f64::NAN, 1.0]));
    refuses("history_size", || Lbfgs::<Line>::new(1.0).history_size(0));
    refuses("t_mult", || CosineAnnealingWarmRestarts::new(3).with_t_mult(0));
    // The limits of the valid ranges.
    let _ = (Sgd::new(0.0), Momentum::new(0.0, 0.0).dampening(1.0), Adam::new(0.0).betas(0.0, 0.0));
    let _ = (ReduceLrOnPlateau::new(0.0, 0), LinearLr::new(0.0, 0.0, 0), ConstantLr::new(0.0, 0));
}

#[test]
fn fields_that_are_set_later_are_checked() {
    fn name<O: Optimizer>(mut optimizer: O, set: fn(&mut O)) -> &'static str {
        set(&mut optimizer);
        optimizer.check_settings().unwrap_err().name()
    }
    assert_eq!(name(Adam::new(0.1), |adam| adam.beta1 = 1.0), "beta1");
    assert_eq!(name(AdamW::new(0.1), |adam| adam.beta2 = f64::NAN), "beta2");
    assert_eq!(name(AmsGrad::new(0.1), |adam| adam.eps = -1.0), "eps");
    assert_eq!(name(Lion::new(0.1), |lion| lion.beta2 = 1.0), "beta2");
    assert_eq!(name(Momentum::new(0.1, 0.9), |momentum| momentum.dampening = 2.0), "dampening");
    assert_eq!(name(RmsProp::new(0.1), |rms| rms.alpha = -0.5), "alpha");
    assert_eq!(name(Adagrad::new(0.1), |adagrad| adagrad.lr = f64::NAN), "lr");
    assert_eq!(name(Sgd::new(0.1), |sgd| sgd.weight_decay.decoupled = f64::NAN), "weight_decay.decoupled");
    assert_eq!(name(Adadelta::new(0.1), |adadelta| adadelta.rho = 1.5), "rho");
    assert_eq!(name(Adafactor::new(0.1), |adafactor| adafactor.d = 0.0), "d");
    assert_eq!(name(Adagrad::new(0.1), |adagrad| adagrad.lr_decay = -1.0), "lr_decay");
    assert_eq!(name(Asgd::new(0.1), |asgd| asgd.t0 = f64::INFINITY), "t0");
    assert_eq!(name(Muon::new(0.1), |muon| muon.ns_steps = 100), "ns_steps");
    assert_eq!(name(Muon::new(0.1), |muon| muon.ns_coefficients[1] = f64::NAN), "ns_coefficients");
    assert_eq!(name(NAdam::new(0.1), |nadam| nadam.momentum_decay = f64::NAN), "momentum_decay");
    assert_eq!(name(RmsPropMomentum::new(0.1, 0.9), |rms| rms.momentum = 1.0), "momentum");
    assert_eq!(name(Rprop::new(0.1), |rprop| rprop.eta_plus = 1.0), "eta_plus");
    assert_eq!(name(Rprop::new(0.1), |rprop| rprop.step_size_min = 0.0), "step_size_min");
    assert_eq!(name(Rprop::new(0.1), |rprop| rprop.step_size_max = 1e-7), "step_size_max");
    let mut average = Ema::new(&*Line::new(1), 0.9);
    average.decay = 1.0;
    assert_eq!(average.check_settings().unwrap_err().name(), "decay");
    let restarts = CosineAnnealingWarmRestarts { t_mult: 0, ..CosineAnnealingWarmRestarts::new(3) };
    assert_eq!(restarts.check_settings().unwrap_err().name(), "t_mult");
    let mut plateau = ReduceLrOnPlateau::new(0.1, 1);
    plateau.factor = 1.0;
    assert_eq!(plateau.check_settings().unwrap_err().name(), "factor");
}

#[test]
fn schedules_yield_finite_non_negative_factors() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.5];
    let mut schedules: Vec<(Box<dyn LrScheduler>, bool)> = vec![
        (Box::new(ExponentialLr::new(2.0)), true),
        (Box::new(StepLr::new(1, 3.0)), true),
        (Box::new(MultiStepLr::new([0, 1, 2], 1e300)), true),
        (Box::new(ExponentialLr::new(1e200).chain(ExponentialLr::new(1e200))), true),
        (Box::new(LinearLr::new(f64::MAX, 0.0, 3).then(3, StepLr::new(0, 2.0))), true),
    ];
    for bad in bad {
        schedules.push((Box::new(ConstantLr { factor: bad, ..ConstantLr::default() }), false));
        schedules.push((Box::new(StepLr { gamma: bad, ..StepLr::new(1, 0.5) }), false));
        schedules.push((Box::new(MultiStepLr { gamma: bad, ..MultiStepLr::new([0, 3], 0.5) }), false));
        schedules.push((Box::new(ExponentialLr { gamma: bad }), false));
        schedules.push((Box::new(LinearLr { start: bad, ..LinearLr::default() }), false));
        schedules.push((Box::new(LinearLr { end: bad, ..LinearLr::default() }), false));
        schedules.push((Box::new(PolynomialLr { power: bad, ..PolynomialLr::new(9, 1.0) }), false));
        schedules.push((Box::new(CosineAnnealingLr { min_factor: bad, ..CosineAnnealingLr::new(9) }), false));
        let restarts = CosineAnnealingWarmRestarts { min_factor: bad, ..CosineAnnealingWarmRestarts::new(9) };
        schedules.push((Box::new(restarts), false));
        for anneal in [Anneal::Cosine, Anneal::Linear] {
            let cycle = OneCycleLr { anneal, ..OneCycleLr::new(9) };
            schedules.push((Box::new(OneCycleLr { pct_start: bad, ..cycle }), false));
            schedules.push((Box::new(OneCycleLr { div_factor: bad, ..cycle }), false));
            schedules.push((Box::new(OneCycleLr { final_div_factor: bad, ..cycle.three_phase() }), false));
        }
        schedules.push((Box::new(ConstantLr::default().chain(ExponentialLr { gamma: bad })), false));
        schedules.push((Box::new(ConstantLr::default().then(2, ExponentialLr { gamma: bad })), false));
    }
    for (index, (schedule, is_valid)) in schedules.iter().enumerate() {
        assert_eq!(schedule.check_settings().is_ok(), *is_valid, "schedule {index}");
        for step in (0..20).chain([1000, 100_000, u64::MAX]) {
            let factor = schedule.factor(step);
            assert!(factor >= 0.0 && factor.is_finite(), "schedule {index} at {step}: {factor}");
        }
    }
}

#[test]
fn plateau_with_invalid_factor_changes_nothing() {
    for factor in [-1.0, f64::NAN, f64::INFINITY, 2.0] {
        let mut plateau = ReduceLrOnPlateau::new(0.1, 2);
        plateau.factor = factor;
        assert_eq!((0..8).fold(1.0, |lr, _| plateau.step(lr, 1.0)), 1.0);
    }
}

mod range_test {
    use super::Line;
    use nn::Parameters;
    use nn::prelude::*;
    use nn::train::LrFinder;

    fn data(scale: f32) -> TensorDataset<shape![1], shape![1]> {
        let x = Tensor::<shape![16, 1]>::from_fn(|[i, _]| i as f32 / 16.0);
        let y = Tensor::<shape![16, 1]>::from_fn(|[i, _]| scale * (i as f32 / 8.0 + 1.0));
        TensorDataset::from_batch::<dim![16]>(&*x, &*y)
    }

    fn session() -> Box<Session<Line, Momentum, dim![5]>> {
        let mut session = Session::<Line, Momentum, dim![5]>::new(Momentum::new(0.1, 0.5), 1);
        session.clip = Clip::Norm(100.0);
        session
    }

    #[test]
    fn range_test_leaves_the_session_unchanged() {
        let mut session = session();
        session.step(&Tensor::full(0.5), &Mse, &Tensor::full(2.0));
        let (before, state) = (session.network.as_slice().to_vec(), session.state().as_slice().to_vec());
        let finder = LrFinder::new().range(1e-4, 100.0).steps(80);
        let curve = finder.run(&session, &Loader::new(data(1.0)).shuffle(3), &Mse).unwrap();
        assert_eq!((session.network.as_slice(), session.state().as_slice()), (&before[..], &state[..]));
        assert_eq!((session.steps(), session.optimizer, session.clip), (1, Momentum::new(0.1, 0.5), Clip::Norm(100.0)));
        // It diverges before a rate of 100, and the suggested rate trains.
        assert!(curve.diverged && curve.points.len() < 80);
        assert!((curve.points[0].lr - 1e-4).abs() < 1e-18);
        let ratio = curve.points[1].lr / curve.points[0].lr;
        assert!((ratio - 1e6_f64.powf(1.0 / 79.0)).abs() < 1e-12);
        session.optimizer.lr = curve.suggestion().unwrap();
        assert!((1e-2..1.0).contains(&session.optimizer.lr), "{}", session.optimizer.lr);
        let x = Tensor::<shape![5, 1]>::from_fn(|[i, _]| i as f32 / 5.0);
        let y = Tensor::<shape![5, 1]>::from_fn(|[i, _]| 2.0 * i as f32 / 5.0 + 1.0);
        let losses = [0; 200].map(|_| session.step(&x, &Mse, &y));
        assert!(losses[199] < 0.01 * losses[0], "{losses:?}");
        let curves = [0; 2].map(|_| finder.run(&session, &Loader::new(data(1.0)).shuffle(3), &Mse).unwrap());
        assert_eq!(curves[0], curves[1]);
    }

    #[test]
    fn range_test_without_progress_suggests_nothing() {
        let session = session();
        let curve = LrFinder::new().range(1e-30, 1e-29).steps(4).run(&session, &Loader::new(data(1.0)), &Mse).unwrap();
        assert_eq!((curve.points.len(), curve.diverged), (4, false));
        let curve = LrFinder::new().run(&session, &Loader::new(data(f32::INFINITY)), &Mse).unwrap();
        assert_eq!((curve.points.len(), curve.diverged, curve.suggestion()), (1, true, None));
        let empty = data(1.0);
        let (empty, _) = Dataset::split(empty, 0.0, 1).unwrap();
        assert!(LrFinder::new().run(&session, &Loader::new(empty), &Mse).is_err());
    }
}
