//! Losses with a target for each position, losses with weights for each sample or position, and losses of pairs, triplets and
//! alignments, against PyTorch: `tests/golden/losses.py` writes `tests/golden/losses.json`.

use super::{close, close_to, numbers, tensor};
use nn::Float;
use nn::losses::{
    Bce, ClassAxis, ClassTargets, CosineEmbedding, Criterion, Ctc, GaussianNll, HingeEmbedding, MarginRanking,
    MultiLabelMargin, MultiLabelSoftMargin, PoissonNll, PositionWeighted, Positionwise, SampleWeighted, SoftMargin,
    TripletMargin,
};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use nn::signal::{Elements, Signal};
use serde_json::Value;
use std::collections::BTreeSet;

const REDUCTIONS: [(&str, Reduction); 2] = [("mean", Reduction::Mean), ("sum", Reduction::Sum)];

/// The cases of a section of the file, and the names of those that are compared.
struct Cases {
    all: Value,
    used: BTreeSet<String>,
}

impl Cases {
    fn new(section: &str) -> Self {
        let golden: Value = serde_json::from_str(include_str!("losses.json")).unwrap();
        Self { all: golden[section].clone(), used: BTreeSet::from(["inputs".to_string()]) }
    }

    fn input<S: Shape, T: Float>(&self, name: &str) -> Box<Tensor<S, T>> {
        tensor(&self.all["inputs"][name])
    }

    fn classes<S: Shape, C: Dim>(&self, name: &str) -> Box<Tensor<S, Class<C>>> {
        let classes = numbers(&self.all["inputs"][name]["data"]);
        let classes: Vec<_> = classes.iter().map(|&class| Class::new(class as usize).unwrap()).collect();
        Tensor::from_slice(&classes).unwrap()
    }

    fn labels<S: Shape, C: Dim>(&self, name: &str, ignore_index: i64) -> Box<Tensor<S, Label<C>>> {
        let labels = numbers(&self.all["inputs"][name]["data"]);
        let labels: Vec<_> = labels.iter().map(|&l| Label::from_index(l as i64, ignore_index).unwrap()).collect();
        Tensor::from_slice(&labels).unwrap()
    }

    /// Takes a case by its name.
    fn case(&mut self, name: &str) -> Value {
        self.used.insert(name.into());
        let case = self.all[name].clone();
        assert!(!case.is_null(), "no case {name}");
        case
    }

    /// Compares value and gradients of a loss with a case.
    #[track_caller]
    fn check<Out: Signal, B: Dim, T: Float, L: Loss<Out, T>>(
        &mut self,
        name: &str,
        loss: &L,
        y: Out::Ref<'_, B, T>,
        target: L::Target<'_, B>,
    ) {
        let case = self.case(name);
        let mut dy = zeroed::<Out::Owned<B, T>>();
        let value = loss.gradient(y, target, Out::by_mut(&mut dy));
        close(name, &[value, loss.value(y, target)], &[case["loss"].as_f64().unwrap(); 2]);
        let parts = Out::to_parts::<B, T>(Out::by_ref(&dy));
        for (part, expected) in
            parts.into_iter().flatten().filter_map(Elements::floats).zip(case["dy"].as_array().unwrap())
        {
            close_to(name, part, expected);
        }
    }

    fn finish(self) {
        let known: BTreeSet<String> = self.all.as_object().unwrap().keys().cloned().collect();
        assert_eq!(self.used, known, "not every case of the file is compared");
    }
}

/// The shape of the positions of a batch.
type At<S, A, B> = <<S as ClassAxis<A>>::Positions as Sample>::Batch<B>;

/// Compares the losses of one form of outputs, whose class axis is `A`. `$loss` sets the class axis of a loss.
macro_rules! positions {
    ($T:ty, $form:literal, $S:ty, $B:ty, $A:ty, |$loss:ident| $at:expr) => {{
        type At_ = At<$S, $A, $B>;
        type C = <$S as ClassAxis<$A>>::Classes;
        let golden: Value = serde_json::from_str(include_str!("losses.json")).unwrap();
        let all = golden["positions"][$form].clone();
        let mut cases = Cases { all, used: BTreeSet::from(["inputs".to_string()]) };
        let is_large = $form == "large";
        let y = cases.input::<<$S as Sample>::Batch<$B>, $T>("y");
        let extreme = cases.input::<<$S as Sample>::Batch<$B>, $T>("extreme");
        let soft = cases.input::<<$S as Sample>::Batch<$B>, $T>("soft");
        let target = cases.classes::<At_, C>("target");
        let labels = cases.labels::<At_, C>("labels", -100);
        let class_weights = cases.input::<(C,), $T>("class_weights");
        let negative = cases.input::<(C,), $T>("negative");
        let weights = cases.input::<At_, $T>("weights");
        let sample_weights = cases.input::<($B,), $T>("sample_weights");
        let ce = {
            let $loss = CrossEntropy;
            $at
        };
        let nll = {
            let $loss = Nll;
            $at
        };
        for (word, reduction) in REDUCTIONS {
            let ce = ce.reduction(reduction);
            let smooth = ce.label_smoothing(0.2).weight(&class_weights);
            if !is_large || word == "mean" {
                cases.check::<$S, $B, $T, _>(
                    &format!("ce_all_{word}"),
                    &smooth.ignore_index(Class::new(1).unwrap()),
                    &y,
                    &target,
                );
                cases.check::<$S, $B, $T, _>(&format!("ce_labels_all_{word}"), &smooth.labels(), &y, &labels);
            }
            if is_large {
                continue;
            }
            cases.check::<$S, $B, $T, _>(&format!("ce_{word}"), &ce, &y, &target);
            cases.check::<$S, $B, $T, _>(&format!("ce_extreme_{word}"), &ce, &extreme, &target);
            cases.check::<$S, $B, $T, _>(&format!("ce_labels_{word}"), &ce.labels(), &y, &labels);
            let of_negative = ce.label_smoothing(0.2).weight(&negative);
            cases.check::<$S, $B, $T, _>(&format!("ce_negative_{word}"), &of_negative, &y, &target);
            let of_labels = of_negative.labels();
            cases.check::<$S, $B, $T, _>(&format!("ce_negative_labels_{word}"), &of_labels, &y, &labels);
            let of_soft = ce.label_smoothing(0.2).soft().weight(&negative);
            cases.check::<$S, $B, $T, _>(&format!("ce_negative_soft_{word}"), &of_soft, &y, &soft);
            let nll = nll.reduction(reduction);
            cases.check::<$S, $B, $T, _>(&format!("nll_negative_{word}"), &nll.weight(&negative), &y, &target);
            cases.check::<$S, $B, $T, _>(&format!("nll_{word}"), &nll, &y, &target);
            let weighted = nll.labels().weight(&class_weights);
            cases.check::<$S, $B, $T, _>(&format!("nll_labels_{word}"), &weighted, &y, &labels);
            let of_soft = ce.label_smoothing(0.1).soft().weight(&class_weights);
            cases.check::<$S, $B, $T, _>(&format!("soft_{word}"), &of_soft, &y, &soft);
        }
        let smooth = ce.label_smoothing(0.2).weight(&class_weights);
        cases.check::<$S, $B, $T, _>("ce_position_weights", &PositionWeighted(smooth), &y, (&target, &weights));
        if !is_large {
            cases.check::<$S, $B, $T, _>("ce_sample_weights", &SampleWeighted(smooth), &y, (&target, &sample_weights));
            let mut losses = Tensor::<At_, $T>::full(<$T>::NAN);
            Positionwise::<$S, $T>::unreduced_positions(&smooth.labels(), &y, &labels, &mut losses);
            let none = cases.case("ce_none");
            close_to("ce_none", Tensor::as_slice(&losses), &none);
        }
        cases.finish();
    }};
}

fn positions_of<T: Float>() {
    use nn::losses::{Axis, ByRank};
    macro_rules! all {
        ($T:ty) => {
            positions!($T, "sequence", shape![3, 4], dim![2], ByRank, |loss| loss);
            positions!($T, "image", shape![4, 3, 5], dim![2], ByRank, |loss| loss);
            positions!($T, "channels", shape![4, 3], dim![2], Axis<0>, |loss| loss.class_axis::<0>());
            positions!($T, "large", shape![2, 9, 8], dim![1], ByRank, |loss| loss);
        };
    }
    if size_of::<T>() == 4 {
        all!(f32);
    } else {
        all!(f64);
    }
}

fn weights_of<T: Float>() {
    type B = dim![3];
    type S = shape![4];
    let mut cases = Cases::new("weights");
    let (y, target) = (cases.input::<shape![3, 4], T>("y"), cases.input::<shape![3, 4], T>("target"));
    let weights = cases.input::<shape![3, 4], T>("weights");
    let of_samples = cases.input::<shape![3], T>("sample_weights");
    cases.check::<S, B, T, _>("mse_position_weights", &PositionWeighted(Mse), &y, (&target, &weights));
    let sum = Mse.reduction(Reduction::Sum);
    cases.check::<S, B, T, _>("mse_position_weights_sum", &PositionWeighted(sum), &y, (&target, &weights));
    cases.check::<S, B, T, _>("mse_sample_weights", &SampleWeighted(Mse), &y, (&target, &of_samples));
    let mut losses = Tensor::<shape![3, 4], T>::zeros();
    Positionwise::<S, T>::unreduced_positions(&Mse, &y, &target, &mut losses);
    let none = cases.case("mse_none");
    close_to("mse_none", losses.as_slice(), &none);
    // The loss of a sample is the mean over its elements.
    let mut of_sample = Tensor::<shape![3], T>::zeros();
    Criterion::<S, T>::unreduced(&Mse, &y, &target, &mut of_sample);
    let expected: Vec<f64> = numbers(&none["data"]).chunks(4).map(|row| row.iter().sum::<f64>() / 4.0).collect();
    close("mse of samples", of_sample.as_slice(), &expected);
    cases.finish();
}

fn elementwise<T: Float>() {
    type B = dim![4];
    type S = shape![6];
    let mut cases = Cases::new("elementwise");
    let input = |name: &str| cases.input::<shape![4, 6], T>(name);
    let (p, chances, logits, signs) = (input("p"), input("chances"), input("logits"), input("signs"));
    let (counts, rates, log_q, log_p) = (input("counts"), input("rates"), input("log_q"), input("log_p"));
    let weights = cases.input::<shape![6], T>("weights");
    let pos_weights = cases.input::<shape![6], T>("pos_weights");
    let negative = cases.input::<shape![6], T>("negative");
    let negative_pos_weights = Tensor::<shape![6], T>::from_fn(|i| -pos_weights[i]);
    let mut one = |name: String, loss: &dyn Fn(&mut Cases, &str)| loss(&mut cases, &name);
    macro_rules! one {
        ($name:expr, $loss:expr, $y:expr, $target:expr) => {
            one($name, &|cases, name| cases.check::<S, B, T, _>(name, &$loss, &$y, &$target));
        };
    }
    for (word, reduction) in REDUCTIONS {
        one!(format!("bce_{word}"), Bce.reduction(reduction), p, chances);
        one!(format!("bce_weight_{word}"), Bce.weight(&*weights).reduction(reduction), p, chances);
        let weighted = BceWithLogits.weight(&*weights).reduction(reduction);
        one!(format!("bce_logits_weight_{word}"), weighted, logits, chances);
        one!(format!("bce_logits_both_{word}"), weighted.pos_weight(&*pos_weights), logits, chances);
        one!(format!("bce_negative_{word}"), Bce.weight(&*negative).reduction(reduction), p, chances);
        let weighted = BceWithLogits.weight(&*negative).pos_weight(&*negative_pos_weights).reduction(reduction);
        one!(format!("bce_logits_negative_{word}"), weighted, logits, chances);
        one!(format!("soft_margin_{word}"), SoftMargin.reduction(reduction), logits, signs);
        one!(format!("hinge_embedding_1.0_{word}"), HingeEmbedding::default().reduction(reduction), logits, signs);
        one!(format!("hinge_embedding_0.5_{word}"), HingeEmbedding::new(0.5).reduction(reduction), logits, signs);
        let (log, rate) = (PoissonNll::default().reduction(reduction), PoissonNll::new(false).reduction(reduction));
        one!(format!("poisson_log_{word}"), log, logits, counts);
        one!(format!("poisson_log_full_{word}"), log.full(), logits, counts);
        one!(format!("poisson_rate_{word}"), rate, rates, counts);
        one!(format!("poisson_rate_full_{word}"), rate.full(), rates, counts);
    }
    for (word, reduction) in REDUCTIONS.into_iter().chain([("batchmean", Reduction::BatchMean)]) {
        one!(format!("kl_div_log_{word}"), KlDiv.log_target().reduction(reduction), log_q, log_p);
    }
    cases.finish();
}

fn classes<T: Float>() {
    type B = dim![4];
    type S = shape![5];
    let mut cases = Cases::new("classes");
    let y = cases.input::<shape![4, 5], T>("y");
    let (weights, flags) = (cases.input::<shape![5], T>("weights"), cases.input::<shape![4, 5], T>("flags"));
    let negative = cases.input::<shape![5], T>("negative");
    let target = cases.classes::<shape![4], dim![5]>("classes");
    let lists = cases.labels::<shape![4, 5], dim![5]>("lists", -1);
    for (word, reduction) in REDUCTIONS {
        let margin = MultiMargin::new(0.75).reduction(reduction);
        let name = |name: &str| format!("{name}_{word}");
        cases.check::<S, B, T, _>(&name("multi_margin_weight_1"), &margin.weight(&weights), &y, &target);
        cases.check::<S, B, T, _>(&name("multi_margin_weight_2"), &margin.squared().weight(&weights), &y, &target);
        cases.check::<S, B, T, _>(&name("multi_margin_negative_1"), &margin.weight(&negative), &y, &target);
        cases.check::<S, B, T, _>(&name("multi_margin_negative_2"), &margin.squared().weight(&negative), &y, &target);
        let loss = MultiLabelMargin.reduction(reduction);
        cases.check::<S, B, T, _>(&name("multi_label_margin"), &loss, &y, &lists);
        let loss = MultiLabelSoftMargin.reduction(reduction);
        cases.check::<S, B, T, _>(&name("multi_label_soft_margin"), &loss, &y, &flags);
        cases.check::<S, B, T, _>(&name("multi_label_soft_margin_weight"), &loss.weight(&weights), &y, &flags);
        let name = name("multi_label_soft_margin_negative");
        cases.check::<S, B, T, _>(&name, &loss.weight(&negative), &y, &flags);
    }
    cases.finish();
}

fn tuples<T: Float>() {
    type B = dim![4];
    type Pair = Tuple<(shape![6], shape![6])>;
    type Triplet = Tuple<(shape![6], shape![6], shape![6])>;
    let mut cases = Cases::new("tuples");
    let input = |name: &str| cases.input::<shape![4, 6], T>(name);
    let (a, b, c, var, signs) = (input("a"), input("b"), input("c"), input("var"), input("signs"));
    let similar = cases.input::<shape![4], T>("similar");
    for (word, reduction) in REDUCTIONS {
        for margin in ["0.0", "0.5"] {
            let value = margin.parse().unwrap();
            let loss = MarginRanking::new(value).reduction(reduction);
            cases.check::<Pair, B, T, _>(&format!("margin_ranking_{margin}_{word}"), &loss, (&a, &b), &signs);
            let loss = CosineEmbedding::new(value).reduction(reduction);
            cases.check::<Pair, B, T, _>(&format!("cosine_embedding_{margin}_{word}"), &loss, (&a, &b), &similar);
        }
        let loss = GaussianNll::default().reduction(reduction);
        cases.check::<Pair, B, T, _>(&format!("gaussian_{word}"), &loss, (&a, &var), &c);
        cases.check::<Pair, B, T, _>(&format!("gaussian_full_{word}"), &loss.full(), (&a, &var), &c);
        let loss = GaussianNll::new(0.5).reduction(reduction);
        cases.check::<Pair, B, T, _>(&format!("gaussian_eps_{word}"), &loss, (&a, &var), &c);
        let loss = TripletMargin::new(0.5).reduction(reduction);
        for p in ["1.0", "1.5", "2.0", "3.0", "inf"] {
            if word == "sum" && p != "2.0" {
                continue;
            }
            let loss = loss.p(p.parse().unwrap());
            cases.check::<Triplet, B, T, _>(&format!("triplet_{p}_{word}"), &loss, (&a, &b, &c), ());
            cases.check::<Triplet, B, T, _>(&format!("triplet_{p}_swap_{word}"), &loss.swap(), (&a, &b, &c), ());
        }
        let loss = TripletMargin::new(2.0).eps(0.25).reduction(reduction);
        cases.check::<Triplet, B, T, _>(&format!("triplet_eps_{word}"), &loss, (&a, &b, &c), ());
    }
    cases.finish();
}

/// The losses are those of logits: PyTorch's gradient with respect to log-probabilities is that of a log-softmax before it.
fn alignments<T: Float>() {
    const CLASSES: usize = 5;
    let mut cases = Cases::new("ctc");
    let logits = cases.input::<shape![4, 20, 5], T>("logits");
    let mut y = logits.to_boxed();
    for row in y.as_mut_slice().chunks_exact_mut(CLASSES) {
        let sum: f64 = row.iter().map(|z| z.to_f64().exp()).sum();
        row.iter_mut().for_each(|y| *y = T::from_f64(y.to_f64() - sum.ln()));
    }
    let all = cases.all.clone();
    for (name, blank, kind, reduction) in [
        ("whole_0_mean", 0, "whole", Reduction::Mean),
        ("whole_0_sum", 0, "whole", Reduction::Sum),
        ("short_0_mean", 0, "short", Reduction::Mean),
        ("infinite_0_mean", 0, "infinite", Reduction::Mean),
        ("infinite_0_sum", 0, "infinite", Reduction::Sum),
        ("whole_4_mean", 4, "whole", Reduction::Mean),
        ("short_4_mean", 4, "short", Reduction::Mean),
        ("infinite_4_mean", 4, "infinite", Reduction::Mean),
    ] {
        let labels = cases.labels::<shape![4, 6], dim![5]>(&format!("labels_{blank}"), -1);
        let lengths: Vec<_> =
            numbers(&all["inputs"][kind]).iter().map(|&length| Class::new(length as usize).unwrap()).collect();
        let lengths = Tensor::<shape![4], Class<dim![21]>>::from_slice(&lengths).unwrap();
        let loss = Ctc::new().blank(Class::new(blank).unwrap()).reduction(reduction);
        let mut dy = Tensor::<shape![4, 20, 5], T>::zeros();
        let value = match kind {
            "whole" => {
                let with_lengths = loss.input_lengths().value(&y, (&labels, &lengths));
                let value = loss.gradient(&y, &labels, &mut dy);
                assert_eq!(value, with_lengths);
                value
            }
            _ => loss.zero_infinity().input_lengths().gradient(&y, (&labels, &lengths), &mut dy),
        };
        for (dy, y) in dy.as_mut_slice().chunks_exact_mut(CLASSES).zip(y.as_slice().chunks_exact(CLASSES)) {
            let sum: f64 = dy.iter().map(|dy| dy.to_f64()).sum();
            dy.iter_mut().zip(y).for_each(|(dy, y)| *dy = T::from_f64(dy.to_f64() - sum * y.to_f64().exp()));
        }
        let case = cases.case(name);
        close(name, &[value], &[case["loss"].as_f64().unwrap()]);
        close_to(name, dy.as_slice(), &case["dy"][0]);
    }
    cases.finish();
}

/// A batch of a data set has the type of the target of the loss.
#[test]
fn targets_of_data_sets_are_those_of_losses() {
    fn expects<Out: Signal, Target: Signal, L: nn::train::LossFor<Out, Target, dim![2], f32>>(_: L) {}
    expects::<shape![5, 3], Indices<dim![3], shape![5]>, _>(CrossEntropy);
    expects::<shape![3, 4, 5], Indices<dim![3], shape![4, 5]>, _>(Nll);
    expects::<shape![3, 4, 5], Labels<dim![3], shape![4, 5]>, _>(CrossEntropy.labels());
    expects::<shape![3], Tuple<(Indices<dim![3]>, shape![])>, _>(SampleWeighted(CrossEntropy));
    expects::<shape![3], Tuple<(shape![3], shape![3])>, _>(PositionWeighted(Mse));
    expects::<Tuple<(shape![3], shape![3], shape![3])>, nn::signal::NoTarget, _>(TripletMargin::default());
    expects::<Tuple<(shape![3], shape![3])>, shape![], _>(CosineEmbedding::default());
    expects::<shape![9, 3], Tuple<(Labels<dim![3], shape![4]>, Indices<dim![10]>)>, _>(Ctc::new().input_lengths());
    const { assert!(!<nn::losses::Classes as ClassTargets>::MAY_IGNORE) };
}

#[test]
fn position_losses() {
    positions_of::<f32>();
    positions_of::<f64>();
}

#[test]
fn weighted_losses() {
    weights_of::<f32>();
    weights_of::<f64>();
}

#[test]
fn elementwise_losses() {
    elementwise::<f32>();
    elementwise::<f64>();
}

#[test]
fn losses_of_classes() {
    classes::<f32>();
    classes::<f64>();
}

#[test]
fn losses_of_tuples() {
    tuples::<f32>();
    tuples::<f64>();
}

#[test]
fn alignment_losses() {
    alignments::<f32>();
    alignments::<f64>();
}
