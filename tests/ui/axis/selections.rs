// Slices, selections and views of axes that do not exist.

use nn::prelude::*;

network! {
    struct TooLong {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8, 3>) -> Tensor<2, 4> {
        x.slice::<0, 2..10>().flatten().reshape::<2, 9>().fc()
    }
}

network! {
    struct NoElement {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<3, 8>) -> Tensor<4> {
        x.select::<0, 3>().fc()
    }
}

network! {
    struct NoAxis {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.flip::<1>().fc()
    }
}

network! {
    struct Empty {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.slice::<0, 5..2>().fc()
    }
}

network! {
    struct WithoutRange {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.slice::<0>().fc()
    }
}

network! {
    struct NotOne {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<2, 8>) -> Tensor<4> {
        x.squeeze::<0>().fc()
    }
}

network! {
    struct Beyond {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.unsqueeze::<2>().flatten().fc()
    }
}

network! {
    struct Same {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<2, 8>) -> Tensor<4> {
        x.transpose::<1, 1>().flatten().fc()
    }
}

network! {
    struct LargeWindow {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.unfold::<0, 9, 1>().flatten().fc()
    }
}

network! {
    struct Kept {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.max::<0, keepdim = true>().fc()
    }
}

fn main() {
    println!("{}", TooLong::summary());
    println!("{}", NoElement::summary());
    println!("{}", NoAxis::summary());
    println!("{}", Empty::summary());
    println!("{}", WithoutRange::summary());
    println!("{}", NotOne::summary());
    println!("{}", Beyond::summary());
    println!("{}", Same::summary());
    println!("{}", LargeWindow::summary());
    println!("{}", Kept::summary());
}
//~ fix: 10 |         x.slice::<0, 2..8>().flatten().reshape::<2, 9>().fc()
//~ fix: 19 |         x.select::<0, 2>().fc()
//~ fix: 28 |         x.flip::<0>().fc()
//~ fix: 37 |         x.slice::<0, 2..5>().fc()
//~ fix: 46 |         x.slice::<0, 2..5>().fc()
//~ fix: 55 |         x.select::<0, 0>().fc()
//~ fix: 64 |         x.unsqueeze::<1>().flatten().fc()
//~ fix: 73 |         x.transpose::<0, 1>().flatten().fc()
//~ fix: 82 |         x.unfold::<0, 8, 1>().flatten().fc()
//~ fix: 91 |         x.max::<0, keep = true>().fc()
