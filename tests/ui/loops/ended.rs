// A value that a loop binds, used after the loop.

use nn::prelude::*;

network! {
    struct Ended {
        blocks: [Linear<8, 8>; 3],
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        let mut h = x;
        for b in blocks {
            let t = b(h);
            h = t.relu();
        }
        t
    }
}

fn main() {
    println!("{}", Ended::summary());
}

//~ fix: 15 |         h
