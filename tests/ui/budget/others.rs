// Budgets that cannot be, and that of a network in a network.

use nn::prelude::*;

network! {
    #[budget(flash = 10_000)]
    struct Equals {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[budget(flash <= 10_000)]
    struct Generic<D: Dim> {
        fc1: Linear<64, D>,
        fc2: Linear<D, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct Block {
        fc1: Linear<8, 32>,
        fc2: Linear<_, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x + x.fc1().relu().fc2()
    }
}

network! {
    #[budget(flash <= 2_000)]
    struct Nested {
        block: Block,
        out: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.block().out()
    }
}

network! {
    #[budget(flash <= 10_000, flash <= 20_000)]
    struct Twice {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[budget(ram <= 4_096)]
    struct Unknown {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Equals::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    println!("{}", Generic::<dim![3]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    println!("{}", Nested::new(1).forward(&Tensor::<shape![2, 8]>::zeros()));
    println!("{}", Twice::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    println!("{}", Unknown::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 6 |     #[budget(flash <= 10_000)]
//~ fix: 17 |     #[allow(dead_code)]
//~ fix: 38 |     #[budget(flash <= 3_000)]
//~ fix: 49 |     #[budget(flash <= 10_000, scratch <= 20_000)]
//~ fix: 60 |     #[budget(scratch <= 4_096)]
