// A stream of a network without an axis of time, and one that is given its network.

use nn::Stream;
use nn::prelude::*;

network! {
    struct Whole {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<6, 4>) -> Tensor<6, 8> {
        x.gru()
    }
}

network! {
    struct Steps {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<time = 6, 4>) -> Tensor<6, 8> {
        x.gru()
    }
}

fn main() {
    println!("{}", Whole::summary());
    let _stream = Stream::<Whole>::new();
    let steps = Steps::new(1);
    let mut stream = Stream::new(&steps);
    let _y = stream.step(&steps, &Tensor::<shape![1, 1, 4]>::full(1.0));
}

//~ fix: 26 |     let _stream = Stream::<Steps>::new();
//~ fix: 28 |     let mut stream = Stream::<Steps>::new();
