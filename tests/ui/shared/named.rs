use nn::prelude::*;

type Hidden = dim![32];

network! {
    struct Net {
        fc: Linear<_, Hidden>,
        out: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().fc().out()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 3 | type Hidden = dim![64];
