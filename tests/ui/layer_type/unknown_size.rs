use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, Hiden>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

type Hidden = dim![32];

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 5 |         fc1: Linear<64, Hidden>,
