//! Several accumulated batches equal one batch of all their samples, for every loss and all of its settings: by
//! `Session::accumulate`, by parts of a step, by `Trainer::accumulate`, and for the loss of a data set.

use crate::message;
use nn::gradient_check::fill;
use nn::losses::{
    Bce, CosineEmbedding, Ctc, Divisor, GaussianNll, HingeEmbedding, LossSum, MarginRanking, MultiLabelMargin,
    MultiLabelSoftMargin, PoissonNll, PositionWeighted, SampleWeighted, SoftMargin, TripletMargin,
};
use nn::prelude::*;
use nn::session::StepPart;
use nn::signal::Signal;
use nn::train::{self, DatasetFor, LossFor, TrainError};
use nn::{Parameters, checkpoint};
use rand::RngExt;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use syn::Item;

network! {
    #[dtype(f64)]
    struct Net {
        fc1: Linear<3, 5>,
        fc2: Linear<5, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        x.fc1().tanh().fc2()
    }
}

network! {
    /// For losses that expect probabilities.
    #[dtype(f64)]
    struct Probabilities {
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        x.fc().softmax()
    }
}

network! {
    #[dtype(f64)]
    struct TwoHeads {
        fc1: Linear<3, 5>,
        a: Linear<5, 4>,
        b: Linear<5, 4>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<4>, Tensor<4>) {
        let h = x.fc1().tanh();
        (h.a(), h.b())
    }
}

network! {
    /// For losses of means and variances.
    #[dtype(f64)]
    struct MeanAndVariance {
        mean: Linear<3, 4>,
        var: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<4>, Tensor<4>) {
        (x.mean(), x.var().softplus())
    }
}

network! {
    #[dtype(f64)]
    struct ThreeHeads {
        a: Linear<3, 4>,
        b: Linear<3, 4>,
        c: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<4>, Tensor<4>, Tensor<4>) {
        (x.a(), x.b(), x.c())
    }
}

network! {
    /// For losses of sequences.
    #[dtype(f64)]
    struct Words {
        fc: Linear<3, 20>,
    }
    fn forward(x: Tensor<3>) -> Tensor<5, 4> {
        x.fc().reshape::<5, 4>()
    }
}

network! {
    #[dtype(f64)]
    struct Normed {
        norm: BatchNorm1d<3>,
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        x.norm().fc()
    }
}

const SAMPLES: usize = 12;
type Whole = dim![12];
type Inputs = Tensor<(Whole, dim![3]), f64>;
type Numbers = Tensor<(Whole, dim![4]), f64>;
type Classes = Tensor<(Whole,), Class<dim![4]>>;

/// Moves these samples of a batch to its beginning.
trait Part {
    fn part(&self, range: Range<usize>) -> Box<Self>;
}

impl<S: nn::shape::Shape, E: nn::parameters::Plain + Copy> Part for Tensor<S, E> {
    fn part(&self, range: Range<usize>) -> Box<Self> {
        let mut part = self.to_boxed();
        let size = self.as_slice().len() / SAMPLES;
        let samples = &self.as_slice()[range.start * size..range.end * size];
        part.as_mut_slice()[..samples.len()].copy_from_slice(samples);
        part
    }
}

/// The targets of a loss: boxed tensors, or pairs of them.
trait Targets: 'static {
    type Ref<'a>: Copy;
    fn part_of(&self, range: Range<usize>) -> Self;
    fn get(&self) -> Self::Ref<'_>;
}

impl<S: nn::shape::Shape, E: nn::parameters::Plain + Copy> Targets for Box<Tensor<S, E>> {
    type Ref<'a> = &'a Tensor<S, E>;
    fn part_of(&self, range: Range<usize>) -> Self {
        self.part(range)
    }
    fn get(&self) -> &Tensor<S, E> {
        self
    }
}

impl<A: Targets, B: Targets> Targets for (A, B) {
    type Ref<'a> = (A::Ref<'a>, B::Ref<'a>);
    fn part_of(&self, range: Range<usize>) -> Self {
        (self.0.part_of(range.clone()), self.1.part_of(range))
    }
    fn get(&self) -> Self::Ref<'_> {
        (self.0.get(), self.1.get())
    }
}

impl Targets for () {
    type Ref<'a> = ();
    fn part_of(&self, _: Range<usize>) -> Self {}
    fn get(&self) -> Self::Ref<'_> {}
}

fn inputs(seed: u64) -> Box<Inputs> {
    let mut x = Inputs::zeros();
    fill(x.as_mut_slice(), &mut nn::init::rng(seed));
    x
}

/// Values above 0, which some losses require.
fn numbers(seed: u64) -> Box<Numbers> {
    let mut y = Numbers::zeros();
    fill(y.as_mut_slice(), &mut nn::init::rng(seed));
    y.as_mut_slice().iter_mut().for_each(|y| *y = y.abs().min(0.9) + 0.05);
    y
}

/// The first three samples are of class 3.
fn classes(seed: u64) -> Box<Classes> {
    let mut rng = nn::init::rng(seed);
    Classes::from_fn(|[i]| Class::new(if i < 3 { 3 } else { rng.random_range(0..4) }).unwrap())
}

/// Ways to divide 12 samples into parts: some fixed, and some random.
fn splits() -> Vec<Vec<Range<usize>>> {
    let mut all = vec![vec![3, 12], vec![9, 12], vec![2, 3, 4, 12], (1..=SAMPLES).collect()];
    let mut rng = nn::init::rng(9);
    all.extend((0..6).map(|_| (1..=SAMPLES).filter(|&end| end == SAMPLES || rng.random_bool(0.3)).collect()));
    let ranges =
        |ends: Vec<usize>| ends.iter().scan(0, |start, &end| Some(std::mem::replace(start, end)..end)).collect();
    all.into_iter().map(ranges).collect()
}

#[track_caller]
fn near(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let error = (found - expected).abs() / expected.abs().max(1e-3);
        assert!(error < 1e-12, "{what}: {found}, expected {expected}");
    }
}

/// The names in a type, without their paths.
fn names_in(type_name: &str) -> impl Iterator<Item = String> {
    type_name
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .map(|path| path.rsplit("::").next().unwrap_or_default().to_string())
}

/// Several batches are equivalent to the whole batch: their gradient, the updated parameters, and their loss.
fn check<Net, Out, Y, L>(checked: &mut BTreeSet<String>, target: &Y, loss: L)
where
    Net: Network<Elem = f64, In = shape![3], Out = Out>,
    Out: Signal,
    Y: Targets,
    L: for<'a> Loss<Out, f64, Target<'a, Whole> = Y::Ref<'a>>,
{
    let name = std::any::type_name::<L>();
    checked.extend(names_in(name));
    let x = inputs(1);
    let session = || Session::<Net, Sgd, Whole>::new(Sgd::new(0.01), 3);
    let (mut whole, mut accumulated, mut parts) = (session(), session(), session());
    // Each is followed by a step with parts of other sizes.
    for split in splits() {
        let what = format!("{name} in {split:?}");
        let value = whole.step(&x, &loss, target.get());
        assert!(whole.gradient.as_slice().iter().any(|&g| g != 0.0), "{name}");
        let mut sum = LossSum::default();
        for (i, range) in split.iter().enumerate() {
            let (x, target, rows) = (x.part(range.clone()), target.part_of(range.clone()), range.len());
            let value = accumulated.accumulate_rows(rows, &x, &loss, target.get());
            sum += LossSum::of_batch::<Out, f64, Whole, L>(&loss, rows, value, target.get());
            let part = StepPart::new(rows, range.start as u64, i > 0);
            near(&what, &[parts.gradient_of_part(part, &x, &loss, target.get())], &[value]);
        }
        accumulated.update();
        parts.update_from_parts(sum.weight, sum.rows);
        for session in [&accumulated, &parts] {
            near(&what, session.gradient.as_slice(), whole.gradient.as_slice());
            near(&what, session.network.as_slice(), whole.network.as_slice());
        }
        near(&what, &[sum.value()], &[value]);
    }
}

/// Checks every reduction of a loss.
macro_rules! check_all {
    ($checked:ident, $Net:ty, $target:expr, $($loss:expr),* $(,)?) => {
        $(
            check::<$Net, _, _, _>($checked, $target, $loss);
            for reduction in [Reduction::Mean, Reduction::Sum, Reduction::BatchMean] {
                check::<$Net, _, _, _>($checked, $target, $loss.reduction(reduction));
            }
        )*
    };
}

#[test]
fn accumulated_batches_equal_one_batch_for_every_loss() {
    let checked = &mut BTreeSet::new();
    let weights = Tensor::<shape![4], f64>::new([0.5, 7.0, 1.0, 3.0]);
    let zero = Tensor::<shape![4], f64>::new([2.0, 1.0, 0.25, 0.0]);
    // No batch has a total weight of 0.
    let negative = Tensor::<shape![4], f64>::new([0.5, -7.3, 1.0, 3.0]);
    let ignored = Class::<dim![4]>::new(3).unwrap();
    let (y, t) = (numbers(2), classes(5));
    check_all!(checked, Net, &y, Mse, Mae, Huber::new(0.3), SmoothL1::new(0.3), SmoothL1::new(0.0), Hinge, KlDiv);
    check_all!(checked, Net, &y, BceWithLogits, BceWithLogits.pos_weight(&weights).weight(&zero), KlDiv.log_target());
    check_all!(checked, Net, &y, CrossEntropy.soft(), CrossEntropy.soft().label_smoothing(0.1).weight(&zero));
    let signs = y.map(|y| if y < 0.5 { -1.0 } else { 1.0 });
    check_all!(checked, Net, &signs, SoftMargin, HingeEmbedding::new(0.3));
    check_all!(checked, Net, &y, PoissonNll::default().full());
    check_all!(checked, Net, &y, MultiLabelSoftMargin, MultiLabelSoftMargin.weight(&zero));
    check_all!(checked, Probabilities, &y, ProbabilityCrossEntropy, Bce, Bce.weight(&zero));
    check_all!(checked, Probabilities, &y, PoissonNll::new(false).eps(1e-3));
    check_all!(
        checked,
        Net,
        &t,
        CrossEntropy,
        CrossEntropy.label_smoothing(0.2),
        CrossEntropy.weight(&weights),
        CrossEntropy.weight(&zero),
        CrossEntropy.weight(&negative),
        CrossEntropy.ignore_index(ignored),
        CrossEntropy.label_smoothing(0.1).weight(&weights).ignore_index(ignored),
        Nll,
        Nll.weight(&weights),
        Nll.weight(&zero),
        Nll.ignore_index(ignored),
        Nll.weight(&weights).ignore_index(ignored),
        MultiMargin::default(),
        MultiMargin::new(0.5).squared(),
        MultiMargin::default().weight(&weights),
    );
    losses_of_positions(checked, &weights);
    losses_of_tuples(checked);
    let (losses, settings) = losses_of_the_sources();
    let missing: Vec<_> = losses.difference(checked).collect();
    assert!(missing.is_empty(), "add these losses to this test: {missing:?}");
    let code = fs::read_to_string(root().join("tests/faults/accumulation.rs")).unwrap();
    let is_used = |name: &str| ["(", "::<"].iter().any(|after| code.contains(&format!(".{name}{after}")));
    let missing: Vec<_> = settings.iter().filter(|name| !is_used(name)).collect();
    assert!(missing.is_empty(), "add losses with these settings to this test: {missing:?}");
}

/// Labels of which the first three samples are ignored, and others at random.
fn labels<S: nn::shape::Shape>(seed: u64) -> Box<Tensor<S, Label<dim![4]>>> {
    let mut rng = nn::init::rng(seed);
    let mut labels = Tensor::<S, Label<dim![4]>>::zeros();
    let size = S::SIZE / SAMPLES;
    for (i, label) in Tensor::iter_mut(&mut labels).enumerate() {
        let is_ignored = i < 3 * size || rng.random_bool(0.3);
        *label = if is_ignored { Label::IGNORED } else { Label::new(rng.random_range(0..4)).unwrap() };
    }
    labels
}

fn losses_of_positions(checked: &mut BTreeSet<String>, weights: &Tensor<shape![4], f64>) {
    let mut rng = nn::init::rng(6);
    let words = Tensor::<shape![12, 5], Class<dim![4]>>::from_fn(|_| Class::new(rng.random_range(0..4)).unwrap());
    let labels_of_words = labels::<shape![12, 5]>(7);
    let channels = Tensor::<shape![12, 4], Class<dim![5]>>::from_fn(|_| Class::new(rng.random_range(0..5)).unwrap());
    // The first three samples do not count.
    let of_words = Tensor::<shape![12, 5], f64>::from_fn(|[i, _]| if i < 3 { 0.0 } else { rng.random_range(0.0..2.0) });
    let of_samples = Tensor::<shape![12], f64>::from_fn(|[i]| if i < 3 { 0.0 } else { rng.random_range(0.0..2.0) });
    let mut soft = Tensor::<shape![12, 5, 4], f64>::zeros();
    fill(soft.as_mut_slice(), &mut rng);
    soft.iter_mut().for_each(|target| *target = target.abs());
    let (y, t, lists) = (numbers(2), classes(5), labels::<shape![12, 4]>(8));
    let ignored = Class::<dim![4]>::new(3).unwrap();
    check_all!(checked, Words, &words, CrossEntropy, CrossEntropy.label_smoothing(0.1).weight(weights), Nll);
    check_all!(checked, Words, &words, CrossEntropy.ignore_index(ignored), Nll.weight(weights).ignore_index(ignored));
    check_all!(checked, Words, &channels, CrossEntropy.class_axis::<0>(), Nll.class_axis::<0>());
    check_all!(checked, Words, &labels_of_words, CrossEntropy.labels(), Nll.labels().weight(weights));
    check_all!(checked, Words, &soft, CrossEntropy.soft().weight(weights));
    check_all!(checked, Net, &lists, MultiLabelMargin);
    macro_rules! weighted {
        ($Net:ty, $target:expr, $Weighted:ident, $loss:expr) => {
            let target = $target;
            for reduction in [Reduction::Mean, Reduction::Sum, Reduction::BatchMean] {
                check::<$Net, _, _, _>(checked, target, $Weighted($loss.reduction(reduction)));
            }
        };
    }
    let of_elements = numbers(9);
    let with_weights = (words.clone(), of_words.clone());
    weighted!(Words, &with_weights, PositionWeighted, CrossEntropy.weight(weights));
    weighted!(Words, &(labels_of_words, of_samples.clone()), SampleWeighted, CrossEntropy.labels());
    weighted!(Net, &(t, of_samples.clone()), SampleWeighted, MultiMargin::default());
    weighted!(Net, &(y.clone(), of_elements), PositionWeighted, Mse);
    weighted!(Net, &(y, of_samples), SampleWeighted, BceWithLogits.weight(weights));
    let sequences = labels::<shape![12, 3]>(10);
    let lengths = Tensor::<shape![12], Class<dim![6]>>::from_fn(|_| Class::new(rng.random_range(3..6)).unwrap());
    let ctc = Ctc::new().zero_infinity().blank(Class::new(1).unwrap());
    check_all!(checked, Words, &sequences, ctc, Ctc::new().zero_infinity());
    let with_lengths = (sequences, lengths);
    check_all!(checked, Words, &with_lengths, ctc.input_lengths());
}

fn losses_of_tuples(checked: &mut BTreeSet<String>) {
    let (y, mut rng) = (numbers(2), nn::init::rng(11));
    let signs = y.map(|y| if y < 0.5 { -1.0 } else { 1.0 });
    let similar = Tensor::<shape![12], f64>::from_fn(|_| if rng.random_bool(0.5) { 1.0 } else { -1.0 });
    check_all!(checked, TwoHeads, &signs, MarginRanking::new(0.3));
    check_all!(checked, TwoHeads, &similar, CosineEmbedding::new(-0.5));
    check_all!(checked, MeanAndVariance, &y, GaussianNll::default(), GaussianNll::new(0.5).full());
    check_all!(checked, ThreeHeads, &(), TripletMargin::new(2.0), TripletMargin::new(2.0).p(3.0).eps(0.1).swap());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

/// Types in these files that are not losses.
const OTHERS: [&str; 11] = [
    "Axis",
    "Both",
    "ByRank",
    "Classes",
    "Divisor",
    "InputLengths",
    "LabelsOrIgnored",
    "LossSum",
    "PerPosition",
    "Unweighted",
    "WholeInput",
];

/// Whether this is the self type of an `impl` of one of those.
fn is_other(of: &syn::Type) -> bool {
    matches!(of, syn::Type::Path(of) if OTHERS.iter().any(|name| of.path.is_ident(name)))
}

/// The losses that `nn-core/src/losses` exports, and the methods that convert one into another.
fn losses_of_the_sources() -> (BTreeSet<String>, BTreeSet<String>) {
    let folder = root().join("nn-core/src/losses");
    let exported = fs::read_to_string(folder.join("mod.rs")).unwrap();
    let exported: BTreeSet<String> =
        exported.lines().filter(|line| line.starts_with("pub use")).flat_map(names_in).collect();
    let (mut losses, mut settings) = (BTreeSet::new(), BTreeSet::new());
    for file in fs::read_dir(folder).unwrap() {
        let code = syn::parse_file(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for item in code.items {
            match item {
                Item::Struct(item)
                    if exported.contains(&item.ident.to_string())
                        && !OTHERS.contains(&item.ident.to_string().as_str()) =>
                {
                    losses.insert(item.ident.to_string());
                }
                Item::Impl(item) if item.trait_.is_none() && !is_other(&item.self_ty) => {
                    settings.extend(item.items.iter().filter_map(|item| {
                        let syn::ImplItem::Fn(item) = item else { return None };
                        let is_public = matches!(item.vis, syn::Visibility::Public(_));
                        (is_public && item.sig.receiver().is_some()).then(|| item.sig.ident.to_string())
                    }))
                }
                _ => {}
            }
        }
    }
    assert!(losses.len() >= 13 && losses.contains("SoftCrossEntropy"), "{losses:?}");
    assert!(settings.len() >= 6 && settings.contains("pos_weight"), "{settings:?}");
    (losses, settings)
}

/// 0 / 0 if no output is positive, as a custom loss may compute it.
struct MeanOfPositive;

impl Loss<shape![4], f64> for MeanOfPositive {
    type Target<'a, B: Dim> = &'a Tensor<(B, dim![4]), f64>;

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, dim![4]), f64>, target: Self::Target<'_, B>) -> f64 {
        let terms = y.iter().zip(target).take(4 * rows).filter(|(_, t)| **t > 0.0);
        terms.map(|(y, t)| y * t).sum::<f64>() / self.weight_of_rows(rows, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, dim![4]), f64>,
        target: Self::Target<'_, B>,
        dy: &mut Tensor<(B, dim![4]), f64>,
    ) -> f64 {
        let weight = self.weight_of_rows(rows, target);
        dy.as_mut_slice().fill(0.0);
        for (dy, t) in dy.as_mut_slice().iter_mut().zip(target).take(4 * rows) {
            *dy = t.max(0.0) / weight;
        }
        self.value_of_rows(rows, y, target)
    }

    fn weight_of_rows<B: Dim>(&self, rows: usize, target: Self::Target<'_, B>) -> f64 {
        target.iter().take(4 * rows).filter(|t| **t > 0.0).count() as f64
    }
}

#[test]
fn custom_loss_with_weight_accumulates() {
    let mut y = numbers(2);
    y.as_mut_slice().iter_mut().enumerate().for_each(|(i, y)| *y = if i < 12 || i % 5 == 0 { -1.0 } else { *y });
    check::<Net, _, _, _>(&mut BTreeSet::new(), &y, MeanOfPositive);
}

/// The accumulation state of a session does not outlive the update.
#[test]
fn accumulation_state_does_not_outlive_update() {
    let (x, t) = (inputs(1), classes(5));
    let weights = Tensor::<shape![4], f64>::new([0.5, 7.0, 1.0, 3.0]);
    let mut session = Session::<Net, Sgd, Whole>::new(Sgd::new(0.1), 3);
    session.step(&x, &CrossEntropy.weight(&weights), &t);
    let mut other = Session::<Net, Sgd, Whole>::from_network(&session.network, Sgd::new(0.1), 3);
    let losses = [&mut session, &mut other].map(|session| {
        session.accumulate_rows(5, &x, &CrossEntropy, &t);
        session.accumulate_rows(2, &x, &CrossEntropy, &t);
        session.update();
        session.step_rows(7, &x, &CrossEntropy.reduction(Reduction::Sum), &t);
        session.step_rows(4, &x, &CrossEntropy, &t)
    });
    assert_eq!(losses[0], losses[1]);
    assert_eq!(session.network.as_slice(), other.network.as_slice());
    let mut plain = Session::<Net, Sgd, Whole>::from_network(&session.network, Sgd::new(0.1), 3);
    session.gradients_of_rows(3, &x, &CrossEntropy, &t);
    plain.gradients_of_rows(3, &x, &CrossEntropy, &t);
    assert_eq!(session.gradient.as_slice(), plain.gradient.as_slice());
}

#[test]
fn zero_weight_yields_zero_gradient() {
    let x = inputs(1);
    let ignored = Classes::from_fn(|_| Class::new(3).unwrap());
    let loss = CrossEntropy.ignore_index::<dim![4], f64>(Class::new(3).unwrap());
    let none = Numbers::full(-1.0);
    let mut session = Session::<Net, Sgd, Whole>::new(Sgd::new(0.1), 3);
    let before = session.network.as_slice().to_vec();
    for batches in 1..3 {
        for _ in 0..batches {
            assert_eq!(session.accumulate_rows(5, &x, &loss, &ignored), 0.0);
        }
        session.update();
        assert!(session.gradient.as_slice().iter().all(|&g| g == 0.0));
        for _ in 0..batches {
            assert_eq!(session.accumulate_rows(5, &x, &MeanOfPositive, &none), 0.0);
        }
        session.update();
        assert!(session.gradient.as_slice().iter().all(|&g| g == 0.0));
    }
    session.gradient_of_part(StepPart::new(3, 0, false), &x, &MeanOfPositive, &none);
    session.update_from_parts(0.0, 3);
    assert_eq!(session.network.as_slice(), before);
    assert_eq!(session.steps(), 5);
}

/// Running statistics are weighted by samples, whatever the loss is.
#[test]
fn running_statistics_are_weighted_by_samples_for_any_loss() {
    let (x, t) = (inputs(1), classes(5));
    let weights = Tensor::<shape![4], f64>::new([0.5, 7.0, 1.0, 0.0]);
    fn statistics_after_step<L: for<'a> Loss<shape![4], f64, Target<'a, Whole> = &'a Classes>>(
        x: &Inputs,
        t: &Classes,
        loss: &L,
    ) -> Vec<f64> {
        let mut session = Session::<Normed, Sgd, Whole>::new(Sgd::new(0.1), 3);
        for range in [0..3, 3..12] {
            session.accumulate_rows(range.len(), &x.part(range.clone()), loss, &t.part(range));
        }
        session.update();
        let norm = &session.network.norm;
        [norm.running_mean.as_slice(), norm.running_var.as_slice()].concat()
    }
    let expected = statistics_after_step(&x, &t, &CrossEntropy);
    near("weights", &statistics_after_step(&x, &t, &CrossEntropy.weight(&weights)), &expected);
    near("a sum", &statistics_after_step(&x, &t, &CrossEntropy.reduction(Reduction::Sum)), &expected);
}

network! {
    #[dtype(f64)]
    struct Averaged {
        quarter: BatchNorm1d<3, momentum = 0.25>,
        all: BatchNorm1d<3, momentum = None>,
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        (x.quarter() + x.all()).fc()
    }
}

/// Whatever the momentum, the batches of a step move running statistics as one batch of their samples, and count as one.
#[test]
fn accumulated_batches_are_one_in_an_average() {
    let (x, t) = (inputs(1), classes(5));
    let mut session = Session::<Averaged, Sgd, Whole>::new(Sgd::new(0.1), 3);
    for step in 1..=3 {
        for range in [0..3, 3..12] {
            session.accumulate_rows(range.len(), &x.part(range.clone()), &CrossEntropy, &t.part(range));
        }
        session.update();
        let means = [0, 1, 2].map(|c| (0..SAMPLES).map(|b| x[[b, c]]).sum::<f64>() / SAMPLES as f64);
        let Averaged { quarter, all, .. } = &session.network;
        near("a quarter", quarter.running_mean.as_slice(), &means.map(|mean| (1.0 - 0.75_f64.powi(step)) * mean));
        near("all", all.running_mean.as_slice(), &means);
        near("batches", all.num_batches_tracked.as_slice(), &[step.into()]);
    }
}

/// A checkpoint in the middle of a step contains everything that is needed to finish it.
#[test]
fn half_accumulated_step_resumes_from_checkpoint() {
    let (x, t) = (inputs(1), classes(5));
    let weights = Tensor::<shape![4], f64>::new([0.5, 7.0, 1.0, 3.0]);
    fn check_resumed<L: for<'a> Loss<shape![4], f64, Target<'a, Whole> = &'a Classes>>(
        x: &Inputs,
        t: &Classes,
        loss: &L,
    ) {
        let mut first = Session::<Net, Sgd, Whole>::new(Sgd::new(0.1), 3);
        first.accumulate_rows(5, x, loss, t);
        let folder = tempfile::tempdir().unwrap();
        checkpoint::save(&mut *first, folder.path().join("half")).unwrap();
        let mut second = Session::<Net, Sgd, Whole>::new(Sgd::new(0.1), 4);
        checkpoint::load(&mut *second, folder.path().join("half")).unwrap();
        for session in [&mut first, &mut second] {
            session.accumulate_rows(7, &x.part(5..12), loss, &t.part(5..12));
            session.update();
        }
        assert_eq!(first.network.as_slice(), second.network.as_slice());
    }
    check_resumed(&x, &t, &CrossEntropy.weight(&weights));
    check_resumed(&x, &t, &CrossEntropy.reduction(Reduction::Sum));
}

#[test]
fn rejects_sum_and_mean_in_one_step() {
    let (x, t) = (inputs(1), classes(5));
    let mut session = Session::<Net, Sgd, Whole>::new(Sgd::new(0.1), 3);
    session.accumulate(&x, &CrossEntropy, &t);
    let text = message(|| session.accumulate(&x, &CrossEntropy.reduction(Reduction::Sum), &t));
    assert!(text.starts_with("sums and means cannot accumulate in one step"), "{text}");
}

// ---- Several outputs ----

/// Checks that two batches equal one for a tuple of losses.
fn check_tuple<A, B>(a: A, b: B)
where
    A: for<'a> Loss<shape![4], f64, Target<'a, Whole> = &'a Classes>,
    B: for<'a> Loss<shape![4], f64, Target<'a, Whole> = &'a Numbers>,
{
    let (x, t, y, loss) = (inputs(1), classes(5), numbers(2), (a, b));
    let session = || Session::<TwoHeads, Sgd, Whole>::new(Sgd::new(0.1), 3);
    let mut whole = session();
    whole.step(&x, &loss, (&t, &y));
    for split in splits() {
        let mut accumulated = session();
        for range in split {
            let (x, t, y) = (x.part(range.clone()), t.part(range.clone()), y.part(range.clone()));
            accumulated.accumulate_rows(range.len(), &x, &loss, (&t, &y));
        }
        accumulated.update();
        near("tuple", accumulated.gradient.as_slice(), whole.gradient.as_slice());
    }
}

#[test]
fn tuples_of_equal_divisors_accumulate() {
    let weights = Tensor::<shape![4], f64>::new([0.5, 7.0, 1.0, 3.0]);
    check_tuple(CrossEntropy, Mse);
    check_tuple(CrossEntropy.weight(&weights).reduction(Reduction::BatchMean), BceWithLogits.pos_weight(&weights));
    check_tuple(CrossEntropy.weight(&weights).reduction(Reduction::Sum), Mse.reduction(Reduction::Sum));
}

#[test]
fn tuple_of_different_divisors_does_not_accumulate() {
    let (x, t, y) = (inputs(1), classes(5), numbers(2));
    let loss = (CrossEntropy.ignore_index(Class::<dim![4]>::new(3).unwrap()), Mse);
    let mut session = Session::<TwoHeads, Sgd, Whole>::new(Sgd::new(0.1), 3);
    session.step(&x, &loss, (&t, &y));
    session.step(&x, &loss, (&t, &y));
    session.accumulate(&x, &loss, (&t, &y));
    let text = message(|| session.accumulate(&x, &loss, (&t, &y)));
    assert!(text.contains("use `Reduction::BatchMean`"), "{text}");
    let part = StepPart::new(3, 0, false);
    message(|| session.gradient_of_part(part, &x, &loss, (&t, &y)));
    let of_mixed = |loss: (_, _)| Loss::<Tuple<(shape![4], shape![4])>, f64>::divisor(&loss);
    assert_eq!(of_mixed((Mse, Mse.reduction(Reduction::Sum))), Divisor::Mixed);
}

// ---- Data sets and the trainer ----

type Set = TensorDataset<shape![3], Indices<dim![4]>, f64>;

fn set(count: usize) -> Set {
    let mut rng = nn::init::rng(4);
    let numbers: Vec<f64> = (0..3 * count).map(|_| rng.random_range(-1.0..1.0)).collect();
    // The first two batches of 4 contain class 3 only.
    let classes: Vec<usize> = (0..count).map(|i| if i < 8 { 3 } else { rng.random_range(0..4) }).collect();
    Set::from_classes(&numbers, &classes).unwrap()
}

/// The trained network, the losses of the epochs, and those of the validation set.
fn trained<Net, Out, D, L, B>(data: fn(usize) -> D, accumulate: u64, loss: L) -> (Vec<f64>, Vec<f64>)
where
    Net: Network<Elem = f64, In = shape![3], Out = Out>,
    Out: Signal,
    D: DatasetFor<shape![3], f64>,
    L: LossFor<Out, D::Target, B, f64>,
    B: Dim,
{
    let session = Session::<Net, Sgd, B>::new(Sgd::new(0.05), 3);
    let mut trainer = Trainer::new(session, Loader::new(data(31)), loss)
        .validate(data(13))
        .accumulate(accumulate)
        .progress(Progress::Hidden);
    let _ = trainer.run(3).unwrap();
    let values = trainer.history().records.iter();
    let values = values.flat_map(|record| ["loss", "val_loss"].map(|name| record.value(name).unwrap()));
    (trainer.session().network.as_slice().to_vec(), values.collect())
}

/// Sequences of five labels, some of which are ignored; all those of the first batch are.
fn words(count: usize) -> TensorDataset<shape![3], Labels<dim![4], shape![5]>, f64> {
    let mut rng = nn::init::rng(4);
    let numbers: Vec<f64> = (0..3 * count).map(|_| rng.random_range(-1.0..1.0)).collect();
    let label = |i: usize| if i < 20 || i.is_multiple_of(3) { -100 } else { (i % 4) as i64 };
    let labels: Vec<i64> = (0..5 * count).map(label).collect();
    let targets = Samples::from_labels(&labels, -100).unwrap();
    TensorDataset::new(Samples::from_slice(&numbers).unwrap(), targets).unwrap()
}

type WeightedClass = Tuple<(Indices<dim![4]>, shape![])>;

/// Classes, each with a weight, which is 0 in the first batch.
fn weighted(count: usize) -> TensorDataset<shape![3], WeightedClass, f64> {
    let Set { inputs, targets } = set(count);
    let weight = |i: usize| if i < 4 { 0.0 } else { (i % 5) as f64 };
    let targets = Samples::<WeightedClass, f64>::from_fn(count, |i, (class, of_sample)| {
        (class[[0]], of_sample[[0]]) = (targets.sample(i)[[0]], weight(i));
    });
    TensorDataset::new(inputs, targets).unwrap()
}

#[test]
fn trainer_accumulation_equals_one_batch() {
    let weights = Tensor::<shape![4], f64>::new([0.5, 7.0, 1.0, 3.0]);
    let ignored = Class::<dim![4]>::new(3).unwrap();
    macro_rules! compare {
        ($Net:ty, $data:ident: $($loss:expr),*) => {
            $(
                let (network, losses) = trained::<$Net, _, _, _, dim![12]>($data, 1, $loss);
                let (accumulated, of_accumulated) = trained::<$Net, _, _, _, dim![4]>($data, 3, $loss);
                near(stringify!($loss), &accumulated, &network);
                near(stringify!($loss), &of_accumulated, &losses);
            )*
        };
    }
    compare!(
        Net, set:
        CrossEntropy,
        CrossEntropy.weight(&weights),
        CrossEntropy.ignore_index(ignored),
        CrossEntropy.reduction(Reduction::Sum),
        Nll.weight(&weights).ignore_index(ignored).reduction(Reduction::BatchMean),
        MultiMargin::default()
    );
    compare!(Words, words: CrossEntropy.labels(), Nll.labels().weight(&weights).reduction(Reduction::Sum));
    compare!(
        Net, weighted:
        SampleWeighted(CrossEntropy),
        SampleWeighted(CrossEntropy.weight(&weights)),
        SampleWeighted(CrossEntropy.reduction(Reduction::BatchMean))
    );
}

#[test]
fn loss_of_data_set_equals_loss_of_one_batch() {
    let network = Net::new(1);
    let ignored = Class::<dim![4]>::new(3).unwrap();
    let negative = Tensor::<shape![4], f64>::new([-1.0, -0.5, -2.0, -0.25]);
    macro_rules! compare {
        ($($loss:expr),*) => {
            $(
                let whole = train::evaluate(&*network, &Loader::<_, Whole>::new(set(12)), &$loss, &mut []).unwrap();
                let parts = train::evaluate(&*network, &Loader::<_, dim![5]>::new(set(12)), &$loss, &mut []).unwrap();
                near(stringify!($loss), &[parts], &[whole]);
                let batch = Loader::<_, Whole>::new(set(12)).epoch(0).next().unwrap().unwrap();
                let output = network.forward(batch.input());
                near(stringify!($loss), &[whole], &[$loss.value(&*output, batch.target())]);
            )*
        };
    }
    compare!(
        CrossEntropy.reduction(Reduction::Sum),
        CrossEntropy.ignore_index(ignored),
        CrossEntropy.weight(&negative),
        CrossEntropy
    );
    // With a total weight of zero, 0 would be the best loss of all.
    let loss =
        train::evaluate(&*network, &Loader::<_, dim![4]>::new(set(8)), &CrossEntropy.ignore_index(ignored), &mut []);
    assert!(loss.unwrap_err().to_string().contains("no sample contributes"));
}

type Twice = TensorDataset<shape![3], Tuple<(Indices<dim![4]>, Indices<dim![4]>)>, f64>;

fn two_targets() -> Twice {
    let t = classes(5);
    Twice::from_batch::<Whole>(&inputs(1), (&t, &t))
}

#[test]
fn terms_of_a_tuple_are_averaged_separately() {
    let network = TwoHeads::new(1);
    let loss = (CrossEntropy.ignore_index(Class::<dim![4]>::new(3).unwrap()), CrossEntropy.reduction(Reduction::Sum));
    let whole = train::evaluate(&*network, &Loader::<_, Whole>::new(two_targets()), &loss, &mut []).unwrap();
    let parts = train::evaluate(&*network, &Loader::<_, dim![5]>::new(two_targets()), &loss, &mut []).unwrap();
    near("tuple", &[parts], &[whole]);
}

#[test]
fn trainer_rejects_accumulation_of_different_divisors() {
    let run = |batches| {
        let loss = (CrossEntropy.ignore_index(Class::<dim![4]>::new(3).unwrap()), CrossEntropy);
        let session = Session::<TwoHeads, Sgd, dim![4]>::new(Sgd::new(0.1), 3);
        let mut trainer =
            Trainer::new(session, Loader::new(two_targets()), loss).accumulate(batches).progress(Progress::Hidden);
        (trainer.run(1).map(|_| ()), trainer.session().steps())
    };
    let (error, steps) = run(2);
    assert!(matches!(error, Err(TrainError::Divisors)));
    assert_eq!(steps, 0);
    assert!(run(1).0.is_ok());
}
