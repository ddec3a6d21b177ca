//! Arithmetic on tensors of equal shape, with scalars, and with a row that is broadcast over a batch.
//!
//! An operator has one implementation for each type of its left operand. So a wrong shape is a type mismatch, which rustc
//! prints in decimal, instead of a choice between several implementations. For that reason scalars are arguments of methods.

use super::{Tensor, pairwise};
use crate::float::Float;
use crate::kernels;
use crate::shape::{Batched, Shape};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::ops::{Add, Div, Mul, Neg, Sub};
use core::ops::{AddAssign, DivAssign, MulAssign, SubAssign};

macro_rules! assign_operators {
    ($($operator:ident $method:ident $symbol:tt $docs:literal)*) => {
        $(
            #[doc = $docs]
            impl<S: Shape, T: Float> $operator<&Tensor<S, T>> for Tensor<S, T> {
                fn $method(&mut self, y: &Tensor<S, T>) {
                    for (x, &y) in self.iter_mut().zip(y) {
                        *x $symbol y;
                    }
                }
            }

            #[doc = $docs]
            #[cfg(feature = "alloc")]
            impl<S: Shape, T: Float> $operator<&Tensor<S, T>> for Box<Tensor<S, T>> {
                fn $method(&mut self, y: &Tensor<S, T>) {
                    **self $symbol y;
                }
            }
        )*
    };
}
assign_operators! {
    AddAssign add_assign += "Computes x_i = x_i + y_i in place; both tensors have the same shape."
    SubAssign sub_assign -= "Computes x_i = x_i - y_i in place; both tensors have the same shape."
    MulAssign mul_assign *= "Computes x_i = x_i y_i element-wise, in place; both tensors have the same shape."
    DivAssign div_assign /= "Computes x_i = x_i / y_i element-wise, in place; both tensors have the same shape."
}

macro_rules! operators {
    ($($operator:ident $method:ident $symbol:tt $assign:tt $docs:literal)*) => {
        $(
            #[doc = $docs]
            #[cfg(feature = "alloc")]
            impl<S: Shape, T: Float> $operator<&Tensor<S, T>> for &Tensor<S, T> {
                type Output = Box<Tensor<S, T>>;
                fn $method(self, y: &Tensor<S, T>) -> Box<Tensor<S, T>> {
                    self.zip_map(y, |x, y| x $symbol y)
                }
            }

            #[doc = $docs]
            #[cfg(feature = "alloc")]
            impl<S: Shape, T: Float> $operator<&Tensor<S, T>> for &Box<Tensor<S, T>> {
                type Output = Box<Tensor<S, T>>;
                fn $method(self, y: &Tensor<S, T>) -> Box<Tensor<S, T>> {
                    &**self $symbol y
                }
            }

            #[doc = $docs]
            /// The result reuses the allocation of the left operand.
            #[cfg(feature = "alloc")]
            impl<S: Shape, T: Float> $operator<&Tensor<S, T>> for Box<Tensor<S, T>> {
                type Output = Box<Tensor<S, T>>;
                fn $method(mut self, y: &Tensor<S, T>) -> Box<Tensor<S, T>> {
                    *self $assign y;
                    self
                }
            }
        )*
    };
}
operators! {
    Add add + += "Computes z_i = x_i + y_i; all tensors have the same shape."
    Sub sub - -= "Computes z_i = x_i - y_i; all tensors have the same shape."
    Mul mul * *= "Computes z_i = x_i y_i element-wise; all tensors have the same shape. The matrix product is [`Tensor::matmul`]."
    Div div / /= "Computes z_i = x_i / y_i element-wise; all tensors have the same shape."
}

/// Computes y_i = -x_i.
#[cfg(feature = "alloc")]
impl<S: Shape, T: Float> Neg for &Tensor<S, T> {
    type Output = Box<Tensor<S, T>>;
    fn neg(self) -> Box<Tensor<S, T>> {
        self.map(|x| -x)
    }
}

/// Computes y_i = -x_i.
#[cfg(feature = "alloc")]
impl<S: Shape, T: Float> Neg for &Box<Tensor<S, T>> {
    type Output = Box<Tensor<S, T>>;
    fn neg(self) -> Box<Tensor<S, T>> {
        -&**self
    }
}

/// Computes y_i = -x_i. The result reuses the allocation of the operand.
#[cfg(feature = "alloc")]
impl<S: Shape, T: Float> Neg for Box<Tensor<S, T>> {
    type Output = Box<Tensor<S, T>>;
    fn neg(mut self) -> Box<Tensor<S, T>> {
        self.map_in_place(|x| -x);
        self
    }
}

/// Arithmetic. The operators `+`, `-`, `*` and `/` are element-wise and require two tensors of the same shape:
///
/// ```
/// use nn::Tensor;
/// let (x, y) = (Tensor::from([1.0, 2.0]), Tensor::from([3.0, 5.0]));
/// assert_eq!((&x + &y).as_slice(), [4.0, 7.0]);
/// assert_eq!((&x * &y).as_slice(), [3.0, 10.0]);
/// assert_eq!((-&x).as_slice(), [-1.0, -2.0]);
/// // The result reuses the allocation of a box on the left.
/// assert_eq!((&x + &y - &x).as_slice(), [3.0, 5.0]);
///
/// let mut z = x;
/// z -= &y;
/// assert_eq!(z.as_slice(), [-2.0, -3.0]);
/// ```
///
/// Two tensors of different shapes do not compile:
///
/// ```compile_fail,E0308
/// use nn::Tensor;
/// use nn::dim::N;
/// let x = Tensor::<(N<2>,)>::zeros();
/// let y = Tensor::<(N<3>,)>::zeros();
/// let _ = &x + &*y; // expected `2`, found `3`
/// ```
impl<S: Shape, T: Float> Tensor<S, T> {
    /// Returns the dot product, sum_i x_i y_i, over all elements of two tensors of the same shape; a NaN in either gives NaN.
    ///
    /// The sum is pairwise, as in [`sum`](Tensor::sum).
    ///
    /// ```
    /// use nn::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0]).dot(&Tensor::from([3.0, 4.0])), 11.0);
    /// ```
    pub fn dot(&self, y: &Self) -> T {
        pairwise::dot(self.as_slice(), y.as_slice())
    }

    /// Computes x_i = factor * x_i in place.
    ///
    /// ```
    /// let mut x = nn::Tensor::from([1.0, 2.0]);
    /// x.scale_in_place(0.5);
    /// assert_eq!(x.as_slice(), [0.5, 1.0]);
    /// ```
    pub fn scale_in_place(&mut self, factor: T) {
        self.map_in_place(|x| x * factor);
    }

    /// Computes x_i = x_i + term in place.
    ///
    /// ```
    /// let mut x = nn::Tensor::from([1.0, 2.0]);
    /// x.add_scalar_in_place(-1.0);
    /// assert_eq!(x.as_slice(), [0.0, 1.0]);
    /// ```
    pub fn add_scalar_in_place(&mut self, term: T) {
        self.map_in_place(|x| x + term);
    }

    /// Computes x_i = x_i + factor * y_i in place; both tensors have the same shape.
    ///
    /// ```
    /// let mut x = nn::Tensor::from([1.0, 2.0]);
    /// x.add_scaled(-0.1, &[10.0, 5.0].into());
    /// assert_eq!(x.as_slice(), [0.0, 1.5]);
    /// ```
    pub fn add_scaled(&mut self, factor: T, y: &Self) {
        self.apply(y, |x, y| x + factor * y);
    }
}

/// Arithmetic with scalars; results are allocated on the heap.
#[cfg(feature = "alloc")]
impl<S: Shape, T: Float> Tensor<S, T> {
    /// Computes y_i = factor * x_i.
    ///
    /// ```
    /// let x = nn::Tensor::from([1.0, 2.0]);
    /// assert_eq!(x.scale(3.0).as_slice(), [3.0, 6.0]);
    /// ```
    pub fn scale(&self, factor: T) -> Box<Self> {
        self.map(|x| x * factor)
    }

    /// Computes y_i = x_i + term.
    ///
    /// ```
    /// let x = nn::Tensor::from([1.0, 2.0]);
    /// assert_eq!(x.add_scalar(3.0).as_slice(), [4.0, 5.0]);
    /// ```
    pub fn add_scalar(&self, term: T) -> Box<Self> {
        self.map(|x| x + term)
    }
}

impl<S: Batched, T: Float> Tensor<S, T> {
    /// Computes x_bi = x_bi + row_i in place: adds `row` to every row, as a bias is added to a batch.
    ///
    /// `self` is `[B, ..]` and `row` is `[..]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// x.add_row(&Tensor::from([10.0, 20.0]));
    /// assert_eq!(x.as_slice(), [11.0, 22.0, 13.0, 24.0]);
    /// ```
    pub fn add_row(&mut self, row: &Tensor<S::Row, T>) {
        kernels::add_rows(self.as_mut_slice(), row.as_slice());
    }

    /// Computes y_bi = x_bi + row_i: [`add_row`](Tensor::add_row) with a result on the heap.
    ///
    /// ```
    /// use nn::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.plus_row(&Tensor::from([10.0, 20.0])).as_slice(), [11.0, 22.0, 13.0, 24.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn plus_row(&self, row: &Tensor<S::Row, T>) -> Box<Self> {
        let mut sum = self.to_boxed();
        sum.add_row(row);
        sum
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::N;
    use crate::float::Float;
    use crate::shape::{Batched, Shape};
    use crate::tensor::{Tensor, example::example};

    fn check<S: Shape, T: Float>() {
        let (x, y) = (example::<S, T>(3), example::<S, T>(4));
        macro_rules! operator {
            ($symbol:tt $assign:tt) => {
                let expected: Vec<T> = x.iter().zip(y.iter()).map(|(&x, &y)| x $symbol y).collect();
                assert_eq!((&x $symbol &y).as_slice(), expected);
                assert_eq!((&*x $symbol &*y).as_slice(), expected);
                assert_eq!((x.to_boxed() $symbol &y).as_slice(), expected);
                let mut z = x.to_boxed();
                z $assign &y;
                assert_eq!(z.as_slice(), expected);
                z.assign(&x);
                *z $assign &y;
                assert_eq!(z.as_slice(), expected);
            };
        }
        operator!(+ +=);
        operator!(- -=);
        operator!(* *=);
        operator!(/ /=);

        let negative: Vec<T> = x.iter().map(|&x| -x).collect();
        assert_eq!((-&x).as_slice(), negative);
        assert_eq!((-&*x).as_slice(), negative);
        assert_eq!((-x.to_boxed()).as_slice(), negative);

        let two = T::from_f64(2.0);
        let (mut scaled, mut moved, mut both) = (x.to_boxed(), x.to_boxed(), x.to_boxed());
        scaled.scale_in_place(two);
        moved.add_scalar_in_place(two);
        both.add_scaled(two, &y);
        for (i, &x) in x.iter().enumerate() {
            assert_eq!(scaled.as_slice()[i], x * two);
            assert_eq!(moved.as_slice()[i], x + two);
            assert_eq!(both.as_slice()[i], x + two * y.as_slice()[i]);
        }
        assert_eq!(x.scale(two).as_slice(), scaled.as_slice());
        assert_eq!(x.add_scalar(two).as_slice(), moved.as_slice());

        let dot: f64 = x.iter().zip(y.iter()).map(|(x, y)| x.to_f64() * y.to_f64()).sum();
        assert!((x.dot(&y).to_f64() - dot).abs() < 1e-5);
    }

    #[test]
    fn operators_match_plain_loops() {
        check::<(), f32>();
        check::<(N<7>,), f64>();
        check::<(N<3>, N<57>), f32>();
        check::<(N<2>, N<3>, N<1>, N<5>), f64>();
    }

    fn check_rows<S: Batched, T: Float>() {
        let (x, row) = (example::<S, T>(5), example::<S::Row, T>(6));
        let mut y = x.to_boxed();
        y.add_row(&row);
        assert_eq!(x.plus_row(&row).as_slice(), y.as_slice());
        for (x, y) in x.rows().zip(y.rows()) {
            for ((&x, &y), &row) in x.iter().zip(y).zip(row.iter()) {
                assert_eq!(y, x + row);
            }
        }
    }

    #[test]
    fn row_is_broadcast_to_every_row() {
        check_rows::<(N<7>,), f32>();
        check_rows::<(N<3>, N<5>), f64>();
        check_rows::<(N<1>, N<2>, N<3>, N<2>, N<1>, N<3>), f32>();
    }

    #[test]
    fn boxed_left_operand_is_reused() {
        let x = Tensor::<(N<3>,)>::full(1.0);
        let place = x.as_slice().as_ptr();
        let y = -(x + &Tensor::from([1.0, 2.0, 3.0]));
        assert_eq!(y.as_slice(), [-2.0, -3.0, -4.0]);
        assert_eq!(y.as_slice().as_ptr(), place);
    }
}
