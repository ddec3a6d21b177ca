//! Losses of pairs and triplets of outputs, and of alignments.

use nn::dim::AddDim;
use nn::gradient_check::{check_loss, fill};
use nn::losses::{CosineEmbedding, Ctc, GaussianNll, MarginRanking, SampleWeighted, TripletMargin};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::Shape;
use nn::signal::Signal;
use rand::RngExt;

fn random<S: Shape>(seed: u64) -> Box<Tensor<S, f64>> {
    let mut numbers = Tensor::zeros();
    fill(Tensor::as_mut_slice(&mut numbers), &mut nn::init::rng(seed));
    numbers
}

fn outputs<S: Signal, B: Dim>(seed: u64) -> Box<S::Owned<B, f64>>
where
    S::Owned<B, f64>: nn::Parameters<f64>,
{
    let mut y = zeroed::<S::Owned<B, f64>>();
    fill(nn::Parameters::as_mut_slice(&mut *y), &mut nn::init::rng(seed));
    y
}

fn reduction(seed: u64) -> Reduction {
    [Reduction::Sum, Reduction::BatchMean, Reduction::Mean][seed as usize % 3]
}

fn pairs<B: Dim, D: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let signs = random::<(B, D)>(1000 + seed).map(f64::signum);
        let mut y = outputs::<Tuple<((D,), (D,))>, B>(seed);
        for margin in [0.0, 0.4] {
            let loss = MarginRanking::new(margin).reduction(reduction(seed));
            check_loss::<Tuple<((D,), (D,))>, B, _>(&loss, &mut *y, &*signs);
            let loss = CosineEmbedding::new(margin).reduction(reduction(seed));
            let similar = random::<(B,)>(2000 + seed).map(f64::signum);
            check_loss::<Tuple<((D,), (D,))>, B, _>(&loss, &mut *y, &*similar);
            let weights = random::<(B,)>(3000 + seed).map(f64::abs);
            check_loss::<Tuple<((D,), (D,))>, B, _>(&SampleWeighted(loss), &mut *y, (&*similar, &*weights));
        }
        // Variances above `eps`, below which the gradient is not that of the loss.
        y.1.iter_mut().for_each(|var| *var = 0.2 + var.abs());
        let target = random::<(B, D)>(4000 + seed);
        for loss in [GaussianNll::default(), GaussianNll::new(0.1).full()] {
            check_loss::<Tuple<((D,), (D,))>, B, _>(&loss, &mut *y, &*target);
            check_loss::<Tuple<((D,), (D,))>, B, _>(&loss.reduction(reduction(seed)), &mut *y, &*target);
        }
    }
}

#[test]
fn losses_of_pairs() {
    pairs::<dim![1], dim![2]>(0..30);
    pairs::<dim![3], dim![5]>(30..60);
    pairs::<dim![4], dim![17]>(60..100);
}

fn triplets<B: Dim, D: Dim>(seeds: std::ops::Range<u64>) {
    let (count, mut checked) = (10 * seeds.clone().count(), 0);
    for seed in seeds {
        let mut y = outputs::<Tuple<((D,), (D,), (D,))>, B>(seed);
        let loss = TripletMargin::new(5.0).reduction(reduction(seed));
        for p in [1.0, 1.5, 2.0, 3.0, f64::INFINITY] {
            for loss in [loss.p(p), loss.p(p).eps(0.1).swap()] {
                // A small loss is a difference of distances, whose rounding errors are larger than those of the loss.
                if loss.value::<B>((&y.0, &y.1, &y.2), ()) > 2.0 {
                    checked += 1;
                    check_loss::<Tuple<((D,), (D,), (D,))>, B, _>(&loss, &mut *y, ());
                }
            }
        }
    }
    assert!(checked > count / 2, "{checked} of {count}");
}

#[test]
fn losses_of_triplets() {
    triplets::<dim![1], dim![2]>(0..30);
    triplets::<dim![3], dim![5]>(30..60);
    triplets::<dim![2], dim![17]>(60..100);
}

/// Random labels, some equal to the one before, which end at a random index.
fn labels<B: Dim, S: Dim, C: Dim>(seed: u64) -> Box<Tensor<(B, S), Label<C>>> {
    let mut rng = nn::init::rng(seed);
    let mut labels = Tensor::<(B, S), Label<C>>::zeros();
    for row in labels.as_mut_slice().chunks_exact_mut(S::SIZE) {
        let len = rng.random_range(0..=S::SIZE);
        let mut last = 1;
        for (i, label) in row.iter_mut().enumerate() {
            if rng.random_bool(0.7) {
                last = rng.random_range(1..C::SIZE);
            }
            *label = if i < len { Label::new(last).unwrap() } else { Label::IGNORED };
        }
    }
    labels
}

fn alignments<B: Dim, L: AddDim<N<1>, Output = Lengths>, S: Dim, C: Dim, Lengths: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut y = random::<(B, L, C)>(seed);
        let labels = labels::<B, S, C>(1000 + seed);
        let loss = Ctc::new().zero_infinity();
        check_loss::<(L, C), B, _>(&loss, &mut *y, &*labels);
        check_loss::<(L, C), B, _>(&loss.reduction(reduction(seed)), &mut *y, &*labels);
        let mut rng = nn::init::rng(2000 + seed);
        let lengths = Tensor::<(B,), Class<Lengths>>::from_fn(|_| Class::new(rng.random_range(0..=L::SIZE)).unwrap());
        let loss = loss.input_lengths().reduction(reduction(seed));
        check_loss::<(L, C), B, _>(&loss, &mut *y, (&*labels, &*lengths));
        let weights = random::<(B,)>(3000 + seed).map(f64::abs);
        check_loss::<(L, C), B, _>(&SampleWeighted(loss), &mut *y, ((&*labels, &*lengths), &*weights));
    }
}

#[test]
fn losses_of_alignments() {
    alignments::<dim![1], dim![1], dim![1], dim![2], _>(0..25);
    alignments::<dim![3], dim![6], dim![3], dim![3], _>(25..50);
    alignments::<dim![2], dim![9], dim![6], dim![5], _>(50..75);
    // Longer than the number of positions whose states are stored at the same time.
    alignments::<dim![1], dim![70], dim![9], dim![3], _>(75..80);
}
