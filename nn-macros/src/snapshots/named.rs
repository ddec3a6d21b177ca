#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Wide_written = Wide;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Wide_is_size: bool = <__Named_Wide_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Wide = <__Named_Wide_written as p::SizeIf<{ __Named_Wide_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Channels_written = Channels;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Channels_is_size: bool = <__Named_Channels_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Channels = <__Named_Channels_written as p::SizeIf<{ __Named_Channels_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Kernel_written = Kernel;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Kernel_is_size: bool = <__Named_Kernel_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Kernel = <__Named_Kernel_written as p::SizeIf<{ __Named_Kernel_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Groups_written = Groups;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Groups_is_size: bool = <__Named_Groups_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Groups = <__Named_Groups_written as p::SizeIf<{ __Named_Groups_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Hidden_written = Hidden;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Hidden_is_size: bool = <__Named_Hidden_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Hidden = <__Named_Hidden_written as p::SizeIf<{ __Named_Hidden_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Width_written = Width;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Width_is_size: bool = <__Named_Width_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Width = <__Named_Width_written as p::SizeIf<{ __Named_Width_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_High_written = High;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_High_is_size: bool = <__Named_High_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_High = <__Named_High_written as p::SizeIf<{ __Named_High_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Out_written = Out;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Out_is_size: bool = <__Named_Out_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Out = <__Named_Out_written as p::SizeIf<{ __Named_Out_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Many_written = Many;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
const __Named_Many_is_size: bool = <__Named_Many_written as p::NamedSize>::IS_SIZE;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_Many = <__Named_Many_written as p::SizeIf<{ __Named_Many_is_size }>>::Size;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_inner = Inner;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_row = Block;
#[doc(hidden)]
#[allow(nonstandard_style, dead_code)]
type __Named_pair = Pair;
///
/// ```text
/// layer     type                                                   output                                                                                         parameters  MACs
/// x         input                                                  [Width]
/// image     input                                                  [3, High, 9]
/// first     Linear<Wide, 8>                                        [8]                                                                                                     ?     ?
/// inner     Inner                                                  [?]                                                                                                     ?     ?
/// row       [Block; 2]                                             [?]                                                                                                     ?     ?
/// pair      Pair                                                   [?], [?]                                                                                                ?     ?
/// conv      Conv2d<3, Channels, kernel = Kernel, groups = Groups>  [Channels, High - (Kernel - 1) - 1 + 1, 9 - (Kernel - 1) - 1 + 1]                                       ?     ?
/// max_pool                                                         [Channels, (High - (Kernel - 1) - 1 + 1 - 2) / 2 + 1, (9 - (Kernel - 1) - 1 + 1 - 2) / 2 + 1]           0     0
/// concat                                                           [?]                                                                                                     0     0
/// +                                                                [?]                                                                                                     0     0
/// last      Linear<Hidden, 10>                                     [10]                                                                                                    ?     ?
/// reshape                                                          [Many]                                                                                                  0     0
/// total                                                                                                                                                                    ?     ?
/// ```
#[repr(C)]
struct Named {
    first: p::Linear<__Named_Wide, p::N<8>>,
    inner: __Named_inner,
    row: [__Named_row; 2usize],
    pair: __Named_pair,
    conv: p::Conv2d<
        p::N<3>,
        __Named_Channels,
        p::Window<__Named_Kernel, p::N<1>, p::N<0>, p::N<1>>,
        p::Groups<
            <<__Named_Groups as p::CommonDivisor<p::N<3>>>::Output as p::CommonDivisor<__Named_Channels>>::Output,
        >,
        p::WithBias,
        f32,
    >,
    last: p::Linear<__Named_Hidden, p::N<10>>,
}

#[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
const _: () = {
    type __Tensor_f32x8<B> = p::Tensor<(B, p::N<8>), f32>;
    type __Shape_8 = (p::N<8>,);
    type __MaxPool2d = p::MaxPool2d<p::N<2>, p::N<2>, p::N<0>, p::N<1>>;
    type __Concat = p::Concat<0usize>;
    use p::Absent as _;
    type __written__inner = __Named_inner;
    const __presence__inner: p::Presence = p::Presence {
        connects: p::Probe::<__written__inner, f32>::CONNECTS,
        has_init: p::Probe::<__written__inner, f32>::HAS_INIT,
        has_parameters: p::Probe::<__written__inner, f32>::HAS_PARAMETERS,
        has_other_parameters: p::Probe::<__written__inner, f64>::HAS_PARAMETERS,
    };
    type __present__inner = <p::Either<{ __presence__inner.is_layer() }, __written__inner> as p::Chosen>::Layer;
    const __accepts__inner: bool =
        p::Probe::<__present__inner, (<__present__inner as p::Connect>::Input<(p::N<8>,)>, f32)>::ACCEPTS;
    type __inner = < p:: Either < { __accepts__inner && p:: Probe :: < __present__inner , f32 > :: HAS_INIT } , __present__inner > as p:: Chosen > :: Layer ;
    type __written__row = __Named_row;
    const __presence__row: p::Presence = p::Presence {
        connects: p::Probe::<__written__row, f32>::CONNECTS,
        has_init: p::Probe::<__written__row, f32>::HAS_INIT,
        has_parameters: p::Probe::<__written__row, f32>::HAS_PARAMETERS,
        has_other_parameters: p::Probe::<__written__row, f64>::HAS_PARAMETERS,
    };
    type __present__row = <p::Either<{ __presence__row.is_layer() }, __written__row> as p::Chosen>::Layer;
    const __accepts__row: bool = p::Probe::<
        __present__row,
        (<__present__row as p::Connect>::Input<<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape>, f32),
    >::ACCEPTS;
    type __row = < p:: Either < { __accepts__row && p:: Probe :: < __present__row , f32 > :: HAS_INIT } , __present__row > as p:: Chosen > :: Layer ;
    type __written__pair = __Named_pair;
    const __presence__pair: p::Presence = p::Presence {
        connects: p::Probe::<__written__pair, f32>::CONNECTS,
        has_init: p::Probe::<__written__pair, f32>::HAS_INIT,
        has_parameters: p::Probe::<__written__pair, f32>::HAS_PARAMETERS,
        has_other_parameters: p::Probe::<__written__pair, f64>::HAS_PARAMETERS,
    };
    type __present__pair = <p::Either<{ __presence__pair.is_layer() }, __written__pair> as p::Chosen>::Layer;
    const __accepts__pair: bool = p::Probe::<
        __present__pair,
        (
            <__present__pair as p::Connect>::Input<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
            >,
            f32,
        ),
    >::ACCEPTS;
    type __pair = < p:: Either < { __accepts__pair && p:: Probe :: < __present__pair , f32 > :: HAS_INIT } , __present__pair > as p:: Chosen > :: Layer ;
    const _: () = p::expect_equal(
        <(__Named_Wide,) as p::Signal>::DIMS,
        <(__Named_Width,) as p::Signal>::DIMS,
        "layer `first` expects {a} but receives {b} from `x`\nhelp: write `first: Linear<Width, 8>`, or make `x` hold Wide",
        "layer `first` expects {a} but receives {b} from `x`\nhelp: write `first: Linear<Width, 8>`, or make `x` hold Wide",
    );
    const __HOLDS_1: bool = p::is_layer(&__presence__inner);
    const _: () = p::expect_layer(
        &__presence__inner,
        &p::LayerTexts {
            none: "`Inner` is not a layer\nhelp: remove `inner`, or make `Inner` a layer: put `#[derive(Parameters)]` on it, and implement `nn::init::Init` and `nn::layers::Layer`",
            unconnected: "`Inner` is not a layer that `network!` can use\nhelp: put `#[derive(Parameters)]` on `Inner`",
            element: "layer `inner` computes in f64, but network `Named` computes in f32\nhelp: put `#[dtype(f64)]` on `Named`, or `#[dtype(f32)]` on `Inner`",
        },
    );
    const __HOLDS_3: bool = p::is_accepts(
        __accepts__inner,
        &__presence__inner,
        <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::INDICES,
    ) && __HOLDS_1;
    const _: () = if true && __HOLDS_1 {
        p::expect_accepts(
            __accepts__inner,
            &__presence__inner,
            <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::DIMS,
            <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::INDICES,
            &p::TraitTexts {
                layer: "`Inner` does not implement `Layer` for an input of {b}\nhelp: implement `nn::layers::Layer<shape![{b,}]>` for `Inner`",
                init: "`Inner` does not define its initial parameters\nhelp: implement `nn::init::Init` for `Inner`",
                both: "`Inner` does not implement `Layer` for an input of {b}\nhelp: implement `nn::init::Init`, and `nn::layers::Layer<shape![{b,}]>`, for `Inner`",
            },
        )
    };
    struct __Gives5;
    impl p::Named for __Gives5 {
        type Signal = <__inner as p::Layer<<__inner as p::Connect>::Input<(p::N<8>,)>, f32>>::Out;
    }

    const __HOLDS_6: bool = p::is_input(
        <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::DIMS,
        <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::INDICES,
        <(p::N<8>,) as p::Signal>::DIMS,
        <(p::N<8>,) as p::Signal>::INDICES,
    ) && __HOLDS_1
        && __HOLDS_3;
    const _: () = if true && __HOLDS_1 && __HOLDS_3 {
        p::expect_input(
            <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::DIMS,
            <<__inner as p::Connect>::Input<(p::N<8>,)> as p::Signal>::INDICES,
            <(p::N<8>,) as p::Signal>::DIMS,
            <(p::N<8>,) as p::Signal>::INDICES,
            "layer `inner` expects {a} but receives {b} from `first`",
            &p::InputFixes {
                flatten: "help: write `.flatten().inner()`",
                reshape: "help: write `.reshape::<{a,}>().inner()`",
                one_axis: "help: write `first: Linear<Wide, {a,}>`, or change `Inner` to take {b}",
                other: "help: make `first` produce {a}, or change `Inner` to take {b}",
                swap: "help: swap the two arguments of `inner`",
                number: "help: pass `inner` one value for each of {a}, as in `inner(a, b)`",
                several: "help: pass `inner` values of shape {a}",
                embed: "",
                indices: "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Inner` to take {b}",
            },
        )
    };
    const __HOLDS_8: bool = p::is_values(1usize, <<__Gives5 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_6;
    const _: () = if true && __HOLDS_6 {
        p::expect_values(
            1usize,
            <<__Gives5 as p::Named>::Signal as p::Signal>::DIMS,
            "`inner` returns {values}, {b}, where one is expected\nhelp: bind each of them, as in `let (a, b) = x.inner();`",
        )
    };
    const __HOLDS_10: bool = p::is_layer(&__presence__row) && __HOLDS_8;
    const _: () = if true && __HOLDS_8 {
        p::expect_layer(
            &__presence__row,
            &p::LayerTexts {
                none: "`Block` is not a layer\nhelp: remove `row`, or make `Block` a layer: put `#[derive(Parameters)]` on it, and implement `nn::init::Init` and `nn::layers::Layer`",
                unconnected: "`Block` is not a layer that `network!` can use\nhelp: put `#[derive(Parameters)]` on `Block`",
                element: "layer `row` computes in f64, but network `Named` computes in f32\nhelp: put `#[dtype(f64)]` on `Named`, or `#[dtype(f32)]` on `Block`",
            },
        )
    };
    const __HOLDS_12 : bool = p:: is_accepts (__accepts__row , & __presence__row , < < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: DIMS , < < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: INDICES) && __HOLDS_8 && __HOLDS_10 ;
    const _: () = if true && __HOLDS_8 && __HOLDS_10 {
        p:: expect_accepts (__accepts__row , & __presence__row , < < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: DIMS , < < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: INDICES , & p:: TraitTexts { layer : "`Block` does not implement `Layer` for an input of {b}\nhelp: implement `nn::layers::Layer<shape![{b,}]>` for `Block`" , init : "`Block` does not define its initial parameters\nhelp: implement `nn::init::Init` for `Block`" , both : "`Block` does not implement `Layer` for an input of {b}\nhelp: implement `nn::init::Init`, and `nn::layers::Layer<shape![{b,}]>`, for `Block`" })
    };
    struct __Gives14;
    impl p::Named for __Gives14 {
        type Signal = <__row as p::Layer<
            <__row as p::Connect>::Input<<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape>,
            f32,
        >>::Out;
    }

    const __HOLDS_15 : bool = p:: is_input (< < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: DIMS , < < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: INDICES , < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: DIMS , < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: INDICES) && __HOLDS_8 && __HOLDS_10 && __HOLDS_12 ;
    const _: () = if true && __HOLDS_8 && __HOLDS_10 && __HOLDS_12 {
        p:: expect_input (< < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: DIMS , < < __row as p:: Connect > :: Input < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Signal > :: INDICES , < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: DIMS , < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: INDICES , "layer `row` expects {a} but receives {b} from `inner`" , & p:: InputFixes { flatten : "help: write `.flatten().row()`" , reshape : "help: write `.reshape::<{a,}>().row()`" , one_axis : "help: make `inner` produce {a}, or change `Block` to take {b}" , other : "help: make `inner` produce {a}, or change `Block` to take {b}" , swap : "help: swap the two arguments of `row`" , number : "help: pass `row` one value for each of {a}, as in `row(a, b)`" , several : "help: pass `row` values of shape {a}" , embed : "" , indices : "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Block` to take {b}" , })
    };
    const __HOLDS_17: bool = p::is_equal(
        <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
        <<__Gives14 as p::Named>::Signal as p::Signal>::DIMS,
    ) && __HOLDS_15;
    const _: () = if true && __HOLDS_15 {
        p::expect_equal(
            <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            <<__Gives14 as p::Named>::Signal as p::Signal>::DIMS,
            "layer `row` is repeated 2 times, but maps {a} to {b}\nhelp: make its output shape equal to its input shape, or declare 2 layers",
            "layer `row` is repeated 2 times, but maps {a} to {b}\nhelp: make its output shape equal to its input shape, or declare 2 layers",
        )
    };
    const __HOLDS_19: bool = p::is_layer(&__presence__pair) && __HOLDS_17;
    const _: () = if true && __HOLDS_17 {
        p::expect_layer(
            &__presence__pair,
            &p::LayerTexts {
                none: "`Pair` is not a layer\nhelp: remove `pair`, or make `Pair` a layer: put `#[derive(Parameters)]` on it, and implement `nn::init::Init` and `nn::layers::Layer`",
                unconnected: "`Pair` is not a layer that `network!` can use\nhelp: put `#[derive(Parameters)]` on `Pair`",
                element: "layer `pair` computes in f64, but network `Named` computes in f32\nhelp: put `#[dtype(f64)]` on `Named`, or `#[dtype(f32)]` on `Pair`",
            },
        )
    };
    const __HOLDS_21: bool = p::is_accepts(
        __accepts__pair,
        &__presence__pair,
        <<__pair as p::Connect>::Input<
            p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
        > as p::Signal>::DIMS,
        <<__pair as p::Connect>::Input<
            p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
        > as p::Signal>::INDICES,
    ) && __HOLDS_17
        && __HOLDS_19;
    const _: () = if true && __HOLDS_17 && __HOLDS_19 {
        p::expect_accepts(
            __accepts__pair,
            &__presence__pair,
            <<__pair as p::Connect>::Input<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
            > as p::Signal>::DIMS,
            <<__pair as p::Connect>::Input<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
            > as p::Signal>::INDICES,
            &p::TraitTexts {
                layer: "`Pair` does not implement `Layer` for an input of {b}\nhelp: implement `nn::layers::Layer` with this input for `Pair`",
                init: "`Pair` does not define its initial parameters\nhelp: implement `nn::init::Init` for `Pair`",
                both: "`Pair` does not implement `Layer` for an input of {b}\nhelp: implement `nn::init::Init`, and `nn::layers::Layer` with this input, for `Pair`",
            },
        )
    };
    struct __Gives23;
    impl p::Named for __Gives23 {
        type Signal = <__pair as p::Layer<
            <__pair as p::Connect>::Input<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
            >,
            f32,
        >>::Out;
    }

    const __HOLDS_24 : bool = p:: is_input (< < __pair as p:: Connect > :: Input < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > > as p:: Signal > :: DIMS , < < __pair as p:: Connect > :: Input < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > > as p:: Signal > :: INDICES , < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > as p:: Signal > :: DIMS , < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > as p:: Signal > :: INDICES) && __HOLDS_17 && __HOLDS_19 && __HOLDS_21 ;
    const _: () = if true && __HOLDS_17 && __HOLDS_19 && __HOLDS_21 {
        p:: expect_input (< < __pair as p:: Connect > :: Input < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > > as p:: Signal > :: DIMS , < < __pair as p:: Connect > :: Input < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > > as p:: Signal > :: INDICES , < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > as p:: Signal > :: DIMS , < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > as p:: Signal > :: INDICES , "layer `pair` expects {a} but receives {b} from `row`, `x`" , & p:: InputFixes { flatten : "help: write `.flatten().pair()`" , reshape : "help: write `.reshape::<{a,}>().pair()`" , one_axis : "help: make `row` produce {a}, or change `Pair` to take {b}" , other : "help: make `row` produce {a}, or change `Pair` to take {b}" , swap : "help: swap the two arguments of `pair`" , number : "help: pass `pair` one value for each of {a}, as in `pair(a, b)`" , several : "help: pass `pair` values of shape {a}" , embed : "" , indices : "help: call it on an input of indices, such as `words: Tensor<{a,}>`, or change `Pair` to take {b}" , })
    };
    const __HOLDS_26: bool = p::is_values(2usize, <<__Gives23 as p::Named>::Signal as p::Signal>::DIMS) && __HOLDS_24;
    const _: () = if true && __HOLDS_24 {
        p::expect_values(
            2usize,
            <<__Gives23 as p::Named>::Signal as p::Signal>::DIMS,
            "2 names for the {values} of `pair`, {b}\nhelp: bind one name for each value",
        )
    };
    const _: () = p::expect_shared(
        <(__Named_Groups, p::N<3>, __Named_Channels) as p::Signal>::DIMS,
        "`Conv2d` cannot divide {a0} channels into {a1} equal groups\nhelp: write `groups = {b0}`, or make the numbers of channels multiples of {a1}",
    );
    const _: () = p::expect_equal(
        <(
            p::N<3>,
            <__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output,
            <p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output,
        ) as p::Signal>::DIMS,
        <(p::N<3>, __Named_High, p::N<9>) as p::Signal>::DIMS,
        "layer `conv` expects at least {a} but receives {b} from `image`\nhelp: write a smaller kernel or a larger padding, or make `image` hold {a}",
        "layer `conv` expects at least {a} but receives {b} from `image`\nhelp: write a smaller kernel or a larger padding, or make `image` hold {a}",
    );
    const _: () = p::expect_equal(
        <(
            __Named_Channels,
            <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                __Named_Kernel,
                p::N<1>,
                p::N<0>,
                p::N<1>,
            >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
            <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                __Named_Kernel,
                p::N<1>,
                p::N<0>,
                p::N<1>,
            >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
        ) as p::Signal>::DIMS,
        <(
            __Named_Channels,
            <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                __Named_Kernel,
                p::N<1>,
                p::N<0>,
                p::N<1>,
            >>::Output,
            <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                __Named_Kernel,
                p::N<1>,
                p::N<0>,
                p::N<1>,
            >>::Output,
        ) as p::Signal>::DIMS,
        "`max_pool` expects at least {a} but receives {b} from `conv`\nhelp: write a smaller kernel or a larger padding, or make `conv` produce {a}",
        "`max_pool` expects at least {a} but receives {b} from `conv`\nhelp: write a smaller kernel or a larger padding, or make `conv` produce {a}",
    );
    const __HOLDS_31: bool = p::is_equal(
        <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
            0usize,
            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
        >>::Output as p::Signal>::DIMS,
        <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
    ) && __HOLDS_26
        && __HOLDS_17;
    const _: () = if true && __HOLDS_26 && __HOLDS_17 {
        p::expect_equal(
            <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                0usize,
                <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
            >>::Output as p::Signal>::DIMS,
            <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::DIMS,
            "`+` cannot add {a} from `concat` and {b} from `row`\nhelp: make both {a}, or both {b}",
            "`+` cannot add {a} from `concat` and {b} from `row`\nhelp: make both {a}, or both {b}",
        )
    };
    const _: () = if true && __HOLDS_26 && __HOLDS_17 && __HOLDS_31 {
        p::expect_equal(
            <(__Named_Hidden,) as p::Signal>::DIMS,
            <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                0usize,
                <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
            >>::Output as p::Signal>::DIMS,
            "layer `last` expects {a} but receives {b} from `concat`\nhelp: write `last: Linear<{b,}, 10>`, or make `concat` produce Hidden",
            "layer `last` expects {a} but receives {b} from `concat`\nhelp: {rows|declare the shape of the value, as in `let rows: Tensor<{b,}> = ..;`, to map its last axis|write `.flatten().last()`|write `.flatten().last()`, or declare the shape of the value, as in `let rows: Tensor<{b,}> = ..;`, to map its last axis|}",
        )
    };
    const __HOLDS_35: bool = p::is_count(
        <(__Named_Many,) as p::Signal>::DIMS,
        <(
            p::Product<
                __Named_Channels,
                p::Product<
                    <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                        p::N<2>,
                        p::N<2>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                    <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                        p::N<2>,
                        p::N<2>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                >,
            >,
        ) as p::Signal>::DIMS,
    );
    const _: () = p::expect_count(
        <(__Named_Many,) as p::Signal>::DIMS,
        <(
            p::Product<
                __Named_Channels,
                p::Product<
                    <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                        p::N<2>,
                        p::N<2>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                    <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                        p::N<2>,
                        p::N<2>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                >,
            >,
        ) as p::Signal>::DIMS,
        "`reshape` to {a} expects {#a} elements but receives {#b}: {b} from `max_pool`\nhelp: write sizes whose product is {#b}",
    );
    const _: () = if true && __HOLDS_35 {
        p::expect_equal(
            <(__Named_Out,) as p::Signal>::DIMS,
            <(__Named_Many,) as p::Signal>::DIMS,
            "`forward` declares the output {a} but returns {b} from `max_pool`\nhelp: write `Tensor<Many>`",
            "`forward` declares the output {a} but returns {b} from `max_pool`\nhelp: write `Tensor<Many>`",
        )
    };
    #[automatically_derived]
    impl p::MustNotImplementDrop for Named {}
    #[automatically_derived]
    unsafe impl p::Plain for Named {}
    #[automatically_derived]
    unsafe impl p::Parameters<f32> for Named {
        const LAYOUT: p::Layout =
            p::Layout::Fields(&p::Field::in_order([
                ("first", <p::Linear<__Named_Wide, p::N<8>> as p::Parameters<f32>>::FIELD_LAYOUT),
                ("inner", <__inner as p::Parameters<f32>>::FIELD_LAYOUT),
                ("row", <[__row; 2usize] as p::Parameters<f32>>::FIELD_LAYOUT),
                ("pair", <__pair as p::Parameters<f32>>::FIELD_LAYOUT),
                (
                    "conv",
                    <p::Conv2d<
                        p::N<3>,
                        __Named_Channels,
                        p::Window<__Named_Kernel, p::N<1>, p::N<0>, p::N<1>>,
                        p::Groups<
                            <<__Named_Groups as p::CommonDivisor<p::N<3>>>::Output as p::CommonDivisor<
                                __Named_Channels,
                            >>::Output,
                        >,
                        p::WithBias,
                        f32,
                    > as p::Parameters<f32>>::FIELD_LAYOUT,
                ),
                ("last", <p::Linear<__Named_Hidden, p::N<10>> as p::Parameters<f32>>::FIELD_LAYOUT),
            ]));
    }

    #[automatically_derived]
    impl p::Connect for Named {
        type Input<Given: p::Signal> = p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))>;
        type Coerced<Given: p::Signal> = p::Coerced<Self, Given>;
    }

    #[automatically_derived]
    impl p::Init for Named {
        fn init<R: p::Rng + ?::core::marker::Sized>(&mut self, rng: &mut R) {
            p::Init::init(&mut self.first, rng);
            p::Init::init(p::ReinterpretAs::<__inner>::reinterpret_mut(&mut self.inner), rng);
            p::Init::init(p::ReinterpretAs::<[__row; 2usize]>::reinterpret_mut(&mut self.row), rng);
            p::Init::init(p::ReinterpretAs::<__pair>::reinterpret_mut(&mut self.pair), rng);
            p::Init::init(&mut self.conv, rng);
            p::Init::init(&mut self.last, rng);
        }
    }

    /// Values that are never live at the same time.
    #[repr(C)]
    pub union NamedSaved_gradients<B: p::Dim> {
        d_inner: ::core::mem::ManuallyDrop<
            <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        d_max_pool: ::core::mem::ManuallyDrop<
            p::Tensor<
                (
                    B,
                    __Named_Channels,
                    <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                        p::N<2>,
                        p::N<2>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                    <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                        p::N<2>,
                        p::N<2>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                ),
                f32,
            >,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for NamedSaved_gradients<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union NamedSaved_gradients_2<B: p::Dim> {
        d_h: ::core::mem::ManuallyDrop<
            <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        d_concat: ::core::mem::ManuallyDrop<
            <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                0usize,
                <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
            >>::Output as p::Signal>::Owned<B, f32>,
        >,
        d_joined: ::core::mem::ManuallyDrop<
            <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                0usize,
                <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
            >>::Output as p::Signal>::Owned<B, f32>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for NamedSaved_gradients_2<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union NamedSaved_gradients_3<B: p::Dim> {
        d_first: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        d_conv: ::core::mem::ManuallyDrop<
            p::Tensor<
                (
                    B,
                    __Named_Channels,
                    <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                    <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                ),
                f32,
            >,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for NamedSaved_gradients_3<B> {}
    /// The state of the backward pass, and the gradients of the intermediate values.
    #[repr(C)]
    pub struct NamedSaved < B : p:: Dim > { first : __Tensor_f32x8 < B > , inner : < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , h : < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , left : < < < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , right : < < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , conv : p:: Tensor < (B , __Named_Channels , < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 > , max_pool : p:: Tensor < (B , __Named_Channels , < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 > , concat : < < < < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: ConcatAxis < 0usize , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape >> :: Output as p:: Signal > :: Owned < B , f32 > , joined : < < < < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: ConcatAxis < 0usize , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape >> :: Output as p:: Signal > :: Owned < B , f32 > , d_left : < < < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , d_right : < < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , gradients : NamedSaved_gradients < B > , gradients_2 : NamedSaved_gradients_2 < B > , gradients_3 : NamedSaved_gradients_3 < B > , of_inner : < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_8 , f32 >> :: Saved < B > , of_row : < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] as p:: Layer < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , f32 >> :: Saved < B > , of_pair : < < __pair as p:: Connect > :: Coerced < p:: Tuple < (< < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape ,) > > as p:: Layer < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > , f32 >> :: Saved < B > , of_conv : < p:: Conv2d < p:: N < 3 > , __Named_Channels , p:: Window < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > > , p:: Groups < < < __Named_Groups as p:: CommonDivisor < p:: N < 3 > >> :: Output as p:: CommonDivisor < __Named_Channels >> :: Output > , p:: WithBias , f32 > as p:: Layer < (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: Saved < B > , marker : :: core :: marker :: PhantomData < (B ,) > , }
    unsafe impl<B: p::Dim> p::Plain for NamedSaved<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union NamedSaved_values<B: p::Dim> {
        first: ::core::mem::ManuallyDrop<__Tensor_f32x8<B>>,
        h: ::core::mem::ManuallyDrop<
            <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for NamedSaved_values<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union NamedSaved_values_2<B: p::Dim> {
        inner: ::core::mem::ManuallyDrop<
            <<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        left: ::core::mem::ManuallyDrop<
            <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::Signal>::Owned<B, f32>,
        >,
        joined: ::core::mem::ManuallyDrop<
            <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                0usize,
                <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
            >>::Output as p::Signal>::Owned<B, f32>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for NamedSaved_values_2<B> {}
    /// Values that are never live at the same time.
    #[repr(C)]
    pub union NamedSaved_values_3<B: p::Dim> {
        conv: ::core::mem::ManuallyDrop<
            p::Tensor<
                (
                    B,
                    __Named_Channels,
                    <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                    <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output,
                ),
                f32,
            >,
        >,
        concat: ::core::mem::ManuallyDrop<
            <<<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                0usize,
                <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
            >>::Output as p::Signal>::Owned<B, f32>,
        >,
        marker: ::core::marker::PhantomData<(B,)>,
    }

    unsafe impl<B: p::Dim> p::Plain for NamedSaved_values_3<B> {}
    /// The intermediate values.
    #[repr(C)]
    pub struct NamedScratch < B : p:: Dim > { right : < < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape as p:: Signal > :: Owned < B , f32 > , max_pool : p:: Tensor < (B , __Named_Channels , < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 > , values : NamedSaved_values < B > , values_2 : NamedSaved_values_2 < B > , values_3 : NamedSaved_values_3 < B > , of_inner : < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_8 , f32 >> :: Scratch < B > , of_row : < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] as p:: Layer < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , f32 >> :: Scratch < B > , of_pair : < < __pair as p:: Connect > :: Coerced < p:: Tuple < (< < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape ,) > > as p:: Layer < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > , f32 >> :: Scratch < B > , of_conv : < p:: Conv2d < p:: N < 3 > , __Named_Channels , p:: Window < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > > , p:: Groups < < < __Named_Groups as p:: CommonDivisor < p:: N < 3 > >> :: Output as p:: CommonDivisor < __Named_Channels >> :: Output > , p:: WithBias , f32 > as p:: Layer < (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: Scratch < B > , marker : :: core :: marker :: PhantomData < (B ,) > , }
    unsafe impl<B: p::Dim> p::Plain for NamedScratch<B> {}
    #[automatically_derived]
    impl p::Layer<p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))>, f32> for Named {
        type Out = p::Tuple<((p::N<10>,), (__Named_Out,))>;
        type Saved<B: p::Dim> = NamedSaved<B>;
        type Scratch<B: p::Dim> = NamedScratch<B>;
        const MACS: usize = p::macs::<Self>();
        const OP: p::graph::Op = p::subgraph::<Self>();
        fn forward<B: p::Dim>(
            &self,
            (x, image): <p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))> as p::Signal>::Ref<'_, B, f32>,
            (out_0, out_1): <p::Tuple<((p::N<10>,), (__Named_Out,))> as p::Signal>::Mut<'_, B, f32>,
            scratch: &mut Self::Scratch<B>,
        ) {
            <p::Linear<__Named_Wide, p::N<8>> as p::Layer<(__Named_Wide,), f32>>::forward::<B>(
                &self.first,
                p::same_shape::<(__Named_Width,), (__Named_Wide,), B, f32>(x),
                unsafe { p::member_mut(&mut scratch.values) },
                &mut (),
            );
            < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_8 , f32 >> :: forward :: < B > (p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret (& self . inner) , unsafe { p:: member (& scratch . values) } , unsafe { & mut * * (& mut scratch . values_2 . inner) } , & mut scratch . of_inner) ;
            < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] as p:: Layer < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , f32 >> :: forward :: < B > (p:: ReinterpretAs :: < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] > :: reinterpret (& self . row) , unsafe { & * * (& scratch . values_2 . inner) } , unsafe { & mut * * (& mut scratch . values . h) } , & mut scratch . of_row) ;
            <<__pair as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
                f32,
            >>::forward::<B>(
                p::ReinterpretAs::<
                    <__pair as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.pair),
                (unsafe { &**(&scratch.values.h) }, x),
                (unsafe { &mut **(&mut scratch.values_2.left) }, &mut scratch.right),
                &mut scratch.of_pair,
            );
            < p:: Conv2d < p:: N < 3 > , __Named_Channels , p:: Window < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > > , p:: Groups < < < __Named_Groups as p:: CommonDivisor < p:: N < 3 > >> :: Output as p:: CommonDivisor < __Named_Channels >> :: Output > , p:: WithBias , f32 > as p:: Layer < (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: forward :: < B > (& self . conv , p:: same_shape :: < (p:: N < 3 > , __Named_High , p:: N < 9 > ,) , (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , B , f32 > (image) , unsafe { p:: member_mut (& mut scratch . values_3) } , & mut scratch . of_conv) ;
            <__MaxPool2d as p::Layer<
                (
                    __Named_Channels,
                    <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                    <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                ),
                f32,
            >>::forward::<B>(
                &<__MaxPool2d>::new(),
                p::same_shape::<
                    (
                        __Named_Channels,
                        <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                        <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                    ),
                    (
                        __Named_Channels,
                        <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                        <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                    ),
                    B,
                    f32,
                >(unsafe { p::member(&scratch.values_3) }),
                &mut scratch.max_pool,
                &mut (),
            );
            <__Concat as p::Layer<
                p::Tuple<(
                    <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
                f32,
            >>::forward::<B>(
                &p::Concat::<0usize>,
                (unsafe { &**(&scratch.values_2.left) }, &scratch.right),
                unsafe { &mut **(&mut scratch.values_3.concat) },
                &mut (),
            );
            <p::Add as p::Layer<
                p::Tuple<(
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                )>,
                f32,
            >>::forward::<B>(
                &p::Add,
                (
                    unsafe { &**(&scratch.values_3.concat) },
                    p::same_shape::<
                        <<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape,
                        <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                            0usize,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        >>::Output,
                        B,
                        f32,
                    >(unsafe { &**(&scratch.values.h) }),
                ),
                unsafe { &mut **(&mut scratch.values_2.joined) },
                &mut (),
            );
            <p::Linear<__Named_Hidden, p::N<10>> as p::Layer<(__Named_Hidden,), f32>>::forward::<B>(
                &self.last,
                p::same_shape::<
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                    (__Named_Hidden,),
                    B,
                    f32,
                >(unsafe { &**(&scratch.values_2.joined) }),
                &mut *out_0,
                &mut (),
            );
            <p::Identity as p::Layer<(__Named_Many,), f32>>::forward::<B>(
                &p::Identity,
                p::same_shape::<
                    (
                        p::Product<
                            __Named_Channels,
                            p::Product<
                                <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                                <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                            >,
                        >,
                    ),
                    (__Named_Many,),
                    B,
                    f32,
                >(p::reshape::<
                    (
                        __Named_Channels,
                        <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                            p::N<2>,
                            p::N<2>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                        <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                            p::N<2>,
                            p::N<2>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                    ),
                    (
                        p::Product<
                            __Named_Channels,
                            p::Product<
                                <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                                <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                            >,
                        >,
                    ),
                    B,
                    f32,
                >(&scratch.max_pool)),
                p::same_shape_mut::<(__Named_Out,), (__Named_Many,), B, f32>(&mut *out_1),
                &mut (),
            );
        }

        fn forward_train<B: p::Dim>(
            &self,
            (x, image): <p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))> as p::Signal>::Ref<'_, B, f32>,
            (out_0, out_1): <p::Tuple<((p::N<10>,), (__Named_Out,))> as p::Signal>::Mut<'_, B, f32>,
            saved: &mut Self::Saved<B>,
            context: p::StepContext,
        ) {
            <p::Linear<__Named_Wide, p::N<8>> as p::Layer<(__Named_Wide,), f32>>::forward_train::<B>(
                &self.first,
                p::same_shape::<(__Named_Width,), (__Named_Wide,), B, f32>(x),
                &mut saved.first,
                &mut (),
                context.layer(0),
            );
            < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_8 , f32 >> :: forward_train :: < B > (p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret (& self . inner) , & saved . first , & mut saved . inner , & mut saved . of_inner , context . layer (1)) ;
            < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] as p:: Layer < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , f32 >> :: forward_train :: < B > (p:: ReinterpretAs :: < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] > :: reinterpret (& self . row) , & saved . inner , & mut saved . h , & mut saved . of_row , context . layer (2)) ;
            <<__pair as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
                f32,
            >>::forward_train::<B>(
                p::ReinterpretAs::<
                    <__pair as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.pair),
                (&saved.h, x),
                (&mut saved.left, &mut saved.right),
                &mut saved.of_pair,
                context.layer(3),
            );
            < p:: Conv2d < p:: N < 3 > , __Named_Channels , p:: Window < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > > , p:: Groups < < < __Named_Groups as p:: CommonDivisor < p:: N < 3 > >> :: Output as p:: CommonDivisor < __Named_Channels >> :: Output > , p:: WithBias , f32 > as p:: Layer < (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: forward_train :: < B > (& self . conv , p:: same_shape :: < (p:: N < 3 > , __Named_High , p:: N < 9 > ,) , (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , B , f32 > (image) , & mut saved . conv , & mut saved . of_conv , context . layer (4)) ;
            <__MaxPool2d as p::Layer<
                (
                    __Named_Channels,
                    <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                    <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                ),
                f32,
            >>::forward_train::<B>(
                &<__MaxPool2d>::new(),
                p::same_shape::<
                    (
                        __Named_Channels,
                        <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                        <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                    ),
                    (
                        __Named_Channels,
                        <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                        <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                    ),
                    B,
                    f32,
                >(&saved.conv),
                &mut saved.max_pool,
                &mut (),
                context.layer(5),
            );
            <__Concat as p::Layer<
                p::Tuple<(
                    <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
                f32,
            >>::forward_train::<B>(
                &p::Concat::<0usize>,
                (&saved.left, &saved.right),
                &mut saved.concat,
                &mut (),
                context.layer(6),
            );
            <p::Add as p::Layer<
                p::Tuple<(
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                )>,
                f32,
            >>::forward_train::<B>(
                &p::Add,
                (
                    &saved.concat,
                    p::same_shape::<
                        <<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape,
                        <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                            0usize,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        >>::Output,
                        B,
                        f32,
                    >(&saved.h),
                ),
                &mut saved.joined,
                &mut (),
                context.layer(7),
            );
            <p::Linear<__Named_Hidden, p::N<10>> as p::Layer<(__Named_Hidden,), f32>>::forward_train::<B>(
                &self.last,
                p::same_shape::<
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                    (__Named_Hidden,),
                    B,
                    f32,
                >(&saved.joined),
                &mut *out_0,
                &mut (),
                context.layer(8),
            );
            <p::Identity as p::Layer<(__Named_Many,), f32>>::forward_train::<B>(
                &p::Identity,
                p::same_shape::<
                    (
                        p::Product<
                            __Named_Channels,
                            p::Product<
                                <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                                <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                            >,
                        >,
                    ),
                    (__Named_Many,),
                    B,
                    f32,
                >(p::reshape::<
                    (
                        __Named_Channels,
                        <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                            p::N<2>,
                            p::N<2>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                        <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                            p::N<2>,
                            p::N<2>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                    ),
                    (
                        p::Product<
                            __Named_Channels,
                            p::Product<
                                <<<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                                <<<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    __Named_Kernel,
                                    p::N<1>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output as p::Slide<
                                    p::N<2>,
                                    p::N<2>,
                                    p::N<0>,
                                    p::N<1>,
                                >>::Output,
                            >,
                        >,
                    ),
                    B,
                    f32,
                >(&saved.max_pool)),
                p::same_shape_mut::<(__Named_Out,), (__Named_Many,), B, f32>(&mut *out_1),
                &mut (),
                context.layer(9),
            );
        }

        fn backward<B: p::Dim>(
            &self,
            p::Pass { x: (x, image), y: (out_0, out_1), saved, dy: (dout_0, dout_1) }: p::Pass<
                '_,
                Self,
                p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))>,
                B,
                f32,
            >,
            (mut d_x, mut d_image): <p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))> as p::Signal>::Grad<
                '_,
                B,
                f32,
            >,
            grad: p::Gradient<'_, Self>,
            context: p::StepContext,
        ) {
            let adds = grad.adds();
            let grad = grad.into_inner();
            < p:: Identity as p:: Layer < (__Named_Many ,) , f32 >> :: backward :: < B > (& p:: Identity , p:: Pass { x : p:: same_shape :: < (p:: Product < __Named_Channels , p:: Product < < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output > > ,) , (__Named_Many ,) , B , f32 > (p:: reshape :: < (__Named_Channels , < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , (p:: Product < __Named_Channels , p:: Product < < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output > > ,) , B , f32 > (& saved . max_pool)) , y : p:: same_shape :: < (__Named_Out ,) , (__Named_Many ,) , B , f32 > (& * out_1) , saved : & mut () , dy : p:: same_shape :: < (__Named_Out ,) , (__Named_Many ,) , B , f32 > (dout_1) } , p:: same_shape_gradient :: < (p:: Product < __Named_Channels , p:: Product < < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output > > ,) , (__Named_Many ,) , B , f32 > (p:: reshape_gradient :: < (__Named_Channels , < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , (p:: Product < __Named_Channels , p:: Product < < < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < p:: N < 2 > , p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output > > ,) , B , f32 > (Some (p:: Gradient :: set (unsafe { p:: member_mut (& mut saved . gradients) })))) , p:: Gradient :: set (& mut p:: Identity) , context . layer (9)) ;
            <p::Linear<__Named_Hidden, p::N<10>> as p::Layer<(__Named_Hidden,), f32>>::backward::<B>(
                &self.last,
                p::Pass {
                    x: p::same_shape::<
                        <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                            0usize,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        >>::Output,
                        (__Named_Hidden,),
                        B,
                        f32,
                    >(&saved.joined),
                    y: &*out_0,
                    saved: &mut (),
                    dy: dout_0,
                },
                p::same_shape_gradient::<
                    <<<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape as p::ConcatAxis<
                        0usize,
                        <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                    >>::Output,
                    (__Named_Hidden,),
                    B,
                    f32,
                >(Some(p::Gradient::set(unsafe { &mut **(&mut saved.gradients_2.d_joined) }))),
                p::Gradient::new(&mut grad.last, adds),
                context.layer(8),
            );
            unsafe { context.complete::<Self, _>(&grad.last) };
            <__Concat as p::Layer<
                p::Tuple<(
                    <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
                f32,
            >>::backward::<B>(
                &p::Concat::<0usize>,
                p::Pass {
                    x: (&saved.left, &saved.right),
                    y: &saved.concat,
                    saved: &mut (),
                    dy: unsafe { &**(&saved.gradients_2.d_concat) },
                },
                (Some(p::Gradient::set(&mut saved.d_left)), Some(p::Gradient::set(&mut saved.d_right))),
                p::Gradient::set(&mut p::Concat::<0usize>),
                context.layer(6),
            );
            <__MaxPool2d as p::Layer<
                (
                    __Named_Channels,
                    <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                    <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                        __Named_Kernel,
                        p::N<1>,
                        p::N<0>,
                        p::N<1>,
                    >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                ),
                f32,
            >>::backward::<B>(
                &<__MaxPool2d>::new(),
                p::Pass {
                    x: p::same_shape::<
                        (
                            __Named_Channels,
                            <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                __Named_Kernel,
                                p::N<1>,
                                p::N<0>,
                                p::N<1>,
                            >>::Output,
                            <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                __Named_Kernel,
                                p::N<1>,
                                p::N<0>,
                                p::N<1>,
                            >>::Output,
                        ),
                        (
                            __Named_Channels,
                            <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                __Named_Kernel,
                                p::N<1>,
                                p::N<0>,
                                p::N<1>,
                            >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                            <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                                __Named_Kernel,
                                p::N<1>,
                                p::N<0>,
                                p::N<1>,
                            >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                        ),
                        B,
                        f32,
                    >(&saved.conv),
                    y: &saved.max_pool,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients) },
                },
                p::same_shape_gradient::<
                    (
                        __Named_Channels,
                        <<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                        <<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output,
                    ),
                    (
                        __Named_Channels,
                        <<<__Named_High as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                        <<<p::N<9> as p::AtLeast<__Named_Kernel, p::N<0>, p::N<1>>>::Output as p::Slide<
                            __Named_Kernel,
                            p::N<1>,
                            p::N<0>,
                            p::N<1>,
                        >>::Output as p::AtLeast<p::N<2>, p::N<0>, p::N<1>>>::Output,
                    ),
                    B,
                    f32,
                >(Some(p::Gradient::set(unsafe { p::member_mut(&mut saved.gradients_3) }))),
                p::Gradient::set(&mut <__MaxPool2d>::new()),
                context.layer(5),
            );
            < p:: Conv2d < p:: N < 3 > , __Named_Channels , p:: Window < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > > , p:: Groups < < < __Named_Groups as p:: CommonDivisor < p:: N < 3 > >> :: Output as p:: CommonDivisor < __Named_Channels >> :: Output > , p:: WithBias , f32 > as p:: Layer < (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: backward :: < B > (& self . conv , p:: Pass { x : p:: same_shape :: < (p:: N < 3 > , __Named_High , p:: N < 9 > ,) , (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , B , f32 > (image) , y : & saved . conv , saved : & mut saved . of_conv , dy : unsafe { p:: member (& saved . gradients_3) } } , p:: same_shape_gradient :: < (p:: N < 3 > , __Named_High , p:: N < 9 > ,) , (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , B , f32 > (< (p:: N < 3 > , __Named_High , p:: N < 9 > ,) as p:: Signal > :: reborrow_grad :: < B , f32 > (& mut d_image)) , p:: Gradient :: new (& mut grad . conv , adds) , context . layer (4)) ;
            unsafe { context.complete::<Self, _>(&grad.conv) };
            <<__pair as p::Connect>::Coerced<
                p::Tuple<(
                    <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                    <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                )>,
            > as p::Layer<
                p::Tuple<(<<__Gives5 as p::Named>::Signal as p::Part<0usize>>::Shape, (__Named_Width,))>,
                f32,
            >>::backward::<B>(
                p::ReinterpretAs::<
                    <__pair as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret(&self.pair),
                p::Pass {
                    x: (&saved.h, x),
                    y: (&saved.left, &saved.right),
                    saved: &mut saved.of_pair,
                    dy: (&saved.d_left, &saved.d_right),
                },
                (
                    Some(p::Gradient::add(unsafe { &mut **(&mut saved.gradients_2.d_h) })),
                    <(__Named_Width,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x),
                ),
                p::ReinterpretAs::<
                    <__pair as p::Connect>::Coerced<
                        p::Tuple<(
                            <<__Gives23 as p::Named>::Signal as p::Part<0usize>>::Shape,
                            <<__Gives23 as p::Named>::Signal as p::Part<1usize>>::Shape,
                        )>,
                    >,
                >::reinterpret_gradient(p::Gradient::new(&mut grad.pair, adds)),
                context.layer(3),
            );
            unsafe { context.complete::<Self, _>(&grad.pair) };
            < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] as p:: Layer < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , f32 >> :: backward :: < B > (p:: ReinterpretAs :: < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] > :: reinterpret (& self . row) , p:: Pass { x : & saved . inner , y : & saved . h , saved : & mut saved . of_row , dy : unsafe { & * * (& saved . gradients_2 . d_h) } } , Some (p:: Gradient :: set (unsafe { & mut * * (& mut saved . gradients . d_inner) })) , p:: ReinterpretAs :: < [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] > :: reinterpret_gradient (p:: Gradient :: new (& mut grad . row , adds)) , context . layer (2)) ;
            unsafe { context.complete::<Self, _>(&grad.row) };
            < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_8 , f32 >> :: backward :: < B > (p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret (& self . inner) , p:: Pass { x : & saved . first , y : & saved . inner , saved : & mut saved . of_inner , dy : unsafe { & * * (& saved . gradients . d_inner) } } , Some (p:: Gradient :: set (unsafe { p:: member_mut (& mut saved . gradients_3) })) , p:: ReinterpretAs :: < < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > > :: reinterpret_gradient (p:: Gradient :: new (& mut grad . inner , adds)) , context . layer (1)) ;
            unsafe { context.complete::<Self, _>(&grad.inner) };
            <p::Linear<__Named_Wide, p::N<8>> as p::Layer<(__Named_Wide,), f32>>::backward::<B>(
                &self.first,
                p::Pass {
                    x: p::same_shape::<(__Named_Width,), (__Named_Wide,), B, f32>(x),
                    y: &saved.first,
                    saved: &mut (),
                    dy: unsafe { p::member(&saved.gradients_3) },
                },
                p::same_shape_gradient::<(__Named_Width,), (__Named_Wide,), B, f32>(
                    <(__Named_Width,) as p::Signal>::adding::<B, f32>(
                        <(__Named_Width,) as p::Signal>::reborrow_grad::<B, f32>(&mut d_x),
                    ),
                ),
                p::Gradient::new(&mut grad.first, adds),
                context.layer(0),
            );
            unsafe { context.complete::<Self, _>(&grad.first) };
        }
    }

    #[automatically_derived]
    impl p::Network for Named {
        type Elem = f32;
        type In = p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))>;
        const NODES : & 'static [p:: graph :: Node] = & p:: graph :: nodes :: < Self , f32 , _ > (& [p:: Operand :: Input (0) , p:: Operand :: Node (0 , 0) , p:: Operand :: Node (1 , 0) , p:: Operand :: Node (2 , 0) , p:: Operand :: Input (0) , p:: Operand :: Input (1) , p:: Operand :: Node (4 , 0) , p:: Operand :: Node (3 , 0) , p:: Operand :: Node (3 , 1) , p:: Operand :: Node (6 , 0) , p:: Operand :: Node (2 , 0) , p:: Operand :: Node (7 , 0) , p:: Operand :: Node (5 , 0)] , [(< p:: Linear < __Named_Wide , p:: N < 8 > > as p:: Layer < (__Named_Wide ,) , f32 >> :: NODE , "first" , "Linear<Wide, 8>" , 1 , 0) , (< < __inner as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > as p:: Layer < __Shape_8 , f32 >> :: NODE , "inner" , "Inner" , 1 , 1) , (< [< __row as p:: Connect > :: Coerced < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape > ; 2usize] as p:: Layer < < < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , f32 >> :: NODE , "row" , "[Block; 2]" , 1 , 2) , (< < __pair as p:: Connect > :: Coerced < p:: Tuple < (< < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape ,) > > as p:: Layer < p:: Tuple < (< < __Gives5 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , (__Named_Width ,) ,) > , f32 >> :: NODE , "pair" , "Pair" , 2 , 3) , (< p:: Conv2d < p:: N < 3 > , __Named_Channels , p:: Window < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > > , p:: Groups < < < __Named_Groups as p:: CommonDivisor < p:: N < 3 > >> :: Output as p:: CommonDivisor < __Named_Channels >> :: Output > , p:: WithBias , f32 > as p:: Layer < (p:: N < 3 > , < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output , < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: NODE , "conv" , "Conv2d<3, Channels, kernel = Kernel, groups = Groups>" , 1 , 4) , (< __MaxPool2d as p:: Layer < (__Named_Channels , < < < __Named_High as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output , < < < p:: N < 9 > as p:: AtLeast < __Named_Kernel , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: Slide < __Named_Kernel , p:: N < 1 > , p:: N < 0 > , p:: N < 1 > >> :: Output as p:: AtLeast < p:: N < 2 > , p:: N < 0 > , p:: N < 1 > >> :: Output ,) , f32 >> :: NODE , "max_pool" , "" , 1 , 0) , (< __Concat as p:: Layer < p:: Tuple < (< < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape ,) > , f32 >> :: NODE , "concat" , "" , 2 , 0) , (< p:: Add as p:: Layer < p:: Tuple < (< < < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: ConcatAxis < 0usize , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape >> :: Output , < < < __Gives23 as p:: Named > :: Signal as p:: Part < 0usize >> :: Shape as p:: ConcatAxis < 0usize , < < __Gives23 as p:: Named > :: Signal as p:: Part < 1usize >> :: Shape >> :: Output ,) > , f32 >> :: NODE , "+" , "" , 2 , 0) , (< p:: Linear < __Named_Hidden , p:: N < 10 > > as p:: Layer < (__Named_Hidden ,) , f32 >> :: NODE , "last" , "Linear<Hidden, 10>" , 1 , 5) , (< p:: Identity as p:: Layer < (__Named_Many ,) , f32 >> :: NODE , "reshape" , "" , 1 , 0)]) ;
        const GRAPH: p::graph::Graph =
            p::network_graph::<Self>("Named", &["x", "image"], &[p::Operand::Node(8, 0), p::Operand::Node(9, 0)]);
    }

    impl Named {
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
            <Self as p::Layer<p::Tuple<((__Named_Width,), (p::N<3>, __Named_High, p::N<9>))>, f32>>::Scratch<p::N<1>>,
        >();
    }

    impl Named {
        /// The output for a batch of any size, on the heap.
        fn forward<B: p::Dim>(
            &self,
            x: &p::Tensor<(B, __Named_Width), f32>,
            image: &p::Tensor<(B, p::N<3>, __Named_High, p::N<9>), f32>,
        ) -> p::Box<<p::Tuple<((p::N<10>,), (__Named_Out,))> as p::Signal>::Owned<B, f32>> {
            p::infer::<Self, B>(self, (x, image))
        }
    }
};
