//! The errors in converting text to tokens and back.

use std::error::Error;
use std::fmt;

/// An error in converting text to tokens, or tokens to text. The message names the character or the token and its position.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextError {
    /// The text has a character that is not in the vocabulary.
    UnknownCharacter {
        /// The character.
        character: char,
        /// The number of characters before it.
        position: usize,
        /// The size of the vocabulary.
        size: usize,
    },
    /// A token is not less than the size of the vocabulary.
    UnknownToken {
        /// The token.
        token: usize,
        /// The number of tokens before it.
        position: usize,
        /// The size of the vocabulary.
        size: usize,
    },
    /// The bytes of the tokens are not UTF-8.
    NotUtf8 {
        /// The number of valid bytes before the first invalid one.
        position: usize,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCharacter { character, position, size } => write!(
                f,
                "the character {character:?} (U+{:04X}) at position {position} of the text is not in the vocabulary of size {size}",
                u32::from(*character)
            ),
            Self::UnknownToken { token, position, size: 0 } => {
                write!(f, "the token at position {position} is {token}, but the vocabulary is empty")
            }
            Self::UnknownToken { token, position, size } => {
                write!(f, "the token at position {position} is {token}, expected 0 to {}", size.saturating_sub(1))
            }
            Self::NotUtf8 { position } => write!(
                f,
                "the bytes of the tokens are not UTF-8 after the first {position}\nhelp: `decode_lossy` replaces invalid bytes"
            ),
        }
    }
}

impl Error for TextError {}
nn_core::debug_by_message!(TextError);
