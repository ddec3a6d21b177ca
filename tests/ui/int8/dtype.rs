use nn::prelude::*;

network! {
    #[int8(NetInt8)]
    #[dtype(f64)]
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
    let _ = Net::PARAMETERS;
}
//~ fix: 5 |     #[dtype(f32)]
