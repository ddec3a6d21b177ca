//! The random number generator.

use chacha20::ChaCha8Rng;
use rand::SeedableRng;

/// Creates the random number generator that `nn` uses everywhere, from a seed. It is ChaCha with 8 rounds, whose stream is fixed
/// by its definition: it is the same on every platform and in every release.
///
/// ```
/// use nn::init::Rng;
/// assert_eq!(nn::init::rng(1).next_u64(), nn::init::rng(1).next_u64());
/// ```
pub fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Creates a random number generator, as [`rng`] does, for a position such as an epoch and the index of a sample. Its stream is a
/// function of the seed and the position alone, independent of the thread and of the order in which positions are processed.
///
/// ```
/// use nn::init::Rng;
/// let number = |position| nn::init::rng_at(7, position).next_u64();
/// assert_eq!(number([3, 0, 9]), number([3, 0, 9]));
/// assert_ne!(number([3, 0, 9]), number([9, 0, 3]));
/// ```
pub fn rng_at(seed: u64, position: [u64; 3]) -> ChaCha8Rng {
    let mut key = [0; 32];
    let words = [seed, position[0], position[1], position[2]];
    key.chunks_exact_mut(8).zip(words).for_each(|(bytes, word)| bytes.copy_from_slice(&word.to_le_bytes()));
    ChaCha8Rng::from_seed(key)
}
