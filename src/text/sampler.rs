//! Drawing the next token from logits.

use nn_core::{Float, InvalidSetting, rng_at};
use rand::RngExt;
use std::cmp::Ordering;
use std::error::Error;
use std::fmt;

/// Draws tokens from logits: softmax with a temperature, restricted to the most probable tokens, with a penalty for repetitions.
///
/// The steps, of which each but the softmax is off by default:
///
/// 1. [`repetition_penalty`](Self::repetition_penalty): the logits x_i of the tokens `seen` become x_i / θ if they are positive,
///    else x_i θ (Keskar et al. 2019, "CTRL", 4.1, with the multiplication of negative logits that is usual since).
/// 2. [`temperature`](Self::temperature): p_i = exp(x_i / T) / sum_j exp(x_j / T). With T = 0, the result is the token of the
///    largest logit, the first one of several, without a random number and without the following steps.
/// 3. [`top_k`](Self::top_k): the k most probable tokens (Fan et al. 2018, "Hierarchical Neural Story Generation").
/// 4. [`top_p`](Self::top_p): of these, the smallest number of most probable tokens whose probabilities sum to at least p, the
///    nucleus (Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration").
///
/// Of equally probable tokens, the one of the lower index comes first. The token is a function of the seed, the number of tokens
/// that this sampler has drawn, the settings and the arguments: a sampler with the same seed draws the same text. Only the first
/// call allocates memory, and one with more logits than before.
///
/// ```
/// use nn::text::Sampler;
/// let logits = [1.0_f32, 3.0, 2.0, -1.0];
/// assert_eq!(Sampler::new(0).temperature(0.0)?.sample(&logits, &[])?, 1);
/// // Token 1 was seen: its logit is 3 / 2.
/// assert_eq!(Sampler::new(0).temperature(0.0)?.repetition_penalty(2.0)?.sample(&logits, &[1])?, 2);
///
/// let mut sampler = Sampler::new(7).temperature(0.8)?.top_k(2)?;
/// let drawn: Vec<usize> = (0..100).map(|_| sampler.sample(&logits, &[])).collect::<Result<_, _>>()?;
/// let ones = drawn.iter().filter(|&&token| token == 1).count();
/// // exp(3 / 0.8) / (exp(3 / 0.8) + exp(2 / 0.8)) is 0.78.
/// assert!(drawn.iter().all(|token| [1, 2].contains(token)) && (65..90).contains(&ones), "{ones}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sampler {
    seed: u64,
    /// The number of tokens drawn so far.
    drawn: u64,
    temperature: f64,
    top_k: Option<usize>,
    top_p: f64,
    penalty: f64,
    /// The logits after the penalty, then probabilities up to a factor.
    weights: Vec<f64>,
    /// The tokens that may be drawn.
    candidates: Vec<usize>,
}

impl Sampler {
    /// Creates a sampler of the distribution softmax(logits).
    pub fn new(seed: u64) -> Self {
        let (weights, candidates) = (Vec::new(), Vec::new());
        Self { seed, drawn: 0, temperature: 1.0, top_k: None, top_p: 1.0, penalty: 1.0, weights, candidates }
    }

    /// Sets the temperature, from 0, which always takes the most probable token. Below 1, probable tokens become more probable.
    /// Defaults to 1.
    ///
    /// ```
    /// let error = nn::text::Sampler::new(1).temperature(-0.5).unwrap_err();
    /// assert_eq!(error.to_string(), "`temperature` is -0.5, expected a finite number of at least 0");
    /// ```
    ///
    /// # Errors
    /// A temperature that is negative, infinite or NaN.
    pub fn temperature(mut self, temperature: f64) -> Result<Self, InvalidSetting> {
        if !(temperature.is_finite() && temperature >= 0.0) {
            return Err(InvalidSetting::new("temperature", temperature, "a finite number of at least 0"));
        }
        self.temperature = temperature;
        Ok(self)
    }

    /// Restricts the choice to the `k` most probable tokens; a `k` above the number of tokens has no effect. Off by default.
    ///
    /// # Errors
    /// A `k` of 0.
    pub fn top_k(mut self, k: usize) -> Result<Self, InvalidSetting> {
        if k == 0 {
            return Err(InvalidSetting::new("top_k", 0.0, "at least 1"));
        }
        self.top_k = Some(k);
        Ok(self)
    }

    /// Restricts the choice to the fewest most probable tokens whose probabilities sum to at least `p`, above 0 and at most 1, and
    /// at least one token. Defaults to 1, all tokens.
    ///
    /// # Errors
    /// A `p` that is not above 0 and at most 1, or is NaN.
    pub fn top_p(mut self, p: f64) -> Result<Self, InvalidSetting> {
        if !(p > 0.0 && p <= 1.0) {
            return Err(InvalidSetting::new("top_p", p, "above 0 and at most 1"));
        }
        self.top_p = p;
        Ok(self)
    }

    /// Sets the penalty for the tokens seen: above 1 they become less probable, below 1 more probable. Keskar et al. use 1.2.
    /// Defaults to 1, no penalty.
    ///
    /// # Errors
    /// A penalty that is not positive, or infinite, or NaN.
    pub fn repetition_penalty(mut self, penalty: f64) -> Result<Self, InvalidSetting> {
        if !(penalty.is_finite() && penalty > 0.0) {
            return Err(InvalidSetting::new("repetition_penalty", penalty, "a finite number above 0"));
        }
        self.penalty = penalty;
        Ok(self)
    }

    /// Draws a token: an index of `logits`. Tokens in `seen`, usually those of the text so far, are penalised once each, however
    /// often they occur; without a penalty, `seen` is not read. A logit of negative infinity excludes a token.
    ///
    /// # Errors
    /// [`SampleError`]: no logits, one that is NaN or positive infinity, only negative infinities, and a token seen that is not an
    /// index of the logits. Nothing is drawn then.
    pub fn sample<T: Float>(&mut self, logits: &[T], seen: &[usize]) -> Result<usize, SampleError> {
        self.penalised(logits, seen)?;
        let mut most = (0, f64::NEG_INFINITY);
        for (token, &logit) in self.weights.iter().enumerate() {
            if logit > most.1 {
                most = (token, logit);
            }
        }
        if most.1 == f64::NEG_INFINITY {
            return Err(if logits.is_empty() { SampleError::Empty } else { SampleError::AllExcluded });
        }
        let token = if self.temperature == 0.0 { most.0 } else { self.random(most) };
        self.drawn += 1;
        Ok(token)
    }

    /// Checks the logits, and writes them with the penalty to `weights`.
    fn penalised<T: Float>(&mut self, logits: &[T], seen: &[usize]) -> Result<(), SampleError> {
        self.weights.clear();
        self.weights.extend(logits.iter().map(|logit| logit.to_f64()));
        if let Some(token) = self.weights.iter().position(|logit| logit.is_nan() || *logit == f64::INFINITY) {
            return Err(SampleError::NotFinite { token, logit: self.weights[token] });
        }
        if self.penalty == 1.0 {
            return Ok(());
        }
        for (position, &token) in seen.iter().enumerate() {
            let (Some(weight), Some(logit)) = (self.weights.get_mut(token), logits.get(token)) else {
                return Err(SampleError::Seen { position, token, size: logits.len() });
            };
            // From the logit itself, so that a second occurrence changes nothing.
            let logit = logit.to_f64();
            *weight = if logit > 0.0 { logit / self.penalty } else { logit * self.penalty };
        }
        Ok(())
    }

    /// Draws a token in proportion to exp((x - x_max) / T), which cannot overflow.
    fn random(&mut self, (first, most): (usize, f64)) -> usize {
        let Self { weights, candidates, temperature, .. } = self;
        weights.iter_mut().for_each(|logit| *logit = ((*logit - most) / *temperature).exp());
        candidates.clear();
        candidates.extend(0..weights.len());
        let weight = |token: usize| weights.get(token).copied().unwrap_or(0.0);
        let by_weight = |a: &usize, b: &usize| {
            weight(*b).partial_cmp(&weight(*a)).unwrap_or(Ordering::Equal).then_with(|| a.cmp(b))
        };
        if let Some(k) = self.top_k.filter(|&k| k < candidates.len()) {
            candidates.select_nth_unstable_by(k, by_weight);
            candidates.truncate(k);
        }
        if self.top_p < 1.0 {
            candidates.sort_unstable_by(by_weight);
            let enough = self.top_p * candidates.iter().map(|&token| weight(token)).sum::<f64>();
            let mut sum = 0.0;
            let smaller = candidates.iter().take_while(|&&token| {
                sum += weight(token);
                sum < enough
            });
            let nucleus = smaller.count() + 1;
            candidates.truncate(nucleus);
        }
        let total: f64 = candidates.iter().map(|&token| weight(token)).sum();
        let place = rng_at(self.seed, [self.drawn, 0, 14]).random::<f64>() * total;
        let mut sum = 0.0;
        let drawn = candidates.iter().find(|&&token| {
            sum += weight(token);
            place < sum
        });
        // The place is below the total, which is the last sum: the same numbers in the same order.
        drawn.copied().unwrap_or(first)
    }
}

/// An error in drawing a token.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum SampleError {
    /// There are no logits.
    Empty,
    /// A logit is NaN or positive infinity.
    NotFinite {
        /// The token of the logit.
        token: usize,
        /// The logit.
        logit: f64,
    },
    /// All logits are negative infinity.
    AllExcluded,
    /// A token seen is not an index of the logits.
    Seen {
        /// The position of the token among those seen, from 0.
        position: usize,
        /// The token.
        token: usize,
        /// The number of logits.
        size: usize,
    },
}

impl fmt::Display for SampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there are no logits to draw a token from"),
            Self::NotFinite { token, logit } => {
                write!(f, "the logit of token {token} is {logit}, expected a finite number or negative infinity")
            }
            Self::AllExcluded => f.write_str("every logit is negative infinity, expected at least one finite number"),
            Self::Seen { position, token, size } => {
                write!(f, "the token seen at position {position} is {token}, expected 0 to {}", size.saturating_sub(1))
            }
        }
    }
}

impl Error for SampleError {}
nn_core::debug_by_message!(SampleError);
