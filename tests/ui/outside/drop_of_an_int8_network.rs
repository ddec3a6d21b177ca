use nn::prelude::*;

trait Release {
    fn drop(&mut self);
}

network! {
    #[int8(DigitsInt8)]
    struct Digits {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

impl Drop for DigitsInt8 {
    fn drop(&mut self) {}
}

fn main() {
    Digits::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 18 | impl Release for DigitsInt8 {
