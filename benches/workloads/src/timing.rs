//! How a call is timed: a warm-up, then samples of enough calls to last 100 us or more.

use std::time::{Duration, Instant};

const SAMPLE: f64 = 100e-6;
const LEAST_SAMPLES: usize = 7;
const MOST_SAMPLES: usize = 100_000;

/// Times of one call, in microseconds.
pub(crate) struct Times {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) calls: usize,
}

/// Calls for a fifth of `seconds` to warm up, then for `seconds`.
pub(crate) fn time(seconds: f64, mut call: impl FnMut()) -> Times {
    let warm_up = Duration::from_secs_f64(seconds / 5.0);
    let (start, mut count) = (Instant::now(), 0);
    while start.elapsed() < warm_up || count < 3 {
        call();
        count += 1;
    }
    let calls = (SAMPLE / (start.elapsed().as_secs_f64() / f64::from(count))).ceil().max(1.0) as usize;
    let (start, mut samples) = (Instant::now(), Vec::new());
    while (start.elapsed().as_secs_f64() < seconds || samples.len() < LEAST_SAMPLES) && samples.len() < MOST_SAMPLES {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        samples.push(start.elapsed().as_secs_f64() * 1e6 / calls as f64);
    }
    samples.sort_by(f64::total_cmp);
    Times { median: samples[samples.len() / 2], least: samples[0], calls: samples.len() * calls }
}
