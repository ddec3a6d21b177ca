// Two networks in one `network!`.

use nn::prelude::*;

network! {
    struct Block { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc() }
    struct Net { block: Block } fn forward(x: Tensor<4>) -> Tensor<4> { x.block() }
}

fn main() {
    Block::new(1);
}
//~ fix: 8 |
