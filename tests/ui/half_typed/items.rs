// Networks that cannot be read, with items of the user's that name them.

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

network! {
    struct Generic<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<H, 10>,
    }
    fn forward(x: Tensor<64>) Tensor<10> {
        x.fc1().fc2()
    }
}

impl<H: Dim> Generic<H> {
    fn twice(&self) -> f32 {
        2.0 * self.forward(&Tensor::<shape![2, 64]>::zeros())[[0, 0]]
    }
}

fn main() {
    let model = Model { network: Net::new(1) };
    println!("{}{}", model.network, best(&model, &Tensor::zeros()));
    println!("{}", Generic::<dim![3]>::new(1).twice());
}
//~ fix: 9 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 33 |     fn forward(x: Tensor<64>) -> Tensor<10> {
