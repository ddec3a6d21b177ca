//! A `for` over an array of layers computes the same as the calls written out, forward and backward, for layers, nested networks
//! and functions, once and in several loops.

#![allow(missing_docs)]

#[path = "generated/interpreter.rs"]
#[allow(dead_code)]
mod interpreter;

use nn::Parameters;
use nn::gradient_check::{check_layer, fill};
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::signal::Signal;

type Batch = dim![3];
type Wide = dim![6];

network! {
    #[dtype(f64)]
    struct Block {
        left: Linear<6, 6>,
        right: Linear<6, 6>,
    }
    fn forward(h: Tensor<6>, m: Tensor<6>) -> Tensor<6> {
        h.left().tanh() * m.right()
    }
}

network! {
    #[dtype(f64)]
    struct Pair {
        left: Linear<6, 6>,
        right: Linear<6, 6>,
    }
    fn forward(a: Tensor<6>, b: Tensor<6>) -> (Tensor<6>, Tensor<6>) {
        (b.left().tanh(), a.right() + b)
    }
}

// Layers, with inferred inputs: the body has values of its own, and calls the layer twice.
network! {
    #[dtype(f64)]
    struct Gated {
        stem: Linear<4, 6>,
        blocks: [Linear<_, 6>; 3],
        head: Linear<6, 2>,
    }
    fn forward(x: Tensor<4>, gate: Tensor<6>) -> Tensor<2> {
        let mut h = x.stem().relu();
        for block in blocks {
            let t: Tensor<6> = block(h).relu();
            let t = t.block();
            h += t * gate;
        }
        h.head()
    }
}

network! {
    #[dtype(f64)]
    struct GatedByHand {
        stem: Linear<4, 6>,
        first: Linear<6, 6>,
        second: Linear<6, 6>,
        third: Linear<6, 6>,
        head: Linear<6, 2>,
    }
    fn forward(x: Tensor<4>, gate: Tensor<6>) -> Tensor<2> {
        let a = x.stem().relu();
        let b = a + a.first().relu().first() * gate;
        let c = b + b.second().relu().second() * gate;
        let d = c + c.third().relu().third() * gate;
        d.head()
    }
}

// Nested networks with several inputs and outputs. The value that the last iteration assigns to `m` is not read.
network! {
    #[dtype(f64)]
    struct Threaded {
        stem: Linear<4, 6>,
        blocks: [Block; 2],
        pairs: [Pair; 2],
        head: Linear<12, 2>,
    }
    fn forward(x: Tensor<4>, mask: Tensor<6>) -> Tensor<2> {
        let mut h = x.stem();
        let mut m = mask;
        for block in blocks {
            h = block(h, m) + h;
            m = h.tanh();
        }
        let (mut a, mut b) = (h, mask);
        for pair in pairs {
            (a, b) = pair(a, b);
        }
        concat(a, b).head()
    }
}

network! {
    #[dtype(f64)]
    struct ThreadedByHand {
        stem: Linear<4, 6>,
        block0: Block,
        block1: Block,
        pair0: Pair,
        pair1: Pair,
        head: Linear<12, 2>,
    }
    fn forward(x: Tensor<4>, mask: Tensor<6>) -> Tensor<2> {
        let h = x.stem();
        let h0 = block0(h, mask) + h;
        let h1 = block1(h0, h0.tanh()) + h0;
        let (a, b) = pair0(h1, mask);
        let (c, d) = pair1(a, b);
        concat(c, d).head()
    }
}

// An array in two loops, one of them in a function and one within a loop over another array, and as a whole.
network! {
    #[dtype(f64)]
    struct Shared {
        stem: Linear<4, Wide>,
        blocks: [Linear<Wide, 6>; 2],
        others: [Linear<6, 6>; 2],
        head: Linear<Wide, 2>,
    }
    fn forward(x: Tensor<4>, mask: Tensor<6>) -> Tensor<2> {
        let mut h = x.stem().blocks();
        for other in others {
            let outer = h;
            for block in blocks {
                h = block(h).sigmoid() * outer;
            }
            h = h.other();
        }
        (h.again() + mask).blocks().head()
    }
    fn again(x: Tensor<Wide>) -> Tensor<Wide> {
        let mut h = x;
        for block in blocks {
            h = block(h).tanh();
        }
        h
    }
}

network! {
    #[dtype(f64)]
    struct SharedByHand {
        stem: Linear<4, 6>,
        block0: Linear<6, 6>,
        block1: Linear<6, 6>,
        other0: Linear<6, 6>,
        other1: Linear<6, 6>,
        head: Linear<6, 2>,
    }
    fn forward(x: Tensor<4>, mask: Tensor<6>) -> Tensor<2> {
        let h = x.stem().block0().block1();
        let a = h.block0().sigmoid() * h;
        let b = a.block1().sigmoid() * h;
        let h = b.other0();
        let a = h.block0().sigmoid() * h;
        let b = a.block1().sigmoid() * h;
        let h = b.other1();
        let h = h.block0().tanh().block1().tanh();
        (h + mask).block0().block1().head()
    }
}

// A generic network with blocks that depend on its parameter.
network! {
    #[dtype(f64)]
    struct Residual<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x.fc().tanh() + x
    }
}

network! {
    #[dtype(f64)]
    struct Generic<D: Dim> {
        stem: Linear<4, D>,
        blocks: [Residual<D>; 2],
        head: Linear<D, 2>,
    }
    fn forward(x: Tensor<4>, mask: Tensor<D>) -> Tensor<2> {
        let mut h: Tensor<D> = x.stem() * mask;
        for block in blocks {
            h = block(h);
        }
        h.head()
    }
}

network! {
    #[dtype(f64)]
    struct GenericByHand {
        stem: Linear<4, 6>,
        block0: Residual<6>,
        block1: Residual<Wide>,
        head: Linear<6, 2>,
    }
    fn forward(x: Tensor<4>, mask: Tensor<6>) -> Tensor<2> {
        (x.stem() * mask).block0().block1().head()
    }
}

/// Both inputs of the networks.
type In = nn::signal::Tuple<(shape![4], shape![6])>;

/// The output, and the gradients of both inputs and of all parameters, of a network with random parameters from this seed.
fn run<Net>(seed: u64) -> [Vec<f64>; 4]
where
    Net: Layer<In, f64, Out = shape![2]> + Parameters<f64>,
{
    let (mut network, mut gradient) = (zeroed::<Net>(), zeroed::<Net>());
    let mut rng = nn::init::rng(seed);
    fill(network.as_mut_slice(), &mut rng);
    let (mut x, mut mask) = (zeroed::<Tensor<shape![3, 4], f64>>(), zeroed::<Tensor<shape![3, 6], f64>>());
    fill(x.as_mut_slice(), &mut rng);
    fill(mask.as_mut_slice(), &mut rng);
    let (mut y, mut dx, mut dmask) = (zeroed::<Tensor<shape![3, 2], f64>>(), x.clone(), mask.clone());
    let dy = Tensor::<shape![3, 2], f64>::new([[1.0, 0.25], [-2.0, 0.75], [0.5, -1.5]]);
    let context = StepContext::default();
    let mut saved = zeroed::<Net::Saved<Batch>>();
    network.forward_train((&x, &mask), &mut *y, &mut saved, context);
    let place = (<shape![4] as Signal>::by_grad(&mut *dx, false), <shape![6] as Signal>::by_grad(&mut *dmask, false));
    let pass = Pass { x: (&*x, &*mask), y: &*y, saved: &mut *saved, dy: &dy };
    network.backward(pass, place, Gradient::set(&mut gradient), context);
    let mut inferred = zeroed::<Tensor<shape![3, 2], f64>>();
    network.forward((&x, &mask), &mut *inferred, &mut zeroed::<Net::Scratch<Batch>>());
    assert_eq!(inferred, y);
    [y.as_slice().to_vec(), dx.as_slice().to_vec(), dmask.as_slice().to_vec(), gradient.as_slice().to_vec()]
}

/// Compares a network with the same one whose calls are written out.
fn compare<Net, ByHand>()
where
    Net: Layer<In, f64, Out = shape![2]> + Network<Elem = f64, In = In>,
    ByHand: Layer<In, f64, Out = shape![2]> + Network<Elem = f64, In = In>,
{
    for seed in 0..3 {
        let [found, expected] = [run::<Net>(seed), run::<ByHand>(seed)];
        assert_eq!(found, expected);
        assert!(found[3].iter().all(|number| number.is_finite()) && found[3].iter().any(|&number| number != 0.0));
        check_layer::<In, Batch, _>(&mut *zeroed::<Net>(), seed);
        interpreter::compare::<Batch, Net>(seed).unwrap();
    }
    assert_eq!((Net::GRAPH.parameters(), Net::GRAPH.macs()), (ByHand::GRAPH.parameters(), ByHand::GRAPH.macs()));
}

#[test]
fn layers_match_calls_written_out() {
    compare::<Gated, GatedByHand>();
    assert_eq!(Gated::PARAMETERS, GatedByHand::PARAMETERS);
}

#[test]
fn nested_networks_with_several_values_match_calls_written_out() {
    compare::<Threaded, ThreadedByHand>();
}

#[test]
fn an_array_in_several_loops_accumulates_gradients() {
    compare::<Shared, SharedByHand>();
}

#[test]
fn generic_networks_match_calls_written_out() {
    compare::<Generic<Wide>, GenericByHand>();
}

#[test]
fn the_graph_names_elements_of_arrays() {
    let uses: Vec<_> = Shared::GRAPH.nodes.iter().filter(|node| !node.kind.is_empty()).collect();
    let uses: Vec<_> = uses.iter().map(|node| (node.name, node.kind, node.offset, node.parameters())).collect();
    // The proof that the array keeps the shape of its input gives its layers one size.
    let block = |index: usize, name| (name, "Linear<Wide, Wide>", 30 + 42 * index, 0);
    let other = |index: usize, name| (name, "Linear<6, 6>", 114 + 42 * index, 42);
    let first = [("stem", "Linear<4, Wide>", 0, 30), ("blocks", "[Linear<Wide, Wide>; 2]", 30, 84)];
    let again = [block(0, "blocks[0]"), block(1, "blocks[1]")];
    let middle = [again, again, again];
    let expected: Vec<_> = (first.into_iter())
        .chain(middle[0])
        .chain([other(0, "others[0]")])
        .chain(middle[1])
        .chain([other(1, "others[1]")])
        .chain(middle[2])
        .chain([("blocks", "[Linear<Wide, Wide>; 2]", 30, 0), ("head", "Linear<Wide, 2>", 198, 14)])
        .collect();
    assert_eq!(uses, expected);
    let firsts: Vec<_> = Gated::GRAPH.nodes.iter().map(|node| (node.name, node.is_first_use)).collect();
    let of_block: Vec<_> = firsts.into_iter().filter(|(name, _)| name.starts_with("blocks")).collect();
    assert_eq!(of_block, ["blocks[0]", "blocks[1]", "blocks[2]"].map(|name| [(name, true), (name, false)]).concat());
}

#[test]
fn the_summary_has_a_row_for_each_iteration() {
    assert_eq!(
        Gated::summary().to_string(),
        "layer      type          output    parameters  MACs\n\
         input                    [4], [6]\n\
         stem       Linear<4, 6>  [6]               30    24\n\
         relu                     [6]                0     0\n\
         blocks[0]  Linear<6, 6>  [6]               42    36\n\
         relu                     [6]                0     0\n\
         blocks[0]  Linear<6, 6>  [6]                0    36\n\
         +          c + (a * b)   [6]                0     0\n\
         blocks[1]  Linear<6, 6>  [6]               42    36\n\
         relu                     [6]                0     0\n\
         blocks[1]  Linear<6, 6>  [6]                0    36\n\
         +          c + (a * b)   [6]                0     0\n\
         blocks[2]  Linear<6, 6>  [6]               42    36\n\
         relu                     [6]                0     0\n\
         blocks[2]  Linear<6, 6>  [6]                0    36\n\
         +          c + (a * b)   [6]                0     0\n\
         head       Linear<6, 2>  [2]               14    12\n\
         total      Gated                          170   252\n\
         1 360 bytes of parameters"
    );
}
