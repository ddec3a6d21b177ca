//! The trait that every layer implements, and the arguments of its backward pass.

use super::context::StepContext;
use super::relu::Relu;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Node, Op};
use crate::kernels::{map_backward_in_place, map_in_place};
use crate::parameters::{Gradient, Parameters, Plain};
use crate::signal::{Elements, Signal};

/// A function with trainable parameters, from samples of shape `In` to samples of shape [`Out`](Layer::Out).
///
/// `In` and `Out` are the shapes of *one* sample; every method works on a batch of `B` samples. A network declared with
/// `network!` is a layer too, so networks nest: a nested call costs no time, and has scratch memory of its own.
///
/// For a layer with one input and one output, `In::Ref<'_, B, T>` is `&Tensor<(B, ..), T>`, and an implementation may use that type
/// directly.
///
/// A layer that is generic in its element type `T` writes numbers as [`T::ZERO`](Float::ZERO), [`T::ONE`](Float::ONE), or
/// [`T::from_f64(0.1)`](Float::from_f64). The functions of elements, such as `x.exp()`, are methods of [`Float`].
///
/// `backward` receives the gradient of each tensor as a [`Gradient`], which is overwritten or accumulated into:
///
/// - one tensor, such as `dx`: `dx.write(|i| ..)` writes the elements, and i is an index into all of them;
/// - the tensor of one field: `grad.part(|grad| &mut grad.scale).write(|i| ..)`;
/// - the tensors of two fields: `let (scale, shift) = grad.split(|grad| (&mut grad.scale, &mut grad.shift));`, then `write` for
///   each;
/// - those of more fields: `grad.reborrow().part(|grad| &mut grad.scale).write(|i| ..)` for each.
///
/// A complete custom layer:
///
/// ```
/// use nn::init::{Init, Rng};
/// use nn::layers::{Layer, Pass, StepContext};
/// use nn::parameters::Gradient;
/// use nn::prelude::*;
/// use nn::{Float, Parameters};
///
/// /// y = scale * x + shift, with one trainable scale and shift per feature, initialised to 0.1 and 0.
/// #[derive(Parameters)]
/// #[repr(C)]
/// #[input(D)]
/// struct Affine<D: Dim, T: Float = f32> {
///     scale: Tensor<(D,), T>,
///     #[role(bias)]
///     shift: Tensor<(D,), T>,
/// }
///
/// impl<D: Dim, T: Float> Init for Affine<D, T> {
///     fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
///         self.scale.fill(T::from_f64(0.1));
///         self.shift.fill(T::ZERO);
///     }
/// }
///
/// impl<D: Dim, T: Float> Layer<(D,), T> for Affine<D, T> {
///     type Out = (D,);
///     type Saved<B: Dim> = ();
///     type Scratch<B: Dim> = ();
///     const MACS: usize = D::SIZE;
///
///     fn forward<B: Dim>(&self, x: &Tensor<(B, D), T>, y: &mut Tensor<(B, D), T>, _: &mut ()) {
///         for (x, y) in x.rows().zip(y.rows_mut()) {
///             for i in 0..D::SIZE {
///                 y[[i]] = self.scale[[i]] * x[[i]] + self.shift[[i]];
///             }
///         }
///     }
///     fn forward_train<B: Dim>(&self, x: &Tensor<(B, D), T>, y: &mut Tensor<(B, D), T>, _: &mut (), _: StepContext) {
///         self.forward(x, y, &mut ());
///     }
///     fn backward<B: Dim>(
///         &self,
///         Pass { x, dy, .. }: Pass<'_, Self, (D,), B, T>,
///         dx: Option<Gradient<'_, Tensor<(B, D), T>>>,
///         grad: Gradient<'_, Self>,
///         _: StepContext,
///     ) {
///         let (scale, shift) = grad.split(|grad| (&mut grad.scale, &mut grad.shift));
///         scale.write(|i| x.rows().zip(dy.rows()).fold(T::ZERO, |sum, (x, dy)| sum + x[[i]] * dy[[i]]));
///         shift.write(|i| dy.rows().fold(T::ZERO, |sum, dy| sum + dy[[i]]));
///         if let Some(dx) = dx {
///             let dy = dy.as_slice();
///             dx.write(|i| self.scale[[i % D::SIZE]] * dy[i]);
///         }
///     }
/// }
///
/// // A layer that is generic in the element type can be checked in `f64`, against central differences.
/// let mut affine = nn::parameters::zeroed::<Affine<dim![3], f64>>();
/// nn::gradient_check::check_layer::<shape![3], dim![2], _>(&mut *affine, 1);
///
/// network! {
///     struct Net {
///         fc: Linear<2, 3>,
///         affine: Affine<3>,
///         out: Linear<3, 1>,
///     }
///     fn forward(x: Tensor<2>) -> Tensor<1> {
///         x.fc().affine().out()
///     }
/// }
///
/// assert_eq!(Net::new(1).forward(&Tensor::<shape![5, 2]>::zeros()).dims(), [5, 1]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take an input of shape `{In}`",
    label = "this layer does not accept this input",
    note = "the shape is that of one sample, without the batch; the element type must match too (`{T}`); \
            a layer in a `Box` is passed as `&*layer` or `&mut *layer`"
)]
pub trait Layer<In: Signal, T: Float = f32>: Parameters<T> {
    /// The shape of one sample of the output.
    type Out: Signal;
    /// What [`forward_train`](Layer::forward_train) saves for [`backward`](Layer::backward) in addition to the input and the
    /// output. It also provides scratch memory for both passes. Use `()` if the layer needs neither. Nothing else is kept between
    /// the passes.
    type Saved<B: Dim>: Plain;
    /// The scratch of inference: intermediate values between input and output.
    type Scratch<B: Dim>: Plain;
    /// The number of multiply-accumulates per sample in inference. Defaults to 0.
    const MACS: usize = 0;
    /// What inference computes, as data. Defaults to an [`Op::Opaque`] without a name: [`fingerprint`](crate::fingerprint) then
    /// identifies the layer by its type as written in the network. Override the constant to identify the layer by its operation.
    const OP: Op = Op::OPAQUE;
    /// The layer as a node of a graph, without name, type, operands and parameter offset.
    #[doc(hidden)]
    const NODE: &'static Node = &Node {
        name: "",
        kind: "",
        op: Self::OP,
        inputs: &[],
        input_dims: In::DIMS,
        output_dims: <Self::Out as Signal>::DIMS,
        result_dims: <Self::Out as Signal>::DIMS,
        offset: 0,
        layout: &Self::LAYOUT,
        is_first_use: true,
        macs: Self::MACS,
    };

    /// Computes `y` from `x` in inference.
    fn forward<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Mut<'_, B, T>,
        scratch: &mut Self::Scratch<B>,
    );

    /// Computes `y` from `x` in training, and saves in `saved` what [`backward`](Layer::backward) needs.
    fn forward_train<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: StepContext,
    );

    /// Computes the gradient of the loss with respect to the parameters and, if `dx` is not `None`, with respect to `x`, from the
    /// gradient with respect to `y`, which is `pass.dy`. `pass` and `context` are those of the preceding
    /// [`forward_train`](Layer::forward_train).
    fn backward<B: Dim>(
        &self,
        pass: Pass<'_, Self, In, B, T>,
        dx: In::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: StepContext,
    );

    /// Runs [`forward`](Layer::forward) of a layer with one output, then ReLU in place. `network!` calls it where ReLU is the only
    /// reader of the layer's output. Layers that can fuse the two apply ReLU before they store the output.
    #[doc(hidden)]
    #[inline]
    fn forward_relu<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        mut y: <Self::Out as Signal>::Mut<'_, B, T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        self.forward(x, Self::Out::reborrow_mut(&mut y), scratch);
        relu::<Self::Out, B, T>(y);
    }

    /// Runs [`forward_train`](Layer::forward_train) of a layer with one output, then ReLU in place. The `y` of the backward pass is
    /// the output of ReLU.
    #[doc(hidden)]
    #[inline]
    fn forward_train_relu<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        mut y: <Self::Out as Signal>::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: StepContext,
    ) {
        self.forward_train(x, Self::Out::reborrow_mut(&mut y), saved, context);
        relu::<Self::Out, B, T>(y);
    }

    /// Runs [`backward`](Layer::backward) of a layer whose only input is the output of ReLU, and sets `dx` to the gradient with
    /// respect to the input of ReLU.
    #[doc(hidden)]
    #[inline]
    fn backward_through_relu<B: Dim>(
        &self,
        pass: Pass<'_, Self, In, B, T>,
        mut dx: In::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: StepContext,
    ) {
        let x = pass.x;
        self.backward(pass, In::reborrow_grad(&mut dx), grad, context);
        if let ([Some(Elements::Floats(x)), ..], [Some(dx), ..]) =
            (In::to_parts::<B, T>(x), In::to_parts_grad::<B, T>(dx))
        {
            map_backward_in_place::<Relu, T>(x, dx.into_inner());
        }
    }
}

/// Applies ReLU in place to the only tensor of an output.
#[inline]
fn relu<Out: Signal, B: Dim, T: Float>(y: Out::Mut<'_, B, T>) {
    if let [Some(Elements::Floats(y)), ..] = Out::to_parts_mut::<B, T>(y) {
        map_in_place::<Relu, T>(y);
    }
}

/// The values of a layer's forward pass that its backward pass reads, and the gradient with respect to the output.
///
/// An implementation destructures the fields that it needs: `Pass { x, dy, .. }: Pass<'_, Self, (D,), B>`.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Layer, Pass, Relu, StepContext};
/// use nn::parameters::Gradient;
/// let x = Tensor::<(N<1>, N<2>)>::new([[-1.0, 2.0]]);
/// let (mut y, mut dx) = (Tensor::<(N<1>, N<2>)>::zeros(), Tensor::<(N<1>, N<2>)>::zeros());
/// let dy = Tensor::<(N<1>, N<2>)>::new([[3.0, 4.0]]);
/// let context = StepContext::new(42, 0);
/// Layer::<(N<2>,)>::forward_train(&Relu, &x, &mut y, &mut (), context);
/// let pass = Pass { x: &x, y: &*y, saved: &mut (), dy: &dy };
/// Layer::<(N<2>,)>::backward(&Relu, pass, Some(Gradient::set(&mut *dx)), Gradient::set(&mut Relu), context);
/// assert_eq!(dx.as_slice(), [0.0, 4.0]);
/// ```
pub struct Pass<'a, L: Layer<In, T>, In: Signal, B: Dim, T: Float = f32> {
    /// The input.
    pub x: In::Ref<'a, B, T>,
    /// The output.
    pub y: <L::Out as Signal>::Ref<'a, B, T>,
    /// The state saved by the forward pass, which includes the scratch of the backward pass.
    pub saved: &'a mut L::Saved<B>,
    /// The gradient of the loss with respect to the output.
    pub dy: <L::Out as Signal>::Ref<'a, B, T>,
}
