//! Accumulation of the gradients of several batches into that of one batch of all their samples.

use crate::losses::Divisor;

/// The factor of the gradient of a batch with this weight, where the unit of weights is `unit`.
pub(crate) fn factor(weight: Option<f64>, unit: f64) -> f64 {
    weight.map_or(1.0, |weight| weight / unit)
}

/// What a sum of gradients in this unit is multiplied by, so that it becomes that of one batch; `total` is the sum of all
/// weights, 0 if nothing is divided by or nothing counts.
pub(crate) fn share(unit: f64, total: f64) -> f64 {
    if total == 0.0 { 1.0 } else { unit / total }
}

/// # Panics
/// If gradients of this loss cannot be added up.
#[track_caller]
pub(crate) fn assert_adds_up(divisor: Divisor) {
    assert!(
        divisor != Divisor::Mixed,
        "a tuple of losses does not accumulate: its losses divide by weights that differ: give all of them \
         `Reduction::BatchMean`, or all `Reduction::Sum`"
    );
}

/// The batches whose gradients a session has added up since the last update.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Accumulated {
    pub(crate) batches: u64,
    /// How many of them are losses that are sums.
    pub(crate) sums: u64,
    /// How many samples of the first of them counted, and of all together.
    pub(crate) rows: [u64; 2],
    /// The first weight that was not 0, which the gradient is in units of, and the sum of all.
    pub(crate) weights: [f64; 2],
}

impl Accumulated {
    /// The factor of the gradient of another batch.
    ///
    /// # Panics
    /// If it cannot be added to those before.
    #[track_caller]
    pub(crate) fn factor(&self, weight: Option<f64>, divisor: Divisor) -> f64 {
        if self.batches > 0 {
            assert_adds_up(divisor);
            let are_sums = self.sums > 0;
            assert!(
                are_sums == weight.is_none(),
                "a sum and a mean do not accumulate: take losses with `Reduction::Sum` alone in one step, or none"
            );
        }
        // After an update the old weights are still there.
        let unit = if self.batches == 0 { 0.0 } else { self.weights[0] };
        match weight {
            // The first one that counts is the unit.
            Some(weight) if unit == 0.0 && weight != 0.0 => 1.0,
            Some(0.0) => 0.0,
            weight => factor(weight, unit),
        }
    }

    /// Counts a batch.
    pub(crate) fn count(&mut self, rows: usize, weight: Option<f64>) {
        if self.batches == 0 {
            *self = Self { rows: [rows as u64, 0], ..Self::default() };
        }
        // A checkpoint may hold any numbers.
        self.batches = self.batches.saturating_add(1);
        self.rows[1] = self.rows[1].saturating_add(rows as u64);
        match weight {
            None => self.sums = self.sums.saturating_add(1),
            Some(weight) => {
                if self.weights[0] == 0.0 {
                    self.weights[0] = weight;
                }
                self.weights[1] += weight;
            }
        }
    }

    /// Counts a batch whose gradient was computed elsewhere: it weighs by its samples, but where sums are added up.
    pub(crate) fn count_as_before(&mut self, rows: usize) {
        let weight = if self.batches > 0 && self.sums > 0 { None } else { Some(rows as f64) };
        self.count(rows, weight);
    }

    /// What parameters' gradients, and the statistics of buffers, are multiplied by to become those of one batch.
    pub(crate) fn shares(&self) -> [f64; 2] {
        let [rows, of_all] = self.rows.map(|rows| rows as f64);
        [share(self.weights[0], self.weights[1]), share(rows, of_all)]
    }
}
