use nn::prelude::*;

network! {
    #[int8(NetInt8, flash <= 2_000)]
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    let _ = NetInt8::NAME;
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 4 |     #[int8(NetInt8, flash <= 2_720)]
