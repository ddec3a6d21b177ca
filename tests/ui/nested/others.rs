// Networks in networks that do not fit.

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
    struct BehindInferred {
        block: Block,
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block().relu().fc()
    }
}

network! {
    struct Block2 {
        fc: Linear<8, 12>,
    }
    fn forward(x: Tensor<2, 4>) -> Tensor<3, 4> {
        x.flatten().fc().reshape::<3, 4>()
    }
}

network! {
    struct Concat {
        block: Block2,
        fc: Linear<20, 10>,
    }
    fn forward(x: Tensor<2, 4>, y: Tensor<2, 5>) -> Tensor<10> {
        concat(x.block(), y).flatten().fc()
    }
}

network! {
    struct Block3<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x + x.fc().tanh()
    }
}

network! {
    struct Generic {
        fc: Linear<64, 32>,
        block: Block3<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc().block()
    }
}

network! {
    struct Heads {
        p: Linear<64, 2>,
        q: Linear<64, 3>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>) {
        (x.p(), x.q())
    }
}

network! {
    struct OutputCount {
        heads: Heads,
    }
    fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>, Tensor<4>) {
        x.heads()
    }
}

type Fc = nn::layers::Linear<dim![100], dim![10]>;

network! {
    struct OwnAlias {
        fc1: Linear<64, 128>,
        fc2: Fc,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct Block4 {
        fc: Linear<16, 10>,
    }
    fn forward(x: Tensor<4, 4>) -> Tensor<10> {
        x.flatten().fc()
    }
}

network! {
    struct Reshape {
        fc: Linear<64, 16>,
        block: Block4,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().block()
    }
}

network! {
    struct ThreeNames {
        heads: Heads,
        fc: Linear<2, 8>,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let (p, _, _) = x.heads();
        p.fc()
    }
}

network! {
    struct TwoOutputs {
        heads: Heads,
        fc: Linear<2, 8>,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let p = x.heads();
        p.fc()
    }
}

network! {
    struct Join {
        fc: Linear<_, 8>,
    }
    fn forward(a: Tensor<64>, b: Tensor<32>) -> Tensor<8> {
        concat(a, b).fc()
    }
}

network! {
    struct ValuesSwapped {
        fc: Linear<64, 32>,
        join: Join,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let h = x.fc();
        join(h, x)
    }
}

network! {
    struct View {
        block: Block,
    }
    fn forward(image: Tensor<8, 4>) -> Tensor<32> {
        image.flatten().block()
    }
}

network! {
    struct OtherValues {
        fc: Linear<64, 32>,
        join: Join,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let h = x.fc();
        join(h, h)
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = BehindInferred::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Concat::new(1).forward(&Tensor::<shape![2, 2, 4]>::zeros(), &Tensor::<_>::zeros());
    let _: Box<Tensor<shape![2, 32]>> = Generic::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    OutputCount::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OwnAlias::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Reshape::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 8]>> = ThreeNames::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 8]>> = TwoOutputs::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 8]>> = ValuesSwapped::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", View::summary());
    println!("{}", OtherValues::summary());
}
//~ fix: 17 |         fc: Linear<32, 10>,
//~ fix: 38 |     fn forward(x: Tensor<2, 4>, y: Tensor<2, 4>) -> Tensor<10> {
//~ fix: 55 |         block: Block3<32>,
//~ fix: 76 |     fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>) {
//~ fix: 81 | type Fc = nn::layers::Linear<dim![128], dim![10]>;
//~ fix: 108 |         x.fc().reshape::<4, 4>().block()
//~ fix: 118 |         let (p, _) = x.heads();
//~ fix: 129 |         let (p, _) = x.heads();
//~ fix: 150 |         join(x, h)
//~ fix: 158 |     fn forward(image: Tensor<8, 8>) -> Tensor<32> {
//~ fix: 170 |         join(x, h)
