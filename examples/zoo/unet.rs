//! U-Net (Ronneberger, Fischer, Brox 2015), which labels each pixel of an image.
//!
//! Its convolutions are padded and followed by batch normalisation, as in most implementations, so that the image keeps its size.
//! `torch.cat([skip, x], dim=1)` is `concat(skip, x)`.

use nn::prelude::*;

/// Declares a network for images of `$side` by `$side` pixels.
macro_rules! double_conv {
    ($Name:ident, $inputs:literal, $outputs:literal, $side:literal) => {
        network! {
            /// Two convolutions of an image, each with a normalisation.
            pub(crate) struct $Name {
                conv1: Conv2d<$inputs, $outputs, kernel = 3, padding = 1, bias = false>,
                norm1: BatchNorm2d<$outputs>,
                conv2: Conv2d<$outputs, $outputs, kernel = 3, padding = 1, bias = false>,
                norm2: BatchNorm2d<$outputs>,
            }
            fn forward(x: Tensor<$inputs, $side, $side>) -> Tensor<$outputs, $side, $side> {
                x.conv1().norm1().relu().conv2().norm2().relu()
            }
        }
    };
}
double_conv!(Down1, 1, 4, 16);
double_conv!(Down2, 4, 8, 8);
double_conv!(Bottom, 8, 16, 4);
double_conv!(Merge2, 16, 8, 8);
double_conv!(Merge1, 8, 4, 16);

network! {
    /// Two classes for each of 16 by 16 pixels: twice down, and twice up again.
    pub(crate) struct UNet {
        down1: Down1,
        down2: Down2,
        bottom: Bottom,
        up2: ConvTranspose2d<16, 8, kernel = 2, stride = 2>,
        merge2: Merge2,
        up1: ConvTranspose2d<8, 4, kernel = 2, stride = 2>,
        merge1: Merge1,
        head: Conv2d<4, 2, kernel = 1>,
    }
    fn forward(image: Tensor<1, 16, 16>) -> Tensor<2, 16, 16> {
        let fine = image.down1();
        let coarse = fine.max_pool::<2>().down2();
        let h = coarse.max_pool::<2>().bottom();
        let h = concat(coarse, h.up2()).merge2();
        concat(fine, h.up1()).merge1().head()
    }
}
