use nn::prelude::*;

network! {
    struct Join {
        fc: Linear<_, 8>,
    }
    fn forward(a: Tensor<64>, b: Tensor<32>) -> Tensor<8> {
        concat(a, b).fc()
    }
}

network! {
    struct Net {
        fc: Linear<64, 32>,
        join: Join,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let h = x.fc();
        h.join()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 19 |         x.join(h)
