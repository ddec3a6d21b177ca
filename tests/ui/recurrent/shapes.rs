// Recurrent layers that do not fit their input.

use nn::prelude::*;

network! {
    struct Features {
        lstm: Lstm<28, 64, layers = 2>,
        out: Linear<64, 10>,
    }
    fn forward(rows: Tensor<28, 27>) -> Tensor<10> {
        rows.lstm().select::<0, -1>().out()
    }
}

network! {
    struct NoTime {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<24>) -> Tensor<6, 8> {
        x.gru()
    }
}

network! {
    struct Image {
        rnn: Rnn<28, 16, nonlinearity = relu>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<28, 16> {
        image.rnn()
    }
}

type Wide = dim![30];

network! {
    struct Named {
        gru: Gru<28, 8, bidirectional = true>,
    }
    fn forward(x: Tensor<6, Wide>) -> Tensor<6, 16> {
        x.gru()
    }
}

network! {
    struct Output {
        lstm: Lstm<4, 8, bidirectional = true>,
        out: Linear<8, 2>,
    }
    fn forward(x: Tensor<6, 4>) -> Tensor<6, 2> {
        x.lstm().out()
    }
}

network! {
    struct Repeated {
        gru: [Gru<4, 8>; 3],
    }
    fn forward(x: Tensor<6, 4>) -> Tensor<6, 8> {
        x.gru()
    }
}

fn main() {
    println!("{} {} {}", Features::summary(), NoTime::summary(), Image::summary());
    println!("{} {} {}", Named::summary(), Output::summary(), Repeated::summary());
}
//~ fix: 7 |         lstm: Lstm<27, 64, layers = 2>,
//~ fix: 20 |         x.reshape::<6, 4>().gru()
//~ fix: 29 |         image.reshape::<28, 28>().rnn()
//~ fix: 37 |         gru: Gru<Wide, 8, bidirectional = true>,
//~ fix: 47 |         out: Linear<16, 2>,
//~ fix: 56 |         gru: Gru<4, 8, layers = 3>,
