use nn::prelude::*;

network! {
    struct Net {} fn forward(x: Tensor<64>) -> Tensor<64> { x.relu() }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 64]> = &y;
}
//~ fix: 4 |     struct Net { fc: Linear<64, 64> } fn forward(x: Tensor<64>) -> Tensor<64> { x.fc().relu() }
