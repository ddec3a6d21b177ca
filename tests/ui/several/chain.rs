use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 128>,
        fc2: Linear<100, 50>, fc3: Linear<60, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 6 |         fc2: Linear<128, 50>, fc3: Linear<50, 10>,
