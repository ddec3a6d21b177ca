use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().leaky_relu(0.1)
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         x.fc().leaky_relu::<0.1>()
