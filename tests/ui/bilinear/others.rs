// Layers with two inputs that do not fit.

use nn::prelude::*;

network! {
    struct Second {
        mix: Bilinear<20, 30, 40>,
    }
    fn forward(a: Tensor<20>, b: Tensor<31>) -> Tensor<40> {
        mix(a, b)
    }
}

network! {
    struct One {
        mix: Bilinear<20, 20, 40>,
    }
    fn forward(a: Tensor<20>) -> Tensor<40> {
        a.mix()
    }
}

network! {
    struct Axes {
        mix: Bilinear<20, 30, 40>,
    }
    fn forward(a: Tensor<16, 20>, b: Tensor<30>) -> Tensor<16, 40> {
        mix(a, b)
    }
}

type Wide = dim![21];

network! {
    struct Named {
        mix: Bilinear<Wide, 30, 40>,
    }
    fn forward(a: Tensor<20>, b: Tensor<30>) -> Tensor<40> {
        a.mix(b)
    }
}

network! {
    struct Output {
        mix: Bilinear<20, 30, _>,
    }
    fn forward(a: Tensor<20>, b: Tensor<30>) -> Tensor<40> {
        mix(a, b)
    }
}

network! {
    struct Repeated {
        mix: [Bilinear<20, 20, 20>; 2],
    }
    fn forward(a: Tensor<20>) -> Tensor<20> {
        mix(a, a)
    }
}

fn main() {
    println!("{} {} {}", Second::summary(), One::summary(), Axes::summary());
    println!("{} {} {}", Named::summary(), Output::summary(), Repeated::summary());
}
//~ fix: 7 |         mix: Bilinear<20, 31, 40>,
//~ fix: 19 |         mix(a, a)
//~ fix: 27 |     fn forward(a: Tensor<16, 20>, b: Tensor<16, 30>) -> Tensor<16, 40> {
//~ fix: 36 |         mix: Bilinear<20, 30, 40>,
//~ fix: 45 |         mix: Bilinear<20, 30, 40>,
//~ fix: 54 |         mix: Bilinear<20, 20, 20>,
