//! Losses with their options, optimisers, learning rates, and processing of gradients and weights around a step,
//! against PyTorch: `tests/golden/training.py` writes `tests/golden/training.json`.

use super::{close, close_to, labels, numbers, tensor};
use nn::lr_scheduler::{
    ConstantLr, CosineAnnealingLr, CosineAnnealingWarmRestarts, ExponentialLr, LinearLr, MultiStepLr, OneCycleLr,
    PolynomialLr, ReduceLrOnPlateau, StepLr,
};
use nn::optim::{Ema, Optimizer};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::Sample;
use nn::{Float, Parameters};
use serde_json::Value;
use std::collections::BTreeSet;

fn golden() -> Value {
    serde_json::from_str(include_str!("training.json")).unwrap()
}

const REDUCTIONS: [(&str, Reduction); 2] = [("mean", Reduction::Mean), ("sum", Reduction::Sum)];

/// Compares value and gradient of a loss with a case of the file.
#[track_caller]
fn check<S: Sample, B: Dim, T: Float, L: Loss<S, T>>(name: &str, case: &Value, loss: &L, target: L::Target<'_, B>) {
    let x = tensor::<S::Batch<B>, T>(&case["x"]);
    let mut dx = Tensor::<S::Batch<B>, T>::zeros();
    Tensor::fill(&mut dx, T::from_f64(f64::NAN));
    let value = loss.gradient(&x, target, &mut dx);
    close(name, &[value, loss.value(&x, target)], &[case["loss"].as_f64().unwrap(); 2]);
    close_to(name, Tensor::as_slice(&dx), &case["dx"]);
}

/// Takes a case of the file, by its name; `used` collects the names.
fn case<'a>(all: &'a Value, name: &str, used: &mut BTreeSet<String>) -> &'a Value {
    used.insert(name.into());
    let case = &all["losses"][name];
    assert!(case.is_object(), "no case {name}");
    case
}

fn losses_of_classes<T: Float>(all: &Value, used: &mut BTreeSet<String>) {
    type Target = Tensor<shape![5], Class<dim![4]>>;
    let weights = tensor::<shape![4], T>(&all["losses"]["nll_all_sum"]["weights"]);
    let ignored = Class::new(1).unwrap();
    let mut one = |name: String, loss: &dyn Fn(&str, &Value, &Target)| {
        let case = case(all, &name, used);
        loss(&name, case, &labels(&case["target"]));
    };
    macro_rules! one {
        ($name:expr, $loss:expr) => {
            one($name, &|name, case, target| check::<shape![4], dim![5], T, _>(name, case, &$loss, target));
        };
    }
    for (word, reduction) in REDUCTIONS {
        for kind in ["", "_extreme"] {
            one!(format!("cross_entropy_{word}{kind}"), CrossEntropy.reduction(reduction));
            let weighted = CrossEntropy.weight(&weights).reduction(reduction);
            one!(format!("cross_entropy_weighted_{word}{kind}"), weighted);
            let with_all =
                CrossEntropy.label_smoothing(0.2).weight(&weights).ignore_index(ignored).reduction(reduction);
            one!(format!("cross_entropy_all_{word}{kind}"), with_all);
            one!(format!("multi_margin_{word}{kind}"), MultiMargin::default().reduction(reduction));
            let squared = MultiMargin::new(0.5).squared().reduction(reduction);
            one!(format!("multi_margin_squared_{word}{kind}"), squared);
        }
        one!(format!("nll_{word}"), Nll.reduction(reduction));
        one!(format!("nll_all_{word}"), Nll.weight(&weights).ignore_index(ignored).reduction(reduction));
    }
    // The defaults.
    let case = &all["losses"]["cross_entropy_mean"];
    check::<shape![4], dim![5], T, _>("cross entropy", case, &CrossEntropy, &labels(&case["target"]));
    let case = &all["losses"]["multi_margin_mean"];
    check::<shape![4], dim![5], T, _>("multi-margin", case, &MultiMargin::default(), &labels(&case["target"]));
    let case = &all["losses"]["nll_mean"];
    check::<shape![4], dim![5], T, _>("nll", case, &Nll, &labels(&case["target"]));
}

fn losses_of_distributions<T: Float>(all: &Value, used: &mut BTreeSet<String>) {
    let weights = tensor::<shape![4], T>(&all["losses"]["soft_cross_entropy_mean"]["weights"]);
    for (word, reduction) in REDUCTIONS {
        for kind in ["", "_extreme"] {
            let name = format!("soft_cross_entropy_{word}{kind}");
            let case_of_name = case(all, &name, used);
            let target = tensor(&case_of_name["target"]);
            let loss = CrossEntropy.soft().reduction(reduction);
            check::<shape![4], dim![5], T, _>(&name, case_of_name, &loss, &target);
            let name = format!("soft_cross_entropy_all_{word}{kind}");
            let loss = CrossEntropy.soft().label_smoothing(0.2).weight(&weights).reduction(reduction);
            check::<shape![4], dim![5], T, _>(&name, case(all, &name, used), &loss, &target);
        }
    }
    for (word, reduction) in REDUCTIONS.into_iter().chain([("batchmean", Reduction::BatchMean)]) {
        let name = format!("kl_div_{word}");
        let case = case(all, &name, used);
        let target = tensor(&case["target"]);
        check::<shape![4], dim![5], T, _>(&name, case, &KlDiv.reduction(reduction), &target);
    }
    let case = &all["losses"]["kl_div_batchmean"];
    check::<shape![4], dim![5], T, _>("the divergence", case, &KlDiv, &tensor(&case["target"]));
}

fn elementwise_losses<T: Float>(all: &Value, used: &mut BTreeSet<String>) {
    macro_rules! one {
        ($name:expr, $loss:expr) => {
            let case = case(all, &$name, used);
            check::<shape![6], dim![4], T, _>(&$name, case, &$loss, &tensor(&case["target"]));
        };
    }
    for (word, reduction) in REDUCTIONS {
        for kind in ["", "_far"] {
            one!(format!("mse_{word}{kind}"), Mse.reduction(reduction));
            one!(format!("mae_{word}{kind}"), Mae.reduction(reduction));
            one!(format!("huber_{word}{kind}"), Huber::default().reduction(reduction));
            one!(format!("huber_0.5_{word}{kind}"), Huber::new(0.5).reduction(reduction));
            one!(format!("smooth_l1_{word}{kind}"), SmoothL1::default().reduction(reduction));
            one!(format!("smooth_l1_0.5_{word}{kind}"), SmoothL1::new(0.5).reduction(reduction));
            one!(format!("smooth_l1_0_{word}{kind}"), SmoothL1::new(0.0).reduction(reduction));
        }
        one!(format!("bce_{word}"), BceWithLogits.reduction(reduction));
        let weights = tensor(&all["losses"]["bce_weighted_sum"]["weights"]);
        one!(format!("bce_weighted_{word}"), BceWithLogits.pos_weight(&*weights).reduction(reduction));
        one!(format!("hinge_{word}"), Hinge.reduction(reduction));
    }
    // The defaults.
    one!("mse_mean", Mse);
    one!("mae_mean", Mae);
    one!("huber_mean", Huber::default());
    one!("smooth_l1_mean", SmoothL1::default());
    one!("bce_mean", BceWithLogits);
    one!("hinge_mean", Hinge);
    let weights = tensor(&all["losses"]["bce_weighted_sum"]["weights"]);
    one!("bce_weighted_mean", BceWithLogits.pos_weight(&*weights));
}

fn losses_in<T: Float>() {
    let all = golden();
    let mut used = BTreeSet::new();
    losses_of_classes::<T>(&all, &mut used);
    losses_of_distributions::<T>(&all, &mut used);
    elementwise_losses::<T>(&all, &mut used);
    let known: BTreeSet<String> = all["losses"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(used, known, "not every case of the file is compared");
}

#[test]
fn losses() {
    losses_in::<f32>();
    losses_in::<f64>();
}

/// The operations around the steps of a case.
#[derive(Default)]
struct Around {
    clip: Clip,
    frozen: &'static [&'static str],
    /// The number of accumulated batches per step.
    batches: usize,
    average: Option<f64>,
}

/// The network of the file in one floating-point type, and its 50 steps with each optimiser.
macro_rules! optimizers {
    ($module:ident, $float:ident) => {
        mod $module {
            use super::*;

            network! {
                #[dtype($float)]
                struct Trained {
                    fc1: Linear<4, 5>,
                    fc2: Linear<5, 3>,
                }
                fn forward(x: Tensor<4>) -> Tensor<3> {
                    x.fc1().tanh().fc2()
                }
            }

            fn weights(network: &mut Trained, from: &Value) {
                network.fc1.weight.assign(&tensor(&from["w1"]));
                network.fc1.bias.assign(&tensor(&from["b1"]));
                network.fc2.weight.assign(&tensor(&from["w2"]));
                network.fc2.bias.assign(&tensor(&from["b2"]));
            }

            fn same(what: &str, found: &Trained, expected: &Value) {
                let mut network = zeroed::<Trained>();
                weights(&mut network, expected);
                let expected: Vec<f64> = network.as_slice().iter().map(|&weight| weight.into()).collect();
                close(what, found.as_slice(), &expected);
            }

            /// 50 steps of batches of `B`; `before` is called before each, with its number from 0.
            fn train<O: Optimizer<$float>, B: Dim>(
                all: &Value,
                name: &str,
                optimizer: O,
                around: Around,
                before: impl Fn(&mut O, u64),
            ) {
                let (problem, case) = (&all["problem"], &all["optimizers"][name]);
                let (x, target) = (numbers(&problem["x"]["data"]), numbers(&problem["target"]["data"]));
                let batches: Vec<_> = (0..around.batches.max(1))
                    .map(|batch| {
                        let row = |row: usize| batch * B::SIZE + row;
                        let x = Tensor::<(B, dim![4]), $float>::from_fn(|[i, j]| x[4 * row(i) + j] as $float);
                        let labels =
                            Tensor::<(B,), Class<dim![3]>>::from_fn(|[i]| Class::new(target[row(i)] as usize).unwrap());
                        (x, labels)
                    })
                    .collect();
                let mut network = zeroed::<Trained>();
                weights(&mut network, &problem["initial"]);
                let mut session = Session::<Trained, O, B>::from_network(&network, optimizer, 0);
                session.clip = around.clip;
                session.freeze(around.frozen).unwrap();
                let mut average = around.average.map(|decay| Ema::new(&session.network, decay));
                for (step, expected) in numbers(&case["losses"]).into_iter().enumerate() {
                    before(&mut session.optimizer, step as u64);
                    let losses = batches.iter().map(|(x, labels)| session.accumulate(x, &CrossEntropy, labels));
                    let loss = losses.sum::<$float>() / batches.len() as $float;
                    close(&format!("{name}: loss"), &[loss], &[expected]);
                    if let Some(norm) = case["norms"].get(step) {
                        let found = [session.gradient_norm() as $float];
                        close(&format!("{name}: norm"), &found, &[norm.as_f64().unwrap()]);
                    }
                    session.update();
                    if let Some(average) = &mut average {
                        average.update(&session.network);
                    }
                    if let Some(after) = case["weights"].get((step + 1).to_string()) {
                        same(&format!("{name}: weights after step {}", step + 1), &session.network, after);
                    }
                }
                assert_eq!(session.steps(), 50);
                if let Some(average) = &average {
                    same("the average", &average.network, &case["average"]);
                }
            }

            #[test]
            fn optimizers() {
                let all = golden();
                let mut used = BTreeSet::new();
                macro_rules! one {
                    ($name:literal, $optimizer:expr) => {
                        one!($name, $optimizer, Around::default())
                    };
                    ($name:literal, $optimizer:expr, $around:expr) => {
                        used.insert($name.to_string());
                        train::<_, dim![6]>(&all, $name, $optimizer, $around, |_, _| ());
                    };
                }
                one!("sgd", Sgd::new(0.1));
                one!("sgd_l2", Sgd::new(0.1).l2(0.01));
                one!("sgd_l2_everywhere", Sgd::new(0.1).l2(0.01).decay_everywhere());
                one!("momentum", Momentum::new(0.05, 0.9));
                one!("momentum_l2", Momentum::new(0.05, 0.9).l2(0.01));
                one!("nesterov", Momentum::new(0.05, 0.9).nesterov());
                one!("nesterov_l2", Momentum::new(0.05, 0.9).nesterov().l2(0.01));
                one!("dampening", Momentum::new(0.1, 0.9).dampening(0.5));
                one!("adam", Adam::new(0.01));
                one!("adam_betas", Adam::new(0.01).betas(0.8, 0.9).eps(1e-6));
                one!("adam_l2", Adam::new(0.01).l2(0.01));
                one!("adamw", AdamW::new(0.01).weight_decay(0.1));
                one!("adamw_everywhere", AdamW::new(0.01).decay_everywhere());
                let ams = AmsGrad::new(0.01).betas(0.8, 0.9).eps(1e-6);
                one!("amsgrad", ams);
                one!("amsgrad_l2", ams.l2(0.01));
                one!("amsgrad_decay", ams.decoupled_weight_decay(0.1));
                one!("rmsprop", RmsProp::new(0.01));
                one!("rmsprop_l2", RmsProp::new(0.01).alpha(0.9).l2(0.01));
                one!("adagrad", Adagrad::new(0.1));
                one!("adagrad_l2", Adagrad::new(0.1).l2(0.01));
                let clip = |clip| Around { clip, ..Around::default() };
                one!("clip_norm", Sgd::new(0.1), clip(Clip::Norm(0.25)));
                one!("clip_value", Sgd::new(0.1), clip(Clip::Value(0.05)));
                let frozen = Around { frozen: &["fc1.weight", "fc2.bias"], ..clip(Clip::Norm(0.25)) };
                one!("frozen", Adam::new(0.01), frozen);
                one!("average", Sgd::new(0.1), Around { average: Some(0.9), ..Around::default() });

                used.insert("accumulated".into());
                let around = Around { batches: 2, ..Around::default() };
                train::<_, dim![3]>(&all, "accumulated", Adam::new(0.01), around, |_, _| ());

                used.insert("one_cycle".into());
                let schedule = OneCycleLr::new(51);
                train::<_, dim![6]>(&all, "one_cycle", Adam::new(0.02), Around::default(), |adam, step| {
                    adam.lr = 0.02 * schedule.factor(step);
                });
                let known: BTreeSet<String> = all["optimizers"].as_object().unwrap().keys().cloned().collect();
                assert_eq!(used, known, "not every case of the file is compared");
            }
        }
    };
}
optimizers!(single, f32);
optimizers!(double, f64);

#[test]
fn schedules() {
    let all = golden();
    let rates = all["schedules"]["rates"].as_object().unwrap();
    let metrics = numbers(&all["schedules"]["metrics"]);
    let mut used = BTreeSet::new();
    let mut check = |name: &str, found: Vec<f64>| {
        used.insert(name.to_string());
        let expected = numbers(&rates[name]);
        assert_eq!((found.len(), expected.len()), (50, 50), "{name}");
        for (step, (found, expected)) in found.into_iter().zip(expected).enumerate() {
            // PyTorch computes some rates from the previous one, so its rounding accumulates.
            let close = (found - expected).abs() <= 1e-12 * expected.abs() + 1e-15;
            assert!(close, "{name}, step {step}: found {found}, expected {expected}");
        }
    };
    let mut one = |name: &str, schedule: &dyn LrScheduler| {
        check(name, (0..50).map(|step| schedule.factor(step)).collect());
    };
    one("constant", &ConstantLr::default());
    one("constant_0.5_8", &ConstantLr::new(0.5, 8));
    one("step", &StepLr::new(7, 0.1));
    one("multi_step", &MultiStepLr::new([5, 20, 21], 0.3));
    one("exponential", &ExponentialLr::new(0.9));
    one("linear", &LinearLr::default());
    one("linear_0.1_0.6_20", &LinearLr::new(0.1, 0.6, 20));
    one("polynomial", &PolynomialLr::new(30, 2.5));
    one("cosine", &CosineAnnealingLr::new(49));
    one("cosine_0.1", &CosineAnnealingLr::new(60).with_min_factor(0.1));
    one("restarts", &CosineAnnealingWarmRestarts::new(8));
    one("restarts_2_0.1", &CosineAnnealingWarmRestarts::new(6).with_t_mult(2).with_min_factor(0.1));
    one("one_cycle", &OneCycleLr::new(51));
    one("one_cycle_linear", &OneCycleLr::new(51).linear());
    let three =
        OneCycleLr { pct_start: 0.25, div_factor: 10.0, final_div_factor: 100.0, ..OneCycleLr::new(60).three_phase() };
    one("one_cycle_three_phase", &three);
    one("chained", &ConstantLr::new(0.1, 10).chain(ExponentialLr::new(0.9)));
    one("sequential", &LinearLr::new(0.1, 1.0, 10).then(10, CosineAnnealingLr::new(40)));
    one("lambda", &|step: u64| 0.95_f64.powf(step as f64));
    let on_plateau = |mut plateau: ReduceLrOnPlateau, metric: &dyn Fn(f64) -> f64| {
        let mut lr = 1.0;
        let rates = metrics.iter().map(|&known| {
            lr = plateau.step(lr, metric(known));
            lr
        });
        rates.collect::<Vec<_>>()
    };
    check("plateau", on_plateau(ReduceLrOnPlateau::new(0.1, 3), &|metric| metric));
    let plateau = ReduceLrOnPlateau::new(0.5, 2).with_threshold(0.01).with_cooldown(3).with_min_lr(0.02);
    check("plateau_max", on_plateau(plateau.higher(), &|metric| 1.0 - metric));
    assert_eq!(used, rates.keys().cloned().collect(), "not every case of the file is compared");
}
