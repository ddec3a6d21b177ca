//! Every loss, with each of its options and reductions, at 100 or more random outputs.

use nn::gradient_check::{check_loss, fill};
use nn::losses::{Bce, HingeEmbedding, MultiLabelMargin, MultiLabelSoftMargin, PoissonNll, SoftMargin};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::Sample;
use nn::signal::Batch;

/// A reduction that is tried in addition to the loss's own.
fn reduction(seed: u64) -> Reduction {
    [Reduction::Sum, Reduction::BatchMean, Reduction::Mean][seed as usize % 3]
}

/// Random values from -2 to 2.
fn random<S: nn::shape::Shape>(seed: u64) -> Box<Tensor<S, f64>> {
    let mut numbers = Tensor::zeros();
    fill(Tensor::as_mut_slice(&mut numbers), &mut nn::init::rng(seed));
    numbers
}

/// Checks an element-wise loss at 25 random outputs of one shape; `target` computes the target of an output from a
/// random number.
macro_rules! at_shape {
    ($sample:ty, $batch:ty, $loss:expr, $target:expr) => {
        for seed in 0..25 {
            let mut y = random::<<$sample as Sample>::Batch<$batch>>(seed);
            let mut target = random::<<$sample as Sample>::Batch<$batch>>(1000 + seed);
            let make: fn(f64, f64) -> f64 = $target;
            target.iter_mut().zip(&*y).for_each(|(target, &y)| *target = make(y, *target));
            check_loss::<$sample, $batch, _>(&$loss, &mut *y, &*target);
            check_loss::<$sample, $batch, _>(&$loss.reduction(reduction(seed)), &mut *y, &*target);
        }
    };
}

/// Checks an element-wise loss at 125 random outputs, and with other reductions.
macro_rules! elementwise {
    ($loss:expr, $target:expr) => {
        at_shape!(shape![2], dim![1], $loss, $target);
        at_shape!(shape![5], dim![3], $loss, $target);
        at_shape!(shape![], dim![7], $loss, $target);
        at_shape!(shape![17], dim![2], $loss, $target);
        at_shape!(shape![2, 3, 4], dim![2], $loss, $target);
    };
}

/// A target at least 0.01 away from the kinks of a loss, which are where |y - t| is one of these.
fn away_from(kinks: &[f64], y: f64, mut target: f64) -> f64 {
    while kinks.iter().any(|kink| ((y - target).abs() - kink).abs() < 0.01) {
        target += 0.005;
    }
    target
}

#[test]
fn regression_losses() {
    elementwise!(Mse, |_, target| target);
    elementwise!(Mae, |y, target| away_from(&[0.0], y, target));
    elementwise!(Huber::default(), |y, target| away_from(&[1.0], y, target));
    elementwise!(Huber::new(0.3), |y, target| away_from(&[0.3], y, target));
    elementwise!(SmoothL1::default(), |y, target| away_from(&[1.0], y, target));
    elementwise!(SmoothL1::new(0.3), |y, target| away_from(&[0.3], y, target));
    elementwise!(SmoothL1::new(0.0), |y, target| away_from(&[0.0], y, target));
}

#[test]
fn probability_losses() {
    elementwise!(BceWithLogits, |_, target| target.abs() / 2.0);
    // A third of the target probabilities is 0.
    elementwise!(KlDiv, |y, target| if y < -0.7 { 0.0 } else { target.abs() });
    elementwise!(KlDiv.log_target(), |_, target| target - 2.0);
}

#[test]
fn poisson() {
    elementwise!(PoissonNll::default(), |_, target| (4.0 * target.abs()).round());
    elementwise!(PoissonNll::default().full(), |_, target| (4.0 * target.abs()).round());
}

#[test]
fn hinge() {
    // The margin is reached where t y is 1.
    elementwise!(Hinge, |y, target| if (y.abs() - 1.0).abs() < 0.01 { -y.signum() } else { target.signum() });
    elementwise!(SoftMargin, |_, target| target.signum());
    // The margin is reached by an output of 0.6; a target may also be neither 1 nor -1.
    elementwise!(HingeEmbedding::new(0.6), |y, target| margin_of(y, target, 1.0));
    elementwise!(HingeEmbedding::new(0.6), |y, target| margin_of(y, target, 0.25));
}

/// A target of a hinge embedding with a margin of 0.6.
fn margin_of(y: f64, target: f64, similar: f64) -> f64 {
    if (y - 0.6).abs() < 0.01 {
        1.0
    } else if target > 0.5 {
        similar
    } else {
        -1.0
    }
}

/// Losses of outputs that are positive: `$y` computes an output from a random number, `$target` a target.
macro_rules! of_positive {
    ($sample:ty, $batch:ty, $loss:expr, $y:expr, $target:expr) => {
        for seed in 0..25 {
            let mut y = random::<<$sample as Sample>::Batch<$batch>>(seed);
            let mut target = random::<<$sample as Sample>::Batch<$batch>>(1000 + seed);
            let (of_y, of_target): (fn(f64) -> f64, fn(f64) -> f64) = ($y, $target);
            y.iter_mut().for_each(|y| *y = of_y(*y));
            target.iter_mut().for_each(|target| *target = of_target(*target));
            check_loss::<$sample, $batch, _>(&$loss, &mut *y, &*target);
            check_loss::<$sample, $batch, _>(&$loss.reduction(reduction(seed)), &mut *y, &*target);
        }
    };
}

#[test]
fn losses_of_rates_and_probabilities() {
    let weights = random::<shape![2, 3]>(9).map(f64::abs);
    macro_rules! both {
        ($loss:expr, $y:expr, $target:expr) => {
            of_positive!(shape![2, 3], dim![4], $loss, $y, $target);
        };
    }
    both!(PoissonNll::new(false), |y| 0.1 + y.abs(), |target| (4.0 * target.abs()).round());
    both!(PoissonNll::new(false).full().eps(0.25), |y| 0.1 + y.abs(), |target| (4.0 * target.abs()).round());
    of_positive!(shape![], dim![7], Bce, |y| 0.05 + y.abs() * 0.45, |target| target.abs() / 2.0);
    both!(Bce, |y| 0.05 + y.abs() * 0.45, |target| target.abs() / 2.0);
    both!(Bce.weight(&weights), |y| 0.05 + y.abs() * 0.45, |target| target.abs() / 2.0);
}

fn binary_with_weights<S: Sample, B: Dim>() {
    for seed in 0..25 {
        let mut y = random::<S::Batch<B>>(seed);
        let mut target = random::<S::Batch<B>>(1000 + seed);
        let mut weights = random::<S>(2000 + seed);
        Tensor::iter_mut(&mut target).for_each(|target| *target = target.abs() / 2.0);
        Tensor::iter_mut(&mut weights).for_each(|weight| *weight = weight.abs());
        let loss = BceWithLogits.pos_weight(&*weights);
        check_loss::<S, B, _>(&loss, &mut *y, &*target);
        check_loss::<S, B, _>(&loss.reduction(reduction(seed)), &mut *y, &*target);
        let mut of_elements = random::<S>(3000 + seed);
        Tensor::iter_mut(&mut of_elements).for_each(|weight| *weight = weight.abs());
        check_loss::<S, B, _>(&loss.weight(&*of_elements), &mut *y, &*target);
        check_loss::<S, B, _>(&BceWithLogits.weight(&*of_elements), &mut *y, &*target);
    }
}

#[test]
fn binary_cross_entropy_with_weights() {
    binary_with_weights::<shape![2], dim![1]>();
    binary_with_weights::<shape![5], dim![3]>();
    binary_with_weights::<shape![], dim![7]>();
    binary_with_weights::<shape![2, 3], dim![4]>();
}

/// The random values of one seed for a loss of `C` classes.
struct Classes<B: Dim, C: Dim> {
    y: Box<Tensor<(B, C), f64>>,
    labels: Box<Tensor<(B,), Class<C>>>,
    distributions: Box<Tensor<(B, C), f64>>,
    weights: Box<Tensor<(C,), f64>>,
    reduction: Reduction,
}

impl<B: Dim, C: Dim> Classes<B, C> {
    fn new(seed: u64) -> Self {
        let mut distributions = random::<(B, C)>(1000 + seed);
        let mut weights = random::<(C,)>(2000 + seed);
        distributions.iter_mut().for_each(|target| *target = target.abs());
        weights.iter_mut().for_each(|weight| *weight = weight.abs());
        // An ignored class, now and then.
        if seed.is_multiple_of(3) {
            weights[[seed as usize % C::SIZE]] = 0.0;
        }
        let labels =
            Tensor::<(B,), Class<C>>::from_fn(|[row]| Class::new((row * 7 + seed as usize) % C::SIZE).unwrap());
        Self { y: random(seed), labels, distributions, weights, reduction: reduction(seed) }
    }

    /// Checks a loss with classes as targets, with its own reduction and with another one.
    fn check<L, R>(&mut self, loss: L, reduce: impl Fn(L, Reduction) -> R)
    where
        L: Copy + for<'a> Loss<(C,), f64, Target<'a, B> = &'a Tensor<(B,), Class<C>>>,
        R: for<'a> Loss<(C,), f64, Target<'a, B> = &'a Tensor<(B,), Class<C>>>,
    {
        check_loss::<(C,), B, _>(&loss, &mut *self.y, &*self.labels);
        check_loss::<(C,), B, _>(&reduce(loss, self.reduction), &mut *self.y, &*self.labels);
    }

    /// Checks a loss with distributions as targets, with its own reduction and with another one.
    fn check_soft<L, R>(&mut self, loss: L, reduce: impl Fn(L, Reduction) -> R)
    where
        L: Copy + for<'a> Loss<(C,), f64, Target<'a, B> = &'a Tensor<(B, C), f64>>,
        R: for<'a> Loss<(C,), f64, Target<'a, B> = &'a Tensor<(B, C), f64>>,
    {
        check_loss::<(C,), B, _>(&loss, &mut *self.y, &*self.distributions);
        check_loss::<(C,), B, _>(&reduce(loss, self.reduction), &mut *self.y, &*self.distributions);
    }
}

fn of_classes<B: Dim, C: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut classes = Classes::<B, C>::new(seed);
        let weights = classes.weights.to_boxed();
        let ignored = Class::<C>::new(seed as usize % C::SIZE).unwrap();
        classes.check(CrossEntropy, |loss, reduction| loss.reduction(reduction));
        classes.check(CrossEntropy.label_smoothing(0.2), |loss, reduction| loss.reduction(reduction));
        classes.check(CrossEntropy.weight(&weights), |loss, reduction| loss.reduction(reduction));
        classes.check(CrossEntropy.ignore_index(ignored), |loss, reduction| loss.reduction(reduction));
        let all = CrossEntropy.label_smoothing(0.3).weight(&weights).ignore_index(ignored);
        classes.check(all, |loss, reduction| loss.reduction(reduction));
        classes.check(Nll, |loss, reduction| loss.reduction(reduction));
        classes.check(Nll.weight(&weights), |loss, reduction| loss.reduction(reduction));
        classes.check(Nll.weight(&weights).ignore_index(ignored), |loss, reduction| loss.reduction(reduction));
        classes.check_soft(CrossEntropy.soft(), |loss, reduction| loss.reduction(reduction));
        classes.check_soft(CrossEntropy.soft().label_smoothing(0.2), |loss, reduction| loss.reduction(reduction));
        let all = CrossEntropy.soft().label_smoothing(0.2).weight(&weights);
        classes.check_soft(all, |loss, reduction| loss.reduction(reduction));
        // Probabilities: positive, well away from 0.
        classes.y.iter_mut().for_each(|p| *p = 0.1 + p.abs());
        classes.check_soft(ProbabilityCrossEntropy, |loss, reduction| loss.reduction(reduction));
    }
}

#[test]
fn class_losses() {
    of_classes::<dim![1], dim![2]>(0..25);
    of_classes::<dim![3], dim![5]>(25..50);
    of_classes::<dim![4], dim![7]>(50..75);
    of_classes::<dim![2], dim![17]>(75..100);
}

fn multi_margin<B: Dim, C: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        for margin in [1.0, 0.4] {
            let mut classes = Classes::<B, C>::new(seed);
            // Moves outputs away from the margin until no class is near it.
            for (row, label) in classes.labels.to_boxed().iter().enumerate() {
                let own = classes.y[[row, label.index()]];
                for class in (0..C::SIZE).filter(|&class| class != label.index()) {
                    while (margin - own + classes.y[[row, class]]).abs() < 0.01 {
                        classes.y[[row, class]] += 0.005;
                    }
                }
            }
            let loss = MultiMargin::new(margin);
            let weights = classes.weights.to_boxed();
            classes.check(loss, MultiMargin::reduction);
            classes.check(loss.squared(), MultiMargin::reduction);
            classes.check(loss.weight(&weights), MultiMargin::reduction);
            classes.check(loss.squared().weight(&weights), MultiMargin::reduction);
        }
    }
}

#[test]
fn multi_margins() {
    multi_margin::<dim![1], dim![2]>(0..25);
    multi_margin::<dim![3], dim![5]>(25..50);
    multi_margin::<dim![4], dim![7]>(50..75);
    multi_margin::<dim![2], dim![17]>(75..100);
}

fn multi_label<B: Dim, C: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut classes = Classes::<B, C>::new(seed);
        let weights = classes.weights.to_boxed();
        // The first labels of each row are its classes, as many as its number.
        let lists = Tensor::<(B, C), Label<C>>::from_fn(|[row, i]| {
            let class = (i * 3 + row + seed as usize) % C::SIZE;
            if i == (row + seed as usize) % (C::SIZE + 1) { Label::IGNORED } else { Label::new(class).unwrap() }
        });
        check_loss::<(C,), B, _>(&MultiLabelMargin, &mut *classes.y, &*lists);
        check_loss::<(C,), B, _>(&MultiLabelMargin.reduction(classes.reduction), &mut *classes.y, &*lists);
        let loss = MultiLabelSoftMargin;
        classes.distributions.iter_mut().for_each(|target| *target /= 2.0);
        check_loss::<(C,), B, _>(&loss, &mut *classes.y, &*classes.distributions);
        let loss = loss.weight(&weights).reduction(classes.reduction);
        check_loss::<(C,), B, _>(&loss, &mut *classes.y, &*classes.distributions);
    }
}

#[test]
fn losses_of_several_classes() {
    multi_label::<dim![1], dim![2]>(0..25);
    multi_label::<dim![3], dim![5]>(25..50);
    multi_label::<dim![4], dim![7]>(50..75);
}

/// The sum of losses of a network with two outputs.
#[test]
fn tuples() {
    for seed in 0..100 {
        let mut y = zeroed::<<Tuple<(shape![3], shape![2])> as nn::signal::Signal>::Owned<dim![4], f64>>();
        fill(nn::Parameters::as_mut_slice(&mut *y), &mut nn::init::rng(seed));
        let labels = Classes::<dim![4], dim![3]>::new(seed).labels;
        let values: Box<Batch<shape![2], dim![4], f64>> = random(seed);
        let losses = (CrossEntropy.label_smoothing(0.1), Huber::new(0.7).reduction(Reduction::Sum));
        check_loss::<Tuple<(shape![3], shape![2])>, dim![4], _>(&losses, &mut *y, (&*labels, &*values));
    }
}
