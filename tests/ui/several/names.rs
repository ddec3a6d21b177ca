use nn::prelude::*;

type Hidden = dim![32];
type Wide = dim![48];

network! {
    struct Net {
        fc1: Linear<64, Hidden>,
        fc2: Linear<64, Wide>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<Wide>, Tensor<Hidden>) {
        (x.fc1(), x.fc2())
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 11 |     fn forward(x: Tensor<64>) -> (Tensor<Hidden>, Tensor<Wide>) {
