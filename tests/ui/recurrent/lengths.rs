// Lengths of sequences that recurrent layers do not accept.

use nn::prelude::*;

network! {
    struct Steps {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<16, 4>, length: Tensor<Class<16>>) -> Tensor<16, 8> {
        gru(x, length)
    }
}

network! {
    struct Axes {
        lstm: Lstm<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>, length: Tensor<6, Class<7>>) -> (Tensor<6, 8>, Tensor<8>, Tensor<8>) {
        lstm(x, h, c, length)
    }
}

type Count = dim![6];
type Lengths = dim![6];

network! {
    struct Named {
        rnn: Rnn<4, 8, layers = 2>,
    }
    fn forward(x: Tensor<Count, 4>, length: Tensor<Class<Lengths>>) -> Tensor<Count, 8> {
        x.rnn(length)
    }
}

network! {
    struct Order {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, length: Tensor<Class<7>>) -> (Tensor<6, 8>, Tensor<8>) {
        let (y, h) = gru(x, length, h);
        (y, h)
    }
}

network! {
    struct Repeated {
        grus: [Gru<4, 4>; 2],
    }
    fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 4> {
        let y = grus(x, length);
        y
    }
}

network! {
    struct Computed {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        let n = x.mean::<1>().argmax::<0>();
        gru(x, n) + gru(x, length) * n.one_hot().sum()
    }
}

network! {
    struct States {
        lstm: Lstm<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>, length: Tensor<Class<7>>) -> Tensor<8> {
        let (_, h, c) = lstm(x, h, length);
        h + c
    }
}

network! {
    struct Unbound {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        let y = gru(x, h, length);
        y
    }
}

network! {
    struct Features {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 5>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        gru(x, length)
    }
}

network! {
    struct Inner {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>) -> Tensor<6, 8> {
        x.gru()
    }
}

network! {
    struct Nested {
        inner: Inner,
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<6, 4>, length: Tensor<Class<6>>) -> Tensor<6, 8> {
        x.inner().gru(length)
    }
}

network! {
    struct Generic<S: nn::dim::AddDim<dim![1]>> {
        positions: Parameter<S, 4>,
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<S, 4>, length: Tensor<Class<7>>) -> Tensor<S, 8> {
        gru(x + positions, length)
    }
}

network! {
    struct First {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        gru(length, x)
    }
}

fn main() {
    println!("{} {} {}", Steps::summary(), Axes::summary(), Named::summary());
    println!("{} {} {}", Order::summary(), Repeated::summary(), Computed::summary());
    println!("{} {} {}", States::summary(), Unbound::summary(), Features::summary());
    println!("{} {} {}", Nested::summary(), Generic::<dim![6]>::summary(), First::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<16, 4>, length: Tensor<Class<17>>) -> Tensor<16, 8> {
//~ fix: 18 |     fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>, length: Tensor<Class<7>>) -> (Tensor<6, 8>, Tensor<8>, Tensor<8>) {
//~ fix: 30 |     fn forward(x: Tensor<Count, 4>, length: Tensor<Class<7>>) -> Tensor<Count, 8> {
//~ fix: 40 |         let (y, h) = gru(x, h, length);
//~ fix: 50 |         let mut y = x; for gru in grus { y = gru(y, length); }
//~ fix: 61 |         gru(x, length) + gru(x, length) * n.one_hot().sum()
//~ fix: 70 |         let (_, h, c) = lstm(x, h, c, length);
//~ fix: 80 |         let (y, _h) = gru(x, h, length);
//~ fix: 87 |         gru: Gru<5, 8>,
//~ fix: 108 |     fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
//~ fix: 118 |     fn forward(x: Tensor<S, 4>, length: Tensor<Class<nn::dim::Sum<S, dim![1]>>>) -> Tensor<S, 8> {
//~ fix: 128 |         gru(x, length)
