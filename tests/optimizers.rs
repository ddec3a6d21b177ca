//! The behaviour of every optimiser by role: weights decay, biases and normalisations only on request, buffers follow their
//! statistic, and frozen tensors do not change. Also what a session does around a step.

#![allow(missing_docs)]

use nn::Parameters;
use nn::optim::{Ema, Frozen, Optimizer};
use nn::parameters::zeroed;
use nn::prelude::*;

/// A part with a tensor of every role.
#[derive(Parameters)]
#[repr(C)]
struct Part {
    weight: Tensor<shape![3]>,
    #[role(bias)]
    bias: Tensor<shape![2]>,
    #[role(norm)]
    norm: Tensor<shape![2]>,
    #[role(buffer)]
    mean: Tensor<shape![2]>,
    second: Tensor<shape![1]>,
}

#[derive(Parameters)]
#[repr(C)]
struct Parts {
    a: Part,
    b: Part,
}

const START: f32 = 2.0;

fn gradient(step: u64) -> f32 {
    if step % 2 == 1 { 0.5 / step as f32 } else { -0.5 / step as f32 }
}

/// Takes this number of steps, starting at 2, with gradients that alternate and shrink, the same for every parameter.
fn run<O: Optimizer>(optimizer: O, frozen: Frozen<'_>, steps: u64) -> (Box<Parts>, Box<O::State<Parts>>) {
    let (mut parts, mut grad, mut state) = (zeroed::<Parts>(), zeroed::<Parts>(), zeroed());
    parts.as_mut_slice().fill(START);
    for step in 1..=steps {
        grad.as_mut_slice().fill(gradient(step));
        optimizer.step_except(frozen, step, &mut *parts, &grad, &mut *state);
    }
    (parts, state)
}

/// Runs a body for every optimiser, where `$optimizer` is one without decay.
macro_rules! every_optimizer {
    (|$optimizer:ident| $body:expr) => {{
        let all = (
            Sgd::new(0.1),
            Momentum::new(0.1, 0.9),
            Momentum::new(0.1, 0.9).nesterov(),
            Adam::new(0.1),
            AdamW::new(0.1).weight_decay(0.0),
            AmsGrad::new(0.1),
            RmsProp::new(0.1),
            Adagrad::new(0.1),
            Lion::new(0.1),
            Adadelta::new(100.0),
            Adafactor::new(0.1),
            Adamax::new(0.1),
            Asgd::new(0.1).t0(1.0),
            Muon::new(0.1).weight_decay(0.0),
            NAdam::new(0.1),
            RAdam::new(0.1),
            RmsPropMomentum::new(0.1, 0.9),
            RmsPropMomentum::new(0.1, 0.9).centered(),
            Rprop::new(0.1),
            SparseAdam::new(0.1),
        );
        macro_rules! one {
            ($index:tt) => {{
                let $optimizer = all.$index;
                $body
            }};
        }
        one!(0);
        one!(1);
        one!(2);
        one!(3);
        one!(4);
        one!(5);
        one!(6);
        one!(7);
        one!(8);
        one!(9);
        one!(10);
        one!(11);
        one!(12);
        one!(13);
        one!(14);
        one!(15);
        one!(16);
        one!(17);
        one!(18);
        one!(19);
    }};
}

/// The optimiser with decoupled weight decay. The name of the method for it depends on the optimiser.
macro_rules! decoupled {
    ($optimizer:expr, $lambda:expr) => {{
        let mut optimizer = $optimizer;
        optimizer.weight_decay.decoupled = $lambda;
        optimizer
    }};
}

#[test]
fn buffers_are_updated_by_moving_average_only() {
    every_optimizer!(|optimizer| {
        let (parts, _) = run(decoupled!(optimizer.l2(0.3), 0.2).decay_everywhere(), Frozen::NONE, 3);
        let mut running = START;
        for step in 1..=3 {
            running = 0.9 * running + 0.1 * gradient(step);
        }
        for part in [&parts.a, &parts.b] {
            assert_eq!(part.mean.as_slice(), [running; 2]);
            assert!(part.weight.iter().chain(&part.bias).chain(&part.norm).chain(&part.second).all(|&w| w < START));
        }
    });
}

/// A tensor that training does not change, between two that it does.
#[derive(Parameters)]
#[repr(C)]
struct Scaled {
    weight: Tensor<shape![2]>,
    #[role(constant)]
    table: Tensor<shape![3]>,
    second: Tensor<shape![1]>,
}

#[test]
fn constants_do_not_change() {
    every_optimizer!(|optimizer| {
        let optimizer = decoupled!(optimizer.l2(0.3), 0.2).decay_everywhere();
        let (mut scaled, mut state) = (zeroed::<Scaled>(), zeroed());
        scaled.as_mut_slice().fill(START);
        for step in 1..=3 {
            let mut grad = zeroed::<Scaled>();
            grad.as_mut_slice().fill(gradient(step));
            // With the gradient 0 of a constant, and with another one.
            if step == 2 {
                grad.table.fill(0.0);
            }
            optimizer.step(step, &mut *scaled, &grad, &mut *state);
        }
        assert_eq!(scaled.table.as_slice(), [START; 3]);
        assert!(scaled.weight.iter().chain(&scaled.second).all(|&w| w < START));
    });
}

#[test]
fn moments_of_buffers_stay_zero() {
    let (_, moments) = run(Adam::new(0.1), Frozen::NONE, 3);
    for moment in &*moments {
        for part in [&moment.a, &moment.b] {
            assert_eq!(part.mean.as_slice(), [0.0; 2]);
            assert!(part.weight.iter().chain(&part.second).all(|&moment| moment > 0.0));
        }
    }
}

/// Grouping by role does not change the results: without decay, all trainable parameters change alike.
#[test]
fn all_roles_update_equally_without_decay() {
    every_optimizer!(|optimizer| {
        let (parts, _) = run(optimizer, Frozen::NONE, 4);
        let moved = parts.a.weight[[0]];
        for part in [&parts.a, &parts.b] {
            let learned = part.weight.iter().chain(&part.bias).chain(&part.norm).chain(&part.second);
            assert!(learned.clone().all(|&w| w == moved));
        }
    });
}

#[test]
fn bias_and_norm_decay_only_with_decay_everywhere() {
    every_optimizer!(|optimizer| {
        let (plain, _) = run(optimizer, Frozen::NONE, 3);
        for decaying in [optimizer.l2(0.1), decoupled!(optimizer, 0.1)] {
            let (parts, _) = run(decaying, Frozen::NONE, 3);
            let (all, _) = run(decaying.decay_everywhere(), Frozen::NONE, 3);
            for (part, plain, all) in [(&parts.a, &plain.a, &all.a), (&parts.b, &plain.b, &all.b)] {
                assert_eq!(part.bias, plain.bias);
                assert_eq!(part.norm, plain.norm);
                assert_ne!(part.weight[[0]], plain.weight[[0]]);
                assert_eq!(all.weight, part.weight);
                assert_eq!(all.bias[[0]], part.weight[[0]]);
                assert_eq!(all.norm[[1]], part.weight[[0]]);
            }
        }
    });
}

/// To maximise is to minimise with the opposite gradient, bit-identically.
#[test]
fn maximizing_reverses_the_gradient() {
    fn steps<O: Optimizer>(optimizer: O, sign: f32) -> Vec<f32> {
        let (mut parts, mut grad, mut state) = (zeroed::<Matrices>(), zeroed::<Matrices>(), zeroed());
        parts.as_mut_slice().iter_mut().enumerate().for_each(|(i, w)| *w = i as f32 / 8.0 - 0.7);
        for step in 1..=4 {
            let g = |i: usize| (i as f32 * 1.3 + step as f32).sin();
            grad.as_mut_slice().iter_mut().enumerate().for_each(|(i, value)| *value = sign * g(i));
            optimizer.step(step, &mut *parts, &grad, &mut *state);
        }
        parts.as_slice().to_vec()
    }
    every_optimizer!(|optimizer| {
        let decaying = decoupled!(optimizer.l2(0.1), 0.2);
        let minimized = steps(decaying, -1.0);
        assert_eq!(steps(decaying.maximize(), 1.0), minimized);
        assert_ne!(steps(decaying, 1.0), minimized);
    });
}

/// Tensors with several axes.
#[derive(Parameters)]
#[repr(C)]
struct Matrices {
    matrix: Tensor<shape![3, 2]>,
    kernel: Tensor<shape![2, 1, 2, 2]>,
    #[role(bias)]
    bias: Tensor<shape![2]>,
}

/// A session that is saved after three steps, loaded into a new one and continued ends with the bits of one that is not.
fn resumes<O: Optimizer + nn::state::State + Copy>(optimizer: O) {
    let new = |seed| Session::<Normed, O, dim![2]>::new(optimizer, seed);
    let step = |session: &mut Session<Normed, O, dim![2]>, times: usize| {
        let (x, y) = batch(0.01 * times as f32);
        session.step(&x, &Mse, &y);
    };
    let (mut whole, mut half, mut resumed) = (new(1), new(1), new(2));
    (1..=6).for_each(|times| step(&mut whole, times));
    (1..=3).for_each(|times| step(&mut half, times));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("session.safetensors");
    nn::checkpoint::save(&mut *half, &path).unwrap();
    nn::checkpoint::load(&mut *resumed, &path).unwrap();
    (4..=6).for_each(|times| step(&mut resumed, times));
    fn bits<P: Parameters>(parameters: &P) -> Vec<u32> {
        parameters.as_slice().iter().map(|number| number.to_bits()).collect()
    }
    assert_eq!(bits(&resumed.network), bits(&whole.network));
    assert_eq!(bits(resumed.state()), bits(whole.state()));
}

#[test]
fn sessions_resume_bit_identically() {
    every_optimizer!(|optimizer| resumes(decoupled!(optimizer.l2(0.01), 0.02)));
}

/// A minimisation, with the running statistics and a frozen tensor, in one session; `Lbfgs` resumes, too.
#[test]
fn lbfgs_resumes_and_leaves_frozen_layers() {
    let (x, y) = batch(0.01);
    let new = || {
        let mut session = Session::<Normed, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
        session.freeze(&["fc.bias"]).unwrap();
        (session, Lbfgs::<Normed>::new(0.5).max_iter(3).history_size(2))
    };
    let (mut whole, mut lbfgs) = new();
    let start = whole.network.as_slice().to_vec();
    let mut losses = Vec::new();
    for _ in 0..4 {
        losses.push(whole.minimize(&mut lbfgs, |session| session.gradients(&x, &Mse, &y)));
    }
    assert!(losses.is_sorted_by(|before, after| before > after), "{losses:?}");
    assert_eq!(whole.network.fc.bias[[0]], *start.last().unwrap());
    // A step ends after three evaluations, of which the first precedes the two iterations.
    assert_eq!((whole.steps(), lbfgs.iterations(), lbfgs.evaluations()), (4, 8, 12));
    // Each evaluation moves the running mean towards that of the batch.
    let mut running = 0.0;
    (0..lbfgs.evaluations()).for_each(|_| running = 0.9 * running + 0.1 * 1.0);
    assert!((whole.network.norm.running_mean[[0]] - running).abs() < 1e-5);

    let (mut half, mut first) = new();
    for _ in 0..2 {
        half.minimize(&mut first, |session| session.gradients(&x, &Mse, &y));
    }
    let folder = tempfile::tempdir().unwrap();
    let [session, optimizer] = ["session", "optimizer"].map(|name| folder.path().join(name));
    nn::checkpoint::save(&mut *half, &session).unwrap();
    nn::checkpoint::save(&mut first, &optimizer).unwrap();
    let (mut resumed, mut second) = new();
    nn::checkpoint::load(&mut *resumed, &session).unwrap();
    nn::checkpoint::load(&mut second, &optimizer).unwrap();
    for _ in 0..2 {
        resumed.minimize(&mut second, |session| session.gradients(&x, &Mse, &y));
    }
    let bits = |network: &Normed| network.as_slice().iter().map(|number| number.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&resumed.network), bits(&whole.network));
    assert_eq!(second.evaluations(), lbfgs.evaluations());
}

#[test]
fn lbfgs_of_accumulated_batches_equals_one_batch() {
    let x = Tensor::<shape![4, 1]>::new([[-1.0], [0.5], [1.0], [2.0]]);
    let y = Tensor::<shape![4, 1]>::new([[-2.0], [2.0], [3.5], [4.0]]);
    let mut whole = Session::<Line, Sgd, dim![4]>::new(Sgd::new(0.1), 1);
    let mut parts = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    let new = || Lbfgs::<Line>::new(1.0).strong_wolfe().max_iter(4);
    let (mut one, mut other) = (new(), new());
    let halves = [0, 2].map(|first| {
        let rows = |x: &Tensor<shape![4, 1]>| Tensor::<shape![2, 1]>::from_fn(|[i, _]| x[[first + i, 0]]);
        (rows(&x), rows(&y))
    });
    for _ in 0..3 {
        whole.minimize(&mut one, |session| session.gradients(&x, &Mse, &y));
        parts.minimize(&mut other, |session| {
            halves.iter().map(|(x, y)| session.accumulate(x, &Mse, y)).sum::<f32>() / 2.0
        });
    }
    for (found, expected) in parts.network.as_slice().iter().zip(whole.network.as_slice()) {
        assert!((found - expected).abs() < 1e-4, "{found}, expected {expected}");
    }
    // The least squares.
    let final_loss = whole.gradients(&x, &Mse, &y);
    assert!(whole.gradient_norm() < 1e-3 && final_loss < 1.0);
}

network! {
    struct Line {
        fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc()
    }
}

#[test]
fn lbfgs_with_invalid_settings_is_skipped() {
    let (x, y) = (Tensor::new([[1.0], [2.0]]), Tensor::new([[3.0], [5.0]]));
    let mut session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    let start = session.network.as_slice().to_vec();
    for (name, set) in [
        ("lr", (|lbfgs| lbfgs.lr = f64::NAN) as fn(&mut Lbfgs<Line>)),
        ("tolerance_grad", |lbfgs| lbfgs.tolerance_grad = -1.0),
        ("history_size", |lbfgs| lbfgs.history_size = 0),
    ] {
        let mut lbfgs = Lbfgs::new(1.0);
        set(&mut lbfgs);
        assert!(session.minimize(&mut lbfgs, |session| session.gradients(&x, &Mse, &y)) > 0.0);
        assert!(session.skipped_update().unwrap().to_string().contains(name));
    }
    // A loss that is not a number changes nothing either.
    let mut lbfgs = Lbfgs::new(1.0);
    session.minimize(&mut lbfgs, |session| {
        session.gradient.as_mut_slice().fill(f32::NAN);
        f32::NAN
    });
    assert_eq!((session.network.as_slice(), session.steps()), (&start[..], 1));
    // A history that has become smaller keeps the newest pairs.
    for history_size in [5, 2, 1, 3] {
        lbfgs.history_size = history_size;
        session.minimize(&mut lbfgs, |session| session.gradients(&x, &Mse, &y));
    }
    assert!(session.gradients(&x, &Mse, &y) < 1e-6);
}

#[test]
fn sgd_decay_matches_formulas() {
    let (parts, _) = run(Sgd::new(0.1).l2(0.05), Frozen::NONE, 1);
    assert_eq!(parts.b.weight[[2]], START - 0.1 * (gradient(1) + 2.0 * 0.05 * START));
    let (parts, _) = run(Sgd::new(0.1).decoupled_weight_decay(0.05), Frozen::NONE, 1);
    assert_eq!(parts.b.weight[[2]], (1.0 - 0.1 * 0.05) * START - 0.1 * gradient(1));
}

#[test]
fn frozen_parameters_do_not_change() {
    every_optimizer!(|optimizer| {
        let names = ["a.weight", "b"];
        let frozen = Frozen::new(&<Parts as Parameters>::LAYOUT, &names).unwrap();
        let (parts, _) = run(decoupled!(optimizer, 0.1).decay_everywhere(), frozen, 3);
        let (all, _) = run(decoupled!(optimizer, 0.1).decay_everywhere(), Frozen::NONE, 3);
        assert_eq!(parts.a.weight.as_slice(), [START; 3]);
        assert_eq!(parts.b.as_slice(), [START; 10]);
        assert_eq!(parts.a.as_slice()[3..], all.a.as_slice()[3..]);
        assert!(parts.a.bias[[0]] < START);
    });
}

network! {
    struct Normed {
        norm: BatchNorm1d<2>,
        fc: Linear<2, 1>,
    }
    fn forward(x: Tensor<2>) -> Tensor<1> {
        x.norm().fc()
    }
}

type Inputs = Tensor<shape![2, 2]>;
type Targets = Tensor<shape![2, 1]>;

/// A batch whose means are 100 and 10, multiplied by `times`.
fn batch(times: f32) -> (Inputs, Targets) {
    (Tensor::new([[50.0 * times, 5.0 * times], [150.0 * times, 15.0 * times]]), Tensor::new([[1.0], [-1.0]]))
}

#[test]
fn session_updates_running_statistics() {
    let mut session = Session::<Normed, Adam, dim![2]>::new(Adam::new(0.01), 1);
    session.clip = Clip::Norm(0.05);
    let mut average = Ema::new(&session.network, 0.9);
    let mut running = 0.0;
    for step in 1..=5 {
        let (x, y) = batch(step as f32);
        session.step(&x, &Mse, &y);
        average.update(&session.network);
        running = 0.9 * running + 0.1 * 100.0 * step as f32;
        assert!((session.network.norm.running_mean[[0]] - running).abs() < 1e-3);
        // Neither the gradient norm nor the clip includes the statistic, and an average of weights copies it.
        assert!((session.gradient_norm() - 0.05).abs() < 1e-6);
        assert_eq!(session.gradient.norm.running_mean[[0]], 100.0 * step as f32);
        assert_eq!(average.network.norm.running_mean, session.network.norm.running_mean);
        assert_ne!(average.network.fc.weight, session.network.fc.weight);
    }
    // Several batches of a step: the mean of their statistics is applied once.
    for times in [2.0, 4.0] {
        let (x, y) = batch(times);
        session.accumulate(&x, &Mse, &y);
    }
    session.update();
    running = 0.9 * running + 0.1 * 300.0;
    assert!((session.network.norm.running_mean[[0]] - running).abs() < 1e-3);
    session.freeze(&["norm"]).unwrap();
    let (x, y) = batch(9.0);
    session.step(&x, &Mse, &y);
    assert!((session.network.norm.running_mean[[0]] - running).abs() < 1e-3);
}

/// Up to the rounding of sums in another order.
fn assert_close(gradient: &[f32], expected: &[f32]) {
    let close = |(g, expected): (&f32, &f32)| (g - expected).abs() <= 1e-6 * expected.abs().max(0.1);
    assert!(gradient.iter().zip(expected).all(close), "{gradient:?}, expected {expected:?}");
}

#[test]
fn accumulates_gradients() {
    let (x, y) = batch(0.01);
    let mut session = Session::<Normed, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    session.gradients(&x, &Mse, &y);
    let once = session.gradient.as_slice().to_vec();
    session.accumulate(&x, &Mse, &y);
    let twice: Vec<f32> = once.iter().map(|g| g + g).collect();
    assert_close(session.gradient.as_slice(), &twice);
    // `gradients` starts from zero.
    session.gradients(&x, &Mse, &y);
    assert_eq!(session.gradient.as_slice(), once);
    session.accumulate(&x, &Mse, &y);
    session.update();
    assert_close(session.gradient.as_slice(), &once);
    assert_eq!(session.steps(), 1);
    // So does the first batch after an update.
    session.accumulate(&x, &Mse, &y);
    assert_ne!(session.gradient.as_slice(), once);
    let one = session.gradient.as_slice().to_vec();
    session.update();
    assert_eq!(session.gradient.as_slice(), one);
}

#[test]
fn freezes_and_unfreezes() {
    let (x, y) = batch(0.01);
    let mut session = Session::<Normed, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    let start = session.network.as_slice().to_vec();
    session.freeze(&["norm", "fc"]).unwrap();
    // An unknown name changes nothing.
    assert_eq!(session.freeze(&["norm", "fc.scale"]).unwrap_err().name, "fc.scale");
    assert_eq!(session.frozen().names(), ["norm", "fc"]);
    session.step(&x, &Mse, &y);
    assert_eq!(session.network.as_slice(), start);
    assert_eq!(session.gradient_norm(), 0.0);
    session.freeze(&["fc.weight"]).unwrap();
    session.step(&x, &Mse, &y);
    assert_eq!(session.network.fc.weight.as_slice(), &start[8..10]);
    assert!(session.network.fc.bias[[0]] != start[10] && session.network.norm.running_mean[[0]] != start[4]);
    session.freeze(&[]).unwrap();
    session.step(&x, &Mse, &y);
    assert_ne!(session.network.fc.weight.as_slice(), &start[8..10]);
}
