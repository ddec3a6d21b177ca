/// Documentation of the user's.
///
/// ```text
/// layer       type                          output  parameters  MACs
/// x           input                         [8]
/// fc1         Linear<8, 16>                 [16]           144   128
/// relu                                      [16]             0     0
/// dropout                                   [16]             0     0
/// fc2         Linear<16, 12, bias = false>  [12]           192   192
/// slope       PRelu                         [12]             1     0
/// leaky_relu                                [12]             0     0
/// fc3         Linear<12, 4>                 [4]             52    48
/// softmax                                   [4]              0     0
/// total                                                    389   368
/// ```
#[repr(C)]
pub struct Mlp {
    /// The first layer.
    pub fc1: p::Linear<p::N<8>, p::N<16>>,
    fc2: p::Linear<p::N<16>, p::N<12>, p::NoBias>,
    slope: p::PRelu<p::OneSlope, f32>,
    fc3: p::Linear<p::N<12>, p::N<4>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Linear = p::Linear<p::N<8>, p::N<16>>;
    type __Linear__2 = p::Linear<p::N<16>, p::N<12>, p::NoBias>;
    type __PRelu = p::PRelu<p::OneSlope, f32>;
    type __Linear__3 = p::Linear<p::N<12>, p::N<4>>;
    type __Tensor_f32x12<B> = p::Tensor<(B, p::N<12>), f32>;
    type __Tensor_f32x4<B> = p::Tensor<(B, p::N<4>), f32>;
    type __Tensor_f32x16<B> = p::Tensor<(B, p::N<16>), f32>;
    type __Shape_8 = (p::N<8>,);
    type __Shape_16 = (p::N<16>,);
    type __Shape_12 = (p::N<12>,);
    type __LeakyRelu = p::LeakyRelu<100000>;
    type __Shape_4 = (p::N<4>,);
    type __Dropout = p::Dropout<250000u32>;
    #[automatically_derived]
    impl p::MustNotImplementDrop for Mlp {}
    #[automatically_derived]
    unsafe impl p::Plain for Mlp {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Mlp {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("fc1", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("fc2", <__Linear__2 as p::Parameters<f32>>::FIELD_LAYOUT),
            ("slope", <__PRelu as p::Parameters<f32>>::FIELD_LAYOUT),
            ("fc3", <__Linear__3 as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Mlp {
        type Input<Given: p::Signal> = (p::N<8>,);
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Mlp {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            self.fc1.init_with(&nn::init::Zeros, rng);
            p::Init::init(&mut self.fc2, rng);
            p::Init::init(&mut self.slope, rng);
            p::Init::init(&mut self.fc3, rng);
        }
    }

    #[allow(unused_imports)]
    use Clone as _;
    #[automatically_derived]
    impl ::core::clone::Clone for Mlp {
        #[inline]
        fn clone(&self) -> Self {
            p::duplicate(self)
        }
    }

    impl Mlp {
        /// Clones the network on the heap, in place; called by `boxed.clone()`.
        pub fn clone(self: &p::Box<Self>) -> p::Box<Self> {
            p::boxed_clone(&**self)
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union MlpSaved_gradients<B: p::Dim> {
        d_fc2: ::core::mem::ManuallyDrop<__Tensor_f32x12<B>>,
        d_fc3: ::core::mem::ManuallyDrop<__Tensor_f32x4<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for MlpSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union MlpSaved_gradients_2<B: p::Dim> {
        d_fc1: ::core::mem::ManuallyDrop<__Tensor_f32x16<B>>,
        d_slope: ::core::mem::ManuallyDrop<__Tensor_f32x12<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for MlpSaved_gradients_2<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct MlpSaved<B: p::Dim> {
        fc1: __Tensor_f32x16<B>,
        fc2: __Tensor_f32x12<B>,
        slope: __Tensor_f32x12<B>,
        fc3: __Tensor_f32x4<B>,
        gradients: MlpSaved_gradients<B>,
        gradients_2: MlpSaved_gradients_2<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for MlpSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union MlpValues<B: p::Dim> {
        step_3: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x16<B>, (), __Tensor_f32x12<B>>>,
        step_4: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x12<B>, (), __Tensor_f32x12<B>>>,
        step_6: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x12<B>, (), __Tensor_f32x4<B>>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for MlpValues<B> {}
    /// The intermediate values.
    #[repr(C)]
    pub struct MlpScratch<B: p::Dim> {
        values: MlpValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for MlpScratch<B> {}
    #[automatically_derived]
    impl p::Layer<(p::N<8>,), f32> for Mlp {
        type Out = (p::N<4>,);
        type Saved<B: p::Dim> = MlpSaved<B>;
        type Scratch<B: p::Dim> = MlpScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            x: <(p::N<8>,) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<4>,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let values = &raw mut scratch.values;
            <__Linear as p::Layer<__Shape_8, f32>>::forward_relu::<B>(
                &self.fc1,
                x,
                unsafe { p::first_mut(values) },
                &mut (),
            );
            <__Linear__2 as p::Layer<__Shape_16, f32>>::forward::<B>(
                &self.fc2,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <__PRelu as p::Layer<__Shape_12, f32>>::forward::<B>(
                &self.slope,
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                &mut (),
            );
            p::activate::<__LeakyRelu, _, _>(unsafe { p::first_mut::<_, __Tensor_f32x12<B>>(values) });
            <__Linear__3 as p::Layer<__Shape_12, f32>>::forward::<B>(
                &self.fc3,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <p::Softmax as p::Layer<__Shape_4, f32>>::forward::<B>(
                &p::Softmax,
                unsafe { p::last(values) },
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            x: <(p::N<8>,) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<4>,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Linear as p::Layer<__Shape_8, f32>>::forward_train_relu::<B>(
                &self.fc1,
                x,
                &mut saved.fc1,
                &mut (),
                context.layer(0),
            );
            <__Dropout>::in_place(&mut saved.fc1, context.layer(2));
            <__Linear__2 as p::Layer<__Shape_16, f32>>::forward_train::<B>(
                &self.fc2,
                &saved.fc1,
                &mut saved.fc2,
                &mut (),
                context.layer(3),
            );
            <__PRelu as p::Layer<__Shape_12, f32>>::forward_train::<B>(
                &self.slope,
                &saved.fc2,
                &mut saved.slope,
                &mut (),
                context.layer(4),
            );
            p::activate::<__LeakyRelu, _, _>(&mut saved.slope);
            <__Linear__3 as p::Layer<__Shape_12, f32>>::forward_train::<B>(
                &self.fc3,
                &saved.slope,
                &mut saved.fc3,
                &mut (),
                context.layer(6),
            );
            <p::Softmax as p::Layer<__Shape_4, f32>>::forward_train::<B>(
                &p::Softmax,
                &saved.fc3,
                &mut *out,
                &mut (),
                context.layer(7),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: x, y: out, saved, dy: dout }: p::Pass<'_, Self, (p::N<8>,), B, f32>,
            mut d_x: <(p::N<8>,) as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <p::Softmax as p::Layer<__Shape_4, f32>>::backward::<B>(
                &p::Softmax,
                p::Pass { x: &saved.fc3, y: &*out, saved: &mut (), dy: dout },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut p::Softmax),
                context.layer(7),
            );
            <__Linear__3 as p::Layer<__Shape_12, f32>>::backward::<B>(
                &self.fc3,
                p::Pass { x: &saved.slope, y: &saved.fc3, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.fc3, adds),
                context.layer(6),
            );
            unsafe { context.complete::<Self, _>(&grad.fc3) };
            p::activate_backward::<__LeakyRelu, _, _>(&saved.slope, unsafe {
                p::member_mut::<_, __Tensor_f32x12<B>>(&mut saved.gradients_2)
            });
            <__PRelu as p::Layer<__Shape_12, f32>>::backward::<B>(
                &self.slope,
                p::Pass {
                    x: &saved.fc2,
                    y: &saved.slope,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.slope, adds),
                context.layer(4),
            );
            unsafe { context.complete::<Self, _>(&grad.slope) };
            <__Linear__2 as p::Layer<__Shape_16, f32>>::backward::<B>(
                &self.fc2,
                p::Pass { x: &saved.fc1, y: &saved.fc2, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.fc2, adds),
                context.layer(3),
            );
            unsafe { context.complete::<Self, _>(&grad.fc2) };
            <__Dropout>::in_place(
                unsafe { p::member_mut::<_, __Tensor_f32x16<B>>(&mut saved.gradients_2) },
                context.layer(2),
            );
            p::activate_backward::<p::Relu, _, _>(&saved.fc1, unsafe {
                p::member_mut::<_, __Tensor_f32x16<B>>(&mut saved.gradients_2)
            });
            <__Linear as p::Layer<__Shape_8, f32>>::backward::<B>(
                &self.fc1,
                p::Pass { x: x, y: &saved.fc1, saved: &mut (), dy: unsafe { p::member(&saved.gradients_2) } },
                <(p::N<8>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x),
                p::Gradient::new(&mut grad.fc1, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.fc1) };
        }
    }

    #[automatically_derived]
    impl p::Network for Mlp {
        type Elem = f32;
        type In = (p::N<8>,);
        const NODES: &'static [p::graph::Node] = &p::graph::nodes::<Self, f32, _>(
            &[
                p::Operand::Input(0),
                p::Operand::Node(0, 0),
                p::Operand::Node(1, 0),
                p::Operand::Node(2, 0),
                p::Operand::Node(3, 0),
                p::Operand::Node(4, 0),
                p::Operand::Node(5, 0),
                p::Operand::Node(6, 0),
            ],
            [
                (<__Linear as p::Layer<__Shape_8, f32>>::NODE, "fc1", "Linear<8, 16>", 1, 0),
                (<p::Relu as p::Layer<__Shape_16, f32>>::NODE, "relu", "", 1, 0),
                (<__Dropout as p::Layer<__Shape_16, f32>>::NODE, "dropout", "", 1, 0),
                (<__Linear__2 as p::Layer<__Shape_16, f32>>::NODE, "fc2", "Linear<16, 12, bias = false>", 1, 1),
                (<__PRelu as p::Layer<__Shape_12, f32>>::NODE, "slope", "PRelu", 1, 2),
                (<__LeakyRelu as p::Layer<__Shape_12, f32>>::NODE, "leaky_relu", "", 1, 0),
                (<__Linear__3 as p::Layer<__Shape_12, f32>>::NODE, "fc3", "Linear<12, 4>", 1, 3),
                (<p::Softmax as p::Layer<__Shape_4, f32>>::NODE, "softmax", "", 1, 0),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Mlp", &["x"], &[p::Operand::Node(7, 0)]);
    }

    impl Mlp {
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
            ::core::mem::size_of::<<Self as p::Layer<(p::N<8>,), f32>>::Scratch<p::N<1>>>();
    }

    impl Mlp {
        /// The output for a batch of any size, on the heap.
        pub fn forward<B: p::Dim>(&self, x: &p::Tensor<(B, p::N<8>), f32>) -> p::Box<p::Tensor<(B, p::N<4>), f32>> {
            p::infer::<Self, B>(self, x)
        }
    }

    const _: () = p::expect_flash::<Mlp>(4_096);
    const _: () = p::expect_macs::<Mlp>(1_000);
};
