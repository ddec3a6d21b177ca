use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 18446744073709551616>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         fc: Linear<64, 10>,
