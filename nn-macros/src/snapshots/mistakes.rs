#[allow(nonstandard_style, dead_code)]
const __Wrong_MISTAKES: usize = {
    ::core::compile_error! { "layer `fc1` expects [784] but receives [3] from `y`\nhelp: declare another layer for this call, as in `fc1_2: Linear<_, 128>`: the first one fixed what `fc1` takes" }
};
#[allow(dead_code)]
pub struct Wrong<H: Dim> {
    fc1: p::Linear<p::N<784>, p::N<128>>,
    fc2: p::Linear<p::N<100>, H>,
    inner: Inner,
    #[doc(hidden)]
    __marker: ::core::marker::PhantomData<fn() -> (H,)>,
}

#[allow(unused_variables, dead_code, clippy::all)]
const _: () = {
    type __inner = Inner;
    struct __Gives0;
    impl p::Named for __Gives0 {
        type Signal = <__inner as p::Layer<<__inner as p::Connect>::Takes<(p::N<128>,)>, f32>>::Out;
    }

    const __HOLDS_1: bool = p::is_input(
        <<__inner as p::Connect>::Takes<(p::N<128>,)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Takes<(p::N<128>,)> as p::Signal>::INDICES,
        <(p::N<128>,) as p::Signal>::DIMS,
        <(p::N<128>,) as p::Signal>::INDICES,
    );
    const _: () = p::expect_input(
        <<__inner as p::Connect>::Takes<(p::N<128>,)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Takes<(p::N<128>,)> as p::Signal>::INDICES,
        <(p::N<128>,) as p::Signal>::DIMS,
        <(p::N<128>,) as p::Signal>::INDICES,
        "layer `inner` expects {a} but receives {b} from `fc1`",
        &p::InputFixes {
            flatten: "help: write `.flatten().inner()`",
            reshape: "help: write `.reshape::<{a,}>().inner()`",
            one_axis: "help: write `fc1: Linear<784, {a,}>`, or change `Inner` to take {b}",
            other: "help: make `fc1` produce {a}, or change `Inner` to take {b}",
            swap: "help: give `inner` its two values in the other order",
            number: "help: give `inner` a value for each of {a}, as in `inner(a, b)`",
            several: "help: give `inner` values of shape {a}",
            embed: "",
            indices: "help: give it an input of indices, such as `words: Tensor<{a,}>`, or change `Inner` to take {b}",
        },
    );
    const __HOLDS_3: bool = p::is_values(1usize, <<__Gives0 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_1;
    const _: () = if true && __HOLDS_1 {
        p::expect_values(
            1usize,
            <<__Gives0 as p::Named>::Signal as p::Signal>::DIMS,
            "`inner` gives {values}, {b}, where one is used\nhelp: bind each of them, as in `let (a, b) = x.inner();`",
        )
    };
    const _: () = if true && __HOLDS_3 {
        p::expect_equal(
            <(p::N<100>,) as p::Signal>::DIMS,
            <<<__Gives0 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            "layer `fc2` expects {a} but receives {b} from `inner`\nhelp: write `fc2: Linear<{b,}, H>`, or make `inner` produce 100",
            "layer `fc2` expects {a} but receives {b} from `inner`\nhelp: write `.flatten().fc2()`",
        )
    };
    #[automatically_derived]
    unsafe impl<H: Dim> p::Plain for Wrong<H> {}
    #[automatically_derived]
    unsafe impl<H: Dim> p::Parameters<f32> for Wrong<H> {
        const LAYOUT: p::Layout = p::Layout::EMPTY;
    }

    #[automatically_derived]
    impl<H: Dim> p::Connect for Wrong<H> {
        type Takes<Given: p::Signal> = p::Several<((p::N<784>,), (p::N<3>,))>;
        type At<Given: p::Signal> = p::Fitted<Self, Given>;
    }

    #[automatically_derived]
    impl<H: Dim> p::Init for Wrong<H> {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {}
    }

    #[automatically_derived]
    impl<H: Dim> p::Network for Wrong<H> {
        type Elem = f32;
        type In = p::Several<((p::N<784>,), (p::N<3>,))>;
        const NODES: &'static [p::graph::Node] = &[];
        const GRAPH: p::graph::Graph = p::graph::Graph::new::<
            p::Several<((p::N<784>,), (p::N<3>,))>,
            p::Several<((H,), (p::N<3>,))>,
            f32,
        >("Wrong", &[], Self::NODES, &[]);
    }

    #[automatically_derived]
    impl<H: Dim> p::Layer<p::Several<((p::N<784>,), (p::N<3>,))>, f32> for Wrong<H> {
        type Out = p::Several<((H,), (p::N<3>,))>;
        type Saved<B: p::Dim> = ();
        type Scratch<B: p::Dim> = ();
        const MACS: usize = 0;
        const OP: p::graph::Op = p::graph::Op::Subgraph(&<Self as p::Network>::GRAPH);
        fn forward<B: p::Dim>(
            &self,
            x: <p::Several<((p::N<784>,), (p::N<3>,))> as p::Signal>::Ref<'_, B, f32>,
            y: <p::Several<((H,), (p::N<3>,))> as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
        }

        fn forward_train<B: p::Dim>(
            &self,
            x: <p::Several<((p::N<784>,), (p::N<3>,))> as p::Signal>::Ref<'_, B, f32>,
            y: <p::Several<((H,), (p::N<3>,))> as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::Context,
        ) {
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: x, y: y, saved, dy: dy }: p::Pass<'_, Self, p::Several<((p::N<784>,), (p::N<3>,))>, B, f32>,
            dx: <p::Several<((p::N<784>,), (p::N<3>,))> as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::Context,
        ) {
        }
    }

    impl<H: Dim> Wrong<H> {
        /// Learned numbers.
        pub const PARAMETERS: usize = 0;
        /// Multiply-accumulates of one sample in inference.
        pub const MACS: usize = 0;
        /// Bytes of all numbers that are stored.
        pub const PARAMETER_BYTES: usize = 0;
        /// Bytes of the weights where they lie in flash: all numbers that are stored.
        pub const FLASH_BYTES: usize = 0;
        /// Floating-point operations of one sample in inference: a multiply-accumulate is two.
        pub const FLOPS: usize = 2 * Self::MACS;
        /// Bytes of a gradient.
        pub const GRADIENT_BYTES: usize = 0;
        /// Bytes that inference of one sample needs between input and output.
        pub const SCRATCH_BYTES: usize = 0;
    }

    impl<H: Dim> Wrong<H> {
        pub fn forward<B: p::Dim>(
            &self,
            x: &<(p::N<784>,) as p::Signal>::Owned<B, f32>,
            y: &<(p::N<3>,) as p::Signal>::Owned<B, f32>,
        ) -> p::Box<<p::Several<((H,), (p::N<3>,))> as p::Signal>::Owned<B, f32>> {
            ::core::unreachable!()
        }
    }
};
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
pub struct __WrongInt8<const MISTAKE: usize>;
#[allow(dead_code)]
pub type WrongInt8 = __WrongInt8<{ __Wrong_MISTAKES }>;
