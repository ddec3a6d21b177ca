// Layers that do not fit the one before them.

use nn::prelude::*;

network! {
    struct GenericElsewhere<H: Dim> {
        fc1: Linear<64, H>,
        both: Linear<_, 8>,
        fc2: Linear<9, 10>,
    }
    fn forward(x: Tensor<64>, y: Tensor<3>) -> Tensor<10> {
        concat(x.fc1(), y).both().fc2()
    }
}

type Wide = dim![100];

network! {
    struct NamedInGeneric<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<H, Wide>,
        fc3: Linear<128, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

type Hidden = dim![12544];

type Wide2 = dim![12545];

network! {
    struct TwoNames {
        fc1: Linear<64, Hidden>,
        fc2: Linear<Wide2, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct WithoutBias {
        fc1: Linear<64, 128>,
        fc2: Linear<64, 10, bias = false>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().tanh().fc2()
    }
}

fn main() {
    let y = GenericElsewhere::<dim![5]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros(), &Tensor::<shape![2, 3]>::zeros());
    assert_eq!(y.dims(), [2, 10]);
    let _: Box<Tensor<shape![2, 10]>> = NamedInGeneric::<dim![128]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = TwoNames::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = WithoutBias::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 9 |         fc2: Linear<8, 10>,
//~ fix: 22 |         fc3: Linear<100, 10>,
//~ fix: 31 | type Wide2 = dim![12544];
//~ fix: 46 |         fc2: Linear<128, 10, bias = false>,
