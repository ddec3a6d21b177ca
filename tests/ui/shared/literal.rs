use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 16>,
        out: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let a = x.fc();
        let b = a.fc();
        (a + b).out()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 10 |         let b = x.fc();
