// Indices that the network computes, where others are expected.

use nn::prelude::*;

network! {
    struct Returned {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc().argmax::<0>()
    }
}

network! {
    struct Arithmetic {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<3, 8>) -> Tensor<3, 4> {
        x.fc().argmax::<1>().relu()
    }
}

network! {
    struct WithoutAxis {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<3, 8>) -> Tensor<1, 4> {
        let h = x.fc();
        gather(h, h.argmax::<0>())
    }
}

network! {
    struct OtherSize {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<3, 8>, y: Tensor<5, 2>) -> Tensor<4, 2> {
        index_select(y, x.fc().argmin::<0>())
    }
}

network! {
    struct OtherTable {
        fc: Linear<8, 4>,
        embed: Embedding<10, 2>,
    }
    fn forward(x: Tensor<3, 8>) -> Tensor<3, 2> {
        x.fc().argmax::<1>().embed()
    }
}

network! {
    struct Annotated {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<3, 8>) -> Tensor<3, 4> {
        let best: Tensor<3> = x.fc().argmax::<1>();
        best.one_hot()
    }
}

network! {
    struct NoAxis {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<3, 8>) -> Tensor<3, 4> {
        x.fc().argmax::<2>().one_hot()
    }
}

fn main() {
    println!("{} {} {}", Returned::summary(), Arithmetic::summary(), WithoutAxis::summary());
    println!("{} {} {}", OtherSize::summary(), OtherTable::summary(), Annotated::summary());
    println!("{}", NoAxis::summary());
}
//~ fix: 10 |         x.fc().argmax::<0>().one_hot()
//~ fix: 19 |         x.fc().argmax::<1>().one_hot()
//~ fix: 29 |         gather(h, h.argmax::<0, keep = true>())
//~ fix: 37 |     fn forward(x: Tensor<5, 8>, y: Tensor<5, 2>) -> Tensor<4, 2> {
//~ fix: 45 |         embed: Embedding<4, 2>,
//~ fix: 57 |         let best = x.fc().argmax::<1>();
//~ fix: 67 |         x.fc().argmax::<1>().one_hot()
