#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Loops_blocks = Block;
///
/// ```text
/// layer      type          output    parameters  MACs
/// x          input         [6]
/// mask       input         [8]
/// stem       Linear<6, 8>  [8]               56    48
/// rows[0]    Linear<8, 8>  [8]               72    64
/// relu                     [8]                0     0
/// rows[0]    Linear<8, 8>  [8]                0    64
/// +                        [8]                0     0
/// rows[1]    Linear<8, 8>  [8]               72    64
/// relu                     [8]                0     0
/// rows[1]    Linear<8, 8>  [8]                0    64
/// +                        [8]                0     0
/// blocks[0]  Block         [?], [?]           ?     ?
/// blocks[1]  Block         [?], [?]           ?     ?
/// +                        [8]                0     0
/// total                                       ?     ?
/// ```
#[repr(C)]
struct Loops {
    stem: p::Linear<p::N<6>, p::N<8>>,
    rows: [p::Linear<p::N<8>, p::N<8>>; 2usize],
    blocks: [__Loops_blocks; 2usize],
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Linear = p::Linear<p::N<6>, p::N<8>>;
    type __Linear__2 = [p::Linear<p::N<8>, p::N<8>>; 2usize];
    type __Tensor_f32x8<B> = p::Tensor<(B, p::N<8>), f32>;
    type __Shape_8 = (p::N<8>,);
    type __Tensor_f32x16<B> = p::Tensor<(B, p::N<16>), f32>;
    type __Shape_6 = (p::N<6>,);
    type __Linear__3 = p::Linear<p::N<8>, p::N<8>>;
    type __Fused = p::Fused<
        p::expression::Steps<
            (
                p::expression::Combine<p::expression::Times, 3, 0, 1>,
                p::expression::Combine<p::expression::Plus, 4, 2, 3>,
            ),
            3,
            5,
        >,
        (p::N<8>,),
        (p::N<8>,),
        ((p::AllAxes, p::AllAxes, p::AllAxes), p::AllAxes),
    >;
    use p::Absent as _;
    type __written__blocks = __Loops_blocks;
    const __presence__blocks: p::Presence = p::Presence {
        connects: p::Probe::<__written__blocks, f32>::CONNECTS,
        has_init: p::Probe::<__written__blocks, f32>::HAS_INIT,
        has_parameters: p::Probe::<__written__blocks, f32>::HAS_PARAMETERS,
        has_other_parameters: p::Probe::<__written__blocks, f64>::HAS_PARAMETERS,
    };
    type __present__blocks = <p::Either<{ __presence__blocks.is_layer() }, __written__blocks> as p::Chosen>::Layer;
    const __accepts__blocks: bool = p::Probe::<
        __present__blocks,
        (<__present__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>>, f32),
    >::ACCEPTS;
    type __blocks = < p:: Either < { __accepts__blocks && p:: Probe :: < __present__blocks , f32 > :: HAS_INIT } , __present__blocks > as p:: Chosen > :: Layer ;
    const __HOLDS_0: bool = p::is_layer(&__presence__blocks);
    const _: () = p::expect_layer(
        &__presence__blocks,
        &p::LayerTexts {
            none: "`Block` is not a layer\nhelp: remove `block`, or make `Block` a layer: put `#[derive(Parameters)]` on it, and implement `nn::init::Init` and `nn::layers::Layer`",
            unconnected: "`Block` is not a layer that `network!` can use\nhelp: put `#[derive(Parameters)]` on `Block`",
            element: "layer `block` computes in f64, but network `Loops` computes in f32\nhelp: put `#[dtype(f64)]` on `Loops`, or `#[dtype(f32)]` on `Block`",
        },
    );
    const __HOLDS_2: bool = p::is_accepts(
        __accepts__blocks,
        &__presence__blocks,
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
    ) && __HOLDS_0;
    const _: () = if true && __HOLDS_0 {
        p::expect_accepts(
            __accepts__blocks,
            &__presence__blocks,
            <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
            <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
            &p::TraitTexts {
                layer: "`Block` does not implement `Layer` for an input of {b}\nhelp: implement `nn::layers::Layer` with this input for `Block`",
                init: "`Block` does not define its initial parameters\nhelp: implement `nn::init::Init` for `Block`",
                both: "`Block` does not implement `Layer` for an input of {b}\nhelp: implement `nn::init::Init`, and `nn::layers::Layer` with this input, for `Block`",
            },
        )
    };
    struct __Gives4;
    impl p::Named for __Gives4 {
        type Signal =
            <__blocks as p::Layer<<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>>, f32>>::Out;
    }

    const __HOLDS_5: bool = p::is_input(
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
        <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::DIMS,
        <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::INDICES,
    ) && __HOLDS_0
        && __HOLDS_2;
    const _: () = if true && __HOLDS_0 && __HOLDS_2 {
        p::expect_input(
            <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
            <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
            <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::DIMS,
            <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::INDICES,
            "layer `block` expects {a} but receives {b} from `stem`, `mask`",
            &p::InputFixes {
                flatten: "help: write `.flatten().block()`",
                reshape: "help: write `.reshape::<{a,}>().block()`",
                one_axis: "help: write `stem: Linear<6, {a,}>`, or change `Block` to take {b}",
                other: "help: make `stem` produce {a}, or change `Block` to take {b}",
                swap: "help: swap the two arguments of `block`",
                number: "help: pass `block` one value for each of {a}, as in `block(a, b)`",
                several: "help: pass `block` values of shape {a}",
                embed: "",
                indices: "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Block` to take {b}",
            },
        )
    };
    const __HOLDS_7: bool = p::is_values(2usize, <<__Gives4 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_5;
    const _: () = if true && __HOLDS_5 {
        p::expect_values(
            2usize,
            <<__Gives4 as p::Named>::Signal as p::Signal>::DIMS,
            "2 names for the {values} of `block`, {b}\nhelp: bind one name for each value",
        )
    };
    const _: () = if true && __HOLDS_7 {
        p::expect_equal(
            <(p::N<8>,) as p::Signal>::DIMS,
            <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            "`h` is {a} before the loop, but is assigned {b} from `blocks[0]`\nhelp: assign a value of [8] to `h`, or bind this one to another name by `let`",
            "`h` is {a} before the loop, but is assigned {b} from `blocks[0]`\nhelp: assign a value of [8] to `h`, or bind this one to another name by `let`",
        )
    };
    const __HOLDS_10: bool = p::is_equal(
        <(p::N<8>,) as p::Signal>::DIMS,
        <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
    ) && __HOLDS_7;
    const _: () = if true && __HOLDS_7 {
        p::expect_equal(
            <(p::N<8>,) as p::Signal>::DIMS,
            <<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::DIMS,
            "`m` is {a} before the loop, but is assigned {b} from `blocks[0]`\nhelp: assign a value of [8] to `m`, or bind this one to another name by `let`",
            "`m` is {a} before the loop, but is assigned {b} from `blocks[0]`\nhelp: assign a value of [8] to `m`, or bind this one to another name by `let`",
        )
    };
    const __HOLDS_12: bool = p::is_equal(
        <(p::N<8>,) as p::Signal>::DIMS,
        <<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::DIMS,
    ) && __HOLDS_7;
    const __HOLDS_13: bool = p::is_layer(&__presence__blocks) && __HOLDS_10 && __HOLDS_12;
    const __HOLDS_14: bool = p::is_accepts(
        __accepts__blocks,
        &__presence__blocks,
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
    ) && __HOLDS_10
        && __HOLDS_12
        && __HOLDS_13;
    struct __Gives15;
    impl p::Named for __Gives15 {
        type Signal =
            <__blocks as p::Layer<<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>>, f32>>::Out;
    }

    const __HOLDS_16: bool = p::is_input(
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
        <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
        <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::DIMS,
        <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::INDICES,
    ) && __HOLDS_10
        && __HOLDS_12
        && __HOLDS_13
        && __HOLDS_14;
    const _: () = if true && __HOLDS_10 && __HOLDS_12 && __HOLDS_13 && __HOLDS_14 {
        p::expect_input(
            <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::DIMS,
            <<__blocks as p::Connect>::Input<p::Tuple<((p::N<8>,), (p::N<8>,))>> as p::Signal>::INDICES,
            <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::DIMS,
            <p::Tuple<((p::N<8>,), (p::N<8>,))> as p::Signal>::INDICES,
            "layer `block` expects {a} but receives {b} from `blocks[0]`, `blocks[0]`",
            &p::InputFixes {
                flatten: "help: write `.flatten().block()`",
                reshape: "help: write `.reshape::<{a,}>().block()`",
                one_axis: "help: pass it {a}, or change `Block` to take {b}",
                other: "help: pass it {a}, or change `Block` to take {b}",
                swap: "help: swap the two arguments of `block`",
                number: "help: pass `block` one value for each of {a}, as in `block(a, b)`",
                several: "help: pass `block` values of shape {a}",
                embed: "",
                indices: "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Block` to take {b}",
            },
        )
    };
    const __HOLDS_18: bool = p::is_values(2usize, <<__Gives15 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_16;
    const _: () = if true && __HOLDS_16 {
        p::expect_values(
            2usize,
            <<__Gives15 as p::Named>::Signal as p::Signal>::DIMS,
            "2 names for the {values} of `block`, {b}\nhelp: bind one name for each value",
        )
    };
    const _: () = if true && __HOLDS_10 && __HOLDS_18 {
        p::expect_equal(
            <(p::N<8>,) as p::Signal>::DIMS,
            <<<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            "`h` is {a} before the loop, but is assigned {b} from `blocks[1]`\nhelp: assign a value of [8] to `h`, or bind this one to another name by `let`",
            "`h` is {a} before the loop, but is assigned {b} from `blocks[1]`\nhelp: assign a value of [8] to `h`, or bind this one to another name by `let`",
        )
    };
    const _: () = if true && __HOLDS_12 && __HOLDS_18 {
        p::expect_equal(
            <(p::N<8>,) as p::Signal>::DIMS,
            <<<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::DIMS,
            "`m` is {a} before the loop, but is assigned {b} from `blocks[1]`\nhelp: assign a value of [8] to `m`, or bind this one to another name by `let`",
            "`m` is {a} before the loop, but is assigned {b} from `blocks[1]`\nhelp: assign a value of [8] to `m`, or bind this one to another name by `let`",
        )
    };
    #[automatically_derived]
    impl p::MustNotImplementDrop for Loops {}
    #[automatically_derived]
    unsafe impl p::Plain for Loops {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Loops {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("stem", <__Linear as p::Parameters<f32>>::FIELD_LAYOUT),
            ("rows", <__Linear__2 as p::Parameters<f32>>::FIELD_LAYOUT),
            ("blocks", <[__blocks; 2usize] as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl p::Connect for Loops {
        type Input<Given: p::Signal> = p::Tuple<((p::N<6>,), (p::N<8>,))>;
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Loops {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.stem, rng);
            p::Init::init(&mut self.rows, rng);
            p::Init::init(p::ReinterpretAs::<[__blocks; 2usize]>::reinterpret_mut(&mut self.blocks), rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union LoopsSaved_gradients<B: p::Dim> {
        d_rows: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        d_blocks: ::core::mem::ManuallyDrop<
            <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for LoopsSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union LoopsSaved_gradients_2<B: p::Dim> {
        d_h: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        d_blocks_2: ::core::mem::ManuallyDrop<
            <<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for LoopsSaved_gradients_2<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union LoopsSaved_gradients_3<B: p::Dim> {
        d_rows_2: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for LoopsSaved_gradients_3<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct LoopsSaved<B: p::Dim> {
        h: __Tensor_f32x8<B>,
        rows: __Tensor_f32x8<B>,
        rows_2: __Tensor_f32x8<B>,
        h_2: __Tensor_f32x8<B>,
        rows_3: __Tensor_f32x8<B>,
        rows_4: __Tensor_f32x8<B>,
        h_3: __Tensor_f32x8<B>,
        blocks: <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        blocks_2: <<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::Owned<B, f32>,
        blocks_3: <<<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        blocks_4: <<<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::Owned<B, f32>,
        gradients: LoopsSaved_gradients<B>,
        gradients_2: LoopsSaved_gradients_2<B>,
        gradients_3: LoopsSaved_gradients_3<B>,
        of_blocks: <<__blocks as p::Connect>::Coerced<
            p::Tuple<(
                <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
            )>,
        > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Saved<B>,
        of_blocks_2: <<__blocks as p::Connect>::Coerced<
            p::Tuple<(
                <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
            )>,
        > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Saved<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for LoopsSaved<B> {}
    /// The intermediate values: a union of the memory of every step.
    #[repr(C)]
    union LoopsValues<B: p::Dim> {
        step_9: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x8<B>,
                <<__blocks as p::Connect>::Coerced<
                    p::Tuple<(
                        <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                        <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    )>,
                > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Scratch<B>,
                __Tensor_f32x16<B>,
            >,
        >,
        step_10: ::core::mem::ManuallyDrop<
            p::StepLayout<
                __Tensor_f32x16<B>,
                <<__blocks as p::Connect>::Coerced<
                    p::Tuple<(
                        <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                        <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    )>,
                > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Scratch<B>,
                __Tensor_f32x16<B>,
            >,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for LoopsValues<B> {}
    impl<B: p::Dim> LoopsValues<B> {
        const h: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(0);
        const rows: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(8);
        const rows_2: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_end::<B, f32>(0);
        const h_2: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(8);
        const rows_3: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(0);
        const rows_4: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(16);
        const h_3: p::Slot<Self, __Tensor_f32x8<B>> = p::Slot::from_start::<B, f32>(0);
        const blocks: p::Slot<
            Self,
            <<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        > = p::Slot::from_end::<B, f32>(0);
        const blocks_2: p::Slot<
            Self,
            <<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::Owned<B, f32>,
        > = p::Slot::from_end::<B, f32>(8);
        const blocks_3: p::Slot<
            Self,
            <<<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        > = p::Slot::from_start::<B, f32>(0);
        const blocks_4: p::Slot<
            Self,
            <<<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape as p::Signal>::Owned<B, f32>,
        > = p::Slot::from_start::<B, f32>(8);
        const of_blocks: p::Slot<
            Self,
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Scratch<B>,
        > = p::Slot::from_start::<B, f32>(8);
        const of_blocks_2: p::Slot<
            Self,
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::Scratch<B>,
        > = p::Slot::from_start::<B, f32>(16);
        /// Proves that no two values that are live in the same step overlap.
        const DISJOINT: () = {
            p::assert_disjoint(&[Self::h.bytes(), Self::rows.bytes(), Self::rows_2.bytes()]);
            p::assert_disjoint(&[Self::h.bytes(), Self::rows_2.bytes(), Self::h_2.bytes()]);
            p::assert_disjoint(&[Self::h_2.bytes(), Self::rows_3.bytes(), Self::rows_4.bytes()]);
            p::assert_disjoint(&[Self::h_2.bytes(), Self::rows_4.bytes(), Self::h_3.bytes()]);
            p::assert_disjoint(&[
                Self::h_3.bytes(),
                Self::blocks.bytes(),
                Self::blocks_2.bytes(),
                Self::of_blocks.bytes(),
            ]);
            p::assert_disjoint(&[
                Self::blocks.bytes(),
                Self::blocks_2.bytes(),
                Self::blocks_3.bytes(),
                Self::blocks_4.bytes(),
                Self::of_blocks_2.bytes(),
            ]);
        };
    }

    /// The intermediate values.
    #[repr(C)]
    pub struct LoopsScratch<B: p::Dim> {
        values: LoopsValues<B>,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for LoopsScratch<B> {}
    #[automatically_derived]
    impl p::Layer<p::Tuple<((p::N<6>,), (p::N<8>,))>, f32> for Loops {
        type Out = (p::N<8>,);
        type Saved<B: p::Dim> = LoopsSaved<B>;
        type Scratch<B: p::Dim> = LoopsScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            (x, mask): <p::Tuple<((p::N<6>,), (p::N<8>,))> as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<8>,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            let () = LoopsValues::<B>::DISJOINT;
            let values = &raw mut scratch.values;
            <__Linear as p::Layer<__Shape_6, f32>>::forward::<B>(
                &self.stem,
                x,
                unsafe { &mut *LoopsValues::<B>::h.of(values) },
                &mut (),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward_relu::<B>(
                &self.rows[0],
                unsafe { &*LoopsValues::<B>::h.of(values) },
                unsafe { &mut *LoopsValues::<B>::rows.of(values) },
                &mut (),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward::<B>(
                &self.rows[0],
                unsafe { &*LoopsValues::<B>::rows.of(values) },
                unsafe { &mut *LoopsValues::<B>::rows_2.of(values) },
                &mut (),
            );
            <__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::forward::<B>(
                &<__Fused>::new(),
                (unsafe { &*LoopsValues::<B>::rows_2.of(values) }, mask, unsafe { &*LoopsValues::<B>::h.of(values) }),
                unsafe { &mut *LoopsValues::<B>::h_2.of(values) },
                &mut (),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward_relu::<B>(
                &self.rows[1],
                unsafe { &*LoopsValues::<B>::h_2.of(values) },
                unsafe { &mut *LoopsValues::<B>::rows_3.of(values) },
                &mut (),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward::<B>(
                &self.rows[1],
                unsafe { &*LoopsValues::<B>::rows_3.of(values) },
                unsafe { &mut *LoopsValues::<B>::rows_4.of(values) },
                &mut (),
            );
            <__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::forward::<B>(
                &<__Fused>::new(),
                (unsafe { &*LoopsValues::<B>::rows_4.of(values) }, mask, unsafe { &*LoopsValues::<B>::h_2.of(values) }),
                unsafe { &mut *LoopsValues::<B>::h_3.of(values) },
                &mut (),
            );
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward::<B>(
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.blocks[0]),
                (unsafe { &*LoopsValues::<B>::h_3.of(values) }, mask),
                (unsafe { &mut *LoopsValues::<B>::blocks.of(values) }, unsafe {
                    &mut *LoopsValues::<B>::blocks_2.of(values)
                }),
                unsafe { &mut *LoopsValues::<B>::of_blocks.of(values) },
            );
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward::<B>(
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.blocks[1]),
                (
                    p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_8, B, f32>(
                        unsafe { &*LoopsValues::<B>::blocks.of(values) },
                    ),
                    p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape, __Shape_8, B, f32>(
                        unsafe { &*LoopsValues::<B>::blocks_2.of(values) },
                    ),
                ),
                (unsafe { &mut *LoopsValues::<B>::blocks_3.of(values) }, unsafe {
                    &mut *LoopsValues::<B>::blocks_4.of(values)
                }),
                unsafe { &mut *LoopsValues::<B>::of_blocks_2.of(values) },
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward::<B>(
                &p::Add,
                (
                    p::same_shape::<<<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_8, B, f32>(
                        unsafe { &*LoopsValues::<B>::blocks_3.of(values) },
                    ),
                    p::same_shape::<<<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape, __Shape_8, B, f32>(
                        unsafe { &*LoopsValues::<B>::blocks_4.of(values) },
                    ),
                ),
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            (x, mask): <p::Tuple<((p::N<6>,), (p::N<8>,))> as p::Signal>::Ref<'_, B, f32>,
            out: <(p::N<8>,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <__Linear as p::Layer<__Shape_6, f32>>::forward_train::<B>(
                &self.stem,
                x,
                &mut saved.h,
                &mut (),
                context.layer(0),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward_train_relu::<B>(
                &self.rows[0],
                &saved.h,
                &mut saved.rows,
                &mut (),
                context.layer(1),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &self.rows[0],
                &saved.rows,
                &mut saved.rows_2,
                &mut (),
                context.layer(3),
            );
            <__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::forward_train::<B>(
                &<__Fused>::new(),
                (&saved.rows_2, mask, &saved.h),
                &mut saved.h_2,
                &mut (),
                context.layer(4),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward_train_relu::<B>(
                &self.rows[1],
                &saved.h_2,
                &mut saved.rows_3,
                &mut (),
                context.layer(5),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::forward_train::<B>(
                &self.rows[1],
                &saved.rows_3,
                &mut saved.rows_4,
                &mut (),
                context.layer(7),
            );
            <__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::forward_train::<B>(
                &<__Fused>::new(),
                (&saved.rows_4, mask, &saved.h_2),
                &mut saved.h_3,
                &mut (),
                context.layer(8),
            );
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward_train::<B>(
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.blocks[0]),
                (&saved.h_3, mask),
                (&mut saved.blocks, &mut saved.blocks_2),
                &mut saved.of_blocks,
                context.layer(9),
            );
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward_train::<B>(
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.blocks[1]),
                (
                    p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_8, B, f32>(
                        &saved.blocks,
                    ),
                    p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape, __Shape_8, B, f32>(
                        &saved.blocks_2,
                    ),
                ),
                (&mut saved.blocks_3, &mut saved.blocks_4),
                &mut saved.of_blocks_2,
                context.layer(10),
            );
            <p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::forward_train::<B>(
                &p::Add,
                (
                    p::same_shape::<<<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_8, B, f32>(
                        &saved.blocks_3,
                    ),
                    p::same_shape::<<<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape, __Shape_8, B, f32>(
                        &saved.blocks_4,
                    ),
                ),
                &mut *out,
                &mut (),
                context.layer(11),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: (x, mask), y: out, saved, dy: dout }: p::Pass<
                '_,
                Self,
                p::Tuple<((p::N<6>,), (p::N<8>,))>,
                B,
                f32,
            >,
            (mut d_x, mut d_mask): <p::Tuple<((p::N<6>,), (p::N<8>,))> as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::backward::<B>(
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.blocks[1]),
                p::Pass {
                    x: (
                        p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape, __Shape_8, B, f32>(
                            &saved.blocks,
                        ),
                        p::same_shape::<<<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape, __Shape_8, B, f32>(
                            &saved.blocks_2,
                        ),
                    ),
                    y: (&saved.blocks_3, &saved.blocks_4),
                    saved: &mut saved.of_blocks_2,
                    dy: (
                        p::same_shape::<__Shape_8, <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape, B, f32>(
                            dout,
                        ),
                        p::same_shape::<__Shape_8, <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape, B, f32>(
                            dout,
                        ),
                    ),
                },
                (
                    p::same_shape_gradient::<
                        <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                        __Shape_8,
                        B,
                        f32,
                    >(Some(p::Gradient::set(unsafe { &mut **(&mut saved.gradients.d_blocks) }))),
                    p::same_shape_gradient::<
                        <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        __Shape_8,
                        B,
                        f32,
                    >(Some(p::Gradient::set(unsafe {
                        &mut **(&mut saved.gradients_2.d_blocks_2)
                    }))),
                ),
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret_gradient(p::Gradient::new(&mut grad.blocks[1], adds)),
                context.layer(10),
            );
            unsafe { context.complete::<Self, _>(&grad.blocks[1]) };
            <<__blocks as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::backward::<B>(
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.blocks[0]),
                p::Pass {
                    x: (&saved.h_3, mask),
                    y: (&saved.blocks, &saved.blocks_2),
                    saved: &mut saved.of_blocks,
                    dy: (unsafe { &**(&saved.gradients.d_blocks) }, unsafe { &**(&saved.gradients_2.d_blocks_2) }),
                },
                (
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                    <(p::N<8>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_mask),
                ),
                p::ReinterpretAs::<
                    <__blocks as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret_gradient(p::Gradient::new(&mut grad.blocks[0], adds)),
                context.layer(9),
            );
            unsafe { context.complete::<Self, _>(&grad.blocks[0]) };
            <__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::backward::<B>(
                &<__Fused>::new(),
                p::Pass {
                    x: (&saved.rows_4, mask, &saved.h_2),
                    y: &saved.h_3,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                (
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                    <(p::N<8>,) as p::Signal>::adding::<B, f32>(<(p::N<8>,) as p::Signal>::reborrow_grad::<B, f32>(
                        &mut d_mask,
                    )),
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                ),
                p::Gradient::set(&mut <__Fused>::new()),
                context.layer(8),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::backward_through_relu::<B>(
                &self.rows[1],
                p::Pass {
                    x: &saved.rows_3,
                    y: &saved.rows_4,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                p::Gradient::new(&mut grad.rows[1], adds),
                context.layer(7),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::backward::<B>(
                &self.rows[1],
                p::Pass {
                    x: &saved.h_2,
                    y: &saved.rows_3,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::add(&mut grad.rows[1]),
                context.layer(5),
            );
            unsafe { context.complete::<Self, _>(&grad.rows[1]) };
            <__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::backward::<B>(
                &<__Fused>::new(),
                p::Pass {
                    x: (&saved.rows_2, mask, &saved.h),
                    y: &saved.h_2,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                (
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) })),
                    <(p::N<8>,) as p::Signal>::adding::<B, f32>(<(p::N<8>,) as p::Signal>::reborrow_grad::<B, f32>(
                        &mut d_mask,
                    )),
                    Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                ),
                p::Gradient::set(&mut <__Fused>::new()),
                context.layer(4),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::backward_through_relu::<B>(
                &self.rows[0],
                p::Pass {
                    x: &saved.rows,
                    y: &saved.rows_2,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.rows[0], adds),
                context.layer(3),
            );
            <__Linear__3 as p::Layer<__Shape_8, f32>>::backward::<B>(
                &self.rows[0],
                p::Pass { x: &saved.h, y: &saved.rows, saved: &mut (), dy: unsafe { p::member(&saved.gradients) } },
                Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::add(&mut grad.rows[0]),
                context.layer(1),
            );
            unsafe { context.complete::<Self, _>(&grad.rows[0]) };
            <__Linear as p::Layer<__Shape_6, f32>>::backward::<B>(
                &self.stem,
                p::Pass { x: x, y: &saved.h, saved: &mut (), dy: unsafe { p::member(&saved.gradients_2) } },
                <(p::N<6>,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x),
                p::Gradient::new(&mut grad.stem, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.stem) };
        }
    }

    #[automatically_derived]
    impl p::Network for Loops {
        type Elem = f32;
        type In = p::Tuple<((p::N<6>,), (p::N<8>,))>;
        const NODES: &'static [p::graph::Node] = &p::graph::with_elements(
            p::graph::nodes::<Self, f32, _>(
                &[
                    p::Operand::Input(0),
                    p::Operand::Node(0, 0),
                    p::Operand::Node(1, 0),
                    p::Operand::Node(2, 0),
                    p::Operand::Node(3, 0),
                    p::Operand::Input(1),
                    p::Operand::Node(0, 0),
                    p::Operand::Node(4, 0),
                    p::Operand::Node(5, 0),
                    p::Operand::Node(6, 0),
                    p::Operand::Node(7, 0),
                    p::Operand::Input(1),
                    p::Operand::Node(4, 0),
                    p::Operand::Node(8, 0),
                    p::Operand::Input(1),
                    p::Operand::Node(9, 0),
                    p::Operand::Node(9, 1),
                    p::Operand::Node(10, 0),
                    p::Operand::Node(10, 1),
                ],
                [
                    (<__Linear as p::Layer<__Shape_6, f32>>::NODE, "stem", "Linear<6, 8>", 1, 0),
                    (<__Linear__3 as p::Layer<__Shape_8, f32>>::NODE, "rows[0]", "Linear<8, 8>", 1, 1),
                    (<p::Relu as p::Layer<__Shape_8, f32>>::NODE, "relu", "", 1, 0),
                    (<__Linear__3 as p::Layer<__Shape_8, f32>>::NODE, "rows[0]", "Linear<8, 8>", 1, 1),
                    (<__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::NODE, "+", "", 3, 0),
                    (<__Linear__3 as p::Layer<__Shape_8, f32>>::NODE, "rows[1]", "Linear<8, 8>", 1, 1),
                    (<p::Relu as p::Layer<__Shape_8, f32>>::NODE, "relu", "", 1, 0),
                    (<__Linear__3 as p::Layer<__Shape_8, f32>>::NODE, "rows[1]", "Linear<8, 8>", 1, 1),
                    (<__Fused as p::Layer<p::Tuple<(__Shape_8, __Shape_8, __Shape_8)>, f32>>::NODE, "+", "", 3, 0),
                    (
                        <<__blocks as p::Connect>::Coerced<
                            p::Tuple<(
                                <<__Gives4 as p::Named>::Signal as p::Part<0usize>>::Shape,
                                <<__Gives4 as p::Named>::Signal as p::Part<1usize>>::Shape,
                            )>,
                        > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::NODE,
                        "blocks[0]",
                        "Block",
                        2,
                        2,
                    ),
                    (
                        <<__blocks as p::Connect>::Coerced<
                            p::Tuple<(
                                <<__Gives15 as p::Named>::Signal as p::Part<0usize>>::Shape,
                                <<__Gives15 as p::Named>::Signal as p::Part<1usize>>::Shape,
                            )>,
                        > as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::NODE,
                        "blocks[1]",
                        "Block",
                        2,
                        2,
                    ),
                    (<p::Add as p::Layer<p::Tuple<(__Shape_8, __Shape_8)>, f32>>::NODE, "+", "", 2, 0),
                ],
            ),
            &[(1, 0, true), (3, 0, false), (5, 1, true), (7, 1, false), (9, 0, true), (10, 1, true)],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Loops", &["x", "mask"], &[p::Operand::Node(11, 0)]);
    }

    impl Loops {
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
            ::core::mem::size_of::<<Self as p::Layer<p::Tuple<((p::N<6>,), (p::N<8>,))>, f32>>::Scratch<p::N<1>>>();
    }

    impl Loops {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(
            &self,
            x: &p::Tensor<(B, p::N<6>), f32>,
            mask: &p::Tensor<(B, p::N<8>), f32>,
        ) -> p::Box<p::Tensor<(B, p::N<8>), f32>> {
            p::infer::<Self, B>(self, (x, mask))
        }
    }
};
