//! Timing of a call: a warm-up, then samples of as many calls as take at least 100 us.

use std::time::{Duration, Instant};

const SAMPLE: f64 = 100e-6;
const LEAST_SAMPLES: usize = 7;
const MOST_SAMPLES: usize = 100_000;

/// Times of one call, in microseconds.
pub struct Times {
    /// The median of the samples.
    pub median: f64,
    /// The minimum of the samples.
    pub least: f64,
    /// The number of timed calls.
    pub calls: usize,
}

impl Times {
    fn of(mut samples: Vec<f64>, calls: usize) -> Self {
        samples.sort_by(f64::total_cmp);
        Self { median: samples[samples.len() / 2], least: samples[0], calls: samples.len() * calls }
    }
}

/// Warms up for a fifth of `seconds`, and returns the number of calls per sample.
fn warm_up(seconds: f64, call: &mut impl FnMut()) -> usize {
    let warm_up = Duration::from_secs_f64(seconds / 5.0);
    let (start, mut count) = (Instant::now(), 0);
    while start.elapsed() < warm_up || count < 3 {
        call();
        count += 1;
    }
    (SAMPLE / (start.elapsed().as_secs_f64() / f64::from(count))).ceil().max(1.0) as usize
}

/// Returns the mean time of one call in microseconds, over this number of calls.
fn sample(calls: usize, call: &mut impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..calls).for_each(|_| call());
    start.elapsed().as_secs_f64() * 1e6 / calls as f64
}

fn is_enough(start: Instant, seconds: f64, samples: usize) -> bool {
    (start.elapsed().as_secs_f64() >= seconds && samples >= LEAST_SAMPLES) || samples >= MOST_SAMPLES
}

/// Warms up for a fifth of `seconds`, then takes samples for `seconds`.
pub fn time(seconds: f64, mut call: impl FnMut()) -> Times {
    let calls = warm_up(seconds, &mut call);
    let (start, mut samples) = (Instant::now(), Vec::new());
    while !is_enough(start, seconds, samples.len()) {
        samples.push(sample(calls, &mut call));
    }
    Times::of(samples, calls)
}

/// Times two calls whose samples alternate, so that disturbances affect both; `seconds` is for both together.
pub fn time_both(seconds: f64, mut one: impl FnMut(), mut other: impl FnMut()) -> [Times; 2] {
    let calls = [warm_up(seconds / 2.0, &mut one), warm_up(seconds / 2.0, &mut other)];
    let (start, mut samples) = (Instant::now(), [Vec::new(), Vec::new()]);
    while !is_enough(start, seconds, samples[0].len()) {
        samples[0].push(sample(calls[0], &mut one));
        samples[1].push(sample(calls[1], &mut other));
    }
    let [of_one, of_other] = samples;
    [Times::of(of_one, calls[0]), Times::of(of_other, calls[1])]
}
