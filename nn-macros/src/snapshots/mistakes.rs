#[allow(nonstandard_style, dead_code)]
const __Wrong_MISTAKES: usize = {
    ::core::compile_error! { "layer `fc1` expects [784] but receives [3] from `y`\nhelp: declare another layer for this call, as in `fc1_2: Linear<_, 128>`: the first call fixed the input shape of `fc1`" }
};
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Wrong_inner = Inner;
#[allow(dead_code)]
pub struct Wrong<H: Dim> {
    fc1: p::Linear<p::N<784>, p::N<128>>,
    fc2: p::Linear<p::N<100>, H>,
    inner: __Wrong_inner,
    #[doc(hidden)]
    __marker: ::core::marker::PhantomData<fn() -> (H,)>,
}

#[allow(unused_variables, dead_code, clippy::all)]
const _: () = {
    type __inner = __Wrong_inner;
    struct __Gives0;
    impl p::Named for __Gives0 {
        type Signal = <__inner as p::Layer<<__inner as p::Connect>::Input<(p::N<128>,)>, f32>>::Out;
    }

    const __HOLDS_1: bool = p::is_input(
        <<__inner as p::Connect>::Input<(p::N<128>,)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Input<(p::N<128>,)> as p::Signal>::INDICES,
        <(p::N<128>,) as p::Signal>::DIMS,
        <(p::N<128>,) as p::Signal>::INDICES,
    );
    const _: () = p::expect_input(
        <<__inner as p::Connect>::Input<(p::N<128>,)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Input<(p::N<128>,)> as p::Signal>::INDICES,
        <(p::N<128>,) as p::Signal>::DIMS,
        <(p::N<128>,) as p::Signal>::INDICES,
        "layer `inner` expects {a} but receives {b} from `fc1`",
        &p::InputFixes {
            flatten: "help: write `.flatten().inner()`",
            reshape: "help: write `.reshape::<{a,}>().inner()`",
            one_axis: "help: write `fc1: Linear<784, {a,}>`, or change `Inner` to take {b}",
            other: "help: make `fc1` produce {a}, or change `Inner` to take {b}",
            swap: "help: swap the two arguments of `inner`",
            number: "help: pass `inner` one value for each of {a}, as in `inner(a, b)`",
            several: "help: pass `inner` values of shape {a}",
            embed: "",
            indices: "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Inner` to take {b}",
        },
    );
    const __HOLDS_3: bool = p::is_values(1usize, <<__Gives0 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_1;
    const _: () = if true && __HOLDS_1 {
        p::expect_values(
            1usize,
            <<__Gives0 as p::Named>::Signal as p::Signal>::DIMS,
            "`inner` returns {values}, {b}, where one is expected\nhelp: bind each of them, as in `let (a, b) = x.inner();`",
        )
    };
    const _: () = if true && __HOLDS_3 {
        p::expect_equal(
            <(p::N<100>,) as p::Signal>::DIMS,
            <<<__Gives0 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            "layer `fc2` expects {a} but receives {b} from `inner`\nhelp: write `fc2: Linear<{b,}, H>`, or make `inner` produce 100",
            "layer `fc2` expects {a} but receives {b} from `inner`\nhelp: {rows|declare the shape of the value, as in `let rows: Tensor<{b,}> = ..;`, to map its last axis|write `.flatten().fc2()`|write `.flatten().fc2()`, or declare the shape of the value, as in `let rows: Tensor<{b,}> = ..;`, to map its last axis|}",
        )
    };
    #[automatically_derived]
    unsafe impl<H: Dim> p::Plain for Wrong<H> {}
    #[automatically_derived]
    unsafe impl<H: Dim> p::Parameters<f32> for Wrong<H> {
        const LAYOUT: p::Layout = p::Layout::UNKNOWN;
        const LEN: usize = 0;
    }

    #[automatically_derived]
    impl<H: Dim> p::Connect for Wrong<H> {
        type Input<Given: p::Signal> = p::Tuple<((p::N<784>,), (p::N<3>,))>;
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl<H: Dim> p::Init for Wrong<H> {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {}
    }

    #[automatically_derived]
    impl<H: Dim> p::Network for Wrong<H> {
        type Elem = f32;
        type In = p::Tuple<((p::N<784>,), (p::N<3>,))>;
        const NODES: &'static [p::graph::Node] = &[];
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Wrong", &[], &[]);
    }

    #[automatically_derived]
    impl<H: Dim> p::Layer<p::Tuple<((p::N<784>,), (p::N<3>,))>, f32> for Wrong<H> {
        type Out = p::Tuple<((H,), (p::N<3>,))>;
        type Saved<B: p::Dim> = ();
        type Scratch<B: p::Dim> = ();
        const MACS: usize = 0;
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            x: <p::Tuple<((p::N<784>,), (p::N<3>,))> as p::Signal>::Ref<'_, B, f32>,
            y: <p::Tuple<((H,), (p::N<3>,))> as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
        }

        fn forward_train<B: p::Dim>(
            &self,
            x: <p::Tuple<((p::N<784>,), (p::N<3>,))> as p::Signal>::Ref<'_, B, f32>,
            y: <p::Tuple<((H,), (p::N<3>,))> as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: x, y: y, saved, dy: dy }: p::Pass<'_, Self, p::Tuple<((p::N<784>,), (p::N<3>,))>, B, f32>,
            dx: <p::Tuple<((p::N<784>,), (p::N<3>,))> as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
        }
    }

    impl<H: Dim> Wrong<H> {
        /// The number of trainable parameters.
        pub const PARAMETERS: usize = 0;
        /// Multiply-accumulates of one sample in inference.
        pub const MACS: usize = 0;
        /// The size of all stored parameters in bytes.
        pub const PARAMETER_BYTES: usize = 0;
        /// The size of the weights in flash, in bytes.
        pub const FLASH_BYTES: usize = 0;
        /// Floating-point operations of one sample in inference: a multiply-accumulate is two.
        pub const FLOPS: usize = 2 * 0;
        /// Bytes of a gradient.
        pub const GRADIENT_BYTES: usize = 0;
        /// The size of the scratch for inference of one sample, in bytes.
        pub const SCRATCH_BYTES: usize = 0;
    }

    impl<H: Dim> Wrong<H> {
        pub fn forward<B: p::Dim>(
            &self,
            x: &<(p::N<784>,) as p::Signal>::Owned<B, f32>,
            y: &<(p::N<3>,) as p::Signal>::Owned<B, f32>,
        ) -> p::Box<<p::Tuple<((H,), (p::N<3>,))> as p::Signal>::Owned<B, f32>> {
            ::core::unreachable!()
        }
    }
};
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
pub struct __WrongInt8<const MISTAKE: usize>;
#[allow(dead_code)]
pub type WrongInt8 = __WrongInt8<{ __Wrong_MISTAKES }>;
