//! Random choices, the same on every machine: 32-bit draws from ChaCha, whose stream is fixed by its definition.

use chacha20::ChaCha8Rng;
use rand::Rng;
use rand::SeedableRng;

/// A source of choices.
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    /// The choices of one pair. Each pair has its own stream, so that it can be drawn again without the preceding ones.
    pub(crate) fn of_pair(seed: u64, pair: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(pair);
        Random(rng)
    }

    /// A number from 0 to `end - 1`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u64::from(self.0.next_u32()) * end as u64) >> 32) as usize
    }

    /// A number from `first` to `last`.
    pub(crate) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last + 1 - first)
    }

    /// True with this probability in percent.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the elements of a slice that is not empty.
    pub(crate) fn one_of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// An index into the weights, with a probability proportional to the weight.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (index, &weight) in weights.iter().enumerate() {
            if rest < weight {
                return index;
            }
            rest -= weight;
        }
        unreachable!("the rest is below the sum")
    }

    /// Shuffles the elements.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for index in (1..things.len()).rev() {
            things.swap(index, self.below(index + 1));
        }
    }
}
