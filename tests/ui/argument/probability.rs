use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.dropout::<50>().fc()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 8 |         x.dropout::<0.5>().fc()
