use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

impl std::fmt::Display for Net {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Net::summary())
    }
}

struct Model {
    network: Box<Net>,
}

fn best(model: &Model, x: &Tensor<shape![2, 64]>) -> usize {
    model.network.forward(x).argmax_rows()[[0]]
}

fn main() {
    let model = Model { network: Net::new(1) };
    println!("{}{}", model.network, best(&model, &Tensor::zeros()));
}
//~ fix: 7 |     fn forward(x: Tensor<64>) -> Tensor<10> {
