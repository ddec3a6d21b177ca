///
/// ```text
/// layer     type                      output       parameters   MACs
/// image     input                     [1, 10, 10]
/// conv      Conv2d<1, 4, kernel = 3>  [4, 8, 8]            40  2 304
/// norm      BatchNorm2d<4>            [4, 8, 8]             8      0
/// relu                                [4, 8, 8]             0      0
/// max_pool                            [4, 4, 4]             0      0
/// fc        Linear<64, 8>             [8]                 520    512
/// sigmoid                             [8]                   0      0
/// dropout                             [8]                   0      0
/// out       Linear<8, 8>              [8]                  72     64
/// relu                                [8]                   0      0
/// +                                   [8]                   0      0
/// total                                                   640  2 880
/// ```
#[repr(C)]
pub struct Small {
    conv: p::Conv2d<p::N<1>, p::N<4>, p::Window<p::N<3>, p::N<1>, p::N<0>, p::N<1>>, p::Ungrouped, p::WithBias, f32>,
    norm: p::BatchNorm2d<p::N<4>, 10000000u64, p::WithAffine, p::MovingAverage, f32>,
    fc: p::Linear<p::N<64>, p::N<8>>,
    out: p::Linear<p::N<8>, p::N<8>>,
}

/// [`Small`], quantised to 8-bit integers.
#[repr(transparent)]
pub struct SmallInt8(<Small as p::int8::WithInt8>::Layers);
#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Conv2d =
        p::Conv2d<p::N<1>, p::N<4>, p::Window<p::N<3>, p::N<1>, p::N<0>, p::N<1>>, p::Ungrouped, p::WithBias, f32>;
    type __BatchNorm2d = p::BatchNorm2d<p::N<4>, 10000000u64, p::WithAffine, p::MovingAverage, f32>;
    type __Linear = p::Linear<p::N<64>, p::N<8>>;
    type __Linear__2 = p::Linear<p::N<8>, p::N<8>>;
    type __Tensor_f32x4x8x8<B> = p::Tensor<(B, p::N<4>, p::N<8>, p::N<8>), f32>;
    type __Tensor_f32x8<B> = p::Tensor<(B, p::N<8>), f32>;
    type __Tensor_f32x4x4x4<B> = p::Tensor<(B, p::N<4>, p::N<4>, p::N<4>), f32>;
    type __Shape_1x10x10 = (p::N<1>, p::N<10>, p::N<10>);
    type __Shape_4x8x8 = (p::N<4>, p::N<8>, p::N<8>);
    type __Tensor_f32x256<B> = p::Tensor<(B, p::N<256>), f32>;
    type __MaxPool2d = p::MaxPool2d<p::N<2>, p::N<2>, p::N<0>, p::N<1>>;
    type __Shape_64 = (p::N<64>,);
    type __Shape_4x4x4 = (p::N<4>, p::N<4>, p::N<4>);
    type __Shape_8 = (p::N<8>,);
    type __Dropout = p::Dropout<500000u32>;
    type __Tensor_i8x4x8x8<B> = p::Tensor<(B, p::N<4>, p::N<8>, p::N<8>), i8>;
    type __Tensor_i8x4x4x4<B> = p::Tensor<(B, p::N<4>, p::N<4>, p::N<4>), i8>;
    type __Tensor_i8x8<B> = p::Tensor<(B, p::N<8>), i8>;
    type __Tensor_i8x256<B> = p::Tensor<(B, p::N<256>), i8>;
    type __Tensor_i8x64<B> = p::Tensor<(B, p::N<64>), i8>;
    #[automatically_derived]
    impl p::MustNotImplementDrop for Small {}
    #[automatically_derived]
    unsafe impl p::Plain for Small {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Small {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("conv", <__Conv2d as p::Parameters<f32>>::FIELD_LAYOUT),
            ("norm", <__BatchNorm2d as p::Parameters<f32>>::FIELD_LAYOUT),
            ("fc", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <__Linear__2 as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Small {
        type Input<Given: p::Signal> = (p::N<1>, p::N<10>, p::N<10>);
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Small {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.conv, rng);
            p::Init::init(&mut self.norm, rng);
            p::Init::init(&mut self.fc, rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SmallSaved_gradients<B: p::Dim> {
        d_conv: ::core::mem::ManuallyDrop<__Tensor_f32x4x8x8<B>>,
        d_h: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SmallSaved_gradients_2<B: p::Dim> {
        d_max_pool: ::core::mem::ManuallyDrop<__Tensor_f32x4x4x4<B>>,
        d_dropout: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallSaved_gradients_2<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SmallSaved_gradients_3<B: p::Dim> {
        d_norm: ::core::mem::ManuallyDrop<__Tensor_f32x4x8x8<B>>,
        d_sigmoid: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallSaved_gradients_3<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct SmallSaved<B: p::Dim> {
        conv: __Tensor_f32x4x8x8<B>,
        norm: __Tensor_f32x4x8x8<B>,
        max_pool: __Tensor_f32x4x4x4<B>,
        h: __Tensor_f32x8<B>,
        sigmoid: __Tensor_f32x8<B>,
        dropout: __Tensor_f32x8<B>,
        y: __Tensor_f32x8<B>,
        relu_2: __Tensor_f32x8<B>,
        gradients: SmallSaved_gradients<B>,
        gradients_2: SmallSaved_gradients_2<B>,
        gradients_3: SmallSaved_gradients_3<B>,
        of_conv: <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::Saved<B>,
        of_norm: <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::Saved<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union SmallValues<B: p::Dim> {
        step_0: ::core::mem::ManuallyDrop<
            p::StepLayout<__Tensor_f32x256<B>, <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::Scratch<B>, ()>,
        >,
        step_1: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x256<B>,
                <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::Scratch<B>,
                __Tensor_f32x256<B>,
            >,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallValues<B> {}
    impl<B: p::Dim> SmallValues<B> {
        const conv: p::Slot<Self, __Tensor_f32x4x8x8<B>> = p::Slot::from_start::<B, f32>(0);
        const norm: p::Slot<Self, __Tensor_f32x4x8x8<B>> = p::Slot::from_end::<B, f32>(0);
        const max_pool: p::Slot<Self, __Tensor_f32x4x4x4<B>> = p::Slot::from_start::<B, f32>(0);
        const h: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_end::<B, f32>(0);
        const sigmoid: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(0);
        const dropout: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_end::<B, f32>(8);
        const y: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(0);
        const relu_2: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(8);
        const of_conv: p::Slot<Self, <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::Scratch<B>> =
            p::Slot::from_start::<B, f32>(256);
        const of_norm: p::Slot<Self, <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::Scratch<B>> =
            p::Slot::from_start::<B, f32>(256);
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::conv.bytes(), Self::of_conv.bytes()]);
            p::assert_disjoint(&[Self::conv.bytes(), Self::norm.bytes(), Self::of_norm.bytes()]);
            p::assert_disjoint(&[Self::norm.bytes(), Self::max_pool.bytes()]);
            p::assert_disjoint(&[Self::max_pool.bytes(), Self::h.bytes()]);
            p::assert_disjoint(&[Self::h.bytes(), Self::sigmoid.bytes(), Self::dropout.bytes()]);
            p::assert_disjoint(&[Self::h.bytes(), Self::dropout.bytes(), Self::y.bytes()]);
            p::assert_disjoint(&[Self::h.bytes(), Self::y.bytes(), Self::relu_2.bytes()]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct SmallScratch<B: p::Dim> {
        values: SmallValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallScratch<B> {}
    #[automatically_derived]
    impl p::Layer<(p::N<1>, p::N<10>, p::N<10>), f32> for Small {
        type Out = (p::N<8>,);
        type Saved<B: p::Dim> = SmallSaved<B>;
        type Scratch<B: p::Dim> = SmallScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            image: <(p::N<1>, p::N<10>, p::N<10>) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<8>,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let () = SmallValues::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::forward::<B>(
                &self.conv,
                image,
                unsafe { &mut *SmallValues::<B>::conv.of(values) },
                unsafe { &mut *SmallValues::<B>::of_conv.of(values) },
            );
            <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::forward_relu::<B>(
                &self.norm,
                unsafe { &*SmallValues::<B>::conv.of(values) },
                unsafe { &mut *SmallValues::<B>::norm.of(values) },
                unsafe { &mut *SmallValues::<B>::of_norm.of(values) },
            );
            <__MaxPool2d as p::Layer<__Shape_4x8x8, f32>>::forward::<B>(
                &<__MaxPool2d>::new(),
                unsafe { &*SmallValues::<B>::norm.of(values) },
                unsafe { &mut *SmallValues::<B>::max_pool.of(values) },
                &mut (),
            );
            <__Linear as p::Layer<__Shape_64, f32>>::forward::<B>(
                &self.fc,
                p::reshape::<__Shape_4x4x4, __Shape_64, B, f32>(unsafe { &*SmallValues::<B>::max_pool.of(values) }),
                unsafe { &mut *SmallValues::<B>::h.of(values) },
                &mut (),
            );
            <p::Sigmoid as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Sigmoid,
                unsafe { &*SmallValues::<B>::h.of(values) },
                unsafe { &mut *SmallValues::<B>::sigmoid.of(values) },
                &mut (),
            );
            <__Dropout as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Dropout::<500000u32>,
                unsafe { &*SmallValues::<B>::sigmoid.of(values) },
                unsafe { &mut *SmallValues::<B>::dropout.of(values) },
                &mut (),
            );
            <__Linear__2 as p::Layer<__Shape_8, f32>>::forward::<B>(
                &self.out,
                unsafe { &*SmallValues::<B>::dropout.of(values) },
                unsafe { &mut *SmallValues::<B>::y.of(values) },
                &mut (),
            );
            <p::Relu as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Relu,
                unsafe { &*SmallValues::<B>::h.of(values) },
                unsafe { &mut *SmallValues::<B>::relu_2.of(values) },
                &mut (),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward::<B>(
                &p::Add,
                (unsafe { &*SmallValues::<B>::y.of(values) }, unsafe { &*SmallValues::<B>::relu_2.of(values) }),
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            image: <(p::N<1>, p::N<10>, p::N<10>) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<8>,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::forward_train::<B>(
                &self.conv,
                image,
                &mut saved.conv,
                &mut saved.of_conv,
                context.layer(0),
            );
            <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::forward_train_relu::<B>(
                &self.norm,
                &saved.conv,
                &mut saved.norm,
                &mut saved.of_norm,
                context.layer(1),
            );
            <__MaxPool2d as p::Layer<__Shape_4x8x8, f32>>::forward_train::<B>(
                &<__MaxPool2d>::new(),
                &saved.norm,
                &mut saved.max_pool,
                &mut (),
                context.layer(3),
            );
            <__Linear as p::Layer<__Shape_64, f32>>::forward_train::<B>(
                &self.fc,
                p::reshape::<__Shape_4x4x4, __Shape_64, B, f32>(&saved.max_pool),
                &mut saved.h,
                &mut (),
                context.layer(4),
            );
            <p::Sigmoid as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &p::Sigmoid,
                &saved.h,
                &mut saved.sigmoid,
                &mut (),
                context.layer(5),
            );
            <__Dropout as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &p::Dropout::<500000u32>,
                &saved.sigmoid,
                &mut saved.dropout,
                &mut (),
                context.layer(6),
            );
            <__Linear__2 as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &self.out,
                &saved.dropout,
                &mut saved.y,
                &mut (),
                context.layer(7),
            );
            <p::Relu as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &p::Relu,
                &saved.h,
                &mut saved.relu_2,
                &mut (),
                context.layer(8),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward_train::<B>(
                &p::Add,
                (&saved.y, &saved.relu_2),
                &mut *out,
                &mut (),
                context.layer(9),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: image, y: out, saved, dy: dout }: p::Pass<'_, Self, (p::N<1>, p::N<10>, p::N<10>), B, f32>,
            mut d_image: <(p::N<1>, p::N<10>, p::N<10>) as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <p::Relu as p::Layer<__Shape_8, f32>>::backward::<B>(
                &p::Relu,
                p::Pass {
                    x: &saved.h,
                    y: &saved.relu_2,
                    saved: &mut (),
                    dy: p::same_shape::<__Shape_8, __Shape_8, B, f32>(dout),
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut p::Relu),
                context.layer(8),
            );
            <__Linear__2 as p::Layer<__Shape_8, f32>>::backward::<B>(
                &self.out,
                p::Pass {
                    x: &saved.dropout,
                    y: &saved.y,
                    saved: &mut (),
                    dy: p::same_shape::<__Shape_8, __Shape_8, B, f32>(dout),
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(7),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            <__Dropout as p::Layer<__Shape_8, f32>>::backward::<B>(
                &p::Dropout::<500000u32>,
                p::Pass {
                    x: &saved.sigmoid,
                    y: &saved.dropout,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                p::Gradient::set(&mut p::Dropout::<500000u32>),
                context.layer(6),
            );
            <p::Sigmoid as p::Layer<__Shape_8, f32>>::backward::<B>(
                &p::Sigmoid,
                p::Pass {
                    x: &saved.h,
                    y: &saved.sigmoid,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut p::Sigmoid),
                context.layer(5),
            );
            <__Linear as p::Layer<__Shape_64, f32>>::backward::<B>(
                &self.fc,
                p::Pass {
                    x: p::reshape::<__Shape_4x4x4, __Shape_64, B, f32>(&saved.max_pool),
                    y: &saved.h,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                p::reshape_gradient::<__Shape_4x4x4, __Shape_64, B, f32>(Some(p::Gradient::set(unsafe {
                    p::member_mut(&mut saved.gradients_2)
                }))),
                p::Gradient::new(&mut grad.fc, adds),
                context.layer(4),
            );
            unsafe { context.complete::<Self, _>(&grad.fc) };
            <__MaxPool2d as p::Layer<__Shape_4x8x8, f32>>::backward_through_relu::<B>(
                &<__MaxPool2d>::new(),
                p::Pass {
                    x: &saved.norm,
                    y: &saved.max_pool,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                p::Gradient::set(&mut <__MaxPool2d>::new()),
                context.layer(3),
            );
            <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::backward::<B>(
                &self.norm,
                p::Pass {
                    x: &saved.conv,
                    y: &saved.norm,
                    saved: &mut saved.of_norm,
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.norm, adds),
                context.layer(1),
            );
            unsafe { context.complete::<Self, _>(&grad.norm) };
            <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::backward::<B>(
                &self.conv,
                p::Pass {
                    x: image,
                    y: &saved.conv,
                    saved: &mut saved.of_conv,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                <(p::N<1>, p::N<10>, p::N<10>) as p::Signal>::reborrow_grad::<B, f32>(&mut d_image),
                p::Gradient::new(&mut grad.conv, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.conv) };
        }
    }

    #[automatically_derived]
    impl p::Network for Small {
        type Elem = f32;
        type In = (p::N<1>, p::N<10>, p::N<10>);
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
                p::Operand::Node(4, 0),
                p::Operand::Node(7, 0),
                p::Operand::Node(8, 0),
            ],
            [
                (<__Conv2d as p::Layer<__Shape_1x10x10, f32>>::NODE, "conv", "Conv2d<1, 4, kernel = 3>", 1, 0),
                (<__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::NODE, "norm", "BatchNorm2d<4>", 1, 1),
                (<p::Relu as p::Layer<__Shape_4x8x8, f32>>::NODE, "relu", "", 1, 0),
                (<__MaxPool2d as p::Layer<__Shape_4x8x8, f32>>::NODE, "max_pool", "", 1, 0),
                (<__Linear as p::Layer<__Shape_64, f32>>::NODE, "fc", "Linear<64, 8>", 1, 2),
                (<p::Sigmoid as p::Layer<__Shape_8, f32>>::NODE, "sigmoid", "", 1, 0),
                (<__Dropout as p::Layer<__Shape_8, f32>>::NODE, "dropout", "", 1, 0),
                (<__Linear__2 as p::Layer<__Shape_8, f32>>::NODE, "out", "Linear<8, 8>", 1, 3),
                (<p::Relu as p::Layer<__Shape_8, f32>>::NODE, "relu", "", 1, 0),
                (<p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::NODE, "+", "", 2, 0),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Small", &["image"], &[p::Operand::Node(9, 0)]);
    }

    impl Small {
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
            ::core::mem::size_of::<<Self as p::Layer<(p::N<1>, p::N<10>, p::N<10>), f32>>::Scratch<p::N<1>>>();
    }

    impl Small {
        /// The output for a batch of any size, on the heap.
        pub fn forward<B: p::Dim>(
            &self,
            image: &p::Tensor<(B, p::N<1>, p::N<10>, p::N<10>), f32>,
        ) -> p::Box<p::Tensor<(B, p::N<8>), f32>> {
            p::infer::<Self, B>(self, image)
        }
    }

    const _: () = p::expect_scratch::<Small>(4_096);
    #[repr(C)]
    pub struct SmallInt8Layers {
        input: [p::int8::Scale; 1usize],
        conv: <__Conv2d as p::int8::Quantize<__Shape_1x10x10>>::Int8,
        fc: <__Linear as p::int8::Quantize<__Shape_64>>::Int8,
        sigmoid: <p::Sigmoid as p::int8::Quantize<__Shape_8>>::Int8,
        out: <__Linear__2 as p::int8::Quantize<__Shape_8>>::Int8,
        relu: <p::Relu as p::int8::Quantize<__Shape_8>>::Int8,
        sum: <p::Add as p::int8::Quantize<p::Tuple<(__Shape_8, __Shape_8)>>>::Int8,
        output: [p::int8::Scale; 1usize],
    }

    impl p::int8::WithInt8 for Small {
        type Layers = SmallInt8Layers;
    }

    unsafe impl p::Plain for SmallInt8Layers {}
    #[automatically_derived]
    impl p::MustNotImplementDrop for SmallInt8 {}
    unsafe impl p::Plain for SmallInt8 {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union SmallInt8Values<B: p::Dim> {
        step_0: ::core::mem::ManuallyDrop<
            p::StepLayout<__Tensor_i8x256<B>, <__Conv2d as p::int8::Quantize<__Shape_1x10x10>>::Workspace, ()>,
        >,
        step_1: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_i8x256<B>, (), __Tensor_i8x64<B>>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallInt8Values<B> {}
    impl<B: p::Dim> SmallInt8Values<B> {
        const conv: p::Slot<Self, __Tensor_i8x4x8x8<B>> = p::Slot::from_start::<B, i8>(0);
        const max_pool: p::Slot<Self, __Tensor_i8x4x4x4<B>> = p::Slot::from_end::<B, i8>(0);
        const h: p::Slot<Self, __Tensor_i8x8<B>> = p::Slot::from_start::<B, i8>(0);
        const sigmoid: p::Slot<Self, __Tensor_i8x8<B>> = p::Slot::from_start::<B, i8>(8);
        const y: p::Slot<Self, __Tensor_i8x8<B>> = p::Slot::from_end::<B, i8>(0);
        const relu_2: p::Slot<Self, __Tensor_i8x8<B>> = p::Slot::from_end::<B, i8>(8);
        const of_conv: p::Slot<Self, <__Conv2d as p::int8::Quantize<__Shape_1x10x10>>::Workspace> =
            p::Slot::from_start::<B, i8>(256);
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::conv.bytes(), Self::of_conv.bytes()]);
            p::assert_disjoint(&[Self::conv.bytes(), Self::max_pool.bytes()]);
            p::assert_disjoint(&[Self::max_pool.bytes(), Self::h.bytes()]);
            p::assert_disjoint(&[Self::h.bytes(), Self::sigmoid.bytes(), Self::y.bytes()]);
            p::assert_disjoint(&[Self::h.bytes(), Self::y.bytes(), Self::relu_2.bytes()]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct SmallInt8Scratch<B: p::Dim> {
        values: SmallInt8Values<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SmallInt8Scratch<B> {}
    #[automatically_derived]
    impl p::int8::Quantized for SmallInt8 {
        type FloatNetwork = Small;
        type Out = (p::N<8>,);
        type Scratch<B: p::Dim> = SmallInt8Scratch<B>;
        const NAME: &'static str = "SmallInt8";
        const FIELDS : & 'static [p:: int8 :: Int8Field] = & [p:: int8 :: Int8Field { name : "input" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , input) + 0usize * :: core :: mem :: size_of :: < p:: int8 :: Scale > () , tensors : < p:: int8 :: Scale as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "conv" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , conv) , tensors : < < __Conv2d as p:: int8 :: Quantize < __Shape_1x10x10 >> :: Int8 as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "fc" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , fc) , tensors : < < __Linear as p:: int8 :: Quantize < __Shape_64 >> :: Int8 as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "sigmoid" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , sigmoid) , tensors : < < p:: Sigmoid as p:: int8 :: Quantize < __Shape_8 >> :: Int8 as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "out" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , out) , tensors : < < __Linear__2 as p:: int8 :: Quantize < __Shape_8 >> :: Int8 as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "relu" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , relu) , tensors : < < p:: Relu as p:: int8 :: Quantize < __Shape_8 >> :: Int8 as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "sum" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , sum) , tensors : < < p:: Add as p:: int8 :: Quantize < p:: Tuple < (__Shape_8 , __Shape_8 ,) > >> :: Int8 as p:: int8 :: Int8Layer > :: TENSORS , } , p:: int8 :: Int8Field { name : "output" , offset : :: core :: mem :: offset_of ! (SmallInt8Layers , output) + 0usize * :: core :: mem :: size_of :: < p:: int8 :: Scale > () , tensors : < p:: int8 :: Scale as p:: int8 :: Int8Layer > :: TENSORS , }] ;
        const VALUES: usize = 12usize;
        fn observe<B: p::Dim>(
            real: &Small,
            image: <(p::N<1>, p::N<10>, p::N<10>) as p::Signal>::Ref<'_, B, f32>,
            ranges: &mut [p::int8::Range],
        ) {
            ranges[0usize].observe((image).as_slice());
            let mut value_1 = p::zeroed::<__Tensor_f32x4x8x8<B>>();
            <__Conv2d as p::Layer<__Shape_1x10x10, f32>>::forward::<B>(
                &real.conv,
                image,
                &mut *value_1,
                &mut *p::zeroed::<<__Conv2d as p::Layer<__Shape_1x10x10, f32>>::Scratch<B>>(),
            );
            ranges[1usize].observe((&*value_1).as_slice());
            let mut value_2 = p::zeroed::<__Tensor_f32x4x8x8<B>>();
            <__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::forward::<B>(
                &real.norm,
                &*value_1,
                &mut *value_2,
                &mut *p::zeroed::<<__BatchNorm2d as p::Layer<__Shape_4x8x8, f32>>::Scratch<B>>(),
            );
            ranges[2usize].observe((&*value_2).as_slice());
            let mut value_3 = p::zeroed::<__Tensor_f32x4x8x8<B>>();
            <p::Relu as p::Layer<__Shape_4x8x8, f32>>::forward::<B>(
                &p::Relu,
                &*value_2,
                &mut *value_3,
                &mut *p::zeroed::<<p::Relu as p::Layer<__Shape_4x8x8, f32>>::Scratch<B>>(),
            );
            ranges[3usize].observe((&*value_3).as_slice());
            let mut value_4 = p::zeroed::<__Tensor_f32x4x4x4<B>>();
            <__MaxPool2d as p::Layer<__Shape_4x8x8, f32>>::forward::<B>(
                &<__MaxPool2d>::new(),
                &*value_3,
                &mut *value_4,
                &mut *p::zeroed::<<__MaxPool2d as p::Layer<__Shape_4x8x8, f32>>::Scratch<B>>(),
            );
            ranges[4usize].observe((&*value_4).as_slice());
            let mut value_6 = p::zeroed::<__Tensor_f32x8<B>>();
            <__Linear as p::Layer<__Shape_64, f32>>::forward::<B>(
                &real.fc,
                p::reshape::<__Shape_4x4x4, __Shape_64, B, f32>(&*value_4),
                &mut *value_6,
                &mut *p::zeroed::<<__Linear as p::Layer<__Shape_64, f32>>::Scratch<B>>(),
            );
            ranges[6usize].observe((&*value_6).as_slice());
            let mut value_7 = p::zeroed::<__Tensor_f32x8<B>>();
            <p::Sigmoid as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Sigmoid,
                &*value_6,
                &mut *value_7,
                &mut *p::zeroed::<<p::Sigmoid as p::Layer<__Shape_8, f32>>::Scratch<B>>(),
            );
            ranges[7usize].observe((&*value_7).as_slice());
            let mut value_8 = p::zeroed::<__Tensor_f32x8<B>>();
            <__Dropout as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Dropout::<500000u32>,
                &*value_7,
                &mut *value_8,
                &mut *p::zeroed::<<__Dropout as p::Layer<__Shape_8, f32>>::Scratch<B>>(),
            );
            ranges[8usize].observe((&*value_8).as_slice());
            let mut value_9 = p::zeroed::<__Tensor_f32x8<B>>();
            <__Linear__2 as p::Layer<__Shape_8, f32>>::forward::<B>(
                &real.out,
                &*value_8,
                &mut *value_9,
                &mut *p::zeroed::<<__Linear__2 as p::Layer<__Shape_8, f32>>::Scratch<B>>(),
            );
            ranges[9usize].observe((&*value_9).as_slice());
            let mut value_10 = p::zeroed::<__Tensor_f32x8<B>>();
            <p::Relu as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Relu,
                &*value_6,
                &mut *value_10,
                &mut *p::zeroed::<<p::Relu as p::Layer<__Shape_8, f32>>::Scratch<B>>(),
            );
            ranges[10usize].observe((&*value_10).as_slice());
            let mut value_11 = p::zeroed::<__Tensor_f32x8<B>>();
            <p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward::<B>(
                &p::Add,
                (&*value_9, &*value_10),
                &mut *value_11,
                &mut *p::zeroed::<<p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Scratch<B>>(),
            );
            ranges[11usize].observe((&*value_11).as_slice());
        }

        fn set(
            &mut self,
            real: &Small,
            ranges: &[p::int8::Range],
        ) -> ::core::result::Result<(), p::int8::QuantizeError> {
            self.0.input = [p::int8::Scale::new(ranges[0usize].quantization().map_err(|fault| fault.at("image"))?)];
            <__Conv2d as p::int8::Quantize<__Shape_1x10x10>>::quantize(
                &real.conv,
                |out| p::int8::Fold::channel(&real.norm, out),
                &[ranges[0usize].quantization().map_err(|fault| fault.at("image"))?],
                ranges[4usize].quantization().map_err(|fault| fault.at("max_pool"))?,
                &mut self.0.conv,
            )
            .map_err(|fault| fault.at("conv"))?;
            <__Linear as p::int8::Quantize<__Shape_64>>::quantize(
                &real.fc,
                |_| p::int8::Folded::IDENTITY,
                &[ranges[4usize].quantization().map_err(|fault| fault.at("max_pool"))?],
                ranges[6usize].quantization().map_err(|fault| fault.at("h"))?,
                &mut self.0.fc,
            )
            .map_err(|fault| fault.at("fc"))?;
            <p::Sigmoid as p::int8::Quantize<__Shape_8>>::quantize(
                &p::Sigmoid,
                |_| p::int8::Folded::IDENTITY,
                &[ranges[6usize].quantization().map_err(|fault| fault.at("h"))?],
                ranges[8usize].quantization().map_err(|fault| fault.at("dropout"))?,
                &mut self.0.sigmoid,
            )
            .map_err(|fault| fault.at("sigmoid"))?;
            <__Linear__2 as p::int8::Quantize<__Shape_8>>::quantize(
                &real.out,
                |_| p::int8::Folded::IDENTITY,
                &[ranges[8usize].quantization().map_err(|fault| fault.at("dropout"))?],
                ranges[9usize].quantization().map_err(|fault| fault.at("y"))?,
                &mut self.0.out,
            )
            .map_err(|fault| fault.at("out"))?;
            <p::Relu as p::int8::Quantize<__Shape_8>>::quantize(
                &p::Relu,
                |_| p::int8::Folded::IDENTITY,
                &[ranges[6usize].quantization().map_err(|fault| fault.at("h"))?],
                ranges[10usize].quantization().map_err(|fault| fault.at("relu"))?,
                &mut self.0.relu,
            )
            .map_err(|fault| fault.at("relu"))?;
            <p::Add as p::int8::Quantize<p::Tuple<(__Shape_8, __Shape_8)>>>::quantize(
                &p::Add,
                |_| p::int8::Folded::IDENTITY,
                &[
                    ranges[9usize].quantization().map_err(|fault| fault.at("y"))?,
                    ranges[10usize].quantization().map_err(|fault| fault.at("relu"))?,
                ],
                ranges[11usize].quantization().map_err(|fault| fault.at("+"))?,
                &mut self.0.sum,
            )
            .map_err(|fault| fault.at("sum"))?;
            self.0.output = [p::int8::Scale::new(ranges[11usize].quantization().map_err(|fault| fault.at("+"))?)];
            ::core::result::Result::Ok(())
        }

        fn input_scales(&self) -> &[p::int8::Scale] {
            &self.0.input
        }

        fn output_scales(&self) -> &[p::int8::Scale] {
            &self.0.output
        }

        fn check(&self) -> ::core::result::Result<(), p::int8::QuantizeError> {
            for scale in self.0.input.iter().chain(&self.0.output) {
                p::int8::Int8Layer::check(scale).map_err(|fault| fault.at("SmallInt8"))?;
            }
            p::int8::Int8Layer::check(&self.0.conv).map_err(|fault| fault.at("conv"))?;
            p::int8::Int8Layer::check(&self.0.fc).map_err(|fault| fault.at("fc"))?;
            p::int8::Int8Layer::check(&self.0.sigmoid).map_err(|fault| fault.at("sigmoid"))?;
            p::int8::Int8Layer::check(&self.0.out).map_err(|fault| fault.at("out"))?;
            p::int8::Int8Layer::check(&self.0.relu).map_err(|fault| fault.at("relu"))?;
            p::int8::Int8Layer::check(&self.0.sum).map_err(|fault| fault.at("sum"))?;
            ::core::result::Result::Ok(())
        }

        fn predict<B: p::Dim>(
            &self,
            image: <(p::N<1>, p::N<10>, p::N<10>) as p::int8::Integers>::Read<'_, B>,
            out: <(p::N<8>,) as p::int8::Integers>::Write<'_, B>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let () = SmallInt8Values::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Conv2d as p::int8::Quantize<__Shape_1x10x10>>::predict::<B>(
                &self.0.conv,
                image,
                unsafe { &mut *SmallInt8Values::<B>::conv.of(values) },
                unsafe { &mut *SmallInt8Values::<B>::of_conv.of(values) },
            );
            <__MaxPool2d as p::int8::Quantize<__Shape_4x8x8>>::predict::<B>(
                &(),
                p::same_shape::<__Shape_4x8x8, __Shape_4x8x8, B, i8>(p::same_shape::<
                    __Shape_4x8x8,
                    __Shape_4x8x8,
                    B,
                    i8,
                >(unsafe {
                    &*SmallInt8Values::<B>::conv.of(values)
                })),
                unsafe { &mut *SmallInt8Values::<B>::max_pool.of(values) },
                &mut (),
            );
            <__Linear as p::int8::Quantize<__Shape_64>>::predict::<B>(
                &self.0.fc,
                p::reshape::<__Shape_4x4x4, __Shape_64, B, i8>(unsafe { &*SmallInt8Values::<B>::max_pool.of(values) }),
                unsafe { &mut *SmallInt8Values::<B>::h.of(values) },
                &mut (),
            );
            <p::Sigmoid as p::int8::Quantize<__Shape_8>>::predict::<B>(
                &self.0.sigmoid,
                unsafe { &*SmallInt8Values::<B>::h.of(values) },
                unsafe { &mut *SmallInt8Values::<B>::sigmoid.of(values) },
                &mut (),
            );
            <__Linear__2 as p::int8::Quantize<__Shape_8>>::predict::<B>(
                &self.0.out,
                p::same_shape::<__Shape_8, __Shape_8, B, i8>(unsafe { &*SmallInt8Values::<B>::sigmoid.of(values) }),
                unsafe { &mut *SmallInt8Values::<B>::y.of(values) },
                &mut (),
            );
            <p::Relu as p::int8::Quantize<__Shape_8>>::predict::<B>(
                &self.0.relu,
                unsafe { &*SmallInt8Values::<B>::h.of(values) },
                unsafe { &mut *SmallInt8Values::<B>::relu_2.of(values) },
                &mut (),
            );
            <p::Add as p::int8::Quantize<p::Tuple<(__Shape_8, __Shape_8)>>>::predict::<B>(
                &self.0.sum,
                (unsafe { &*SmallInt8Values::<B>::y.of(values) }, unsafe { &*SmallInt8Values::<B>::relu_2.of(values) }),
                &mut *out,
                &mut (),
            );
        }
    }

    #[automatically_derived]
    impl p::Stored for SmallInt8 {
        const TENSORS: p::StoredTensors = p::StoredTensors::Int8(<SmallInt8 as p::int8::Quantized>::FIELDS);
        const ARCHITECTURE: u64 = p::fingerprint::<Small>();
    }

    impl SmallInt8 {
        /// The size of all stored parameters in bytes.
        pub const FLASH_BYTES: usize = ::core::mem::size_of::<Self>();
        /// The size of the scratch for inference of one sample, in bytes.
        pub const SCRATCH_BYTES: usize = ::core::mem::size_of::<SmallInt8Scratch<p::N<1>>>();
    }

    const _: () = p::int8::expect_flash::<SmallInt8>(4_000);
    const _: () = p::int8::expect_scratch::<SmallInt8>(2_000);
};
