use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let (h, _) = x.fc();
        h
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         let (h, _) = (x.fc(), x);
