// Operations that look along time in a way that cannot be computed step by step.

use nn::prelude::*;

network! {
    struct Normalised {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        x.fc().softmax::<0>()
    }
}

network! {
    struct Mean {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<8> {
        x.fc().mean::<0>()
    }
}

network! {
    struct Reversed {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        x.fc().flip::<0>()
    }
}

network! {
    struct First {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<8> {
        x.fc().select::<0, 0>()
    }
}

network! {
    struct EndOfAll {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        x + x.fc().select::<0, -1>()
    }
}

network! {
    struct Seen {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        let h = x.fc();
        attention::<heads = 2>(h, h, h)
    }
}

network! {
    struct Mixed {
        rows: Parameter<16, 16>,
    }
    fn forward(x: Tensor<time = 16, 16>) -> Tensor<16, 16> {
        matmul(rows, x)
    }
}

network! {
    struct Pooled {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<4, 8> {
        x.fc().permute::<1, 0>().max_pool::<2>()
    }
}

network! {
    struct Joined {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 8, 8>) -> Tensor<8, 8> {
        x.fc().reshape::<4, 16>().reshape::<8, 8>()
    }
}

network! {
    struct Padded {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<8, 18> {
        x.fc().permute::<1, 0>().zero_pad::<1>()
    }
}

fn main() {
    println!("{} {} {} {}", Normalised::summary(), Mean::summary(), Reversed::summary(), First::summary());
    println!("{} {} {} {}", EndOfAll::summary(), Seen::summary(), Mixed::summary(), Pooled::summary());
    println!("{} {}", Joined::summary(), Padded::summary());
}

//~ fix: 10 |         x.fc().softmax::<1>()
//~ fix: 19 |         x.fc().select::<0, -1>()
//~ fix: 27 |     fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
//~ fix: 37 |         x.fc().select::<0, -1>()
//~ fix: 46 |         x + x.fc()
//~ fix: 56 |         attention::<heads = 2, causal = true>(h, h, h)
//~ fix: 65 |         matmul(x, rows)
//~ fix: 73 |     fn forward(x: Tensor<16, 8>) -> Tensor<4, 8> {
//~ fix: 83 |         x.fc().reshape::<8, 2, 4>().reshape::<8, 8>()
//~ fix: 91 |     fn forward(x: Tensor<16, 8>) -> Tensor<8, 18> {
