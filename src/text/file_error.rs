//! The errors of vocabulary files.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// An error in reading the vocabulary of [`BytePairs`](super::BytePairs). Every message names the file; tokens are counted from 0.
#[non_exhaustive]
pub enum VocabularyFileError {
    /// The file does not exist, or cannot be opened.
    Open {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// Reading failed.
    Read {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// The size that the program states is less than 3: tokens 0 to 2 are the unknown token, the beginning and the end.
    Size {
        /// The file.
        path: PathBuf,
        /// The size.
        size: usize,
    },
    /// The file is too short for its first number, the length of its longest piece.
    Head {
        /// The file.
        path: PathBuf,
        /// The number of bytes in the file.
        found: usize,
    },
    /// The file ends before the last token.
    Tokens {
        /// The file.
        path: PathBuf,
        /// The number of tokens in the file.
        found: usize,
        /// The size that the program states.
        expected: usize,
    },
    /// The file has bytes after the last token.
    More {
        /// The file.
        path: PathBuf,
        /// The size that the program states.
        expected: usize,
    },
    /// The file ends within a token.
    Truncated {
        /// The file.
        path: PathBuf,
        /// The token.
        token: usize,
        /// The part of the token: "score and length", or "piece".
        part: &'static str,
        /// The number of bytes of that part in the file.
        found: usize,
        /// The number of bytes of that part.
        expected: usize,
    },
    /// A piece is longer than the longest one according to the first number of the file.
    Length {
        /// The file.
        path: PathBuf,
        /// The token.
        token: usize,
        /// The length of its piece, in bytes.
        found: u32,
        /// The length of the longest piece, in bytes.
        longest: u32,
    },
    /// The score of a token is NaN.
    Score {
        /// The file.
        path: PathBuf,
        /// The token.
        token: usize,
    },
}

impl VocabularyFileError {
    /// Returns the file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Open { path, .. }
            | Self::Read { path, .. }
            | Self::Size { path, .. }
            | Self::Head { path, .. }
            | Self::Tokens { path, .. }
            | Self::More { path, .. }
            | Self::Truncated { path, .. }
            | Self::Length { path, .. }
            | Self::Score { path, .. } => path,
        }
    }
}

impl fmt::Display for VocabularyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path().display();
        match self {
            Self::Open { source, .. } => write!(f, "cannot open {path}: {source}"),
            Self::Read { source, .. } => write!(f, "cannot read {path}: {source}"),
            Self::Size { size, .. } => write!(
                f,
                "{path} is read as a vocabulary of size {size}, expected at least 3: the unknown token, the beginning and the end"
            ),
            Self::Head { found, .. } => {
                write!(f, "{path} has {found} bytes, expected at least 4, the length of the longest piece")
            }
            Self::Tokens { found, expected, .. } => write!(f, "{path} contains {found} tokens, expected {expected}"),
            Self::More { expected, .. } => {
                write!(f, "{path} contains more than {expected} tokens, expected {expected}")
            }
            Self::Truncated { token, part, found, expected, .. } => {
                write!(f, "{path} ends within token {token}: it has {found} bytes of its {part}, expected {expected}")
            }
            Self::Length { token, found, longest, .. } => write!(
                f,
                "{path} declares a piece of {found} bytes for token {token}, expected at most {longest}, the \
                 length of the longest piece"
            ),
            Self::Score { token, .. } => write!(f, "{path} has NaN as the score of token {token}, expected a number"),
        }
    }
}

impl Error for VocabularyFileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Open { source, .. } | Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}
nn_core::debug_by_message!(VocabularyFileError);
