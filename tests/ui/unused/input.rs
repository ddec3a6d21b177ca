use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>, mask: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let x = Tensor::<shape![2, 64]>::zeros();
    let _: &Tensor<shape![2, 10]> = &Net::new(1).forward(&x, &x);
}
//~ fix: 7 |     fn forward(x: Tensor<64>, _mask: Tensor<64>) -> Tensor<10> {
