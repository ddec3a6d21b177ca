// Sizes with names that do not fit grouped queries.

use nn::prelude::*;

type Width = dim![8];
type Half = dim![4];
type Nine = dim![9];
type Five = dim![5];
type Four = dim![4];
type Three = dim![3];
type Two = dim![2];

network! {
    struct Heads {}
    fn forward(q: Tensor<5, Width>, k: Tensor<7, Half>) -> Tensor<5, Width> {
        attention(q, k, k, heads = Four, kv_heads = Three)
    }
}

network! {
    struct Queries {}
    fn forward(q: Tensor<5, Nine>, k: Tensor<7, Half>) -> Tensor<5, Width> {
        attention(q, k, k, heads = Four, kv_heads = Two)
    }
}

network! {
    struct Keys {}
    fn forward(q: Tensor<5, Width>, k: Tensor<7, Width>, v: Tensor<7, Half>) -> Tensor<5, Width> {
        attention(q, k, v, heads = Four, kv_heads = Two)
    }
}

network! {
    struct Values {}
    fn forward(q: Tensor<5, Width>, k: Tensor<7, Half>, v: Tensor<7, Five>) -> Tensor<5, Width> {
        attention(q, k, v, heads = Four, kv_heads = Two)
    }
}

fn main() {
    println!("{}", Heads::summary());
    println!("{}", Queries::summary());
    println!("{}", Keys::summary());
    println!("{}", Values::summary());
}
//~ fix: 16 |         attention(q, k, k, heads = Four, kv_heads = Two)
//~ fix: 22 |     fn forward(q: Tensor<5, Width>, k: Tensor<7, Half>) -> Tensor<5, Width> {
//~ fix: 29 |     fn forward(q: Tensor<5, Width>, k: Tensor<7, Half>, v: Tensor<7, Half>) -> Tensor<5, Width> {
//~ fix: 36 |     fn forward(q: Tensor<5, Width>, k: Tensor<7, Half>, v: Tensor<7, Half>) -> Tensor<5, Width> {
