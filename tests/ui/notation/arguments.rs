// Arguments of layers as other frameworks write them.

use nn::prelude::*;

network! {
    struct Colon {
        conv: Conv2d<1, 8, kernel: 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct NoEquals {
        conv: Conv2d<1, 8, kernel 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct Names {
        conv: Conv2d<in_channels = 1, out_channels = 8, kernel_size = 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct OtherName {
        conv: Conv2d<1, 8, kernel_size = 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct ByPlace {
        conv: Conv2d<1, 8, 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct AllByPlace {
        conv: Conv2d(1, 8, 3, 1, 0),
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct List {
        conv: Conv2d<1, 8, kernel = [3, 3]>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct Same {
        conv: Conv2d<1, 8, padding = "same", kernel = 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 8, 8> {
        x.conv()
    }
}

network! {
    struct PaddingMode {
        conv: Conv2d<1, 8, kernel = 3, padding_mode = "zeros">,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.conv()
    }
}

network! {
    struct BiasByPlace {
        fc: Linear<4, 2, false>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Python {
        fc: Linear<4, 2, bias = False>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct OnlyOutput {
        fc: Linear<out_features = 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct InitText {
        fc: Linear<4, 2, init = "xavier">,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct InitWord {
        fc: Linear<4, 2, init = kaiming_normal_>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct NoValue {
        fc: Linear<4, 2, bias = >,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct TooMany {
        fc: Linear<4, 2, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Epsilon {
        fc: Linear<4, 2>,
        norm: LayerNorm<[2], eps = "1e-3">,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc().norm()
    }
}

fn main() {
    println!("{}", Colon::summary());
    println!("{}", NoEquals::summary());
    println!("{}", Names::summary());
    println!("{}", OtherName::summary());
    println!("{}", ByPlace::summary());
    println!("{}", AllByPlace::summary());
    println!("{}", List::summary());
    println!("{}", Same::summary());
    println!("{}", PaddingMode::summary());
    println!("{}", BiasByPlace::summary());
    println!("{}", Python::summary());
    println!("{}", OnlyOutput::summary());
    println!("{}", InitText::summary());
    println!("{}", InitWord::summary());
    println!("{}", NoValue::summary());
    println!("{}", TooMany::summary());
    println!("{}", Epsilon::summary());
}
//~ fix: 7 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 16 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 25 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 34 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 43 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 52 |         conv: Conv2d<1, 8, kernel = 3, stride = 1, padding = 0>,
//~ fix: 61 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 70 |         conv: Conv2d<1, 8, kernel = 3, padding = 1>,
//~ fix: 79 |         conv: Conv2d<1, 8, kernel = 3>,
//~ fix: 88 |         fc: Linear<4, 2, bias = false>,
//~ fix: 97 |         fc: Linear<4, 2, bias = false>,
//~ fix: 106 |         fc: Linear<_, 2>,
//~ fix: 115 |         fc: Linear<4, 2, init = nn::init::XavierUniform>,
//~ fix: 124 |         fc: Linear<4, 2, init = nn::init::KaimingNormal>,
//~ fix: 133 |         fc: Linear<4, 2>,
//~ fix: 142 |         fc: Linear<4, 2>,
//~ fix: 152 |         norm: LayerNorm<2, eps = 1e-3>,
