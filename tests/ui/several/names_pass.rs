use nn::prelude::*;

type Hidden = dim![32];

network! {
    struct Net {
        fc1: Linear<64, Hidden>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<10>, Tensor<32>) {
        let h = x.fc1();
        (h.fc2(), h)
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
