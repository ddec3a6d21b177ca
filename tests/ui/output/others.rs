// Outputs that are not as declared.

use nn::prelude::*;

type Classes = dim![12];

network! {
    struct DeclaredName {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<Classes> {
        x.fc1().relu()
    }
}

network! {
    struct Generic<H: Dim> {
        fc1: Linear<64, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

type Wide = dim![4];

network! {
    struct GenericAxis<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, y: Tensor<H, Wide>) -> (Tensor<10>, Tensor<H, 5>) {
        (x.fc(), y.relu())
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
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block()
    }
}

network! {
    struct Computed<A: Dim, B: Dim> {
        a: Linear<8, A>,
        b: Linear<8, B>,
    }
    fn forward(x: Tensor<8>) -> (Tensor<A>, Tensor<B>) {
        (concat(x.a(), x.b()), x.b())
    }
}

fn main() {
    let y = DeclaredName::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, Classes]> = &y;
    let _: Box<Tensor<shape![2, 10]>> = Generic::<dim![10]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", GenericAxis::<dim![5]>::summary());
    Nested::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", Computed::<dim![3], dim![4]>::summary());
}
//~ fix: 5 | type Classes = dim![10];
//~ fix: 20 |     fn forward(x: Tensor<64>) -> Tensor<H> {
//~ fix: 31 |     fn forward(x: Tensor<H>, y: Tensor<H, Wide>) -> (Tensor<10>, Tensor<H, 4>) {
//~ fix: 49 |     fn forward(x: Tensor<64>) -> Tensor<32> {
//~ fix: 60 |         (x.a(), x.b())
