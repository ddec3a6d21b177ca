// Paddings, strides and scales that do not fit.

use nn::prelude::*;

network! {
    struct PoolPadding {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 4, 4> {
        image.conv().avg_pool::<2, padding = 2>()
    }
}

network! {
    struct Upsample {
        conv: Conv2d<8, 4, kernel = 3>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 10, 10> {
        image.conv().upsample()
    }
}

network! {
    struct ZeroPad {
        conv: Conv2d<8, 4, kernel = 3>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 7, 7> {
        image.conv().zero_pad::<1, 1, 1>()
    }
}

network! {
    struct UpsampleOfFeatures {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.upsample::<2>().fc()
    }
}

network! {
    struct ZeroPadOfASequence {
        conv: Conv2d<8, 4, kernel = 3>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 8, 8> {
        image.zero_pad::<1, 2>().conv()
    }
}

fn main() {
    PoolPadding::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    Upsample::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
    ZeroPad::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
    println!("{}", UpsampleOfFeatures::summary());
    println!("{}", ZeroPadOfASequence::summary());
}
//~ fix: 10 |         image.conv().avg_pool::<2, padding = 1>()
//~ fix: 19 |         image.conv().upsample::<2>()
//~ fix: 28 |         image.conv().zero_pad::<1, 1, 1, 1>()
//~ fix: 37 |         x.fc()
//~ fix: 46 |         image.zero_pad::<1, 2, 1, 2>().conv()
