// Values that differ from the declaration of their `let`.

use nn::prelude::*;

network! {
    struct Generic<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h: Tensor<64> = x.fc1().relu();
        h.fc2()
    }
}

type Wide = dim![4];

network! {
    struct GenericAxis<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, y: Tensor<H, Wide>) -> (Tensor<10>, Tensor<H, Wide>) {
        let y: Tensor<H, 5> = y.relu();
        (x.fc(), y.tanh())
    }
}

network! {
    struct Block {
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc()
    }
}

network! {
    struct Nested {
        block: Block,
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h: Tensor<64> = x.block();
        h.relu().fc()
    }
}

network! {
    struct NotATensor {
        fc1: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        let h: f32 = x.fc1().relu();
        h
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = Generic::<dim![32]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", GenericAxis::<dim![5]>::summary());
    let _: Box<Tensor<shape![2, 10]>> = Nested::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 32]>> = NotATensor::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 11 |         let h: Tensor<H> = x.fc1().relu();
//~ fix: 23 |         let y: Tensor<H, 4> = y.relu();
//~ fix: 43 |         let h: Tensor<32> = x.block();
//~ fix: 53 |         let h: Tensor<32> = x.fc1().relu();
