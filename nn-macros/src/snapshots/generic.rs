#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Generic_Width_written = Width;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Generic_Width_is_size: bool = <__Generic_Width_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Generic_Width = <__Generic_Width_written as p::SizeIf<{ __Generic_Width_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Generic_inner<H> = Block<H>;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Generic_own<const K: usize> = my::Own<K>;
///
/// ```text
/// layer  type               output   parameters  MACs
/// x      input              [Width]
/// into   Linear<Width, H>   [H]               ?     ?
/// inner  [Block<H>; 2]      [H]               ?     ?
/// row    [Linear<H, H>; 3]  [H]               ?     ?
/// own    my::Own<K>         [?]               ?     ?
/// +                         [H]               0     0
/// out    Linear<H, Width>   [Width]           ?     ?
/// +                         [Width]           0     0
/// total                                       ?     ?
/// ```
#[repr(C)]
struct Generic<H: Dim, const K: usize = 3>
where
    H: Default,
{
    into: p::Linear<__Generic_Width, H>,
    inner: [__Generic_inner<H>; 2usize],
    row: [p::Linear<H, H>; 3usize],
    own: __Generic_own<K>,
    out: p::Linear<H, __Generic_Width>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __inner<H> = __Generic_inner<H>;
    type __own<const K: usize> = __Generic_own<K>;
    #[automatically_derived]
    impl<H: Dim, const K: usize> p::MustNotImplementDrop for Generic<H, K> where H: Default {}
    #[automatically_derived]
    unsafe impl<H: Dim, const K: usize> p::Plain for Generic<H, K> where H: Default {}
    #[automatically_derived]
    unsafe impl<H: Dim, const K: usize> p::Parameters<f32> for Generic<H, K>
    where
        H: Default,
    {
        const LAYOUT: p::Layout = p::Layout::Fields(&p::Field::in_order([
            ("into", <p::Linear<__Generic_Width, H> as p::Parameters<f32>>::FIELD_LAYOUT),
            ("inner", <[__inner<H>; 2usize] as p::Parameters<f32>>::FIELD_LAYOUT),
            ("row", <[p::Linear<H, H>; 3usize] as p::Parameters<f32>>::FIELD_LAYOUT),
            ("own", <__own<K> as p::Parameters<f32>>::FIELD_LAYOUT),
            ("out", <p::Linear<H, __Generic_Width> as p::Parameters<f32>>::FIELD_LAYOUT),
        ]));
    }

    #[automatically_derived]
    impl<H: Dim, const K: usize> p::Connect for Generic<H, K>
    where
        H: Default,
    {
        type Input<Given: p::Signal> = (__Generic_Width,);
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl<H: Dim, const K: usize> p::Init for Generic<H, K>
    where
        H: Default,
    {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.into, rng);
            p::Init::init(p::ReinterpretAs::<[__inner<H>; 2usize]>::reinterpret_mut(&mut self.inner), rng);
            p::Init::init(&mut self.row, rng);
            p::Init::init(p::ReinterpretAs::<__own<K>>::reinterpret_mut(&mut self.own), rng);
            p::Init::init(&mut self.out, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union GenericSaved_gradients<H: Dim, const K: usize, B: p::Dim>
    where
        H: Default,
    {
        d_h: ::core::mem::ManuallyDrop<p::Tensor<(B, H), f32>>,
        d_own: ::core::mem::ManuallyDrop<<<__own<K> as p::Layer<(H,), f32>>::Out as p::Signal>::Owned<B, f32>>,
        marker: ::core::marker::PhantomData<(H, B)>,
    }

    unsafe impl<H: Dim, const K: usize, B: p::Dim> p::Plain for GenericSaved_gradients<H, K, B> where H: Default {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union GenericSaved_gradients_2<H: Dim, const K: usize, B: p::Dim>
    where
        H: Default,
    {
        d_into: ::core::mem::ManuallyDrop<p::Tensor<(B, H), f32>>,
        marker: ::core::marker::PhantomData<(H, B)>,
    }

    unsafe impl<H: Dim, const K: usize, B: p::Dim> p::Plain for GenericSaved_gradients_2<H, K, B> where H: Default {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct GenericSaved<H: Dim, const K: usize, B: p::Dim>
    where
        H: Default,
    {
        into: p::Tensor<(B, H), f32>,
        h: p::Tensor<(B, H), f32>,
        row: p::Tensor<(B, H), f32>,
        own: <<__own<K> as p::Layer<(H,), f32>>::Out as p::Signal>::Owned<B, f32>,
        sum: p::Tensor<(B, H), f32>,
        out_2: p::Tensor<(B, __Generic_Width), f32>,
        gradients: GenericSaved_gradients<H, K, B>,
        gradients_2: GenericSaved_gradients_2<H, K, B>,
        of_inner: <[__inner<H>; 2usize] as p::Layer<(H,), f32>>::Saved<B>,
        of_row: <[p::Linear<H, H>; 3usize] as p::Layer<(H,), f32>>::Saved<B>,
        of_own: <__own<K> as p::Layer<(H,), f32>>::Saved<B>,
        marker: ::core::marker::PhantomData<(H, B)>,
    }

    unsafe impl<H: Dim, const K: usize, B: p::Dim> p::Plain for GenericSaved<H, K, B> where H: Default {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union GenericSaved_values<H: Dim, const K: usize, B: p::Dim>
    where
        H: Default,
    {
        into: ::core::mem::ManuallyDrop<p::Tensor<(B, H), f32>>,
        marker: ::core::marker::PhantomData<(H, B)>,
    }

    unsafe impl<H: Dim, const K: usize, B: p::Dim> p::Plain for GenericSaved_values<H, K, B> where H: Default {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union GenericSaved_values_2<H: Dim, const K: usize, B: p::Dim>
    where
        H: Default,
    {
        h: ::core::mem::ManuallyDrop<p::Tensor<(B, H), f32>>,
        out_2: ::core::mem::ManuallyDrop<p::Tensor<(B, __Generic_Width), f32>>,
        marker: ::core::marker::PhantomData<(H, B)>,
    }

    unsafe impl<H: Dim, const K: usize, B: p::Dim> p::Plain for GenericSaved_values_2<H, K, B> where H: Default {}
    /// The intermediate values.
    #[repr(C)]
    pub struct GenericScratch<H: Dim, const K: usize, B: p::Dim>
    where
        H: Default,
    {
        own: <<__own<K> as p::Layer<(H,), f32>>::Out as p::Signal>::Owned<B, f32>,
        values: GenericSaved_values<H, K, B>,
        values_2: GenericSaved_values_2<H, K, B>,
        of_inner: <[__inner<H>; 2usize] as p::Layer<(H,), f32>>::Scratch<B>,
        of_row: <[p::Linear<H, H>; 3usize] as p::Layer<(H,), f32>>::Scratch<B>,
        of_own: <__own<K> as p::Layer<(H,), f32>>::Scratch<B>,
        marker: ::core::marker::PhantomData<(H, B)>,
    }

    unsafe impl<H: Dim, const K: usize, B: p::Dim> p::Plain for GenericScratch<H, K, B> where H: Default {}
    #[automatically_derived]
    impl<H: Dim, const K: usize> p::Layer<(__Generic_Width,), f32> for Generic<H, K>
    where
        H: Default,
    {
        type Out = (__Generic_Width,);
        type Saved<B: p::Dim> = GenericSaved<H, K, B>;
        type Scratch<B: p::Dim> = GenericScratch<H, K, B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            x: <(__Generic_Width,) as p::Signal>::Ref<'_, B, f32>,
            out: <(__Generic_Width,) as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            <p::Linear<__Generic_Width, H> as p::Layer<(__Generic_Width,), f32>>::forward::<B>(
                &self.into,
                x,
                unsafe { p::member_mut(&mut scratch.values) },
                &mut (),
            );
            <[__inner<H>; 2usize] as p::Layer<(H,), f32>>::forward::<B>(
                &self.inner,
                unsafe { p::member(&scratch.values) },
                unsafe { p::member_mut(&mut scratch.values_2) },
                &mut scratch.of_inner,
            );
            <[p::Linear<H, H>; 3usize] as p::Layer<(H,), f32>>::forward::<B>(
                &self.row,
                unsafe { p::member(&scratch.values_2) },
                unsafe { p::member_mut(&mut scratch.values) },
                &mut scratch.of_row,
            );
            <__own<K> as p::Layer<(H,), f32>>::forward::<B>(
                &self.own,
                unsafe { p::member(&scratch.values) },
                &mut scratch.own,
                &mut scratch.of_own,
            );
            <p::Add as p::Layer<p::Tuple<((H,), (H,))>, f32>>::forward::<B>(
                &p::Add,
                (unsafe { p::member(&scratch.values_2) }, {
                    p::has_shape::<<__own<K> as p::Layer<(H,), f32>>::Out, (H,)>();
                    p::same_shape::<<__own<K> as p::Layer<(H,), f32>>::Out, (H,), B, f32>(&scratch.own)
                }),
                unsafe { p::member_mut(&mut scratch.values) },
                &mut (),
            );
            <p::Linear<H, __Generic_Width> as p::Layer<(H,), f32>>::forward::<B>(
                &self.out,
                unsafe { p::member(&scratch.values) },
                unsafe { p::member_mut(&mut scratch.values_2) },
                &mut (),
            );
            <p::Add as p::Layer<p::Tuple<((__Generic_Width,), (__Generic_Width,))>, f32>>::forward::<B>(
                &p::Add,
                (x, unsafe { p::member(&scratch.values_2) }),
                &mut *out,
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            x: <(__Generic_Width,) as p::Signal>::Ref<'_, B, f32>,
            out: <(__Generic_Width,) as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <p::Linear<__Generic_Width, H> as p::Layer<(__Generic_Width,), f32>>::forward_train::<B>(
                &self.into,
                x,
                &mut saved.into,
                &mut (),
                context.layer(0),
            );
            <[__inner<H>; 2usize] as p::Layer<(H,), f32>>::forward_train::<B>(
                &self.inner,
                &saved.into,
                &mut saved.h,
                &mut saved.of_inner,
                context.layer(1),
            );
            <[p::Linear<H, H>; 3usize] as p::Layer<(H,), f32>>::forward_train::<B>(
                &self.row,
                &saved.h,
                &mut saved.row,
                &mut saved.of_row,
                context.layer(2),
            );
            <__own<K> as p::Layer<(H,), f32>>::forward_train::<B>(
                &self.own,
                &saved.row,
                &mut saved.own,
                &mut saved.of_own,
                context.layer(3),
            );
            <p::Add as p::Layer<p::Tuple<((H,), (H,))>, f32>>::forward_train::<B>(
                &p::Add,
                (&saved.h, p::same_shape::<<__own<K> as p::Layer<(H,), f32>>::Out, (H,), B, f32>(&saved.own)),
                &mut saved.sum,
                &mut (),
                context.layer(4),
            );
            <p::Linear<H, __Generic_Width> as p::Layer<(H,), f32>>::forward_train::<B>(
                &self.out,
                &saved.sum,
                &mut saved.out_2,
                &mut (),
                context.layer(5),
            );
            <p::Add as p::Layer<p::Tuple<((__Generic_Width,), (__Generic_Width,))>, f32>>::forward_train::<B>(
                &p::Add,
                (x, &saved.out_2),
                &mut *out,
                &mut (),
                context.layer(6),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: x, y: out, saved, dy: dout }: p::Pass<'_, Self, (__Generic_Width,), B, f32>,
            mut d_x: <(__Generic_Width,) as p::Signal>::Grad<'_, B, f32>,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            <p::Add as p::Layer<p::Tuple<((__Generic_Width,), (__Generic_Width,))>, f32>>::backward::<B>(
                &p::Add,
                p::Pass { x: (x, &saved.out_2), y: &*out, saved: &mut (), dy: dout },
                (<(__Generic_Width,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x), ::core::option::Option::None),
                p::Gradient::set(&mut p::Add),
                context.layer(6),
            );
            <p::Linear<H, __Generic_Width> as p::Layer<(H,), f32>>::backward::<B>(
                &self.out,
                p::Pass {
                    x: &saved.sum,
                    y: &saved.out_2,
                    saved: &mut (),
                    dy: p::same_shape::<(__Generic_Width,), (__Generic_Width,), B, f32>(dout),
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.out, adds),
                context.layer(5),
            );
            unsafe { context.complete::<Self, _>(&grad.out) };
            <__own<K> as p::Layer<(H,), f32>>::backward::<B>(
                &self.own,
                p::Pass {
                    x: &saved.row,
                    y: &saved.own,
                    saved: &mut saved.of_own,
                    dy: unsafe { &**(&saved.gradients.d_own) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.own, adds),
                context.layer(3),
            );
            unsafe { context.complete::<Self, _>(&grad.own) };
            <[p::Linear<H, H>; 3usize] as p::Layer<(H,), f32>>::backward::<B>(
                &self.row,
                p::Pass {
                    x: &saved.h,
                    y: &saved.row,
                    saved: &mut saved.of_row,
                    dy: unsafe { p::member(&saved.gradients_2) },
                },
                Some(p::Gradient::add(unsafe { p::member_mut(&mut saved.gradients) })),
                p::Gradient::new(&mut grad.row, adds),
                context.layer(2),
            );
            unsafe { context.complete::<Self, _>(&grad.row) };
            <[__inner<H>; 2usize] as p::Layer<(H,), f32>>::backward::<B>(
                &self.inner,
                p::Pass {
                    x: &saved.into,
                    y: &saved.h,
                    saved: &mut saved.of_inner,
                    dy: unsafe { p::member(&saved.gradients) },
                },
                Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_2) })),
                p::Gradient::new(&mut grad.inner, adds),
                context.layer(1),
            );
            unsafe { context.complete::<Self, _>(&grad.inner) };
            <p::Linear<__Generic_Width, H> as p::Layer<(__Generic_Width,), f32>>::backward::<B>(
                &self.into,
                p::Pass { x: x, y: &saved.into, saved: &mut (), dy: unsafe { p::member(&saved.gradients_2) } },
                <(__Generic_Width,) as p::Signal>::adding::<B, f32>(
                    <(__Generic_Width,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x),
                ),
                p::Gradient::new(&mut grad.into, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.into) };
        }
    }

    #[automatically_derived]
    impl<H: Dim, const K: usize> p::Network for Generic<H, K>
    where
        H: Default,
    {
        type Elem = f32;
        type In = (__Generic_Width,);
        const NODES: &'static [p::graph::Node] = &p::graph::nodes::<Self, f32, _>(
            &[
                p::Operand::Input(0),
                p::Operand::Node(0, 0),
                p::Operand::Node(1, 0),
                p::Operand::Node(2, 0),
                p::Operand::Node(1, 0),
                p::Operand::Node(3, 0),
                p::Operand::Node(4, 0),
                p::Operand::Input(0),
                p::Operand::Node(5, 0),
            ],
            [
                (
                    <p::Linear<__Generic_Width, H> as p::Layer<(__Generic_Width,), f32>>::NODE,
                    "into",
                    "Linear<Width, H>",
                    1,
                    0,
                ),
                (<[__inner<H>; 2usize] as p::Layer<(H,), f32>>::NODE, "inner", "[Block<H>; 2]", 1, 1),
                (<[p::Linear<H, H>; 3usize] as p::Layer<(H,), f32>>::NODE, "row", "[Linear<H, H>; 3]", 1, 2),
                (<__own<K> as p::Layer<(H,), f32>>::NODE, "own", "my::Own<K>", 1, 3),
                (<p::Add as p::Layer<p::Tuple<((H,), (H,))>, f32>>::NODE, "+", "", 2, 0),
                (<p::Linear<H, __Generic_Width> as p::Layer<(H,), f32>>::NODE, "out", "Linear<H, Width>", 1, 4),
                (<p::Add as p::Layer<p::Tuple<((__Generic_Width,), (__Generic_Width,))>, f32>>::NODE, "+", "", 2, 0),
            ],
        );
        const GRAPH: p::graph::Graph = p::network_graph::<Self>("Generic", &["x"], &[p::Operand::Node(6, 0)])
            .with_sizes(const { &[("H", <H as p::Natural>::SIZE), ("K", K)] });
    }

    impl<H: Dim, const K: usize> Generic<H, K>
    where
        H: Default,
    {
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
            ::core::mem::size_of::<<Self as p::Layer<(__Generic_Width,), f32>>::Scratch<p::N<1>>>();
    }

    impl<H: Dim, const K: usize> Generic<H, K>
    where
        H: Default,
    {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(
            &self,
            x: &p::Tensor<(B, __Generic_Width), f32>,
        ) -> p::Box<p::Tensor<(B, __Generic_Width), f32>> {
            p::infer::<Self, B>(self, x)
        }
    }
};
