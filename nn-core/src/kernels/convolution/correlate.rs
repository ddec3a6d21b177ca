//! The walk through a kernel: rows of an image at constant distances, times numbers, summed up in registers.

use super::TAIL;
use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::kernels::epilogue::Epilogue;
use crate::simd::{Lanes, Level, Simd, Vector, Vectorized};
use core::ops::Range;

/// y\[r, g\] = bias\[r\] + the sum over channels c and taps of weight\[r, c, tap\] x\[c, tap + g\], for rows r and places g of
/// a grid.
#[derive(Clone, Copy)]
pub(super) struct Correlation<'a, T> {
    /// How many rows of weights there are: channels of y.
    pub(super) rows: usize,
    /// Channels that are summed up.
    pub(super) channels: usize,
    /// The image, laid out; [`TAIL`] numbers behind its last.
    pub(super) x: &'a [T],
    pub(super) x_channel: usize,
    /// From one row of the grid to the next, in x.
    pub(super) x_row: usize,
    pub(super) weight: &'a [T],
    pub(super) weight_row: usize,
    pub(super) weight_channel: usize,
    /// What is added, one element a row.
    pub(super) bias: Option<&'a [T]>,
    pub(super) grid: Grid,
}

/// Where the results go.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The place of the first result in y.
    pub(super) start: usize,
    /// From one row of the grid to the next, in y.
    pub(super) down: usize,
    /// From one column to the next.
    pub(super) along: usize,
    /// From one channel of y to the next.
    pub(super) plane: usize,
}

/// One number of the kernel: where it reads x for the first place of the grid, and which weight it is.
#[derive(Clone, Copy)]
struct Tap {
    x: usize,
    weight: usize,
}

/// How many taps a table holds: those of a kernel of 8 by 8.
const MOST: usize = 64;

/// Collects taps, and walks through as many as a table on the stack holds.
pub(super) struct Taps<'a, 'y, T> {
    level: Level,
    correlation: &'a Correlation<'a, T>,
    table: [Tap; MOST],
    count: usize,
    y: Target<'y, T>,
    /// The least that the whole sum becomes.
    floor: T,
    /// Whether nothing was written yet.
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

    /// Walks through the rest. Without any tap, y is the bias.
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
        // What comes next is added to this part of the sum.
        (self.count, self.first, self.y.accumulate) = (0, false, Accumulate::Add);
    }
}

/// How sums are stored: set or added, and the least that they become.
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

/// A walk through one table of taps.
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
                    // SAFETY: the rows exist, and all reads were checked.
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

/// The rest of an epilogue, of the values of one sample, which are stored from element `start` of the output on: what no tile can do
/// on its way to memory.
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
    /// Whether to take the rows of x as one, with what lies between the grid's columns: that fills vectors where rows are
    /// short or end in the midst of one, but its results go to their places in parts.
    fn is_flat(&self, lanes: usize, taps: usize) -> bool {
        let flat = self.grid.flat(self.x_row).div_ceil(lanes);
        let saved = (self.grid.rows * self.grid.columns.div_ceil(lanes)).saturating_sub(flat);
        // Parts take about as long as a dozen steps of a tile.
        saved * taps * self.channels > 12 * flat
    }

    /// Checks that every read of a walk lies in its slice, so that no read needs a check of its own.
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
    /// Rows that are contiguous in x and in y are one row.
    pub(super) fn merged(self, x_row: usize) -> Self {
        if x_row == self.columns && self.down == self.columns * self.along {
            Self { rows: 1, columns: self.rows * self.columns, ..self }
        } else {
            self
        }
    }

    /// How many columns there are if the rows of x are taken as one: those between the grid's columns included.
    fn flat(&self, x_row: usize) -> usize {
        (self.rows - 1) * x_row + self.columns
    }
}

/// `ROWS` rows from `row`, for every place of the grid; `flat` if its rows are taken as one.
///
/// # Safety
/// [`Correlation::check`] found all reads in their slices; the rows exist.
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
        // The next few vectors of the grid. Where there are no more, the last one is taken again, and not stored.
        let (mut places, mut at, mut count) = ([0; VECTORS], [(0, 0); VECTORS], 0);
        for v in 0..VECTORS {
            if line == lines {
                places[v] = places[v - 1];
                continue;
            }
            places[v] = line * correlation.x_row + column;
            at[v] = (line, column);
            count += 1;
            column += V::LANES;
            if column >= columns {
                (line, column) = (line + 1, 0);
            }
        }
        // SAFETY: the caller's promise, passed on.
        let sums = unsafe { tile(simd, correlation, taps, row, &bias, places) };
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

/// The sums of one tile.
///
/// # Safety
/// As for [`tiles`].
#[inline(always)]
unsafe fn tile<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    correlation: &Correlation<'_, V::Lane>,
    taps: &[Tap],
    row: usize,
    bias: &[V::Lane; ROWS],
    places: [usize; VECTORS],
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
            for (vector, &place) in vectors.iter_mut().zip(&places) {
                // SAFETY: the last of these places was checked, and that TAIL elements follow it, which are no fewer than the lanes.
                *vector = unsafe { simd.read(x.wrapping_add(place)) };
            }
            for (i, sums) in sums.iter_mut().enumerate() {
                // SAFETY: the last of these places was checked.
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

/// Stores the first lanes, `along` apart.
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

/// [`store`] for places of the rows taken as one: what lies between the grid's columns is left out.
#[inline(always)]
fn store_parts<V: Vector<Lane: Float>>(
    sum: Lanes<V>,
    places: Range<usize>,
    correlation: &Correlation<'_, V::Lane>,
    how: Storing<V::Lane>,
    y: &mut [V::Lane],
) {
    let grid = &correlation.grid;
    let mut lanes = [V::Lane::ZERO; TAIL];
    sum.store(&mut lanes[..V::LANES]);
    let (mut line, mut column) = (places.start / correlation.x_row, places.start % correlation.x_row);
    let mut lanes = &lanes[..places.len()];
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
