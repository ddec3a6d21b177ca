//! Losses with a target for each position, and losses with weights for each sample or position.

use nn::gradient_check::{check_loss, fill};
use nn::losses::{ClassAxis, MarginRanking, PositionWeighted, SampleWeighted};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use nn::signal::Signal;

fn random<S: Shape>(seed: u64) -> Box<Tensor<S, f64>> {
    let mut numbers = Tensor::zeros();
    fill(Tensor::as_mut_slice(&mut numbers), &mut nn::init::rng(seed));
    numbers
}

/// Random values of at least 0, some of which are 0.
fn positive<S: Shape>(seed: u64) -> Box<Tensor<S, f64>> {
    let mut numbers = random(seed);
    Tensor::iter_mut(&mut numbers).for_each(|x: &mut f64| *x = if *x < -1.5 { 0.0 } else { x.abs() });
    numbers
}

fn reduction(seed: u64) -> Reduction {
    [Reduction::Sum, Reduction::BatchMean, Reduction::Mean][seed as usize % 3]
}

/// The shape of the positions of a batch.
type At<S, A, B> = <<S as ClassAxis<A>>::Positions as Sample>::Batch<B>;

/// Checks the losses of one shape, whose class axis is `A`. `$at` sets the class axis of a loss.
macro_rules! of_shape {
    ($S:ty, $B:ty, $A:ty, $seeds:expr, |$loss:ident| $at:expr) => {
        for seed in $seeds {
            type Classes = <$S as ClassAxis<$A>>::Classes;
            type Positions = At<$S, $A, $B>;
            let mut y = random::<<$S as Sample>::Batch<$B>>(seed);
            let soft = positive::<<$S as Sample>::Batch<$B>>(100 + seed);
            let class_weights = positive::<(Classes,)>(200 + seed);
            let weights = positive::<Positions>(300 + seed);
            let of_samples = positive::<($B,)>(400 + seed);
            let class = |i: usize| (7 * i + seed as usize) % Classes::SIZE;
            let mut target = Tensor::<Positions, Class<Classes>>::zeros();
            let mut labels = Tensor::<Positions, Label<Classes>>::zeros();
            let all = Tensor::iter_mut(&mut target).zip(Tensor::iter_mut(&mut labels)).enumerate();
            for (i, (target, label)) in all {
                *target = Class::new(class(i)).unwrap();
                *label = if i % 3 == 1 { Label::IGNORED } else { (*target).into() };
            }
            let ignored = Class::new(seed as usize % Classes::SIZE).unwrap();
            macro_rules! check {
                ($of:expr, $target:expr) => {
                    check_loss::<$S, $B, _>(&$of, &mut *y, $target);
                };
            }
            let ce = {
                let $loss = CrossEntropy;
                $at
            };
            let nll = {
                let $loss = Nll;
                $at
            };
            check!(ce, &*target);
            check!(nll, &*target);
            let (ce, nll) = (ce.reduction(reduction(seed)), nll.reduction(reduction(seed)));
            check!(ce.label_smoothing(0.2), &*target);
            check!(ce.label_smoothing(0.2).weight(&class_weights).ignore_index(ignored), &*target);
            check!(ce.labels(), &*labels);
            check!(ce.labels().label_smoothing(0.3).weight(&class_weights), &*labels);
            check!(nll.weight(&class_weights).ignore_index(ignored), &*target);
            check!(nll.labels(), &*labels);
            check!(ce.soft(), &*soft);
            check!(ce.label_smoothing(0.2).soft().weight(&class_weights), &*soft);
            // Weights.
            let all = ce.labels().label_smoothing(0.3).weight(&class_weights);
            check!(PositionWeighted(all), (&*labels, &*weights));
            check!(SampleWeighted(all), (&*labels, &*of_samples));
            check!(SampleWeighted(PositionWeighted(ce)), ((&*target, &*weights), &*of_samples));
            check!(PositionWeighted(nll), (&*target, &*weights));
            check!(SampleWeighted(nll.weight(&class_weights)), (&*target, &*of_samples));
            check!(PositionWeighted(ce.soft()), (&*soft, &*weights));
            check!(SampleWeighted(ce.soft()), (&*soft, &*of_samples));
        }
    };
}

#[test]
fn sequences_and_images() {
    use nn::losses::{Axis, ByRank};
    of_shape!(shape![4], dim![3], ByRank, 0..12, |loss| loss);
    of_shape!(shape![5, 3], dim![2], ByRank, 12..24, |loss| loss);
    of_shape!(shape![3, 2, 4], dim![2], ByRank, 24..36, |loss| loss);
    of_shape!(shape![3, 5], dim![2], Axis<0>, 36..48, |loss| loss.class_axis::<0>());
    of_shape!(shape![2, 3, 2], dim![2], Axis<2>, 48..60, |loss| loss.class_axis::<2>());
    of_shape!(shape![2, 3, 2], dim![2], Axis<1>, 60..72, |loss| loss.class_axis::<1>());
    of_shape!(shape![3, 2, 2, 2], dim![1], ByRank, 72..84, |loss| loss);
    // More than one tile of positions.
    of_shape!(shape![2, 9, 8], dim![1], ByRank, 84..90, |loss| loss);
}

#[test]
fn elementwise_losses_with_weights() {
    for seed in 0..100 {
        type S = shape![2, 3];
        type B = dim![4];
        let (mut y, target) = (random::<shape![4, 2, 3]>(seed), random::<shape![4, 2, 3]>(100 + seed));
        let weights = positive::<shape![4, 2, 3]>(200 + seed);
        let of_samples = positive::<shape![4]>(300 + seed);
        let of_elements = positive::<shape![2, 3]>(400 + seed);
        check_loss::<S, B, _>(&PositionWeighted(Mse), &mut *y, (&*target, &*weights));
        let loss = Mse.reduction(reduction(seed));
        check_loss::<S, B, _>(&PositionWeighted(loss), &mut *y, (&*target, &*weights));
        check_loss::<S, B, _>(&SampleWeighted(loss), &mut *y, (&*target, &*of_samples));
        let loss = BceWithLogits.weight(&*of_elements).pos_weight(&*of_elements);
        check_loss::<S, B, _>(&PositionWeighted(loss), &mut *y, (&*weights, &*weights));
        check_loss::<S, B, _>(&SampleWeighted(loss), &mut *y, (&*weights, &*of_samples));
    }
}

/// The weights of a loss of two outputs.
#[test]
fn pairs_with_weights() {
    type Pair = Tuple<(shape![3], shape![3])>;
    for seed in 0..100 {
        let mut y = zeroed::<<Pair as Signal>::Owned<dim![4], f64>>();
        fill(nn::Parameters::as_mut_slice(&mut *y), &mut nn::init::rng(seed));
        let signs = random::<shape![4, 3]>(100 + seed).map(f64::signum);
        let (weights, of_samples) = (positive::<shape![4, 3]>(200 + seed), positive::<shape![4]>(300 + seed));
        let loss = MarginRanking::new(0.3).reduction(reduction(seed));
        check_loss::<Pair, dim![4], _>(&PositionWeighted(loss), &mut *y, (&*signs, &*weights));
        check_loss::<Pair, dim![4], _>(&SampleWeighted(loss), &mut *y, (&*signs, &*of_samples));
    }
}
