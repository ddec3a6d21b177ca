//! Group normalisation.

use super::layer_norm::write_norm;
use crate::dim::{Dim, DividedBy};
use crate::float::Float;
use crate::graph::{Op, Scalar};
use crate::kernels::{NormGroups, group_norm, group_norm_backward};
use crate::layers::{Context, Init, Layer};
use crate::parameters::{Field, Gradient, Layout, Parameters, Plain, Role, Zeroable};
use crate::signal::Signal;
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;
use core::mem::offset_of;
use rand::Rng;

/// y = (x - mean) / sqrt(variance + epsilon) weight_c + bias_c, mean and variance being those of x's group: `C` channels in
/// `G` groups, each of C / G channels and all their positions, of each sample by itself (Wu, He 2018; PyTorch's
/// `GroupNorm`).
///
/// In `network!`: `norm: GroupNorm<4, 16>`, the groups first, as in PyTorch. `[C]`, `[C, L]`, `[C, H, W]` and so on in, the
/// same shape out; G divides C. With as many groups as channels it is instance normalisation. epsilon is `TRILLIONTHS` /
/// 10^12, by default 1e-5. The weight begins as 1, the bias as 0, as in PyTorch.
///
/// The gradients are those of [`LayerNorm`](crate::LayerNorm), with the group in the place of the row, and so is the accuracy
/// for values that are large. Training and inference are the same. Numbers that are all the same give the bias. Weight and
/// bias have [`Role::Norm`].
///
/// ```
/// use nn_core::{GroupNorm, Init, Layer, N, Tensor, zeroed};
/// let mut norm = zeroed::<GroupNorm<N<1>, N<2>>>();
/// norm.init(&mut nn_core::rng(1));
/// let x = Tensor::<(N<1>, N<2>, N<2>)>::new([[[1.0, 3.0], [1.0, 3.0]]]);
/// let mut y = Tensor::<(N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<2>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
/// assert!(y.iter().all(|y| (y.abs() - 1.0).abs() < 1e-5));
/// ```
///
/// NormGroups that do not divide the channels do not compile:
///
/// ```compile_fail,E0277
/// use nn_core::{GroupNorm, N, zeroed};
/// let norm = zeroed::<GroupNorm<N<4>, N<6>>>();
/// ```
#[repr(C)]
pub struct GroupNorm<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64 = 10_000_000, T: Float = f32> {
    /// The learned factors, `[C]`.
    pub weight: Tensor<(C,), T>,
    /// The learned shifts, `[C]`.
    pub bias: Tensor<(C,), T>,
    groups: PhantomData<G>,
}

// SAFETY: the fields are plain data.
unsafe impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, T: Float> Zeroable for GroupNorm<G, C, TRILLIONTHS, T> {}
// SAFETY: the fields are plain data.
unsafe impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, T: Float> Plain for GroupNorm<G, C, TRILLIONTHS, T> {}
// SAFETY: the fields are numbers of type T, in the order of declaration, so there is no padding.
unsafe impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, T: Float> Parameters<T>
    for GroupNorm<G, C, TRILLIONTHS, T>
{
    type Takes<Given: Signal> = Given;
    type At<Gives: Signal> = Self;
    const LAYOUT: Layout = Layout::Fields(&[
        Field { name: "weight", offset: 0, layout: &Layout::Tensor { dims: &[C::SIZE], role: Role::Norm } },
        Field {
            name: "bias",
            offset: offset_of!(Self, bias) / size_of::<T>(),
            layout: &Layout::Tensor { dims: &[C::SIZE], role: Role::Norm },
        },
    ]);
}

impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, T: Float> Init for GroupNorm<G, C, TRILLIONTHS, T> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        self.weight.as_mut_slice().fill(T::ONE);
        self.bias.as_mut_slice().fill(T::ZERO);
    }
}

impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, T: Float> GroupNorm<G, C, TRILLIONTHS, T> {
    /// What is added to a variance, more than 0.
    pub const EPSILON: f64 = {
        assert!(TRILLIONTHS > 0, "the epsilon of a group normalisation is more than 0");
        TRILLIONTHS as f64 / 1e12
    };

    const fn sizes(positions: usize) -> NormGroups {
        NormGroups { groups: G::SIZE, channels: C::SIZE / G::SIZE, positions }
    }
}

macro_rules! over {
    ($($axis:ident)*) => {
        impl<G: Dim, C: DividedBy<G>, $($axis: Dim,)* const TRILLIONTHS: u64, T: Float> Layer<(C, $($axis,)*), T>
            for GroupNorm<G, C, TRILLIONTHS, T>
        {
            type Out = (C, $($axis,)*);
            /// Mean and 1 / sqrt(variance + epsilon).
            type Saved<B: Dim> = [Tensor<(B, G), T>; 2];
            type Scratch<B: Dim> = [Tensor<(B, G), T>; 2];
            const OP: Op = Op::GroupNorm { groups: G::SIZE, channels: C::SIZE, eps: Scalar::new(Self::EPSILON) };

            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)*), T>,
                y: &mut Tensor<(B, C, $($axis,)*), T>,
                [mean, inverse]: &mut [Tensor<(B, G), T>; 2],
            ) {
                let (sizes, epsilon) = (Self::sizes(1 $(* $axis::SIZE)*), T::from_f64(Self::EPSILON));
                let (weight, bias) = (self.weight.as_slice(), self.bias.as_slice());
                let (mean, inverse) = (Some(mean.as_mut_slice()), inverse.as_mut_slice());
                group_norm(sizes, epsilon, x.as_slice(), weight, bias, mean, inverse, y.as_mut_slice());
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)*), T>,
                y: &mut Tensor<(B, C, $($axis,)*), T>,
                saved: &mut [Tensor<(B, G), T>; 2],
                _: Context,
            ) {
                Layer::<(C, $($axis,)*), T>::forward::<B>(self, x, y, saved);
            }

            fn backward<B: Dim>(
                &self,
                x: &Tensor<(B, C, $($axis,)*), T>,
                _: &Tensor<(B, C, $($axis,)*), T>,
                [mean, inverse]: &mut [Tensor<(B, G), T>; 2],
                dy: &Tensor<(B, C, $($axis,)*), T>,
                dx: Option<Gradient<'_, Tensor<(B, C, $($axis,)*), T>>>,
                grad: Gradient<'_, Self>,
                _: Context,
            ) {
                let (sizes, known) = (Self::sizes(1 $(* $axis::SIZE)*), [x.as_slice(), dy.as_slice()]);
                let adds = grad.adds();
                let grad = grad.into_inner();
                let places = [grad.weight.as_mut_slice(), grad.bias.as_mut_slice()];
                let dx = dx.map(|dx| (dx.adds(), dx.into_inner().as_mut_slice()));
                let (mean, inverse) = (Some(mean.as_slice()), inverse.as_slice());
                group_norm_backward(sizes, known, self.weight.as_slice(), mean, inverse, adds, places, dx);
            }
        }
    };
}
over!();
over!(L);
over!(H W);
over!(D H W);
over!(E D H W);

impl<G: Dim, C: DividedBy<G>, const TRILLIONTHS: u64, T: Float> fmt::Debug for GroupNorm<G, C, TRILLIONTHS, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let epsilon = (TRILLIONTHS != 10_000_000).then_some(Self::EPSILON);
        write_norm(f, "GroupNorm", &[G::SIZE, C::SIZE], epsilon)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::parameters::zeroed;
    use crate::session::gradient_check::check_layer;
    use alloc::format;

    #[test]
    fn special_values() {
        let mut norm = zeroed::<GroupNorm<N<2>, N<4>>>();
        norm.init(&mut rng(1));
        norm.bias.as_mut_slice().fill(0.5);
        // The first group varies, the second does not.
        let x = Tensor::<(N<1>, N<4>, N<2>)>::new([[[1e4, 1e4], [-1e4, -1e4], [7.0, 7.0], [7.0, 7.0]]]);
        let mut y = Tensor::<(N<1>, N<4>, N<2>)>::zeros();
        Layer::<(N<4>, N<2>)>::forward(&*norm, &x, &mut y, &mut zeroed());
        for (y, expected) in y.iter().zip([1.5, 1.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5]) {
            assert!((y - expected).abs() < 1e-5);
        }
        // Each channel by itself, of one number: it is its own mean.
        let mut norm = zeroed::<GroupNorm<N<2>, N<2>>>();
        norm.init(&mut rng(1));
        let (x, mut y) = (Tensor::<(N<1>, N<2>)>::new([[1e4, f32::NAN]]), Tensor::<(N<1>, N<2>)>::zeros());
        Layer::<(N<2>,)>::forward(&*norm, &x, &mut y, &mut zeroed());
        assert!(y[[0, 0]] == 0.0 && y[[0, 1]].is_nan());
    }

    #[test]
    fn layout_and_name() {
        type Norm = GroupNorm<N<2>, N<6>>;
        assert_eq!(<Norm as Parameters>::LEN, 12);
        <Norm as Parameters>::LAYOUT.for_each(|p| assert_eq!((p.dims, p.role), (&[6][..], Role::Norm)));
        assert_eq!(format!("{:?}", zeroed::<Norm>()), "GroupNorm<2, 6>");
        assert_eq!(format!("{:?}", zeroed::<GroupNorm<N<1>, N<8>, 1_000_000>>()), "GroupNorm<1, 8, eps = 1e-6>");
    }

    #[test]
    fn gradients() {
        for seed in 0..5 {
            let norm = &mut *zeroed::<GroupNorm<N<2>, N<6>, 10_000_000, f64>>();
            check_layer::<(N<6>,), N<3>, _>(norm, seed);
            check_layer::<(N<6>, N<5>), N<2>, _>(norm, seed);
            check_layer::<(N<6>, N<3>, N<2>), N<2>, _>(norm, seed);
            let norm = &mut *zeroed::<GroupNorm<N<1>, N<2>, 100_000_000, f64>>();
            check_layer::<(N<2>, N<40>), N<2>, _>(norm, seed);
        }
    }
}
