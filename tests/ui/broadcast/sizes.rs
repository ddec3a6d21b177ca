// Sizes that do not match, in operators, functions and reductions.

use nn::prelude::*;

type Hidden = dim![6];

network! {
    struct Rows { fc: Linear<4, 6> }
    fn forward(x: Tensor<4>, m: Tensor<3, 4>) -> Tensor<3, 6> {
        m / x.fc()
    }
}

network! {
    struct Named { fc: Linear<4, Hidden> }
    fn forward(x: Tensor<4>, m: Tensor<3, 5>) -> Tensor<3, 5> {
        m - x.fc()
    }
}

network! {
    struct Dropped { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>, m: Tensor<3, 4>) -> Tensor<3, 4> {
        let h = m * x.fc();
        h - h.mean::<1>()
    }
}

network! {
    struct Axis { fc: Linear<4, 6> }
    fn forward(x: Tensor<4>) -> Tensor<1> {
        x.fc().sum::<1>()
    }
}

network! {
    struct Expanded { fc: Linear<4, 6> }
    fn forward(x: Tensor<4>) -> Tensor<4, 6> {
        x.fc().expand::<4, 3>()
    }
}

network! {
    struct LogSum { fc: Linear<4, 6> }
    fn forward(x: Tensor<4>, m: Tensor<3, 6>) -> Tensor<3, 6> {
        let h = m * x.fc();
        h - h.logsumexp::<1>()
    }
}

fn main() {
    println!("{} {} {}", Rows::summary(), Named::summary(), Dropped::summary());
    println!("{} {} {}", Axis::summary(), Expanded::summary(), LogSum::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<4>, m: Tensor<3, 6>) -> Tensor<3, 6> {
//~ fix: 16 |     fn forward(x: Tensor<4>, m: Tensor<3, Hidden>) -> Tensor<3, Hidden> {
//~ fix: 25 |         h - h.mean::<1, keep = true>()
//~ fix: 32 |         x.fc().sum::<0>()
//~ fix: 39 |         x.fc().expand::<4, 6>()
//~ fix: 47 |         h - h.logsumexp::<1, keep = true>()
