// Stored tensors that are used like layers, or do not fit.

use nn::prelude::*;

network! {
    struct Added {
        pos: Parameter<16, 32>,
    }
    fn forward(x: Tensor<16, 64>) -> Tensor<16, 64> {
        x + pos
    }
}

type Wide = dim![64];

network! {
    struct Named {
        scale: Parameter<Wide, role = norm>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x * scale
    }
}

network! {
    struct Method {
        pos: Parameter<64, init = nn::init::Ones>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.pos()
    }
}

network! {
    struct Called {
        mask: Buffer<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x * mask()
    }
}

network! {
    struct Misspelt {
        pos: Parameter<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x + poz
    }
}

network! {
    struct OfSelf {
        pos: Parameter<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x + self.pos
    }
}

network! {
    struct Unused {
        pos: Parameter<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.relu()
    }
}

network! {
    struct Inferred {
        pos: Parameter<_>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x + pos
    }
}

network! {
    struct Role {
        pos: Parameter<64, role = gain>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x + pos
    }
}

network! {
    struct Repeated {
        pos: [Parameter<64>; 2],
    }
    fn forward(x: Tensor<2, 64>) -> Tensor<2, 64> {
        x + pos
    }
}

network! {
    struct Scalar {
        pos: Parameter,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x + pos
    }
}

network! {
    struct Mapped {
        pos: Parameter<3, 8>,
        fc: Linear<10, 2>,
    }
    fn forward(x: Tensor<3, 2>) -> Tensor<3, 2> {
        x + pos.fc()
    }
}

network! {
    #[int8(IntegersInt8)]
    struct Integers {
        pos: Parameter<4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x + pos
    }
}

fn main() {
    println!("{} {} {}", Added::summary(), Named::summary(), Method::summary());
    println!("{} {} {}", Called::summary(), Misspelt::summary(), OfSelf::summary());
    println!("{} {} {}", Unused::summary(), Inferred::summary(), Role::summary());
    println!("{} {} {} {}", Repeated::summary(), Scalar::summary(), Mapped::summary(), Integers::summary());
}
//~ fix: 7 |         pos: Parameter<16, 64>,
//~ fix: 18 |         scale: Parameter<32, role = norm>,
//~ fix: 30 |         x + pos
//~ fix: 39 |         x * mask
//~ fix: 48 |         x + pos
//~ fix: 57 |         x + pos
//~ fix: 63 |
//~ fix: 72 |         pos: Parameter<64>,
//~ fix: 81 |         pos: Parameter<64, role = weight>,
//~ fix: 90 |         pos: Parameter<2, 64>,
//~ fix: 99 |         pos: Parameter<64>,
//~ fix: 109 |         fc: Linear<8, 2>,
//~ fix: 117 |
