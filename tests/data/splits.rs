//! Splits of a data set: in order, stratified by class, and as folds.

use crate::{is_argument, squares};
use nn::data::{Folds, KFold, StratifiedKFold, Subset};
use nn::prelude::*;
use std::sync::Arc;

type Classes = TensorDataset<shape![1], Indices<dim![4]>>;

/// A data set with these classes as targets, and the index of each sample as its input.
fn of_classes(classes: &[usize]) -> Classes {
    let inputs: Vec<f32> = (0..classes.len()).map(|index| index as f32).collect();
    TensorDataset::from_classes(&inputs, classes).unwrap()
}

/// The classes of `counts` samples of each of four classes, in mixed order.
fn mixed(counts: [usize; 4]) -> Vec<usize> {
    let mut classes: Vec<usize> = (0..4).flat_map(|class| std::iter::repeat_n(class, counts[class])).collect();
    let len = classes.len();
    (0..len).for_each(|i| classes.swap(i, (i * 7 + 3) % len));
    classes
}

fn counts<D: Dataset>(part: &Subset<D>, classes: &[usize]) -> [usize; 4] {
    [0, 1, 2, 3].map(|class| part.indices().iter().filter(|&&index| classes[index] == class).count())
}

#[test]
fn split_at_keeps_order_and_all_samples() {
    for n in [0, 1, 7, 20] {
        let (first, rest) = squares(20).split_at(n).unwrap();
        assert_eq!(first.indices(), (0..n).collect::<Vec<_>>());
        assert_eq!(rest.indices(), (n..20).collect::<Vec<_>>());
    }
    // A part of a part refers to the samples of that part.
    let (_, rest) = squares(20).split_at(15).unwrap();
    let (first, _) = rest.split_at(2).unwrap();
    assert_eq!(first.collect().unwrap().inputs.to_vec(), [15.0, 16.0]);
    assert_eq!(first.origin(1).to_string(), "sample 16");
    for n in [21, usize::MAX] {
        let error = squares(20).split_at(n).unwrap_err();
        assert!(is_argument(&error) && error.to_string().contains(&format!("is {n}, expected at most 20")), "{error}");
    }
}

#[test]
fn stratified_split_preserves_class_shares() {
    let classes = mixed([50, 30, 16, 4]);
    for share in [0.2, 0.5, 0.8] {
        let (first, rest) = of_classes(&classes).stratified_split(share, 3).unwrap();
        assert_eq!(counts(&first, &classes), [50.0, 30.0, 16.0, 4.0].map(|count| (count * share).round() as usize));
        let mut all = [first.indices(), rest.indices()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
    }
    let indices = |seed| of_classes(&classes).stratified_split(0.5, seed).unwrap().0.indices().to_vec();
    assert_eq!(indices(1), indices(1));
    assert_ne!(indices(1), indices(2));
    // The order is random, too, and not grouped by class.
    let first = of_classes(&classes).stratified_split(0.5, 1).unwrap().0;
    assert!(!first.indices().is_sorted_by_key(|&index| classes[index]));
}

#[test]
fn stratified_split_of_few_samples() {
    // A class without samples is in neither part.
    let classes = [1, 1, 2, 2, 2];
    let (first, rest) = of_classes(&classes).stratified_split(0.6, 1).unwrap();
    assert_eq!((counts(&first, &classes), counts(&rest, &classes)), ([0, 1, 2, 0], [0, 1, 1, 0]));
    let (first, rest) = of_classes(&[]).stratified_split(0.5, 1).unwrap();
    assert!(first.is_empty() && rest.is_empty());
    let (first, rest) = of_classes(&[0, 1]).stratified_split(1.0, 1).unwrap();
    assert_eq!((first.len(), rest.len()), (2, 0));

    for (classes, share, expected) in [
        (&[0, 0, 1][..], 0.5, "the number of samples of class 1 for `stratified_split` is 1, expected at least 2"),
        (&[0, 0, 1, 1, 2, 2], 0.2, "with a share of 0.2 is 1 samples, expected at least 3, one of each class"),
        (&[0, 0], 80.0, "the share of `stratified_split` is 80, expected a share from 0 to 1"),
        (&[0, 0], f64::NAN, "the share of `stratified_split` is NaN"),
        (&[0, 0], -0.1, "the share of `stratified_split` is -0.1"),
    ] {
        let error = of_classes(classes).stratified_split(share, 1).unwrap_err();
        assert!(is_argument(&error) && error.to_string().contains(expected), "{error}");
    }
}

/// Checks that each sample is in one test part, and in the training part of every other fold.
fn check_folds<D: Dataset>(folds: Folds<D>, count: usize, len: usize) -> Vec<(Subset<D>, Subset<D>)> {
    assert_eq!(folds.len(), count);
    let folds: Vec<_> = folds.collect();
    let mut tested: Vec<usize> = folds.iter().flat_map(|(_, test)| test.indices()).copied().collect();
    tested.sort_unstable();
    assert_eq!(tested, (0..len).collect::<Vec<_>>());
    for (train, test) in &folds {
        assert!(train.indices().is_sorted() && test.indices().is_sorted());
        let mut all = [train.indices(), test.indices()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..len).collect::<Vec<_>>());
    }
    folds
}

#[test]
fn each_sample_is_tested_in_one_fold() {
    for (count, len) in [(2, 2), (3, 10), (5, 23), (10, 10)] {
        let folds = check_folds(KFold::new(count).split(squares(len)).unwrap(), count, len);
        // The first folds have the samples that are left over.
        let sizes: Vec<usize> = folds.iter().map(|(_, test)| test.len()).collect();
        let expected: Vec<usize> = (0..count).map(|fold| len / count + usize::from(fold < len % count)).collect();
        assert_eq!(sizes, expected);
        let in_order: Vec<usize> = folds.iter().flat_map(|(_, test)| test.indices().to_vec()).collect();
        assert!(in_order.is_sorted());

        let shuffled = |seed| -> Vec<Vec<usize>> {
            let folds = check_folds(KFold::new(count).shuffle(seed).split(squares(len)).unwrap(), count, len);
            assert_eq!(folds.iter().map(|(_, test)| test.len()).collect::<Vec<_>>(), expected);
            folds.iter().map(|(_, test)| test.indices().to_vec()).collect()
        };
        assert_eq!(shuffled(1), shuffled(1));
        assert!(len < 10 || shuffled(1) != shuffled(2));
    }
}

/// The values are those of scikit-learn 1.9.1: `StratifiedKFold(3).split(numpy.zeros(len(y)), y)`.
#[test]
fn stratified_folds_match_scikit_learn() {
    let tests = |classes: &[usize]| -> Vec<Vec<usize>> {
        let folds = StratifiedKFold::new(3).split(of_classes(classes)).unwrap();
        check_folds(folds, 3, classes.len()).iter().map(|(_, test)| test.indices().to_vec()).collect()
    };
    let y = [1, 0, 0, 2, 0, 1, 0, 2, 1, 0, 0, 2];
    assert_eq!(tests(&y), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]);
    let y = [3, 3, 0, 1, 1, 1, 0, 3, 0, 0, 0, 0, 1, 0, 3, 0, 1];
    assert_eq!(tests(&y), [vec![0, 1, 2, 3, 4, 6], vec![5, 7, 8, 9, 10, 12], vec![11, 13, 14, 15, 16]]);
}

#[test]
fn stratified_folds_preserve_class_shares() {
    let classes = mixed([40, 21, 9, 5]);
    for seed in [None, Some(1), Some(2)] {
        let folds = StratifiedKFold::new(5);
        let folds = seed.map_or(folds, |seed| folds.shuffle(seed));
        for (_, test) in check_folds(folds.split(of_classes(&classes)).unwrap(), 5, 75) {
            assert_eq!(test.len(), 15);
            for (found, count) in counts(&test, &classes).into_iter().zip([40, 21, 9, 5]) {
                assert!((found as f64 - f64::from(count) / 5.0).abs() < 1.0, "{found} of {count}");
            }
        }
    }
    let tests = |seed| -> Vec<Vec<usize>> {
        let folds = StratifiedKFold::new(5).shuffle(seed).split(of_classes(&classes)).unwrap();
        folds.map(|(_, test)| test.indices().to_vec()).collect()
    };
    assert_eq!(tests(1), tests(1));
    assert_ne!(tests(1), tests(2));
}

#[test]
fn rejects_invalid_numbers_of_folds() {
    for folds in [0, 1, 6, usize::MAX] {
        let error = KFold::new(folds).split(squares(5)).unwrap_err();
        let expected = format!("the number of folds of `KFold` is {folds}, expected 2 to 5, the number of samples");
        assert!(is_argument(&error) && error.to_string().starts_with(&expected), "{error}");
        let error = StratifiedKFold::new(folds).split(of_classes(&[0; 5])).unwrap_err();
        assert!(error.to_string().contains(&format!("`StratifiedKFold` is {folds}")), "{error}");
    }
    assert!(KFold::new(2).split(squares(0)).is_err());
    let error = StratifiedKFold::new(3).split(of_classes(&[0, 0, 0, 2, 2])).unwrap_err();
    let expected =
        "the number of samples of class 2 for `StratifiedKFold` is 2, expected at least 3, one for each fold";
    assert_eq!(error.to_string(), expected);
}

/// Folds share the samples without a copy, and a loader accepts them as data sets.
#[test]
fn folds_are_views() {
    let data = Arc::new(squares(10));
    let folds: Vec<_> = KFold::new(5).split(data.clone()).unwrap().collect();
    for (train, test) in folds {
        let loader = Loader::<_, dim![4]>::new(train).shuffle(1);
        assert_eq!(loader.epoch(0).map(|batch| batch.unwrap().rows()).sum::<usize>(), 8);
        assert_eq!(test.collect().unwrap().targets.len(), 2);
    }
    assert_eq!(Arc::strong_count(&data), 1);
}
