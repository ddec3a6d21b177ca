//! The share of one of several loaders in the batches of each step.

/// Which batches of an epoch a loader gives, where several loaders share them: of every `all` batches, `count` from number `first`
/// on. Those `all` are one step.
///
/// Each loader gives as many batches as each other, so that they stay in step: where the samples do not reach, they have no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    first: usize,
    count: usize,
    all: usize,
}

impl Shard {
    /// Every batch.
    pub const WHOLE: Self = Self { first: 0, count: 1, all: 1 };

    /// The share of one of so many loaders in steps of `all` batches, where each has as many.
    ///
    /// # Panics
    /// If `all` is not a multiple of `loaders`, and more than 0, or `loader` is not below `loaders`.
    pub fn new(loader: usize, loaders: usize, all: usize) -> Self {
        let fits = loader < loaders && all > 0 && all.is_multiple_of(loaders);
        assert!(fits, "loader {loader} of {loaders} has no share in steps of {all} batches");
        let count = all / loaders;
        Self { first: loader * count, count, all }
    }

    /// How many batches of a step are this loader's.
    pub const fn count(self) -> usize {
        self.count
    }

    /// How many batches a step has.
    pub const fn all(self) -> usize {
        self.all
    }

    /// The number of the first of them in a step.
    pub const fn first(self) -> usize {
        self.first
    }

    /// The number, among all batches of the epoch, of this loader's batch with this number.
    pub(super) const fn number(self, batch: usize) -> usize {
        (batch / self.count).saturating_mul(self.all).saturating_add(self.first + batch % self.count)
    }
}
