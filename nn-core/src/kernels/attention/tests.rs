//! Comparisons of attention in blocks with its definition.

use super::*;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::{CounterRng, DropRule};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// Sizes around those of a block: queries, keys, heads of queries and of keys, elements of a key and of a value in a head.
const SIZES: [[usize; 6]; 9] = [
    [1, 1, 1, 1, 1, 1],
    [3, 5, 2, 2, 3, 2],
    [5, 3, 4, 2, 2, 4],
    [5, 3, 1, 1, 2, 4],
    [64, 64, 1, 1, 4, 4],
    [63, 130, 2, 2, 3, 5],
    [130, 65, 1, 1, 5, 3],
    [66, 65, 6, 2, 5, 3],
    [129, 129, 2, 1, 17, 9],
];

fn sizes() -> &'static [[usize; 6]] {
    if cfg!(miri) { &SIZES[..3] } else { &SIZES }
}

fn rule<T: Float>([queries, keys, heads, kv_heads, width, value_width]: [usize; 6], seen: usize) -> AttentionRule<T> {
    let scale = T::from_f64(1.0 / (width as f64).sqrt());
    let window = [None, None, Some(1), Some(3), Some(70), None, Some(70)][seen];
    let (is_causal, has_alibi) = (seen > 0, seen > 4);
    AttentionRule { queries, keys, heads, kv_heads, width, value_width, scale, is_causal, window, has_alibi }
}

fn numbers<T: Float>(count: usize, factor: usize) -> Vec<T> {
    (0..count).map(|i| T::from_f64(((i * factor + factor) % 101) as f64 / 31.0 - 1.5)).collect()
}

/// The operands of two samples.
fn operands<T: Float>(rule: &AttentionRule<T>) -> [Vec<T>; 4] {
    let [q, k, v, mask, _] = rule.sample();
    [numbers(2 * q, 37), numbers(2 * k, 53), numbers(2 * v, 29), numbers(2 * mask, 13)]
}

/// As many copies of the scratch as there are samples, with undefined content.
fn scratch<T: Float>(rule: &AttentionRule<T>) -> Vec<T> {
    let [r, c] = rule.block();
    let both = rule.width + rule.value_width;
    vec![T::from_f64(f64::NAN); 2 * (r * (rule.width + both + 1) + 2 * c * both + 2 * r * c)]
}

/// A third of the weights are dropped.
fn dropped<T: Float>() -> DropRule<T> {
    let random = CounterRng::new(3, 5);
    DropRule { random, threshold: (1 << 32) / 3, scale: T::from_f64(1.5), stretch: 1, before: 11 }
}

/// The output and the logarithms of the sums.
fn run<T: Float>(rule: AttentionRule<T>, x: Attended<'_, T>) -> [Vec<T>; 2] {
    run_with(rule, KeepWeights, x)
}

fn run_with<T: Float>(rule: AttentionRule<T>, weights: impl WeightRule<T>, x: Attended<'_, T>) -> [Vec<T>; 2] {
    let mut y = vec![T::from_f64(f64::NAN); 2 * rule.sample()[4]];
    let mut log_sums = vec![T::from_f64(f64::NAN); 2 * rule.heads * rule.queries];
    attention(rule, weights, x, &mut y, Some(&mut log_sums), (&mut scratch(&rule), 2));
    [y, log_sums]
}

/// The softmax of all scores, row by row.
fn defined(rule: &AttentionRule<f64>, x: Attended<'_, f64>) -> Vec<f64> {
    defined_with(rule, x, |_| 1.0)
}

/// The same, where each weight is multiplied by the factor of its number.
fn defined_with(rule: &AttentionRule<f64>, x: Attended<'_, f64>, factor: impl Fn(usize) -> f64) -> Vec<f64> {
    let [queries, keys, heads, width, value_width] =
        [rule.queries, rule.keys, rule.heads, rule.width, rule.value_width];
    let mut y = vec![0.0; 2 * rule.sample()[4]];
    for (row, y) in y.chunks_exact_mut(value_width).enumerate() {
        let (head, i, sample) = (row % heads, row / heads % queries, row / heads / queries);
        let (kv_heads, key_head) = (rule.kv_heads, head / (heads / rule.kv_heads));
        let score = |j: usize| {
            let of_q = ((sample * queries + i) * heads + head) * width;
            let of_k = ((sample * keys + j) * kv_heads + key_head) * width;
            let dot: f64 = (0..width).map(|e| x.q[of_q + e] * x.k[of_k + e]).sum();
            let mask = x.mask.map_or(0.0, |mask| mask[(sample * queries + i) * keys + j]);
            let distance = (i + keys) as f64 - (queries + j) as f64;
            let slope = if rule.has_alibi { (-8.0 * (head + 1) as f64 / heads as f64).exp2() } else { 0.0 };
            dot * rule.scale + mask - slope * distance
        };
        // Position i is that of key i + S - L.
        let sees = |j: usize| {
            let before = (i + keys) as isize - (queries + j) as isize;
            let is_key = x.lengths.is_none_or(|lengths| j < lengths[sample] as usize);
            is_key && (!rule.is_causal || before >= 0 && rule.window.is_none_or(|window| before < window as isize))
        };
        let weights: Vec<_> = (0..keys).map(|j| if sees(j) { score(j).exp() } else { 0.0 }).collect();
        let total: f64 = weights.iter().sum();
        for (j, weight) in weights.iter().enumerate().filter(|_| total > 0.0) {
            let of_v = ((sample * keys + j) * kv_heads + key_head) * value_width;
            let weight = weight / total * factor(((sample * heads + head) * queries + i) * keys + j);
            y.iter_mut().enumerate().for_each(|(e, y)| *y += weight * x.v[of_v + e]);
        }
    }
    y
}

/// All keys, or the first ones of two samples.
fn each_lengths<T>(rule: &AttentionRule<T>) -> [Option<[u32; 2]>; 3] {
    let keys = rule.keys as u32;
    [None, Some([keys, keys / 2]), Some([0, keys - 1])]
}

#[test]
fn matches_definition() {
    for &sizes in sizes() {
        for (seen, with_mask) in
            [(0, false), (0, true), (1, false), (1, true), (2, false), (3, true), (4, false), (5, true), (6, false)]
        {
            let rule = rule::<f64>(sizes, seen);
            let [q, k, v, mask] = &operands(&rule);
            for lengths in each_lengths(&rule) {
                let x = Attended {
                    q,
                    k,
                    v,
                    mask: with_mask.then_some(mask),
                    lengths: lengths.as_ref().map(<[_; 2]>::as_slice),
                };
                for (y, expected) in run(rule, x)[0].iter().zip(defined(&rule, x)) {
                    assert!((y - expected).abs() < 1e-12, "{sizes:?}, {seen}, {with_mask}: {y} is not {expected}");
                }
            }
            let x = Attended { q, k, v, mask: with_mask.then_some(mask), lengths: None };
            let [y, _] = run(rule, x);
            let single = super::tests::rule::<f32>(sizes, seen);
            let [q, k, v, mask] = &operands(&single);
            let x = Attended { q, k, v, mask: with_mask.then_some(mask), lengths: None };
            for (single, y) in run(single, x)[0].iter().zip(y) {
                assert!((f64::from(*single) - y).abs() < 1e-5, "{sizes:?}, {seen}, {with_mask}");
            }
        }
    }
}

/// The softmax is that of all weights, and the mask a function of their numbers.
#[test]
fn drops_weights_after_the_softmax() {
    for &sizes in sizes() {
        for seen in [0, 1, 3, 6] {
            let rule = rule::<f64>(sizes, seen);
            let [q, k, v, mask] = &operands(&rule);
            for lengths in each_lengths(&rule) {
                let lengths = lengths.as_ref().map(<[_; 2]>::as_slice);
                let x = Attended { q, k, v, mask: Some(mask), lengths };
                let [y, log_sums] = run_with(rule, dropped(), x);
                let expected = defined_with(&rule, x, |number| dropped::<f64>().factor(number as u64));
                for (y, expected) in y.iter().zip(expected) {
                    assert!((y - expected).abs() < 1e-12, "{sizes:?}, {seen}, {lengths:?}: {y} is not {expected}");
                }
                assert_eq!(log_sums, run(rule, x)[1]);
            }
        }
    }
}

/// The mean over many masks is the output without dropout.
#[test]
fn dropout_preserves_the_mean() {
    let rule = rule::<f64>([3, 70, 2, 2, 2, 3], 0);
    let [q, k, v, mask] = &operands(&rule);
    let x = Attended { q, k, v, mask: Some(mask), lengths: None };
    let (masks, [expected, _]) = (if cfg!(miri) { 3 } else { 4000 }, run(rule, x));
    let (mut sums, mut squares) = (vec![0.0; expected.len()], vec![0.0; expected.len()]);
    for step in 0..masks {
        let [y, _] = run_with(rule, DropRule { random: CounterRng::new(1, step), ..dropped() }, x);
        for ((y, expected), (sum, square)) in y.iter().zip(&expected).zip(sums.iter_mut().zip(&mut squares)) {
            *sum += y - expected;
            *square += (y - expected) * (y - expected);
        }
    }
    for (sum, square) in sums.iter().zip(squares).filter(|_| masks > 100) {
        // Five standard deviations of the sum.
        assert!(square > 0.0 && sum.abs() < 5.0 * f64::sqrt(square), "{sum}, {square}");
    }
}

/// The gradients of the sum of y `factor`, by central differences in random directions.
#[test]
fn gradients_match_differences() {
    check_gradients(KeepWeights);
}

/// Both passes use the same mask.
#[test]
fn gradients_with_dropout_match_differences() {
    check_gradients(dropped());
}

fn check_gradients(weights: impl WeightRule<f64>) {
    for &sizes in sizes() {
        for seen in 0..7 {
            let rule = rule::<f64>(sizes, seen);
            let x = operands(&rule);
            let dy = numbers::<f64>(2 * rule.sample()[4], 41);
            let all = each_lengths(&rule)[seen % 3];
            let lengths = all.as_ref().map(<[_; 2]>::as_slice);
            let of = |[q, k, v, mask]: &[Vec<f64>; 4]| {
                run_with(rule, weights, Attended { q, k, v, mask: Some(mask), lengths })
            };
            let loss = |x: &[Vec<f64>; 4]| of(x)[0].iter().zip(&dy).map(|(y, dy)| y * dy).sum::<f64>();
            let [y, log_sums] = of(&x);
            // Those of q and k are set, those of v and the mask are added to 1.
            let [mut dq, mut dk] = [0, 1].map(|i| vec![f64::NAN; x[i].len()]);
            let [mut dv, mut dmask] = [2, 3].map(|i| vec![1.0; x[i].len()]);
            let gradients = AttentionGradients {
                dq: Some(Target::set(&mut dq)),
                dk: Some(Target::set(&mut dk)),
                dv: Some(Target::add(&mut dv)),
                dmask: Some(Target::add(&mut dmask)),
            };
            let attended = Attended { q: &x[0], k: &x[1], v: &x[2], mask: Some(&x[3]), lengths };
            attention_backward(rule, weights, attended, [&y, &dy, &log_sums], gradients, (&mut scratch(&rule), 2));
            dv.iter_mut().chain(&mut dmask).for_each(|x| *x -= 1.0);
            for (operand, gradient) in [dq, dk, dv, dmask].iter().enumerate() {
                for factor in [7, 11, 17] {
                    let direction = numbers::<f64>(gradient.len(), factor);
                    let along = |step: f64| {
                        let mut x = x.clone();
                        x[operand].iter_mut().zip(&direction).for_each(|(x, direction)| *x += step * direction);
                        loss(&x)
                    };
                    let (h, terms) = (1e-5, gradient.iter().zip(&direction).map(|(a, b)| a * b));
                    let (sum, size) = terms.fold((0.0, 1.0), |(sum, size), x: f64| (sum + x, size + x.abs()));
                    let difference = (along(h) - along(-h)) / (2.0 * h);
                    let case = format!("{sizes:?}, {seen}, operand {operand}: {sum}, {difference}");
                    assert!((sum - difference).abs() < 1e-6 * size, "{case}");
                }
            }
        }
    }
}

/// Keys, values and masks from the length on are not read, and have gradients of 0.
#[test]
fn padding_is_not_read() {
    check_padding(KeepWeights);
    check_padding(dropped());
}

fn check_padding(weights: impl WeightRule<f32>) {
    for &sizes in sizes() {
        for (seen, lengths) in (0..7).flat_map(|seen| {
            each_lengths(&rule::<f32>(sizes, seen))[1..].to_vec().into_iter().map(move |of| (seen, of))
        }) {
            let rule = rule::<f32>(sizes, seen);
            let lengths = lengths.as_ref().map(<[_; 2]>::as_slice);
            let is_padding = |sample: usize, key: usize| key >= lengths.map_or(rule.keys, |of| of[sample] as usize);
            let results = |padding: f32| {
                let [q, mut k, mut v, mut mask] = operands(&rule);
                for slice in [&mut k, &mut v] {
                    let width = slice.len() / (2 * rule.keys);
                    let padded = slice.chunks_exact_mut(width).enumerate();
                    padded
                        .filter(|(row, _)| is_padding(row / rule.keys, row % rule.keys))
                        .for_each(|(_, row)| row.fill(padding));
                }
                for (index, mask) in mask.iter_mut().enumerate() {
                    if is_padding(index / (rule.queries * rule.keys), index % rule.keys) {
                        *mask = padding;
                    }
                }
                let x = Attended { q: &q, k: &k, v: &v, mask: Some(&mask), lengths };
                let [y, log_sums] = run_with(rule, weights, x);
                let [mut dq, mut dk, mut dv, mut dmask] = [&q, &k, &v, &mask].map(|x| vec![f32::NAN; x.len()]);
                let gradients = AttentionGradients {
                    dq: Some(Target::set(&mut dq)),
                    dk: Some(Target::set(&mut dk)),
                    dv: Some(Target::set(&mut dv)),
                    dmask: Some(Target::set(&mut dmask)),
                };
                attention_backward(
                    rule,
                    weights,
                    x,
                    [&y, &numbers(y.len(), 41), &log_sums],
                    gradients,
                    (&mut scratch(&rule), 2),
                );
                for slice in [&dk, &dv] {
                    let width = slice.len() / (2 * rule.keys);
                    let padded = slice.chunks_exact(width).enumerate();
                    let mut padded = padded.filter(|(row, _)| is_padding(row / rule.keys, row % rule.keys));
                    assert!(padded.all(|(_, row)| row.iter().all(|&d| d == 0.0)));
                }
                [y, log_sums, dq, dk, dv, dmask].map(|all| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>())
            };
            assert_eq!(results(f32::NAN), results(3.0), "{sizes:?}, {seen}, {lengths:?}");
        }
    }
}

/// The order of all sums depends on sizes alone.
#[cfg(feature = "std")]
#[test]
fn parallel_parts_are_bit_identical() {
    check_parts(KeepWeights);
    check_parts(dropped());
}

#[cfg(feature = "std")]
fn check_parts(weights: impl WeightRule<f32>) {
    use crate::kernels::parallel::tests::assert_same_in_parts;
    for &sizes in sizes() {
        let rule = rule::<f32>(sizes, 1);
        let [q, k, v, mask] = &operands(&rule);
        let lengths = [rule.keys as u32, rule.keys as u32 / 2];
        let x = Attended { q, k, v, mask: Some(mask), lengths: Some(&lengths) };
        assert_same_in_parts(&format!("{sizes:?}"), || {
            let [y, log_sums] = run_with(rule, weights, x);
            let [mut dq, mut dk, mut dv, mut dmask] = [q, k, v, mask].map(|x| vec![0.5; x.len()]);
            let gradients = AttentionGradients {
                dq: Some(Target::set(&mut dq)),
                dk: Some(Target::add(&mut dk)),
                dv: Some(Target::set(&mut dv)),
                dmask: Some(Target::set(&mut dmask)),
            };
            let dy = numbers(y.len(), 41);
            attention_backward(rule, weights, x, [&y, &dy, &log_sums], gradients, (&mut scratch(&rule), 2));
            [y, log_sums, dq, dk, dv, dmask]
        });
    }
}

/// One query with keys of one element, whose scores are the keys.
fn one_query(keys: &[f32], values: &[f32], is_causal: bool) -> [f32; 2] {
    let rule = AttentionRule { is_causal, ..rule([1, keys.len(), 1, 1, 1, 1], 0) };
    let x = Attended { q: &[1.0], k: keys, v: values, mask: None, lengths: None };
    let (mut y, mut log_sum, mut scratch) = ([f32::NAN], [f32::NAN], vec![f32::NAN; 300]);
    attention(rule, KeepWeights, x, &mut y, Some(&mut log_sum), (&mut scratch, 1));
    [y[0], log_sum[0]]
}

#[test]
fn special_values() {
    let infinity = f32::INFINITY;
    // Scores of any size, with the largest one in the first block of keys or in a later one.
    let mut keys = vec![-1e30; 200];
    let values: Vec<_> = (0..200).map(|i| i as f32).collect();
    for (at, score) in [(0, 1e30), (70, -3.0), (199, 1e4), (64, 0.0)] {
        let old = core::mem::replace(&mut keys[at], score);
        assert_eq!(one_query(&keys, &values, false), [at as f32, score]);
        keys[at] = old;
    }
    // Equal scores, however large.
    assert_eq!(one_query(&[1e30; 100], &[2.0; 100], false)[0], 2.0);
    // Keys that are excluded in every block, and a single one that is not.
    keys.fill(-infinity);
    assert_eq!(one_query(&keys, &values, false), [0.0, infinity]);
    keys[150] = 2.0;
    assert_eq!(one_query(&keys, &values, false), [150.0, 2.0]);
    keys[3] = f32::NAN;
    assert!(one_query(&keys, &values, false)[0].is_nan());
}

#[test]
#[should_panic = "the slices and sizes of an attention do not match"]
fn rejects_wrong_lengths() {
    let x = Attended { q: &[0.0; 4], k: &[0.0; 4], v: &[0.0; 3], mask: None, lengths: None };
    attention(rule([2, 2, 1, 1, 2, 2], 0), KeepWeights, x, &mut [0.0; 4], None, (&mut [0.0; 100], 1));
}
