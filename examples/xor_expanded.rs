//! `xor.rs` with `network!` expanded; `p` stands for `::nn::__private`. A test of `nn-macros`, `snapshots`, checks
//! that it is up to date.

#![allow(clippy::all, clippy::undocumented_unsafe_blocks)]

use nn::__private as p;
use nn::prelude::*;

/// Two inputs, one output.
///
/// ```text
/// layer    type          output  parameters  MACs
/// pair     input         [2]
/// hidden   Linear<2, 8>  [8]             24    16
/// tanh                   [8]              0     0
/// out      Linear<8, 1>  [1]              9     8
/// sigmoid                [1]              0     0
/// total                                  33    24
/// ```
#[repr(C)]
pub struct Xor {
    hidden: p::Linear<p::N<2>, p::N<8>>,
    out: p::Linear<p::N<8>, p::N<1>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Linear = p::Linear<p::N<2>, p::N<8>>;
    type __Linear__2 = p::Linear<p::N<8>, p::N<1>>;
    type __Tensor_f32x8<B> = p::Tensor<(B, p::N<8>), f32>;
    type __Tensor_f32x1<B> = p::Tensor<(B, p::N<1>), f32>;
    type __Shape_2 = (p::N<2>,);
    type __Shape_8 = (p::N<8>,);
    type __Shape_1 = (p::N<1>,);
    #[automatically_derived]
    impl p::MustNotImplementDrop for Xor {}
    #[automatically_derived]
    unsafe impl p::Plain for Xor {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Xor {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("hidden", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <__Linear__2 as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Xor {
        type Input<Given: p::Signal> = (p::N<2>,);
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Xor {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.hidden, rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct XorSaved<B: p::Dim> {
        hidden: __Tensor_f32x8<B>,
        out_2: __Tensor_f32x1<B>,
        d_hidden: __Tensor_f32x8<B>,
        d_out_2: __Tensor_f32x1<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for XorSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union XorValues<B: p::Dim> {
        step_2: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x8<B>, (), __Tensor_f32x1<B>>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for XorValues<B> {}
    /// The intermediate values.
    #[repr(C)]
    pub struct XorScratch<B: p::Dim> {
        values: XorValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for XorScratch<B> {}
    #[automatically_derived]
    impl p::Layer<(p::N<2>,), f32> for Xor {
        type Out = (p::N<1>,);
        type Saved<B: p::Dim> = XorSaved<B>;
        type Scratch<B: p::Dim> = XorScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            pair: <(p::N<2>,) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<1>,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let values = &raw mut scratch.values;
            <__Linear as p::Layer<__Shape_2, f32>>::forward::<B>(
                &self.hidden,
                pair,
                unsafe { p::first_mut(values) },
                &mut (),
            );
            p::activate::<p::Tanh, _, _>(unsafe { p::first_mut::<_, __Tensor_f32x8<B>>(values) });
            <__Linear__2 as p::Layer<__Shape_8, f32>>::forward::<B>(
                &self.out,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <p::Sigmoid as p::Layer<__Shape_1, f32>>::forward::<B>(
                &p::Sigmoid,
                unsafe { p::last(values) },
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            pair: <(p::N<2>,) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<1>,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Linear as p::Layer<__Shape_2, f32>>::forward_train::<B>(
                &self.hidden,
                pair,
                &mut saved.hidden,
                &mut (),
                context.layer(0),
            );
            p::activate::<p::Tanh, _, _>(&mut saved.hidden);
            <__Linear__2 as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &self.out,
                &saved.hidden,
                &mut saved.out_2,
                &mut (),
                context.layer(2),
            );
            <p::Sigmoid as p::Layer<__Shape_1, f32>>::forward_train::<B>(
                &p::Sigmoid,
                &saved.out_2,
                &mut *out,
                &mut (),
                context.layer(3),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: pair, y: out, saved, dy: dout }: p::Pass<'_, Self, (p::N<2>,), B, f32>,
            mut d_pair: <(p::N<2>,) as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <p::Sigmoid as p::Layer<__Shape_1, f32>>::backward::<B>(
                &p::Sigmoid,
                p::Pass { x: &saved.out_2, y: &*out, saved: &mut (), dy: dout },
                Some(p::Gradient::set(&mut saved.d_out_2)),
                p::Gradient::set(&mut p::Sigmoid),
                context.layer(3),
            );
            <__Linear__2 as p::Layer<__Shape_8, f32>>::backward::<B>(
                &self.out,
                p::Pass { x: &saved.hidden, y: &saved.out_2, saved: &mut (), dy: &saved.d_out_2 },
                Some(p::Gradient::set(&mut saved.d_hidden)),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(2),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            p::activate_backward::<p::Tanh, _, _>(&saved.hidden, &mut saved.d_hidden);
            <__Linear as p::Layer<__Shape_2, f32>>::backward::<B>(
                &self.hidden,
                p::Pass { x: pair, y: &saved.hidden, saved: &mut (), dy: &saved.d_hidden },
                <(p::N<2>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_pair),
                p::Gradient::new(&mut grad.hidden, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.hidden) };
        }
    }

    #[automatically_derived]
    impl p::Network for Xor {
        type Elem = f32;
        type In = (p::N<2>,);
        const NODES: &'static [p::graph::Node] = &p::graph::nodes::<Self, f32, _>(
            &[p::Operand::Input(0), p::Operand::Node(0, 0), p::Operand::Node(1, 0), p::Operand::Node(2, 0)],
            [
                (<__Linear as p::Layer<__Shape_2, f32>>::NODE, "hidden", "Linear<2, 8>", 1, 0),
                (<p::Tanh as p::Layer<__Shape_8, f32>>::NODE, "tanh", "", 1, 0),
                (<__Linear__2 as p::Layer<__Shape_8, f32>>::NODE, "out", "Linear<8, 1>", 1, 1),
                (<p::Sigmoid as p::Layer<__Shape_1, f32>>::NODE, "sigmoid", "", 1, 0),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Xor", &["pair"], &[p::Operand::Node(3, 0)]);
    }

    impl Xor {
        /// The number of trainable parameters.
        pub const PARAMETERS: usize = p::trainable::<Self>();
        /// Multiply-accumulates of one sample in inference.
        pub const MACS: usize = p::macs::<Self>();
        /// The size of all stored parameters in bytes.
        pub const PARAMETER_BYTES: usize = ::core::mem::size_of::<Self>();
        /// The size of the weights in flash, in bytes.
        pub const FLASH_BYTES: usize = ::core::mem::size_of::<Self>();
        /// Floating-point operations of one sample in inference: a multiply-accumulate is two.
        pub const FLOPS: usize = 2 * p::macs::<Self>();
        /// Bytes of a gradient.
        pub const GRADIENT_BYTES: usize = ::core::mem::size_of::<Self>();
        /// The size of the scratch for inference of one sample, in bytes.
        pub const SCRATCH_BYTES: usize =
            ::core::mem::size_of::<<Self as p::Layer<(p::N<2>,), f32>>::Scratch<p::N<1>>>();
    }

    impl Xor {
        /// The output for a batch of any size, on the heap.
        pub fn forward<B: p::Dim>(&self, pair: &p::Tensor<(B, p::N<2>), f32>) -> p::Box<p::Tensor<(B, p::N<1>), f32>> {
            p::infer::<Self, B>(self, pair)
        }
    }
};
fn main() {
    let pairs = Tensor::from([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    let targets = Tensor::from([[0.0], [1.0], [1.0], [0.0]]);
    let mut session = Session::<Xor, Adam, dim![4]>::new(Adam::new(0.05), 1);
    for _ in 0..500 {
        session.step(&pairs, &Mse, &targets);
    }
    println!("{:.2}", session.network.forward(&pairs));
}
