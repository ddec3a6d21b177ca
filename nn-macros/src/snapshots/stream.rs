#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Stream_inner = Inner;
///
/// ```text
/// layer     type                      output           parameters   MACs
/// tokens    input                     [16, Class<50>]
/// embed     Embedding<50, 8>          [16, 8]                 400      0
/// pos       Parameter<16, 8>          [16, 8]                 128      0
/// +                                   [16, 8]                   0      0
/// gru       Gru<8, 8>                 [16, 8]                 432  6 144
/// relu                                [16, 8]                   0      0
/// permute                             [8, 16]                   0      0
/// zero_pad                            [8, 18]                   0      0
/// conv      Conv1d<8, 8, kernel = 3>  [8, 16]                 200  3 072
/// inner     Inner                     [?]                       ?      ?
/// out       Linear<8, 50>             [16, 50]                450  6 400
/// select                              [8]                       0      0
/// select                              [8]                       0      0
/// total                                                         ?      ?
/// ```
#[repr(C)]
pub struct Stream {
    embed: p::Embedding<p::N<50>, p::N<8>>,
    pos: p::Parameter<(p::N<16>, p::N<8>), p::WeightRole, f32>,
    gru: p::Gru<p::N<8>, p::N<8>, p::WithBias, f32, 1, 0, 0>,
    conv: p::Conv1d<p::N<8>, p::N<8>, p::Window<p::N<3>, p::N<1>, p::N<0>, p::N<1>>, p::Ungrouped, p::WithBias, f32>,
    inner: __Stream_inner,
    out: p::Linear<p::N<8>, p::N<50>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Embedding = p::Embedding<p::N<50>, p::N<8>>;
    type __Parameter = p::Parameter<(p::N<16>, p::N<8>), p::WeightRole, f32>;
    type __Gru = p::Gru<p::N<8>, p::N<8>, p::WithBias, f32, 1, 0, 0>;
    type __Conv1d =
        p::Conv1d<p::N<8>, p::N<8>, p::Window<p::N<3>, p::N<1>, p::N<0>, p::N<1>>, p::Ungrouped, p::WithBias, f32>;
    type __Linear = p::Linear<p::N<8>, p::N<50>>;
    type __Tensor_f32x16x8<B> = p::Tensor<(B, p::N<16>, p::N<8>), f32>;
    type __Tensor_f32x8x18<B> = p::Tensor<(B, p::N<8>, p::N<18>), f32>;
    type __Tensor_f32x8x1<B> = p::Tensor<(B, p::N<8>, p::N<1>), f32>;
    type __Tensor_f32x8x16<B> = p::Tensor<(B, p::N<8>, p::N<16>), f32>;
    type __Shape_16x8 = (p::N<16>, p::N<8>);
    type __Shape_8x18 = (p::N<8>, p::N<18>);
    type __Tensor_f32x128<B> = p::Tensor<(B, p::N<128>), f32>;
    type __Tensor_f32x256<B> = p::Tensor<(B, p::N<256>), f32>;
    type __Tensor_f32x144<B> = p::Tensor<(B, p::N<144>), f32>;
    type __Tensor_f32x384<B> = p::Tensor<(B, p::N<384>), f32>;
    type __Shape_indicesx16xbelowx50 = p::Indices<p::N<50>, (p::N<16>,)>;
    type __Permute = p::Permute<(p::N<1>, p::N<0>)>;
    type __Pad1d = p::Pad1d<p::Fill<0>, p::N<2>, p::N<0>>;
    type __Shape_8x16 = (p::N<8>, p::N<16>);
    type __Slice = p::Slice<p::N<15>, p::N<1>, p::N<1>, 1usize>;
    type __Shape_8 = (p::N<8>,);
    type __Shape_8x1 = (p::N<8>, p::N<1>);
    type __Tensor_f32x1x8<B> = p::Tensor<(B, p::N<1>, p::N<8>), f32>;
    type __Shape_1x8 = (p::N<1>, p::N<8>);
    type __Tensor_f32x8<B> = p::Tensor<(B, p::N<8>), f32>;
    type __Tensor_f32x16<B> = p::Tensor<(B, p::N<16>), f32>;
    type __Shape_indicesx1xbelowx50 = p::Indices<p::N<50>, (p::N<1>,)>;
    type __Slice__2 = p::Slice<p::N<0>, p::N<1>, p::N<1>, 1usize>;
    use p::Absent as _;
    type __written__inner = __Stream_inner;
    const __presence__inner: p::Presence = p::Presence {
        connects: p::Probe::<__written__inner, f32>::CONNECTS,
        has_init: p::Probe::<__written__inner, f32>::HAS_INIT,
        has_parameters: p::Probe::<__written__inner, f32>::HAS_PARAMETERS,
        has_other_parameters: p::Probe::<__written__inner, f64>::HAS_PARAMETERS,
    };
    type __present__inner = <p::Either<{ __presence__inner.is_layer() }, __written__inner> as p::Chosen>::Layer;
    const __accepts__inner: bool =
        p::Probe::<__present__inner, (<__present__inner as p::Connect>::Input<(p::N<16>, p::N<8>)>, f32)>::ACCEPTS;
    type __inner = < p:: Either < { __accepts__inner && p:: Probe :: < __present__inner , f32 > :: HAS_INIT } , __present__inner > as p:: Chosen > :: Layer ;
    const __HOLDS_0: bool = p::is_layer(&__presence__inner);
    const _: () = p::expect_layer(
        &__presence__inner,
        &p::LayerTexts {
            none: "`Inner` is not a layer\nhelp: remove `inner`, or make `Inner` a layer: put `#[derive(Parameters)]` on it, and implement `nn::init::Init` and `nn::layers::Layer`",
            unconnected: "`Inner` is not a layer that `network!` can use\nhelp: put `#[derive(Parameters)]` on `Inner`",
            element: "layer `inner` computes in f64, but network `Stream` computes in f32\nhelp: put `#[dtype(f64)]` on `Stream`, or `#[dtype(f32)]` on `Inner`",
        },
    );
    const __HOLDS_2: bool = p::is_accepts(
        __accepts__inner,
        &__presence__inner,
        <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::INDICES,
    ) && __HOLDS_0;
    const _: () = if true && __HOLDS_0 {
        p::expect_accepts(
            __accepts__inner,
            &__presence__inner,
            <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::DIMS,
            <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::INDICES,
            &p::TraitTexts {
                layer: "`Inner` does not implement `Layer` for an input of {b}\nhelp: implement `nn::layers::Layer<shape![{b,}]>` for `Inner`",
                init: "`Inner` does not define its initial parameters\nhelp: implement `nn::init::Init` for `Inner`",
                both: "`Inner` does not implement `Layer` for an input of {b}\nhelp: implement `nn::init::Init`, and `nn::layers::Layer<shape![{b,}]>`, for `Inner`",
            },
        )
    };
    struct __Gives4;
    impl p::Named for __Gives4 {
        type Signal = <__inner as p::Layer<<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)>, f32>>::Out;
    }

    const __HOLDS_5: bool = p::is_input(
        <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::INDICES,
        <(p::N<16>, p::N<8>) as p::Signal>::DIMS,
        <(p::N<16>, p::N<8>) as p::Signal>::INDICES,
    ) && __HOLDS_0
        && __HOLDS_2;
    const _: () = if true && __HOLDS_0 && __HOLDS_2 {
        p::expect_input(
            <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::DIMS,
            <<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)> as p::Signal>::INDICES,
            <(p::N<16>, p::N<8>) as p::Signal>::DIMS,
            <(p::N<16>, p::N<8>) as p::Signal>::INDICES,
            "layer `inner` expects {a} but receives {b} from `gru`",
            &p::InputFixes {
                flatten: "help: write `.flatten().inner()`",
                reshape: "help: write `.reshape::<{a,}>().inner()`",
                one_axis: "help: make `gru` produce {a}, or change `Inner` to take {b}",
                other: "help: make `gru` produce {a}, or change `Inner` to take {b}",
                swap: "help: swap the two arguments of `inner`",
                number: "help: pass `inner` one value for each of {a}, as in `inner(a, b)`",
                several: "help: pass `inner` values of shape {a}",
                embed: "",
                indices: "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Inner` to take {b}",
            },
        )
    };
    const __HOLDS_7: bool = p::is_values(1usize, <<__Gives4 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_5;
    const _: () = if true && __HOLDS_5 {
        p::expect_values(
            1usize,
            <<__Gives4 as p::Named>::Signal as p::Signal>::DIMS,
            "`inner` returns {values}, {b}, where one is expected\nhelp: bind each of them, as in `let (a, b) = x.inner();`",
        )
    };
    const _: () = if true && __HOLDS_7 {
        p::expect_equal(
            <(p::N<16>, p::N<8>) as p::Signal>::DIMS,
            <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            "this value is declared as {a} but is {b} from `inner`\nhelp: write `Tensor<{b,}>`",
            "this value is declared as {a} but is {b} from `inner`\nhelp: write `Tensor<{b,}>`",
        )
    };
    #[automatically_derived]
    impl p::MustNotImplementDrop for Stream {}
    #[automatically_derived]
    unsafe impl p::Plain for Stream {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Stream {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("embed", <__Embedding as p::Parameters<f32>>::FIELD_LAYOUT),
            ("pos", <__Parameter as p::Parameters<f32>>::FIELD_LAYOUT),
            ("gru", <__Gru as p::Parameters<f32>>::FIELD_LAYOUT),
            ("conv", <__Conv1d as p::Parameters<f32>>::FIELD_LAYOUT),
            ("inner", <__inner as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Stream {
        type Input<Given: p::Signal> = p::Indices<p::N<50>, (p::N<16>,)>;
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Stream {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.embed, rng);
            p::Init::init(&mut self.pos, rng);
            p::Init::init(&mut self.gru, rng);
            p::Init::init(&mut self.conv, rng);
            p::Init::init(p::ReinterpretAs::<__inner>::reinterpret_mut(&mut self.inner), rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union StreamSaved_gradients<B: p::Dim> {
        d_embed: ::core::mem::ManuallyDrop<__Tensor_f32x16x8<B>>,
        d_zero_pad: ::core::mem::ManuallyDrop<__Tensor_f32x8x18<B>>,
        d_inner: ::core::mem::ManuallyDrop<
            <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        d_select: ::core::mem::ManuallyDrop<__Tensor_f32x8x1<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for StreamSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union StreamSaved_gradients_2<B: p::Dim> {
        d_permute: ::core::mem::ManuallyDrop<__Tensor_f32x8x16<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for StreamSaved_gradients_2<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct StreamSaved < B : p:: Dim > { embed : __Tensor_f32x16x8 < B > , pos : __Tensor_f32x16x8 < B > , sum : __Tensor_f32x16x8 < B > , gru : __Tensor_f32x16x8 < B > , permute : __Tensor_f32x8x16 < B > , zero_pad : __Tensor_f32x8x18 < B > , columns : __Tensor_f32x8x16 < B > , inner : < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , select : __Tensor_f32x8x1 < B > , d_gru : __Tensor_f32x16x8 < B > , gradients : StreamSaved_gradients < B > , gradients_2 : StreamSaved_gradients_2 < B > , of_gru : < __Gru as p:: Layer < __Shape_16x8 , f32 >> :: Saved < B > , of_conv : < __Conv1d as p:: Layer < __Shape_8x18 , f32 >> :: Saved < B > , of_inner : < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_16x8 , f32 >> :: Saved < B > , marker : :: core :: marker :: PhantomData < (B ,) > , }
    unsafe impl<B: p::Dim> p::Plain for StreamSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union StreamValues < B : p:: Dim > { step_3 : :: core :: mem :: ManuallyDrop < p:: StepLayout < __Tensor_f32x128 < B > , < __Gru as p:: Layer < __Shape_16x8 , f32 >> :: Scratch < B > , __Tensor_f32x128 < B > >> , step_7 : :: core :: mem :: ManuallyDrop < p:: StepLayout < __Tensor_f32x256 < B > , < __Conv1d as p:: Layer < __Shape_8x18 , f32 >> :: Scratch < B > , __Tensor_f32x144 < B > >> , step_8 : :: core :: mem :: ManuallyDrop < p:: StepLayout < __Tensor_f32x384 < B > , < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_16x8 , f32 >> :: Scratch < B > , () >> , marker : :: core :: marker :: PhantomData < (B ,) > , }
    unsafe impl<B: p::Dim> p::Plain for StreamValues<B> {}
    impl<B: p::Dim> StreamValues<B> {
        const embed: p::Slot<Self, __Tensor_f32x16x8<B>> = p::Slot::from_start::<B, f32>(0);
        const pos: p::Slot<Self, __Tensor_f32x16x8<B>> = p::Slot::from_start::<B, f32>(128);
        const sum: p::Slot<Self, __Tensor_f32x16x8<B>> = p::Slot::from_end::<B, f32>(0);
        const gru: p::Slot<Self, __Tensor_f32x16x8<B>> = p::Slot::from_start::<B, f32>(0);
        const permute: p::Slot<Self, __Tensor_f32x8x16<B>> = p::Slot::from_start::<B, f32>(128);
        const zero_pad: p::Slot<Self, __Tensor_f32x8x18<B>> = p::Slot::from_end::<B, f32>(0);
        const columns: p::Slot<Self, __Tensor_f32x8x16<B>> = p::Slot::from_start::<B, f32>(128);
        const inner: p::Slot<
            Self,
            <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        > = p::Slot::from_start::<B, f32>(256);
        const select: p::Slot<Self, __Tensor_f32x8x1<B>> = p::Slot::from_start::<B, f32>(0);
        const of_gru: p::Slot<Self, <__Gru as p::Layer<__Shape_16x8, f32>>::Scratch<B>> =
            p::Slot::from_start::<B, f32>(128);
        const of_conv: p::Slot<Self, <__Conv1d as p::Layer<__Shape_8x18, f32>>::Scratch<B>> =
            p::Slot::from_start::<B, f32>(256);
        const of_inner : p:: Slot < Self , < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_16x8 , f32 >> :: Scratch < B > > = p:: Slot :: from_start :: < B , f32 > (384) ;
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::embed.bytes(), Self::pos.bytes(), Self::sum.bytes()]);
            p::assert_disjoint(&[Self::sum.bytes(), Self::gru.bytes(), Self::of_gru.bytes()]);
            p::assert_disjoint(&[Self::gru.bytes(), Self::permute.bytes(), Self::zero_pad.bytes()]);
            p::assert_disjoint(&[
                Self::gru.bytes(),
                Self::zero_pad.bytes(),
                Self::columns.bytes(),
                Self::of_conv.bytes(),
            ]);
            p::assert_disjoint(&[
                Self::gru.bytes(),
                Self::columns.bytes(),
                Self::inner.bytes(),
                Self::of_inner.bytes(),
            ]);
            p::assert_disjoint(&[Self::columns.bytes(), Self::select.bytes()]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct StreamScratch<B: p::Dim> {
        values: StreamValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for StreamScratch<B> {}
    #[automatically_derived]
    impl p::Layer<p::Indices<p::N<50>, (p::N<16>,)>, f32> for Stream {
        type Out = p::Tuple<((p::N<16>, p::N<50>), (p::N<8>,))>;
        type Saved<B: p::Dim> = StreamSaved<B>;
        type Scratch<B: p::Dim> = StreamScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            tokens: <p::Indices<p::N<50>, (p::N<16>,)> as p::Signal>::Ref<'_, B, f32>,
            (out_0, out_1): <p::Tuple<((p::N<16>, p::N<50>), (p::N<8>,))> as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let () = StreamValues::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Embedding as p::Layer<__Shape_indicesx16xbelowx50, f32>>::forward::<B>(
                &self.embed,
                tokens,
                unsafe { &mut *StreamValues::<B>::embed.of(values) },
                &mut (),
            );
            <__Parameter as p::Layer<p::Tuple<()>, f32>>::forward::<B>(
                &self.pos,
                (),
                unsafe { &mut *StreamValues::<B>::pos.of(values) },
                &mut (),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_16x8, __Shape_16x8)>, f32>>::forward::<B>(
                &p::Add,
                (unsafe { &*StreamValues::<B>::embed.of(values) }, unsafe { &*StreamValues::<B>::pos.of(values) }),
                unsafe { &mut *StreamValues::<B>::sum.of(values) },
                &mut (),
            );
            <__Gru as p::Layer<__Shape_16x8, f32>>::forward_relu::<B>(
                &self.gru,
                unsafe { &*StreamValues::<B>::sum.of(values) },
                unsafe { &mut *StreamValues::<B>::gru.of(values) },
                unsafe { &mut *StreamValues::<B>::of_gru.of(values) },
            );
            <__Permute as p::Layer<__Shape_16x8, f32>>::forward::<B>(
                &<__Permute>::new(),
                unsafe { &*StreamValues::<B>::gru.of(values) },
                unsafe { &mut *StreamValues::<B>::permute.of(values) },
                &mut (),
            );
            <__Pad1d as p::Layer<__Shape_8x16, f32>>::forward::<B>(
                &<__Pad1d>::new(),
                unsafe { &*StreamValues::<B>::permute.of(values) },
                unsafe { &mut *StreamValues::<B>::zero_pad.of(values) },
                &mut (),
            );
            <__Conv1d as p::Layer<__Shape_8x18, f32>>::forward::<B>(
                &self.conv,
                unsafe { &*StreamValues::<B>::zero_pad.of(values) },
                unsafe { &mut *StreamValues::<B>::columns.of(values) },
                unsafe { &mut *StreamValues::<B>::of_conv.of(values) },
            );
            < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_16x8 , f32 >> :: forward :: < B > (p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret (& self . inner) , unsafe { & * StreamValues :: < B > :: gru . of (values) } , unsafe { & mut * StreamValues :: < B > :: inner . of (values) } , unsafe { & mut * StreamValues :: < B > :: of_inner . of (values) }) ;
            <__Linear as p::Layer<__Shape_16x8, f32>>::forward::<B>(
                &self.out,
                p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_16x8, B, f32>(
                    unsafe { &*StreamValues::<B>::inner.of(values) },
                ),
                &mut *out_0,
                &mut (),
            );
            <__Slice as p::Layer<__Shape_8x16, f32>>::forward::<B>(
                &<__Slice>::new(),
                unsafe { &*StreamValues::<B>::columns.of(values) },
                unsafe { &mut *StreamValues::<B>::select.of(values) },
                &mut (),
            );
            <p::Identity as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Identity,
                p::same_shape::<__Shape_8x1, __Shape_8, B, f32>(unsafe { &*StreamValues::<B>::select.of(values) }),
                &mut *out_1,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            tokens: <p::Indices<p::N<50>, (p::N<16>,)> as p::Signal>::Ref<'_, B, f32>,
            (out_0, out_1): <p::Tuple<((p::N<16>, p::N<50>), (p::N<8>,))> as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Embedding as p::Layer<__Shape_indicesx16xbelowx50, f32>>::forward_train::<B>(
                &self.embed,
                tokens,
                &mut saved.embed,
                &mut (),
                context.layer(0),
            );
            <__Parameter as p::Layer<p::Tuple<()>, f32>>::forward_train::<B>(
                &self.pos,
                (),
                &mut saved.pos,
                &mut (),
                context.layer(1),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_16x8, __Shape_16x8)>, f32>>::forward_train::<B>(
                &p::Add,
                (&saved.embed, &saved.pos),
                &mut saved.sum,
                &mut (),
                context.layer(2),
            );
            <__Gru as p::Layer<__Shape_16x8, f32>>::forward_train_relu::<B>(
                &self.gru,
                &saved.sum,
                &mut saved.gru,
                &mut saved.of_gru,
                context.layer(3),
            );
            <__Permute as p::Layer<__Shape_16x8, f32>>::forward_train::<B>(
                &<__Permute>::new(),
                &saved.gru,
                &mut saved.permute,
                &mut (),
                context.layer(5),
            );
            <__Pad1d as p::Layer<__Shape_8x16, f32>>::forward_train::<B>(
                &<__Pad1d>::new(),
                &saved.permute,
                &mut saved.zero_pad,
                &mut (),
                context.layer(6),
            );
            <__Conv1d as p::Layer<__Shape_8x18, f32>>::forward_train::<B>(
                &self.conv,
                &saved.zero_pad,
                &mut saved.columns,
                &mut saved.of_conv,
                context.layer(7),
            );
            < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_16x8 , f32 >> :: forward_train :: < B > (p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret (& self . inner) , & saved . gru , & mut saved . inner , & mut saved . of_inner , context . layer (8)) ;
            <__Linear as p::Layer<__Shape_16x8, f32>>::forward_train::<B>(
                &self.out,
                p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_16x8, B, f32>(
                    &saved.inner,
                ),
                &mut *out_0,
                &mut (),
                context.layer(9),
            );
            <__Slice as p::Layer<__Shape_8x16, f32>>::forward_train::<B>(
                &<__Slice>::new(),
                &saved.columns,
                &mut saved.select,
                &mut (),
                context.layer(10),
            );
            <p::Identity as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &p::Identity,
                p::same_shape::<__Shape_8x1, __Shape_8, B, f32>(&saved.select),
                &mut *out_1,
                &mut (),
                context.layer(11),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: tokens, y: (out_0, out_1), saved, dy: (dout_0, dout_1) }: p::Pass<
                '_,
                Self,
                p::Indices<p::N<50>, (p::N<16>,)>,
                B,
                f32,
            >,
            mut d_tokens: <p::Indices<p::N<50>, (p::N<16>,)> as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <p::Identity as p::Layer<__Shape_8, f32>>::backward::<B>(
                &p::Identity,
                p::Pass {
                    x: p::same_shape::<__Shape_8x1, __Shape_8, B, f32>(&saved.select),
                    y: &*out_1,
                    saved: &mut (),
                    dy: dout_1,
                },
                p::same_shape_gradient::<__Shape_8x1, __Shape_8, B, f32>(Some(p::Gradient::set(unsafe {
                    p::member_mut(&mut saved.gradients)
                }))),
                p::Gradient::set(&mut p::Identity),
                context.layer(11),
            );
            <__Slice as p::Layer<__Shape_8x16, f32>>::backward::<B>(
                &<__Slice>::new(),
                p::Pass {
                    x: &saved.columns,
                    y: &saved.select,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::set(&mut <__Slice>::new()),
                context.layer(10),
            );
            <__Linear as p::Layer<__Shape_16x8, f32>>::backward::<B>(
                &self.out,
                p::Pass {
                    x: p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_16x8, B, f32>(
                        &saved.inner,
                    ),
                    y: &*out_0,
                    saved: &mut (),
                    dy: dout_0,
                },
                p::same_shape_gradient::<
                    <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    __Shape_16x8,
                    B,
                    f32,
                >(Some(p::Gradient::set(unsafe { &mut **(&mut saved.gradients.d_inner) }))),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(9),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_16x8 , f32 >> :: backward :: < B > (p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret (& self . inner) , p:: Pass { x : & saved . gru , y : & saved . inner , saved : & mut saved . of_inner , dy : unsafe { & * * (& saved . gradients . d_inner) } } , Some (p:: Gradient :: set (& mut saved . d_gru)) , p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives4 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret_gradient (p:: Gradient :: new (& mut grad . inner , adds)) , context . layer (8)) ;
            unsafe { context.complete::<Self, _>(&grad.inner) };
            <__Conv1d as p::Layer<__Shape_8x18, f32>>::backward::<B>(
                &self.conv,
                p::Pass {
                    x: &saved.zero_pad,
                    y: &saved.columns,
                    saved: &mut saved.of_conv,
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.conv, adds),
                context.layer(7),
            );
            unsafe { context.complete::<Self, _>(&grad.conv) };
            <__Pad1d as p::Layer<__Shape_8x16, f32>>::backward::<B>(
                &<__Pad1d>::new(),
                p::Pass {
                    x: &saved.permute,
                    y: &saved.zero_pad,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::set(&mut <__Pad1d>::new()),
                context.layer(6),
            );
            <__Permute as p::Layer<__Shape_16x8, f32>>::backward::<B>(
                &<__Permute>::new(),
                p::Pass {
                    x: &saved.gru,
                    y: &saved.permute,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::add(&mut saved.d_gru)),
                p::Gradient::set(&mut <__Permute>::new()),
                context.layer(5),
            );
            p::activate_backward::<p::Relu, _, _>(&saved.gru, &mut saved.d_gru);
            <__Gru as p::Layer<__Shape_16x8, f32>>::backward::<B>(
                &self.gru,
                p::Pass { x: &saved.sum, y: &saved.gru, saved: &mut saved.of_gru, dy: &saved.d_gru },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.gru, adds),
                context.layer(3),
            );
            unsafe { context.complete::<Self, _>(&grad.gru) };
            <__Parameter as p::Layer<p::Tuple<()>, f32>>::backward::<B>(
                &self.pos,
                p::Pass { x: (), y: &saved.pos, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                (),
                p::Gradient::new(&mut grad.pos, adds),
                context.layer(1),
            );
            unsafe { context.complete::<Self, _>(&grad.pos) };
            <__Embedding as p::Layer<__Shape_indicesx16xbelowx50, f32>>::backward::<B>(
                &self.embed,
                p::Pass { x: tokens, y: &saved.embed, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                (),
                p::Gradient::new(&mut grad.embed, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.embed) };
        }
    }

    #[automatically_derived]
    impl p::Network for Stream {
        type Elem = f32;
        type In = p::Indices<p::N<50>, (p::N<16>,)>;
        const NODES: &'static [p::graph::Node] =
            &p::graph::with_results(
                p::graph::nodes::<Self, f32, _>(
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
                        p::Operand::Node(8, 0),
                        p::Operand::Node(7, 0),
                        p::Operand::Node(10, 0),
                    ],
                    [
                        (
                            <__Embedding as p::Layer<__Shape_indicesx16xbelowx50, f32>>::NODE,
                            "embed",
                            "Embedding<50, 8>",
                            1,
                            0,
                        ),
                        (<__Parameter as p::Layer<p::Tuple<()>, f32>>::NODE, "pos", "Parameter<16, 8>", 0, 1),
                        (<p::Add as p::Layer<p::Tuple<(__Shape_16x8, __Shape_16x8)>, f32>>::NODE, "+", "", 2, 0),
                        (<__Gru as p::Layer<__Shape_16x8, f32>>::NODE, "gru", "Gru<8, 8>", 1, 2),
                        (<p::Relu as p::Layer<__Shape_16x8, f32>>::NODE, "relu", "", 1, 0),
                        (<__Permute as p::Layer<__Shape_16x8, f32>>::NODE, "permute", "", 1, 0),
                        (<__Pad1d as p::Layer<__Shape_8x16, f32>>::NODE, "zero_pad", "", 1, 0),
                        (<__Conv1d as p::Layer<__Shape_8x18, f32>>::NODE, "conv", "Conv1d<8, 8, kernel = 3>", 1, 3),
                        (
                            <<__inner as p::Connect>::Coerced<
                                <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            > as p::Layer<__Shape_16x8, f32>>::NODE,
                            "inner",
                            "Inner",
                            1,
                            4,
                        ),
                        (<__Linear as p::Layer<__Shape_16x8, f32>>::NODE, "out", "Linear<8, 50>", 1, 5),
                        (<__Slice as p::Layer<__Shape_8x16, f32>>::NODE, "select", "", 1, 0),
                        (<p::Identity as p::Layer<__Shape_8, f32>>::NODE, "select", "", 1, 0),
                    ],
                ),
                &[(10, <__Shape_8 as p::Signal>::DIMS)],
            );
        const GRAPH: p::graph::Graph =
            p::network_graph::<Self>("Stream", &["tokens"], &[p::Operand::Node(9, 0), p::Operand::Node(11, 0)]);
    }

    impl Stream {
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
            ::core::mem::size_of::<<Self as p::Layer<p::Indices<p::N<50>, (p::N<16>,)>, f32>>::Scratch<p::N<1>>>();
    }

    impl Stream {
        /// The output for a batch of any size, on the heap.
        pub fn forward<B: p::Dim>(
            &self,
            tokens: &p::Tensor<(B, p::N<16>), p::Class<p::N<50>>>,
        ) -> p::Box<<p::Tuple<((p::N<16>, p::N<50>), (p::N<8>,))> as p::Signal>::Owned<B, f32>> {
            p::infer::<Self, B>(self, tokens)
        }
    }

    type __inner_steps = <p::Either<
        { p::Probe::<__inner, (<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)>, f32)>::STREAMS },
        __inner,
    > as p::Chosen>::Layer;
    const _: () = p::expect_streams(
        p::Probe::<__inner, (<__inner as p::Connect>::Input<(p::N<16>, p::N<8>)>, f32)>::STREAMS || !__accepts__inner,
        "`inner` cannot be computed step by step: `Inner` has no form for one step\nhelp: in a network, write `time = ` before a size in the input of `Inner`; for a layer of your own, implement `nn::layers::Streaming`; or remove `time = ` here",
    );
    const _ : () = p:: expect_steps (p:: Probe :: < __inner , (< __inner as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32) > :: STREAMS && __accepts__inner , [[< (p:: N < 16 > , p:: N < 8 > ,) as p:: Signal > :: DIMS , < < __inner_steps as p:: Layer < < __inner as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32 >> :: Out as p:: Signal > :: DIMS] , [< (p:: N < 1 > , p:: N < 8 > ,) as p:: Signal > :: DIMS , < < __inner_steps as p:: Streaming < < __inner as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32 >> :: Step as p:: Signal > :: DIMS] , [< (p:: N < 1 > , p:: N < 8 > ,) as p:: Signal > :: DIMS , < < __inner_steps as p:: Streaming < < __inner as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32 >> :: StepOut as p:: Signal > :: DIMS]] , "`inner` has another axis of time than the values around it\nhelp: write `time = ` before the same size in `Inner` and here, in inputs, outputs and `let` statements") ;
    /// What the layers keep between two steps.
    #[repr(C)]
    pub struct StreamState<B: p::Dim> {
        of_gru: <__Gru as p::Streaming<__Shape_16x8, f32>>::State<B>,
        of_conv: <__Conv1d as p::Streaming<__Shape_8x18, f32>>::State<B>,
        of_inner: <__inner_steps as p::Streaming<<__inner_steps as p::Connect>::Input<__Shape_16x8>, f32>>::State<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for StreamState<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union StreamStepValues<B: p::Dim> {
        step_3: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x8<B>,
                <__Gru as p::Streaming<__Shape_16x8, f32>>::StepScratch<B>,
                __Tensor_f32x8<B>,
            >,
        >,
        step_6: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x16<B>,
                <__Conv1d as p::Streaming<__Shape_8x18, f32>>::StepScratch<B>,
                __Tensor_f32x8<B>,
            >,
        >,
        step_7: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x8<B>,
                <__inner_steps as p::Streaming<<__inner_steps as p::Connect>::Input<__Shape_16x8>, f32>>::StepScratch<
                    B,
                >,
                __Tensor_f32x16<B>,
            >,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for StreamStepValues<B> {}
    impl<B: p::Dim> StreamStepValues<B> {
        const embed: p::Slot<Self, __Tensor_f32x1x8<B>> = p::Slot::from_start::<B, f32>(0);
        const pos: p::Slot<Self, __Tensor_f32x1x8<B>> = p::Slot::from_start::<B, f32>(8);
        const sum: p::Slot<Self, __Tensor_f32x1x8<B>> = p::Slot::from_end::<B, f32>(0);
        const gru: p::Slot<Self, __Tensor_f32x1x8<B>> = p::Slot::from_start::<B, f32>(0);
        const permute: p::Slot<Self, __Tensor_f32x8x1<B>> = p::Slot::from_start::<B, f32>(8);
        const columns: p::Slot<Self, __Tensor_f32x8x1<B>> = p::Slot::from_end::<B, f32>(0);
        const inner : p:: Slot < Self , < < __inner_steps as p:: Streaming << __inner_steps as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32 >> :: StepOut as p:: Signal > :: Owned < B , f32 > > = p:: Slot :: from_end :: < B , f32 > (8) ;
        const select: p::Slot<Self, __Tensor_f32x8x1<B>> = p::Slot::from_start::<B, f32>(0);
        const of_gru: p::Slot<Self, <__Gru as p::Streaming<__Shape_16x8, f32>>::StepScratch<B>> =
            p::Slot::from_start::<B, f32>(8);
        const of_conv: p::Slot<Self, <__Conv1d as p::Streaming<__Shape_8x18, f32>>::StepScratch<B>> =
            p::Slot::from_start::<B, f32>(16);
        const of_inner: p::Slot<
            Self,
            <__inner_steps as p::Streaming<<__inner_steps as p::Connect>::Input<__Shape_16x8>, f32>>::StepScratch<B>,
        > = p::Slot::from_start::<B, f32>(8);
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::embed.bytes(), Self::pos.bytes(), Self::sum.bytes()]);
            p::assert_disjoint(&[Self::sum.bytes(), Self::gru.bytes(), Self::of_gru.bytes()]);
            p::assert_disjoint(&[
                Self::gru.bytes(),
                Self::permute.bytes(),
                Self::columns.bytes(),
                Self::of_conv.bytes(),
            ]);
            p::assert_disjoint(&[
                Self::gru.bytes(),
                Self::columns.bytes(),
                Self::inner.bytes(),
                Self::of_inner.bytes(),
            ]);
            p::assert_disjoint(&[Self::columns.bytes(), Self::select.bytes()]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct StreamStepScratch<B: p::Dim> {
        values: StreamStepValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for StreamStepScratch<B> {}
    #[automatically_derived]
    impl p::Streaming<p::Indices<p::N<50>, (p::N<16>,)>, f32> for Stream {
        type Step = p::Indices<p::N<50>, (p::N<1>,)>;
        type StepOut = p::Tuple<((p::N<1>, p::N<50>), (p::N<8>,))>;
        type State<B: p::Dim> = StreamState<B>;
        type StepScratch<B: p::Dim> = StreamStepScratch<B>;
        const CAPACITY: ::core::option::Option<usize> = p::least_capacity(&[
            Some(<p::N<16> as p::Natural>::SIZE),
            <__Gru as p::Streaming<__Shape_16x8, f32>>::CAPACITY,
            <__Conv1d as p::Streaming<__Shape_8x18, f32>>::CAPACITY,
            <__inner_steps as p::Streaming<<__inner_steps as p::Connect>::Input<__Shape_16x8>, f32>>::CAPACITY,
        ]);
        fn step<B: p::Dim>(
            &self,
            tokens: <p::Indices<p::N<50>, (p::N<1>,)> as p::Signal>::Ref<'_, B, f32>,
            (out_0, out_1): <p::Tuple<((p::N<1>, p::N<50>), (p::N<8>,))> as p::Signal>::Mut<'_, B, f32>,
            state: &mut Self::State<B>,
            time: usize,
            scratch: &mut Self::StepScratch<B>,
        ) {
            let () = StreamStepValues::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Embedding as p::Layer<__Shape_indicesx1xbelowx50, f32>>::forward::<B>(
                &self.embed,
                tokens,
                unsafe { &mut *StreamStepValues::<B>::embed.of(values) },
                &mut (),
            );
            p::time_slice::<__Shape_16x8, 0usize, B, f32>(&(&self.pos).value, time, unsafe {
                &mut *StreamStepValues::<B>::pos.of(values)
            });
            <p::Add as p::Layer<p::Tuple<(__Shape_1x8, __Shape_1x8)>, f32>>::forward::<B>(
                &p::Add,
                (unsafe { &*StreamStepValues::<B>::embed.of(values) }, unsafe {
                    &*StreamStepValues::<B>::pos.of(values)
                }),
                unsafe { &mut *StreamStepValues::<B>::sum.of(values) },
                &mut (),
            );
            <__Gru as p::Streaming<__Shape_16x8, f32>>::step::<B>(
                &self.gru,
                unsafe { &*StreamStepValues::<B>::sum.of(values) },
                unsafe { &mut *StreamStepValues::<B>::gru.of(values) },
                &mut state.of_gru,
                time,
                unsafe { &mut *StreamStepValues::<B>::of_gru.of(values) },
            );
            p::activate::<p::Relu, _, _>(unsafe { &mut *StreamStepValues::<B>::gru.of(values) });
            <__Permute as p::Layer<__Shape_1x8, f32>>::forward::<B>(
                &<__Permute>::new(),
                unsafe { &*StreamStepValues::<B>::gru.of(values) },
                unsafe { &mut *StreamStepValues::<B>::permute.of(values) },
                &mut (),
            );
            <__Conv1d as p::Streaming<__Shape_8x18, f32>>::step::<B>(
                &self.conv,
                p::same_shape::<__Shape_8x1, __Shape_8x1, B, f32>(unsafe {
                    &*StreamStepValues::<B>::permute.of(values)
                }),
                unsafe { &mut *StreamStepValues::<B>::columns.of(values) },
                &mut state.of_conv,
                time,
                unsafe { &mut *StreamStepValues::<B>::of_conv.of(values) },
            );
            p:: step_of :: < __inner_steps , __Shape_16x8 , __Shape_1x8 , < __inner_steps as p:: Streaming << __inner_steps as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32 >> :: StepOut , B , f32 > (p:: ReinterpretAs :: < __inner_steps > :: reinterpret (& self . inner) , unsafe { & * StreamStepValues :: < B > :: gru . of (values) } , unsafe { & mut * StreamStepValues :: < B > :: inner . of (values) } , & mut state . of_inner , time , unsafe { & mut * StreamStepValues :: < B > :: of_inner . of (values) } ,) ;
            < __Linear as p:: Layer < __Shape_1x8 , f32 >> :: forward :: < B > (& self . out , p:: same_shape :: < < __inner_steps as p:: Streaming << __inner_steps as p:: Connect > :: Input < (p:: N < 16 > , p:: N < 8 > ,) > , f32 >> :: StepOut , __Shape_1x8 , B , f32 > (unsafe { & * StreamStepValues :: < B > :: inner . of (values) }) , & mut * out_0 , & mut ()) ;
            <__Slice__2 as p::Layer<__Shape_8x1, f32>>::forward::<B>(
                &<__Slice__2>::new(),
                unsafe { &*StreamStepValues::<B>::columns.of(values) },
                unsafe { &mut *StreamStepValues::<B>::select.of(values) },
                &mut (),
            );
            <p::Identity as p::Layer<__Shape_8, f32>>::forward::<B>(
                &p::Identity,
                p::same_shape::<__Shape_8x1, __Shape_8, B, f32>(unsafe { &*StreamStepValues::<B>::select.of(values) }),
                &mut *out_1,
                &mut (),
            );
        }
    }

    #[automatically_derived]
    impl p::StreamingNetwork for Stream {
        type Steps<N: p::Dim> = p::Indices<p::N<50>, (N,)>;
    }

    impl Stream {
        /// The size of a stream of one sequence, its state and its scratch, in bytes.
        pub const STREAM_BYTES: usize = ::core::mem::size_of::<p::Stream<Self>>();
    }

    const _: () = p::expect_stream::<Stream>(<Stream as p::StreamingNetwork>::STREAM_SIZES, 4_000);
};
