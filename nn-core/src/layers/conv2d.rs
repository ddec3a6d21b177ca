//! The convolution over two axes.

use super::grouping::{Grouping, Ungrouped, write_grouping};
use super::linear::{BiasOption, WithBias};
use super::room::{InputRoom, OutputRoom};
use super::weight_and_bias::weight_and_bias;
use super::window::*;
use crate::activation::Activation;
use crate::dim::{Dim, Natural, Slide};
use crate::float::Float;
use crate::graph::Op;
use crate::kernels::{
    Convolution, Store, conv_backward_input, conv_backward_weight, conv_forward, map_backward_in_place, map_in_place,
    sum_planes, thin,
};
use crate::layers::{Context, Layer};
use crate::parameters::{Gradient, Parameters};
use crate::tensor::Tensor;
use core::fmt;

/// y\[o, p, q\] = bias\[o\] + the sum over i, k, l of weight\[o, i, k, l\] x\[i, p S - P + k D, q S - P + l D\]: a
/// convolution, as the field calls this cross-correlation (Dumoulin, Visin 2016; PyTorch's `Conv2d`).
///
/// In `network!`: `conv: Conv2d<1, 8, kernel = 3, padding = 1>`. `[In, H, W]` in, `[Out, H', W']` out, with
/// H' = (H + 2 P - D (K - 1) - 1) / S + 1, rounded down ([`Slide`]), and W' likewise: K is the kernel of the [`Window`],
/// S its stride, P its padding, D its dilation. Outside of the image x is 0. `G` is [`Ungrouped`],
/// [`Groups`](crate::Groups) or [`Depthwise`](crate::Depthwise): then i goes over the channels of o's group alone.
///
/// The gradients are those sums with the roles exchanged: dweight\[o, i, k, l\] is the sum of dy\[o, p, q\]
/// x\[i, p S - P + k D, q S - P + l D\] over positions and batch, dbias\[o\] that of dy\[o, p, q\], dx\[i, h, w\] that of
/// dy\[o, p, q\] weight\[o, i, k, l\] wherever p S - P + k D = h and q S - P + l D = w.
///
/// It begins as PyTorch's does: weights and bias uniform in +-1/sqrt(K K In / groups).
/// [`init_with`](Conv2d::init_with) takes another initialiser. The weights are `[Out, In / groups, KH, KW]`, as in
/// PyTorch. A training step works in room for one sample, or with the feature `rayon` for eight, and allocates nothing.
///
/// ```
/// use nn_core::{Conv2d, Layer, N, Tensor, zeroed};
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
/// use nn_core::{Conv2d, Layer, N};
/// type Out = <Conv2d<N<1>, N<1>, N<3>> as Layer<(N<1>, N<2>, N<2>)>>::Out;
/// let out: Option<Out> = None;
/// ```
#[repr(C)]
pub struct Conv2d<
    In: Dim,
    Out: Dim,
    Win: Window2d,
    G: Grouping<In, Out> = Ungrouped,
    Bias: BiasOption = WithBias,
    T: Float = f32,
> {
    /// `[Out, In / groups, KH, KW]`.
    pub weight: Tensor<Weights2d<Out, G::Inputs, Win>, T>,
    /// `[Out]`; `()` without a bias.
    pub bias: Bias::Storage<Out, T>,
}

weight_and_bias! {
    [In: Dim, Out: Dim, Win: Window2d, G: Grouping<In, Out>, Bias: BiasOption, T: Float]
    Conv2d<In, Out, Win, G, Bias, T>, Weights2d<Out, G::Inputs, Win>, Out,
    fans {
        let [kh, kw] = sizes::<Win::Kernel>();
        [G::Inputs::SIZE * kh * kw, Out::SIZE * kh * kw]
    }
}

impl<In: Dim, Out: Dim, Win: Window2d, G: Grouping<In, Out>, Bias: BiasOption, T: Float>
    Conv2d<In, Out, Win, G, Bias, T>
{
    pub(crate) const fn sizes<B: Dim, H: Dim, W: Dim>() -> Convolution {
        Convolution {
            batch: B::SIZE,
            groups: G::COUNT,
            channels: [G::Inputs::SIZE, G::Outputs::SIZE],
            window: sliding::<Win, H, W>(),
        }
    }

    fn correlate(&self, sizes: Convolution, x: &[T], room: &mut [T], store: Store<'_, T>, y: &mut [T]) {
        conv_forward(&sizes, x, self.weight.as_slice(), self.bias.as_slice(), room, store, y);
    }

    fn backward_parameters(sizes: Convolution, x: &[T], dy: &[T], room: &mut [T], grad: Gradient<'_, Self>) {
        let adds = grad.adds();
        let grad = grad.into_inner();
        conv_backward_weight(&sizes, x, dy, room, adds, grad.weight.as_mut_slice());
        sum_planes(dy, sizes.window.output().into_iter().product(), adds, grad.bias.as_mut_slice());
    }

    fn backward_input(&self, sizes: Convolution, dy: &[T], room: &mut [T], store: Store<'_, T>, dx: &mut [T]) {
        conv_backward_input(&sizes, self.weight.as_slice(), dy, &[], room, store, dx);
    }
}

impl<In, Out, Win, G, Bias, T, H, W> Layer<(In, H, W), T> for Conv2d<In, Out, Win, G, Bias, T>
where
    In: Dim,
    Out: Dim,
    Win: Window2d,
    G: Grouping<In, Out>,
    Bias: BiasOption,
    T: Float,
    H: Slide<KernelHeight<Win>, StrideHeight<Win>, PaddingHeight<Win>, DilationHeight<Win>>,
    W: Slide<KernelWidth<Win>, StrideWidth<Win>, PaddingWidth<Win>, DilationWidth<Win>>,
{
    type Out = (Out, H::Output, W::Output);
    type Saved<B: Dim> = (InputRoom<Win, G::Inputs, H, W, T>, OutputRoom<Win, G::Outputs, H, W, T>);
    type Scratch<B: Dim> = InputRoom<Win, G::Inputs, H, W, T>;
    const MACS: usize = Self::FANS[0] * Out::SIZE * H::Output::SIZE * W::Output::SIZE;
    const OP: Op = Op::Conv {
        inputs: In::SIZE,
        outputs: Out::SIZE,
        windows: &windows_2d::<Win>(),
        groups: G::COUNT,
        bias: Bias::IS_THERE,
    };

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn forward<B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        y: &mut Tensor<(B, Out, H::Output, W::Output), T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        if const { thin::is_thin(B::SIZE) } {
            let sizes = const { Self::sizes::<B, H, W>() };
            return thin::correlate(
                &sizes,
                x.as_slice(),
                self.weight.as_slice(),
                self.bias.as_slice(),
                y.as_mut_slice(),
            );
        }
        self.correlate(Self::sizes::<B, H, W>(), x.as_slice(), scratch.as_mut_slice(), Store::Set, y.as_mut_slice());
    }

    fn forward_then<A: Activation, B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        y: &mut Tensor<(B, Out, H::Output, W::Output), T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        if const { thin::is_thin(B::SIZE) } {
            Layer::<(In, H, W), T>::forward::<B>(self, x, y, scratch);
            return map_in_place::<A, T>(y.as_mut_slice());
        }
        let (sizes, x, room, y) = (Self::sizes::<B, H, W>(), x.as_slice(), scratch.as_mut_slice(), y.as_mut_slice());
        match Store::activated::<A>() {
            Some(store) => self.correlate(sizes, x, room, store, y),
            None => {
                self.correlate(sizes, x, room, Store::Set, y);
                map_in_place::<A, T>(y);
            }
        }
    }

    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        y: &mut Tensor<(B, Out, H::Output, W::Output), T>,
        saved: &mut Self::Saved<B>,
        _: Context,
    ) {
        Layer::<(In, H, W), T>::forward::<B>(self, x, y, &mut saved.0);
    }

    fn forward_train_then<A: Activation, B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        y: &mut Tensor<(B, Out, H::Output, W::Output), T>,
        saved: &mut Self::Saved<B>,
        _: Context,
    ) {
        Layer::<(In, H, W), T>::forward_then::<A, B>(self, x, y, &mut saved.0);
    }

    fn backward<B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        _: &Tensor<(B, Out, H::Output, W::Output), T>,
        (input_room, output_room): &mut Self::Saved<B>,
        dy: &Tensor<(B, Out, H::Output, W::Output), T>,
        dx: Option<Gradient<'_, Tensor<(B, In, H, W), T>>>,
        grad: Gradient<'_, Self>,
        _: Context,
    ) {
        let (sizes, x, dy) = (Self::sizes::<B, H, W>(), x.as_slice(), dy.as_slice());
        Self::backward_parameters(sizes, x, dy, input_room.as_mut_slice(), grad);
        if let Some(dx) = dx {
            let store = Store::adding(dx.adds());
            self.backward_input(sizes, dy, output_room.as_mut_slice(), store, dx.into_inner().as_mut_slice());
        }
    }

    fn backward_through<A: Activation, B: Dim>(
        &self,
        x: &Tensor<(B, In, H, W), T>,
        _: &Tensor<(B, Out, H::Output, W::Output), T>,
        (input_room, output_room): &mut Self::Saved<B>,
        dy: &Tensor<(B, Out, H::Output, W::Output), T>,
        dx: Option<Gradient<'_, Tensor<(B, In, H, W), T>>>,
        grad: Gradient<'_, Self>,
        _: Context,
    ) {
        let (sizes, x, dy) = (Self::sizes::<B, H, W>(), x.as_slice(), dy.as_slice());
        Self::backward_parameters(sizes, x, dy, input_room.as_mut_slice(), grad);
        let Some(dx) = dx.map(|dx| dx.into_inner().as_mut_slice()) else { return };
        let room = output_room.as_mut_slice();
        match Store::through::<A>(x) {
            Some(store) => self.backward_input(sizes, dy, room, store, dx),
            None => {
                self.backward_input(sizes, dy, room, Store::Set, dx);
                map_backward_in_place::<A, T>(x, dx);
            }
        }
    }
}

impl<In: Dim, Out: Dim, Win: Window2d, G: Grouping<In, Out>, Bias: BiasOption, T: Float> fmt::Debug
    for Conv2d<In, Out, Win, G, Bias, T>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conv2d<{}, {}, ", In::SIZE, Out::SIZE)?;
        write_window::<Win>(f, [1, 1])?;
        write_grouping(f, G::COUNT, self.bias.as_slice().is_empty())?;
        f.write_str(">")
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::{Constant, rng};
    use crate::layers::{Depthwise, Groups, Init, NoBias};
    use crate::parameters::zeroed;
    use crate::session::gradient_check::check_layer;
    use alloc::format;

    type Plain = Conv2d<N<2>, N<4>, Window<N<3>, N<1>, N<1>>, Ungrouped, WithBias, f64>;
    type Crooked = Window<(N<3>, N<2>), (N<2>, N<3>), (N<0>, N<1>), (N<1>, N<2>)>;
    type Strided = Conv2d<N<2>, N<4>, Crooked, Groups<N<2>>, NoBias, f64>;
    type EachByItself = Conv2d<N<3>, N<3>, Window<N<2>, N<2>, N<1>, N<2>>, Depthwise, WithBias, f64>;

    #[test]
    fn gradients_are_numeric_ones_set_or_added() {
        check_layer::<(N<2>, N<4>, N<5>), N<2>, _>(&mut *zeroed::<Plain>(), 1);
        check_layer::<(N<2>, N<6>, N<7>), N<2>, _>(&mut *zeroed::<Strided>(), 2);
        check_layer::<(N<3>, N<4>, N<4>), N<2>, _>(&mut *zeroed::<EachByItself>(), 3);
    }

    #[test]
    fn it_begins_as_it_says() {
        let mut conv = zeroed::<Conv2d<N<4>, N<20>, N<5>>>();
        conv.init(&mut rng(1));
        assert!(conv.as_slice().iter().all(|w| w.abs() <= 0.1));
        assert!(conv.as_slice().iter().any(|w| w.abs() > 0.099) && conv.bias.iter().all(|&b| b != 0.0));
        let mut grouped = zeroed::<Conv2d<N<4>, N<20>, N<5>, Groups<N<4>>>>();
        grouped.init(&mut rng(1));
        assert!(grouped.as_slice().iter().all(|w| w.abs() <= 0.2));
        assert!(grouped.as_slice().iter().any(|w| w.abs() > 0.199));
        conv.init_with(&Constant { value: 2.0 }, &mut rng(1));
        assert!(conv.weight.iter().all(|&w| w == 2.0) && conv.bias.iter().all(|&b| b == 0.0));
    }

    #[test]
    fn layout_and_name() {
        assert_eq!(<Plain as Parameters<f64>>::LEN, 4 * 2 * 9 + 4);
        assert_eq!(<Strided as Parameters<f64>>::LEN, 4 * 6);
        assert_eq!(<EachByItself as Parameters<f64>>::LEN, 3 * 4 + 3);
        assert_eq!(<Plain as Layer<(N<2>, N<5>, N<6>), f64>>::MACS, 2 * 9 * 4 * 30);
        assert_eq!(<Strided as Layer<(N<2>, N<6>, N<7>), f64>>::MACS, 6 * 4 * 2 * 3);
        let mut text = alloc::string::String::new();
        <Plain as Parameters<f64>>::LAYOUT.for_each(|p| text += &format!("{} {:?} {:?};", p.name, p.dims, p.role));
        assert_eq!(text, "weight [4, 2, 3, 3] Weight;bias [4] Bias;");
        assert_eq!(format!("{:?}", zeroed::<Plain>()), "Conv2d<2, 4, kernel = 3, padding = 1>");
        let strided = "Conv2d<2, 4, kernel = (3, 2), stride = (2, 3), padding = (0, 1), dilation = (1, 2), groups = 2, \
            bias = false>";
        assert_eq!(format!("{:?}", zeroed::<Strided>()), strided);
    }
}
