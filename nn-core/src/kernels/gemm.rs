//! Matrix products, in tiles that stay in registers; nothing is allocated.
//!
//! C is computed in tiles of up to eight rows and two vectors of columns. For each tile the matching columns of B are read
//! from a small block on the stack, where they are packed; A is read where it lies, some rows and columns of it at a time, as
//! much as stays in the cache. The vectors are the widest that the CPU has, which is asked for once.
//!
//! A large product is divided into groups of tiles, by rows of C or by its columns.

use super::lanes::Simd;
use super::level::{Level, level};
use super::parallel::{Cut, Divide, Shared, in_parts, parts};
use super::vector::{MOST_LANES, Vector, Vectorized};
use crate::float::Float;
use core::mem::MaybeUninit;
use core::ops::Range;

/// Whether a matrix is taken as it lies or transposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transpose {
    /// As it lies.
    No,
    /// Rows as columns.
    Yes,
}

/// C = A B + beta C, where A is m by k, B is k by n and C is m by n, each contiguous after its transposition is undone.
///
/// With `beta` 0 the old content of C does not matter (NaN included). The same CPU gives the same bits each time; a CPU
/// with fused multiply-add rounds less often than one without.
///
/// # Panics
/// If a slice does not have as many elements as its matrix.
///
/// ```
/// use nn_core::kernels::{gemm, Transpose::No};
/// let mut c = [0.0];
/// gemm([1, 2, 1], (&[1.0, 2.0], No), (&[3.0, 4.0], No), 0.0, &mut c);
/// assert_eq!(c, [11.0]);
/// ```
pub fn gemm<T: Float>(sizes: [usize; 3], a: (&[T], Transpose), b: (&[T], Transpose), beta: T, c: &mut [T]) {
    gemm_at(level(), sizes, a, b, beta, c);
}

/// [`gemm`] with the instructions of one level.
pub(super) fn gemm_at<T: Float>(
    level: Level,
    [m, k, n]: [usize; 3],
    a: (&[T], Transpose),
    b: (&[T], Transpose),
    beta: T,
    c: &mut [T],
) {
    let fits =
        m.checked_mul(k) == Some(a.0.len()) && k.checked_mul(n) == Some(b.0.len()) && m.checked_mul(n) == Some(c.len());
    assert!(fits, "slices of {}, {} and {} do not fit a product of {m}x{k}x{n}", a.0.len(), b.0.len(), c.len());
    if m == 0 || n == 0 {
        return;
    }
    T::work(level, Product { factors: Factors { sizes: [m, k, n], a, b, beta }, c }.into());
}

/// A product and its place; the slices' lengths fit the sizes.
pub(super) struct Product<'a, T> {
    factors: Factors<'a, T>,
    c: &'a mut [T],
}

/// What is multiplied.
#[derive(Clone, Copy)]
struct Factors<'a, T> {
    sizes: [usize; 3],
    a: (&'a [T], Transpose),
    b: (&'a [T], Transpose),
    beta: T,
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

impl<T: Float> Product<'_, T> {
    pub(super) fn run_at(self, level: Level) {
        let [m, k, n] = self.factors.sizes;
        if k == 0 {
            return scale(self.factors.beta, self.c);
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

impl<T: Float> Vectorized<T> for Part<'_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        // SAFETY: the caller's promise, passed on; parts come from a loan of all of C by division alone, so that no two have
        // the same numbers.
        unsafe {
            if const { size_of::<V>() >= 32 } {
                product::<V, ROWS, DEPTH_OF_WIDE>(&self);
            } else {
                product::<V, ROWS, DEPTH>(&self);
            }
        }
    }
}

/// The part with tiles of `ROWS` rows, 8 or 4, and two vectors of columns, or one where that is enough.
///
/// # Safety
/// The CPU has the instructions of `V`; nobody else uses the part's numbers of C.
#[inline(always)]
unsafe fn product<V: Vector, const ROWS: usize, const DEPTH: usize>(part: &Part<'_, V::Lane>) {
    let product = &part.factors;
    let [m, k, n] = product.sizes;
    if m == 1 || m < FEW_ROWS && product.a.1 == Transpose::No {
        for row in part.rows.clone() {
            // SAFETY: the caller's promise, passed on.
            unsafe {
                let y = part.c.stretch(row * n + part.columns.start, part.columns.len());
                match product.b.1 {
                    Transpose::No => row_times_matrix::<V>(product, row, part.columns.start, y),
                    Transpose::Yes => row_times_rows::<V>(product, row, part.columns.start, y),
                }
            }
        }
        return;
    }
    // One block for both widths, so that a build without optimisation keeps the stack small, too.
    let mut block = MaybeUninit::<[[V; 2]; DEPTH]>::uninit();
    let block: *mut V = block.as_mut_ptr().cast();
    // Of about the same depth, so that none is too small to be worth its stores.
    let deepest = k.div_ceil(k.div_ceil(DEPTH));
    let most_rows = (BYTES_OF_A / (deepest * size_of::<V::Lane>())).next_multiple_of(ROWS);
    for first in (0..k).step_by(deepest) {
        let depth = deepest.min(k - first);
        // Blocks after the first add to what the first has written.
        let beta = if first == 0 { product.beta } else { V::Lane::ONE };
        for row in part.rows.clone().step_by(most_rows) {
            let rows = row..part.rows.end.min(row + most_rows);
            let mut column = part.columns.start;
            while column < part.columns.end {
                // SAFETY: the block has room for two vectors a row, and nothing else uses it; the caller's promise is passed
                // on.
                unsafe {
                    if n - column > V::LANES {
                        let block = core::slice::from_raw_parts_mut(block.cast(), depth);
                        columns::<V, ROWS, 2>(part, rows.clone(), block, first, column, beta);
                        column += 2 * V::LANES;
                    } else {
                        let block = core::slice::from_raw_parts_mut(block.cast(), depth);
                        columns::<V, ROWS, 1>(part, rows.clone(), block, first, column, beta);
                        column += V::LANES;
                    }
                }
            }
        }
    }
}

/// The tiles of one group of columns in some rows of C, for as much of the inner size as the block has rows.
///
/// # Safety
/// As for [`product`].
#[inline(always)]
unsafe fn columns<V: Vector, const ROWS: usize, const VECTORS: usize>(
    part: &Part<'_, V::Lane>,
    rows: Range<usize>,
    block: &mut [MaybeUninit<[V; VECTORS]>],
    first: usize,
    column: usize,
    beta: V::Lane,
) {
    let product = &part.factors;
    let n = product.sizes[2];
    // SAFETY: the caller's promise, passed on.
    let block = unsafe { pack(product, block, first, column) };
    let width = (VECTORS * V::LANES).min(n - column);
    let mut row = rows.start;
    macro_rules! tiles {
        ($rows:literal) => {
            while rows.end - row >= $rows {
                // SAFETY: the caller's promise, passed on.
                unsafe {
                    let sums = tile::<V, $rows, VECTORS>(product, row, first, block);
                    for (i, sums) in sums.into_iter().enumerate() {
                        store(beta, sums, part.c.stretch((row + i) * n + column, width));
                    }
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

/// c = sums + beta c.
///
/// # Safety
/// The CPU has the instructions of `V`.
#[inline(always)]
unsafe fn store<V: Vector, const VECTORS: usize>(beta: V::Lane, sums: [V; VECTORS], c: &mut [V::Lane]) {
    // SAFETY: the caller's promise, passed on.
    unsafe {
        let beta_everywhere = V::splat(beta);
        for (sum, c) in sums.into_iter().zip(c.chunks_mut(V::LANES)) {
            // Nothing is read where nothing is kept: not even NaN.
            let sum = if beta == V::Lane::ZERO { sum } else { beta_everywhere.multiply_add(V::load(c), sum) };
            sum.store(c);
        }
    }
}

/// c = beta c.
#[inline(always)]
fn scale<T: Float>(beta: T, c: &mut [T]) {
    if beta == T::ZERO {
        c.fill(T::ZERO);
    } else if beta != T::ONE {
        c.iter_mut().for_each(|c| *c *= beta);
    }
}

/// Fills the block with rows of B from `first` and columns from `column`; columns that B does not have are 0.
///
/// # Safety
/// The CPU has the instructions of `V`.
#[inline(always)]
unsafe fn pack<'a, V: Vector, const VECTORS: usize>(
    product: &Factors<'_, V::Lane>,
    block: &'a mut [MaybeUninit<[V; VECTORS]>],
    first: usize,
    column: usize,
) -> &'a [[V; VECTORS]] {
    let [_, k, n] = product.sizes;
    let (b, transpose) = product.b;
    let width = (VECTORS * V::LANES).min(n - column);
    let depth = block.len();
    // SAFETY: the caller's promise, passed on.
    let zero = unsafe { V::splat(V::Lane::ZERO) };
    match transpose {
        Transpose::No => {
            for (p, row) in block.iter_mut().enumerate() {
                let mut vectors = [zero; VECTORS];
                let from = &b[(first + p) * n + column..][..width];
                for (vector, from) in vectors.iter_mut().zip(from.chunks(V::LANES)) {
                    // SAFETY: the caller's promise, passed on.
                    *vector = unsafe { V::load(from) };
                }
                row.write(vectors);
            }
        }
        Transpose::Yes => {
            for (p, rows) in block.chunks_mut(V::LANES).enumerate() {
                let mut columns = [[zero; MOST_LANES]; VECTORS];
                for (j, from) in (0..width).zip(b[column * k..].chunks(k)) {
                    let from = &from[first + p * V::LANES..][..rows.len()];
                    // SAFETY: the caller's promise, passed on.
                    columns[j / V::LANES][j % V::LANES] = unsafe { V::load(from) };
                }
                // SAFETY: the caller's promise, passed on.
                columns.iter_mut().for_each(|square| unsafe { V::transpose(square) });
                for (i, row) in rows.iter_mut().enumerate() {
                    row.write(core::array::from_fn(|v| columns[v][i]));
                }
            }
        }
    }
    // SAFETY: each of these rows was written above, and an initialised `MaybeUninit` is its content.
    unsafe { core::slice::from_raw_parts(block.as_ptr().cast(), depth) }
}

/// The sums of products of one tile: rows of A from `row`, its columns from `first`, times the block.
///
/// # Safety
/// The CPU has the instructions of `V`.
#[inline(always)]
unsafe fn tile<V: Vector, const ROWS: usize, const VECTORS: usize>(
    product: &Factors<'_, V::Lane>,
    row: usize,
    first: usize,
    block: &[[V; VECTORS]],
) -> [[V; VECTORS]; ROWS] {
    let [m, k, _] = product.sizes;
    let (a, transpose) = product.a;
    // SAFETY: the caller's promise, passed on.
    let mut sums = [[unsafe { V::splat(V::Lane::ZERO) }; VECTORS]; ROWS];
    // From one number of A to the next along the inner size, and to the next row.
    let (along, down) = match transpose {
        Transpose::No => (1, k),
        Transpose::Yes => (m, 1),
    };
    let start = row * down + first * along;
    // The last number that the loop reads: so it needs no check of its own.
    let last = start + (ROWS - 1) * down + (block.len() - 1) * along;
    assert!(last < a.len());
    let mut column = a[start..].as_ptr();
    for b in block {
        for (i, sums) in sums.iter_mut().enumerate() {
            // SAFETY: the place is at most `last`, which was checked; the caller's promise is passed on.
            let a = unsafe { V::splat(*column.add(i * down)) };
            for (sum, &b) in sums.iter_mut().zip(b) {
                // SAFETY: the caller's promise, passed on.
                *sum = unsafe { a.multiply_add(b, *sum) };
            }
        }
        column = column.wrapping_add(along);
    }
    sums
}

/// A row x of A, as it lies: y = x B + beta y, for columns of B from `start`. They are read once, in groups whose sums stay in
/// registers.
///
/// # Safety
/// The CPU has the instructions of `V`.
#[inline(always)]
unsafe fn row_times_matrix<V: Vector>(factors: &Factors<'_, V::Lane>, row: usize, start: usize, y: &mut [V::Lane]) {
    let (b, beta, [_, k, n]) = (factors.b.0, factors.beta, factors.sizes);
    let x = &factors.a.0[row * k..][..k];
    let mut column = 0;
    macro_rules! groups {
        ($vectors:literal) => {
            while y.len() - column >= $vectors * V::LANES {
                // SAFETY: the caller's promise, passed on.
                let mut sums = [unsafe { V::splat(V::Lane::ZERO) }; $vectors];
                for (&x, row) in x.iter().zip(b.chunks_exact(n)) {
                    // SAFETY: the caller's promise, passed on.
                    let x = unsafe { V::splat(x) };
                    let row = row[start + column..][..$vectors * V::LANES].as_ptr().cast::<V>();
                    for (i, sum) in sums.iter_mut().enumerate() {
                        // SAFETY: the slice has this many vectors; the caller's promise is passed on.
                        *sum = unsafe { x.multiply_add(row.add(i).read_unaligned(), *sum) };
                    }
                }
                // SAFETY: the caller's promise, passed on.
                unsafe { store(beta, sums, &mut y[column..][..$vectors * V::LANES]) };
                column += $vectors * V::LANES;
            }
        };
    }
    groups!(8);
    groups!(4);
    groups!(1);
    if column < y.len() {
        let rest = &mut y[column..];
        scale(beta, rest);
        for (&x, row) in x.iter().zip(b.chunks_exact(n)) {
            for (y, &b) in rest.iter_mut().zip(&row[start + column..]) {
                *y += x * b;
            }
        }
    }
}

/// A row of A, as it lies, times a transposed matrix: y_j = x . row j of what lies in memory + beta y_j, for columns from
/// `start`. Several rows are read side by side, so that their sums do not wait for each other.
///
/// # Safety
/// The CPU has the instructions of `V`.
#[inline(always)]
unsafe fn row_times_rows<V: Vector>(factors: &Factors<'_, V::Lane>, row: usize, start: usize, y: &mut [V::Lane]) {
    let (b, k) = (factors.b.0, factors.sizes[1]);
    let x = &factors.a.0[row * k..][..k];
    let mut column = 0;
    macro_rules! groups {
        ($rows:literal) => {
            while y.len() - column >= $rows {
                let rows: [&[V::Lane]; $rows] = core::array::from_fn(|i| &b[(start + column + i) * k..][..k]);
                // SAFETY: the caller's promise, passed on.
                let mut sums = [unsafe { V::splat(V::Lane::ZERO) }; $rows];
                for (place, x) in (0..).step_by(V::LANES).zip(x.chunks(V::LANES)) {
                    // SAFETY: the caller's promise, passed on; lanes behind the end are 0 in both.
                    unsafe {
                        let numbers = V::load(x);
                        for (sum, row) in sums.iter_mut().zip(&rows) {
                            *sum = numbers.multiply_add(V::load(&row[place..][..x.len()]), *sum);
                        }
                    }
                }
                for (i, sum) in sums.into_iter().enumerate() {
                    let y = &mut y[column + i];
                    // SAFETY: the caller's promise, passed on.
                    let sum = unsafe { sum.add_up() };
                    *y = if factors.beta == V::Lane::ZERO { sum } else { sum + factors.beta * *y };
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
    use super::Transpose::{No, Yes};
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;
    use rand::Rng;

    /// Sizes around the edges of tiles and blocks.
    const SIZES: [usize; 12] = [1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 33, 130];

    fn numbers<T: Float>(count: usize, rng: &mut impl Rng) -> Vec<T> {
        (0..count).map(|_| T::from_f64(rng.next_u64() as i64 as f64 / 2_f64.powi(63))).collect()
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
            for (ta, tb, beta) in [(No, No, 0.0), (Yes, No, 1.0), (No, Yes, 0.0), (Yes, Yes, 0.5), (No, No, 1.0)] {
                let at = |i: usize, p: usize| if ta == No { a[i * k + p] } else { a[p * m + i] }.to_f64();
                let bt = |p: usize, j: usize| if tb == No { b[p * n + j] } else { b[j * k + p] }.to_f64();
                for level in Level::all() {
                    let mut c = old.clone();
                    if beta == 0.0 {
                        c.fill(T::from_f64(f64::NAN));
                    }
                    gemm_at(level, [m, k, n], (a, ta), (b, tb), T::from_f64(beta), &mut c[1..]);
                    for i in 0..m {
                        for j in 0..n {
                            let sum: f64 = (0..k).map(|p| at(i, p) * bt(p, j)).sum();
                            let size: f64 = (0..k).map(|p| (at(i, p) * bt(p, j)).abs()).sum();
                            let kept = if beta == 0.0 { 0.0 } else { beta * old[1 + i * n + j].to_f64() };
                            let error = (c[1 + i * n + j].to_f64() - sum - kept).abs();
                            let bound = relative * (size + kept.abs());
                            assert!(
                                error <= bound,
                                "{level:?} {m}x{k}x{n} {ta:?} {tb:?} at {i} {j}: {error} > {bound}"
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
            for (ta, tb, beta) in [(No, No, 0.0), (Yes, No, 1.0), (No, Yes, 0.0), (Yes, Yes, 0.5)] {
                for level in Level::all() {
                    let product = |parts| {
                        let mut c = old.clone();
                        with_parts(parts, || gemm_at(level, [m, k, n], (&a, ta), (&b, tb), T::from_f64(beta), &mut c));
                        c
                    };
                    let whole = product(1);
                    for &parts in if cfg!(miri) { &[2][..] } else { &[2, 3, 8] } {
                        assert_eq!(product(parts), whole, "{level:?} {m}x{k}x{n} {ta:?} {tb:?} in {parts}");
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
        gemm([2, 0, 2], (&[], No), (&[], No), 0.5, &mut c);
        assert_eq!(c, [1.5; 4]);
        gemm([2, 0, 2], (&[], No), (&[], Yes), 0.0, &mut c);
        assert_eq!(c, [0.0; 4]);
        gemm::<f32>([0, 3, 0], (&[], No), (&[], No), 0.0, &mut []);
    }

    #[test]
    #[should_panic(expected = "slices of 3, 4 and 4 do not fit a product of 2x2x2")]
    fn wrong_lengths() {
        gemm([2, 2, 2], (&[1.0; 3], No), (&[1.0; 4], No), 0.0, &mut [0.0; 4]);
    }
}
