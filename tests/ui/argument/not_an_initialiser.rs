use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10, init = nn::layers::Relu>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 5 |         fc: Linear<64, 10, init = nn::init::Zeros>,
