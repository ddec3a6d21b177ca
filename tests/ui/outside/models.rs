// Types that are not networks or optimisers, and the gradient of another network.

use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct Other {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

type Model = Tensor<shape![64, 10]>;
type Method = nn::layers::Relu;

fn steps(session: &Session<Net, Method, dim![32]>) -> u64 {
    session.steps()
}

fn main() {
    let mut network = Net::new(1);
    let gradient = Other::new(1);
    let mut state = Default::default();
    nn::optim::Optimizer::<f32>::step(&nn::optim::Sgd::new(0.1), 1, &mut *network, &*gradient, &mut state);
    let _ = <Model as Network>::new(1);
    let _ = (Other::new(1), steps);
}
//~ fix: 23 | type Model = Net;
//~ fix: 24 | type Method = nn::optim::Sgd;
//~ fix: 32 |     let gradient = Net::new(1);
