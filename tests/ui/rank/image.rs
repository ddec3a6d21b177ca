use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<784, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        image.fc1()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         image.flatten().fc1()
