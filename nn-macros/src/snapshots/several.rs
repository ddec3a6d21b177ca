///
/// ```text
/// layer    type          output    parameters  MACs
/// a        input         [4]
/// b        input         [4]
/// left     Linear<4, 6>  [6]               30    24
/// right    Linear<4, 6>  [6]               30    24
/// sigmoid                [6]                0     0
/// concat                 [12]               0     0
/// split                  [6], [6]           0     0
/// +                      [6]                0     0
/// out      Linear<6, 5>  [5]               35    30
/// reshape                [2, 3]             0     0
/// b                      [4]                0     0
/// total                                    95    78
/// ```
#[repr(C)]
struct Several {
    left: p::Linear<p::N<4>, p::N<6>>,
    right: p::Linear<p::N<4>, p::N<6>>,
    out: p::Linear<p::N<6>, p::N<5>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Linear = p::Linear<p::N<4>, p::N<6>>;
    type __Linear__2 = p::Linear<p::N<6>, p::N<5>>;
    type __Tensor_f32x12<B> = p::Tensor<(B, p::N<12>), f32>;
    type __Tensor_f32x6<B> = p::Tensor<(B, p::N<6>), f32>;
    type __Shape_4 = (p::N<4>,);
    type __Concat = p::Concat<0usize>;
    type __Shape_6 = (p::N<6>,);
    type __Split = p::Split<p::N<6>, 0usize>;
    type __Shape_12 = (p::N<12>,);
    type __Shape_2x3 = (p::N<2>, p::N<3>);
    #[automatically_derived]
    impl p::MustNotImplementDrop for Several {}
    #[automatically_derived]
    unsafe impl p::Plain for Several {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Several {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("left", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("right", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <__Linear__2 as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Several {
        type Input<Given: p::Signal> = p::Tuple<((p::N<4>,), (p::N<4>,))>;
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Several {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.left, rng);
            p::Init::init(&mut self.right, rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SeveralSaved_gradients<B: p::Dim> {
        d_left: ::core::mem::ManuallyDrop<__Tensor_f32x6<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SeveralSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SeveralSaved_gradients_2<B: p::Dim> {
        d_right: ::core::mem::ManuallyDrop<__Tensor_f32x6<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SeveralSaved_gradients_2<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct SeveralSaved<B: p::Dim> {
        left: __Tensor_f32x6<B>,
        right: __Tensor_f32x6<B>,
        front: __Tensor_f32x6<B>,
        back: __Tensor_f32x6<B>,
        sum: __Tensor_f32x6<B>,
        d_both: __Tensor_f32x12<B>,
        gradients: SeveralSaved_gradients<B>,
        gradients_2: SeveralSaved_gradients_2<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SeveralSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union SeveralValues<B: p::Dim> {
        step_5: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x6<B>, (), __Tensor_f32x12<B>>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SeveralValues<B> {}
    impl<B: p::Dim> SeveralValues<B> {
        const left: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(0);
        const right: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(6);
        const front: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_start::<B, f32>(0);
        const back: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_end::<B, f32>(0);
        const sum: p::Slot<Self, __Tensor_f32x6<B>> = p::Slot::from_end::<B, f32>(6);
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::left.bytes(), Self::right.bytes()]);
            p::assert_disjoint(&[Self::front.bytes(), Self::back.bytes(), Self::sum.bytes()]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct SeveralScratch<B: p::Dim> {
        values: SeveralValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SeveralScratch<B> {}
    #[automatically_derived]
    impl p::Layer<p::Tuple<((p::N<4>,), (p::N<4>,))>, f32> for Several {
        type Out = p::Tuple<((p::N<5>,), (p::N<12>,), (p::N<2>, p::N<3>), (p::N<4>,))>;
        type Saved<B: p::Dim> = SeveralSaved<B>;
        type Scratch<B: p::Dim> = SeveralScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            (a, b): <p::Tuple<((p::N<4>,), (p::N<4>,))> as p::Signal>::Ref<'_, B, f32>,
            (out_0 , out_1 , out_2 , out_3) : < p:: Tuple < ((p:: N < 5 > ,) , (p:: N < 12 > ,) , (p:: N < 2 > , p:: N < 3 > ,) , (p:: N < 4 > ,) ,) > as p:: Signal > :: Mut < '_ , B , f32 >,
            scratch: &mut Self::Scratch<B>,
        ) {
            let () = SeveralValues::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Linear as p::Layer<__Shape_4, f32>>::forward::<B>(
                &self.left,
                a,
                unsafe { &mut *SeveralValues::<B>::left.of(values) },
                &mut (),
            );
            <__Linear as p::Layer<__Shape_4, f32>>::forward::<B>(
                &self.right,
                b,
                unsafe { &mut *SeveralValues::<B>::right.of(values) },
                &mut (),
            );
            p::activate::<p::Sigmoid, _, _>(unsafe { &mut *SeveralValues::<B>::right.of(values) });
            <__Concat as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward::<B>(
                &p::Concat::<0usize>,
                (unsafe { &*SeveralValues::<B>::left.of(values) }, unsafe { &*SeveralValues::<B>::right.of(values) }),
                &mut *out_1,
                &mut (),
            );
            <__Split as p::Layer<__Shape_12, f32>>::forward::<B>(
                &<__Split>::new(),
                &*out_1,
                (unsafe { &mut *SeveralValues::<B>::front.of(values) }, unsafe {
                    &mut *SeveralValues::<B>::back.of(values)
                }),
                &mut (),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward::<B>(
                &p::Add,
                (unsafe { &*SeveralValues::<B>::front.of(values) }, unsafe { &*SeveralValues::<B>::back.of(values) }),
                unsafe { &mut *SeveralValues::<B>::sum.of(values) },
                &mut (),
            );
            <__Linear__2 as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.out,
                unsafe { &*SeveralValues::<B>::sum.of(values) },
                &mut *out_0,
                &mut (),
            );
            <p::Identity as p::Layer<__Shape_2x3, f32>>::forward::<B>(
                &p::Identity,
                p::reshape::<__Shape_6, __Shape_2x3, B, f32>(unsafe { &*SeveralValues::<B>::back.of(values) }),
                &mut *out_2,
                &mut (),
            );
            <p::Identity as p::Layer<__Shape_4, f32>>::forward::<B>(&p::Identity, b, &mut *out_3, &mut ());
        }

        fn forward_train<B: p::Dim>(
            &self,
            (a, b): <p::Tuple<((p::N<4>,), (p::N<4>,))> as p::Signal>::Ref<'_, B, f32>,
            (out_0 , out_1 , out_2 , out_3) : < p:: Tuple < ((p:: N < 5 > ,) , (p:: N < 12 > ,) , (p:: N < 2 > , p:: N < 3 > ,) , (p:: N < 4 > ,) ,) > as p:: Signal > :: Mut < '_ , B , f32 >,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Linear as p::Layer<__Shape_4, f32>>::forward_train::<B>(
                &self.left,
                a,
                &mut saved.left,
                &mut (),
                context.layer(0),
            );
            <__Linear as p::Layer<__Shape_4, f32>>::forward_train::<B>(
                &self.right,
                b,
                &mut saved.right,
                &mut (),
                context.layer(1),
            );
            p::activate::<p::Sigmoid, _, _>(&mut saved.right);
            <__Concat as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward_train::<B>(
                &p::Concat::<0usize>,
                (&saved.left, &saved.right),
                &mut *out_1,
                &mut (),
                context.layer(3),
            );
            <__Split as p::Layer<__Shape_12, f32>>::forward_train::<B>(
                &<__Split>::new(),
                &*out_1,
                (&mut saved.front, &mut saved.back),
                &mut (),
                context.layer(4),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::forward_train::<B>(
                &p::Add,
                (&saved.front, &saved.back),
                &mut saved.sum,
                &mut (),
                context.layer(5),
            );
            <__Linear__2 as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.out,
                &saved.sum,
                &mut *out_0,
                &mut (),
                context.layer(6),
            );
            <p::Identity as p::Layer<__Shape_2x3, f32>>::forward_train::<B>(
                &p::Identity,
                p::reshape::<__Shape_6, __Shape_2x3, B, f32>(&saved.back),
                &mut *out_2,
                &mut (),
                context.layer(7),
            );
            <p::Identity as p::Layer<__Shape_4, f32>>::forward_train::<B>(
                &p::Identity,
                b,
                &mut *out_3,
                &mut (),
                context.layer(8),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p:: Pass { x : (a , b) , y : (out_0 , out_1 , out_2 , out_3) , saved , dy : (dout_0 , dout_1 , dout_2 , dout_3) } : p:: Pass < '_ , Self , p:: Tuple < ((p:: N < 4 > ,) , (p:: N < 4 > ,) ,) > , B , f32 >,
            (mut d_a, mut d_b): <p::Tuple<((p::N<4>,), (p::N<4>,))> as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <(p::N<12>,) as p::Signal>::copy::<B, f32>(dout_1, &mut saved.d_both);
            <p::Identity as p::Layer<__Shape_4, f32>>::backward::<B>(
                &p::Identity,
                p::Pass { x: b, y: &*out_3, saved: &mut (), dy: dout_3 },
                <(p::N<4>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_b),
                p::Gradient::set(&mut p::Identity),
                context.layer(8),
            );
            <p::Identity as p::Layer<__Shape_2x3, f32>>::backward::<B>(
                &p::Identity,
                p::Pass {
                    x: p::reshape::<__Shape_6, __Shape_2x3, B, f32>(&saved.back),
                    y: &*out_2,
                    saved: &mut (),
                    dy: dout_2,
                },
                p::reshape_gradient::<__Shape_6, __Shape_2x3, B, f32>(Some(p::Gradient::set(unsafe {
                    p::member_mut(&mut saved.gradients)
                }))),
                p::Gradient::set(&mut p::Identity),
                context.layer(7),
            );
            <__Linear__2 as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.out,
                p::Pass { x: &saved.sum, y: &*out_0, saved: &mut (), dy: dout_0 },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(6),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            <p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::backward::<B>(
                &p::Add,
                p::Pass {
                    x: (&saved.front, &saved.back),
                    y: &saved.sum,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                (::core::option::Option::None, Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients) }))),
                p::Gradient::set(&mut p::Add),
                context.layer(5),
            );
            <__Split as p::Layer<__Shape_12, f32>>::backward::<B>(
                &<__Split>::new(),
                p::Pass {
                    x: &*out_1,
                    y: (&saved.front, &saved.back),
                    saved: &mut (),
                    dy: (unsafe { p::member(&saved.gradients_2) }, unsafe { p::member(&saved.gradients) }),
                },
                Some(p::Gradient::add(&mut saved.d_both)),
                p::Gradient::set(&mut <__Split>::new()),
                context.layer(4),
            );
            <__Concat as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::backward::<B>(
                &p::Concat::<0usize>,
                p::Pass { x: (&saved.left, &saved.right), y: &*out_1, saved: &mut (), dy: &saved.d_both },
                (
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                ),
                p::Gradient::set(&mut p::Concat::<0usize>),
                context.layer(3),
            );
            p::activate_backward::<p::Sigmoid, _, _>(&saved.right, unsafe {
                p::member_mut::<_, __Tensor_f32x6<B>>(&mut saved.gradients_2)
            });
            <__Linear as p::Layer<__Shape_4, f32>>::backward::<B>(
                &self.right,
                p::Pass { x: b, y: &saved.right, saved: &mut (), dy: unsafe { p::member(&saved.gradients_2) } },
                <(p::N<4>,) as p::Signal>::adding::<B, f32>(<(p::N<4>,) as p::Signal>::reborrow_grad::<B, f32>(
                    &mut d_b,
                )),
                p::Gradient::new(&mut grad.right, adds),
                context.layer(1),
            );
            unsafe { context.complete::<Self, _>(&grad.right) };
            <__Linear as p::Layer<__Shape_4, f32>>::backward::<B>(
                &self.left,
                p::Pass { x: a, y: &saved.left, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                <(p::N<4>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_a),
                p::Gradient::new(&mut grad.left, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.left) };
        }
    }

    #[automatically_derived]
    impl p::Network for Several {
        type Elem = f32;
        type In = p::Tuple<((p::N<4>,), (p::N<4>,))>;
        const NODES: &'static [p::graph::Node] = &p::graph::nodes::<Self, f32, _>(
            &[
                p::Operand::Input(0),
                p::Operand::Input(1),
                p::Operand::Node(1, 0),
                p::Operand::Node(0, 0),
                p::Operand::Node(2, 0),
                p::Operand::Node(3, 0),
                p::Operand::Node(4, 0),
                p::Operand::Node(4, 1),
                p::Operand::Node(5, 0),
                p::Operand::Node(4, 1),
                p::Operand::Input(1),
            ],
            [
                (<__Linear as p::Layer<__Shape_4, f32>>::NODE, "left", "Linear<4, 6>", 1, 0),
                (<__Linear as p::Layer<__Shape_4, f32>>::NODE, "right", "Linear<4, 6>", 1, 1),
                (<p::Sigmoid as p::Layer<__Shape_6, f32>>::NODE, "sigmoid", "", 1, 0),
                (<__Concat as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::NODE, "concat", "", 2, 0),
                (<__Split as p::Layer<__Shape_12, f32>>::NODE, "split", "", 1, 0),
                (<p::Add as p::Layer<p::Tuple<(__Shape_6, __Shape_6)>, f32>>::NODE, "+", "", 2, 0),
                (<__Linear__2 as p::Layer<__Shape_6, f32>>::NODE, "out", "Linear<6, 5>", 1, 2),
                (<p::Identity as p::Layer<__Shape_2x3, f32>>::NODE, "reshape", "", 1, 0),
                (<p::Identity as p::Layer<__Shape_4, f32>>::NODE, "b", "", 1, 0),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>(
            "Several",
            &["a", "b"],
            &[p::Operand::Node(6, 0), p::Operand::Node(3, 0), p::Operand::Node(7, 0), p::Operand::Node(8, 0)],
        );
    }

    impl Several {
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
        const SCRATCH_BYTES: usize =
            ::core::mem::size_of::<<Self as p::Layer<p::Tuple<((p::N<4>,), (p::N<4>,))>, f32>>::Scratch<p::N<1>>>();
    }

    impl Several {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(
            &self,
            a: &p::Tensor<(B, p::N<4>), f32>,
            b: &p::Tensor<(B, p::N<4>), f32>,
        ) -> p::Box<<p::Tuple<((p::N<5>,), (p::N<12>,), (p::N<2>, p::N<3>), (p::N<4>,))> as p::Signal>::Owned<B, f32>>
        {
            p::infer::<Self, B>(self, (a, b))
        }
    }
};
