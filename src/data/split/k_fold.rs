//! Cross-validation: k folds of a data set, each of which is the test set once.

use super::classes::samples_by_class;
use crate::data::dataset::{Dataset, Subset};
use crate::data::error::DataError;
use nn_core::{Dim, Indices, rng_at};
use rand::seq::SliceRandom;
use std::fmt;
use std::sync::Arc;

/// Divides a data set into folds of equal size, to within one sample, for cross-validation: each fold is the test set of a network
/// trained on the others. It is named after its counterpart in scikit-learn.
///
/// Folds are ranges of adjacent samples unless [`shuffle`](Self::shuffle) is set.
///
/// ```
/// use nn::data::{KFold, Normalizer};
/// use nn::prelude::*;
/// let x = Tensor::<shape![5, 1]>::new([[0.0], [1.0], [2.0], [3.0], [4.0]]);
/// let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![5]>(&x, &x);
/// for (fold, (train, test)) in KFold::new(2).split(data)?.enumerate() {
///     assert_eq!(test.indices(), [&[0, 1, 2][..], &[3, 4]][fold]);
///     assert_eq!(train.indices(), [&[3, 4][..], &[0, 1, 2]][fold]);
///     // Statistics are those of the training part.
///     let normalizer = Normalizer::fit(&train)?;
///     let (train, test) = (train.normalize(&normalizer), test.normalize(&normalizer));
///     assert_eq!(train.len() + test.len(), 5);
/// }
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct KFold {
    folds: usize,
    seed: Option<u64>,
}

impl KFold {
    /// Creates a division into this number of folds, of adjacent samples.
    pub fn new(folds: usize) -> Self {
        Self { folds, seed: None }
    }

    /// Assigns samples to folds at random, as a function of the seed.
    pub fn shuffle(self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self }
    }

    /// Returns an iterator over pairs of a training part and a test part, one for each fold. The parts are views of the data set in
    /// its order, without a copy. An [`Arc`] of a data set is a data set as well, for a caller that still needs the data set.
    ///
    /// # Errors
    /// [`DataError::Argument`] if there are fewer than 2 folds, or more folds than samples.
    pub fn split<D: Dataset>(self, data: D) -> Result<Folds<D>, DataError> {
        let (folds, len) = (self.folds, data.len());
        check(folds, len, "KFold")?;
        let mut order: Vec<usize> = (0..len).collect();
        if let Some(seed) = self.seed {
            order.shuffle(&mut rng_at(seed, [0, 0, 5]));
        }
        let mut fold_of = vec![0; len];
        let mut rest = order.as_slice();
        for fold in 0..folds {
            let (samples, others) = rest.split_at(len / folds + usize::from(fold < len % folds));
            samples.iter().for_each(|&sample| fold_of[sample] = fold);
            rest = others;
        }
        Ok(Folds { data: Arc::new(data), fold_of, folds, next: 0 })
    }
}

/// [`KFold`] with the class proportions of the whole in each fold, to within one sample per class.
///
/// ```
/// use nn::data::StratifiedKFold;
/// use nn::prelude::*;
/// let classes = [0, 0, 0, 0, 1, 1];
/// let data = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&[0.0; 6], &classes)?;
/// for (train, test) in StratifiedKFold::new(2).shuffle(1).split(data)? {
///     let ones = |indices: &[usize]| indices.iter().filter(|&&index| classes[index] == 1).count();
///     assert_eq!((ones(train.indices()), ones(test.indices())), (1, 1));
/// }
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct StratifiedKFold {
    folds: usize,
    seed: Option<u64>,
}

impl StratifiedKFold {
    /// Creates a division into this number of folds; the first samples of each class are in the first fold.
    pub fn new(folds: usize) -> Self {
        Self { folds, seed: None }
    }

    /// Assigns the samples of each class to folds at random, as a function of the seed.
    pub fn shuffle(self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self }
    }

    /// Returns the folds as [`KFold::split`] does. Each sample is read once, in epoch 0, for its class.
    ///
    /// # Errors
    /// As [`KFold::split`]; a class that has samples, but fewer than there are folds; and errors in reading a sample.
    pub fn split<C: Dim, D: Dataset<Target = Indices<C>>>(self, data: D) -> Result<Folds<D>, DataError> {
        let (folds, len) = (self.folds, data.len());
        check(folds, len, "StratifiedKFold")?;
        let mut classes = samples_by_class::<C, D>(&data)?;
        if let Some(class) = classes.iter().position(|samples| (1..folds).contains(&samples.len())) {
            let argument = format!("the number of samples of class {class} for `StratifiedKFold`");
            let expected = format!("at least {folds}, one for each fold");
            return Err(DataError::argument(argument, classes[class].len(), expected));
        }
        // As in scikit-learn: classes in order of first occurrence, dealt to the folds in turn.
        classes.retain(|samples| !samples.is_empty());
        classes.sort_by_key(|samples| samples[0]);
        let (mut fold_of, mut dealt) = (vec![0; len], 0);
        for (class, samples) in classes.iter().enumerate() {
            let mut counts = vec![0; folds];
            (dealt..dealt + samples.len()).for_each(|card| counts[card % folds] += 1);
            dealt += samples.len();
            let mut of_class: Vec<usize> =
                counts.into_iter().enumerate().flat_map(|(fold, count)| std::iter::repeat_n(fold, count)).collect();
            if let Some(seed) = self.seed {
                of_class.shuffle(&mut rng_at(seed, [0, class as u64, 6]));
            }
            samples.iter().zip(of_class).for_each(|(&sample, fold)| fold_of[sample] = fold);
        }
        Ok(Folds { data: Arc::new(data), fold_of, folds, next: 0 })
    }
}

fn check(folds: usize, len: usize, name: &str) -> Result<(), DataError> {
    if (2..=len).contains(&folds) {
        return Ok(());
    }
    let expected = format!("2 to {len}, the number of samples");
    Err(DataError::argument(format_args!("the number of folds of `{name}`"), folds, expected))
}

/// An iterator over the folds of a data set, as pairs of a training part and a test part.
pub struct Folds<D> {
    data: Arc<D>,
    /// The fold of each sample.
    fold_of: Vec<usize>,
    folds: usize,
    next: usize,
}

impl<D: Dataset> Iterator for Folds<D> {
    type Item = (Subset<D>, Subset<D>);

    fn next(&mut self) -> Option<Self::Item> {
        let fold = (self.next < self.folds).then_some(self.next)?;
        self.next += 1;
        let (test, train): (Vec<usize>, Vec<usize>) =
            (0..self.fold_of.len()).partition(|&sample| self.fold_of[sample] == fold);
        let part = |indices| Subset { data: self.data.clone(), indices };
        Some((part(train), part(test)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.folds - self.next, Some(self.folds - self.next))
    }
}

impl<D: Dataset> ExactSizeIterator for Folds<D> {}

impl<D> fmt::Debug for Folds<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} folds of {} samples", self.folds - self.next, self.folds, self.fold_of.len())
    }
}
