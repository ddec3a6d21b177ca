// Channels that do not fit.

use nn::prelude::*;

network! {
    struct Stem {
        conv: Conv2d<1, 8, kernel = 3, padding = 1>,
    }
    fn forward(x: Tensor<1, 14, 14>) -> Tensor<8, 14, 14> {
        x.conv()
    }
}

network! {
    struct BehindNested {
        stem: Stem,
        conv: Conv2d<4, 4, kernel = 3>,
    }
    fn forward(x: Tensor<1, 14, 14>) -> Tensor<4, 5, 5> {
        x.stem().max_pool::<2, stride = 2>().relu().conv()
    }
}

network! {
    struct ChannelsGeneric<C: Dim> {
        conv1: Conv2d<1, C, kernel = 3, padding = 1>,
        conv2: Conv2d<8, 16, kernel = 3, padding = 1>,
    }
    fn forward(image: Tensor<1, 14, 14>) -> Tensor<16, 14, 14> {
        image.conv1().relu().conv2()
    }
}

network! {
    struct ChannelsOfTheInput {
        conv: Conv2d<1, 16, kernel = 3>,
    }
    fn forward(image: Tensor<3, 14, 14>) -> Tensor<16, 12, 12> {
        image.conv()
    }
}

network! {
    struct Shared {
        up: Conv2d<3, 8, kernel = 3, padding = 1>,
        conv: Conv2d<_, 8, kernel = 3, padding = 1>,
    }
    fn forward(image: Tensor<3, 14, 14>) -> Tensor<8, 14, 14> {
        image.conv() + image.up().conv()
    }
}

network! {
    struct Transposed {
        up: ConvTranspose2d<4, 4, kernel = 2, stride = 2>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 14, 14> {
        image.up()
    }
}

fn main() {
    ChannelsGeneric::<dim![8]>::new(1).forward(&Tensor::<shape![2, 1, 14, 14]>::zeros());
    ChannelsOfTheInput::new(1).forward(&Tensor::<shape![2, 3, 14, 14]>::zeros());
    Shared::new(1).forward(&Tensor::<shape![2, 3, 14, 14]>::zeros());
    Transposed::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
}
//~ fix: 17 |         conv: Conv2d<8, 4, kernel = 3>,
//~ fix: 27 |         conv2: Conv2d<C, 16, kernel = 3, padding = 1>,
//~ fix: 36 |         conv: Conv2d<3, 16, kernel = 3>,
//~ fix: 49 |         image.conv() + image.up()
//~ fix: 55 |         up: ConvTranspose2d<8, 4, kernel = 2, stride = 2>,
