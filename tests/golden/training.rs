//! Losses with their options, optimisers, learning rates, and what is done to gradients and weights around a step, against
//! PyTorch: `tests/golden/training.py` writes `tests/golden/training.json`.

use super::{close, close_to, labels, tensor};
use nn::prelude::*;
use nn::{
    BceWithLogits, CrossEntropy, Float, Hinge, Huber, KlDiv, Loss, Mae, Mse, MultiMargin, Nll, Reduction, Sample,
    SmoothL1,
};
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

/// Takes a case of the file, by its name; `used` remembers them.
fn case<'a>(all: &'a Value, name: &str, precision: &str, used: &mut BTreeSet<String>) -> &'a Value {
    used.insert(name.into());
    let case = &all["losses"][name][precision];
    assert!(case.is_object(), "no case {name}");
    case
}

fn losses_of_classes<T: Float>(all: &Value, precision: &str, used: &mut BTreeSet<String>) {
    type Target = Tensor<shape![5], Class<dim![4]>>;
    let weights = tensor::<shape![4], T>(&all["losses"]["nll_all_sum"][precision]["weights"]);
    let ignored = Class::new(1).unwrap();
    let mut one = |name: String, loss: &dyn Fn(&str, &Value, &Target)| {
        let case = case(all, &name, precision, used);
        loss(&name, case, &labels(&case["target"]));
    };
    macro_rules! one {
        ($name:expr, $loss:expr) => {
            one($name, &|name, case, target| check::<shape![4], dim![5], T, _>(name, case, &$loss, target));
        };
    }
    for (word, reduction) in REDUCTIONS {
        for kind in ["", "_extreme"] {
            one!(format!("cross_entropy_{word}{kind}"), CrossEntropy.reduce(reduction));
            let weighted = CrossEntropy.weights(&weights).reduce(reduction);
            one!(format!("cross_entropy_weighted_{word}{kind}"), weighted);
            let with_all = CrossEntropy.smooth(0.2).weights(&weights).ignore(ignored).reduce(reduction);
            one!(format!("cross_entropy_all_{word}{kind}"), with_all);
            one!(format!("multi_margin_{word}{kind}"), MultiMargin::default().reduce(reduction));
            let squared = MultiMargin::new(0.5).squared().reduce(reduction);
            one!(format!("multi_margin_squared_{word}{kind}"), squared);
        }
        one!(format!("nll_{word}"), Nll.reduce(reduction));
        one!(format!("nll_all_{word}"), Nll.weights(&weights).ignore(ignored).reduce(reduction));
    }
    // The defaults.
    let case = &all["losses"]["cross_entropy_mean"][precision];
    check::<shape![4], dim![5], T, _>("cross entropy", case, &CrossEntropy, &labels(&case["target"]));
    let case = &all["losses"]["multi_margin_mean"][precision];
    check::<shape![4], dim![5], T, _>("multi-margin", case, &MultiMargin::default(), &labels(&case["target"]));
    let case = &all["losses"]["nll_mean"][precision];
    check::<shape![4], dim![5], T, _>("nll", case, &Nll, &labels(&case["target"]));
}

fn losses_of_distributions<T: Float>(all: &Value, precision: &str, used: &mut BTreeSet<String>) {
    let weights = tensor::<shape![4], T>(&all["losses"]["soft_cross_entropy_mean"][precision]["weights"]);
    for (word, reduction) in REDUCTIONS {
        for kind in ["", "_extreme"] {
            let name = format!("soft_cross_entropy_{word}{kind}");
            let case_of_name = case(all, &name, precision, used);
            let target = tensor(&case_of_name["target"]);
            let loss = CrossEntropy.soft().reduce(reduction);
            check::<shape![4], dim![5], T, _>(&name, case_of_name, &loss, &target);
            let name = format!("soft_cross_entropy_all_{word}{kind}");
            let loss = CrossEntropy.soft().smooth(0.2).weights(&weights).reduce(reduction);
            check::<shape![4], dim![5], T, _>(&name, case(all, &name, precision, used), &loss, &target);
        }
    }
    for (word, reduction) in REDUCTIONS.into_iter().chain([("batchmean", Reduction::BatchMean)]) {
        let name = format!("kl_div_{word}");
        let case = case(all, &name, precision, used);
        let target = tensor(&case["target"]);
        check::<shape![4], dim![5], T, _>(&name, case, &KlDiv.reduce(reduction), &target);
    }
    let case = &all["losses"]["kl_div_batchmean"][precision];
    check::<shape![4], dim![5], T, _>("the divergence", case, &KlDiv, &tensor(&case["target"]));
}

fn elementwise_losses<T: Float>(all: &Value, precision: &str, used: &mut BTreeSet<String>) {
    macro_rules! one {
        ($name:expr, $loss:expr) => {
            let case = case(all, &$name, precision, used);
            check::<shape![6], dim![4], T, _>(&$name, case, &$loss, &tensor(&case["target"]));
        };
    }
    for (word, reduction) in REDUCTIONS {
        for kind in ["", "_far"] {
            one!(format!("mse_{word}{kind}"), Mse.reduce(reduction));
            one!(format!("mae_{word}{kind}"), Mae.reduce(reduction));
            one!(format!("huber_{word}{kind}"), Huber::default().reduce(reduction));
            one!(format!("huber_0.5_{word}{kind}"), Huber::new(0.5).reduce(reduction));
            one!(format!("smooth_l1_{word}{kind}"), SmoothL1::default().reduce(reduction));
            one!(format!("smooth_l1_0.5_{word}{kind}"), SmoothL1::new(0.5).reduce(reduction));
            one!(format!("smooth_l1_0_{word}{kind}"), SmoothL1::new(0.0).reduce(reduction));
        }
        one!(format!("bce_{word}"), BceWithLogits.reduce(reduction));
        let weights = tensor(&all["losses"]["bce_weighted_sum"][precision]["weights"]);
        one!(format!("bce_weighted_{word}"), BceWithLogits.positive_weight(&*weights).reduce(reduction));
        one!(format!("hinge_{word}"), Hinge.reduce(reduction));
    }
    // The defaults.
    one!("mse_mean", Mse);
    one!("mae_mean", Mae);
    one!("huber_mean", Huber::default());
    one!("smooth_l1_mean", SmoothL1::default());
    one!("bce_mean", BceWithLogits);
    one!("hinge_mean", Hinge);
    let weights = tensor(&all["losses"]["bce_weighted_sum"][precision]["weights"]);
    one!("bce_weighted_mean", BceWithLogits.positive_weight(&*weights));
}

fn losses_in<T: Float>(precision: &str) {
    let all = golden();
    let mut used = BTreeSet::new();
    losses_of_classes::<T>(&all, precision, &mut used);
    losses_of_distributions::<T>(&all, precision, &mut used);
    elementwise_losses::<T>(&all, precision, &mut used);
    let known: BTreeSet<String> = all["losses"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(used, known, "every case of the file is compared");
}

#[test]
fn losses() {
    losses_in::<f32>("f32");
    losses_in::<f64>("f64");
}
