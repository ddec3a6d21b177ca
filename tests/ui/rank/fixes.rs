// The fix is another layer, or a reshape with as many elements.

use nn::prelude::*;

network! {
    struct OneAxis {
        conv: Conv1d<1, 4, kernel = 3>,
    }
    fn forward(image: Tensor<1, 9, 9>) -> Tensor<4, 7, 7> {
        image.conv()
    }
}

network! {
    struct TwoAxes {
        conv: Conv2d<3, 4, kernel = 3, padding = 1>,
    }
    fn forward(sequence: Tensor<3, 9>) -> Tensor<4, 9> {
        sequence.conv()
    }
}

network! {
    struct Norm {
        fc: Linear<4, 64>,
        norm: BatchNorm2d<64>,
    }
    fn forward(x: Tensor<4>) -> Tensor<64> {
        x.fc().norm()
    }
}

network! {
    struct NotDivisible { conv: Conv2d<3, 2, kernel = 1> } fn forward(x: Tensor<64>) -> Tensor<2, 8, 8> { x.conv() }
}

network! {
    struct TooFew { conv: Conv2d<4, 2, kernel = 3> } fn forward(x: Tensor<16>) -> Tensor<2, 2, 2> { x.conv() }
}

network! {
    struct NotSquare {
        fc: Linear<10, 96>,
        conv: Conv2d<4, 2, kernel = 3>,
    }
    fn forward(x: Tensor<10>) -> Tensor<2, 2, 4> {
        x.fc().conv()
    }
}

network! {
    struct Features { out: Linear<10, 2> } fn forward(image: Tensor<1, 8, 8>) -> Tensor<2> { image.out() }
}

network! {
    struct Pooled {
        out: Linear<4, 2>,
    }
    fn forward(image: Tensor<4, 2, 2>) -> Tensor<2> {
        image.max_pool::<2>().max_pool::<2>().flatten().out()
    }
}

fn main() {
    println!("{} {} {}", OneAxis::summary(), TwoAxes::summary(), Norm::summary());
    println!("{} {} {}", NotDivisible::summary(), TooFew::summary(), NotSquare::summary());
    println!("{} {}", Features::summary(), Pooled::summary());
}
//~ fix: 7 |         conv: Conv2d<1, 4, kernel = 3>,
//~ fix: 16 |         conv: Conv1d<3, 4, kernel = 3, padding = 1>,
//~ fix: 26 |         norm: BatchNorm1d<64>,
//~ fix: 34 |     struct NotDivisible { conv: Conv2d<1, 2, kernel = 1> } fn forward(x: Tensor<64>) -> Tensor<2, 8, 8> { x.reshape::<1, 8, 8>().conv() }
//~ fix: 38 |     struct TooFew { conv: Conv2d<1, 2, kernel = 3> } fn forward(x: Tensor<16>) -> Tensor<2, 2, 2> { x.reshape::<1, 4, 4>().conv() }
//~ fix: 47 |         x.fc().reshape::<4, 4, 6>().conv()
//~ fix: 52 |     struct Features { out: Linear<64, 2> } fn forward(image: Tensor<1, 8, 8>) -> Tensor<2> { image.flatten().out() }
//~ fix: 60 |         image.max_pool::<2>().flatten().out()
