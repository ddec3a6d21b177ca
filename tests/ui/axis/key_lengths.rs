// Lengths of the keys of an attention that do not fit.

use nn::prelude::*;

network! {
    struct Below {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<6, 8>, length: Tensor<Class<6>>) -> Tensor<6, 8> {
        attention(x.fc(), x, x, length)
    }
}

network! {
    struct Order {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<6, 8>, mask: Tensor<6, 6>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        attention(x.fc(), x, x, length, mask, heads = 2)
    }
}

network! {
    struct Two {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<6, 8>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        attention(x.fc(), x, length)
    }
}

network! {
    struct Axes {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<6, 8>, lengths: Tensor<6, Class<7>>) -> Tensor<6, 8> {
        attention(x.fc(), x, x, lengths, causal = true)
    }
}

type Keys = dim![5];

network! {
    struct Named {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<6, 8>, k: Tensor<Keys, 8>, length: Tensor<Class<Keys>>) -> Tensor<6, 8> {
        attention(x.fc(), k, k, length)
    }
}

fn main() {
    println!("{} {} {}", Below::summary(), Order::summary(), Two::summary());
    println!("{} {}", Axes::summary(), Named::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<6, 8>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
//~ fix: 19 |         attention(x.fc(), x, x, mask, length, heads = 2)
//~ fix: 28 |         attention(x.fc(), x, x, length)
//~ fix: 36 |     fn forward(x: Tensor<6, 8>, lengths: Tensor<Class<7>>) -> Tensor<6, 8> {
//~ fix: 47 |     fn forward(x: Tensor<6, 8>, k: Tensor<Keys, 8>, length: Tensor<Class<6>>) -> Tensor<6, 8> {
