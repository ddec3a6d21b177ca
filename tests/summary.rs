//! The summary table of a network, and the constants of its sizes.

#![allow(missing_docs)]

use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<1200, 1200>,
    }
    fn forward(x: Tensor<1200>) -> Tensor<1200> {
        x + x.fc().relu()
    }
}

network! {
    #[dtype(f64)]
    struct Small {
        fc1: Linear<4, 3>,
        fc2: Linear<3, 3, bias = false>,
        out: Linear<_, 2>,
    }
    fn forward(x: Tensor<2, 2>, y: Tensor<4>) -> (Tensor<2>, Tensor<3>) {
        let h = x.flatten().fc1() + y.fc1();
        (h.fc2().tanh().fc2().out(), h.fc2())
    }
}

network! {
    struct Large {
        blocks: [Block; 2],
        out: Linear<1200, 1, bias = false>,
    }
    fn forward(x: Tensor<1200>) -> Tensor<1> {
        x.blocks().out()
    }
}

#[test]
fn tables() {
    // A layer that is used twice costs its multiply-accumulates twice, and its parameters once.
    let expected = "\
layer  type                        output       parameters  MACs
input                              [2, 2], [4]
fc1    Linear<4, 3>                [3]                  15    12
fc1    Linear<4, 3>                [3]                   0    12
+                                  [3]                   0     0
fc2    Linear<3, 3, bias = false>  [3]                   9     9
tanh                               [3]                   0     0
fc2    Linear<3, 3, bias = false>  [3]                   0     9
out    Linear<3, 2>                [2]                   8     6
fc2    Linear<3, 3, bias = false>  [3]                   0     9
total  Small                                            32    57
256 bytes of parameters";
    assert_eq!(Small::summary().to_string(), expected);
    let expected = "\
layer   type                           output  parameters       MACs
input                                  [1200]
blocks  [Block; 2]                     [1200]   2 882 400  2 880 000
out     Linear<1200, 1, bias = false>  [1]          1 200      1 200
total   Large                                   2 883 600  2 881 200
11 534 400 bytes of parameters";
    assert_eq!(Large::summary().to_string(), expected);
}

network! {
    struct Wide<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x.fc()
    }
}

type Narrow = dim![8];

network! {
    struct Words {
        number: Wide<1500>,
        name: [Wide<Narrow>; 3],
    }
    fn forward(x: Tensor<1500>, y: Tensor<8>) -> (Tensor<1500>, Tensor<8>) {
        (x.number(), y.name())
    }
}

#[test]
fn layers_are_named_as_declared() {
    let kinds: Vec<_> = Words::GRAPH.nodes.iter().map(|node| node.kind).collect();
    assert_eq!(kinds, ["Wide<1500>", "[Wide<Narrow>; 3]"]);
    // A generic network shows what its own summary knows for each size.
    assert_eq!(Wide::<Narrow>::GRAPH.nodes[0].kind, "Linear<D, D>");
    assert_eq!(Wide::<Narrow>::PARAMETERS, 72);
}

network! {
    struct Deep<H: Dim, Out, const K: usize>
    where
        Out: Dim,
    {
        conv: Conv1d<H, 1500, kernel = 3>,
        first: [Wide<H>; 2],
        out: Linear<H, Out>,
    }
    fn forward(x: Tensor<H>, image: Tensor<H, 9>) -> (Tensor<Out>, Tensor<1500, 7>) {
        (x.first().out(), image.conv())
    }
}

#[test]
fn generic_network_shows_sizes_of_the_instance() {
    let expected = "\
layer  type                         output       parameters     MACs
input                               [4], [4, 9]
first  [Wide<4>; 2]                 [4]                  40       32
out    Linear<4, 2>                 [2]                  10        8
conv   Conv1d<4, 1500, kernel = 3>  [1500, 7]        19 500  126 000
total  Deep<H = 4, Out = 2, K = 5>                   19 550  126 040
78 200 bytes of parameters";
    assert_eq!(Deep::<dim![4], dim![2], 5>::summary().to_string(), expected);
    assert_eq!(Deep::<dim![4], dim![2], 5>::GRAPH.sizes, [("H", 4), ("Out", 2), ("K", 5)]);
    assert_eq!(Small::GRAPH.sizes, []);
    // A name that is part of another one, or of an argument, is unchanged.
    let graph = Wide::<dim![1500]>::GRAPH;
    assert_eq!(graph.kind_of(&graph.nodes[0]).to_string(), "Linear<1500, 1500>");
}

network! {
    struct Sentence {
        embed: Embedding<1000, 4>,
        topic: Embedding<20, 8>,
        fc: Linear<16, 8>,
    }
    fn forward(words: Tensor<2, 2, Class<1000>>, x: Tensor<16>, about: Tensor<Class<20>>) -> Tensor<8> {
        (words.embed().flatten() * x).fc() + about.topic()
    }
}

#[test]
fn indices_are_shown_as_declared() {
    let expected = "\
layer  type                output                                  parameters  MACs
input                      [2, 2, Class<1000>], [16], [Class<20>]
embed  Embedding<1000, 4>  [2, 2, 4]                                    4 000     0
*                          [16]                                             0     0
fc     Linear<16, 8>       [8]                                            136   128
topic  Embedding<20, 8>    [8]                                            160     0
+                          [8]                                              0     0
total  Sentence                                                         4 296   128
17 184 bytes of parameters";
    assert_eq!(Sentence::summary().to_string(), expected);
    assert_eq!(Sentence::MACS, 128);
}

#[test]
fn constants() {
    assert_eq!(Small::PARAMETERS, 32);
    assert_eq!(Small::MACS, 57);
    assert_eq!(Small::PARAMETER_BYTES, 256);
    assert_eq!(Small::GRADIENT_BYTES, 256);
    assert_eq!(Large::PARAMETERS, Large::summary().parameters());
    assert_eq!(Large::MACS, Large::summary().macs());
    // Inference: h and two outputs of fc1, whose slots the first fc2 with its tanh and the second one reuse later.
    assert_eq!(Small::SCRATCH_BYTES, 8 * 3 * 3);
    type Training = Session<Small, Sgd, dim![5]>;
    const { assert!(Training::TRAIN_BYTES >= Training::WORKSPACE_BYTES + 2 * Small::PARAMETER_BYTES) };
    assert_eq!(size_of::<Training>(), Training::TRAIN_BYTES);
}

network! {
    struct Reduced<H: Dim> {
        lift: Linear<3, H>,
        out: Linear<H, 2>,
    }
    fn forward(x: Tensor<5, 3>) -> (Tensor<2>, Tensor<H>) {
        let h = x.lift();
        let last = h.select::<0, -1>();
        let all = h.mean::<0>() + einsum("td,td->d", h, h);
        (last.out() * h.norm() + h.logsumexp::<0, 1>() + h.std::<0>().mean(), all)
    }
}

/// The table has the shapes that `forward` has, without the axes that calls drop.
#[test]
fn dropped_axes_are_not_shown() {
    let table = Reduced::<dim![4]>::summary().to_string();
    let shapes: Vec<_> = Reduced::<dim![4]>::GRAPH.nodes.iter().map(|node| (node.name, node.result_dims)).collect();
    let of = |name: &str| shapes.iter().find(|(node, _)| *node == name).map(|(_, dims)| *dims);
    assert_eq!(of("select"), Some(&[&[4][..]][..]), "{table}");
    assert_eq!(of("mean"), Some(&[&[4][..]][..]), "{table}");
    assert_eq!(of("einsum"), Some(&[&[4][..]][..]), "{table}");
    let is_select = |line: &str| line.starts_with("select ") && line.contains(" [4] ");
    assert!(table.lines().any(is_select), "{table}");
}
