//! A counter-based random number generator: its bits are a function of a key and a counter, so that nothing needs to be stored.

/// A counter-based random number generator: the finaliser of splitmix64 over a key and a counter (Steele, Lea, Flood 2014).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CounterRng {
    key: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl CounterRng {
    /// Creates the generator of one step of a training run.
    pub const fn new(seed: u64, step: u64) -> Self {
        Self { key: mix(mix(seed) ^ step) }
    }

    /// Returns a generator that is independent of this one and of the forks for other numbers.
    pub const fn fork(self, number: u64) -> Self {
        Self { key: mix(self.key ^ mix(number.wrapping_add(GOLDEN))) }
    }

    /// Returns the 64 random bits for this counter value.
    ///
    /// ```
    /// use nn::__private::kernels::CounterRng;
    /// let random = CounterRng::new(42, 7).fork(3);
    /// assert_eq!(random.bits(100), CounterRng::new(42, 7).fork(3).bits(100));
    /// assert_ne!(random.bits(100), random.bits(101));
    /// ```
    pub const fn bits(self, number: u64) -> u64 {
        mix(self.key.wrapping_add(number.wrapping_mul(GOLDEN)))
    }
}

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
