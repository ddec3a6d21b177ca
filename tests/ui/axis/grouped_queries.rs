// Heads of queries, keys and values of grouped queries that do not fit, and arguments of `attention` in other notations.

use nn::prelude::*;

network! {
    struct Heads {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 4>, v: Tensor<7, 6>) -> Tensor<5, 12> {
        attention(q, k, v, heads = 4, kv_heads = 3)
    }
}

network! {
    struct Queries {}
    fn forward(q: Tensor<5, 9>, k: Tensor<7, 4>, v: Tensor<7, 6>) -> Tensor<5, 12> {
        attention(q, k, v, heads = 4, kv_heads = 2)
    }
}

network! {
    struct Keys {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 8>, v: Tensor<7, 6>) -> Tensor<5, 12> {
        attention(q, k, v, heads = 4, kv_heads = 2)
    }
}

network! {
    struct Values {}
    fn forward(q: Tensor<5, 8>, k: Tensor<7, 4>, v: Tensor<7, 5>) -> Tensor<5, 12> {
        attention(q, k, v, heads = 4, kv_heads = 2)
    }
}

network! {
    struct Distance {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(q, q, q, heads = 4, alibi = true)
    }
}

network! {
    struct OtherName {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(q, q, q, num_heads = 4)
    }
}

network! {
    struct Misspelt {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(q, q, q, head = 4)
    }
}

network! {
    struct OtherValue {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(q, q, q, heads = 4, causal = True)
    }
}

network! {
    struct WithoutName {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(q, q, q, 4)
    }
}

network! {
    struct NamesFirst {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention(heads = 4, q, q, q)
    }
}

network! {
    struct Twice {}
    fn forward(q: Tensor<5, 8>) -> Tensor<5, 8> {
        attention::<heads = 2>(q, q, q, heads = 4)
    }
}

fn main() {
    println!("{}", Heads::summary());
    println!("{}", Queries::summary());
    println!("{}", Keys::summary());
    println!("{}", Values::summary());
    println!("{}", Distance::summary());
    println!("{}", OtherName::summary());
    println!("{}", Misspelt::summary());
    println!("{}", OtherValue::summary());
    println!("{}", WithoutName::summary());
    println!("{}", NamesFirst::summary());
    println!("{}", Twice::summary());
}
//~ fix: 8 |         attention(q, k, v, heads = 4, kv_heads = 2)
//~ fix: 14 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 4>, v: Tensor<7, 6>) -> Tensor<5, 12> {
//~ fix: 21 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 4>, v: Tensor<7, 6>) -> Tensor<5, 12> {
//~ fix: 28 |     fn forward(q: Tensor<5, 8>, k: Tensor<7, 4>, v: Tensor<7, 6>) -> Tensor<5, 12> {
//~ fix: 36 |         attention(q, q, q, heads = 4, causal = true, alibi = true)
//~ fix: 43 |         attention(q, q, q, heads = 4)
//~ fix: 50 |         attention(q, q, q, heads = 4)
//~ fix: 57 |         attention(q, q, q, heads = 4, causal = true)
//~ fix: 64 |         attention(q, q, q, heads = 4)
//~ fix: 71 |         attention(q, q, q, heads = 4)
//~ fix: 78 |         attention(q, q, q, heads = 4)
