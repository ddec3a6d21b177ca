// A network without an input or `forward`: the fix has its layers and sizes.

use nn::prelude::*;

network! {
    struct NoInput {
        first: Linear<12, 3>,
    }
    fn forward() -> Tensor<3> {
        image.first()
    }
}

network! {
    struct NoShape {
        table: Embedding<50, 3>,
    }
    fn forward(words) -> Tensor<16, 3> {
        words.table()
    }
}

network! {
    struct NoForward {
        first: Linear<12, 3>, second: Linear<_, 2>,
    }
}

fn main() {
    NoInput::new(1).forward(&Tensor::<shape![4, 12]>::zeros());
    println!("{} {}", NoShape::FLOPS, NoForward::summary());
}
//~ fix: 9 |     fn forward(image: Tensor<12>) -> Tensor<3> {
//~ fix: 18 |     fn forward(words: Tensor<16, Class<50>>) -> Tensor<16, 3> {
//~ fix: 26 |     } fn forward(x: Tensor<12>) -> Tensor<2> { x.first().second() }
