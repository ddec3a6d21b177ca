//! Beam search, compared with all continuations.

use nn::init::{RngExt, rng_at};
use nn::text::{Beam, BeamError, BeamSearch};

/// Log-probabilities of `size` tokens, a function of the tokens before and a seed.
fn model(seed: u64, size: usize) -> impl Fn(&[usize]) -> Vec<f64> {
    move |tokens| {
        let place = tokens.iter().fold(1, |place, &token| place * 31 + token as u64 + 1);
        let mut rng = rng_at(seed, [place, 0, 0]);
        let logits: Vec<f64> = (0..size).map(|_| rng.random_range(-2.0..2.0)).collect();
        let sum: f64 = logits.iter().map(|logit| logit.exp()).sum();
        logits.iter().map(|logit| logit - sum.ln()).collect()
    }
}

/// All complete continuations, the best first.
fn all(model: &impl Fn(&[usize]) -> Vec<f64>, length: usize, end: Option<usize>, alpha: f64) -> Vec<(Vec<usize>, f64)> {
    let mut complete = Vec::new();
    let mut active = vec![(Vec::new(), 0.0)];
    for step in 1..=length {
        let mut next = Vec::new();
        for (tokens, sum) in active {
            for (token, log_probability) in model(&tokens).into_iter().enumerate() {
                let tokens = [tokens.clone(), vec![token]].concat();
                let beam = (tokens, sum + log_probability);
                if Some(token) == end || step == length { complete.push(beam) } else { next.push(beam) }
            }
        }
        active = next;
    }
    let score = |(tokens, sum): (Vec<usize>, f64)| {
        let score = sum / (tokens.len() as f64).powf(alpha);
        (tokens, score)
    };
    let mut complete: Vec<_> = complete.into_iter().map(score).collect();
    complete.sort_by(|a, b| b.1.total_cmp(&a.1));
    complete
}

fn tokens(beams: &[Beam]) -> Vec<&[usize]> {
    beams.iter().map(|beam| beam.tokens.as_slice()).collect()
}

#[test]
fn enough_beams_find_the_best_continuations() {
    for seed in 0..20 {
        for end in [None, Some(1)] {
            for alpha in [0.0, 0.7, 1.0] {
                let model = model(seed, 3);
                let expected = all(&model, 4, end, alpha);
                let search = BeamSearch::new(81, 4).unwrap().length_normalization(alpha).unwrap();
                let search = end.into_iter().fold(search, BeamSearch::end);
                let found = search.run(&model).unwrap();
                assert_eq!(found.len(), expected.len());
                for (beam, (tokens, score)) in found.iter().zip(&expected) {
                    assert_eq!(&beam.tokens, tokens);
                    assert!((beam.score - score).abs() < 1e-12);
                    let power = (tokens.len() as f64).powf(alpha);
                    assert!((beam.log_probability - score * power).abs() < 1e-12);
                }
            }
        }
    }
}

#[test]
fn one_beam_takes_the_most_probable_token() {
    let model = model(3, 7);
    let mut greedy: Vec<usize> = Vec::new();
    for _ in 0..9 {
        let next = model(&greedy);
        greedy.push((0..7).fold(0, |best, token| if next[token] > next[best] { token } else { best }));
    }
    let found = BeamSearch::new(1, 9).unwrap().run(&model).unwrap();
    assert_eq!(tokens(&found), [&greedy[..]]);
}

#[test]
fn length_normalization_favours_longer_texts() {
    // Token 0 is the end: probable at once, or after two tokens that are more probable each.
    let probabilities = |tokens: &[usize]| match tokens {
        [] => [0.5_f64, 0.5],
        [1] => [0.2, 0.8],
        _ => [0.9, 0.1],
    };
    let search = BeamSearch::new(3, 3).unwrap().end(0);
    let model = |tokens: &[usize]| probabilities(tokens).map(f64::ln).to_vec();
    assert_eq!(search.run(model).unwrap()[0].tokens, [0]);
    let best = search.length_normalization(1.0).unwrap().run(model).unwrap().swap_remove(0);
    assert_eq!(best.tokens, [1, 1, 0]);
    assert!((best.score - 0.36_f64.ln() / 3.0).abs() < 1e-12 && (best.log_probability - 0.36_f64.ln()).abs() < 1e-12);
}

#[test]
fn search_ends_once_nothing_can_improve() {
    let mut calls = 0;
    let found = BeamSearch::new(1, 1000).unwrap().end(0).run(|_| {
        calls += 1;
        vec![0.9_f64.ln(), 0.1_f64.ln()]
    });
    assert_eq!((tokens(&found.unwrap()), calls), (vec![&[0][..]], 1));
    // With equal scores, the one found first; a later one may only be equal.
    let mut calls = 0;
    let found = BeamSearch::new(2, 1000).unwrap().end(0).run(|tokens| {
        calls += 1;
        if tokens.is_empty() { vec![0.4_f64.ln(), 0.6_f64.ln()] } else { vec![0.0, f64::NEG_INFINITY] }
    });
    assert_eq!((tokens(&found.unwrap()), calls), (vec![&[1, 0][..], &[0]], 2));
}

#[test]
fn excluded_tokens_leave_fewer_results() {
    let only =
        |tokens: &[usize]| if tokens.len() < 2 { vec![f64::NEG_INFINITY, 0.0] } else { vec![f64::NEG_INFINITY; 2] };
    assert_eq!(tokens(&BeamSearch::new(4, 2).unwrap().run(only).unwrap()), [&[1, 1][..]]);
    assert_eq!(BeamSearch::new(4, 3).unwrap().run(only).unwrap(), []);
}

#[test]
fn values_that_are_no_log_probabilities_are_errors() {
    let search = BeamSearch::new(2, 4).unwrap();
    let at = |value: f64| search.run(move |tokens| if tokens == [0] { vec![-1.0, value] } else { vec![0.0, -9.0] });
    let error = at(3.5).unwrap_err();
    assert_eq!(error, BeamError::LogProbability { tokens: vec![0], token: 1, found: 3.5 });
    assert_eq!(
        error.to_string(),
        "the log-probability of token 1 after [0] is 3.5, expected at most 0\nhelp: it is the log-softmax of the logits"
    );
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(at(f64::NAN).unwrap_err().to_string().contains("after [0] is NaN, expected at most 0"));
    assert!(at(f64::INFINITY).is_err());
    // Rounding may exceed 0.
    assert!(at(1e-7).is_ok());
    let error = search.clone().end(2).run(|_| vec![-1.0, -1.0]).unwrap_err();
    assert_eq!(error, BeamError::End { end: 2, size: 2 });
    assert_eq!(error.to_string(), "the token that ends a text is 2, but there are 2 log-probabilities");
    // No tokens, and no end that would have to be among them.
    assert_eq!(search.run(|_| Vec::new()).unwrap(), []);
}

#[test]
fn settings_that_cannot_hold_are_errors() {
    let message = |result: Result<BeamSearch, nn::session::InvalidSetting>| result.unwrap_err().to_string();
    assert_eq!(message(BeamSearch::new(0, 1)), "`beams` is 0, expected at least 1");
    assert_eq!(message(BeamSearch::new(1, 0)), "`length` is 0, expected at least 1");
    for alpha in [-0.5, f64::NAN, f64::INFINITY] {
        let error = message(BeamSearch::new(1, 1).unwrap().length_normalization(alpha));
        assert_eq!(error, format!("`length_normalization` is {alpha}, expected a finite number of at least 0"));
    }
}
