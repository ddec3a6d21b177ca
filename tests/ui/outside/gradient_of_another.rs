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

fn main() {
    let mut network = Net::new(1);
    let gradient = Other::new(1);
    let mut state = Default::default();
    nn::Optimizer::<f32>::step(&nn::Sgd::new(0.1), 1, &mut *network, &*gradient, &mut state);
    let _ = Other::new(1);
}
//~ fix: 22 |     let gradient = Net::new(1);
