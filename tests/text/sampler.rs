//! Sampling: distributions, restrictions, and errors.

use nn::session::InvalidSetting;
use nn::text::{SampleError, Sampler};

const DRAWS: usize = 5_000;

/// How often each token is drawn.
fn shares(mut sampler: Sampler, logits: &[f32], seen: &[usize]) -> Vec<f64> {
    let mut shares = vec![0.0; logits.len()];
    for _ in 0..DRAWS {
        shares[sampler.sample(logits, seen).unwrap()] += 1.0 / DRAWS as f64;
    }
    shares
}

/// Compares shares with weights up to a factor. Five standard deviations of a share are at most 0.036.
fn check(shares: &[f64], weights: &[f64]) {
    let total: f64 = weights.iter().sum();
    assert_eq!(shares.len(), weights.len());
    for (&share, &weight) in shares.iter().zip(weights) {
        assert!((share - weight / total).abs() < 0.036 && (weight > 0.0 || share == 0.0), "{shares:?}, {weights:?}");
    }
}

const LOGITS: [f32; 5] = [1.0, 2.0, -1.0, 2.5, 0.0];

fn exponentials(factor: f64) -> Vec<f64> {
    LOGITS.iter().map(|&logit| (f64::from(logit) * factor).exp()).collect()
}

#[test]
fn temperature_divides_logits() {
    check(&shares(Sampler::new(1), &LOGITS, &[]), &exponentials(1.0));
    check(&shares(Sampler::new(2).temperature(0.5).unwrap(), &LOGITS, &[]), &exponentials(2.0));
    check(&shares(Sampler::new(3).temperature(4.0).unwrap(), &LOGITS, &[]), &exponentials(0.25));
    // Nearly a distribution of one token, without overflow.
    check(&shares(Sampler::new(4).temperature(1e-300).unwrap(), &LOGITS, &[]), &[0.0, 0.0, 0.0, 1.0, 0.0]);
    check(&shares(Sampler::new(5).temperature(1e300).unwrap(), &LOGITS, &[]), &[1.0; 5]);
}

#[test]
fn temperature_0_takes_the_first_of_the_largest() {
    let mut sampler = Sampler::new(1).temperature(0.0).unwrap();
    for (logits, token) in [
        (&[0.0, 3.0, 3.0, -1.0][..], 1),
        (&[-0.0, 0.0], 0),
        (&[f32::NEG_INFINITY, -3.0e38, f32::NEG_INFINITY], 1),
        (&[7.0], 0),
        (&[f32::MIN, f32::MAX], 1),
    ] {
        assert_eq!(sampler.sample(logits, &[]), Ok(token), "{logits:?}");
    }
    // Restrictions keep the most probable token.
    let mut sampler = Sampler::new(1).temperature(0.0).unwrap().top_k(1).unwrap().top_p(1e-9).unwrap();
    assert_eq!(sampler.sample(&LOGITS, &[]), Ok(3));
}

#[test]
fn top_k_keeps_the_most_probable() {
    let e = exponentials(1.0);
    let top = |k| shares(Sampler::new(k as u64).top_k(k).unwrap(), &LOGITS, &[]);
    check(&top(1), &[0.0, 0.0, 0.0, 1.0, 0.0]);
    check(&top(2), &[0.0, e[1], 0.0, e[3], 0.0]);
    check(&top(4), &[e[0], e[1], 0.0, e[3], e[4]]);
    check(&top(5), &e);
    check(&top(usize::MAX), &e);
    // Of equal logits, the first ones.
    check(&shares(Sampler::new(1).top_k(2).unwrap(), &[1.0; 6], &[]), &[1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn top_p_keeps_the_nucleus() {
    // Probabilities 0.1, 0.4, 0.2, 0.3.
    let logits = [0.1_f32, 0.4, 0.2, 0.3].map(f32::ln);
    let top = |p: f64| shares(Sampler::new(p.to_bits()).top_p(p).unwrap(), &logits, &[]);
    check(&top(1e-300), &[0.0, 1.0, 0.0, 0.0]);
    check(&top(0.39), &[0.0, 1.0, 0.0, 0.0]);
    check(&top(0.41), &[0.0, 0.4, 0.0, 0.3]);
    check(&top(0.69), &[0.0, 0.4, 0.0, 0.3]);
    check(&top(0.71), &[0.0, 0.4, 0.2, 0.3]);
    check(&top(0.91), &[0.1, 0.4, 0.2, 0.3]);
    check(&top(1.0), &[0.1, 0.4, 0.2, 0.3]);
    // After `top_k`, the probabilities are those of the tokens that remain: 4/7 and 3/7.
    let both = |p: f64| shares(Sampler::new(9).top_k(2).unwrap().top_p(p).unwrap(), &logits, &[]);
    check(&both(0.56), &[0.0, 1.0, 0.0, 0.0]);
    check(&both(0.58), &[0.0, 0.4, 0.0, 0.3]);
    // The temperature comes first: the probabilities become 1/30, 16/30, 4/30, 9/30.
    let cold = Sampler::new(8).temperature(0.5).unwrap().top_p(0.53).unwrap();
    check(&shares(cold, &logits, &[]), &[0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn penalty_applies_once_to_each_token_seen() {
    let expected = |penalty: f64, seen: &[usize]| -> Vec<f64> {
        let logit = |(token, &logit): (usize, &f32)| match f64::from(logit) {
            logit if !seen.contains(&token) => logit.exp(),
            logit if logit > 0.0 => (logit / penalty).exp(),
            logit => (logit * penalty).exp(),
        };
        LOGITS.iter().enumerate().map(logit).collect()
    };
    for (penalty, seen) in [(2.0, &[1, 2, 1, 1][..]), (1.3, &[0, 3, 4]), (0.5, &[2]), (3.0, &[])] {
        let sampler = Sampler::new(6).repetition_penalty(penalty).unwrap();
        check(&shares(sampler, &LOGITS, seen), &expected(penalty, seen));
    }
    let mut greedy = Sampler::new(1).temperature(0.0).unwrap().repetition_penalty(1.5).unwrap();
    assert_eq!(greedy.sample(&LOGITS, &[3]), Ok(1));
    assert_eq!(greedy.sample(&LOGITS, &[3, 1]), Ok(3));
    // An excluded token remains excluded, and the largest numbers do not overflow to NaN.
    let logits = [f32::NEG_INFINITY, f32::MIN, f32::MIN];
    assert_eq!(greedy.sample(&logits, &[0, 1]), Ok(2));
    let mut rewarded = Sampler::new(1).repetition_penalty(1e-300).unwrap();
    assert_eq!(rewarded.sample(&[f32::MAX, 1.0, 2.0], &[0]), Ok(0));
}

#[test]
fn excluded_tokens_are_never_drawn() {
    let logits = [f32::NEG_INFINITY, 0.0, f32::NEG_INFINITY, 0.0, f32::NEG_INFINITY];
    for sampler in [Sampler::new(1), Sampler::new(2).top_k(4).unwrap(), Sampler::new(3).top_p(0.999).unwrap()] {
        check(&shares(sampler, &logits, &[]), &[0.0, 1.0, 0.0, 1.0, 0.0]);
    }
}

#[test]
fn the_seed_determines_the_tokens() {
    let drawn =
        |mut sampler: Sampler| -> Vec<usize> { (0..50).map(|_| sampler.sample(&LOGITS, &[]).unwrap()).collect() };
    assert_eq!(drawn(Sampler::new(5)), drawn(Sampler::new(5)));
    assert_ne!(drawn(Sampler::new(5)), drawn(Sampler::new(6)));
    // A clone continues from the same place, and an error draws nothing.
    let mut first = Sampler::new(5);
    first.sample(&LOGITS, &[]).unwrap();
    first.sample(&[f32::NAN], &[]).unwrap_err();
    let clone = first.clone();
    let rest = drawn(first);
    assert_eq!(drawn(clone), rest);
    assert_eq!(rest[..49], drawn(Sampler::new(5))[1..]);
    // The values of `f32` in `f64` give the same tokens.
    let mut sampler = Sampler::new(5);
    let wide = LOGITS.map(f64::from);
    let wide: Vec<usize> = (0..50).map(|_| sampler.sample(&wide, &[]).unwrap()).collect();
    assert_eq!(wide, drawn(Sampler::new(5)));
}

#[test]
fn logits_that_cannot_be_drawn_from_are_errors() {
    let message = |logits: &[f32]| {
        let random = Sampler::new(1).sample(logits, &[]).unwrap_err();
        let greedy = Sampler::new(1).temperature(0.0).unwrap().sample(logits, &[]).unwrap_err();
        assert_eq!(random.to_string(), greedy.to_string());
        assert_eq!(format!("{random:?}"), random.to_string());
        random.to_string()
    };
    assert_eq!(message(&[]), "there are no logits to draw a token from");
    assert_eq!(
        message(&[0.0, f32::NAN, f32::INFINITY]),
        "the logit of token 1 is NaN, expected a finite number or negative infinity"
    );
    assert_eq!(
        message(&[0.0, 1.0, f32::INFINITY]),
        "the logit of token 2 is inf, expected a finite number or negative infinity"
    );
    assert_eq!(
        message(&[f32::NEG_INFINITY; 3]),
        "every logit is negative infinity, expected at least one finite number"
    );
    let mut sampler = Sampler::new(1).repetition_penalty(1.2).unwrap();
    let error = sampler.sample(&LOGITS, &[0, 4, 5]).unwrap_err();
    assert_eq!(error, SampleError::Seen { position: 2, token: 5, size: 5 });
    assert_eq!(error.to_string(), "the token seen at position 2 is 5, expected 0 to 4");
    // Without a penalty, the tokens seen have no effect.
    assert!(Sampler::new(1).sample(&LOGITS, &[5]).is_ok());
}

#[test]
fn settings_that_cannot_hold_are_errors() {
    let message = |result: Result<Sampler, InvalidSetting>| result.unwrap_err().to_string();
    for value in [-1.0, f64::NAN, f64::INFINITY] {
        let expected = format!("`temperature` is {value}, expected a finite number of at least 0");
        assert_eq!(message(Sampler::new(1).temperature(value)), expected);
    }
    assert_eq!(message(Sampler::new(1).top_k(0)), "`top_k` is 0, expected at least 1");
    for value in [0.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(
            message(Sampler::new(1).top_p(value)),
            format!("`top_p` is {value}, expected above 0 and at most 1")
        );
    }
    for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let expected = format!("`repetition_penalty` is {value}, expected a finite number above 0");
        assert_eq!(message(Sampler::new(1).repetition_penalty(value)), expected);
    }
}
