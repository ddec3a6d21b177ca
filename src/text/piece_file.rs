//! The reader of vocabulary files of the format `tokenizer.bin`.

use super::file_error::VocabularyFileError as FileError;
use super::pieces::Pieces;
use std::io::{BufReader, Read};
use std::path::Path;

/// Reads exactly `size` pieces. Memory is allocated for the bytes that follow, not for the lengths that the file declares.
pub(super) fn read(from: impl Read, path: &Path, size: usize) -> Result<Pieces, FileError> {
    let file = || path.to_path_buf();
    if size < 3 {
        return Err(FileError::Size { path: file(), size });
    }
    let mut from = BufReader::new(from);
    let mut read = |length: u64, bytes: &mut Vec<u8>| {
        bytes.clear();
        from.by_ref().take(length).read_to_end(bytes).map_err(|source| FileError::Read { path: file(), source })
    };
    let mut bytes = Vec::new();
    read(4, &mut bytes)?;
    let longest = match bytes[..] {
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => return Err(FileError::Head { path: file(), found: bytes.len() }),
    };
    let mut pieces = Pieces::default();
    for token in 0..size {
        read(8, &mut bytes)?;
        let (score, length) = match bytes[..] {
            [a, b, c, d, e, f, g, h] => (f32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])),
            [] => return Err(FileError::Tokens { path: file(), found: token, expected: size }),
            _ => {
                let (part, found) = ("score and length", bytes.len());
                return Err(FileError::Truncated { path: file(), token, part, found, expected: 8 });
            }
        };
        if score.is_nan() {
            return Err(FileError::Score { path: file(), token });
        }
        if length > longest {
            return Err(FileError::Length { path: file(), token, found: length, longest });
        }
        let found = read(length.into(), &mut bytes)?;
        if found as u64 != u64::from(length) {
            return Err(FileError::Truncated { path: file(), token, part: "piece", found, expected: length as usize });
        }
        pieces.push(&bytes, score);
    }
    match read(1, &mut bytes)? {
        0 => Ok(pieces),
        _ => Err(FileError::More { path: file(), expected: size }),
    }
}
