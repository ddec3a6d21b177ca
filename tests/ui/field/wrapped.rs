// Layers inside of other types, whose arguments are not those of a type of Rust.

use nn::prelude::*;

network! {
    struct In0 {
        conv: Vec<Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In1 {
        conv: Option<Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In2 {
        conv: Box<Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In3 {
        conv: std::rc::Rc<Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In4 {
        conv: [Vec<Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>>; 2],
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In5 {
        conv: Vec<[Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>; 2]>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In6 {
        conv: Box<[Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>]>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct In7 {
        conv: Option<Box<Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>>>,
    }
    fn forward(x: Tensor<7, 8, 8>) -> Tensor<7, 8, 8> {
        x.conv()
    }
}

network! {
    struct Size {
        fc: Linear<Conv2d<7, 8, kernel = 3>, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct Own {
        fc: Twice<Linear<8, 8, bias = false>>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.fc()
    }
}

fn main() {
    println!("{} {} {} {}", In0::summary(), In1::summary(), In2::summary(), In3::summary());
    println!("{} {} {} {}", In4::summary(), In5::summary(), In6::summary(), In7::summary());
    println!("{} {}", Size::summary(), Own::summary());
}

//~ fix: 7 |         conv: [Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>; 4],
//~ fix: 16 |         conv: Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>,
//~ fix: 25 |         conv: Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>,
//~ fix: 34 |         conv: Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>,
//~ fix: 43 |         conv: [Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>; 2],
//~ fix: 52 |         conv: [Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>; 2],
//~ fix: 61 |         conv: [Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>; 4],
//~ fix: 70 |         conv: Conv2d<7, 7, kernel = (3, 1), padding = (1, 0)>,
//~ fix: 79 |         fc: Linear<8, 8>,
//~ fix: 88 |         fc: [Linear<8, 8, bias = false>; 2],
