// A mask of attention by name.

use nn::prelude::*;

network! {
    struct Masked {}
    fn forward(q: Tensor<6, 8>, mask: Tensor<6, 6>) -> Tensor<6, 8> {
        attention(q, q, q, mask = mask, heads = 2)
    }
}

fn main() {
    println!("{}", Masked::summary());
}

//~ fix: 8 |         attention(q, q, q, mask, heads = 2)
