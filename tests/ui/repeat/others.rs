// Arrays of layers that do not fit, or have no count.

use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc()
    }
}

network! {
    struct BehindNested {
        block: Block,
        fc: [Linear<64, 64>; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.block().fc()
    }
}

network! {
    struct Block2 {
        fc: Linear<64, 64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

network! {
    struct BlockInput {
        fc: Linear<64, 32>,
        blocks: [Block2; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc().blocks()
    }
}

network! {
    struct Generic<H: Dim> {
        fc: [Linear<64, H>; 3],
        last: Linear<_, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        x.fc().last()
    }
}

network! {
    struct Input {
        fc: [Linear<32, 32>; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

network! {
    struct NamedCount {
        fc: [Linear<64, 64>; COUNT],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

const COUNT: usize = 3;

network! {
    struct NoTimes {
        fc: [Linear<64, 64>; 0],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

fn main() {
    let y = BehindNested::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(y.dims(), [2, 32]);
    BlockInput::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 32]>> = Generic::<dim![32]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 64]>> = Input::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(COUNT, NamedCount::new(1).fc.len());
    let _: Box<Tensor<shape![2, 64]>> = NoTimes::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 17 |         fc: [Linear<32, 32>; 3],
//~ fix: 35 |         fc: Linear<64, 64>,
//~ fix: 45 |         fc: [Linear<64, 64>; 3],
//~ fix: 55 |         fc: [Linear<64, 64>; 3],
//~ fix: 64 |         fc: [Linear<64, 64>; 3],
//~ fix: 75 |         fc: [Linear<64, 64>; 1],
