use nn::prelude::*;

type Wide = dim![5];
type Four = dim![4];

network! {
    struct Net {
        fc: Linear<8, 4>,
        gate: Linear<8, Wide>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc() * x.gate().sigmoid()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 9 |         gate: Linear<8, Four>,
