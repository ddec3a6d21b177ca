//! The vocabulary of the characters of a text.

use super::{TextError, Vocabulary};
use std::collections::BTreeSet;

/// The vocabulary of the characters of a text, in the order of their code points: the token of a character is the number of
/// characters of the vocabulary before it.
///
/// [`as_str`](Self::as_str) is the vocabulary as text, and `Characters::new` of that text is the same vocabulary. Store it with the
/// network, for example as a text of `files::Attachments`: tokens have a meaning only together with their vocabulary.
///
/// ```
/// use nn::text::{Characters, Vocabulary};
/// let vocabulary = Characters::new("to be or not to be");
/// assert_eq!((vocabulary.as_str(), vocabulary.size()), (" benort", 7));
/// assert_eq!(vocabulary.encode("torn")?, [6, 4, 5, 3]);
/// assert_eq!(vocabulary.decode(&[6, 4, 5, 3])?, "torn");
/// let error = vocabulary.encode("born to bé").unwrap_err();
/// assert_eq!(error.to_string(), "the character 'é' (U+00E9) at position 9 of the text is not in the vocabulary of size 7");
/// # Ok::<(), nn::text::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Characters {
    /// The characters, sorted.
    sorted: Vec<char>,
    /// The same characters as text.
    text: String,
    /// Where each character ends in `text`.
    ends: Vec<usize>,
}

impl Characters {
    /// Creates the vocabulary of the characters that occur in a text. That of an empty text is empty.
    pub fn new(text: &str) -> Self {
        let sorted: Vec<char> = text.chars().collect::<BTreeSet<_>>().into_iter().collect();
        let text: String = sorted.iter().collect();
        let ends = text.char_indices().map(|(start, character)| start + character.len_utf8()).collect();
        Self { sorted, text, ends }
    }

    /// Returns the characters in order.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the token of a character; `None` if it is not in the vocabulary.
    pub fn token(&self, character: char) -> Option<usize> {
        self.sorted.binary_search(&character).ok()
    }
}

impl Vocabulary for Characters {
    fn size(&self) -> usize {
        self.sorted.len()
    }

    fn encode(&self, text: &str) -> Result<Vec<usize>, TextError> {
        let size = self.size();
        let token = |(position, character)| {
            self.token(character).ok_or(TextError::UnknownCharacter { character, position, size })
        };
        text.chars().enumerate().map(token).collect()
    }

    fn token_bytes(&self, _: Option<usize>, token: usize) -> Option<&[u8]> {
        let end = *self.ends.get(token)?;
        let start = token.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.as_bytes().get(start..end)
    }
}
