//! The transposed convolution over two axes.

use super::axes::plane::*;
use super::axes::{paddings, write_option};
use super::grouping::{Grouping, Ungrouped, write_grouping};
use super::linear::{BiasOption, WithBias, bias_of};
use super::weight_and_bias::weight_and_bias;
use super::window::Padding2d;
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
    Win: Window,
    OutputPadding: Padding2d = N<0>,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[In, Out / groups, KH, KW]`.
    pub weight: Tensor<Weights<In, G::Outputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
    output_padding: core::marker::PhantomData<OutputPadding>,
}

weight_and_bias! {
    [In: Dim, Out: Dim, Win: Window, O: Padding2d, G: Grouping<In, Out>, Bias: BiasOption, T: Float]
    ConvTranspose2d<In, Out, Win, O, G, Bias, T>, InOut output_padding,
    fans [G::Outputs::SIZE * kernel::<Win>(), In::SIZE * kernel::<Win>()]
}

impl<In: Dim, Out: Dim, Win: Window, O: Padding2d, G: Grouping<In, Out>, Bias: BiasOption, T: Float>
    ConvTranspose2d<In, Out, Win, O, G, Bias, T>
{
    /// Returns the convolution of which this layer is the gradient with respect to the input: it maps this layer's output, of
    /// height H and width W, to this layer's input.
    const fn sizes<B: Dim, H: Dim, W: Dim>() -> Convolution {
        Convolution {
            batch: B::SIZE,
            groups: G::COUNT,
            inputs: G::Outputs::SIZE,
            outputs: G::Inputs::SIZE,
            window: sliding::<Win, H, W>(),
        }
    }
}

impl<In, Out, Win, O, G, Bias, T, H, W> Layer<(In, H, W), T> for ConvTranspose2d<In, Out, Win, O, G, Bias, T>
where
    In: Dim,
    Out: Dim,
    Win: Window,
    O: Padding2d<Height: LessThan<StrideHeight<Win>>, Width: LessThan<StrideWidth<Win>>>,
    G: Grouping<In, Out>,
    Bias: BiasOption,
    T: Float,
    H: Spread<KernelHeight<Win>, StrideHeight<Win>, PaddingHeight<Win>, DilationHeight<Win>, O::Height>,
    W: Spread<KernelWidth<Win>, StrideWidth<Win>, PaddingWidth<Win>, DilationWidth<Win>, O::Width>,
{
    type Out = (Out, H::Output, W::Output);
    type Saved<B: Dim> = (
        OutputScratch<B, Win, G::Inputs, H::Output, W::Output, T>,
        InputScratch<B, Win, G::Outputs, H::Output, W::Output, T>,
    );
    type Scratch<B: Dim> = OutputScratch<B, Win, G::Inputs, H::Output, W::Output, T>;
    const MACS: usize = Self::FANS[0] * In::SIZE * H::SIZE * W::SIZE;
    const OP: Op = Op::ConvTranspose {
        inputs: In::SIZE,
        outputs: Out::SIZE,
        windows: &windows::<Win>(),
        output_padding: &paddings::<O>(),
        groups: G::COUNT,
        bias: Bias::HAS_BIAS,
    };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        y: &mut Tensor<(B, Out, H::Output, W::Output), T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        let sizes = const { Self::sizes::<B, H::Output, W::Output>() };
        let (weight, x, bias, y) = (self.weight.as_slice(), x.as_slice(), bias_of(&self.bias), y.as_mut_slice());
        if small_batch::is_small(B::SIZE) {
            return small_batch::spread(&sizes, weight, x, bias, y);
        }
        conv_backward_input(&sizes, weight, x, bias, scratch.as_mut_slice(), Target::set(y), Epilogue::None);
    }

    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        y: &mut Tensor<(B, Out, H::Output, W::Output), T>,
        saved: &mut Self::Saved<B>,
        _: StepContext,
    ) {
        Layer::<(In, H, W), T>::forward::<B>(self, x, y, &mut saved.0);
    }

    fn backward<B: Dim>(
        &self,
        Pass { x, saved: (_, scratch), dy, .. }: Pass<'_, Self, (In, H, W), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, In, H, W), T>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let (sizes, dy) = (Self::sizes::<B, H::Output, W::Output>(), dy.as_slice());
        let scratch = scratch.as_mut_slice();
        let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));
        conv_backward_weight(&sizes, dy, x.as_slice(), scratch, weight.target());
        sum_planes(dy, H::Output::SIZE * W::Output::SIZE, bias.target());
        if let Some(dx) = dx {
            conv_forward(&sizes, dy, self.weight.as_slice(), None, scratch, dx.target(), Epilogue::None);
        }
    }
}

impl<In: Dim, Out: Dim, Win: Window, O: Padding2d, G: Grouping<In, Out>, Bias: BiasOption, T: Float> fmt::Debug
    for ConvTranspose2d<In, Out, Win, O, G, Bias, T>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConvTranspose2d<{}, {}, ", In::SIZE, Out::SIZE)?;
        write_window::<Win>(f, false)?;
        write_option(f, "output_padding", paddings::<O>(), [0, 0])?;
        write_grouping(f, G::COUNT, self.bias.as_slice().is_empty())?;
        f.write_str(">")
    }
}

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
