// Loops that are not over an array of layers, and statements that a loop does not have.

use nn::prelude::*;

network! {
    struct Range { stem: Linear<4, 4>, blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x.stem();
        for i in 0..3 { h = h.stem(); }
        h.blocks()
    }
}

network! {
    struct Zip { stem: Linear<4, 4>, blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x.stem();
        for (block, gate) in zip(blocks, x) { h = block(h) * gate; }
        h
    }
}

network! {
    struct OfSelf { stem: Linear<4, 4>, blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x.stem();
        for block in self.blocks.iter() { h = block(h); }
        h
    }
}

network! {
    struct OneLayer { stem: Linear<4, 4>, block: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x.stem();
        for layer in block { h = layer(h); }
        h
    }
}

network! {
    struct NoMut { stem: Linear<4, 4>, blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let h = x.stem();
        for block in blocks { h = block(h); }
        h
    }
}

network! {
    struct OfInput { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {

        for block in blocks { x = block(x); }
        x
    }
}

network! {
    struct NeedlessMut { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut mask = x.relu();
        let mut h = x;
        for block in blocks { h = block(h) * mask; }
        h
    }
}

network! {
    struct Undeclared { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {

        for block in blocks { h = block(x); }
        h
    }
}

network! {
    struct OfBody { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            let t = block(h);
            t = t.relu();
            h = h + t;
        }
        h
    }
}

network! {
    struct Unassigned { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h.block();
        }
        h
    }
}

network! {
    struct Uncalled { stem: Linear<4, 4>, blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = h.stem();
        }
        h
    }
}

network! {
    struct Unread { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            let t = h.relu();
            h = block(h);
        }
        h
    }
}

network! {
    struct AsAWhole { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = block(h).blocks();
        }
        h
    }
}

network! {
    struct LikeAnOperation { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for relu in blocks { h = relu(h); }
        h
    }
}

network! {
    struct Stopped { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = block(h); break;
        }
        h
    }
}

network! {
    struct Behind { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks { h = block(h); }
        h.block()
    }
}

network! {
    #[int8(WholeInt8)]
    struct Whole { blocks: [Linear<4, 4>; 3] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for block in blocks { h = block(h); }
        h
    }
}

fn main() {
    Range::new(1);
    Zip::new(1);
    OfSelf::new(1);
    OneLayer::new(1);
    NoMut::new(1);
    OfInput::new(1);
    NeedlessMut::new(1);
    Undeclared::new(1);
    OfBody::new(1);
    Unassigned::new(1);
    Uncalled::new(1);
    Unread::new(1);
    AsAWhole::new(1);
    LikeAnOperation::new(1);
    Stopped::new(1);
    Behind::new(1);
    Whole::new(1);
}
//~ fix: 9 |         for block in blocks { h = block(h); }
//~ fix: 18 |         for block in blocks { h = block(h); }
//~ fix: 27 |         for block in blocks { h = block(h); }
//~ fix: 33 |     struct OneLayer { stem: Linear<4, 4>, block: [Linear<4, 4>; 3] }
//~ fix: 44 |         let mut h = x.stem();
//~ fix: 54 |         let mut x = x; for block in blocks { x = block(x); }
//~ fix: 62 |         let mask = x.relu();
//~ fix: 73 |         let mut h = x; for block in blocks { h = block(h); }
//~ fix: 84 |             let t = t.relu();
//~ fix: 96 |             h = h.block();
//~ fix: 107 |             h = block(h.stem());
//~ fix: 118 |             let _t = h.relu();
//~ fix: 130 |             h = block(h);
//~ fix: 140 |         for layer in blocks { h = layer(h); }
//~ fix: 150 |             h = block(h);
//~ fix: 161 |         h.blocks()
//~ fix: 166 |     #[dtype(f32)]
