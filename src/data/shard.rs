//! The share of a loader in the batches of each step, among several loaders.

/// A loader's share of the batches of an epoch, if several loaders divide them: of every `all` batches, the `count` batches from
/// index `first` on. Every `all` batches are one step.
///
/// All loaders yield the same number of batches, so that they stay in step; batches beyond the last sample have no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    first: usize,
    count: usize,
    all: usize,
}

impl Shard {
    /// Every batch.
    pub const WHOLE: Self = Self { first: 0, count: 1, all: 1 };

    /// Returns the share of loader number `loader` in steps of `all` batches, divided equally among `loaders`.
    ///
    /// # Panics
    /// Panics if `all` is 0 or not a multiple of `loaders`, or if `loader` is not less than `loaders`.
    #[track_caller]
    pub fn new(loader: usize, loaders: usize, all: usize) -> Self {
        let fits = loader < loaders && all > 0 && all.is_multiple_of(loaders);
        assert!(fits, "loader {loader} of {loaders} gets no batch in steps of {all} batches");
        let count = all / loaders;
        Self { first: loader * count, count, all }
    }

    /// Returns the number of this loader's batches in a step.
    pub const fn count(self) -> usize {
        self.count
    }

    /// Returns the number of batches in a step.
    pub const fn all(self) -> usize {
        self.all
    }

    /// Returns the index of this loader's first batch in a step.
    pub const fn first(self) -> usize {
        self.first
    }

    /// Returns the position in the order of an epoch at which this loader's batch with this index begins, for batches of `size`
    /// samples.
    pub(super) const fn start(self, batch: usize, size: usize) -> usize {
        let number = (batch / self.count).saturating_mul(self.all).saturating_add(self.first + batch % self.count);
        number.saturating_mul(size)
    }
}
