//! DCGAN (Radford, Metz, Chintala 2015), a generator and a discriminator of images: two networks, each with its own session. The
//! example `gan` has the training loop.
//!
//! The layers are those of PyTorch's tutorial. `weights_init` is the argument `init`; the weights of normalisations, which the
//! tutorial draws around 1, begin as 1.

use nn::init::Normal;
use nn::prelude::*;

network! {
    /// Maps eight random values to an image of 16 by 16 pixels from -1 to 1.
    pub(crate) struct Generator {
        conv1: ConvTranspose2d<8, 8, kernel = 4, bias = false, init = Normal { std: 0.02 }>,
        norm1: BatchNorm2d<8>,
        conv2: ConvTranspose2d<8, 8, kernel = 4, stride = 2, padding = 1, bias = false, init = Normal { std: 0.02 }>,
        norm2: BatchNorm2d<8>,
        conv3: ConvTranspose2d<8, 1, kernel = 4, stride = 2, padding = 1, bias = false, init = Normal { std: 0.02 }>,
    }
    fn forward(noise: Tensor<8, 1, 1>) -> Tensor<1, 16, 16> {
        noise.conv1().norm1().relu().conv2().norm2().relu().conv3().tanh()
    }
}

network! {
    /// Maps an image to a logit: the larger it is, the more likely the image is real.
    pub(crate) struct Discriminator {
        conv1: Conv2d<1, 8, kernel = 4, stride = 2, padding = 1, bias = false, init = Normal { std: 0.02 }>,
        conv2: Conv2d<8, 16, kernel = 4, stride = 2, padding = 1, bias = false, init = Normal { std: 0.02 }>,
        norm2: BatchNorm2d<16>,
        conv3: Conv2d<16, 1, kernel = 4, bias = false, init = Normal { std: 0.02 }>,
    }
    fn forward(image: Tensor<1, 16, 16>) -> Tensor<1> {
        let h = image.conv1().leaky_relu::<0.2>().conv2().norm2().leaky_relu::<0.2>();
        h.conv3().flatten()
    }
}
