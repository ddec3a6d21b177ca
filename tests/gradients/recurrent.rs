//! Recurrent layers, over one to nine steps of odd sizes.

use crate::check;
use nn::Indices;
use nn::gradient_check::check_training;
use nn::layers::{Gru, Lstm, NoBias, Projected, Recurrent, Relu, Rnn, RnnCell, Scan, Tanh, WithBias};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Tuple;

type Three = dim![3];
type Five = dim![5];

#[test]
fn every_length() {
    macro_rules! lengths {
        ($($steps:literal)*) => {
            $(
                check::<shape![$steps, 3], dim![2], Lstm<Three, Five, WithBias, f64>>(0..1);
                check::<shape![$steps, 5], dim![3], Gru<Five, Three, WithBias, f64>>(2..3);
                check::<shape![$steps, 3], dim![1], Rnn<Three, Five, Tanh, WithBias, f64>>(4..5);
            )*
        };
    }
    lengths!(1 2 3 4 5 6 7 8 9);
}

#[test]
fn layers_and_directions() {
    check::<shape![4, 3], dim![2], Lstm<Three, Five, NoBias, f64, 1, 2>>(0..3);
    check::<shape![4, 5], dim![3], Lstm<Five, Three, WithBias, f64, 2>>(3..6);
    check::<shape![3, 1], dim![2], Lstm<dim![1], dim![1], WithBias, f64, 2, 1>>(6..12);
    check::<shape![4, 3], dim![2], Gru<Three, Five, NoBias, f64, 2, 1>>(0..3);
    check::<shape![6, 1], dim![5], Gru<dim![1], dim![7], WithBias, f64>>(3..6);
    check::<shape![4, 3], dim![2], Rnn<Three, Five, Tanh, NoBias, f64, 2, 1>>(0..3);
    check::<shape![5, 3], dim![2], Recurrent<RnnCell<Relu>, Three, Five, WithBias, f64, 1, 1>>(3..6);
}

#[test]
fn projections() {
    macro_rules! lengths {
        ($($steps:literal)*) => {
            $(
                type Narrow = Projected<Five, dim![2]>;
                check::<shape![$steps, 3], dim![2], Lstm<Three, Narrow, WithBias, f64>>(0..1);
                check::<shape![$steps, 3], dim![2], Lstm<Three, Narrow, NoBias, f64, 2, 1>>(2..3);
                type States = Tuple<(shape![$steps, 3], shape![2], shape![5])>;
                check::<States, dim![2], Lstm<Three, Narrow, WithBias, f64>>(4..5);
                type Deep = Tuple<(shape![$steps, 3], shape![4, 2], shape![4, 3])>;
                check::<Deep, dim![3], Lstm<Three, Projected<Three, dim![2]>, WithBias, f64, 2, 1>>(6..7);
            )*
        };
    }
    macro_rules! scopes {
        ($($steps:literal)*) => { $({ lengths!($steps); })* };
    }
    scopes!(1 2 3 4 5 6 7 8 9);
    // A hidden state that is larger than the units, and dropout between layers.
    check::<shape![4, 3], dim![2], Lstm<Three, Projected<dim![2], Five>, WithBias, f64, 1, 2>>(0..3);
    for seed in 0..3 {
        type Dropped = Lstm<Three, Projected<Five, dim![2]>, WithBias, f64, 2, 2, 400_000>;
        check_training::<shape![3, 3], dim![2], _>(&mut *zeroed::<Dropped>(), seed);
    }
}

#[test]
fn dropout_between_layers() {
    for seed in 0..3 {
        check_training::<shape![3, 3], dim![2], _>(
            &mut *zeroed::<Lstm<Three, Five, WithBias, f64, 2, 2, 400_000>>(),
            seed,
        );
        check_training::<shape![3, 3], dim![4], _>(
            &mut *zeroed::<Gru<Three, Five, NoBias, f64, 1, 1, 500_000>>(),
            seed,
        );
    }
}

network! {
    #[dtype(f64)]
    struct Cell {
        input: Linear<3, 5>,
        gate: Linear<8, 5>,
        out: Linear<5, 2>,
    }
    fn forward(x: Tensor<3>, h: Tensor<5>) -> (Tensor<2>, Tensor<5>) {
        let gate = concat(x, h).gate().sigmoid();
        let h = (gate * h + (1 - gate) * x.input()).tanh();
        (h.out(), h)
    }
}

network! {
    #[dtype(f64)]
    struct Dropping {
        input: Linear<3, 5>,
    }
    fn forward(x: Tensor<3>, h: Tensor<5>) -> (Tensor<5>, Tensor<5>) {
        let h = (x.input() + h * 0.5).tanh();
        (h.dropout(), h)
    }
}

#[test]
fn scan_of_every_length() {
    macro_rules! lengths {
        ($($steps:literal)*) => {
            $(
                check::<Tuple<(shape![$steps, 3], shape![5])>, dim![2], Scan<Cell>>(0..2);
                check_training::<Tuple<(shape![$steps, 3], shape![5])>, dim![3], _>(&mut *zeroed::<Scan<Dropping>>(), 5);
            )*
        };
    }
    lengths!(1 2 3 4 5 6 7 8 9);
}

/// With respect to the initial states, too, and from the final ones.
#[test]
fn states_of_every_length() {
    macro_rules! lengths {
        ($($steps:literal)*) => {
            $(
                type Lstms = Tuple<(shape![$steps, 3], shape![5], shape![5])>;
                check::<Lstms, dim![2], Lstm<Three, Five, WithBias, f64>>(0..1);
                check::<Tuple<(shape![$steps, 5], shape![3])>, dim![3], Gru<Five, Three, WithBias, f64>>(2..3);
                check::<Tuple<(shape![$steps, 3], shape![5])>, dim![1], Rnn<Three, Five, Tanh, WithBias, f64>>(4..5);
                type BothLstms = Tuple<(shape![$steps, 3], shape![2, 2], shape![2, 2])>;
                check::<BothLstms, dim![2], Lstm<Three, dim![2], NoBias, f64, 2>>(6..7);
                type DeepLstms = Tuple<(shape![$steps, 3], shape![4, 2], shape![4, 2])>;
                check::<DeepLstms, dim![2], Lstm<Three, dim![2], WithBias, f64, 2, 1>>(8..9);
                type DeepGrus = Tuple<(shape![$steps, 3], shape![2, 2])>;
                check::<DeepGrus, dim![2], Gru<Three, dim![2], WithBias, f64, 1, 1>>(10..11);
                type BothGrus = Tuple<(shape![$steps, 3], shape![4, 2])>;
                check::<BothGrus, dim![1], Gru<Three, dim![2], NoBias, f64, 2, 1>>(12..13);
                check::<BothGrus, dim![3], Rnn<Three, dim![2], Tanh, WithBias, f64, 2, 1>>(14..15);
            )*
        };
    }
    macro_rules! scopes {
        ($($steps:literal)*) => { $({ lengths!($steps); })* };
    }
    scopes!(1 2 3 4 5 6 7 8 9);
}

/// The lengths are random, from 0 to the number of steps.
#[test]
fn lengths_of_every_length() {
    macro_rules! lengths {
        ($($steps:literal $below:literal)*) => {
            $(
                type Plain = Tuple<(Indices<dim![$below]>, shape![$steps, 3])>;
                check::<Plain, dim![3], Lstm<Three, Five, WithBias, f64>>(0..1);
                check::<Plain, dim![2], Lstm<Three, dim![2], NoBias, f64, 2, 2>>(2..3);
                check::<Plain, dim![2], Gru<Three, dim![2], WithBias, f64, 2, 1>>(4..5);
                check::<Plain, dim![3], Rnn<Three, dim![2], Tanh, WithBias, f64, 2, 1>>(6..7);
                check_training::<Plain, dim![3], _>(&mut *zeroed::<Lstm<Three, Five, WithBias, f64, 2, 1, 400_000>>(), 8);
                type Lstms = Tuple<(Indices<dim![$below]>, shape![$steps, 3], shape![5], shape![5])>;
                check::<Lstms, dim![3], Lstm<Three, Five, WithBias, f64>>(9..10);
                type DeepLstms = Tuple<(Indices<dim![$below]>, shape![$steps, 3], shape![4, 2], shape![4, 2])>;
                check::<DeepLstms, dim![2], Lstm<Three, dim![2], WithBias, f64, 2, 1>>(11..12);
                type DeepGrus = Tuple<(Indices<dim![$below]>, shape![$steps, 3], shape![4, 2])>;
                check::<DeepGrus, dim![2], Gru<Three, dim![2], NoBias, f64, 2, 1>>(13..14);
                check::<DeepGrus, dim![3], Rnn<Three, dim![2], Tanh, WithBias, f64, 2, 1>>(15..16);
            )*
        };
    }
    macro_rules! scopes {
        ($($steps:literal $below:literal)*) => { $({ lengths!($steps $below); })* };
    }
    scopes!(1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10);
}

/// The states of a sample without a step remain, and so do the gradients with respect to them.
#[test]
fn projections_and_lengths_of_every_length() {
    macro_rules! lengths {
        ($($steps:literal $below:literal)*) => {
            $(
                type Narrow = Projected<Five, dim![2]>;
                type Plain = Tuple<(Indices<dim![$below]>, shape![$steps, 3])>;
                check::<Plain, dim![3], Lstm<Three, Narrow, WithBias, f64>>(0..1);
                check::<Plain, dim![4], Lstm<Three, Narrow, NoBias, f64, 2, 1>>(2..3);
                check_training::<Plain, dim![3], _>(&mut *zeroed::<Lstm<Three, Narrow, WithBias, f64, 2, 1, 400_000>>(), 4);
                type States = Tuple<(Indices<dim![$below]>, shape![$steps, 3], shape![2], shape![5])>;
                check::<States, dim![3], Lstm<Three, Narrow, WithBias, f64>>(5..6);
                type Deep = Tuple<(Indices<dim![$below]>, shape![$steps, 3], shape![4, 2], shape![4, 3])>;
                check::<Deep, dim![3], Lstm<Three, Projected<Three, dim![2]>, WithBias, f64, 2, 1>>(7..8);
            )*
        };
    }
    macro_rules! scopes {
        ($($steps:literal $below:literal)*) => { $({ lengths!($steps $below); })* };
    }
    scopes!(1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10);
}

#[test]
fn states_with_dropout_between_layers() {
    for seed in 0..3 {
        check_training::<Tuple<(shape![3, 3], shape![6, 5], shape![6, 5])>, dim![2], _>(
            &mut *zeroed::<Lstm<Three, Five, WithBias, f64, 2, 2, 400_000>>(),
            seed,
        );
    }
}
