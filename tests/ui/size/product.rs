use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<4000000000, 4000000000>) -> Tensor<10> {
        x.flatten().fc()
    }
}

fn main() {
    println!("{}", Net::PARAMETERS);
}
//~ fix: 7 |     fn forward(x: Tensor<4000, 4000>) -> Tensor<10> {
