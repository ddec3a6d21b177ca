use nn::prelude::*;

network! {
    struct Net {
        hidden: Linear<64, 32>,
        output: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.hiden().relu().output()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         x.hidden().relu().output()
