// Sums and products of two shapes.

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
    struct BehindAClaim {
        block: Block,
        out: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>, y: Tensor<32>) -> Tensor<10> {
        let h: Tensor<8, 4> = x.block();
        (h + y).out()
    }
}

network! {
    struct Block2<D: Dim, H: Dim> {
        fc1: Linear<D, H>,
        fc2: Linear<H, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        let h = x.fc1().relu();
        (x + h).fc2()
    }
}

type Wide = dim![4];

network! {
    struct GenericAxis<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, left: Tensor<H, Wide>, right: Tensor<H, 5>) -> (Tensor<10>, Tensor<H, Wide>) {
        (x.fc(), left + right)
    }
}

network! {
    struct Nested {
        block: Block,
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.relu().fc().relu() + x.block() + x
    }
}

network! {
    struct Product {
        fc: Linear<8, 4>,
        gate: Linear<8, 5>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc() * x.gate().sigmoid()
    }
}

fn main() {
    let y = BehindAClaim::new(1).forward(&Tensor::<shape![2, 64]>::zeros(), &Tensor::<shape![2, 32]>::zeros());
    assert_eq!(y.dims(), [2, 10]);
    Block2::<dim![2], dim![3]>::new(1);
    println!("{}", GenericAxis::<dim![5]>::summary());
    let _: Box<Tensor<shape![2, 32]>> = Nested::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Product::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 20 |         let h: Tensor<32> = x.block();
//~ fix: 32 |         x + h.fc2()
//~ fix: 42 |     fn forward(x: Tensor<H>, left: Tensor<H, Wide>, right: Tensor<H, 4>) -> (Tensor<10>, Tensor<H, Wide>) {
//~ fix: 53 |         x.relu().fc().relu() + x.block()
//~ fix: 60 |         gate: Linear<8, 4>,
