//! Matrix products, with either operand optionally transposed.

use super::Tensor;
use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::{Matrix, Target, gemm};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// Matrix products. The inner sizes must be equal:
///
/// ```compile_fail,E0308
/// use nn::Tensor;
/// use nn::dim::N;
/// let x = Tensor::<(N<32>, N<784>)>::zeros();
/// let w = Tensor::<(N<100>, N<10>)>::zeros();
/// let _ = x.matmul(&*w); // expected `784`, found `100`
/// ```
impl<M: Dim, K: Dim, T: Float> Tensor<(M, K), T> {
    fn matrix(&self) -> Matrix<'_, T> {
        Matrix::new(self.as_slice(), M::SIZE, K::SIZE)
    }

    /// Computes C = A B, c_mp = sum_k a_mk b_kp: `[M, K]` times `[K, P]` gives `[M, P]`. The result overwrites `c`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let mut c = Tensor::from([[0.0], [0.0]]);
    /// a.matmul_into(&Tensor::from([[10.0], [1.0]]), &mut c);
    /// assert_eq!(c.as_slice(), [12.0, 34.0]);
    /// ```
    pub fn matmul_into<P: Dim>(&self, b: &Tensor<(K, P), T>, c: &mut Tensor<(M, P), T>) {
        gemm(self.matrix(), b.matrix(), Target::set(c.as_mut_slice()));
    }

    /// Computes C = A^T B, c_kp = sum_m a_mk b_mp: `[M, K]` transposed times `[M, P]` gives `[K, P]`. The result overwrites `c`.
    /// The transposition does not copy.
    ///
    /// ```
    /// use nn::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let mut c = Tensor::from([[0.0], [0.0]]);
    /// a.t_matmul_into(&Tensor::from([[10.0], [1.0]]), &mut c);
    /// assert_eq!(c.as_slice(), [13.0, 24.0]);
    /// ```
    pub fn t_matmul_into<P: Dim>(&self, b: &Tensor<(M, P), T>, c: &mut Tensor<(K, P), T>) {
        gemm(self.matrix().transposed(), b.matrix(), Target::set(c.as_mut_slice()));
    }

    /// Computes C = A B^T, c_mp = sum_k a_mk b_pk: `[M, K]` times `[P, K]` transposed gives `[M, P]`. The result overwrites `c`.
    /// The transposition does not copy.
    ///
    /// ```
    /// use nn::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let mut c = Tensor::from([[0.0], [0.0]]);
    /// a.matmul_t_into(&Tensor::from([[10.0, 1.0]]), &mut c);
    /// assert_eq!(c.as_slice(), [12.0, 34.0]);
    /// ```
    pub fn matmul_t_into<P: Dim>(&self, b: &Tensor<(P, K), T>, c: &mut Tensor<(M, P), T>) {
        gemm(self.matrix(), b.matrix().transposed(), Target::set(c.as_mut_slice()));
    }

    /// Computes C = A B, c_mp = sum_k a_mk b_kp: `[M, K]` times `[K, P]` gives `[M, P]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let c = a.matmul(&Tensor::from([[10.0], [1.0]]));
    /// assert_eq!(c.as_slice(), [12.0, 34.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn matmul<P: Dim>(&self, b: &Tensor<(K, P), T>) -> Box<Tensor<(M, P), T>> {
        let mut c = Tensor::zeros();
        self.matmul_into(b, &mut c);
        c
    }

    /// Computes C = A^T B, c_kp = sum_m a_mk b_mp: `[M, K]` transposed times `[M, P]` gives `[K, P]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let c = a.t_matmul(&Tensor::from([[10.0], [1.0]]));
    /// assert_eq!(c.as_slice(), [13.0, 24.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn t_matmul<P: Dim>(&self, b: &Tensor<(M, P), T>) -> Box<Tensor<(K, P), T>> {
        let mut c = Tensor::zeros();
        self.t_matmul_into(b, &mut c);
        c
    }

    /// Computes C = A B^T, c_mp = sum_k a_mk b_pk: `[M, K]` times `[P, K]` transposed gives `[M, P]`.
    ///
    /// ```
    /// use nn::Tensor;
    /// let a = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let c = a.matmul_t(&Tensor::from([[10.0, 1.0]]));
    /// assert_eq!(c.as_slice(), [12.0, 34.0]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn matmul_t<P: Dim>(&self, b: &Tensor<(P, K), T>) -> Box<Tensor<(M, P), T>> {
        let mut c = Tensor::zeros();
        self.matmul_t_into(b, &mut c);
        c
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use crate::dim::{Dim, N};
    use crate::float::Float;
    use crate::tensor::{Tensor, example::example};

    fn check<M: Dim, K: Dim, P: Dim, T: Float>(tolerance: f64) {
        let (a, b) = (example::<(M, K), T>(7), example::<(K, P), T>(8));
        let product = Tensor::<(M, P), f64>::from_fn(|[m, p]| {
            (0..K::SIZE).map(|k| a[[m, k]].to_f64() * b[[k, p]].to_f64()).sum()
        });
        let near = |c: &Tensor<(M, P), T>| {
            for (&c, &product) in c.iter().zip(product.iter()) {
                assert!((c.to_f64() - product).abs() < tolerance, "{c} {product}");
            }
        };
        near(&a.matmul(&b));
        near(&a.transpose().t_matmul(&b));
        near(&a.matmul_t(&b.transpose()));

        // The previous content of the result must not matter.
        let mut c = Tensor::full(T::NEG_INFINITY);
        a.matmul_into(&b, &mut c);
        near(&c);
        c.fill(T::NEG_INFINITY);
        a.transpose().t_matmul_into(&b, &mut c);
        near(&c);
        c.fill(T::NEG_INFINITY);
        a.matmul_t_into(&b.transpose(), &mut c);
        near(&c);
    }

    #[test]
    fn products_match_triple_loops() {
        check::<N<1>, N<1>, N<1>, f32>(1e-6);
        check::<N<1>, N<17>, N<5>, f32>(1e-5);
        check::<N<5>, N<17>, N<1>, f64>(1e-12);
        check::<N<13>, N<7>, N<11>, f32>(1e-5);
        check::<N<33>, N<65>, N<19>, f64>(1e-12);
    }
}
