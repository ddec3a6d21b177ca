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

fn main() {
    println!("{}", NotIndices::summary());
    println!("{}", OtherBound::summary());
    println!("{}", TwoAxes::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<3, Class<10>>) -> Tensor<4> {
//~ fix: 18 |     fn forward(x: Tensor<8, 3>, at: Tensor<Class<8>>) -> Tensor<4> {
//~ fix: 27 |     fn forward(x: Tensor<8, 3>, at: Tensor<Class<8>>) -> Tensor<4> {
