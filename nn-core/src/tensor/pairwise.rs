//! Pairwise summation, whose rounding error hardly grows with the number of terms.
//!
//! Blocks are summed in several lanes, and the sums of the blocks pairwise, so that the error of a sum of n terms grows with
//! log n, where that of a plain loop grows with n (Higham, Accuracy and Stability of Numerical Algorithms, 4.2). The order
//! depends on the length alone: equal inputs give bit-identical sums.

use crate::float::Float;
use core::ops::Range;

const LANES: usize = 16;
/// The maximum length of a block, which is summed in lanes; longer ranges are halved.
const BLOCK: usize = 128;
/// The maximum number of rows that are summed sequentially; larger numbers of rows are halved.
const ROWS: usize = 8;

/// Returns the pairwise sum of `block` over the blocks of `range`.
pub(super) fn pairwise<T: Float>(range: Range<usize>, block: &impl Fn(Range<usize>) -> T) -> T {
    if range.len() <= BLOCK {
        return block(range);
    }
    // The left part consists of whole blocks, so that only the last block has a remainder.
    let middle = range.start + (range.len() / 2).next_multiple_of(BLOCK);
    pairwise(range.start..middle, block) + pairwise(middle..range.end, block)
}

fn sum_of_lanes<T: Float>(mut lanes: [T; LANES]) -> T {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            let other = lanes[lane + half];
            lanes[lane] += other;
        }
        half /= 2;
    }
    lanes[0]
}

/// Returns the sum of all elements.
pub(super) fn sum<T: Float>(x: &[T]) -> T {
    pairwise(0..x.len(), &|range| {
        let (chunks, rest) = x[range].as_chunks::<LANES>();
        let mut lanes = [T::ZERO; LANES];
        for chunk in chunks {
            for (lane, &x) in lanes.iter_mut().zip(chunk) {
                *lane += x;
            }
        }
        for (lane, &x) in lanes.iter_mut().zip(rest) {
            *lane += x;
        }
        sum_of_lanes(lanes)
    })
}

/// Returns the dot product of two slices of the same length.
pub(super) fn dot<T: Float>(x: &[T], y: &[T]) -> T {
    assert_eq!(x.len(), y.len());
    pairwise(0..x.len(), &|range: Range<usize>| {
        let (x_chunks, x_rest) = x[range.clone()].as_chunks::<LANES>();
        let (y_chunks, y_rest) = y[range].as_chunks::<LANES>();
        let mut lanes = [T::ZERO; LANES];
        for (x, y) in x_chunks.iter().zip(y_chunks) {
            for ((lane, &x), &y) in lanes.iter_mut().zip(x).zip(y) {
                *lane += x * y;
            }
        }
        for ((lane, &x), &y) in lanes.iter_mut().zip(x_rest).zip(y_rest) {
            *lane += x * y;
        }
        sum_of_lanes(lanes)
    })
}

/// Computes the sum of the rows of a matrix of at least one row, each as long as `sums`, and writes it to `sums`.
pub(super) fn sum_rows<T: Float>(matrix: &[T], sums: &mut [T]) {
    let width = sums.len();
    if width == 1 {
        sums[0] = sum(matrix);
        return;
    }
    let rows = matrix.len() / width;
    let mut column = 0;
    while column < width {
        let columns = &matrix[column..];
        let here = &mut sums[column..];
        column += match here.len() {
            LANES.. => sum_columns::<T, LANES>(columns, width, rows, here),
            4.. => sum_columns::<T, 4>(columns, width, rows, here),
            _ => sum_columns::<T, 1>(columns, width, rows, here),
        };
    }
}

fn sum_columns<T: Float, const COLUMNS: usize>(x: &[T], width: usize, rows: usize, sums: &mut [T]) -> usize {
    sums[..COLUMNS].copy_from_slice(&columns::<T, COLUMNS>(x, width, rows));
    COLUMNS
}

fn columns<T: Float, const COLUMNS: usize>(x: &[T], width: usize, rows: usize) -> [T; COLUMNS] {
    let mut sums = [T::ZERO; COLUMNS];
    if rows <= ROWS {
        for row in x.chunks(width).take(rows) {
            for (sum, &x) in sums.iter_mut().zip(row) {
                *sum += x;
            }
        }
        return sums;
    }
    let half = rows / 2;
    let first = columns::<T, COLUMNS>(x, width, half);
    let second = columns::<T, COLUMNS>(&x[half * width..], width, rows - half);
    for (sum, (first, second)) in sums.iter_mut().zip(first.into_iter().zip(second)) {
        *sum = first + second;
    }
    sums
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn sums_include_every_element_once_for_every_length() {
        // Integers of this size are summed without rounding, in any order.
        for length in (0..70).chain([127, 128, 129, 255, 256, 257, 1000, 5000]) {
            let x: Vec<f64> = (0..length).map(|i| (i * i) as f64).collect();
            let y: Vec<f64> = (0..length).map(|i| (3 * i + 1) as f64).collect();
            assert_eq!(sum(&x), x.iter().sum::<f64>(), "{length}");
            assert_eq!(dot(&x, &y), x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>(), "{length}");
        }
    }

    #[test]
    fn column_sums_include_every_row_once() {
        for (rows, width) in [(1, 1), (1, 7), (33, 1), (32, 5), (33, 16), (100, 23), (65, 39)] {
            let x: Vec<f64> = (0..rows * width).map(|i| (i * i) as f64).collect();
            let mut sums = vec![f64::NAN; width];
            sum_rows(&x, &mut sums);
            for (column, &found) in sums.iter().enumerate() {
                let expected: f64 = (0..rows).map(|row| x[row * width + column]).sum();
                assert_eq!(found, expected, "{rows} {width} {column}");
            }
        }
    }

    #[test]
    fn sum_of_a_million_elements_is_accurate() {
        let x = vec![0.1_f32; 1_000_000];
        let exact = 0.1_f32 as f64 * 1e6;
        let plain: f32 = x.iter().sum();
        assert!((plain as f64 - exact).abs() > 100.0, "a plain loop is what this avoids");
        assert!((sum(&x) as f64 - exact).abs() < 0.02, "{}", sum(&x) as f64 - exact);
        let mut sums = [0.0; 5];
        sum_rows(&x, &mut sums);
        assert!(sums.iter().all(|&sum| (sum as f64 - exact / 5.0).abs() < 0.01));
    }
}
