//! Text: vocabularies, files of word pieces, sampling, beam search, and measures of a language model.

mod beam_search;
mod byte_pairs;
mod sampler;
mod vocabularies;

use nn::text::{bits_per_byte, perplexity};

#[test]
fn measures_of_uniform_distributions() {
    let nats = 27.0_f64.ln();
    assert!((perplexity(nats) - 27.0).abs() < 1e-12);
    assert!((bits_per_byte(nats, 30, 10) - 3.0 * 27.0_f64.log2()).abs() < 1e-12);
    assert!(bits_per_byte(nats, 0, 0).is_nan() && bits_per_byte(nats, 1, 0) == f64::INFINITY);
    assert!(perplexity(f64::NAN).is_nan());
}
