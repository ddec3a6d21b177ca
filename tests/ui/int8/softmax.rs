use nn::prelude::*;

network! {
    #[int8(NetInt8)]
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2().softmax()
    }
}

fn main() {
    let _ = NetInt8::NAME;
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 10 |         x.fc1().relu().fc2().sigmoid()
