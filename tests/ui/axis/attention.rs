// Queries, keys, values and masks that do not fit, and arguments of `attention`.

use nn::prelude::*;

network! {
    struct Heads {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<heads = 3>(q, k, v)
    }
}

network! {
    struct HeadsOfValues {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 6>) -> Tensor<5, 6> {
        attention::<heads = 4>(q, k, v)
    }
}

network! {
    struct Features {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 6>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<heads = 2>(q, k, v)
    }
}

network! {
    struct Keys {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<6, 8>) -> Tensor<5, 8> {
        attention::<heads = 2>(q, k, v)
    }
}

network! {
    struct Rank {}
    fn forward(q: Tensor<5, 8>, k: Tensor<2, 7, 4>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<heads = 2>(q, k, v)
    }
}

network! {
    struct Mask {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>, mask: Tensor<7, 5>) -> Tensor<5, 8> {
        attention::<heads = 2>(q, k, v, mask)
    }
}

network! {
    struct Values {}
    fn forward(q: Tensor<5, 8>, k: Tensor<5, 8>) -> Tensor<5, 8> {
        attention::<heads = 2>(q, k)
    }
}

network! {
    struct Positional {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<2>(q, k, v)
    }
}

network! {
    struct Window {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<heads = 2, window = 3>(q, k, v)
    }
}

network! {
    struct Unknown {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<heads = 2, is_causal = true>(q, k, v)
    }
}

fn main() {
    println!("{}", Heads::summary());
    println!("{}", HeadsOfValues::summary());
    println!("{}", Features::summary());
    println!("{}", Keys::summary());
    println!("{}", Rank::summary());
    println!("{}", Mask::summary());
    println!("{}", Values::summary());
    println!("{}", Positional::summary());
    println!("{}", Window::summary());
    println!("{}", Unknown::summary());
}
//~ fix: 8 |         attention::<heads = 2>(q, k, v)
//~ fix: 15 |         attention::<heads = 2>(q, k, v)
//~ fix: 21 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
//~ fix: 28 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
//~ fix: 35 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
//~ fix: 42 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>, mask: Tensor<5, 7>) -> Tensor<5, 8> {
//~ fix: 50 |         attention::<heads = 2>(q, k, k)
//~ fix: 57 |         attention::<heads = 2>(q, k, v)
//~ fix: 64 |         attention::<heads = 2, causal = true, window = 3>(q, k, v)
//~ fix: 71 |         attention::<heads = 2, causal = true>(q, k, v)
