// Values of another shape than the variable that a loop assigns them to, and layers that do not fit in the loop.

use nn::prelude::*;

network! {
    struct Wider {
        stem: Linear<8, 16>,
        blocks: [Linear<16, 32>; 3],
        head: Linear<16, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let mut h = x.stem();
        for block in blocks {
            h = block(h).relu();
        }
        h.head()
    }
}

network! {
    struct Inferred {
        blocks: [Linear<_, 16>; 3],
        head: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = block(h);
        }
        h.head()
    }
}

network! {
    struct Joined {
        blocks: [Linear<16, 16>; 3],
        head: Linear<16, 4>,
    }
    fn forward(x: Tensor<16>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = concat(block(h), x);
        }
        h.head()
    }
}

network! {
    struct Misfit {
        stem: Linear<8, 24>,
        blocks: [Linear<16, 16>; 3],
        head: Linear<24, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let mut h = x.stem();
        for block in blocks {
            h = block(h);
        }
        h.head()
    }
}

network! {
    struct Unflattened {
        blocks: [Conv2d<8, 8, kernel = 3>; 2],
        head: Linear<_, 4>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = block(h).relu();
        }
        h.flatten().head()
    }
}

network! {
    struct Block {
        fc: Linear<16, 8>,
    }
    fn forward(x: Tensor<16>, mask: Tensor<16>) -> Tensor<8> {
        (x * mask).fc()
    }
}

network! {
    struct OfNetworks {
        blocks: [Block; 3],
        head: Linear<16, 4>,
    }
    fn forward(x: Tensor<16>, mask: Tensor<16>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = block(h, mask);
        }
        h.head()
    }
}

network! {
    struct OneInput {
        blocks: [Block; 3],
        head: Linear<16, 4>,
    }
    fn forward(x: Tensor<16>) -> Tensor<4> {
        let mut h = x;
        for block in blocks {
            h = concat(block(h), h.slice::<0, 0..8>());
        }
        h.head()
    }
}

type Hidden = dim![24];
type Wide = dim![16];

network! {
    struct Named {
        stem: Linear<8, Wide>,
        blocks: [Linear<Wide, Hidden>; 3],
        head: Linear<Wide, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let mut h = x.stem();
        for block in blocks {
            h = block(h);
        }
        h.head()
    }
}

network! {
    struct Residual {
        stem: Linear<8, 16>,
        blocks: [Linear<16, Hidden>; 3],
        head: Linear<16, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let mut h = x.stem();
        for block in blocks {
            h = h + block(h);
        }
        h.head()
    }
}

network! {
    struct Generic<H: Dim> {
        stem: Linear<8, H>,
        blocks: [Linear<H, 16>; 3],
        head: Linear<H, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let mut h = x.stem();
        for block in blocks {
            h = block(h);
        }
        h.head()
    }
}

fn main() {
    Wider::new(1);
    Inferred::new(1);
    Joined::new(1);
    Misfit::new(1);
    Unflattened::new(1);
    OfNetworks::new(1);
    OneInput::new(1);
    Named::new(1);
    Residual::new(1);
    Generic::<dim![16]>::new(1);
}
//~ fix: 8 |         blocks: [Linear<16, 16>; 3],
//~ fix: 22 |         blocks: [Linear<8, 8>; 3],
//~ fix: 42 |             h = block(h) + x;
//~ fix: 51 |         blocks: [Linear<24, 24>; 3],
//~ fix: 65 |         blocks: [Conv2d<8, 8, kernel = 3, padding = 1>; 2],
//~ fix: 94 |             h = concat(block(h, mask), block(mask, h));
//~ fix: 108 |             h = concat(block(h, x), h.slice::<0, 0..8>());
//~ fix: 120 |         blocks: [Linear<Wide, Wide>; 3],
//~ fix: 135 |         blocks: [Linear<16, 16>; 3],
//~ fix: 150 |         blocks: [Linear<H, H>; 3],
