//! The states of one direction of a layer among those of all of them, each of which is a row of a sample.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;

/// The place of a row in each sample.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The index of the row.
    pub(crate) index: usize,
    /// The number of rows of a sample.
    pub(crate) count: usize,
    /// The number of elements of a row.
    pub(crate) units: usize,
}

impl Row {
    /// Copies the row of each sample of `all` to `row`.
    #[inline(always)]
    pub(crate) fn read<T: Float>(self, all: &[T], row: &mut [T]) {
        let units = at_least_one(self.units);
        let samples = all.chunks_exact(at_least_one(self.count * self.units));
        for (sample, row) in samples.zip(row.chunks_exact_mut(units)) {
            let from = sample.chunks_exact(units).nth(self.index).unwrap_or_default();
            row.iter_mut().zip(from).for_each(|(to, &from)| *to = from);
        }
    }

    /// Writes `row` to the row of each sample of `all`, or adds it.
    #[inline(always)]
    pub(crate) fn write<T: Float>(self, row: &[T], all: Target<'_, T>) {
        let (units, adds) = (at_least_one(self.units), all.accumulate.adds());
        let samples = all.slice.chunks_exact_mut(at_least_one(self.count * self.units));
        for (sample, row) in samples.zip(row.chunks_exact(units)) {
            let to = sample.chunks_exact_mut(units).nth(self.index).unwrap_or_default();
            for (to, &from) in to.iter_mut().zip(row) {
                *to = if adds { *to + from } else { from };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_one_row_of_each_sample() {
        let all: [f32; 12] = core::array::from_fn(|i| i as f32);
        let middle = Row { index: 1, count: 3, units: 2 };
        let mut row = [f32::NAN; 4];
        middle.read(&all, &mut row);
        assert_eq!(row, [2.0, 3.0, 8.0, 9.0]);
        let mut written = all;
        middle.write(&row, Target::add(&mut written));
        assert_eq!(written, [0.0, 1.0, 4.0, 6.0, 4.0, 5.0, 6.0, 7.0, 16.0, 18.0, 10.0, 11.0]);
        middle.write(&[-1.0; 4], Target::set(&mut written));
        assert_eq!(written, [0.0, 1.0, -1.0, -1.0, 4.0, 5.0, 6.0, 7.0, -1.0, -1.0, 10.0, 11.0]);
    }
}
