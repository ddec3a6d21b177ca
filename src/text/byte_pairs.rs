//! The vocabulary of word pieces.

use super::file_error::VocabularyFileError;
use super::pieces::Pieces;
use super::single_bytes::single_byte;
use super::{TextError, Vocabulary, merges, piece_file};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A vocabulary of word pieces with scores, which byte-pair encoding has found (Sennrich et al. 2016, "Neural Machine Translation
/// of Rare Words with Subword Units"), in the format `tokenizer.bin` of llama2.c, for models of the Llama family whose vocabulary
/// is one of SentencePiece.
///
/// All numbers of the file are little-endian: a `u32`, the length of the longest piece; then for each token an `f32`, its score, a
/// `u32`, the length of its piece in bytes, and the piece. Token 0 is the unknown token, [`BEGIN`](Self::BEGIN) and
/// [`END`](Self::END) follow; then usually `<0x00>` to `<0xFF>`, the 256 bytes, so that every text can be encoded.
///
/// - [`encode`](Vocabulary::encode) begins with `BEGIN`, followed by the text with a space before it, unless it is empty. Each
///   character is its own token, or those of its bytes if the vocabulary lacks it. Then the two neighbours whose
///   bytes together are the piece of the best score are merged, the first ones of equal scores, until no two neighbours are a
///   piece. Scores of at most -1e10 are never merged.
/// - [`decode`](Vocabulary::decode) concatenates the pieces. `BEGIN` and `END` are empty, a piece after `BEGIN` loses its leading
///   space, and `<0x0A>` is the byte 10.
///
/// If two pieces are equal, `encode` uses the first one.
///
/// ```
/// use nn::text::{BytePairs, Vocabulary};
/// let pieces = ["<unk>", "<s>", "</s>", " ", "a", "b", "ab", " ab"];
/// let mut file = 5_u32.to_le_bytes().to_vec();
/// for (token, piece) in pieces.iter().enumerate() {
///     file.extend((-(token as f32)).to_le_bytes());
///     file.extend((piece.len() as u32).to_le_bytes());
///     file.extend(piece.as_bytes());
/// }
/// let vocabulary = BytePairs::read_from(&file[..], "pieces.bin", pieces.len())?;
/// assert_eq!(vocabulary.encode("abba")?, [BytePairs::BEGIN, 7, 5, 4]);
/// assert_eq!(vocabulary.decode(&[BytePairs::BEGIN, 7, 5, 4])?, "abba");
///
/// let error = BytePairs::read_from(&file[..20], "pieces.bin", pieces.len()).unwrap_err();
/// assert_eq!(error.to_string(), "pieces.bin ends within token 1: it has 3 bytes of its score and length, expected 8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BytePairs {
    pieces: Pieces,
}

impl BytePairs {
    /// The token that every text begins with.
    pub const BEGIN: usize = 1;
    /// The token that ends a text, or separates two; a model that generates it, or `BEGIN`, has finished.
    pub const END: usize = 2;
    /// The token of byte 0, if the vocabulary has one.
    const FIRST_BYTE: usize = 3;

    /// Reads a vocabulary of `size` tokens from a file. The file does not state the number of tokens: it is that of the model.
    ///
    /// # Errors
    /// [`VocabularyFileError`]: a file that does not exist, is truncated, or has more or fewer tokens; a piece that is longer than
    /// the longest one is declared to be; a score that is NaN; a size below 3. Memory is allocated for the bytes that follow, not
    /// for the lengths that the file declares.
    pub fn read(path: impl AsRef<Path>, size: usize) -> Result<Self, VocabularyFileError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| VocabularyFileError::Open { path: path.into(), source })?;
        Self::read_from(file, path, size)
    }

    /// Reads from any reader, such as a slice of bytes; errors name `path`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_from(from: impl Read, path: impl AsRef<Path>, size: usize) -> Result<Self, VocabularyFileError> {
        Ok(Self { pieces: piece_file::read(from, path.as_ref(), size)? })
    }

    /// Returns the piece of a token as the file has it, and its score; `None` if the token is not less than the size.
    pub fn piece(&self, token: usize) -> Option<(&[u8], f32)> {
        Some((self.pieces.get(token)?, self.pieces.score(token)?))
    }

    /// Appends the tokens of a character: its own, or those of its bytes; `None` if the vocabulary has neither.
    fn push_character(&self, character: char, tokens: &mut Vec<usize>) -> Option<()> {
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).as_bytes();
        if let Some(token) = self.pieces.token(bytes) {
            tokens.push(token);
            return Some(());
        }
        for &byte in bytes {
            let token = Self::FIRST_BYTE + usize::from(byte);
            let piece = self.pieces.get(token)?;
            tokens.push((byte_of(piece) == Some(byte)).then_some(token)?);
        }
        Some(())
    }
}

/// The byte that a piece such as `<0x0A>` stands for.
fn byte_of(piece: &[u8]) -> Option<u8> {
    let [b'<', b'0', b'x', digits @ .., b'>'] = piece else { return None };
    let &[high, low] = digits else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(16 * digit(high)? + digit(low)?).ok()
}

impl Vocabulary for BytePairs {
    fn size(&self) -> usize {
        self.pieces.len()
    }

    /// Converts a text to tokens, beginning with [`BEGIN`](Self::BEGIN). The time is O(n log n).
    ///
    /// # Errors
    /// [`TextError::UnknownCharacter`]: a character that is no piece, in a vocabulary without the 256 bytes. The position of the
    /// space before the text is that of its first character.
    fn encode(&self, text: &str) -> Result<Vec<usize>, TextError> {
        let mut tokens = Vec::new();
        let space = if text.is_empty() { None } else { Some((0, ' ')) };
        for (position, character) in space.into_iter().chain(text.chars().enumerate()) {
            let unknown = TextError::UnknownCharacter { character, position, size: self.size() };
            self.push_character(character, &mut tokens).ok_or(unknown)?;
        }
        let mut merged = vec![Self::BEGIN];
        merged.extend(merges::merge(&self.pieces, &tokens));
        Ok(merged)
    }

    fn token_bytes(&self, previous: Option<usize>, token: usize) -> Option<&[u8]> {
        let piece = self.pieces.get(token)?;
        if token == Self::BEGIN || token == Self::END {
            return Some(&[]);
        }
        let piece = if previous == Some(Self::BEGIN) { piece.strip_prefix(b" ").unwrap_or(piece) } else { piece };
        Some(byte_of(piece).and_then(|byte| single_byte(byte.into())).unwrap_or(piece))
    }
}
