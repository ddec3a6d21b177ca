use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<784, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        image.flatten().fc1()
    }
}

fn main() {
    let x = Tensor::<shape![32, 784]>::zeros();
    Net::new(1).forward(&x);
}
//~ fix: 13 |     let x = Tensor::<shape![32, 1, 28, 28]>::zeros();
