use nn::prelude::*;

network! {
    struct Head {
        fc: Linear<16, 4>,
    }
    fn forward(x: Tensor<16>) -> Tensor<4> {
        x.fc()
    }
}

network! {
    struct Net {
        head: Head,
    }
    fn forward(x: Tensor<16, Class<1000>>) -> Tensor<4> {
        x.head()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 16 |     fn forward(x: Tensor<16>) -> Tensor<4> {
