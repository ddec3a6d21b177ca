use nn::prelude::*;
use own_networks::Code;

network! {
    struct Classifier {
        fc1: Linear<Code, 32>,
        fc2: Linear<64, 10>,
    }
    fn forward(code: Tensor<Code>) -> Tensor<10> {
        code.fc1().relu().fc2()
    }
}

fn main() {}
