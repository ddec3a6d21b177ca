//! Matrix products in register tiles, without allocation.
//!
//! C is computed in tiles of up to eight rows and two vectors of columns. For each tile, the corresponding columns of B are packed
//! into a small block on the stack; A is read in place, in blocks of rows and columns that fit into the cache. The vectors are the
//! widest that the CPU supports, which is detected once.
//!
//! A large product is divided among threads in groups of tiles, by rows or by columns of C.
//!
//! At the baseline level, an element of a product with an A that is not transposed is one sum in the order of the inner dimension,
//! whatever the number of rows: a row of the result is bit-identical if it is computed by itself. A product that is added to C is so
//! only up to an inner dimension of [`DEPTH`]: of several rows, a longer one is added block by block.

use super::matrix::Matrix;
use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::kernels::parallel::{Cut, Divide, Shared, in_parts, parts};
use crate::kernels::work::compiled_here;
use crate::simd::{Lanes, Level, MOST_LANES, Simd, Vector, Vectorized, level};
use core::mem::MaybeUninit;
use core::ops::Range;

/// Computes A B and writes it to the contiguous C, or adds it to C, depending on the target. Results are bit-identical between runs
/// on the same CPU; a CPU with fused multiply-add rounds less often than one without.
///
/// # Panics
/// Panics if the number of columns of A differs from the number of rows of B, or if the length of a slice does not match its
/// matrix.
///
/// ```
/// use nn::__private::kernels::{Matrix, Target, gemm};
/// let mut c = [0.0];
/// gemm(Matrix::new(&[1.0, 2.0], 1, 2), Matrix::new(&[3.0, 4.0], 2, 1), Target::set(&mut c));
/// assert_eq!(c, [11.0]);
/// ```
pub fn gemm<T: Float>(a: Matrix<'_, T>, b: Matrix<'_, T>, c: Target<'_, T>) {
    gemm_at(level(), a, b, c);
}

/// Computes [`gemm`] with the instructions of one SIMD level.
pub(in crate::kernels) fn gemm_at<T: Float>(level: Level, a: Matrix<'_, T>, b: Matrix<'_, T>, c: Target<'_, T>) {
    let [m, k, n] = [a.rows, a.columns, b.columns];
    let fits = a.is_whole() && b.is_whole() && b.rows == k && m.checked_mul(n) == Some(c.len());
    assert!(
        fits,
        "slices of {}, {} and {} do not match a product of {m}x{k} and {}x{n}",
        a.data.len(),
        b.data.len(),
        c.len(),
        b.rows
    );
    if m == 0 || n == 0 {
        return;
    }
    Product { factors: Factors { a, b, accumulate: c.accumulate }, c: c.slice }.run(level);
}

/// A product and its destination; the lengths of the slices match the sizes.
struct Product<'a, T> {
    factors: Factors<'a, T>,
    c: &'a mut [T],
}

/// The factors of a product.
#[derive(Clone, Copy)]
struct Factors<'a, T> {
    a: Matrix<'a, T>,
    b: Matrix<'a, T>,
    accumulate: Accumulate,
}

/// The maximum number of rows of B that are packed at once: 2 KiB of stack.
const DEPTH: usize = 64;
/// The maximum with vectors of 256 bits and more: up to 32 KiB of stack. The larger it is, the less often C is read and written
/// again.
const DEPTH_OF_WIDE: usize = 256;

/// The size in bytes of a block of A that is reused before the next one is read: a fraction of the second-level cache.
const BYTES_OF_A: usize = 1 << 18;

/// With fewer rows than this, B is read in place, once for each row: packing it would take longer.
const FEW_ROWS: usize = 4;

/// Parallel parts of C begin at multiples of these numbers of rows and columns, which are multiples of every tile, so that no tile
/// is split.
const MEET: [usize; 2] = [8, 2 * MOST_LANES];

compiled_here!(Product);

impl<T: Float> Product<'_, T> {
    fn run_at(self, level: Level) {
        let Factors { a, b, accumulate } = self.factors;
        let [m, k, n] = [a.rows, a.columns, b.columns];
        if k == 0 {
            return clear(accumulate, self.c);
        }
        // Parts that divide the rows each pack all of B; parts that divide the columns share cache lines.
        let axis = if m > n { 0 } else { 1 };
        let whole = Part { factors: self.factors, axis, rows: 0..m, columns: 0..n, c: Shared::new(self.c) };
        in_parts(parts(m.saturating_mul(k).saturating_mul(n)), [m, n][axis].div_ceil(MEET[axis]), whole, |part| {
            T::vectorize(level, part)
        });
    }
}

/// A part of a product: a range of rows and columns that no other part overlaps, starting at multiples of [`MEET`].
struct Part<'a, T> {
    factors: Factors<'a, T>,
    /// The axis that is divided: 0 for rows, 1 for columns.
    axis: usize,
    rows: Range<usize>,
    columns: Range<usize>,
    c: Shared<'a, T>,
}

impl<T: Float> Divide for Part<'_, T> {
    fn divide(self, at: Cut) -> (Self, Self) {
        let (mut first, mut rest) = (Part { rows: self.rows.clone(), columns: self.columns.clone(), ..self }, self);
        let (end, start) = match first.axis {
            0 => (&mut first.rows.end, &mut rest.rows.start),
            _ => (&mut first.columns.end, &mut rest.columns.start),
        };
        *start += at.units * MEET[first.axis];
        *end = *start;
        (first, rest)
    }
}

impl<T> Part<'_, T> {
    /// Returns `width` elements of a row of C, from a column of this part on.
    #[inline(always)]
    fn c(&mut self, row: usize, column: usize, width: usize) -> &mut [T] {
        debug_assert!(self.rows.contains(&row) && self.columns.start <= column && column + width <= self.columns.end);
        // SAFETY: parts result from dividing an exclusive borrow of C, so no two parts overlap; within a part, the returned slice
        // borrows the part exclusively.
        unsafe { self.c.stretch(row * self.factors.b.columns + column, width) }
    }
}

impl<T: Float> Vectorized<T> for Part<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        if const { in_order::<V>() } {
            product::<V, ROWS, DEPTH>(simd, self);
        } else {
            product::<V, ROWS, DEPTH_OF_WIDE>(simd, self);
        }
    }
}

/// Computes the part in tiles of `ROWS` rows, 8 or 4, and two vectors of columns, or one if that suffices.
#[inline(always)]
fn product<V: Vector<Lane: Float>, const ROWS: usize, const DEPTH: usize>(simd: Simd<V>, mut part: Part<'_, V::Lane>) {
    let factors = part.factors;
    let Factors { a, b, accumulate } = factors;
    let [m, k, n] = [a.rows, a.columns, b.columns];
    if m == 1 || m < FEW_ROWS && !a.transposed {
        for row in part.rows.clone() {
            let start = part.columns.start;
            let y = part.c(row, start, part.columns.len());
            if b.transposed {
                row_times_rows(simd, &factors, row, start, y);
            } else {
                row_times_matrix(simd, &factors, row, start, y);
            }
        }
        return;
    }
    // One block for both widths, so that the stack stays small in unoptimised builds as well.
    let mut block = [[const { MaybeUninit::<Lanes<V>>::uninit() }; 2]; DEPTH];
    let block = block.as_flattened_mut();
    // Blocks of about equal depth, so that none is too small to amortise its stores.
    let deepest = k.div_ceil(k.div_ceil(DEPTH));
    let most_rows = (BYTES_OF_A / (deepest * size_of::<V::Lane>())).next_multiple_of(ROWS);
    for first in (0..k).step_by(deepest) {
        let depth = deepest.min(k - first);
        let continues = first > 0 && const { in_order::<V>() } && !a.transposed;
        // Blocks after the first accumulate into the result of the first, or continue its sums.
        let accumulate = match first {
            0 => accumulate,
            _ if continues => Accumulate::Set,
            _ => Accumulate::Add,
        };
        let block_of = Block { first, continues };
        for row in part.rows.clone().step_by(most_rows) {
            let rows = row..part.rows.end.min(row + most_rows);
            let mut column = part.columns.start;
            while column < part.columns.end {
                if n - column > V::LANES {
                    let (block, _) = block[..2 * depth].as_chunks_mut::<2>();
                    columns::<V, ROWS, 2>(simd, &mut part, rows.clone(), block, (block_of, column), accumulate);
                    column += 2 * V::LANES;
                } else {
                    let (block, _) = block[..depth].as_chunks_mut::<1>();
                    columns::<V, ROWS, 1>(simd, &mut part, rows.clone(), block, (block_of, column), accumulate);
                    column += V::LANES;
                }
            }
        }
    }
}

/// Whether sums with these vectors, those of the baseline, are added in the order of the inner dimension.
const fn in_order<V>() -> bool {
    size_of::<V>() < 32
}

/// A block of the inner dimension.
#[derive(Clone, Copy)]
struct Block {
    /// The first row of B in it.
    first: usize,
    /// Whether its sums begin with the result of the blocks before it, instead of 0.
    continues: bool,
}

/// Computes the tiles of one group of columns, from `column` on, in some rows of C, over as much of the inner dimension as the
/// block has rows.
#[inline(always)]
fn columns<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    part: &mut Part<'_, V::Lane>,
    rows: Range<usize>,
    block: &mut [[MaybeUninit<Lanes<V>>; VECTORS]],
    (Block { first, continues }, column): (Block, usize),
    accumulate: Accumulate,
) {
    let factors = part.factors;
    let block = pack(simd, &factors.b, block, [first, column]);
    let width = (VECTORS * V::LANES).min(factors.b.columns - column);
    let mut row = rows.start;
    macro_rules! tiles {
        ($rows:literal) => {
            while rows.end - row >= $rows {
                let mut sums = [[simd.zero(); VECTORS]; $rows];
                if continues {
                    for (i, sums) in sums.iter_mut().enumerate() {
                        let c = part.c(row + i, column, width).chunks(V::LANES);
                        sums.iter_mut().zip(c).for_each(|(sum, c)| *sum = simd.load(c));
                    }
                }
                let sums = tile::<V, $rows, VECTORS>(simd, &factors.a, row, first, block, sums);
                for (i, sums) in sums.into_iter().enumerate() {
                    store(simd, accumulate, sums, part.c(row + i, column, width));
                }
                row += $rows;
            }
        };
    }
    if ROWS == 8 {
        tiles!(8);
    }
    tiles!(4);
    tiles!(2);
    tiles!(1);
}

/// Stores sums, overwriting or accumulating.
#[inline(always)]
fn store<V: Vector<Lane: Float>, const VECTORS: usize>(
    simd: Simd<V>,
    accumulate: Accumulate,
    sums: [Lanes<V>; VECTORS],
    c: &mut [V::Lane],
) {
    for (sum, c) in sums.into_iter().zip(c.chunks_mut(V::LANES)) {
        // When overwriting, the old values are not read, as they may be NaN.
        let sum = if accumulate.adds() { simd.load(c) + sum } else { sum };
        sum.store(c);
    }
}

/// Sets C to zero, unless it is accumulated into.
#[inline(always)]
fn clear<T: Float>(accumulate: Accumulate, c: &mut [T]) {
    Target { slice: c, accumulate }.zeroed();
}

/// Packs rows and columns of B into the block, and returns it. Columns beyond the end of B are 0.
#[inline(always)]
fn pack<'a, V: Vector, const VECTORS: usize>(
    simd: Simd<V>,
    b: &Matrix<'_, V::Lane>,
    block: &'a mut [[MaybeUninit<Lanes<V>>; VECTORS]],
    [first, column]: [usize; 2],
) -> &'a [[Lanes<V>; VECTORS]] {
    let [k, n] = [b.rows, b.columns];
    let width = (VECTORS * V::LANES).min(n - column);
    let depth = block.len();
    let zero = simd.zero();
    if b.transposed {
        for (p, rows) in block.chunks_mut(V::LANES).enumerate() {
            let mut columns = [[zero; MOST_LANES]; VECTORS];
            for (j, from) in (0..width).zip(b.data[column * k..].chunks(k)) {
                let from = &from[first + p * V::LANES..][..rows.len()];
                columns[j / V::LANES][j % V::LANES] = simd.load(from);
            }
            columns.iter_mut().for_each(|square| simd.transpose(square));
            for (i, row) in rows.iter_mut().enumerate() {
                *row = core::array::from_fn(|v| MaybeUninit::new(columns[v][i]));
            }
        }
    } else {
        for (p, row) in block.iter_mut().enumerate() {
            let mut vectors = [zero; VECTORS];
            let from = &b.data[(first + p) * n + column..][..width];
            for (vector, from) in vectors.iter_mut().zip(from.chunks(V::LANES)) {
                *vector = simd.load(from);
            }
            *row = vectors.map(MaybeUninit::new);
        }
    }
    // SAFETY: all of these rows were initialised above, and `MaybeUninit` has the same layout as its content.
    unsafe { core::slice::from_raw_parts(block.as_ptr().cast(), depth) }
}

/// Adds the products of one tile to sums: rows of A from `row` on, columns of A from `first` on, times the block.
#[inline(always)]
fn tile<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    a: &Matrix<'_, V::Lane>,
    row: usize,
    first: usize,
    block: &[[Lanes<V>; VECTORS]],
    mut sums: [[Lanes<V>; VECTORS]; ROWS],
) -> [[Lanes<V>; VECTORS]; ROWS] {
    // The distances in A between adjacent elements along the inner dimension, and between adjacent rows.
    let (along, down) = if a.transposed { (a.rows, 1) } else { (1, a.columns) };
    let start = row * down + first * along;
    // Check the last index that the loop reads, so that no read needs an individual check.
    let last = start + (ROWS - 1) * down + (block.len() - 1) * along;
    assert!(last < a.data.len());
    let mut column = a.data[start..].as_ptr();
    for b in block {
        for (i, sums) in sums.iter_mut().enumerate() {
            // SAFETY: the index is at most `last`, which was checked.
            let a = simd.splat(unsafe { *column.add(i * down) });
            for (sum, &b) in sums.iter_mut().zip(b) {
                *sum = a.multiply_add(b, *sum);
            }
        }
        column = column.wrapping_add(along);
    }
    sums
}

/// Computes y = x B for a row x of A and the columns of B from `start` on, overwriting `y` or adding to it. B is read once, in
/// place, in groups of columns whose sums stay in registers.
#[inline(always)]
fn row_times_matrix<V: Vector<Lane: Float>>(
    simd: Simd<V>,
    factors: &Factors<'_, V::Lane>,
    row: usize,
    start: usize,
    y: &mut [V::Lane],
) {
    let Factors { a, b, accumulate } = *factors;
    let x = &a.data[row * a.columns..][..a.columns];
    let mut column = 0;
    macro_rules! group {
        ($vectors:literal) => {{
            let whole = $vectors * V::LANES;
            let width = whole.min(y.len() - column);
            let y = &mut y[column..][..width];
            // A group without a remainder has a loop of its own, with a constant width.
            let sums = if width == whole {
                row_times_columns::<V, $vectors>(simd, x, b, start + column, whole)
            } else {
                row_times_columns::<V, $vectors>(simd, x, b, start + column, width)
            };
            store(simd, accumulate, sums, y);
            column += width;
        }};
    }
    while column < y.len() {
        match (y.len() - column).div_ceil(V::LANES) {
            1 => group!(1),
            2 => group!(2),
            3 => group!(3),
            4..8 => group!(4),
            _ => group!(8),
        }
    }
}

/// Computes `width` columns of x B, from `first` on.
#[inline(always)]
fn row_times_columns<V: Vector<Lane: Float>, const VECTORS: usize>(
    simd: Simd<V>,
    x: &[V::Lane],
    b: Matrix<'_, V::Lane>,
    first: usize,
    width: usize,
) -> [Lanes<V>; VECTORS] {
    let mut sums = [simd.zero(); VECTORS];
    for (&x, row) in x.iter().zip(b.data.chunks_exact(b.columns)) {
        let (x, row) = (simd.splat(x), &row[first..][..width]);
        // The last vectors may be partial, or empty.
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum = x.multiply_add(simd.load(&row[(i * V::LANES).min(width)..]), *sum);
        }
    }
    sums
}

/// Computes the product of a row x of A and a transposed B, y_j = x . (row j in memory), for the columns from `start` on,
/// overwriting `y` or adding to it. Several rows are read in parallel, to hide the latency of the additions.
#[inline(always)]
fn row_times_rows<V: Vector<Lane: Float>>(
    simd: Simd<V>,
    factors: &Factors<'_, V::Lane>,
    row: usize,
    start: usize,
    y: &mut [V::Lane],
) {
    let Factors { a, b, accumulate } = *factors;
    let k = a.columns;
    let x = &a.data[row * k..][..k];
    let mut column = 0;
    macro_rules! groups {
        ($rows:literal) => {
            while y.len() - column >= $rows {
                let rows: [&[V::Lane]; $rows] = core::array::from_fn(|i| &b.data[(start + column + i) * k..][..k]);
                if const { in_order::<V>() } {
                    let mut sums = [V::Lane::ZERO; $rows];
                    for (place, &x) in x.iter().enumerate() {
                        sums.iter_mut().zip(&rows).for_each(|(sum, row)| *sum += x * row[place]);
                    }
                    for (y, sum) in y[column..].iter_mut().zip(sums) {
                        *y = if accumulate.adds() { *y + sum } else { sum };
                    }
                    column += $rows;
                    continue;
                }
                let mut sums = [simd.zero(); $rows];
                // Lanes after the end are 0 in both operands.
                for (place, x) in (0..).step_by(V::LANES).zip(x.chunks(V::LANES)) {
                    let numbers = simd.load(x);
                    for (sum, row) in sums.iter_mut().zip(&rows) {
                        *sum = numbers.multiply_add(simd.load(&row[place..][..x.len()]), *sum);
                    }
                }
                for (i, sum) in sums.into_iter().enumerate() {
                    let (y, sum) = (&mut y[column + i], sum.add_up(V::LANES));
                    *y = if accumulate.adds() { sum + *y } else { sum };
                }
                column += $rows;
            }
        };
    }
    groups!(8);
    groups!(1);
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;
    use rand::Rng;

    /// Sizes around the boundaries of tiles and blocks.
    const SIZES: [usize; 12] = [1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 33, 130];

    fn numbers<T: Float>(count: usize, rng: &mut impl Rng) -> Vec<T> {
        (0..count).map(|_| T::from_f64(rng.next_u64() as i64 as f64 / 2_f64.powi(63))).collect()
    }

    /// Returns a product of these sizes and elements in all forms, some overwriting and some accumulating.
    fn forms<'a, T: Copy>(
        [m, k, n]: [usize; 3],
        a: &'a [T],
        b: &'a [T],
    ) -> [(Matrix<'a, T>, Matrix<'a, T>, Accumulate); 5] {
        let (plain_a, plain_b) = (Matrix::new(a, m, k), Matrix::new(b, k, n));
        let (a, b) = (Matrix::new(a, k, m).transposed(), Matrix::new(b, n, k).transposed());
        [
            (plain_a, plain_b, Accumulate::Set),
            (a, plain_b, Accumulate::Add),
            (plain_a, b, Accumulate::Set),
            (a, b, Accumulate::Add),
            (plain_a, plain_b, Accumulate::Add),
        ]
    }

    /// Compares every SIMD level of this machine with plain sums in f64. The slices are offset by one element.
    fn against_plain_sums<T: Float>(relative: f64) {
        let mut rng = crate::init::rng(3);
        let mut pick = || SIZES[(rng.next_u64() % SIZES.len() as u64) as usize];
        let picked: Vec<[usize; 3]> = (0..150).map(|_| [pick(), pick(), pick()]).collect();
        let mut sizes = [&picked[..], &[[1, 784, 10], [32, 100, 128], [5, 300, 70], [270, 520, 9]]].concat();
        if cfg!(miri) {
            sizes = vec![[1, 3, 41], [2, 2, 9], [7, 5, 5], [4, 65, 2]];
        }
        for [m, k, n] in sizes {
            let (a, b, old) = (
                numbers::<T>(m * k + 1, &mut rng),
                numbers::<T>(k * n + 1, &mut rng),
                numbers::<T>(m * n + 1, &mut rng),
            );
            let (a, b) = (&a[1..], &b[1..]);
            for (a, b, accumulate) in forms([m, k, n], a, b) {
                let at = |i: usize, p: usize| a.data[if a.transposed { p * m + i } else { i * k + p }].to_f64();
                let bt = |p: usize, j: usize| b.data[if b.transposed { j * k + p } else { p * n + j }].to_f64();
                for level in Level::all() {
                    let mut c = old.clone();
                    if !accumulate.adds() {
                        c.fill(T::from_f64(f64::NAN));
                    }
                    gemm_at(level, a, b, Target { slice: &mut c[1..], accumulate });
                    for i in 0..m {
                        for j in 0..n {
                            let sum: f64 = (0..k).map(|p| at(i, p) * bt(p, j)).sum();
                            let size: f64 = (0..k).map(|p| (at(i, p) * bt(p, j)).abs()).sum();
                            let kept = if accumulate.adds() { old[1 + i * n + j].to_f64() } else { 0.0 };
                            let error = (c[1 + i * n + j].to_f64() - sum - kept).abs();
                            let bound = relative * (size + kept.abs());
                            assert!(
                                error <= bound,
                                "{level:?} {m}x{k}x{n} {accumulate:?} at {i} {j}: {error} > {bound}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn f32_matches_plain_loops() {
        against_plain_sums::<f32>(2e-6);
    }

    #[test]
    fn f64_matches_plain_loops() {
        against_plain_sums::<f64>(4e-15);
    }

    /// At the baseline, a row of a product is the same if it is computed by itself, and its sums are added in order.
    fn rows_are_independent<T: Float>() {
        let mut rng = crate::init::rng(5);
        let sizes = [[1, 3, 5], [3, 70, 9], [4, 64, 7], [9, 65, 33], [13, 130, 17], [5, 300, 6]];
        for &[m, k, n] in if cfg!(miri) { &sizes[..2] } else { &sizes[..] } {
            let (a, b, old) =
                (numbers::<T>(m * k, &mut rng), numbers::<T>(k * n, &mut rng), numbers::<T>(m * n, &mut rng));
            for b in [Matrix::new(&b, k, n), Matrix::new(&b, n, k).transposed()] {
                let at = |p: usize, j: usize| b.data[if b.transposed { j * k + p } else { p * n + j }];
                for accumulate in [Accumulate::Set, Accumulate::Add] {
                    let product = |a: &[T], old: &[T]| {
                        let (mut c, a) = (old.to_vec(), Matrix::new(a, a.len() / k, k));
                        gemm_at(Level::BASELINE, a, b, Target { slice: &mut c, accumulate });
                        c
                    };
                    let whole = product(&a, &old);
                    for (row, c) in whole.chunks(n).enumerate() {
                        let alone = product(&a[row * k..][..k], &old[row * n..][..n]);
                        let same = c.iter().map(|c| c.to_bits()).eq(alone.iter().map(|c| c.to_bits()));
                        assert!(same || accumulate.adds() && k > DEPTH, "{m}x{k}x{n} {accumulate:?} row {row}");
                        for (j, &c) in c.iter().enumerate().filter(|_| !accumulate.adds()) {
                            let sum = (0..k).fold(T::ZERO, |sum, p| sum + a[row * k + p] * at(p, j));
                            assert_eq!(c.to_bits(), sum.to_bits());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn rows_are_bit_identical_by_themselves() {
        rows_are_independent::<f32>();
        rows_are_independent::<f64>();
    }

    /// Checks that a product in several parts is bit-identical to one in a single part, on every level, whether rows or columns are
    /// divided.
    #[cfg(feature = "std")]
    fn parts_agree<T: Float>() {
        use crate::kernels::parallel::tests::with_parts;
        let mut rng = crate::init::rng(4);
        let sizes = [[1, 70, 300], [1, 65, 33], [9, 70, 9], [17, 130, 5], [33, 5, 130], [40, 65, 97], [97, 33, 40]];
        let sizes = if cfg!(miri) { &[[1, 3, 41], [9, 3, 2], [5, 3, 41]] } else { &sizes[..] };
        for &[m, k, n] in sizes {
            let (a, b, old) =
                (numbers::<T>(m * k, &mut rng), numbers::<T>(k * n, &mut rng), numbers::<T>(m * n, &mut rng));
            for (a, b, accumulate) in forms([m, k, n], &a, &b) {
                for level in Level::all() {
                    let product = |parts| {
                        let mut c = old.clone();
                        with_parts(parts, || gemm_at(level, a, b, Target { slice: &mut c, accumulate }));
                        c
                    };
                    let whole = product(1);
                    for &parts in if cfg!(miri) { &[2][..] } else { &[2, 3, 8] } {
                        assert_eq!(product(parts), whole, "{level:?} {m}x{k}x{n} {accumulate:?} in {parts}");
                    }
                }
            }
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn parallel_parts_are_bit_identical() {
        parts_agree::<f32>();
        if !cfg!(miri) {
            parts_agree::<f64>();
        }
    }

    #[test]
    fn empty_inner_dimension_yields_zero() {
        let mut c = vec![3.0; 4];
        let (a, b) = (Matrix::new(&[], 2, 0), Matrix::new(&[], 0, 2));
        gemm(a, b, Target::add(&mut c));
        assert_eq!(c, [3.0; 4]);
        gemm(a, a.transposed(), Target::set(&mut c));
        assert_eq!(c, [0.0; 4]);
        gemm::<f32>(Matrix::new(&[], 0, 3), Matrix::new(&[], 3, 0), Target::set(&mut []));
    }

    #[test]
    #[should_panic(expected = "slices of 3, 4 and 4 do not match a product of 2x2 and 2x2")]
    fn rejects_wrong_lengths() {
        gemm(Matrix::new(&[1.0; 3], 2, 2), Matrix::new(&[1.0; 4], 2, 2), Target::set(&mut [0.0; 4]));
    }

    #[test]
    #[should_panic(expected = "slices of 6, 4 and 4 do not match a product of 2x3 and 2x2")]
    fn rejects_different_inner_sizes() {
        gemm(Matrix::new(&[1.0; 6], 2, 3), Matrix::new(&[1.0; 4], 2, 2), Target::set(&mut [0.0; 4]));
    }
}
