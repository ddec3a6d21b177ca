// What is joined is not what the next layer takes.

use nn::prelude::*;

network! {
    struct GenericSum<A: Dim, B: Dim> {
        a: Linear<64, A>,
        b: Linear<64, B>,
        fa: Linear<A, 10>,
        fb: Linear<B, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        concat(x.a(), x.b()).fa() + x.b().fb()
    }
}

type A = dim![16];

type B = dim![9];

network! {
    struct SumOfNames {
        a: Linear<64, A>,
        b: Linear<64, B>,
        fc: Linear<24, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        concat(x.a(), x.b()).fc()
    }
}

network! {
    struct SumOfSizes {
        a: Linear<64, 16>,
        b: Linear<64, 8>,
        fc: Linear<16, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        concat(x.a(), x.b()).fc()
    }
}

fn main() {
    println!("{}", GenericSum::<dim![3], dim![4]>::summary());
    let _: Box<Tensor<shape![2, 10]>> = SumOfNames::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = SumOfSizes::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 13 |         x.a().fa() + x.b().fb()
//~ fix: 19 | type B = dim![8];
//~ fix: 36 |         fc: Linear<24, 10>,
