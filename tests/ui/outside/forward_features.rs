use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<784, 10>,
    }
    fn forward(x: Tensor<784>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let x = Tensor::<shape![32, 100]>::zeros();
    Net::new(1).forward(&x);
}
//~ fix: 13 |     let x = Tensor::<shape![32, 784]>::zeros();
