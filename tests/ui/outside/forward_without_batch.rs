use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let x = Tensor::<shape![64]>::zeros();
    Net::new(1).forward(&x);
}
//~ fix: 13 |     let x = Tensor::<shape![1, 64]>::zeros();
