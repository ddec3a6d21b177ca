// The classic mistake of broadcasting, in five disguises: each value would be repeated along an axis of the other one.

use nn::prelude::*;

network! {
    /// A difference of predictions and targets.
    struct Targets { fc: Linear<4, 8> }
    fn forward(x: Tensor<4>, y: Tensor<8, 1>) -> Tensor<8, 1> {
        x.fc() - y
    }
}

network! {
    /// A scale per channel, and features.
    struct Channels { fc: Linear<4, 16> }
    fn forward(x: Tensor<4>, scale: Tensor<16, 1, 1>) -> Tensor<16> {
        let h = x.fc();
        h * scale
    }
}

network! {
    /// A row and a column.
    struct Outer { fc: Linear<4, 6> }
    fn forward(x: Tensor<4>) -> Tensor<6> {
        let h = x.fc();
        (h.reshape::<6, 1>() + h.reshape::<1, 6>()).flatten()
    }
}

network! {
    /// A comparison with labels.
    struct Labels { fc: Linear<4, 8> }
    fn forward(x: Tensor<4>, y: Tensor<8, 1>) -> Tensor<1> {
        let h = x.fc();
        (h == y).mean()
    }
}

network! {
    /// Means that were kept, and one that was not.
    struct Means { fc: Linear<4, 5> }
    fn forward(x: Tensor<4>, m: Tensor<5, 3>) -> Tensor<5, 1> {
        maximum(m.mean::<1, keep = true>(), x.fc())
    }
}

fn main() {
    println!("{} {} {}", Targets::summary(), Channels::summary(), Outer::summary());
    println!("{} {}", Labels::summary(), Means::summary());
}
//~ fix: 9 |         x.fc().reshape::<8, 1>() - y
//~ fix: 18 |         h * scale.reshape::<16>()
//~ fix: 27 |         (h.reshape::<6, 1>() + h.reshape::<1, 6>().reshape::<6, 1>()).flatten()
//~ fix: 36 |         (h.reshape::<8, 1>() == y).mean()
//~ fix: 44 |         maximum(m.mean::<1, keep = true>(), x.fc().reshape::<5, 1>())
