//! Greedy merges of neighbouring pieces.

use super::pieces::Pieces;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Two neighbours whose bytes together are a piece. The greatest one is merged first: that of the best score, and of equal ones the
/// first in the text.
struct Pair {
    score: f32,
    /// The indices of the two in the list of tokens, and the tokens that they had when the pair was found.
    left: (usize, usize),
    right: (usize, usize),
    merged: usize,
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        // No score is NaN, and 0 equals -0.
        let scores = self.score.partial_cmp(&other.score).unwrap_or(Ordering::Equal);
        scores.then_with(|| Reverse(self.left.0).cmp(&Reverse(other.left.0)))
    }
}
impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Pair {}

/// A score that is not above this one is never merged, as in llama2.c.
const LOWEST: f32 = -1e10;

/// A token of the text, its neighbours by their indices, and whether it was merged into the one before it.
#[derive(Clone, Copy)]
struct Link {
    token: usize,
    before: Option<usize>,
    after: Option<usize>,
    is_merged: bool,
}

/// Merges the neighbours of the best score, until no two neighbours are a piece. The time is that of a heap of pairs,
/// O(n log n).
pub(super) fn merge(pieces: &Pieces, tokens: &[usize]) -> Vec<usize> {
    let last = tokens.len().saturating_sub(1);
    let link = |(index, &token): (usize, &usize)| Link {
        token,
        before: index.checked_sub(1),
        after: (index < last).then_some(index + 1),
        is_merged: false,
    };
    let mut links: Vec<Link> = tokens.iter().enumerate().map(link).collect();
    let mut text = Vec::new();
    let mut pair = |links: &[Link], left: Option<usize>, right: Option<usize>| {
        let (left, right) = (left?, right?);
        let (left, right) = ((left, links.get(left)?.token), (right, links.get(right)?.token));
        text.clear();
        text.extend_from_slice(pieces.get(left.1)?);
        text.extend_from_slice(pieces.get(right.1)?);
        let merged = pieces.token(&text)?;
        let score = pieces.score(merged).filter(|&score| score > LOWEST)?;
        Some(Pair { score, left, right, merged })
    };
    let mut heap: BinaryHeap<Pair> =
        (0..links.len()).filter_map(|index| pair(&links, Some(index), links[index].after)).collect();
    while let Some(Pair { left, right, merged, .. }) = heap.pop() {
        let current = |(index, token): (usize, usize)| {
            links.get(index).copied().filter(|link| link.token == token && !link.is_merged)
        };
        // A pair is out of date once one of its tokens was merged with another one.
        let (Some(first), Some(second)) = (current(left), current(right)) else { continue };
        links[left.0] = Link { token: merged, after: second.after, ..first };
        links[right.0].is_merged = true;
        if let Some(after) = second.after {
            links[after].before = Some(left.0);
        }
        heap.extend(pair(&links, first.before, Some(left.0)));
        heap.extend(pair(&links, Some(left.0), second.after));
    }
    links.iter().filter(|link| !link.is_merged).map(|link| link.token).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// The same by its definition: the best pair of all, again and again.
    fn by_definition(pieces: &Pieces, mut tokens: Vec<usize>) -> Vec<usize> {
        loop {
            let mut best: Option<(f32, usize, usize)> = None;
            for (index, pair) in tokens.windows(2).enumerate() {
                let text = [pieces.get(pair[0]).unwrap(), pieces.get(pair[1]).unwrap()].concat();
                let Some(merged) = pieces.token(&text) else { continue };
                let score = pieces.score(merged).unwrap();
                if score > best.map_or(LOWEST, |(score, ..)| score) {
                    best = Some((score, index, merged));
                }
            }
            let Some((_, index, merged)) = best else { return tokens };
            tokens.splice(index..index + 2, [merged]);
        }
    }

    #[test]
    fn equals_its_definition() {
        let mut rng = nn_core::rng_at(3, [0, 0, 0]);
        let mut merges = 0;
        for _ in 0..300 {
            let mut pieces = Pieces::default();
            for letter in 0..3 {
                pieces.push(&[b'a' + letter], 0.0);
            }
            for _ in 0..rng.random_range(0..40) {
                let piece: Vec<u8> = (0..rng.random_range(1..6)).map(|_| b'a' + rng.random_range(0..3_u8)).collect();
                // Few different scores, so that many are equal; 0 and -0; and some too low to be merged.
                let score = [-0.0, 0.0, -1.0, -2.0, -2e10, f32::NEG_INFINITY][rng.random_range(0..6_usize)];
                pieces.push(&piece, score);
            }
            let tokens: Vec<usize> = (0..rng.random_range(0..50)).map(|_| rng.random_range(0..3_usize)).collect();
            let merged = merge(&pieces, &tokens);
            assert_eq!(merged, by_definition(&pieces, tokens.clone()));
            merges += tokens.len() - merged.len();
        }
        assert!(merges > 1000, "{merges}");
    }
}
