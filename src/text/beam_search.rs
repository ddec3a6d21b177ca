//! Beam search.

use nn_core::InvalidSetting;
use std::cmp::Ordering;
use std::error::Error;
use std::fmt;

/// Beam search: the continuations of high probability, found by extending the most probable ones by one token at a time.
///
/// Each step extends every beam by every token, and keeps the best of these extensions by log-probability, as many as there are
/// beams. An extension by the token [`end`](Self::end) is complete, and is not extended any further; others are complete at the
/// full length. The result is the complete ones of the best score, log p / n^α for n tokens: with α = 0, the default, the
/// log-probability, and with [`length_normalization`](Self::length_normalization) α > 0 a score that favours longer ones (Wu et al.
/// 2016, "Google's Neural Machine Translation System", 7).
///
/// The search ends early once no beam can reach a better score than the complete ones. With one beam and without an end it takes
/// the most probable token in each step.
///
/// ```
/// use nn::text::BeamSearch;
/// // The first token is 0 or 1; 0 is more probable, but only 1 has a certain continuation. Token 2 is the end.
/// let probabilities = |tokens: &[usize]| match tokens {
///     [] => [0.6_f64, 0.4, 0.0],
///     [0] => [0.3, 0.3, 0.4],
///     [1] => [0.0, 1.0, 0.0],
///     _ => [0.0, 0.0, 1.0],
/// };
/// let log_probabilities = |tokens: &[usize]| probabilities(tokens).map(f64::ln).to_vec();
/// let best = BeamSearch::new(1, 3)?.end(2).run(log_probabilities)?;
/// assert_eq!(best[0].tokens, [0, 2]);
/// let best = BeamSearch::new(2, 3)?.end(2).run(log_probabilities)?;
/// assert_eq!(best[0].tokens, [1, 1, 2]);
/// assert!((best[0].log_probability - 0.4_f64.ln()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BeamSearch {
    beams: usize,
    length: usize,
    end: Option<usize>,
    alpha: f64,
}

/// A continuation that [`BeamSearch`] has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Beam {
    /// The tokens; the last one is the end, unless the beam has the full length.
    pub tokens: Vec<usize>,
    /// The sum of the log-probabilities of the tokens, in nats.
    pub log_probability: f64,
    /// The log-probability divided by the number of tokens to the power of α.
    pub score: f64,
}

impl BeamSearch {
    /// Creates a search with this number of beams, for continuations of at most `length` tokens.
    ///
    /// ```
    /// let error = nn::text::BeamSearch::new(0, 10).unwrap_err();
    /// assert_eq!(error.to_string(), "`beams` is 0, expected at least 1");
    /// ```
    ///
    /// # Errors
    /// A number of beams, or a length, of 0.
    pub fn new(beams: usize, length: usize) -> Result<Self, InvalidSetting> {
        match (beams, length) {
            (0, _) => Err(InvalidSetting::new("beams", 0.0, "at least 1")),
            (_, 0) => Err(InvalidSetting::new("length", 0.0, "at least 1")),
            _ => Ok(Self { beams, length, end: None, alpha: 0.0 }),
        }
    }

    /// Sets the token that ends a text. By default there is none, and every result has the full length.
    pub fn end(mut self, token: usize) -> Self {
        self.end = Some(token);
        self
    }

    /// Sets α, the exponent of the length by which a log-probability is divided: 0 for none, 1 for the mean of a token. Defaults to
    /// 0.
    ///
    /// # Errors
    /// An exponent that is negative, infinite or NaN.
    pub fn length_normalization(mut self, alpha: f64) -> Result<Self, InvalidSetting> {
        if !(alpha.is_finite() && alpha >= 0.0) {
            return Err(InvalidSetting::new("length_normalization", alpha, "a finite number of at least 0"));
        }
        self.alpha = alpha;
        Ok(self)
    }

    /// Searches. `log_probabilities` receives the tokens of a beam, at first none, and returns the log-probability of each token of
    /// the vocabulary as the next one: a prompt, if any, is part of the function. Negative infinity excludes a token.
    ///
    /// Returns at most as many results as there are beams, the best first; of equal scores, the one found first. There are fewer if
    /// fewer have a probability above 0.
    ///
    /// # Errors
    /// [`BeamError`]: a log-probability that is NaN or above 0 (by more than 0.001, for rounding), and an end that is not in the
    /// vocabulary.
    pub fn run<F>(&self, mut log_probabilities: F) -> Result<Vec<Beam>, BeamError>
    where
        F: FnMut(&[usize]) -> Vec<f64>,
    {
        let mut active = vec![Beam { tokens: Vec::new(), log_probability: 0.0, score: 0.0 }];
        let mut complete: Vec<Beam> = Vec::new();
        for length in 1..=self.length {
            let mut extensions: Vec<(f64, usize, usize)> = Vec::new();
            for (beam, Beam { tokens, log_probability, .. }) in active.iter().enumerate() {
                let next = log_probabilities(tokens);
                self.check(tokens, &next)?;
                let possible = next.iter().enumerate().filter(|(_, next)| **next > f64::NEG_INFINITY);
                extensions.extend(possible.map(|(token, next)| (log_probability + next, beam, token)));
                best(&mut extensions, self.beams, |a, b| descending(a.0, b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            }
            let power = (length as f64).powf(self.alpha);
            let mut extended = Vec::new();
            for (log_probability, beam, token) in extensions {
                let tokens = active[beam].tokens.iter().copied().chain([token]).collect();
                let beam = Beam { tokens, log_probability, score: log_probability / power };
                let is_complete = self.end == Some(token) || length == self.length;
                if is_complete { complete.push(beam) } else { extended.push(beam) }
            }
            active = extended;
            best(&mut complete, self.beams, |a, b| descending(a.score, b.score));
            // A log-probability is at most 0, and divided by the largest power it is largest.
            let largest = (self.length as f64).powf(self.alpha);
            let bound = active.iter().map(|beam| beam.log_probability / largest).fold(f64::NEG_INFINITY, f64::max);
            let worst = complete.get(self.beams - 1).map(|beam| beam.score);
            if active.is_empty() || worst.is_some_and(|worst| worst >= bound) {
                break;
            }
        }
        Ok(complete)
    }

    fn check(&self, tokens: &[usize], next: &[f64]) -> Result<(), BeamError> {
        if let Some(end) = self.end.filter(|&end| end >= next.len()) {
            return Err(BeamError::End { end, size: next.len() });
        }
        // The sum of probabilities may exceed 1 by rounding. Not `value > 1e-3`, which is false for NaN.
        match next.iter().position(|value| value.is_nan() || *value > 1e-3) {
            Some(token) => Err(BeamError::LogProbability { tokens: tokens.to_vec(), token, found: next[token] }),
            None => Ok(()),
        }
    }
}

/// Sorts, stably, and keeps the first `count`.
fn best<T>(all: &mut Vec<T>, count: usize, compare: impl Fn(&T, &T) -> Ordering) {
    all.sort_by(compare);
    all.truncate(count);
}

fn descending(a: f64, b: f64) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}

/// An error in the log-probabilities of a beam search.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum BeamError {
    /// A log-probability is NaN or positive.
    LogProbability {
        /// The tokens of the beam.
        tokens: Vec<usize>,
        /// The next token.
        token: usize,
        /// The value.
        found: f64,
    },
    /// The token that ends a text is not in the vocabulary.
    End {
        /// The token.
        end: usize,
        /// The number of log-probabilities.
        size: usize,
    },
}

impl fmt::Display for BeamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LogProbability { tokens, token, found } => {
                write!(
                    f,
                    "the log-probability of token {token} after {tokens:?} is {found}, expected at most 0\n\
                     help: it is the log-softmax of the logits"
                )
            }
            Self::End { end, size } => {
                write!(f, "the token that ends a text is {end}, but there are {size} log-probabilities")
            }
        }
    }
}

impl Error for BeamError {}
nn_core::debug_by_message!(BeamError);
