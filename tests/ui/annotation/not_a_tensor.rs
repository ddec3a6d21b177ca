use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        let h: f32 = x.fc1().relu();
        h
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 32]> = &y;
}
//~ fix: 8 |         let h: Tensor<32> = x.fc1().relu();
