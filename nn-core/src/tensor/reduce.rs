//! Reductions of a tensor, of its rows, or along an axis: sum, mean, maximum, minimum, argmax and norm.

use super::{Tensor, around, pairwise};
use crate::float::Float;
use crate::shape::{Batched, Shape, WithoutAxis};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

fn is_nan<T: Float>(x: T) -> bool {
    x.partial_cmp(&x).is_none()
}

/// Returns whether `x` replaces `best` in an argmax: it is larger, or the first NaN.
pub(crate) fn beats<T: Float>(x: T, best: T) -> bool {
    x > best || (is_nan(x) && !is_nan(best))
}

/// Returns the larger of the two, or NaN if either is NaN.
#[inline]
pub(super) fn larger<T: Float>(best: T, x: T) -> T {
    if x > best || is_nan(x) { x } else { best }
}

/// Returns the smaller of the two, or NaN if either is NaN.
#[inline]
fn smaller<T: Float>(best: T, x: T) -> T {
    if x < best || is_nan(x) { x } else { best }
}

/// Folds at least one element with `better`, in several lanes so that the loop is vectorised.
fn best_of<T: Float>(x: &[T], better: impl Fn(T, T) -> T) -> T {
    let (chunks, rest) = x.as_chunks::<16>();
    let mut lanes = [x[0]; 16];
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane = better(*lane, x);
        }
    }
    rest.iter().chain(&lanes).fold(x[0], |best, &x| better(best, x))
}

/// Reductions of a whole tensor. A NaN among the elements gives NaN; [`argmax`](Tensor::argmax) returns the index of the first.
impl<S: Shape, T: Float> Tensor<S, T> {
    /// Returns sum_i x_i over all elements.
    ///
    /// The sum is pairwise: its rounding error grows with the logarithm of the number of elements. The order depends on
    /// the shape alone, so that equal tensors give bit-identical sums.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::{N, Thousands};
    /// assert_eq!(Tensor::from([[1.0, 2.0], [3.0, 4.0]]).sum(), 10.0);
    /// // Sequential summation gives 100 958 here.
    /// let x = Tensor::<(Thousands<1, 0>, Thousands<1, 0>)>::full(0.1);
    /// assert!((x.sum() - 1e5).abs() < 0.02);
    /// ```
    pub fn sum(&self) -> T {
        pairwise::sum(self.as_slice())
    }

    /// Returns the mean, sum_i x_i / n over all n elements.
    ///
    /// ```
    /// assert_eq!(nn::Tensor::from([[1.0, 2.0], [3.0, 4.0]]).mean(), 2.5);
    /// ```
    pub fn mean(&self) -> T {
        self.sum() / T::from_f64(S::SIZE as f64)
    }

    /// Returns the largest element, or NaN if any element is NaN.
    ///
    /// ```
    /// use nn::Tensor;
    /// assert_eq!(Tensor::from([1.0, 3.0, 2.0]).max(), 3.0);
    /// assert!(Tensor::from([1.0, f32::NAN]).max().is_nan());
    /// ```
    pub fn max(&self) -> T {
        best_of(self.as_slice(), larger)
    }

    /// Returns the smallest element, or NaN if any element is NaN.
    ///
    /// ```
    /// assert_eq!(nn::Tensor::from([2.0, 1.0, 3.0]).min(), 1.0);
    /// ```
    pub fn min(&self) -> T {
        best_of(self.as_slice(), smaller)
    }

    /// Returns the index of the largest element in [`as_slice`](Tensor::as_slice), the first of several equal ones.
    ///
    /// As in NumPy and PyTorch, NaN is treated as larger than every number.
    ///
    /// ```
    /// use nn::Tensor;
    /// assert_eq!(Tensor::from([1.0, 3.0, 2.0, 3.0]).argmax(), 1);
    /// assert_eq!(Tensor::from([[1.0, 3.0], [f32::NAN, f32::NAN]]).argmax(), 2);
    /// ```
    pub fn argmax(&self) -> usize {
        let elements = self.as_slice();
        let (mut place, mut best) = (0, elements[0]);
        for (i, &x) in elements.iter().enumerate() {
            if beats(x, best) {
                (place, best) = (i, x);
            }
        }
        place
    }

    /// Returns the L2 norm, (sum_i x_i^2)^(1/2) over all elements.
    ///
    /// The computation neither overflows nor underflows unless the result does.
    ///
    /// ```
    /// use nn::Tensor;
    /// assert_eq!(Tensor::from([[3.0], [4.0]]).norm(), 5.0);
    /// assert_eq!(Tensor::from([3e30_f32, 4e30]).norm(), 5e30);
    /// ```
    pub fn norm(&self) -> T {
        let squares = self.dot(self);
        // Below this bound, squares that contribute to the sum may have lost bits to underflow.
        let safe = T::MIN_POSITIVE * T::from_f64((1_u64 << 60) as f64);
        if (squares.is_finite() && squares >= safe) || is_nan(squares) {
            return squares.sqrt();
        }
        let largest = self.iter().fold(T::ZERO, |largest, &x| largest.max(x.abs()));
        if largest == T::ZERO || !largest.is_finite() {
            return largest;
        }
        // Terms of at most 1 each: their sum does not overflow, and the largest one does not underflow.
        let squares: T = pairwise::pairwise(0..S::SIZE, &|range| {
            self.as_slice()[range].iter().map(|&x| (x / largest) * (x / largest)).sum()
        });
        largest * squares.sqrt()
    }
}

/// Reductions of the rows of a batch.
impl<S: Batched, T: Float> Tensor<S, T> {
    /// Computes s_i = sum_b x_bi and writes it to `sums`: `[B, ..]` gives `[..]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut sums = Tensor::from([0.0, 0.0]);
    /// Tensor::from([[1.0, 2.0], [3.0, 4.0]]).sum_rows_into(&mut sums);
    /// assert_eq!(sums.as_slice(), [4.0, 6.0]);
    /// ```
    pub fn sum_rows_into(&self, sums: &mut Tensor<S::Row, T>) {
        pairwise::sum_rows(self.as_slice(), sums.as_mut_slice());
    }

    /// Computes s_i = sum_b x_bi over the batch: `[B, ..]` gives `[..]`. The sum is pairwise, as in [`sum`](Tensor::sum).
    ///
    /// ```
    /// let x = nn::Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum_rows().as_slice(), [4.0, 6.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn sum_rows(&self) -> Box<Tensor<S::Row, T>> {
        let mut sums = Tensor::zeros();
        self.sum_rows_into(&mut sums);
        sums
    }

    /// Computes the [`argmax`](Tensor::argmax) of every row, an index within the row, and writes it to `indices`: `[B, ..]` gives
    /// `[B]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// use nn::dim::N;
    /// let mut indices = Tensor::<(N<2>,), usize>::new([0, 0]);
    /// Tensor::from([[1.0, 2.0], [4.0, 3.0]]).argmax_rows_into(&mut indices);
    /// assert_eq!(indices.as_slice(), [1, 0]);
    /// ```
    pub fn argmax_rows_into(&self, indices: &mut Tensor<(S::Rows,), usize>) {
        for (index, row) in indices.iter_mut().zip(self.rows()) {
            *index = row.argmax();
        }
    }

    /// Computes the [`argmax`](Tensor::argmax) of every row, an index within the row: `[B, ..]` gives `[B]`. For the scores of a
    /// classifier, these are the predicted classes. Without a heap, use [`argmax_rows_into`](Tensor::argmax_rows_into).
    ///
    /// ```
    /// let scores = nn::Tensor::from([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]);
    /// assert_eq!(scores.argmax_rows().as_slice(), [1, 0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn argmax_rows(&self) -> Box<Tensor<(S::Rows,), usize>> {
        let mut indices = Tensor::zeros();
        self.argmax_rows_into(&mut indices);
        indices
    }
}

/// Reductions along an axis: `[2, 3, 4]` along axis 1 gives `[2, 4]`. A reduction along an axis that the shape does not have
/// does not compile:
///
/// ```compile_fail,E0277
/// let _ = nn::Tensor::from([[1.0, 2.0], [3.0, 4.0]]).sum_axis::<2>();
/// ```
impl<S: Shape, T: Float> Tensor<S, T> {
    /// Computes the sum along axis `AXIS`, counted from 0, and writes it to `sums`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut sums = Tensor::from([0.0, 0.0]);
    /// Tensor::from([[1.0, 2.0], [3.0, 4.0]]).sum_axis_into::<1>(&mut sums);
    /// assert_eq!(sums.as_slice(), [3.0, 7.0]);
    /// ```
    pub fn sum_axis_into<const AXIS: usize>(&self, sums: &mut Tensor<S::Output, T>)
    where
        S: WithoutAxis<AXIS>,
    {
        let [_, size, inner] = around(S::DIMS, AXIS);
        for (block, sums) in self.as_slice().chunks_exact(size * inner).zip(sums.as_mut_slice().chunks_exact_mut(inner))
        {
            pairwise::sum_rows(block, sums);
        }
    }

    /// Computes the mean along axis `AXIS`, counted from 0, and writes it to `means`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut means = Tensor::from([0.0, 0.0]);
    /// Tensor::from([[1.0, 2.0], [3.0, 4.0]]).mean_axis_into::<1>(&mut means);
    /// assert_eq!(means.as_slice(), [1.5, 3.5]);
    /// ```
    pub fn mean_axis_into<const AXIS: usize>(&self, means: &mut Tensor<S::Output, T>)
    where
        S: WithoutAxis<AXIS>,
    {
        self.sum_axis_into::<AXIS>(means);
        let size = T::from_f64(S::DIMS[AXIS] as f64);
        means.map_in_place(|sum| sum / size);
    }

    /// Computes the maximum along axis `AXIS`, counted from 0, and writes it to `largest`; NaN where any element is NaN.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut largest = Tensor::from([0.0, 0.0]);
    /// Tensor::from([[1.0, 5.0], [3.0, 4.0]]).max_axis_into::<0>(&mut largest);
    /// assert_eq!(largest.as_slice(), [3.0, 5.0]);
    /// ```
    pub fn max_axis_into<const AXIS: usize>(&self, largest: &mut Tensor<S::Output, T>)
    where
        S: WithoutAxis<AXIS>,
    {
        let [_, size, inner] = around(S::DIMS, AXIS);
        let blocks = self.as_slice().chunks_exact(size * inner);
        for (block, largest) in blocks.zip(largest.as_mut_slice().chunks_exact_mut(inner)) {
            if inner == 1 {
                largest[0] = best_of(block, larger);
                continue;
            }
            let (first, rows) = block.split_at(inner);
            largest.copy_from_slice(first);
            for row in rows.chunks_exact(inner) {
                for (best, &x) in largest.iter_mut().zip(row) {
                    *best = larger(*best, x);
                }
            }
        }
    }

    /// Computes the sum along axis `AXIS`, counted from 0. Pairwise, as in [`sum`](Tensor::sum); NaN where any element is NaN.
    ///
    /// ```
    /// let x = nn::Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x.sum_axis::<0>().as_slice(), [5.0, 7.0, 9.0]);
    /// assert_eq!(x.sum_axis::<1>().as_slice(), [6.0, 15.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn sum_axis<const AXIS: usize>(&self) -> Box<Tensor<S::Output, T>>
    where
        S: WithoutAxis<AXIS>,
    {
        let mut sums = Tensor::zeros();
        self.sum_axis_into::<AXIS>(&mut sums);
        sums
    }

    /// Computes the mean along axis `AXIS`, counted from 0; NaN where any element is NaN.
    ///
    /// ```
    /// let x = nn::Tensor::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x.mean_axis::<0>().as_slice(), [2.5, 3.5, 4.5]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn mean_axis<const AXIS: usize>(&self) -> Box<Tensor<S::Output, T>>
    where
        S: WithoutAxis<AXIS>,
    {
        let mut means = Tensor::zeros();
        self.mean_axis_into::<AXIS>(&mut means);
        means
    }

    /// Computes the maximum along axis `AXIS`, counted from 0; NaN where any element is NaN.
    ///
    /// ```
    /// let x = nn::Tensor::from([[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]]);
    /// assert_eq!(x.max_axis::<1>().as_slice(), [5.0, 6.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn max_axis<const AXIS: usize>(&self) -> Box<Tensor<S::Output, T>>
    where
        S: WithoutAxis<AXIS>,
    {
        let mut largest = Tensor::zeros();
        self.max_axis_into::<AXIS>(&mut largest);
        largest
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::N;
    use crate::float::Float;
    use crate::shape::{Batched, Shape, WithoutAxis};
    use crate::tensor::{Tensor, example::example};

    fn near<T: Float>(found: T, expected: f64) {
        assert!((found.to_f64() - expected).abs() < 1e-5, "found {found}, expected {expected}");
    }

    fn check<S: Shape, T: Float>() {
        let x = example::<S, T>(9);
        let values: Vec<f64> = x.iter().map(|x| x.to_f64()).collect();
        near(x.sum(), values.iter().sum());
        near(x.mean(), values.iter().sum::<f64>() / values.len() as f64);
        near(x.norm(), values.iter().map(|x| x * x).sum::<f64>().sqrt());
        let largest = values.iter().copied().fold(f64::MIN, f64::max);
        assert_eq!(x.max().to_f64(), largest);
        assert_eq!(x.min().to_f64(), values.iter().copied().fold(f64::MAX, f64::min));
        assert_eq!(x.argmax(), values.iter().position(|&x| x == largest).unwrap());
    }

    #[test]
    fn whole_tensor_reductions_match_plain_loops() {
        check::<(), f32>();
        check::<(N<7>,), f64>();
        check::<(N<13>, N<57>), f32>();
        check::<(N<2>, N<3>, N<1>, N<5>), f64>();
    }

    /// Compares with loops over the elements, grouped by their index without the axis.
    fn check_axis<const AXIS: usize, S: WithoutAxis<AXIS>, T: Float>() {
        let x = example::<S, T>(10);
        let mut groups = vec![Vec::new(); <S::Output as Shape>::SIZE];
        let places = Tensor::<S, usize>::from_fn(|index| {
            let mut place = 0;
            for (axis, (&i, &size)) in index.as_ref().iter().zip(S::DIMS).enumerate() {
                if axis != AXIS {
                    place = place * size + i;
                }
            }
            place
        });
        for (&place, x) in places.iter().zip(x.iter()) {
            groups[place].push(x.to_f64());
        }
        let (sums, means, largest) = (x.sum_axis::<AXIS>(), x.mean_axis::<AXIS>(), x.max_axis::<AXIS>());
        for (place, group) in groups.iter().enumerate() {
            assert_eq!(group.len(), S::DIMS[AXIS]);
            near(sums.as_slice()[place], group.iter().sum());
            near(means.as_slice()[place], group.iter().sum::<f64>() / group.len() as f64);
            assert_eq!(largest.as_slice()[place].to_f64(), group.iter().copied().fold(f64::MIN, f64::max));
        }
    }

    #[test]
    fn axis_reductions_match_plain_loops() {
        check_axis::<0, (N<7>,), f32>();
        check_axis::<0, (N<70>, N<23>), f64>();
        check_axis::<1, (N<70>, N<23>), f32>();
        check_axis::<0, (N<3>, N<1>, N<5>), f32>();
        check_axis::<1, (N<3>, N<4>, N<5>), f64>();
        check_axis::<2, (N<3>, N<4>, N<5>), f32>();
        check_axis::<3, (N<1>, N<2>, N<3>, N<4>, N<3>, N<2>), f32>();
        check_axis::<5, (N<1>, N<2>, N<3>, N<4>, N<3>, N<2>), f64>();
    }

    fn check_rows<S: Batched, T: Float>() {
        let x = example::<S, T>(11);
        let places = x.argmax_rows();
        for (&place, row) in places.iter().zip(x.rows()) {
            assert!(row.iter().all(|&other| other <= row.as_slice()[place]));
        }
        let sums = x.sum_rows();
        for (i, &sum) in sums.iter().enumerate() {
            near(sum, x.rows().map(|row| row.as_slice()[i].to_f64()).sum());
        }
    }

    #[test]
    fn row_reductions_match_plain_loops() {
        check_rows::<(N<7>,), f32>();
        check_rows::<(N<9>, N<10>), f64>();
        check_rows::<(N<3>, N<2>, N<5>), f32>();
    }

    #[test]
    fn nan_propagates() {
        for place in 0..3 {
            let mut x = Tensor::from([[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]]);
            x[[0, place]] = f32::NAN;
            assert!(x.sum().is_nan() && x.mean().is_nan() && x.norm().is_nan());
            assert!(x.max().is_nan() && x.min().is_nan());
            assert_eq!(x.argmax(), place);
            assert!(x.max_axis::<1>()[[0]].is_nan());
            assert_eq!(x.max_axis::<1>()[[1]], 6.0);
            assert!(x.max_axis::<0>()[[place]].is_nan());
            assert_eq!(x.argmax_rows().as_slice(), [place, 2]);
        }
        assert!(Tensor::from([f32::INFINITY, f32::NAN]).norm().is_nan());
    }

    #[test]
    fn nan_is_found_at_every_index() {
        for place in 0..37 {
            let mut x = example::<(N<37>,), f64>(17);
            x[[place]] = f64::NAN;
            assert!(x.max().is_nan() && x.min().is_nan() && x.max_axis::<0>()[[]].is_nan());
            assert!(x.max_abs_difference(&Tensor::full(1.0)).is_nan());
            assert_eq!(x.argmax(), place);
        }
    }

    #[test]
    fn norm_neither_overflows_nor_underflows() {
        assert_eq!(Tensor::from([0.0_f32; 3]).norm(), 0.0);
        assert_eq!(Tensor::from([f32::NEG_INFINITY, 1.0]).norm(), f32::INFINITY);
        let tiny = Tensor::from([3e-40_f64, 4e-40]).norm() / 5e-40;
        assert!((tiny - 1.0).abs() < 1e-12);
        assert!((Tensor::from([3e-30_f32, 4e-30]).norm() / 5e-30 - 1.0).abs() < 1e-6);
        assert!((Tensor::from([3e200_f64, 4e200]).norm() / 5e200 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn infinities_are_ordered() {
        let x = Tensor::from([f32::NEG_INFINITY, f32::NEG_INFINITY]);
        assert_eq!((x.max(), x.min(), x.argmax()), (f32::NEG_INFINITY, f32::NEG_INFINITY, 0));
        let x = Tensor::from([0.0, f32::INFINITY, f32::NEG_INFINITY]);
        assert_eq!((x.max(), x.min(), x.argmax()), (f32::INFINITY, f32::NEG_INFINITY, 1));
    }
}
