// Queries, keys, values and masks that do not fit, and arguments of `attention`.

use nn::prelude::*;

network! {
    struct Heads {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention(q, k, v, heads = 3)
    }
}

network! {
    struct HeadsOfValues {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 6>) -> Tensor<5, 6> {
        attention(q, k, v, heads = 4)
    }
}

network! {
    struct Features {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 6>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention(q, k, v, heads = 2)
    }
}

network! {
    struct Keys {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<6, 8>) -> Tensor<5, 8> {
        attention(q, k, v, heads = 2)
    }
}

network! {
    struct Rank {}
    fn forward(q: Tensor<5, 8>, k: Tensor<2, 7, 4>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention(q, k, v, heads = 2)
    }
}

network! {
    struct Mask {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>, mask: Tensor<7, 5>) -> Tensor<5, 8> {
        attention(q, k, v, mask, heads = 2)
    }
}

network! {
    struct Values {}
    fn forward(q: Tensor<5, 8>, k: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(q, k, heads = 2)
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
        attention(q, k, v, heads = 2, window = 3)
    }
}

network! {
    struct Unknown {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention::<heads = 2, is_causal = true>(q, k, v)
    }
}

network! {
    struct Dropped {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention(q, k, v, heads = 2, dropout = 1.5)
    }
}

network! {
    struct DroppedByNumber {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
        attention(q, k, v, heads = 2, dropout_p = 0.1)
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
    println!("{}", Dropped::summary());
    println!("{}", DroppedByNumber::summary());
}
//~ fix: 8 |         attention(q, k, v, heads = 2)
//~ fix: 15 |         attention(q, k, v, heads = 2)
//~ fix: 21 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
//~ fix: 28 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
//~ fix: 35 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>) -> Tensor<5, 8> {
//~ fix: 42 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 8>, mask: Tensor<5, 7>) -> Tensor<5, 8> {
//~ fix: 50 |         attention(q, k, k, heads = 2)
//~ fix: 57 |         attention(q, k, v, heads = 2)
//~ fix: 64 |         attention(q, k, v, heads = 2, causal = true, window = 3)
//~ fix: 71 |         attention(q, k, v, heads = 2, causal = true)
//~ fix: 78 |         attention(q, k, v, heads = 2, dropout = 0.5)
//~ fix: 85 |         attention(q, k, v, heads = 2, dropout = 0.1)
