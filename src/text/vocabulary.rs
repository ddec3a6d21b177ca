//! The trait of vocabularies.

use super::TextError;

/// A vocabulary: the tokens of a text, as indices from 0 to [`size`](Self::size) - 1.
///
/// [`Bytes`](super::Bytes), [`Characters`](super::Characters) and [`BytePairs`](super::BytePairs) are vocabularies. One of your own
/// implements three methods:
///
/// ```
/// use nn::text::{TextError, Vocabulary};
///
/// /// The four bases of DNA.
/// struct Bases;
///
/// impl Vocabulary for Bases {
///     fn size(&self) -> usize {
///         4
///     }
///     fn encode(&self, text: &str) -> Result<Vec<usize>, TextError> {
///         let token = |(position, character)| {
///             "ACGT".find(character).ok_or(TextError::UnknownCharacter { character, position, size: 4 })
///         };
///         text.chars().enumerate().map(token).collect()
///     }
///     fn token_bytes(&self, _: Option<usize>, token: usize) -> Option<&[u8]> {
///         b"ACGT".get(token..=token)
///     }
/// }
///
/// assert_eq!(Bases.encode("GATTACA")?, [2, 0, 3, 3, 0, 1, 0]);
/// assert_eq!(Bases.decode(&[2, 0, 3])?, "GAT");
/// let error = Bases.encode("GAX").unwrap_err();
/// assert_eq!(error.to_string(), "the character 'X' (U+0058) at position 2 of the text is not in the vocabulary of size 4");
/// let error = Bases.decode(&[2, 4]).unwrap_err();
/// assert_eq!(error.to_string(), "the token at position 1 is 4, expected 0 to 3");
/// # Ok::<(), TextError>(())
/// ```
pub trait Vocabulary {
    /// Returns the number of tokens. Every token is less than it.
    fn size(&self) -> usize;

    /// Converts a text to tokens.
    ///
    /// # Errors
    /// [`TextError::UnknownCharacter`]: a character that the vocabulary cannot represent.
    fn encode(&self, text: &str) -> Result<Vec<usize>, TextError>;

    /// Returns the bytes of one token, for a program that writes a text while it is generated; `None` if the token is not less than
    /// [`size`](Self::size). The bytes of [`BytePairs`](super::BytePairs) also depend on the token before it. A character may
    /// consist of several tokens, so the bytes of one need not be UTF-8.
    fn token_bytes(&self, previous: Option<usize>, token: usize) -> Option<&[u8]>;

    /// Converts tokens to bytes, which need not be UTF-8.
    ///
    /// # Errors
    /// [`TextError::UnknownToken`].
    fn decode_bytes(&self, tokens: &[usize]) -> Result<Vec<u8>, TextError> {
        let mut bytes = Vec::new();
        let mut previous = None;
        for (position, &token) in tokens.iter().enumerate() {
            let unknown = TextError::UnknownToken { token, position, size: self.size() };
            bytes.extend_from_slice(self.token_bytes(previous, token).ok_or(unknown)?);
            previous = Some(token);
        }
        Ok(bytes)
    }

    /// Converts tokens to text.
    ///
    /// # Errors
    /// [`TextError::UnknownToken`], and [`TextError::NotUtf8`] if the tokens are not those of a text, as may happen for tokens that
    /// a network has generated.
    fn decode(&self, tokens: &[usize]) -> Result<String, TextError> {
        String::from_utf8(self.decode_bytes(tokens)?)
            .map_err(|error| TextError::NotUtf8 { position: error.utf8_error().valid_up_to() })
    }

    /// Converts tokens to text, and bytes that are not UTF-8 to U+FFFD, the replacement character.
    ///
    /// # Errors
    /// [`TextError::UnknownToken`].
    fn decode_lossy(&self, tokens: &[usize]) -> Result<String, TextError> {
        Ok(String::from_utf8_lossy(&self.decode_bytes(tokens)?).into_owned())
    }
}
