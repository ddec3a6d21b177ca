//! Adafactor.

use crate::float::Float;
use crate::kernels::{at_least, sum_of, sum_of_squares, update};
use crate::optim::optimizer::decay_and_checks;
use crate::optim::{Group, Optimizer, WeightDecay};
use crate::parameters::Parameters;
use crate::setting::Bounds;

/// Adafactor (Shazeer, Stern 2018), as PyTorch's `Adafactor`: the second moments of a matrix are estimated from those of its rows
/// and of its columns, and the length of a step is relative to the size of the parameters. For each tensor, in step t:
///
/// - a = t^[`beta2_decay`](Self::beta2_decay), and alpha = max(eps2, rms(W)) min(lr, 1 / sqrt(t))
/// - r_i = (1 - a) r_i + a mean_j(g_ij^2), and c_j = (1 - a) c_j + a mean_i(g_ij^2)
/// - u_ij = g_ij / sqrt(max(r_i c_j / max(mean(r), eps1), eps1^2))
/// - W = (1 - lr lambda) W - alpha u / max(1, rms(u) / d)
///
/// rms is the root of the mean square. Tensors with more than two axes consist of matrices along the last two; for a tensor with
/// one axis, the moving average of g^2 itself replaces the estimate. As in PyTorch, `lr` is the largest relative length of a step,
/// while the paper has a constant of 0.01, and eps1 is a bound of the denominators, not a term of g^2.
///
/// [`weight_decay`](Self::weight_decay) is decoupled; with L2, g is replaced by g + 2 lambda W. Its state is one copy of the
/// network, initialised to 0: since the type of a state consists of copies of the network, a matrix takes as much room as its
/// elements, although it uses only that of its rows and columns. So it needs half of the memory of [`Adam`](crate::Adam), not less.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::{Adafactor, Optimizer};
/// let mut w = Tensor::<(N<2>, N<2>)>::new([[1.0, 1.0], [1.0, 1.0]]);
/// let mut state = Tensor::<(N<2>, N<2>)>::new([[0.0; 2]; 2]);
/// let g = Tensor::new([[1.0, 2.0], [10.0, 20.0]]);
/// Adafactor::new(0.1).step(1, &mut w, &g, &mut state);
/// // The estimate is exact for this gradient, so every element moves by 0.1 times the size of the parameters.
/// assert!(w.iter().all(|w| (w - 0.9).abs() < 1e-6));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Adafactor {
    /// The learning rate, finite and at least 0: the largest length of a step relative to the parameters. It may be changed between
    /// steps.
    pub lr: f64,
    /// The power of t in the weight of the newest gradient, finite and at most 0; defaults to -0.8.
    pub beta2_decay: f64,
    /// The lower bound of denominators, finite and at least 0; defaults to 1.19e-7, the machine epsilon of `f32`. PyTorch's default
    /// is that of the parameters' type.
    pub eps1: f64,
    /// The lower bound of the size of the parameters in the length of a step, finite and at least 0; defaults to 1e-3.
    pub eps2: f64,
    /// The bound of the root mean square of u, finite and at least 1; defaults to 1.
    pub d: f64,
    /// The weight decay; defaults to none.
    pub weight_decay: WeightDecay,
    /// Whether to increase the loss instead of decreasing it; defaults to `false`.
    pub maximize: bool,
}

impl Adafactor {
    /// Creates an Adafactor optimiser with this learning rate, of which PyTorch's default is 0.01, a beta2 decay of -0.8, epsilons
    /// 1.19e-7 and 1e-3, and d 1.
    ///
    /// # Panics
    /// Panics if the rate is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(lr: f64) -> Self {
        Bounds::NotNegative.require(lr, "`lr` must be finite and at least 0");
        Self {
            lr,
            beta2_decay: -0.8,
            eps1: f32::EPSILON as f64,
            eps2: 1e-3,
            d: 1.0,
            weight_decay: WeightDecay::NONE,
            maximize: false,
        }
    }

    /// Returns this optimiser with another power of t in the weight of the newest gradient.
    ///
    /// ```
    /// assert_eq!(nn::optim::Adafactor::new(1e-2).beta2_decay(-1.0).beta2_decay, -1.0);
    /// ```
    ///
    /// # Panics
    /// Panics if `beta2_decay` is positive, infinite or NaN.
    #[track_caller]
    pub const fn beta2_decay(self, beta2_decay: f64) -> Self {
        Bounds::NotPositive.require(beta2_decay, "`beta2_decay` must be finite and at most 0");
        Self { beta2_decay, ..self }
    }

    /// Returns this optimiser with other epsilons.
    ///
    /// ```
    /// let adafactor = nn::optim::Adafactor::new(1e-2).eps(f64::EPSILON, 1e-4);
    /// assert_eq!((adafactor.eps1, adafactor.eps2), (f64::EPSILON, 1e-4));
    /// ```
    ///
    /// # Panics
    /// Panics if one of them is negative, infinite or NaN.
    #[track_caller]
    pub const fn eps(self, eps1: f64, eps2: f64) -> Self {
        Bounds::NotNegative.require(eps1, "`eps1` must be finite and at least 0");
        Bounds::NotNegative.require(eps2, "`eps2` must be finite and at least 0");
        Self { eps1, eps2, ..self }
    }

    /// Returns this optimiser with another bound of the root mean square of u.
    ///
    /// ```
    /// assert_eq!(nn::optim::Adafactor::new(1e-2).d(1.5).d, 1.5);
    /// ```
    ///
    /// # Panics
    /// Panics if `d` is less than 1, infinite or NaN.
    #[track_caller]
    pub const fn d(self, d: f64) -> Self {
        Bounds::AtLeastOne.require(d, "`d` must be finite and at least 1");
        Self { d, ..self }
    }
}

impl<T: Float> Optimizer<T> for Adafactor {
    type State<P: Parameters<T>> = P;

    const BY_TENSOR: bool = true;

    decay_and_checks!(T);

    fn update<P: Parameters<T>>(&self, step: u64, group: &Group, params: &mut P, grad: &P, state: &mut P) {
        let (w, g, state) = (group.of_mut(params), group.of(grad), group.of_mut(state));
        let (count, t) = (w.len() as f64, step as f64);
        let moments = Factored {
            sizes: Sizes::of(group.dims().unwrap_or_default(), w.len()),
            newest: libm::pow(t, self.beta2_decay),
            eps: self.eps1,
            gradient: group.gradient::<T>(),
        };
        let size = libm::sqrt(sum_of_squares(w) / count);
        let alpha = size.max(self.eps2) * self.lr.min(1.0 / libm::sqrt(t));
        let mut squares = 0.0;
        moments.for_each_matrix(w, g, state, |w, g, state| {
            moments.track(w, g, state);
            squares += moments.squares(w, g, state);
        });
        let length = T::from_f64(alpha / at_least(libm::sqrt(squares / count) / self.d, 1.0));
        let keep = T::from_f64(group.keep(self.lr));
        moments.for_each_matrix(w, g, state, |w, g, state| moments.apply(keep, length, w, g, state));
    }
}

/// The sizes of the matrices of a tensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sizes {
    /// 1 if the second moments of the elements are known, in a tensor with one axis, and in a matrix with one row or column.
    rows: usize,
    columns: usize,
    is_vector: bool,
}

impl Sizes {
    fn of(dims: &[usize], length: usize) -> Self {
        match *dims {
            [.., rows, columns] if rows > 1 && columns > 1 => Self { rows, columns, is_vector: false },
            [.., rows, columns] => Self { rows: 1, columns: rows * columns, is_vector: false },
            _ => Self { rows: 1, columns: length, is_vector: true },
        }
    }
}

/// The factors of the second moments of a tensor. Those of a matrix are the beginning of its part of the state: first r, unless
/// there is only one row, then c.
struct Factored<F> {
    sizes: Sizes,
    /// The weight of the newest gradient.
    newest: f64,
    eps: f64,
    /// The gradient as a function of the parameter and of its derivative.
    gradient: F,
}

impl<F> Factored<F> {
    fn for_each_matrix<T>(
        &self,
        w: &mut [T],
        g: &[T],
        state: &mut [T],
        mut visit: impl FnMut(&mut [T], &[T], &mut [T]),
    ) {
        let size = self.sizes.rows * self.sizes.columns;
        for ((w, g), state) in w.chunks_exact_mut(size).zip(g.chunks_exact(size)).zip(state.chunks_exact_mut(size)) {
            visit(w, g, state);
        }
    }

    /// Returns the factors of the rows, or none, and those of the columns.
    fn split<'a, T>(&self, state: &'a mut [T]) -> (&'a mut [T], &'a mut [T]) {
        let Sizes { rows, columns, .. } = self.sizes;
        let (of_rows, rest) = state.split_at_mut(if rows > 1 { rows } else { 0 });
        (of_rows, &mut rest[..columns])
    }

    /// Returns the mean of the factors of the rows; with one row, it is that of the columns.
    fn mean<T: Float>(of_rows: &[T], of_columns: &[T]) -> f64 {
        let factors = if of_rows.is_empty() { of_columns } else { of_rows };
        factors.iter().map(|factor| factor.to_f64()).sum::<f64>() / factors.len() as f64
    }

    /// Returns the factor by which row `row` multiplies those of the columns.
    fn of_row<T: Float>(&self, row: usize, mean: f64, of_rows: &[T]) -> T {
        let of_row = of_rows.get(row).map_or(mean, |factor| factor.to_f64());
        T::from_f64(if self.sizes.is_vector { 1.0 } else { of_row / at_least(mean, self.eps) })
    }
}

impl<F> Factored<F> {
    /// Adds the newest gradient to the moving averages.
    fn track<T: Float>(&self, w: &mut [T], g: &[T], state: &mut [T])
    where
        F: Fn(T, T) -> T + Copy + Sync,
    {
        let Sizes { rows, columns, .. } = self.sizes;
        let (of_rows, of_columns) = self.split(state);
        let (gradient, newest) = (self.gradient, T::from_f64(self.newest));
        let [older, share] = [1.0 - self.newest, self.newest / rows as f64].map(T::from_f64);
        of_columns.iter_mut().for_each(|factor| *factor *= older);
        for (row, (w, g)) in w.chunks_exact_mut(columns).zip(g.chunks_exact(columns)).enumerate() {
            if let Some(factor) = of_rows.get_mut(row) {
                let squares = sum_of([w, g], |[w, g]| square(gradient(w, g).to_f64()));
                *factor = older * *factor + newest * T::from_f64(squares / columns as f64);
            }
            // The parameters are read only.
            update(of_columns, g, [w], move |factor, g, [w]| (factor + share * square(gradient(w, g)), [w]));
        }
    }

    /// Returns the sum of squares of u.
    fn squares<T: Float>(&self, w: &[T], g: &[T], state: &mut [T]) -> f64
    where
        F: Fn(T, T) -> T + Copy + Sync,
    {
        let columns = self.sizes.columns;
        let (of_rows, of_columns) = self.split(state);
        let (gradient, mean, bound) = (self.gradient, Self::mean(of_rows, of_columns), self.eps * self.eps);
        let of_row = |(row, (w, g))| {
            let of_row = self.of_row::<T>(row, mean, of_rows).to_f64();
            sum_of([w, g, of_columns], |[w, g, factor]| {
                square(gradient(w, g).to_f64()) / at_least(of_row * factor.to_f64(), bound)
            })
        };
        w.chunks_exact(columns).zip(g.chunks_exact(columns)).enumerate().map(of_row).sum()
    }

    /// Subtracts `length` u from the parameters, after decoupled decay.
    fn apply<T: Float>(&self, keep: T, length: T, w: &mut [T], g: &[T], state: &mut [T])
    where
        F: Fn(T, T) -> T + Copy + Sync,
    {
        let columns = self.sizes.columns;
        let (of_rows, of_columns) = self.split(state);
        let (gradient, mean) = (self.gradient, Self::mean(of_rows, of_columns));
        let bound = T::from_f64(self.eps * self.eps);
        for (row, (w, g)) in w.chunks_exact_mut(columns).zip(g.chunks_exact(columns)).enumerate() {
            let of_row = self.of_row(row, mean, of_rows);
            update(w, g, [&mut *of_columns], move |w, g, [factor]| {
                (keep * w - length * gradient(w, g) / at_least(of_row * factor, bound).sqrt(), [factor])
            });
        }
    }
}

fn square<T: Float>(x: T) -> T {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::tensor::Tensor;

    #[test]
    fn sizes_of_tensors() {
        let sizes = |rows, columns, is_vector| Sizes { rows, columns, is_vector };
        assert_eq!(Sizes::of(&[3, 4], 12), sizes(3, 4, false));
        assert_eq!(Sizes::of(&[5, 2, 3, 4], 120), sizes(3, 4, false));
        assert_eq!(Sizes::of(&[3, 1], 3), sizes(1, 3, false));
        assert_eq!(Sizes::of(&[1, 4], 4), sizes(1, 4, false));
        assert_eq!(Sizes::of(&[4], 4), sizes(1, 4, true));
        assert_eq!(Sizes::of(&[], 1), sizes(1, 1, true));
    }

    /// The formula of the documentation, element by element, over a matrix.
    #[test]
    fn twenty_steps_match_formula() {
        let adafactor = Adafactor::new(0.05).weight_decay(0.1).l2(0.02);
        let start = [[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]];
        let mut w = Tensor::<(N<2>, N<3>), f64>::new(start);
        let mut state = Tensor::<(N<2>, N<3>), f64>::new([[0.0; 3]; 2]);
        let (mut expected, mut rows, mut columns) = (start, [0.0; 2], [0.0; 3]);
        for step in 1..=20 {
            let raw: [[f64; 3]; 2] = core::array::from_fn(|i| {
                core::array::from_fn(|j| libm::cos((step * 7 + i as u64 * 3 + j as u64) as f64))
            });
            adafactor.step(step, &mut w, &Tensor::new(raw), &mut state);
            let g: [[f64; 3]; 2] =
                core::array::from_fn(|i| core::array::from_fn(|j| raw[i][j] + 0.04 * expected[i][j]));
            let a = libm::pow(step as f64, -0.8);
            for i in 0..2 {
                rows[i] = (1.0 - a) * rows[i] + a * g[i].iter().map(|g| g * g).sum::<f64>() / 3.0;
            }
            for j in 0..3 {
                columns[j] = (1.0 - a) * columns[j] + a * (g[0][j] * g[0][j] + g[1][j] * g[1][j]) / 2.0;
            }
            let mean = (rows[0] + rows[1]) / 2.0;
            let u: [[f64; 3]; 2] =
                core::array::from_fn(|i| core::array::from_fn(|j| g[i][j] / libm::sqrt(rows[i] * columns[j] / mean)));
            let rms = |x: &[[f64; 3]; 2]| libm::sqrt(x.iter().flatten().map(|x| x * x).sum::<f64>() / 6.0);
            let alpha = rms(&expected) * f64::min(0.05, 1.0 / libm::sqrt(step as f64));
            let clip = rms(&u).max(1.0);
            for i in 0..2 {
                for j in 0..3 {
                    expected[i][j] = (1.0 - 0.05 * 0.1) * expected[i][j] - alpha * u[i][j] / clip;
                    assert!((w[[i, j]] - expected[i][j]).abs() < 1e-13, "step {step}");
                }
            }
        }
    }

    #[test]
    fn special_values() {
        // Zeros do not move.
        let mut w = Tensor::<(N<2>, N<2>)>::new([[1.0; 2]; 2]);
        let mut state = Tensor::<(N<2>, N<2>)>::new([[0.0; 2]; 2]);
        Adafactor::new(0.1).step(1, &mut w, &Tensor::new([[0.0; 2]; 2]), &mut state);
        assert_eq!(w.as_slice(), [1.0; 4]);
        // NaN spreads to the rest of the tensor, as in PyTorch, and stays.
        for step in 1..=2 {
            let g = Tensor::new([[if step == 1 { f32::NAN } else { 1.0 }, 1.0], [1.0, 1.0]]);
            Adafactor::new(0.1).step(step, &mut w, &g, &mut state);
            assert!(w.iter().all(|w| w.is_nan()));
        }
    }
}
