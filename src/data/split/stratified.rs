//! A random split that keeps the class proportions.

use super::classes::samples_by_class;
use crate::data::adaptors::check_share;
use crate::data::dataset::{Dataset, Subset};
use crate::data::error::DataError;
use nn_core::{Dim, Indices, rng_at};
use rand::seq::SliceRandom;
use std::sync::Arc;

impl<D: Dataset> Subset<D> {
    /// Splits a data set into two random parts, of which the first gets `share` of the samples of each class.
    pub(in crate::data) fn stratified<C: Dim>(data: Arc<D>, share: f64, seed: u64) -> Result<(Self, Self), DataError>
    where
        D: Dataset<Target = Indices<C>>,
    {
        check_share(share, || "the share of `stratified_split`".into())?;
        let classes = samples_by_class::<C, D>(&data)?;
        let (first, rest) = stratified_indices(classes, share, seed, &|class| class.to_string())?;
        Ok((Self { data: data.clone(), indices: first }, Self { data, indices: rest }))
    }
}

/// Splits the indices of the samples of each class at random; `name` returns the name of a class for messages.
pub(in crate::data) fn stratified_indices(
    classes: Vec<Vec<usize>>,
    share: f64,
    seed: u64,
    name: &dyn Fn(usize) -> String,
) -> Result<(Vec<usize>, Vec<usize>), DataError> {
    let counts: Vec<usize> = classes.iter().map(Vec::len).collect();
    let mut rng = rng_at(seed, [0, 0, 4]);
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for (mut samples, count) in classes.into_iter().zip(counts_of_first(&counts, share, name)?) {
        samples.shuffle(&mut rng);
        rest.extend(samples.split_off(count));
        first.extend(samples);
    }
    first.shuffle(&mut rng);
    rest.shuffle(&mut rng);
    Ok((first, rest))
}

/// Returns the number of samples of each class in the first part: its share of them, rounded such that the part has its share of
/// all samples, and that no class is missing in either part. If one part is empty, the other has all samples.
fn counts_of_first(counts: &[usize], share: f64, name: &dyn Fn(usize) -> String) -> Result<Vec<usize>, DataError> {
    let all: usize = counts.iter().sum();
    let total = (share * all as f64).round() as usize;
    if total == 0 || total == all {
        return Ok(counts.iter().map(|&count| if total == 0 { 0 } else { count }).collect());
    }
    if let Some(class) = counts.iter().position(|&count| count == 1) {
        let argument = format!("the number of samples of class {} for `stratified_split`", name(class));
        return Err(DataError::argument(argument, 1, "at least 2, one for each part"));
    }
    let classes = counts.iter().filter(|&&count| count > 0).count();
    if total.min(all - total) < classes {
        let argument = format!("the smaller part of `stratified_split` of {all} samples with a share of {share}");
        let found = format!("{} samples", total.min(all - total));
        return Err(DataError::argument(argument, found, format!("at least {classes}, one of each class")));
    }
    let wanted = |class: usize| share * counts[class] as f64;
    let mut first: Vec<usize> = (0..counts.len())
        .map(|class| (wanted(class) as usize).clamp(counts[class].min(1), counts[class].saturating_sub(1)))
        .collect();
    // Classes with the largest remainders get one more; if small classes took more than their share, others get one less.
    let remainder = |first: &[usize], class: usize| wanted(class) - first[class] as f64;
    let mut sum: usize = first.iter().sum();
    while sum != total {
        let grows = sum < total;
        let may_change = |&class: &usize| {
            if grows { first[class] + 1 < counts[class] } else { first[class] > 1 }
        };
        let by_remainder =
            |&a: &usize, &b: &usize| remainder(&first, a).total_cmp(&remainder(&first, b)).then(b.cmp(&a));
        let candidates = (0..counts.len()).filter(may_change);
        let class = if grows { candidates.max_by(by_remainder) } else { candidates.min_by(by_remainder) };
        // A candidate exists, since each part has at least as many samples as there are classes.
        let Some(class) = class else { break };
        if grows {
            first[class] += 1;
            sum += 1;
        } else {
            first[class] -= 1;
            sum -= 1;
        }
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts_of_first(counts: &[usize], share: f64) -> Result<Vec<usize>, DataError> {
        super::counts_of_first(counts, share, &|class| class.to_string())
    }

    #[test]
    fn class_shares_are_within_one_sample() {
        for (counts, share) in [
            (vec![50, 30, 20], 0.8),
            (vec![7, 7, 7, 7], 0.5),
            (vec![1000, 3, 2], 0.8),
            (vec![0, 10, 5], 0.33),
            (vec![2, 2, 2], 0.5),
        ] {
            let first = counts_of_first(&counts, share).unwrap();
            let all: usize = counts.iter().sum();
            assert_eq!(first.iter().sum::<usize>(), (share * all as f64).round() as usize, "{counts:?}");
            for (&count, &first) in counts.iter().zip(&first) {
                assert!((first as f64 - share * count as f64).abs() <= 1.0, "{first} of {count}");
                assert!(count == 0 || 0 < first && first < count, "{first} of {count}");
            }
        }
    }

    #[test]
    fn classes_with_two_samples_are_in_both_parts() {
        let counts = [vec![100], vec![2; 10]].concat();
        let first = counts_of_first(&counts, 0.9).unwrap();
        assert_eq!(first, [vec![98], vec![1; 10]].concat());
        let first = counts_of_first(&counts, 0.1).unwrap();
        assert_eq!(first, [vec![2], vec![1; 10]].concat());
    }

    #[test]
    fn accepts_empty_parts_and_classes() {
        assert_eq!(counts_of_first(&[1, 5], 0.0).unwrap(), [0, 0]);
        assert_eq!(counts_of_first(&[1, 5], 1.0).unwrap(), [1, 5]);
        assert_eq!(counts_of_first(&[0, 0], 0.5).unwrap(), [0, 0]);
    }
}
