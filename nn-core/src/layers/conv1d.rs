//! The convolution over one axis.

use super::grouping::{Grouping, Ungrouped, write_grouping};
use super::linear::{BiasOption, WithBias};
use super::room::{Padded, Reached, Room};
use super::weight_and_bias::weight_and_bias;
use super::window::*;
use crate::dim::{Dim, N, Natural, Slide};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{Convolution, Store, conv_backward_input, conv_backward_weight, conv_forward, sum_planes, thin};
use crate::layers::{Context, Layer};
use crate::parameters::{Gradient, Parameters};
use crate::tensor::Tensor;
use core::fmt;

/// y\[o, p\] = bias\[o\] + the sum over i, k of weight\[o, i, k\] x\[i, p S - P + k D\]: a convolution over one axis, such as
/// time (PyTorch's `Conv1d`).
///
/// In `network!`: `conv: Conv1d<1, 8, kernel = 3, padding = 1>`. `[In, L]` in, `[Out, L']` out, with
/// L' = (L + 2 P - D (K - 1) - 1) / S + 1, rounded down ([`Slide`]): K is the kernel of the [`Window`], S its stride, P its
/// padding, D its dilation. Outside of the input x is 0. `G` is [`Ungrouped`], [`Groups`](crate::Groups) or
/// [`Depthwise`](crate::Depthwise): then i goes over the channels of o's group alone.
///
/// The gradients: dweight\[o, i, k\] is the sum of dy\[o, p\] x\[i, p S - P + k D\] over positions and batch, dbias\[o\] that
/// of dy\[o, p\], dx\[i, l\] that of dy\[o, p\] weight\[o, i, k\] wherever p S - P + k D = l.
///
/// It begins as PyTorch's does: weights and bias uniform in +-1/sqrt(K In / groups). [`init_with`](Conv1d::init_with) takes
/// another initialiser. The weights are `[Out, In / groups, K]`, as in PyTorch. A training step works in room for one
/// sample and allocates nothing.
///
/// ```
/// use nn_core::{Conv1d, Layer, N, Tensor, zeroed};
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
/// use nn_core::{Conv1d, Layer, N};
/// type Out = <Conv1d<N<1>, N<1>, N<3>> as Layer<(N<1>, N<2>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(C)]
pub struct Conv1d<
    In: Dim,
    Out: Dim,
    Win: Window1d,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[Out, In / groups, K]`.
    pub weight: Tensor<(Out, G::Inputs, Win::Kernel), T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

weight_and_bias! {
    [In: Dim, Out: Dim, Win: Window1d, G: Grouping<In, Out>, Bias: BiasOption, T: Float]
    Conv1d<In, Out, Win, G, Bias, T>, (Out, G::Inputs, Win::Kernel), Out,
    fans [G::Inputs::SIZE * Win::Kernel::SIZE, Out::SIZE * Win::Kernel::SIZE]
}

impl<In: Dim, Out: Dim, Win: Window1d, G: Grouping<In, Out>, Bias: BiasOption, T: Float>
    Conv1d<In, Out, Win, G, Bias, T>
{
    pub(crate) const fn sizes<B: Dim, L: Dim>() -> Convolution {
        Convolution {
            batch: B::SIZE,
            groups: G::COUNT,
            channels: [G::Inputs::SIZE, G::Outputs::SIZE],
            window: sliding_1d::<Win, L>(),
        }
    }
}

impl<In, Out, Win, G, Bias, T, L> Layer<(In, L), T> for Conv1d<In, Out, Win, G, Bias, T>
where
    In: Dim,
    Out: Dim,
    Win: Window1d,
    G: Grouping<In, Out>,
    Bias: BiasOption,
    T: Float,
    L: Slide<Win::Kernel, Win::Stride, Win::Padding, Win::Dilation>,
{
    type Out = (Out, L::Output);
    type Saved<B: Dim> = (
        Room<G::Inputs, N<1>, Padded<L, Win::Padding, Win::Stride>, T>,
        Room<G::Outputs, N<1>, Reached<L, Win::Kernel, Win::Dilation>, T>,
    );
    type Scratch<B: Dim> = Room<G::Inputs, N<1>, Padded<L, Win::Padding, Win::Stride>, T>;
    const MACS: usize = Self::FANS[0] * Out::SIZE * L::Output::SIZE;
    const OP: Op = Op::Conv {
        inputs: In::SIZE,
        outputs: Out::SIZE,
        windows: &[window_1d::<Win>()],
        groups: G::COUNT,
        bias: Bias::IS_THERE,
    };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Tensor<(B, In, L), T>,
        y: &mut Tensor<(B, Out, L::Output), T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        let sizes = const { Self::sizes::<B, L>() };
        let (x, weight, bias, y) = (x.as_slice(), self.weight.as_slice(), self.bias.as_slice(), y.as_mut_slice());
        if const { thin::is_thin(B::SIZE) } {
            return thin::correlate(&sizes, x, weight, bias, y);
        }
        conv_forward(&sizes, x, weight, bias, scratch.as_mut_slice(), Store::Set, y);
    }

    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, In, L), T>,
        y: &mut Tensor<(B, Out, L::Output), T>,
        saved: &mut Self::Saved<B>,
        _: Context,
    ) {
        Layer::<(In, L), T>::forward::<B>(self, x, y, &mut saved.0);
    }

    fn backward<B: Dim>(
        &self,
        x: &Tensor<(B, In, L), T>,
        _: &Tensor<(B, Out, L::Output), T>,
        (input_room, output_room): &mut Self::Saved<B>,
        dy: &Tensor<(B, Out, L::Output), T>,
        dx: Option<Gradient<'_, Tensor<(B, In, L), T>>>,
        grad: Gradient<'_, Self>,
        _: Context,
    ) {
        let (sizes, dy) = (Self::sizes::<B, L>(), dy.as_slice());
        let adds = grad.adds();
        let grad = grad.into_inner();
        let dweight = grad.weight.as_mut_slice();
        conv_backward_weight(&sizes, x.as_slice(), dy, input_room.as_mut_slice(), adds, dweight);
        sum_planes(dy, L::Output::SIZE, adds, grad.bias.as_mut_slice());
        if let Some(dx) = dx {
            let store = Store::adding(dx.adds());
            let dx = dx.into_inner().as_mut_slice();
            let room = output_room.as_mut_slice();
            conv_backward_input(&sizes, self.weight.as_slice(), dy, &[], room, store, dx);
        }
    }
}

impl<In: Dim, Out: Dim, Win: Window1d, G: Grouping<In, Out>, Bias: BiasOption, T: Float> fmt::Debug
    for Conv1d<In, Out, Win, G, Bias, T>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conv1d<{}, {}, ", In::SIZE, Out::SIZE)?;
        write_window_1d::<Win>(f, 1)?;
        write_grouping(f, G::COUNT, self.bias.as_slice().is_empty())?;
        f.write_str(">")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::init::rng;
    use crate::layers::{Depthwise, Groups, Init, NoBias};
    use crate::parameters::zeroed;
    use crate::session::gradient_check::check_layer;
    use alloc::format;

    type Plain = Conv1d<N<2>, N<4>, Window<N<3>, N<1>, N<1>>, Ungrouped, WithBias, f64>;
    type Strided = Conv1d<N<2>, N<4>, Window<N<3>, N<2>, N<1>, N<2>>, Groups<N<2>>, NoBias, f64>;
    type EachByItself = Conv1d<N<3>, N<3>, N<2>, Depthwise, WithBias, f64>;

    #[test]
    fn gradients_are_numeric_ones_set_or_added() {
        check_layer::<(N<2>, N<7>), N<2>, _>(&mut *zeroed::<Plain>(), 1);
        check_layer::<(N<2>, N<8>), N<2>, _>(&mut *zeroed::<Strided>(), 2);
        check_layer::<(N<3>, N<4>), N<2>, _>(&mut *zeroed::<EachByItself>(), 3);
    }

    #[test]
    fn it_begins_as_it_says() {
        let mut conv = zeroed::<Conv1d<N<4>, N<20>, N<25>>>();
        conv.init(&mut rng(1));
        assert!(conv.as_slice().iter().all(|w| w.abs() <= 0.1) && conv.as_slice().iter().any(|w| w.abs() > 0.099));
    }

    #[test]
    fn layout_and_name() {
        assert_eq!(<Plain as Parameters<f64>>::LEN, 4 * 2 * 3 + 4);
        assert_eq!(<Plain as Layer<(N<2>, N<7>), f64>>::MACS, 2 * 3 * 4 * 7);
        assert_eq!(format!("{:?}", zeroed::<Plain>()), "Conv1d<2, 4, kernel = 3, padding = 1>");
        let strided = "Conv1d<2, 4, kernel = 3, stride = 2, padding = 1, dilation = 2, groups = 2, bias = false>";
        assert_eq!(format!("{:?}", zeroed::<Strided>()), strided);
    }
}
