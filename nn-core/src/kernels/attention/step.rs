//! One step of causal attention: a query meets the keys and values that a stream has kept.

use super::rows::{advance_row, finish_row};
use super::rule::{AttentionRule, BLOCK, first};
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::vectorized::vectorized;
use crate::simd::level;
use core::ops::Range;

/// The last keys and values of a stream: for each of their heads, a ring of `rows` of them.
pub(crate) struct Kept<'a, T> {
    /// `[kv_heads, width, rows]`, so that loops over rows are loops over memory.
    pub(crate) keys: &'a mut [T],
    /// `[kv_heads, value_width, rows]`.
    pub(crate) values: &'a mut [T],
    pub(crate) rows: usize,
    /// The row that receives the key and the value of this step.
    pub(crate) next: usize,
    /// How many rows the query of this step sees, including its own.
    pub(crate) seen: usize,
}

/// The scratch of a step.
pub(crate) struct StepMemory<'a, T> {
    /// The query of one head.
    pub(crate) query: &'a mut [T],
    /// The sum of the values of one head and, at the baseline level, that of a block.
    pub(crate) sums: [&'a mut [T]; 2],
    /// The scores of a block, at the baseline level.
    pub(crate) scores: &'a mut [T],
}

/// Adds the key and the value of step `time` to those of a stream, and computes the attention of its query to all that it sees.
///
/// `rule` is that of the whole sequence. At the baseline level, the keys are met in the blocks of [`attention`](super::attention), so
/// the sums are the same, in the same order; with wider vectors, in larger ones. The sizes should be constants at the call site.
#[inline(always)]
pub(crate) fn attention_step<T: Float>(
    rule: &AttentionRule<T>,
    time: usize,
    [q, k, v]: [&[T]; 3],
    y: &mut [T],
    kept: Kept<'_, T>,
    memory: &mut StepMemory<'_, T>,
) {
    let AttentionRule { width, value_width, .. } = *rule;
    let (rows, group) = (at_least_one(kept.rows), at_least_one(rule.heads / at_least_one(rule.kv_heads)));
    let heads = (kept.keys.chunks_exact_mut(rows * width)).zip(kept.values.chunks_exact_mut(rows * value_width));
    let inputs = q.chunks_exact(group * width).zip(k.chunks_exact(width)).zip(v.chunks_exact(value_width));
    let (next, seen) = (kept.next, kept.seen.min(rows));
    let groups = heads.zip(inputs).zip(y.chunks_exact_mut(group * value_width)).enumerate();
    for (key_head, (((keys, values), ((queries, k), v)), y)) in groups {
        put(keys, rows, next, k);
        put(values, rows, next, v);
        // The heads of queries that share these keys and values.
        let each = queries.chunks_exact(width).zip(y.chunks_exact_mut(value_width));
        for (head, (q, y)) in (key_head * group..).zip(each) {
            let ring = Ring { keys, values, rows, next, seen };
            one_head(rule, (time, head), q, y, ring, memory);
        }
    }
}

/// The keys and values of one head, with those of this step, and how many of them its query sees.
struct Ring<'a, T> {
    keys: &'a [T],
    values: &'a [T],
    rows: usize,
    next: usize,
    seen: usize,
}

/// Computes the attention of one query in one head.
#[inline(always)]
fn one_head<T: Float>(
    rule: &AttentionRule<T>,
    (time, head): (usize, usize),
    q: &[T],
    y: &mut [T],
    Ring { keys, values, rows, next, seen }: Ring<'_, T>,
    memory: &mut StepMemory<'_, T>,
) {
    let StepMemory { query, sums: [sums, of_block], scores } = memory;
    query.iter_mut().zip(q).for_each(|(to, &q)| *to = q * rule.scale);
    sums.fill(T::ZERO);
    let (mut largest, mut total) = (T::NEG_INFINITY, T::ZERO);
    let (is_baseline, slope) = (level().is_baseline(), rule.has_alibi.then(|| rule.slope(head)));
    let mut row = (next + rows + 1 - seen) % rows;
    let mut left = seen;
    while left > 0 {
        let state = (&mut largest, &mut total);
        let count = if is_baseline {
            // A block begins at a multiple of its size, counted from the first step; keys before the first one are hidden.
            let hidden = time.wrapping_add(1).wrapping_sub(left) % BLOCK;
            let count = left.min(BLOCK - hidden);
            let columns = hidden + count;
            // The rows of a block may continue at the start of the ring.
            let until_end = count.min(rows - row);
            let parts = [(hidden..hidden + until_end, row), (hidden + until_end..columns, 0)];
            let block = Block { rows, parts, left, slope, apart: !rule.is_small() };
            meet(block, query, (keys, values), first(scores, columns), (sums, of_block), state);
            count
        } else {
            let count = left.min(rows - row).min(MOST_ROWS);
            meet_in_vectors(Rows { rows, first: row, count, left, slope }, query, (keys, values), sums, state);
            count
        };
        row = (row + count) % rows;
        left -= count;
    }
    finish_row(sums, total, y);
}

/// The columns of a block of scores, and the rows of a ring that they belong to.
struct Block<T> {
    /// The number of rows of the ring.
    rows: usize,
    /// Columns, and the first of their rows; the columns before them are hidden.
    parts: [(Range<usize>, usize); 2],
    /// The number of rows from the first one of the block to that of the query, including both.
    left: usize,
    slope: Option<T>,
    /// Whether the sums of a block are added to those of the blocks before it at the end.
    apart: bool,
}

/// Meets the keys and values of one block, `[width, rows]`, and adds in the order of the rows.
#[inline(always)]
fn meet<T: Float>(
    Block { rows, parts, left, slope, apart }: Block<T>,
    query: &[T],
    (keys, values): (&[T], &[T]),
    scores: &mut [T],
    (sums, of_block): (&mut [T], &mut [T]),
    (largest, total): (&mut T, &mut T),
) {
    let rows = at_least_one(rows);
    let hidden = parts[0].0.start;
    scores.iter_mut().take(hidden).for_each(|score| *score = T::NEG_INFINITY);
    scores.iter_mut().skip(hidden).for_each(|score| *score = T::ZERO);
    for (columns, row) in &parts {
        let scores = scores.get_mut(columns.clone()).unwrap_or_default();
        for (&q, keys) in query.iter().zip(keys.chunks_exact(rows)) {
            let keys = keys.get(*row..).unwrap_or_default();
            scores.iter_mut().zip(keys).for_each(|(score, &key)| *score += q * key);
        }
    }
    add_slope(slope, left, scores.get_mut(hidden..).unwrap_or_default());
    advance_row(scores, sums, largest, total);
    let to = if apart {
        of_block.fill(T::ZERO);
        &mut *of_block
    } else {
        &mut *sums
    };
    for (columns, row) in &parts {
        let weights = scores.get(columns.clone()).unwrap_or_default();
        for (sum, values) in to.iter_mut().zip(values.chunks_exact(rows)) {
            let values = values.get(*row..).unwrap_or_default();
            *sum = weights.iter().zip(values).fold(*sum, |sum, (&weight, &value)| sum + weight * value);
        }
    }
    if apart {
        sums.iter_mut().zip(&*of_block).for_each(|(sum, &block)| *sum += block);
    }
}

/// Adds what the distance of the keys costs, the first of which is `left - 1` steps before this one.
#[inline(always)]
fn add_slope<T: Float>(slope: Option<T>, left: usize, scores: &mut [T]) {
    if let Some(slope) = slope {
        for (score, distance) in scores.iter_mut().zip((0..left).rev()) {
            *score += slope * T::from_f64(-(distance as f64));
        }
    }
}

/// The largest number of rows that [`meet_in_vectors`] meets: their scores are on the stack.
const MOST_ROWS: usize = 256;

/// Adjacent rows of a ring.
struct Rows<T> {
    /// The number of rows of the ring.
    rows: usize,
    first: usize,
    /// At most [`MOST_ROWS`].
    count: usize,
    /// The number of rows from the first one to that of the query, including both.
    left: usize,
    slope: Option<T>,
}

vectorized! {
    /// Meets the keys and values of adjacent rows, `[width, rows]`. The fewer calls, the fewer sums of the lanes of a vector.
    fn meet_in_vectors<'a, T>(
        block: Rows<T>,
        query: &'a [T],
        kept: (&'a [T], &'a [T]),
        sums: &'a mut [T],
        state: (&'a mut T, &'a mut T),
    ) |simd| {
        let (Rows { rows, first: row, count, left, slope }, (keys, values)) = (block, kept);
        let (rows, lanes) = (at_least_one(rows), NnVector::LANES);
        let mut scores = [T::ZERO; MOST_ROWS];
        let scores = first(&mut scores, count);
        for (column, scores) in (row..).step_by(lanes).zip(scores.chunks_mut(lanes)) {
            let mut sum = simd.zero();
            for (&q, keys) in query.iter().zip(keys.chunks_exact(rows)) {
                let keys = keys.get(column..).and_then(|keys| keys.get(..scores.len())).unwrap_or_default();
                sum = simd.splat(q).multiply_add(simd.load(keys), sum);
            }
            sum.store(scores);
        }
        add_slope(slope, left, scores);
        advance_row(scores, sums, state.0, state.1);
        for (sum, values) in sums.iter_mut().zip(values.chunks_exact(rows)) {
            let values = values.get(row..).and_then(|values| values.get(..scores.len())).unwrap_or_default();
            let mut products = simd.zero();
            for (weights, values) in scores.chunks(lanes).zip(values.chunks(lanes)) {
                products = simd.load(weights).multiply_add(simd.load(values), products);
            }
            *sum += products.add_up(lanes);
        }
    }
}

/// Stores the column of a row.
#[inline(always)]
fn put<T: Copy>(columns: &mut [T], rows: usize, row: usize, x: &[T]) {
    for (column, &x) in columns.chunks_exact_mut(rows).zip(x) {
        if let Some(to) = column.get_mut(row) {
            *to = x;
        }
    }
}
