//! Convolutions over one, two and three axes.

use super::axes::{line, plane, volume};
use super::grouping::{Grouping, Ungrouped, write_grouping};
use super::linear::{BiasOption, WithBias, bias_of};
use super::weight_and_bias::weight_and_bias;
use crate::dim::{Dim, Natural, Slide};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{
    self, Convolution, Epilogue, Target, conv_backward_input, conv_backward_weight, conv_forward, map_in_place,
    small_batch, sum_planes,
};
use crate::layers::{Layer, Pass, Relu, StepContext};
use crate::parameters::{Gradient, Parameters};
use crate::tensor::Tensor;
use core::fmt;

/// y\[o, p\] = bias\[o\] + the sum over i, k of weight\[o, i, k\] x\[i, p S - P + k D\]: a convolution over one axis, such as
/// time (PyTorch's `Conv1d`).
///
/// In `network!`: `conv: Conv1d<1, 8, kernel = 3, padding = 1>`. `[In, L]` in, `[Out, L']` out, with
/// L' = (L + 2 P - D (K - 1) - 1) / S + 1, rounded down ([`Slide`]): K is the kernel of the [`Window`](crate::Window), S its
/// stride, P its padding, D its dilation. Outside of the input, x is 0. `G` is [`Ungrouped`], [`Groups`](crate::Groups) or
/// [`Depthwise`](crate::Depthwise); i ranges over the input channels of o's group.
///
/// The gradients: dweight\[o, i, k\] is the sum of dy\[o, p\] x\[i, p S - P + k D\] over positions and batch, dbias\[o\] that
/// of dy\[o, p\], dx\[i, l\] that of dy\[o, p\] weight\[o, i, k\] wherever p S - P + k D = l.
///
/// Initialised as in PyTorch: weights and bias uniform in +-1/sqrt(K In / groups). [`init_with`](Conv1d::init_with) uses
/// another initialiser. The weight is `[Out, In / groups, K]`, as in PyTorch. A training step uses scratch for one sample
/// per thread, for at most eight threads, and does not allocate.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Conv1d, Layer};
/// use nn::parameters::zeroed;
/// let mut conv = zeroed::<Conv1d<N<1>, N<1>, N<2>>>();
/// conv.weight.as_mut_slice().copy_from_slice(&[-1.0, 1.0]);
/// let x = Tensor::<(N<1>, N<1>, N<4>)>::new([[[1.0, 2.0, 4.0, 8.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<3>)>::zeros();
/// Layer::<(N<1>, N<4>)>::forward(&*conv, &x, &mut y, &mut zeroed());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 4.0]);
/// ```
///
/// A kernel that is larger than the padded input does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Conv1d, Layer};
/// type Out = <Conv1d<N<1>, N<1>, N<3>> as Layer<(N<1>, N<2>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(C)]
pub struct Conv1d<
    In: Dim,
    Out: Dim,
    Win: line::Window,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[Out, In / groups, K]`.
    pub weight: Tensor<line::Weights<Out, G::Inputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

/// y\[o, p, q\] = bias\[o\] + the sum over i, k, l of weight\[o, i, k, l\] x\[i, p S - P + k D, q S - P + l D\]: a
/// convolution, as the field calls this cross-correlation (Dumoulin, Visin 2016; PyTorch's `Conv2d`).
///
/// In `network!`: `conv: Conv2d<1, 8, kernel = 3, padding = 1>`. `[In, H, W]` in, `[Out, H', W']` out, with
/// H' = (H + 2 P - D (K - 1) - 1) / S + 1, rounded down ([`Slide`]), and W' likewise: K is the kernel of the
/// [`Window`](crate::Window), S its stride, P its padding, D its dilation. Outside of the image, x is 0. `G` is [`Ungrouped`],
/// [`Groups`](crate::Groups) or [`Depthwise`](crate::Depthwise); i ranges over the input channels of o's group.
///
/// The gradients are the same sums with exchanged roles: dweight\[o, i, k, l\] is the sum of dy\[o, p, q\]
/// x\[i, p S - P + k D, q S - P + l D\] over positions and batch, dbias\[o\] that of dy\[o, p, q\], dx\[i, h, w\] that of
/// dy\[o, p, q\] weight\[o, i, k, l\] wherever p S - P + k D = h and q S - P + l D = w.
///
/// Initialised as in PyTorch: weights and bias uniform in +-1/sqrt(K K In / groups).
/// [`init_with`](Conv2d::init_with) uses another initialiser. The weight is `[Out, In / groups, KH, KW]`, as in PyTorch. A
/// training step uses scratch for one sample per thread, for at most eight threads, and does not allocate.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Conv2d, Layer};
/// use nn::parameters::zeroed;
/// let mut conv = zeroed::<Conv2d<N<1>, N<1>, (N<1>, N<2>)>>();
/// conv.weight.as_mut_slice().copy_from_slice(&[-1.0, 1.0]);
/// conv.bias[[0]] = 10.0;
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<3>)>::new([[[[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<2>)>::zeros();
/// Layer::<(N<1>, N<2>, N<3>)>::forward(&*conv, &x, &mut y, &mut zeroed());
/// assert_eq!(y.as_slice(), [11.0, 12.0, 18.0, 26.0]);
/// ```
///
/// A kernel that is larger than the padded image does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Conv2d, Layer};
/// type Out = <Conv2d<N<1>, N<1>, N<3>> as Layer<(N<1>, N<2>, N<2>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(C)]
pub struct Conv2d<
    In: Dim,
    Out: Dim,
    Win: plane::Window,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[Out, In / groups, KH, KW]`.
    pub weight: Tensor<plane::Weights<Out, G::Inputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

/// y\[o, n, p, q\] = bias\[o\] + the sum over i, j, k, l of weight\[o, i, j, k, l\] x\[i, n S - P + j D, p S - P + k D,
/// q S - P + l D\]: a convolution over three axes, such as those of a scan, or time and an image (PyTorch's `Conv3d`).
///
/// In `network!`: `conv: Conv3d<1, 8, kernel = 3, padding = 1>`. `[In, D, H, W]` in, `[Out, D', H', W']` out, with
/// D' = (D + 2 P - D (K - 1) - 1) / S + 1, rounded down ([`Slide`]), and H' and W' likewise. The arguments, the gradients and the
/// initialisation are those of [`Conv2d`], for three axes: one size for all, or three, depth first. The weight is
/// `[Out, In / groups, KD, KH, KW]`, as in PyTorch.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Conv3d, Layer};
/// use nn::parameters::zeroed;
/// let mut conv = zeroed::<Conv3d<N<1>, N<1>, (N<2>, N<1>, N<1>)>>();
/// conv.weight.as_mut_slice().copy_from_slice(&[-1.0, 1.0]);
/// let x = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<3>)>::new([[[[[1.0, 2.0, 4.0]], [[8.0, 16.0, 32.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<3>)>::zeros();
/// Layer::<(N<1>, N<2>, N<1>, N<3>)>::forward(&*conv, &x, &mut y, &mut zeroed());
/// assert_eq!(y.as_slice(), [7.0, 14.0, 28.0]);
/// ```
///
/// A kernel that is larger than the padded volume does not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{Conv3d, Layer};
/// type Out = <Conv3d<N<1>, N<1>, N<3>> as Layer<(N<1>, N<2>, N<3>, N<3>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(C)]
pub struct Conv3d<
    In: Dim,
    Out: Dim,
    Win: volume::Window,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[Out, In / groups, KD, KH, KW]`.
    pub weight: Tensor<volume::Weights<Out, G::Inputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

/// Implements a convolution over these axes, each given with the names of the four sizes of its window.
macro_rules! convolution {
    ($conv:ident over $axes:ident [$($axis:ident: $kernel:ident $stride:ident $padding:ident $dilation:ident),+]) => {
        weight_and_bias! {
            [In: Dim, Out: Dim, Win: $axes::Window, G: Grouping<In, Out>, Bias: BiasOption, T: Float]
            $conv<In, Out, Win, G, Bias, T>, OutIn,
            fans [G::Inputs::SIZE * $axes::kernel::<Win>(), Out::SIZE * $axes::kernel::<Win>()]
        }

        impl<In: Dim, Out: Dim, Win: $axes::Window, G: Grouping<In, Out>, Bias: BiasOption, T: Float>
            $conv<In, Out, Win, G, Bias, T>
        {
            pub(crate) const fn sizes<B: Dim, $($axis: Dim),+>() -> Convolution {
                Convolution {
                    batch: B::SIZE,
                    groups: G::COUNT,
                    inputs: G::Inputs::SIZE,
                    outputs: G::Outputs::SIZE,
                    window: $axes::sliding::<Win, $($axis),+>(),
                }
            }

            fn backward_parameters(sizes: Convolution, x: &[T], dy: &[T], scratch: &mut [T], grad: Gradient<'_, Self>) {
                let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
                conv_backward_weight(&sizes, x, dy, scratch, weight.target());
                sum_planes(dy, kernels::volume(sizes.window.output()), bias.target());
            }
        }

        impl<In, Out, Win, G, Bias, T, $($axis),+> Layer<(In, $($axis),+), T> for $conv<In, Out, Win, G, Bias, T>
        where
            In: Dim,
            Out: Dim,
            Win: $axes::Window,
            G: Grouping<In, Out>,
            Bias: BiasOption,
            T: Float,
            $($axis: Slide<$axes::$kernel<Win>, $axes::$stride<Win>, $axes::$padding<Win>, $axes::$dilation<Win>>,)+
        {
            type Out = (Out, $($axis::Output),+);
            type Saved<B: Dim> = (
                $axes::InputScratch<B, Win, G::Inputs, $($axis,)+ T>,
                $axes::OutputScratch<B, Win, G::Outputs, $($axis,)+ T>,
            );
            type Scratch<B: Dim> = $axes::InputScratch<B, Win, G::Inputs, $($axis,)+ T>;
            const MACS: usize = Self::FANS[0] * Out::SIZE $(* $axis::Output::SIZE)+;
            const OP: Op = Op::Conv {
                inputs: In::SIZE,
                outputs: Out::SIZE,
                windows: &$axes::windows::<Win>(),
                groups: G::COUNT,
                bias: Bias::HAS_BIAS,
            };

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn forward<B: Dim>(
                &self,
                x: &Tensor<(B, In, $($axis),+), T>,
                y: &mut Tensor<(B, Out, $($axis::Output),+), T>,
                scratch: &mut Self::Scratch<B>,
            ) {
                let (x, y) = (x.as_slice(), y.as_mut_slice());
                let (weight, bias) = (self.weight.as_slice(), bias_of(&self.bias));
                if small_batch::is_small(B::SIZE) {
                    let sizes = const { Self::sizes::<B, $($axis),+>() };
                    return small_batch::correlate(&sizes, x, weight, bias, y);
                }
                let sizes = Self::sizes::<B, $($axis),+>();
                conv_forward(&sizes, x, weight, bias, scratch.as_mut_slice(), Target::set(y), Epilogue::None);
            }

            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, In, $($axis),+), T>,
                y: &mut Tensor<(B, Out, $($axis::Output),+), T>,
                saved: &mut Self::Saved<B>,
                _: StepContext,
            ) {
                Layer::<(In, $($axis),+), T>::forward::<B>(self, x, y, &mut saved.0);
            }

            fn backward<B: Dim>(
                &self,
                Pass { x, saved: (input_scratch, output_scratch), dy, .. }: Pass<'_, Self, (In, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, In, $($axis),+), T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let (sizes, x, dy) = (Self::sizes::<B, $($axis),+>(), x.as_slice(), dy.as_slice());
                Self::backward_parameters(sizes, x, dy, input_scratch.as_mut_slice(), grad);
                if let Some(dx) = dx {
                    let (weight, scratch) = (self.weight.as_slice(), output_scratch.as_mut_slice());
                    conv_backward_input(&sizes, weight, dy, None, scratch, dx.target(), Epilogue::None);
                }
            }

            fn forward_relu<B: Dim>(
                &self,
                x: &Tensor<(B, In, $($axis),+), T>,
                y: &mut Tensor<(B, Out, $($axis::Output),+), T>,
                scratch: &mut Self::Scratch<B>,
            ) {
                if small_batch::is_small(B::SIZE) {
                    Layer::<(In, $($axis),+), T>::forward::<B>(self, x, y, scratch);
                    return map_in_place::<Relu, T>(y.as_mut_slice());
                }
                let (x, y) = (x.as_slice(), y.as_mut_slice());
                let (weight, bias) = (self.weight.as_slice(), bias_of(&self.bias));
                let sizes = Self::sizes::<B, $($axis),+>();
                conv_forward(&sizes, x, weight, bias, scratch.as_mut_slice(), Target::set(y), Epilogue::Relu);
            }

            fn forward_train_relu<B: Dim>(
                &self,
                x: &Tensor<(B, In, $($axis),+), T>,
                y: &mut Tensor<(B, Out, $($axis::Output),+), T>,
                saved: &mut Self::Saved<B>,
                _: StepContext,
            ) {
                Layer::<(In, $($axis),+), T>::forward_relu::<B>(self, x, y, &mut saved.0);
            }

            fn backward_through_relu<B: Dim>(
                &self,
                Pass { x, saved: (input_scratch, output_scratch), dy, .. }: Pass<'_, Self, (In, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, In, $($axis),+), T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let (sizes, x, dy) = (Self::sizes::<B, $($axis),+>(), x.as_slice(), dy.as_slice());
                Self::backward_parameters(sizes, x, dy, input_scratch.as_mut_slice(), grad);
                if let Some(dx) = dx {
                    let (weight, scratch) = (self.weight.as_slice(), output_scratch.as_mut_slice());
                    let dx = Target::set(dx.into_inner().as_mut_slice());
                    conv_backward_input(&sizes, weight, dy, None, scratch, dx, Epilogue::ReluBackward(x));
                }
            }
        }

        impl<In: Dim, Out: Dim, Win: $axes::Window, G: Grouping<In, Out>, Bias: BiasOption, T: Float> fmt::Debug
            for $conv<In, Out, Win, G, Bias, T>
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}<{}, {}, ", stringify!($conv), In::SIZE, Out::SIZE)?;
                $axes::write_window::<Win>(f, false)?;
                write_grouping(f, G::COUNT, self.bias.as_slice().is_empty())?;
                f.write_str(">")
            }
        }
    };
}
convolution!(Conv1d over line [L: Kernel Stride Padding Dilation]);
convolution!(Conv2d over plane [
    H: KernelHeight StrideHeight PaddingHeight DilationHeight,
    W: KernelWidth StrideWidth PaddingWidth DilationWidth
]);
convolution!(Conv3d over volume [
    D: KernelDepth StrideDepth PaddingDepth DilationDepth,
    H: KernelHeight StrideHeight PaddingHeight DilationHeight,
    W: KernelWidth StrideWidth PaddingWidth DilationWidth
]);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::{Constant, rng};
    use crate::parameters::zeroed;

    #[test]
    fn init_with_sets_weight_and_zeroes_bias() {
        let mut conv = zeroed::<Conv2d<N<4>, N<20>, N<5>>>();
        conv.bias.as_mut_slice().fill(1.0);
        conv.init_with(&Constant { value: 2.0 }, &mut rng(1));
        assert!(conv.weight.iter().all(|&w| w == 2.0) && conv.bias.iter().all(|&b| b == 0.0));
    }
}
