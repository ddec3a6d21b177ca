//! A batch of which only the first samples are used is equivalent to a batch of that size: loss, gradient, running statistics,
//! updates.

#![allow(missing_docs)]

use nn::Parameters;
use nn::gradient_check::fill;
use nn::losses::{Bce, HingeEmbedding, MultiLabelMargin, PoissonNll, PositionWeighted, SampleWeighted, SoftMargin};
use nn::prelude::*;

type Full = dim![7];
type Part = dim![3];
type Rows<B> = Tensor<(B, dim![4]), f64>;
type Classes<B> = Tensor<(B,), Class<dim![4]>>;

/// The elements of a batch of seven, and of its first three samples.
fn numbers(seed: u64) -> (Box<Rows<Full>>, Box<Rows<Part>>) {
    let (mut full, mut part) = (Rows::<Full>::zeros(), Rows::<Part>::zeros());
    fill(full.as_mut_slice(), &mut nn::init::rng(seed));
    part.as_mut_slice().copy_from_slice(&full.as_slice()[..12]);
    (full, part)
}

fn classes() -> (Classes<Full>, Classes<Part>) {
    let class = |index: usize| Class::new(index).unwrap();
    (Tensor::new([2, 0, 3, 3, 1, 1, 2].map(class)), Tensor::new([2, 0, 3].map(class)))
}

fn positive(numbers: &mut [f64]) {
    numbers.iter_mut().for_each(|number| *number = number.abs() + 0.1);
}

/// Checks that the loss of three rows of seven and its gradient equal those of a batch of three; the gradient of the
/// other rows is zero, whatever they contain.
fn compare<L>(
    loss: &L,
    full: &Rows<Full>,
    part: &Rows<Part>,
    of_full: L::Target<'_, Full>,
    of_part: L::Target<'_, Part>,
) where
    L: Loss<shape![4], f64>,
{
    let (mut dy, mut expected) = (Rows::<Full>::full(f64::NAN), Rows::<Part>::full(f64::NAN));
    let value = loss.gradient_of_rows(3, full, of_full, &mut dy);
    assert_eq!(value, loss.gradient(part, of_part, &mut expected));
    assert_eq!(value, loss.value_of_rows(3, full, of_full));
    assert_eq!(dy.as_slice()[..12], *expected.as_slice());
    assert_eq!(dy.as_slice()[12..], [0.0; 16]);
    // A full batch.
    let whole = loss.gradient_of_rows(7, full, of_full, &mut dy);
    let mut again = Rows::<Full>::full(f64::NAN);
    assert_eq!(whole, loss.gradient(full, of_full, &mut again));
    assert_eq!(dy, again);
}

#[test]
fn losses_match_smaller_batch() {
    for seed in 0..10 {
        let ((mut full, mut part), (mut target, mut of_part)) = (numbers(seed), numbers(100 + seed));
        // Some losses expect probabilities.
        positive(target.as_mut_slice());
        positive(of_part.as_mut_slice());
        macro_rules! of_numbers {
            ($($loss:expr),*) => {
                $(
                    compare(&$loss, &full, &part, &*target, &*of_part);
                    compare(&$loss.reduction(Reduction::Sum), &full, &part, &*target, &*of_part);
                    compare(&$loss.reduction(Reduction::BatchMean), &full, &part, &*target, &*of_part);
                )*
            };
        }
        let weights = Tensor::<shape![4], f64>::new([0.5, 2.0, 1.0, 3.0]);
        of_numbers!(Mse, Mae, Huber::new(0.3), SmoothL1::new(0.3), Hinge, BceWithLogits, KlDiv);
        of_numbers!(BceWithLogits.pos_weight(&weights), CrossEntropy.soft().label_smoothing(0.1).weight(&weights));
        let (classes, of_classes) = classes();
        macro_rules! with_classes {
            ($($loss:expr),*) => {
                $(
                    compare(&$loss, &full, &part, &classes, &of_classes);
                    compare(&$loss.reduction(Reduction::Sum), &full, &part, &classes, &of_classes);
                )*
            };
        }
        let ignored = Class::new(3).unwrap();
        with_classes!(
            CrossEntropy,
            Nll,
            MultiMargin::default(),
            CrossEntropy.label_smoothing(0.2),
            CrossEntropy.weight(&weights)
        );
        with_classes!(CrossEntropy.ignore_index(ignored), Nll.weight(&weights).ignore_index(ignored));
        of_numbers!(SoftMargin, HingeEmbedding::new(0.3), PoissonNll::default(), KlDiv.log_target());
        of_numbers!(BceWithLogits.weight(&weights).pos_weight(&weights));
        // Labels, and weights.
        let label = |class: Class<dim![4]>| if class.index() == 2 { Label::IGNORED } else { class.into() };
        let (labels, of_labels) = (classes.map(label), of_classes.map(label));
        compare(&CrossEntropy.labels(), &full, &part, &labels, &of_labels);
        compare(&Nll.labels().reduction(Reduction::BatchMean), &full, &part, &labels, &of_labels);
        let lists = Tensor::<(Full, dim![4]), _>::from_fn(|[i, j]| label(classes[[(i + j) % 7]]));
        let of_lists = Tensor::<(Part, dim![4]), _>::from_fn(|[i, j]| lists[[i, j]]);
        compare(&MultiLabelMargin, &full, &part, &lists, &of_lists);
        let (weights, of_part_weights) = (full.map(f64::abs), part.map(f64::abs));
        let samples = Tensor::<(Full,), f64>::from_fn(|[i]| weights[[i, 0]]);
        let of_samples = Tensor::<(Part,), f64>::from_fn(|[i]| weights[[i, 0]]);
        compare(&PositionWeighted(Mse), &full, &part, (&*target, &*weights), (&*of_part, &*of_part_weights));
        compare(&SampleWeighted(Mse), &full, &part, (&*target, &*samples), (&*of_part, &*of_samples));
        compare(&SampleWeighted(CrossEntropy), &full, &part, (&classes, &*samples), (&of_classes, &*of_samples));
        positive(full.as_mut_slice());
        positive(part.as_mut_slice());
        compare(&ProbabilityCrossEntropy, &full, &part, &*target, &*of_part);
        compare(&PoissonNll::new(false), &full, &part, &*target, &*of_part);
        let probabilities = |x: &mut f64| *x /= 4.0;
        full.iter_mut().for_each(probabilities);
        part.iter_mut().for_each(probabilities);
        compare(&Bce, &full, &part, &*target, &*of_part);
    }
}

network! {
    /// A layer that depends on the whole batch, a random one, and others.
    #[dtype(f64)]
    struct Net {
        conv: Conv2d<1, 3, kernel = 3>,
        norm: BatchNorm2d<3>,
        instances: InstanceNorm2d<3, affine = true, track_running_stats = true, momentum = 0.25>,
        fc1: Linear<_, 6>,
        norm1: BatchNorm1d<6, momentum = None>,
        out: Linear<6, 4>,
    }
    fn forward(image: Tensor<1, 6, 5>) -> Tensor<4> {
        let h = image.conv().norm().instances().relu().max_pool::<2>();
        h.flatten().fc1().norm1().tanh().dropout::<0.3>().out()
    }
}

type Images<B> = Tensor<(B, dim![1], dim![6], dim![5]), f64>;
type Trained<B> = Box<Session<Net, Momentum, B>>;

fn sessions() -> (Trained<Full>, Trained<Part>) {
    (Session::new(Momentum::new(0.1, 0.9), 5), Session::new(Momentum::new(0.1, 0.9), 5))
}

/// Seven images, and the first three of them; the others are finite.
fn images(seed: u64) -> (Box<Images<Full>>, Box<Images<Part>>) {
    let (mut full, mut part) = (Images::<Full>::zeros(), Images::<Part>::zeros());
    fill(full.as_mut_slice(), &mut nn::init::rng(seed));
    part.as_mut_slice().copy_from_slice(&full.as_slice()[..90]);
    (full, part)
}

fn near(a: &[f64], b: &[f64]) {
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} and {b}");
    }
}

#[test]
fn steps_match_smaller_batch() {
    let (mut padded, mut exact) = sessions();
    let (classes, of_part) = classes();
    for step in 0..10 {
        let (full, part) = images(step);
        let loss = padded.step_rows(3, &full, &CrossEntropy, &classes);
        near(&[loss], &[exact.step(&part, &CrossEntropy, &of_part)]);
        near(padded.gradient.as_slice(), exact.gradient.as_slice());
        near(padded.network.as_slice(), exact.network.as_slice());
    }
    assert_ne!(padded.network.norm.running_mean, Net::new(5).norm.running_mean);
}

/// The statistics of several batches are the mean over their samples.
#[test]
fn running_statistics_are_weighted_by_samples() {
    let (mut padded, _) = sessions();
    let (classes, _) = classes();
    let mut means = Vec::new();
    for (seed, rows) in [(1, 7), (2, 3)] {
        let mut alone = sessions().0;
        alone.gradients_of_rows(rows, &images(seed).0, &CrossEntropy, &classes);
        means.push((alone.gradient.norm.running_mean.to_boxed(), rows as f64));
        padded.accumulate_rows(rows, &images(seed).0, &CrossEntropy, &classes);
    }
    padded.update();
    for channel in 0..3 {
        let expected: f64 = means.iter().map(|(mean, rows)| mean[[channel]] * rows / 10.0).sum();
        near(&[padded.gradient.norm.running_mean[[channel]]], &[expected]);
    }
}

#[test]
#[should_panic(expected = "8 valid rows in a batch of 7")]
fn rejects_more_rows_than_batch_size() {
    sessions().0.step_rows(8, &images(1).0, &CrossEntropy, &classes().0);
}
