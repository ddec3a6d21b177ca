//! Loaders: every sample once, in an order that depends only on seed and epoch.

use crate::squares;
use nn::data::{AugmentContext, DataError, SampleMut};
use nn::prelude::*;
use rand::{Rng, RngExt};
use std::sync::atomic::{AtomicUsize, Ordering};

type Batch = dim![8];

/// All elements of an epoch, batch by batch, with the number of valid rows.
fn numbers<D>(loader: &Loader<D, Batch>, epoch: u64, first: usize) -> Vec<(Vec<f32>, Vec<f32>, usize)>
where
    D: Dataset<Elem = f32, Input = shape![1], Target = shape![1]> + 'static,
{
    let batches = loader.epoch_from(epoch, first).map(|batch| {
        let batch = batch.unwrap();
        (batch.input().as_slice().to_vec(), batch.target().as_slice().to_vec(), batch.rows())
    });
    batches.collect()
}

/// For sizes around multiples of the batch, and any seed, epoch and number of workers, each sample occurs once with its
/// own target, and the rest is zeros.
#[test]
fn yields_every_sample_once() {
    let mut rng = nn::init::rng(1);
    for case in 0..60 {
        let count = if case < 18 { case } else { rng.random_range(1..100) };
        let workers = rng.random_range(0..5);
        let mut loader = Loader::<_, Batch>::new(squares(count)).workers(workers);
        if rng.random() {
            loader = loader.shuffle(rng.next_u64());
        }
        let epoch = rng.random_range(0..3);
        let batches = numbers(&loader, epoch, 0);
        assert_eq!(batches.len(), count.div_ceil(8));
        assert_eq!(batches.len(), loader.batches());
        let mut seen = Vec::new();
        for (number, (x, y, rows)) in batches.iter().enumerate() {
            assert_eq!(*rows, if number + 1 == batches.len() { count - 8 * number } else { 8 });
            for (row, (x, y)) in x.iter().zip(y).enumerate() {
                assert_eq!(*y, x * x);
                match row < *rows {
                    true => seen.push(*x as usize),
                    false => assert_eq!(*x, 0.0),
                }
            }
        }
        assert_eq!(seen, loader.order(epoch));
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>());

        let dropped = numbers(&loader.clone().drop_last(true), epoch, 0);
        assert_eq!(dropped, batches[..count / 8]);
    }
}

#[test]
fn order_is_identical_for_any_number_of_workers() {
    let noisy = || squares(77).augment(|context: AugmentContext, x| x[[0, 0]] += context.rng().random_range(0.0..0.5));
    for epoch in 0..3 {
        let of = |workers| numbers(&Loader::<_, Batch>::new(noisy()).shuffle(3).workers(workers), epoch, 0);
        let expected = of(0);
        for workers in [1, 2, 3, 7, 20] {
            assert_eq!(of(workers), expected, "{workers} workers in epoch {epoch}");
        }
        // From the middle on, as a resumed run does.
        for first in [1, 4, 9, 10] {
            let loader = Loader::<_, Batch>::new(noisy()).shuffle(3).workers(2);
            assert_eq!(numbers(&loader, epoch, first), expected[first..]);
        }
    }
}

#[test]
fn order_differs_by_epoch_and_seed() {
    let order = |seed, epoch| Loader::<_, Batch>::new(squares(50)).shuffle(seed).order(epoch);
    assert_ne!(order(1, 0), order(1, 1));
    assert_ne!(order(1, 0), order(2, 0));
    assert_eq!(order(1, 0), order(1, 0));
    assert_eq!(Loader::<_, Batch>::new(squares(5)).order(3), [0, 1, 2, 3, 4]);
}

/// A data set that fails, or panics, at one sample.
struct Bad {
    at: usize,
    panics: bool,
}

impl Dataset for Bad {
    type Elem = f32;
    type Input = shape![1];
    type Target = shape![1];

    fn len(&self) -> usize {
        40
    }

    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        _: SampleMut<'_, shape![1], f32>,
        _: SampleMut<'_, shape![1], f32>,
    ) -> Result<(), DataError> {
        if index == self.at {
            assert!(!self.panics, "sample {index} panics");
            return Err(DataError::Other(format!("sample {index} is gone").into()));
        }
        Ok(())
    }
}

#[test]
fn error_follows_preceding_batches() {
    for workers in [0, 1, 2, 3] {
        let loader = Loader::<_, Batch>::new(Bad { at: 20, panics: false }).workers(workers);
        let mut epoch = loader.epoch(0);
        assert!(epoch.next().unwrap().is_ok() && epoch.next().unwrap().is_ok());
        assert_eq!(epoch.next().unwrap().unwrap_err().to_string(), "sample 20 is gone");
        assert!(epoch.next().is_none());
    }
}

#[test]
fn worker_panic_propagates_to_the_loop() {
    for workers in [0, 1, 3] {
        let loader = Loader::<_, Batch>::new(Bad { at: 20, panics: true }).workers(workers);
        let batches = std::panic::AssertUnwindSafe(|| loader.epoch(0).filter(Result::is_ok).count());
        let panic = std::panic::catch_unwind(batches).unwrap_err();
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "sample 20 panics");
    }
}

/// An epoch that is dropped before its end stops its threads; batches that outlive it remain valid.
#[test]
fn dropped_epoch_ends_its_threads() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let data = squares(4000).augment(|_, _| {
        CALLS.fetch_add(1, Ordering::Relaxed);
    });
    let loader = Loader::<_, Batch>::new(data).workers(3);
    let mut epoch = loader.epoch(0);
    let first = epoch.next().unwrap().unwrap();
    drop(epoch);
    let calls = CALLS.load(Ordering::Relaxed);
    assert!(calls < 4000, "{calls} samples were made for one batch");
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(CALLS.load(Ordering::Relaxed), calls);
    assert_eq!(first.input()[[3, 0]], 3.0);
}

#[test]
fn supports_indices_and_several_inputs() {
    type In = Tuple<(Indices<dim![9], shape![2]>, shape![3])>;
    type Words<B> = Tensor<shape![B, 2], Class<dim![9]>>;
    let inputs = Samples::<In>::from_fn(13, |i, (words, x): (&mut Words<dim![1]>, &mut Tensor<shape![1, 3]>)| {
        words[[0, 1]] = Class::new(i % 9).unwrap();
        x[[0, 2]] = i as f32;
    });
    let targets = Samples::<Indices<dim![13]>>::from_fn(13, |i, t| t[[0]] = Class::new(i).unwrap());
    let loader = Loader::<_, Batch>::new(TensorDataset::<In, _>::new(inputs, targets).unwrap()).shuffle(1).workers(2);
    let mut seen = Vec::new();
    for batch in loader.epoch(0) {
        let batch = batch.unwrap();
        let (words, x) = batch.input();
        for row in 0..batch.rows() {
            let index = batch.target()[[row]].index();
            assert_eq!((words[[row, 1]].index(), x[[row, 2]]), (index % 9, index as f32));
            seen.push(index);
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..13).collect::<Vec<_>>());
}
