// States of recurrent layers that do not fit.

use nn::prelude::*;

network! {
    struct Hidden {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<9>) -> (Tensor<6, 8>, Tensor<8>) {
        let (y, h) = gru(x, h);
        (y, h)
    }
}

network! {
    struct CellState {
        lstm: Lstm<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<1, 8>) -> (Tensor<6, 8>, Tensor<8>, Tensor<8>) {
        lstm(x, h, c)
    }
}

network! {
    struct Stacked {
        rnn: Rnn<4, 8, layers = 2, bidirectional = true>,
        first: Linear<2, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<2, 2>) -> (Tensor<6, 16>, Tensor<4, 8>) {
        let h = h.first();
        x.rnn(h)
    }
}

type Wide = dim![9];

network! {
    struct Named {
        gru: Gru<4, Wide>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>) -> (Tensor<6, Wide>, Tensor<Wide>) {
        gru(x, h)
    }
}

network! {
    struct Features {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 5>, h: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>) {
        gru(x, h)
    }
}

network! {
    struct Missing {
        lstm: Lstm<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>) {
        let (y, h) = lstm(x, h);
        (y, h + c)
    }
}

network! {
    struct Unbound {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>) -> Tensor<6, 8> {
        let y = gru(x, h);
        y
    }
}

network! {
    struct Part {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>) -> Tensor<6, 8> {
        let y = gru(x, h).0;
        y
    }
}

network! {
    struct Torch {
        lstm: Lstm<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>) {
        let (y, (h, c)) = lstm(x, (h, c));
        (y, h + c)
    }
}

network! {
    struct Pair {
        lstm: Lstm<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>, Tensor<8>) {
        x.lstm((h, c))
    }
}

network! {
    struct Repeated {
        gru: [Gru<4, 4>; 2],
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<4>) -> (Tensor<6, 4>, Tensor<4>) {
        gru(x, h)
    }
}

network! {
    struct Indices {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8, Class<5>>) -> (Tensor<6, 8>, Tensor<8>) {
        gru(x, h)
    }
}

network! {
    struct Projected {
        lstm: Lstm<4, 8, proj_size = 3>,
    }
    fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>) -> (Tensor<6, 3>, Tensor<3>, Tensor<8>) {
        lstm(x, h, c)
    }
}

fn main() {
    println!("{} {} {}", Hidden::summary(), CellState::summary(), Stacked::summary());
    println!("{} {} {}", Named::summary(), Features::summary(), Missing::summary());
    println!("{} {} {}", Unbound::summary(), Part::summary(), Torch::summary());
    println!("{} {} {}", Pair::summary(), Repeated::summary(), Indices::summary());
    println!("{}", Projected::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<6, 4>, h: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>) {
//~ fix: 19 |     fn forward(x: Tensor<6, 4>, h: Tensor<8>, c: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>, Tensor<8>) {
//~ fix: 29 |     fn forward(x: Tensor<6, 4>, h: Tensor<4, 2>) -> (Tensor<6, 16>, Tensor<4, 8>) {
//~ fix: 41 |     fn forward(x: Tensor<6, 4>, h: Tensor<Wide>) -> (Tensor<6, Wide>, Tensor<Wide>) {
//~ fix: 48 |         gru: Gru<5, 8>,
//~ fix: 60 |         let (y, h, c) = lstm(x, h, c);
//~ fix: 70 |         let (y, _h) = gru(x, h);
//~ fix: 80 |         let (y, _h) = gru(x, h);
//~ fix: 90 |         let (y, h, c) = lstm(x, h, c);
//~ fix: 100 |         lstm(x, h, c)
//~ fix: 106 |         gru: Gru<4, 4>,
//~ fix: 117 |     fn forward(x: Tensor<6, 4>, h: Tensor<8>) -> (Tensor<6, 8>, Tensor<8>) {
//~ fix: 126 |     fn forward(x: Tensor<6, 4>, h: Tensor<3>, c: Tensor<8>) -> (Tensor<6, 3>, Tensor<3>, Tensor<8>) {
