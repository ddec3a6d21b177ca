//! One step of causal attention: a query meets the keys and values that a stream has kept.

use super::rows::advance;
use super::rule::{AttentionRule, BLOCK, first};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::gemm::{Matrix, gemm};
use crate::kernels::small_batch;
use crate::simd::level;
use core::ops::Range;

/// The last keys and values of a stream: for each of their heads, a ring of `rows` rows.
pub(crate) struct Kept<'a, T> {
    /// `[kv_heads, rows, width]`.
    pub(crate) keys: &'a mut [T],
    /// `[kv_heads, rows, value_width]`.
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
    /// The sum of the values of one head, and that of a block.
    pub(crate) sums: [&'a mut [T]; 2],
    /// The scores of a block.
    pub(crate) scores: &'a mut [T],
}

/// Adds the key and the value of step `time` to those of a stream, and computes the attention of its query to all that it sees.
///
/// `rule` is that of the whole sequence. The keys are met in the blocks of [`attention`](super::attention): at the baseline level,
/// the sums are the same, in the same order. The sizes should be constants at the call site.
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
        put(keys, next, k);
        put(values, next, v);
        // The heads of queries that share these keys and values.
        let each = queries.chunks_exact(width).zip(y.chunks_exact_mut(value_width));
        for (head, (q, y)) in (key_head * group..).zip(each) {
            let ring = Ring { keys, values, rows, next, seen };
            one_head(rule, (time, head), q, y, ring, memory);
        }
    }
}

/// The keys and values of one head, with those of this step.
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
    let AttentionRule { width, value_width, .. } = *rule;
    memory.query.iter_mut().zip(q).for_each(|(to, &q)| *to = q * rule.scale);
    let [sums, _] = &mut memory.sums;
    sums.fill(T::ZERO);
    let (mut largest, mut total) = (T::NEG_INFINITY, T::ZERO);
    let mut row = (next + rows + 1 - seen) % rows;
    let mut left = seen;
    while left > 0 {
        // A block begins at a multiple of its size, counted from the first step; keys before the first one are hidden.
        let hidden = time.wrapping_add(1).wrapping_sub(left) % BLOCK;
        let count = left.min(BLOCK - hidden);
        let columns = hidden + count;
        let scores = first(memory.scores, columns);
        scores.iter_mut().take(hidden).for_each(|score| *score = T::NEG_INFINITY);
        // The rows of a block may continue at the start of the ring.
        let until_end = count.min(rows - row);
        let parts = [(hidden..hidden + until_end, row), (hidden + until_end..columns, 0)];
        for (columns, row) in parts.clone() {
            score(width, memory.query, part(keys, row, columns.len(), width), columns_of(scores, columns));
        }
        if rule.has_alibi {
            let slope = rule.slope(head);
            // How many steps before this one the key is.
            for (score, distance) in scores.iter_mut().skip(hidden).zip((0..left).rev()) {
                *score += slope * T::from_f64(-(distance as f64));
            }
        }
        let (largest, total) = (core::slice::from_mut(&mut largest), core::slice::from_mut(&mut total));
        let [sums, block] = &mut memory.sums;
        advance([columns, value_width], scores, sums, largest, total);
        let is_small = rule.is_small();
        let sum = if level().is_baseline() && !is_small {
            block.fill(T::ZERO);
            &mut **block
        } else {
            &mut **sums
        };
        for (columns, row) in parts {
            let values = part(values, row, columns.len(), value_width);
            weigh_values(value_width, columns_of(scores, columns), values, sum);
        }
        if level().is_baseline() && !is_small {
            sums.iter_mut().zip(&**block).for_each(|(sum, &block)| *sum += block);
        }
        row = (row + count) % rows;
        left -= count;
    }
    // The sum over no keys is 0.
    let total = if total == T::ZERO { T::ONE } else { total };
    let [sums, _] = &memory.sums;
    y.iter_mut().zip(&**sums).for_each(|(y, &sum)| *y = sum / total);
}

/// Stores a row.
#[inline(always)]
fn put<T: Copy>(rows: &mut [T], row: usize, x: &[T]) {
    if let Some(to) = rows.chunks_exact_mut(at_least_one(x.len())).nth(row) {
        to.iter_mut().zip(x).for_each(|(to, &x)| *to = x);
    }
}

/// Some rows of a head.
#[inline(always)]
fn part<T>(rows: &[T], row: usize, count: usize, width: usize) -> &[T] {
    rows.get(row * width..(row + count) * width).unwrap_or_default()
}

/// Some columns of the scores.
#[inline(always)]
fn columns_of<T>(scores: &mut [T], columns: Range<usize>) -> &mut [T] {
    scores.get_mut(columns).unwrap_or_default()
}

/// Computes the products of a query and some keys.
#[inline(always)]
fn score<T: Float>(width: usize, q: &[T], keys: &[T], scores: &mut [T]) {
    if level().is_baseline() {
        for (score, key) in scores.iter_mut().zip(keys.chunks_exact(width)) {
            *score = q.iter().zip(key).fold(T::ZERO, |sum, (&q, &k)| sum + q * k);
        }
    } else {
        gemm(Matrix::new(q, 1, width), Matrix::new(keys, scores.len(), width).transposed(), Target::set(scores));
    }
}

/// Adds the values, each multiplied by its weight.
#[inline(always)]
fn weigh_values<T: Float>(width: usize, weights: &[T], values: &[T], sum: &mut [T]) {
    if level().is_baseline() {
        small_batch::accumulate([at_least_one(weights.len()), width], weights, values, sum);
    } else {
        let rows = weights.len();
        gemm(Matrix::new(weights, 1, rows), Matrix::new(values, rows, width), Target::add(sum));
    }
}
