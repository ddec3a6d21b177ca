//! The backward pass of attention, which computes the weights again, block by block.

use super::rows::{dot, weigh};
use super::rule::{Attended, AttentionRule, BLOCK, copy, first, of_head, of_head_mut, take};
use super::weights::{WeightRows, WeightRule};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::gemm::{Matrix, gemm};
use crate::kernels::parallel::{First, PerPart, Units, in_parts, parts};
use core::ops::Range;

/// The gradients with respect to the operands of an attention, of those that have a target.
#[derive(Debug)]
pub(crate) struct AttentionGradients<'a, T> {
    pub(crate) dq: Option<Target<'a, T>>,
    pub(crate) dk: Option<Target<'a, T>>,
    pub(crate) dv: Option<Target<'a, T>>,
    pub(crate) dmask: Option<Target<'a, T>>,
}

/// One head of one sample: its operands and outputs, in rows with all heads.
#[derive(Clone, Copy)]
struct Head<'a, T, W> {
    rule: AttentionRule<T>,
    /// The rule of its weights.
    weights: W,
    head: usize,
    x: Attended<'a, T>,
    y: &'a [T],
    dy: &'a [T],
    log_sums: &'a [T],
}

/// The gradients of one sample, to which results are added.
struct Sums<'a, T> {
    dq: Option<&'a mut [T]>,
    dk: Option<&'a mut [T]>,
    dv: Option<&'a mut [T]>,
    dmask: Option<&'a mut [T]>,
}

/// The gradients with respect to an operand, to which results are added, by sample.
fn units<T: Float>(target: Option<Target<'_, T>>, each: usize) -> Option<Units<&mut [T]>> {
    target.map(|target| Units(target.zeroed(), each))
}

impl<T: Float> AttentionRule<T> {
    /// The number of elements of the scratch of [`attention_backward`], for each part, which is at least that of the forward pass:
    /// a block of queries, their gradient, that of their outputs, and their sums; a block of keys and values, and their gradients;
    /// weights and the gradient with respect to the scores.
    #[inline(always)]
    fn backward_scratch(&self) -> usize {
        let [rows, columns] = self.block();
        let both = self.width + self.value_width;
        rows * (self.width + both + 1) + 2 * columns * both + 2 * rows * columns
    }
}

/// Computes the gradients of [`attention`](super::attention), from its operands, its output y, the gradient with respect to it, and
/// its `log_sums`, in this order in `outputs`.
///
/// With the weights P = exp(scale Q K^T + mask - `log_sums`): dV = P^T dY, dP = dY V^T, dmask = P (dP - the sum of y dY over the
/// row), the sum over all heads; dQ = scale dmask K and dK = scale dmask^T Q, for each head. With a mask of dropout M, dV is that
/// of M P, and M dP takes the place of dP. A block of keys meets one block of queries after another.
///
/// # Panics
/// Panics if the slices do not hold the same number of samples, or if the scratch is too small.
pub(crate) fn attention_backward<T: Float>(
    rule: AttentionRule<T>,
    weights: impl WeightRule<T>,
    x: Attended<'_, T>,
    outputs: [&[T]; 3],
    gradients: AttentionGradients<'_, T>,
    (scratch, copies): (&mut [T], usize),
) {
    let [q, k, v, mask, out] = rule.sample();
    let [y, dy, log_sums] = outputs;
    let AttentionGradients { dq, dk, dv, dmask } = gradients;
    let samples = rule.samples(&x, y.len());
    let (sums, piece) = (rule.heads * rule.queries, scratch.len() / at_least_one(copies));
    let count = samples.unwrap_or(0);
    let has = |target: &Option<Target<'_, T>>, each| target.as_ref().is_none_or(|target| target.len() == count * each);
    let fits = samples.is_some() && dy.len() == y.len() && log_sums.len() == count * sums;
    let have_targets = has(&dq, q) && has(&dk, k) && has(&dv, v) && has(&dmask, mask);
    assert!(fits && have_targets, "the slices and sizes of an attention do not match");
    assert!(piece >= rule.backward_scratch(), "the scratch of an attention is too small");
    let operands = ((Units(x.q, q), Units(x.k, k), Units(x.v, v)), x.mask.map(|slice| Units(slice, mask)), x.lengths);
    let outputs = (Units(y, out), Units(dy, out), Units(log_sums, sums));
    let gradients = (units(dq, q), units(dk, k), units(dv, v), units(dmask, mask));
    let steps = rule.steps().saturating_mul(3).saturating_mul(count);
    let work = ((First(0), PerPart(scratch, piece)), operands, outputs, gradients);
    in_parts(parts(steps).min(copies), count, work, |((first, scratch), operands, outputs, gradients)| {
        let ((q_all, k_all, v_all), masks, lengths) = operands;
        let mut lengths = lengths.map(|lengths| lengths.chunks_exact(1));
        let mut masks = masks.map(|masks| masks.0.chunks_exact(mask));
        let samples = q_all.0.chunks_exact(q).zip(k_all.0.chunks_exact(k)).zip(v_all.0.chunks_exact(v));
        let (y, dy, log_sums) = outputs;
        let outputs = y.0.chunks_exact(out).zip(dy.0.chunks_exact(out)).zip(log_sums.0.chunks_exact(sums));
        let (dq, dk, dv, dmask) = gradients;
        let [mut dq, mut dk, mut dv, mut dmask] =
            [dq, dk, dv, dmask].map(|slice| slice.map(|Units(slice, each)| slice.chunks_exact_mut(each)));
        let [of_sample, of_head, _] = rule.weights();
        for ((((q, k), v), ((y, dy), log_sums)), number) in samples.zip(outputs).zip(first.0 as u64..) {
            let weights = weights.after(number.wrapping_mul(of_sample as u64));
            let lengths = lengths.as_mut().and_then(Iterator::next);
            let x = Attended { q, k, v, mask: masks.as_mut().and_then(Iterator::next), lengths }.up_to_length(&rule);
            let [dq, dk, dv, dmask] =
                [&mut dq, &mut dk, &mut dv, &mut dmask].map(|slices| slices.as_mut().and_then(Iterator::next));
            let mut sums = Sums { dq, dk, dv, dmask };
            for (head, log_sums) in log_sums.chunks_exact(rule.queries).enumerate() {
                let weights = weights.after((head as u64).wrapping_mul(of_head as u64));
                Head { rule, weights, head, x, y, dy, log_sums }.add(&mut sums, &mut *scratch.0);
            }
        }
    });
}

/// A block of keys and values of one head, and the sums of their gradients.
struct Block<'a, T> {
    keys: Range<usize>,
    k: &'a [T],
    v: &'a [T],
    dk: &'a mut [T],
    dv: &'a mut [T],
}

impl<T: Float, W: WeightRule<T>> Head<'_, T, W> {
    /// Adds the gradients of this head.
    fn add(&self, sums: &mut Sums<'_, T>, mut scratch: &mut [T]) {
        let Self { rule, head, x, .. } = *self;
        let AttentionRule { kv_heads, width, value_width, .. } = rule;
        let ([d, value], [_, most_columns]) = (rule.key_row(), rule.block());
        let key_head = rule.key_head(head);
        let [k, dk] = [(); 2].map(|()| take(&mut scratch, most_columns * width));
        let [v, dv] = [(); 2].map(|()| take(&mut scratch, most_columns * value_width));
        let blocks = x.k.chunks(BLOCK * d).zip(x.v.chunks(BLOCK * value));
        for (start, (all_k, all_v)) in (0..).step_by(BLOCK).zip(blocks) {
            let keys = start..start + all_k.len() / d;
            let [k, dk] = [&mut *k, &mut *dk].map(|slice| first(slice, keys.len() * width));
            let [v, dv] = [&mut *v, &mut *dv].map(|slice| first(slice, keys.len() * value_width));
            copy(of_head(all_k, kv_heads, width, key_head), width, k);
            copy(of_head(all_v, kv_heads, value_width, key_head), value_width, v);
            dk.fill(T::ZERO);
            dv.fill(T::ZERO);
            let mut block = Block { keys, k, v, dk, dv };
            for query in (0..rule.queries).step_by(BLOCK) {
                let queries = query..rule.queries.min(query + BLOCK);
                if rule.meet(&queries, &block.keys) {
                    self.add_block(queries, &mut block, sums, scratch);
                }
            }
            let of = (kv_heads, key_head);
            add_rows(rows_of(&mut sums.dk, start, of, width), block.dk, width);
            add_rows(rows_of(&mut sums.dv, start, of, value_width), block.dv, value_width);
        }
    }

    /// Adds what a block of queries and a block of keys contribute to the gradients.
    fn add_block(
        &self,
        queries: Range<usize>,
        block: &mut Block<'_, T>,
        sums: &mut Sums<'_, T>,
        mut scratch: &mut [T],
    ) {
        let Self { rule, weights: weight_rule, head, x, y, dy, log_sums } = *self;
        let AttentionRule { heads, width, value_width, .. } = rule;
        let ([d, value], [rows, columns]) = (rule.row(), [queries.len(), block.keys.len()]);
        let [q, product] = [(); 2].map(|()| take(&mut scratch, rows * width));
        let (block_dy, means) = (take(&mut scratch, rows * value_width), take(&mut scratch, rows));
        let [weights, derivatives] = [(); 2].map(|()| take(&mut scratch, rows * columns));
        let (q_rows, y_rows) = (queries.start * d..queries.end * d, queries.start * value..queries.end * value);
        let [y, dy] = [y, dy].map(|x| x.get(y_rows.clone()).unwrap_or_default());
        let [k, v] = [(block.k, width), (block.v, value_width)].map(|(x, width)| Matrix::new(x, columns, width));

        // The weights P.
        copy(of_head(x.q.get(q_rows).unwrap_or_default(), heads, width, head), width, q);
        q.iter_mut().for_each(|q| *q *= rule.scale);
        let q = Matrix::new(q, rows, width);
        gemm(q, k.transposed(), Target::set(weights));
        rule.hide(head, &queries, &block.keys, x.mask, weights);
        weigh(columns, weights, log_sums.get(queries.clone()).unwrap_or_default());

        // dV = P^T dY, dP = dY V^T, and from it the gradient with respect to the scores.
        copy(of_head(dy, heads, value_width, head), value_width, block_dy);
        let pairs = of_head(y, heads, value_width, head).zip(of_head(dy, heads, value_width, head));
        means.iter_mut().zip(pairs).for_each(|(mean, (y, dy))| *mean = dot(y, dy));
        let of_values = Matrix::new(block_dy, rows, value_width);
        gemm(of_values, v.transposed(), Target::set(derivatives));
        let first = (queries.start as u64).wrapping_mul(rule.keys as u64).wrapping_add(block.keys.start as u64);
        let places = WeightRows { columns, distance: rule.keys };
        weight_rule.after(first).through_softmax(places, weights, means, derivatives);
        if sums.dv.is_some() {
            gemm(Matrix::new(weights, rows, columns).transposed(), of_values, Target::add(block.dv));
        }

        if let Some(dmask) = &mut sums.dmask {
            let rows = dmask.chunks_exact_mut(rule.keys).skip(queries.start);
            let rows = rows.map(|row| row.get_mut(block.keys.clone()).unwrap_or_default());
            add_rows(rows, derivatives, columns);
        }
        // q contains the scale, which dK therefore does, too.
        let derivatives = Matrix::new(derivatives, rows, columns);
        if sums.dk.is_some() {
            gemm(derivatives.transposed(), q, Target::add(block.dk));
        }
        if sums.dq.is_some() {
            gemm(derivatives, k, Target::set(product));
            product.iter_mut().for_each(|product| *product *= rule.scale);
            add_rows(rows_of(&mut sums.dq, queries.start, (heads, head), width), product, width);
        }
    }
}

/// The rows of one head of a gradient, from row `start` on. `(heads, head)` are the number of heads and the index of this one.
fn rows_of<'a, T>(
    all: &'a mut Option<&mut [T]>,
    start: usize,
    (heads, head): (usize, usize),
    width: usize,
) -> impl Iterator<Item = &'a mut [T]> {
    let rows = all.as_mut().and_then(|all| all.get_mut(start * heads * width..)).unwrap_or_default();
    of_head_mut(rows, heads, width, head)
}

/// Adds the rows of a matrix to as many others.
fn add_rows<'a, T: Float>(rows: impl Iterator<Item = &'a mut [T]>, matrix: &[T], width: usize) {
    for (add, row) in matrix.chunks_exact(width).zip(rows) {
        row.iter_mut().zip(add).for_each(|(x, &add)| *x += add);
    }
}
