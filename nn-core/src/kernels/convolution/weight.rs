//! The inner loop of the gradient with respect to the weights: sums over all positions.
//!
//! There are two methods. Vectors of positions for several weights at a time ([`over_positions`](Sums::over_positions)), whose
//! lanes are summed at the end, read rows in place. Vectors of weights ([`over_weights`](Sums::over_weights)) waste no lanes if
//! rows are short, but the volume must be packed into a small block on the stack.

use super::Convolution;
use super::border::Border;
use crate::float::Float;
use crate::kernels::sliding::volume;
use crate::simd::{Lanes, MOST_LANES, Simd, Vector, Vectorized};

/// dweight\[o, i, j, k, l\] += the sum over n, p, q of dy\[o, n, p, q\] x\[i, n S + j D, p S + k D, q S + l D\], for one sample
/// and some or all output channels of one group: those that dy and dweight have.
pub(super) struct Sums<'a, T> {
    pub(super) sizes: &'a Convolution,
    pub(super) border: &'a Border,
    /// The sizes of the output, which are the same for all samples.
    pub(super) output: [usize; 3],
    /// The laid-out volume.
    pub(super) x: &'a [T],
    pub(super) dy: &'a [T],
    pub(super) dweight: &'a mut [T],
}

impl<T: Float> Vectorized<T> for Sums<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(mut self, simd: Simd<V>) {
        let packed = self.packs(V::LANES, ROWS);
        let mut row = 0;
        macro_rules! rows {
            ($rows:literal $taps:literal) => {
                while self.rows() - row >= $rows {
                    self.over_positions::<V, $rows, $taps>(simd, row);
                    row += $rows;
                }
            };
        }
        if packed {
            self.over_weights::<V, ROWS>(simd);
        } else {
            if ROWS == 8 {
                rows!(8 3);
            }
            rows!(4 3);
            rows!(1 9);
        }
    }
}

/// An iteration over the kernel positions, channel by channel.
#[derive(Clone, Copy, Default)]
struct Weights {
    channel: usize,
    at: [usize; 3],
}

impl Weights {
    /// Returns the index at which the next weight reads x for the first output.
    #[inline(always)]
    fn next(&mut self, sizes: &Convolution, border: &Border) -> usize {
        let offset = self.channel * border.size() + border.offset(&sizes.window, self.at);
        for axis in [2, 1, 0] {
            self.at[axis] += 1;
            if self.at[axis] < sizes.window.kernel[axis] {
                return offset;
            }
            self.at[axis] = 0;
        }
        self.channel += 1;
        offset
    }
}

/// The number of positions that are packed at once: 8 KiB of stack with the widest vectors.
const DEPTH: usize = 64;

impl<T: Float> Sums<'_, T> {
    /// Returns the number of weights of an output channel.
    fn count(&self) -> usize {
        self.sizes.inputs * volume(self.sizes.window.kernel)
    }

    /// Returns the number of output channels in `dweight`.
    fn rows(&self) -> usize {
        self.dweight.len() / self.count()
    }

    /// Returns whether vectors of weights take fewer steps, where a step is a multiplication or a packed element, and the final sum
    /// of lanes counts as about four steps. The decision is the same for all output channels, however they are divided.
    fn packs(&self, lanes: usize, rows: usize) -> bool {
        let ([od, oh, ow], outputs, count) = (self.output, self.sizes.outputs, self.count());
        let oh = od * oh;
        let of_positions = outputs * count * (oh * ow.div_ceil(lanes) + 4);
        let of_weights = count.div_ceil(2 * lanes) * oh * ow * (2 * lanes + outputs.next_multiple_of(rows) * 2);
        of_weights < of_positions
    }

    /// Returns the distance in x between adjacent output rows.
    fn x_row(&self) -> usize {
        self.sizes.window.stride[1] * self.border.row()
    }

    /// Returns the distance in x between adjacent output slices.
    fn x_slice(&self) -> usize {
        self.sizes.window.stride[0] * self.border.slice()
    }

    /// Computes all weights of `ROWS` output channels from `row` on, a few at a time.
    #[inline(always)]
    fn over_positions<V: Vector<Lane = T>, const ROWS: usize, const TAPS: usize>(&mut self, simd: Simd<V>, row: usize) {
        let count = self.count();
        let mut weights = Weights::default();
        let mut first = 0;
        while first < count {
            // After the end, the last weight is repeated, and not stored.
            let mut offsets = [0; TAPS];
            let some = TAPS.min(count - first);
            for t in 0..TAPS {
                offsets[t] = if t < some { weights.next(self.sizes, self.border) } else { offsets[t - 1] };
            }
            let sums = self.tile_of_positions::<V, ROWS, TAPS>(simd, row, offsets);
            for (i, sums) in sums.into_iter().enumerate() {
                let dweight = &mut self.dweight[(row + i) * count + first..][..some];
                for (dweight, sum) in dweight.iter_mut().zip(sums) {
                    *dweight += sum.add_up(V::LANES);
                }
            }
            first += some;
        }
    }

    /// Computes the sums over all positions, with one partial sum per lane.
    #[inline(always)]
    fn tile_of_positions<V: Vector<Lane = T>, const ROWS: usize, const TAPS: usize>(
        &self,
        simd: Simd<V>,
        row: usize,
        offsets: [usize; TAPS],
    ) -> [[Lanes<V>; TAPS]; ROWS] {
        let ([od, oh, ow], x_row, x_slice) = (self.output, self.x_row(), self.x_slice());
        let places = od * oh * ow;
        // Check the last reads, so that no read needs an individual check.
        let way = (od - 1) * x_slice + (oh - 1) * x_row + ow - 1;
        let last = offsets.iter().fold(0, |last, &offset| last.max(offset)) + way;
        assert!(last < self.x.len() && (row + ROWS) * places <= self.dy.len());
        let (x, dy) = (self.x.as_ptr(), self.dy[row * places..].as_ptr());
        let mut sums = [[simd.zero(); TAPS]; ROWS];
        for slice in 0..od {
            for line in 0..oh {
                let x = x.wrapping_add(slice * x_slice + line * x_row);
                let dy = dy.wrapping_add((slice * oh + line) * ow);
                let mut column = 0;
                while column < ow {
                    let length = V::LANES.min(ow - column);
                    let mut vectors = [simd.zero(); TAPS];
                    for (vector, &offset) in vectors.iter_mut().zip(&offsets) {
                        // SAFETY: the largest of the indices was checked, and nothing is read beyond `length`.
                        *vector = unsafe { read(simd, x.wrapping_add(offset + column), length) };
                    }
                    for (i, sums) in sums.iter_mut().enumerate() {
                        // SAFETY: as above.
                        let dy = unsafe { read(simd, dy.wrapping_add(i * places + column), length) };
                        for (sum, &x) in sums.iter_mut().zip(&vectors) {
                            *sum = dy.multiply_add(x, *sum);
                        }
                    }
                    column += length;
                }
            }
        }
        sums
    }

    /// Computes all weights, two vectors at a time for all output channels.
    #[inline(always)]
    fn over_weights<V: Vector<Lane = T>, const ROWS: usize>(&mut self, simd: Simd<V>) {
        let ([od, oh, ow], x_row, x_slice) = (self.output, self.x_row(), self.x_slice());
        let (places, count) = (od * oh * ow, self.count());
        let columns = 2 * V::LANES;
        let mut weights = Weights::default();
        let mut block = [[simd.zero(); 2]; DEPTH];
        let mut first = 0;
        while first < count {
            let some = columns.min(count - first);
            let mut offsets = [0; 2 * MOST_LANES];
            for offset in &mut offsets[..some] {
                *offset = weights.next(self.sizes, self.border);
            }
            let mut position = 0;
            let [mut slice, mut line, mut column] = [0; 3];
            while position < places {
                let depth = DEPTH.min(places - position);
                for vectors in &mut block[..depth] {
                    let x = &self.x[slice * x_slice + line * x_row + column..];
                    column += 1;
                    if column == ow {
                        (line, column) = (line + 1, 0);
                    }
                    if line == oh {
                        (slice, line) = (slice + 1, 0);
                    }
                    // Columns after the last weight hold stale values, and are not stored.
                    for (number, &offset) in Lanes::elements(vectors)[..some].iter_mut().zip(&offsets) {
                        *number = x[offset];
                    }
                }
                let mut row = 0;
                macro_rules! rows {
                    ($rows:literal) => {
                        while self.rows() - row >= $rows {
                            let sums = self.tile_of_weights::<V, $rows>(simd, row, position, &block[..depth]);
                            for (i, sums) in sums.into_iter().enumerate() {
                                let dweight = &mut self.dweight[(row + i) * count + first..][..some];
                                for (dweight, sum) in dweight.chunks_mut(V::LANES).zip(sums) {
                                    (simd.load(dweight) + sum).store(dweight);
                                }
                            }
                            row += $rows;
                        }
                    };
                }
                if ROWS == 8 {
                    rows!(8);
                }
                rows!(4);
                rows!(1);
                position += depth;
            }
            first += some;
        }
    }

    /// Computes the sums over the positions of a block, for `ROWS` output channels from `row` on.
    #[inline(always)]
    fn tile_of_weights<V: Vector<Lane = T>, const ROWS: usize>(
        &self,
        simd: Simd<V>,
        row: usize,
        position: usize,
        block: &[[Lanes<V>; 2]],
    ) -> [[Lanes<V>; 2]; ROWS] {
        let places = volume(self.output);
        // Check the last read, so that no read needs an individual check.
        let last = (row + ROWS - 1) * places + position + block.len() - 1;
        assert!(last < self.dy.len());
        let mut dy = self.dy[row * places + position..].as_ptr();
        let mut sums = [[simd.zero(); 2]; ROWS];
        for x in block {
            for (i, sums) in sums.iter_mut().enumerate() {
                // SAFETY: the index is at most `last`, which was checked.
                let dy = simd.splat(unsafe { *dy.wrapping_add(i * places) });
                for (sum, &x) in sums.iter_mut().zip(x) {
                    *sum = dy.multiply_add(x, *sum);
                }
            }
            dy = dy.wrapping_add(1);
        }
        sums
    }
}

/// Reads the first `length` elements, at most as many as there are lanes, followed by zeros.
///
/// # Safety
/// The elements must be readable.
#[inline(always)]
unsafe fn read<V: Vector<Lane: Float>>(simd: Simd<V>, from: *const V::Lane, length: usize) -> Lanes<V> {
    // SAFETY: guaranteed by the caller.
    simd.load(unsafe { core::slice::from_raw_parts(from, length) })
}
