// Arguments of convolutions that are wrong or missing.

use nn::prelude::*;

network! {
    struct KernelOfThree {
        conv: Conv2d<8, 12, kernel = (3, 3, 3)>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 12, 12> {
        image.conv()
    }
}

network! {
    struct Misspelt {
        conv: Conv2d<8, 12, kernel = 3, pading = 1>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 14, 14> {
        image.conv()
    }
}

network! {
    struct NoKernel {
        conv: Conv2d<8, 12>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 12, 12> {
        image.conv()
    }
}

network! {
    struct OneSize {
        conv: Conv2d<8, kernel = 3>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 12, 12> {
        image.conv()
    }
}

network! {
    struct OutputPadding {
        up: ConvTranspose2d<8, 4, kernel = 3, stride = 2, padding = 1, output_padding = 2>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 14, 14> {
        image.up()
    }
}

network! {
    struct StrideZero {
        conv: Conv2d<8, 12, kernel = 3, stride = 0>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 12, 12> {
        image.conv()
    }
}

network! {
    struct Twice {
        conv: Conv2d<8, 12, kernel = 3, kernel = 1>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 12, 12> {
        image.conv()
    }
}

fn main() {
    KernelOfThree::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
    Misspelt::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
    NoKernel::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
    OneSize::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
    OutputPadding::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
    StrideZero::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
    Twice::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
}
//~ fix: 7 |         conv: Conv2d<8, 12, kernel = (3, 3)>,
//~ fix: 16 |         conv: Conv2d<8, 12, kernel = 3, padding = 1>,
//~ fix: 25 |         conv: Conv2d<8, 12, kernel = 3>,
//~ fix: 34 |         conv: Conv2d<8, 12, kernel = 3>,
//~ fix: 43 |         up: ConvTranspose2d<8, 4, kernel = 3, stride = 2, padding = 1, output_padding = 1>,
//~ fix: 52 |         conv: Conv2d<8, 12, kernel = 3, stride = 1>,
//~ fix: 61 |         conv: Conv2d<8, 12, kernel = 3, stride = 1>,
