//! The graph of a network as data, and its fingerprint.

#![allow(missing_docs)]

use nn::graph::fingerprint;
use nn::graph::{AxisWindow, Function, Op, Operand, Pool, Scalar};
use nn::layers::{Activation, activation};
use nn::prelude::*;
use nn::{Float, Parameters};

/// The fingerprint of a network.
macro_rules! of {
    ($(#[$attribute:meta])* { $($fields:tt)* } $($forward:tt)*) => {{
        network! {
            $(#[$attribute])*
            struct Net { $($fields)* }
            fn forward $($forward)*
        }
        const { fingerprint::<Net>() }
    }};
}

/// x to the power of `P`.
#[derive(Parameters)]
#[repr(C)]
struct Power<const P: u32>;

impl<const P: u32> Activation for Power<P> {
    fn value<T: Float>(x: T) -> T {
        (0..P).fold(T::ONE, |y, _| y * x)
    }
    fn derivative<T: Float>(x: T, _: T) -> T {
        (1..P).fold(T::from_f64(P.into()), |y, _| y * x)
    }
}
activation!(Power<const P: u32>);

type Eight = dim![8];
type Square = Power<2>;
type Cube = Power<3>;

#[test]
fn changed_attribute_changes_fingerprint() {
    let all = [
        ("relu", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().relu() })),
        ("leaky_relu", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().leaky_relu::<0.1>() })),
        ("its slope", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().leaky_relu::<0.3>() })),
        ("elu", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().elu::<0.3>() })),
        ("dropout", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().dropout::<0.3>() })),
        ("its probability", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().dropout::<0.2>() })),
        ("power", of!({ fc: Linear<8, 8>, p: Square, } (x: Tensor<8>) -> Tensor<8> { x.fc().p() })),
        ("its exponent", of!({ fc: Linear<8, 8>, p: Cube, } (x: Tensor<8>) -> Tensor<8> { x.fc().p() })),
        ("an array", of!({ fc: [Linear<8, 8>; 1], } (x: Tensor<8>) -> Tensor<8> { x.fc().relu() })),
        ("no bias", of!({ fc: Linear<8, 8, bias = false>, } (x: Tensor<8>) -> Tensor<8> { x.fc().relu() })),
        ("f64", of!(#[dtype(f64)] { fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().relu() })),
        ("used twice", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().fc().relu() })),
        ("another name", of!({ fc1: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc1().relu() })),
        ("sum", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x + x.fc() })),
        ("its order", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc() + x })),
        ("product", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc() * x })),
        ("softmax", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().softmax() })),
        ("argmax", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().argmax::<0>().one_hot() })),
        ("argmin", of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().argmin::<0>().one_hot() })),
        (
            "softmax of rows",
            of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().reshape::<2, 4>().softmax().flatten() }),
        ),
        (
            "of other rows",
            of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().reshape::<4, 2>().softmax().flatten() }),
        ),
        ("max_pool", of!({ fc: Linear<4, 2>, } (x: Tensor<1, 8>) -> Tensor<2> { x.max_pool::<2>().flatten().fc() })),
        ("avg_pool", of!({ fc: Linear<4, 2>, } (x: Tensor<1, 8>) -> Tensor<2> { x.avg_pool::<2>().flatten().fc() })),
        (
            "its kernel",
            of!({ fc: Linear<4, 2>, } (x: Tensor<1, 8>) -> Tensor<2> { x.max_pool::<1, stride = 2>().flatten().fc() }),
        ),
        ("layer norm", of!({ norm: LayerNorm<8>, } (x: Tensor<8>) -> Tensor<8> { x.norm() })),
        ("its eps", of!({ norm: LayerNorm<8, eps = 1e-6>, } (x: Tensor<8>) -> Tensor<8> { x.norm() })),
        ("rms norm", of!({ norm: RmsNorm<8>, } (x: Tensor<8>) -> Tensor<8> { x.norm() })),
        ("a rms norm's eps", of!({ norm: RmsNorm<8, eps = 1e-6>, } (x: Tensor<8>) -> Tensor<8> { x.norm() })),
        ("group norm", of!({ norm: GroupNorm<2, 8>, } (x: Tensor<8>) -> Tensor<8> { x.norm() })),
        ("its groups", of!({ norm: GroupNorm<4, 8>, } (x: Tensor<8>) -> Tensor<8> { x.norm() })),
        ("conv", of!({ conv: Conv1d<1, 1, kernel = 3, padding = 1>, } (x: Tensor<1, 8>) -> Tensor<1, 8> { x.conv() })),
        (
            "its dilation",
            of!({ conv: Conv1d<1, 1, kernel = 3, padding = 2, dilation = 2>, } (x: Tensor<1, 8>) -> Tensor<1, 8> {
                x.conv()
            }),
        ),
    ];
    for (index, (name, fingerprint)) in all.iter().enumerate() {
        let same = all[..index].iter().find(|(_, other)| other == fingerprint);
        assert!(same.is_none(), "{name} is {same:?}");
    }
}

#[test]
fn equivalent_notations_have_equal_fingerprints() {
    let first = of!({ fc1: Linear<8, 8>, fc2: Linear<8, 2>, } (x: Tensor<8>) -> Tensor<2> { x.fc1().relu().fc2() });
    let others = [
        of!({ fc1: Linear<Eight, Eight>, fc2: Linear<Eight, 2>, } (x: Tensor<Eight>) -> Tensor<2> {
            x.fc1().relu().fc2()
        }),
        of!({ fc1: Linear<8, 8, init = nn::init::Zeros>, fc2: Linear<_, 2>, } (y: Tensor<8>) -> Tensor<2> {
            let h = y.fc1();
            let h: Tensor<8> = h.relu();
            h.fc2()
        }),
        of!({ fc1: Linear<_, 8, bias = true>, fc2: Linear<_, 2>, } (x: Tensor<8>) -> Tensor<2> {
            x.flatten().fc1().relu().fc2()
        }),
    ];
    assert_eq!(others, [first; 3]);
    let named = of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().leaky_relu::<0.01>() });
    assert_eq!(of!({ fc: Linear<8, 8>, } (x: Tensor<8>) -> Tensor<8> { x.fc().leaky_relu() }), named);
    let pool = of!({ fc: Linear<4, 2>, } (x: Tensor<1, 8>) -> Tensor<2> { x.max_pool::<2>().flatten().fc() });
    let whole = of!({ fc: Linear<4, 2>, } (x: Tensor<1, Eight>) -> Tensor<2> {
        x.max_pool::<2, stride = 2, padding = 0>().reshape::<4>().fc()
    });
    assert_eq!(pool, whole);
}

network! {
    struct Block {
        norm: BatchNorm1d<8>,
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x + x.norm().fc().leaky_relu::<0.1>()
    }
}

network! {
    struct Net {
        conv: Conv2d<1, 2, kernel = (3, 1), stride = 2, padding = (1, 0)>,
        block: Block,
        blocks: [Block; 3],
    }
    fn forward(x: Tensor<1, 4, 8>) -> Tensor<2, 4> {
        let h = x.conv().max_pool::<1, 2>().flatten();
        h.block().blocks().block().reshape::<2, 4>()
    }
}

#[test]
fn nodes_describe_the_whole_network() {
    let graph = Net::GRAPH;
    let [conv, pool, block, blocks, again, copy] = graph.nodes else { panic!("{:?}", graph.nodes) };
    const fn window(kernel: usize, stride: usize, padding: usize) -> AxisWindow {
        AxisWindow { kernel, stride, padding, dilation: 1 }
    }
    const OF_CONV: &[AxisWindow] = &[window(3, 2, 1), window(1, 2, 0)];
    const OF_POOL: &[AxisWindow] = &[window(1, 1, 0), window(2, 2, 0)];
    assert_eq!(conv.op, Op::Conv { inputs: 1, outputs: 2, windows: OF_CONV, groups: 1, bias: true });
    assert_eq!(pool.op, Op::Pool { kind: Pool::Max, windows: OF_POOL, ceil_mode: false });
    assert_eq!(block.op, Op::Subgraph(&Block::GRAPH));
    assert_eq!(blocks.op, Op::Repeat { count: 3, op: &Op::Subgraph(&Block::GRAPH) });
    // A reshaped value is the same value.
    assert_eq!(
        (pool.output_dims, block.inputs, block.input_dims),
        (&[&[2, 2, 2][..]][..], &[Operand::Node(1, 0)][..], &[&[8][..]][..])
    );
    assert_eq!((graph.outputs, graph.output_dims), (&[Operand::Node(5, 0)][..], &[&[2, 4][..]][..]));
    assert_eq!((graph.name, graph.inputs, graph.input_dims), ("Net", &["x"][..], &[&[1, 4, 8][..]][..]));
    // An output that is a reshaped value is a copy.
    assert_eq!((copy.op, copy.inputs, copy.input_dims), (Op::NoOp, &[Operand::Node(4, 0)][..], &[&[2, 4][..]][..]));
    // The offsets of the parameters.
    let net = Net::new(1);
    let weight = |node: &nn::graph::Node| net.as_slice()[node.offset];
    assert_eq!(weight(conv), net.conv.weight.as_slice()[0]);
    assert_eq!([weight(block), weight(again)], [net.block.norm.weight[[0]]; 2]);
    assert_eq!(weight(&Block::GRAPH.nodes[1]), net.as_slice()[Block::GRAPH.nodes[1].offset]);
    assert_eq!([block, again].map(|node| (node.is_first_use, node.parameters())), [(true, 88), (false, 0)]);
    assert_eq!(graph.parameters(), Net::PARAMETERS);
    assert_eq!(Block::GRAPH.nodes[2].op, Op::Elementwise(Function::LeakyReLU { slope: Scalar::new(0.1) }));
}

#[test]
fn custom_layer_is_opaque() {
    network! {
        struct Own {
            fc: Linear<2, 2>,
            p: [Square; 2],
        }
        fn forward(x: Tensor<2>) -> Tensor<2> {
            x.fc().p()
        }
    }
    const POWER: Op = Op::Opaque { name: "Power", attributes: &[2] };
    assert_eq!(Own::GRAPH.nodes[1].op, Op::Repeat { count: 2, op: &POWER });
}
