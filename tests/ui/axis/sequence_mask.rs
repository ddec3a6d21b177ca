// Masks of lengths whose numbers of steps do not fit.

use nn::prelude::*;

network! {
    struct Below {
        fc: Linear<16, 4>,
    }
    fn forward(length: Tensor<Class<16>>) -> Tensor<4> {
        length.sequence_mask::<16>().fc()
    }
}

network! {
    struct NoSteps {
        fc: Linear<16, 4>,
    }
    fn forward(length: Tensor<Class<17>>) -> Tensor<4> {
        length.sequence_mask().fc()
    }
}

network! {
    struct Floats {
        fc: Linear<16, 4>,
    }
    fn forward(length: Tensor<1>) -> Tensor<4> {
        length.sequence_mask::<16>().fc()
    }
}

type Steps = dim![3];

network! {
    struct Named {
        fc: Linear<Steps, 4>,
    }
    fn forward(lengths: Tensor<2, Class<Steps>>) -> Tensor<2, 4> {
        lengths.sequence_mask::<Steps>().fc()
    }
}

network! {
    struct Parentheses {
        fc: Linear<16, 4>,
    }
    fn forward(length: Tensor<Class<17>>) -> Tensor<4> {
        length.sequence_mask(16).fc()
    }
}

network! {
    struct Packed {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<16, 4>, length: Tensor<Class<17>>) -> Tensor<16, 8> {
        gru(pack_padded_sequence(x, length))
    }
}

network! {
    struct Sequence {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 4> {
        x.fc() * x.sequence_mask::<6>().unsqueeze::<1>()
    }
}

fn main() {
    println!("{} {} {}", Below::summary(), NoSteps::summary(), Floats::summary());
    println!("{} {} {}", Named::summary(), Parentheses::summary(), Packed::summary());
    println!("{}", Sequence::summary());
}
//~ fix: 9 |     fn forward(length: Tensor<Class<17>>) -> Tensor<4> {
//~ fix: 19 |         length.sequence_mask::<16>().fc()
//~ fix: 27 |     fn forward(length: Tensor<Class<17>>) -> Tensor<4> {
//~ fix: 38 |     fn forward(lengths: Tensor<2, Class<4>>) -> Tensor<2, 4> {
//~ fix: 48 |         length.sequence_mask::<16>().fc()
//~ fix: 57 |         gru(x, length)
//~ fix: 66 |         x.fc() * length.sequence_mask::<6>().unsqueeze::<1>()
