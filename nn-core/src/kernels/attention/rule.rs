//! The sizes of an attention, the keys that each query sees, and blocks of rows of one head.

use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::small_batch;
use core::ops::Range;

/// The number of queries and of keys in a block.
pub(crate) const BLOCK: usize = 64;

/// The sizes of an attention and the keys that each query sees. They should be constants at the call site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AttentionRule<T> {
    /// L.
    pub(crate) queries: usize,
    /// S.
    pub(crate) keys: usize,
    pub(crate) heads: usize,
    /// The number of heads of keys and values, which divides `heads`: as many heads of queries as the quotient share each of them.
    pub(crate) kv_heads: usize,
    /// The number of elements of a query and of a key in one head.
    pub(crate) width: usize,
    /// The number of elements of a value in one head.
    pub(crate) value_width: usize,
    /// The factor of the scores.
    pub(crate) scale: T,
    /// Whether query i sees no key after i + S - L.
    pub(crate) is_causal: bool,
    /// The number of keys up to i + S - L that query i sees at most, if there is a limit, which only a causal attention has.
    pub(crate) window: Option<usize>,
    /// Whether the scores of a causal attention decrease with the distance of the key, by a slope of each head.
    pub(crate) has_alibi: bool,
}

/// The operands of an attention, for all samples.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attended<'a, T> {
    /// The queries, `[L, D]` for each sample.
    pub(crate) q: &'a [T],
    /// The keys, `[S, D]`, or less with fewer heads than those of the queries.
    pub(crate) k: &'a [T],
    /// The values, `[S, Dv]`, also in these heads.
    pub(crate) v: &'a [T],
    /// What is added to the scores, `[L, S]`.
    pub(crate) mask: Option<&'a [T]>,
    /// How many keys a query sees at most, the first ones, one number for each sample. Those from there on are not read.
    pub(crate) lengths: Option<&'a [u32]>,
}

impl<'a, T> Attended<'a, T> {
    /// Returns this sample of a batch, which has one length, with the keys and values up to it.
    #[inline(always)]
    pub(super) fn up_to_length(self, rule: &AttentionRule<T>) -> Self {
        let Some(&[length]) = self.lengths else { return self };
        let keys = rule.keys.min(length as usize);
        let [k, v] = [(self.k, rule.width), (self.v, rule.value_width)]
            .map(|(rows, width)| rows.get(..keys * rule.kv_heads * width).unwrap_or(rows));
        Self { k, v, ..self }
    }
}

impl<T: Float> AttentionRule<T> {
    /// The numbers of elements of a sample: of q, k, v, the mask, and y.
    #[inline(always)]
    pub(super) fn sample(&self) -> [usize; 5] {
        let ([q, out], [k, v]) = (self.row(), self.key_row());
        [self.queries * q, self.keys * k, self.keys * v, self.queries * self.keys, self.queries * out]
    }

    /// The numbers of elements of a query and of an output, in all heads.
    #[inline(always)]
    pub(super) fn row(&self) -> [usize; 2] {
        [self.heads * self.width, self.heads * self.value_width]
    }

    /// The numbers of elements of a key and of a value, in all their heads.
    #[inline(always)]
    pub(super) fn key_row(&self) -> [usize; 2] {
        [self.kv_heads * self.width, self.kv_heads * self.value_width]
    }

    /// The head of keys and values that a head of queries reads.
    #[inline(always)]
    pub(super) fn key_head(&self, head: usize) -> usize {
        head * self.kv_heads / at_least_one(self.heads)
    }

    /// The largest numbers of queries and of keys in a block.
    #[inline(always)]
    pub(super) fn block(&self) -> [usize; 2] {
        [self.queries.min(BLOCK), self.keys.min(BLOCK)]
    }

    /// Whether plain loops compute a block.
    #[inline(always)]
    pub(super) fn is_small(&self) -> bool {
        let [rows, columns] = self.block();
        small_batch::is_small_product([rows, columns, self.width.max(self.value_width)])
    }

    /// The numbers of samples; `None` if a slice does not have as many as the others.
    #[inline(always)]
    pub(super) fn samples(&self, x: &Attended<'_, T>, y: usize) -> Option<usize> {
        let [q, k, v, mask, out] = self.sample();
        let samples = y / out;
        let has = |length: usize, each: usize| length == samples * each;
        let fits = has(x.q.len(), q) && has(x.k.len(), k) && has(x.v.len(), v) && has(y, out);
        let has_lengths = x.lengths.is_none_or(|lengths| lengths.len() == samples);
        (fits && has_lengths && x.mask.is_none_or(|slice| has(slice.len(), mask))).then_some(samples)
    }

    /// The numbers of weights of a sample and of a head, and of those from one query to the next.
    #[inline(always)]
    pub(super) fn weights(&self) -> [usize; 3] {
        let of_head = self.queries.saturating_mul(self.keys);
        [self.heads.saturating_mul(of_head), of_head, self.keys]
    }

    /// The cost of all products of one sample, in multiplications, and of their exponentials.
    #[inline(always)]
    pub(super) fn steps(&self) -> usize {
        let scores = self.heads.saturating_mul(self.queries).saturating_mul(self.keys);
        scores.saturating_mul(self.width + self.value_width + 64)
    }

    /// The keys that a query sees.
    #[inline(always)]
    pub(super) fn seen(&self, query: usize) -> Range<usize> {
        let end = query + 1 + self.keys;
        let last = if self.is_causal { end.saturating_sub(self.queries).min(self.keys) } else { self.keys };
        let first = self.window.map_or(0, |window| end.saturating_sub(self.queries + window));
        first.min(last)..last
    }

    /// Returns whether any of the queries sees any of the keys.
    #[inline(always)]
    pub(super) fn meet(&self, queries: &Range<usize>, keys: &Range<usize>) -> bool {
        let [first, last] = [self.seen(queries.start), self.seen(queries.end - 1)];
        first.start < keys.end && keys.start < last.end
    }

    /// How much less the scores of a head are for each position that a key is before its query: 2^(-8 h/H) for head h of H, counted
    /// from 1.
    #[inline(always)]
    pub(super) fn slope(&self, head: usize) -> T {
        T::from_f64(Float::powf(2.0, -8.0 * (head + 1) as f64 / self.heads as f64))
    }

    /// Adds the mask to the scores of a head, and subtracts what the distance of the keys costs. Then replaces the scores of keys
    /// that a query does not see by minus infinity.
    #[inline(always)]
    pub(super) fn hide(
        &self,
        head: usize,
        queries: &Range<usize>,
        keys: &Range<usize>,
        mask: Option<&[T]>,
        scores: &mut [T],
    ) {
        let columns = at_least_one(keys.len());
        if let Some(mask) = mask {
            let rows = mask.chunks_exact(self.keys).skip(queries.start);
            for (scores, mask) in scores.chunks_exact_mut(columns).zip(rows) {
                let mask = mask.get(keys.clone()).unwrap_or_default();
                scores.iter_mut().zip(mask).for_each(|(score, &mask)| *score += mask);
            }
        }
        if self.has_alibi {
            let slope = self.slope(head);
            for (scores, query) in scores.chunks_exact_mut(columns).zip(queries.clone()) {
                let position = (query + self.keys) as f64 - self.queries as f64;
                for (score, key) in scores.iter_mut().zip(keys.clone()) {
                    *score += slope * T::from_f64(key as f64 - position);
                }
            }
        }
        if self.is_causal {
            for (scores, query) in scores.chunks_exact_mut(columns).zip(queries.clone()) {
                let seen = self.seen(query);
                // The keys before those that the query sees, and those after them.
                let [start, end] = [seen.start, seen.end].map(|key| key.saturating_sub(keys.start).min(columns));
                scores.get_mut(..start).unwrap_or_default().fill(T::NEG_INFINITY);
                scores.get_mut(end..).unwrap_or_default().fill(T::NEG_INFINITY);
            }
        }
    }
}

/// The rows of a head, `width` elements each, of rows with all heads.
#[inline(always)]
pub(super) fn of_head<T>(x: &[T], heads: usize, width: usize, head: usize) -> impl Iterator<Item = &[T]> {
    x.chunks_exact(heads * width).map(move |row| row.chunks_exact(width).nth(head).unwrap_or_default())
}

/// The same, mutably.
#[inline(always)]
pub(super) fn of_head_mut<T>(x: &mut [T], heads: usize, width: usize, head: usize) -> impl Iterator<Item = &mut [T]> {
    x.chunks_exact_mut(heads * width).map(move |row| row.chunks_exact_mut(width).nth(head).unwrap_or_default())
}

/// Copies rows into a matrix.
#[inline(always)]
pub(super) fn copy<'a, T: Float>(rows: impl Iterator<Item = &'a [T]>, width: usize, to: &mut [T]) {
    for (to, row) in to.chunks_exact_mut(width).zip(rows) {
        to.iter_mut().zip(row).for_each(|(to, &x)| *to = x);
    }
}

/// Copies rows into the columns of a matrix with `count` columns.
#[inline(always)]
pub(super) fn copy_columns<'a, T: Float>(rows: impl Iterator<Item = &'a [T]>, count: usize, to: &mut [T]) {
    for (column, row) in rows.enumerate() {
        to.iter_mut().skip(column).step_by(count).zip(row).for_each(|(to, &x)| *to = x);
    }
}

/// Takes this many elements from the front of a scratch buffer.
#[inline(always)]
pub(super) fn take<'a, T>(scratch: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    scratch.split_off_mut(..count).unwrap_or_default()
}

/// The first elements of a slice.
#[inline(always)]
pub(super) fn first<T>(slice: &mut [T], count: usize) -> &mut [T] {
    slice.get_mut(..count).unwrap_or_default()
}
