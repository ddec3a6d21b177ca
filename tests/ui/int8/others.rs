// Networks and their attributes that have no form in integers.

use nn::prelude::*;

network! {
    #[int8(ArrayInt8)]
    struct Array {
        fc: [Linear<64, 64>; 2],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

network! {
    #[int8(DtypeInt8)]
    #[dtype(f64)]
    struct Dtype {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8(GenericInt8)]
    struct Generic<const K: usize> {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8(IndicesInt8)]
    struct Indices {
        embed: Embedding<50, 10>,
    }
    fn forward(x: Tensor<64, Class<50>>) -> Tensor<64, 10> {
        x.embed()
    }
}

network! {
    #[int8(LayerNormInt8)]
    struct LayerNorm {
        fc1: Linear<64, 10>,
        norm: LayerNorm<10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().norm()
    }
}

network! {
    #[int8(MacsInt8, macs <= 5_000)]
    struct Macs {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8(NormUsedInt8)]
    struct NormUsed {
        fc1: Linear<64, 10>,
        norm: BatchNorm1d<10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h = x.fc1();
        h + h.norm()
    }
}

network! {
    #[int8(ScratchInt8, scratch <= 31)]
    struct Scratch {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8(TwiceInt8)]
    #[int8(Other)]
    struct Twice {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8]
    struct Unnamed {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8(PlacedInt8)]
    struct Placed {
        conv: Conv2d<1, 2, kernel = 3, padding = 1>,
    }
    fn forward(x: Tensor<1, 4, 4>) -> Tensor<2, 2, 2> {
        let (h, _places) = x.conv().max_pool::<2, return_indices = true>();
        h
    }
}

fn main() {
    let _ = ArrayInt8::NAME;
    println!("{}", Array::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    let _ = DtypeInt8::NAME;
    let _ = Dtype::PARAMETERS;
    let _ = Generic::<3>::PARAMETERS;
    let _ = Indices::PARAMETERS;
    let _ = LayerNormInt8::NAME;
    println!("{}", LayerNorm::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    println!("{}", Macs::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    let _ = NormUsedInt8::NAME;
    println!("{}", NormUsed::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    let _ = ScratchInt8::NAME;
    println!("{}", Scratch::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    println!("{}", Twice::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
    let _ = PlacedInt8::NAME;
    println!("{}", Placed::new(1).forward(&Tensor::<shape![2, 1, 4, 4]>::zeros()));
    println!("{}", Unnamed::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 8 |         fc: Linear<64, 64>,
//~ fix: 17 |     #[dtype(f32)]
//~ fix: 28 |     #[allow(dead_code)]
//~ fix: 39 |     #[allow(dead_code)]
//~ fix: 52 |         norm: BatchNorm1d<10>,
//~ fix: 60 |     #[int8(MacsInt8, flash <= 5_000)]
//~ fix: 78 |         h.norm()
//~ fix: 83 |     #[int8(ScratchInt8, scratch <= 32)]
//~ fix: 95 |     #[allow(dead_code)]
//~ fix: 106 |     #[int8(UnnamedInt8)]
//~ fix: 122 |         let h = x.conv().max_pool::<2>();
