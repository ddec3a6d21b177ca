//! The pieces of a vocabulary, their scores, and a table from the bytes of a piece to its token.

use std::collections::HashMap;

/// Pieces in the order of their tokens. If several are equal, the table has the first one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Pieces {
    /// The bytes of all pieces, one after another.
    bytes: Vec<u8>,
    /// Where each piece ends in `bytes`.
    ends: Vec<usize>,
    scores: Vec<f32>,
    tokens: HashMap<Box<[u8]>, usize>,
}

impl Pieces {
    pub(super) fn push(&mut self, piece: &[u8], score: f32) {
        self.tokens.entry(piece.into()).or_insert(self.scores.len());
        self.bytes.extend_from_slice(piece);
        self.ends.push(self.bytes.len());
        self.scores.push(score);
    }

    /// The number of pieces.
    pub(super) fn len(&self) -> usize {
        self.scores.len()
    }

    /// The bytes of a token, as stored in the file; `None` if it is not less than the number of pieces.
    pub(super) fn get(&self, token: usize) -> Option<&[u8]> {
        let end = *self.ends.get(token)?;
        let start = token.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.bytes.get(start..end)
    }

    /// The score of a token.
    pub(super) fn score(&self, token: usize) -> Option<f32> {
        self.scores.get(token).copied()
    }

    /// The token of these bytes.
    pub(super) fn token(&self, piece: &[u8]) -> Option<usize> {
        self.tokens.get(piece).copied()
    }
}
