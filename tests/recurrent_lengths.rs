//! Recurrent layers over sequences of different lengths.

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
        interpreter::compare::<dim![3], Deep>(seed).unwrap();
        interpreter::compare::<dim![3], States>(seed).unwrap();
        interpreter::compare::<dim![4], Loops>(seed).unwrap();
        interpreter::compare::<dim![2], Generic<dim![4], dim![3]>>(seed).unwrap();
    }
}
