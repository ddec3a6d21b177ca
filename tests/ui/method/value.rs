use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        imge.fc1()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         image.fc1()
