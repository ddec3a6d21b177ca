// Layers with the weight of another one that do not fit.

use nn::prelude::*;

network! {
    struct Other {
        embed: Embedding<1000, 64>,
        head: Tied<embd>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 1000> {
        words.embed().head()
    }
}

network! {
    struct Width {
        embed: Embedding<1000, 64>,
        fc: Linear<64, 32>,
        head: Tied<embed>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 1000> {
        words.embed().fc().head()
    }
}

type Wide = dim![64];

network! {
    struct NamedWidth {
        embed: Embedding<1000, Wide>,
        fc: Linear<Wide, 32>,
        head: Tied<embed>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 1000> {
        words.embed().fc().head()
    }
}

network! {
    struct Norm {
        norm: LayerNorm<64>,
        head: Tied<norm>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.norm().head()
    }
}

network! {
    struct Sizes {
        encode: Linear<64, 8>,
        decode: Tied<8, 64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.encode().decode()
    }
}

network! {
    struct Repeated {
        encode: Linear<64, 64>,
        decode: [Tied<encode>; 2],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.encode().decode()
    }
}

network! {
    struct Later {
        encode: Linear<_, 8>,
        decode: Tied<encode>,
    }
    fn forward(x: Tensor<64>, z: Tensor<8>) -> Tensor<64> {
        z.decode() + x.encode().decode()
    }
}

fn main() {
    println!("{} {} {}", Other::summary(), Width::summary(), NamedWidth::summary());
    println!("{} {} {} {}", Norm::summary(), Sizes::summary(), Repeated::summary(), Later::summary());
}
//~ fix: 8 |         head: Tied<embed>,
//~ fix: 18 |         fc: Linear<64, 64>,
//~ fix: 31 |         fc: Linear<Wide, 64>,
//~ fix: 42 |         head: Linear<64, 64>,
//~ fix: 52 |         decode: Tied<encode>,
//~ fix: 62 |         decode: Tied<encode>,
//~ fix: 71 |         encode: Linear<64, 8>,
