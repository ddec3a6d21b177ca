// A length of a sequence in a network that streams: a stream ends with its last step.

use nn::prelude::*;

network! {
    struct Layer {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<time = 6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        gru(x, length)
    }
}

network! {
    struct Mask {
        fc: Linear<4, 8>,
    }
    fn forward(x: Tensor<time = 6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        x.fc() * length.sequence_mask::<6>().unsqueeze::<1>()
    }
}

network! {
    struct Inverse {
        fc: Linear<4, 8>,
    }
    fn forward(x: Tensor<time = 6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        let padding = 1 - length.sequence_mask::<6>();
        x.fc() * padding.unsqueeze::<1>()
    }
}

network! {
    struct Attention {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<time = 6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 4> {
        attention(x.fc(), x.fc(), x, length, causal = true) * length.one_hot().sum()
    }
}

fn main() {
    println!("{} {} {} {}", Layer::summary(), Mask::summary(), Inverse::summary(), Attention::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
//~ fix: 18 |     fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
//~ fix: 27 |     fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
//~ fix: 38 |         attention(x.fc(), x.fc(), x, causal = true) * length.one_hot().sum()
