use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

type Method = nn::Relu;

fn steps(session: &Session<Net, Method, dim![32]>) -> u64 {
    session.steps()
}

fn main() {
    let _ = steps;
}
//~ fix: 12 | type Method = nn::Sgd;
