//! The forward pass of attention.

use super::rows::{advance, finish_row};
use super::rule::{Attended, AttentionRule, BLOCK, copy, copy_columns, first, of_head, of_head_mut, take};
use super::weights::{WeightRows, WeightRule};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::gemm::{Matrix, gemm};
use crate::kernels::parallel::{First, PerPart, Units, in_parts, parts};
use crate::kernels::small_batch;
use core::ops::Range;

impl<T: Float> AttentionRule<T> {
    /// The number of elements of the scratch of [`attention`], for each part: a block of queries, their sums of values, and their
    /// largest scores and sums of exponentials; a block of keys and values; their scores.
    #[inline(always)]
    fn forward_scratch(&self) -> usize {
        let [rows, columns] = self.block();
        let both = self.width + self.value_width;
        rows * (both + 2) + columns * both + rows * columns
    }
}

/// Computes Y = softmax(scale Q K^T + mask) V for each head of each sample. For each query, `log_sums` receives the logarithm of
/// the sum of exponentials of its scores, `[heads, L]` for each sample, and infinity if it sees no key; its output is then 0.
///
/// A block of queries meets one block of keys after another. The scores that were the largest so far, the sums of exponentials and
/// the sums of values are multiplied by exp(old - new largest score) whenever a block contains a larger one.
///
/// `weights` determines which weights are dropped; their softmax is not affected.
///
/// `scratch` consists of `copies` equal pieces, one for each part in which samples may be processed at the same time.
///
/// # Panics
/// Panics if the slices do not hold the same number of samples, or if the scratch is too small.
#[inline(always)]
pub(crate) fn attention<T: Float>(
    rule: AttentionRule<T>,
    weights: impl WeightRule<T>,
    x: Attended<'_, T>,
    y: &mut [T],
    log_sums: Option<&mut [T]>,
    (scratch, copies): (&mut [T], usize),
) {
    let [q, k, v, mask, out] = rule.sample();
    let samples = rule.samples(&x, y.len());
    let (sums, piece) = (rule.heads * rule.queries, scratch.len() / at_least_one(copies));
    let has_sums = log_sums.as_ref().is_none_or(|slice| Some(slice.len()) == samples.map(|samples| samples * sums));
    assert!(samples.is_some() && has_sums, "the slices and sizes of an attention do not match");
    assert!(piece >= rule.forward_scratch(), "the scratch of an attention is too small");
    let count = samples.unwrap_or(0);
    let operands = ((Units(x.q, q), Units(x.k, k), Units(x.v, v)), x.mask.map(|slice| Units(slice, mask)), x.lengths);
    let results = (Units(y, out), log_sums.map(|slice| Units(slice, sums)), PerPart(scratch, piece));
    in_parts(
        parts(rule.steps().saturating_mul(count)).min(copies),
        count,
        (First(0), operands, results),
        |(first, operands, results)| {
            let ((q_all, k_all, v_all), masks, lengths) = operands;
            let (y, log_sums, scratch) = results;
            let mut masks = masks.map(|masks| masks.0.chunks_exact(mask));
            let mut lengths = lengths.map(|lengths| lengths.chunks_exact(1));
            let mut log_sums = log_sums.map(|log_sums| log_sums.0.chunks_exact_mut(sums));
            let samples = q_all.0.chunks_exact(q).zip(k_all.0.chunks_exact(k)).zip(v_all.0.chunks_exact(v));
            for ((((q, k), v), y), number) in samples.zip(y.0.chunks_exact_mut(out)).zip(first.0 as u64..) {
                let weights = weights.after(number.wrapping_mul(rule.weights()[0] as u64));
                let lengths = lengths.as_mut().and_then(Iterator::next);
                let mask = masks.as_mut().and_then(Iterator::next);
                let x = Attended { q, k, v, mask, lengths }.up_to_length(&rule);
                sample(&rule, weights, x, y, log_sums.as_mut().and_then(Iterator::next), &mut *scratch.0);
            }
        },
    );
}

/// Computes the attention of one sample.
#[inline(always)]
fn sample<T: Float>(
    rule: &AttentionRule<T>,
    weights: impl WeightRule<T>,
    x: Attended<'_, T>,
    y: &mut [T],
    mut log_sums: Option<&mut [T]>,
    scratch: &mut [T],
) {
    let ([d, value], [_, of_head, of_query]) = (rule.row(), rule.weights());
    for head in 0..rule.heads {
        let weights = weights.after((head as u64).wrapping_mul(of_head as u64));
        let mut log_sums = log_sums.as_mut().and_then(|sums| sums.chunks_exact_mut(rule.queries).nth(head));
        let blocks = x.q.chunks(BLOCK * d).zip(y.chunks_mut(BLOCK * value));
        for (start, (q, y)) in (0..).step_by(BLOCK).zip(blocks) {
            let queries = start..start + q.len() / d;
            let log_sums = log_sums.as_mut().and_then(|sums| sums.get_mut(queries.clone()));
            let weights = weights.after((start as u64).wrapping_mul(of_query as u64));
            block(rule, (head, weights), queries, Attended { q, ..x }, y, log_sums, scratch);
        }
    }
}

/// Computes the attention of a block of queries in one head, where `x.q`, `y`, `log_sums` and the numbers of the weights begin with
/// the first of them.
#[inline(always)]
fn block<T: Float>(
    rule: &AttentionRule<T>,
    (head, weights): (usize, impl WeightRule<T>),
    queries: Range<usize>,
    x: Attended<'_, T>,
    y: &mut [T],
    log_sums: Option<&mut [T]>,
    mut scratch: &mut [T],
) {
    let AttentionRule { heads, width, value_width, .. } = *rule;
    let ([d, value], [_, most_columns]) = (rule.key_row(), rule.block());
    let (rows, kv_heads, key_head) = (queries.len(), rule.kv_heads, rule.key_head(head));
    let q = take(&mut scratch, rows * width);
    let values = take(&mut scratch, rows * value_width);
    let (largest, total) = (take(&mut scratch, rows), take(&mut scratch, rows));
    let [k, v] = [width, value_width].map(|width| take(&mut scratch, most_columns * width));
    copy(of_head(x.q, heads, width, head), width, q);
    q.iter_mut().for_each(|q| *q *= rule.scale);
    values.fill(T::ZERO);
    total.fill(T::ZERO);
    largest.fill(T::NEG_INFINITY);
    let is_small = rule.is_small();
    let blocks = x.k.chunks(BLOCK * d).zip(x.v.chunks(BLOCK * value));
    for (start, (all_k, all_v)) in (0..).step_by(BLOCK).zip(blocks) {
        let keys = start..start + all_k.len() / d;
        if !rule.meet(&queries, &keys) {
            continue;
        }
        let columns = at_least_one(keys.len());
        let (k, v) = (first(k, columns * width), first(v, columns * value_width));
        let scores = first(scratch, rows * columns);
        copy(of_head(all_v, kv_heads, value_width, key_head), value_width, v);
        if is_small {
            copy_columns(of_head(all_k, kv_heads, width, key_head), columns, k);
            scores.fill(T::ZERO);
            small_batch::accumulate([width, columns], q, k, scores);
        } else {
            copy(of_head(all_k, kv_heads, width, key_head), width, k);
            let keys = Matrix::new(k, columns, width).transposed();
            gemm(Matrix::new(q, rows, width), keys, Target::set(scores));
        }
        rule.hide(head, &queries, &keys, x.mask, scores);
        advance([columns, value_width], scores, values, largest, total);
        weights.after(start as u64).drop(WeightRows { columns, distance: rule.keys }, scores);
        if is_small {
            small_batch::accumulate([columns, value_width], scores, v, values);
        } else {
            let values = Target::add(values);
            gemm(Matrix::new(scores, rows, columns), Matrix::new(v, columns, value_width), values);
        }
    }
    let sums = of_head_mut(y, heads, value_width, head).zip(values.chunks_exact(value_width)).zip(&*total);
    sums.for_each(|((y, values), &total)| finish_row(values, total, y));
    for ((log_sum, &largest), &total) in log_sums.into_iter().flatten().zip(&*largest).zip(&*total) {
        *log_sum = if total == T::ZERO { -T::NEG_INFINITY } else { largest + total.ln() };
    }
}
