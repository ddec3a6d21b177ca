//! The vocabulary of bytes.

use super::single_bytes::single_byte;
use super::{TextError, Vocabulary};

/// The vocabulary of the 256 bytes: the tokens of a text are the bytes of its UTF-8. It represents every text.
///
/// ```
/// use nn::text::{Bytes, Vocabulary};
/// assert_eq!(Bytes.encode("né")?, [110, 195, 169]);
/// assert_eq!(Bytes.decode(&[110, 195, 169])?, "né");
/// // A network may generate bytes that are not UTF-8.
/// let error = Bytes.decode(&[110, 195]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the bytes of the tokens are not UTF-8 after the first 1\nhelp: `decode_lossy` replaces invalid bytes"
/// );
/// assert_eq!(Bytes.decode_lossy(&[110, 195])?, "n\u{fffd}");
/// # Ok::<(), nn::text::TextError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bytes;

impl Vocabulary for Bytes {
    fn size(&self) -> usize {
        256
    }

    /// Never returns an error.
    fn encode(&self, text: &str) -> Result<Vec<usize>, TextError> {
        Ok(text.bytes().map(usize::from).collect())
    }

    fn token_bytes(&self, _: Option<usize>, token: usize) -> Option<&[u8]> {
        single_byte(token)
    }
}
