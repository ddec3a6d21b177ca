// Declarations of the axis of time.

use nn::prelude::*;

network! {
    struct Sequence {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<seq = 16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

network! {
    struct Letter {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<T = 16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

network! {
    struct Colon {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<time: 16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

network! {
    struct Twice {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, time = 8>) -> Tensor<16, 8> {
        x.fc()
    }
}

network! {
    struct Zero {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 0, 8>) -> Tensor<16, 8> {
        x.fc()
    }
}

network! {
    struct Unequal {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>, y: Tensor<time = 8, 8>) -> (Tensor<16, 8>, Tensor<8>) {
        (x.fc(), y.select::<0, -1>())
    }
}

network! {
    struct OnlyOutput {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<time = 16, 8> {
        x.fc()
    }
}

network! {
    struct OtherOutput {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 8, 8>) -> Tensor<8, time = 8> {
        x.fc()
    }
}

network! {
    struct OtherLet {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 8, 8>) -> Tensor<8> {
        let last: Tensor<time = 8> = x.fc().select::<0, -1>();
        last.relu()
    }
}

network! {
    struct Whole {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>, bias: Tensor<16, 8>) -> Tensor<16, 8> {
        x.fc() + bias
    }
}

fn main() {
    println!("{} {} {} {}", Sequence::summary(), Letter::summary(), Colon::summary(), Twice::summary());
    println!("{} {} {} {}", Zero::summary(), Unequal::summary(), OnlyOutput::summary(), OtherOutput::summary());
    println!("{} {}", OtherLet::summary(), Whole::summary());
}

//~ fix: 9 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 18 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 27 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 36 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 45 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 54 |     fn forward(x: Tensor<time = 16, 8>, y: Tensor<time = 16, 8>) -> (Tensor<16, 8>, Tensor<8>) {
//~ fix: 63 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<time = 16, 8> {
//~ fix: 72 |     fn forward(x: Tensor<time = 8, 8>) -> Tensor<time = 8, 8> {
//~ fix: 82 |         let last: Tensor<8> = x.fc().select::<0, -1>();
//~ fix: 91 |     fn forward(x: Tensor<time = 16, 8>, bias: Tensor<time = 16, 8>) -> Tensor<16, 8> {
