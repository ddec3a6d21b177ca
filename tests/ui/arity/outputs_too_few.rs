use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<10>, Tensor<64>) {
        x.fc()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 7 |     fn forward(x: Tensor<64>) -> Tensor<10> {
