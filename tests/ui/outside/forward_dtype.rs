use nn::prelude::*;

network! {
    #[dtype(f64)]
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let x = Tensor::<shape![2, 64]>::zeros();
    Net::new(1).forward(&x);
}
//~ fix: 14 |     let x = Tensor::<shape![2, 64], f64>::zeros();
