use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64>, fc2: Linear<0, 3>, fc3, relu: Linear<3, 3>, fc4: Linear<_, _>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 5 |         fc1: Linear<64, 10>,
