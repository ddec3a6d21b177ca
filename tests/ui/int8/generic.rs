use nn::prelude::*;

network! {
    #[int8(NetInt8)]
    struct Net<const K: usize> {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    let _ = Net::<3>::PARAMETERS;
}
//~ fix: 4 |     #[allow(dead_code)]
