//! The inner loop of convolutions: a correlation of a laid-out image with the kernel taps, with sums in registers.

use super::TAIL;
use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::kernels::epilogue::Epilogue;
use crate::simd::{Lanes, Level, Simd, Vector, Vectorized};
use core::ops::Range;

/// The correlation y\[r, g\] = bias\[r\] + the sum over channels c and taps of weight\[r, c, tap\] x\[c, tap + g\], for rows r and
/// positions g of a grid.
#[derive(Clone, Copy)]
pub(super) struct Correlation<'a, T> {
    /// The number of rows of weights, which is the number of channels of y.
    pub(super) rows: usize,
    /// The number of channels to sum over.
    pub(super) channels: usize,
    /// The laid-out image, followed by [`TAIL`] elements.
    pub(super) x: &'a [T],
    pub(super) x_channel: usize,
    /// The distance in x between adjacent rows of the grid.
    pub(super) x_row: usize,
    pub(super) weight: &'a [T],
    pub(super) weight_row: usize,
    pub(super) weight_channel: usize,
    /// The bias, one element per row.
    pub(super) bias: Option<&'a [T]>,
    pub(super) grid: Grid,
}

/// The positions of the results in y.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The index of the first result in y.
    pub(super) start: usize,
    /// The distance in y between adjacent rows of the grid.
    pub(super) down: usize,
    /// The distance in y between adjacent columns.
    pub(super) along: usize,
    /// The distance between adjacent channels of y.
    pub(super) plane: usize,
}

/// One kernel tap: the index at which it reads x for the first position of the grid, and the index of its weight.
#[derive(Clone, Copy)]
struct Tap {
    x: usize,
    weight: usize,
}

/// The number of taps in a table, which is that of an 8 by 8 kernel.
pub(super) const MOST: usize = 64;

/// Collects taps in a table on the stack, and processes it whenever it is full.
pub(super) struct Taps<'a, 'y, T> {
    level: Level,
    correlation: &'a Correlation<'a, T>,
    table: [Tap; MOST],
    count: usize,
    y: Target<'y, T>,
    /// The lower bound of the complete sum.
    floor: T,
    /// Whether nothing has been written yet.
    first: bool,
}

impl<'a, 'y, T: Float> Taps<'a, 'y, T> {
    pub(super) fn new(
        level: Level,
        correlation: &'a Correlation<'a, T>,
        epilogue: Epilogue<'_, T>,
        y: Target<'y, T>,
    ) -> Self {
        let (table, floor) = ([Tap { x: 0, weight: 0 }; MOST], epilogue.floor());
        Self { level, correlation, table, count: 0, y, floor, first: true }
    }

    pub(super) fn add(&mut self, x: usize, weight: usize) {
        if self.count == MOST {
            self.walk(T::NEG_INFINITY);
        }
        self.table[self.count] = Tap { x, weight };
        self.count += 1;
    }

    /// Processes the remaining taps. Without any taps, y is the bias.
    pub(super) fn finish(mut self) {
        if self.count > 0 || self.first {
            self.walk(self.floor);
        }
    }

    fn walk(&mut self, floor: T) {
        let correlation =
            Correlation { bias: if self.first { self.correlation.bias } else { None }, ..*self.correlation };
        let how = Storing { accumulate: self.y.accumulate, floor };
        T::vectorize(self.level, Walk { correlation, taps: &self.table[..self.count], how, y: self.y.slice });
        // Further taps are added to this partial sum.
        (self.count, self.first, self.y.accumulate) = (0, false, Accumulate::Add);
    }
}

/// How sums are stored: overwriting or accumulating, and their lower bound.
#[derive(Clone, Copy)]
struct Storing<T> {
    accumulate: Accumulate,
    floor: T,
}

impl<T: Float> Storing<T> {
    #[inline(always)]
    fn write(self, y: &mut T, sum: T) {
        let sum = if self.accumulate.adds() { *y + sum } else { sum };
        *y = if sum < self.floor { self.floor } else { sum };
    }
}

/// A pass over one table of taps.
struct Walk<'a, T> {
    correlation: Correlation<'a, T>,
    taps: &'a [Tap],
    how: Storing<T>,
    y: &'a mut [T],
}

impl<T: Float> Vectorized<T> for Walk<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        let Walk { correlation, taps, how, y } = self;
        correlation.check(taps);
        let flat = correlation.is_flat(V::LANES, taps.len());
        let mut row = 0;
        macro_rules! rows {
            ($rows:literal $vectors:literal) => {
                while correlation.rows - row >= $rows {
                    // SAFETY: the rows are in bounds, and `check` has verified all reads.
                    unsafe { tiles::<V, $rows, $vectors>(simd, &correlation, taps, row, flat, how, y) };
                    row += $rows;
                }
            };
        }
        if ROWS == 8 {
            rows!(8 2);
        }
        rows!(4 2);
        rows!(1 4);
    }
}

/// Applies the part of an epilogue that a tile cannot apply when it stores its values, to the values of one sample, which begin at
/// element `start` of the output.
pub(super) fn after_sample<T: Float>(level: Level, epilogue: Epilogue<'_, T>, start: usize, values: &mut [T]) {
    if let Epilogue::ReluBackward(_) = epilogue {
        T::vectorize(level, AfterSample { epilogue, start, values });
    }
}

struct AfterSample<'a, T> {
    epilogue: Epilogue<'a, T>,
    start: usize,
    values: &'a mut [T],
}

impl<T: Float> Vectorized<T> for AfterSample<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        self.epilogue.apply(simd, self.start, self.values);
    }
}

impl<T: Float> Correlation<'_, T> {
    /// Returns whether to treat the rows of x as a single one, including the elements between the columns of the grid. This fills
    /// vectors if rows are short or end in the middle of a vector, but results must then be stored in pieces.
    fn is_flat(&self, lanes: usize, taps: usize) -> bool {
        let flat = self.grid.flat(self.x_row).div_ceil(lanes);
        let saved = (self.grid.rows * self.grid.columns.div_ceil(lanes)).saturating_sub(flat);
        // Storing a vector in pieces takes about as long as a dozen steps of a tile.
        saved * taps * self.channels > 12 * flat
    }

    /// Checks that all reads of a pass are in bounds, so that they need no individual checks.
    fn check(&self, taps: &[Tap]) {
        let (Some(x), Some(weight)) = (taps.iter().map(|tap| tap.x).max(), taps.iter().map(|tap| tap.weight).max())
        else {
            return;
        };
        let grid = (self.grid.rows - 1) * self.x_row + self.grid.columns - 1;
        assert!((self.channels - 1) * self.x_channel + grid + x + TAIL <= self.x.len());
        let weights = (self.channels - 1) * self.weight_channel + (self.rows - 1) * self.weight_row;
        assert!(weights + weight < self.weight.len());
        assert!(self.bias.is_none_or(|bias| bias.len() == self.rows));
    }
}

impl Grid {
    /// Merges rows that are contiguous in both x and y into a single row.
    pub(super) fn merged(self, x_row: usize) -> Self {
        if x_row == self.columns && self.down == self.columns * self.along {
            Self { rows: 1, columns: self.rows * self.columns, ..self }
        } else {
            self
        }
    }

    /// Returns the number of columns if the rows of x are treated as one, including those between the columns of the grid.
    fn flat(&self, x_row: usize) -> usize {
        (self.rows - 1) * x_row + self.columns
    }
}

/// Computes `ROWS` rows, from `row` on, for every position of the grid; if `flat` is set, its rows are treated as one.
///
/// # Safety
/// [`Correlation::check`] must have succeeded for these taps, and the rows must be in bounds.
#[inline(always)]
unsafe fn tiles<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    correlation: &Correlation<'_, V::Lane>,
    taps: &[Tap],
    row: usize,
    flat: bool,
    how: Storing<V::Lane>,
    y: &mut [V::Lane],
) {
    let grid = &correlation.grid;
    let (lines, columns) = if flat { (1, grid.flat(correlation.x_row)) } else { (grid.rows, grid.columns) };
    let mut bias = [V::Lane::ZERO; ROWS];
    if let Some(all) = correlation.bias {
        bias.copy_from_slice(&all[row..][..ROWS]);
    }
    let (mut line, mut column) = (0, 0);
    while line < lines {
        // The next few vectors of the grid. After the end, the last one is repeated, and not stored.
        let (mut offsets, mut at, mut count) = ([0; VECTORS], [(0, 0); VECTORS], 0);
        for v in 0..VECTORS {
            if line == lines {
                offsets[v] = offsets[v - 1];
                continue;
            }
            offsets[v] = line * correlation.x_row + column;
            at[v] = (line, column);
            count += 1;
            column += V::LANES;
            if column >= columns {
                (line, column) = (line + 1, 0);
            }
        }
        // SAFETY: guaranteed by the caller.
        let sums = unsafe { tile(simd, correlation, taps, row, &bias, offsets) };
        for (i, sums) in sums.into_iter().enumerate() {
            let start = grid.start + (row + i) * grid.plane;
            for (sum, &(line, column)) in sums.into_iter().zip(&at[..count]) {
                let length = V::LANES.min(columns - column);
                if flat {
                    store_parts(sum, column..column + length, correlation, how, &mut y[start..]);
                } else {
                    let start = start + line * grid.down + column * grid.along;
                    store(simd, sum, length, grid.along, how, &mut y[start..]);
                }
            }
        }
    }
}

/// Computes the sums of one tile.
///
/// # Safety
/// The same as for [`tiles`].
#[inline(always)]
unsafe fn tile<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    correlation: &Correlation<'_, V::Lane>,
    taps: &[Tap],
    row: usize,
    bias: &[V::Lane; ROWS],
    offsets: [usize; VECTORS],
) -> [[Lanes<V>; VECTORS]; ROWS] {
    let zero = simd.zero();
    let mut sums = [[zero; VECTORS]; ROWS];
    for (sums, &bias) in sums.iter_mut().zip(bias) {
        *sums = [simd.splat(bias); VECTORS];
    }
    let mut x = correlation.x.as_ptr();
    let mut weight = correlation.weight.as_ptr().wrapping_add(row * correlation.weight_row);
    for _ in 0..correlation.channels {
        for tap in taps {
            let (x, weight) = (x.wrapping_add(tap.x), weight.wrapping_add(tap.weight));
            let mut vectors = [zero; VECTORS];
            for (vector, &offset) in vectors.iter_mut().zip(&offsets) {
                // SAFETY: `check` has verified the largest of these indices, and that TAIL elements follow it, which is at least
                // the number of lanes.
                *vector = unsafe { simd.read(x.wrapping_add(offset)) };
            }
            for (i, sums) in sums.iter_mut().enumerate() {
                // SAFETY: `check` has verified the largest of these indices.
                let weight = simd.splat(unsafe { *weight.wrapping_add(i * correlation.weight_row) });
                for (sum, &x) in sums.iter_mut().zip(&vectors) {
                    *sum = weight.multiply_add(x, *sum);
                }
            }
        }
        x = x.wrapping_add(correlation.x_channel);
        weight = weight.wrapping_add(correlation.weight_channel);
    }
    sums
}

/// Stores the first `length` lanes, `along` elements apart.
#[inline(always)]
fn store<V: Vector<Lane: Float>>(
    simd: Simd<V>,
    sum: Lanes<V>,
    length: usize,
    along: usize,
    how: Storing<V::Lane>,
    y: &mut [V::Lane],
) {
    if along == 1 {
        let y = &mut y[..length];
        let sum = if how.accumulate.adds() { simd.load(y) + sum } else { sum };
        sum.at_least(simd.splat(how.floor)).store(y);
    } else {
        let mut lanes = [V::Lane::ZERO; TAIL];
        sum.store(&mut lanes[..V::LANES]);
        y.iter_mut().step_by(along).zip(&lanes[..length]).for_each(|(y, &lane)| how.write(y, lane));
    }
}

/// Stores lanes as [`store`] does if the rows are treated as one; lanes between the columns of the grid are skipped.
#[inline(always)]
fn store_parts<V: Vector<Lane: Float>>(
    sum: Lanes<V>,
    positions: Range<usize>,
    correlation: &Correlation<'_, V::Lane>,
    how: Storing<V::Lane>,
    y: &mut [V::Lane],
) {
    let grid = &correlation.grid;
    let mut lanes = [V::Lane::ZERO; TAIL];
    sum.store(&mut lanes[..V::LANES]);
    let (mut line, mut column) = (positions.start / correlation.x_row, positions.start % correlation.x_row);
    let mut lanes = &lanes[..positions.len()];
    while !lanes.is_empty() {
        let (part, rest) = lanes.split_at(lanes.len().min(correlation.x_row - column));
        let inside = part.len().min(grid.columns.saturating_sub(column));
        if inside > 0 {
            let y = y[line * grid.down + column * grid.along..].iter_mut().step_by(grid.along);
            y.zip(&part[..inside]).for_each(|(y, &lane)| how.write(y, lane));
        }
        (lanes, line, column) = (rest, line + 1, 0);
    }
}
