//! What every layer is.

use super::context::Context;
use crate::activation::Activation;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Node, Op};
use crate::kernels::{map_backward_in_place, map_in_place};
use crate::parameters::{Gradient, Parameters, Plain};
use crate::signal::{Elements, Signal};

/// A function with trainable parameters, from samples of shape `In` to samples of shape [`Out`](Layer::Out).
///
/// `In` and `Out` are shapes of *one* sample; every method works on a batch of `B` of them. A network made by
/// `network!` is a layer too, so networks nest at no cost.
///
/// For a layer with one input and one output, `In::Ref<'_, B, T>` is just `&Tensor<(B, ..), T>`: write it like that.
/// A layer of your own, complete:
///
/// ```
/// use nn_core::*;
/// use rand::Rng;
///
/// /// y = scale * x, one learned factor a feature.
/// #[repr(C)]
/// struct Scale<D: Dim>(Tensor<(D,)>);
/// # // the facade's #[derive(Parameters)] writes these two
/// # unsafe impl<D: Dim> Plain for Scale<D> {}
/// # unsafe impl<D: Dim> Parameters for Scale<D> {
/// #     const LAYOUT: Layout = Layout::Fields(&[Field { name: "0", offset: 0, layout: &Layout::weight(&[D::SIZE]) }]);
/// # }
///
/// impl<D: Dim> Init for Scale<D> {
///     fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
///         self.0.as_mut_slice().fill(1.0);
///     }
/// }
///
/// impl<D: Dim> Layer<(D,)> for Scale<D> {
///     type Out = (D,);
///     type Saved<B: Dim> = ();
///     type Scratch<B: Dim> = ();
///     const MACS: usize = D::SIZE;
///
///     fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut ()) {
///         for (x, y) in x.rows().zip(y.rows_mut()) {
///             for i in 0..D::SIZE {
///                 y[[i]] = self.0[[i]] * x[[i]];
///             }
///         }
///     }
///     fn forward_train<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut (), _: Context) {
///         self.forward(x, y, &mut ());
///     }
///     fn backward<B: Dim>(
///         &self,
///         x: &Tensor<(B, D)>,
///         _y: &Tensor<(B, D)>,
///         _saved: &mut (),
///         dy: &Tensor<(B, D)>,
///         dx: Option<Gradient<'_, Tensor<(B, D)>>>,
///         grad: Gradient<'_, Self>,
///         _: Context,
///     ) {
///         grad.write(|i| x.rows().zip(dy.rows()).map(|(x, dy)| x[[i]] * dy[[i]]).sum::<f32>());
///         if let Some(dx) = dx {
///             let dy = dy.as_slice();
///             dx.write(|i| self.0[[i % D::SIZE]] * dy[i]);
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take an input of shape `{In}`",
    label = "this layer does not fit the value it is given",
    note = "the shape is that of one sample, without the batch; the element type must fit too (`{T}`)"
)]
pub trait Layer<In: Signal, T: Float = f32>: Parameters<T> {
    /// The shape of one sample of the result.
    type Out: Signal;
    /// What the backward pass needs besides the input and the output, its scratch included; nothing else is kept.
    type Saved<B: Dim>: Plain;
    /// The scratch of inference: values between input and output.
    type Scratch<B: Dim>: Plain;
    /// Multiply-accumulates that one sample takes in inference.
    const MACS: usize = 0;
    /// What inference computes, as data. A layer of your own is [`Op::Opaque`], and two of them are the same to
    /// [`fingerprint`](crate::fingerprint) if they are the same type as written; state an operation to be compared by that.
    const OP: Op = Op::OPAQUE;
    /// The layer as a node of a graph, without name, operands and place.
    #[doc(hidden)]
    const NODE: Node = Node {
        name: "",
        kind: "",
        op: Self::OP,
        inputs: &[],
        input_dims: In::DIMS,
        output_dims: <Self::Out as Signal>::DIMS,
        offset: 0,
        layout: &Self::LAYOUT,
        is_first_use: true,
        macs: Self::MACS,
    };

    /// Inference: computes `y` from `x`.
    fn forward<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Mut<'_, B, T>,
        scratch: &mut Self::Scratch<B>,
    );

    /// Training: computes `y` from `x` and keeps in `saved` what [`backward`](Layer::backward) needs.
    fn forward_train<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: Context,
    );

    /// The chain rule: from `dy`, the loss's derivative by `y`, to the derivative by `x` (where `dx` asks for it) and by the
    /// parameters. `x`, `y`, `saved` and `context` are those of the last [`forward_train`](Layer::forward_train).
    #[allow(clippy::too_many_arguments)]
    fn backward<B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Ref<'_, B, T>,
        saved: &mut Self::Saved<B>,
        dy: <Self::Out as Signal>::Ref<'_, B, T>,
        dx: In::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: Context,
    );

    /// [`forward`](Layer::forward) of a layer that gives one tensor, and an activation of that: `network!` calls it where
    /// nobody else needs what the activation is given. A layer that can does it on the way to memory.
    #[inline]
    fn forward_then<A: Activation, B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        mut y: <Self::Out as Signal>::Mut<'_, B, T>,
        scratch: &mut Self::Scratch<B>,
    ) {
        self.forward(x, Self::Out::reborrow_mut(&mut y), scratch);
        activate::<A, Self::Out, B, T>(y);
    }

    /// [`forward_train`](Layer::forward_train), and an activation as in [`forward_then`](Layer::forward_then). The `y` of the
    /// backward pass is then the activation's.
    #[inline]
    fn forward_train_then<A: Activation, B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        mut y: <Self::Out as Signal>::Mut<'_, B, T>,
        saved: &mut Self::Saved<B>,
        context: Context,
    ) {
        self.forward_train(x, Self::Out::reborrow_mut(&mut y), saved, context);
        activate::<A, Self::Out, B, T>(y);
    }

    /// [`backward`](Layer::backward) of a layer that takes one tensor, which an activation gave whose slope is known from that:
    /// `dx` is set to the derivative by what the activation was given.
    #[allow(clippy::too_many_arguments)]
    #[inline]
    fn backward_through<A: Activation, B: Dim>(
        &self,
        x: In::Ref<'_, B, T>,
        y: <Self::Out as Signal>::Ref<'_, B, T>,
        saved: &mut Self::Saved<B>,
        dy: <Self::Out as Signal>::Ref<'_, B, T>,
        mut dx: In::Grad<'_, B, T>,
        grad: Gradient<'_, Self>,
        context: Context,
    ) {
        self.backward(x, y, saved, dy, In::reborrow_grad(&mut dx), grad, context);
        // One tensor: what an activation gives.
        let ([x, ..], [dx, ..]) = (In::to_parts::<B, T>(x), In::to_parts_grad::<B, T>(dx));
        if let (Some(Elements::Numbers(x)), Some(dx)) = (x, dx) {
            map_backward_in_place::<A, T>(x, dx.into_inner());
        }
    }
}

/// y becomes A(y).
#[inline]
fn activate<A: Activation, Out: Signal, B: Dim, T: Float>(y: Out::Mut<'_, B, T>) {
    // One tensor: what an activation takes.
    if let [Some(Elements::Numbers(y)), ..] = Out::to_parts_mut::<B, T>(y) {
        map_in_place::<A, T>(y);
    }
}
