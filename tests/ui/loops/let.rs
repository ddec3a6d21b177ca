// A `let` in a loop, in place of an assignment to the value before the loop.

use nn::prelude::*;

network! {
    struct Mutable {
        blocks: [Linear<8, 8>; 3],
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        let mut h = x;
        for block in blocks {
            let h = block(h);
        }
        h
    }
}

network! {
    struct Immutable {
        blocks: [Linear<8, 8>; 3],
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        let h = x;
        for block in blocks { let h = block(h); } h
    }
}

network! {
    struct OfInput {
        blocks: [Linear<8, 8>; 3],
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        for block in blocks { let x = block(x); } x
    }
}

network! {
    struct Twice {
        blocks: [Linear<8, 8>; 3],
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        let mut h = x;
        for block in blocks { let h = block(h); let h = h.relu(); } h
    }
}

fn main() {
    println!("{} {}", Mutable::summary(), Immutable::summary());
    println!("{} {}", OfInput::summary(), Twice::summary());
}

//~ fix: 12 |             h = block(h);
//~ fix: 24 |         let mut h = h; for block in blocks { h = block(h); } h
//~ fix: 33 |         let mut x = x; for block in blocks { x = block(x); } x
//~ fix: 43 |         for block in blocks { h = block(h); h = h.relu(); } h
