use nn::prelude::*;

type Width = dim![16];

network! {
    struct Net {
        fc: Linear<64, 60>,
    }
    fn forward(x: Tensor<64>) -> Tensor<4, Width> {
        x.fc().reshape::<4, Width>()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 3 | type Width = dim![15];
