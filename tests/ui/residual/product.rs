use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<8, 4>,
        gate: Linear<8, 5>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc() * x.gate().sigmoid()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 6 |         gate: Linear<8, 4>,
