///
/// ```text
/// layer   type          output  parameters  MACs
/// x       input         [6]
/// first   Linear<6, 6>  [6]             42    36
/// relu                  [6]              0     0
/// second  Linear<6, 6>  [6]             42    36
/// +                     [6]              0     0
/// norm    LayerNorm<6>  [6]             12     0
/// first   Linear<6, 6>  [6]              0    36
/// tanh                  [6]              0     0
/// second  Linear<6, 6>  [6]              0    36
/// +                     [6]              0     0
/// norm    LayerNorm<6>  [6]              0     0
/// +                     [6]              0     0
/// out     Linear<6, 3>  [3]             21    18
/// total                                117   162
/// ```
#[repr(C)]
struct Residual {
    first: p::Linear<p::N<6>, p::N<6>>,
    second: p::Linear<p::N<6>, p::N<6>>,
    norm: p::LayerNorm<(p::N<6>,), 10000000u64, p::WithAffine, f32>,
    out: p::Linear<p::N<6>, p::N<3>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Linear = p::Linear<p::N<6>, p::N<6>>;
    type __LayerNorm = p::LayerNorm<(p::N<6>,), 10000000u64, p::WithAffine, f32>;
    type __Linear__2 = p::Linear<p::N<6>, p::N<3>>;
    type __Tensor_f32x6<B> = p::Tensor<(B, p::N<6>), f32>;
    type __Shape_6 = (p::N<6>,);
    type __Tensor_f32x12<B> = p::Tensor<(B, p::N<12>), f32>;
    type __Fused = p::Fused<
        p::expression::Steps<
            (
                p::expression::Combine<p::expression::Times, 2, 0, 1>,
                p::expression::Combine<p::expression::Plus, 3, 2, 2>,
            ),
            2,
            4,
        >,
        (p::N<6>,),
        (p::N<6>,),
        ((p::AllAxes, p::AllAxes), p::AllAxes),
    >;
    #[automatically_derived]
    impl p::MustNotImplementDrop for Residual {}
    #[automatically_derived]
    unsafe impl p::Plain for Residual {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Residual {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("first", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("second", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("norm", <__LayerNorm as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <__Linear__2 as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Residual {
        type Input<Given: p::Signal> = (p::N<6>,);
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Residual {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.first, rng);
            p::Init::init(&mut self.second, rng);
            p::Init::init(&mut self.norm, rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union ResidualSaved_gradients<B: p::Dim> {
        d_first: ::core::mem::ManuallyDrop<__Tensor_f32x6<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for ResidualSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union ResidualSaved_gradients_2<B: p::Dim> {
        d_second: ::core::mem::ManuallyDrop<__Tensor_f32x6<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for ResidualSaved_gradients_2<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union ResidualSaved_gradients_3<B: p::Dim> {
        d_norm: ::core::mem::ManuallyDrop<__Tensor_f32x6<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for ResidualSaved_gradients_3<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct ResidualSaved<B: p::Dim> {
        first: __Tensor_f32x6<B>,
        second: __Tensor_f32x6<B>,
        a: __Tensor_f32x6<B>,
        norm: __Tensor_f32x6<B>,
        first_2: __Tensor_f32x6<B>,
        second_2: __Tensor_f32x6<B>,
        b: __Tensor_f32x6<B>,
        norm_2: __Tensor_f32x6<B>,
        sum: __Tensor_f32x6<B>,
        gradients: ResidualSaved_gradients<B>,
        gradients_2: ResidualSaved_gradients_2<B>,
        gradients_3: ResidualSaved_gradients_3<B>,
        of_norm: <__LayerNorm as p::Layer<__Shape_6, f32>>::Saved<B>,
        of_norm_2: <__LayerNorm as p::Layer<__Shape_6, f32>>::Saved<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for ResidualSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union ResidualValues<B: p::Dim> {
        step_4: ::core::mem::ManuallyDrop<
            p::StepLayout<__Tensor_f32x12<B>, <__LayerNorm as p::Layer<__Shape_6, f32>>::Scratch<B>, ()>,
        >,
        step_5: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x12<B>, (), __Tensor_f32x6<B>>>,
        step_9: ::core::mem::ManuallyDrop<
            p::StepLayout<__Tensor_f32x6<B>, <__LayerNorm as p::Layer<__Shape_6, f32>>::Scratch<B>, __Tensor_f32x6<B>>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for ResidualValues<B> {}
    impl<B: p::Dim> ResidualValues<B> {
        const first: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(0);
        const second: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_end::<B, f32>(0);
        const a: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(0);
        const norm: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(6);
        const first_2: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_end::<B, f32>(0);
        const second_2: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(6);
        const b: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_end::<B, f32>(0);
        const norm_2: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(0);
        const sum: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(6);
        const of_norm: p::Slot<Self, <__LayerNorm as p::Layer<__Shape_6, f32>>::Scratch<B>> =
            p::Slot::from_start::<B, f32>(12);
        const of_norm_2: p::Slot<Self, <__LayerNorm as p::Layer<__Shape_6, f32>>::Scratch<B>> =
            p::Slot::from_start::<B, f32>(6);
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::first.bytes(), Self::second.bytes()]);
            p::assert_disjoint(&[Self::second.bytes(), Self::a.bytes()]);
            p::assert_disjoint(&[Self::a.bytes(), Self::norm.bytes(), Self::of_norm.bytes()]);
            p::assert_disjoint(&[Self::a.bytes(), Self::norm.bytes(), Self::first_2.bytes()]);
            p::assert_disjoint(&[Self::a.bytes(), Self::first_2.bytes(), Self::second_2.bytes()]);
            p::assert_disjoint(&[Self::a.bytes(), Self::second_2.bytes(), Self::b.bytes()]);
            p::assert_disjoint(&[Self::b.bytes(), Self::norm_2.bytes(), Self::of_norm_2.bytes()]);
            p::assert_disjoint(&[Self::b.bytes(), Self::norm_2.bytes(), Self::sum.bytes()]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct ResidualScratch<B: p::Dim> {
        values: ResidualValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for ResidualScratch<B> {}
    #[automatically_derived]
    impl p::Layer<(p::N<6>,), f32> for Residual {
        type Out = (p::N<3>,);
        type Saved<B: p::Dim> = ResidualSaved<B>;
        type Scratch<B: p::Dim> = ResidualScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            x: <(p::N<6>,) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<3>,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let () = ResidualValues::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Linear as p::Layer<__Shape_6, f32>>::forward_relu::<B>(
                &self.first,
                x,
                unsafe { &mut *ResidualValues::<B>::first.of(values) },
                &mut (),
            );
            <__Linear as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.second,
                unsafe { &*ResidualValues::<B>::first.of(values) },
                unsafe { &mut *ResidualValues::<B>::second.of(values) },
                &mut (),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward::<B>(
                &p::Add,
                (x, unsafe { &*ResidualValues::<B>::second.of(values) }),
                unsafe { &mut *ResidualValues::<B>::a.of(values) },
                &mut (),
            );
            <__LayerNorm as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.norm,
                unsafe { &*ResidualValues::<B>::a.of(values) },
                unsafe { &mut *ResidualValues::<B>::norm.of(values) },
                unsafe { &mut *ResidualValues::<B>::of_norm.of(values) },
            );
            <__Linear as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.first,
                unsafe { &*ResidualValues::<B>::norm.of(values) },
                unsafe { &mut *ResidualValues::<B>::first_2.of(values) },
                &mut (),
            );
            p::activate::<p::Tanh, _, _>(unsafe { &mut *ResidualValues::<B>::first_2.of(values) });
            <__Linear as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.second,
                unsafe { &*ResidualValues::<B>::first_2.of(values) },
                unsafe { &mut *ResidualValues::<B>::second_2.of(values) },
                &mut (),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward::<B>(
                &p::Add,
                (unsafe { &*ResidualValues::<B>::a.of(values) }, unsafe { &*ResidualValues::<B>::second_2.of(values) }),
                unsafe { &mut *ResidualValues::<B>::b.of(values) },
                &mut (),
            );
            <__LayerNorm as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.norm,
                unsafe { &*ResidualValues::<B>::b.of(values) },
                unsafe { &mut *ResidualValues::<B>::norm_2.of(values) },
                unsafe { &mut *ResidualValues::<B>::of_norm_2.of(values) },
            );
            <__Fused as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward::<B>(
                &<__Fused>::new(),
                (unsafe { &*ResidualValues::<B>::b.of(values) }, unsafe { &*ResidualValues::<B>::norm_2.of(values) }),
                unsafe { &mut *ResidualValues::<B>::sum.of(values) },
                &mut (),
            );
            <__Linear__2 as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.out,
                unsafe { &*ResidualValues::<B>::sum.of(values) },
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            x: <(p::N<6>,) as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<3>,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Linear as p::Layer<__Shape_6, f32>>::forward_train_relu::<B>(
                &self.first,
                x,
                &mut saved.first,
                &mut (),
                context.layer(0),
            );
            <__Linear as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.second,
                &saved.first,
                &mut saved.second,
                &mut (),
                context.layer(2),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward_train::<B>(
                &p::Add,
                (x, &saved.second),
                &mut saved.a,
                &mut (),
                context.layer(3),
            );
            <__LayerNorm as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.norm,
                &saved.a,
                &mut saved.norm,
                &mut saved.of_norm,
                context.layer(4),
            );
            <__Linear as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.first,
                &saved.norm,
                &mut saved.first_2,
                &mut (),
                context.layer(5),
            );
            p::activate::<p::Tanh, _, _>(&mut saved.first_2);
            <__Linear as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.second,
                &saved.first_2,
                &mut saved.second_2,
                &mut (),
                context.layer(7),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward_train::<B>(
                &p::Add,
                (&saved.a, &saved.second_2),
                &mut saved.b,
                &mut (),
                context.layer(8),
            );
            <__LayerNorm as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.norm,
                &saved.b,
                &mut saved.norm_2,
                &mut saved.of_norm_2,
                context.layer(9),
            );
            <__Fused as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward_train::<B>(
                &<__Fused>::new(),
                (&saved.b, &saved.norm_2),
                &mut saved.sum,
                &mut (),
                context.layer(10),
            );
            <__Linear__2 as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.out,
                &saved.sum,
                &mut *out,
                &mut (),
                context.layer(11),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: x, y: out, saved, dy: dout }: p::Pass<'_, Self, (p::N<6>,), B, f32>,
            mut d_x: <(p::N<6>,) as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <__Linear__2 as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.out,
                p::Pass { x: &saved.sum, y: &*out, saved: &mut (), dy: dout },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(11),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            <__Fused as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::backward::<B>(
                &<__Fused>::new(),
                p::Pass {
                    x: (&saved.b, &saved.norm_2),
                    y: &saved.sum,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                (
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                ),
                p::Gradient::set(&mut <__Fused>::new()),
                context.layer(10),
            );
            <__LayerNorm as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.norm,
                p::Pass {
                    x: &saved.b,
                    y: &saved.norm_2,
                    saved: &mut saved.of_norm_2,
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.norm, adds),
                context.layer(9),
            );
            <__Linear as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.second,
                p::Pass {
                    x: &saved.first_2,
                    y: &saved.second_2,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.second, adds),
                context.layer(7),
            );
            p::activate_backward::<p::Tanh, _, _>(&saved.first_2, unsafe {
                p::member_mut::<_, __Tensor_f32x6<B>>(&mut saved.gradients)
            });
            <__Linear as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.first,
                p::Pass {
                    x: &saved.norm,
                    y: &saved.first_2,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                p::Gradient::new(&mut grad.first, adds),
                context.layer(5),
            );
            <__LayerNorm as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.norm,
                p::Pass {
                    x: &saved.a,
                    y: &saved.norm,
                    saved: &mut saved.of_norm,
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::add(&mut grad.norm),
                context.layer(4),
            );
            unsafe { context.complete::<Self, _>(&grad.norm) };
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::backward::<B>(
                &p::Add,
                p::Pass {
                    x: (x, &saved.second),
                    y: &saved.a,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                (<(p::N<6>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x), ::core::option::Option::None),
                p::Gradient::set(&mut p::Add),
                context.layer(3),
            );
            <__Linear as p::Layer<__Shape_6, f32>>::backward_through_relu::<B>(
                &self.second,
                p::Pass {
                    x: &saved.first,
                    y: &saved.second,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::add(&mut grad.second),
                context.layer(2),
            );
            unsafe { context.complete::<Self, _>(&grad.second) };
            <__Linear as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.first,
                p::Pass { x: x, y: &saved.first, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                <(p::N<6>,) as p::Signal>::adding::<B, f32>(<(p::N<6>,) as p::Signal>::reborrow_grad::<B, f32>(
                    &mut d_x,
                )),
                p::Gradient::add(&mut grad.first),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.first) };
        }
    }

    #[automatically_derived]
    impl p::Network for Residual {
        type Elem = f32;
        type In = (p::N<6>,);
        const NODES: &'static [p::graph::Node] = &p::graph::nodes::<Self, f32, _>(
            &[
                p::Operand::Input(0),
                p::Operand::Node(0, 0),
                p::Operand::Node(1, 0),
                p::Operand::Input(0),
                p::Operand::Node(2, 0),
                p::Operand::Node(3, 0),
                p::Operand::Node(4, 0),
                p::Operand::Node(5, 0),
                p::Operand::Node(6, 0),
                p::Operand::Node(3, 0),
                p::Operand::Node(7, 0),
                p::Operand::Node(8, 0),
                p::Operand::Node(8, 0),
                p::Operand::Node(9, 0),
                p::Operand::Node(10, 0),
            ],
            [
                (<__Linear as p::Layer<__Shape_6, f32>>::NODE, "first", "Linear<6, 6>", 1, 0),
                (<p::Relu as p::Layer<__Shape_6, f32>>::NODE, "relu", "", 1, 0),
                (<__Linear as p::Layer<__Shape_6, f32>>::NODE, "second", "Linear<6, 6>", 1, 1),
                (<p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::NODE, "+", "", 2, 0),
                (<__LayerNorm as p::Layer<__Shape_6, f32>>::NODE, "norm", "LayerNorm<6>", 1, 2),
                (<__Linear as p::Layer<__Shape_6, f32>>::NODE, "first", "Linear<6, 6>", 1, 0),
                (<p::Tanh as p::Layer<__Shape_6, f32>>::NODE, "tanh", "", 1, 0),
                (<__Linear as p::Layer<__Shape_6, f32>>::NODE, "second", "Linear<6, 6>", 1, 1),
                (<p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::NODE, "+", "", 2, 0),
                (<__LayerNorm as p::Layer<__Shape_6, f32>>::NODE, "norm", "LayerNorm<6>", 1, 2),
                (<__Fused as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::NODE, "+", "", 2, 0),
                (<__Linear__2 as p::Layer<__Shape_6, f32>>::NODE, "out", "Linear<6, 3>", 1, 3),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Residual", &["x"], &[p::Operand::Node(11, 0)]);
    }

    impl Residual {
        /// The number of trainable parameters.
        const PARAMETERS: usize = p::trainable::<Self>();
        /// Multiply-accumulates of one sample in inference.
        const MACS: usize = p::macs::<Self>();
        /// The size of all stored parameters in bytes.
        const PARAMETER_BYTES: usize = ::core::mem::size_of::<Self>();
        /// The size of the weights in flash, in bytes.
        const FLASH_BYTES: usize = ::core::mem::size_of::<Self>();
        /// Floating-point operations of one sample in inference: a multiply-accumulate is two.
        const FLOPS: usize = 2 * p::macs::<Self>();
        /// Bytes of a gradient.
        const GRADIENT_BYTES: usize = ::core::mem::size_of::<Self>();
        /// The size of the scratch for inference of one sample, in bytes.
        const SCRATCH_BYTES: usize = ::core::mem::size_of::<<Self as p::Layer<(p::N<6>,), f32>>::Scratch<p::N<1>>>();
    }

    impl Residual {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(&self, x: &p::Tensor<(B, p::N<6>), f32>) -> p::Box<p::Tensor<(B, p::N<3>), f32>> {
            p::infer::<Self, B>(self, x)
        }
    }
};
