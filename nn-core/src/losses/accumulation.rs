//! Accumulation of the gradients of several batches into the gradient of one batch of all their samples.

use crate::losses::Divisor;

/// Returns the factor by which the gradient of a batch of this weight is scaled, in units of `unit`; 1 for a loss that is a sum
/// (`None`).
pub(crate) fn factor(weight: Option<f64>, unit: f64) -> f64 {
    weight.map_or(1.0, |weight| weight / unit)
}

/// Returns the factor that turns a sum of gradients in units of `unit` into the gradient of one batch. `total` is the sum of all
/// weights; it is 0 if the loss is a sum or if no sample counts.
pub(crate) fn share(unit: f64, total: f64) -> f64 {
    if total == 0.0 { 1.0 } else { unit / total }
}

/// Checks that gradients of a loss with this divisor can be accumulated.
///
/// # Panics
/// Panics if gradients of a loss with this divisor cannot be accumulated.
#[track_caller]
pub(crate) fn assert_adds_up(divisor: Divisor) {
    assert!(
        divisor != Divisor::Mixed,
        "this tuple of losses cannot accumulate, since its losses divide by different weights: use `Reduction::BatchMean` \
         for all of them, or `Reduction::Sum` for all"
    );
}

/// The batches whose gradients a session has accumulated since the last update.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Accumulated {
    pub(crate) batches: u64,
    /// The number of batches whose loss is a sum.
    pub(crate) sums: u64,
    /// The number of samples that counted in the first batch, and in all batches together.
    pub(crate) rows: [u64; 2],
    /// The first nonzero weight, which is the unit of the accumulated gradient, and the sum of all weights.
    pub(crate) weights: [f64; 2],
}

impl Accumulated {
    /// Returns the factor by which the gradient of the next batch is scaled.
    ///
    /// # Panics
    /// Panics if the gradient cannot be added to those accumulated so far.
    #[track_caller]
    pub(crate) fn factor(&self, weight: Option<f64>, divisor: Divisor) -> f64 {
        if self.batches > 0 {
            assert_adds_up(divisor);
            let are_sums = self.sums > 0;
            assert!(
                are_sums == weight.is_none(),
                "sums and means cannot accumulate in one step: use `Reduction::Sum` for all losses, or for none"
            );
        }
        // The weights are not reset by an update, so they are stale while `batches` is 0.
        let unit = if self.batches == 0 { 0.0 } else { self.weights[0] };
        match weight {
            // The first nonzero weight becomes the unit.
            Some(weight) if unit == 0.0 && weight != 0.0 => 1.0,
            Some(0.0) => 0.0,
            weight => factor(weight, unit),
        }
    }

    /// Records a batch.
    pub(crate) fn count(&mut self, rows: usize, weight: Option<f64>) {
        if self.batches == 0 {
            *self = Self { rows: [rows as u64, 0], ..Self::default() };
        }
        // The counters may come from a checkpoint, with any values.
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

    /// Records a batch whose gradient was computed from a given `dy`: it is weighted by its number of samples, or not at all if the
    /// accumulated losses are sums.
    pub(crate) fn count_as_before(&mut self, rows: usize) {
        let weight = if self.batches > 0 && self.sums > 0 { None } else { Some(rows as f64) };
        self.count(rows, weight);
    }

    /// Returns the factors that turn the accumulated gradients of the parameters, and the accumulated statistics of the buffers,
    /// into those of one batch.
    pub(crate) fn shares(&self) -> [f64; 2] {
        let [rows, of_all] = self.rows.map(|rows| rows as f64);
        [share(self.weights[0], self.weights[1]), share(rows, of_all)]
    }
}
