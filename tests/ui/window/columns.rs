// Windows of images as columns, and sums of columns, that do not fit.

use nn::prelude::*;

network! {
    struct Large {}
    fn forward(x: Tensor<1, 4, 6>) -> Tensor<16, 3> {
        x.unfold2d::<5>()
    }
}

network! {
    struct Rank {}
    fn forward(x: Tensor<4, 4>) -> Tensor<4, 9> {
        x.unfold2d::<2>()
    }
}

network! {
    struct Kernel {}
    fn forward(x: Tensor<1, 4, 4>) -> Tensor<4, 9> {
        x.unfold2d()
    }
}

network! {
    struct Volume {}
    fn forward(x: Tensor<1, 4, 4>) -> Tensor<4, 9> {
        x.unfold2d::<2, 2, 2>()
    }
}

network! {
    struct Option {}
    fn forward(x: Tensor<1, 4, 4>) -> Tensor<4, 9> {
        x.unfold2d::<2, ceil_mode = true>()
    }
}

network! {
    struct Stride {}
    fn forward(x: Tensor<1, 4, 4>) -> Tensor<4, 9> {
        x.unfold2d::<2, stride = 0>()
    }
}

network! {
    struct Size {}
    fn forward(x: Tensor<8, 9>) -> Tensor<2, 4, 4> {
        x.fold2d::<2>()
    }
}

network! {
    struct Rows {}
    fn forward(x: Tensor<6, 9>) -> Tensor<2, 4, 4> {
        x.fold2d::<2, output_size = 4>()
    }
}

network! {
    struct Columns {}
    fn forward(x: Tensor<8, 9>) -> Tensor<2, 4, 4> {
        x.fold2d::<2, output_size = 5>()
    }
}

network! {
    struct Axes {}
    fn forward(x: Tensor<2, 4, 9>) -> Tensor<2, 4, 4> {
        x.fold2d::<2, output_size = 4>()
    }
}

network! {
    struct Outside {}
    fn forward(x: Tensor<8, 9>) -> Tensor<2, 4, 4> {
        x.fold2d::<5, output_size = 4>()
    }
}

fn main() {
    println!("{}", Large::summary());
    println!("{}", Rank::summary());
    println!("{}", Kernel::summary());
    println!("{}", Volume::summary());
    println!("{}", Option::summary());
    println!("{}", Stride::summary());
    println!("{}", Size::summary());
    println!("{}", Rows::summary());
    println!("{}", Columns::summary());
    println!("{}", Axes::summary());
    println!("{}", Outside::summary());
}
//~ fix: 8 |         x.unfold2d::<4>()
//~ fix: 15 |         x.unsqueeze::<0>().unfold2d::<2>()
//~ fix: 22 |         x.unfold2d::<2>()
//~ fix: 29 |         x.unfold2d::<2, 2>()
//~ fix: 36 |         x.unfold2d::<2>()
//~ fix: 43 |         x.unfold2d::<2, stride = 1>()
//~ fix: 50 |         x.fold2d::<2, output_size = 4>()
//~ fix: 56 |     fn forward(x: Tensor<8, 9>) -> Tensor<2, 4, 4> {
//~ fix: 64 |         x.fold2d::<2, output_size = 4>()
//~ fix: 71 |         x.reshape::<8, 9>().fold2d::<2, output_size = 4>()
//~ fix: 78 |         x.fold2d::<2, output_size = 4>()
