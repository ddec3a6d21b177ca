///
/// ```text
/// layer        type                                   output            parameters   MACs
/// words        input                                  [16, Class<100>]
/// _mask        input                                  [16]
/// embed        Embedding<100, 8>                      [16, 8]                  800      0
/// permute                                             [8, 16]                    0      0
/// conv         Conv1d<8, 8, kernel = 3, padding = 1>  [8, 16]                  200  3 072
/// silu                                                [8, 16]                    0      0
/// norm         RmsNorm<16>                            [8, 16]                   16      0
/// max_pool                                            [8, 8]                     0      0
/// out          Linear<64, 100>                        [100]                  6 500  6 400
/// log_softmax                                         [100]                      0      0
/// total                                                                      7 516  9 472
/// ```
#[repr(C)]
struct Sequence {
    embed: p::Embedding<p::N<100>, p::N<8>>,
    conv: p::Conv1d<p::N<8>, p::N<8>, p::Window<p::N<3>, p::N<1>, p::N<1>, p::N<1>>, p::Ungrouped, p::WithBias, f32>,
    norm: p::RmsNorm<(p::N<16>,), 0u64, p::ScaleOnly, f32>,
    out: p::Linear<p::N<64>, p::N<100>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Embedding = p::Embedding<p::N<100>, p::N<8>>;
    type __Conv1d =
        p::Conv1d<p::N<8>, p::N<8>, p::Window<p::N<3>, p::N<1>, p::N<1>, p::N<1>>, p::Ungrouped, p::WithBias, f32>;
    type __RmsNorm = p::RmsNorm<(p::N<16>,), 0u64, p::ScaleOnly, f32>;
    type __Linear = p::Linear<p::N<64>, p::N<100>>;
    type __Tensor_f32x16x8<B> = p::Tensor<(B, p::N<16>, p::N<8>), f32>;
    type __Tensor_f32x8x16<B> = p::Tensor<(B, p::N<8>, p::N<16>), f32>;
    type __Tensor_f32x100<B> = p::Tensor<(B, p::N<100>), f32>;
    type __Tensor_f32x8x8<B> = p::Tensor<(B, p::N<8>, p::N<8>), f32>;
    type __Shape_8x16 = (p::N<8>, p::N<16>);
    type __Shape_indicesx16xbelowx100 = p::Indices<p::N<100>, (p::N<16>,)>;
    type __Permute = p::Permute<(p::N<1>, p::N<0>)>;
    type __Shape_16x8 = (p::N<16>, p::N<8>);
    type __MaxPool1d = p::MaxPool1d<p::N<2>, p::N<2>, p::N<0>, p::N<1>>;
    type __Shape_64 = (p::N<64>,);
    type __Shape_8x8 = (p::N<8>, p::N<8>);
    type __Shape_100 = (p::N<100>,);
    #[automatically_derived]
    impl p::MustNotImplementDrop for Sequence {}
    #[automatically_derived]
    unsafe impl p::Plain for Sequence {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Sequence {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("embed", <__Embedding as p::Parameters<f32>>::FIELD_LAYOUT),
            ("conv", <__Conv1d as p::Parameters<f32>>::FIELD_LAYOUT),
            ("norm", <__RmsNorm as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Sequence {
        type Input<Given: p::Signal> = p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))>;
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Sequence {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.embed, rng);
            p::Init::init(&mut self.conv, rng);
            p::Init::init(&mut self.norm, rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SequenceSaved_gradients<B: p::Dim> {
        d_embed: ::core::mem::ManuallyDrop<__Tensor_f32x16x8<B>>,
        d_conv: ::core::mem::ManuallyDrop<__Tensor_f32x8x16<B>>,
        d_out_2: ::core::mem::ManuallyDrop<__Tensor_f32x100<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SequenceSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union SequenceSaved_gradients_2<B: p::Dim> {
        d_channels: ::core::mem::ManuallyDrop<__Tensor_f32x8x16<B>>,
        d_max_pool: ::core::mem::ManuallyDrop<__Tensor_f32x8x8<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SequenceSaved_gradients_2<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct SequenceSaved<B: p::Dim> {
        embed: __Tensor_f32x16x8<B>,
        channels: __Tensor_f32x8x16<B>,
        conv: __Tensor_f32x8x16<B>,
        silu: __Tensor_f32x8x16<B>,
        norm: __Tensor_f32x8x16<B>,
        max_pool: __Tensor_f32x8x8<B>,
        out_2: __Tensor_f32x100<B>,
        gradients: SequenceSaved_gradients<B>,
        gradients_2: SequenceSaved_gradients_2<B>,
        of_conv: <__Conv1d as p::Layer<__Shape_8x16, f32>>::Saved<B>,
        of_norm: <__RmsNorm as p::Layer<__Shape_8x16, f32>>::Saved<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SequenceSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union SequenceValues<B: p::Dim> {
        step_1: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x16x8<B>, (), __Tensor_f32x8x16<B>>>,
        step_2: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x8x16<B>,
                <__Conv1d as p::Layer<__Shape_8x16, f32>>::Scratch<B>,
                __Tensor_f32x8x16<B>,
            >,
        >,
        step_4: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x8x16<B>,
                <__RmsNorm as p::Layer<__Shape_8x16, f32>>::Scratch<B>,
                __Tensor_f32x8x16<B>,
            >,
        >,
        step_5: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x8x16<B>, (), __Tensor_f32x8x8<B>>>,
        step_6: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f32x100<B>, (), __Tensor_f32x8x8<B>>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SequenceValues<B> {}
    /// The intermediate values.
    #[repr(C)]
    pub struct SequenceScratch<B: p::Dim> {
        values: SequenceValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for SequenceScratch<B> {}
    #[automatically_derived]
    impl p::Layer<p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))>, f32> for Sequence {
        type Out = (p::N<100>,);
        type Saved<B: p::Dim> = SequenceSaved<B>;
        type Scratch<B: p::Dim> = SequenceScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            (words, _mask): <p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))> as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<100>,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let values = &raw mut scratch.values;
            <__Embedding as p::Layer<__Shape_indicesx16xbelowx100, f32>>::forward::<B>(
                &self.embed,
                words,
                unsafe { p::first_mut(values) },
                &mut (),
            );
            <__Permute as p::Layer<__Shape_16x8, f32>>::forward::<B>(
                &<__Permute>::new(),
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <__Conv1d as p::Layer<__Shape_8x16, f32>>::forward::<B>(
                &self.conv,
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f32x8x16<B>, _>(values) },
            );
            <p::Silu as p::Layer<__Shape_8x16, f32>>::forward::<B>(
                &p::Silu,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <__RmsNorm as p::Layer<__Shape_8x16, f32>>::forward::<B>(
                &self.norm,
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f32x8x16<B>, _>(values) },
            );
            <__MaxPool1d as p::Layer<__Shape_8x16, f32>>::forward::<B>(
                &<__MaxPool1d>::new(),
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <__Linear as p::Layer<__Shape_64, f32>>::forward::<B>(
                &self.out,
                p::reshape::<__Shape_8x8, __Shape_64, B, f32>(unsafe { p::last(values) }),
                unsafe { p::first_mut(values) },
                &mut (),
            );
            <p::LogSoftmax as p::Layer<__Shape_100, f32>>::forward::<B>(
                &p::LogSoftmax,
                unsafe { p::first(values) },
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            (words, _mask): <p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))> as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<100>,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Embedding as p::Layer<__Shape_indicesx16xbelowx100, f32>>::forward_train::<B>(
                &self.embed,
                words,
                &mut saved.embed,
                &mut (),
                context.layer(0),
            );
            <__Permute as p::Layer<__Shape_16x8, f32>>::forward_train::<B>(
                &<__Permute>::new(),
                &saved.embed,
                &mut saved.channels,
                &mut (),
                context.layer(1),
            );
            <__Conv1d as p::Layer<__Shape_8x16, f32>>::forward_train::<B>(
                &self.conv,
                &saved.channels,
                &mut saved.conv,
                &mut saved.of_conv,
                context.layer(2),
            );
            <p::Silu as p::Layer<__Shape_8x16, f32>>::forward_train::<B>(
                &p::Silu,
                &saved.conv,
                &mut saved.silu,
                &mut (),
                context.layer(3),
            );
            <__RmsNorm as p::Layer<__Shape_8x16, f32>>::forward_train::<B>(
                &self.norm,
                &saved.silu,
                &mut saved.norm,
                &mut saved.of_norm,
                context.layer(4),
            );
            <__MaxPool1d as p::Layer<__Shape_8x16, f32>>::forward_train::<B>(
                &<__MaxPool1d>::new(),
                &saved.norm,
                &mut saved.max_pool,
                &mut (),
                context.layer(5),
            );
            <__Linear as p::Layer<__Shape_64, f32>>::forward_train::<B>(
                &self.out,
                p::reshape::<__Shape_8x8, __Shape_64, B, f32>(&saved.max_pool),
                &mut saved.out_2,
                &mut (),
                context.layer(6),
            );
            <p::LogSoftmax as p::Layer<__Shape_100, f32>>::forward_train::<B>(
                &p::LogSoftmax,
                &saved.out_2,
                &mut *out,
                &mut (),
                context.layer(7),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: (words, _mask), y: out, saved, dy: dout }: p::Pass<
                '_,
                Self,
                p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))>,
                B,
                f32,
            >,
            (mut d_words , mut d__mask) : < p:: Tuple < (p:: Indices < p:: N < 100 > , (p:: N < 16 > ,) > , (p:: N < 16 > ,) ,) > as p:: Signal > :: Grad < '_ , B , f32 >,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            if let Some(gradient) = d__mask {
                gradient.write_zeros::<f32>();
            }
            <p::LogSoftmax as p::Layer<__Shape_100, f32>>::backward::<B>(
                &p::LogSoftmax,
                p::Pass { x: &saved.out_2, y: &*out, saved: &mut (), dy: dout },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut p::LogSoftmax),
                context.layer(7),
            );
            <__Linear as p::Layer<__Shape_64, f32>>::backward::<B>(
                &self.out,
                p::Pass {
                    x: p::reshape::<__Shape_8x8, __Shape_64, B, f32>(&saved.max_pool),
                    y: &saved.out_2,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                p::reshape_gradient::<__Shape_8x8, __Shape_64, B, f32>(Some(p::Gradient::set(unsafe {
                    p::member_mut(&mut saved.gradients_2)
                }))),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(6),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            <__MaxPool1d as p::Layer<__Shape_8x16, f32>>::backward::<B>(
                &<__MaxPool1d>::new(),
                p::Pass {
                    x: &saved.norm,
                    y: &saved.max_pool,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut <__MaxPool1d>::new()),
                context.layer(5),
            );
            <__RmsNorm as p::Layer<__Shape_8x16, f32>>::backward::<B>(
                &self.norm,
                p::Pass {
                    x: &saved.silu,
                    y: &saved.norm,
                    saved: &mut saved.of_norm,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.norm, adds),
                context.layer(4),
            );
            unsafe { context.complete::<Self, _>(&grad.norm) };
            <p::Silu as p::Layer<__Shape_8x16, f32>>::backward::<B>(
                &p::Silu,
                p::Pass {
                    x: &saved.conv,
                    y: &saved.silu,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut p::Silu),
                context.layer(3),
            );
            <__Conv1d as p::Layer<__Shape_8x16, f32>>::backward::<B>(
                &self.conv,
                p::Pass {
                    x: &saved.channels,
                    y: &saved.conv,
                    saved: &mut saved.of_conv,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.conv, adds),
                context.layer(2),
            );
            unsafe { context.complete::<Self, _>(&grad.conv) };
            <__Permute as p::Layer<__Shape_16x8, f32>>::backward::<B>(
                &<__Permute>::new(),
                p::Pass {
                    x: &saved.embed,
                    y: &saved.channels,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut <__Permute>::new()),
                context.layer(1),
            );
            <__Embedding as p::Layer<__Shape_indicesx16xbelowx100, f32>>::backward::<B>(
                &self.embed,
                p::Pass { x: words, y: &saved.embed, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                (),
                p::Gradient::new(&mut grad.embed, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.embed) };
        }
    }

    #[automatically_derived]
    impl p::Network for Sequence {
        type Elem = f32;
        type In = p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))>;
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
                (
                    <__Embedding as p::Layer<__Shape_indicesx16xbelowx100, f32>>::NODE,
                    "embed",
                    "Embedding<100, 8>",
                    1,
                    0,
                ),
                (<__Permute as p::Layer<__Shape_16x8, f32>>::NODE, "permute", "", 1, 0),
                (
                    <__Conv1d as p::Layer<__Shape_8x16, f32>>::NODE,
                    "conv",
                    "Conv1d<8, 8, kernel = 3, padding = 1>",
                    1,
                    1,
                ),
                (<p::Silu as p::Layer<__Shape_8x16, f32>>::NODE, "silu", "", 1, 0),
                (<__RmsNorm as p::Layer<__Shape_8x16, f32>>::NODE, "norm", "RmsNorm<16>", 1, 2),
                (<__MaxPool1d as p::Layer<__Shape_8x16, f32>>::NODE, "max_pool", "", 1, 0),
                (<__Linear as p::Layer<__Shape_64, f32>>::NODE, "out", "Linear<64, 100>", 1, 3),
                (<p::LogSoftmax as p::Layer<__Shape_100, f32>>::NODE, "log_softmax", "", 1, 0),
            ],
        );
        const GRAPH: p::graph::Graph =
            p::network_graph::<Self>("Sequence", &["words", "_mask"], &[p::Operand::Node(7, 0)]);
    }

    impl Sequence {
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
        const SCRATCH_BYTES: usize = ::core::mem::size_of::<
            <Self as p::Layer<p::Tuple<(p::Indices<p::N<100>, (p::N<16>,)>, (p::N<16>,))>, f32>>::Scratch<p::N<1>>,
        >();
    }

    impl Sequence {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(
            &self,
            words: &p::Tensor<(B, p::N<16>), p::Class<p::N<100>>>,
            _mask: &p::Tensor<(B, p::N<16>), f32>,
        ) -> p::Box<p::Tensor<(B, p::N<100>), f32>> {
            p::infer::<Self, B>(self, (words, _mask))
        }
    }
};
