use nn::prelude::*;

type Wide = dim![32];

network! {
    struct Net {
        fc: [Linear<64, Wide>; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 3 | type Wide = dim![64];
