//! Recurrent layers that receive their initial states, and return their final ones.

#![allow(missing_docs)]

// Its check of the outputs of a network from its graph.
#[allow(dead_code)]
#[path = "generated/interpreter.rs"]
mod interpreter;

use nn::Parameters;
use nn::gradient_check::check_layer;
use nn::graph::Op;
use nn::parameters::zeroed;
use nn::prelude::*;

type Units = dim![4];

network! {
    #[dtype(f64)]
    struct Deep {
        lstm: Lstm<3, Units, layers = 2, bidirectional = true>,
        gru: Gru<_, 2>,
        out: Linear<2, 2>,
    }
    fn forward(x: Tensor<5, 3>, h: Tensor<4, Units>, c: Tensor<4, 4>, s: Tensor<2>) -> (Tensor<5, 2>, Tensor<4, 4>, Tensor<4, 4>) {
        let (y, h, c) = lstm(x, h * 0.5, c);
        let (y, _) = y.gru(s);
        (y.out(), h, c.tanh())
    }
}

network! {
    /// One layer is used twice, and the states of its first use are the initial ones of its second use.
    #[dtype(f64)]
    struct Halves {
        lstm: Lstm<2, 3>,
    }
    fn forward(a: Tensor<4, 2>, b: Tensor<5, 2>, h: Tensor<3>, c: Tensor<3>) -> (Tensor<9, 3>, Tensor<3>, Tensor<3>) {
        let (a, h, c) = lstm(a, h, c);
        let (b, h, c) = b.lstm(h, c);
        (concat(a, b), h, c)
    }
}

network! {
    #[dtype(f64)]
    struct Whole {
        lstm: Lstm<2, 3>,
    }
    fn forward(a: Tensor<4, 2>, b: Tensor<5, 2>, h: Tensor<3>, c: Tensor<3>) -> (Tensor<9, 3>, Tensor<3>, Tensor<3>) {
        lstm(concat(a, b), h, c)
    }
}

network! {
    #[dtype(f64)]
    struct Generic<H: Dim> {
        rnn: Rnn<H, H, layers = 2>,
        both: Gru<H, H, bidirectional = true>,
        out: Linear<_, 2>,
    }
    fn forward(x: Tensor<3, H>, h: Tensor<2, H>) -> (Tensor<3, 2>, Tensor<2, H>) {
        let (y, h) = rnn(x, h);
        let (y, h) = both(y, h);
        (y.out(), h)
    }
}

network! {
    #[dtype(f64)]
    struct Loops {
        layers: [Gru<3, 3>; 2],
    }
    fn forward(x: Tensor<4, 3>, h: Tensor<3>) -> (Tensor<4, 3>, Tensor<3>) {
        read(x, h)
    }
    fn read(x: Tensor<4, 3>, h: Tensor<3>) -> (Tensor<4, 3>, Tensor<3>) {
        let mut y = x;
        let mut sum = h;
        for layer in layers {
            let (z, last) = layer(y, h);
            y = z;
            sum = sum + last;
        }
        (y, sum)
    }
}

network! {
    #[dtype(f64)]
    struct Step {
        rnn: Rnn<3, 2, nonlinearity = tanh>,
        up: Linear<2, 3>,
    }
    fn forward(x: Tensor<4, 3>, h: Tensor<2>) -> (Tensor<4, 3>, Tensor<2>) {
        let (y, h) = rnn(x, h);
        (y.up(), h)
    }
}

network! {
    /// The shapes of what a nested network returns are known to the compiler alone.
    #[dtype(f64)]
    struct Nested {
        step: Step,
        gru: Gru<3, 2>,
    }
    fn forward(x: Tensor<4, 3>, h: Tensor<2>) -> (Tensor<4, 2>, Tensor<2>) {
        let (y, h) = step(x, h);
        let (y, h) = gru(y, h);
        (y, h)
    }
}

type Hidden = dim![2];

network! {
    /// Hidden states of other sizes than the cell states, in two directions, and of sizes that are names or parameters.
    #[dtype(f64)]
    struct Narrow<H: Dim> {
        both: Lstm<3, 4, proj_size = 2, layers = 2, bidirectional = true>,
        named: Lstm<_, 3, proj_size = Hidden>,
        generic: Lstm<_, H, proj_size = 3, bias = false>,
    }
    fn forward(x: Tensor<5, 3>, h: Tensor<4, 2>, c: Tensor<4, 4>) -> (Tensor<5, 3>, Tensor<4, 2>, Tensor<4, 4>) {
        let (y, h, c) = both(x, h, c);
        (y.named().generic(), h, c)
    }
}

#[test]
fn projected_hidden_states() {
    type In = Tuple<(shape![5, 3], shape![4, 2], shape![4, 4])>;
    for seed in 0..3 {
        check_layer::<In, dim![2], _>(&mut *zeroed::<Narrow<dim![4]>>(), seed);
        interpreter::compare::<dim![2], Narrow<dim![3]>>(seed).unwrap();
    }
    let node = Narrow::<dim![4]>::GRAPH.nodes[0];
    assert!(matches!(node.op, Op::Recurrence { units: 4, projection: Some(2), .. }));
    assert_eq!(node.kind, "Lstm<3, 4, proj_size = 2, layers = 2, bidirectional = true>");
    assert_eq!(
        (node.input_dims, node.output_dims),
        ([&[5, 3][..], &[4, 2], &[4, 4]].as_slice(), [&[5, 4][..], &[4, 2], &[4, 4]].as_slice())
    );
    let mut count = 0;
    <Narrow<dim![4]> as nn::Parameters<f64>>::LAYOUT.for_each(|parameter| count += parameter.size());
    assert_eq!(Narrow::<dim![4]>::PARAMETERS, count);
    // Weights of the input, of the state and of the projection, and two biases, by layer and direction.
    assert_eq!(node.parameters(), 2 * (3 * 16 + 2 * 16 + 4 * 2 + 32) + 2 * (4 * 16 + 2 * 16 + 4 * 2 + 32));
}

#[test]
fn gradients_and_graphs() {
    type OfDeep = Tuple<(shape![5, 3], shape![4, 4], shape![4, 4], shape![2])>;
    type OfHalves = Tuple<(shape![4, 2], shape![5, 2], shape![3], shape![3])>;
    for seed in 0..3 {
        check_layer::<OfDeep, dim![2], _>(&mut *zeroed::<Deep>(), seed);
        check_layer::<OfHalves, dim![3], _>(&mut *zeroed::<Halves>(), seed);
        check_layer::<Tuple<(shape![3, 2], shape![2, 2])>, dim![2], _>(&mut *zeroed::<Generic<dim![2]>>(), seed);
        check_layer::<Tuple<(shape![4, 3], shape![3])>, dim![2], _>(&mut *zeroed::<Loops>(), seed);
        check_layer::<Tuple<(shape![4, 3], shape![2])>, dim![2], _>(&mut *zeroed::<Nested>(), seed);
        interpreter::compare::<dim![2], Deep>(seed).unwrap();
        interpreter::compare::<dim![2], Nested>(seed).unwrap();
        interpreter::compare::<dim![1], Halves>(seed).unwrap();
        interpreter::compare::<dim![3], Generic<dim![3]>>(seed).unwrap();
        interpreter::compare::<dim![3], Loops>(seed).unwrap();
    }
}

#[test]
fn graph_and_summary_know_the_states() {
    let node = Whole::GRAPH.nodes[1];
    assert!(matches!(node.op, Op::Recurrence { states: true, .. }));
    assert_eq!(node.input_dims, [&[9, 2][..], &[3], &[3]]);
    assert_eq!(node.output_dims, [&[9, 3][..], &[3], &[3]]);
    assert!(Whole::summary().to_string().contains("[9, 3], [3], [3]"), "{}", Whole::summary());
    network! {
        #[dtype(f64)]
        struct Without {
            lstm: Lstm<2, 3>,
        }
        fn forward(a: Tensor<4, 2>, b: Tensor<5, 2>, h: Tensor<3>, c: Tensor<3>) -> (Tensor<9, 3>, Tensor<3>, Tensor<3>) {
            (concat(a, b).lstm(), h, c)
        }
    }
    assert_eq!((Whole::MACS, Whole::PARAMETERS), (Without::MACS, Without::PARAMETERS));
    assert_ne!(const { nn::graph::fingerprint::<Whole>() }, const { nn::graph::fingerprint::<Without>() });
}

/// States of 0 are those of a call without states.
#[test]
fn zeros_are_the_default() {
    network! {
        struct Given {
            gru: Gru<3, 4, layers = 2>,
        }
        fn forward(x: Tensor<6, 3>, h: Tensor<2, 4>) -> (Tensor<6, 4>, Tensor<2, 4>) {
            gru(x, h)
        }
    }
    network! {
        struct Plain {
            gru: Gru<3, 4, layers = 2>,
        }
        fn forward(x: Tensor<6, 3>) -> Tensor<6, 4> {
            x.gru()
        }
    }
    let (given, plain) = (Given::new(5), Plain::new(5));
    let x = Tensor::<shape![2, 6, 3]>::from_fn(|[b, t, i]| (b * 18 + t * 3 + i) as f32 / 12.0 - 1.5);
    let given = given.forward(&x, &Tensor::zeros());
    assert_eq!(given.0, *plain.forward(&x));
    // The state of the last layer is its last output.
    assert_eq!(given.1.as_slice()[4..8], given.0.as_slice()[20..24]);
}

/// Two windows with carried states are the whole sequence, and so are their gradients.
#[test]
fn windows_with_carried_states_are_the_whole_sequence() {
    let mut halves = Halves::new(1);
    let mut whole = zeroed::<Whole>();
    nn::gradient_check::fill(halves.as_mut_slice(), &mut nn::init::rng(3));
    whole.as_mut_slice().copy_from_slice(halves.as_slice());
    let a = Tensor::<shape![2, 4, 2], f64>::from_fn(|[b, t, i]| (b * 8 + t * 2 + i) as f64 / 9.0 - 0.7);
    let b = Tensor::<shape![2, 5, 2], f64>::from_fn(|[b, t, i]| 0.6 - (b * 10 + t * 2 + i) as f64 / 11.0);
    let (h, c) = (Tensor::<shape![2, 3], f64>::full(0.3), Tensor::<shape![2, 3], f64>::full(-0.4));
    let mut of_halves = Session::<Halves, Sgd, dim![2]>::from_network(&halves, Sgd::new(0.1), 1);
    let mut of_whole = Session::<Whole, Sgd, dim![2]>::from_network(&whole, Sgd::new(0.1), 1);
    let (y, losses) = (Tensor::<shape![2, 9, 3], f64>::full(0.2), (Mse, Mse, ()));
    let target = (&*y, &*h, ());
    let first = of_halves.gradients((&a, &b, &h, &c), &losses, target);
    let second = of_whole.gradients((&a, &b, &h, &c), &losses, target);
    assert!((first - second).abs() < 1e-14, "{first}, {second}");
    for (a, b) in of_halves.gradient.as_slice().iter().zip(of_whole.gradient.as_slice()) {
        assert!((a - b).abs() < 1e-13, "{a}, {b}");
    }
}

network! {
    struct Window {
        lstm: Lstm<1, 8>,
        out: Linear<8, 1>,
    }
    fn forward(x: Tensor<5, 1>, h: Tensor<8>, c: Tensor<8>) -> (Tensor<5, 1>, Tensor<8>, Tensor<8>) {
        let (y, h, c) = lstm(x, h, c);
        (y.out(), h, c)
    }
}

network! {
    struct Sequence {
        lstm: Lstm<1, 8>,
        out: Linear<8, 1>,
    }
    fn forward(x: Tensor<20, 1>) -> Tensor<20, 1> {
        x.lstm().out()
    }
}

/// Windows of training steps, which carry the states in the session's output, give what the whole sequence gives.
#[test]
fn training_steps_carry_states() {
    let x = Tensor::<shape![3, 20, 1]>::from_fn(|[b, t, _]| ((b * 5 + t) as f32).sin());
    let whole = Sequence::new(7).forward(&x);
    // A rate of 0 changes nothing, so that the windows are those of one network.
    let mut session = Session::<Window, Sgd, dim![3]>::new(Sgd::new(0.0), 7);
    let (mut h, mut c) = (Tensor::zeros(), Tensor::zeros());
    for window in 0..4 {
        let x = Tensor::<shape![3, 5, 1]>::from_fn(|[b, t, i]| x[[b, 5 * window + t, i]]);
        session.step((&x, &h, &c), &(Mse, (), ()), (&x, (), ()));
        let (y, last_h, last_c) = session.output();
        for (b, t) in (0..3).flat_map(|b| (0..5).map(move |t| (b, t))) {
            assert!((y[[b, t, 0]] - whole[[b, 5 * window + t, 0]]).abs() < 1e-6);
        }
        h.assign(last_h);
        c.assign(last_c);
    }
    assert_eq!(session.steps(), 4);
}

/// `()` has a loss and a gradient of 0, whatever the output is.
#[test]
fn outputs_without_a_loss() {
    let mut session = Session::<Window, Sgd, dim![1]>::new(Sgd::new(0.1), 7);
    let (x, h) = (Tensor::<shape![1, 5, 1]>::full(0.5), Tensor::<shape![1, 8]>::full(0.1));
    for _ in 0..3 {
        session.accumulate((&x, &h, &h), &((), (), ()), ((), (), ()));
    }
    assert!(session.gradient.as_slice().iter().all(|&g| g == 0.0));
    assert_eq!(session.step((&x, &h, &h), &((), (), ()), ((), (), ())), 0.0);
}
