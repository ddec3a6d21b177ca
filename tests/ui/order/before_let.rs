use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
        fc2: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let y = h.fc2();
        let h = x.fc1();
        y + h.fc2()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         let y = x.fc2();
