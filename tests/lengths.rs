//! Sequences of different lengths: in recurrent layers, as masks, and as keys of attentions.

#![allow(missing_docs)]

// Its check of the outputs of a network from its graph.
#[allow(dead_code)]
#[path = "generated/interpreter.rs"]
mod interpreter;

use nn::Parameters;
use nn::gradient_check::{check_layer, check_training};
use nn::graph::Op;
use nn::parameters::zeroed;
use nn::prelude::*;

type Steps = dim![5];
type Units = dim![4];
type Lengths = dim![6];

network! {
    #[dtype(f64)]
    struct Deep {
        lstm: Lstm<3, Units, layers = 2, bidirectional = true>,
        gru: Gru<_, 2>,
        out: Linear<2, 2>,
    }
    fn forward(x: Tensor<Steps, 3>, length: Tensor<Class<Lengths>>) -> Tensor<5, 2> {
        lstm(x, length).gru(length).out()
    }
}

network! {
    #[dtype(f64)]
    struct States {
        lstm: Lstm<3, 4, layers = 2, bidirectional = true>,
        gru: Gru<_, 2>,
    }
    fn forward(x: Tensor<5, 3>, length: Tensor<Class<6>>, h: Tensor<4, 4>, c: Tensor<4, 4>, s: Tensor<2>)
        -> (Tensor<5, 2>, Tensor<4, 4>, Tensor<4, 4>, Tensor<2>)
    {
        let (y, h, c) = lstm(x, h, c, length);
        let (y, s) = y.gru(s * 0.5, length);
        (y, h, c, s)
    }
}

network! {
    #[dtype(f64)]
    struct Loops {
        layers: [Rnn<3, 3>; 2],
    }
    fn forward(x: Tensor<4, 3>, length: Tensor<Class<5>>) -> Tensor<4, 3> {
        let mut y = x;
        for layer in layers {
            y = y + layer(y, length);
        }
        y
    }
}

network! {
    #[dtype(f64)]
    struct Generic<S: nn::dim::AddDim<dim![1]>, H: Dim> {
        positions: Parameter<S, H>,
        rnn: Rnn<H, H, layers = 2>,
        out: Linear<_, 2>,
    }
    fn forward(x: Tensor<S, H>, length: Tensor<Class<nn::dim::Sum<S, dim![1]>>>) -> Tensor<S, 2> {
        rnn(x + positions, length).out()
    }
}

network! {
    /// The mean of the steps that there are, and their sum by a selection; two lengths of one sample have two masks.
    #[dtype(f64)]
    struct Masks {
        gru: Gru<3, 4>,
        out: Linear<_, 2>,
    }
    fn forward(x: Tensor<Steps, 3>, length: Tensor<Class<Lengths>>, both: Tensor<2, Class<6>>) -> (Tensor<2>, Tensor<4>, Tensor<5>) {
        let mask = length.sequence_mask::<Steps>().unsqueeze::<1>();
        let y = gru(x, length);
        let mean = (y * mask).sum::<0>() / (mask.sum() + 1e-3);
        (mean.out(), select(mask > 0, x.gru(), 0).sum::<0>(), both.sequence_mask::<5>().sum::<0>() * y.mean::<1>())
    }
}

network! {
    /// Attention to the words of a sentence, and of the last state to those of another one.
    #[dtype(f64)]
    struct Attends {
        q: Linear<4, 4>,
        k: Linear<4, 2>,
        gru: Gru<4, 4>,
    }
    fn forward(x: Tensor<Steps, 4>, length: Tensor<Class<6>>, of: Tensor<3, 4>, count: Tensor<Class<4>>) -> Tensor<5, 4> {
        let h = attention(x.q(), x.k(), x.k(), length, heads = 2, kv_heads = 1, causal = true, window = 4);
        let y = gru(h, length);
        y + attention(y, of, of, y.sum::<1>().unsqueeze::<1>().expand::<5, 3>(), count)
    }
}

network! {
    /// Hidden states that are projections of the units: with a length alone, and with states, too.
    #[dtype(f64)]
    struct Narrow<H: Dim> {
        both: Lstm<3, 4, proj_size = 2, layers = 2, bidirectional = true>,
        one: Lstm<_, 3, proj_size = H>,
        plain: Lstm<_, 4, proj_size = 2, bias = false>,
    }
    fn forward(x: Tensor<5, 3>, h: Tensor<4, 2>, c: Tensor<4, 4>, s: Tensor<H>, length: Tensor<Class<6>>)
        -> (Tensor<5, 2>, Tensor<4, 2>, Tensor<4, 4>, Tensor<H>, Tensor<3>)
    {
        let (y, h, c) = both(x, h, c, length);
        let (y, s, of_cell) = one(y, s, c.select::<0, 1>().slice::<0, ..3>(), length);
        (y.plain(length), h, c, s, of_cell)
    }
}

network! {
    /// Attention with a length, whose weights are dropped in training.
    #[dtype(f64)]
    struct Drops {
        q: Linear<4, 4>,
        k: Linear<4, 4>,
        mask: Parameter<5, 5>,
    }
    fn forward(x: Tensor<5, 4>, length: Tensor<Class<6>>) -> Tensor<5, 4> {
        let (q, k) = (x.q(), x.k());
        let y = attention(q, k, x, length, heads = 2, causal = true, dropout = 0.25);
        y + attention(k, q, x, mask, length, heads = 4, kv_heads = 4, dropout = 0.5)
    }
}

network! {
    #[dtype(f64)]
    struct Reads {
        gru: Gru<3, 2>,
    }
    fn forward(x: Tensor<4, 3>, length: Tensor<Class<5>>) -> Tensor<4, 2> {
        x.gru(length)
    }
}

network! {
    /// The number of steps of what a nested network returns is known to the compiler alone.
    #[dtype(f64)]
    struct Nested {
        reads: Reads,
        gru: Gru<2, 2>,
        blocks: [Linear<2, 2>; 2],
    }
    fn forward(x: Tensor<4, 3>, length: Tensor<Class<5>>) -> Tensor<4, 2> {
        let y = gru(reads(x, length), length);
        y.blocks()
    }
}

#[test]
fn gradients_and_graphs() {
    type OfDeep = Tuple<(shape![5, 3], nn::Indices<dim![6]>)>;
    type OfStates = Tuple<(shape![5, 3], nn::Indices<dim![6]>, shape![4, 4], shape![4, 4], shape![2])>;
    for seed in 0..4 {
        check_layer::<OfDeep, dim![3], _>(&mut *zeroed::<Deep>(), seed);
        check_layer::<OfStates, dim![2], _>(&mut *zeroed::<States>(), seed);
        check_layer::<Tuple<(shape![4, 3], nn::Indices<dim![5]>)>, dim![2], _>(&mut *zeroed::<Loops>(), seed);
        check_layer::<Tuple<(shape![3, 2], nn::Indices<dim![4]>)>, dim![2], _>(
            &mut *zeroed::<Generic<dim![3], dim![2]>>(),
            seed,
        );
        type OfMasks = Tuple<(shape![5, 3], nn::Indices<dim![6]>, nn::Indices<dim![6], shape![2]>)>;
        check_layer::<OfMasks, dim![2], _>(&mut *zeroed::<Masks>(), seed);
        interpreter::compare::<dim![3], Masks>(seed).unwrap();
        type OfAttends = Tuple<(shape![5, 4], nn::Indices<dim![6]>, shape![3, 4], nn::Indices<dim![4]>)>;
        check_layer::<OfAttends, dim![2], _>(&mut *zeroed::<Attends>(), seed);
        interpreter::compare::<dim![3], Attends>(seed).unwrap();
        type OfNarrow = Tuple<(shape![5, 3], shape![4, 2], shape![4, 4], shape![3], nn::Indices<dim![6]>)>;
        check_layer::<OfNarrow, dim![3], _>(&mut *zeroed::<Narrow<dim![3]>>(), seed);
        interpreter::compare::<dim![3], Narrow<dim![2]>>(seed).unwrap();
        type OfDrops = Tuple<(shape![5, 4], nn::Indices<dim![6]>)>;
        check_training::<OfDrops, dim![3], _>(&mut *zeroed::<Drops>(), seed);
        interpreter::compare::<dim![3], Drops>(seed).unwrap();
        interpreter::compare::<dim![3], Deep>(seed).unwrap();
        interpreter::compare::<dim![3], States>(seed).unwrap();
        interpreter::compare::<dim![4], Loops>(seed).unwrap();
        check_layer::<Tuple<(shape![4, 3], nn::Indices<dim![5]>)>, dim![2], _>(&mut *zeroed::<Nested>(), seed);
        interpreter::compare::<dim![2], Nested>(seed).unwrap();
        interpreter::compare::<dim![2], Generic<dim![4], dim![3]>>(seed).unwrap();
    }
}

#[test]
fn graphs_know_lengths_with_projections_and_dropout() {
    let nodes = Narrow::<dim![3]>::GRAPH.nodes;
    assert!(matches!(nodes[0].op, Op::Recurrence { projection: Some(2), states: true, lengths: true, .. }));
    assert_eq!(nodes[0].input_dims, [&[][..], &[5, 3], &[4, 2], &[4, 4]]);
    assert_eq!(nodes[0].output_dims, [&[5, 4][..], &[4, 2], &[4, 4]]);
    let is_dropped = |node: &&nn::graph::Node| matches!(node.op, Op::Attention { dropout, .. } if dropout.get() > 0.0);
    let dropped: Vec<_> = Drops::GRAPH.nodes.iter().filter(is_dropped).map(|node| node.input_dims.len()).collect();
    assert_eq!(dropped, [4, 5]);
}

#[test]
fn graph_and_summary_know_the_lengths() {
    let node = Loops::GRAPH.nodes[0];
    assert!(matches!(node.op, Op::Recurrence { states: false, lengths: true, .. }));
    assert_eq!(node.input_dims, [&[][..], &[4, 3]]);
    assert!(States::summary().to_string().contains("Class<6>"), "{}", States::summary());
    network! {
        #[dtype(f64)]
        struct Without {
            layers: [Rnn<3, 3>; 2],
        }
        fn forward(x: Tensor<4, 3>, _length: Tensor<Class<5>>) -> Tensor<4, 3> {
            let mut y = x;
            for layer in layers {
                y = y + layer(y);
            }
            y
        }
    }
    assert_eq!((Loops::MACS, Loops::PARAMETERS), (Without::MACS, Without::PARAMETERS));
    assert_ne!(const { nn::graph::fingerprint::<Loops>() }, const { nn::graph::fingerprint::<Without>() });
}

network! {
    /// A tag for each word of a sentence, from the words before and behind it.
    struct Tagger {
        embed: Embedding<20, 6>,
        lstm: Lstm<6, 5, layers = 2, bidirectional = true, dropout = 0.3>,
        tags: Linear<10, 4>,
    }
    fn forward(words: Tensor<7, Class<20>>, length: Tensor<Class<8>>) -> Tensor<7, 4> {
        lstm(words.embed(), length).tags()
    }
}

/// The words behind the end of a sentence change neither the loss nor a bit of any gradient, nor what is learnt.
#[test]
fn padding_does_not_train() {
    const COUNTS: [usize; 4] = [7, 3, 1, 0];
    let lengths = Tensor::<shape![4], Class<dim![8]>>::new(COUNTS.map(|count| Class::new(count).unwrap()));
    let words = |padding: usize| {
        Tensor::<shape![4, 7], Class<dim![20]>>::from_fn(|[b, t]| {
            Class::new(if t < COUNTS[b] { 1 + (b * 5 + t * 3) % 19 } else { padding }).unwrap()
        })
    };
    let tags = Tensor::<shape![4, 7], nn::Label<dim![4]>>::from_fn(|[b, t]| {
        if t < COUNTS[b] { nn::Label::new((b + t) % 4).unwrap() } else { nn::Label::IGNORED }
    });
    let train = |padding: usize| {
        let mut session = Session::<Tagger, Adam, dim![4]>::new(Adam::new(0.01), 1);
        let words = words(padding);
        let losses: Vec<_> =
            (0..5).map(|_| session.step((&words, &lengths), &CrossEntropy.labels(), &tags).to_bits()).collect();
        let gradient = session.gradients((&words, &lengths), &CrossEntropy.labels(), &tags).to_bits();
        let bits = |all: &[f32]| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        (losses, gradient, bits(session.gradient.as_slice()), bits(session.network.as_slice()))
    };
    assert_eq!(train(0), train(17));
}

network! {
    /// Attention of each step to the words of a sentence, of which there are as many as its length says.
    struct Translates {
        gru: Gru<4, 4>,
    }
    fn forward(x: Tensor<time = 5, 4>, words: Tensor<7, 4>, length: Tensor<Class<8>>) -> Tensor<5, 4> {
        let h = x.gru();
        h + attention(h, words, words, length, heads = 2)
    }
}

/// A length of what has no axis of time is the same in each step of a stream.
#[test]
fn streams_attend_to_sequences_with_lengths() {
    let net = Translates::new(1);
    let x = Tensor::<shape![2, 5, 4]>::from_fn(|[b, t, i]| (b * 20 + t * 4 + i) as f32 / 20.0 - 1.0);
    let words = Tensor::<shape![2, 7, 4]>::from_fn(|[b, t, i]| ((b * 28 + t * 4 + i) as f32).sin());
    let lengths = Tensor::<shape![2], Class<dim![8]>>::new([3, 7].map(|length| Class::new(length).unwrap()));
    let whole = net.forward(&x, &words, &lengths);
    let mut stream = nn::Stream::<Translates, dim![2]>::new();
    for t in 0..5 {
        let step = Tensor::<shape![2, 1, 4]>::from_fn(|[b, _, i]| x[[b, t, i]]);
        let y = stream.step(&net, (&step, &words, &lengths)).unwrap();
        for (b, i) in (0..2).flat_map(|b| (0..4).map(move |i| (b, i))) {
            assert!((y[[b, 0, i]] - whole[[b, t, i]]).abs() < 1e-6);
        }
    }
}
