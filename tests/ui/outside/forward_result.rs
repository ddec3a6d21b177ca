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
    let _: Box<Tensor<shape![32, 12]>> = Net::new(1).forward(&Tensor::<shape![32, 64]>::zeros());
}
//~ fix: 13 |     let _: Box<Tensor<shape![32, 10]>> = Net::new(1).forward(&Tensor::<shape![32, 64]>::zeros());
