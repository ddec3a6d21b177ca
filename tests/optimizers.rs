//! What every optimiser does by role: weights decay, bias and norm only when asked, buffers follow their statistic, and what
//! is frozen stays.

#![allow(missing_docs)]

use nn::prelude::*;
use nn::{Adagrad, Adam, AdamW, AmsGrad, Frozen, Lion, Momentum, Optimizer, Parameters, RmsProp, Sgd, zeroed};

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

/// So many steps from 2 with gradients that swing and shrink, the same for every number.
fn run<O: Optimizer>(optimizer: O, frozen: Frozen<'_>, steps: u64) -> (Box<Parts>, Box<O::State<Parts>>) {
    let (mut parts, mut grad, mut state) = (zeroed::<Parts>(), zeroed::<Parts>(), zeroed());
    parts.as_mut_slice().fill(START);
    for step in 1..=steps {
        grad.as_mut_slice().fill(gradient(step));
        optimizer.step_except(frozen, step, &mut *parts, &grad, &mut *state);
    }
    (parts, state)
}

/// All optimisers, each with this body, where `$optimizer` is one that does not decay.
macro_rules! every_optimizer {
    (|$optimizer:ident| $body:expr) => {{
        let all = (
            Sgd::new(0.1),
            Momentum::new(0.1, 0.9),
            Momentum::new(0.1, 0.9).nesterov(),
            Adam::new(0.1),
            AdamW::new(0.1).decay(0.0),
            AmsGrad::new(0.1),
            RmsProp::new(0.1),
            Adagrad::new(0.1),
            Lion::new(0.1),
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
    }};
}

#[test]
fn buffers_follow_the_moving_average_and_nothing_else() {
    every_optimizer!(|optimizer| {
        let (parts, _) = run(optimizer.l2(0.3).decay(0.2).decay_everywhere(), Frozen::NOTHING, 3);
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

#[test]
fn what_is_remembered_of_a_buffer_stays_zero() {
    let (_, moments) = run(Adam::new(0.1), Frozen::NOTHING, 3);
    for moment in &*moments {
        for part in [&moment.a, &moment.b] {
            assert_eq!(part.mean.as_slice(), [0.0; 2]);
            assert!(part.weight.iter().chain(&part.second).all(|&moment| moment > 0.0));
        }
    }
}

/// Roles that are treated alike or not must not change the numbers: with no decay, all learned numbers move as one does.
#[test]
fn without_decay_all_learned_numbers_move_alike() {
    every_optimizer!(|optimizer| {
        let (parts, _) = run(optimizer, Frozen::NOTHING, 4);
        let moved = parts.a.weight[[0]];
        for part in [&parts.a, &parts.b] {
            let learned = part.weight.iter().chain(&part.bias).chain(&part.norm).chain(&part.second);
            assert!(learned.clone().all(|&w| w == moved));
        }
    });
}

#[test]
fn weights_decay_and_bias_and_norm_only_when_asked() {
    every_optimizer!(|optimizer| {
        let (plain, _) = run(optimizer, Frozen::NOTHING, 3);
        for decaying in [optimizer.l2(0.05), optimizer.decay(0.05)] {
            let (parts, _) = run(decaying, Frozen::NOTHING, 3);
            let (all, _) = run(decaying.decay_everywhere(), Frozen::NOTHING, 3);
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

#[test]
fn plain_descent_decays_by_the_formulas() {
    let (parts, _) = run(Sgd::new(0.1).l2(0.05), Frozen::NOTHING, 1);
    assert_eq!(parts.b.weight[[2]], START - 0.1 * (gradient(1) + 2.0 * 0.05 * START));
    let (parts, _) = run(Sgd::new(0.1).decay(0.05), Frozen::NOTHING, 1);
    assert_eq!(parts.b.weight[[2]], (1.0 - 0.1 * 0.05) * START - 0.1 * gradient(1));
}

#[test]
fn what_is_frozen_stays() {
    every_optimizer!(|optimizer| {
        let names = ["a.weight", "b"];
        let frozen = Frozen::new(&<Parts as Parameters>::LAYOUT, &names).unwrap();
        let (parts, _) = run(optimizer.decay(0.1).decay_everywhere(), frozen, 3);
        let (all, _) = run(optimizer.decay(0.1).decay_everywhere(), Frozen::NOTHING, 3);
        assert_eq!(parts.a.weight.as_slice(), [START; 3]);
        assert_eq!(parts.b.as_slice(), [START; 10]);
        assert_eq!(parts.a.as_slice()[3..], all.a.as_slice()[3..]);
        assert!(parts.a.bias[[0]] < START);
    });
}
