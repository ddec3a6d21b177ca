// Layers that are used twice, or for two values.

use nn::prelude::*;

network! {
    struct Generic<H: Dim> {
        fc: Linear<_, H>,
        out: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().fc().out()
    }
}

type Hidden = dim![16];

network! {
    struct NamedBehind {
        fc: Linear<64, Hidden>,
        out: Linear<Hidden, Hidden>,
        last: Linear<16, 10>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<16>, Tensor<10>) {
        let h = x.fc().relu();
        let (a, b) = (h.out(), x.out());
        (a, (b + b).last())
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
    fn forward(x: Tensor<64>) -> Tensor<32> {
        let h = x.block();
        h.block()
    }
}

network! {
    struct TwoValues {
        fc: Linear<32, 8>,
        out: Linear<8, 10>,
    }
    fn forward(left: Tensor<64>, right: Tensor<64>) -> Tensor<10> {
        (left.fc() + right.fc()).out()
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = Generic::<dim![32]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let y = NamedBehind::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(y.1.dims(), [2, 10]);
    let _: Box<Tensor<shape![2, 32]>> = Nested::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let network = TwoValues::new(1);
    let x = Tensor::<shape![2, 64]>::zeros();
    let y = network.forward(&x, &x);
    assert_eq!(y.dims(), [2, 10]);
}
//~ fix: 11 |         x.fc().out()
//~ fix: 25 |         let (a, b) = (h.out(), h.out());
//~ fix: 45 |         h + x.block()
//~ fix: 51 |         fc: Linear<64, 8>,
