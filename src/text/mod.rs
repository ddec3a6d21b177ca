//! Text as tokens for language models: vocabularies, sampling of the next token, beam search, and measures of a language model.
//!
//! A [`Vocabulary`] converts text to tokens, indices from 0 to [`size`](Vocabulary::size) - 1, and back: [`Bytes`],
//! [`Characters`] or [`BytePairs`]. A network with the input `Tensor<64, Class<65>>` and the output `Tensor<64, 65>` predicts the
//! token after each token of a window; `data::TokenWindows` are its data. A [`Sampler`] draws the next token
//! from the logits of the last position, and a [`BeamSearch`] finds continuations of high probability. [`perplexity`] and
//! [`bits_per_byte`] state a mean cross-entropy in other units.
//!
//! ```
//! use nn::text::{Characters, Sampler, Vocabulary};
//! let vocabulary = Characters::new("hello world");
//! let tokens = vocabulary.encode("hold")?;
//! assert_eq!((vocabulary.size(), vocabulary.decode(&tokens)?), (8, "hold".to_string()));
//!
//! let mut sampler = Sampler::new(1).temperature(0.8)?.top_p(0.9)?;
//! let logits = [0.0, 0.1, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0];
//! assert_eq!(vocabulary.decode(&[sampler.sample(&logits, &tokens)?])?, "h");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod beam_search;
mod byte_pairs;
mod bytes;
mod characters;
mod error;
mod file_error;
mod measures;
mod merges;
mod piece_file;
mod pieces;
mod sampler;
mod single_bytes;
mod vocabulary;

pub use beam_search::{Beam, BeamError, BeamSearch};
pub use byte_pairs::BytePairs;
pub use bytes::Bytes;
pub use characters::Characters;
pub use error::TextError;
pub use file_error::VocabularyFileError;
pub use measures::{bits_per_byte, perplexity};
pub use sampler::{SampleError, Sampler};
pub use vocabulary::Vocabulary;
