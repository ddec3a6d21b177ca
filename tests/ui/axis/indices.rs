// Indices where others are expected.

use nn::prelude::*;

network! {
    struct NotIndices {
        fc: Linear<30, 4>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4> {
        x.one_hot().flatten().fc()
    }
}

network! {
    struct OtherBound {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<8, 3>, at: Tensor<Class<7>>) -> Tensor<4> {
        index_select(x, at).fc()
    }
}

network! {
    struct TwoAxes {
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<8, 3>, at: Tensor<2, 2, Class<8>>) -> Tensor<4> {
        index_select(x, at).fc()
    }
}

network! {
    struct OtherAxes {
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<8, 3>, at: Tensor<2, 4, Class<8>>) -> Tensor<2, 4> {
        gather(x, at).fc()
    }
}

network! {
    struct OtherRank {
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<8, 3>, at: Tensor<2, Class<8>>) -> Tensor<2, 4> {
        gather(x, at).fc()
    }
}

network! {
    struct Floats {
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<8, 3>, at: Tensor<2, 3>) -> Tensor<2, 4> {
        gather(x, at).fc()
    }
}

fn main() {
    println!("{}", NotIndices::summary());
    println!("{}", OtherBound::summary());
    println!("{}", TwoAxes::summary());
    println!("{} {} {}", OtherAxes::summary(), OtherRank::summary(), Floats::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<3, Class<10>>) -> Tensor<4> {
//~ fix: 18 |     fn forward(x: Tensor<8, 3>, at: Tensor<Class<8>>) -> Tensor<4> {
//~ fix: 27 |     fn forward(x: Tensor<8, 3>, at: Tensor<Class<8>>) -> Tensor<4> {
//~ fix: 36 |     fn forward(x: Tensor<8, 3>, at: Tensor<2, 3, Class<8>>) -> Tensor<2, 4> {
//~ fix: 46 |         index_select(x, at).fc()
//~ fix: 54 |     fn forward(x: Tensor<8, 3>, at: Tensor<2, 3, Class<8>>) -> Tensor<2, 4> {
