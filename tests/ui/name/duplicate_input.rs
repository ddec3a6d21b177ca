use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>, x: Tensor<10>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let y = Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros(), &Tensor::<shape![2, 10]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 7 |     fn forward(x: Tensor<64>, _x: Tensor<10>) -> Tensor<10> {
