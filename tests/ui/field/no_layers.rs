// Fields whose type cannot be a layer.

use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc()
    }
}

network! {
    struct Boxed {
        block: Box<Block>,
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.block().fc()
    }
}

network! {
    struct Optional {
        fc: Linear<4, 4>,
        norm: Option<BatchNorm1d<4>>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc().norm()
    }
}

network! {
    struct Row {
        layers: Vec<Linear<4, 4>>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.layers()
    }
}

network! {
    struct Reference {
        block: &'static Block,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.block()
    }
}

network! {
    struct Number {
        fc: Linear<4, 4>,
        rate: f32,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc()
    }
}

network! {
    struct Weights {
        fc: Linear<4, 4>,
        scale: Tensor<4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc().scale()
    }
}

network! {
    struct Itself {
        fc: Linear<4, 4>,
        again: Itself,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc().again()
    }
}

network! {
    #[int8(Integers)]
    struct Integers {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    Boxed::new(1).forward(&Tensor::from([[0.0; 4]]));
    Optional::new(1);
    Row::new(1);
    Reference::new(1);
    println!("{} {}", Number::FLOPS, Weights::PARAMETERS);
    Session::<Itself, Adam, dim![8]>::new(Adam::new(0.01), 1);
    Integers::new(1);
}
//~ fix: 16 |         block: Block,
//~ fix: 27 |         norm: BatchNorm1d<4>,
//~ fix: 36 |         layers: [Linear<4, 4>; 4],
//~ fix: 45 |         block: Block,
//~ fix: 55 |
//~ fix: 65 |         scale: Linear<4, 4>,
//~ fix: 75 |         again: Block,
//~ fix: 83 |     #[int8(IntegersInt8)]
