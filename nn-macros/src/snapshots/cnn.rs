///
/// ```text
/// layer            type                                                                 output       parameters    MACs
/// image            input                                                                [1, 28, 28]
/// conv1            Conv2d<1, 8, kernel = 3, padding = 1>                                [8, 28, 28]          80  56 448
/// norm             BatchNorm2d<8>                                                       [8, 28, 28]          16       0
/// relu                                                                                  [8, 28, 28]           0       0
/// max_pool                                                                              [8, 14, 14]           0       0
/// conv2            Conv2d<8, 8, kernel = (3, 5), stride = 2, groups = 8, bias = false>  [8, 6, 5]           120   3 600
/// group            GroupNorm<4, 8, eps = 1e-3>                                          [8, 6, 5]            16       0
/// gelu                                                                                  [8, 6, 5]             0       0
/// zero_pad                                                                              [8, 8, 7]             0       0
/// upsample                                                                              [8, 16, 14]           0       0
/// up               ConvTranspose2d<8, 4, kernel = 2, stride = 2>                        [4, 32, 28]         132  28 672
/// dropout2d                                                                             [4, 32, 28]           0       0
/// avg_pool                                                                              [4, 17, 15]           0       0
/// global_avg_pool                                                                       [4]                   0       0
/// out              Linear<4, 10>                                                        [10]                 50      40
/// total                                                                                                     414  88 760
/// ```
#[repr(C)]
struct Cnn {
    conv1: p::Conv2d<p::N<1>, p::N<8>, p::Window<p::N<3>, p::N<1>, p::N<1>, p::N<1>>, p::Ungrouped, p::WithBias, f64>,
    norm: p::BatchNorm2d<p::N<8>, 10000000u64, p::WithAffine, p::MovingAverage, f64>,
    conv2: p::Conv2d<
        p::N<8>,
        p::N<8>,
        p::Window<(p::N<3>, p::N<5>), p::N<2>, p::N<0>, p::N<1>>,
        p::Depthwise,
        p::NoBias,
        f64,
    >,
    group: p::GroupNorm<p::N<4>, p::N<8>, 1000000000u64, p::WithAffine, f64>,
    up: p::ConvTranspose2d<
        p::N<8>,
        p::N<4>,
        p::Window<p::N<2>, p::N<2>, p::N<0>, p::N<1>>,
        p::N<0>,
        p::Ungrouped,
        p::WithBias,
        f64,
    >,
    out: p::Linear<p::N<4>, p::N<10>, p::WithBias, f64>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Conv2d =
        p::Conv2d<p::N<1>, p::N<8>, p::Window<p::N<3>, p::N<1>, p::N<1>, p::N<1>>, p::Ungrouped, p::WithBias, f64>;
    type __BatchNorm2d = p::BatchNorm2d<p::N<8>, 10000000u64, p::WithAffine, p::MovingAverage, f64>;
    type __Conv2d__2 = p::Conv2d<
        p::N<8>,
        p::N<8>,
        p::Window<(p::N<3>, p::N<5>), p::N<2>, p::N<0>, p::N<1>>,
        p::Depthwise,
        p::NoBias,
        f64,
    >;
    type __GroupNorm = p::GroupNorm<p::N<4>, p::N<8>, 1000000000u64, p::WithAffine, f64>;
    type __ConvTranspose2d = p::ConvTranspose2d<
        p::N<8>,
        p::N<4>,
        p::Window<p::N<2>, p::N<2>, p::N<0>, p::N<1>>,
        p::N<0>,
        p::Ungrouped,
        p::WithBias,
        f64,
    >;
    type __Linear = p::Linear<p::N<4>, p::N<10>, p::WithBias, f64>;
    type __Tensor_f64x8x28x28<B> = p::Tensor<(B, p::N<8>, p::N<28>, p::N<28>), f64>;
    type __Tensor_f64x8x14x14<B> = p::Tensor<(B, p::N<8>, p::N<14>, p::N<14>), f64>;
    type __Tensor_f64x8x6x5<B> = p::Tensor<(B, p::N<8>, p::N<6>, p::N<5>), f64>;
    type __Tensor_f64x8x8x7<B> = p::Tensor<(B, p::N<8>, p::N<8>, p::N<7>), f64>;
    type __Tensor_f64x4x32x28<B> = p::Tensor<(B, p::N<4>, p::N<32>, p::N<28>), f64>;
    type __Tensor_f64x4<B> = p::Tensor<(B, p::N<4>), f64>;
    type __Tensor_f64x8x16x14<B> = p::Tensor<(B, p::N<8>, p::N<16>, p::N<14>), f64>;
    type __Tensor_f64x4x17x15<B> = p::Tensor<(B, p::N<4>, p::N<17>, p::N<15>), f64>;
    type __Shape_1x28x28 = (p::N<1>, p::N<28>, p::N<28>);
    type __Shape_8x28x28 = (p::N<8>, p::N<28>, p::N<28>);
    type __Shape_8x14x14 = (p::N<8>, p::N<14>, p::N<14>);
    type __Shape_8x6x5 = (p::N<8>, p::N<6>, p::N<5>);
    type __Shape_8x16x14 = (p::N<8>, p::N<16>, p::N<14>);
    type __MaxPool2d = p::MaxPool2d<p::N<2>, p::N<2>, p::N<0>, p::N<1>>;
    type __Pad2d = p::Pad2d<p::Fill<0>, p::N<1>, p::N<1>, p::N<1>, p::N<1>>;
    type __Upsample = p::Upsample<p::N<2>>;
    type __Shape_8x8x7 = (p::N<8>, p::N<8>, p::N<7>);
    type __AvgPool2d = p::AvgPool2d<p::N<2>, p::N<2>, p::N<1>>;
    type __Shape_4x32x28 = (p::N<4>, p::N<32>, p::N<28>);
    type __Shape_4x17x15 = (p::N<4>, p::N<17>, p::N<15>);
    type __Shape_4 = (p::N<4>,);
    type __Dropout2d = p::Dropout2d<500000u32>;
    #[automatically_derived]
    impl p::MustNotImplementDrop for Cnn {}
    #[automatically_derived]
    unsafe impl p::Plain for Cnn {}
    #[automatically_derived]
    unsafe impl p::Parameters<f64> for Cnn {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("conv1", <__Conv2d as p::Parameters<f64>>::FIELD_LAYOUT),
            ("norm", <__BatchNorm2d as p::Parameters<f64>>::FIELD_LAYOUT),
            ("conv2", <__Conv2d__2 as p::Parameters<f64>>::FIELD_LAYOUT),
            ("group", <__GroupNorm as p::Parameters<f64>>::FIELD_LAYOUT),
            ("up", <__ConvTranspose2d as p::Parameters<f64>>::FIELD_LAYOUT),
            ("out", <__Linear as p::Parameters<f64>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Cnn {
        type Input<Given: p::Signal> = (p::N<1>, p::N<28>, p::N<28>);
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Cnn {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.conv1, rng);
            p::Init::init(&mut self.norm, rng);
            p::Init::init(&mut self.conv2, rng);
            p::Init::init(&mut self.group, rng);
            p::Init::init(&mut self.up, rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union CnnSaved_gradients<B: p::Dim> {
        d_conv1: ::core::mem::ManuallyDrop<__Tensor_f64x8x28x28<B>>,
        d_small: ::core::mem::ManuallyDrop<__Tensor_f64x8x14x14<B>>,
        d_group: ::core::mem::ManuallyDrop<__Tensor_f64x8x6x5<B>>,
        d_zero_pad: ::core::mem::ManuallyDrop<__Tensor_f64x8x8x7<B>>,
        d_up: ::core::mem::ManuallyDrop<__Tensor_f64x4x32x28<B>>,
        d_global_avg_pool: ::core::mem::ManuallyDrop<__Tensor_f64x4<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for CnnSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union CnnSaved_gradients_2<B: p::Dim> {
        d_norm: ::core::mem::ManuallyDrop<__Tensor_f64x8x28x28<B>>,
        d_conv2: ::core::mem::ManuallyDrop<__Tensor_f64x8x6x5<B>>,
        d_high: ::core::mem::ManuallyDrop<__Tensor_f64x8x16x14<B>>,
        d_wide: ::core::mem::ManuallyDrop<__Tensor_f64x4x17x15<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for CnnSaved_gradients_2<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct CnnSaved<B: p::Dim> {
        conv1: __Tensor_f64x8x28x28<B>,
        norm: __Tensor_f64x8x28x28<B>,
        small: __Tensor_f64x8x14x14<B>,
        conv2: __Tensor_f64x8x6x5<B>,
        group: __Tensor_f64x8x6x5<B>,
        gelu: __Tensor_f64x8x6x5<B>,
        zero_pad: __Tensor_f64x8x8x7<B>,
        high: __Tensor_f64x8x16x14<B>,
        up: __Tensor_f64x4x32x28<B>,
        wide: __Tensor_f64x4x17x15<B>,
        global_avg_pool: __Tensor_f64x4<B>,
        gradients: CnnSaved_gradients<B>,
        gradients_2: CnnSaved_gradients_2<B>,
        of_conv1: <__Conv2d as p::Layer<__Shape_1x28x28, f64>>::Saved<B>,
        of_norm: <__BatchNorm2d as p::Layer<__Shape_8x28x28, f64>>::Saved<B>,
        of_conv2: <__Conv2d__2 as p::Layer<__Shape_8x14x14, f64>>::Saved<B>,
        of_group: <__GroupNorm as p::Layer<__Shape_8x6x5, f64>>::Saved<B>,
        of_up: <__ConvTranspose2d as p::Layer<__Shape_8x16x14, f64>>::Saved<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for CnnSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union CnnValues<B: p::Dim> {
        step_0: ::core::mem::ManuallyDrop<
            p::StepLayout<__Tensor_f64x8x28x28<B>, <__Conv2d as p::Layer<__Shape_1x28x28, f64>>::Scratch<B>, ()>,
        >,
        step_1: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f64x8x28x28<B>,
                <__BatchNorm2d as p::Layer<__Shape_8x28x28, f64>>::Scratch<B>,
                __Tensor_f64x8x28x28<B>,
            >,
        >,
        step_3: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f64x8x14x14<B>, (), __Tensor_f64x8x28x28<B>>>,
        step_4: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f64x8x14x14<B>,
                <__Conv2d__2 as p::Layer<__Shape_8x14x14, f64>>::Scratch<B>,
                __Tensor_f64x8x6x5<B>,
            >,
        >,
        step_5: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f64x8x6x5<B>,
                <__GroupNorm as p::Layer<__Shape_8x6x5, f64>>::Scratch<B>,
                __Tensor_f64x8x6x5<B>,
            >,
        >,
        step_7: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f64x8x8x7<B>, (), __Tensor_f64x8x6x5<B>>>,
        step_8: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f64x8x8x7<B>, (), __Tensor_f64x8x16x14<B>>>,
        step_9: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f64x4x32x28<B>,
                <__ConvTranspose2d as p::Layer<__Shape_8x16x14, f64>>::Scratch<B>,
                __Tensor_f64x8x16x14<B>,
            >,
        >,
        step_11: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f64x4x32x28<B>, (), __Tensor_f64x4x17x15<B>>>,
        step_12: ::core::mem::ManuallyDrop<p::StepLayout<__Tensor_f64x4<B>, (), __Tensor_f64x4x17x15<B>>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for CnnValues<B> {}
    /// The intermediate values.
    #[repr(C)]
    pub struct CnnScratch<B: p::Dim> {
        values: CnnValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for CnnScratch<B> {}
    #[automatically_derived]
    impl p::Layer<(p::N<1>, p::N<28>, p::N<28>), f64> for Cnn {
        type Out = (p::N<10>,);
        type Saved<B: p::Dim> = CnnSaved<B>;
        type Scratch<B: p::Dim> = CnnScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            image: <(p::N<1>, p::N<28>, p::N<28>) as p::Signal>::Ref<'_, B, f64>,
            out: <(p::N<10>,) as p::Signal>::Mut<'_, B, f64>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let values = &raw mut scratch.values;
            <__Conv2d as p::Layer<__Shape_1x28x28, f64>>::forward::<B>(
                &self.conv1,
                image,
                unsafe { p::first_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f64x8x28x28<B>, _>(values) },
            );
            <__BatchNorm2d as p::Layer<__Shape_8x28x28, f64>>::forward_relu::<B>(
                &self.norm,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f64x8x28x28<B>, _>(values) },
            );
            <__MaxPool2d as p::Layer<__Shape_8x28x28, f64>>::forward::<B>(
                &<__MaxPool2d>::new(),
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                &mut (),
            );
            <__Conv2d__2 as p::Layer<__Shape_8x14x14, f64>>::forward::<B>(
                &self.conv2,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f64x8x14x14<B>, _>(values) },
            );
            <__GroupNorm as p::Layer<__Shape_8x6x5, f64>>::forward::<B>(
                &self.group,
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f64x8x6x5<B>, _>(values) },
            );
            <p::Gelu as p::Layer<__Shape_8x6x5, f64>>::forward::<B>(
                &p::Gelu,
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <__Pad2d as p::Layer<__Shape_8x6x5, f64>>::forward::<B>(
                &<__Pad2d>::new(),
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                &mut (),
            );
            <__Upsample as p::Layer<__Shape_8x8x7, f64>>::forward::<B>(
                &<__Upsample>::new(),
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <__ConvTranspose2d as p::Layer<__Shape_8x16x14, f64>>::forward::<B>(
                &self.up,
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                unsafe { p::gap_mut::<_, __Tensor_f64x4x32x28<B>, _>(values) },
            );
            <__AvgPool2d as p::Layer<__Shape_4x32x28, f64>>::forward::<B>(
                &<__AvgPool2d>::new(),
                unsafe { p::first(values) },
                unsafe { p::last_mut(values) },
                &mut (),
            );
            <p::GlobalAvgPool as p::Layer<__Shape_4x17x15, f64>>::forward::<B>(
                &p::GlobalAvgPool,
                unsafe { p::last(values) },
                unsafe { p::first_mut(values) },
                &mut (),
            );
            <__Linear as p::Layer<__Shape_4, f64>>::forward::<B>(
                &self.out,
                unsafe { p::first(values) },
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            image: <(p::N<1>, p::N<28>, p::N<28>) as p::Signal>::Ref<'_, B, f64>,
            out: <(p::N<10>,) as p::Signal>::Mut<'_, B, f64>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Conv2d as p::Layer<__Shape_1x28x28, f64>>::forward_train::<B>(
                &self.conv1,
                image,
                &mut saved.conv1,
                &mut saved.of_conv1,
                context.layer(0),
            );
            <__BatchNorm2d as p::Layer<__Shape_8x28x28, f64>>::forward_train_relu::<B>(
                &self.norm,
                &saved.conv1,
                &mut saved.norm,
                &mut saved.of_norm,
                context.layer(1),
            );
            <__MaxPool2d as p::Layer<__Shape_8x28x28, f64>>::forward_train::<B>(
                &<__MaxPool2d>::new(),
                &saved.norm,
                &mut saved.small,
                &mut (),
                context.layer(3),
            );
            <__Conv2d__2 as p::Layer<__Shape_8x14x14, f64>>::forward_train::<B>(
                &self.conv2,
                &saved.small,
                &mut saved.conv2,
                &mut saved.of_conv2,
                context.layer(4),
            );
            <__GroupNorm as p::Layer<__Shape_8x6x5, f64>>::forward_train::<B>(
                &self.group,
                &saved.conv2,
                &mut saved.group,
                &mut saved.of_group,
                context.layer(5),
            );
            <p::Gelu as p::Layer<__Shape_8x6x5, f64>>::forward_train::<B>(
                &p::Gelu,
                &saved.group,
                &mut saved.gelu,
                &mut (),
                context.layer(6),
            );
            <__Pad2d as p::Layer<__Shape_8x6x5, f64>>::forward_train::<B>(
                &<__Pad2d>::new(),
                &saved.gelu,
                &mut saved.zero_pad,
                &mut (),
                context.layer(7),
            );
            <__Upsample as p::Layer<__Shape_8x8x7, f64>>::forward_train::<B>(
                &<__Upsample>::new(),
                &saved.zero_pad,
                &mut saved.high,
                &mut (),
                context.layer(8),
            );
            <__ConvTranspose2d as p::Layer<__Shape_8x16x14, f64>>::forward_train::<B>(
                &self.up,
                &saved.high,
                &mut saved.up,
                &mut saved.of_up,
                context.layer(9),
            );
            <__Dropout2d>::in_place(&mut saved.up, context.layer(10));
            <__AvgPool2d as p::Layer<__Shape_4x32x28, f64>>::forward_train::<B>(
                &<__AvgPool2d>::new(),
                &saved.up,
                &mut saved.wide,
                &mut (),
                context.layer(11),
            );
            <p::GlobalAvgPool as p::Layer<__Shape_4x17x15, f64>>::forward_train::<B>(
                &p::GlobalAvgPool,
                &saved.wide,
                &mut saved.global_avg_pool,
                &mut (),
                context.layer(12),
            );
            <__Linear as p::Layer<__Shape_4, f64>>::forward_train::<B>(
                &self.out,
                &saved.global_avg_pool,
                &mut *out,
                &mut (),
                context.layer(13),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: image, y: out, saved, dy: dout }: p::Pass<'_, Self, (p::N<1>, p::N<28>, p::N<28>), B, f64>,
            mut d_image: <(p::N<1>, p::N<28>, p::N<28>) as p::Signal>::Grad<'_, B, f64>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <__Linear as p::Layer<__Shape_4, f64>>::backward::<B>(
                &self.out,
                p::Pass { x: &saved.global_avg_pool, y: &*out, saved: &mut (), dy: dout },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(13),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            <p::GlobalAvgPool as p::Layer<__Shape_4x17x15, f64>>::backward::<B>(
                &p::GlobalAvgPool,
                p::Pass {
                    x: &saved.wide,
                    y: &saved.global_avg_pool,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::set(&mut p::GlobalAvgPool),
                context.layer(12),
            );
            <__AvgPool2d as p::Layer<__Shape_4x32x28, f64>>::backward::<B>(
                &<__AvgPool2d>::new(),
                p::Pass { x: &saved.up, y: &saved.wide, saved: &mut (), dy: unsafe { p::member(&saved.gradients_2) } },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut <__AvgPool2d>::new()),
                context.layer(11),
            );
            <__Dropout2d>::in_place(
                unsafe { p::member_mut::<_, __Tensor_f64x4x32x28<B>>(&mut saved.gradients) },
                context.layer(10),
            );
            <__ConvTranspose2d as p::Layer<__Shape_8x16x14, f64>>::backward::<B>(
                &self.up,
                p::Pass {
                    x: &saved.high,
                    y: &saved.up,
                    saved: &mut saved.of_up,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.up, adds),
                context.layer(9),
            );
            unsafe { context.complete::<Self, _>(&grad.up) };
            <__Upsample as p::Layer<__Shape_8x8x7, f64>>::backward::<B>(
                &<__Upsample>::new(),
                p::Pass {
                    x: &saved.zero_pad,
                    y: &saved.high,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut <__Upsample>::new()),
                context.layer(8),
            );
            <__Pad2d as p::Layer<__Shape_8x6x5, f64>>::backward::<B>(
                &<__Pad2d>::new(),
                p::Pass {
                    x: &saved.gelu,
                    y: &saved.zero_pad,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::set(&mut <__Pad2d>::new()),
                context.layer(7),
            );
            <p::Gelu as p::Layer<__Shape_8x6x5, f64>>::backward::<B>(
                &p::Gelu,
                p::Pass {
                    x: &saved.group,
                    y: &saved.gelu,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::set(&mut p::Gelu),
                context.layer(6),
            );
            <__GroupNorm as p::Layer<__Shape_8x6x5, f64>>::backward::<B>(
                &self.group,
                p::Pass {
                    x: &saved.conv2,
                    y: &saved.group,
                    saved: &mut saved.of_group,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.group, adds),
                context.layer(5),
            );
            unsafe { context.complete::<Self, _>(&grad.group) };
            <__Conv2d__2 as p::Layer<__Shape_8x14x14, f64>>::backward::<B>(
                &self.conv2,
                p::Pass {
                    x: &saved.small,
                    y: &saved.conv2,
                    saved: &mut saved.of_conv2,
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.conv2, adds),
                context.layer(4),
            );
            unsafe { context.complete::<Self, _>(&grad.conv2) };
            <__MaxPool2d as p::Layer<__Shape_8x28x28, f64>>::backward_through_relu::<B>(
                &<__MaxPool2d>::new(),
                p::Pass { x: &saved.norm, y: &saved.small, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::set(&mut <__MaxPool2d>::new()),
                context.layer(3),
            );
            <__BatchNorm2d as p::Layer<__Shape_8x28x28, f64>>::backward::<B>(
                &self.norm,
                p::Pass {
                    x: &saved.conv1,
                    y: &saved.norm,
                    saved: &mut saved.of_norm,
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.norm, adds),
                context.layer(1),
            );
            unsafe { context.complete::<Self, _>(&grad.norm) };
            <__Conv2d as p::Layer<__Shape_1x28x28, f64>>::backward::<B>(
                &self.conv1,
                p::Pass {
                    x: image,
                    y: &saved.conv1,
                    saved: &mut saved.of_conv1,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                <(p::N<1>, p::N<28>, p::N<28>) as p::Signal>::reborrow_grad::<B, f64>(&mut d_image),
                p::Gradient::new(&mut grad.conv1, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.conv1) };
        }
    }

    #[automatically_derived]
    impl p::Network for Cnn {
        type Elem = f64;
        type In = (p::N<1>, p::N<28>, p::N<28>);
        const NODES: &'static [p::graph::Node] = &p::graph::nodes::<Self, f64, _>(
            &[
                p::Operand::Input(0),
                p::Operand::Node(0, 0),
                p::Operand::Node(1, 0),
                p::Operand::Node(2, 0),
                p::Operand::Node(3, 0),
                p::Operand::Node(4, 0),
                p::Operand::Node(5, 0),
                p::Operand::Node(6, 0),
                p::Operand::Node(7, 0),
                p::Operand::Node(8, 0),
                p::Operand::Node(9, 0),
                p::Operand::Node(10, 0),
                p::Operand::Node(11, 0),
                p::Operand::Node(12, 0),
            ],
            [
                (
                    <__Conv2d as p::Layer<__Shape_1x28x28, f64>>::NODE,
                    "conv1",
                    "Conv2d<1, 8, kernel = 3, padding = 1>",
                    1,
                    0,
                ),
                (<__BatchNorm2d as p::Layer<__Shape_8x28x28, f64>>::NODE, "norm", "BatchNorm2d<8>", 1, 1),
                (<p::Relu as p::Layer<__Shape_8x28x28, f64>>::NODE, "relu", "", 1, 0),
                (<__MaxPool2d as p::Layer<__Shape_8x28x28, f64>>::NODE, "max_pool", "", 1, 0),
                (
                    <__Conv2d__2 as p::Layer<__Shape_8x14x14, f64>>::NODE,
                    "conv2",
                    "Conv2d<8, 8, kernel = (3, 5), stride = 2, groups = 8, bias = false>",
                    1,
                    2,
                ),
                (<__GroupNorm as p::Layer<__Shape_8x6x5, f64>>::NODE, "group", "GroupNorm<4, 8, eps = 1e-3>", 1, 3),
                (<p::Gelu as p::Layer<__Shape_8x6x5, f64>>::NODE, "gelu", "", 1, 0),
                (<__Pad2d as p::Layer<__Shape_8x6x5, f64>>::NODE, "zero_pad", "", 1, 0),
                (<__Upsample as p::Layer<__Shape_8x8x7, f64>>::NODE, "upsample", "", 1, 0),
                (
                    <__ConvTranspose2d as p::Layer<__Shape_8x16x14, f64>>::NODE,
                    "up",
                    "ConvTranspose2d<8, 4, kernel = 2, stride = 2>",
                    1,
                    4,
                ),
                (<__Dropout2d as p::Layer<__Shape_4x32x28, f64>>::NODE, "dropout2d", "", 1, 0),
                (<__AvgPool2d as p::Layer<__Shape_4x32x28, f64>>::NODE, "avg_pool", "", 1, 0),
                (<p::GlobalAvgPool as p::Layer<__Shape_4x17x15, f64>>::NODE, "global_avg_pool", "", 1, 0),
                (<__Linear as p::Layer<__Shape_4, f64>>::NODE, "out", "Linear<4, 10>", 1, 5),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Cnn", &["image"], &[p::Operand::Node(13, 0)]);
    }

    impl Cnn {
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
            ::core::mem::size_of::<<Self as p::Layer<(p::N<1>, p::N<28>, p::N<28>), f64>>::Scratch<p::N<1>>>();
    }

    impl Cnn {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(
            &self,
            image: &p::Tensor<(B, p::N<1>, p::N<28>, p::N<28>), f64>,
        ) -> p::Box<p::Tensor<(B, p::N<10>), f64>> {
            p::infer::<Self, B>(self, image)
        }
    }
};
