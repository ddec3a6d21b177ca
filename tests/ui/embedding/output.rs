use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<Class<10>> {
        image.fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |     fn forward(image: Tensor<64>) -> Tensor<10> {
