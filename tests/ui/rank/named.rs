use nn::prelude::*;

type Height = dim![28];

network! {
    struct Net {
        fc1: Linear<784, 10>,
    }
    fn forward(image: Tensor<Height, 28>) -> Tensor<10> {
        image.relu().fc1()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 10 |         image.relu().flatten().fc1()
