use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>, y: Tensor<10>) -> Tensor<10> {
        x.fc1() + y
    }
}

fn main() {
    let (x, y) = (Tensor::<shape![2, 64]>::zeros(), Tensor::<shape![3, 10]>::zeros());
    Net::new(1).forward(&x, &y);
}
//~ fix: 13 |     let (x, y) = (Tensor::<shape![2, 64]>::zeros(), Tensor::<shape![2, 10]>::zeros());
