// Layers behind a nested network whose output has several axes, which only the compiler knows.

use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 32> {
        x.fc()
    }
}

network! {
    struct Mapped {
        block: Block,
        fc: Linear<32, 10>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 10> {
        x.block().fc()
    }
}

network! {
    struct Deeper {
        block: Block,
        fc: Linear<32, 10>,
        out: Linear<10, 3>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 3> {
        x.block().fc().relu().out()
    }
}

network! {
    struct Normalised {
        block: Block,
        norm: LayerNorm<32>,
        fc: Linear<32, 10>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 10> {
        x.block().norm().fc()
    }
}

network! {
    struct Both {
        block: Block,
        a: Linear<32, 3>,
        b: Linear<32, 4>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> (Tensor<4, 8, 3>, Tensor<4, 8, 4>) {
        let h = x.block();
        (h.a(), h.b())
    }
}

network! {
    struct Joined {
        block: Block,
        a: Linear<32, 3>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 67> {
        concat::<2>(x.block().a(), x)
    }
}

network! {
    struct Sequence {
        block: Block,
        gru: Gru<32, 8>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<32, 8> {
        x.block().gru()
    }
}

network! {
    struct Summed {
        block: Block,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8> {
        x.block().sum::<2>()
    }
}

network! {
    struct Inferred {
        block: Block,
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 10> {
        x.block().fc()
    }
}

network! {
    struct Annotated {
        block: Block,
        fc: Linear<32, 10>,
    }
    fn forward(x: Tensor<4, 8, 64>) -> Tensor<4, 8, 10> {
        let y: Tensor<4, 8, 10> = x.block().fc();
        y
    }
}

fn main() {
    println!("{} {} {} {}", Mapped::summary(), Deeper::summary(), Normalised::summary(), Both::summary());
    println!("{} {} {} {}", Joined::summary(), Sequence::summary(), Summed::summary(), Inferred::summary());
    println!("{}", Annotated::summary());
}

//~ fix: 20 |         let h: Tensor<4, 8, 32> = x.block(); h.fc()
//~ fix: 31 |         let h: Tensor<4, 8, 32> = x.block(); h.fc().relu().out()
//~ fix: 42 |         let h: Tensor<4, 8, 32> = x.block(); h.norm().fc()
//~ fix: 53 |         let h: Tensor<4, 8, 32> = x.block();
//~ fix: 64 |         let h: Tensor<4, 8, 32> = x.block(); concat::<2>(h.a(), x)
//~ fix: 74 |         x.block().reshape::<32, 32>().gru()
//~ fix: 83 |         let h: Tensor<4, 8, 32> = x.block(); h.sum::<2>()
//~ fix: 93 |         let h: Tensor<4, 8, 32> = x.block(); h.fc()
//~ fix: 103 |         let h: Tensor<4, 8, 32> = x.block(); let y = h.fc();
