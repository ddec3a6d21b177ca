//! Windows of a sequence of tokens.

use crate::is_argument;
use nn::data::{Dataset, TokenWindows};
use nn::prelude::*;
use std::collections::BTreeSet;

type Ten = dim![10];
type Windows = TokenWindows<Ten, dim![3]>;

fn sequence(length: usize) -> Windows {
    Windows::new(&(0..length).map(|i| i % 10).collect::<Vec<_>>()).unwrap()
}

/// The inputs of all windows, and their targets.
fn windows(
    data: &impl Dataset<Elem = f32, Input = Indices<Ten, shape![3]>, Target = Indices<Ten, shape![3]>>,
) -> [Vec<Vec<usize>>; 2] {
    let all = data.collect().unwrap();
    [all.inputs.to_indices(), all.targets.to_indices()].map(|all| all.chunks(3).map(<[usize]>::to_vec).collect())
}

#[test]
fn targets_are_the_tokens_that_follow() {
    let [inputs, targets] = windows(&sequence(6));
    assert_eq!(inputs, [[0, 1, 2], [1, 2, 3], [2, 3, 4]]);
    assert_eq!(targets, [[1, 2, 3], [2, 3, 4], [3, 4, 5]]);
    assert_eq!(windows(&sequence(4)), [[[0, 1, 2]], [[1, 2, 3]]]);
}

#[test]
fn stride_is_the_distance_of_windows() {
    for length in 4..30 {
        for stride in 1..12 {
            let [inputs, _] = windows(&sequence(length).stride(stride).unwrap());
            let expected = (0..).step_by(stride).take_while(|first| first + 3 < length);
            assert_eq!(inputs, expected.map(|i| vec![i % 10, (i + 1) % 10, (i + 2) % 10]).collect::<Vec<_>>());
        }
    }
    assert_eq!(sequence(9).stride(usize::MAX).unwrap().len(), 1);
}

#[test]
fn parts_in_time_share_no_token() {
    let (first, second) = sequence(20).stride(3).unwrap().split_in_time(0.5).unwrap();
    assert_eq!([&first, &second].map(|part| part.tokens().len()), [10, 10]);
    assert_eq!(windows(&first)[1], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
    assert_eq!(windows(&second)[0], [[0, 1, 2], [3, 4, 5], [6, 7, 8]]);
    // A part is split again.
    let (third, fourth) = second.split_in_time(0.6).unwrap();
    assert_eq!([third.tokens().len(), fourth.tokens().len()], [6, 4]);
    assert_eq!(fourth.tokens()[0].index(), 6);
}

#[test]
fn random_windows_are_a_function_of_seed_and_epoch() {
    let (part, _) = sequence(50).split_in_time(0.16).unwrap();
    let loader = |seed| Loader::<_, dim![7]>::new(part.clone().random(60).unwrap()).shuffle(seed);
    let epoch = |seed, epoch, workers| -> Vec<Vec<usize>> {
        let mut inputs = Vec::new();
        for batch in loader(seed).workers(workers).epoch(epoch) {
            let batch = batch.unwrap();
            for (input, target) in batch.input().rows().zip(batch.target().rows()).take(batch.rows()) {
                let [input, target] =
                    [input, target].map(|row| row.as_slice().iter().map(|c| c.index()).collect::<Vec<_>>());
                assert_eq!(input[1..], target[..2]);
                assert!(target[2] == input[2] + 1 && target[2] < 8, "only tokens of the part");
                inputs.push(input);
            }
        }
        inputs
    };
    let first = epoch(1, 0, 0);
    assert_eq!(first.len(), 60);
    assert_eq!(first.iter().map(|input| input[0]).collect::<BTreeSet<_>>(), (0..5).collect());
    assert_eq!(epoch(1, 0, 2), first);
    assert_ne!(epoch(1, 1, 0), first);
    assert_ne!(epoch(2, 0, 0), first);
}

#[test]
fn random_windows_are_uniformly_distributed() {
    let data = sequence(8).random(5_000).unwrap();
    let mut counts = [0; 5];
    windows(&data)[0].iter().for_each(|input| counts[input[0]] += 1);
    // Five standard deviations of a count of 1,000 are 142.
    assert!(counts.iter().all(|&count: &i32| (count - 1000).abs() < 142), "{counts:?}");
}

#[test]
fn arguments_that_do_not_fit_are_errors() {
    let errors = [
        (Windows::new(&[0, 1, 10, 11, 2]).unwrap_err(), "the token at position 2 is 10, expected 0 to 9"),
        (
            Windows::new(&[0, 1, 2]).unwrap_err(),
            "the number of tokens is 3, expected at least 4, one window and the token that follows it",
        ),
        (sequence(9).stride(0).unwrap_err(), "the stride of `TokenWindows` is 0, expected at least 1"),
        (sequence(9).random(0).unwrap_err(), "the number of random windows is 0, expected at least 1"),
        (
            sequence(9).split_in_time(0.3).unwrap_err(),
            "the number of tokens in the first part of `split_in_time` is 3, expected at least 4, one window and the token that \
             follows it",
        ),
        (
            sequence(9).split_in_time(1.0).unwrap_err(),
            "the number of tokens in the second part of `split_in_time` is 0, expected at least 4, one window and the token that \
             follows it",
        ),
        (
            sequence(9).split_in_time(90.0).unwrap_err(),
            "the share of `split_in_time` is 90, expected a share from 0 to 1, such as 0.8 for 80 percent",
        ),
    ];
    for (error, message) in errors {
        assert!(is_argument(&error));
        assert_eq!(error.to_string(), message);
    }
    assert!(sequence(9).split_in_time(f64::NAN).is_err());
}

#[test]
fn debug_shows_sizes() {
    let data = sequence(9).stride(2).unwrap();
    let text = "TokenWindows { classes: 10, length: 3, tokens: 9, stride: 2 }";
    assert_eq!(format!("{data:?}"), text);
    assert_eq!(format!("{:?}", data.random(4).unwrap()), format!("RandomTokenWindows {{ windows: 4, all: {text} }}"));
}
