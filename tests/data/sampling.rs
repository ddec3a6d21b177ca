//! Weighted samplers: what they draw, that it depends only on seed and epoch, and that a resumed run continues with it.

use crate::squares;
use nn::Parameters;
use nn::data::{AugmentContext, DataError, Shard, WeightedRandomSampler};
use nn::prelude::*;
use rand::RngExt;

type Batch = dim![8];

/// Weights for `count` samples, with which the second half is three times as likely as the first.
fn weights(count: usize) -> Vec<f64> {
    (0..count).map(|sample| if sample < count / 2 { 0.5 } else { 1.5 }).collect()
}

fn sampler(count: usize) -> WeightedRandomSampler {
    WeightedRandomSampler::new(&weights(count)).unwrap()
}

#[test]
fn samples_are_drawn_in_proportion_to_weights() {
    let loader = Loader::<_, Batch>::new(squares(10)).sampler(sampler(10).num_samples(40_000), 1).unwrap();
    let order = loader.order(0);
    for sample in 0..10 {
        let count = order.iter().filter(|&&drawn| drawn == sample).count() as f64;
        let expected: f64 = if sample < 5 { 2000.0 } else { 6000.0 };
        // Five standard deviations.
        assert!((count - expected).abs() < 5.0 * expected.sqrt(), "sample {sample}: {count}");
    }
    let order = |seed, epoch| Loader::<_, Batch>::new(squares(50)).sampler(sampler(50), seed).unwrap().order(epoch);
    assert_eq!(order(1, 0), order(1, 0));
    assert_ne!(order(1, 0), order(1, 1));
    assert_ne!(order(1, 0), order(2, 0));
}

/// The bits of an epoch from batch `first` on.
fn epoch(workers: usize, first: usize) -> Vec<(Vec<f32>, usize)> {
    let noisy = squares(30).augment(|context: AugmentContext, x| x[[0, 0]] += context.rng().random_range(0.0..0.5));
    let loader = Loader::<_, Batch>::new(noisy).sampler(sampler(30).num_samples(75), 3).unwrap().workers(workers);
    loader.epoch_from(2, first).map(Result::unwrap).map(|batch| (batch.input().to_vec(), batch.rows())).collect()
}

#[test]
fn batches_are_identical_for_any_workers_and_start() {
    let expected = epoch(0, 0);
    assert_eq!(expected.iter().map(|(_, rows)| rows).sum::<usize>(), 75);
    for workers in [1, 3] {
        assert_eq!(epoch(workers, 0), expected);
        assert_eq!(epoch(workers, 4), expected[4..]);
    }
    // A sample that is drawn twice is augmented differently.
    let mut inputs: Vec<u32> = expected.iter().flat_map(|(x, rows)| x[..*rows].iter().map(|x| x.to_bits())).collect();
    inputs.sort_unstable();
    inputs.dedup();
    assert!(inputs.len() > 70, "{}", inputs.len());
}

#[test]
fn shards_partition_drawn_samples() {
    let loader = Loader::<_, Batch>::new(squares(30)).sampler(sampler(30).num_samples(40), 3).unwrap();
    let inputs = |shard: Shard| -> Vec<Vec<f32>> {
        let loader = loader.clone().shard(shard);
        loader.epoch(0).map(Result::unwrap).map(|batch| batch.input().to_vec()).collect()
    };
    let whole = inputs(Shard::new(0, 1, 1));
    let [first, second] = [0, 1].map(|part| inputs(Shard::new(part, 2, 2)));
    assert_eq!(whole[..2], [first[0].clone(), second[0].clone()]);
    assert_eq!((whole.len(), loader.clone().drop_last(true).batches(), loader.samples()), (5, 5, 40));
}

#[test]
fn rejects_invalid_weights() {
    for (weights, expected) in [
        (&[1.0, f64::NAN][..], "the weight of sample 1 is NaN, expected a finite number of at least 0"),
        (&[-1.0, 1.0], "the weight of sample 0 is -1, expected a finite number of at least 0"),
        (&[1.0, f64::INFINITY], "the weight of sample 1 is inf, expected a finite number of at least 0"),
        (&[0.0, 0.0], "the sum of the weights of all samples is 0, expected a finite number above 0"),
        (&[f64::MAX, f64::MAX], "the sum of the weights of all samples is inf, expected a finite number above 0"),
    ] {
        let error = WeightedRandomSampler::new(weights).unwrap_err();
        assert!(matches!(error, DataError::Argument { .. }));
        assert_eq!(error.to_string(), expected);
    }
    assert!(matches!(WeightedRandomSampler::new(&[]), Err(DataError::Empty)));
    let error = Loader::<_, Batch>::new(squares(5)).sampler(sampler(4), 1).unwrap_err();
    assert_eq!(error.to_string(), "the number of weights of the sampler is 4, expected 5, one for each sample");
    let loader = Loader::<_, Batch>::new(squares(5)).sampler(sampler(5).num_samples(0), 1).unwrap();
    assert_eq!((loader.batches(), loader.epoch(0).count()), (0, 0));
    // More than memory can hold is an error of the epoch, not a panic.
    let loader = Loader::<_, Batch>::new(squares(5)).sampler(sampler(5).num_samples(usize::MAX), 1).unwrap();
    assert!(matches!(loader.epoch(0).next(), Some(Err(DataError::TooMany { samples: usize::MAX }))));
}

#[test]
fn balanced_weights_equalise_classes() {
    let classes: Vec<usize> = (0..100).map(|i| usize::from(i % 10 == 0) * 2).collect();
    let data = TensorDataset::<shape![1], Indices<dim![3]>>::from_classes(&[0.0; 100], &classes).unwrap();
    let balanced = WeightedRandomSampler::balanced(&data).unwrap().num_samples(2000);
    let order = Loader::<_, Batch>::new(data).sampler(balanced, 1).unwrap().order(0);
    let rare = order.iter().filter(|&&sample| classes[sample] == 2).count();
    assert!((880..1120).contains(&rare), "{rare}");
    let none = TensorDataset::<shape![1], Indices<dim![3]>>::from_classes(&[], &[]).unwrap();
    assert!(matches!(WeightedRandomSampler::balanced(&none), Err(DataError::Empty)));
}

network! {
    struct Net {
        fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc()
    }
}

macro_rules! trainer {
    ($weights:expr) => {{
        let data = squares(20).map::<shape![1], shape![1], _>(|context, (x, y), (input, target)| {
            input[[0, 0]] = x[[0, 0]] / 20.0 + context.rng().random_range(0.0..0.01);
            target[[0, 0]] = y[[0, 0]] / 400.0;
        });
        let sampler = WeightedRandomSampler::new($weights).unwrap();
        let loader = Loader::<_, Batch>::new(data).sampler(sampler, 5).unwrap();
        Trainer::new(Session::<Net, Sgd, Batch>::new(Sgd::new(0.1), 1), loader, Mse).progress(Progress::Hidden)
    }};
}

fn bits(network: &Net) -> Vec<u32> {
    network.as_slice().iter().map(|number| number.to_bits()).collect()
}

#[test]
fn resumed_run_draws_the_same_samples() {
    let weights = weights(20);
    let mut whole = trainer!(&weights);
    assert_eq!(whole.run(4).unwrap(), StopReason::Finished);
    // In the middle of an epoch of three steps, and at the end of one.
    for steps in [2, 6, 7] {
        let folder = tempfile::tempdir().unwrap();
        let mut trainer = trainer!(&weights).checkpoints(folder.path(), 1).max_steps(steps);
        assert_eq!(trainer.run(4).unwrap(), StopReason::Steps);
        drop(trainer);
        let mut trainer = trainer!(&weights).checkpoints(folder.path(), 1).resume(true);
        assert_eq!(trainer.run(4).unwrap(), StopReason::Finished);
        assert_eq!(bits(&trainer.session().network), bits(&whole.session().network), "after {steps} steps");
    }
    // With other weights, it would be another run.
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(trainer!(&weights).checkpoints(folder.path(), 1).run(1).unwrap(), StopReason::Finished);
    let error = trainer!(&[1.0; 20]).checkpoints(folder.path(), 1).resume(true).run(2).unwrap_err().to_string();
    assert!(error.contains("drawn by 20 weights with checksum"), "{error}");
}
