use nn::prelude::*;

type Classes = dim![12];

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<Classes> {
        x.fc1().relu()
    }
}

fn main() {
    let y = Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, Classes]> = &y;
}
//~ fix: 3 | type Classes = dim![10];
