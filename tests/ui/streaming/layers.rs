// Layers that look along time in a way that cannot be computed step by step.

use nn::prelude::*;

network! {
    struct Both {
        gru: Gru<8, 4, bidirectional = true>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

network! {
    struct Last {
        gru: Gru<16, 4>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 4> {
        x.gru()
    }
}

network! {
    struct Centred {
        conv: Conv1d<8, 8, kernel = 3, padding = 1>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 16> {
        x.conv()
    }
}

network! {
    struct Short {
        conv: Conv1d<8, 8, kernel = 3, dilation = 2>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 14> { x.zero_pad::<2, 0>().conv() }
}

network! {
    struct Strided {
        conv: Conv1d<8, 8, kernel = 3, stride = 2>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 8> {
        x.zero_pad::<2, 0>().conv()
    }
}

network! {
    struct Channels {
        conv: Conv1d<16, 8, kernel = 3, padding = 1>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<8, 8> {
        x.conv()
    }
}

network! {
    struct Features {
        fc: Linear<16, 8>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 8> { x.fc() }
}

network! {
    struct Instance {
        norm: InstanceNorm1d<8>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 16> {
        x.norm()
    }
}

network! {
    struct Group {
        norm: GroupNorm<2, 8>,
    }
    fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 16> {
        x.norm()
    }
}

network! {
    struct Steps {
        norm: LayerNorm<16, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        x.norm()
    }
}

network! {
    struct States {
        gru: Gru<8, 16>,
    }
    fn forward(x: Tensor<time = 16, 8>, h: Tensor<time = 16>) -> (Tensor<16, 16>, Tensor<16>) {
        let (y, h) = gru(x, h);
        (y, h)
    }
}

network! {
    struct Ends {
        lstm: Lstm<8, 4, bidirectional = true>,
    }
    fn forward(x: Tensor<time = 16, 8>, h: Tensor<2, 4>) -> (Tensor<16, 8>, Tensor<2, 4>) {
        let (y, h, _) = lstm(x, h, h);
        (y, h)
    }
}

fn main() {
    println!("{} {} {} {}", Both::summary(), Last::summary(), Centred::summary(), Short::summary());
    println!("{} {} {} {}", Strided::summary(), Channels::summary(), Features::summary(), Instance::summary());
    println!("{} {} {} {}", Group::summary(), Steps::summary(), States::summary(), Ends::summary());
}

//~ fix: 7 |         gru: Gru<8, 8>,
//~ fix: 18 |     fn forward(x: Tensor<8, 16>) -> Tensor<8, 4> {
//~ fix: 27 |     fn forward(x: Tensor<8, 16>) -> Tensor<8, 16> {
//~ fix: 36 |     fn forward(x: Tensor<8, time = 16>) -> Tensor<8, 16> { x.zero_pad::<4, 0>().conv() }
//~ fix: 43 |     fn forward(x: Tensor<8, 16>) -> Tensor<8, 8> {
//~ fix: 52 |     fn forward(x: Tensor<16, 8>) -> Tensor<8, 8> {
//~ fix: 61 |     fn forward(x: Tensor<8, 16>) -> Tensor<8, 8> { x.fc() }
//~ fix: 66 |         norm: InstanceNorm1d<8, track_running_stats = true>,
//~ fix: 77 |     fn forward(x: Tensor<8, 16>) -> Tensor<8, 16> {
//~ fix: 84 |         norm: LayerNorm<8>,
//~ fix: 95 |     fn forward(x: Tensor<time = 16, 8>, h: Tensor<16>) -> (Tensor<16, 16>, Tensor<16>) {
//~ fix: 105 |     fn forward(x: Tensor<16, 8>, h: Tensor<2, 4>) -> (Tensor<16, 8>, Tensor<2, 4>) {
