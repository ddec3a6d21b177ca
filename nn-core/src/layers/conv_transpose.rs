//! Transposed convolutions over one, two and three axes.

use super::axes::{line, plane, volume, write_option};
use super::grouping::{Grouping, Ungrouped, write_grouping};
use super::linear::{BiasOption, WithBias, bias_of};
use super::weight_and_bias::weight_and_bias;
use super::window::{Padding2d, Padding3d};
use crate::dim::{Dim, LessThan, N, Natural, Spread};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{
    Convolution, Epilogue, Target, conv_backward_input, conv_backward_weight, conv_forward, small_batch, sum_planes,
};
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::{Gradient, Parameters};
use crate::tensor::Tensor;
use core::fmt;

/// The transposed convolution over one axis: each x\[i, p\] adds x\[i, p\] weight\[i, o, k\] to y\[o, p S - P + k D\], and y\[o\] is
/// initialised to bias\[o\] (PyTorch's `ConvTranspose1d`). It is the gradient of a [`Conv1d`](crate::Conv1d) with respect to its
/// input.
///
/// In `network!`: `up: ConvTranspose1d<16, 8, kernel = 2, stride = 2>`. `[In, L]` in, `[Out, L']` out, with
/// L' = (L - 1) S - 2 P + D (K - 1) + O + 1 ([`Spread`]). The arguments, the gradients and the initialisation are those of
/// [`ConvTranspose2d`]. The weight is `[In, Out / groups, K]`, as in PyTorch.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{ConvTranspose1d, Layer, Window};
/// use nn::parameters::zeroed;
/// let mut up = zeroed::<ConvTranspose1d<N<1>, N<1>, Window<N<2>, N<2>>>>();
/// up.weight.as_mut_slice().copy_from_slice(&[1.0, 2.0]);
/// let x = Tensor::<(N<1>, N<1>, N<2>)>::new([[[1.0, 10.0]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<4>)>::zeros();
/// Layer::<(N<1>, N<2>)>::forward(&*up, &x, &mut y, &mut zeroed());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 10.0, 20.0]);
/// ```
#[repr(C)]
pub struct ConvTranspose1d<
    In: Dim,
    Out: Dim,
    Win: line::Window,
    OutputPadding: Natural = N<0>,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[In, Out / groups, K]`.
    pub weight: Tensor<line::Weights<In, G::Outputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
    output_padding: core::marker::PhantomData<OutputPadding>,
}

/// The transposed convolution: each x\[i, p, q\] adds x\[i, p, q\] weight\[i, o, k, l\] to y\[o, p S - P + k D, q S - P + l D\],
/// and y\[o\] is initialised to bias\[o\] (Dumoulin, Visin 2016; PyTorch's `ConvTranspose2d`).
///
/// It is the gradient of a [`Conv2d`](crate::Conv2d) with respect to its input, and enlarges an image where that one shrinks it,
/// as decoders and generators do.
///
/// In `network!`: `up: ConvTranspose2d<16, 8, kernel = 2, stride = 2>`. `[In, H, W]` in, `[Out, H', W']` out, with
/// H' = (H - 1) S - 2 P + D (K - 1) + O + 1 ([`Spread`]), and W' likewise: K is the kernel of the [`Window`](crate::Window), S its
/// stride, P its padding, which is here cropped from each side, D its dilation. The output padding O, one size for both axes or a
/// pair, less than the stride, adds rows and columns at the end. `G` is [`Ungrouped`], [`Groups`](crate::Groups) or
/// [`Depthwise`](crate::Depthwise).
///
/// The gradients: dx\[i, p, q\] is the sum of weight\[i, o, k, l\] dy\[o, p S - P + k D, q S - P + l D\] over o, k, l,
/// dweight\[i, o, k, l\] that of x\[i, p, q\] dy\[o, p S - P + k D, q S - P + l D\] over positions and batch, dbias\[o\] that of
/// dy\[o, p, q\].
///
/// Initialised as in PyTorch: weights and bias uniform in +-1/sqrt(K K Out / groups).
/// [`init_with`](ConvTranspose2d::init_with) uses another initialiser. The weight is `[In, Out / groups, KH, KW]`, as in
/// PyTorch. A training step uses scratch for one sample per thread, for at most eight threads, and does not allocate.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{ConvTranspose2d, Layer, Window};
/// use nn::parameters::zeroed;
/// let mut up = zeroed::<ConvTranspose2d<N<1>, N<1>, Window<N<2>, N<2>>>>();
/// up.weight.as_mut_slice().copy_from_slice(&[1.0, 2.0, 3.0, 4.0]);
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<2>)>::new([[[[1.0, 10.0]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<4>)>::zeros();
/// Layer::<(N<1>, N<1>, N<2>)>::forward(&*up, &x, &mut y, &mut zeroed());
/// assert_eq!(y.as_slice(), [1.0, 2.0, 10.0, 20.0, 3.0, 4.0, 30.0, 40.0]);
/// ```
///
/// Padding that crops the whole output, and an output padding that is not less than the stride, do not compile:
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{ConvTranspose2d, Layer, Window};
/// type Out = <ConvTranspose2d<N<1>, N<1>, Window<N<2>, N<1>, N<1>>> as Layer<(N<1>, N<1>, N<1>)>>::Out;
/// let out: Option<Out> = None;
/// ```
///
/// ```compile_fail,E0277
/// use nn::dim::N;
/// use nn::layers::{ConvTranspose2d, Layer, Window};
/// type Out = <ConvTranspose2d<N<1>, N<1>, Window<N<2>, N<2>>, N<2>> as Layer<(N<1>, N<1>, N<1>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(C)]
pub struct ConvTranspose2d<
    In: Dim,
    Out: Dim,
    Win: plane::Window,
    OutputPadding: Padding2d = N<0>,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[In, Out / groups, KH, KW]`.
    pub weight: Tensor<plane::Weights<In, G::Outputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
    output_padding: core::marker::PhantomData<OutputPadding>,
}

/// The transposed convolution over three axes: each x\[i, n, p, q\] adds x\[i, n, p, q\] weight\[i, o, j, k, l\] to
/// y\[o, n S - P + j D, p S - P + k D, q S - P + l D\], and y\[o\] is initialised to bias\[o\] (PyTorch's `ConvTranspose3d`). It is
/// the gradient of a [`Conv3d`](crate::Conv3d) with respect to its input.
///
/// In `network!`: `up: ConvTranspose3d<16, 8, kernel = 2, stride = 2>`. `[In, D, H, W]` in, `[Out, D', H', W']` out. The arguments,
/// the sizes ([`Spread`]), the gradients and the initialisation are those of [`ConvTranspose2d`], for three axes: one size for
/// all, or three, depth first. The weight is `[In, Out / groups, KD, KH, KW]`, as in PyTorch.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{ConvTranspose3d, Layer, Window};
/// use nn::parameters::zeroed;
/// type Doubling = Window<(N<2>, N<1>, N<1>), (N<2>, N<1>, N<1>)>;
/// let mut up = zeroed::<ConvTranspose3d<N<1>, N<1>, Doubling>>();
/// up.weight.as_mut_slice().copy_from_slice(&[1.0, 2.0]);
/// let x = Tensor::<(N<1>, N<1>, N<1>, N<1>, N<2>)>::new([[[[[1.0, 10.0]]]]]);
/// let mut y = Tensor::<(N<1>, N<1>, N<2>, N<1>, N<2>)>::zeros();
/// Layer::<(N<1>, N<1>, N<1>, N<2>)>::forward(&*up, &x, &mut y, &mut zeroed());
/// assert_eq!(y.as_slice(), [1.0, 10.0, 2.0, 20.0]);
/// ```
#[repr(C)]
pub struct ConvTranspose3d<
    In: Dim,
    Out: Dim,
    Win: volume::Window,
    OutputPadding: Padding3d = N<0>,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[In, Out / groups, KD, KH, KW]`.
    pub weight: Tensor<volume::Weights<In, G::Outputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
    output_padding: core::marker::PhantomData<OutputPadding>,
}

/// Implements a transposed convolution over these axes, each given with the names of the four sizes of its window and with its
/// output padding. `fits` is the bound on the output padding, which is less than the stride.
macro_rules! transposed {
    (
        $conv:ident<$padding:ident: $kind:path> over $axes:ident
        [$($axis:ident: $kernel:ident $stride:ident $cut:ident $dilation:ident $extra:ty),+] where $fits:path
    ) => {
        weight_and_bias! {
            [In: Dim, Out: Dim, Win: $axes::Window, $padding: $kind, G: Grouping<In, Out>, Bias: BiasOption, T: Float]
            $conv<In, Out, Win, $padding, G, Bias, T>, InOut output_padding,
            fans [G::Outputs::SIZE * $axes::kernel::<Win>(), In::SIZE * $axes::kernel::<Win>()]
        }

        impl<In, Out, Win, $padding, G, Bias, T> $conv<In, Out, Win, $padding, G, Bias, T>
        where
            In: Dim,
            Out: Dim,
            Win: $axes::Window,
            $padding: $kind,
            G: Grouping<In, Out>,
            Bias: BiasOption,
            T: Float,
        {
            /// Returns the convolution of which this layer is the gradient with respect to the input: it maps this layer's
            /// output, of these sizes, to this layer's input.
            const fn sizes<B: Dim, $($axis: Dim),+>() -> Convolution {
                Convolution {
                    batch: B::SIZE,
                    groups: G::COUNT,
                    inputs: G::Outputs::SIZE,
                    outputs: G::Inputs::SIZE,
                    window: $axes::sliding::<Win, $($axis),+>(),
                }
            }
        }

        impl<In, Out, Win, $padding, G, Bias, T, $($axis),+> Layer<(In, $($axis),+), T>
            for $conv<In, Out, Win, $padding, G, Bias, T>
        where
            In: Dim,
            Out: Dim,
            Win: $axes::Window,
            $padding: $kind + $fits,
            G: Grouping<In, Out>,
            Bias: BiasOption,
            T: Float,
            $($axis: Spread<
                $axes::$kernel<Win>,
                $axes::$stride<Win>,
                $axes::$cut<Win>,
                $axes::$dilation<Win>,
                $extra,
            >,)+
        {
            type Out = (Out, $($axis::Output),+);
            type Saved<B: Dim> = (
                $axes::OutputScratch<B, Win, G::Inputs, $($axis::Output,)+ T>,
                $axes::InputScratch<B, Win, G::Outputs, $($axis::Output,)+ T>,
            );
            type Scratch<B: Dim> = $axes::OutputScratch<B, Win, G::Inputs, $($axis::Output,)+ T>;
            const MACS: usize = Self::FANS[0] * In::SIZE $(* $axis::SIZE)+;
            const OP: Op = Op::ConvTranspose {
                inputs: In::SIZE,
                outputs: Out::SIZE,
                windows: &$axes::windows::<Win>(),
                output_padding: &$axes::paddings::<$padding>(),
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
                let sizes = const { Self::sizes::<B, $($axis::Output),+>() };
                let (weight, x, bias, y) =
                    (self.weight.as_slice(), x.as_slice(), bias_of(&self.bias), y.as_mut_slice());
                if small_batch::is_small(B::SIZE) {
                    return small_batch::spread(&sizes, weight, x, bias, y);
                }
                conv_backward_input(&sizes, weight, x, bias, scratch.as_mut_slice(), Target::set(y), Epilogue::None);
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
                Pass { x, saved: (_, scratch), dy, .. }: Pass<'_, Self, (In, $($axis),+), B, T>,
                dx: Option<Gradient<'_, Tensor<(B, In, $($axis),+), T>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                let (sizes, dy) = (Self::sizes::<B, $($axis::Output),+>(), dy.as_slice());
                let scratch = scratch.as_mut_slice();
                let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
                conv_backward_weight(&sizes, dy, x.as_slice(), scratch, weight.target());
                sum_planes(dy, 1 $(* $axis::Output::SIZE)+, bias.target());
                if let Some(dx) = dx {
                    conv_forward(&sizes, dy, self.weight.as_slice(), None, scratch, dx.target(), Epilogue::None);
                }
            }
        }

        impl<In, Out, Win, $padding, G, Bias, T> fmt::Debug for $conv<In, Out, Win, $padding, G, Bias, T>
        where
            In: Dim,
            Out: Dim,
            Win: $axes::Window,
            $padding: $kind,
            G: Grouping<In, Out>,
            Bias: BiasOption,
            T: Float,
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}<{}, {}, ", stringify!($conv), In::SIZE, Out::SIZE)?;
                $axes::write_window::<Win>(f, false)?;
                let padding = $axes::paddings::<$padding>();
                write_option(f, "output_padding", padding, padding.map(|_| 0))?;
                write_grouping(f, G::COUNT, self.bias.as_slice().is_empty())?;
                f.write_str(">")
            }
        }
    };
}
transposed!(ConvTranspose1d<O: Natural> over line [L: Kernel Stride Padding Dilation O] where LessThan<line::Stride<Win>>);
transposed!(ConvTranspose2d<O: Padding2d> over plane [
    H: KernelHeight StrideHeight PaddingHeight DilationHeight O::Height,
    W: KernelWidth StrideWidth PaddingWidth DilationWidth O::Width
] where Padding2d<Height: LessThan<plane::StrideHeight<Win>>, Width: LessThan<plane::StrideWidth<Win>>>);
transposed!(ConvTranspose3d<O: Padding3d> over volume [
    D: KernelDepth StrideDepth PaddingDepth DilationDepth O::Depth,
    H: KernelHeight StrideHeight PaddingHeight DilationHeight O::Height,
    W: KernelWidth StrideWidth PaddingWidth DilationWidth O::Width
] where Padding3d<
    Depth: LessThan<volume::StrideDepth<Win>>,
    Height: LessThan<volume::StrideHeight<Win>>,
    Width: LessThan<volume::StrideWidth<Win>>,
>);

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::init::rng;
    use crate::layers::{Conv2d, NoBias, Window};
    use crate::parameters::zeroed;
    use crate::session::gradient_check::fill;

    /// <conv(x), y> = <x, transposed(y)> if both have the same weight and no bias.
    #[test]
    fn is_adjoint_of_convolution() {
        type Win = Window<N<3>, (N<2>, N<1>), N<1>>;
        let mut conv = zeroed::<Conv2d<N<2>, N<3>, Win, Ungrouped, NoBias, f64>>();
        let mut transposed = zeroed::<ConvTranspose2d<N<3>, N<2>, Win, (N<1>, N<0>), Ungrouped, NoBias, f64>>();
        let mut x = Tensor::<(N<2>, N<2>, N<6>, N<5>), f64>::zeros();
        let mut y = Tensor::<(N<2>, N<3>, N<3>, N<5>), f64>::zeros();
        let (mut of_x, mut of_y) = (zeroed::<Tensor<_, f64>>(), zeroed::<Tensor<_, f64>>());
        for seed in 0..5 {
            let mut rng = rng(seed);
            for numbers in [x.as_mut_slice(), y.as_mut_slice(), conv.as_mut_slice()] {
                fill(numbers, &mut rng);
            }
            transposed.as_mut_slice().copy_from_slice(conv.as_slice());
            Layer::<(N<2>, N<6>, N<5>), f64>::forward::<N<2>>(&*conv, &x, &mut of_x, &mut zeroed());
            Layer::<(N<3>, N<3>, N<5>), f64>::forward::<N<2>>(&*transposed, &y, &mut of_y, &mut zeroed());
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let (one, other) = (dot(of_x.as_slice(), y.as_slice()), dot(x.as_slice(), of_y.as_slice()));
            assert!((one - other).abs() < 1e-11, "{one} {other}");
        }
    }
}
