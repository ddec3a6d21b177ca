//! Element-wise functions of one or two tensors.

use super::Tensor;
#[cfg(feature = "alloc")]
use crate::parameters::Plain;
use crate::shape::Shape;
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

impl<S: Shape, T: Copy> Tensor<S, T> {
    /// Sets every element to `value`.
    ///
    /// ```
    /// let mut x = nn::Tensor::from([1.0, 2.0]);
    /// x.fill(0.5);
    /// assert_eq!(x.as_slice(), [0.5, 0.5]);
    /// ```
    pub fn fill(&mut self, value: T) {
        self.as_mut_slice().fill(value);
    }

    /// Copies the elements of a tensor of the same shape.
    ///
    /// ```
    /// let mut x = nn::Tensor::from([1.0, 2.0]);
    /// x.assign(&[3.0, 4.0].into());
    /// assert_eq!(x.as_slice(), [3.0, 4.0]);
    /// ```
    pub fn assign(&mut self, other: &Self) {
        self.as_mut_slice().copy_from_slice(other.as_slice());
    }

    /// Computes y_i = f(x_i) for every element and writes it to `y`, which has the same shape.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut y = Tensor::from([0.0, 0.0]);
    /// Tensor::from([1.0_f32, 4.0]).map_into(&mut y, f32::sqrt);
    /// assert_eq!(y.as_slice(), [1.0, 2.0]);
    /// ```
    pub fn map_into<U>(&self, y: &mut Tensor<S, U>, mut f: impl FnMut(T) -> U) {
        for (y, &x) in y.iter_mut().zip(self) {
            *y = f(x);
        }
    }

    /// Computes x_i = f(x_i) for every element, in place.
    ///
    /// ```
    /// let mut x = nn::Tensor::from([-1.0_f32, 2.0]);
    /// x.map_in_place(|x| x.max(0.0));
    /// assert_eq!(x.as_slice(), [0.0, 2.0]);
    /// ```
    pub fn map_in_place(&mut self, mut f: impl FnMut(T) -> T) {
        for x in self {
            *x = f(*x);
        }
    }

    /// Computes x_i = f(x_i, y_i) for every element, in place; `y` has the same shape.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut x = Tensor::from([1.0, 2.0]);
    /// x.apply(&Tensor::from([10.0, 20.0]), |x, y| x + 0.5 * y);
    /// assert_eq!(x.as_slice(), [6.0, 12.0]);
    /// ```
    pub fn apply<U: Copy>(&mut self, y: &Tensor<S, U>, mut f: impl FnMut(T, U) -> T) {
        for (x, &y) in self.iter_mut().zip(y) {
            *x = f(*x, y);
        }
    }

    /// Computes z_i = f(x_i, y_i) for every element and writes it to `z`; all three tensors have the same shape.
    ///
    /// ```
    /// use nn::Tensor;
    /// let mut z = Tensor::from([0.0, 0.0]);
    /// Tensor::from([1.0_f32, 2.0]).zip_map_into(&Tensor::from([3.0, 1.0]), &mut z, f32::max);
    /// assert_eq!(z.as_slice(), [3.0, 2.0]);
    /// ```
    pub fn zip_map_into<U: Copy, V>(&self, y: &Tensor<S, U>, z: &mut Tensor<S, V>, mut f: impl FnMut(T, U) -> V) {
        for ((z, &x), &y) in z.iter_mut().zip(self).zip(y) {
            *z = f(x, y);
        }
    }
}

/// Element-wise functions; results are allocated on the heap.
#[cfg(feature = "alloc")]
impl<S: Shape, T: Copy> Tensor<S, T> {
    /// Computes y_i = f(x_i) for every element; y has the same shape and may have another element type.
    ///
    /// ```
    /// let x = nn::Tensor::from([[0.0_f32, 1.0], [2.0, 3.0]]);
    /// assert_eq!(x.map(|x| x * x).as_slice(), [0.0, 1.0, 4.0, 9.0]);
    /// assert_eq!(x.map(|x| x as u8).as_slice(), [0, 1, 2, 3]);
    /// ```
    pub fn map<U: Plain>(&self, f: impl FnMut(T) -> U) -> Box<Tensor<S, U>> {
        let mut y = Tensor::zeros();
        self.map_into(&mut y, f);
        y
    }

    /// Computes z_i = f(x_i, y_i) for every element; y and z have the same shape and may have other element types.
    ///
    /// ```
    /// use nn::Tensor;
    /// let z = Tensor::from([1.0_f32, 2.0]).zip_map(&Tensor::from([3.0, 1.0]), f32::min);
    /// assert_eq!(z.as_slice(), [1.0, 1.0]);
    /// ```
    pub fn zip_map<U: Copy, V: Plain>(&self, y: &Tensor<S, U>, f: impl FnMut(T, U) -> V) -> Box<Tensor<S, V>> {
        let mut z = Tensor::zeros();
        self.zip_map_into(y, &mut z, f);
        z
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::N;
    use crate::float::Float;
    use crate::shape::Shape;
    use crate::tensor::example::example;

    fn check<S: Shape, T: Float>() {
        let (x, y) = (example::<S, T>(1), example::<S, T>(2));
        let mapped: Vec<T> = x.iter().map(|&x| x * x).collect();
        let zipped: Vec<T> = x.iter().zip(y.iter()).map(|(&x, &y)| x * T::from_f64(2.0) - y).collect();

        assert_eq!(x.map(|x| x * x).as_slice(), mapped);
        let mut z = x.to_boxed();
        z.map_in_place(|x| x * x);
        assert_eq!(z.as_slice(), mapped);

        assert_eq!(x.zip_map(&y, |x, y| x * T::from_f64(2.0) - y).as_slice(), zipped);
        z.assign(&x);
        z.apply(&y, |x, y| x * T::from_f64(2.0) - y);
        assert_eq!(z.as_slice(), zipped);
        z.fill(T::ONE);
        assert!(z.iter().all(|&z| z == T::ONE));

        let signs = x.map(|x| i8::from(x > T::ZERO));
        assert!(signs.iter().zip(x.iter()).all(|(&sign, &x)| (sign == 1) == (x > T::ZERO)));
        let kept = x.zip_map(&signs, |x, sign| if sign == 1 { x } else { T::ZERO });
        assert!(kept.iter().zip(x.iter()).all(|(&kept, &x)| kept == x.max(T::ZERO)));
    }

    #[test]
    fn functions_match_plain_loops() {
        check::<(), f32>();
        check::<(N<7>,), f64>();
        check::<(N<3>, N<5>), f32>();
        check::<(N<2>, N<3>, N<1>, N<5>), f64>();
    }
}
