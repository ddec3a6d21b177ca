use nn::prelude::*;

type Wide = dim![100];

network! {
    struct Net<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<H, Wide>,
        fc3: Linear<128, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

fn main() {
    let network = Net::<dim![128]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 9 |         fc3: Linear<100, 10>,
