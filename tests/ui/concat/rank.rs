use nn::prelude::*;

network! {
    struct Net {
        a: Linear<64, 16>,
        fc: Linear<80, 10>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<10> {
        concat(image.flatten().a(), image).fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         concat(image.flatten().a(), image.flatten()).fc()
