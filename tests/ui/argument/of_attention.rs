// Arguments of `attention` that follow a `:`, and numbers that are written as computations.

use nn::prelude::*;

network! {
    struct Colon {
        q: Linear<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        attention(x.q(), x, x, heads: 8)
    }
}

network! {
    struct Colons {
        q: Linear<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        attention(x.q(), x, x, heads: 2, causal: true)
    }
}

network! {
    struct Root {
        q: Linear<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        attention(x.q(), x, x, heads = 2, scale = sqrt(4))
    }
}

network! {
    struct Quotient {
        q: Linear<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        attention(x.q(), x, x, scale = 1.0 / 16.0.sqrt())
    }
}

network! {
    struct Named<D: Dim> {
        q: Linear<D, D>,
    }
    fn forward(x: Tensor<16, D>) -> Tensor<16, D> {
        attention(x.q(), x, x, scale = 1.0 / sqrt(D))
    }
}

network! {
    struct Layer {
        norm: LayerNorm<8, eps = 1.0 / 1024.0>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        x.norm()
    }
}

fn main() {
    println!("{} {} {}", Colon::summary(), Colons::summary(), Root::summary());
    println!("{} {} {}", Quotient::summary(), Named::<dim![4]>::summary(), Layer::summary());
}

//~ fix: 10 |         attention(x.q(), x, x, heads = 8)
//~ fix: 19 |         attention(x.q(), x, x, heads = 2, causal = true)
//~ fix: 28 |         attention(x.q(), x, x, heads = 2, scale = 2.0)
//~ fix: 37 |         attention(x.q(), x, x, scale = 0.25)
//~ fix: 46 |         attention(x.q(), x, x)
//~ fix: 52 |         norm: LayerNorm<8, eps = 0.0009765625>,
