// Initialisers with settings in other notations.

use nn::prelude::*;

network! {
    struct Settings {
        fc1: Linear<64, 32, init = nn::init::Normal { std = 0.02 }>,
        fc2: Linear<_, 16, init = normal_(mean=0.0, std=0.02)>,
        fc3: Linear<_, 10, init = nn.init.xavier_uniform_(gain=2)>,
        shift: Parameter<10, init = constant(0.5)>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2().relu().fc3() + shift
    }
}

fn main() {
    let network = Settings::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 7 |         fc1: Linear<64, 32, init = nn::init::Normal { std: 0.02 }>,
//~ fix: 8 |         fc2: Linear<_, 16, init = nn::init::Normal { std: 0.02 }>,
//~ fix: 9 |         fc3: Linear<_, 10, init = nn::init::XavierUniform.gain(2.0)>,
//~ fix: 10 |         shift: Parameter<10, init = nn::init::Constant { value: 0.5 }>,
