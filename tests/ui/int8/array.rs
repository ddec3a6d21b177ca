use nn::prelude::*;

network! {
    #[int8(NetInt8)]
    struct Net {
        fc: [Linear<64, 64>; 2],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

fn main() {
    let _ = NetInt8::NAME;
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 6 |         fc: Linear<64, 64>,
