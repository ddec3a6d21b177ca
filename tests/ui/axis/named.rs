use nn::prelude::*;

type Length = dim![8];

network! {
    struct Net {
        fc: Linear<8, 10>,
    }
    fn forward(x: Tensor<Length>) -> Tensor<10> {
        x.slice::<0, 2..10>().fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 3 | type Length = dim![10];
