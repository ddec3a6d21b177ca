//! The loss of a language model in other units.

/// Perplexity: exp of a mean cross-entropy per token, in nats, such as the value of
/// [`CrossEntropy`](struct@nn_core::CrossEntropy). It is 1 for certain, correct predictions, and C for a uniform distribution over
/// C tokens. Models are comparable only if their vocabularies are equal; [`bits_per_byte`] compares others.
///
/// `metrics::Perplexity` computes it from logits and targets.
///
/// ```
/// assert_eq!(nn::text::perplexity(0.0), 1.0);
/// assert!((nn::text::perplexity(65.0_f64.ln()) - 65.0).abs() < 1e-9);
/// ```
pub fn perplexity(mean_nats: f64) -> f64 {
    mean_nats.exp()
}

/// Bits per byte: the mean cross-entropy per token, in nats, times the number of tokens, divided by the number of bytes of the text
/// that they encode and by ln 2. It is the size of the text, compressed by an ideal coder with the probabilities of the model, in
/// bits per byte (Gao et al. 2020, "The Pile", 3.1), and does not depend on the vocabulary.
///
/// Count the tokens that are predicted, and the bytes of their text. The result is NaN if both numbers are 0, and infinite if only
/// that of bytes is.
///
/// ```
/// // A uniform distribution over 256 bytes has 8 bits per byte; over words of two bytes, half as many.
/// let nats = 256.0_f64.ln();
/// assert!((nn::text::bits_per_byte(nats, 1000, 1000) - 8.0).abs() < 1e-12);
/// assert!((nn::text::bits_per_byte(nats, 1000, 2000) - 4.0).abs() < 1e-12);
/// ```
pub fn bits_per_byte(mean_nats: f64, tokens: usize, bytes: usize) -> f64 {
    mean_nats * (tokens as f64 / bytes as f64) / std::f64::consts::LN_2
}
