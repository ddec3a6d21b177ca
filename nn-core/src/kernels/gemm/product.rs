//! Matrix products, in tiles that stay in registers; nothing is allocated.
//!
//! C is computed in tiles of up to eight rows and two vectors of columns. For each tile the matching columns of B are read
//! from a small block on the stack, where they are packed; A is read where it lies, some rows and columns of it at a time, as
//! much as stays in the cache. The vectors are the widest that the CPU has, which is asked for once.
//!
//! A large product is divided into groups of tiles, by rows of C or by its columns.

use super::matrix::Matrix;
use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::kernels::parallel::{Cut, Divide, Shared, in_parts, parts};
use crate::kernels::work::compiled_here;
use crate::simd::{Lanes, Level, MOST_LANES, Simd, Vector, Vectorized, level};
use core::mem::MaybeUninit;
use core::ops::Range;

/// Computes A B and writes it to the contiguous C, or adds it to C, as the target says. One CPU gives the same bits each time; a CPU
/// with fused multiply-add rounds less often than one without.
///
/// # Panics
/// If A has not as many columns as B has rows, or a slice has not as many elements as its matrix.
///
/// ```
/// use nn_core::kernels::{Matrix, Target, gemm};
/// let mut c = [0.0];
/// gemm(Matrix::new(&[1.0, 2.0], 1, 2), Matrix::new(&[3.0, 4.0], 2, 1), Target::set(&mut c));
/// assert_eq!(c, [11.0]);
/// ```
pub fn gemm<T: Float>(a: Matrix<'_, T>, b: Matrix<'_, T>, c: Target<'_, T>) {
    gemm_at(level(), a, b, c);
}

/// [`gemm`] with the instructions of one level.
pub(in crate::kernels) fn gemm_at<T: Float>(level: Level, a: Matrix<'_, T>, b: Matrix<'_, T>, c: Target<'_, T>) {
    let [m, k, n] = [a.rows, a.columns, b.columns];
    let fits = a.is_whole() && b.is_whole() && b.rows == k && m.checked_mul(n) == Some(c.len());
    assert!(
        fits,
        "slices of {}, {} and {} do not fit a product of {m}x{k} and {}x{n}",
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

/// A product and its place; the slices' lengths fit the sizes.
struct Product<'a, T> {
    factors: Factors<'a, T>,
    c: &'a mut [T],
}

/// What is multiplied.
#[derive(Clone, Copy)]
struct Factors<'a, T> {
    a: Matrix<'a, T>,
    b: Matrix<'a, T>,
    accumulate: Accumulate,
}

/// How many rows of B are packed at once, at most: 2 KiB of stack.
const DEPTH: usize = 64;
/// The same with vectors of 256 bits and more: up to 32 KiB of stack, for a machine that has such. The deeper, the less often
/// C is read and written again.
const DEPTH_OF_WIDE: usize = 256;

/// How many bytes of A are used again and again before others are: a part of the second level of the cache.
const BYTES_OF_A: usize = 1 << 18;

/// With fewer rows than this, B is multiplied where it lies, once for each of them: to pack it would take longer.
const FEW_ROWS: usize = 4;

/// Rows and columns of C where parts of the work may meet: multiples of every tile, so that none is cut.
const MEET: [usize; 2] = [8, 2 * MOST_LANES];

compiled_here!(Product);

impl<T: Float> Product<'_, T> {
    fn run_at(self, level: Level) {
        let Factors { a, b, accumulate } = self.factors;
        let [m, k, n] = [a.rows, a.columns, b.columns];
        if k == 0 {
            return clear(accumulate, self.c);
        }
        // Parts with some of the rows each pack all of B; those with some of the columns share lines of the cache.
        let axis = if m > n { 0 } else { 1 };
        let whole = Part { factors: self.factors, axis, rows: 0..m, columns: 0..n, c: Shared::new(self.c) };
        in_parts(parts(m.saturating_mul(k).saturating_mul(n)), [m, n][axis].div_ceil(MEET[axis]), whole, |part| {
            T::vectorize(level, part)
        });
    }
}

/// Some rows and columns of a product, which no other part has; each begins at a multiple of [`MEET`].
struct Part<'a, T> {
    factors: Factors<'a, T>,
    /// What is divided: rows, 0, or columns, 1.
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
    /// Elements of a row of C, from a column of this part on.
    #[inline(always)]
    fn c(&mut self, row: usize, column: usize, width: usize) -> &mut [T] {
        debug_assert!(self.rows.contains(&row) && self.columns.start <= column && column + width <= self.columns.end);
        // SAFETY: parts come from a loan of all of C by division alone, so that no two have the same elements; within this one the
        // slice borrows it.
        unsafe { self.c.stretch(row * self.factors.b.columns + column, width) }
    }
}

impl<T: Float> Vectorized<T> for Part<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        if const { size_of::<V>() >= 32 } {
            product::<V, ROWS, DEPTH_OF_WIDE>(simd, self);
        } else {
            product::<V, ROWS, DEPTH>(simd, self);
        }
    }
}

/// The part with tiles of `ROWS` rows, 8 or 4, and two vectors of columns, or one where that is enough.
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
    // One block for both widths, so that a build without optimisation keeps the stack small, too.
    let mut block = [[const { MaybeUninit::<Lanes<V>>::uninit() }; 2]; DEPTH];
    let block = block.as_flattened_mut();
    // Of about the same depth, so that none is too small to be worth its stores.
    let deepest = k.div_ceil(k.div_ceil(DEPTH));
    let most_rows = (BYTES_OF_A / (deepest * size_of::<V::Lane>())).next_multiple_of(ROWS);
    for first in (0..k).step_by(deepest) {
        let depth = deepest.min(k - first);
        // Blocks after the first add to what the first has written.
        let accumulate = if first == 0 { accumulate } else { Accumulate::Add };
        for row in part.rows.clone().step_by(most_rows) {
            let rows = row..part.rows.end.min(row + most_rows);
            let mut column = part.columns.start;
            while column < part.columns.end {
                let from = [first, column];
                if n - column > V::LANES {
                    let (block, _) = block[..2 * depth].as_chunks_mut::<2>();
                    columns::<V, ROWS, 2>(simd, &mut part, rows.clone(), block, from, accumulate);
                    column += 2 * V::LANES;
                } else {
                    let (block, _) = block[..depth].as_chunks_mut::<1>();
                    columns::<V, ROWS, 1>(simd, &mut part, rows.clone(), block, from, accumulate);
                    column += V::LANES;
                }
            }
        }
    }
}

/// The tiles of one group of columns in some rows of C, for as much of the inner size as the block has rows. The block holds rows of
/// B from the first of `from` on, and its columns from the second on.
#[inline(always)]
fn columns<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    part: &mut Part<'_, V::Lane>,
    rows: Range<usize>,
    block: &mut [[MaybeUninit<Lanes<V>>; VECTORS]],
    from: [usize; 2],
    accumulate: Accumulate,
) {
    let (factors, [first, column]) = (part.factors, from);
    let block = pack(simd, &factors.b, block, from);
    let width = (VECTORS * V::LANES).min(factors.b.columns - column);
    let mut row = rows.start;
    macro_rules! tiles {
        ($rows:literal) => {
            while rows.end - row >= $rows {
                let sums = tile::<V, $rows, VECTORS>(simd, &factors.a, row, first, block);
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

/// Sets or adds sums.
#[inline(always)]
fn store<V: Vector<Lane: Float>, const VECTORS: usize>(
    simd: Simd<V>,
    accumulate: Accumulate,
    sums: [Lanes<V>; VECTORS],
    c: &mut [V::Lane],
) {
    for (sum, c) in sums.into_iter().zip(c.chunks_mut(V::LANES)) {
        // Nothing is read where nothing is kept: not even NaN.
        let sum = if accumulate.adds() { simd.load(c) + sum } else { sum };
        sum.store(c);
    }
}

/// Sets what is not added to to zero.
#[inline(always)]
fn clear<T: Float>(accumulate: Accumulate, c: &mut [T]) {
    Target { slice: c, accumulate }.zeroed();
}

/// Fills the block with rows and columns of B; columns that B does not have are 0.
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
    // SAFETY: each of these rows was written above, and an initialised `MaybeUninit` is its content.
    unsafe { core::slice::from_raw_parts(block.as_ptr().cast(), depth) }
}

/// The sums of products of one tile: rows of A from `row`, its columns from `first`, times the block.
#[inline(always)]
fn tile<V: Vector<Lane: Float>, const ROWS: usize, const VECTORS: usize>(
    simd: Simd<V>,
    a: &Matrix<'_, V::Lane>,
    row: usize,
    first: usize,
    block: &[[Lanes<V>; VECTORS]],
) -> [[Lanes<V>; VECTORS]; ROWS] {
    let mut sums = [[simd.zero(); VECTORS]; ROWS];
    // From one number of A to the next along the inner size, and to the next row.
    let (along, down) = if a.transposed { (a.rows, 1) } else { (1, a.columns) };
    let start = row * down + first * along;
    // The last number that the loop reads: so it needs no check of its own.
    let last = start + (ROWS - 1) * down + (block.len() - 1) * along;
    assert!(last < a.data.len());
    let mut column = a.data[start..].as_ptr();
    for b in block {
        for (i, sums) in sums.iter_mut().enumerate() {
            // SAFETY: the place is at most `last`, which was checked.
            let a = simd.splat(unsafe { *column.add(i * down) });
            for (sum, &b) in sums.iter_mut().zip(b) {
                *sum = a.multiply_add(b, *sum);
            }
        }
        column = column.wrapping_add(along);
    }
    sums
}

/// A row x of A, as it lies: y = x B, set or added, for columns of B from `start`. They are read once, in groups whose sums stay in
/// registers.
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
    macro_rules! groups {
        ($vectors:literal) => {
            while y.len() - column >= $vectors * V::LANES {
                let mut sums = [simd.zero(); $vectors];
                for (&x, row) in x.iter().zip(b.data.chunks_exact(b.columns)) {
                    let x = simd.splat(x);
                    let row = &row[start + column..][..$vectors * V::LANES];
                    for (i, sum) in sums.iter_mut().enumerate() {
                        *sum = x.multiply_add(simd.load(&row[i * V::LANES..][..V::LANES]), *sum);
                    }
                }
                store(simd, accumulate, sums, &mut y[column..][..$vectors * V::LANES]);
                column += $vectors * V::LANES;
            }
        };
    }
    groups!(8);
    groups!(4);
    groups!(1);
    if column < y.len() {
        let rest = &mut y[column..];
        clear(accumulate, rest);
        for (&x, row) in x.iter().zip(b.data.chunks_exact(b.columns)) {
            for (y, &b) in rest.iter_mut().zip(&row[start + column..]) {
                *y += x * b;
            }
        }
    }
}

/// A row of A, as it lies, times a transposed matrix: y_j = x . row j of what lies in memory, set or added, for columns from
/// `start`. Several rows are read side by side, so that their sums do not wait for each other.
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
                let mut sums = [simd.zero(); $rows];
                // Lanes after the end are 0 in both.
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

    /// Sizes around the edges of tiles and blocks.
    const SIZES: [usize; 12] = [1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 33, 130];

    fn numbers<T: Float>(count: usize, rng: &mut impl Rng) -> Vec<T> {
        (0..count).map(|_| T::from_f64(rng.next_u64() as i64 as f64 / 2_f64.powi(63))).collect()
    }

    /// A product of these sizes in all forms, with these elements; some are set, some added.
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

    /// Every level of this machine against plain sums in f64. The slices begin one element off.
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
    fn single() {
        against_plain_sums::<f32>(2e-6);
    }

    #[test]
    fn double() {
        against_plain_sums::<f64>(4e-15);
    }

    /// A product in several parts has the bits of one part, on every level, whether rows or columns are divided.
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
    fn parts_have_the_bits_of_the_whole() {
        parts_agree::<f32>();
        if !cfg!(miri) {
            parts_agree::<f64>();
        }
    }

    #[test]
    fn nothing_to_add_up() {
        let mut c = vec![3.0; 4];
        let (a, b) = (Matrix::new(&[], 2, 0), Matrix::new(&[], 0, 2));
        gemm(a, b, Target::add(&mut c));
        assert_eq!(c, [3.0; 4]);
        gemm(a, a.transposed(), Target::set(&mut c));
        assert_eq!(c, [0.0; 4]);
        gemm::<f32>(Matrix::new(&[], 0, 3), Matrix::new(&[], 3, 0), Target::set(&mut []));
    }

    #[test]
    #[should_panic(expected = "slices of 3, 4 and 4 do not fit a product of 2x2 and 2x2")]
    fn wrong_lengths() {
        gemm(Matrix::new(&[1.0; 3], 2, 2), Matrix::new(&[1.0; 4], 2, 2), Target::set(&mut [0.0; 4]));
    }

    #[test]
    #[should_panic(expected = "slices of 6, 4 and 4 do not fit a product of 2x3 and 2x2")]
    fn inner_sizes_that_differ() {
        gemm(Matrix::new(&[1.0; 6], 2, 3), Matrix::new(&[1.0; 4], 2, 2), Target::set(&mut [0.0; 4]));
    }
}
